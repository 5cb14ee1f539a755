"""Reader and normalizer joined: a file in, blocks for COPY and a report out. It knows no database.

Each row is touched once, as it streams by; what has been read is held a block long.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self

from app.errors import InvalidRequest, ServiceError
from app.importer.copy_format import encode_records
from app.importer.normalizer import (
    Header,
    Normalizer,
    TaughtNames,
    UnreadColumns,
    find_header_and_rows,
    find_table,
    is_header,
    quote,
)
from app.importer.reader import open_tables, reject_slipped
from app.importer.rows import (
    NO_ROWS,
    Gravity,
    Limits,
    Notice,
    Record,
    Row,
    RowError,
    RowKinds,
    Source,
    Table,
)

# Rows cleaned at once. Of a hundred, one odd row costs the others the quick way (normalizer/plain.py); of ten, each
# pays more for its block.
BLOCK_ROWS: Final = 64
BLOCK_CHARACTERS: Final = 1024 * 1024  # what is held at once, as far as rows resemble each other
# About what libpq likes to be handed at once. Where few rows are accepted, a little or nothing after so many: whoever
# waits for the next block takes a long silence for death.
COPIED_BYTES: Final = 32 * 1024
COPIED_ROWS: Final = 1_000


@dataclass(frozen=True)
class CleanRequest:
    """Which file, and how it is read. `max_errors`: how many entries the report keeps.

    `columns` are this request's names for headers, `taught` the account's: header -> field, None to ignore it.
    `charset` is what the file's sender declared.
    """

    path: Path
    region: str | None
    limits: Limits
    max_errors: int
    columns: Mapping[str, str | None] = field(default_factory=dict)
    taught: Mapping[str, str | None] = field(default_factory=dict)
    charset: str | None = None


@dataclass
class CleanReport:
    """What reading found. `errors` are the first ones, whole rows; from `first_unlisted` on rows are counted only.

    `entries` has how many of `errors` each rejected row has, for two rows of a damaged workbook may have one number.
    `weak_column` is the name of the column that the weak ids come from, None where customer_ids are strong or absent;
    `weak_ids` counts the accepted rows that have one. `opted_out` counts the accepted rows that an opt-out or consent
    column opts out.
    """

    header_row: int
    total: int = 0
    rejected: int = 0
    kinds: RowKinds = NO_ROWS
    errors: list[RowError] = field(default_factory=list)
    first_unlisted: int | None = None
    notices: list[Notice] = field(default_factory=list)
    weak_column: str | None = None
    opted_out: int = 0
    entries: list[int] = field(default_factory=list)
    weak_ids: int = 0

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """The report that asdict() and JSON made these of."""
        kinds, errors = RowKinds(*fields["kinds"]), [RowError(*error) for error in fields["errors"]]
        notices = [
            Notice(Gravity(gravity), name, message) for gravity, name, message in fields["notices"]
        ]
        return cls(**(fields | {"kinds": kinds, "errors": errors, "notices": notices}))


@dataclass(frozen=True)
class OpenFile:
    """A file's first table with a recognisable header, and what is needed to read the rows below it."""

    header: Header
    normalizer: Normalizer
    rows: Iterator[Row]
    source: Source
    other_tables: Iterator[Table]


def clean(request: CleanRequest) -> Generator[bytes, None, CleanReport]:
    """Blocks for COPY of the file's accepted rows, some of them empty; returns the report.

    Raises what the reader and the normalizer find wrong with the file as a whole: InvalidRequest,
    UnknownContent, PayloadTooLarge.
    """
    file = open_file(request)
    report = CleanReport(file.header.number, weak_column=weak_column(file.header))
    unread = UnreadColumns(file.header, request.region)
    cleaned, waiting = b"", 0
    for block in blocks(file.rows):
        position = report.kinds.total + 1  # of the block's first accepted row
        if unread.is_watching:
            unread.watch(block)
        accepted = sort_out(file.normalizer.normalize(block), report, request.max_errors)
        cleaned += encode_records(accepted, position, is_weak=report.weak_column is not None)
        waiting += len(block)
        if len(cleaned) >= COPIED_BYTES or waiting >= COPIED_ROWS:
            yield cleaned
            cleaned, waiting = b"", 0
    if cleaned:
        yield cleaned
    report.opted_out = file.normalizer.opted_out
    report.notices += [
        *file.header.notices,
        *unread.notices(),
        *file.normalizer.notices(),
        *file.source.notices,
        *notices_of_others(file.other_tables),
    ]
    return report


