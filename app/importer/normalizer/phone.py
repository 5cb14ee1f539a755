"""A phone cell becomes E.164: "possible" by libphonenumber's data, as one region writes its numbers.

plain(), plain_column() and read() must never disagree: the first two are only shorter ways to the same answer.
"""

import re
from collections.abc import Sequence
from typing import Final
from unicodedata import decimal, normalize

from phonenumbers import (
    SUPPORTED_REGIONS,
    NumberParseException,
    PhoneNumberFormat,
    ValidationResult,
    country_code_for_region,
    format_number,
    is_possible_number_with_reason,
    parse,
)

from app.importer.normalizer.phone_plan import (
    ANY_DIGITS,
    NO_PLAN,
    Plan,
    international_plan,
    national_plan,
)
from app.importer.normalizer.text import CURE_FOR_NUMBERS, CellError, quote

MAX_PHONE_CELL: Final = 250  # what libphonenumber itself reads at most

_LABEL: Final = re.compile(
    r"(?:tel|telefono|telefon|phone|mobile|mob|cell|callto|whatsapp|sms)\b[.:]*\s*", re.IGNORECASE
)
_FRACTION: Final = re.compile(r"(\+?\d{3,})[.,]0+")
_EXPONENT: Final = re.compile(r"\+?(\d)(?:[.,](\d+))?[Ee]\+?(\d{1,3})")
_EXTENSION: Final = re.compile(
    r"\d[\s,;.]*(?:(?:ext|extn|extension|int|interno|poste|durchwahl|app|anexo|ramal|x)[\s.:=]*|#\s*)\d+",
    re.IGNORECASE,
)
# Between two numbers of one cell. A slash also stands inside one (0571/123456), so what it parts
# must be long enough to be dialled on either side; a short tail (0212345/6) is a second number too.
_BETWEEN: Final = re.compile(r"[;,|&/\r\n]|\s(?:o|e|or|and|y|und|et|ou)\s", re.IGNORECASE)
_SHORT_TAIL: Final = re.compile(r"/\s*\d{1,2}\Z")
_DIALLABLE: Final = 7
_SEPARATORS: Final = re.compile(r"[\s().,/\[\]~_'·\u2010-\u2015\u2212\u30fc-]+")
_NUMBER: Final = re.compile(r"\+*\d+")
_PLUS_AND_DIGITS: Final = re.compile(r"\+[1-9][0-9]{2}")


class PhoneReader:
    """Reads the phones of one file.

    `region` (ISO 3166, two letters) is where a number without a country code is; with None such a
    number is kept as its digits. ValueError for a region libphonenumber does not know.
    """

    def __init__(self, region: str | None) -> None:
        if region is not None and region not in SUPPORTED_REGIONS:
            raise ValueError(f"{region!r} is not a region libphonenumber knows")
        self._region = region
        self._national = national_plan(region) if region else ANY_DIGITS
        self._code = f"+{country_code_for_region(region)}" if region else ""
        self._plans: dict[str, Plan] = {}  # at most 1,000: plus sign and three digits

    def plain(self, text: str) -> str | None:
        """E.164 of a number without surprises (0.4 us; 0.9 with spaces), None if read() must look."""
        if text[:1] == "+":
            plan = self._plans.get(text[:4])
            if plan is not None and plan(text):
                return text
        elif match := self._national(text):
            return self._code + match["nsn"]
        # Nothing but these: a dot may begin a spreadsheet's ".0", a slash a second number.
        bare = text.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
        return self._plain_digits(bare)

    def plain_column(self, cells: Sequence[str]) -> list[str | None]:
        """plain() of each cell, "" of a blank one: 0.3 us each where they have their country codes."""
        learnt, plain = self._plans.get, self.plain
        return [
            cell if (plan := learnt(cell[:4])) is not None and plan(cell) else cell and plain(cell)
            for cell in cells
        ]

    def read(self, text: str) -> str:
        """The number in a clean, non-blank cell; CellError when there is none, several, or too much.

        An extension is refused, not dropped: colleagues behind one switchboard would become one
        person. Letters too: "02 1234 Anna" is no vanity number.
        """
        if number := self.plain(text):
            return number
        digits = _digits(text)
        number = self._plain_digits(digits) or self._read_digits(digits)
        if number is None:
            raise CellError(f"{quote(text)} is not a possible phone number{self._cure()}")
        return number

    def _plain_digits(self, text: str) -> str | None:
        if text[:1] == "+":
            plan = self._plans.get(text[:4]) or self._learn(text[:4])
            return text if plan(text) else None
        match = self._national(text)
        return self._code + match["nsn"] if match else None

    def _learn(self, prefix: str) -> Plan:
        if not _PLUS_AND_DIGITS.fullmatch(prefix):
            return NO_PLAN
        plan = self._plans[prefix] = international_plan(prefix)
        return plan

    def _read_digits(self, digits: str) -> str | None:
        """By the library: first as the region dials it, then `00` as the whole world writes it."""
        number = _e164(digits, self._region)
        if number is None and digits.startswith("00"):
            number = _e164(f"+{digits[2:]}", None)
        return number

    def _cure(self) -> str:
        if self._region:
            return f" in {self._region}: write it whole, with + and the country code"
        return ": write it whole, with + and the country code, or set the account's region"


def _digits(text: str) -> str:
    """What would be dialled: digits after at most one plus sign."""
    text = normalize("NFKC", text[: MAX_PHONE_CELL + 1])
    if not text.isascii():
        text = "".join(str(decimal(char, char)) for char in text)
    text = text.lstrip("'")
    if label := _LABEL.match(text):
        text = text[label.end() :]
    text = _undamaged(text)
    _refuse_surplus(text)
    bare = _SEPARATORS.sub("", text)
    if len(bare) > MAX_PHONE_CELL or not _NUMBER.fullmatch(bare):
        raise CellError(
            f"{quote(text)} is not a phone number: write it in digits, such as +393471234567"
        )
    return re.sub(r"^\++(?:00)?", "+", bare)


def _undamaged(text: str) -> str:
    """The digits of a number that went through a spreadsheet as a float, if they are all there."""
    if whole := _FRACTION.fullmatch(text):
        return whole[1]
    if not (scientific := _EXPONENT.fullmatch(text)):
        return text
    first, decimals, exponent = scientific.groups("")
    if len(decimals) == int(exponent):
        return first + decimals
    raise CellError(f"{quote(text)} has lost its digits to a spreadsheet: {CURE_FOR_NUMBERS}")


def _refuse_surplus(text: str) -> None:
    parts = _BETWEEN.split(text)
    dialled = [part for part in parts if sum(map(str.isdigit, part)) >= _DIALLABLE]
    if len(dialled) > 1 or _SHORT_TAIL.search(text) or text.rfind("+") > text.find("+") + 2:
        raise CellError(f"{quote(text)} holds several phone numbers: leave one in the cell")
    if _EXTENSION.search(text):
        raise CellError(f"{quote(text)} has an extension, which cannot be dialled: remove it")


def _e164(number: str, region: str | None) -> str | None:
    """The library's reading, read again until it stays the same; None for an impossible number.

    Some outputs still begin with what looks like a national prefix, and lose it the next time:
    a phone that changed with every import would be a new person each time.
    """
    seen: set[str] = set()
    while number not in seen:
        seen.add(number)
        try:
            parsed = parse(number, region)
        except NumberParseException:
            return None
        # IS_POSSIBLE_LOCAL_ONLY is a number without its area code: nobody can dial its E.164 form.
        if is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
            return None
        number, region = format_number(parsed, PhoneNumberFormat.E164), None
    return number
