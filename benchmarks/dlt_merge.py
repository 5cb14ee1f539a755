"""dlt as its manual recommends it for speed: Arrow tables in, `merge` into Postgres.

Its own tables, with the columns and indexes of ours as far as it can have them: no surrogate ids, no foreign keys, no
checks of values. It commits several times on the way, so a failure leaves half an import.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

import psycopg
from psycopg.errors import UndefinedTable

from benchmarks.contenders import Details, Job, Run
from benchmarks.data import COLUMNS

# Modules without types, and absent from most machines that check ours.
dlt: Any = import_module("dlt")
pyarrow: Any = import_module("pyarrow")
csv: Any = import_module("pyarrow.csv")

DATASET: Final = "peer_dlt"
CUSTOMER_KEY: Final = ("account_id", "customer_id")
TARGET_KEY: Final = ("account_id", "customer_id", "campaign_id")
INDEXES: Final = (
    f"CREATE UNIQUE INDEX IF NOT EXISTS uq_customers ON {DATASET}.customers (account_id, customer_id)",
    f"CREATE INDEX IF NOT EXISTS ix_email ON {DATASET}.customers (account_id, email)",
    f"CREATE INDEX IF NOT EXISTS ix_phone ON {DATASET}.customers (account_id, phone)",
    f"CREATE UNIQUE INDEX IF NOT EXISTS uq_targets ON {DATASET}.targets (account_id, customer_id, campaign_id)",
)


@contextmanager
def dlt_merge(database_url: str) -> Iterator[Run]:
    """A pipeline whose tables exist and are indexed."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "peer",
            pipelines_dir=folder,
            destination=dlt.destinations.postgres(credentials=credentials(database_url)),
            dataset_name=DATASET,
        )
        pipeline.run(resources(empty_table(), "", ""))
        with psycopg.connect(database_url) as connection:
            for index in INDEXES:
                connection.execute(index.encode())

        def run(job: Job) -> Details:
            table = csv.read_csv(job.path, convert_options=as_text())
            pipeline.run(resources(table, str(job.account_id), str(job.campaign_id)))
            return Details()

        yield run


def resources(table: Any, account_id: str, campaign_id: str) -> list[Any]:
    """The customers and the targets that a file means."""
    accounts = pyarrow.array([account_id] * len(table), pyarrow.string())
    campaigns = pyarrow.array([campaign_id] * len(table), pyarrow.string())
    customers = table.append_column("account_id", accounts)
    targets = customers.select(list(CUSTOMER_KEY)).append_column("campaign_id", campaigns)
    return [
        merge_resource(customers, "customers", CUSTOMER_KEY),
        merge_resource(targets, "targets", TARGET_KEY),
    ]


def merge_resource(table: Any, name: str, key: tuple[str, ...]) -> Any:
    return dlt.resource(
        [table],
        name=name,
        primary_key=key,
        write_disposition={"disposition": "merge", "strategy": "upsert"},
    )


def as_text() -> Any:
    return csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pyarrow.string()))


def empty_table() -> Any:
    return pyarrow.table({name: pyarrow.array([], pyarrow.string()) for name in COLUMNS})


def credentials(database_url: str) -> dict[str, Any]:
    """dlt wants a host and a password even where a socket directory and trust do, and the directory encoded."""
    parts = urlsplit(database_url)
    query = parse_qs(parts.query)
    return {
        "database": parts.path.strip("/"),
        "username": parts.username,
        "password": parts.password or "none",
        "host": parts.hostname or quote(query["host"][0], safe=""),
        "port": parts.port or int(query.get("port", ["5432"])[0]),
    }


def stored(database_url: str, account_id: UUID) -> tuple[int, int]:
    """How many customers and targets the account has in dlt's tables."""
    query = f"""
        SELECT (SELECT count(*) FROM {DATASET}.customers WHERE account_id = %(id)s),
            (SELECT count(*) FROM {DATASET}.targets WHERE account_id = %(id)s)
    """
    with psycopg.connect(database_url) as connection:
        try:
            found = connection.execute(query.encode(), {"id": str(account_id)}).fetchone()
        except UndefinedTable:
            return 0, 0
    return found or (0, 0)
