"""Which of the encodings from before Unicode a text is in, decided by what its cells would say."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from app.errors import InvalidRequest
from app.importer.reader.code_pages import (
    Candidate,
    candidates,
    plain_name,
    usual_encoding,
)
from app.importer.reader.spelling import spelling

MAX_CELLS: Final = 120  # each is read in some forty encodings
MAX_CELL: Final = 200  # bytes
# Odds in nats. Below SURE another reading is likely enough to say so, below TOSS_UP nothing is known.
SURE: Final = 5.0
TOSS_UP: Final = 0.7
# A cell that another encoding, no farther than NEAR, makes so much better was written in that one.
ODD_CELL: Final = 7.0
NEAR: Final = 5.0
BY_CHANCE: Final = 4.0  # what it costs to suppose that text of a code page is UTF-8 too

# None of these bytes is part of a longer character in any encoding (digits are, in GB18030).
_CELL_BORDER: Final = re.compile(rb"[\r\n\t,;]+")
_WORD_BORDER: Final = re.compile(rb"[\x00-/:-?]+")


class Choice(NamedTuple):
    """The codec of a text; `sure` unless another reading is about as likely, or fits some cells far better."""

    codec: str
    sure: bool


class Reading(NamedTuple):
    """What cells say in one encoding; what supposing it, each cell, and all that together costs."""

    codec: str
    supposed: float
    texts: tuple[str, ...]
    costs: tuple[float, ...]
    cost: float


def choose(cells: Sequence[bytes], region: str | None) -> Choice:
    """The encoding of cells of a region's file, all of which have bytes beyond ASCII.

    Raises InvalidRequest where the region's usual encoding makes no sense and two others make as much.
    """
    readings = _readings(cells, region)
    usual = next(reading for reading in readings if reading.codec == usual_encoding(region))
    best = usual if usual.cost - readings[0].cost < TOSS_UP else readings[0]
    rivals = [reading for reading in readings if reading.texts != best.texts]
    lead = rivals[0].cost - best.cost if rivals else 0.0
    if lead < TOSS_UP and usual.cost - best.cost >= SURE:
        raise _undecided(best, rivals[0])
    return Choice(best.codec, lead >= SURE and not _has_odd_cell(best, rivals))


def agrees(codec: str, cells: Sequence[bytes], region: str | None) -> bool:
    """Whether no encoding makes much better sense of the cells than this one, which was declared."""
    declared = _reading(Candidate(codec, "", 0.0), _sampled(cells), region)
    return declared.cost - _readings(cells, region)[0].cost < SURE


def is_utf8_by_chance(cells: Sequence[bytes], region: str | None) -> bool:
    """Whether the region's usual encoding makes that much more sense of cells that are UTF-8 too."""
    usual, utf8 = (
        _reading(Candidate(codec, "", 0.0), cells, region)
        for codec in (usual_encoding(region), "utf-8")
    )
    return utf8.cost - usual.cost >= BY_CHANCE


def cells_beyond_ascii(line: str) -> Iterator[bytes]:
    """The cells of a line, read as UTF-8 with surrogates, that are not ASCII, as bytes; their words if they are long."""
    for cell in _CELL_BORDER.split(line.encode("utf-8", "surrogateescape")):
        if not cell.isascii():
            parts = [cell] if len(cell) <= MAX_CELL else _WORD_BORDER.split(cell)
            yield from (part for part in parts if len(part) <= MAX_CELL and not part.isascii())


def _sampled(cells: Sequence[bytes]) -> Sequence[bytes]:
    return cells[:: 1 + len(cells) // MAX_CELLS]


def _readings(cells: Sequence[bytes], region: str | None) -> list[Reading]:
    sample = _sampled(cells)
    readings = [_reading(candidate, sample, region) for candidate in candidates(region)]
    return sorted(readings, key=lambda reading: reading.cost)


def _reading(candidate: Candidate, cells: Sequence[bytes], region: str | None) -> Reading:
    codec, family, supposed = candidate
    texts = tuple(cell.decode(codec, "surrogateescape") for cell in cells)
    costs, cost = spelling(texts, region, family)
    return Reading(codec, supposed, texts, costs, supposed + cost)


def _has_odd_cell(best: Reading, rivals: list[Reading]) -> bool:
    return any(
        own - other >= ODD_CELL
        for rival in rivals
        if rival.supposed < NEAR
        for own, other in zip(best.costs, rival.costs, strict=True)
    )


def _undecided(one: Reading, other: Reading) -> InvalidRequest:
    at = next(at for at, text in enumerate(one.texts) if text != other.texts[at])
    return InvalidRequest(
        f"The file's encoding is not clear: {_quoted(one, at)} or {_quoted(other, at)}? Export the file as UTF-8."
    )


def _quoted(reading: Reading, at: int) -> str:
    shown = "".join(char if char.isprintable() else "\ufffd" for char in reading.texts[at][:40])
    return f"'{shown}' ({plain_name(reading.codec)})"
