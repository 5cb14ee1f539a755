"""docs/design.md#limits: rows, columns and unpacked bytes, each a 413 that leaves nothing behind."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import Rows, delimited, json_array, json_lines, ods, xls, xlsb, xlsx
from tests.files.cases import Case, Refusal, customer, new
from tests.reader.builders import gzipped, zipped

WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "CSV": lambda rows: delimited(rows).encode(),
    "XLSX": xlsx,
    "XLSB": xlsb,
    "XLS": xls,
    "ODS": ods,
    "JSON Lines": json_lines,
    "a JSON array": json_array,
}
WORKBOOKS = ("XLSX", "XLSB", "XLS", "ODS")
THREE_ROWS = {"max_rows": 3}
THREE_COLUMNS = {"max_columns": 3}
SMALL = {"max_unpacked_bytes": 50_000}


def people(count: int) -> Rows:
    return [["email"], *([f"a{n}@x.com"] for n in range(count))]


def wide(columns: int) -> Rows:
    names = [f"column {n}" for n in range(columns - 1)]
    return [["email", *names], ["a0@x.com", *names]]


def stored(count: int) -> list[dict[str, str | None]]:
    return [customer(email=f"a{n}@x.com") for n in range(count)]


ALLOWED = [
    *(
        Case(
            f"three rows of {name} are three",
            write(people(3)),
            new(3),
            stored(3),
            settings=THREE_ROWS,
        )
        for name, write in WRITERS.items()
    ),
    *(
        Case(f"three columns of {name}", write(wide(3)), new(1), stored(1), settings=THREE_COLUMNS)
        for name, write in WRITERS.items()
    ),
    *(
        Case(
            f"a fourth column of {name} is not read, and a notice says so",
            WRITERS[name](wide(4)),
            new(1),
            stored(1),
            [(1, None, "Cells beyond column C are not read")],
            settings=THREE_COLUMNS,
        )
        for name in WORKBOOKS
    ),
    Case(
        "as many bytes as allowed",
        gzipped(b"email\na0@x.com\n".ljust(50_000, b"\n")),
        new(1),
        stored(1),
        settings=SMALL,
    ),
]

REFUSED = [
    *(
        Refusal(f"a fourth row of {name}", write(people(4)), 413, "rows", settings=THREE_ROWS)
        for name, write in WRITERS.items()
    ),
    *(
        Refusal(
            f"a fourth column of {name}", write(wide(4)), 413, "columns", settings=THREE_COLUMNS
        )
        for name, write in WRITERS.items()
        if name not in WORKBOOKS
    ),
    *(
        Refusal(
            f"{name} that unpacks to one byte too many", content, 413, "unpacks", settings=SMALL
        )
        for name, content in {
            "a gzip": gzipped(b"email\n".ljust(50_001, b"\n")),
            "a ZIP": zipped(("a.csv", b"email\n".ljust(50_001, b"\n"))),
            "an XLSX": xlsx([["email"], ["a" * 50_000 + "@x.com"]]),
            "an XLSB": xlsb([["email"], ["a" * 50_000 + "@x.com"]]),
            "an ODS": ods([["email"], ["a" * 50_000 + "@x.com"]]),
            "a gzip in a ZIP": zipped(("a.csv.gz", gzipped(b"email\n".ljust(50_001, b"\n")))),
        }.items()
    ),
    Refusal("a thousand and one columns", delimited(wide(1_001)).encode(), 413, "1,000 columns"),
]


@pytest.mark.parametrize("case", ALLOWED, ids=str)
def test_a_file_at_the_limit_is_imported(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_a_file_beyond_a_limit_is_refused(
    case: Refusal, engine: Engine, settings: Settings
) -> None:
    case.check(engine, settings)
