import pytest

from app.importer.reader.dialect import decide_dialect
from app.importer.reader.grammar import ONE_COLUMN, Stray
from tests.reader.builders import cells, read


def known(row: list[str]) -> bool:
    return not {"id", "name", "email", "phone"}.isdisjoint(row)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_recognised(delimiter: str) -> None:
    text = "id,name,email\n1,Anna,a@b.it\n2,Bob,b@b.it\n".replace(",", delimiter)
    assert decide_dialect(text).delimiter == delimiter
    assert decide_dialect(text, known).delimiter == delimiter


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
    assert decide_dialect(text).delimiter == delimiter
    assert decide_dialect(text, known).delimiter == delimiter


def test_a_recognised_header_breaks_a_tie() -> None:
    text = "id;a,b\n1;2,3\n4;5,6\n"
    assert decide_dialect(text).delimiter == ","
    assert decide_dialect(text, known).delimiter == ";"


def test_a_recognised_header_outweighs_rows_that_do_not_agree() -> None:
    text = "id,note\n" + "1,a,b,c;d\n" * 9
    assert decide_dialect(text, known).delimiter == ","


def test_a_recognised_lone_header_makes_one_column_whatever_the_rows_hold() -> None:
    assert decide_dialect("email\n" + "a@b.it;b@b.it\n" * 9, known).delimiter == ONE_COLUMN


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
    assert decide_dialect("id;name\n" + "1;a,b\n" * 50_000).delimiter == ";"


def written(*rows: str, header: str = "id,name,email,note") -> str:
    return "".join(row + "\n" for row in (header, *rows))


def test_backslash_escapes_are_read() -> None:
    assert cells('id,email,note\n"1","a@b.it","says \\"ciao\\""\n"2","b@b.it","x"\n') == [
        ["id", "email", "note"],
        ["1", "a@b.it", 'says "ciao"'],
        ["2", "b@b.it", "x"],
    ]


ESCAPED = {
    "quotes before a delimiter": ('"1","a \\"b\\", c"', 'a "b", c'),
    "a quote in the middle": (r'"1","6\" pipe"', '6" pipe'),
    "backslashes": (r'"1","C:\\x \"y\""', r'C:\x "y"'),
    "a line break in quotes": ('"1","two\n\\"lines\\""', 'two\n"lines"'),
    "NULL as MySQL writes it": (r'"\"x\"",\N', r"\N"),
    "another letter": (r'"\"x\"",DOMAIN\anna', r"DOMAIN\anna"),
}


@pytest.mark.parametrize(("line", "cell"), ESCAPED.values(), ids=ESCAPED)
def test_an_escape_takes_the_meaning_from_the_next_character(line: str, cell: str) -> None:
    assert cells(f"id,name\n{line}\n2,x\n")[1][1] == cell
    text = f"id,name\n{line}\n2,x\n".replace(",", ";").replace('b\\";', 'b\\",')
    assert cells(text)[1][1] == cell


def test_escaped_delimiters_and_line_ends_are_text_as_mysql_writes_them() -> None:
    text = "id\tnote\temail\n1\tone\\\ttab\ta@b.it\n2\ttwo\\\nlines\tb@b.it\n3\t\\N\tc@b.it\n"
    assert cells(text) == [
        ["id", "note", "email"],
        ["1", "one\ttab", "a@b.it"],
        ["2", "two\nlines", "b@b.it"],
        ["3", "\\N", "c@b.it"],
    ]
    assert cells(text.replace("\n", "\r\n"))[2] == ["2", "two\r\nlines", "b@b.it"]


def test_a_backslash_in_a_file_that_doubles_its_quotes_is_text() -> None:
    text = 'id,name,path\n1,"a ""b""","C:\\"\n2,"c ""d""","\\\\srv\\x"\n'
    assert cells(text) == [
        ["id", "name", "path"],
        ["1", 'a "b"', "C:\\"],
        ["2", 'c "d"', "\\\\srv\\x"],
    ]


def test_a_line_with_escapes_in_a_file_that_doubles_its_quotes_is_rejected() -> None:
    rows = [f'{n},"Anna ""la {n}""",x' for n in range(4)] + ['4,"Anna \\"la 4\\"",x', "5,Eve,x"]
    assert [problem is None for _, _, problem in read(written(*rows, header="id,name,x"))] == [
        *[True] * 5,
        False,
        True,
    ]


