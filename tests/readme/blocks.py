"""The code blocks of a Markdown page, by section: what a reader would copy is what the tests run."""

import re
from pathlib import Path
from typing import NamedTuple

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


class Block(NamedTuple):
    """One fenced block: the heading it stands under, its language, its text."""

    section: str
    language: str
    text: str


def read_blocks(page: Path) -> list[Block]:
    """Every block of the page, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(section_at(text, match.start()), match[1], match[2])
        for match in _FENCE.finditer(text)
    ]


def section_at(text: str, position: int) -> str:
    """The last heading before a position; a comment in a code block is none."""
    prose = _FENCE.sub(lambda match: " " * len(match[0]), text)
    return list(_HEADING.finditer(prose, 0, position))[-1][1]


def table_under(page: Path, section: str) -> list[list[str]]:
    """The cells of the section's first table, without its head and the line below it."""
    text = page.read_text(encoding="utf-8").split(f"\n## {section}\n")[1]
    lines = re.search(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    assert lines is not None
    rows = [line.strip("|").split("|") for line in lines[0].splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]
