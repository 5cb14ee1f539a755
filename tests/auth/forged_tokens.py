"""The table of forged, stale and malformed tokens, each with the reason it is refused for."""

import json
from typing import Any

from app.auth import JwtSettings, TokenVerifier
from tests.auth.tokens import (
    ACCOUNT,
    SECRET,
    claims,
    encode,
    rsa_key,
    segment,
    sign,
)

HS256 = {"alg": "HS256"}
NOW = claims()["iat"]
DAY = 24 * 3600
VERIFIER = TokenVerifier(
    JwtSettings(secrets=(SECRET,), issuer="https://id.example", audience="import")
)

MALFORMED = "The token is not a well-formed JWT."
SIGNATURE = "The token's signature is not valid here."
ALGORITHM = "The token is not signed in a way this service accepts."
EXPIRED = "The token has expired: get a new one."
EARLY = "The token is not valid yet: is its issuer's clock right?"
AUDIENCE = "The token is meant for another audience."
ISSUER = "The token comes from another issuer."
CRITICAL = "The token demands an extension this service does not know."
ACCOUNT_CLAIM = "The token's claim account_id must be an account's UUID."
SUBJECT = "The token's claim sub must be 1 to 255 printable characters, not beginning with 'key:'."
SCOPE = "The token's claim scope must be a string of words."
SCOPES = "The token's claim scopes must be a list of strings."


def ours(**changes: Any) -> dict[str, Any]:
    return claims(**{"iss": "https://id.example", "aud": "import", **changes})


def good(**changes: Any) -> str:
    return sign(HS256, ours(**changes))


def lacks(claim: str) -> str:
    return f"The token lacks the claim {claim}."


def not_a_date(claim: str) -> str:
    return f"The token's claim {claim} must be a date in seconds since 1970."


def tampered(part: int, content: Any) -> str:
    parts = good().split(".")
    parts[part] = segment(content)
    return ".".join(parts)


def with_literal(claim: str, literal: str) -> str:
    """A token whose claim is written so, JSON or not."""
    text = json.dumps(ours(**{claim: "LITERAL"})).replace('"LITERAL"', literal)
    return sign(HS256, text.encode())


SHAPES = {
    "nothing": "",
    "a word": "secret",
    "an API key": "umz_" + "0" * 32,
    "two segments": good().rpartition(".")[0],
    "four segments": good() + ".AAAA",
    "five segments, as encrypted ones have": "a.b.c.d.e",
    "dots": "..",
    "no signature": good().rpartition(".")[0] + ".",
    "no header": "." + good().partition(".")[2],
    "a space in front": " " + good(),
    "a line break at the end": good() + "\n",
    "a NUL": good() + "\0",
    "padding": good() + "=",
    "plain base64": good()[:-2] + "+/",
    "a letter beyond ASCII": good() + "é",
    "full-width letters": good().replace("e", "\uff45"),
    "a lone surrogate": good() + "\ud800",
    "8 KiB and one": "a." + "b" * 8189 + ".c",
    "a megabyte": good() + "a" * 2**20,
    "a header of one letter": "a." + good().partition(".")[2],
    "a header that is not JSON": tampered(0, b"alg: HS256"),
    "a header that is a list": tampered(0, ["HS256"]),
    "a header that is not UTF-8": tampered(0, b"\xff\xfe\xff"),
    "a header nested 4,000 deep": tampered(0, b"[" * 4_000),
    "a header with a number of 5,000 digits": tampered(0, b"1" * 5_000),
    "a signed payload that is not JSON": sign(HS256, b"sub=anna"),
    "a signed payload that is a list": sign(HS256, [1]),
    "a signed payload that is null": sign(HS256, None),
    "a signed payload that is not UTF-8": sign(HS256, b'{"sub": "\xff"}'),
    "a signed payload nested 5,000 deep": sign(HS256, b"[" * 5_000),
    "a key id that is a number": sign({**HS256, "kid": 1}, ours()),
    "a payload left out": sign({**HS256, "b64": False}, ours()),
}

FORGERIES = {
    "another secret": (sign(HS256, ours(), "another-secret-another-secret-0001"), SIGNATURE),
    "the empty secret": (sign(HS256, ours(), b""), SIGNATURE),
    "a changed payload": (tampered(1, ours(sub="bob")), SIGNATURE),
    "a changed header": (tampered(0, {"alg": "HS256", "typ": "x"}), SIGNATURE),
    "a cut signature": (good()[:-3], SIGNATURE),
    "the signature of another token": (tampered(2, b"\0" * 32), SIGNATURE),
    "none": (sign({"alg": "none"}, ours()), ALGORITHM),
    "None": (sign({"alg": "None"}, ours()), ALGORITHM),
    "no algorithm": (sign({"typ": "JWT"}, ours()), ALGORITHM),
    "an empty algorithm": (sign({"alg": ""}, ours()), ALGORITHM),
    "a list of algorithms": (sign({"alg": ["HS256"]}, ours()), ALGORITHM),
    "an object for an algorithm": (sign({"alg": {}}, ours()), ALGORITHM),
    "small letters": (sign({"alg": "hs256"}, ours()), ALGORITHM),
    "an algorithm not pinned": (encode(SECRET * 2, "HS512"), ALGORITHM),
    "another kind of key": (encode(rsa_key(), "RS256"), ALGORITHM),
    "a critical extension": (sign({**HS256, "crit": ["exp"], "exp": 1}, ours()), MALFORMED),
    "the one extension PyJWT knows": (
        sign({**HS256, "crit": ["b64"], "b64": True}, ours()),
        CRITICAL,
    ),
    "an empty list of extensions": (sign({**HS256, "crit": []}, ours()), MALFORMED),
    "null extensions": (sign({**HS256, "crit": None}, ours()), MALFORMED),
}

