"""A multipart form (RFC 7578) followed as it streams by: the one file of it, its name, size and hash.

Fed by upload.py; nothing is kept but the file's bytes that wait to be written.
"""

from hashlib import sha256
from typing import IO, Final

from python_multipart.exceptions import FormParserError, MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.errors import InvalidRequest

FILE_PART: Final = "file"
MAX_PARTS: Final = 20  # the contract knows one; a form may carry a few hidden fields more

_MALFORMED: Final = "The request body is not the multipart form its Content-Type says: send the file as a form part."


def boundary(content_type: str) -> bytes:
    """The form's boundary; InvalidRequest when the body is not declared as a form."""
    media_type, options = parse_options_header(content_type)
    found = options.get(b"boundary")
    if media_type.lower() != b"multipart/form-data" or not found:
        raise missing()
    return found


def missing() -> InvalidRequest:
    """What is said of a request without a file, in the framework's words."""
    return InvalidRequest("Field required", loc=("body", FILE_PART), type="missing")


class Form:
    """Follows the form's parts as the parser meets them, and keeps the file's bytes until they are written."""

    def __init__(self, parser_boundary: bytes) -> None:
        self.is_complete = False
        self.has_file = False
        self.file_name: str | None = None
        self.file_size = 0
        self.digest = sha256()
        self.pending_bytes = 0
        self._pending: list[bytes] = []
        self._in_file = False
        self._parts = 0
        self._header_name = b""
        self._header_value = b""
        self._disposition = b""
        try:
            self._parser = MultipartParser(
                parser_boundary,
                {
                    "on_part_begin": self._part_begin,
                    "on_header_field": self._header_field,
                    "on_header_value": self._header_data,
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._headers_finished,
                    "on_part_data": self._part_data,
                    "on_part_end": self._part_end,
                    "on_end": self._end,
                },
            )
        except FormParserError as error:
            raise InvalidRequest(_MALFORMED, type="multipart_invalid") from error

    def feed(self, chunk: bytes) -> None:
        """Parse the next bytes of the body; InvalidRequest when they are not a form."""
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            raise InvalidRequest(_MALFORMED, type="multipart_invalid") from error

    def write_pending(self, spool: IO[bytes]) -> None:
        """Write and hash what has gathered; blocks."""
        data = b"".join(self._pending)
        self._pending.clear()
        self.pending_bytes = 0
        self.digest.update(data)
        spool.write(data)

    def _part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise InvalidRequest(
                f"The form has more than {MAX_PARTS} parts: send the file alone.",
                type="too_many_parts",
            )
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _header_data(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header_end(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header_name = self._header_value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition.decode("latin-1"))
        self._in_file = options.get(b"name") == FILE_PART.encode()
        if not self._in_file:
            return
        if self.has_file:
            raise InvalidRequest(
                "The form has two parts named file: send one file a request.", type="too_many_files"
            )
        self.has_file = True
        name = options.get(b"filename")
        # PostgreSQL's text has no NUL, and a name is no reason to refuse a file.
        self.file_name = (
            None if name is None else printable(name.decode("utf-8", "replace")).replace("\0", "")
        )

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._pending.append(data[start:end])
            self.pending_bytes += end - start
            self.file_size += end - start

    def _part_end(self) -> None:
        self._in_file = False

    def _end(self) -> None:
        self.is_complete = True


def printable(name: str) -> str:
    """A file's name with control characters made visible, 255 characters at most: it goes into rows and logs."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)
    return shown[:255]
