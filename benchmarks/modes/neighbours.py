"""What accounts cost each other on two workers: two large imports at once, and small ones beside a large one.

Senders are processes of their own, so that they do not share an interpreter with the clock.
"""

import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from benchmarks.client import Client, imported
from benchmarks.cluster import Cluster
from benchmarks.contenders import Job
from benchmarks.data import Kind, Sample, write_file, write_sample
from benchmarks.machine import describe_machine
from benchmarks.modes.latency import import_file
from benchmarks.project import warm_up_job
from benchmarks.serving import Server, running_server
from benchmarks.summary import Latency
from benchmarks.tenants import Tenant, new_tenant

WORKERS: Final = 2
SMALL_ROWS: Final = 100
IDLE_IMPORTS: Final = 50


def run_neighbours(cluster: Cluster, rows: int) -> dict[str, Any]:
    """Seconds of an import of `rows` alone, and of two accounts' at once; milliseconds of small ones beside one."""
    machine = describe_machine(cluster)
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool,
        running_server(cluster.main.url, WORKERS) as server,
    ):
        sample = write_sample(Kind.ORDERED, rows, Path(folder))
        small = Path(folder) / "small.csv"
        write_file(small, Kind.ORDERED, range(SMALL_ROWS), SMALL_ROWS, version=0)
        warm_up(cluster, server, pool)
        alone, together = (send_at_once(cluster, server, pool, sample, n) for n in (1, 2))
        idle, busy = small_imports(cluster, server, pool, sample, small)
    return {
        "machine": machine,
        "rows": rows,
        "alone": alone,
        "together": together,
        "small idle": Latency.of(idle)._asdict(),
        "small busy": Latency.of(busy)._asdict(),
    }


def warm_up(cluster: Cluster, server: Server, pool: ProcessPoolExecutor) -> None:
    """Both workers' first connections and both senders' start are nobody's time."""
    with warm_up_job(cluster.main.url) as job:
        for _ in range(2 * WORKERS):
            imported(Client(server.port).post_file(job))
    for future in [pool.submit(time.sleep, 0.1) for _ in range(WORKERS)]:
        future.result()


def send_at_once(
    cluster: Cluster, server: Server, pool: ProcessPoolExecutor, sample: Sample, accounts: int
) -> list[float]:
    """Seconds of each of so many accounts' first imports, all begun together."""
    tenants = [new_tenant(cluster.main.url) for _ in range(accounts)]
    cluster.main.settle()
    return [future.result() for future in [send(pool, server, t, sample) for t in tenants]]


def send(
    pool: ProcessPoolExecutor, server: Server, tenant: Tenant, sample: Sample
) -> "Future[float]":
    job = Job(tenant.account_id, tenant.first, tenant.key, "customer_id", sample.first)
    return pool.submit(import_file, server.port, job)


def small_imports(
    cluster: Cluster, server: Server, pool: ProcessPoolExecutor, sample: Sample, path: Path
) -> tuple[list[float], list[float]]:
    """Seconds of one account's small imports, first alone, then while another account's large one runs."""
    small, large = new_tenant(cluster.main.url), new_tenant(cluster.main.url)
    job = Job(small.account_id, small.first, small.key, "customer_id", path)
    cluster.main.settle()
    idle = [import_file(server.port, job) for _ in range(IDLE_IMPORTS)]
    sending = send(pool, server, large, sample)
    busy = [import_file(server.port, job), import_file(server.port, job)]  # two have percentiles
    while not sending.done():
        busy.append(import_file(server.port, job))
    sending.result()
    return idle, busy
