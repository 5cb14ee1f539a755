import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import PayloadTooLarge
from app.importer.reader import quoted, records, window
from app.importer.reader.grammar import ONE_COLUMN, Dialect
from app.importer.reader.records import split_records
from app.importer.rows import Limits, Row
from tests.reader import reference
from tests.reader.builders import cells, read

COMMA = Dialect(",")


def split(text: str, dialect: Dialect = COMMA, block: int = 7) -> list[Row]:
    blocks = (text[start : start + block] for start in range(0, len(text), block))
    return list(split_records(blocks, dialect, Limits()))


def without_messages(rows: list[Row]) -> list[reference.Record]:
    return [
        (number, [] if problem else found, problem is not None) for number, found, problem in rows
    ]


def test_a_quoted_cell_holds_delimiters_quotes_and_line_breaks() -> None:
    text = 'id,name\n1,"Rossi, Anna"\n2,"the ""Boss"""\n3,"two\r\nlines"\n4,""\n'
    assert read(text) == [
        (1, ["id", "name"], None),
        (2, ["1", "Rossi, Anna"], None),
        (3, ["2", 'the "Boss"'], None),
        (4, ["3", "two\r\nlines"], None),
        (5, ["4", ""], None),
    ]


def test_a_record_of_several_lines_counts_once_and_blank_lines_count() -> None:
    assert read('id,name\n\n1,"a\n\nb"\n\n\n2,c\n') == [
        (1, ["id", "name"], None),
        (3, ["1", "a\n\nb"], None),
        (6, ["2", "c"], None),
    ]


def test_a_quote_inside_an_unquoted_cell_is_text() -> None:
    assert cells('id,size\n1,5" pipe\n2,a"b"c\n') == [
        ["id", "size"],
        ["1", '5" pipe'],
        ["2", 'a"b"c'],
    ]


def test_a_quote_followed_by_text_does_not_close_the_cell_and_both_stay() -> None:
    assert cells('id,name\n1,"Anna "the boss" Rossi"\n') == [
        ["id", "name"],
        ["1", 'Anna "the boss" Rossi'],
    ]


def test_a_quote_that_never_closes_rejects_its_line_only() -> None:
    assert read('id,name\n1,"Anna\n2,Bob\n3,Eve\n') == [
        (1, ["id", "name"], None),
        (
            2,
            ["1", '"Anna'],
            "A quote opens a cell and nothing closes it: '\"Anna'. Close it, or remove it if it is stray.",
        ),
        (3, ["2", "Bob"], None),
        (4, ["3", "Eve"], None),
    ]


def rejected(text: str) -> list[int]:
    return [number for number, _, problem in read(text) if problem]


LONE_QUOTES = {
    "the next cell's opening quote": '1,"ciao,x\n2,"Snc, Roma",x\n3,Eve,x\n',
    "a line further down": '1,"ciao,x\n2,Bob,x\n3,"Eve, Ada",x\n',
    "all cells quoted": '"1","ciao,"x"\n"2","Bob","x"\n"3","Eve","x"\n',
    "a quote too many in a cell with a delimiter": '1,"Rossi, An"na",x\n2,Bob,x\n3,Eve,x\n',
    "a quote too many before a delimiter": '1,"Rossi", Anna",x\n2,Bob,x\n3,Eve,x\n',
    "a quote that opens twice": '1,""Rossi, Anna",x\n2,Bob,x\n3,Eve,x\n',
    "a doubled quote too many": '"1","ciao"","x"\n"2","Bob","x"\n"3","Eve","x"\n',
    "an opening quote lost": '1,Anna Rossi",x\n2,Bob,x\n3,Eve,x\n',
    "one in the middle of a word": '1,An"na,x\n2,Bob,x\n3,Eve,x\n',
    "one in the middle of a quoted word": '1,"An"na",x\n2,Bob,x\n3,Eve,x\n',
    "two cells that became one": '"1" "Anna","x"\n"2","Bob","x"\n"3","Eve","x"\n',
}


