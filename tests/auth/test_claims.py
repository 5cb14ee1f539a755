"""The claims of a token, judged on their own: PyJWT compares dates too, but not every version alike."""

import pytest

from app.auth import Principal
from app.auth.claims import read_principal
from app.errors import InvalidCredentials
from tests.auth.tokens import ANNA, claims

LAST_SECOND = 253_402_300_799  # of the year 9999


def read(**changes: object) -> Principal:
    return read_principal(claims(**changes), "account_id")


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize(
    "value",
    [None, True, False, "1", [], {}, -1, -0.5, float("nan"), float("inf"), LAST_SECOND + 1],
)
def test_a_date_that_is_none_is_refused_whatever_the_library_thinks_of_it(name, value) -> None:
    with pytest.raises(InvalidCredentials) as caught:
        read(**{name: value})
    assert caught.value.message == (
        f"The token's claim {name} must be a date in seconds since 1970."
    )


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", [0, 0.5, LAST_SECOND, ...])
def test_a_date_is_any_second_until_the_year_10000_and_may_be_left_out(name, value) -> None:
    assert read(**{name: value}) == ANNA


@pytest.mark.parametrize(
    ("scope", "scopes"), [("a b", {"a", "b"}), ("a\tb", {"a\tb"}), ("a\u00a0b\n", {"a\u00a0b\n"})]
)
def test_only_a_space_stands_between_two_scopes(scope, scopes) -> None:
    # RFC 6749 section 3.3 knows no other separator: what a tab joins must not become two permissions.
    assert read(scope=scope).scopes == scopes


@pytest.mark.parametrize("subject", ["a", "a" * 255, "Anna Rossi", "keys"])
def test_a_subject_has_one_to_255_printable_characters(subject) -> None:
    assert read(sub=subject).subject == subject


@pytest.mark.parametrize("subject", [7, 0, -1, 10**254])
def test_a_subject_may_be_a_number(subject) -> None:
    assert read(sub=subject).subject == str(subject)
