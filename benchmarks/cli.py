"""Measures the importer. Without a mode: a look at all of them with --quick, else `run`."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from app.config import PROJECT_ROOT
from benchmarks import mode_tables
from benchmarks.cluster import fresh_cluster
from benchmarks.data import Kind
from benchmarks.modes.imports import Plan, run_imports
from benchmarks.modes.latency import IDLE_SECONDS, run_latency
from benchmarks.modes.neighbours import run_neighbours
from benchmarks.modes.plans import run_plans
from benchmarks.modes.small import run_small
from benchmarks.modes.workbook import run_workbook
from benchmarks.plot import draw
from benchmarks.report import print_imports, save
from benchmarks.summary import Result

RESULTS: Final = PROJECT_ROOT / "docs" / "benchmark.json"
PLOT: Final = PROJECT_ROOT / "docs" / "benchmark.svg"
PLANS: Final = PROJECT_ROOT / ".umanize" / "benchmark-plans.txt"  # megabytes: to read, not to keep
QUICK_ROWS: Final = 1_000
PLAN_SIZES: Final = (
    5_000,
    10_000,
    100_000,
)  # the first is the largest that the importer plans as a small file

Rows = Annotated[int, typer.Option(min=100, help="Rows of the file.")]
Output = Annotated[Path, typer.Option(help="The JSON file; each mode has its section there.")]

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    quick: Annotated[
        bool,
        typer.Option(help="Every mode with 1,000 rows: does it work? Figures are thrown away."),
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        if quick:
            run_quickly()
        else:
            run()


@app.command()
def run(
    rows: Annotated[
        list[int] | None, typer.Option(min=100, help="May be repeated.  [default: 100000]")
    ] = None,
    cases: Annotated[
        str, typer.Option(help="a: all new; b: the same again; c: half known, half new.")
    ] = "abc",
    kind: Annotated[
        list[Kind] | None, typer.Option(help="May be repeated.  [default: ordered]")
    ] = None,
    repeat: Annotated[int, typer.Option(min=1, help="Rounds, the order rotated in each.")] = 3,
    peers: Annotated[
        bool, typer.Option("--peers", help="dlt and SQLAlchemy Core too: see benchmarks/peers.txt.")
    ] = False,
    peer_rows: Annotated[int, typer.Option(help="Peers take no larger files than this.")] = 100_000,
    output: Output = RESULTS,
    plot: Annotated[Path, typer.Option(help="Where the drawing goes.")] = PLOT,
) -> None:
    """Whole imports: floor, project over HTTP and in process, and peers, in turns."""
    plan = Plan(
        rows=rows or [100_000],
        cases=cases,
        kinds=kind or [Kind.ORDERED],
        repeat=repeat,
        with_peers=peers,
        peer_rows=peer_rows,
    )
    with fresh_cluster() as cluster:
        report_imports(run_imports(cluster, plan), output, plot)


@app.command()
def latency(
    rows: Rows = 1_000_000,
    idle_seconds: Annotated[float, typer.Option(help="How long to look at rest.")] = IDLE_SECONDS,
    output: Output = RESULTS,
) -> None:
    """Other requests during an import."""
    with fresh_cluster() as cluster:
        found = run_latency(cluster, rows, idle_seconds)
    mode_tables.print_latency(found)
    save("latency", found, output)


@app.command()
def small(
    imports: Annotated[int, typer.Option(min=2, help="By one client, for the latency.")] = 500,
    many: Annotated[int, typer.Option(min=64, help="By 16 clients, for the rate.")] = 10_000,
    output: Output = RESULTS,
) -> None:
    """Imports of one row, and what they leave in the catalogue."""
    with fresh_cluster() as cluster:
        found = run_small(cluster, imports, many)
    mode_tables.print_small(found)
    save("small", found, output)


@app.command()
def workbook(rows: Rows = 200_000, output: Output = RESULTS) -> None:
    """A large workbook: seconds, and the child's memory."""
    with fresh_cluster() as cluster:
        found = run_workbook(cluster, rows)
    mode_tables.print_workbook(found)
    save("workbook", found, output)


@app.command()
def neighbours(rows: Rows = 200_000, output: Output = RESULTS) -> None:
    """What two accounts cost each other on two workers."""
    with fresh_cluster() as cluster:
        found = run_neighbours(cluster, rows)
    mode_tables.print_neighbours(found)
    save("neighbours", found, output)


@app.command()
def plans(
    sizes: Annotated[
        list[int] | None, typer.Option(help="May be repeated.  [default: 5000, 10000, 100000]")
    ] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option(help="May be repeated.  [default: every kind]")
    ] = None,
    rows: Annotated[int, typer.Option(min=100, help="Customers of the large account.")] = 1_000_000,
    plans_file: Annotated[Path, typer.Option(help="Where the plans go.")] = PLANS,
    output: Output = RESULTS,
) -> None:
    """Seconds and plans on new accounts with stale statistics."""
    with fresh_cluster() as cluster:
        found = run_plans(cluster, sizes or PLAN_SIZES, kind or list(Kind), rows, plans_file)
    mode_tables.print_plans(found)
    save("plans", found, output)


def run_quickly() -> None:
    """Every mode, small, on one server; nothing is kept."""
    plan = Plan([QUICK_ROWS], "abc", [Kind.ORDERED], repeat=1, with_peers=False, peer_rows=0)
    with fresh_cluster() as cluster, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report_imports(run_imports(cluster, plan), folder / "results.json", folder / "plot.svg")
        mode_tables.print_latency(run_latency(cluster, QUICK_ROWS, idle_seconds=0.2))
        mode_tables.print_small(run_small(cluster, imports=20, many=64))
        mode_tables.print_workbook(run_workbook(cluster, QUICK_ROWS))
        mode_tables.print_neighbours(run_neighbours(cluster, QUICK_ROWS))
        plans_file = folder / "plans.txt"
        found = run_plans(cluster, [QUICK_ROWS], [Kind.PHONE], QUICK_ROWS, plans_file)
        mode_tables.print_plans(found)


def report_imports(found: dict[str, Any], output: Path, plot: Path) -> None:
    results = [Result(**fields) for fields in found["results"]]
    print_imports(results)
    draw(results, plot)
    save("imports", found, output)
