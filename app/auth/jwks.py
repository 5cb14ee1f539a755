"""The issuer's public keys, fetched from its JWKS URL (RFC 7517) and cached.

The URL is the configured one; a token's own `jku`, `x5u`, `jwk` or `x5c` is never followed. A token is not
trusted while its key is being looked for, so no number of forged key ids makes us ask more often.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from jwt import PyJWK, PyJWKClient

from app.errors import Unavailable, UsageError

# PyJWKClient's own cache is left off: it waits out its timeout again for every request while the issuer
# is away, holding a lock that callers with a known key need too.

_LIFESPAN: Final = 300.0  # seconds until a key the issuer has withdrawn is refused
_COOLDOWN: Final = 10.0  # seconds between two fetches, the failed ones included
_TIMEOUT: Final = 5.0  # seconds; a caller waits no longer for the issuer

_log = logging.getLogger(__name__)


class PublishedKeys:
    """The keys at `url`, by key id; UsageError when that is not an http(s) URL. Safe for threads."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = PyJWKClient(_checked(url), cache_jwk_set=False, timeout=_TIMEOUT)
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: Mapping[str, PyJWK] = {}
        self._fetched_at = self._asked_at = float("-inf")

    def find(self, key_id: str) -> PyJWK | None:
        """The key, or None when the issuer has none of this id. May block for one fetch.

        Unavailable when the issuer could not be asked, and so nobody knows.
        """
        if not self._fresh() or key_id not in self._keys:
            self._refresh()
        if not self._fresh() or (key_id not in self._keys and self._asked_at > self._fetched_at):
            raise _unavailable()
        return self._keys.get(key_id)

    def _fresh(self) -> bool:
        return self._clock() - self._fetched_at < _LIFESPAN

    def _refresh(self) -> None:
        # While the keys are fresh, only an unknown id comes here, most likely a forged one: it does
        # not wait for a fetch that is under way, or forgeries could fill the pool of threads.
        if not self._lock.acquire(blocking=not self._fresh()):
            raise _unavailable()
        try:
            if self._clock() - self._asked_at >= _COOLDOWN:
                self._fetch()
        finally:
            self._lock.release()

    def _fetch(self) -> None:
        try:
            published = self._client.get_signing_keys()
        except Exception as error:
            # All of them: PyJWT lets through what odd keys raise, KeyError and TypeError among others.
            _log.warning("the JWKS cannot be fetched: %r", error)
            self._asked_at = self._clock()
        else:
            self._keys = {key.key_id: key for key in published if isinstance(key.key_id, str)}
            self._fetched_at = self._asked_at = self._clock()


def _unavailable() -> Unavailable:
    return Unavailable(
        "The keys that tokens are signed with cannot be fetched: repeat the request in a moment.",
        retry_after=int(_COOLDOWN),
    )


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("The JWKS URL must be an http:// or https:// address.")
    return url
