"""A file in, numbered rows out, whatever the file is; what it is, its content says, never its name."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from app.errors import InvalidRequest
from app.importer.reader.container import unpacked
from app.importer.reader.content import Kind, recognise
from app.importer.reader.detection import detect_encoding
from app.importer.reader.dialect import LooksLikeHeader, decide_dialect, describe
from app.importer.reader.encoding import Encoding, reject_damaged, text_blocks
from app.importer.reader.json_rows import json_rows
from app.importer.reader.marks import without_marks
from app.importer.reader.records import split_records
from app.importer.reader.shape import reject_slipped
from app.importer.rows import Limits, Row, Source, Table

__all__ = ["LooksLikeHeader", "is_plain_text", "open_tables", "reject_slipped"]

MAX_CONTAINERS: Final = 2  # a .gz in a ZIP is what some exports send; deeper ones are a trap


def open_tables(
    path: Path,
    limits: Limits,
    looks_like_header: LooksLikeHeader | None = None,
    *,
    region: str | None = None,
    charset: str | None = None,
) -> Iterator[Table]:
    """The tables of the file, in order: a workbook's visible sheets, else exactly one.

    `looks_like_header` helps to tell delimiters apart, the account's `region` and the declared `charset` help to tell
    encodings apart. Raises, here or from a table's rows, UnknownContent (not a table), InvalidRequest (empty, broken,
    unreadable), PayloadTooLarge.
    """
    with ExitStack() as containers:
        inside, kind = _open_containers(path, limits, containers)
        if kind == "text" or kind == "json lines" or kind == "json array":
            source = Source(is_delimited=kind == "text")
            detect = partial(_noted_encoding, source, region, charset)
            rows = _text_rows(inside.open("rb"), kind, limits, looks_like_header, source, detect)
            yield Table("", _not_blank(rows), source)
        else:
            # Imported only now: most files are text, and the XML parsers cost 20 to 30 ms of start-up.
            from app.importer.reader.workbook import read_workbook

            yield from read_workbook(inside, kind, limits)


def is_plain_text(path: Path) -> bool:
    """Whether the file is delimited text or JSON as it lies: no archive, no workbook, nothing to unfold."""
    return recognise(path) in ("text", "json lines", "json array")


def _open_containers(
    path: Path, limits: Limits, opened: ExitStack, depth: int = 0
) -> tuple[Path, Kind]:
    kind = recognise(path)
    if kind != "gzip" and kind != "zip" and kind != "encrypted":
        return path, kind
    if depth == MAX_CONTAINERS:
        raise InvalidRequest("The file is packed in archives within archives: unpack it first.")
    inside = opened.enter_context(unpacked(path, kind, limits))
    return _open_containers(Path(inside.name), limits, opened, depth + 1)


def _noted_encoding(
    source: Source, region: str | None, charset: str | None, file: BinaryIO
) -> Encoding:
    encoding = detect_encoding(file, region, charset)
    source.notices += encoding.notices
    return encoding


def _text_rows(
    file: BinaryIO,
    kind: Kind,
    limits: Limits,
    looks_like_header: LooksLikeHeader | None,
    source: Source,
    detect: Callable[[BinaryIO], Encoding],
) -> Iterator[Row]:
    """The rows; `source` is filled in before the first one."""
    with file:
        encoding = detect(file)
        if kind == "text":
            blocks = without_marks(text_blocks(file, encoding))
            start = next(blocks, "")
            dialect = decide_dialect(start, looks_like_header)
            source.format = f"{describe(dialect)}, {encoding.name}"
            rows = split_records(chain([start[dialect.skip :]], blocks), dialect, limits)
            yield from reject_damaged(rows, encoding) if encoding.damaged else rows
        else:
            array = kind == "json array"
            source.format = f"JSON {'array' if array else 'Lines'}, {encoding.name}"
            yield from json_rows(
                partial(text_blocks, file, encoding), array, limits, source.notices
            )


def _not_blank(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        if any(cell.strip() for cell in row[1]):
            return chain([row], rows)
    raise InvalidRequest("The file has no cell with a value in it.")
