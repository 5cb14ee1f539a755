"""Bodies cut into parts: what RFC 2046 allows is read, however the body is chunked, and nothing else."""

import time
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_multipart.multipart import MultipartParser

from app.multipart import MalformedBody, MultipartReader, parse_headers


class Parts:
    """Keeps all parts in memory."""

    def __init__(self) -> None:
        self.headers: list[Mapping[str, str]] = []
        self.contents: list[bytes] = []
        self.ended = 0

    def part_begins(self, headers: Mapping[str, str]) -> None:
        self.headers.append(headers)
        self.contents.append(b"")

    def part_data(self, data: bytes) -> None:
        assert data
        self.contents[-1] += data

    def part_ends(self) -> None:
        self.ended += 1


def read(body: bytes, boundary: bytes = b"B", size: int | None = None) -> Parts:
    parts = Parts()
    reader = MultipartReader(boundary, parts)
    for start in range(0, len(body), size or len(body) or 1):
        reader.feed(body[start : start + (size or len(body))])
    reader.finish()
    assert reader.is_complete
    assert parts.ended == len(parts.contents)
    return parts


def refusal(body: bytes, boundary: bytes = b"B") -> str:
    with pytest.raises(MalformedBody) as caught:
        read(body, boundary)
    return str(caught.value)


TWO = b"--B\r\nA: 1\r\n\r\nx\r\n--B\r\nA: 2\r\n\r\ny\r\n--B--\r\n"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, None])
@pytest.mark.parametrize(
    ("body", "contents"),
    [
        (TWO, [b"x", b"y"]),
        (b"\r\n" + TWO, [b"x", b"y"]),
        (b"This is a multi-part message in MIME format.\r\n" + TWO, [b"x", b"y"]),
        (b"--\r\n--Bx\r\n --B\r\n" + TWO, [b"x", b"y"]),
        (TWO + b"epilogue\r\n--B\r\nA: 3\r\n\r\nz\r\n--B--", [b"x", b"y"]),
        (TWO.replace(b"--B\r\n", b"--B  \t\r\n"), [b"x", b"y"]),
        (TWO.replace(b"--B--", b"--B--  "), [b"x", b"y"]),
        (TWO.replace(b"x\r\n", b"x\r\n\r\n"), [b"x\r\n", b"y"]),
        (
            TWO.replace(b"x\r\n", b"\r\n\r\n--\r\r\n-\r\n--b\r\n"),
            [b"\r\n\r\n--\r\r\n-\r\n--b", b"y"],
        ),
        (
            TWO.replace(b"x\r\n", b"\r\n--BB\r\n--B-\r\n--B \tx\r\n"),
            [b"\r\n--BB\r\n--B-\r\n--B \tx", b"y"],
        ),
        (TWO.replace(b"x\r\n", b"\n--B\n--B--\n\r\n"), [b"\n--B\n--B--\n", b"y"]),
        (TWO.replace(b"x\r\n", b"\r\n"), [b"", b"y"]),
        (TWO.replace(b"\r\nx", b""), [b"", b"y"]),
        (b"--B--\r\n", []),
        (b"--B--", []),
    ],
    ids=range(15),
)
def test_reads_what_rfc_2046_allows_however_it_is_chunked(body, contents, size) -> None:
    assert read(body, size=size).contents == contents


@pytest.mark.parametrize(
    ("block", "headers"),
    [
        (b"", {}),
        (b"A: 1", {"a": "1"}),
        (b"A:1\r\nb-C: \t2 \t", {"a": "1", "b-c": "2"}),
        (b"A: 1;\r\n b=2;\r\n\t c=3\r\nD: 4", {"a": "1; b=2; c=3", "d": "4"}),
        (b"A:\r\n 1", {"a": "1"}),
        (b"A: \xe9", {"a": "é"}),
        (b"X: 1\r\nX: 2", {"x": "2"}),
    ],
)
def test_reads_the_headers_of_a_part(block, headers) -> None:
    assert parse_headers(block) == headers


