"""Columns that say who must not be contacted: opt-outs, where yes means never, and consents.

A column is read if nearly all of its filled cells are answers. That is decided before the first row
is given away, so that no row is accepted under a decision that changes later: by the file's first
rows and, where these speak against a column, by all of them. In a column that is read, a cell that
is no answer always rejects its row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

from app.importer.normalizer.answers import Answer, read_answer
from app.importer.normalizer.headers import Header
from app.importer.normalizer.spelling import spellings, words
from app.importer.normalizer.text import CellError, clean_text, quote
from app.importer.rows import Gravity, Notice, Row

SAMPLE_ROWS: Final = 1_000
# The second reading stops here: it yields no block, and a reader that is silent for a minute is
# given up.
REREAD_ROWS: Final = 200_000
# Rows may be long, and the sample is held in memory.
SAMPLE_CHARACTERS: Final = 8 * 1024 * 1024
UNCLEAR_SHARE: Final = 0.05
# Of fewer filled cells a single one is more than that share: there the majority must be unclear.
FEW_CELLS: Final = 20
# The columns in front of a list of rejected rows: its rows were rejected by columns that were read.
ERROR_LIST_COLUMNS: Final = ("row", "error")
# How many cells that say nothing a column remembers; each of the others is read.
_LEARNT: Final = 1_000
_QUOTED: Final = 3

# Headers of lists of those who object: "registered" there means no contact.
_REGISTERS: Final = """
rpo registro register registry registered robinson robinsonliste bloctel tps ctps dncl dncr ndnc list lista liste elenco
blacklist blocklist sperrliste opposizioni opposizione opposition
"""
_SAYS_YES: Final = frozenset({Answer.YES, Answer.REFUSED})
_SAYS_NO: Final = frozenset({Answer.NO, Answer.REFUSED, Answer.DENIED})
_OF_REGISTERS: Final = frozenset({Answer.LISTED, Answer.UNLISTED})
_UNCLEAR_OPT_OUT: Final = _OF_REGISTERS | {Answer.UNCLEAR, Answer.ALLOWED, Answer.DENIED}
_UNCLEAR_CONSENT: Final = frozenset({Answer.UNCLEAR, Answer.UNLISTED})


@dataclass
class Survey:
    """How many of a column's cells are filled, how many of these are no answer, and the first of them."""

    filled: int = 0
    unclear: int = 0
    examples: dict[str, None] = field(default_factory=dict)

    @property
    def speaks_against(self) -> bool:
        """Whether a column of such cells is no column of answers."""
        return self.unclear > self.filled * (UNCLEAR_SHARE if self.filled >= FEW_CELLS else 0.5)


class OptOutColumn:
    """One column that is read: which of its cells opt the row out, say nothing, or are no answer."""

    def __init__(self, index: int, name: str, *, asks_consent: bool) -> None:
        self.index = index
        self.name = name
        self.opts_out = _SAYS_NO if asks_consent else _SAYS_YES
        self.unclear = _UNCLEAR_CONSENT if asks_consent else _UNCLEAR_OPT_OUT
        if not asks_consent and not set(_REGISTERS.split()).isdisjoint(words(spellings(name)[0])):
            self.opts_out |= {Answer.LISTED}
            self.unclear -= _OF_REGISTERS
        self.quiet = {""}

    def refuses(self, cell: str) -> bool:
        """Whether the cell opts its row out. CellError for one that is neither yes nor no."""
        if cell in self.quiet:
            return False
        answer = read_answer(cell)
        if answer in self.unclear:
            raise CellError(self._complaint(cell))
        if answer not in self.opts_out and len(self.quiet) < _LEARNT:
            self.quiet.add(cell)
        return answer in self.opts_out

    def survey(self, rows: Iterable[Row]) -> "Survey":
        """Count the rows' cells in this column."""
        survey = Survey()
        for _, cells, problem in rows:
            if problem is None and self.index < len(cells) and (cell := cells[self.index]):
                answer = read_answer(cell)
                survey.filled += answer is not Answer.NOTHING
                if answer in self.unclear:
                    survey.unclear += 1
                    if len(survey.examples) < _QUOTED:
                        survey.examples.setdefault(cell)
        return survey

    def _complaint(self, cell: str) -> str:
        try:
            clean_text(cell, len(cell))
        except CellError as error:
            return str(error)
        return f"{quote(cell)} in column {quote(self.name)} is neither yes nor no: write yes or no"