CLAIMS = {
    "expired": (good(exp=NOW - 60), EXPIRED),
    "expired in 1970": (good(exp=0), EXPIRED),
    "expired before 1970": (good(exp=-1), EXPIRED),
    "issued in the future": (good(iat=NOW + DAY), EARLY),
    "not yet valid": (good(nbf=NOW + DAY), EARLY),
    "no expiry": (good(exp=...), lacks("exp")),
    "a null expiry": (good(exp=None), lacks("exp")),
    "no date of issue": (good(iat=...), lacks("iat")),
    "no subject": (good(sub=...), lacks("sub")),
    "no account": (good(account_id=...), lacks("account_id")),
    "no issuer": (good(iss=...), lacks("iss")),
    "no audience": (good(aud=...), lacks("aud")),
    "an expiry as text": (good(exp=str(NOW + DAY)), not_a_date("exp")),
    "an expiry of true": (good(exp=True), EXPIRED),
    "an expiry as a list": (good(exp=[NOW + DAY]), MALFORMED),
    "an expiry of NaN": (with_literal("exp", "NaN"), MALFORMED),
    "an infinite expiry": (with_literal("exp", "Infinity"), MALFORMED),
    "an expiry beyond a float": (with_literal("exp", "1e400"), MALFORMED),
    "an expiry of 5,000 digits": (with_literal("exp", "9" * 5_000), MALFORMED),
    "an expiry of 400 digits": (with_literal("exp", "9" * 400), not_a_date("exp")),
    "an expiry of 1e300": (good(exp=1e300), not_a_date("exp")),
    "an expiry in the year 10000": (good(exp=253_402_300_800), not_a_date("exp")),
    "a date of issue as text": (good(iat=str(NOW)), not_a_date("iat")),
    "a date of issue of true": (good(iat=True), not_a_date("iat")),
    "a date of issue before 1970": (good(iat=-1), not_a_date("iat")),
    "a date of issue of NaN": (with_literal("iat", "NaN"), MALFORMED),
    "a null not-before": (good(nbf=None), MALFORMED),
    "a not-before of false": (good(nbf=False), not_a_date("nbf")),
    "another issuer": (good(iss="https://id.example.evil"), ISSUER),
    "an issuer with a slash": (good(iss="https://id.example/"), ISSUER),
    "a list of issuers": (good(iss=["https://id.example"]), ISSUER),
    "another audience": (good(aud="billing"), AUDIENCE),
    "other audiences": (good(aud=["billing", "Import"]), AUDIENCE),
    "an audience that is a number": (good(aud=1), AUDIENCE),
    "an audience that is an object": (good(aud={"import": 1}), AUDIENCE),
    "a number among the audiences": (good(aud=["import", 1]), AUDIENCE),
    "an empty subject": (good(sub=""), SUBJECT),
    "a subject that is true": (good(sub=True), SUBJECT),
    "a subject that is a list": (good(sub=["anna"]), SUBJECT),
    "a subject that is null": (good(sub=None), lacks("sub")),
    "a subject of 256 digits": (good(sub=10**255), SUBJECT),
    "a subject of 256 letters": (good(sub="a" * 256), SUBJECT),
    "a subject with a NUL": (good(sub="an\0na"), SUBJECT),
    "a subject with a line break": (good(sub="anna\n"), SUBJECT),
    "a subject with a C1 control": (good(sub="anna\x85"), SUBJECT),
    "a subject with a lone surrogate": (good(sub="anna\ud800"), SUBJECT),
    "a subject written backwards": (good(sub="\u202eanna"), SUBJECT),
    "a subject that poses as an API key": (good(sub="key:1"), SUBJECT),
    "a token id that is a number": (good(jti=1), MALFORMED),
    "an account that is a number": (good(account_id=1), ACCOUNT_CLAIM),
    "an account by name": (good(account_id="acme"), ACCOUNT_CLAIM),
    "an empty account": (good(account_id=""), ACCOUNT_CLAIM),
    "an account without hyphens": (good(account_id=ACCOUNT.hex), ACCOUNT_CLAIM),
    "an account in braces": (good(account_id=f"{{{ACCOUNT}}}"), ACCOUNT_CLAIM),
    "an account as a URN": (good(account_id=ACCOUNT.urn), ACCOUNT_CLAIM),
    "an account and a line break": (good(account_id=f"{ACCOUNT}\n"), ACCOUNT_CLAIM),
    "an account in full-width digits": (
        good(account_id=str(ACCOUNT).replace("0", "\uff10")),
        ACCOUNT_CLAIM,
    ),
    "a list of accounts": (good(account_id=[str(ACCOUNT)]), ACCOUNT_CLAIM),
    "a scope that is a list": (good(scope=["campaigns:import"]), SCOPE),
    "a scope that is a number": (good(scope=1), SCOPE),
    "scopes that are a string": (good(scopes="campaigns:import"), SCOPES),
    "scopes that are an object": (good(scopes={"campaigns:import": 1}), SCOPES),
    "scopes with a number": (good(scopes=["campaigns:import", 1]), SCOPES),
}

REFUSALS = {**{name: (token, MALFORMED) for name, token in SHAPES.items()}, **FORGERIES, **CLAIMS}
