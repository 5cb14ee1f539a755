"""What cells cost as names, places and notes of people in a region, by the letters of the languages they may be in."""

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from app.importer.reader.code_pages import ABROAD, languages, native_languages
from app.importer.reader.letters import EDGE, letter_table, script
from app.importer.reader.signs import examined

# In a file of one language this share of the words is in it, the others in any of the region's.
OF_ONE_LANGUAGE: Final = 0.7
IN_IT: Final = -math.log(OF_ONE_LANGUAGE)
NOT_IN_IT: Final = -math.log(1 - OF_ONE_LANGUAGE)
ASKED_WORDS: Final = 40  # they say what language it is
NATIVE: Final = 1.0  # the price of a foreign language in an encoding that was made for it


class Spelling(NamedTuple):
    """What each text costs, and what they cost together with the language that was supposed."""

    costs: tuple[float, ...]
    cost: float


def spelling(texts: Sequence[str], region: str | None, family: str) -> Spelling:
    """The cheapest account of the texts: in the region's mixture of languages, or most of them in one language."""
    cells = [examined(text) for text in texts]
    mixture = _mixture(region)
    costs = {word: _mixed_cost(word, mixture) for cell in cells for word in cell.words}
    prices = _prices(region, family)
    place, price = _language(dict(islice(costs.items(), ASKED_WORDS)), prices), 0.0
    if place is not None:
        price = prices[place]
        costs = {word: _cost_in(place, word, cost) for word, cost in costs.items()}
    each = tuple(cell.cost + sum(costs[word] for word in cell.words) for cell in cells)
    return Spelling(each, price + sum(each))


def _language(mixed: dict[str, float], prices: tuple[float, ...]) -> int | None:
    """The place of the language that explains the words best; None if the mixture does."""
    costs = [
        price + sum(_cost_in(place, word, cost) for word, cost in mixed.items())
        for place, price in enumerate(prices)
    ]
    best = min(costs)
    return costs.index(best) if best < sum(mixed.values()) else None


@cache
def _mixture(region: str | None) -> tuple[float, ...]:
    shares = languages(region)
    return tuple(math.log(shares[language]) for language in letter_table().languages)


@cache
def _prices(region: str | None, family: str) -> tuple[float, ...]:
    """What it costs to suppose that a file is in each language of the table."""
    shares, native = languages(region), native_languages(family)
    return tuple(
        NATIVE if shares[language] == ABROAD and language in native else -math.log(shares[language])
        for language in letter_table().languages
    )


def _cost_in(place: int, word: str, mixed_cost: float) -> float:
    return min(IN_IT - _likelihoods(word)[place], NOT_IN_IT + mixed_cost)


def _mixed_cost(word: str, mixture: tuple[float, ...]) -> float:
    by_language = [
        share + likelihood for share, likelihood in zip(mixture, _likelihoods(word), strict=True)
    ]
    best = max(by_language)
    return -best - math.log(sum(math.exp(each - best) for each in by_language))


@lru_cache(maxsize=8192)
def _likelihoods(word: str) -> tuple[float, ...]:
    """The logarithm of how probable the word's letters beyond ASCII are in each language of the table."""
    table = letter_table()
    places = [
        (letter, word[at - 1] if at else EDGE, word[at + 1] if at + 1 < len(word) else EDGE)
        for at, letter in enumerate(word)
        if letter > "\x7f" and script(letter) in table.usual
    ]
    return tuple(
        sum(table.likelihood(language, *place) for place in places) for language in table.languages
    )
