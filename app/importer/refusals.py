"""The default list of statuses that mean "never contact", by the fold they are compared in.

A setting may replace the list; `do_not_contact` is a refusal whatever the setting says.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

import yaml

from app.importer.fold import fold, phrases

# The status that opt-out and consent columns give a row.
OPTED_OUT_STATUS: Final = "do_not_contact"


@cache
def refusal_keys() -> frozenset[str]:
    """Return the folds of the default list, refusals.yaml, read once a process (30 ms)."""
    source = resources.files(__package__).joinpath("refusals.yaml").read_text("utf-8")
    lists: dict[str, list[str]] = yaml.safe_load(source)
    return keys_of(status for statuses in lists.values() for status in statuses)


def keys_of(statuses: Iterable[str]) -> frozenset[str]:
    """Return the folds of these statuses and of OPTED_OUT_STATUS, to compare phrases() with."""
    return frozenset(map(fold, (*statuses, OPTED_OUT_STATUS))) - {""}


def is_refusal(status: str) -> bool:
    """Return whether a status says, by the default list, that the customer must not be contacted."""
    return not refusal_keys().isdisjoint(phrases(status))
