"""What is done to every cell before its field's own rules: trim, NFC, damage found and named.

Raise CellError with a sentence a person can act on; quote a cell only through quote().
"""

import re
from typing import Final
from unicodedata import normalize

from app.importer.normalizer.nothing_words import NOTHING_WORDS
from app.importer.rows import NO_TEXT, NOT_CALCULATED

# Unicode's White_Space property. str.strip() would also take U+001C to U+001F, which are control
# characters that must reject the row.
WHITE_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)

# Unicode's Default_Ignorable_Code_Point property (DerivedCoreProperties): they are not shown.
_IGNORABLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
INVISIBLE: Final = re.compile(f"[{_IGNORABLE}\xa0]")
# Separators of records and units that old programs leave at the edges of cells.
_LEFTOVERS: Final = "\x1e\x1f"
_BLANK: Final = re.compile(f"[{_IGNORABLE}{WHITE_SPACE}{_LEFTOVERS}]*")

# Cc but for tab, line feed and carriage return; and the surrogates a JSON escape can bring alone.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1d\x7f-\x9f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# What Excel, Sheets and LibreOffice show for a formula that failed, in the languages they speak.
_ERROR_CELLS: Final = frozenset(
    """
    #n/a #n/d #nv #nd #n/b #n/c #i/t #hiány #saknas! #puuttuu! #ei! #yok #div/0! #dél/0! #dzieł/0!
    #ref! #rif! #bezug! #¡ref! #odkaz! #adr! #hiv! #viittaus! #verw! #başv! #sayı/0! #бд! #ссылка!
    #value! #valore! #wert! #valeur! #¡valor! #valor! #waarde! #hodnota! #érték! #arvo! #värdefel!
    #verdi! #værdi! #arg! #değer! #знач! #name? #nome? #nom? #¿nombre? #nombre? #¡nombre? #nombre!
    #naam? #název? #név? #nazwa? #nimi? #namn? #navn? #ad? #имя? #num! #zahl! #nombre! #núm! #¡num!
    #¡núm! #getal! #szám! #liczba! #luku! #ogiltigt! #sayı! #число! #null! #nullo! #nul! #¡nulo!
    #nulo! #nula! #leeg! #tyhjä! #nulla! #zero! #boş! #пусто! #ogiltig! #spill! #überlauf! #espansione!
    #propagation! #¡desbordamiento! #desbordamiento! #despejar! #overloop! #calc! #calcul! #calcolo!
    #¡calc! #kalk! #getting_data #field! #feld! #campo! #champ! #¡campo! #blocked! #bloccato!
    #connect! #connessione! #connection! #unknown! #busy! #python! #external! #timeout! #error!
    #err! #errore! #fehler! #erreur! #¡error! #h/f! #div/0 #ref #value #name #num #null
    """.split()  # noqa: SIM905 - as a list of strings it would be a page long
)
# "Err:502" is LibreOffice's; a run of hashes is what a column too narrow for its number is saved
# as.
_ERROR_FORM: Final = re.compile(r"Err:\d{3}|#{2,}").fullmatch
_FIRST_OF_ERRORS: Final = ("#", "Err:")

EXPONENT: Final = re.compile(r"[+-]?\d+(?:[.,]\d+[Ee][+-]?|[Ee]\+)\d+")
_ESCAPED: Final = ("'=", "'+", "'-", "'@")
# ="007": how a program keeps a spreadsheet from taking text for a number.
_GUARDED: Final = re.compile(r'="((?:[^"]|"")*)"')
# The closing quotes of each opening one.
_QUOTES: Final = {
    "'": "'", '"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‚": "‘’",
    "‘": "’", "’": "’", "`": "`'´", "´": "´", "＂": "＂", "＇": "＇", "「": "」", "『": "』", "‟": "”",
}  # fmt: skip
OPENING_QUOTES: Final = "".join(_QUOTES)
_APOSTROPHES: Final = "'‘’`´＇"

QUOTED_CHARACTERS: Final = 80  # docs/design.md#messages: a message quotes at most so much of a cell
# The longest canonical decomposition in Unicode is of 4 characters, so nothing longer than this
# can become short enough. Asked before NFC, whose sorting of combining marks is quadratic.
_NFC_SHRINKS: Final = 4

_WITHOUT_LEFTOVERS: Final = str.maketrans("", "", _LEFTOVERS)
_NOT_CALCULATED: Final = (
    "This formula was never calculated: open the file in a spreadsheet program and save it"
)
CURE_FOR_NUMBERS: Final = "format the column as text and export again"


