"""The request body -> one file on disk, byte by counted byte; nothing of it is ever whole in memory.

It stands in for the framework's form parser, which would read everything before anybody asked who is calling
(design 4, trap 1) and turn a full disk into a 400 (trap 3).
"""

import asyncio
import errno
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from fastapi import UploadFile
from python_multipart.exceptions import FormParserError, MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from app.errors import InvalidRequest, PayloadTooLarge, SlowClient, Unavailable
from app.spool import spool_file

FILE_PART: Final = "file"
MAX_PARTS: Final = 20  # the contract knows one; a form may carry a few hidden fields more
WRITE_BYTES: Final = 1024 * 1024  # fewer, larger trips to the thread that writes
SMALL_BYTES: Final = 64 * 1024  # written sooner than a thread is woken
MIN_BYTES_PER_SECOND: Final = 1024  # a modem of 1998 sends four times as much

_MALFORMED: Final = "The request body is not the multipart form its Content-Type says: send the file as a form part."
_CUT_SHORT: Final = "The request body ends in the middle of the form: send it again."


class Upload(UploadFile):
    """A received file in the framework's own type: where it lies, its bytes counted and hashed."""

    size: int

    def __init__(self, spool: IO[bytes], name: str | None, size: int, sha256: bytes) -> None:
        super().__init__(cast(BinaryIO, spool), filename=name, size=size)
        self.path = Path(spool.name)
        self.sha256 = sha256


@asynccontextmanager
async def receive_upload(request: Request, max_bytes: int) -> AsyncIterator[Upload]:
    """Spool the `file` part of a multipart body; the file is gone when the block ends.

    PayloadTooLarge over `max_bytes` of body, InvalidRequest when it is not the form the contract asks for,
    SlowClient when it does not come, Unavailable when the disk is full.
    """
    refuse_declared_size(request.headers, max_bytes)
    parser_boundary = boundary(request.headers)
    with _spool_file() as spool:
        form = _Form(parser_boundary)
        await _read_body(request, form, spool, max_bytes)
        if not form.is_complete:
            raise InvalidRequest(_CUT_SHORT)
        if not form.has_file or (form.file_name == "" and not form.file_size):
            # (An empty name and no content is what a browser sends when no file was chosen.)
            raise InvalidRequest("Field required", loc=("body", FILE_PART), type="missing")
        yield Upload(spool, form.file_name, form.file_size, form.digest.digest())


def refuse_declared_size(headers: Mapping[str, str], max_bytes: int) -> None:
    """PayloadTooLarge when the client says itself that the body is over the limit."""
    declared = headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > max_bytes:
        raise too_large(max_bytes)


def too_large(max_bytes: int) -> PayloadTooLarge:
    return PayloadTooLarge(
        f"The upload is larger than {max_bytes:,} bytes: split the file, or compress it with gzip."
    )


def boundary(headers: Mapping[str, str]) -> bytes:
    """The form's boundary; InvalidRequest when the body is not declared as a form."""
    media_type, options = parse_options_header(headers.get("content-type", ""))
    found = options.get(b"boundary")
    if media_type.lower() != b"multipart/form-data" or not found:
        raise InvalidRequest("Field required", loc=("body", FILE_PART), type="missing")
    return found


@contextmanager
def _spool_file() -> Iterator[IO[bytes]]:
    try:
        with spool_file("upload") as spool:  # gone with the block, whatever happens inside
            yield spool
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Unavailable(
                "There is no room to receive the file now: try again later."
            ) from error
        raise


async def _read_body(request: Request, form: "_Form", spool: IO[bytes], max_bytes: int) -> None:
    received = 0
    patience: float = request.app.state.services.settings.slow_client_seconds
    async for chunk in _in_time(_chunks(request), patience):
        received += len(chunk)
        if received > max_bytes:
            raise too_large(max_bytes)
        form.feed(chunk)
        if form.pending_bytes >= WRITE_BYTES:
            await run_in_threadpool(form.write_pending, spool)
    if form.pending_bytes > SMALL_BYTES:
        await run_in_threadpool(form.write_pending, spool)
    else:
        form.write_pending(spool)
    spool.flush()


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        # Nobody hears this answer; but let go, the caller's lost connection would be logged as our failure.
        raise InvalidRequest(_CUT_SHORT) from error


async def _in_time(stream: AsyncIterator[bytes], patience: float) -> AsyncIterator[bytes]:
    """The same chunks; SlowClient when the next is `patience` seconds in coming, or all together are too slow."""
    started, received = time.monotonic(), 0
    while True:
        try:
            async with asyncio.timeout(patience):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise SlowClient from None
        yield chunk
        received += len(chunk)
        waited = time.monotonic() - started
        if waited > patience and received < waited * MIN_BYTES_PER_SECOND:
            raise SlowClient


class _Form:
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
