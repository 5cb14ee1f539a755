"""Bodies that are not the form the contract asks for, and bodies that are too large: nothing of them stays."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.config import Settings
from tests.http.caller import Caller, refusal
from tests.http.conftest import OpenClient
from tests.http.forms import BOUNDARY, CONTENT_TYPE, Part, form, people
from tests.support.tenants import Tenant

GOOD = form(Part(people(3)))
FILE = ("body", "file")
MISSING = (422, [(FILE, "missing")])
MALFORMED = (422, [(FILE, "multipart_invalid")])
UNREADABLE = (422, [(FILE, "value_error")])


@pytest.fixture(autouse=True)
def spool_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Where uploads are spooled in these tests; whatever happens, nothing is left in it."""
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    # pymp-*: the socket of the importer's standing child, there for as long as this process.
    assert [path for path in folder.iterdir() if not path.name.startswith("pymp-")] == []


def nothing_stored(tenant: Tenant) -> bool:
    return not (tenant.rows("imports") or tenant.rows("customers"))


def test_a_good_import_leaves_no_file_behind(api: Caller) -> None:
    assert api.post(body=GOOD).status_code == 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", MISSING),
        (form(), MISSING),
        (form(Part(people(1), name="upload")), MISSING),
        (form(Part(people(1), name="File")), MISSING),
        (form(Part(people(1), name="")), MISSING),
        (form(*[Part(b"", "note", None)] * 30), (422, [(FILE, "too_many_parts")])),
        (form(Part(people(1)), *[Part(b"", "note", None)] * 30), (422, [(FILE, "too_many_parts")])),
        (form(Part(people(1)), Part(people(1))), (422, [(FILE, "too_many_files")])),
        (form(Part()), UNREADABLE),
        (form(Part(filename="")), MISSING),
        (form(Part(b" \r\n\t\r\n")), UNREADABLE),
        (people(3), MALFORMED),
        (GOOD.replace(BOUNDARY.encode(), b"other"), MALFORMED),
        (GOOD.replace(b"\r\n\r\n", b"\r\n", 1), MALFORMED),
        (form(Part(people(1), filename="a" * 10_000)), MALFORMED),
        (GOOD.replace(b"Content-Type", b"X: 1\r\n" * 50 + b"Content-Type"), MALFORMED),
        (GOOD[: len(GOOD) // 2], UNREADABLE),
        (GOOD[: -len(BOUNDARY) - 8], UNREADABLE),
        (GOOD[:-4], UNREADABLE),
        (GOOD[:10], UNREADABLE),
    ],
    ids=range(20),
)
def test_a_body_that_is_not_one_file_in_a_form_is_a_422(api: Caller, body, expected) -> None:
    assert refusal(api.post(body=body)) == expected
    assert nothing_stored(api.tenant)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/csv",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=" + BOUNDARY,
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; charset=utf-8",
        "multipart",
        ";;;=",
    ],
)
def test_a_body_not_declared_as_a_form_has_no_file_and_is_not_read(
    api: Caller, content_type
) -> None:
    response = api.post(body=GOOD, headers=api.key | {"Content-Type": content_type})
    assert refusal(response) == MISSING
    assert response.extensions["body_bytes_read"] == 0


def test_a_request_without_body_and_content_type_has_no_file(api: Caller) -> None:
    path = f"/campaigns/{api.tenant.campaign()}/targets:import"
    assert refusal(api.client.post(path, headers=api.key)) == MISSING


@pytest.mark.parametrize(
    "boundary", ["x" * 300, "x\0y", '"' + "y" * 71 + '"', "\u00e9", "b; boundary=c"], ids=range(5)
)
def test_an_odd_boundary_is_a_422(api: Caller, boundary: str) -> None:
    header = f"multipart/form-data; boundary={boundary}".encode("latin-1")
    response = api.client.post(
        f"/campaigns/{api.tenant.campaign()}/targets:import",
        content=GOOD,
        headers=[(b"Content-Type", header), (b"X-API-Key", api.key["X-API-Key"].encode())],
    )
    assert refusal(response) == MALFORMED


