"""What the signs and capitals of a cell cost: text read in a wrong encoding has them where no name has any.

Costs are nats, so they add up and differences are odds: 3 is one in 20, 7 one in 1,000.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from app.importer.reader.letters import letter_table, script


class SignCost(NamedTuple):
    """What a sign that is no letter costs, by whether it stands behind a letter, in front of one, or between two."""

    alone: float
    behind: float
    before: float
    between: float


UNDECODABLE: Final = 14.0
CONTROL: Final = 13.0  # control characters and the lines of boxes
SYMBOL: Final = SignCost(7, 12, 12, 12)
SIGNS: Final = {
    "’": SignCost(3, 3.5, 7, 9),
    "´": SignCost(5, 4, 7, 3.5),
    "‚": SignCost(7, 12, 7, 12),
    "‘": SignCost(5, 11, 6, 12),
    "“": SignCost(7, 11, 6, 12),
    "„": SignCost(7, 11, 6, 12),
    "«": SignCost(7, 11, 8, 12),
    "”": SignCost(7, 8, 11, 12),
    "»": SignCost(7, 9, 9, 12),
    "–": SignCost(2.5, 11, 11, 8),
    "—": SignCost(2.5, 11, 11, 8),
    "…": SignCost(5, 5, 6, 11),
    "€": SignCost(1.5, 11, 11, 11),
    "£": SignCost(2.5, 11, 11, 11),
    "№": SignCost(3, 11, 3, 11),
    "¿": SignCost(7, 11, 7, 11),
    "¡": SignCost(7, 11, 7, 11),
    "º": SignCost(3, 3, 11, 11),
    "ª": SignCost(3, 3, 11, 11),
    "°": SignCost(3, 5, 11, 11),
    "µ": SignCost(6, 11, 4, 11),
    "²": SignCost(6, 4, 11, 11),
    "³": SignCost(6, 4, 11, 11),
    "½": SignCost(3.5, 11, 11, 12),
    "¼": SignCost(4, 11, 11, 12),
    "¾": SignCost(4, 11, 11, 12),
    "×": SignCost(3.5, 12, 12, 12),
    "±": SignCost(4.5, 12, 12, 12),
    "§": SignCost(3, 12, 11, 12),
    "†": SignCost(5, 12, 11, 12),
    "®": SignCost(6, 8, 11, 11),
    "™": SignCost(6, 6, 11, 11),
    "•": SignCost(3, 12, 11, 12),
    "·": SignCost(6, 11, 11, 11),
    "\xa0": SignCost(3, 6, 6, 9),
}
NO_LETTERS: Final = "ªºµ"  # though Unicode says so
HALF: Final = 5.0  # a sign before ASCII that is no writing: the other half of a Chinese character
ELISION: Final = 1.5  # L’Aquila, Dell’Orto, O’Neill, didn’t
GEMINATE: Final = 4.0  # the point in Marcel·lí
SPACE_BEFORE_CAPITAL: Final = 5.0
QUOTES: Final = 2.0
EAST_ASIAN_SIGN: Final = 4.0

# Capitals in wrong places: JosÉ; BÉziers; MUñOZ, which real programs write; éric.
CAPITAL_AFTER_SMALL: Final = 7.0
SECOND_CAPITAL: Final = 6.0
SMALL_AMONG_CAPITALS: Final = 4.0
SMALL_BEFORE_CAPITAL: Final = 5.0
SMALL_AT_START: Final = 1.0
MIXED_SCRIPTS: Final = 6.0

# What a letter costs that no known name has, by its script.
UNSEEN_LETTERS: Final = {"Hebrew": 5.0, "Arabic": 7.0, "Thai": 6.0, "Armenian": 4.0}
# A sign of East Asia that no known name has: one of the few thousand of everyday use, or any other.
EVERYDAY: Final = 9.0
RARE: Final = 12.0
KANA: Final = 4.0
HALF_WIDTH_KANA: Final = 6.0  # one byte each; banks still write them
OTHER: Final = 10.0

_QUOTED: Final = re.compile(
    r"(?<!\w)(?:“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|‘([^‘’]*)’|‚([^‚‘’]*)[‘’]|¡([^¡!]*)!|¿([^¿?]*)\?)(?!\w)"
)
_HALF: Final = re.compile(r"[^\x00-\x7f][\\\[\]^_`{}~@]")
_ELIDED: Final = re.compile(
    r"(?<!\w)(?:[a-z]|un|gl|qu|mc|(?:d|n|c|qu)?[ae]ll|coll|sull|quest|bell|grand|sant?|anch|mezz|cent|jusqu|lorsqu"
    r"|puisqu|presqu|aujourd|entr)’(?=\w)|(?<=\w)’(?=(?:s|t|ll|re|ve|d|m)(?!\w))|(?<!\w)’(?=[nst][ -])",
    re.IGNORECASE,
)


class Cell(NamedTuple):
    """What the signs and capitals of a cell cost, and its words beyond ASCII, in small letters."""

    cost: float
    words: tuple[str, ...]


@lru_cache(maxsize=8192)
def examined(text: str) -> Cell:
    """The cost of a text's signs and capitals, and the words that letters have to speak for."""
    bare, quotes = _QUOTED.subn(lambda match: f" {match[match.lastindex or 0]} ", text)
    bare, elisions = _ELIDED.subn("'", bare)
    letters = "".join(sign if _is_letter(sign) else " " for sign in bare)
    words = [word for word in letters.split() if not word.isascii()]
    halves = len(_HALF.findall(bare))
    cost = (
        halves * HALF
        + quotes * QUOTES
        + elisions * ELISION
        + sum(_sign_costs(bare))
        + sum(map(_word_cost, words))
    )
    return Cell(cost, tuple(map(_lowered, words)))


