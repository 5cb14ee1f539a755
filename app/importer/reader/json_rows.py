"""JSON Lines, or a JSON array of objects, as a table. Values become text exactly as they are written.

The header is the union of the keys, so the file is read twice: once for it, once for the rows.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from app.errors import InvalidRequest
from app.importer.reader.records import too_long, too_wide
from app.importer.reader.window import TextWindow, split_lines
from app.importer.rows import NO_TEXT, Gravity, Limits, Notice, Row

Blocks = Callable[[], Iterator[str]]

# Numbers stay the text they are in the file: as floats, phones and ids would lose digits. Objects
# become tuples of pairs, so that a list is told apart, and no key is lost.
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=tuple,
    parse_int=str,
    parse_float=str,
    parse_constant=lambda name: [name],  # NaN is not JSON: it is refused like any other non-text
)
_VISIBLE: Final = re.compile(r"[^ \t\r\n]")
_IDENTIFIES: Final = re.compile(r"[^@\s]+@[^@\s]+|\+?[\d ()./-]{7,}").fullmatch
_NAMED_KEYS: Final = 3
_WORDS: Final = {None: "", True: "true", False: "false"}


class _Element(NamedTuple):
    """One object of the file: its pairs, or what is wrong with it."""

    number: int
    pairs: tuple[tuple[str, object], ...]
    problem: str | None = None
    broken: bool = False


def json_rows(blocks: Blocks, array: bool, limits: Limits, notices: list[Notice]) -> Iterator[Row]:
    """The keys as a header, which is row 0, then a row for each object.

    `blocks` gives the text from its beginning, each time it is called. What is not read of it is added to `notices`
    behind the last row. Raises InvalidRequest and PayloadTooLarge, some of them at the first row.
    """
    read = _array_elements if array else _line_elements
    keys, nested = _header(read(TextWindow(blocks())), limits)
    yield 0, list(keys), None
    for element in read(TextWindow(blocks())):
        if nested:
            # Where a key has a text elsewhere, a field that is read from it reports the rows
            # without one.
            for key, value in element.pairs:
                if isinstance(value, str) and value:
                    nested.pop(key, None)
        yield _row(element, keys)
    notices += _not_flat(nested)


def _header(elements: Iterator[_Element], limits: Limits) -> tuple[dict[str, int], dict[str, str]]:
    """The keys with their columns, and those whose values are not read, with what these are."""
    keys: dict[str, int] = {}
    nested: dict[str, str] = {}
    good = broken = 0
    complaint = None
    for count, element in enumerate(elements, 1):
        if count > limits.rows:
            raise too_long(limits.rows)
        for key, value in element.pairs:
            keys.setdefault(key, len(keys))
            if type(value) is not str and (what := _nested(value)):
                nested.setdefault(key, what)
        if len(keys) > limits.columns:
            raise too_wide(limits.columns)
        good += element.problem is None
        broken += element.broken
        complaint = complaint or element.problem
    if complaint and broken >= good:
        raise InvalidRequest(f"The JSON cannot be read. {complaint}")
    if not keys:
        raise InvalidRequest(
            complaint or "The file holds no JSON object with a key: it has no columns."
        )
    return keys, nested


def _nested(value: object) -> str | None:
    """What a value is that may hold customers' data and is not read: no short list of words, say."""
    if isinstance(value, tuple) and value:
        return "an object"
    if isinstance(value, list) and any(map(_matters, value)):
        return "a list"
    return None


def _matters(value: object) -> bool:
    return _IDENTIFIES(value) is not None if isinstance(value, str) else _nested(value) is not None


def _not_flat(nested: dict[str, str]) -> Iterator[Notice]:
    """One notice that names the keys whose values are not read."""
    if not nested:
        return
    what = dict.fromkeys(nested.values())
    names = [_quoted(key) for key in nested]
    if len(names) > _NAMED_KEYS:
        names[_NAMED_KEYS:] = [f"{len(names) - _NAMED_KEYS} more"]
    subject = " and ".join([*filter(None, [", ".join(names[:-1])]), names[-1]])
    if len(nested) == 1:
        predicate = f"holds {' or '.join(what)} and is"
    else:
        predicate = f"hold {' or '.join(f'{each.split()[1]}s' for each in what)} and are"
    message = f"{subject} {predicate} not read: send flat objects, one key for each value"
    yield Notice(Gravity.UNREAD, None, message)


