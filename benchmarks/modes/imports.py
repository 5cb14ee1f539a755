"""Whole imports, by contender, kind of file, size and case; the contenders' order is turned in every round.

Cases: a, a first import, all new; b, the identical file again; c, half known with changed values, half new, into a
second campaign.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.cluster import Cluster
from benchmarks.contenders import Contender, Job
from benchmarks.data import Kind, Sample, write_sample
from benchmarks.floor import floor
from benchmarks.machine import describe_machine
from benchmarks.measure import Measurement, measure
from benchmarks.peers import peers
from benchmarks.project import in_process, over_http, warm_up_tenant
from benchmarks.summary import Result, summarise
from benchmarks.tenants import Tenant, new_tenant

FLOOR: Final = "floor"
FLOOR_WITHOUT_KEYS: Final = "floor without foreign keys"
HTTP: Final = "project over HTTP"
IN_PROCESS: Final = "project in process"


@dataclass(frozen=True)
class Plan:
    """What to measure. Peers take part up to `peer_rows`: a million rows would take one of them ten minutes."""

    rows: Sequence[int]
    cases: str
    kinds: Sequence[Kind]
    repeat: int
    with_peers: bool
    peer_rows: int


class Turn(NamedTuple):
    """Whose measurement of which case."""

    case: str
    contender: str


def run_imports(cluster: Cluster, plan: Plan) -> dict[str, Any]:
    """Everything the plan asks for, on one server."""
    contenders = enter_contenders(cluster, plan)
    for contender in contenders:
        warm_up_tenant(contender.database.url)
    machine = describe_machine(cluster)
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        for rows in plan.rows:
            for kind in plan.kinds:
                sample = write_sample(kind, rows, Path(folder))
                running = [one for one in contenders if one.takes(kind, rows)]
                results += measure_sample(cluster, running, sample, plan)
    return {"machine": machine, "repeat": plan.repeat, "results": [r.as_json() for r in results]}


def enter_contenders(cluster: Cluster, plan: Plan) -> list[Contender]:
    ours = [
        Contender(FLOOR, cluster.main, floor, cleans=False),
        Contender(FLOOR_WITHOUT_KEYS, cluster.without_keys, floor, cleans=False),
        Contender(HTTP, cluster.main, over_http),
        Contender(IN_PROCESS, cluster.main, in_process),
    ]
    return ours + (peers(cluster.main, plan.peer_rows) if plan.with_peers else [])


def measure_sample(
    cluster: Cluster, contenders: Sequence[Contender], sample: Sample, plan: Plan
) -> list[Result]:
    """Every round, every contender, every case. Each contender finds empty tables and has them to itself: rows of
    an account that sorts behind its own would cost its inserts the short way to the end of every index.
    """
    burn_in(contenders[0], sample)
    measured: dict[Turn, list[Measurement]] = defaultdict(list)
    for round_number in range(plan.repeat):
        for contender in rotated(contenders, round_number):
            cluster.empty()
            tenant = new_tenant(contender.database.url)
            for case in needed_cases(plan.cases):
                measurement = measure(contender, make_job(sample, tenant, case))
                check_stored(contender, sample, tenant, case)
                measured[Turn(case, contender.name)].append(measurement)
    return [
        summarise(sample, turn.case, turn.contender, found)
        for turn, found in measured.items()
        if turn.case in plan.cases
    ]


def burn_in(contender: Contender, sample: Sample) -> None:
    """One import that counts for nothing: the first to write so much makes the WAL files that the others reuse."""
    measure(contender, make_job(sample, new_tenant(contender.database.url), "a"))


def needed_cases(wanted: str) -> Iterator[str]:
    """The cases in order; a is run for the sake of the others even when nobody asked for its times."""
    yield from (case for case in "abc" if case in wanted or case == "a")


def rotated(contenders: Sequence[Contender], by: int) -> list[Contender]:
    """Who came first comes last in the next round."""
    start = by % len(contenders)
    return [*contenders[start:], *contenders[:start]]


def make_job(sample: Sample, tenant: Tenant, case: str) -> Job:
    is_second = case == "c"
    return Job(
        account_id=tenant.account_id,
        campaign_id=tenant.second if is_second else tenant.first,
        api_key=tenant.key,
        key=sample.kind.key,
        path=sample.second if is_second else sample.first,
    )


def check_stored(contender: Contender, sample: Sample, tenant: Tenant, case: str) -> None:
    """RuntimeError when the contender left something else behind: its time would mean nothing."""
    if sample.kind is Kind.DIRTY and not contender.cleans:
        return
    is_second = case == "c"
    expected = sample.stored[is_second], sample.enrolled[is_second]
    found = contender.count(contender.database.url, tenant.account_id)
    if found != expected:
        raise RuntimeError(
            f"{contender.name}, case {case} of {sample.rows} {sample.kind} rows, stored {found[0]} customers and "
            f"{found[1]} targets; expected {expected[0]} and {expected[1]}."
        )
