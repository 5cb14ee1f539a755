"""How much a run takes on: a few moments of each fault, or all of them under `make torture` (TORTURE=1)."""

import os
from collections.abc import Sequence
from typing import Final, TypeVar

Value = TypeVar("Value")

TORTURE: Final = os.environ.get("TORTURE") == "1"


def scaled(ordinary: Value, torture: Value) -> Value:
    """The number for this run."""
    return torture if TORTURE else ordinary


def sample(values: Sequence[Value], ordinary: int) -> list[Value]:
    """All of them under torture; otherwise so many, spread evenly from the first to the last."""
    if TORTURE or len(values) <= ordinary:
        return list(values)
    return [values[index * (len(values) - 1) // (ordinary - 1)] for index in range(ordinary)]
