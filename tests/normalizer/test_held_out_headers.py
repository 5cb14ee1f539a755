"""How many headers of lists the vocabulary was not made from are read: `pytest -rP` prints the table."""

import sys
from collections import Counter
from typing import Final

import pytest

from tests.normalizer.held_out import (
    Outcome,
    Reading,
    exports,
    headers,
    read_export,
    read_kind,
    read_single,
)

OUTCOMES: Final[tuple[Outcome, ...]] = ("read", "noticed", "silent", "false")
DEFAULT_BESIDE = {
    "phone": "customer_id",
    "email": "customer_id",
    "name": "email",
    "surname": "email",
}


def readings(field: str) -> list[Reading]:
    return [
        Reading(
            entry,
            read_single(entry, field, (entry["beside"] or DEFAULT_BESIDE[field]).split(";")),
        )
        for entry in headers(field)
    ]


def table(field: str, found: list[Reading]) -> str:
    """A line for each language, then the headers that are not read."""
    lines = [f"{field:>8} " + " ".join(f"{outcome:>8}" for outcome in OUTCOMES)]
    for language in ("en", "it", "fr", "de", "es", "pt", "all"):
        counts = Counter(r.outcome for r in found if language in (r.entry["language"], "all"))
        lines.append(f"{language:>8} " + " ".join(f"{counts[outcome]:>8}" for outcome in OUTCOMES))
    for outcome in OUTCOMES[1:]:
        missed = [r.entry["header"] for r in found if r.outcome == outcome]
        lines.append(f"{outcome}: {' | '.join(missed)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("field", ["phone", "email"])
def test_reads_nine_of_ten_headers_and_is_silent_about_none(field):
    found = readings(field)
    sys.stdout.write(table(field, found))
    counts = Counter(reading.outcome for reading in found)
    assert (counts["silent"], counts["false"]) == (0, 0)
    assert counts["read"] >= 0.9 * len(found)


@pytest.mark.parametrize("field", ["name", "surname"])
def test_reads_most_headers_of_names_and_none_as_another_field(field):
    found = readings(field)
    sys.stdout.write(table(field, found))
    counts = Counter(reading.outcome for reading in found)
    assert counts["false"] == 0
    assert counts["read"] >= 0.8 * len(found)


def test_reads_no_field_from_headers_of_other_things():
    wrong = []
    for entry in headers("not_read"):
        beside = ["phone"] if entry["like"] == "email" else ["email"]
        if read_single(entry, entry["like"], beside) in ("read", "false"):
            wrong.append(f"{entry['header']} ({entry['language']}, {entry['like']})")
    assert wrong == []


def test_reads_the_columns_of_whole_exports():
    columns = [column for entry in exports() for column in read_export(entry)]
    wrong = [c for c in columns if c.read_as is not None and c.read_as != c.field]
    missed = [c for c in columns if c.read_as is None and c.field is not None]
    expected = [c for c in columns if c.field is not None]
    sys.stdout.write(f"{len(expected)} columns to read, {len(missed)} missed, {len(wrong)} wrong\n")
    sys.stdout.write("\n".join(map(str, [*wrong, *missed])))
    assert wrong == []
    assert len(missed) <= 0.1 * len(expected)


def test_tells_opt_outs_consents_and_one_channel_columns_apart():
    kinds = [(e["header"], e["kind"], read_kind(e)) for e in headers("opt_out")]
    missed = [entry for entry in kinds if entry[1] != entry[2]]
    sys.stdout.write("\n".join(map(str, missed)))
    # The opposite reading opts out who agreed, and calls who did not.
    assert [e for e in missed if {e[1], e[2]} == {"opt_out", "consent"}] == []
    assert len(missed) <= 0.1 * len(kinds)