def _row(element: _Element, keys: dict[str, int]) -> Row:
    cells = [""] * len(keys)
    for key, value in element.pairs:
        text = value if type(value) is str else _text(value)
        if not cells[keys[key]]:
            cells[keys[key]] = NO_TEXT if text is None else text
    return element.number, cells, element.problem


def _text(value: object) -> str | None:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    return None


def _line_elements(window: TextWindow) -> Iterator[_Element]:
    number = 0
    while end := window.whole_lines():
        for line in split_lines(window.text[:end]):
            number += 1
            if line and not line.isspace():
                yield _parsed_line(number, line)
        window.drop(end)


def _parsed_line(number: int, line: str) -> _Element:
    try:
        return _element("Line", number, _DECODER.decode(line), line)
    except (json.JSONDecodeError, RecursionError) as error:
        problem = (
            f"Line {number:,} is not a JSON object ({_reason(error)}): write one on each line."
        )
        return _Element(number, (), problem, broken=True)


def _element(where: str, number: int, value: object, source: str) -> _Element:
    if not isinstance(value, tuple):
        problem = f"{where} {number:,} is not a JSON object: give each value a key."
    elif not _is_whole(source, value):
        problem = f"{where} {number:,} holds half a character or bytes that are not text: save it as UTF-8."
    else:
        return _Element(number, value)
    return _Element(number, (), problem)


def _is_whole(source: str, pairs: tuple[tuple[str, object], ...]) -> bool:
    texts = [source]
    if "\\ud" in source or "\\uD" in source:  # escapes, too, can spell half a character
        texts += (part for part in chain.from_iterable(pairs) if isinstance(part, str))
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return False
    return True


def _array_elements(window: TextWindow) -> Iterator[_Element]:
    scanner = _Scanner(window)
    scanner.take("[")
    number = 0
    while scanner.peek() != "]":
        if number:
            scanner.take(",")
        number += 1
        yield _element("Element", number, *scanner.take_value())
    scanner.take("]")
    if scanner.peek():
        raise scanner.broken("something follows the closing bracket")


class _Scanner:
    """Where reading an array stands, and what comes next there."""

    def __init__(self, window: TextWindow) -> None:
        self._window = window
        self._position = 0
        self._taken = 0

    def peek(self) -> str:
        """The next character that is no white space, "" at the end."""
        while not (match := _VISIBLE.search(self._window.text, self._position)):
            self._position = len(self._window.text)
            if not self._read_on():
                return ""
        self._position = match.start()
        return match[0]

    def take(self, expected: str) -> None:
        if self.peek() != expected:
            raise self.broken(f"'{expected}' is missing")
        self._position += 1

    def take_value(self) -> tuple[object, str]:
        """The next value, and the text it was."""
        self.peek()
        while True:
            start, text = self._position, self._window.text
            try:
                value, end = _DECODER.raw_decode(text, start)
            except RecursionError as error:
                raise self.broken(_reason(error)) from None
            except json.JSONDecodeError as error:
                if not (_is_cut_off(error, text) and self._read_on()):
                    raise self.broken(_reason(error, start)) from None
            else:
                if end < len(text) or not self._read_on():  # a number may go on in the next block
                    self._position = end
                    self._taken += 1
                    return value, text[start:end]

    def broken(self, reason: str) -> InvalidRequest:
        where = f"after element {self._taken:,}" if self._taken else "at its beginning"
        return InvalidRequest(f"The JSON array is broken {where}: {reason}.")

    def _read_on(self) -> bool:
        self._window.drop(self._position)
        self._position = 0
        return self._window.grow()


def _is_cut_off(error: json.JSONDecodeError, text: str) -> bool:
    # An unterminated string is reported where it begins, anything else where it is noticed; the
    # longest token that can be cut in two is a pair of \uXXXX escapes.
    return error.msg.startswith("Unterminated") or error.pos > len(text) - 16


def _reason(error: Exception, start: int = 0) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.removesuffix(' at')} at character {error.pos - start + 1:,}"
    return "it is nested too deeply"


def _quoted(key: str) -> str:
    return repr(key[:80].encode("utf-8", "backslashreplace").decode())
