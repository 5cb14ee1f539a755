"""E-mails: the library's verdicts, reached sooner."""

import pytest
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from app.importer.normalizer.email import (
    PLAIN_EMAIL,
    PLAIN_EMAIL_LENGTH,
    _shortened,
    read_email,
)
from app.importer.normalizer.text import CellError


def library(address: str) -> str | None:
    try:
        valid = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return None
    return f"{valid.local_part}@{valid.ascii_domain}".lower()


def refusal(text: str) -> str:
    with pytest.raises(CellError) as caught:
        read_email(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna@example.com", "anna@example.com"),
        ("Anna.Rossi+crm@Gmail.COM", "anna.rossi+crm@gmail.com"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("mailto:anna@example.com?subject=hi", "anna@example.com"),
        ("Anna Rossi <Anna@Example.com>", "anna@example.com"),
        ('"Rossi, Anna" <anna@example.com>', "anna@example.com"),
        ('"anna@example.com" <anna@example.com>', "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ("anna@example.com;", "anna@example.com"),
        ("anna@example.com,", "anna@example.com"),
        ("Xaver@example.com;", "xaver@example.com"),
        ("Anna <3 <anna@example.com>", "anna@example.com"),
        ("anna\uff20example.com", "anna@example.com"),
        ("\uff41nna\ufe6bexample\uff0ecom", "anna@example.com"),
        ("Müller@Bücher.de", "müller@xn--bcher-kva.de"),
        ("a@XN--BCHER-KVA.de", "a@xn--bcher-kva.de"),
    ],
)
def test_an_address_is_read_in_every_dress(text: str, expected: str) -> None:
    assert read_email(text) == expected


@pytest.mark.parametrize(
    "text", ["a@example.com, b@example.com", "a@example.com b@example.com", "a@b c@d"]
)
def test_several_addresses_are_refused_with_the_cure(text: str) -> None:
    assert refusal(text) == f"'{text}' holds 2 addresses: leave one in the cell"


@pytest.mark.parametrize(
    "text",
    [
        "anna",
        "anna@",
        "@example.com",
        "anna@example",
        "anna@@example.com",
        "anna rossi@example.com",
        "anna..rossi@example.com",
        "anna@example.com.",
        "anna@-example.com",
        "anna@sub.localhost",
        "anna@example.test",
        "anna@[192.0.2.1]",
        '"anna rossi"@example.com',
        f"{'a' * 65}@example.com",
    ],
)
def test_what_the_library_refuses_is_refused_with_its_reason(text: str) -> None:
    message = refusal(text)
    assert message.startswith(f"'{text}' is not an e-mail address: ")
    assert message.endswith(" Correct it or empty the cell.")


def test_a_whole_sentence_says_why_and_how_to_mend_it() -> None:
    assert refusal("anna") == (
        "'anna' is not an e-mail address: An email address must have an @-sign. "
        "Correct it or empty the cell."
    )


def test_a_hostile_cell_makes_a_short_message() -> None:
    assert len(refusal("".join(map(chr, range(0x4E00, 0x4E00 + 240))) + "@\u2400.it")) < 400


def test_an_address_of_254_characters_is_the_longest() -> None:
    longest = f"{'a' * 64}@{'d' * 62}.{'d' * 61}.{'d' * 61}.it"
    assert len(longest) == 254
    assert read_email(longest) == longest
    assert "is longer than the 254 characters" in refusal(f"{longest}a")


@pytest.mark.parametrize(("length", "shown"), [(160, "x" * 160), (161, "x" * 159 + "…")])
def test_a_reason_has_at_most_160_characters(length: int, shown: str) -> None:
    assert _shortened("x" * length) == shown


@pytest.mark.parametrize("name", SPECIAL_USE_DOMAIN_NAMES)
def test_no_reserved_name_takes_the_plain_way(name: str) -> None:
    assert PLAIN_EMAIL.fullmatch(f"anna@example.{name}") is None
    assert PLAIN_EMAIL.fullmatch(f"anna@example.{name.upper()}") is None


labels = st.text("aZ0-x", min_size=1, max_size=8)
addresses = st.builds(
    lambda atoms, labels, tld: f"{'.'.join(atoms)}@{'.'.join([*labels, tld])}",
    st.lists(st.text("aB9_+'-!", min_size=1, max_size=12), min_size=1, max_size=4),
    st.lists(labels, min_size=0, max_size=5),
    st.one_of(labels, st.sampled_from(["it", "com", "Test", "local", "c", "1x", "x1"])),
)


@given(addresses | st.text("aB.@-_+' 1", max_size=20))
def test_the_plain_way_is_the_library_s(address: str) -> None:
    if len(address) <= PLAIN_EMAIL_LENGTH and PLAIN_EMAIL.fullmatch(address):
        assert address.lower() == library(address)


@given(addresses)
def test_the_reader_agrees_with_the_library_on_every_bare_address(address: str) -> None:
    try:
        found: str | None = read_email(address)
    except CellError:
        found = None
    assert found == library(address)


@given(
    addresses | st.emails() | st.builds("{}@{}.it".format, st.text(max_size=8), st.text(max_size=8))
)
def test_an_address_read_again_stays_the_same(text: str) -> None:
    try:
        once = read_email(text)
    except CellError:
        return
    assert read_email(once) == once
