"""The rejected rows as CSV: exact, complete, harmless in a spreadsheet, and ready to be sent again."""

import csv
import dataclasses
import io
import tempfile
from pathlib import Path

from app.config import Settings
from app.importer.cleaning import COPIED_ROWS, CleanRequest, clean
from app.importer.error_list import FLUSH_CHARACTERS, FLUSH_ROWS, list_rejected
from app.importer.rows import Limits
from app.importer.service import import_targets
from tests.files.builders import delimited, json_array, lines, xlsx
from tests.files.cases import counts, customer, new, stored
from tests.support.tenants import Tenant

BOM = "\ufeff"


def error_list(tenant: Tenant, settings: Settings, content: bytes) -> bytes:
    """What the import of a file gives as its list of rejected rows."""
    listed = io.BytesIO()
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        request = tenant.request(Path(file.name), content, "A", skip=False)
        import_targets(tenant.engine, settings, dataclasses.replace(request, error_list=listed))
    return listed.getvalue()


def cells(listed: bytes) -> list[list[str]]:
    """The list as a program reads it."""
    return list(csv.reader(io.StringIO(listed.decode().removeprefix(BOM), newline="")))


def own_cells(listed: bytes) -> list[list[str]]:
    """The list without `row` and `error`."""
    return [row[2:] for row in cells(listed)]


def test_the_list_of_a_small_file_byte_for_byte(tenant: Tenant, settings: Settings) -> None:
    content = lines("email;Città;name", "anna@x.com;Roma;Anna", ";Forlì, centro;Bea", "", "x;;=1+1")
    assert error_list(tenant, settings, content).decode() == (
        "\ufeffrow,error,email,Città,name\r\n"
        '3,"This row has no customer_id, e-mail or phone: fill in at least one, so that we know who it is."'
        ',,"Forlì, centro",Bea\r\n'
        "5,email: 'x' is not an e-mail address: An email address must have an @-sign. "
        "Correct it or empty the cell.,x,,'=1+1\r\n"
    )


def test_the_list_of_a_file_without_errors_is_its_header(
    tenant: Tenant, settings: Settings
) -> None:
    assert error_list(tenant, settings, lines("email", "anna@x.com")) == (
        "\ufeffrow,error,email\r\n".encode()
    )


def test_all_that_is_wrong_with_a_row_stands_in_its_error(
    tenant: Tenant, settings: Settings
) -> None:
    _, [row, error, *_] = cells(error_list(tenant, settings, lines("email,phone", "x,12")))
    assert (row, error.startswith("email: 'x'"), "; phone: '12'" in error) == ("2", True, True)


def test_formulas_are_neutralised_in_cells_and_in_the_header(
    tenant: Tenant, settings: Settings
) -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1+1", "\n=cmd|' /C calc'!A0"]
    content = delimited(
        [["email", *(f"={n}" for n in range(len(formulas)))], ["x", *formulas]]
    ).encode()
    listed = cells(error_list(tenant, settings, content))
    assert not [cell for row in listed for cell in row if cell.lstrip()[:1] in tuple("=+-@")]


def test_a_plus_sign_survives_the_way_back_in(tenant: Tenant, settings: Settings) -> None:
    content = lines("email;phone;name", "x;+39 347 1234567;-Anna-")
    listed = error_list(tenant, settings, content)
    assert own_cells(listed)[1] == ["x", "'+39 347 1234567", "'-Anna-"]
    result = tenant.import_bytes(settings, listed.replace(b",x,", b",anna@x.com,"))
    assert (counts(result), stored(tenant)) == (
        new(1),
        [customer(email="anna@x.com", phone="+393471234567", name="-Anna-")],
    )


def test_the_list_sent_again_unmended_gives_the_same_list(
    tenant: Tenant, settings: Settings
) -> None:
    content = lines("email;phone;name", "x;12;Anna", ";;'=1", "y;;a,b", "anna@x.com;;Rossi;more")
    first = error_list(tenant, settings, content)
    again = error_list(tenant, settings, first)
    assert [row[1:] for row in cells(again)] == [row[1:] for row in cells(first)]
    assert tenant.customers() == []


