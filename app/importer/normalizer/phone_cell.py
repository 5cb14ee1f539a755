"""A phone cell's text becomes the digits that would be dialled; refuses what is no number, or several."""

import re
from typing import Final
from unicodedata import decimal, normalize

from app.importer.normalizer.text import CURE_FOR_NUMBERS, CellError, quote

MAX_PHONE_CELL: Final = 250  # what libphonenumber itself reads at most

# What people write before or behind a number to say which one it is, in the six languages. Not `fax`: it rings nowhere.
_WORDS: Final = """
    tel telefono telefone telefon telephone téléphone teléfono telefonnummer telefoonnummer tél tlf tfno tfn tf
    phone ph mobile mobil mobiltelefon móvil movil mob handy handynummer cell cellulare cellular cellphone cel celular
    telemóvel telemovel tlm telm portable portatile gsm fisso fijo fixe fixo festnetz linea casa home maison privat private
    privato privado privata privé perso personale personal work office ufficio lavoro oficina trabajo bureau travail arbeit
    büro geschäftlich escritório trabalho residencial comercial main principale principal haupt number numero número numéro
    nummer num nr no contatto contacto contact contato kontakt callto whatsapp whats wa sms signal telegram viber line
""".split()  # noqa: SIM905
_WORD: Final = f"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_LABEL: Final = re.compile(
    rf"(?:\(?{_WORD}\b\)?[\s.:°=/-]*|[ptmchwon][.:°][\s.:]*|[tm]\s+)+", re.IGNORECASE
)
_LABEL_BEHIND: Final = re.compile(
    rf"(?<=[\d\s])\s*(?:\(\s*(?:{_WORD}|[mthwo])\.?\s*\)|[\s,-]+{_WORD}\.?)\Z", re.IGNORECASE
)

_WHOLE: Final = re.compile(r"(\+?\d{9,}|\+?\d{3,8}(?=[.,]0{1,2}\Z))[.,]0+")
_GROUPED: Final = re.compile(r"(\d{1,3}(?:([.,])\d{3})+)(?!\2)[.,]\d{1,2}")
_EXPONENT: Final = re.compile(r"\+?(\d)(?:[.,](\d+))?[Ee]\+?(\d{1,3})")
_CALCULATED: Final = re.compile(r"[-\u2212][\d.,]+(?:[Ee][+-]?\d+)?|\+?\d{9,}[.,]\d+")
_DATE: Final = re.compile(
    r"(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))"
)

_EXTENSION: Final = re.compile(
    r"\d[\s,;.]*(?:(?:ext|extn|extension|int|interno|poste|durchwahl|app|anexo|ramal|x)[\s.:=]*|#\s*)\d+",
    re.IGNORECASE,
)
# Between two numbers of one cell. A slash also stands inside one (0571/123456), so what it parts
# must be long enough to be dialled on either side; a short tail (0212345/6) is a second number too.
_BETWEEN: Final = re.compile(
    r"[;,|&/:\r\n]|\s(?:o|e|or|oder|and|y|u|und|et|ou)\s|\s[-\u2010-\u2015\u2212]\s|[^\W\d_]{2,}",
    re.IGNORECASE,
)
_SHORT_TAIL: Final = re.compile(r"/\s*\d{1,2}\Z")
_PAIRS: Final = re.compile(r"\+?\d{1,4}(?:/\d{1,4})*/\d{1,2}/\d{2}")  # 06/12/34/56/78
_DIALLABLE: Final = 7
_SEPARATORS: Final = re.compile(r"[\s().,/\[\]~_'·\u2010-\u2015\u2212\u30fc-]+")
_NUMBER: Final = re.compile(r"\+*\d+")
_BRACKETED_ZERO: Final = re.compile(r"[(\[]\s*0\s*[)\]]")


def dialled(cell: str) -> tuple[str, ...]:
    """The digits of a clean, non-blank cell, after at most one plus sign; CellError when there are none, or several.

    Two spellings where a zero stands in brackets, `+39 (0) 347 1234567`: with it, and without.

    An extension is refused, not dropped: colleagues behind one switchboard would become one person. Letters too:
    "02 1234 Anna" is no vanity number.
    """
    text = _undamaged(_unlabelled(_ascii(cell)), cell)
    _refuse_surplus(text, cell)
    spellings = [text]
    if _BRACKETED_ZERO.search(text):
        spellings.append(_BRACKETED_ZERO.sub("", text, count=1))
    return tuple(_bare(spelling, cell) for spelling in spellings)


def has_bare_digits(text: str) -> bool:
    """Whether blanks, brackets and hyphens between the digits of a cell say nothing."""
    if "-" in text and (text[0] == "-" or " - " in text or _DATE.fullmatch(text)):
        return False
    return "(" not in text or not _BRACKETED_ZERO.search(text)


def _ascii(cell: str) -> str:
    text = normalize("NFKC", cell[: MAX_PHONE_CELL + 1])
    if not text.isascii():
        text = "".join(str(decimal(char, char)) for char in text)
    return text.lstrip("'").strip()


def _unlabelled(text: str) -> str:
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if label := _LABEL_BEHIND.search(text):
        text = text[: label.start()]
    return text.strip()


def _undamaged(text: str, cell: str) -> str:
    """The digits of a number that went through a spreadsheet as a float, if they are all there."""
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    if scientific := _EXPONENT.fullmatch(text):
        first, decimals, exponent = scientific.groups("")
        if len(decimals) != int(exponent):
            raise CellError(
                f"{quote(cell)} has lost its digits to a spreadsheet: {CURE_FOR_NUMBERS}"
            )
        return first + decimals
    if _CALCULATED.fullmatch(text) or _GROUPED.fullmatch(text):
        raise CellError(
            f"{quote(cell)} is a number that a spreadsheet has calculated, not a phone: {CURE_FOR_NUMBERS}"
        )
    if _DATE.fullmatch(text):
        raise CellError(
            f"{quote(cell)} is a date, not a phone number: correct it or empty the cell"
        )
    return text


def _refuse_surplus(text: str, cell: str) -> None:
    longer = [part for part in _BETWEEN.split(text) if sum(map(str.isdigit, part)) >= _DIALLABLE]
    short_tail = _SHORT_TAIL.search(text) and not _PAIRS.fullmatch(text)
    if len(longer) > 1 or short_tail or text.rfind("+") > text.find("+") + 2:
        raise CellError(f"{quote(cell)} holds several phone numbers: leave one in the cell")
    if _EXTENSION.search(text):
        raise CellError(f"{quote(cell)} has an extension, which cannot be dialled: remove it")


def _bare(text: str, cell: str) -> str:
    bare = _SEPARATORS.sub("", text)
    if len(bare) > MAX_PHONE_CELL or not _NUMBER.fullmatch(bare):
        raise CellError(
            f"{quote(cell)} is not a phone number: write it in digits, such as +393471234567"
        )
    return re.sub(r"^\++(?:00)?", "+", bare)