def open_file(request: CleanRequest) -> OpenFile:
    """The file's first table with a recognisable header, read up to and including it."""
    tables, table, header = open_header(request)
    try:
        normalizer = Normalizer(
            header, region=request.region, is_delimited=table.source.is_delimited
        )
    except ValueError as error:
        raise InvalidRequest(
            f"The account's region {request.region!r} is not known: set it with `umanize account set-region`."
        ) from error
    rows = normalizer.study(data_rows(table, header), lambda: rows_again(request))
    return OpenFile(header, normalizer, rows, table.source, tables)


def open_header(request: CleanRequest) -> tuple[Iterator[Table], Table, Header]:
    """The file's tables, the first with a recognisable header read up to it, and that header."""
    names = TaughtNames(request.columns, request.taught)
    tables = open_tables(
        request.path,
        request.limits,
        partial(is_header, names=names),
        region=request.region,
        charset=request.charset,
    )
    table, header = find_table(tables, request.columns, request.taught)
    return tables, table, header


def data_rows(table: Table, header: Header) -> Iterator[Row]:
    """The rows below the header; of delimited text, those whose cells have slipped say so."""
    if not table.source.is_delimited:
        return table.rows
    lone_identifiers = any(
        0 in columns for field, columns in header.columns if field in ("email", "phone")
    )
    return reject_slipped(
        table.rows, header.names, table.source.notices, lone_identifiers=lone_identifiers
    )


def rows_again(request: CleanRequest) -> Iterator[Row]:
    """The rows below the file's header, from a reading of their own."""
    _, table, header = open_header(request)
    yield from data_rows(table, header)


def weak_column(header: Header) -> str | None:
    """The name of the column that gives weak ids, None where there is none."""
    return header.names[dict(header.columns)["customer_id"][0]] if header.is_weak else None


def notices_of_others(tables: Iterator[Table]) -> Iterator[Notice]:
    """One notice for each further sheet that has a recognisable header: its rows are not imported.

    A sheet that cannot be read ends the search, for the import itself does not need it.
    """
    try:
        for table in tables:
            found = find_header_and_rows(table.rows)
            if found is not None and (rows := sum(1 for _ in found[1])):
                yield Notice(
                    Gravity.UNREAD,
                    None,
                    f"Sheet {quote(table.name)} has a header too and is not imported ({rows:,} "
                    f"{'row' if rows == 1 else 'rows'}): send it as a file of its own",
                )
    except ServiceError:
        return


def blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows, BLOCK_ROWS at a time; fewer where they are so long that BLOCK_CHARACTERS would not hold them."""
    size = 1
    while block := list(islice(rows, size)):
        yield block
        _, last, _ = block[-1]
        size = min(2 * size, BLOCK_ROWS, 1 + BLOCK_CHARACTERS // (1 + sum(map(len, last))))


def sort_out(
    block: list[Record | list[RowError]], report: CleanReport, max_errors: int
) -> list[Record]:
    """The block's accepted records; the report counts them, and the others."""
    accepted = [outcome for outcome in block if type(outcome) is tuple]
    if len(accepted) < len(block):
        for outcome in block:
            if type(outcome) is list:
                note_rejected(outcome, report, max_errors)
    report.total += len(block)
    is_weak = report.weak_column is not None
    kinds = count_weak_kinds(accepted) if is_weak else count_kinds(accepted)
    report.kinds = RowKinds(*map(sum, zip(report.kinds, kinds, strict=True)))
    if is_weak:
        report.weak_ids += len(accepted) - [record[1] for record in accepted].count(None)
    return accepted


def count_kinds(records: list[Record]) -> RowKinds:
    """By the strongest identifier of each; a list's count() is C, and most blocks have one kind only."""
    without_id = [record for record in records if record[1] is None]
    phones = [record[4] for record in without_id].count(None)
    return RowKinds(len(records) - len(without_id), len(without_id) - phones, phones)


def count_weak_kinds(records: list[Record]) -> RowKinds:
    """The same for a file whose ids are weak."""
    without_email = [record for record in records if record[4] is None]
    weak_ids = [record[5] for record in without_email].count(None)
    emails = len(records) - len(without_email)
    return RowKinds(0, emails, len(without_email) - weak_ids, weak_ids)


def note_rejected(errors: list[RowError], report: CleanReport, max_errors: int) -> None:
    """Count a rejected row, and list it while there is room for all that is wrong with it."""
    report.rejected += 1
    if report.first_unlisted is None and len(report.errors) + len(errors) <= max_errors:
        report.errors += errors
        report.entries.append(len(errors))
    elif report.first_unlisted is None or errors[0].row < report.first_unlisted:
        report.first_unlisted = errors[0].row
