"""How the cells of one line are separated: a file's dialect, and the patterns that follow from it.

Every pattern is possessive, so that none takes more than linear time.
"""

import re
from enum import IntEnum
from typing import Final, NamedTuple

ONE_COLUMN: Final = "\n"  # as a delimiter: none, for no line holds it
BLANKS: Final = " \t\xa0"
ANY_WIDTH: Final = -1

# Pairs of quotes around whole words, as in: Anna "the boss" Rossi.
_WORDS: Final = (
    r"[^{q}]*+(?:(?<![^\s(\[{{/-]){q}(?=[^\s{q}])[^{q}]*+(?<=[^\s{q}]){q}(?![\w{q}])[^{q}]*+)*+"
)
_PAIRS: Final = "[^{q}]*+(?:{q}[^{q}]++{q}(?!{q})[^{q}]*+)*+"
_INCHES: Final = r"(?<!\d)\d{{1,2}}(?:[.,/]\d{{1,2}})?{q}(?!\w)"  # as in: 6" pipe
_ALL_QUOTES: Final = "\"'`´‘’‚‛‹›“”„‟«»＂"


class Stray(IntEnum):
    """Which quotes are text in a cell that no quote opens: decided for the file as a whole."""

    WORDS = 0  # those around whole words, and one behind a small number where text follows: 6" pipe
    PAIRS = 1  # an even number of them, not counting those behind small numbers
    TEXT = 2  # all


class Dialect(NamedTuple):
    """How the cells of a record are separated; `skip` characters in front are a `sep=` line.

    `escape`: the character that takes the meaning from the next one, "" for none. `curly`: typographic quotes that
    stand for `quote`. `wrapped`: lines quoted as a whole are unwrapped where that gives so many cells (0: never, ANY_WIDTH: always).
    `width`: how many cells nearly every row has (0: unknown). `all_quoted`: nearly every text is in quotes.
    """

    delimiter: str
    quote: str = '"'
    skip: int = 0
    escape: str = ""
    curly: str = ""
    stray: Stray = Stray.PAIRS
    wrapped: int = 0
    width: int = 0
    all_quoted: bool = False


class Grammar:
    """The patterns of a dialect. Those that match a part of a line are given the line's end as `endpos`."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        q, d = re.escape(dialect.quote), re.escape(dialect.delimiter)
        escape = re.escape(dialect.escape)
        blank = f"[{''.join(set(BLANKS) - {dialect.delimiter})}]*+"
        inside = f"[^{q}]*+(?:{q}{q}[^{q}]*+)*+"
        bare = rf"[^{d}\r\n]*+"
        line = r"[^\r\n]*+"
        if escape:
            inside = rf"(?:[^{q}{escape}]++|{escape}(?s:.)|{q}{q})*+"
            bare = rf"(?:[^{d}\r\n{escape}]++|{escape}(?:\r\n|(?s:.)|\Z))*+"
            line = rf"(?:[^\r\n{escape}]++|{escape}(?:\r\n|(?s:.)))*+"
        self.line = re.compile(line)
        self.opening = re.compile(f"{blank}{q}")
        self.closed = re.compile(f"({inside}){q}{blank}(?=[{d}]|\\Z)")
        self.odd_quote = re.compile(f"{inside}{q}")
        self.end_of_cell = re.compile(f"{q}{blank}(?=[{d}\r\n])")
        self.bare = re.compile(bare)
        self.bare_cells = re.compile(f"(?:[^{q}{d}\r\n{escape}]*+{d})*+")
        # A spreadsheet's way to keep a number text: ="007". The cell is read as it stands.
        self.formula = re.compile(f"{blank}={q}{inside}{q}{blank}(?=[{d}]|\\Z)")
        quoted = f"{q}{inside}{q}"
        cell = f"(?:{quoted}|[^{q}{d}]*+|={q}[^{q}{d}]*+{q})"
        self.clean_line = re.compile(f"{cell}(?:{d}{cell})*+")
        self._other_quotes = _ALL_QUOTES.replace(dialect.quote, "")
        self.may_be_quoted_otherwise = re.compile(f"(?:{d}|\\A){blank}[{self._other_quotes}]")
        self._words = re.compile(_WORDS.format(q=q))
        self._pairs = re.compile(_PAIRS.format(q=q))
        self._has_apostrophes = dialect.quote == "'" and dialect.stray is Stray.PAIRS
        self._apostrophe = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
        self._inches = re.compile(_INCHES.format(q=q))
        self._inches_within = re.compile(_INCHES.format(q=q) + r"(?=\s*\S)")
        self._escaped = re.compile(f"{escape}(\r\n|(?s:.))") if escape else None

    def content(self, raw: str) -> str:
        """What a quoted cell says, from what stands between its quotes."""
        quote = self._dialect.quote
        return self.unescaped(raw.replace(quote * 2, quote) if quote * 2 in raw else raw)

    def unescaped(self, raw: str) -> str:
        """The text without its escapes; one that stands before a letter or a digit (`\\N`) stays as it is."""
        if self._escaped is None or self._dialect.escape not in raw:
            return raw
        return self._escaped.sub(lambda match: match[0] if match[1].isalnum() else match[1], raw)

    def lone_quotes_are_text(self, raw: str) -> bool:
        """Whether the lone quotes between a cell's quotes stand around words: "Anna "the boss" Rossi"."""
        return self._words.fullmatch(self._lone_quotes(raw)) is not None

    def opening_quote_is_text(self, raw: str) -> bool:
        """Whether a cell that begins with a quote is text from there on: "Anna Rossi" <anna@example.com>."""
        if self._dialect.stray is Stray.WORDS:
            return False
        return self._pairs.fullmatch(self._lone_quotes(raw)) is not None

    def stray_quotes_are_text(self, raw: str) -> bool:
        """Whether the quotes in a cell that no quote opens belong to what it says."""
        if self._dialect.stray is Stray.TEXT:
            return True
        raw = self._lone_quotes(raw)
        if self._dialect.stray is Stray.PAIRS:
            return self._pairs.fullmatch(self._inches.sub("", raw)) is not None
        return self._words.fullmatch(self._inches_within.sub("", raw)) is not None

    def is_quoted_otherwise(self, raw: str) -> bool:
        """Whether other quotes than the file's stand around a cell, as in 'Anna', or around more than it."""
        bare = raw.strip()
        return (
            len(bare) > 1
            and bare[0] in self._other_quotes
            and (bare[-1] in self._other_quotes or bare[1].isalpha())
        )

    def _lone_quotes(self, raw: str) -> str:
        """The text without those quotes that certainly belong to it."""
        if self._escaped is not None:
            raw = self._escaped.sub("", raw)
        return self._apostrophe.sub("", raw) if self._has_apostrophes else raw