def test_the_list_mended_and_sent_again_imports_what_was_left_out(
    tenant: Tenant, settings: Settings
) -> None:
    content = lines("Codice;E-mail;Nome", "1;anna@x.com;Anna", "2;bea@;Bea", "3;carla@;Carla")
    listed = error_list(tenant, settings, content)
    result = tenant.import_bytes(settings, listed.replace(b"@,", b"@x.com,"))
    assert (counts(result), [c["customer_id"] for c in stored(tenant)]) == (
        new(2),
        ["1", "2", "3"],
    )


def test_rows_for_whom_nobody_could_be_chosen_are_listed_too(
    tenant: Tenant, settings: Settings
) -> None:
    tenant.import_bytes(settings, lines("customer_id,email", "1,a@x.com", "2,a@x.com"))
    listed = error_list(tenant, settings, lines("email,name", "x,X", "a@x.com,Anna", "y,Y"))
    assert [(row[0], row[2:]) for row in cells(listed)[1:]] == [
        ("2", ["x", "X"]),
        ("3", ["a@x.com", "Anna"]),
        ("4", ["y", "Y"]),
    ]
    assert cells(listed)[2][1].startswith("email: 2 customers share this e-mail")


def test_the_list_is_never_cut_short(tenant: Tenant, settings: Settings) -> None:
    few = settings.model_copy(update={"max_reported_errors": 10})
    content = lines("email,name", *(f"broken {n},Anna" for n in range(20_000)))
    listed = cells(error_list(tenant, few, content))
    assert [row[::2] for row in listed[1:]] == [[str(n + 2), f"broken {n}"] for n in range(20_000)]


def test_a_long_list_is_not_held_but_comes_in_blocks(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(lines("email", *(f"broken {n}" for n in range(2_000))))
    sizes = [len(block) for block in list_rejected(CleanRequest(path, "IT", Limits(), 10), {})]
    assert sum(sizes) > 2 * FLUSH_CHARACTERS
    assert max(sizes) < 1.1 * FLUSH_CHARACTERS


def test_where_nothing_is_to_be_listed_or_copied_reading_shows_that_it_goes_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    request = CleanRequest(path, "IT", Limits(), 10)
    path.write_bytes(lines("email", *(f"{n}@x.com" for n in range(10 * FLUSH_ROWS))))
    assert len([*list_rejected(request, {})]) >= 10
    path.write_bytes(lines("email", *(f"broken {n}" for n in range(10 * COPIED_ROWS))))
    assert len([*clean(request)]) >= 9


def test_a_row_that_leaves_out_its_last_cells_is_listed_without_them(
    tenant: Tenant, settings: Settings
) -> None:
    listed = error_list(tenant, settings, lines("email,name,surname", "x"))
    assert own_cells(listed) == [["email", "name", "surname"], ["x"]]


def test_a_row_that_never_closes_its_quote_can_be_mended(
    tenant: Tenant, settings: Settings
) -> None:
    listed = error_list(tenant, settings, lines("email,name", 'x@x.com,"Anna', "bea@x.com,Bea"))
    assert own_cells(listed) == [["email", "name"], ["x@x.com", '"Anna']]
    assert counts(tenant.import_bytes(settings, listed.replace(b'"""Anna"', b"Anna"))) == new(1)


def test_rows_of_other_formats_are_listed_in_their_own_columns(
    tenant: Tenant, settings: Settings
) -> None:
    table = [["email", "colour", "name"], ["anna@x.com"], ["x", "red", "two\nlines"]]
    for content, row in ((xlsx(table), "3"), (json_array(table), "2")):
        assert cells(error_list(tenant, settings, content))[1][::2] == [row, "x", "two\nlines"]


def test_characters_no_bytes_stand_for_are_shown_as_replaced(
    tenant: Tenant, settings: Settings
) -> None:
    content = lines("email,name", "a@x.com,Zoë", "b@x.com,Zoë") + b"c@x.com,Zo\xeb\n"
    assert own_cells(error_list(tenant, settings, content)) == [
        ["email", "name"],
        ["c@x.com", "Zo\ufffd"],
    ]


def test_what_is_no_text_is_listed_as_an_error(tenant: Tenant, settings: Settings) -> None:
    content = b'[{"email": "anna@x.com", "name": ["Anna"]}, {"email": "bea@x.com", "name": "Bea"}]'
    assert cells(error_list(tenant, settings, content)) == [
        ["row", "error", "email", "name"],
        [
            "1",
            "name: A list, an object or NaN stands here: give it a text or a number",
            "anna@x.com",
            "#VALUE!",
        ],
    ]
