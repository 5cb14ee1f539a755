"""The form part `columns`: a request's own names for headers, and the file's declared charset."""

import json
from typing import Any

import pytest

from app.importer import service
from app.importer.request import ImportAnswer, ImportRequest
from tests.http.caller import Caller, refusal
from tests.http.forms import Part, form, table

COLUMNS = ("body", "columns")
FILE = Part(table("N. pratica,email,Note", "7,anna@example.com,x"))
NAMES = {"N. pratica": "customer_id", "Note": None}


def columns(content: bytes | str | dict[str, Any]) -> Part:
    if isinstance(content, dict):
        content = json.dumps(content)
    return Part(content.encode() if isinstance(content, str) else content, "columns", None)


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[ImportRequest]:
    """What the importer is asked to do."""
    seen: list[ImportRequest] = []
    original = service.import_targets

    def watched(engine: Any, settings: Any, request: ImportRequest) -> ImportAnswer:
        seen.append(request)
        return original(engine, settings, request)

    monkeypatch.setattr(service, "import_targets", watched)
    return seen


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (NAMES, NAMES),
        ({}, {}),
        ({"N. pratica": "country", "Note": "consent"}, ...),
        ({"Note": "opt_out"}, ...),
        (json.dumps(NAMES).encode("utf-16"), NAMES),
        (b"\xef\xbb\xbf" + json.dumps(NAMES).encode(), NAMES),
    ],
)
def test_the_part_before_the_file_reaches_the_importer(
    api: Caller, requests, content, expected
) -> None:
    assert api.post(body=form(columns(content), FILE)).status_code == 200
    assert requests[0].columns == (content if expected is ... else expected)


def test_without_the_part_there_are_no_names(api: Caller, requests) -> None:
    assert (
        api.post(body=form(Part(b"x", "note", None), FILE, Part(b"y", "other", None))).status_code
        == 200
    )
    assert (requests[0].columns, requests[0].charset) == ({}, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b"customer_id", "is not JSON"),
        (b'{"a": "email"', "is not JSON"),
        (b"\xff\xfe\xfd", "is not JSON"),
        (b"[" * 50_000, "is not JSON"),
        (b"[]", "must be a JSON object such as"),
        (b'"email"', "must be a JSON object such as"),
        (b"null", "must be a JSON object such as"),
        ({"a": "e-mail"}, "'a' cannot be 'e-mail': the part columns takes customer_id, name"),
        ({"a": ""}, "'a' cannot be ''"),
        ({"a": "EMAIL"}, "'a' cannot be 'EMAIL'"),
        ({"a": 7}, "'a' cannot be that"),
        ({"a": True}, "'a' cannot be that"),
        ({"a": ["email"]}, "'a' cannot be that"),
        ({"a": {"b": "email"}}, "'a' cannot be that"),
        (b'{"a": "email", "a": null}', "names the header 'a' twice"),
        ({"\0": "email"}, "is not text"),
        (b'{"\\ud800": "email"}', "is not text"),
        (b'{"a": "' + b"x" * 70_000 + b'"}', "larger than 64 KiB"),
    ],
    ids=range(19),
)
def test_a_part_that_is_no_object_of_fields_is_refused(api: Caller, content, said) -> None:
    response = api.post(body=form(columns(content), FILE))
    assert refusal(response) == (422, [(COLUMNS, "columns_invalid")])
    assert said in response.json()["detail"][0]["msg"]
    assert api.stored() == {"customers": [], "campaign_targets": [], "imports": []}


@pytest.mark.parametrize("content", [{"Tel/Cel": "phone"}, NAMES | {"Stop": None}])
def test_a_header_that_is_not_in_the_file_is_refused_with_the_headers_found(
    api: Caller, content
) -> None:
    response = api.post(body=form(columns(content), FILE))
    assert refusal(response) == (422, [(COLUMNS, "columns_invalid")])
    message = response.json()["detail"][0]["msg"]
    assert "is no header of this file: it has 'N. pratica', 'email', 'Note'" in message
    assert api.stored() == {"customers": [], "campaign_targets": [], "imports": []}


def test_the_largest_part_is_64_kib(api: Caller) -> None:
    padding = " " * (64 * 1024 - len(json.dumps(NAMES)))
    assert api.post(body=form(columns(json.dumps(NAMES) + padding), FILE)).status_code == 200
    response = api.post(body=form(columns(json.dumps(NAMES) + padding + " "), FILE))
    assert refusal(response) == (422, [(COLUMNS, "columns_invalid")])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((FILE, columns(NAMES)), "comes after the part file: send it before"),
        ((columns(NAMES), FILE, columns(NAMES)), "comes after the part file: send it before"),
        ((columns(NAMES), columns(NAMES), FILE), "two parts named columns"),
    ],
    ids=range(3),
)
def test_the_part_comes_once_and_before_the_file(api: Caller, parts, said) -> None:
    response = api.post(body=form(*parts))
    assert refusal(response) == (422, [(COLUMNS, "columns_invalid")])
    assert said in response.json()["detail"][0]["msg"]


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        (b"text/csv; charset=windows-1252", "windows-1252"),
        (b'text/csv; header=present; charset="ISO-8859-15"', "ISO-8859-15"),
        (b"text/csv;charset=utf-8", "utf-8"),
        (b"text/csv; charset=", None),
        (b"text/csv", None),
    ],
)
def test_the_charset_that_the_file_declares_reaches_the_importer(
    api: Caller, requests, declared, charset
) -> None:
    body = form(FILE).replace(b"application/octet-stream", declared)
    assert api.post(body=body).status_code == 200
    assert requests[0].charset == charset
