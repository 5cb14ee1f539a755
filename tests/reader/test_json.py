import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidRequest, PayloadTooLarge
from app.importer.reader import encoding, open_tables, window
from app.importer.rows import NO_TEXT, Gravity, Limits
from tests.reader.builders import cells, read


def test_lines_of_objects_make_a_table_with_the_union_of_the_keys_as_header() -> None:
    assert read('\n{"id": "1", "name": "Anna"}\r\n\n{"email": "b@b.it", "id": "2"}\n') == [
        (0, ["id", "name", "email"], None),
        (2, ["1", "Anna", ""], None),
        (4, ["2", "", "b@b.it"], None),
    ]


def test_elements_of_an_array_are_numbered_from_one() -> None:
    assert read(' [\n{"id": "1"},\n\n {"id": "2",\n"name": "Bob"}]\n ') == [
        (0, ["id", "name"], None),
        (1, ["1", ""], None),
        (2, ["2", "Bob"], None),
    ]


def test_values_become_the_text_they_are_written_as() -> None:
    line = (
        '{"a": 393471234567, "b": 1.50, "c": 1E+05, "d": -0, "e": true, "f": false, "g": null,'
        ' "h": 12345678901234567890123, "i": "1.0", "j": "\\u00e8\\n", "k": ""}'
    )
    values = ["393471234567", "1.50", "1E+05", "-0", "true", "false", ""]
    assert cells(line)[1] == [*values, "12345678901234567890123", "1.0", "è\n", ""]


@pytest.mark.parametrize("value", ["[1]", "{}", '{"x": 1}', "[]", "NaN", "-Infinity"])
def test_a_value_that_is_no_scalar_is_marked_as_no_text(value: str) -> None:
    assert read(f'{{"id": 1, "tags": {value}}}\n{{"id": 2}}') == [
        (0, ["id", "tags"], None),
        (1, ["1", NO_TEXT], None),
        (2, ["2", ""], None),
    ]


