"""Text as a window that moves over the file: what has been read and is not yet used.

Only LF, CRLF and CR end a line: never `str.splitlines`, which also cuts at form feeds and U+2028.
"""

import re
from collections.abc import Iterator

from app.errors import PayloadTooLarge

LINE_END = re.compile(r"\r\n?|\n")
# One row that does not end would otherwise be held in memory whole, up to 2 GiB of it. A thousand
# cells of 16,000 characters still fit.
MAX_ROW = 16 * 1024 * 1024  # characters


class TextWindow:
    """Blocks of text in, whole lines out. The text's last line is given the end it may lack."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self.text = ""
        self.exhausted = False

    def whole_lines(self) -> int:
        """How many characters in front are whole lines, reading on until some are; 0 at the end."""
        while not (end := self._last_line_end()) and self.grow():
            pass
        return end

    def grow(self) -> bool:
        """Read about as much again as there is (so that growing is linear); False at the end."""
        if self.exhausted:
            return False
        if len(self.text) > MAX_ROW:
            raise PayloadTooLarge(
                f"A row is longer than {MAX_ROW:,} characters: is a quote or a line break missing?"
            )
        pieces, size = [self.text], 0
        for block in self._blocks:
            pieces.append(block)
            size += len(block)
            # No further than just beyond MAX_ROW: a row that ended in what follows would be let through.
            if size > min(len(self.text), MAX_ROW - len(self.text)):
                break
        else:
            self.exhausted = True
        self.text = "".join(pieces)
        if self.exhausted and self.text and self.text[-1] not in "\r\n":
            self.text += "\n"
        return True

    def drop(self, length: int) -> None:
        """Forget that many characters in front."""
        self.text = self.text[length:]

    def _last_line_end(self) -> int:
        # A CR at the very end may be the first half of a CRLF: it waits for what follows.
        stop = len(self.text) if self.exhausted else len(self.text) - 1
        return max(self.text.rfind("\n"), self.text.rfind("\r", 0, max(stop, 0))) + 1


def split_lines(text: str) -> list[str]:
    """The lines of a text that ends with a line end, without their ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    lines.pop()
    return lines
