"""An integrator who never reads our code: a client made from openapi.json alone imports a file.

The generator, openapi-python-client, is looked for on PATH: it asks for an older typer than the service's, so it
needs an environment of its own. What it makes needs httpx and attrs, which the tests have.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.config import PROJECT_ROOT
from tests.http.forms import people, table
from tests.http.real_server import Server
from tests.support.tenants import Tenant

# What an integrator would write: nothing but the generated names, an address, a key and a file.
PROGRAM = """
import json, sys
from pathlib import Path
from uuid import UUID

from umanize import Client
from umanize.api.campaign_import import (
    import_targets_campaigns_campaign_id_targets_import_post as import_targets,
)
from umanize.models import (
    BodyImportTargetsCampaignsCampaignIdTargetsImportPost as Body,
    CampaignTargetsImportResult,
    HTTPValidationError,
)
from umanize.types import File

url, campaign, key, path = sys.argv[1:]
with Path(path).open("rb") as file:
    result = import_targets.sync(
        UUID(campaign),
        client=Client(base_url=url, raise_on_unexpected_status=True, httpx_args={"trust_env": False}),
        body=Body(file=File(payload=file, file_name="customers.csv")),
        skip_if_in_other_campaigns=True,
        x_api_key=key,
    )
assert isinstance(result, CampaignTargetsImportResult | HTTPValidationError)
print(json.dumps({"kind": type(result).__name__, "value": result.to_dict()}))
"""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the generated package `umanize` and the program that uses it."""
    generator = shutil.which("openapi-python-client")
    if generator is None:
        pytest.skip("The client is made by `openapi-python-client`: install it with pipx.")
    folder = tmp_path_factory.mktemp("integrator")
    (folder / "config.yaml").write_text("post_hooks: []\n")  # nobody reads this code
    command = "generate --meta none --fail-on-warning --output-path umanize --config config.yaml"
    subprocess.run(
        [generator, *command.split(), "--path", str(PROJECT_ROOT / "openapi.json")],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (folder / "program.py").write_text(PROGRAM)
    return folder


def run_program(workshop: Path, server: Server, tenant: Tenant, content: bytes) -> Any:
    """What the integrator's program makes of the answer to this file."""
    (workshop / "customers.csv").write_bytes(content)
    key = tenant.admin.create_key(tenant.account_id).key
    done = subprocess.run(
        [sys.executable, "program.py", server.url, str(tenant.campaign()), key, "customers.csv"],
        cwd=workshop,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_file_is_imported_and_its_counts_and_problems_are_understood(
    workshop: Path, server: Server, tenant: Tenant
) -> None:
    content = table("email", "anna@example.com", "bruno(at)example.com")
    answer = run_program(workshop, server, tenant, content)
    assert answer["kind"] == "CampaignTargetsImportResult"
    (error,) = answer["value"].pop("errors")
    assert (error["row"], error["field"], set(error)) == (3, "email", {"row", "field", "message"})
    assert answer["value"] == {
        "total": 2,
        "created": 1,
        "updated": 0,
        "skipped": 1,
        "targets_created": 1,
        "targets_skipped": 0,
    }
    assert [row["skip_if_in_other_campaigns"] for row in tenant.rows("imports")] == [True]


def test_the_target_of_a_one_row_file_is_understood(
    workshop: Path, server: Server, tenant: Tenant
) -> None:
    target = run_program(workshop, server, tenant, people(1))["value"]["target"]
    (customer,) = tenant.customers()
    assert {name: target["customer"][name] for name in customer} == customer
    assert (target["stage"], target["campaign_id"]) == ("new", str(tenant.campaign()))


def test_a_refusal_is_understood(workshop: Path, server: Server, tenant: Tenant) -> None:
    answer = run_program(workshop, server, tenant, b"")
    assert answer["kind"] == "HTTPValidationError"
    assert answer["value"]["detail"][0]["msg"] == "The file is empty."
