"""What is refused from the headers alone, in the order of design 2: 401, 422, 403, 404, 409."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from app.auth import Principal
from app.database import account_transaction
from app.errors import CampaignClosed, InvalidRequest
from app.importer.campaigns import find_open_campaign
from app.importer.idempotency import is_known, parse_key
from app.services import Services

# Other spellings of a UUID (braces, urn:, no hyphens) would let one campaign have several addresses.
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_BOOLEAN: Final = TypeAdapter(bool)
_SKIP: Final = "skip_if_in_other_campaigns"


@dataclass(frozen=True)
class Admission:
    """A request whose body may be read: who calls, and the key a repetition would carry."""

    principal: Principal
    idempotency_key: str | None


def admit(services: Services, request: Request) -> Admission:
    """Let the request in, or raise what is wrong with it. Blocks: the database is asked."""
    principal = services.authenticator.authenticate(request.headers.raw)
    campaign_id = parse_campaign_id(request.path_params["campaign_id"])
    check_skip_option(request.query_params.getlist(_SKIP))
    key = parse_key(request.headers.getlist("idempotency-key"))
    services.authenticator.authorize(principal)
    check_campaign(services, principal.account_id, campaign_id, key)
    return Admission(principal, key)


def check_campaign(
    services: Services, account_id: UUID, campaign_id: UUID, key: str | None
) -> None:
    """CampaignNotFound, CampaignClosed; an answer that is kept under the key comes before a closed campaign."""
    with account_transaction(services.front_engine, account_id) as connection:
        try:
            find_open_campaign(connection, account_id, campaign_id)
        except CampaignClosed:
            if key is None or not is_known(connection, account_id, campaign_id, key):
                raise


def parse_campaign_id(text: str) -> UUID:
    """A campaign's id as the contract writes it; InvalidRequest for anything else."""
    if _UUID.fullmatch(text) is None:
        raise InvalidRequest(
            "Input should be a valid UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            loc=("path", "campaign_id"),
            type="uuid_parsing",
        )
    return UUID(text)


def check_skip_option(values: list[str]) -> None:
    """InvalidRequest unless the option is left out or is true or false, said once."""
    try:
        if len(values) > 1:
            raise InvalidRequest("Say it once", loc=("query", _SKIP), type="too_many_values")
        for value in values:
            _BOOLEAN.validate_python(value)
    except ValidationError as error:
        raise InvalidRequest(
            "Input should be true or false", loc=("query", _SKIP), type="bool_parsing"
        ) from error
