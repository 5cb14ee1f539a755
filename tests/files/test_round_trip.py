"""Written, imported, read back: whatever the text, it comes back as the few rules of docs/design.md#values leave it."""

import codecs
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import delimited, json_array, json_lines, xlsb, xlsx
from tests.files.cases import Customer, counts, customer, new, ordered, stored
from tests.support.tenants import new_tenant

HEADER = ["customer_id", "name", "surname", "status"]
BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
# What an Italian types. Any bytes might as well be another code page: tests/reader/test_legacy.py has those.
WESTERN = bytes(range(0x20, 0x7F)).decode() + "àèéìòù’€“”"


class Dialect(NamedTuple):
    """One way to write a table as text."""

    delimiter: str
    end: str
    encoding: str
    bom: bool

    def write(self, rows: list[list[str]]) -> bytes:
        text = delimited(rows, self.delimiter, self.end).encode(self.encoding)
        return BOMS.get(self.encoding, b"") * self.bom + text


ends, delimiters = st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(",;\t|")
unicode_dialects = st.one_of(
    st.builds(Dialect, delimiters, ends, st.just("utf-8"), st.booleans()),
    st.builds(
        Dialect, delimiters, ends, st.sampled_from(["utf-16-le", "utf-16-be"]), st.just(True)
    ),
)
windows_dialects = st.builds(Dialect, delimiters, ends, st.just("cp1252"), st.just(False))

every_character = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\"',;|='")
western_characters = st.sampled_from(WESTERN + "\t\n")


def tables(characters: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows of name, surname and status; a cell is blank or has something to be seen."""
    some = st.text(characters, max_size=8)
    visible = st.sampled_from("aZ9?\"'=<&é")
    cells = st.just("") | st.builds(lambda *parts: "".join(parts), some, visible, some)
    return st.lists(
        st.lists(cells.filter(is_no_error), min_size=3, max_size=3), min_size=1, max_size=6
    )


def is_no_error(cell: str) -> bool:
    # What begins so may be a spreadsheet's error, and rejects the row: test_values has those.
    return not cell.strip().startswith(("#", "Err:"))


def kept(cell: str) -> str | None:
    """docs/design.md#values, once more and plainly: trim, NFC, one escape of a spreadsheet."""
    text = unicodedata.normalize("NFC", cell.strip())
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    return text or None


def check(engine: Engine, settings: Settings, table: list[list[str]], file: bytes) -> None:
    tenant = new_tenant(engine)
    assert counts(tenant.import_bytes(settings, file)) == new(len(table))
    people = [expected(f"C-{number}", row) for number, row in enumerate(table)]
    assert stored(tenant) == ordered(people)


def expected(customer_id: str, row: list[str]) -> Customer:
    values = zip(HEADER[1:], map(kept, row), strict=True)
    return customer(customer_id=customer_id) | dict(values)


def written(table: list[list[str]]) -> list[list[str]]:
    return [HEADER, *([f"C-{number}", *row] for number, row in enumerate(table))]


def property_settings(examples: int) -> Callable[..., Callable[..., None]]:
    return hypothesis_settings(
        max_examples=examples,
        deadline=None,
        # The fixtures are the server's address and its settings: nothing an example could dirty.
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@property_settings(120)
@given(table=tables(every_character), dialect=unicode_dialects)
def test_all_of_unicode_survives_every_dialect(
    engine: Engine, settings: Settings, table: list[list[str]], dialect: Dialect
) -> None:
    check(engine, settings, table, dialect.write(written(table)))


@property_settings(60)
@given(table=tables(western_characters), dialect=windows_dialects)
def test_what_an_italian_types_survives_every_dialect_of_windows_1252(
    engine: Engine, settings: Settings, table: list[list[str]], dialect: Dialect
) -> None:
    # Letters in any order are no language; these words say that they are western ones.
    padded = [
        *table,
        *([word, "", ""] for word in ["caffè", "città", "perché", "lunedì", "Niccolò", "virtù"]),
    ]
    check(engine, settings, padded, dialect.write(written(padded)))


@pytest.mark.parametrize("write", [xlsx, xlsb], ids=["XLSX", "XLSB"])
@property_settings(20)
@given(table=tables(every_character))
def test_all_of_unicode_survives_a_workbook(
    engine: Engine,
    settings: Settings,
    write: Callable[[list[list[str]]], bytes],
    table: list[list[str]],
) -> None:
    check(engine, settings, table, write(written(table)))


@pytest.mark.parametrize("write", [json_lines, json_array], ids=["lines", "array"])
@property_settings(40)
@given(table=tables(every_character))
def test_all_of_unicode_survives_json(
    engine: Engine,
    settings: Settings,
    write: Callable[[list[list[str]]], bytes],
    table: list[list[str]],
) -> None:
    check(engine, settings, table, write(written(table)))


@pytest.mark.parametrize("letter", ["\ufdd0", "\uffff", "\U0010ffff", "\ue000"])
@pytest.mark.parametrize("write", [delimited, json_lines, xlsx], ids=["CSV", "JSON", "XLSX"])
def test_letters_that_mean_nothing_to_anybody_are_text(
    engine: Engine, settings: Settings, write: Callable[..., str | bytes], letter: str
) -> None:
    table = [[f"{letter}Anna", letter, ""]]
    file = write(written(table))
    check(engine, settings, table, file if isinstance(file, bytes) else file.encode())


@property_settings(60)
@given(
    # U+001E and U+001F, which nobody sees, are dropped from delimited text.
    control=st.characters(categories=["Cc"], exclude_characters="\t\n\r\x1e\x1f"),
    write=st.sampled_from([lambda rows: delimited(rows).encode(), json_lines, json_array]),
)
def test_a_control_character_inside_a_cell_rejects_its_row(
    engine: Engine, settings: Settings, control: str, write: Callable[[list[list[str]]], bytes]
) -> None:
    rows = [["email", "name"], ["anna@x.com", f"An{control}na"], ["bea@x.com", "Bea"]]
    tenant = new_tenant(engine)
    assert counts(tenant.import_bytes(settings, write(rows))) == new(1, rejected=1)
    assert stored(tenant) == [customer(email="bea@x.com", name="Bea")]
