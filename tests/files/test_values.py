"""docs/design.md#values: what is done to a cell before it is stored, and what rejects its row."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import delimited, lines
from tests.files.cases import Case, Counts, customer, new

CURE = "format the column as text and export again"


def kept(reason: str, field: str, cell: str, value: str, region: str | None = "IT") -> Case:
    """A cell that is accepted, and what is stored of it."""
    file, values = _one_cell(field, cell)
    return Case(reason, file, new(1), [customer(**values, **{field: value})], region=region)


def rejected(
    reason: str, field: str, cell: str, fragment: str = "", region: str | None = "IT"
) -> Case:
    """A cell that rejects its row, and a piece of what is said about it."""
    file, _ = _one_cell(field, cell)
    return Case(reason, file, new(0, rejected=1), [], [(2, field, fragment)], region=region)


def _one_cell(field: str, cell: str) -> tuple[bytes, dict[str, str]]:
    key = "email" if field == "customer_id" else "customer_id"
    values = {"email": "anna@x.com"} if key == "email" else {"customer_id": "C-1"}
    return delimited([[key, field], [values[key], cell]], "|").encode(), values


TEXT = [
    kept("text is trimmed", "name", " \t Anna  \u3000", "Anna"),
    kept("blanks inside a text stay", "name", "Anna  Maria", "Anna  Maria"),
    kept("text is composed to NFC", "name", "Niccolo\u0300", "Niccolò"),
    kept("emoji with their joiners stay", "name", "👩\u200d🚀 Anna", "👩\u200d🚀 Anna"),
    kept("a formula is stored as it came", "name", "=1+1", "=1+1"),
    kept(r"\N in a name is text", "name", r"\N", r"\N"),
    kept("NULL is somebody's surname", "surname", "NULL", "NULL"),
    kept("markup is text", "name", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    kept("SQL is text", "surname", "'); DROP TABLE customers;--", "'); DROP TABLE customers;--"),
    kept("a backslash and a percent sign are text", "name", r"a\tb%s\.", r"a\tb%s\."),
    kept("tabs and line breaks inside a cell are text", "name", "a\tb\nc\r\nd", "a\tb\nc\r\nd"),
    kept("right-to-left text is text", "name", "שלום", "שלום"),
    kept("the longest name allowed", "name", "n" * 255, "n" * 255),
    kept("lengths count characters, not bytes", "name", "😀" * 255, "😀" * 255),
    kept("the longest status allowed", "status", "s" * 50, "s" * 50),
    kept("a length is counted after trimming", "name", "n" * 255 + " ", "n" * 255),
    rejected("a name too long is never cut", "name", "n" * 256, "255 characters"),
    rejected("a surname too long is never cut", "surname", "n" * 256, "255 characters"),
    rejected("a status too long is never cut", "status", "s" * 51, "50 characters"),
    rejected("NUL rejects the row", "name", "An\0na", "control character"),
    rejected("a bell rejects the row", "surname", "Rossi\a", "control character"),
    rejected("DEL rejects the row", "status", "\x7fhot", "control character"),
    rejected("a C1 control rejects the row", "name", "An\x9fna", "control character"),
    *(
        kept(f"the escape before {sign} is dropped", "name", f"'{sign}x", f"{sign}x")
        for sign in "=+-@"
    ),
    kept("any other apostrophe stays", "surname", "'t Hooft", "'t Hooft"),
    kept("only one apostrophe is an escape", "name", "''=x", "''=x"),
    *(
        rejected(f"{word} is neither blank nor text", "name", word, word)
        for word in ("#N/A", "#REF!", "#N/D", "#NV", "#RIF!", "#VALUE!", "#NOME?", "#DIV/0!")
    ),
    *(
        rejected(f"an error cell rejects a row by its {field} too", field, "#N/D")
        for field in ("customer_id", "email", "phone", "status")
    ),
    kept("a hash may begin a text", "name", "#1 customer", "#1 customer"),
    Case(
        "an error cell in a column nobody reads is nobody's business",
        lines("email,colour", "anna@x.com,#N/A"),
        new(1),
        [customer(email="anna@x.com")],
    ),
]

CUSTOMER_ID = [
    kept("zeros in front stay", "customer_id", "0007", "0007"),
    kept("a customer_id keeps its .0", "customer_id", "12.0", "12.0"),
    kept("no-break spaces are removed", "customer_id", "\u00a0C\u00a01\u00a0", "C1"),
    kept("zero-width characters and bidi marks are removed", "customer_id", "C\u200b\u200e1", "C1"),
    kept("a BOM inside is removed", "customer_id", "\ufeffC1", "C1"),
    kept("blanks inside a customer_id stay", "customer_id", "C 1", "C 1"),
    kept("12E5 may well be a code", "customer_id", "12E5", "12E5"),
    kept("the longest allowed", "customer_id", "c" * 255, "c" * 255),
    rejected("one more is an error", "customer_id", "c" * 256, "255 characters"),
    rejected("an exponent form has lost digits", "customer_id", "1.2E+05", CURE),
    rejected("an exponent form with a comma too", "customer_id", "3,93E+11", CURE),
]

EMAIL = [
    kept("all lower-case", "email", "Anna.ROSSI+x@Example.COM", "anna.rossi+x@example.com"),
    kept("the domain is IDNA-encoded", "email", "anna@Bücher.de", "anna@xn--bcher-kva.de"),
    kept("a local part may be in any script", "email", "Ännä@example.com", "ännä@example.com"),
    kept("invisible characters are removed", "email", "\ufeffanna\u200b@x.com\u00a0", "anna@x.com"),
    kept("a plus and an apostrophe are fine", "email", "o'neil+1@x.com", "o'neil+1@x.com"),
    kept("a local part of 64", "email", "a" * 64 + "@x.com", "a" * 64 + "@x.com"),
    rejected("a local part of 65", "email", "a" * 65 + "@x.com"),
    rejected("no at sign", "email", "anna.example.com"),
    rejected("two at signs", "email", "anna@@x.com"),
    rejected("no domain", "email", "anna@"),
    rejected("no dot in the domain", "email", "anna@localhost"),
    rejected("a dot at the end", "email", "anna@x.com."),
    rejected("two dots", "email", "anna..rossi@x.com"),
    rejected("a blank inside", "email", "anna rossi@x.com"),
    rejected("longer than an address may be", "email", "a@" + "b" * 60 + ".com" * 60),
    rejected("two addresses", "email", "a@x.com; b@x.com", "2 addresses"),
]

STATUS = [
    kept("status is free text", "status", "Call back on Monday!", "Call back on Monday!"),
    Case(
        "a blank status keeps the stored one",
        lines("email,status", "anna@x.com,"),
        Counts(1, 0, 1, 0, 0, 1),
        [customer(email="anna@x.com", status="hot")],
        before=[lines("email,status", "anna@x.com,hot")],
    ),
]


@pytest.mark.parametrize("case", [*TEXT, *CUSTOMER_ID, *EMAIL, *STATUS], ids=str)
def test_a_cell_is_stored_or_rejected(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
