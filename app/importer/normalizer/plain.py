"""The common case: cells with nothing to trim, compose, remove, unescape, shorten or refuse.

A test here may be stricter than the careful reading in record.py, which then decides; none may be laxer.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, cast
from unicodedata import is_normalized

from app.importer.normalizer.email import plain_emails
from app.importer.normalizer.footers import TOTALS, is_one_word
from app.importer.normalizer.nothing_words import NOTHING_WORDS
from app.importer.normalizer.phone import PhoneReader
from app.importer.normalizer.text import EXPONENT, INVISIBLE, OPENING_QUOTES
from app.importer.rows import MAX_LENGTHS, Record, Row

Column = Sequence[str]
Pick = Callable[[list[str]], tuple[str, ...]]

_LONGEST: Final = MAX_LENGTHS["name"]  # of a customer_id and a surname too
_LONGEST_STATUS: Final = MAX_LENGTHS["status"]
# Those beyond ASCII: a search for the others is ten times as fast, one by one.
_QUOTED: Final = re.compile(
    rf"\|[{''.join(quote for quote in OPENING_QUOTES if not quote.isascii())}]"
)


class PlainBlocks:
    """Reads blocks of rows below one header, column by column: in C, where it can be.

    `pick` gives a row's cells in the order of FIELDS, from the row with a blank cell behind its last.
    """

    def __init__(
        self, names: list[str], pick: Pick, phones: PhoneReader, *, is_weak: bool = False
    ) -> None:
        self._width = len(names)
        self._pick = pick
        self._phones = phones
        self._is_weak = is_weak
        header = pick([*names, ""])
        self._supplies_all = all(header)
        self._no_codes = no_codes(header)

    def read(self, rows: list[Row]) -> list[Record] | None:
        """The rows' records, 1.3 us each; None when any of them is not the common case."""
        numbers, cells, problems = zip(*rows, strict=True)
        if any(problems) or set(map(len, cells)) != {self._width}:
            return None
        padded = cells if self._supplies_all else [[*row, ""] for row in cells]
        columns: list[Column] = list(zip(*map(self._pick, padded), strict=True))
        ids, names, surnames, emails, phones, statuses = columns
        text = "|".join(["", *ids, *names, *surnames, *statuses, ""])
        if (
            not are_short(ids, names, surnames, statuses)
            or not is_plain(text)
            or not are_codes(ids, self._no_codes)
            # Without a blank cell among these, every row has a customer_id and something beside it.
            or ("||" in text and not self._are_customers(columns))
            or (addresses := plain_emails(emails)) is None
            or None in (e164 := self._phones.plain_column(phones))
        ):
            return None
        values = (ids, names, surnames, addresses, cast(Column, e164), statuses)
        return list(zip(numbers, *map(blank_is_none, values), strict=True))

    def _are_customers(self, columns: list[Column]) -> bool:
        """Return whether every row has an identifier, and none only a footer's or a weak one."""
        ids, names, surnames, emails, phones, statuses = columns
        if "" in ids and not all(map(any, zip(ids, emails, phones, strict=True))):
            return False
        if not all("" in column for column in (emails, phones, names, surnames, statuses)):
            return True
        rest = zip(names, surnames, emails, phones, statuses, strict=True)
        alone = [id for id, others in zip(ids, rest, strict=True) if not any(others)]
        return not alone or (not self._is_weak and all(map(is_one_word, alone)))


def are_short(ids: Column, names: Column, surnames: Column, statuses: Column) -> bool:
    """Whether none of these cells is too long. Asked before is_plain(), which can take quadratic time for a cell."""
    return max(map(len, statuses)) <= _LONGEST_STATUS and all(
        max(map(len, column)) <= _LONGEST for column in (ids, names, surnames)
    )


def is_plain(text: str) -> bool:
    """Cells between bars with nothing to trim, compose, remove, unescape or refuse."""
    return (
        text.isprintable()
        and "| " not in text
        and " |" not in text
        # One character is found ten times as fast as two.
        and ("'" not in text or "|'" not in text)
        and ('"' not in text or ('|"' not in text and '|="' not in text))
        and ("`" not in text or "|`" not in text)
        and "#" not in text
        and (":" not in text or "|Err:" not in text)
        and (
            text.isascii()
            or (
                is_normalized("NFC", text)
                and not INVISIBLE.search(text)
                and not _QUOTED.search(text)
            )
        )
    )


def no_codes(header: tuple[str, ...]) -> frozenset[str]:
    """Return what is no customer_id below this header: words for nothing, totals, its own name.

    (A repeated header without that column is caught by its own names: none is an e-mail or a phone.)
    """
    return NOTHING_WORDS | TOTALS | {header[0].strip().casefold()} - {""}


def are_codes(ids: Column, no_codes: frozenset[str]) -> bool:
    """Whether none of these customer_ids is one of `no_codes`, in any case, or a number with an exponent."""
    folded = [*map(str.casefold, ids)]
    return no_codes.isdisjoint(folded) and (
        "e" not in "".join(folded) or not any(map(EXPONENT.fullmatch, ids))
    )


def blank_is_none(column: Column) -> Sequence[str | None]:
    """The column as a record has it."""
    return [cell or None for cell in column] if "" in column else column
