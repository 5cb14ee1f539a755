"""How often a language uses a letter beyond ASCII between two others: letters.txt, written by benchmarks/letters.py."""

import math
import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

EDGE: Final = "_"  # stands for whatever is no letter
# What a letter or a neighbour that was never seen counts for.
UNSEEN_LETTER: Final = 2e-4
UNSEEN_NEIGHBOUR: Final = 2.0
RARE_NEIGHBOUR: Final = 1e-4
STRANGEST_NEIGHBOUR: Final = -4.0  # nats; the lists are short

# Where the block of a script ends; East Asian signs are judged one by one, not by their neighbours.
SCRIPTS: Final = (
    (0x0250, "Latin"),
    (0x0370, "Other"),
    (0x0400, "Greek"),
    (0x0530, "Cyrillic"),
    (0x0590, "Armenian"),
    (0x0600, "Hebrew"),
    (0x0780, "Arabic"),
    (0x0E00, "Other"),
    (0x0E80, "Thai"),
    (0x1E00, "Other"),
    (0x1F00, "Latin"),
    (0x2000, "Greek"),
    (0x3000, "Other"),
    (0xD7B0, "East Asian"),
    (0xF900, "Other"),
    (0xFB00, "East Asian"),
    (0xFF65, "Other"),
    (0xFFE0, "East Asian"),
    (0x110000, "Other"),
)

_POWER: Final = re.compile(r"(\d+)(\D+)")


class Letter(NamedTuple):
    """A letter's share of a language's letters beyond ASCII (its logarithm), and how often each neighbour was seen."""

    share: float
    before: Counter[str]
    behind: Counter[str]


class LetterTable(NamedTuple):
    """The letters of each language, and how often a neighbour is one in any language of its script."""

    languages: dict[str, dict[str, Letter]]
    usual: dict[str, dict[str, float]]
    signs: dict[str, dict[str, float]]

    def likelihood(self, language: str, letter: str, before: str, behind: str) -> float:
        """The logarithm of how probable the letter is between these two; about -9 if it is none of the language's."""
        known = self.languages[language].get(letter)
        if known is None:
            return math.log(UNSEEN_LETTER)
        usual = self.usual[script(letter)]
        return known.share + _fits(known.before, before, usual) + _fits(known.behind, behind, usual)


def script(letter: str) -> str:
    """The script of a letter, as far as encodings tell scripts apart."""
    code = ord(letter)
    return next(name for end, name in SCRIPTS if code < end)


@cache
def letter_table() -> LetterTable:
    """The table, read once, when the first file needs it."""
    table = LetterTable({}, {}, {})
    counts: dict[str, Counter[str]] = {}
    for line in (
        resources.files(__package__).joinpath("letters.txt").read_text("utf-8").splitlines()
    ):
        match line.split(" "):
            case ["#", *_]:
                continue
            case [language, signs]:
                table.signs[language] = _shares(_powers(signs))
            case [language, letter, share, before, behind]:
                known = Letter(math.log(float(share)), _powers(before), _powers(behind))
                table.languages.setdefault(language, {})[letter] = known
                counts.setdefault(script(letter), Counter()).update(known.before + known.behind)
    table.usual.update((name, _shares(neighbours)) for name, neighbours in counts.items())
    return table


def _fits(seen: Counter[str], neighbour: str, usual: dict[str, float]) -> float:
    surprise = seen[neighbour] / usual.get(neighbour, RARE_NEIGHBOUR) + UNSEEN_NEIGHBOUR
    return max(STRANGEST_NEIGHBOUR, math.log(surprise / (seen.total() + UNSEEN_NEIGHBOUR)))


def _powers(powers: str) -> Counter[str]:
    return Counter(
        {sign: 2 ** int(power) for power, signs in _POWER.findall(powers) for sign in signs}
    )


def _shares(counts: Counter[str]) -> dict[str, float]:
    return {sign: count / counts.total() for sign, count in counts.items()}
