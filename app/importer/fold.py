r"""The form in which statuses are compared: without case, accents, blanks and punctuation.

The database has a twin of fold() and of phrases(). The constants below define both, not a locale
and not one Python's tables of characters, so that the twin gives the same text for every character
PostgreSQL knows.

fold(text), step by step; in SQL on a UTF-8 database:

    x := normalize(text, NFKD)               -- é -> e + accent, ﬁ -> fi, full-width -> ASCII
    x := regexp_replace(x, DROPPED, '', 'g') -- accents, blanks, punctuation, symbols, emoji
    x := translate(x, UPPER, LOWER)          -- letter by letter: UPPER[i] becomes LOWER[i]
    x := replace(x, 'ß', 'ss'), then 'æ' -> 'ae', 'œ' -> 'oe'   -- EXPANDED

Letters and digits of other scripts stay. A text of ASCII needs only
lower(regexp_replace(text, '[^0-9A-Za-z]+', '', 'g') COLLATE "C").

A status is a refusal (never contact) when one of its phrases is a key. The keys are the folds of
the configured statuses, or refusals.refusal_keys(), and always 'donotcontact'. phrases(text):

    marked := as fold(), but after normalize(): regexp_replace(x, SEPARATOR, '|', 'g'), and
              DROPPED_BUT_BARS instead of DROPPED
    c := marked || '|' || replace(marked, '|', '')
    c := c || '|' || regexp_replace(c, LEADING, '', 'g')
    c := c, and for each tail of TAILS: || '|' || regexp_replace(c, tail, '', 'g')  -- of the same c
    string_to_array(c, '|')      -- suppressed: string_to_array(c, '|') && keys; '' is never a key

So these are all refusals: 'Do Not Call (DNC)', 'Lead / do not call', 'opt - out', '05 Non
contattare', 'Widerspruch 2024', 'disiscritto il 12/03/2024', 'unsubscribed on March 12, 2024'. The
regular expressions mean the same in Python's re and in PostgreSQL: no possessive quantifier, no \w,
no \d, no case, and `$` only at the end of the whole text.
"""

import re
from typing import Final
from unicodedata import normalize

# Everything of ASCII and Latin-1 that is no letter or digit; modifier letters and accents; the
# punctuation of Hebrew, Arabic and Devanagari; general punctuation up to the arrows, dingbats
# and braille; CJK punctuation; variation selectors and half marks; emoji; tags. Applied after NFKD,
# which has already unfolded the rest.
_DROPPED_ABOVE_BAR: Final = (
    r"\u007d-\u00bf\u00d7\u00f7\u02b0-\u036f\u0483-\u0489\u055a-\u055f\u0589\u058a\u0591-\u05c7"
    r"\u05f3\u05f4\u060c\u061b\u061c\u061f\u0640\u064b-\u065f\u066a-\u066d\u0670\u06d4\u0964\u0965"
    r"\u180b-\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020"
    r"\u3030\u303d\u3099-\u309c\u30fb\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\uffff"
    r"\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)
_DROPPED_BELOW_BAR: Final = r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b"
DROPPED: Final = rf"[{_DROPPED_BELOW_BAR}\u007c{_DROPPED_ABOVE_BAR}]+"
DROPPED_BUT_BARS: Final = rf"[{_DROPPED_BELOW_BAR}{_DROPPED_ABOVE_BAR}]+"


def _case_pairs() -> tuple[str, str]:
    """Return the capitals of Latin, Greek, Cyrillic and Armenian, and their small letters.

    Those with an accent are left out: NFKD has taken it off.
    """
    capitals = [
        char
        for char in map(chr, range(0x41, 0x557))
        if char != char.lower() and len(char.lower()) == 1 and normalize("NFKD", char) == char
    ]
    return "".join(capitals), "".join(capitals).lower().replace("ς", "σ")


_CAPITALS, _SMALL = _case_pairs()
# Letters whose stroke is no accent to Unicode, and the two small forms of one letter.
UPPER: Final = _CAPITALS.translate({ord(c): None for c in "ØŁĐĦÐ"}) + "ØøŁłĐđĦħÐðıςẞ"
LOWER: Final = _SMALL.translate({ord(c): None for c in "øłđħð"}) + "oollddhhddiσß"
EXPANDED: Final = (("ß", "ss"), ("æ", "ae"), ("œ", "oe"))

# What parts the phrases of one status (after NFKD): brackets, semicolon, comma, bar, slash, line
# break, and a dash between blanks. Brackets are spelt as escapes, which both languages read alike.
SEPARATOR: Final = r"[\u005b\u005d\u0028\u0029{};,|/\n\r\u3001]|[ ][\u002d\u2010-\u2015\u2212][ ]"
# A number in front: the code a CRM gives the status.
LEADING: Final = r"(?<![^|])[0-9]+(?=[^0-9|])"
_MONTHS: Final = """
    jan january januar janeiro janvier gen gennaio ene enero feb february februar febbraio febrero fev fevereiro fevrier
    mar march marz maerz mrz mars marzo marco apr april aprile abr abril avr avril may mai maggio mag mayo maio jun june
    juni junio junho juin giu giugno jul july juli julio julho juil juillet lug luglio aug august ago agosto aout sep
    sept september septiembre septembre set settembre setiembre setembro oct october octubre octobre okt oktober ott
    ottobre out outubro nov november novembre noviembre novembro dec december decembre dic dicembre diciembre dez
    dezember dezembro
"""
_MONTH: Final = f"(?:{'|'.join(_MONTHS.split())})"
_DATE: Final = f"[0-9]+(?:[a-z]{{1,15}}[0-9]+)*(?:z|{_MONTH})?"
_LEADING_TO_IT: Final = "(?:on|in|since|from|asof|il|lo|dal|nel|del|da|el|en|em|desde|le|du|depuis|am|im|vom|seit|ab|per)"
# At the end of a phrase: a year or a date; one that begins with its month; "DNC", or the word that
# leads to a date.
DATED: Final = rf"{_DATE}(?=\||$)"
MONTH_FIRST: Final = rf"{_MONTH}{_DATE}(?=\||$)"
SINCE: Final = (
    rf"(?:(?:dncl|dncc|dnc)(?:{_MONTH}?{_DATE})?|{_LEADING_TO_IT}{_MONTH}?{_DATE})(?=\||$)"
)
TAILS: Final = (DATED, MONTH_FIRST, SINCE)

_dropped = re.compile(DROPPED)
_dropped_but_bars = re.compile(DROPPED_BUT_BARS)
_separator = re.compile(SEPARATOR)
_leading = re.compile(LEADING)
_tails = tuple(map(re.compile, TAILS))
_small: Final = str.maketrans(UPPER, LOWER)


def fold(text: str) -> str:
    """Return the text without case, accents, blanks and punctuation."""
    # Nearly every status; the result is the same as the other way.
    if text.isascii():
        return _dropped.sub("", text).lower()
    return _small_letters(_dropped.sub("", normalize("NFKD", text)))


def phrases(text: str) -> frozenset[str]:
    """Return the folds a status is compared by: the whole, its parts, each also without its date."""
    parted = _separator.sub("|", normalize("NFKD", text))
    marked = _small_letters(_dropped_but_bars.sub("", parted))
    whole = f"{marked}|{marked.replace('|', '')}"
    bare = f"{whole}|{_leading.sub('', whole)}"
    found = "|".join([bare, *(tail.sub("", bare) for tail in _tails)])
    return frozenset(found.split("|")) - {""}


def _small_letters(text: str) -> str:
    small = text.translate(_small)
    for letter, letters in EXPANDED:
        small = small.replace(letter, letters)
    return small
