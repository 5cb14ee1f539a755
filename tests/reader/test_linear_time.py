"""Hostile quotes: the work grows with the file and no faster. Characters are counted, not seconds."""

import re
from typing import Any

import pytest

from app.errors import PayloadTooLarge
from app.importer.reader import records
from app.importer.reader.records import Dialect, _Splitter
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
}


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
        for name in ("_cell_end", "_closing_here", "_closing_ahead"):
            setattr(splitter, name, CountingPattern(getattr(splitter, name), self))


class CountingPattern:
    def __init__(self, pattern: re.Pattern[str], counter: Counter) -> None:
        self._pattern, self._counter = pattern, counter

    def match(self, text: str, start: int, stop: int) -> re.Match[str] | None:
        run = re.compile('"*').match(text, start, stop)
        self._counter.characters += 1 + len(run[0]) if run else 1
        return self._pattern.match(text, start, stop)

    def search(self, text: str, start: int, stop: int = 2**62) -> re.Match[str] | None:
        found = self._pattern.search(text, start, stop)
        self._counter.characters += (found.end() if found else min(stop, len(text))) - start
        return found


@pytest.mark.parametrize("lookahead", [records.LOOKAHEAD, 10_000])
@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_each_character_is_looked_at_a_few_times_whatever_the_quotes_do(
    lines: str, lookahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LOOKAHEAD", lookahead)
    counter = Counter(monkeypatch)
    text = lines * (500_000 // len(lines))
    blocks = (text[start : start + BLOCK] for start in range(0, len(text), BLOCK))
    splitter = _Splitter(blocks, Dialect(","), Limits(columns=len(text)))
    counter.watch(splitter)
    rows = sum(1 for _ in splitter.rows())
    assert rows
    assert counter.characters < 8 * len(text)


def test_a_row_of_a_million_cells_is_refused_after_the_first_thousand() -> None:
    splitter = _Splitter(iter(["," * 1_000_000]), Dialect(","), Limits())
    with pytest.raises(PayloadTooLarge, match="more than 1,000 columns"):
        list(splitter.rows())