@pytest.mark.parametrize("rows", LONE_QUOTES.values(), ids=LONE_QUOTES)
def test_a_lone_quote_rejects_its_line_only(rows: str) -> None:
    text = "id,name,note\n" + rows
    assert rejected(text) == [2]
    assert [cells[0].strip('"') for _, cells, _ in read(text)[2:]] == ["2", "3"]


def test_inches_are_text_but_for_a_quote_at_the_end_where_other_cells_are_quoted() -> None:
    bare = 'id,name\n1,6" pipe\n2,19"\n'
    assert [row[1] for row in cells(bare)] == ["name", '6" pipe', '19"']
    assert rejected(bare + '3,"Rossi, Anna"\n') == [3]


def test_words_between_lone_quotes_are_text() -> None:
    assert cells('id,name\n1,"Anna "the boss" (or "Nina") Rossi"\n2,"x"\n3,Bar "Sport"\n') == [
        ["id", "name"],
        ["1", 'Anna "the boss" (or "Nina") Rossi'],
        ["2", "x"],
        ["3", 'Bar "Sport"'],
    ]


def test_a_quoted_phrase_that_begins_a_cell_is_text_where_no_cell_is_quoted() -> None:
    assert cells('email\n"Rossi, Anna" <a@b.it>\nb@b.it\n') == [
        ["email"],
        ['"Rossi, Anna" <a@b.it>'],
        ["b@b.it"],
    ]
    assert cells('id\tname\n1\t"Nina" Rossi\n2\tBob\n')[1] == ["1", '"Nina" Rossi']
    assert rejected('id,name\n1,"Nina" Rossi\n2,"Verdi, Bob"\n') == [2]


@pytest.mark.parametrize("blank", [" ", "   ", "\t", "\xa0"])
def test_a_quote_behind_a_delimiter_and_blanks_opens_a_cell(blank: str) -> None:
    text = f'{blank}"id",{blank}"name"{blank}\n1{blank},{blank}"Rossi, Anna"{blank},x\n'
    assert split(text) == [
        (1, ["id", "name"], None),
        (2, [f"1{blank}", "Rossi, Anna", "x"], None),
    ]


def test_a_tab_between_cells_is_no_blank() -> None:
    assert cells('id\tname\tnote\n1\t\t"x\ty"\n') == [["id", "name", "note"], ["1", "", "x\ty"]]


def test_a_formula_that_keeps_a_number_text_reaches_its_cell_whole() -> None:
    assert cells('id,name,phone\n="007",Anna,="347 1234567"\n="a,b",="x""y", ="1"\n') == [
        ["id", "name", "phone"],
        ['="007"', "Anna", '="347 1234567"'],
        ['="a,b"', '="x""y"', ' ="1"'],
    ]


def test_a_rejected_line_shows_at_most_80_characters() -> None:
    (_, (_, _, problem)) = read('id,name\n1,"' + "x" * 500)
    assert problem is not None
    assert problem.count("x") == 79


def test_a_quoted_cell_may_close_a_mebibyte_ahead_and_no_further() -> None:
    inside = "x\n" * (quoted.LOOKAHEAD // 2 - 1) + "x"
    assert [len(row[1][1]) for row in read(f'a,b\n1,"{inside}"\n')] == [1, quoted.LOOKAHEAD - 1]
    assert [row[2] is None for row in read(f'a,b\n1,"{inside}y"\n')][:3] == [True, False, True]


def test_windows_unix_and_old_mac_line_ends_may_mix() -> None:
    assert cells("a,b\r\n1,2\n3,4\r5,6") == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]
    assert cells('a,b\r\n1,"2\n"\n"3",4\r5,"6"') == [
        ["a", "b"],
        ["1", "2\n"],
        ["3", "4"],
        ["5", "6"],
    ]


def test_a_form_feed_a_next_line_and_a_line_separator_end_no_line() -> None:
    odd = "\v\f\x1c\x1d\x85\u2028\u2029"
    assert cells(f"id,name\n1,{odd}\n") == [["id", "name"], ["1", odd]]


