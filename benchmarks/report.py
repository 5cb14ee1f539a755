"""The results as people read them, against the goals of performance.md, and as JSON."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.modes.imports import FLOOR, FLOOR_WITHOUT_KEYS, HTTP, IN_PROCESS
from benchmarks.summary import Result, ratio

WIDTH: Final = 160  # the widest table; figures cut short by a narrow terminal are no figures


def save(section: str, found: dict[str, Any], path: Path) -> None:
    """Replace one mode's section of the file; the other modes' stay, each with its own machine and moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = json.loads(path.read_text()) if path.exists() else {}
    document[section] = found
    path.write_text(json.dumps(document, indent=1, default=str) + "\n")
    Console().print(f"\n{section}: written to {path}")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Text columns first, figures to the right."""
    table = Table(box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console = Console(width=WIDTH)
    console.print(f"\n[bold]{title}[/bold]")
    console.print(table)


def print_imports(results: Sequence[Result]) -> None:
    """Every result beside its floor, then where the time went, then the goals."""
    print_table(
        "Imports: seconds are the median of the rounds (fastest - slowest)",
        ("contender", "kind", "rows", "case", "seconds", "us/row", "x floor", "WAL MB", "buffers"),
        [import_row(result, results) for result in results],
    )
    for result in results:
        if result.contender in (FLOOR, IN_PROCESS) and result.rows == max(r.rows for r in results):
            print_stages(result)
    print_table("Goals (performance.md)", ("goal", "must", "aim", "measured"), goals(results))


def import_row(result: Result, results: Sequence[Result]) -> list[str]:
    floor = find(results, result, FLOOR)
    return [
        result.contender,
        result.kind,
        f"{result.rows:,}",
        result.case,
        f"{result.median:.3f} ({min(result.seconds):.3f} - {max(result.seconds):.3f})",
        f"{result.microseconds_per_row:.1f}",
        "" if floor is None else f"{ratio(result, floor):.2f}",
        f"{result.wal_bytes / 1e6:.1f}",
        f"{result.buffers:,}",
    ]


def print_stages(result: Result) -> None:
    rows = [
        (name, f"{seconds:.3f}", f"{seconds / result.median:.0%}")
        for name, seconds in sorted(result.stages.items(), key=lambda stage: -stage[1])
        if seconds >= result.median / 100
    ]
    title = f"{result.contender}, {result.rows:,} {result.kind}, {result.case}"
    print_table(title, ("stage", "seconds", "share"), rows)


def goals(results: Sequence[Result]) -> list[list[str]]:
    """The goals that whole imports can tell about, as far as they were measured."""
    largest = max(result.rows for result in results)
    found: list[list[str]] = []
    for result in results:
        if result.contender != HTTP or result.kind != "ordered":
            continue
        if result.rows == largest:
            found += floor_goals(result, results)
            found += memory_goals(result)
        if result.rows == 100_000:
            found += peer_goals(result, results)
            found += scale_goals(result, results)
    return found


def floor_goals(result: Result, results: Sequence[Result]) -> list[list[str]]:
    must, aim = ("2.2", "1.6") if result.case == "b" else ("1.3", "1.15")
    what = f"HTTP import of {result.rows:,}, case {result.case}, over the floor"
    rows = compare(what, must, aim, result, find(results, result, FLOOR))
    if result.case == "a":
        without = find(results, result, FLOOR_WITHOUT_KEYS)
        rows += compare("case a over the floor without foreign keys", "2.0", "1.4", result, without)
    if result.case == "b":
        wal = f"{result.wal_bytes / 1e6:.2f} MB"
        rows.append([f"WAL of an identical re-import of {result.rows:,}", "1 MB", "0", wal])
    return rows


def compare(
    what: str, must: str, aim: str, result: Result, other: Result | None
) -> list[list[str]]:
    return [] if other is None else [[what, must, aim, f"{ratio(result, other):.2f}"]]


def memory_goals(result: Result) -> list[list[str]]:
    growth, child = (result.memory[name] / 1024**2 for name in ("server growth", "child"))
    what = f"{result.rows:,}-row CSV, case {result.case}"
    return [
        [f"server process growth, {what}", "15 MB", "5 MB", f"{growth:.1f} MB"],
        [f"child's peak, {what}", "80 MB", "50 MB", f"{child:.1f} MB"],
    ]


def peer_goals(result: Result, results: Sequence[Result]) -> list[list[str]]:
    rows: list[list[str]] = []
    for name, must, aim in (
        ("dlt merge, Arrow", "3", "5"),
        ("SQLAlchemy Core, batches", "12", "20"),
    ):
        peer = find(results, result, name)
        if peer is not None:
            what = f"times faster than {name}, 100k, case {result.case}"
            rows.append([what, must, aim, f"{ratio(peer, result):.1f}"])
    return rows


def scale_goals(result: Result, results: Sequence[Result]) -> list[list[str]]:
    for other in results:
        if same_but(other, result, rows=1_000_000, contender=HTTP):
            grown = other.microseconds_per_row / result.microseconds_per_row
            what = f"microseconds a row, 1M over 100k, case {result.case}"
            return [[what, "1.3", "1.1", f"{grown:.2f}"]]
    return []


def find(results: Sequence[Result], like: Result, contender: str) -> Result | None:
    """The same import by another contender."""
    for other in results:
        if same_but(other, like, rows=like.rows, contender=contender):
            return other
    return None


def same_but(other: Result, like: Result, *, rows: int, contender: str) -> bool:
    wanted = (like.kind, like.case, rows, contender)
    return (other.kind, other.case, other.rows, other.contender) == wanted
