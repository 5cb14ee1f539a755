"""How a child that cleans a file may end. In a module of its own: children import it by its name."""

import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Generator

from app.importer.cleaning import CleanReport, CleanRequest

Death = Callable[[CleanRequest], Generator[bytes, None, CleanReport]]

FIRST_BLOCK = b"1\t2\tC-1\t\t\t\t\t\t\n"  # a row that is staged before the end comes


def killed(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    os.kill(os.getpid(), signal.SIGKILL)
    return CleanReport(1)


def aborted(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    os.abort()


def crashed(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    ctypes.string_at(0)
    return CleanReport(1)


def out_of_cpu(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass


def silent(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    time.sleep(3_600)
    return CleanReport(1)


def gone(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    sys.exit()


def out_of_memory(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    bytearray(2 * 1024**3)
    return CleanReport(1)


def mistaken(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    yield FIRST_BLOCK
    raise ZeroDivisionError("a customer's secret")