@pytest.mark.parametrize(
    "filename", ["a\0b.csv", "\udcff.csv", "..\\..\\etc\\passwd", "\U0001f600.csv", "\u202egpj.csv"]
)
def test_whatever_a_file_is_called_it_is_imported(api: Caller, filename) -> None:
    body = form(Part(people(1), filename="NAME")).replace(
        b"NAME", filename.encode("utf-8", "surrogateescape")
    )
    assert api.post(body=body).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n" + GOOD,
        GOOD + b"\r\n",
        GOOD + b"an epilogue, as RFC 2046 allows",
        GOOD[:-2],
        GOOD.replace(b'name="file"', b"NAME=file"),
        GOOD.replace(b'name="file"', b"name=file"),
        GOOD.replace(b"Content-Disposition", b"content-DISPOSITION"),
        GOOD.replace(b'filename="customers.csv"', b"filename*=UTF-8''clienti%20%C3%A9.csv"),
        GOOD.replace(b'customers.csv"', b"c.csv\"; filename*=UTF-8''%FF.csv"),
        GOOD.replace(b"octet-stream", b"octet-stream\r\nContent-Length: 1"),
        GOOD.replace(b"Content-Type: application/octet-stream\r\n", b""),
    ],
    ids=range(11),
)
def test_a_form_as_some_client_writes_it_is_a_form(api: Caller, body) -> None:
    response = api.post(body=body)
    assert (response.status_code, response.json().get("created")) == (200, 3)


def test_a_cut_connection_stores_nothing(api: Caller) -> None:
    response = api.post(body=GOOD[:200], extensions={"hang_up": True})
    assert response.status_code < 500
    assert response.extensions["raised"] is None
    assert nothing_stored(api.tenant)


@pytest.fixture
def small(open_client: OpenClient, settings: Settings, tenant: Tenant) -> Caller:
    """A service that takes 1,000 bytes of body."""
    limited = settings.model_copy(update={"max_upload_bytes": 1_000})
    return Caller(open_client(limited), tenant, limited)


TOO_LARGE = (
    413,
    "The upload is larger than 1,000 bytes: split the file, or compress it with gzip.",
)


def padded(size: int) -> bytes:
    """A good form of exactly so many bytes."""
    room = size - len(form(Part(people(1))))
    return form(Part(people(1) + b"\n" * room))


def test_a_body_as_large_as_allowed_is_imported(small: Caller) -> None:
    assert small.post(body=padded(1_000)).status_code == 200


def test_a_body_that_says_it_is_too_large_is_not_read(small: Caller) -> None:
    response = small.post(body=padded(1_001))
    assert refusal(response) == TOO_LARGE
    assert response.extensions["body_bytes_read"] == 0


def test_a_body_of_unsaid_length_is_counted_while_it_streams(small: Caller) -> None:
    pieces_of_a_large_body = iter([padded(900)[:-50], *[b"\n" * 60] * 1_000])
    response = small.post(body=pieces_of_a_large_body)
    assert "content-length" not in response.request.headers
    assert refusal(response) == TOO_LARGE
    assert response.extensions["body_bytes_read"] == 850 + 3 * 60
    assert nothing_stored(small.tenant)


def test_a_body_that_lies_about_its_length_is_counted_too(small: Caller) -> None:
    response = small.post(body=padded(5_000), headers=small.key | {"Content-Length": "10"})
    assert refusal(response) == TOO_LARGE


@pytest.mark.parametrize("length", ["-1", "ten", "1e9", "+5", "\u00b2"])
def test_a_length_that_is_no_number_is_left_to_counting(small: Caller, length: str) -> None:
    path = f"/campaigns/{small.tenant.campaign()}/targets:import"
    headers = {b"Content-Type": CONTENT_TYPE.encode(), b"Content-Length": length.encode("latin-1")}
    key = {b"X-API-Key": small.key["X-API-Key"].encode()}
    good = small.client.post(path, content=iter([padded(1_000)]), headers=headers | key)
    large = small.client.post(path, content=iter([padded(1_001)]), headers=headers | key)
    assert (good.status_code, large.status_code) == (200, 413)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 415),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), 415),
        (b"<!doctype html><html><table><tr><td>email</td></tr></table></html>", 415),
        (b"colour,size\nred,4\n", 422),
        (b"\x00\x01\x02\x03" * 100, 415),
    ],
    ids=["pdf", "png", "html", "no header", "binary"],
)
def test_a_file_that_is_no_table_of_customers_is_refused_whole(
    api: Caller, content, status
) -> None:
    assert refusal(api.post(content))[0] == status
    assert nothing_stored(api.tenant)


def test_too_many_rows_are_refused_whole(
    open_client: OpenClient, settings: Settings, tenant: Tenant
) -> None:
    limited = settings.model_copy(update={"max_rows": 5})
    api = Caller(open_client(limited), tenant, limited)
    assert api.post(people(6)).status_code == 413
    assert nothing_stored(tenant)


def test_a_refused_file_is_not_an_import_without_rows(client: httpx.Client, api: Caller) -> None:
    api.imported(people(1))
    before = api.stored()
    api.post(b"")
    assert api.stored() == before
