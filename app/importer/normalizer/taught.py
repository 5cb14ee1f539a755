"""Names that a request or an account gives to headers, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.errors import InvalidRequest
from app.importer.normalizer.spelling import compact, normalise_header
from app.importer.normalizer.text import is_blank, quote
from app.importer.rows import TEACHABLE

_NAMED_HEADERS: Final = 20

Names = Mapping[str, str | None]


class TaughtNames:
    """The request's names for headers before the account's: header -> field, None to ignore it.

    InvalidRequest when the request names an unknown field. The account's names were checked when they were taught.
    """

    def __init__(self, columns: Names | None = None, taught: Names | None = None) -> None:
        self._requested = columns or {}
        for header, field in self._requested.items():
            if field is not None and field not in TEACHABLE:
                raise _refusal(
                    f"{quote(header)} cannot be {quote(field)}: name one of {_fields()}, or null to ignore it."
                )
        # The account's order is 1, the request's 0; the latter replaces the former.
        self._by_letters: dict[str, tuple[int, str | None]] = {}
        for order, names in ((1, taught or {}), (0, self._requested)):
            for header, field in names.items():
                if field is None or field in TEACHABLE:
                    self._by_letters[_letters(header)] = (order, field)

    def __bool__(self) -> bool:
        return bool(self._by_letters)

    def assigned(self, cells: Sequence[str]) -> dict[int, tuple[int, str | None]]:
        """Return the columns that were taught: index -> (precedence, field)."""
        if not self._by_letters:
            return {}
        found = {index: self._by_letters.get(_letters(cell)) for index, cell in enumerate(cells)}
        return {index: name for index, name in found.items() if name is not None}

    def missing(self, cells: Sequence[str]) -> list[str]:
        """Return the headers that the request names and the file has not."""
        if not self._requested:
            return []
        present = set(map(_letters, cells))
        return [header for header in self._requested if _letters(header) not in present]


def missing_headers(missing: Sequence[str], cells: Sequence[str]) -> InvalidRequest:
    """Return the refusal of a request that names headers which the file has not."""
    verb = "is no header" if len(missing) == 1 else "are no headers"
    return _refusal(
        f"{', '.join(map(quote, missing[:_NAMED_HEADERS]))} {verb} of this file: it has {listed(cells)}. "
        f"A header can be one of {_fields()}, or null to ignore it."
    )


def listed(cells: Sequence[str]) -> str:
    """Return the first twenty headers, quoted, and how many more there are."""
    names = [cell for cell in cells if not is_blank(cell)]
    more = len(names) - _NAMED_HEADERS
    return ", ".join(map(quote, names[:_NAMED_HEADERS])) + (f" and {more} more" if more > 0 else "")


def _refusal(message: str) -> InvalidRequest:
    return InvalidRequest(message, loc=("body", "columns"), type="columns_invalid")


def _fields() -> str:
    return ", ".join(TEACHABLE)


def _letters(header: str) -> str:
    return compact(normalise_header(header))
