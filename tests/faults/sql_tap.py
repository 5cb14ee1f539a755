"""Every statement on its way to the database: listened to, or rewritten, whoever wrote it (sql/ or SQLAlchemy)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from sqlalchemy import Engine, event

Rewrite = Callable[[str], str]

# `account_id = %(account_id)s` in all the ways it is written: with an alias, quoted, cast, numbered.
_PREDICATE: Final = re.compile(r"\b(?:\w+\.)?account_id = %\(\w+\)s(?:::\w+)?", re.IGNORECASE)


@contextmanager
def rewritten(engine: Engine, rewrite: Rewrite) -> Iterator[None]:
    """Send what `rewrite` makes of each statement, while the block runs."""

    def tap(driver: psycopg.Connection, *_: Any) -> None:
        driver.cursor_factory = rewriting(driver.cursor_factory, rewrite)

    def untap(driver: psycopg.Connection | None, *_: Any) -> None:
        if driver is not None:
            driver.cursor_factory = psycopg.Cursor

    event.listen(engine, "checkout", tap)
    event.listen(engine, "checkin", untap)
    try:
        yield
    finally:
        event.remove(engine, "checkout", tap)
        event.remove(engine, "checkin", untap)


def rewriting(factory: type[Any], rewrite: Rewrite) -> type[Any]:
    """A cursor that says what `rewrite` makes of each statement, by way of the cursor it stands before."""

    class Rewriting(factory):  # type: ignore[misc]  # which class it is, only the run knows
        def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
            return super().execute(rewrite(query), *arguments, **options)

    return Rewriting


def replacing(sent: str, other: str) -> Rewrite:
    """Says `other` wherever `sent` would be sent."""
    return lambda statement: other if statement == sent else statement


def heard(engine: Engine, work: Callable[[], Any]) -> list[str]:
    """The distinct statements that `work` sends, in the order they are first sent."""
    statements: dict[str, None] = {}

    def note(statement: str) -> str:
        statements[statement] = None
        return statement

    with rewritten(engine, note):
        work()
    return list(statements)


def count_predicates(statement: str) -> int:
    """How often a statement says whose rows it means."""
    return len(_PREDICATE.findall(statement))


def without_predicate(statement: str, number: int | None = None) -> str:
    """The statement with its n-th account predicate (from 0) gone, or with all of them."""
    seen = -1

    def replace(match: re.Match[str]) -> str:
        nonlocal seen
        seen += 1
        return "true" if number in (None, seen) else match[0]

    return _PREDICATE.sub(replace, statement)
