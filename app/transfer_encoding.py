"""Content-Transfer-Encoding (RFC 2045, section 6) of a form part, decoded as it streams by.

RFC 7578 advises against it; mail libraries and SAP's and Oracle's HTTP clients write it all the same.
"""

import binascii
import re
from typing import Final, Protocol

MAX_TRAILING_BLANKS: Final = 1024  # a line of quoted-printable has 76 characters

_LINE_BLANKS: Final = b" \t\r\n"
_HEX: Final = rb"[0-9A-Fa-f]{2}"
_STRAY_EQUALS: Final = re.compile(rb"=(?!" + _HEX + rb"|[ \t]*\r?\n)")
# Blanks at the end of a line were added on the way. The look-behind keeps the search linear.
_TRAILING_BLANKS: Final = re.compile(rb"(?<![ \t])[ \t]+(?=\r?\n)")


class UndecodableContent(Exception):
    """The content is not written in the encoding its header names; the message says what is wrong."""


class Decoder(Protocol):
    """Decodes one part."""

    def decode(self, data: bytes) -> bytes:
        """The bytes that `data` completes; UndecodableContent when it cannot be decoded."""

    def finish(self) -> bytes:
        """The last bytes; UndecodableContent when the content ends too early."""


class Identity:
    """7bit, 8bit and binary: the content as it is."""

    def decode(self, data: bytes) -> bytes:
        return data

    def finish(self) -> bytes:
        return b""


class Base64:
    """RFC 2045, section 6.8, with line breaks anywhere; other characters are refused."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_ended = False

    def decode(self, data: bytes) -> bytes:
        text = self._rest + data.translate(None, _LINE_BLANKS)
        if self._is_ended and text:
            raise UndecodableContent("its base64 goes on after the padding that ends it")
        whole = len(text) - len(text) % 4
        self._rest = text[whole:]
        self._is_ended = text[:whole].endswith(b"=")
        try:
            return binascii.a2b_base64(text[:whole], strict_mode=True)
        except binascii.Error as error:
            raise UndecodableContent("its content is not base64") from error

    def finish(self) -> bytes:
        if self._rest:
            raise UndecodableContent("its base64 ends in the middle of a group of four characters")
        return b""


class QuotedPrintable:
    """RFC 2045, section 6.7; bytes that should have been escaped are taken as they are."""

    def __init__(self) -> None:
        self._rest = b""

    def decode(self, data: bytes) -> bytes:
        text = self._rest + data
        cut = len(text) - _undecided_bytes(text)
        if len(text) - cut >= MAX_TRAILING_BLANKS:
            raise UndecodableContent("its quoted-printable has a line of more than 1,000 blanks")
        self._rest = text[cut:]
        return _decode_quoted(text[:cut])

    def finish(self) -> bytes:
        # At the end of the content a soft line break may lack its line feed, which went to the boundary.
        if self._rest.startswith(b"=") and not self._rest[1:].strip(b" \t\r"):
            return b""
        return _decode_quoted(self._rest.rstrip(b" \t"))


DECODERS: Final[dict[str, type[Decoder]]] = {
    "": Identity,
    "7bit": Identity,
    "8bit": Identity,
    "binary": Identity,
    "base64": Base64,
    "quoted-printable": QuotedPrintable,
}


def _decode_quoted(text: bytes) -> bytes:
    stray = _STRAY_EQUALS.search(text)
    if stray is not None:
        shown = text[stray.start() : stray.start() + 3].decode("latin-1")
        raise UndecodableContent(f"its quoted-printable has {shown!r}, which is no escape")
    return binascii.a2b_qp(_TRAILING_BLANKS.sub(b"", text))


def _undecided_bytes(text: bytes) -> int:
    """How many of the last bytes the next chunk decides: blanks, CR, the start of an escape."""
    end = text[-MAX_TRAILING_BLANKS:]
    decided = end.removesuffix(b"\r").rstrip(b" \t")
    has_begun_escape = decided == end and decided[-2:-1] == b"="
    decided = decided[:-2] if has_begun_escape else decided.removesuffix(b"=")
    return len(end) - len(decided)
