"""The request body -> one file on disk, byte by counted byte; nothing of it is ever whole in memory.

It stands in for the framework's form parser, which would read everything before anybody asked who is calling
and turn a full disk into a 400 (docs/design.md#body-first).
"""

import asyncio
import errno
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from fastapi import UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from app.errors import InvalidRequest, PayloadTooLarge, SlowClient, Unavailable
from app.form import Form, boundary
from app.spool import spool_file

WRITE_BYTES: Final = 1024 * 1024  # fewer, larger trips to the thread that writes
SMALL_BYTES: Final = 64 * 1024  # written sooner than a thread is woken
MIN_BYTES_PER_SECOND: Final = 1024  # a modem of 1998 sends four times as much

_CUT_SHORT: Final = "The request body ends in the middle of the form: send it again."


class Upload(UploadFile):
    """A received file in the framework's own type: where it lies, its bytes counted and hashed."""

    size: int

    def __init__(self, spool: IO[bytes], form: Form) -> None:
        super().__init__(cast(BinaryIO, spool), filename=form.file_name, size=form.file_size)
        self.path = Path(spool.name)
        self.sha256 = form.digest.digest()
        # What the part's Content-Type declares, None if nothing; never checked here.
        self.charset = form.charset
        self.columns: Mapping[str, str | None] = form.columns or {}


@asynccontextmanager
async def receive_upload(request: Request, max_bytes: int) -> AsyncIterator[Upload]:
    """Spool the `file` part of a multipart body; the file is gone when the block ends.

    PayloadTooLarge over `max_bytes` of body, InvalidRequest when it is not the form the contract asks for,
    SlowClient when it does not come, Unavailable when the disk is full.
    """
    refuse_declared_size(request.headers, max_bytes)
    parser_boundary = boundary(request.headers.get("content-type", ""))
    with _spool_file() as spool:
        form = Form(parser_boundary)
        await _read_body(request, form, spool, max_bytes)
        form.finish()
        yield Upload(spool, form)


def refuse_declared_size(headers: Mapping[str, str], max_bytes: int) -> None:
    """PayloadTooLarge when the client says itself that the body is over the limit."""
    declared = headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > max_bytes:
        raise too_large(max_bytes)


def too_large(max_bytes: int) -> PayloadTooLarge:
    return PayloadTooLarge(
        f"The upload is larger than {max_bytes:,} bytes: split the file, or compress it with gzip."
    )


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


async def _read_body(request: Request, form: Form, spool: IO[bytes], max_bytes: int) -> None:
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
