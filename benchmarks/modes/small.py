"""Imports of one row: how long one takes, how many a second, and what many leave in the system catalogue."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import psycopg

from benchmarks.client import Client, imported, small_import
from benchmarks.cluster import Cluster, Database
from benchmarks.data import one_row_files
from benchmarks.machine import describe_machine
from benchmarks.serving import running_server
from benchmarks.summary import Latency
from benchmarks.tenants import Tenant, new_tenant

WARM_UP_IMPORTS: Final = 50  # the first ones open connections, make staging tables, fill caches
CLIENTS: Final = 16
WORKERS: Final = 2
REFUSED_PAUSE_SECONDS: Final = 0.05  # after a 503; its Retry-After is for people

CATALOGUE: Final = """
SELECT (SELECT count(*) FROM pg_class), pg_total_relation_size('pg_class'),
    (SELECT count(*) FROM pg_attribute), pg_total_relation_size('pg_attribute')
"""
CATALOGUE_NAMES: Final = (
    "pg_class rows",
    "pg_class bytes",
    "pg_attribute rows",
    "pg_attribute bytes",
)


def run_small(cluster: Cluster, imports: int, many: int) -> dict[str, Any]:
    """`imports` one after the other; then `many` by CLIENTS at once, over accounts of their own and over one."""
    machine = describe_machine(cluster)
    latency = one_by_one(cluster, imports)
    tenants = [new_tenant(cluster.main.url) for _ in range(CLIENTS)]
    catalogue = {"before": catalogue_size(cluster.main)}
    with running_server(cluster.main.url, WORKERS) as server:
        side_by_side(server.port, tenants, WARM_UP_IMPORTS * WORKERS)
        catalogue["warm"] = catalogue_size(cluster.main)
        apart = side_by_side(server.port, tenants, many)
        together = side_by_side(server.port, tenants[:1] * CLIENTS, many // 4)
        catalogue["after"] = catalogue_size(cluster.main)
    catalogue["server stopped"] = catalogue_size(cluster.main)
    return {
        "machine": machine,
        "latency": latency._asdict(),
        "workers": WORKERS,
        "clients": CLIENTS,
        "accounts apart": apart,
        "one account": together,
        "catalogue": catalogue,
    }


def one_by_one(cluster: Cluster, imports: int) -> Latency:
    """One client, one worker."""
    tenant = new_tenant(cluster.main.url)
    with running_server(cluster.main.url) as server:
        client = Client(server.port)
        requests = requests_of(tenant, WARM_UP_IMPORTS + imports, "one")
        seconds = [seconds_of(client, request) for request in requests]
        client.close()
    return Latency.of(seconds[WARM_UP_IMPORTS:])


def seconds_of(client: Client, request: bytes) -> float:
    began = time.perf_counter()
    answer = client.send(request)
    seconds = time.perf_counter() - began
    imported(answer)
    return seconds


def requests_of(tenant: Tenant, count: int, prefix: str) -> Iterator[bytes]:
    for content in one_row_files(count, prefix):
        yield small_import(tenant.first, tenant.key, content)


def side_by_side(port: int, tenants: Sequence[Tenant], imports: int) -> dict[str, Any]:
    """A client a tenant, all at once; answers a second, and how many were refused with a 503."""
    each = max(1, imports // len(tenants))
    batches = [
        list(requests_of(tenant, each, f"{time.time_ns()}-{number}-"))
        for number, tenant in enumerate(tenants)
    ]
    began = time.perf_counter()
    with ThreadPoolExecutor(len(tenants)) as pool:
        statuses = sum(pool.map(lambda batch: send_all(port, batch), batches), Counter[int]())
    seconds = time.perf_counter() - began
    return {
        "imports": statuses[200],
        "refused": statuses.total() - statuses[200],
        "seconds": seconds,
        "per_second": statuses[200] / seconds,
    }


def send_all(port: int, requests: Sequence[bytes]) -> Counter[int]:
    """Every request until it is answered with 200; how often which status came."""
    client, statuses = Client(port), Counter[int]()
    for request in requests:
        while (answer := client.send(request)).status == 503:
            statuses[503] += 1
            time.sleep(REFUSED_PAUSE_SECONDS)
        imported(answer)
        statuses[200] += 1
    client.close()
    return statuses


def catalogue_size(database: Database) -> dict[str, int]:
    """Live rows and bytes; autovacuum is off, so every dead row still counts in the bytes."""
    with psycopg.connect(database.url) as connection:
        found = connection.execute(CATALOGUE).fetchone() or ()
    return dict(zip(CATALOGUE_NAMES, map(int, found), strict=True))
