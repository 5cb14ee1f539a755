"""The form part `columns`: a request's own names for the headers of its file."""

import json
from typing import Any, Final

from app.errors import InvalidRequest
from app.importer.normalizer import quote
from app.importer.rows import TEACHABLE

COLUMNS_PART: Final = "columns"
MAX_COLUMNS_BYTES: Final = 64 * 1024

_UNSTORABLE: Final = frozenset(["\0", *map(chr, range(0xD800, 0xE000))])
_EXAMPLE: Final = '{"N. pratica": "customer_id", "Note": null}'


def invalid_columns(message: str) -> InvalidRequest:
    """A refusal of the part `columns`."""
    return InvalidRequest(message, loc=("body", COLUMNS_PART), type="columns_invalid")


def parse_columns(content: bytes) -> dict[str, str | None]:
    """Header -> field, None to ignore it; InvalidRequest unless the part is such a JSON object."""
    try:
        found = json.loads(content, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError) as error:
        raise invalid_columns(f"The part columns is not JSON: write {_EXAMPLE}.") from error
    if not isinstance(found, _Pairs):
        raise invalid_columns(f"The part columns must be a JSON object such as {_EXAMPLE}.")
    columns: dict[str, str | None] = {}
    for header, field in found:
        if header in columns:
            raise invalid_columns(f"The part columns names the header {quote(header)} twice.")
        columns[_parse_header(header)] = _parse_field(header, field)
    return columns


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated names."""


def _parse_header(header: str) -> str:
    if not _UNSTORABLE.isdisjoint(header):
        raise invalid_columns(f"The header {quote(header)} in the part columns is not text.")
    return header


def _parse_field(header: str, field: Any) -> str | None:
    if field is None or field in TEACHABLE:
        return None if field is None else str(field)
    shown = quote(field) if isinstance(field, str) else "that"
    raise invalid_columns(
        f"The header {quote(header)} cannot be {shown}: "
        f"the part columns takes {', '.join(TEACHABLE)}, or null to ignore a column."
    )
