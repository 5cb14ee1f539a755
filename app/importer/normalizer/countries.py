"""A country cell becomes a region: ISO 3166 codes, names as people write them, dialling codes.

countries.txt has a line for each region libphonenumber knows: alpha-2, alpha-3, its English name, and the keys of its
names (made by tests/normalizer/make_countries.py). It is read when the first such cell is.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS, PhoneMetadata

from app.importer.normalizer.text import is_blank_identifier

DATA: Final = Path(__file__).with_name("countries.txt")
_LONGEST: Final = 100

# Words that one list of names has and the other leaves out.
_FILLERS: Final = frozenset("and y e et und ed & the".split())  # noqa: SIM905
_WORDS: Final = re.compile(r"[^\w&]+|_")
_ARTICLE: Final = re.compile(r"\s*the\s+", re.IGNORECASE)
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_FLAG_LETTER: Final = 0x1F1E6 - ord("A")
_PARTS: Final = re.compile(r"[()\[\]/|,:;\u2013\u2014-]|(?<=[^\W\d_])\s*(?=\+\d)")
_DIALLING: Final = re.compile(r"(?:\+|00)?\s*([1-9]\d{0,2})(?:[\s.-]*(\d{3}))?(?:\.0)?")
_NORTH_AMERICA: Final = "1"


def country_key(name: str) -> str:
    """Its letters and digits, without case, accents and the little words inside; of `E.U.A.` none is one."""
    bare = "".join(char for char in normalize("NFKD", name) if category(char) != "Mn").casefold()
    if article := _ARTICLE.match(bare):
        bare = bare[article.end() :]
    words = [word for word in _WORDS.split(bare.replace(".", "")) if word]
    inner = [word for word in words[1:-1] if word not in _FILLERS]
    return "".join([*words[:1], *inner, *words[1:][-1:]]).replace("&", "")


@lru_cache(maxsize=4_096)
def region_of_country(cell: str) -> str | None:
    """The region that a country cell names, "" for a blank one, None when it cannot be understood.

    `Italy (+39)` and `IT - Italia` are understood where all their parts agree. NA and NC are not: they
    also stand for nothing.
    """
    if len(cell) > _LONGEST:
        return None
    if is_blank_identifier(cell):
        return None if cell.strip().lower() in _table()[0] else ""
    if region := _region(cell):
        return region
    parts = [part for part in _PARTS.split(_unflagged(cell)) if part.strip()]
    regions = {_region(part) for part in parts}
    return regions.pop() if len(regions) == 1 else None


def country_name(region: str) -> str:
    """In English, with its article: `the United States`."""
    return _table()[1].get(region, region)


def _region(text: str) -> str | None:
    if dialling := _DIALLING.fullmatch(text.strip()):
        return _region_of_code(*dialling.groups(""))
    return _table()[0].get(country_key(text))


def _region_of_code(code: str, area: str) -> str | None:
    """The main region of a calling code; of `1-868` the island, for its local numbers are read by it."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ("001",))
    if area and code != _NORTH_AMERICA:
        return None
    if area:
        leading = ((region, PhoneMetadata.metadata_for_region(region)) for region in regions)
        fitting = (
            r
            for r, own in leading
            if own and own.leading_digits and re.match(own.leading_digits, area)
        )
        return next(fitting, regions[0])
    return regions[0] if regions[0] in SUPPORTED_REGIONS else None


def _unflagged(text: str) -> str:
    """A flag, which is two letters of its own kind, as the code it stands for."""
    return _FLAG.sub(
        lambda flag: f"({''.join(chr(ord(c) - _FIRST_FLAG_LETTER) for c in flag[0])})", text
    )


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    regions: dict[str, str] = {}
    english: dict[str, str] = {}
    for line in DATA.read_text(encoding="utf-8").splitlines():
        region, alpha_3, name, keys = line.split("\t")
        english[region] = name
        regions |= dict.fromkeys([*keys.split(), alpha_3.lower(), region.lower()], region)
    return regions, english
