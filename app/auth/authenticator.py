"""Headers in, Principal out: the one place that asks the database about an API key."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from app.auth.api_keys import ParsedKey, parse
from app.auth.credentials import read_credentials
from app.auth.jwt import TokenVerifier
from app.auth.principal import Principal, combine, key_principal
from app.database import execute
from app.errors import InvalidCredentials, MissingScope
from app.models import ApiKey

# "Is this key still in use?" needs no more; a write for every call would make each caller queue on one row.
LAST_USED_PRECISION: Final = timedelta(minutes=10)


_FIND_KEY: Final = select(
    ApiKey.id, ApiKey.expires_at, ApiKey.revoked_at, ApiKey.last_used_at
).where(ApiKey.account_id == bindparam("account_id"), ApiKey.hash == bindparam("hash"))
_NOTE_USE: Final = (
    update(ApiKey)
    .where(ApiKey.account_id == bindparam("account"), ApiKey.id == bindparam("key"))
    .values(last_used_at=bindparam("now"))
)


class Claim(NamedTuple):
    """What a request says of its caller, judged as far as no database is needed: callers proven, keys to look up."""

    proven: list[Principal]
    keys: list[ParsedKey]

    @property
    def account_id(self) -> UUID:
        """The account to ask in: a key's, for a key is looked up where it says it belongs."""
        return self.keys[0].account_id if self.keys else self.proven[0].account_id


class Authenticator:
    """Knows who is calling from the headers alone; `required_scope` empty asks for none."""

    def __init__(self, verifier: TokenVerifier, required_scope: str) -> None:
        self._verifier = verifier
        self._required_scope = required_scope

    def read(self, headers: Iterable[tuple[bytes, bytes]]) -> Claim:
        """The request's claim, a token in it verified. InvalidCredentials when it cannot be good. May block."""
        credentials = read_credentials(headers)
        token, api_key = credentials.token, credentials.api_key
        return Claim(
            proven=[] if token is None else [self._verifier.verify(token)],
            keys=[] if api_key is None else [parse(api_key)],
        )

    def confirm(self, connection: Connection, claim: Claim) -> Principal:
        """The caller, asked for in the claimed account's own transaction (docs/design.md#credentials).

        InvalidCredentials unless every credential sent is good.
        """
        found = [self._find_key(connection, key) for key in claim.keys]
        principals = claim.proven + found
        return principals[0] if len(principals) == 1 else combine(*principals)

    def authorize(self, principal: Principal) -> None:
        """MissingScope unless this caller may import."""
        if self._required_scope and self._required_scope not in principal.scopes:
            raise MissingScope(
                f"This credential may not import targets: it needs the scope {self._required_scope}."
            )

    def _find_key(self, connection: Connection, parsed: ParsedKey) -> Principal:
        now = datetime.now(UTC)
        wanted = {"account_id": parsed.account_id, "hash": parsed.hash}
        key = execute(connection, _FIND_KEY, wanted).fetchone()
        if key is None or key.revoked_at is not None:
            raise InvalidCredentials("This API key does not exist or was revoked.")
        if key.expires_at is not None and key.expires_at <= now:
            raise InvalidCredentials("This API key has expired: ask for a new one.")
        if key.last_used_at is None or now - key.last_used_at > LAST_USED_PRECISION:
            used = {"account": parsed.account_id, "key": key.id, "now": now}
            connection.execute(_NOTE_USE, used)
        # API keys carry the import scope, whatever it is called (docs/design.md#credentials).
        return key_principal(parsed.account_id, key.id, frozenset({self._required_scope}))
