"""Statuses are compared by their fold, and by the phrases of it."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.fold import LOWER, UPPER, fold, phrases


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Do_Not-Contact ", "donotcontact"),
        ("DÉSINSCRIT", "desinscrit"),
        ("De\u0301sinscrit", "desinscrit"),
        ("não perturbe", "naoperturbe"),
        ("Ｄｏ\u3000Ｎｏｔ Ｃａｌｌ", "donotcall"),
        ("opt\u2011out", "optout"),
        ("“dnc”", "dnc"),
        ("✅ DNC ☎\ufe0f", "dnc"),
        ("STRASSE straße", "strassestrasse"),
        ("WYŁĄCZONY", "wylaczony"),
        ("İPTAL ıptal", "iptaliptal"),
        ("НЕ ЗВОНИТЬ", "незвонить"),
        ("ΜΗΝ ΚΑΛΕΊΣ", "μηνκαλεισ"),
        ("電話禁止。", "電話禁止"),
        ("don't call!", "dontcall"),
        ("12/03/2024", "12032024"),
        ("-", ""),
        ("\t\r\n\u00a0\u200b\ufeff", ""),
    ],
)
def test_drops_case_accents_blanks_and_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_fold_folds_to_itself(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert normalize("NFC", fold(normalize("NFC", text))) == normalize("NFC", once)


@given(st.text(st.characters(min_codepoint=1, max_codepoint=0x7F)))
def test_the_fold_of_ascii_needs_one_expression(text: str) -> None:
    assert fold(text) == re.sub("[^0-9A-Za-z]+", "", text).lower() == fold(f"{text}é")[:-1]


def test_capitals_and_small_letters_come_in_pairs() -> None:
    assert len(UPPER) == len(LOWER) == len(set(UPPER))
    assert not set(UPPER) & set(LOWER) - {"ß"}


@pytest.mark.parametrize(
    ("status", "phrase"),
    [
        ("Do Not Call (DNC)", "donotcall"),
        ("Lead (do not call)", "donotcall"),
        ("Customer; DNC", "dnc"),
        ("disiscritto/a", "disiscritto"),
        ("opt - out", "optout"),
        ("Non chiamare - cliente scortese", "nonchiamare"),
        ("05 Non chiamare", "nonchiamare"),
        ("DNC 2024", "dnc"),
        ("do not call dnc", "donotcall"),
        ("non chiamare 12/03/2024", "nonchiamare"),
        ("non chiamare marzo 2024", "nonchiamare"),
        ("disiscritto il 12.03.24", "disiscritto"),
        ("baja desde el 12 de septiembre de 2024", "bajadesde"),
        ("unsubscribed on March 12, 2024", "unsubscribed"),
        ("opted out 2024-03-01T10:00:00Z", "optedout"),
        ("opted out 2024", "optedout"),
        ("nicht anrufen March 3", "nichtanrufen"),
        ("désinscrit depuis août 2023", "desinscrit"),
    ],
)
def test_a_status_is_also_compared_by_its_phrases(status: str, phrase: str) -> None:
    assert phrase in phrases(status)


def test_a_number_alone_is_no_phrase_of_nothing() -> None:
    assert phrases("2024") == {"2024"}
    assert phrases(" - ") == phrases("") == frozenset()
