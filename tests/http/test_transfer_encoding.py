"""Content-Transfer-Encoding undone as it streams by."""

import base64
import quopri
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transfer_encoding import Base64, Decoder, Identity, QuotedPrintable, UndecodableContent

FILE = b"email,name\r\nanna@example.com,\xc3\x89va=\tR \r\n"


def decode(decoder: Decoder, text: bytes, size: int = 1_000) -> bytes:
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    return b"".join(map(decoder.decode, chunks)) + decoder.finish()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 1_000])
@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(FILE),
        base64.encodebytes(FILE),
        base64.encodebytes(FILE * 20).replace(b"\n", b"\r\n"),
        b"\r\n ".join(base64.b64encode(FILE)[start : start + 5] for start in range(0, 80, 5)),
        base64.b64encode(FILE) + b"\r\n\r\n",
        b"",
    ],
    ids=range(6),
)
def test_decodes_base64_with_line_breaks_anywhere(text, size) -> None:
    assert decode(Base64(), text, size) == base64.b64decode(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"QUJD*UJD", "its content is not base64"),
        (b"QUJ-", "its content is not base64"),
        (b"=QUJ", "its content is not base64"),
        (b"email,name\r\na@x.com,Ann\r\n", "its content is not base64"),
        (b"QUI=QUJD", "its content is not base64"),
        (b"QUJDQ", "its base64 ends in the middle of a group of four characters"),
        (b"QUJDQUI", "its base64 ends in the middle of a group of four characters"),
    ],
)
@pytest.mark.parametrize("size", [4, 1_000])
def test_refuses_what_is_not_base64(text, fault, size) -> None:
    with pytest.raises(UndecodableContent) as caught:
        decode(Base64(), text, size)
    # In chunks the data behind the padding is seen as such.
    assert str(caught.value) in (fault, "its base64 goes on after the padding that ends it")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
@pytest.mark.parametrize(
    ("text", "content"),
    [
        (b"email,name\r\na@x.com,=C3=89va\r\n", b"email,name\r\na@x.com,\xc3\x89va\r\n"),
        (b"email,=\r\nname", b"email,name"),
        (b"email,=\nname\n", b"email,name\n"),
        (b"email,= \t\r\nname", b"email,name"),
        (b"a=3d=3D=20 \t\r\nb\r\n", b"a== \r\nb\r\n"),
        (b"a \t b \r\n c\t\n", b"a \t b\r\n c\n"),
        (b"a=\r\n=\r\n=\r\nb=", b"ab"),
        (b"a=\r\n=20 = ", b"a  "),
        (b"raw \xe9", b"raw \xe9"),
        (b"a\rb\r", b"a\rb\r"),
        (b"", b""),
    ],
    ids=range(11),
)
def test_decodes_quoted_printable(text, content, size) -> None:
    assert decode(QuotedPrintable(), text, size) == content


@pytest.mark.parametrize(
    "text", [b"a=b", b"a=4", b"1+1=2,x\r\n", b"==", b"a=\rb", b"=4\r\n1", b"=G0"]
)
@pytest.mark.parametrize("size", [1, 1_000])
def test_refuses_an_equals_sign_that_begins_no_escape(text, size) -> None:
    with pytest.raises(UndecodableContent, match="which is no escape"):
        decode(QuotedPrintable(), text, size)


@given(st.binary(max_size=300), st.integers(1, 40))
def test_everything_that_was_encoded_is_decoded_again(content, size) -> None:
    assert decode(Base64(), base64.encodebytes(content), size) == content
    # The encoder itself makes all line ends alike where CR and LF are mixed.
    text = content.replace(b"\r", b"")
    assert decode(QuotedPrintable(), quopri.encodestring(text, quotetabs=True), size) == text
    assert decode(Identity(), content, size) == content


@pytest.mark.parametrize("text", [b" " * 2_000, b"=" + b" " * 2_000])
def test_refuses_a_line_of_blanks_without_end(text) -> None:
    with pytest.raises(UndecodableContent, match="a line of more than 1,000 blanks"):
        decode(QuotedPrintable(), text, 100)


@pytest.mark.parametrize("unit", [b"= \r\n", b"  x", b" " * 900 + b"x", b"=3D", b"x"])
def test_hostile_quoted_printable_costs_time_in_proportion_to_its_size(unit) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.process_time()
        decode(QuotedPrintable(), text, 4_096)
        return time.process_time() - started

    assert seconds(2_000_000) < 16 * max(seconds(250_000), 0.005)
