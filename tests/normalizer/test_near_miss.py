"""How far one word is from another."""

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
