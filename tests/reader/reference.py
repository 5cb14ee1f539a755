"""design 2's rule for quotes, as slow and as plain as can be: one character after the other."""

LOOKAHEAD = 1024 * 1024

Record = tuple[int, list[str], bool]


def records(text: str, delimiter: str, quote: str, lookahead: int = LOOKAHEAD) -> list[Record]:
    """(number, cells, rejected) of each record; empty lines are counted and left out."""
    found: list[Record] = []
    position = number = 0
    while position < len(text):
        number += 1
        if text[position] in "\r\n":
            position = next_line(text, position)
        else:
            cells, rejected, position = record(text, position, (delimiter, quote, lookahead))
            found.append((number, cells, rejected))
    return found


def record(text: str, at: int, rule: tuple[str, str, int]) -> tuple[list[str], bool, int]:
    delimiter, quote, _ = rule
    cells: list[str] = []
    while True:
        if text[at : at + 1] == quote:
            content, after = quoted(text, at + 1, rule)
            if after < 0:
                end = line_end(text, at)
                return [*cells, text[at:end]], True, next_line(text, end)
        else:
            after = at
            while after < len(text) and text[after] not in (delimiter, "\r", "\n"):
                after += 1
            content = text[at:after]
        cells.append(content)
        if text[after : after + 1] != delimiter:
            return cells, False, next_line(text, after)
        at = after + 1


def quoted(text: str, at: int, rule: tuple[str, str, int]) -> tuple[str, int]:
    """The content of a quoted cell and the position behind its closing quote, -1 if there is none."""
    delimiter, quote, lookahead = rule
    content, start = "", at
    while at < min(len(text), start + lookahead):
        following = text[at + 1 : at + 2]
        if text[at] != quote:
            content += text[at]
            at += 1
        elif following == quote:
            content += quote
            at += 2
        elif following in ("", delimiter, "\r", "\n"):
            return content, at + 1
        else:
            content += quote
            at += 1
    return content, -1


def line_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at


def next_line(text: str, at: int) -> int:
    return at + 2 if text[at : at + 2] == "\r\n" else at + 1
