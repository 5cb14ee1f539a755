"""Which quotes and escapes a text may have been written with, by what stands in its first lines."""

import re
from collections.abc import Iterator
from typing import Final

from app.importer.reader.grammar import ANY_WIDTH, BLANKS, Dialect

ESCAPE: Final = "\\"
# Typographic quotes come in from word processors, and from programs that correct what is typed.
CURLY_DOUBLE: Final = "“”„‟«»＂"
CURLY_SINGLE: Final = "‘’‚‛‹›"
_RARE_QUOTES: Final = "'`~^"


def styles(sample: str, delimiter: str) -> list[Dialect]:
    """The dialects worth trying with this delimiter: the likeliest first, for it wins a tie."""
    plain = Dialect(delimiter)
    others = [
        *(
            Dialect(delimiter, quote)
            for quote in _RARE_QUOTES
            if quote in sample.replace(delimiter, "")
        ),
        *_curly_styles(sample, delimiter),
    ]
    written = {style: count_quoted(sample, style) for style in [plain, *others]}
    lines = 1 + sample.count("\n") + sample.count("\r")
    first = max(others, key=written.__getitem__, default=plain)
    tried = [plain]
    if written[first] > written[plain]:
        tried = [first, plain] if written[first] * 2 >= lines else [plain, first]
    tried += [style._replace(escape=ESCAPE) for style in tried if _has_escapes(sample, style)]
    if _has_wrapped_lines(sample, plain):
        tried.append(plain._replace(wrapped=ANY_WIDTH))
    return tried


def count_quoted(sample: str, style: Dialect) -> int:
    """How many cells stand in this style's quotes, as far as quotes where cells begin and end tell."""
    quote = f"[{re.escape(style.curly or style.quote)}]"
    ends, blank = (
        f"[{re.escape(style.delimiter)}\r\n]",
        f"[{BLANKS.replace(style.delimiter, '')}]*+",
    )
    opening = rf"(?:(?<={ends})|\A){blank}{quote}(?!{blank}(?:{ends}|\Z))"
    closing = rf"(?<!{ends}){quote}{blank}(?={ends}|\Z)"
    return min(len(re.findall(pattern, sample)) for pattern in (opening, closing))


def has_apostrophes(sample: str, style: Dialect) -> bool:
    """Whether the quotes of this style also stand between letters, and are neither doubled nor escaped there."""
    if style.quote != "'":
        return False
    return re.search(rf"\w(?:''|{re.escape(ESCAPE)}')\w", sample) is None


def _curly_styles(sample: str, delimiter: str) -> Iterator[Dialect]:
    if not sample.isascii():
        yield Dialect(delimiter, curly=CURLY_DOUBLE)
        yield Dialect(delimiter, "'", curly=CURLY_SINGLE)


def _has_escapes(sample: str, style: Dialect) -> bool:
    """Whether escapes stand where they would mean something, and quotes are not rather doubled."""
    if ESCAPE not in sample:
        return False
    special = re.escape(style.quote + style.delimiter)
    escapes = len(re.findall(rf"\\[{special}\r\n]", sample))
    quote = re.escape(style.quote)
    ends = rf"{special}\r\n"
    doubled = len(re.findall(rf"(?<=[^{ends}]){quote}{quote}|{quote}{quote}(?=[^{ends}])", sample))
    return escapes > 0 and escapes >= doubled


def _has_wrapped_lines(sample: str, style: Dialect) -> bool:
    """Whether the first line is quoted as a whole, or one with quotes of its own: a footer may be by itself."""
    line = r'^"[^"\r\n]*+(?:""[^"\r\n]*+)*+"(?=\r|$)'
    return any(
        style.delimiter in found[0] and (found.start() == 0 or '""' in found[0])
        for found in re.finditer(line, sample, re.MULTILINE)
    )
