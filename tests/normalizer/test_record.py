"""Rows: what becomes a record, what an error, and that the common case only saves time."""

from dataclasses import dataclass, field
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.normalizer import Header, Normalizer, find_header
from app.importer.rows import FIELDS, NOT_CALCULATED, Record, Row, RowError

FIX = "format the column as text and export again"


@dataclass
class Sheet:
    """A header and what reads the rows below it."""

    names: list[str] = field(default_factory=lambda: list(FIELDS))
    region: str | None = "IT"

    def read(self, *rows: list[str]) -> list[Record | list[RowError]]:
        header = find_header([(1, self.names, None)])
        assert header is not None
        numbered: list[Row] = [(number, cells, None) for number, cells in enumerate(rows, start=2)]
        return list(Normalizer(header, region=self.region).normalize(numbered))


def cells(**values: str) -> list[str]:
    """A good row but for `values`."""
    good = {"customer_id": "C-1", "name": "Anna", "surname": "Rossi", "email": "anna@example.com"}
    return [({**good, "phone": "+393471234567", "status": "new"} | values)[name] for name in FIELDS]


def stored(field: str, cell: str) -> object:
    """What a cell of a field is stored as, or its error's message."""
    [outcome] = Sheet().read(cells(**{field: cell}))
    if isinstance(outcome, tuple):
        return outcome[1 + FIELDS.index(field)]
    [error] = outcome
    assert error[:2] == (2, field)
    return error.message


def test_a_row_becomes_a_record_with_its_number() -> None:
    row = ["C-1", "Anna", "Rossi", "Anna@Example.com", "347 123 4567", "new"]
    assert Sheet().read(row) == [
        (2, "C-1", "Anna", "Rossi", "anna@example.com", "+393471234567", "new")
    ]


def test_blank_cells_and_missing_columns_are_none() -> None:
    assert Sheet(["email", "name"]).read(["a@x.it", ""], ["b@x.it"]) == [
        (2, None, None, None, "a@x.it", None, None),
        (3, None, None, None, "b@x.it", None, None),
    ]


def test_blank_rows_are_nothing_at_all() -> None:
    assert Sheet().read([], [""], [" ", "\t", "\u00a0", "\u200b", "", ""], [""] * 9) == []


@pytest.mark.parametrize("field", FIELDS)
def test_cells_are_trimmed_of_all_unicode_white_space(field: str) -> None:
    good = cells()[FIELDS.index(field)]
    assert stored(field, f"\u3000\t {good}\u00a0\u2028\n") == good
    assert [stored(field, f" {good}"), stored(field, f"{good} ")] == [good, good]


@pytest.mark.parametrize("field", ["customer_id", "name", "surname", "status"])
def test_text_is_composed(field: str) -> None:
    assert stored(field, "Nicolo\u0300") == "Nicol\u00f2"


@pytest.mark.parametrize(
    "text", ["=1+1", r"\N", "NULL", "n/a", "-", "'70s", "\U0001f600", "a\tb\nc"]
)
def test_other_text_is_stored_as_it_came(text: str) -> None:
    assert stored("name", text) == text


@pytest.mark.parametrize("text", ["=1+1", "+39", "-1", "@anna"])
def test_one_spreadsheet_escape_is_dropped(text: str) -> None:
    assert stored("name", f"'{text}") == text
    assert stored("name", f"''{text}") == f"''{text}"


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200e", "\u202a", "\ufeff", "\u00a0", "\u00ad", "\u2060", "\u3164", "\ufe0f"],
)
def test_invisible_characters_are_removed_from_identifiers_only(invisible: str) -> None:
    assert stored("customer_id", f"C{invisible}-1") == "C-1"
    assert stored("email", f"anna@{invisible}example.com") == "anna@example.com"
    assert stored("phone", f"{invisible}+39347{invisible}1234567") == "+393471234567"
    assert stored("name", f"A{invisible}B") == f"A{invisible}B"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "control", ["\x00", "\x07", "\x0b", "\x1b", "\x1d", "\x7f", "\x85", "\x9f"]
)
def test_a_control_character_rejects_the_row(field: str, control: str) -> None:
    escaped = control.encode("unicode_escape").decode()
    assert stored(field, f"a{control}b") == (
        f"'a{escaped}b' has the control character U+{ord(control):04X}: remove it"
    )


