"""The database folds every character as Python does, and finds the same refusals."""

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from unicodedata import category, normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection
from sqlalchemy import Engine

from app.database import driver_connection
from app.importer.fold import (
    DROPPED,
    DROPPED_BUT_BARS,
    EXPANDED,
    LEADING,
    LOWER,
    SEPARATOR,
    TAILS,
    UPPER,
    fold,
    phrases,
)
from app.importer.refusals import refusal_keys

# What statuses are made of: words of the list, what parts them, what leads to a date, and dates.
PIECES = (
    "do not call", "dnc", "DNC", "dncl", "Opt-Out", "non contattare", "désinscrit", "Widerspruch", "NÃO LIGAR", "abgemeldet",
    "active", "lead", "STRASSE", "ß", "ﬁ", "İ", "ı", "Ω", "ς", "Не звонить", "電話禁止", "e\u0301",
    " ", " ", "_", "-", " - ", " – ", "(", ")", "[", "/", ";", ",", "|", "\n", "\t", ".", "!", "\u00a0", "\u200b", "✅",
    "5", "05", "2024", "12/03/2024", "2024-03-12T10:00:00Z", "12 March 2024", "March 12, 2024", "mar", "z",
    "il", "since", "vom", "am", "as of", "per", "1.",
)  # fmt: skip
KNOWN = 140_000  # characters that Unicode 14 gives a meaning


@pytest.fixture(scope="module")
def postgres_fold(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield driver_connection(connection)


def test_every_character_that_both_know_is_folded_alike(postgres_fold: Connection) -> None:
    characters = [
        character
        for character in map(chr, range(1, sys.maxunicode + 1))
        if category(character) not in ("Cs", "Cn", "Co")
    ]
    found = postgres_fold.execute(
        "SELECT c, normalize(c, NFKD), fold(c), fold(c || 'É'), fold('x' || c || 'y') FROM unnest(%s::text[]) AS c",
        [characters],
    ).fetchall()
    both_know = [row for row in found if row[1] == normalize("NFKD", row[0])]
    assert len(both_know) > KNOWN
    assert [row for row in both_know if row[2] != fold(row[0])] == []
    assert [row for row in both_know if row[3] != fold(row[0] + "É")] == []
    assert [row for row in both_know if row[4] != fold(f"x{row[0]}y")] == []


on_many_texts = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
statuses = st.lists(st.sampled_from(PIECES), max_size=7).map("".join) | st.text(
    st.characters(min_codepoint=1, max_codepoint=0x24F), max_size=20
)


@given(texts=st.lists(statuses, min_size=20, max_size=60))
@on_many_texts
def test_statuses_have_the_same_fold_and_phrases_and_are_refused_alike(
    postgres_fold: Connection, texts: list[str]
) -> None:
    keys = json.dumps(dict.fromkeys(refusal_keys()))
    found = postgres_fold.execute(
        "SELECT t, fold(t), status_phrases(t), is_refusal(t, %s) FROM unnest(%s::text[]) AS t",
        [keys, texts],
    ).fetchall()
    assert [(*row[:2], {*row[2]} - {""}, row[3]) for row in found] == [
        (text, fold(text), {*phrases(text)}, not refusal_keys().isdisjoint(phrases(text)))
        for text in texts
    ]


def test_no_status_is_no_refusal(postgres_fold: Connection) -> None:
    found = postgres_fold.execute(
        "SELECT is_refusal(NULL, '{\"dnc\": null}'), is_refusal('', '{}'), is_refusal('-', '{}'),"
        " is_refusal('()', '{}'), fold(NULL)"
    ).fetchone()
    assert found == (None, False, False, False, None)


@pytest.mark.parametrize("status", ["DNC", "dnc", "D.N.C.", "d n c", "Lead - DNC", "x (dnc)"])
def test_the_quick_way_leaves_no_refusal_out(postgres_fold: Connection, status: str) -> None:
    assert postgres_fold.execute(
        "SELECT is_refusal(%s, '{\"dnc\": null}')", [status]
    ).fetchone() == (True,)


def test_the_functions_of_the_newest_migration_are_made_of_todays_constants() -> None:
    # When this fails, fold.py has changed and databases in use have not: add a migration that makes fold(),
    # status_phrases() and is_refusal() anew (CREATE OR REPLACE), and put the new value here.
    constants = [DROPPED, DROPPED_BUT_BARS, EXPANDED, LEADING, LOWER, SEPARATOR, TAILS, UPPER]
    assert sha256(repr(constants).encode()).hexdigest()[:16] == "0dfecc9b576f759b"
