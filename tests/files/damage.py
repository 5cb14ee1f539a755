"""Customers' files in many dialects, and what one wrong quote or delimiter on one line does to them."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

Row = list[str]
Damage = Callable[["Line", int, random.Random], str | None]

HEADER = ["customer_id", "name", "surname", "email", "phone", "status", "note"]
NAMES = ("Anna", "Rossi, Anna", 'Anna "Nina" Rossi', "D'Alò", "Bar Sport; Roma", "O Neill", "José")
NOTES = (
    "",
    "call after six",
    "Via Roma 1, 20100 Milano; scala B",
    'she said "yes", twice',
    "two\nlines",
    'first, of\nseveral; lines,\n\nwith commas, and "words"',
    '"quoted whole"',
    "",
)
STATUSES = ("hot", "do_not_call", "", "cold")


class Dialect(NamedTuple):
    """How a program writes a file. `quoting`: every cell, those that need it, or all but numbers."""

    delimiter: str
    quoting: str
    end: str = "\n"
    quote: str = '"'
    escape: str = ""
    trailing: bool = False

    def cell(self, text: str) -> str:
        needs = {self.delimiter, self.quote, "\n", "\r"} & set(text) or text != text.strip()
        number = text.lstrip("+").isdigit()
        if self.quoting == "needed" and not needs:
            return text
        if self.quoting == "texts" and not needs and (number or not text):
            return text
        if self.escape:
            text = text.replace(self.escape, self.escape * 2)
        inside = text.replace(self.quote, (self.escape or self.quote) + self.quote)
        return self.quote + inside + self.quote


DIALECTS = (
    *(
        Dialect(delimiter, quoting)
        for delimiter in ",;\t"
        for quoting in ("all", "needed", "texts")
    ),
    Dialect(",", "needed", "\r\n"),
    Dialect(";", "all", "\r\n"),
    Dialect(",", "all", escape="\\"),
    Dialect("\t", "needed", escape="\\"),
    Dialect(",", "all", quote="'"),
    Dialect(";", "needed", trailing=True),
)


class Line(NamedTuple):
    """The raw cells of one record."""

    cells: list[str]
    dialect: Dialect

    def written(self, cells: Sequence[str] | None = None) -> str:
        end = self.dialect.delimiter if self.dialect.trailing else ""
        return self.dialect.delimiter.join(self.cells if cells is None else cells) + end

    def with_cell(self, column: int, raw: str) -> str:
        return self.written([*self.cells[:column], raw, *self.cells[column + 1 :]])

    def is_quoted(self, column: int) -> bool:
        return len(self.cells[column]) > 1 and self.cells[column][0] == self.dialect.quote


class Damaged(NamedTuple):
    """A file and the same file with one record damaged; `record` is that one's index, the header's is 0."""

    kind: str
    rows: list[Row]
    record: int
    whole: str
    text: str
    dialect: Dialect


def table(chance: random.Random, rows: int) -> list[Row]:
    """A header and so many customers, who differ in every identifier."""
    order = [0, 1, 2, 3, 4, 5, 6]
    if chance.random() < 0.5:
        chance.shuffle(order)
    records = [
        [
            f"C-{n:04}",
            chance.choice(NAMES),
            chance.choice(("Rossi", "Verdi", "Conti Bianchi")),
            f"c{n:04}@example.com",
            f"+3934712{n:05}",
            chance.choice(STATUSES),
            chance.choice(NOTES),
        ]
        for n in range(rows)
    ]
    return [[row[i] for i in order] for row in [HEADER, *records]]


def damaged(seed: str, rows: int = 30) -> Damaged:
    """The damaged file that this seed makes."""
    chance = random.Random(seed)
    while True:
        dialect = chance.choice(DIALECTS)
        records = table(chance, rows)
        lines = [Line([*map(dialect.cell, row)], dialect) for row in records]
        record, column = chance.randint(1, rows), chance.randrange(len(HEADER))
        kind, damage = chance.choice(list(DAMAGES.items()))
        bad = damage(lines[record], column, chance)
        if bad is not None and bad != lines[record].written():
            break
    written = [line.written() for line in lines]
    whole = "".join(line + dialect.end for line in written)
    end = "" if kind == "line end lost" else dialect.end
    written[record] = bad
    text = "".join(
        line + (end if number == record else dialect.end) for number, line in enumerate(written)
    )
    return Damaged(kind, records, record, whole, text, dialect)


def _quote_too_many(line: Line, column: int, chance: random.Random) -> str:
    raw = line.cells[column]
    place = chance.choice(
        (0, 1, len(raw) // 2, len(raw) - 1, len(raw), chance.randint(0, len(raw)))
    )
    place = max(0, min(place, len(raw)))
    return line.with_cell(column, raw[:place] + line.dialect.quote + raw[place:])


def _quote_too_few(line: Line, column: int, chance: random.Random) -> str | None:
    raw = line.cells[column]
    # Without the quote behind an escape the cell is legal still.
    escape, quote = line.dialect.escape or "\n", line.dialect.quote
    places = [i for i, char in enumerate(raw) if char == quote and raw[i - 1 : i] != escape]
    if not places:
        return None
    place = chance.choice((places[0], places[-1], chance.choice(places)))
    return line.with_cell(column, raw[:place] + raw[place + 1 :])


def _both_quotes_lost(line: Line, column: int, chance: random.Random) -> str | None:
    raw = line.cells[column]
    if not line.is_quoted(column) or not {line.dialect.delimiter, "\n"} & set(raw):
        return None
    return line.with_cell(column, raw[1:-1])


def _delimiter_too_many(line: Line, column: int, chance: random.Random) -> str:
    raw = line.cells[column]
    place = chance.choice((0, len(raw)))
    if not line.is_quoted(column):
        place = chance.randint(0, len(raw))
    return line.with_cell(column, raw[:place] + line.dialect.delimiter + raw[place:])


def _joined(line: Line, column: int, between: str) -> str | None:
    if column + 1 == len(line.cells):
        return None
    joined = line.cells[column] + between + line.cells[column + 1]
    return line.written([*line.cells[:column], joined, *line.cells[column + 2 :]])


def _delimiter_too_few(line: Line, column: int, chance: random.Random) -> str | None:
    return _joined(line, column, "")


def _delimiter_blank(line: Line, column: int, chance: random.Random) -> str | None:
    return _joined(line, column, chance.choice((" ", "  ", " " * 4, "\xa0")))


def _another_delimiter(line: Line, column: int, chance: random.Random) -> str | None:
    return _joined(line, column, chance.choice(",;|\t:".replace(line.dialect.delimiter, "")))


def _all_delimiters_blank(line: Line, column: int, chance: random.Random) -> str:
    return chance.choice((" ", "\t" if line.dialect.delimiter != "\t" else "  ")).join(line.cells)


def _other_escape(line: Line, column: int, chance: random.Random) -> str | None:
    dialect = line.dialect
    other = dialect._replace(quoting="all", escape="" if dialect.escape else "\\")
    raw = line.cells[column]
    text = raw[1:-1] if line.is_quoted(column) else raw
    text = text.replace((dialect.escape or dialect.quote) + dialect.quote, dialect.quote)
    if dialect.quote not in text:
        return None
    return line.with_cell(column, other.cell(text))


def _other_quotes(line: Line, column: int, chance: random.Random) -> str | None:
    if not line.is_quoted(column):
        return None
    others = [
        pair for pair in ("''", '""', "“”", "„“", "«»", "``", "´´") if pair[0] != line.dialect.quote
    ]
    pair = chance.choice(others)
    return line.with_cell(column, pair[0] + line.cells[column][1:-1] + pair[1])


def _no_escape(line: Line, column: int, chance: random.Random) -> str | None:
    raw, dialect = line.cells[column], line.dialect
    if not line.is_quoted(column):
        return None
    inside = raw[1:-1].replace((dialect.escape or dialect.quote) + dialect.quote, dialect.quote)
    return line.with_cell(column, dialect.quote + inside + dialect.quote)


def _line_end_too_many(line: Line, column: int, chance: random.Random) -> str | None:
    if line.is_quoted(column):
        return None
    raw = line.cells[column]
    place = chance.randint(0, len(raw))
    return line.with_cell(column, raw[:place] + line.dialect.end + raw[place:])


def _line_end_lost(line: Line, column: int, chance: random.Random) -> str:
    return line.written() + chance.choice(("", " "))


def _cut_off(line: Line, column: int, chance: random.Random) -> str | None:
    # Not in the last cell, nor before it: a shorter word is as good as a longer one, and no word
    # as well.
    rest = line.written()[: chance.randrange(1, len(line.written(line.cells[:-1])))]
    return rest if rest.strip(line.dialect.delimiter + line.dialect.quote) else None


DAMAGES: dict[str, Damage] = {
    "a quote too many": _quote_too_many,
    "a quote too few": _quote_too_few,
    "both quotes lost": _both_quotes_lost,
    "a delimiter too many": _delimiter_too_many,
    "a delimiter too few": _delimiter_too_few,
    "a blank for a delimiter": _delimiter_blank,
    "another delimiter": _another_delimiter,
    "blanks for all delimiters": _all_delimiters_blank,
    "another escape": _other_escape,
    "other quotes": _other_quotes,
    "quotes not escaped": _no_escape,
    "a line end too many": _line_end_too_many,
    "line end lost": _line_end_lost,
    "a line cut off": _cut_off,
}
