"""Hostile quotes: the work grows with the file and no faster. Characters are counted, not seconds."""

import re
from typing import Any

import pytest

from app.errors import PayloadTooLarge
from app.importer.reader import quoted
from app.importer.reader.grammar import Dialect
from app.importer.reader.records import _Splitter
from app.importer.reader.window import TextWindow
from app.importer.rows import Limits

BLOCK = 4_096

HOSTILE = {
    "a quote that never closes on every line": '1,"x\n',
    "nothing but such quotes": '"\n',
    "two of them on every line": '"a","b\n',
    "pairs that close nothing": '"a""\n',
    "runs of quotes": '"' * 99 + "x\n",
    "quotes in the middle of words": '"a"b"c\n',
    "a cell of two lines in every record": '1,"a\nb"\n',
    "a cell of many lines": '1,"' + "a\n" * 500 + '"\n',
    "every second quote closes": '"\n"x\n',
    "old Mac lines": '1,"x\r',
    "blanks in front of quotes": "1," + " " * 99 + '"a\n',
    "formulas that never close": '="a,' * 9 + "\n",
    "cells of two lines one after the other, and a stray quote": '"\n",' * 99 + 'x"\n',
    "cells of two lines, and one that never closes": '"\n",' * 99 + '"x"y\n',
    "many rows in one cell and a stray quote": '1,"' + "1,2\n" * 99 + '",x"\n',
    "escapes in front of line ends": "a\\\n" * 50 + "\n",
    "escapes and quotes": '"\\"\\\\"\n,"',
}
PATTERNS = ("line", "opening", "closed", "odd_quote", "end_of_cell", "bare", "formula")


class Counter:
    """Adds up the characters that patterns look at and windows copy."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.characters = 0
        grow = TextWindow.grow

        def counted(window: TextWindow) -> bool:
            grew = grow(window)
            self.characters += len(window.text) if grew else 1
            return grew

        monkeypatch.setattr(TextWindow, "grow", counted)

    def watch(self, splitter: Any) -> None:
        for name in PATTERNS:
            pattern = getattr(splitter._grammar, name)
            setattr(splitter._grammar, name, CountingPattern(pattern, name, self))


class CountingPattern:
    def __init__(self, pattern: re.Pattern[str], name: str, counter: Counter) -> None:
        self._pattern, self._counter = pattern, counter
        self._gives_up_early = name in ("opening", "end_of_cell", "formula")

    def match(self, text: str, start: int, stop: int = 2**62) -> re.Match[str] | None:
        found = self._pattern.match(text, start, stop)
        if found:
            self._counter.characters += found.end() - start
        elif self._gives_up_early:
            blank = re.compile(" *").match(text, start, stop)
            self._counter.characters += 1 + len(blank[0]) if blank else 1
            if text.startswith('="', start):
                self._counter.characters += min(stop, len(text)) - start
        else:
            self._counter.characters += min(stop, len(text)) - start
        return found


@pytest.mark.parametrize("lookahead", [quoted.LOOKAHEAD, 10_000])
@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_each_character_is_looked_at_a_few_times_whatever_the_quotes_do(
    lines: str, lookahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoted, "LOOKAHEAD", lookahead)
    counter = Counter(monkeypatch)
    text = lines * (500_000 // len(lines))
    blocks = (text[start : start + BLOCK] for start in range(0, len(text), BLOCK))
    escape = "\\" if "\\" in lines else ""
    splitter = _Splitter(blocks, Dialect(",", escape=escape), Limits(columns=len(text)))
    counter.watch(splitter)
    rows = sum(1 for _ in splitter.rows())
    assert rows
    assert counter.characters < 16 * len(text)


def test_a_row_of_a_million_cells_is_refused_after_the_first_thousand() -> None:
    splitter = _Splitter(iter(["," * 1_000_000]), Dialect(","), Limits())
    with pytest.raises(PayloadTooLarge, match="more than 1,000 columns"):
        list(splitter.rows())
