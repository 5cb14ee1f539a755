"""A multipart form (RFC 7578) followed as it streams by: the one file of it, its name, size and hash.

Fed by upload.py; nothing is kept but the file's bytes that wait to be written, and the small part `columns`.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import IO, Final

from python_multipart.multipart import parse_options_header

from app.column_names import COLUMNS_PART, MAX_COLUMNS_BYTES, invalid_columns, parse_columns
from app.errors import InvalidRequest
from app.importer.normalizer import quote
from app.multipart import MalformedBody, MultipartReader
from app.transfer_encoding import DECODERS, Decoder, Identity, UndecodableContent

FILE_PART: Final = "file"
MAX_PARTS: Final = 20  # the contract knows one; a form may carry a few hidden fields more
MAX_NAMES_SHOWN: Final = 5
TYPED_BYTES: Final = 256  # a path that was sent instead of the file is no longer

_HOW: Final = "send the file as multipart/form-data, in a part named file"


def boundary(content_type: str) -> bytes:
    """The form's boundary; InvalidRequest when the body is not declared as a form."""
    media_type, options = parse_options_header(content_type)
    if media_type.lower() != b"multipart/form-data":
        declared = content_type.partition(";")[0].strip()
        was = f"was {quote(declared)[1:-1]}" if declared else "had no Content-Type"
        raise missing(f"There is no file: {_HOW}; this request {was}.")
    found = options.get(b"boundary")
    if not found:
        raise missing(
            "The Content-Type multipart/form-data has no boundary: do not set this header yourself, "
            "the HTTP client writes it with the boundary it uses."
        )
    return found


def missing(message: str) -> InvalidRequest:
    """The refusal of a request without a file, with the framework's `loc` and `type`."""
    return InvalidRequest(message, loc=("body", FILE_PART), type="missing")


