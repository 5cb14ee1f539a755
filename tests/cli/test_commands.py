"""Every command that keeps accounts, campaigns and keys: for people, and as one JSON object for programs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.auth import TokenVerifier
from app.config import Settings
from app.main import jwt_settings
from app.migrator import head_revision
from tests.cli.shell import Shell
from tests.contract.validation import contract_text
from tests.support.tenants import Tenant


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def test_an_account_is_made_and_listed(shell: Shell) -> None:
    made = shell("account", "create", "Rossi S.r.l. ☎", "--region", "it", "--json").json
    assert made == {"id": made["id"], "name": "Rossi S.r.l. ☎", "region": "IT"}
    plain = UUID(shell("account", "create", "Bianchi").text)
    listed = {entry["id"]: entry for entry in shell("account", "list", "--json").json["accounts"]}
    assert {name: listed[made["id"]][name] for name in made} == made
    assert (listed[str(plain)]["name"], listed[str(plain)]["region"]) == ("Bianchi", None)
    assert moment(listed[str(plain)]["created_at"]) <= datetime.now(UTC)
    lines = shell("account", "list").text.splitlines()
    assert lines[0].split() == ["id", "name", "region", "created", "at"]
    assert [line for line in lines if str(plain) in line and "Bianchi" in line] != []


def test_an_accounts_region_is_set(shell: Shell, tenant: Tenant) -> None:
    account = tenant.account_id
    said = shell("account", "set-region", account, "us")
    assert said.text == f"National numbers of account {account} are read as US."
    assert shell("account", "set-region", account, "de", "--json").json == {
        "id": str(account),
        "region": "DE",
    }
    listed = shell("account", "list", "--json").json["accounts"]
    assert [entry["region"] for entry in listed if entry["id"] == str(account)] == ["DE"]


def test_a_campaign_is_made_and_listed(shell: Shell, tenant: Tenant) -> None:
    account, agent = tenant.account_id, uuid4()
    assert shell("campaign", "list", "--account", account).text == "No campaign yet."
    made = shell(
        "campaign", "create", "Spring", "--account", account, "--agent", agent, "--json"
    ).json
    expected = {"id": made["id"], "name": "Spring", "status": "active", "agent_id": str(agent)}
    assert made == expected
    plain = UUID(shell("campaign", "create", "Autumn", "--account", account).text)
    listed = shell("campaign", "list", "--account", account, "--json").json
    created = [moment(entry.pop("created_at")) for entry in listed["campaigns"]]
    assert created == sorted(created)
    assert listed == {
        "id": str(account),
        "campaigns": [
            {**expected, "targets": 0},
            {**expected, "id": str(plain), "name": "Autumn", "agent_id": None, "targets": 0},
        ],
    }
    table = shell("campaign", "list", "--account", account).text.splitlines()
    assert [line.split()[:4] for line in table[1:]] == [
        [made["id"], "Spring", "active", "0"],
        [str(plain), "Autumn", "active", "0"],
    ]


@pytest.mark.parametrize("status", ["draft", "active", "paused", "completed", "archived"])
def test_a_campaigns_status_is_set(shell: Shell, tenant: Tenant, status: str) -> None:
    words = ("campaign", "set-status", tenant.campaign(), status, "--account", tenant.account_id)
    assert shell(*words).text == f"Campaign {tenant.campaign()} is {status}."
    assert shell(*words, "--json").json == {"id": str(tenant.campaign()), "status": status}
    assert [row["status"] for row in tenant.rows("campaigns")] == [status]


def test_customers_are_listed_as_they_are_stored(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    account = tenant.account_id
    assert shell("customer", "list", "--account", account).text == "No customer yet."
    tenant.import_bytes(settings, b"customer_id,name\n1,Anna\n2,Bruno\n3,Carla\n")
    tenant.import_bytes(settings, b"customer_id\n3\n1\n", "B")
    people = [
        {"id": str(row["id"]), **customer}
        for row, customer in zip(tenant.rows("customers"), tenant.customers(), strict=True)
    ]
    everybody = shell("customer", "list", "--account", account, "--json").json
    assert everybody == {"id": str(account), "customers": people}
    first = shell("customer", "list", "--account", account, "--limit", "1", "--json").json
    assert first["customers"] == people[:1]
    in_b = ("customer", "list", "--account", account, "--campaign", tenant.campaign("B"))
    assert shell(*in_b, "--json").json["customers"] == [people[2], people[0]]
    lines = shell(*in_b).text.splitlines()
    assert [line.split()[1:] for line in lines] == [
        ["customer", "id", "name", "surname", "email", "phone", "status"],
        ["3", "Carla"],
        ["1", "Anna"],
    ]


def test_text_that_looks_like_markup_is_shown_as_it_is(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    names = ["[/b]", "[red]Anna[/red]", ":smile:", "=1+1", "x" * 200, "\u4f8b\u3048"]
    tenant.import_bytes(
        settings,
        "\n".join(
            ["name;email", *[f"{name};{n}@example.com" for n, name in enumerate(names)]]
        ).encode(),
    )
    lines = shell("customer", "list", "--account", tenant.account_id).text.splitlines()
    assert [line.split()[1] for line in lines[1:]] == names


def test_a_key_is_shown_once_then_listed_by_its_hint_and_revoked(
    shell: Shell, tenant: Tenant
) -> None:
    account = tenant.account_id
    assert shell("key", "list", "--account", account).text == "No key yet."
    made = shell(
        "key", "create", "--account", account, "--name", "crm", "--expires-in", "90d", "--json"
    ).json
    assert set(made) == {"id", "key", "expires_at"}
    assert made["key"].startswith(f"umz_{account.hex}_")
    assert abs(moment(made["expires_at"]) - datetime.now(UTC) - timedelta(days=90)) < timedelta(
        minutes=5
    )
    plain = shell("key", "create", "--account", account).text
    assert plain.startswith("umz_")
    listing = shell("key", "list", "--account", account, "--json")
    assert made["key"] not in listing.output
    listed = listing.json
    assert [(key["name"], key["hint"], key["revoked_at"]) for key in listed["keys"]] == [
        ("crm", made["key"][-4:], None),
        (None, plain[-4:], None),
    ]
    assert listed["id"] == str(account)
    words = ("key", "revoke", made["id"], "--account", account)
    assert shell(*words).text == f"Key {made['id']} is revoked."
    assert shell(*words, "--json").json == {"id": made["id"], "revoked": True}
    revoked = shell("key", "list", "--account", account, "--json").json["keys"]
    assert [key["revoked_at"] is None for key in revoked] == [False, True]
    assert made["id"] in shell("key", "list", "--account", account).text


def test_a_token_is_one_that_the_service_accepts(
    shell: Shell, tenant: Tenant, settings: Settings
) -> None:
    verifier = TokenVerifier(jwt_settings(settings))
    words = ("token", "--account", tenant.account_id)
    printed = verifier.verify(shell(*words).text)
    assert (printed.account_id, printed.subject) == (tenant.account_id, "cli")
    assert printed.scopes == {settings.required_scope}
    made = shell(*words, "--subject", "anna", "--expires-in", "30m", "--json").json
    assert (made["id"], made["expires_in"]) == (str(tenant.account_id), 1800)
    assert set(made) == {"id", "token", "expires_in"}
    assert verifier.verify(made["token"]).subject == "anna"


def test_migrate_says_where_the_database_stands(shell: Shell) -> None:
    assert shell("migrate").text == f"The database is at migration {head_revision()}."
    assert shell("migrate", "--json").json == {"id": head_revision()}


def test_openapi_prints_the_contract(shell: Shell) -> None:
    assert shell("openapi").output == contract_text()
    assert shell("openapi", "--json").json["info"]["title"] == "Umanize API"
