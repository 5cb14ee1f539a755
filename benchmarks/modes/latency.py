"""How long other requests take while one import runs.

The import is sent by a process of its own: in a thread, it would slow the clock it is measured with.
"""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import uuid4

from benchmarks.client import Client, head, import_path, imported
from benchmarks.cluster import Cluster
from benchmarks.contenders import Job
from benchmarks.data import Kind, write_sample
from benchmarks.machine import describe_machine
from benchmarks.project import warm_up_job
from benchmarks.serving import Server, running_server
from benchmarks.summary import Latency
from benchmarks.tenants import Tenant, new_tenant

IDLE_SECONDS: Final = 5.0
PAUSE_SECONDS: Final = (
    0.005  # about 100 requests of each kind a second: a twentieth of what one core can serve
)


class Probe(NamedTuple):
    """A request to repeat, and the status it must get."""

    request: bytes
    status: int


def run_latency(cluster: Cluster, rows: int, idle_seconds: float = IDLE_SECONDS) -> dict[str, Any]:
    """Milliseconds of each probe, idle and during an import of `rows`."""
    machine = describe_machine(cluster)
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Kind.ORDERED, rows, Path(folder))
        tenant = new_tenant(cluster.main.url)
        with running_server(cluster.main.url) as server, warm_up_job(cluster.main.url) as warm_up:
            imported(Client(server.port).post_file(warm_up))
            cluster.main.settle()
            probes = make_probes(tenant)
            ask_repeatedly(server, probes, lasting(0.5))
            idle = ask_repeatedly(server, probes, lasting(idle_seconds))
            job = Job(tenant.account_id, tenant.first, tenant.key, "customer_id", sample.first)
            seconds, busy = ask_during_import(server, probes, job)
    return {
        "machine": machine,
        "rows": rows,
        "import_seconds": seconds,
        "idle": {name: Latency.of(found)._asdict() for name, found in idle.items()},
        "busy": {name: Latency.of(found)._asdict() for name, found in busy.items()},
    }


def make_probes(tenant: Tenant) -> dict[str, Probe]:
    """One request that asks nobody, and one that asks the database who calls and for which campaign."""
    nowhere = import_path(uuid4())
    return {
        "GET /healthz": Probe(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 200),
        "POST, key good, no such campaign": Probe(head("POST", nowhere, tenant.key, 0), 404),
    }


def ask_during_import(
    server: Server, probes: dict[str, Probe], job: Job
) -> tuple[float, dict[str, list[float]]]:
    """The import's seconds, and those of each probe asked meanwhile."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(time.monotonic).result()  # its start is not the import's
        sending = pool.submit(import_file, server.port, job)
        busy = ask_repeatedly(server, probes, lambda: not sending.done())
        return sending.result(), busy


def import_file(port: int, job: Job) -> float:
    """Seconds of one import over HTTP."""
    began = time.perf_counter()
    imported(Client(port).post_file(job))
    return time.perf_counter() - began


def lasting(seconds: float) -> Callable[[], bool]:
    """True until so many seconds have passed."""
    return partial(is_before, time.monotonic() + seconds)


def is_before(deadline: float) -> bool:
    return time.monotonic() < deadline


def ask_repeatedly(
    server: Server, probes: dict[str, Probe], goes_on: Callable[[], bool]
) -> dict[str, list[float]]:
    """Seconds of each probe, asked in turn with pauses, each on a kept connection of its own."""
    clients = {name: Client(server.port) for name in probes}
    found: dict[str, list[float]] = {name: [] for name in probes}
    # Two of each at least: fewer have no percentiles.
    while goes_on() or len(found[next(iter(found))]) < 2:
        for name, probe in probes.items():
            began = time.perf_counter()
            answer = clients[name].send(probe.request)
            found[name].append(time.perf_counter() - began)
            if answer.status != probe.status:
                raise RuntimeError(f"{name}: {answer.status} {answer.body.decode()[:200]}")
            time.sleep(PAUSE_SECONDS)
    for client in clients.values():
        client.close()
    return found