def said(content: str) -> list[str]:
    """The notices about a file that holds one table."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(content)
        file.flush()
        (table,) = open_tables(Path(file.name), Limits())
        assert sum(1 for _ in table.rows) > 1
    assert all(notice.gravity == Gravity.UNREAD for notice in table.source.notices)
    return [notice.message for notice in table.source.notices]


NESTED = {
    "as HubSpot's API answers": (
        '{"id": "1", "properties": {"email": "a@b.it"}}',
        "'properties' holds an object and is",
    ),
    "as Zoho's API answers": (
        '{"id": "1", "Owner": {"name": "Eve"}, "Tag": []}',
        "'Owner' holds an object and is",
    ),
    "as Google's API answers": (
        '{"id": "1", "names": [{"givenName": "Eve"}], "phones": [{"value": "347"}]}',
        "'names' and 'phones' hold lists and are",
    ),
    "addresses in a list": ('{"id": "1", "emails": ["a@b.it"]}', "'emails' holds a list and is"),
    "numbers in a list": ('{"id": 1, "tel": [393471234567]}', "'tel' holds a list and is"),
    "of every kind": (
        '{"id": 1, "a": {"x": 1}, "b": {"x": 1}, "c": [{"x": 1}], "d": {"x": 1}, "e": {"x": 1}}',
        "'a', 'b', 'c' and 2 more hold objects or lists and are",
    ),
}


@pytest.mark.parametrize(("record", "message"), NESTED.values(), ids=NESTED)
def test_one_notice_names_the_keys_whose_objects_are_not_read(record: str, message: str) -> None:
    expected = [f"{message} not read: send flat objects, one key for each value"]
    assert said(f"{record}\n{record}\n") == expected
    assert said(f"[{record}, {record}]") == expected


def test_a_list_where_other_rows_have_a_text_gives_no_notice() -> None:
    assert said('{"email": ["a@b.it"]}\n{"email": "b@b.it"}\n') == []


def test_words_in_a_list_and_empty_objects_give_no_notice() -> None:
    assert said('{"id": 1, "tags": ["vip", "it", 7, null], "more": {}, "none": [], "x": NaN}') == []


def test_the_first_value_of_a_repeated_key_that_is_not_blank_counts() -> None:
    assert cells('{"id": "", "id": 2, "id": 3}') == [["id"], ["2"]]


def test_a_broken_line_among_good_ones_is_a_rejected_row() -> None:
    assert read('{"id": 1}\n{"id": 2\n{"id": 3}\n') == [
        (0, ["id"], None),
        (1, ["1"], None),
        (
            2,
            [""],
            "Line 2 is not a JSON object (Expecting ',' delimiter at character 9): write one on each line.",
        ),
        (3, ["3"], None),
    ]


def test_lines_that_are_no_objects_are_rejected_rows() -> None:
    rows = read('{"id": 1}\n{"id": 2}\n[3]\n"x"\n')
    assert [row[2] for row in rows[3:]] == [
        "Line 3 is not a JSON object: give each value a key.",
        "Line 4 is not a JSON object: give each value a key.",
    ]


def test_elements_that_are_no_objects_are_rejected_rows() -> None:
    rows = read('[{"id": 1}, null, {"id": 2}]')
    assert [row[2] for row in rows] == [
        None,
        None,
        "Element 2 is not a JSON object: give each value a key.",
        None,
    ]


def test_half_a_character_in_an_escape_rejects_its_row() -> None:
    rows = read('{"id": "1"}\n{"id": "\\ud83d"}\n{"\\udc00": "2"}\n{"id": "\\ud83d\\udc18"}')
    problem = "holds half a character or bytes that are not text: save it as UTF-8."
    assert rows[2:] == [
        (2, [""], f"Line 2 {problem}"),
        (3, [""], f"Line 3 {problem}"),
        (4, ["🐘"], None),
    ]


def test_bytes_that_are_not_text_reject_their_line() -> None:
    rows = read('{"id": "Zoë"}\n{"id": "Zoë"}\n'.encode() + b'{"id": "Jos\xe9"}')
    assert [problem is None for _, _, problem in rows] == [True, True, True, False]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_json_is_read_in_any_unicode_encoding(codec: str) -> None:
    assert cells('[{"id": "è"}]'.encode(codec)) == [["id"], ["è"]]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"id": 1\n{"id": 2}\n', "Line 1 is not a JSON object"),
        ('{\n"id": 1\n}\n', "Line 1 is not a JSON object"),
        ('[{"id": 1}', "broken after element 1: '(,|])' is missing"),
        ('[{"id": 1} {"id": 2}]', "broken after element 1: ',' is missing"),
        ('[{"id": 1},]', "broken after element 1: Expecting value"),
        ('[{"id": 1}] x', "broken after element 1: something follows the closing bracket"),
        (
            '[{"id": 1}, {"id": "x]',
            "broken after element 1: Invalid control character at character 11",
        ),
        ('[{"id": tru}]' + " " * 100, "broken at its beginning: Expecting value at character 8"),
        ("[" * 100_000, "broken at its beginning: it is nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("[]", "no columns"),
        ("[{}]", "no columns"),
        ('["a", "b"]', "Element 1 is not a JSON object: give each value a key"),
    ],
)
def test_json_that_is_broken_as_a_whole_is_refused_with_the_place(text: str, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason):
        read(text)


def test_rows_and_columns_are_limited() -> None:
    text = '{"a": 1, "b": 2}\n{"a": 1, "c": 2}\n'
    assert len(read(text, Limits(rows=2, columns=3))) == 3
    with pytest.raises(PayloadTooLarge, match="more than 1 rows"):
        read(text, Limits(rows=1))
    with pytest.raises(PayloadTooLarge, match="more than 2 columns"):
        read(text, Limits(columns=2))


@pytest.mark.parametrize("text", ['[{"id": "' + "x" * 9_000, '{"id": "' + "x" * 9_000])
def test_an_object_without_end_is_refused_before_it_fills_the_memory(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "MAX_ROW", 1_000)
    monkeypatch.setattr(encoding, "BLOCK", 100)
    with pytest.raises(PayloadTooLarge):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"id": 1}\n{"id": "%s"}\n',
        '{"id": 1}\n{"id": "%s',
        '[{"id": 1}, {"id": "%s"}]',
        '[{"id": 1}, {"id": "%s',
    ],
    ids=["line", "cut line", "element", "cut element"],
)
def test_an_object_over_the_limit_is_refused_unread_even_when_the_file_ends_with_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "MAX_ROW", 1_000)
    monkeypatch.setattr(encoding, "BLOCK", 100)
    for length in (1_200, 1_500, 1_900):
        with pytest.raises(PayloadTooLarge, match="longer than 1,000 characters"):
            read(text % ("x" * length))


def test_an_object_within_the_limit_is_read_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window, "MAX_ROW", 1_000)
    monkeypatch.setattr(encoding, "BLOCK", 100)
    long = ["x" * 950] * 5
    for text in (
        "\n".join(f'{{"id": "{value}"}}' for value in long),
        json.dumps([{"id": value} for value in long]),
    ):
        assert cells(text) == [["id"], *([value] for value in long)]


SCALAR = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"))


@given(st.lists(st.tuples(SCALAR, SCALAR), min_size=1), st.booleans(), st.booleans())
def test_what_json_writes_is_read_back_whatever_the_blocks(
    table: list[tuple[object, object]], array: bool, ascii_only: bool
) -> None:
    def text(value: object) -> str:
        return value if isinstance(value, str) else json.dumps(value).replace("null", "")

    lines = [json.dumps({"id": one, "x": two}, ensure_ascii=ascii_only) for one, two in table]
    content = "[" + ", ".join(lines) + "]" if array else "\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "BLOCK", 5)
        rows = cells(content)
    assert rows == [["id", "x"], *([text(one), text(two)] for one, two in table)]
