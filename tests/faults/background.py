"""Requests that run while the test does something else."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx

from tests.http.caller import Caller, address

Answered = httpx.Response | None  # None: the connection broke before an answer came
Start = Callable[..., "Future[Answered]"]


@contextmanager
def in_background(api: Caller, at_once: int = 1) -> Iterator[Start]:
    """Start requests that run beside the block; their answers are all there when it ends."""
    # Made before anything is broken, and not by two threads at once.
    key, path = api.key, address(api.tenant.campaign())

    def post(content: bytes, headers: dict[str, str] | None = None) -> Answered:
        try:
            return api.post(content, path=path, headers=key | (headers or {}))
        except httpx.TransportError:
            return None

    with ThreadPoolExecutor(at_once) as pool:
        yield lambda content, headers=None: pool.submit(post, content, headers)
