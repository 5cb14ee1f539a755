"""One JSON line a request and one an import: enough to find it by, and nothing of what it carried."""

from datetime import datetime
from uuid import UUID

import httpx
import pytest

from app.auth import mint
from tests.http.caller import SCOPES, Caller, address
from tests.http.forms import Part, form, table
from tests.observability.conftest import Line, Log

HEADER = "customer_id,name,surname,email,phone,status"
CELLS = ("KD-4711", "Giuseppina", "Quattrocchi", "g.q@secret.example", "+393471234599", "zqvip")
BAD_CELLS = ("KD-4712", "Ermenegilda", "Bevilacqua", "not(at)secret.example", "12qq", "zqvip")
FILE = table(HEADER, ",".join(CELLS), ",".join(BAD_CELLS))


def request_id(response: httpx.Response) -> str:
    return response.headers["X-Request-ID"]


def shape(line: Line) -> Line:
    """The line without what differs from run to run, whose form is checked instead."""
    datetime.strptime(line.pop("time"), "%Y-%m-%dT%H:%M:%S%z")
    assert line.pop("milliseconds", 1) > 0
    assert all(seconds >= 0 for seconds in line.pop("seconds", {}).values())
    return line


def test_an_import_is_two_lines(api: Caller, log: Log) -> None:
    response = api.post(FILE, params={"skip_if_in_other_campaigns": "true"})
    campaign, account = str(api.tenant.campaign()), str(api.tenant.account_id)
    imported, request = map(shape, log.lines(request_id(response)))
    assert imported.pop("imported_by")
    assert imported == {
        "level": "INFO",
        "logger": "umanize.import",
        "event": "import",
        "request_id": request_id(response),
        "account_id": account,
        "campaign_id": campaign,
        "file_name": "customers.csv",
        "bytes": len(FILE),
        "replayed": False,
        "dry_run": False,
        "counts": {
            "total": 2,
            "created": 1,
            "updated": 0,
            "skipped": 1,
            "targets_created": 1,
            "targets_skipped": 0,
        },
    }
    assert request == {
        "level": "INFO",
        "logger": "umanize.request",
        "event": "request",
        "request_id": request_id(response),
        "method": "POST",
        "path": address(campaign),
        "status": 200,
        "account_id": account,
    }


@pytest.mark.parametrize(
    ("path", "key", "status"),
    [("/nothing", True, 404), (address("nobody"), True, 422), (address(UUID(int=1)), False, 401)],
)
def test_a_refusal_is_one_line(api: Caller, log: Log, path: str, key: bool, status: int) -> None:
    response = api.post(FILE, path=path, headers=api.key if key else {})
    (line,) = log.lines(request_id(response))
    assert (response.status_code, line["status"], line["path"]) == (status, status, path)


def test_what_machines_ask_every_second_is_not_logged(api: Caller, log: Log) -> None:
    quiet = [api.client.get(path) for path in ("/healthz", "/readyz", "/metrics")]
    log.lines(request_id(api.client.get("/openapi.json")))
    assert [response.status_code for response in quiet] == [200, 200, 200]
    assert not any(request_id(response) in log.text for response in quiet)


def test_no_cell_and_no_credential_is_ever_logged(api: Caller, log: Log) -> None:
    unknown = mint(api.tenant.account_id).key
    token = api.token(*SCOPES)
    sent = [
        api.post(FILE),
        api.post(FILE, headers=token),
        api.post(FILE, headers=token | {"Accept": "text/csv"}),
        api.post(FILE, headers=api.key | {"Idempotency-Key": "a-key-of-mine"}),
        api.post(FILE, headers={"X-API-Key": unknown}),
        api.post(FILE, headers={"Authorization": token["Authorization"] + "x"}),
        api.post(FILE, headers={"Authorization": "Basic YW5uYTpzZWNyZXQ="}),
        api.post(FILE, params={"access_token": unknown}),
        api.post(table(",".join(CELLS), ",".join(BAD_CELLS))),
        api.post(b"%PDF-1.7 Giuseppina Quattrocchi"),
    ]
    statuses = [log.lines(request_id(answer))[-1]["status"] for answer in sent]
    assert statuses == [200, 200, 200, 200, 401, 401, 401, 422, 422, 415]
    secrets = [*CELLS, *BAD_CELLS, api.key["X-API-Key"], unknown, token["Authorization"][7:]]
    secrets += ["YW5uYTpzZWNyZXQ=", "a-key-of-mine", "s" * 40]
    assert [secret for secret in secrets if secret in log.text] == []


@pytest.mark.parametrize(
    ("name", "logged"),
    [
        ("a\x1b[31mb.csv", r"a\x1b[31mb.csv"),
        ("a\x7f\x85b.csv", r"a\x7f\x85b.csv"),
        ("a\u2028b\u202e.csv", r"a\u2028b\u202e.csv"),
        ("x" * 1_000, "x" * 255),
        ("Clienti à.csv", "Clienti à.csv"),
    ],
    ids=["escape", "control", "unicode", "long", "plain"],
)
def test_a_file_name_cannot_forge_the_log(api: Caller, log: Log, name: str, logged: str) -> None:
    response = api.post(body=form(Part(FILE, filename=name)))
    assert response.status_code == 200
    assert log.lines(request_id(response))[0]["file_name"] == logged


@pytest.mark.parametrize("path", ["/a%0Ab", "/a%1B%5B31mb", "/%E2%80%AEb", "/a%22%7D%0A%7B"])
def test_a_path_is_logged_as_it_came(api: Caller, log: Log, path: str) -> None:
    response = api.client.get(path)
    assert log.lines(request_id(response))[0]["path"] == path


def test_a_long_path_is_cut(api: Caller, log: Log) -> None:
    response = api.client.get("/" + "x" * 5_000)
    assert log.lines(request_id(response))[0]["path"] == "/" + "x" * 299


@pytest.mark.parametrize("given", ["a", "01a2-b3", "trace:4/5=6@host+7._", "x" * 128])
def test_an_id_that_was_brought_is_taken_home(api: Caller, log: Log, given: str) -> None:
    response = api.client.get("/openapi.json", headers={"X-Request-ID": given})
    assert request_id(response) == given
    assert [line["event"] for line in log.lines(given)] == ["request"]


@pytest.mark.parametrize("given", ["", "a b", "a\tb", "x" * 129, "\u00e9", '"', "a;b", "<b>"])
def test_an_id_that_cannot_stand_in_a_log_is_replaced(api: Caller, given: str) -> None:
    response = api.client.get("/nothing", headers=[(b"X-Request-ID", given.encode())])
    assert UUID(request_id(response)).version == 4


def test_every_answer_has_an_id_of_its_own(api: Caller) -> None:
    ids = [
        request_id(api.client.get(path)) for path in ("/healthz", "/healthz", "/nothing", "/docs")
    ]
    assert len(set(ids)) == 4
