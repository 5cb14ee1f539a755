"""What people would use instead, on equal tables; only with --peers.

SQLAlchemy Core is here already; dlt and pyarrow are no dependencies of the project and are looked for only now.
"""

from contextlib import AbstractContextManager
from importlib import import_module
from importlib.util import find_spec

import typer

from benchmarks.cluster import Database
from benchmarks.contenders import KEYED_BY_CUSTOMER_ID, Contender, Run
from benchmarks.data import Kind
from benchmarks.sqlalchemy_core import sqlalchemy_core

DLT = "dlt merge, Arrow"
CORE = "SQLAlchemy Core, batches"


def peers(database: Database, max_rows: int) -> list[Contender]:
    """The peers that are installed must be all of them: a table with one missing would be read as a verdict."""
    if find_spec("dlt") is None or find_spec("pyarrow") is None:
        raise typer.BadParameter(
            "dlt and pyarrow are not installed: run `.venv/bin/python -m pip install -r benchmarks/peers.txt`.",
            param_hint="--peers",
        )
    return [
        Contender(CORE, database, sqlalchemy_core, KEYED_BY_CUSTOMER_ID, max_rows=max_rows),
        Contender(
            DLT,
            database,
            dlt_merge,
            frozenset({Kind.ORDERED, Kind.SHUFFLED}),
            cleans=False,
            max_rows=max_rows,
            count=import_module("benchmarks.dlt_merge").stored,
        ),
    ]


def dlt_merge(database_url: str) -> AbstractContextManager[Run]:
    found: AbstractContextManager[Run] = import_module("benchmarks.dlt_merge").dlt_merge(
        database_url
    )
    return found
