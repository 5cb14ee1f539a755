"""Cells of opt-out and consent columns: yes, no, a refusal, nothing, or unclear."""

import pytest

from app.importer.normalizer.answers import LONGEST_ANSWER, Answer, read_answer
from app.importer.rows import NO_TEXT, NOT_CALCULATED


@pytest.mark.parametrize(
    "cell",
    [
        "true", "TRUE", "True", "t", "1", "-1", "1.0", "1,00", "yes", "Yes", "YES ", "y", "Y", "x", "X", "on", "si", "sì",
        "Sì", "SÍ", "sí", "oui", "Oui", "ja", "JA", "j", "sim", "vero", "VERO", "verdadero", "verdadeiro", "vrai", "VRAI",
        "wahr", "WAHR", "✓", "✔", "✔\ufe0f", "☑", "✅", "checked", "yes!", "'yes'",
    ],
)  # fmt: skip
def test_hears_a_yes_in_six_languages(cell: str) -> None:
    assert read_answer(cell) is Answer.YES


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-12", "2024/3/12", "12/03/2024", "12.03.24", "12-03-2024", "3/12/2024 10:33", "2024-03-12T10:33:00.000Z",
        "2024-03-12 10:33:00+01:00", "12. 3. 2024", "20240312", "2024", "12 Mar 2024", "March 12, 2024", "12 marzo 2024",
        "12 de marzo de 2024", "12. März 2024", "12 août 2023", "Mar 3, 2024 at 10:33", "1710239580", "1710239580000",
    ],
)  # fmt: skip
def test_hears_a_yes_in_a_date(cell: str) -> None:
    assert read_answer(cell) is Answer.YES


@pytest.mark.parametrize(
    "cell",
    ["false", "FALSE", "f", "0", "0.0", "0,00", "no", "No", "n", "off", "non", "nein", "NEIN", "não", "nao", "falso",
     "FALSO", "faux", "FAUX", "falsch", "FALSCH", "unchecked", "☐"],
)  # fmt: skip
def test_hears_a_no_in_six_languages(cell: str) -> None:
    assert read_answer(cell) is Answer.NO


@pytest.mark.parametrize(
    "cell",
    ["", " ", "\u200b", "NULL", "n/a", "-", "(vuoto)", "nan", "unknown", "none", "0000-00-00", "00/00/0000",
     "0000-00-00 00:00:00", "0001-01-01T00:00:00", " " * 500],
)  # fmt: skip
def test_hears_nothing_in_a_blank(cell: str) -> None:
    assert read_answer(cell) is Answer.NOTHING


@pytest.mark.parametrize(
    "cell",
    ["unsubscribed", "Do not call", "opted-out", "non contattare", "disiscritto", "dado de baja", "désinscrit",
     "descadastrado", "Widerspruch 2024", "consenso revocato", "DNC"],
)  # fmt: skip
def test_hears_a_refusal(cell: str) -> None:
    assert read_answer(cell) is Answer.REFUSED


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("opted in", Answer.GRANTED),
        ("Subscribed", Answer.GRANTED),
        ("iscritto", Answer.LISTED),
        ("accepted", Answer.ALLOWED),
        ("Concesso", Answer.ALLOWED),
        ("accordé", Answer.ALLOWED),
        ("erteilt", Answer.ALLOWED),
        ("denied", Answer.DENIED),
        ("rifiutato", Answer.DENIED),
        ("refusé", Answer.DENIED),
        ("não aceita", Answer.DENIED),
        ("verweigert", Answer.DENIED),
    ],
)
def test_hears_whether_consent_was_given(cell: str, answer: Answer) -> None:
    assert read_answer(cell) is answer


@pytest.mark.parametrize(
    "cell",
    ["maybe", "forse", "2", "22:00-08:00", "pending", "email only", "✗", "#N/A", NO_TEXT, NOT_CALCULATED, "x" * 500,
     "y" * (LONGEST_ANSWER + 1), "12 apples", "99/99"],
)  # fmt: skip
def test_takes_nothing_else_for_an_answer(cell: str) -> None:
    assert read_answer(cell) is Answer.UNCLEAR
