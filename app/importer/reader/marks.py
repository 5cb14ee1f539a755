"""Characters that are no part of a text: what separators and the ends of old files left in it."""

from collections.abc import Iterator
from typing import Final

SEPARATORS: Final = ("\x1e", "\x1f")  # of records and units; invisible
# DOS ends a text with Ctrl-Z; a file that a crash or a fixed size has left is padded with NULs.
END_OF_FILE: Final = "\x1a\0"
MAX_HELD: Final = 1024 * 1024  # characters; more of them are no end but what the file is made of


def without_marks(blocks: Iterator[str]) -> Iterator[str]:
    """The text without SEPARATORS, and without END_OF_FILE at its end."""
    held = ""
    for block in blocks:
        for separator in SEPARATORS:
            if separator in block:
                block = block.replace(separator, "")
        kept = block.rstrip(END_OF_FILE)
        if kept or len(held) > MAX_HELD:
            yield held + kept
            held = ""
        held += block[len(kept) :]
