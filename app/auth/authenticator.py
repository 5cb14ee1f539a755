"""Headers in, Principal out: the one place that asks the database about an API key."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, select, update

from app.auth.api_keys import parse
from app.auth.credentials import read_credentials
from app.auth.jwt import TokenVerifier
from app.auth.principal import Principal, combine, key_principal
from app.database import account_session
from app.errors import InvalidCredentials, MissingScope
from app.models import ApiKey

# "Is this key still in use?" needs no more; a write for every call would make each caller queue on one row.
LAST_USED_PRECISION: Final = timedelta(minutes=10)


class Authenticator:
    """Knows who is calling from the headers alone; `required_scope` empty asks for none."""

    def __init__(self, engine: Engine, verifier: TokenVerifier, required_scope: str) -> None:
        self._engine = engine
        self._verifier = verifier
        self._required_scope = required_scope

    def authenticate(self, headers: Iterable[tuple[bytes, bytes]]) -> Principal:
        """The caller. InvalidCredentials unless every credential sent is good. May block."""
        credentials = read_credentials(headers)
        principals = []
        if credentials.token is not None:
            principals.append(self._verifier.verify(credentials.token))
        if credentials.api_key is not None:
            principals.append(self._find_key(credentials.api_key))
        return principals[0] if len(principals) == 1 else combine(*principals)

    def authorize(self, principal: Principal) -> None:
        """MissingScope unless this caller may import."""
        if self._required_scope and self._required_scope not in principal.scopes:
            raise MissingScope(
                f"This credential may not import targets: it needs the scope {self._required_scope}."
            )

    def _find_key(self, text: str) -> Principal:
        parsed = parse(text)
        now = datetime.now(UTC)
        with account_session(self._engine, parsed.account_id) as session:
            key = session.scalar(
                select(ApiKey).where(
                    ApiKey.account_id == parsed.account_id, ApiKey.hash == parsed.hash
                )
            )
            if key is None or key.revoked_at is not None:
                raise InvalidCredentials("This API key does not exist or was revoked.")
            if key.expires_at is not None and key.expires_at <= now:
                raise InvalidCredentials("This API key has expired: ask for a new one.")
            if key.last_used_at is None or now - key.last_used_at > LAST_USED_PRECISION:
                session.execute(
                    update(ApiKey)
                    .where(ApiKey.account_id == key.account_id, ApiKey.id == key.id)
                    .values(last_used_at=now)
                    .execution_options(synchronize_session=False)
                )
            # API keys carry the import scope, whatever it is called (design 2, "Refusals").
            return key_principal(key.account_id, key.id, frozenset({self._required_scope}))
