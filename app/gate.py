"""What is refused from the headers alone, in the order of design 2: 401, 422, 403, 404, 409."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from app.auth import Principal
from app.database import account_transaction
from app.errors import CampaignClosed, CampaignNotFound, InvalidRequest, ServiceError
from app.importer.campaigns import find_open_campaign
from app.importer.idempotency import is_known, parse_key
from app.services import Services

# Other spellings of a UUID (braces, urn:, no hyphens) would let one campaign have several addresses.
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_BOOLEAN: Final = TypeAdapter(bool)
_SKIP: Final = "skip_if_in_other_campaigns"


@dataclass(frozen=True)
class Admission:
    """A request whose body may be read: who calls, for which campaign, and the key a repetition would carry."""

    principal: Principal
    campaign_id: UUID
    skip_if_in_other_campaigns: bool
    idempotency_key: str | None


def admit(services: Services, request: Request) -> Admission:
    """Let the request in, or raise what is wrong with it. Blocks: the database is asked, once."""
    claim = services.authenticator.read(request.headers.raw)
    with account_transaction(services.front_engine, claim.account_id) as connection:
        admission = Admission(
            services.authenticator.confirm(connection, claim),
            parse_campaign_id(request.path_params["campaign_id"]),
            parse_skip_option(request.query_params.getlist(_SKIP)),
            parse_key(request.headers.getlist("idempotency-key")),
        )
        refusal = find_refusal(connection, admission)
    services.authenticator.authorize(admission.principal)
    if refusal is not None:
        raise refusal
    return admission


def find_refusal(connection: Connection, admission: Admission) -> ServiceError | None:
    """CampaignNotFound or CampaignClosed; an answer kept under the key comes before a closed campaign.

    Returned, not raised: that the key was used is worth storing all the same.
    """
    account_id, campaign_id = admission.principal.account_id, admission.campaign_id
    key = admission.idempotency_key
    try:
        find_open_campaign(connection, account_id, campaign_id)
    except CampaignNotFound as error:
        return error
    except CampaignClosed as error:
        is_replay = key is not None and is_known(connection, account_id, campaign_id, key)
        return None if is_replay else error
    return None


def parse_campaign_id(text: str) -> UUID:
    """A campaign's id as the contract writes it; InvalidRequest for anything else."""
    if _UUID.fullmatch(text) is None:
        raise InvalidRequest(
            "Input should be a valid UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            loc=("path", "campaign_id"),
            type="uuid_parsing",
        )
    return UUID(text)


def parse_skip_option(values: list[str]) -> bool:
    """The option, false when it is left out; InvalidRequest unless it is true or false, said once."""
    if len(values) > 1:
        raise InvalidRequest("Say it once", loc=("query", _SKIP), type="too_many_values")
    try:
        return _BOOLEAN.validate_python(values[0] if values else False)
    except ValidationError as error:
        raise InvalidRequest(
            "Input should be true or false", loc=("query", _SKIP), type="bool_parsing"
        ) from error
