"""Cell values as the text a person sees. A workbook's number is a double: 15 digits, no more."""

import math
import operator
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Renderer = Callable[[float], str]

EXACT = 10**15  # Excel keeps 15 digits of what is typed; every integer below has them all
DAY = 86_400  # seconds
# Excel counts a 29 February 1900 that never was (serial 60), as Lotus did.
EPOCH, EPOCH_BEFORE_MARCH_1900, EPOCH_1904 = (
    date(1899, 12, 30),
    date(1899, 12, 31),
    date(1904, 1, 1),
)

# ECMA-376 part 1, 18.8.30: the formats that have a number and no code. 27 to 36 and 50 to 58 are
# dates of the East Asian versions. All dates are shown alike.
_DATES = [*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)]
BUILT_IN_CODES = dict.fromkeys(_DATES, "yyyy-mm-dd") | {46: "[h]:mm:ss"}
MAX_FORMAT_CODE = 255  # Excel's limit for a format code, and what keeps the patterns below cheap

# Not a surrogate's code: half a character can be neither encoded nor stored, so it stays as written.
_ESCAPE = re.compile(r"_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|[_*].', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
# Locale and colour change nothing that we read.
_DECORATION = re.compile(
    r"\[(?:\$-[0-9A-F]+|black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.IGNORECASE
)
_DURATION = re.compile(r"PT(\d{1,6})H(\d\d?)M(\d\d?)(?:[.,]\d+)?S")
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)(\d{1,15})\]")
_MASK_PIECE = re.compile(r'[0#]|\\(.)|"([^"]*)"|([-() +])|[_*].', re.DOTALL)
_MASK = re.compile(r'(?:[0#]|\\.|"[^"]*"|[-() +]|[_*].)+', re.DOTALL)
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}


def unescape(text: str) -> str:
    """Undo `_xHHHH_`, how OOXML writes characters XML has no room for (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def number_text(value: float) -> str:
    """A number with neither `.0` nor exponent; one that has lost digits keeps its exponent.

    A 16-digit customer_id typed into Excel ends in 0 whatever was typed, and two people become one:
    in exponent form the normalizer refuses it and says to format the column as text.
    """
    if not math.isfinite(value):
        return "#NUM!"
    if not value.is_integer():
        return format(Decimal(repr(value)), "f")
    digits = str(int(value))
    if abs(value) < EXACT or (abs(value) <= 2**53 and not digits.endswith("0")):
        return digits
    return f"{value:.14E}"


def literal_number_text(literal: str) -> str:
    """`number_text` of a number as a file spells it; what is no number stays as it is."""
    if literal.isdigit() and len(literal) <= 15 and literal[0] != "0":
        return literal
    try:
        return number_text(float(literal))
    except ValueError:
        return literal


def moment_text(serial: float, *, from_1904: bool) -> str:
    """A date's serial number as ISO 8601: a date, a time (day 0), or both with a T."""
    if not math.isfinite(serial) or serial < 0:
        return number_text(serial)
    days, seconds = divmod(round(serial * DAY), DAY)
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    if days == 0:
        return clock.isoformat()
    try:
        day = _epoch(days, from_1904=from_1904) + timedelta(days)
    except OverflowError:
        return number_text(serial)
    return datetime.combine(day, clock).isoformat() if seconds else day.isoformat()


def duration_text(serial: float) -> str:
    """A number of days as hours, minutes and seconds; there may be more than 24 hours."""
    if not math.isfinite(serial) or serial < 0:
        return number_text(serial)
    minutes, seconds = divmod(round(serial * DAY), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def iso_text(moment: str) -> str:
    """A date or duration that a file spells in ISO 8601, without fractions of a second or a midnight."""
    if duration := _DURATION.fullmatch(moment):
        return ":".join(f"{int(part):02}" for part in duration.groups())
    return moment.split(".")[0].removesuffix("Z").removesuffix("T00:00:00")


def _epoch(days: int, *, from_1904: bool) -> date:
    if from_1904:
        return EPOCH_1904
    return EPOCH if days >= 60 else EPOCH_BEFORE_MARCH_1900


def renderer(format_id: int, code: str | None, *, from_1904: bool) -> Renderer | None:
    """How a number format shows a number; None for `number_text`, which is nearly every format.

    Dates, and masks of digits (`00000`, `000-0000`), which carry what people type and search for.
    Decimals, percent signs and currencies are left out: they are no part of any value we read.
    """
    # A file may give a code to any number, the built-in ones included.
    code = BUILT_IN_CODES.get(format_id) if code is None else code[:MAX_FORMAT_CODE]
    if code is None:
        return None
    if _ELAPSED.search(_LITERAL.sub("", code)):
        return duration_text
    if _is_date(code):
        return lambda serial: moment_text(serial, from_1904=from_1904)
    return _masks(code)


def _is_date(code: str) -> bool:
    return bool(_DATE_LETTER.search(_LITERAL.sub("", code)))


def _masks(code: str) -> Renderer | None:
    """The mask for numbers that are not negative; one of two where a condition chooses between them."""
    first, _, others = _DECORATION.sub("", code).partition(";")
    condition = _CONDITION.match(first)
    if not condition:
        return _mask(first)
    holds, limit = _COMPARISONS[condition[1]], float(condition[2])
    show = _mask(first[condition.end() :]) or number_text
    show_other = _mask(_CONDITION.sub("", others.partition(";")[0])) or number_text
    return lambda value: (show if holds(value, limit) else show_other)(value)


def _mask(code: str) -> Renderer | None:
    if code in {"0", "#"} or not _MASK.fullmatch(code):
        return None
    matches = list(_MASK_PIECE.finditer(code))
    places = "".join(match[0] for match in matches if match[0] in "0#")
    pieces = [
        None if match[0] in "0#" else "".join(filter(None, match.groups())) for match in matches
    ]
    width = len(places.lstrip("#"))
    return (lambda value: _fill(pieces, width, value)) if places else None


def _fill(pieces: list[str | None], width: int, value: float) -> str:
    """The digits put into the mask's places (None) from the right; surplus ones into the first."""
    if not value.is_integer() or not 0 <= value < EXACT:
        return number_text(value)
    places = pieces.count(None)
    digits = str(int(value)).zfill(width).rjust(places, "\0")
    surplus, fitting = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    filled = []
    for piece in pieces:
        filled.append(surplus + next(fitting) if piece is None else piece)
        if piece is None:
            surplus = ""
    return "".join(filled).replace("\0", "")