SINGLE_QUOTES = {
    "around every cell": ("'{}','{}','{}'", "'"),
    "around names only": ("{},'{}',{}", "'"),
    "with blanks": ("{}, '{}', {}", "'"),
    "accents grave": ("`{}`,`{}`,`{}`", "`"),
    "tildes": ("~{}~,~{}~,~{}~", "~"),
}


@pytest.mark.parametrize(("line", "quote"), SINGLE_QUOTES.values(), ids=SINGLE_QUOTES)
def test_other_quotes_are_those_of_the_file(line: str, quote: str) -> None:
    rows = [["id", "name", "email"], ["1", "Rossi, Anna", "a@b.it"], ["2", "Verdi, B", "b@b.it"]]
    text = "".join(line.format(*row) + "\n" for row in rows)
    assert [[cell.strip() for cell in row] for row in cells(text)] == rows
    assert decide_dialect(text).quote == quote


def test_an_apostrophe_between_letters_closes_no_cell() -> None:
    text = "'id','name'\n'1','D'Alò'\n'2','Rossi, Anna'\n"
    assert [row[1] for row in cells(text)] == ["name", "D'Alò", "Rossi, Anna"]
    text += "'3','O''Brien'\n"
    assert [number for number, _, problem in read(text) if problem] == [2]


@pytest.mark.parametrize("quotes", ["“”", "„“", "«»", "””", "‘’", "‚‘"])
def test_typographic_quotes_around_cells_are_quotes(quotes: str) -> None:
    opening, closing = quotes[0], quotes[1]
    rows = [["id", "name"], ["1", "Rossi, Anna"], ["2", "Verdi, Bob"]]
    text = "".join(",".join(opening + cell + closing for cell in row) + "\n" for row in rows)
    assert cells(text) == rows


def test_typographic_quotes_in_texts_stay() -> None:
    text = 'id,name\n1,"Bar “Sport”, Roma"\n2,“Zum Löwen”\n3,x\n'
    assert [row[1] for row in cells(text)] == ["name", "Bar “Sport”, Roma", "“Zum Löwen”", "x"]


WRAPPED = {
    "every line": '"id,name,email"\n"1,Anna,a@b.it"\n',
    "and quotes inside doubled": '"id,name,email"\n"1,""Anna"",a@b.it"\n',
    "only the lines that had quotes": 'id,name,email\n"1,""Anna"",a@b.it"\n',
    "semicolons": '"id;name;email"\n"1;Anna;a@b.it"\n',
    "tabs": '"id\tname\temail"\n"1\tAnna\ta@b.it"\n',
    "Windows line ends": '"id,name,email"\r\n"1,Anna,a@b.it"\r\n',
}


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED)
def test_lines_quoted_as_a_whole_are_unwrapped(text: str) -> None:
    assert cells(text) == [["id", "name", "email"], ["1", "Anna", "a@b.it"]]


def test_a_quoted_line_inside_a_wrapped_one_may_hold_the_delimiter() -> None:
    text = '"id,name,email"\n"1,""Rossi, Anna"",a@b.it"\n"2,""Bob """"B"""" Verdi"",b@b.it"\n'
    assert cells(text)[1:] == [
        ["1", "Rossi, Anna", "a@b.it"],
        ["2", 'Bob "B" Verdi', "b@b.it"],
    ]


def test_a_quoted_footer_is_no_wrapped_line() -> None:
    rows = read('"id","name"\n"1","Anna"\n"2","Bob"\n"Copyright, inc."\n')
    assert rows[-1][1] == ["Copyright, inc."]


def test_quotes_that_are_the_rule_in_bare_cells_are_text() -> None:
    rows = [f'{n},a"b' for n in range(5)]
    assert decide_dialect(written(*rows, header="id,size")).stray is Stray.TEXT
    rows = [f'{n},"a, b"' for n in range(5)]
    assert decide_dialect(written(*rows, header="id,size")).stray is Stray.WORDS


def test_other_quotes_around_a_cell_where_all_are_quoted_reject_its_line() -> None:
    rows = [f'"{n}","Anna","a{n}@b.it"' for n in range(9)]
    for cell in ("'Anna'", "“Anna”", "`Anna`", "„Anna“", " «Anna» "):
        found = read(written(*rows, f'"9",{cell},"x@b.it"', header='"id","name","email"'))
        assert [number for number, _, problem in found if problem] == [11]
    found = read(written(*rows, '"9",D\'Alò,"x@b.it"', header='"id","name","email"'))
    assert not [problem for _, _, problem in found if problem]
