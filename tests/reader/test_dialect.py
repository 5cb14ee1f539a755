import pytest

from app.importer.reader.dialect import decide_dialect
from app.importer.reader.grammar import ONE_COLUMN, Dialect
from tests.reader.builders import cells, read


def known(row: list[str]) -> bool:
    return not {"id", "name", "email", "phone"}.isdisjoint(row)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_recognised(delimiter: str) -> None:
    text = "id,name,email\n1,Anna,a@b.it\n2,Bob,b@b.it\n".replace(",", delimiter)
    assert decide_dialect(text) == Dialect(delimiter)
    assert decide_dialect(text, known) == Dialect(delimiter)


DECIDED = {
    "decimal commas": ("id;name;amount\n1;Anna;1,50\n2;Bob;2,25\n3;Eve;3,10\n", ";"),
    "decimal commas and ragged lines": (
        "id;name;sum\n1;Anna;1,5;x\n2;Bob;2,5;x\n3;Eve;3,1\n4;A;1,0\n",
        ";",
    ),
    "semicolons in a comma file": ("id,name,tags\n1,Anna,a;b;c\n2,Bob,a;b\n3,Eve,\n", ","),
    "commas in every name": ('id;name\n1;"Rossi, Anna"\n2;"Verdi, Bob"\n', ";"),
    "commas in every unquoted name": (
        "id;name;email\n1;Rossi, Anna;a@b.it\n2;Verdi, Bob;b@b.it\n",
        ";",
    ),
    "a comma in the header too": (
        "Nome, Cognome;Email;Tel\nRossi, Anna;a@b.it;1\nVerdi, B;b@b.it;2\n",
        ";",
    ),
    "a title with commas": (
        "Customers, May 2024, all\n\nid;name;email\n1;Anna;a@b.it\n2;Bob;b@b.it\n",
        ";",
    ),
    "titles above and totals below": ("Export\nof today\nid,name\n1,Anna\n2,Bob\nTotal,2\n", ","),
    "short lines": ("id\tname\temail\n1\n2\tBob\n3\tEve\te@b.it\n", "\t"),
    "a header alone": ("email;phone", ";"),
    "quoted delimiters of the wrong kind": ('"id","a;b;c"\n"1","x;y;z"\n"2","x;y;z"\n', ","),
    "one column of e-mails": ("email\na@b.it\nllama@b.it\nlola@b.it\n", ONE_COLUMN),
    "one column, two addresses in a cell": (
        "email\na@b.it\nb@b.it\nc@b.it, d@b.it\ne@b.it\nf@b.it\n",
        ONE_COLUMN,
    ),
    "a single cell": ("email", ONE_COLUMN),
}


@pytest.mark.parametrize(("text", "delimiter"), DECIDED.values(), ids=DECIDED)
def test_the_delimiter_is_the_one_that_makes_columns(text: str, delimiter: str) -> None:
    assert decide_dialect(text) == Dialect(delimiter)
    assert decide_dialect(text, known) == Dialect(delimiter)


def test_a_recognised_header_breaks_a_tie() -> None:
    text = "id;a,b\n1;2,3\n4;5,6\n"
    assert decide_dialect(text) == Dialect(",")
    assert decide_dialect(text, known) == Dialect(";")


def test_a_recognised_header_outweighs_rows_that_do_not_agree() -> None:
    text = "id,note\n" + "1,a,b,c;d\n" * 9
    assert decide_dialect(text, known) == Dialect(",")


def test_a_recognised_lone_header_makes_one_column_whatever_the_rows_hold() -> None:
    assert decide_dialect("email\n" + "a@b.it;b@b.it\n" * 9, known) == Dialect(ONE_COLUMN)


@pytest.mark.parametrize(
    "line", ["sep=|\n", "SEP=|\r\n", '"sep=|"\n', "sep=|;;;\n", "\ufeffsep=|\r"]
)
def test_a_sep_line_decides_and_is_not_counted(line: str) -> None:
    assert read(line + "a|b,c,d\n1|2,3,4\n") == [
        (1, ["a", "b,c,d"], None),
        (2, ["1", "2,3,4"], None),
    ]


def test_a_sep_line_may_name_any_delimiter() -> None:
    assert cells("sep=\t\na\tb\n") == [["a", "b"]]
    assert cells("sep=\\t\na\tb\n") == [["a", "b"]]
    assert cells("sep=^\na^b\n") == [["a", "b"]]


def test_a_file_quoted_with_apostrophes_throughout_is_unquoted() -> None:
    text = "Export\n'id','name'\n'1','Rossi, Anna'\n'2','O''Brien'\n'3','two\nlines'\n"
    assert cells(text) == [
        ["Export"],
        ["id", "name"],
        ["1", "Rossi, Anna"],
        ["2", "O'Brien"],
        ["3", "two\nlines"],
    ]


def test_apostrophes_among_quotes_or_plain_cells_are_text() -> None:
    assert cells("id,name\n'1','a'\n2,'t Hart\n3,\"x\"\n") == [
        ["id", "name"],
        ["'1'", "'a'"],
        ["2", "'t Hart"],
        ["3", "x"],
    ]
    assert cells("id,phone\n1,'+39347\n2,'+39348\n")[1] == ["1", "'+39347"]


def test_a_quoted_cell_longer_than_the_sample_does_not_mislead() -> None:
    text = 'id,note\n1,"' + "word; word; word\n" * 10_000 + '"\n2,x\n'
    assert [number for number, _, _ in read(text)] == [1, 2, 3]


def test_the_first_lines_decide_in_a_long_file() -> None:
    assert decide_dialect("id;name\n" + "1;a,b\n" * 50_000) == Dialect(";")
