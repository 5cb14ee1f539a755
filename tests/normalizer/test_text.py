"""Single cells: what is trimmed, what counts as blank, how much of a cell is repeated."""

from unicodedata import normalize

import pytest

from app.importer.normalizer.text import (
    CellError,
    clean_text,
    is_blank_identifier,
    quote,
)


@pytest.mark.parametrize("separator", ["\x1c", "\x1d", "\x1e", "\x1f"])
@pytest.mark.parametrize("cell", ["{}Anna", "Anna{}", " {} Anna "])
def test_a_control_character_at_the_edge_is_not_trimmed_away(separator: str, cell: str) -> None:
    # str.strip() takes these four for white space; Unicode does not.
    with pytest.raises(CellError, match=f"control character U\\+00{ord(separator):02X}"):
        clean_text(cell.format(separator), 255)


@pytest.mark.parametrize(
    "cell",
    [
        "NULL",
        " n/a\t",
        "NU\u200bLL",
        "\ufeff-",
        "\u3000None\u00a0",
        "-".ljust(80),
        "NULL".ljust(500),
        " " * 500,
    ],
)
def test_a_word_for_null_is_blank_in_any_dress(cell: str) -> None:
    assert is_blank_identifier(cell)


@pytest.mark.parametrize("cell", ["\x1f-", "NULL\x1c", "N ULL", "0", "x" * 500])
def test_what_will_be_refused_or_stored_is_not_blank(cell: str) -> None:
    assert not is_blank_identifier(cell)


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
