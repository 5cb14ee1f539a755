"""The algorithm's SQL, one statement a file in sql/, read once.

Values are %(name)s parameters only. The temporary tables' names are given a suffix, a hash of their definition:
a server connection kept by a pooler may hold an older release's tables (design 4, trap 11).
"""

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("app.importer") / "sql"
_TEMP_TABLE: Final = re.compile(r"CREATE TEMP TABLE IF NOT EXISTS (\w+)")


@cache
def statement(name: str) -> str:
    """The text of sql/`name`.sql, ready to run; FileNotFoundError when there is none."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return _own_tables().sub(rf"\g<0>_{_suffix()}", text)


def statement_names() -> list[str]:
    """Every statement there is."""
    return sorted(
        entry.name.removesuffix(".sql")
        for entry in _FOLDER.iterdir()
        if entry.name.endswith(".sql")
    )


@cache
def _definition() -> str:
    return (_FOLDER / "create_staging.sql").read_text(encoding="utf-8")


@cache
def _own_tables() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_TEMP_TABLE.findall(_definition()))})\b")


@cache
def _suffix() -> str:
    return sha256(_definition().encode()).hexdigest()[:8]
