import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidRequest
from app.importer.reader import encoding
from app.importer.reader.detection import detect_encoding
from app.importer.reader.encoding import Encoding, text_blocks
from tests.reader.builders import cells, read

TEXT = "email,name\na@b.it,Zoë Łukasz 李雷 🐘\nc@d.it,Straße\n"
ROWS = [["email", "name"], ["a@b.it", "Zoë Łukasz 李雷 🐘"], ["c@d.it", "Straße"]]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_bom(codec: str) -> None:
    assert cells(TEXT.encode(codec)) == ROWS


def test_utf_16_of_either_order_is_read_by_its_bom() -> None:
    assert cells("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be")) == ROWS
    assert cells("\ufeff".encode("utf-16-le") + TEXT.encode("utf-16-le")) == ROWS


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_bom_is_recognised_in_any_script(codec: str) -> None:
    text = "телефон;имя\n" + "+79161234567;Анна Иванова\n+8613800138000;李小龙\n" * 50
    assert cells(text.encode(codec))[:2] == [["телефон", "имя"], ["+79161234567", "Анна Иванова"]]


def test_what_is_not_utf_8_is_windows_1252() -> None:
    assert cells("id,name\n1,José €5 “x”\n".encode("cp1252")) == [
        ["id", "name"],
        ["1", "José €5 “x”"],
    ]


def test_one_bad_byte_rejects_its_row_and_leaves_the_others_in_utf_8() -> None:
    lines = [b"id,name", *[f"{n},Zoë".encode() for n in range(2, 5)], b"5,Jos\xe9"]
    assert read(b"\n".join(lines)) == [
        (1, ["id", "name"], None),
        (2, ["2", "Zoë"], None),
        (3, ["3", "Zoë"], None),
        (4, ["4", "Zoë"], None),
        (
            5,
            ["5", "Jos\ufffd"],
            'Not valid UTF-8: "Jos\\xE9". Save the file as UTF-8 from the program it comes from.',
        ),
    ]


def test_as_many_invalid_lines_as_multi_byte_ones_make_windows_1252() -> None:
    content = "id,name\n1,Zoë\n".encode() + b"2,Jos\xe9\n"
    assert cells(content) == [["id", "name"], ["1", "ZoÃ«"], ["2", "José"]]


def test_a_line_with_both_counts_on_both_sides() -> None:
    content = "id,name\n1,Zoë\n2,Zoë ".encode() + b"\xe9\n"
    assert [problem is None for _, _, problem in read(content)] == [True, True, False]


def test_old_mac_lines_are_lines_when_the_encoding_is_weighed() -> None:
    content = "id,name\r1,Zoë\r2,Zoë\r".encode() + b"3,Jos\xe9\r"
    assert [problem is None for _, _, problem in read(content)] == [True, True, True, False]


@pytest.mark.parametrize("byte", [b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"])
def test_bytes_that_windows_1252_does_not_have_reject_their_row(byte: bytes) -> None:
    rows = read(
        "id,name\n1,Peña\n2,Françoise\n3,São João\n".encode("cp1252") + b"4,x" + byte + b"\n"
    )
    assert rows[1] == (2, ["1", "Peña"], None)
    assert rows[4][2] == (
        f'Not valid Windows-1252: "x\\x{byte.hex().upper()}". '
        "Save the file as UTF-8 from the program it comes from."
    )


def test_a_bom_is_believed_even_when_bytes_are_not_utf_8() -> None:
    assert [problem is None for _, _, problem in read(b"\xef\xbb\xbfid,name\n1,Jos\xe9\n")] == [
        True,
        False,
    ]


@pytest.mark.parametrize("code", [0xD83D, 0xDC18])
def test_half_a_character_in_utf_16_rejects_its_row(code: int) -> None:
    half = chr(code)
    content = f"\ufeffid,name\n1,x{half}y\n2,z\n".encode("utf-16-le", "surrogatepass")
    assert read(content) == [
        (1, ["id", "name"], None),
        (
            2,
            ["1", "x\ufffdy"],
            f'Not valid UTF-16: "x\\u{code:04X}y". Save the file as UTF-8 from the program it comes from.',
        ),
        (3, ["2", "z"], None),
    ]


@pytest.mark.parametrize("cut", [1, 3])
def test_utf_16_that_ends_within_a_character_rejects_its_last_row(cut: int) -> None:
    content = "id,name\n1,Anna\n2,🐘".encode("utf-16-le")[:-cut]
    rows = read(content)
    assert [problem is None for _, _, problem in rows] == [True, True, False]
    assert "(cut off)" in str(rows[-1][2])


def test_utf_8_that_ends_within_a_character_rejects_its_last_row() -> None:
    rows = read("id,name\n1,Zoë\n2,Zoë\n3,Zoë".encode()[:-1])
    assert [problem is None for _, _, problem in rows] == [True, True, True, False]


def test_a_message_quotes_at_most_80_characters() -> None:
    rows = read(b"\xef\xbb\xbfid,name\n1," + b"\xff" * 500)
    assert len(str(rows[1][2]).split('"')[1]) == 80


def test_a_nul_in_a_short_file_does_not_make_it_utf_16() -> None:
    assert cells(b"email,name\na@b.it,x\0y\n") == [["email", "name"], ["a@b.it", "x\0y"]]


def test_characters_across_blocks_stay_whole() -> None:
    text = "x" * (encoding.BLOCK - 1) + "ë🐘" * encoding.BLOCK
    for codec in ("utf-8", "utf-16-le"):
        content = io.BytesIO(text.encode(codec))
        assert "".join(text_blocks(content, Encoding(codec))) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_utf_8_is_always_recognised(text: str) -> None:
    content = io.BytesIO(b"\xef\xbb\xbf" + text.encode())
    found = detect_encoding(content)
    assert (found, "".join(text_blocks(content, found))) == (Encoding("utf-8", 3), text)
    content = io.BytesIO(b"a" + text.encode())
    assert detect_encoding(content) == Encoding("utf-8")


@given(st.binary())
def test_no_bytes_are_ever_replaced_in_silence(content: bytes) -> None:
    file = io.BytesIO(content)
    try:
        found = detect_encoding(file)
    except InvalidRequest:
        return
    text = "".join(text_blocks(file, found))
    assert "\ufffd" not in text or "\ufffd".encode(found.codec) in content
