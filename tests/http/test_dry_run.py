"""X-Dry-Run: the answer of an import, and nothing stored. Query parameters that would be one elsewhere."""

import pytest
from prometheus_client import REGISTRY

from tests.http.caller import Caller, address, answer, refusal
from tests.http.forms import people, table

DRY_RUN = (("header", "X-Dry-Run"), "bool_parsing")
NOTHING: dict[str, list[object]] = {"customers": [], "campaign_targets": [], "imports": []}


@pytest.mark.parametrize("value", ["true", "TRUE", " true "])
def test_a_rehearsal_answers_like_the_import_and_stores_nothing(api: Caller, value) -> None:
    content = people(2) + b"bad row without an identifier,,,not-an-email,,\n"
    response = api.post(content, headers=api.key | {"X-Dry-Run": value})
    rehearsed = answer(response)
    assert response.headers["X-Dry-Run"] == "true"
    assert api.stored() == NOTHING
    assert answer(api.post(content)) == rehearsed
    assert len(api.stored()["imports"]) == 1


def test_a_rehearsal_marks_the_list_of_rejected_rows_too(api: Caller) -> None:
    headers = api.key | {"X-Dry-Run": "true", "Accept": "text/csv"}
    response = api.post(table("email", "not-an-email"), headers=headers)
    assert (response.status_code, response.headers["X-Dry-Run"]) == (200, "true")
    assert "not-an-email" in response.text
    assert api.stored() == NOTHING


def test_a_rehearsal_ignores_the_idempotency_key(api: Caller) -> None:
    keyed = api.key | {"Idempotency-Key": "once"}
    api.imported(people(1), headers=keyed)
    rehearsed = answer(api.post(people(2), headers=keyed | {"X-Dry-Run": "true"}))
    assert (rehearsed["total"], rehearsed["created"]) == (2, 1)
    again = answer(api.post(people(1), headers=keyed))
    assert (again["total"], again["created"]) == (1, 1)
    assert len(api.stored()["imports"]) == 1
    malformed = api.key | {"Idempotency-Key": "two words", "X-Dry-Run": "true"}
    assert api.post(people(1), headers=malformed).status_code == 200


def test_false_imports(api: Caller) -> None:
    response = api.post(people(1), headers=api.key | {"X-Dry-Run": "false"})
    assert answer(response)["created"] == 1
    assert "X-Dry-Run" not in response.headers
    assert len(api.stored()["imports"]) == 1


@pytest.mark.parametrize("value", ["1", "0", "yes", "", "on", "tru", "true, true"])
def test_any_other_value_is_refused_before_the_body_is_read(api: Caller, value) -> None:
    response = api.post(people(3_500), headers=api.key | {"X-Dry-Run": value})
    assert refusal(response) == (422, [DRY_RUN])
    assert response.extensions["body_bytes_read"] == 0


def test_the_header_is_said_once(api: Caller) -> None:
    headers = [
        *api.content_type.items(),
        *api.key.items(),
        ("X-Dry-Run", "true"),
        ("X-Dry-Run", "true"),
    ]
    response = api.client.post(address(api.tenant.campaign()), content=b"", headers=headers)
    assert refusal(response) == (422, [DRY_RUN])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("skip_if_in_other_campaign", "did you mean skip_if_in_other_campaigns?"),
        ("skip_if_in_other_campaings", "did you mean skip_if_in_other_campaigns?"),
        ("skipIfInOtherCampaigns", "did you mean skip_if_in_other_campaigns?"),
        ("SKIP_IF_IN_OTHER_CAMPAIGNS", "did you mean skip_if_in_other_campaigns?"),
        ("skip-if-in-other-campaigns", "did you mean skip_if_in_other_campaigns?"),
        ("dry_run", "to rehearse an import, send the header X-Dry-Run: true."),
        ("dryRun", "to rehearse an import, send the header X-Dry-Run: true."),
        ("dry-run", "to rehearse an import, send the header X-Dry-Run: true."),
        ("X-Dry-Run", "to rehearse an import, send the header X-Dry-Run: true."),
        ("dryrun", "to rehearse an import, send the header X-Dry-Run: true."),
        ("api_key", "the only one is skip_if_in_other_campaigns."),
        ("", "the only one is skip_if_in_other_campaigns."),
        ("\u202e\0", "the only one is skip_if_in_other_campaigns."),
        ("x" * 5_000, "the only one is skip_if_in_other_campaigns."),
    ],
)
def test_an_unknown_query_parameter_is_refused_before_the_body_is_read(
    api: Caller, name, said
) -> None:
    response = api.post(people(3_500), params={name: "true"})
    assert refusal(response) == (422, [(("query", name), "extra_forbidden")])
    assert response.json()["detail"][0]["msg"].endswith(said)
    assert response.extensions["body_bytes_read"] == 0
    assert api.stored() == NOTHING


def test_a_credential_is_asked_for_before_the_query_is_judged(api: Caller) -> None:
    assert api.post(people(1), params={"dry_run": "true"}, headers={}).status_code == 401


def test_a_rehearsal_is_logged_as_one_and_counted_as_no_import(
    api: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    before = REGISTRY.get_sample_value("umanize_imports_total", {"outcome": "stored"}) or 0
    with caplog.at_level("INFO", logger="umanize.import"):
        api.post(people(1), headers=api.key | {"X-Dry-Run": "true"})
    assert [record.__dict__["dry_run"] for record in caplog.records if record.msg == "import"] == [
        True
    ]
    after = REGISTRY.get_sample_value("umanize_imports_total", {"outcome": "stored"}) or 0
    assert after == before
