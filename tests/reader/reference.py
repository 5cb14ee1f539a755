"""The rule for quotes, as slow and as plain as can be: one character after the other."""

LOOKAHEAD = 1024 * 1024
BLANKS = " \t\xa0"

Record = tuple[int, list[str], bool]


class FaultyQuote(Exception):
    """The record's first line is rejected."""


class Rule:
    """How the text is to be read: `escape` is "" where there is none."""

    def __init__(self, delimiter: str, quote: str, escape: str, lookahead: int) -> None:
        self.delimiter, self.quote, self.escape = delimiter, quote, escape
        self.lookahead = lookahead
        self.blanks = BLANKS.replace(delimiter, "")


def records(
    text: str, delimiter: str, quote: str, lookahead: int = LOOKAHEAD, escape: str = ""
) -> list[Record]:
    """(number, cells, rejected) of each record; empty lines are counted and left out."""
    rule = Rule(delimiter, quote, escape, lookahead)
    found: list[Record] = []
    position = number = 0
    if text and text[-1] not in "\r\n":
        text += "\n"
    while position < len(text):
        number += 1
        if text[position] in "\r\n":
            position = next_line(text, position)
            continue
        try:
            cells, end = record(text, position, rule)
            found.append((number, cells, False))
        except FaultyQuote:
            end = physical_end(text, position)
            found.append((number, [], True))
        position = next_line(text, end)
    return found


def record(text: str, at: int, rule: Rule) -> tuple[list[str], int]:
    cells: list[str] = []
    while True:
        cell, at = one_cell(text, at, rule)
        cells.append(cell)
        if text[at] != rule.delimiter:
            return cells, at
        at += 1


def one_cell(text: str, start: int, rule: Rule) -> tuple[str, int]:
    at = without_blanks(text, start, rule)
    if text[at] == rule.quote:
        return quoted(text, start, at + 1, rule)
    if text[at : at + 2] == "=" + rule.quote:
        closing = odd_quote(text, at + 2, line_end(text, at, rule), rule)
        after = without_blanks(text, closing + 1, rule)
        if closing >= 0 and ends(text, after, rule):
            return text[start:after], after
    after = bare_end(text, start, rule)
    raw = text[start:after]
    lone = without_inches(without_escapes(raw, rule), rule.quote)
    if not are_pairs(lone, rule.quote):
        raise FaultyQuote
    return unescaped(raw, rule), after


def quoted(text: str, start: int, inside: int, rule: Rule) -> tuple[str, int]:
    """The content of a quoted cell, and where the cell ends."""
    line = line_end(text, inside, rule)
    first = odd_quote(text, inside, line, rule)
    if first < 0:  # nothing on this line
        first = odd_quote(text, inside, min(len(text), inside + rule.lookahead), rule)
        after = without_blanks(text, first + 1, rule)
        if first < 0 or not ends(text, after, rule):
            raise FaultyQuote
    else:
        after = without_blanks(text, first + 1, rule)
    if ends(text, after, rule):
        return unescaped(text[inside:first].replace(rule.quote * 2, rule.quote), rule), after
    after = bare_end(text, inside, rule)
    raw = text[inside:after].rstrip()
    if raw.endswith(rule.quote) and is_text(without_escapes(raw[:-1], rule), rule.quote):
        return unescaped(raw[:-1], rule), after
    if are_pairs(without_escapes(text[start:after], rule), rule.quote):
        return unescaped(text[start:after], rule), after
    raise FaultyQuote


def odd_quote(text: str, at: int, stop: int, rule: Rule) -> int:
    """The last quote of the first run of quotes that is no number of pairs, -1 if there is none."""
    while at < stop:
        if rule.escape and text[at] == rule.escape:
            at += 2
        elif text[at] != rule.quote:
            at += 1
        elif text[at + 1 : at + 2] == rule.quote:
            at += 2
        else:
            return at
    return -1


def bare_end(text: str, at: int, rule: Rule) -> int:
    while at < len(text) and text[at] not in (rule.delimiter, "\r", "\n"):
        at = after_escape(text, at) if text[at] == rule.escape else at + 1
    return min(at, last_end(text))


def line_end(text: str, at: int, rule: Rule) -> int:
    while at < len(text) and text[at] not in "\r\n":
        at = after_escape(text, at) if text[at] == rule.escape else at + 1
    return min(at, last_end(text))


def last_end(text: str) -> int:
    """Where the text's last line ends: an escape in front of it takes nothing from it."""
    return len(text) - (2 if text.endswith("\r\n") else 1)


def physical_end(text: str, at: int) -> int:
    while text[at] not in "\r\n":
        at += 1
    return at


def after_escape(text: str, at: int) -> int:
    return at + (3 if text[at + 1 : at + 3] == "\r\n" else 2)


def ends(text: str, at: int, rule: Rule) -> bool:
    return text[at] in (rule.delimiter, "\r", "\n")


def without_blanks(text: str, at: int, rule: Rule) -> int:
    while text[at] in rule.blanks:
        at += 1
    return at


def next_line(text: str, at: int) -> int:
    return at + 2 if text[at : at + 2] == "\r\n" else at + 1


def without_escapes(raw: str, rule: Rule) -> str:
    kept, at = "", 0
    while at < len(raw):
        if raw[at] == rule.escape and at + 1 < len(raw):
            at = after_escape(raw, at)
        else:
            kept += raw[at]
            at += 1
    return kept


def unescaped(raw: str, rule: Rule) -> str:
    kept, at = "", 0
    while at < len(raw):
        if raw[at] == rule.escape and at + 1 < len(raw):
            after = after_escape(raw, at)
            kept += raw[at:after] if raw[at + 1].isalnum() else raw[at + 1 : after]
            at = after
        else:
            kept += raw[at]
            at += 1
    return kept


def are_pairs(raw: str, quote: str) -> bool:
    return raw.count(quote) % 2 == 0 and quote * 2 not in raw


def is_text(raw: str, quote: str) -> bool:
    """Whether the quotes stand in pairs around words."""
    opened = False
    for at, char in enumerate(raw):
        if char != quote:
            continue
        before, after = raw[at - 1 : at] if at else "", raw[at + 1 : at + 2]
        if opened:
            right = not before.isspace() and before != quote
            right = right and not (after == quote or after == "_" or after.isalnum())
        else:
            right = not before or before.isspace() or before in "([{/-"
            right = right and after != "" and not after.isspace() and after != quote
        if not right:
            return False
        opened = not opened
    return not opened


def without_inches(raw: str, quote: str) -> str:
    at = 0
    while at < len(raw):
        end = inches_end(raw, at, quote)
        if end:
            raw = raw[:at] + raw[end:]
        else:
            at += 1
    return raw


def inches_end(raw: str, at: int, quote: str) -> int:
    if at and raw[at - 1].isdigit():
        return 0
    digits = digits_at(raw, at)
    if not digits:
        return 0
    end = at + digits
    if raw[end : end + 1] in (".", ",", "/"):
        end += 1 + digits_at(raw, end + 1) if digits_at(raw, end + 1) else 0
    after = raw[end + 1 : end + 2]
    if raw[end : end + 1] != quote or after == "_" or after.isalnum():
        return 0
    return end + 1


def digits_at(raw: str, at: int) -> int:
    length = 0
    while length < 2 and raw[at + length : at + length + 1].isdigit():
        length += 1
    return length
