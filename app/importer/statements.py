"""The algorithm's SQL, one statement a file in sql/, read once.

Values are %(name)s parameters only. A statement that is the same for each identifier is written once, with {key}
where its column stands, and asked for as "name:column". {fence} ends what is looked up for each row alone, if the
statement is asked for with a fence. {refusals} is a function of the connection's own that gives the keys of the statuses
that mean "never contact"; its name has a hash of them. The temporary tables' names are given a suffix, a hash of their
definition: a server connection kept by a pooler may hold an older release's tables (docs/design.md#staging).
"""

import json
import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from app.importer.rows import IDENTIFIERS

# What {key} stands for.
KEYS: Final = (*IDENTIFIERS, "weak_id")

# Keeps the planner from turning a look-up for each row into one join, whatever its statistics promise: it may take an
# account of ten million for one of ten, and read all of it, or all of the file for each of its customers.
FENCE: Final = "OFFSET 0"

_FOLDER: Final = files("app.importer") / "sql"
_TEMP_TABLE: Final = re.compile(r"CREATE TEMP TABLE IF NOT EXISTS (\w+)")


@cache
def statement(name: str, *, fenced: bool = False, refusals: frozenset[str] = frozenset()) -> str:
    """The text of "file" or "file:column", ready to run; FileNotFoundError when there is no such file."""
    file, _, key = name.partition(":")
    text = (_FOLDER / f"{file}.sql").read_text(encoding="utf-8")
    text = text.replace("{key}", key).replace("{fence}", FENCE if fenced else "")
    text = text.replace("{refusals}", _function(refusals)).replace("{keys}", _constant(refusals))
    return _own_tables().sub(rf"\g<0>_{_suffix()}", text)


def names_by_text(refusals: frozenset[str]) -> dict[str, str]:
    """What each text that may be run is called: every file, for each identifier, without a fence and with one."""
    names = [name for entry in _FOLDER.iterdir() for name in _variants(entry.name[: -len(".sql")])]
    return {
        statement(name, fenced=fenced, refusals=refusals): name
        for name in names
        for fenced in (False, True)
    }


@cache
def _function(keys: frozenset[str]) -> str:
    return f"pg_temp.refusals_{sha256(_constant(keys).encode()).hexdigest()[:8]}()"


@cache
def _constant(keys: frozenset[str]) -> str:
    """The keys as an object in SQL. They are folds, without punctuation; quoted all the same."""
    found = json.dumps(dict.fromkeys(sorted(keys)), ensure_ascii=False, separators=(",", ":"))
    quoted = found.replace("'", "''")
    return f"'{quoted}'::jsonb"


def _variants(file: str) -> list[str]:
    has_key = "{key}" in (_FOLDER / f"{file}.sql").read_text(encoding="utf-8")
    return [f"{file}:{key}" for key in KEYS] if has_key else [file]


@cache
def _definition() -> str:
    return (_FOLDER / "create_staging.sql").read_text(encoding="utf-8")


@cache
def _own_tables() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_TEMP_TABLE.findall(_definition()))})\b")


@cache
def _suffix() -> str:
    return sha256(_definition().encode()).hexdigest()[:8]
