"""A multipart body (RFC 2046, section 5.1) cut into parts as it streams by.

python-multipart refuses what RFC 2046 allows and clients send: text before the first boundary, blanks
after it, part headers folded over several lines. A filter in front of it would have to find the same
boundaries, so this module finds them once and needs no second parser behind it.
"""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Final, Protocol

from app.importer.normalizer import quote

# Limits against hostile bodies; real ones stay far below.
MAX_BOUNDARY_BYTES: Final = 256
MAX_PREAMBLE_BYTES: Final = 64 * 1024
MAX_HEADER_BYTES: Final = 8 * 1024
MAX_HEADERS: Final = 16
MAX_PADDING_BYTES: Final = 256

_ENDLESS_HEADERS: Final = "no blank line within 8 KiB ends the headers of a part"
_FOLD: Final = re.compile(rb"\r\n[ \t]+")
_HEADER: Final = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n]*)")
# What follows CRLF, "--" and the boundary in a delimiter: "--" in the last one, else a line break.
_DELIMITER_END: Final = re.compile(rb"(--)|[ \t]*(?=\r\n)")
_DELIMITER_END_BEGUN: Final = re.compile(rb"-?|[ \t]*\r?")


class MalformedBody(Exception):
    """The bytes are not a multipart body; the message completes "The request body is ...: "."""


class Receiver(Protocol):
    """Receives the parts in the order of the body."""

    def part_begins(self, headers: Mapping[str, str]) -> None:
        """`headers`: names in lower case, values unfolded and decoded as Latin-1."""

    def part_data(self, data: bytes) -> None:
        """The next bytes of the part's content, at least one."""

    def part_ends(self) -> None:
        """The part is complete."""


class _State(Enum):
    PREAMBLE = 0
    HEADERS = 1
    CONTENT = 2
    END = 3


class MultipartReader:
    """Splits a body and feeds a receiver. Linear: a byte is searched again only as part of a delimiter."""

    def __init__(self, boundary: bytes, receiver: Receiver) -> None:
        if len(boundary) > MAX_BOUNDARY_BYTES or not boundary.isascii() or b"\r" in boundary:
            raise MalformedBody("the boundary in the Content-Type is not valid")
        self._receiver = receiver
        self._delimiter = b"\r\n--" + boundary
        self._state = _State.PREAMBLE
        # The first delimiter may open the body: the line break before it is supplied here.
        self._buffer = b"\r\n"
        self._preamble = b""
        self._skip = 0

    @property
    def is_complete(self) -> bool:
        """Whether the last delimiter was found."""
        return self._state is _State.END

    def feed(self, chunk: bytes) -> None:
        """Pass on what the next bytes of the body contain; MalformedBody when they cannot be parts."""
        self._buffer += chunk
        while self._advance():
            pass

    def finish(self) -> None:
        """MalformedBody when what came is no part of a form; a body that was cut off is only incomplete."""
        if self._state is _State.PREAMBLE and not self._is_cut_in_delimiter():
            raise MalformedBody(self._fault(f"the boundary {self._shown()} does not occur in it"))
        if self._state is _State.HEADERS and self._delimiter in self._buffer:
            raise MalformedBody(self._fault(_ENDLESS_HEADERS))

    def _advance(self) -> bool:
        """Read on in the current state; true when it ended and the buffer may hold more."""
        if self._state is _State.PREAMBLE:
            return self._read_preamble()
        if self._state is _State.HEADERS:
            return self._read_headers()
        if self._state is _State.CONTENT:
            return self._read_content()
        self._buffer = b""  # RFC 2046 allows any text after the last delimiter
        return False

    def _read_preamble(self) -> bool:
        skipped, is_found = self._up_to_delimiter()
        self._preamble += skipped
        if len(self._preamble) > MAX_PREAMBLE_BYTES:
            fault = f"the boundary {self._shown()} does not occur in its first 64 KiB"
            raise MalformedBody(self._fault(fault))
        return is_found

    def _read_headers(self) -> bool:
        """Begin a part. The buffer begins with the line break that ends the delimiter."""
        end = self._buffer.find(b"\r\n\r\n")
        if (end if end >= 0 else len(self._buffer)) > MAX_HEADER_BYTES:
            raise MalformedBody(self._fault(_ENDLESS_HEADERS))
        if end < 0:
            return False
        headers = parse_headers(self._buffer[2:end])
        # The blank line's break is kept: in a part without content it may begin the next delimiter.
        self._buffer = self._buffer[end + 2 :]
        self._skip = 2
        self._state = _State.CONTENT
        self._receiver.part_begins(headers)
        return True

    def _read_content(self) -> bool:
        content, is_found = self._up_to_delimiter()
        if content:
            content, self._skip = content[self._skip :], 0
        if content:
            self._receiver.part_data(content)
        if is_found:
            self._receiver.part_ends()
        return is_found

    def _up_to_delimiter(self) -> tuple[bytes, bool]:
        """Take from the buffer what stands before the next delimiter, and that one if it is whole."""
        start = 0
        while (found := self._buffer.find(self._delimiter, start)) >= 0:
            after = found + len(self._delimiter)
            if end := _DELIMITER_END.match(self._buffer, after):
                content, self._buffer = self._buffer[:found], self._buffer[end.end() :]
                self._state = _State.END if end[1] else _State.HEADERS
                return content, True
            if self._may_become_delimiter(after):
                return self._take(found), False
            start = found + 2
        tail = self._buffer.rfind(b"\r", max(start, len(self._buffer) - len(self._delimiter)))
        is_prefix = tail >= 0 and self._delimiter.startswith(self._buffer[tail:])
        return self._take(tail if is_prefix else len(self._buffer)), False

    def _may_become_delimiter(self, after: int) -> bool:
        is_short = len(self._buffer) - after <= MAX_PADDING_BYTES
        return is_short and _DELIMITER_END_BEGUN.fullmatch(self._buffer, after) is not None

    def _is_cut_in_delimiter(self) -> bool:
        begun = self._buffer[: len(self._delimiter)]
        return len(begun) > len(b"\r\n") and self._delimiter.startswith(begun)

    def _take(self, size: int) -> bytes:
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _fault(self, fault: str) -> str:
        """The fault, or its cause where the body's lines end with LF alone."""
        seen = self._preamble + self._buffer
        line_feeds = (self._delimiter[2:] + b"\n", b"\n\n")
        has_other_breaks = any(feed in seen for feed in line_feeds) and b"\r\n\r\n" not in seen
        return (
            "its lines end with LF, but those of a form end with CRLF"
            if has_other_breaks
            else fault
        )

    def _shown(self) -> str:
        return quote(self._delimiter[4:].decode("ascii"))


def parse_headers(block: bytes) -> dict[str, str]:
    """The headers of a part by lower-case name; MalformedBody for a line that is no header or repeats one."""
    lines = _FOLD.sub(b" ", block).split(b"\r\n") if block else []
    if len(lines) > MAX_HEADERS:
        raise MalformedBody(f"a part has more than {MAX_HEADERS} headers")
    headers: dict[str, str] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:
            shown = quote(line.decode("latin-1"))
            raise MalformedBody(f"a part has the header line {shown}, which is no 'name: value'")
        name = header[1].decode("ascii").lower()
        if name in headers and name.startswith("content-"):
            raise MalformedBody(f"a part has the header {name} twice")
        headers[name] = header[2].decode("latin-1").rstrip(" \t")
    return headers
