"""Which row is the header: the one that names the most fields; and when there are two tables."""

import pytest

from app.errors import InvalidRequest
from app.importer.normalizer import find_header, find_header_and_rows, find_table, is_header
from app.importer.rows import Table
from tests.normalizer.headers_of import rows


def header_row(*lines: list[str]) -> int:
    found = find_header(rows(*lines))
    assert found is not None
    return found.number


TITLES = {
    "a reference and its value": [["Riferimento", "2024/01"], ["Estratto il", "05/01/2024"]],
    "a code and its value": [["Codice", "12"]],
    "a label of the letterhead": [["Cliente", ""], ["Telefono:", ""], ["Email:", ""]],
    "a number of a list": [["Nr.", "7"], ["Data", "1/2/2026"]],
    "a group row": [["Customer", "", "Contact", "Phone"]],
    "a group row in Italian": [["Anagrafica", "", "Recapiti", "Email"]],
    "a letterhead with values": [["Tel.", "02 1234567"], ["E-mail", "info@example.it"]],
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_that_names_a_field_is_no_header(title: list[list[str]]) -> None:
    below = [["Nome", "Cognome", "Telefono", "Email"], ["Anna", "Rossi", "3471234567", "a@x.it"]]
    assert header_row(*title, [], *below) == len(title) + 2


def test_a_title_is_no_header_even_if_the_table_names_one_field() -> None:
    table = [["Telefono", "Note"], ["3471234567", "x"]]
    assert header_row(["Riferimento", "2024/01"], *table) == 2
    assert header_row(["Codice", "Agente"], [], *table) == 3


def test_the_first_of_equals_is_the_header() -> None:
    names = ["name", "email"]
    assert header_row(names, ["", ""], names, ["Anna", "a@x.it"]) == 1
    assert header_row(names, ["", ""], names[::-1], ["a@x.it", "Anna"]) == 1


def test_a_group_row_right_above_a_header_of_as_many_fields_is_none() -> None:
    groups = ["Name", "", "Phone", "", "Email", ""]
    names = ["First", "Last", "Home", "Mobile", "Private", "Work"]
    assert header_row(groups, names, ["a", "b", "", "3471234567", "a@x.it", ""]) == 2


def test_rows_with_values_are_no_headers() -> None:
    data = ["Mobile", "E-mail", "Nome", "3471234567"]
    assert header_row(["email", "a", "b", "c"], data) == 1
    assert find_header(rows(data)) is None


def test_the_thirtieth_row_that_is_not_blank_is_the_last_that_may_be_the_header() -> None:
    titles = [["a title"], [""]] * 28
    assert header_row(["email"], *titles, ["name", "email"]) == 58
    assert header_row(["email"], *titles, ["a title"], ["name", "email"]) == 1


def test_the_rows_below_the_header_are_given_back_in_order() -> None:
    lines = [["a title"], ["email"], [], ["x"], *[[f"a{n}@x.it"] for n in range(50)]]
    numbered = rows(*lines)
    numbered[3] = (4, ["x"], "a quote never closes")
    found = find_header_and_rows(iter(numbered))
    assert found is not None
    assert list(found[1]) == numbered[2:]


def test_a_row_with_a_problem_is_no_header() -> None:
    numbered = rows(["name", "email", "phone"], ["email"])
    numbered[0] = (1, numbered[0][1], "a quote never closes")
    header = find_header(numbered)
    assert header is not None
    assert header.number == 2


TWO_TABLES = {
    "a phone list above customers": [
        ["Nome", "Telefono"], ["Bea", "06 1234567"], [], ["Nome", "Cognome", "Email"], ["Anna", "Rossi", "a@x.it"],
    ],
    "agents above customers": [
        ["Agente", "E-mail"], ["Ugo", "ugo@x.it"], ["Codice cliente", "Nome", "Telefono"], ["7", "Anna", "3471234567"],
    ],
    "numbers without separators": [
        ["phone"], ["3471234567"], ["name", "email"], ["Anna", "a@x.it"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", TWO_TABLES.values(), ids=TWO_TABLES)
def test_two_tables_are_refused_naming_both_headers(lines: list[list[str]]) -> None:
    lower = next(i for i, cells in enumerate(lines, 1) if i > 1 and find_header(rows(cells)))
    with pytest.raises(InvalidRequest, match=f"row 1 and row {lower} are both headers"):
        find_table([Table("", iter(rows(*lines)))])


def test_a_letterhead_is_no_table_of_its_own() -> None:
    lines = [["Codice", "123"], ["Tel.", "02 1234567"], [], ["Nome", "Email"], ["Anna", "a@x.it"]]
    table, header = find_table([Table("", iter(rows(*lines)))])
    assert (header.number, list(table.rows)) == (4, [(5, ["Anna", "a@x.it"], None)])


def test_a_date_between_a_title_and_the_header_is_no_phone() -> None:
    lines = [["Codice", "Agente"], ["", "05/01/2024"], ["Nome", "Email"], ["Anna", "a@x.it"]]
    _, header = find_table([Table("", iter(rows(*lines)))])
    assert header.number == 3


def test_the_first_table_with_a_header_is_read_below_it() -> None:
    cover, data = Table("Cover", iter(rows(["Hello"]))), Table("Data", iter(rows(["email"], ["a"])))
    table, header = find_table([cover, data])
    assert (table.name, header.names, list(table.rows)) == ("Data", ["email"], [(2, ["a"], None)])


def test_a_single_row_is_asked_about_by_itself() -> None:
    assert is_header(["Name", "Telefono abit."])
    assert not is_header(["Name", "Surname"])
    assert not is_header(["Telefono abit.", "06 1234567"])
