"""Records in the text format that COPY reads, with nothing between two tabs for a blank."""

from app.importer.rows import FIELDS, Record


def encode_records(records: list[Record], start: int, *, is_weak: bool = False) -> bytes:
    """One line a record: its position, counted from `start`, its row number and its fields, tabs between them.

    A weak id stands behind the fields, where it is weak; in front of them there is then no customer_id.
    """
    plain = _plain_weak if is_weak else _plain
    text = plain(records, start)
    # A backslash, tab or line break inside a value is rare; only then is each value looked at.
    if (
        "\\" in text
        or "\r" in text
        or text.count("\n") != len(records)
        or text.count("\t") != len(records) * (2 + len(FIELDS))
    ):
        text = plain([_escaped(record) for record in records], start)
    return text.encode()


def _plain(records: list[Record], start: int) -> str:
    return "".join(
        [
            f"{position}\t{row}\t{a or ''}\t{b or ''}\t{c or ''}\t{d or ''}\t{e or ''}\t{f or ''}\t\n"
            for position, (row, a, b, c, d, e, f) in enumerate(records, start)
        ]
    )


def _plain_weak(records: list[Record], start: int) -> str:
    return "".join(
        [
            f"{position}\t{row}\t\t{b or ''}\t{c or ''}\t{d or ''}\t{e or ''}\t{f or ''}\t{a or ''}\n"
            for position, (row, a, b, c, d, e, f) in enumerate(records, start)
        ]
    )


def _escaped(record: Record) -> Record:
    row, a, b, c, d, e, f = record
    return row, _escape(a), _escape(b), _escape(c), _escape(d), _escape(e), _escape(f)


def _escape(value: str | None) -> str | None:
    if value is None:
        return None
    escaped = value.replace("\\", "\\\\").replace("\t", "\\t")
    return escaped.replace("\n", "\\n").replace("\r", "\\r")
