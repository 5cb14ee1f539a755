"""What is refused from the headers alone, in the order of docs/design.md#refusals: 401, 422, 403, 404, 409."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
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
from app.importer.normalizer import quote
from app.services import Services

# Other spellings of a UUID (braces, urn:, no hyphens) would let one campaign have several addresses.
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_BOOLEAN: Final = TypeAdapter(bool)
_SKIP: Final = "skip_if_in_other_campaigns"
DRY_RUN: Final = "X-Dry-Run"
# Names under which other services take what is a header here.
_DRY_RUN_NAMES: Final = ("dry_run", "rehearse", "simulate", "test", "preview", "validate_only")


@dataclass(frozen=True)
class Admission:
    """A request whose body may be read: who calls, for which campaign, and the key a repetition would carry.

    A dry run has no key: it stores nothing that a repetition could be answered from.
    """

    principal: Principal
    campaign_id: UUID
    skip_if_in_other_campaigns: bool
    dry_run: bool
    idempotency_key: str | None


def admit(services: Services, request: Request) -> Admission:
    """Let the request in, or raise what is wrong with it. Blocks: the database is asked, once."""
    claim = services.authenticator.read(request.headers.raw)
    headers, query = request.headers, request.query_params
    with account_transaction(services.front_engine, claim.account_id) as connection:
        principal = services.authenticator.confirm(connection, claim)
        campaign_id = parse_campaign_id(request.path_params["campaign_id"])
        refuse_unknown_options(query)
        skip = parse_skip_option(query.getlist(_SKIP))
        dry_run = parse_dry_run(headers.getlist(DRY_RUN))
        key = None if dry_run else parse_key(headers.getlist("idempotency-key"))
        admission = Admission(principal, campaign_id, skip, dry_run, key)
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


def refuse_unknown_options(names: Iterable[str]) -> None:
    """InvalidRequest for a query parameter that is not in the contract: ignored, a misspelt option changes nothing."""
    for name in names:
        if name != _SKIP:
            raise InvalidRequest(
                f"The query parameter {quote(name)} is not known: {_advice(name)}",
                loc=("query", name),
                type="extra_forbidden",
            )


def _advice(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", "_", name).strip("_").lower()
    if get_close_matches(words, [_SKIP]):
        return f"did you mean {_SKIP}?"
    if get_close_matches(words.removeprefix("x_"), _DRY_RUN_NAMES, cutoff=0.8):
        return f"to rehearse an import, send the header {DRY_RUN}: true."
    return f"the only one is {_SKIP}."


def parse_dry_run(values: list[str]) -> bool:
    """Whether X-Dry-Run asks for a rehearsal; InvalidRequest unless it is true or false, said once."""
    if not values:
        return False
    value = values[0].strip().lower()
    if len(values) > 1 or value not in ("true", "false"):
        raise InvalidRequest(
            "Input should be true or false, said once", loc=("header", DRY_RUN), type="bool_parsing"
        )
    return value == "true"
