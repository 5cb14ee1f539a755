"""Single cells: what is trimmed, unwrapped, what counts as blank, how much of a cell is repeated."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.normalizer.nothing_words import NOTHING_WORDS
from app.importer.normalizer.text import (
    CellError,
    clean_identifier,
    clean_text,
    is_blank,
    quote,
)
from app.importer.rows import NOT_CALCULATED


@pytest.mark.parametrize("control", ["\x1c", "\x1d"])
@pytest.mark.parametrize("cell", ["{}Anna", "Anna{}", " {} Anna "])
def test_a_control_character_at_the_edge_is_not_trimmed_away(control: str, cell: str) -> None:
    # str.strip() takes these for white space; Unicode does not.
    with pytest.raises(CellError, match=f"control character U\\+00{ord(control):02X}"):
        clean_text(cell.format(control), 255)


@pytest.mark.parametrize("leftover", ["\x1e", "\x1f"])
def test_separators_of_old_programs_are_dropped(leftover: str) -> None:
    assert clean_text(f"{leftover} Anna{leftover} Bea {leftover}", 255) == "Anna Bea"
    assert clean_identifier(f"{leftover}C-1{leftover}", 255) == "C-1"
    assert is_blank(f" {leftover}")
    assert clean_text(leftover, 255) == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="007"', "007"),
        (' ="+393471234567" ', "+393471234567"),
        ('="Anna ""la rossa"""', 'Anna "la rossa"'),
        ('="=""007"""', "007"),
        ('=""', ""),
        ('=" Anna "', "Anna"),
        ('\'="007"', "007"),
        ('="007', '="007'),
        ('="a"&"b"', '="a"&"b"'),
        ("=1+1", "=1+1"),
    ],
)
def test_a_text_guarded_as_a_formula_is_its_content(cell: str, text: str) -> None:
    assert clean_text(cell, 255) == text


@pytest.mark.parametrize(
    ("cell", "identifier"),
    [
        ("'007", "007"),
        ("'7001", "7001"),
        ("\u20197001", "7001"),
        ("'+16085550123", "+16085550123"),
        ("'-1", "-1"),
        ("''7", "''7"),
        ("'abc", "'abc"),
        ("'007'", "007"),
        ('"007"', "007"),
        ("“007”", "007"),
        ("„007“", "007"),
        ("«007»", "007"),
        ("« 007 »", "007"),
        ("»007«", "007"),
        ("‹007›", "007"),
        ("‚007‘", "007"),
        ("‘007’", "007"),
        ("`007`", "007"),
        ("`007'", "007"),
        ("＂007＂", "007"),
        ("「007」", "007"),
        ("\"'007'\"", "007"),
        ("'\"007\"'", "007"),
        ("'NULL'", ""),
        ('""', ""),
        ("''", ""),
        ("'a' or 'b'", "'a' or 'b'"),
        ("a'", "a'"),
        ('"', '"'),
        ("O'Neil", "O'Neil"),
    ],
)
def test_quotes_and_an_escape_around_an_identifier_are_dropped(cell: str, identifier: str) -> None:
    assert clean_identifier(cell, 255) == identifier


def test_an_error_in_quotes_is_an_error_all_the_same() -> None:
    with pytest.raises(CellError, match="spreadsheet's error"):
        clean_identifier('"#N/A"', 255)


def test_other_fields_keep_their_quotes() -> None:
    assert clean_text("'Anna'", 255) == "'Anna'"
    assert clean_text("'70s", 255) == "'70s"


def test_a_formula_that_was_never_calculated_says_how_to_calculate_it() -> None:
    with pytest.raises(CellError) as caught:
        clean_text(f" {NOT_CALCULATED}", 255)
    assert str(caught.value) == (
        "This formula was never calculated: open the file in a spreadsheet program and save it"
    )
    assert not is_blank(NOT_CALCULATED)


@pytest.mark.parametrize(
    "cell",
    [
        "NULL", " n/a\t", "NU\u200bLL", "\ufeff-", "\u3000None\u00a0", "-".ljust(80), "NULL".ljust(500), " " * 500,
        "0", "NaN", "<NA>", "(null)", "[NULL]", "<null>", "Undefined", "(blank)", "(vuoto)", "(vacío)", "(vacio)",
        "(VACÍO)", "(vaci\u0301o)", "(vide)", "(leer)", "ND", "N.A.", "nc", "S/D", "k.A.", "Nessuno", "sin teléfono",
        "Sin Telefono", "keine", "KEIN TELEFON", "senza telefono", "sem telefone", "não tem", "pas de téléphone",
        "pas d'email", "pas d’e-mail", "Aucun", "néant", "no phone", "unknown", "sconosciuto", "desconocido",
        "unbekannt", "---", "__________", "?", "...", "xxx", "–", "false",
    ],
)  # fmt: skip
def test_a_word_for_nothing_is_blank_in_any_dress(cell: str) -> None:
    assert clean_identifier(cell, 255) == ""


@pytest.mark.parametrize("cell", ["N ULL", "00", "07", "x", "no", "nessuno dei due", "C-0"])
def test_what_may_be_an_identifier_is_not_blank(cell: str) -> None:
    assert clean_identifier(cell, 255) == cell


@given(st.sampled_from(sorted(NOTHING_WORDS)))
def test_words_for_nothing_are_found_in_any_case(word: str) -> None:
    assert clean_identifier(word.upper(), 255) == clean_identifier(word.title(), 255) == ""


def test_a_cell_of_eighty_characters_is_quoted_whole() -> None:
    assert quote("x" * 80) == f"'{'x' * 80}'"
    assert quote("x" * 81) == f"'{'x' * 80}…'"


def test_a_quoted_cell_shows_what_cannot_be_printed() -> None:
    assert quote("a\n\x00\u200b\ud800é") == r"'a\n\x00\u200b\ud800é'"


def test_a_cell_that_only_looks_blank_is_blank() -> None:
    assert clean_text("\u200b\u3164", 255) == ""


def test_the_longest_decomposition_still_fits_when_composed() -> None:
    assert len(normalize("NFD", "\u1f82")) == 4
    assert clean_text(normalize("NFD", "\u1f82" * 255), 255) == "\u1f82" * 255
