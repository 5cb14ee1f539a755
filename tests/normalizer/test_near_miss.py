"""How far one word is from another."""

import pytest

from app.importer.normalizer import find_header
from app.importer.normalizer.near_miss import within


def test_a_swap_is_one_edit() -> None:
    assert within("emial", "email", 1)
    assert not within("emial", "email", 0)
    assert not within("eimal", "email", 0)
    assert within("phone", "phome", 1)
    assert not within("phone", "phoem", 1)
    assert within("emali", "email", 1)
    assert not within("badc", "abcd", 1)


def test_a_letter_more_or_less_is_one_edit() -> None:
    assert within("phoone", "phone", 1)
    assert within("phne", "phone", 1)
    assert not within("phooone", "phone", 1)
    assert not within("phe", "phone", 1)
    assert within("phooone", "phone", 2)
    assert within("phe", "phone", 2)


@pytest.mark.parametrize(
    "header",
    ["Company Name", "company_name", "Account Name", "Nombre empresa", "Name of company", "User name", "Nickname"],
)  # fmt: skip
@pytest.mark.parametrize("others", [["email"], ["email", "name"]])
def test_a_header_that_is_spelt_right_and_means_something_else_gives_no_notice(
    header: str, others: list[str]
) -> None:
    found = find_header([(1, [*others, header], None)])
    assert found is not None
    assert len(others) not in {index for _, indices in found.columns for index in indices}
    assert found.notices == ()
