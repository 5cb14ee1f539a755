"""What every command shares: its options, its connection to the database, its two ways of printing."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from app.admin import Administration
from app.config import Settings
from app.database import make_engine
from app.startup import complete, database_url, read_settings

AccountOption = Annotated[UUID, typer.Option("--account", help="The account's id.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]

_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}
_LONGEST: Final = timedelta(days=36_525)  # later, and no date could follow


@contextmanager
def database() -> Iterator[tuple[Settings, Engine]]:
    """The completed settings and an engine, closed when the command is done."""
    settings = complete(read_settings())
    engine = make_engine(database_url(settings))
    try:
        yield settings, engine
    finally:
        engine.dispose()


@contextmanager
def administration() -> Iterator[Administration]:
    """The operator's verbs on the configured database."""
    with database() as (_settings, engine):
        yield Administration(engine)


def parse_lifetime(text: str) -> timedelta:
    """`90d`, `12h`, `30m`: a number and one of s, m, h, d, w."""
    match = re.fullmatch(r"([1-9]\d{0,8})([smhdw])", text.strip().lower(), re.ASCII)
    if match is None:
        raise typer.BadParameter(f"{text!r} is not a duration: write 90d, 12h or 30m.")
    if int(match[1]) * _SECONDS[match[2]] > _LONGEST.total_seconds():
        raise typer.BadParameter(f"{text!r} is too long: a hundred years at most.")
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def print_json(value: Any) -> None:
    """One JSON object on standard output, at once: `serve` goes on for days after it."""
    print(json.dumps(value, default=_plain, ensure_ascii=False), flush=True)


def print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], empty: str) -> None:
    """Rows as people read them; `empty` when there are none."""
    if not rows:
        print(empty)
        return
    table = Table(*[column.replace("_", " ") for column in columns], box=None, pad_edge=False)
    for row in rows:
        # As Text: in a string, rich would take a customer's "[/b]" for its own markup.
        table.add_row(*[Text(_shown(row[name])) for name in columns])
    # Ids are there to be copied: a line that is too long is left to the terminal to wrap, never cut.
    # The console must be that wide itself: a width given to print() counts only where it is less.
    Console(soft_wrap=True, width=Console(width=10_000).measure(table).maximum).print(table)


def _shown(value: Any) -> str:
    return "" if value is None else str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value) if isinstance(value, UUID) else value