def test_a_lone_surrogate_rejects_the_row() -> None:
    assert stored("name", "A\ud800") == (
        "'A\\ud800' has half a character (a lone surrogate): write it anew"
    )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "error",
    [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
        "#GETTING_DATA", "#N/D", "#NV", "#RIF!", "#WERT!", "#VALORE!", "#NOME?", "#BEZUG!", "#ZAHL!",
        "#VALEUR!", "#NOM?", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#NOMBRE!", "#NÚM!", "#NULO!",
        "#n/a", "########", "Err:502",
    ],
)  # fmt: skip
def test_a_spreadsheets_error_rejects_the_row(field: str, error: str) -> None:
    assert stored(field, f" {error} ") == (
        f"'{error}' is a spreadsheet's error: fix the formula or empty the cell"
    )


def test_a_hash_alone_is_text() -> None:
    assert stored("customer_id", "#123") == "#123"


@pytest.mark.parametrize(
    "word", ["NULL", r"\N", "N/A", "na", "None", "nil", "N.D.", "n/d", "-", "--", " - "]
)
def test_the_words_for_null_are_blank_in_identifiers(word: str) -> None:
    assert stored("customer_id", word) is None
    assert stored("email", word) is None
    assert stored("phone", word) is None


@pytest.mark.parametrize("text", ["007", "12E5", "1E5", "1.5", "E+1", "3-E+2"])
def test_a_customer_id_is_left_alone(text: str) -> None:
    assert stored("customer_id", text) == text


@pytest.mark.parametrize("text", ["1.2E+05", "1,2E+05", "1E+05", "1.2e5", "1.2E-05", "-1.2E+05"])
def test_a_customer_id_in_exponent_form_is_rejected_with_the_fix(text: str) -> None:
    assert stored("customer_id", text) == f"'{text}' has lost its digits to a spreadsheet: {FIX}"


@pytest.mark.parametrize(
    ("field", "limit"), [("customer_id", 255), ("name", 255), ("surname", 255), ("status", 50)]
)
def test_too_long_is_an_error_and_never_a_cut(field: str, limit: int) -> None:
    assert stored(field, "\U0001f600" * limit) == "\U0001f600" * limit
    assert stored(field, "o\u0300" * limit) == "\u00f2" * limit
    assert str(stored(field, "x" * (limit + 1))).endswith(
        f"' is longer than {limit} characters: shorten it"
    )


def test_a_message_quotes_eighty_characters_of_the_cell() -> None:
    assert stored("name", "x" * 300) == (f"'{'x' * 80}…' is longer than 255 characters: shorten it")


def test_a_million_combining_marks_are_refused_at_once() -> None:
    message = stored("name", "o" + "\u0315\u0300" * 500_000)
    assert str(message).endswith("is longer than 255 characters: shorten it")


def test_all_that_is_wrong_in_a_row_is_listed() -> None:
    assert Sheet().read(["1E+05", "#N/A", "ok", "anna", "12", "s" * 51]) == [
        [
            RowError(2, "customer_id", f"'1E+05' has lost its digits to a spreadsheet: {FIX}"),
            RowError(
                2, "name", "'#N/A' is a spreadsheet's error: fix the formula or empty the cell"
            ),
            RowError(
                2,
                "email",
                "'anna' is not an e-mail address: An email address must have an @-sign. "
                "Correct it or empty the cell.",
            ),
            RowError(
                2,
                "phone",
                "'12' is not a possible phone number in Italy: "
                "write it whole, with + and the country code",
            ),
            RowError(2, "status", f"'{'s' * 51}' is longer than 50 characters: shorten it"),
        ]
    ]


NO_IDENTIFIER = (
    "This row has no customer_id, e-mail or phone: fill in at least one, so that we know who it is."
)


def test_a_row_without_identifier_is_rejected_as_a_whole() -> None:
    assert Sheet().read(["", "Anna", "", "", "", ""], ["NULL", "", "", "-", "n/a", ""]) == [
        [RowError(2, None, NO_IDENTIFIER)],
        [RowError(3, None, NO_IDENTIFIER)],
    ]


def test_who_the_row_is_comes_before_what_is_wrong_with_its_cells() -> None:
    [outcome] = Sheet().read(["", "#N/A", "", "", "", ""])
    assert [error[1] for error in outcome if isinstance(error, RowError)] == [None, "name"]


def test_a_row_that_the_reader_could_not_read_is_one_error() -> None:
    header = find_header([(1, ["email"], None)])
    assert header is not None
    rows: list[Row] = [(7, ["a@x.it"], "Bad bytes: save as UTF-8.")]
    assert list(Normalizer(header, region=None).normalize(rows)) == [
        [RowError(7, None, "Bad bytes: save as UTF-8.")]
    ]