def test_nul_passes_through() -> None:
    assert cells('id,name\n1,a\0b\n2,"c\0"\n') == [["id", "name"], ["1", "a\0b"], ["2", "c\0"]]


def test_cells_far_beyond_the_limit_of_csv_are_read_whole() -> None:
    long = "x" * 3_000_000
    assert cells(f"id,name\n1,{long}\n") == [["id", "name"], ["1", long]]
    assert cells(f'id,name\n1,"{long[:900_000]}","b"\n')[1] == ["1", long[:900_000], "b"]


def test_short_and_long_lines_come_as_they_are() -> None:
    assert cells("a,b,c\n1\n1,2\n1,2,3,4\n,,\n") == [
        ["a", "b", "c"],
        ["1"],
        ["1", "2"],
        ["1", "2", "3", "4"],
        ["", "", ""],
    ]


@pytest.mark.parametrize(
    "row", ["1,2,3", '"1","2","3"', '1,"2",3', '1,"2 "x" y",3', ",,", '1,"\n",3']
)
def test_more_columns_than_allowed_are_refused(row: str) -> None:
    with pytest.raises(PayloadTooLarge, match="more than 2 columns"):
        read(f"a,b\n{row}\n", Limits(columns=2))
    assert len(read(f"a,b\n{row}\n", Limits(columns=3))) == 2


def test_the_header_is_not_one_of_the_rows_that_are_limited() -> None:
    for line in ("1,2\n", '"1","2"\n'):
        assert len(read("a,b\n\n" + 3 * line, Limits(rows=3))) == 4
        with pytest.raises(PayloadTooLarge, match="more than 2 rows"):
            read("a,b\n\n" + 3 * line, Limits(rows=2))


def test_a_row_without_end_is_refused_before_it_fills_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window, "MAX_ROW", 1_000)
    for text in ("x" * 5_000, '"' * 5_000, ",".join(['"x"'] * 5_000), "a\n" + "x" * 1_200):
        with pytest.raises(PayloadTooLarge):
            split(text, block=100)


# Few letters, so that quotes, delimiters and line ends meet in every way.
NASTY = st.text(alphabet='a1 =,"\r\n', max_size=60)


@settings(max_examples=1000)
@given(NASTY, st.sampled_from([",", ";", ONE_COLUMN]), st.integers(1, 20))
def test_whatever_the_quotes_do_the_records_are_those_of_the_plain_parser(
    text: str, delimiter: str, block: int
) -> None:
    found = split(text, Dialect(delimiter), block)
    assert without_messages(found) == reference.records(
        text, delimiter.replace(ONE_COLUMN, "\t"), '"'
    )


@settings(max_examples=1000)
@given(st.text(alphabet='a ,"\\\r\n', max_size=60), st.integers(1, 20))
def test_with_escapes_the_records_are_those_of_the_plain_parser(text: str, block: int) -> None:
    found = split(text, Dialect(",", escape="\\"), block)
    assert without_messages(found) == reference.records(text, ",", '"', escape="\\")


@settings(max_examples=1000)
@given(NASTY, st.integers(1, 12), st.integers(1, 20))
def test_with_any_distance_to_look_ahead_the_records_are_those_of_the_plain_parser(
    text: str, lookahead: int, block: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quoted, "LOOKAHEAD", lookahead)
        patch.setattr(records, "LONG_LINE", lookahead)
        found = split(text, COMMA, block)
    assert without_messages(found) == reference.records(text, ",", '"', lookahead)


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4), max_size=6),
    st.sampled_from(",;\t|^"),
    st.sampled_from("\"'"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_what_is_written_in_any_dialect_is_read_back_exactly(
    table: list[list[str]], delimiter: str, quote: str, end: str, quote_all: bool
) -> None:
    def written(cell: str) -> str:
        if not quote_all and cell and not set(cell) & {delimiter, quote, "\r", "\n"}:
            return cell
        return quote + cell.replace(quote, quote * 2) + quote

    text = "".join(delimiter.join(map(written, row)) + end for row in table)
    found = split(text, Dialect(delimiter, quote), block=11)
    assert found == [(number, row, None) for number, row in enumerate(table, 1)]
