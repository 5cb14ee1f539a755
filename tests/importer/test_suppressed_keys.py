"""The suppressed statuses as the SQL compares them: folded as fold_status() folds, A-Z alone being lowered."""

import pytest

from app.importer.suppression import suppressed_keys


@pytest.mark.parametrize("status", ["do_not_contact", "Do Not-Contact", "DO\u00a0NOT CONTACT"])
def test_case_spaces_hyphens_and_underscores_do_not_count(status: str) -> None:
    assert suppressed_keys((status,)) == ["donotcontact"]


@pytest.mark.parametrize("nothing", ["", " ", "-_", "\u00a0"])
def test_a_status_of_nothing_but_separators_suppresses_nobody(nothing: str) -> None:
    assert suppressed_keys((nothing, "dnc")) == ["dnc"]


def test_each_status_is_there_once_in_a_fixed_order() -> None:
    assert suppressed_keys(("stop", "DNC", "dnc", "s-t-o-p")) == ["dnc", "stop"]


@pytest.mark.parametrize(
    ("status", "spellings"),
    [
        ("gelÖscht", ["gelÖscht", "gelöscht"]),
        ("été", ["ÉtÉ", "Été", "été"]),
        ("Éß", ["Éss", "Éß", "éss", "éß"]),
    ],
    ids=["in the middle", "at the ends", "one that becomes two"],
)
def test_letters_beyond_ascii_are_there_in_every_usual_spelling(
    status: str, spellings: list[str]
) -> None:
    assert suppressed_keys((status,)) == spellings