@pytest.mark.parametrize(
    "block",
    [b" A: 1", b"A", b": 1", b"A B: 1", b"A: 1\nB: 2", b"A: 1\rB: 2", b"\xe9: 1", b"A: 1\r\n\r\nB"],
)
def test_refuses_a_header_line_that_is_none(block) -> None:
    with pytest.raises(MalformedBody, match="which is no 'name: value'"):
        parse_headers(block)


def test_refuses_a_content_header_given_twice_and_more_than_16_headers() -> None:
    with pytest.raises(MalformedBody, match="has the header content-type twice"):
        parse_headers(b"Content-Type: a/b\r\ncontent-type: c/d")
    with pytest.raises(MalformedBody, match="more than 16 headers"):
        parse_headers(b"\r\n".join(b"X: 1" for _ in range(17)))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"email,name\r\nanna@x.com,Anna\r\n", "the boundary 'B' does not occur in it"),
        (TWO.replace(b"--B", b"--C"), "the boundary 'B' does not occur in it"),
        (TWO.replace(b"--B", b"B"), "the boundary 'B' does not occur in it"),
        (TWO.replace(b"\r\n", b"\n"), "its lines end with LF, but those of a form end with CRLF"),
        (b"x" * 70_000, "the boundary 'B' does not occur in its first 64 KiB"),
        (b"--B\r\nA: 1\r\nx\r\n--B--\r\n", "no blank line within 8 KiB ends the headers of a part"),
        (b"--B\r\nA: " + b"x" * 9_000, "no blank line within 8 KiB ends the headers of a part"),
        (
            b"--B\r\nA: 1\n\nx\r\n--B--\r\n",
            "its lines end with LF, but those of a form end with CRLF",
        ),
    ],
    ids=range(8),
)
def test_refuses_what_is_no_form_and_says_why(body, fault) -> None:
    assert refusal(body) == fault


@pytest.mark.parametrize("boundary", [b"x" * 257, b"\xe9", b"a\rb"])
def test_refuses_a_boundary_that_is_none(boundary) -> None:
    assert refusal(b"", boundary) == "the boundary in the Content-Type is not valid"


@pytest.mark.parametrize("end", range(1, len(TWO) - 2))
def test_a_body_that_was_cut_off_is_incomplete(end: int) -> None:
    reader = MultipartReader(b"B", Parts())
    reader.feed(TWO[:end])
    reader.finish()
    assert not reader.is_complete


def events_of_python_multipart(body: bytes, boundary: bytes) -> list[bytes]:
    contents: list[bytes] = []

    def data(chunk: bytes, start: int, end: int) -> None:
        contents[-1] += chunk[start:end]

    callbacks = {"on_part_begin": lambda: contents.append(b""), "on_part_data": data}
    MultipartParser(boundary, callbacks).write(body)  # type: ignore[arg-type]
    return contents


PIECES = st.sampled_from(
    [b"\r", b"\n", b"-", b"--", b"B", b"\r\n--", b"\r\n--B", b"x", b" ", b"\0"]
)
CONTENTS = (
    st.lists(PIECES, max_size=12)
    .map(b"".join)
    .filter(lambda text: b"\r\n--B" not in b"\r\n" + text)
)


def form(contents: Iterable[bytes]) -> bytes:
    return b"".join(b"--B\r\nA: 1\r\n\r\n%b\r\n" % content for content in contents) + b"--B--\r\n"


@given(st.lists(CONTENTS, min_size=1, max_size=3), st.integers(1, 9))
def test_every_content_comes_back_whatever_the_chunks(contents, size) -> None:
    assert read(form(contents), size=size).contents == contents
    assert events_of_python_multipart(form(contents), b"B") == contents


@pytest.mark.parametrize(
    "filler", [b"\r\n--B\r", b"\r\n--B  \r", b"\r", b"\r\n", b" ", b"\r\n--B-", b"\r\n--Bx"]
)
def test_hostile_contents_cost_time_in_proportion_to_their_size(filler: bytes) -> None:
    def seconds(size: int) -> float:
        body = b"--B\r\nA: 1\r\n\r\n" + filler * (size // len(filler)) + b"x\r\n--B--\r\n"
        started = time.process_time()
        read(body, size=4_096)
        return time.process_time() - started

    assert seconds(2_000_000) < 16 * max(seconds(250_000), 0.005)