class OptOuts:
    """All such columns of one header, and what they said of the rows so far."""

    def __init__(self, header: Header) -> None:
        self._columns = [
            OptOutColumn(index, header.names[index], asks_consent=kind == "consent")
            for kind in ("opt_out", "consent")
            for index in header.extra.get(kind, ())
        ]
        own = tuple(name.strip().lower() for name in header.names[: len(ERROR_LIST_COLUMNS)])
        self._are_decided = own == ERROR_LIST_COLUMNS
        self._notices: list[Notice] = []
        self.rows = 0  # read below this header, whatever became of them
        self.opted_out = 0

    def __bool__(self) -> bool:
        return bool(self._columns)

    def are_quiet(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether no cell of these columns has anything to say; False where that is not known yet."""
        try:
            return all(
                column.quiet.issuperset([cells[column.index] for cells in rows])
                for column in self._columns
            )
        except IndexError:  # a row that leaves out its last cells is read on its own
            return False

    def read(self, cells: Sequence[str]) -> tuple[bool, list[str]]:
        """Whether any column opts the row out, and what is wrong with the cells that are no answer."""
        opts_out, complaints = False, []
        for column in self._columns:
            try:
                opts_out |= column.refuses(cells[column.index])
            except CellError as error:
                complaints.append(str(error))
        return opts_out, complaints

    def study(self, rows: Iterator[Row], again: Callable[[], Iterator[Row]]) -> Iterator[Row]:
        """Decide which columns are read; return the rows as they were.

        `again` gives the file's rows once more. It is called only if the first rows speak against a
        column and are not all there are. In a list of rejected rows that comes back every column is
        read, for nearly all of its rows are odd ones.
        """
        if self._are_decided:
            return rows
        sample, is_whole = _first_rows(rows)
        for column in list(self._columns):
            survey = column.survey(sample)
            if survey.speaks_against and not is_whole:
                survey = column.survey(islice(again(), REREAD_ROWS))
            if survey.speaks_against:
                self._columns.remove(column)
                self._notices.append(_not_read(column.name, survey))
        return chain(sample, rows)

    def notices(self) -> list[Notice]:
        """The columns that are not read, and one when the others opt out most of the rows."""
        if 2 * self.opted_out <= self.rows:
            return self._notices
        names = " and ".join(quote(column.name) for column in self._columns)
        message = (
            f"{names} opted out {self.opted_out:,} of {self.rows:,} rows, who are not enrolled: check that the column "
            "means what its name says, or rename it"
        )
        return [*self._notices, Notice(Gravity.OPT_OUT, "status", message)]


def _first_rows(rows: Iterator[Row]) -> tuple[list[Row], bool]:
    """The first rows, as many as may be held, and whether there are no others."""
    sample: list[Row] = []
    characters = 0
    for row in rows:
        sample.append(row)
        characters += sum(map(len, row[1]))
        if len(sample) == SAMPLE_ROWS or characters > SAMPLE_CHARACTERS:
            return sample, False
    return sample, True


def _not_read(name: str, survey: Survey) -> Notice:
    message = (
        f"Column {quote(name)} is not read as an opt-out: {survey.unclear:,} of its {survey.filled:,} filled cells are "
        f"neither yes nor no ({', '.join(map(quote, survey.examples))}): write yes or no"
    )
    return Notice(Gravity.OPT_OUT, "status", message)