class Form:
    """Receives the form's parts and keeps the file's bytes until they are written."""

    def __init__(self, parser_boundary: bytes) -> None:
        self.has_file = False
        self.file_name: str | None = None
        self.charset: str | None = None
        self.file_size = 0
        self.digest = sha256()
        self.columns: dict[str, str | None] | None = None
        self.pending_bytes = 0
        self._pending: list[bytes] = []
        self._received = 0
        self._names: list[str] = []
        self._part = ""
        self._decoder: Decoder = Identity()
        self._first_bytes = b""
        self._columns_bytes = b""
        try:
            self._reader = MultipartReader(parser_boundary, self)
        except MalformedBody as error:
            raise _malformed(error) from error

    def feed(self, chunk: bytes) -> None:
        """Parse the next bytes of the body; InvalidRequest when they are not a form."""
        self._received += len(chunk)
        try:
            self._reader.feed(chunk)
        except MalformedBody as error:
            raise _malformed(error) from error
        except UndecodableContent as error:
            raise self._undecodable(error) from error

    def finish(self) -> None:
        """InvalidRequest unless the whole body was one form with one file."""
        if not self._received:
            raise missing(f"The request body is empty: {_HOW}.")
        try:
            self._reader.finish()
        except MalformedBody as error:
            raise _malformed(error) from error
        if not self._reader.is_complete:
            raise InvalidRequest("The request body ends in the middle of the form: send it again.")
        if not self.has_file:
            raise missing(self._found_instead())
        if not self.file_name:
            self._refuse_typed_text()

    def write_pending(self, spool: IO[bytes]) -> None:
        """Write and hash what has gathered; blocks."""
        data = b"".join(self._pending)
        self._pending.clear()
        self.pending_bytes = 0
        self.digest.update(data)
        spool.write(data)

    def part_begins(self, headers: Mapping[str, str]) -> None:
        _, options = parse_options_header(headers.get("content-disposition"))
        self._part = printable(_text(options.get(b"name", b"")))
        self._names.append(self._part)
        if len(self._names) > MAX_PARTS:
            raise InvalidRequest(
                f"The form has more than {MAX_PARTS} parts: send the file alone.",
                type="too_many_parts",
            )
        if self._part == FILE_PART:
            self._begin_file(headers, options.get(b"filename"))
        elif self._part == COLUMNS_PART:
            self._begin_columns()
        self._decoder = self._find_decoder(headers)

    def part_data(self, data: bytes) -> None:
        self._keep(self._decoder.decode(data))

    def part_ends(self) -> None:
        self._keep(self._decoder.finish())
        if self._part == COLUMNS_PART:
            self.columns = parse_columns(self._columns_bytes)

    def _begin_file(self, headers: Mapping[str, str], name: bytes | None) -> None:
        if self.has_file:
            raise InvalidRequest(
                "The form has two parts named file: send one file a request.", type="too_many_files"
            )
        self.has_file = True
        # PostgreSQL's text has no NUL, and a name is no reason to refuse a file.
        self.file_name = None if name is None else printable(_text(name)).replace("\0", "")
        media_type, options = parse_options_header(headers.get("content-type"))
        if media_type.startswith(b"multipart/"):
            raise InvalidRequest(
                f"The part named file is {quote(_text(media_type))}, a form of its own: send one file a request.",
                type="too_many_files",
            )
        self.charset = printable(_text(options.get(b"charset", b""))).strip() or None

    def _begin_columns(self) -> None:
        if self.has_file:
            raise invalid_columns("The part columns comes after the part file: send it before.")
        if self.columns is not None:
            raise invalid_columns("The form has two parts named columns: send one.")

    def _find_decoder(self, headers: Mapping[str, str]) -> Decoder:
        """What undoes the part's Content-Transfer-Encoding; parts that are not read need none."""
        if self._part not in (FILE_PART, COLUMNS_PART):
            return Identity()
        encoding = headers.get("content-transfer-encoding", "").strip(" \t")
        decoder = DECODERS.get(encoding.lower())
        if decoder is None:
            raise InvalidRequest(
                f"The Content-Transfer-Encoding {quote(encoding)} is not known: send the part's bytes as they are.",
                loc=("body", self._part),
                type="unknown_transfer_encoding",
            )
        return decoder()

    def _keep(self, content: bytes) -> None:
        if self._part == FILE_PART:
            self._pending.append(content)
            self.pending_bytes += len(content)
            self.file_size += len(content)
            if len(self._first_bytes) < TYPED_BYTES:
                self._first_bytes += content[:TYPED_BYTES]
        elif self._part == COLUMNS_PART:
            self._columns_bytes += content
            if len(self._columns_bytes) > MAX_COLUMNS_BYTES:
                raise invalid_columns(
                    f"The part columns is larger than {MAX_COLUMNS_BYTES // 1024} KiB."
                )

    def _found_instead(self) -> str:
        """Why there is no file, from the parts that there are."""
        if not self._names:
            return f"The form has no part: {_HOW}."
        shown = [quote(name) if name else "one without a name" for name in self._names]
        more = f" and {len(shown) - MAX_NAMES_SHOWN} more" if len(shown) > MAX_NAMES_SHOWN else ""
        return (
            f"No part of the form is named file; its parts are: {', '.join(shown[:MAX_NAMES_SHOWN])}{more}. "
            "Name the part with the file 'file'."
        )

    def _refuse_typed_text(self) -> None:
        """A browser sends an empty part where no file was chosen, curl the text itself where @ is missing."""
        if not self.file_size:
            raise missing("No file was chosen: the part named file is empty and has no filename.")
        is_line = self.file_size < TYPED_BYTES and not {*b"\r\n[{\0"} & {*self._first_bytes}
        if self.file_name is None and is_line:
            text = quote(self._first_bytes.decode("utf-8", "replace"))
            raise missing(
                f"The part named file is the text {text}, not a file: with curl write -F file=@customers.csv"
            )

    def _undecodable(self, error: UndecodableContent) -> InvalidRequest:
        return InvalidRequest(
            f"The part named {self._part} cannot be decoded: {error}.",
            loc=("body", self._part),
            type="transfer_encoding_invalid",
        )


def _malformed(error: MalformedBody) -> InvalidRequest:
    return InvalidRequest(
        f"The request body is not the form its Content-Type says: {error}.",
        type="multipart_invalid",
    )


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def printable(name: str) -> str:
    """A file's name with control characters made visible, 255 characters at most: it goes into rows and logs."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in name)
    return shown[:255]
