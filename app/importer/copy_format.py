"""Records in the text format that COPY reads."""

from collections.abc import Iterable

from app.importer.rows import Record


def encode_records(records: Iterable[Record]) -> bytes:
    r"""One line a record: its row number and fields, tabs between them, `\N` for a blank."""
    return "".join([_encode(record) for record in records]).encode()


def _encode(record: Record) -> str:
    number, *values = record
    line = "\t".join([r"\N" if value is None else value for value in values])
    # A backslash, tab or line break inside a value is rare; only then is each looked at.
    blanks = values.count(None)
    if line.count("\\") != blanks or line.count("\t") != 5 or "\n" in line or "\r" in line:
        line = "\t".join([r"\N" if value is None else _escape(value) for value in values])
    return f"{number}\t{line}\n"


def _escape(value: str) -> str:
    r"""A value as COPY reads it back; `\N`, two characters of somebody's name, must not become a blank."""
    return (
        value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    )
