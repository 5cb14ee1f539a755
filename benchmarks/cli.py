"""The modes and their options. Without a mode: whole imports as in `run`, or with --quick a look at every mode."""

from pathlib import Path
from typing import Annotated, Final

import typer

from app.config import PROJECT_ROOT
from benchmarks.data import Kind
from benchmarks.modes.imports import Plan, run_imports
from benchmarks.plot import draw
from benchmarks.report import print_imports, save
from benchmarks.summary import Result

RESULTS: Final = PROJECT_ROOT / "docs" / "benchmark.json"
PLOT: Final = PROJECT_ROOT / "docs" / "benchmark.svg"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def run(
    rows: Annotated[list[int], typer.Option(min=10)] = [100_000],
    cases: str = "abc",
    kind: Annotated[list[Kind], typer.Option()] = [Kind.ORDERED],
    repeat: Annotated[int, typer.Option(min=1)] = 3,
    peers: bool = False,
    peer_rows: int = 100_000,
    output: Path = RESULTS,
    plot: Path = PLOT,
) -> None:
    """Imports"""
    found = run_imports(Plan(rows, cases, kind, repeat, peers, peer_rows))
    results = [Result(**r) for r in found["results"]]
    print_imports(results)
    save("imports", found, output)
    draw(results, plot)