class CellError(Exception):
    """A cell that cannot be read; its message is the one the caller of the API sees."""


class Placeholder(CellError):
    """A cell that says there is no value, such as noemail@example.com.

    It is a blank if the row has another identifier.
    """

    def __init__(self, cell: str) -> None:
        super().__init__(
            f"{quote(cell)} is a placeholder: fill in a real customer_id, e-mail or phone"
        )


def quote(cell: str) -> str:
    """The first 80 characters of a cell between quotes, what cannot be printed as its escape."""
    visible = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in cell[:QUOTED_CHARACTERS]
    )
    return f"'{visible}{'…' if len(cell) > QUOTED_CHARACTERS else ''}'"


def is_blank(cell: str) -> bool:
    """Return whether the cell holds no character that is shown."""
    return _BLANK.fullmatch(cell) is not None


def is_blank_identifier(cell: str) -> bool:
    """Return whether clean_identifier() makes "" of the cell: blank, or a word for nothing."""
    if is_blank(cell):
        return True
    text = cell.strip(WHITE_SPACE)  # columns of fixed width are padded
    if len(text) > QUOTED_CHARACTERS:
        return False
    try:
        return not clean_identifier(text, QUOTED_CHARACTERS)
    except CellError:
        return False


def clean_text(cell: str, limit: int) -> str:
    """Return a cell as it is stored: trimmed, NFC, `limit` characters at most; "" for a blank one.

    `="007"` is its content; the apostrophe with which a spreadsheet escapes a formula is dropped.
    """
    text = cell.strip(WHITE_SPACE)
    if not (text.isascii() and text.isprintable()):
        text = _composed(text, limit)
    if text.startswith(_ESCAPED):
        text = text[1:]
    while text.startswith('="') and (guarded := _GUARDED.fullmatch(text)):
        text = guarded[1].replace('""', '"').strip(WHITE_SPACE)
    _refuse_error_cell(text)
    if len(text) > limit:
        raise CellError(f"{quote(text)} is longer than {limit} characters: shorten it")
    return text


def clean_identifier(cell: str, limit: int) -> str:
    """Return clean_text() without invisible characters and outer quotes; "" for a word for nothing."""
    text = clean_text(cell if cell.isascii() else INVISIBLE.sub("", cell), limit)
    if text[:1] in _QUOTES:
        text = _without_quotes(text)
        _refuse_error_cell(text)
    return "" if text.lower() in NOTHING_WORDS else text


def read_customer_id(text: str) -> str:
    """The clean text itself: `007` is not `7`. `1.2E+05` is refused, `12E5` may well be a code."""
    if EXPONENT.fullmatch(text):
        raise CellError(f"{quote(text)} has lost its digits to a spreadsheet: {CURE_FOR_NUMBERS}")
    return text


def _without_quotes(text: str) -> str:
    """Drop pairs of outer quotes, and one apostrophe before a digit or `= + - @`."""
    while len(text) > 1 and text[-1] in _QUOTES.get(text[0], ""):
        inner = text[1:-1]
        if text[0] in inner or text[-1] in inner:  # "Anna" and "Bea": not one pair
            break
        text = inner.strip(WHITE_SPACE)
    if (
        text[:1]
        and text[0] in _APOSTROPHES
        and (text[1:2].isdecimal() or text[1:2] in tuple("=+-@"))
    ):
        text = text[1:]
    return text


def _refuse_error_cell(text: str) -> None:
    if text.startswith(_FIRST_OF_ERRORS) and (text.lower() in _ERROR_CELLS or _ERROR_FORM(text)):
        raise CellError(
            f"{quote(text)} is a spreadsheet's error: fix the formula or empty the cell"
        )


def _composed(text: str, limit: int) -> str:
    if is_blank(text):
        return ""
    if text == NO_TEXT:
        raise CellError("A list, an object or NaN stands here: give it a text or a number")
    if text == NOT_CALCULATED:
        raise CellError(_NOT_CALCULATED)
    text = text.translate(_WITHOUT_LEFTOVERS).strip(WHITE_SPACE)
    if found := _CONTROL.search(text):
        raise CellError(f"{quote(text)} has the control character U+{ord(found[0]):04X}: remove it")
    if _SURROGATE.search(text):
        raise CellError(f"{quote(text)} has half a character (a lone surrogate): write it anew")
    return normalize("NFC", text) if len(text) <= limit * _NFC_SHRINKS else text