def test_surplus_cells_reject_the_row_unless_they_are_blank() -> None:
    assert Sheet(["email", "name"]).read(
        ["a@x.it", "Rossi", " ", ""], ["a@x.it", "Rossi", " Anna"]
    ) == [
        (2, None, "Rossi", None, "a@x.it", None, None),
        [
            RowError(
                3,
                None,
                "This row has more cells than the header (' Anna' has no column): "
                "put quotes around a cell that contains the delimiter, or name the column.",
            )
        ],
    ]


def test_a_repeated_header_is_a_rejected_row() -> None:
    repeated = [RowError(2, None, "This row repeats the header: remove it.")]
    assert Sheet(["customer_id", "name"]).read(["customer_id", "name"]) == [repeated]
    assert Sheet(["Codice", "Nome"]).read([" CODICE", "nome "]) == [repeated]
    assert Sheet(["Email", "Nome", "x"]).read(["Email", "Nome", "y"]) == [repeated]
    assert Sheet(["Codice", "Nome"]).read(["CODICE", "NOME"]) == [repeated]
    assert Sheet(["Codice [a|b]", "Nome"]).read(["Codice [a|b]", "Nome"]) == [repeated]


def test_a_customer_id_that_is_called_like_its_column_is_a_customer_id() -> None:
    assert Sheet(["Codice", "Nome"]).read(["CODICE", "Anna"]) == [
        (2, "CODICE", "Anna", None, None, None, None)
    ]


def test_a_column_that_is_not_read_may_hold_anything() -> None:
    assert Sheet(["email", "notes"]).read(["a@x.it", "#N/A \x00 \ud800"]) == [
        (2, None, None, None, "a@x.it", None, None)
    ]


def test_of_several_columns_the_first_non_blank_cell_counts() -> None:
    sheet = Sheet(["landline", "telephone", "mobile", "name", "name"])
    assert sheet.read(
        ["02 1234567", "02 2345678", "347 1234567", "Anna", "Bea"],
        ["02 1234567", "02 2345678", "N/A", "", "Bea"],
        ["02 1234567", "", "-", " ", "NULL"],
        ["02 1234567"],
    ) == [
        (2, None, "Anna", None, None, "+393471234567", None),
        (3, None, "Bea", None, None, "+39022345678", None),
        (4, None, "NULL", None, None, "+39021234567", None),
        (5, None, None, None, None, "+39021234567", None),
    ]


def test_several_columns_of_one_field_may_all_be_blank() -> None:
    assert Sheet(["email", "E-Mail", "name", "Nome", "phone"]).read(
        ["", "", "", "", "3471234567"], ["NULL", " ", "\t", "", "347 123 4567 "]
    ) == [(number, None, None, None, None, "+393471234567", None) for number in (2, 3)]


def test_the_rows_are_left_as_they_were() -> None:
    row = ["", "02 1234567"]
    Sheet(["mobile", "phone"]).read(row)
    assert row == ["", "02 1234567"]


tricky = st.text(
    "aE#'\"=+-@|. \t\n\x00\x1f\u00a0\u00ad\u0300\u200b\u3164\ufe0f\ud800eo\u00f2/N:0159\u212a“»(x",
    max_size=9,
)
usual = st.sampled_from(
    ["", "Anna", "NULL", "n/a", "#N/A", "Err:502", "1.2E+05", "1E+05", "a@x.it", "A@X.IT", "+39347123456",
     "347 1234567", "12", "x" * 60, "y" * 260, "customer_id", "Customer_ID", "NAME", "name", "email", "a@x.it;",
     "Totale", "TOTAL:", "(67 rows)", "Anna Rossi", "noemail@x.it", "No-Email@x.it", "NOEMI@x.it", "'1a@x.it", "0", "[NULL]",
     "keine", "'007", '="007"', '"7"', "“7”", "----", NOT_CALCULATED]
)  # fmt: skip
any_row = st.lists(tricky | usual, max_size=7)


HEADERS = (
    Header(1, [*FIELDS], tuple((name, (index,)) for index, name in enumerate(FIELDS))),
    Header(1, [*FIELDS], tuple((name, (index,)) for index, name in enumerate(FIELDS)), is_weak=True),
    Header(1, ["email", "phone", "mobile", "x"], (("email", (0,)), ("phone", (2, 1)))),
    Header(1, ["customer_id"], (("customer_id", (0,)),)),
    Header(1, ["code", "id", "name", "Nome"], (("customer_id", (1, 0)), ("name", (3, 2))), is_weak=True),
    Header(1, ["customer_id", "email", "dnc"], (("customer_id", (0,)), ("email", (1,))), extra={"opt_out": (2,)}),
    Header(1, ["ok", "email", "phone"], (("email", (1,)), ("phone", (2,))), extra={"consent": (0,)}),
)  # fmt: skip