def _is_letter(sign: str) -> bool:
    return sign.isalpha() and sign not in NO_LETTERS


def _word_cost(word: str) -> float:
    borders = sum(left != right for left, right in pairwise(map(script, word)))
    return borders * MIXED_SCRIPTS + _case_cost(word) + sum(map(_other_cost, word))


def _sign_costs(text: str) -> Iterator[float]:
    for at, sign in enumerate(text):
        if sign > "\x7f" and not _is_letter(sign):
            before, behind = text[at - 1 : at], text[at + 1 : at + 2]
            yield _sign_cost(sign, before, behind)


def _sign_cost(sign: str, before: str, behind: str) -> float:
    if "\udc80" <= sign <= "\udcff":
        return UNDECODABLE
    if unicodedata.category(sign) in ("Cc", "Cf", "Cn", "Co", "Cs") or "\u2500" <= sign < "\u2600":
        return CONTROL
    if unicodedata.category(sign) in ("Mn", "Mc"):  # a vowel written above, below or around
        mixed = MIXED_SCRIPTS * sum(script(each) != script(sign) for each in before + behind)
        return _other_cost(sign) + mixed
    if "\u3000" <= sign < "\u3040" or sign >= "\uff00":
        return EAST_ASIAN_SIGN
    if sign == "·" and before + behind in ("ll", "LL"):
        return GEMINATE
    if sign == "\xa0" and before.isalpha() and behind.isupper():
        return SPACE_BEFORE_CAPITAL
    cost = SIGNS.get(sign, SYMBOL)
    return cost[before.isalpha() + 2 * behind.isalpha()]


def _case_cost(word: str) -> float:
    cost = SMALL_AT_START if word[0] > "\x7f" and word[0].islower() else 0.0
    for at, letter in enumerate(word):
        if letter > "\x7f":
            cost += _case_at(word, at, letter)
    return cost


def _case_at(word: str, at: int, letter: str) -> float:
    before, behind = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
    if letter.isupper():
        if before.islower():
            return CAPITAL_AFTER_SMALL
        return SECOND_CAPITAL if before.isupper() and behind.islower() else 0.0
    if not letter.islower():
        return 0.0
    if behind.isupper():
        return SMALL_BEFORE_CAPITAL
    return SMALL_AMONG_CAPITALS if at > 1 and word[at - 2 : at].isupper() else 0.0


@lru_cache(maxsize=4096)
def _other_cost(letter: str) -> float:
    if letter <= "\x7f" or script(letter) in letter_table().usual:
        return 0.0
    share = max(signs.get(letter, 0.0) for signs in letter_table().signs.values())
    unseen = _unseen_cost(letter)
    return min(unseen, -math.log(share)) if share else unseen


def _unseen_cost(letter: str) -> float:
    if script(letter) != "East Asian":
        return UNSEEN_LETTERS.get(script(letter), OTHER)
    if "\u3005" <= letter < "\u3100":
        return KANA
    if "\uff66" <= letter < "\uffa0":
        return HALF_WIDTH_KANA
    return EVERYDAY if _is_common(letter) else RARE


def _is_common(letter: str) -> bool:
    # The standards put the signs of everyday use first: level 1 of JIS, GB 2312 and Big5, KS X 1001's hangul.
    return (
        b"\x88" <= letter.encode("shift_jis", "ignore")[:1] < b"\x98"
        or b"\xb0" <= letter.encode("gb2312", "ignore")[:1] < b"\xd8"
        or b"\xa4" <= letter.encode("big5", "ignore")[:1] < b"\xc7"
        or b"\xb0" <= letter.encode("euc_kr", "ignore")[:1] < b"\xc9"
    )


def _lowered(word: str) -> str:
    return "".join(char if len(char.lower()) > 1 else char.lower() for char in word)
