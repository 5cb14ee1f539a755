"""dlt as its manual recommends it for speed: Arrow tables in, `merge` into Postgres.

Its own tables, made equal to ours: the same ids, indexes and foreign keys. Two things stay in its favour: no value
is checked, and it commits several times on the way, so that a failure leaves half an import.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

import psycopg
from psycopg.errors import UndefinedTable

from benchmarks.cluster import PEER_SCHEMA
from benchmarks.contenders import Details, Job, Run
from benchmarks.data import COLUMNS

# It reads its environment as it is imported: no telemetry from here, and no warning for each column it maps.
os.environ.update(RUNTIME__DLTHUB_TELEMETRY="false", RUNTIME__LOG_LEVEL="ERROR")
# Modules without types, and absent from most machines that check ours.
dlt: Any = import_module("dlt")
pyarrow: Any = import_module("pyarrow")
csv: Any = import_module("pyarrow.csv")

CUSTOMER_KEY: Final = ("account_id", "customer_id")
TARGET_KEY: Final = ("account_id", "customer_id", "campaign_id")

# What dlt has made, brought to what our tables are: the same surrogate ids, stamps, indexes and foreign keys. dlt
# does not know of them; the database fills them in and checks them, as it does for everybody.
SHAPE: Final = """
CREATE TABLE {0}.campaigns (account_id varchar, id varchar, PRIMARY KEY (account_id, id));
ALTER TABLE {0}.customers
    ADD id uuid NOT NULL DEFAULT uuidv7(),
    ADD created_at timestamptz NOT NULL DEFAULT now(),
    ADD updated_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT pk_customers PRIMARY KEY (account_id, id),
    ADD CONSTRAINT uq_customers UNIQUE (account_id, customer_id);
CREATE INDEX ix_email ON {0}.customers (account_id, email) WHERE email IS NOT NULL;
CREATE INDEX ix_phone ON {0}.customers (account_id, phone) WHERE phone IS NOT NULL;
ALTER TABLE {0}.targets
    ADD id uuid NOT NULL DEFAULT uuidv7(),
    ADD created_at timestamptz NOT NULL DEFAULT now(),
    ADD updated_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT pk_targets PRIMARY KEY (account_id, campaign_id, id),
    ADD CONSTRAINT uq_targets UNIQUE (account_id, customer_id, campaign_id),
    ADD CONSTRAINT fk_customers FOREIGN KEY (account_id, customer_id)
        REFERENCES {0}.customers (account_id, customer_id),
    ADD CONSTRAINT fk_campaigns FOREIGN KEY (account_id, campaign_id) REFERENCES {0}.campaigns;
"""
IS_SHAPED: Final = "SELECT to_regclass(%s) IS NOT NULL"
ADD_CAMPAIGN: Final = f"INSERT INTO {PEER_SCHEMA}.campaigns VALUES (%s, %s) ON CONFLICT DO NOTHING"


@contextmanager
def dlt_merge(database_url: str) -> Iterator[Run]:
    """A pipeline whose tables exist and are indexed."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "peer",
            pipelines_dir=folder,
            destination=dlt.destinations.postgres(credentials=credentials(database_url)),
            dataset_name=PEER_SCHEMA,
        )
        for resource in resources(empty_table(), "", ""):
            pipeline.run(resource)
        shape_tables(database_url)

        def run(job: Job) -> Details:
            table = csv.read_csv(job.path, convert_options=as_text())
            account_id, campaign_id = str(job.account_id), str(job.campaign_id)
            add_campaign(database_url, account_id, campaign_id)
            # One after the other: in one run it would write targets beside the customers they refer to.
            for resource in resources(table, account_id, campaign_id):
                pipeline.run(resource)
            return Details()

        yield run


def shape_tables(database_url: str) -> None:
    """Once a round: what is there already stays."""
    with psycopg.connect(database_url) as connection:
        found = connection.execute(IS_SHAPED, [f"{PEER_SCHEMA}.campaigns"]).fetchone()
        if found is None or not found[0]:
            connection.execute(SHAPE.format(PEER_SCHEMA).encode())


def add_campaign(database_url: str, account_id: str, campaign_id: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(ADD_CAMPAIGN.encode(), [account_id, campaign_id])


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
        SELECT (SELECT count(*) FROM {PEER_SCHEMA}.customers WHERE account_id = %(id)s),
            (SELECT count(*) FROM {PEER_SCHEMA}.targets WHERE account_id = %(id)s)
    """
    with psycopg.connect(database_url) as connection:
        try:
            found = connection.execute(query.encode(), {"id": str(account_id)}).fetchone()
        except UndefinedTable:
            return 0, 0
    return found or (0, 0)
