"""How the other modes' figures are printed."""

from typing import Any, Final

from benchmarks.report import print_table

MIB: Final = 1024**2


def print_latency(found: dict[str, Any]) -> None:
    idle, busy = found["idle"], found["busy"]
    rows = [
        [name, when, *latency_cells(figures[name])]
        for name in idle
        for when, figures in (("idle", idle), ("busy", busy))
    ]
    title = f"Other requests during an import of {found['rows']:,} rows ({found['import_seconds']:.1f} s)"
    print_table(title, ("request", "when", "asked", "p50 ms", "p99 ms", "worst ms"), rows)
    goals = [
        [name, f"{busy[name]['p99']:.1f} ms", f"{busy[name]['p99'] / idle[name]['p99']:.1f} x idle"]
        for name in idle
    ]
    print_table(
        "Goal: p99 within 15 ms and 4 x idle (aim 2.5 x)", ("request", "p99", "ratio"), goals
    )


def latency_cells(latency: dict[str, Any]) -> list[str]:
    figures = [f"{latency[name]:.2f}" for name in ("p50", "p99", "worst")]
    return [f"{latency['requests']:,}", *figures]


def print_small(found: dict[str, Any]) -> None:
    one = latency_cells(found["latency"])
    columns = ("", "imports", "p50 ms", "p99 ms", "worst ms")
    print_table("One row a file, one client (goal p50: 15 ms, aim 8)", columns, [["warm", *one]])
    rows = [
        [
            name,
            f"{found[name]['imports']:,}",
            f"{found[name]['refused']:,}",
            f"{found[name]['per_second']:.0f}",
        ]
        for name in ("accounts apart", "one account")
    ]
    title = f"{found['workers']} workers, {found['clients']} clients (goal: 200 a second, aim 400)"
    print_table(title, ("", "imports", "refused (503)", "per second"), rows)
    print_catalogue(found["catalogue"])


def print_catalogue(catalogue: dict[str, dict[str, int]]) -> None:
    """Goal: nothing that stays."""
    columns = ("", *catalogue["before"])
    rows = [
        [when, *[f"{value:,}" for value in sizes.values()]] for when, sizes in catalogue.items()
    ]
    print_table("System catalogue (goal: no lasting growth)", columns, rows)


def print_workbook(found: dict[str, Any]) -> None:
    rows = [
        [
            name,
            f"{file['file_bytes'] / MIB:.1f}",
            f"{file['read_seconds']:.2f}",
            f"{file['child_bytes'] / MIB:.0f}",
            f"{file['import_seconds']:.2f}",
            f"{file['import_child_bytes'] / MIB:.0f}",
            f"{file['server_growth_bytes'] / MIB:.1f}",
        ]
        for name, file in found["files"].items()
    ]
    title = f"Files of {found['rows']:,} rows (goal, child's peak of a workbook: 400 MB, aim 150)"
    print_table(
        title,
        (
            "file",
            "MB",
            "read and clean s",
            "child MB",
            "import over HTTP s",
            "child MB",
            "server growth MB",
        ),
        rows,
    )


def print_neighbours(found: dict[str, Any]) -> None:
    alone, together = max(found["alone"]), max(found["together"])
    rows = [
        ["one account", f"{alone:.2f}", "1.00"],
        ["two accounts at once", f"{together:.2f}", f"{2 * alone / together:.2f}"],
    ]
    title = f"Imports of {found['rows']:,} rows, 2 workers: both cores at work"
    print_table(title, ("", "seconds", "rows a second, relative"), rows)
    names = ("small idle", "small busy")
    cells = [[name, *latency_cells(found[name])] for name in names]
    columns = ("100 rows", "imports", "p50 ms", "p99 ms", "worst ms")
    print_table("Another account's small imports, alone and beside a large one", columns, cells)


def print_plans(found: dict[str, Any]) -> None:
    rows = [
        [
            row["kind"],
            f"{row['rows']:,}",
            row["case"],
            f"{row['seconds']:.3f}",
            f"{row['seconds'] / row['rows'] * 1e6:.1f}",
        ]
        for row in found["new accounts"]
    ]
    title = "New accounts, nothing analyzed: microseconds a row must not grow with the rows"
    print_table(title, ("kind", "rows", "case", "seconds", "us/row"), rows)
    small = [
        [
            row["kind"],
            f"{row['rows']:,}",
            f"{row['stored']:,}",
            row["statistics"],
            f"{row['seconds']:.3f}",
        ]
        for row in found["small files"]
    ]
    columns = ("kind", "rows", "customers stored", "statistics", "seconds")
    print_table("A small file into a large account", columns, small)