@given(any_row, st.sampled_from(HEADERS))
def test_the_common_case_only_saves_time(row: list[str], header: Header) -> None:
    normalizer = Normalizer(header, region="IT")
    careful = normalizer._read(2, row, None)
    assert list(normalizer.normalize([(2, row, None)])) == ([] if careful is None else [careful])


COMMON = (
    ("C-1", "42", "00e7", "ÅB", "CUSTOMER_ID", ""),
    ("Anna", "José Mª", "O'Neil", "李", ""),
    ("Rossi", "D'Amico", "Đặng", ""),
    ("anna@example.com", "B.C-d+e@Mail.Example.IT", ""),
    ("+393471234567", "347 123 4567", "(02) 1234-567", "+1 650 253 0000", ""),
    ("new", "", "in corso"),
)
common_row = st.tuples(*map(st.sampled_from, COMMON)).map(list)


almost_common_row = st.builds(
    lambda row, field, cell: [*row[:field], cell, *row[field + 1 :]],
    common_row,
    st.integers(0, len(FIELDS) - 1),
    tricky | usual,
)


@given(
    st.lists(common_row, max_size=9)
    | st.lists(common_row | almost_common_row, max_size=5)
    | st.lists(common_row | any_row, max_size=5),
    st.sampled_from(HEADERS[:2]),
)
def test_a_block_of_rows_is_read_as_each_of_them_is(rows: list[list[str]], header: Header) -> None:
    normalizer = Normalizer(header, region="IT")
    numbered: list[Row] = [(number, row, None) for number, row in enumerate(rows, 2)]
    each = [normalizer._read(*row) for row in numbered]
    assert normalizer.normalize(numbered) == [outcome for outcome in each if outcome is not None]


answer = st.sampled_from(
    ["", "yes", "no", "0", "1", "2024-01-01", "boh", "unsubscribed", " ", "TRUE", NOT_CALCULATED]
)


@given(
    st.lists(st.tuples(common_row, answer, answer), min_size=2, max_size=6),
    st.lists(st.tuples(common_row, answer, answer), min_size=2, max_size=6),
)
def test_blocks_with_columns_of_opt_outs_are_read_as_each_row_is(
    first: list[tuple[list[str], str, str]], second: list[tuple[list[str], str, str]]
) -> None:
    header = Header(
        1,
        [*FIELDS, "dnc", "ok"],
        tuple((name, (index,)) for index, name in enumerate(FIELDS)),
        extra={"opt_out": (6,), "consent": (7,)},
    )
    blocks: list[list[Row]] = [
        [(2, [*row, dnc, ok], None) for row, dnc, ok in block] for block in (first, second)
    ]
    careful = [Normalizer(header, region="IT")._read(*row) for block in blocks for row in block]
    normalizer = Normalizer(header, region="IT")
    read = [outcome for block in blocks for outcome in normalizer.normalize(block)]
    assert read == [outcome for outcome in careful if outcome is not None]
    opted_out = [outcome for outcome in read if outcome[-1] == "do_not_contact"]
    assert normalizer.opted_out == len(opted_out)


@given(any_row)
def test_a_record_read_again_is_the_same_record(row: list[str]) -> None:
    for outcome in Sheet().read(row):
        if isinstance(outcome, tuple) and not str(outcome[1:]).count("'"):
            again = [value or "" for value in outcome[1:]]
            assert Sheet().read([str(value) for value in again]) == [outcome]


@given(any_row)
def test_a_record_is_composed_and_every_message_is_short_and_printable(row: list[str]) -> None:
    for outcome in Sheet().read(row):
        if isinstance(outcome, tuple):
            values = [str(value) for value in outcome[1:] if value is not None]
            assert [normalize("NFC", value) for value in values] == values
        else:
            assert [error for error in outcome if len(error.message) > 700] == []
            assert [error for error in outcome if not error.message.isprintable()] == []


def test_a_refusal_in_any_column_of_the_status_counts() -> None:
    outcomes = Sheet(["email", "Lead Status", "Contact Status"]).read(
        ["a@x.com", "New", "Do not contact"],
        ["b@x.com", "DNC", "Active"],
        ["c@x.com ", "Open", " unsubscribed "],
        ["d@x.com", "Open", "Active"],
        ["e@x.com", "", "Active"],
    )
    assert [outcome[-1] for outcome in outcomes] == [
        "Do not contact",
        "DNC",
        "unsubscribed",
        "Open",
        "Active",
    ]


def test_an_e_mail_that_a_form_did_not_ask_for_is_a_blank() -> None:
    (outcome,) = Sheet(["email", "phone"]).read(["anonymous", "+393471234567"])
    assert outcome[4:6] == (None, "+393471234567")
