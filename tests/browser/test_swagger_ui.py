"""A person at /docs: what they see, what they can do, and that nothing of it leaves for another host."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.auth import JwtSettings, issue_token, mint
from app.config import PROJECT_ROOT
from app.openapi import contract
from tests.browser.swagger_page import Answer, SwaggerPage
from tests.http.real_server import SECRET
from tests.support.tenants import Tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXAMPLE = PROJECT_ROOT / "examples" / "customers.csv"
FIRST_IMPORT = {
    "total": 9,
    "created": 6,
    "updated": 1,
    "skipped": 2,
    "targets_created": 5,
    "targets_skipped": 2,
}
SECOND_IMPORT = FIRST_IMPORT | {
    "created": 0,
    "updated": 7,
    "targets_created": 0,
    "targets_skipped": 7,
}
REJECTED = [(8, "email"), (10, None)]  # not an address; nobody known


def new_key(tenant: Tenant) -> str:
    return tenant.admin.create_key(tenant.account_id).key


def new_token(tenant: Tenant) -> str:
    settings = JwtSettings(secrets=(SECRET,))
    scopes, lifetime = ["campaigns:import"], timedelta(minutes=5)
    return issue_token(settings, tenant.account_id, "ada", scopes, lifetime)


def write(folder: Path, content: bytes) -> Path:
    file = folder / "customers.csv"
    file.write_bytes(content)
    return file


def counts(answer: Answer) -> dict[str, int]:
    return {name: answer.body[name] for name in FIRST_IMPORT}


def rejected(answer: Answer) -> list[tuple[int, Any]]:
    return [(error["row"], error.get("field")) for error in answer.body["errors"]]


def test_the_address_alone_leads_to_the_operation(page: SwaggerPage, service_url: str) -> None:
    page.open("/")
    assert page.address == f"{service_url}/docs"
    assert page.operations() == [("POST", "/campaigns/{campaign_id}/targets:import")]
    assert page.console() == []


def test_the_only_server_offered_is_the_one_that_served_the_page(
    page: SwaggerPage, service_url: str
) -> None:
    page.open()
    assert page.servers() == [service_url]


def test_the_browser_itself_keeps_scripts_from_sending_to_the_production_host(
    page: SwaggerPage,
) -> None:
    page.open()
    assert page.try_to_fetch(contract()["servers"][0]["url"]) == "connect-src"


def test_a_person_with_an_api_key_imports_the_example(
    page: SwaggerPage, service_url: str, tenant: Tenant, tmp_path: Path
) -> None:
    page.open()
    page.authorize("apiKeyAuth", new_key(tenant))
    answer = page.execute(tenant.campaign(), EXAMPLE)
    page.save_screenshot(Path(os.environ.get("UMANIZE_SCREENSHOT") or tmp_path / "import.png"))

    assert (answer.status, counts(answer), rejected(answer)) == (200, FIRST_IMPORT, REJECTED)
    assert len(tenant.customers()) == FIRST_IMPORT["created"]
    assert page.console() == []
    assert [url for method, url in page.requests() if method == "POST"] == [
        f"{service_url}/campaigns/{tenant.campaign()}/targets:import"
        "?skip_if_in_other_campaigns=false"
    ]


def test_a_person_with_a_jwt_imports_the_example_and_again_after_a_reload(
    page: SwaggerPage, tenant: Tenant
) -> None:
    page.open()
    page.authorize("bearerAuth", new_token(tenant))
    first = page.execute(tenant.campaign(), EXAMPLE)
    page.open()
    second = page.execute(tenant.campaign(), EXAMPLE)

    assert (first.status, counts(first), rejected(first)) == (200, FIRST_IMPORT, REJECTED)
    assert (second.status, counts(second), rejected(second)) == (200, SECOND_IMPORT, REJECTED)


def test_the_campaign_can_stand_in_the_address(page: SwaggerPage, tenant: Tenant) -> None:
    page.open(f"/docs?campaign_id={tenant.campaign()}")
    page.authorize("apiKeyAuth", new_key(tenant))
    answer = page.execute(None, EXAMPLE)
    assert (answer.status, counts(answer)) == (200, FIRST_IMPORT)


def test_the_authorised_key_is_sent_in_place_of_the_parameter(
    page: SwaggerPage, tenant: Tenant
) -> None:
    page.open()
    page.authorize("apiKeyAuth", new_key(tenant))
    page.parameter("X-API-Key").send_keys("something else")
    answer = page.execute(tenant.campaign(), EXAMPLE)
    assert (answer.status, counts(answer)) == (200, FIRST_IMPORT)


def test_the_key_as_a_parameter_is_enough(page: SwaggerPage, tenant: Tenant) -> None:
    page.open()
    page.parameter("X-API-Key").send_keys(new_key(tenant))
    answer = page.execute(tenant.campaign(), EXAMPLE)
    assert (answer.status, counts(answer)) == (200, FIRST_IMPORT)


def test_an_unknown_key_is_refused_with_a_sentence(page: SwaggerPage, tenant: Tenant) -> None:
    page.open()
    page.authorize("apiKeyAuth", mint(tenant.account_id).key)
    assert page.execute(tenant.campaign(), EXAMPLE) == Answer(
        401, {"detail": "This API key does not exist or was revoked."}
    )


def test_a_refusal_is_shown_though_most_of_the_file_was_never_read(
    page: SwaggerPage, tenant: Tenant, tmp_path: Path
) -> None:
    # A server that closes too early makes the browser say "failed to fetch" in place of the reason.
    page.open()
    page.authorize("apiKeyAuth", mint(tenant.account_id).key)
    large = write(tmp_path, b"email\n" + b"somebody@example.com\n" * 1_000_000)
    assert page.execute(tenant.campaign(), large).status == 401


def test_a_pdf_is_refused_with_a_sentence(
    page: SwaggerPage, tenant: Tenant, tmp_path: Path
) -> None:
    page.open()
    page.authorize("apiKeyAuth", new_key(tenant))
    answer = page.execute(tenant.campaign(), write(tmp_path, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
    assert answer.status == 415
    assert answer.body["detail"].startswith("This is a PDF document")


def test_a_file_without_an_identifier_column_is_refused_with_a_sentence(
    page: SwaggerPage, tenant: Tenant, tmp_path: Path
) -> None:
    page.open()
    page.authorize("apiKeyAuth", new_key(tenant))
    answer = page.execute(tenant.campaign(), write(tmp_path, b"colour,size\nred,3\n"))
    [problem] = answer.body["detail"]
    assert (answer.status, problem["loc"]) == (422, ["body", "file"])
    assert "found 'colour', 'size'" in problem["msg"]


def test_short_answers_are_coloured_and_long_ones_are_not(
    page: SwaggerPage, tenant: Tenant, tmp_path: Path
) -> None:
    bad_rows = b"no address\n" * 2_000  # colouring ten thousand would freeze the page for 39 s
    page.open()
    page.authorize("apiKeyAuth", new_key(tenant))
    page.execute(tenant.campaign(), EXAMPLE)
    assert page.coloured_words() > 0

    page.open()
    answer = page.execute(tenant.campaign(), write(tmp_path, b"email\n" + bad_rows))
    assert (answer.status, len(answer.body["errors"])) == (200, 2_000)
    assert page.coloured_words() == 0
