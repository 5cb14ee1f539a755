"""Idempotency-Key: the first answer, word for word, however often and however fast the request is repeated."""

import httpx
import pytest

from tests.faults.background import in_background
from tests.faults.conftest import Call
from tests.faults.crowds import crowd
from tests.faults.waiting import locked_account
from tests.http.caller import Caller, address, refusal
from tests.http.forms import table
from tests.http.real_server import Server
from tests.support.tenants import Tenant

HEADER = "Idempotency-Key"
FILE = table("email", "anna@example.com", "nobody", "bruno@example.com")
CSV = {"Accept": "text/csv"}


def keyed(api: Caller, key: str = "a-key", **headers: str) -> dict[str, str]:
    return api.key | {HEADER: key} | headers


def counts_in(response: httpx.Response) -> dict[str, str]:
    """The numbers that a CSV answer carries in its headers."""
    found = {name: value for name, value in response.headers.items() if value.isdigit()}
    return {name: value for name, value in found.items() if name != "content-length"}


def imports(api: Caller) -> int:
    return len(api.tenant.rows("imports"))


@pytest.mark.parametrize("content", [FILE, crowd([1])], ids=["many rows", "one row"])
def test_a_repetition_gets_the_first_answer_byte_for_byte_and_imports_nothing(
    api: Caller, content: bytes
) -> None:
    first = api.post(content, headers=keyed(api))
    stored = api.stored()
    again = api.post(content, headers=keyed(api))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert api.stored() == stored


@pytest.mark.parametrize("status", ["completed", "archived"])
def test_the_first_answer_outlives_the_campaign(api: Caller, status) -> None:
    first = api.post(FILE, headers=keyed(api))
    api.tenant.admin.set_campaign_status(api.tenant.account_id, api.tenant.campaign(), status)
    assert api.post(FILE, headers=keyed(api)).content == first.content
    assert api.post(FILE, headers=keyed(api, "another")).status_code == 409
    assert api.post(FILE).status_code == 409


def test_an_answer_is_kept_even_where_the_store_has_changed_since(api: Caller) -> None:
    first = api.post(crowd([1], "Anna"), headers=keyed(api))
    api.imported(crowd([1], "Bruno"))
    assert api.post(crowd([1], "Anna"), headers=keyed(api)).content == first.content
    assert [person["name"] for person in api.tenant.customers()] == ["Bruno"]


@pytest.mark.parametrize(
    ("content", "skip"), [(crowd([2]), "false"), (crowd([1]), "true")], ids=["file", "option"]
)
def test_a_key_is_good_for_one_file_with_one_option(api: Caller, content: bytes, skip: str) -> None:
    api.post(crowd([1]), headers=keyed(api))
    params = {"skip_if_in_other_campaigns": skip}
    response = api.post(content, headers=keyed(api), params=params)
    assert refusal(response) == (422, [(("header", HEADER), "idempotency_key_reused")])
    assert imports(api) == 1


def test_an_option_left_out_is_the_same_as_its_default(api: Caller) -> None:
    first = api.post(FILE, headers=keyed(api))
    params = {"skip_if_in_other_campaigns": "false"}
    assert api.post(FILE, headers=keyed(api), params=params).content == first.content


def test_while_the_first_request_runs_a_repetition_is_a_409(api: Caller) -> None:
    with in_background(api) as start:
        with locked_account(api.tenant) as lock:
            first = start(FILE, {HEADER: "a-key"})
            lock.wait_for_queue()
            assert refusal(api.post(FILE, headers=keyed(api))) == (
                409,
                "A request with this Idempotency-Key is still running: repeat this one when it is done.",
            )
        response = first.result()
    assert response is not None
    assert api.post(FILE, headers=keyed(api)).content == response.content
    assert imports(api) == 1


def test_a_request_that_failed_leaves_its_key_free(api: Caller) -> None:
    assert api.post(b"", headers=keyed(api)).status_code == 422
    assert api.post(b"%PDF-1.7", headers=keyed(api)).status_code == 415
    assert api.post(FILE, headers=keyed(api)).json()["created"] == 2


def test_campaigns_and_accounts_each_have_their_own_keys(
    api: Caller, call: Call, server: Server, other_tenant: Tenant
) -> None:
    other = call(server, other_tenant)
    assert api.post(crowd([1]), headers=keyed(api)).json()["created"] == 1
    assert api.post(crowd([2]), "B", headers=keyed(api)).json()["created"] == 1
    assert other.post(crowd([3]), headers=keyed(other)).json()["created"] == 1
    assert (imports(api), imports(other)) == (2, 1)


def test_quotes_around_a_key_are_not_part_of_it(api: Caller) -> None:
    first = api.post(FILE, headers=keyed(api, '"a-key"'))
    assert api.post(FILE, headers=keyed(api, "a-key")).content == first.content
    assert imports(api) == 1


@pytest.mark.parametrize("key", ["a", "a" * 255, "!#~", "8e03978e-40d5-43dd-bc93-6894a57f9324"])
def test_visible_ascii_of_any_reasonable_length_is_a_key(api: Caller, key: str) -> None:
    first = api.post(FILE, headers=keyed(api, key))
    assert first.status_code == 200
    assert api.post(FILE, headers=keyed(api, key)).content == first.content


@pytest.mark.parametrize(
    "keys",
    [
        [""],
        ['""'],
        ["a" * 256],
        ["two words"],
        ['a"b'],
        ['"open'],
        ['closed"'],
        ["caff\xe8"],
        ["a", "b"],
    ],
)
def test_anything_else_is_no_key(api: Caller, keys: list[str]) -> None:
    lines = [*api.key.items(), *api.content_type.items(), *[(HEADER, key) for key in keys]]
    response = api.client.post(
        address(api.tenant.campaign()),
        headers=[(name.encode(), value.encode("latin-1")) for name, value in lines],
    )
    assert refusal(response) == (422, [(("header", HEADER), "idempotency_key_invalid")])


def test_the_list_of_rejected_rows_is_repeated_word_for_word(api: Caller) -> None:
    # Two people share an e-mail: the third row is rejected by what is stored, not by how it looks.
    content = table(
        "customer_id,email", "1,a@example.com", "2,a@example.com", ",a@example.com", ",x"
    )
    first = api.post(content, headers=keyed(api, **CSV))
    api.imported(table("customer_id,email", "1,b@example.com"))
    again = api.post(content, headers=keyed(api, **CSV))
    assert first.headers["content-type"].startswith("text/csv")
    assert first.text.count("\n") == 3
    assert again.content == first.content
    assert counts_in(again) == counts_in(first)


def test_one_key_may_be_asked_for_either_kind_of_answer(api: Caller) -> None:
    as_csv = api.post(FILE, headers=keyed(api, **CSV))
    as_json = api.post(FILE, headers=keyed(api))
    assert as_json.json()["errors"][0]["row"] == 3
    assert api.post(FILE, headers=keyed(api, **CSV)).content == as_csv.content
    assert imports(api) == 1


def test_of_many_identical_requests_at_once_one_is_an_import(api: Caller) -> None:
    content = crowd(range(500))
    with in_background(api, at_once=8) as start:
        requests = [start(content, {HEADER: "a-key"}) for _ in range(8)]
    responses = [request.result() for request in requests]
    answers = {
        response.content for response in responses if response and response.status_code == 200
    }
    assert {response.status_code for response in responses if response} <= {200, 409}
    assert answers == {api.post(content, headers=keyed(api)).content}
    assert imports(api) == 1
    assert len(api.tenant.customers()) == 500
