"""Cleaning in a process of its own, so that no file can slow, bloat or kill the server.

The child reads and cleans while this process feeds COPY; it may use so much memory, so much CPU and no more,
and it dies with its parent. Small text needs no such care: it is cleaned right here, which saves the start.
"""

import ctypes
import json
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from app.errors import InvalidRequest, PayloadTooLarge, ServiceError, Unavailable, UnknownContent
from app.importer.cleaning import CleanReport, CleanRequest, clean
from app.importer.error_list import list_rejected
from app.importer.reader import is_plain_text

Work = Callable[..., Generator[bytes, None, CleanReport | None]]

INLINE_BYTES: Final = (
    32 * 1024
)  # 500 rows, 3 ms of cleaning; the worst rows anybody found take 0.6 s
MEMORY_BYTES: Final = 1024**3  # of address space; an honest workbook of 200,000 rows needs a tenth
CPU_SECONDS: Final = 300  # two million rows take ten
SILENCE_SECONDS: Final = 60.0  # the slowest honest file gives its next block in one

_BLOCK, _RETURNED, _ERROR = b"B", b"R", b"E"
_ERRORS: Final = {
    kind.__name__: kind for kind in (InvalidRequest, UnknownContent, PayloadTooLarge, Unavailable)
}
_PR_SET_PDEATHSIG: Final = 1

_context = get_context("forkserver")
_log = logging.getLogger(__name__)


class Cleaned:
    """The file's blocks for COPY, to loop over once; `report` is there when the loop has ended.

    Raises what clean() raises, and InvalidRequest when the child died of the file.
    """

    report: CleanReport

    def __init__(self, request: CleanRequest) -> None:
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        report = yield from run_apart(self._request.path, clean, self._request)
        self.report = CleanReport.from_json(report)


def rejected_rows(request: CleanRequest, ambiguous: dict[int, str]) -> Iterator[bytes]:
    """list_rejected() with the same care."""
    yield from run_apart(request.path, list_rejected, request, ambiguous)


def run_apart(path: Path, work: Work, *arguments: Any) -> Generator[bytes, None, Any]:
    """The blocks that `work` yields about the file, and what it returns, as JSON values.

    In a child process, unless the file is small and plain.
    """
    if path.stat().st_size <= INLINE_BYTES and is_plain_text(path):
        returned = yield from work(*arguments)
        return json.loads(encode_returned(returned))
    receiver, sender = _context.Pipe(duplex=False)
    child = _context.Process(target=serve, args=(sender, work, *arguments), daemon=True)
    with receiver:
        child.start()
        sender.close()
        try:
            return (yield from receive(receiver))
        finally:
            child.kill()
            child.join()
            child.close()


def receive(receiver: Connection) -> Generator[bytes, None, Any]:
    while (message := next_message(receiver))[:1] == _BLOCK:
        yield message[1:]
    if message[:1] == _ERROR:
        raise decode_error(message[1:])
    return json.loads(message[1:])


def start_forkserver() -> None:
    """Start the process that children are forked from, with the cleaner loaded: 0.3 s once, 10 ms an import."""
    _context.set_forkserver_preload(["app.importer.child"])
    forkserver.ensure_running()


def next_message(receiver: Connection) -> bytes:
    try:
        if receiver.poll(SILENCE_SECONDS):
            return receiver.recv_bytes()
    except EOFError:
        _log.warning("the child that read a file died of it")
    raise InvalidRequest(
        "The file takes more memory or time to read than any file may: save it as CSV and import that."
    )


def serve(sender: Connection, work: Work, *arguments: Any) -> None:
    """The child's whole life."""
    limit_this_process()
    try:
        returned = send_blocks(sender, work(*arguments))
        sender.send_bytes(_RETURNED + encode_returned(returned))
    except BrokenPipeError:
        sys.exit(1)  # nobody wants the rest
    except BaseException as error:  # a library's PanicException is no Exception
        sender.send_bytes(_ERROR + encode_error(error))


def send_blocks(sender: Connection, blocks: Generator[bytes, None, Any]) -> Any:
    """Send each block as it comes; what the generator returns."""
    while True:
        try:
            sender.send_bytes(_BLOCK + next(blocks))
        except StopIteration as end:
            return end.value


def limit_this_process() -> None:
    """No more memory and CPU than a file may cost, no keyboard, and no life after the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The fork server goes with the service, and this process with the fork server. Elsewhere the next
        # write to the broken pipe ends it.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            sys.exit(1)


def encode_returned(returned: CleanReport | None) -> bytes:
    """JSON, never pickle: what comes out of a process that reads strangers' files is only data."""
    return json.dumps(returned and asdict(returned)).encode()


def encode_error(error: BaseException) -> bytes:
    """The refusal, or one for an error nobody foresaw: its kind is to be logged, its words may quote the file."""
    unforeseen = None
    if isinstance(error, MemoryError):
        error = PayloadTooLarge("The file takes more memory to read than allowed: save it as CSV.")
    elif not isinstance(error, ServiceError):
        where = traceback.extract_tb(error.__traceback__)[-1]
        unforeseen = f"{type(error).__name__} at {where.filename}:{where.lineno}"
        error = InvalidRequest("The file cannot be read: open it, save it as CSV, and import that.")
    fields = {"message": error.message} | {
        name: value for name, value in vars(error).items() if name in ("loc", "type", "retry_after")
    }
    kind = type(error).__name__
    return json.dumps({"kind": kind, "fields": fields, "unforeseen": unforeseen}).encode()


def decode_error(data: bytes) -> ServiceError:
    """The child's refusal; what nobody foresaw is logged here, for the child knows nothing of the service's log."""
    decoded: dict[str, Any] = json.loads(data)
    if decoded["unforeseen"]:
        _log.error("reading failed: %s", decoded["unforeseen"])
    return _ERRORS[decoded["kind"]](**decoded["fields"])
