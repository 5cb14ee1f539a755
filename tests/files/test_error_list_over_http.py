"""`Accept: text/csv`: who gets the list of rejected rows, and what its headers say."""

from collections.abc import Iterator

import httpx
import pytest

from app.config import Settings
from app.main import create_app
from app.negotiation import prefers_csv
from tests.files.builders import lines
from tests.http.caller import Caller, refusal
from tests.http.transport import InProcess
from tests.support.tenants import Tenant

FILE = lines("email,phone", "anna@x.com,", "x,+39 347 1234567", "anna@x.com,")
COUNTS = {
    "x-import-total": "3",
    "x-import-created": "1",
    "x-import-updated": "1",
    "x-import-skipped": "1",
    "x-import-targets-created": "1",
    "x-import-targets-skipped": "1",
}


@pytest.fixture
def api(settings: Settings, tenant: Tenant) -> Iterator[Caller]:
    transport = InProcess(create_app(settings))
    with httpx.Client(transport=transport, base_url="http://import") as client:
        yield Caller(client, tenant, settings)


def post(api: Caller, accept: str, content: bytes = FILE) -> httpx.Response:
    return api.post(content, headers=api.key | {"Accept": accept})


def test_the_list_comes_as_a_download_with_the_counts_in_its_headers(api: Caller) -> None:
    response = post(api, "text/csv")
    imports = {key: value for key, value in response.headers.items() if "x-import-" in key}
    assert (response.status_code, imports) == (200, COUNTS)
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.content.decode() == (
        "\ufeffrow,error,email,phone\r\n"
        "3,email: 'x' is not an e-mail address: An email address must have an @-sign. "
        "Correct it or empty the cell.,x,'+39 347 1234567\r\n"
    )


def test_asking_for_the_list_imports_the_file(api: Caller) -> None:
    post(api, "text/csv")
    assert [customer["email"] for customer in api.tenant.customers()] == ["anna@x.com"]
    assert len(api.tenant.rows("imports")) == 1


def test_the_list_mended_by_the_caller_is_imported(api: Caller) -> None:
    listed = post(api, "text/csv").content
    mended = post(api, "text/csv", listed.replace(b",x,", b",bea@x.com,"))
    assert (mended.headers["x-import-created"], mended.content) == (
        "1",
        "\ufeffrow,error,email,phone\r\n".encode(),
    )
    assert {c["email"]: c["phone"] for c in api.tenant.customers()} == {
        "anna@x.com": None,
        "bea@x.com": "+393471234567",
    }


def test_a_refusal_is_json_whatever_was_asked_for(api: Caller) -> None:
    assert refusal(post(api, "text/csv", b"%PDF-1.7"))[0] == 415
    assert refusal(post(api, "text/csv", b"colour\nred\n"))[0] == 422


@pytest.mark.parametrize(
    "accept",
    [
        "text/csv",
        "TEXT/CSV",
        "text/csv; charset=utf-8",
        "text/csv, */*;q=0.1",
        "text/csv, application/json;q=0.9",
        "application/json;q=0.5, text/csv",
        "application/json;q=0, text/csv;q=0.1",
        "text/html, text/csv ; q=0.8",
    ],
)
def test_csv_is_sent_to_whoever_prefers_it(accept: str) -> None:
    assert prefers_csv(accept)


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/json, text/csv",
        "text/csv, application/json",
        "text/csv;q=0.5, application/json",
        "text/csv;q=0",
        "text/csv;q=0, */*",
        "text/csv;q=high",
        "text/csv-schema",
        "text/html,application/xhtml+xml,*/*;q=0.8",
        ",;=,q=1",
        "text/csv;q=0.5, */*",
        "text/csv;q=0.5, application/*",
    ],
)
def test_json_is_sent_to_everybody_else(accept: str) -> None:
    assert not prefers_csv(accept)


@pytest.mark.parametrize(
    ("accept", "content_type"), [("*/*", "application/json"), ("text/csv", "text/csv")]
)
def test_the_header_decides_what_is_sent(api: Caller, accept: str, content_type: str) -> None:
    assert post(api, accept).headers["content-type"].split(";")[0] == content_type
