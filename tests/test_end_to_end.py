"""Read this test first: what the service does, from a file to the stored rows, over a real network."""

import httpx

from tests.http.real_server import Server
from tests.support.tenants import Tenant


def test_imports_a_file_and_enrolls_its_customers(server: Server, tenant: Tenant) -> None:
    campaign_id = tenant.campaign("Spring offer")
    response = httpx.post(
        f"{server.url}/campaigns/{campaign_id}/targets:import",
        headers={"X-API-Key": tenant.admin.create_key(tenant.account_id).key},
        files={"file": ("customers.csv", b"name,phone\nAnna,347 123 4567\nBruno,none yet\n")},
        timeout=60,
        trust_env=False,
    )
    answer = response.json()
    assert [answer[count] for count in ("total", "created", "targets_created")] == [2, 1, 1]
    assert [(error["row"], error["field"]) for error in answer["errors"]] == [(3, "phone")]
    (customer,), (target,) = tenant.rows("customers"), tenant.rows("campaign_targets")
    assert (customer["name"], customer["phone"]) == ("Anna", "+393471234567")
    assert (target["campaign_id"], target["customer_id"]) == (campaign_id, customer["id"])
