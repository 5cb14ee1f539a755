"""Which statuses mean "never contact": the list of refusals.yaml, or the setting's, by their fold."""

import pytest

from app.importer.refusals import refusal_keys
from app.importer.suppression import suppressed_keys


def test_without_a_setting_the_list_of_the_service_counts() -> None:
    assert suppressed_keys(None) == refusal_keys()
    assert {"donotcontact", "noncontattare", "desinscrit", "dnc"} < suppressed_keys(None)


@pytest.mark.parametrize("status", ["Never Again", "NEVER-AGAIN!", "\u201cnever_again\u201d"])
def test_a_setting_replaces_the_list_but_for_do_not_contact(status: str) -> None:
    assert suppressed_keys((status,)) == {"neveragain", "donotcontact"}


@pytest.mark.parametrize("nothing", ["", " ", "-_", "\u00a0"])
def test_a_status_of_nothing_but_punctuation_suppresses_nobody(nothing: str) -> None:
    assert suppressed_keys((nothing,)) == suppressed_keys(()) == {"donotcontact"}
