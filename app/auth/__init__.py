"""Who is calling: a JWT or an API key in, a Principal out.

Only the authenticator knows a database: api_keys says what a key must look like, never whether it
exists, has expired or was revoked.
"""

from app.auth.api_keys import MintedKey, ParsedKey, mint, parse
from app.auth.credentials import Credentials, read_credentials
from app.auth.jwt import JwtSettings, TokenVerifier, issue_token
from app.auth.principal import Principal, combine, key_principal

__all__ = [
    "Credentials",
    "JwtSettings",
    "MintedKey",
    "ParsedKey",
    "Principal",
    "TokenVerifier",
    "combine",
    "issue_token",
    "key_principal",
    "mint",
    "parse",
    "read_credentials",
]
