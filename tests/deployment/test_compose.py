"""compose.yaml, as far as it can be checked without a container engine."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import yaml

from app.config import PROJECT_ROOT, Settings
from tests.cli.test_manual import COMMANDS
from tests.deployment.dockerfile import read_dockerfile

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
LIBPQ = {"PGPASSWORD"}


def test_the_database_comes_first_then_the_migrations_then_the_service() -> None:
    waits = {
        name: {other: wait["condition"] for other, wait in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    assert waits == {
        "database": {},
        "migrate": {"database": "service_healthy"},
        "service": {"migrate": "service_completed_successfully"},
    }
    assert "healthcheck" in SERVICES["database"]


def test_the_database_is_one_the_service_supports() -> None:
    name, version = SERVICES["database"]["image"].split(":")
    assert (name, int(version) >= 15) == ("postgres", True)


@pytest.mark.parametrize("service", ["migrate", "service"])
def test_a_service_runs_a_command_that_exists_from_the_projects_own_image(service: str) -> None:
    assert " ".join(SERVICES[service]["command"][:2]) in COMMANDS
    assert (PROJECT_ROOT / SERVICES[service]["build"] / "Dockerfile").exists()


@pytest.mark.parametrize("service", ["migrate", "service"])
def test_a_service_is_given_settings_that_exist(service: str) -> None:
    known = {f"UMANIZE_{name.upper()}" for name in Settings.model_fields} | {"DATABASE_URL"}
    assert set(SERVICES[service]["environment"]) <= known | LIBPQ


def test_the_published_port_is_the_one_served() -> None:
    _build, run = read_dockerfile(PROJECT_ROOT / "Dockerfile")
    (exposed,) = [step.value for step in run if step.name == "EXPOSE"]
    command = SERVICES["service"]["command"]
    assert command[command.index("--port") + 1] == exposed
    assert SERVICES["service"]["ports"] == [f"8000:{exposed}"]


def test_running_imports_may_finish_before_the_engine_kills() -> None:
    grace = SERVICES["service"]["stop_grace_period"]
    assert int(grace.removesuffix("s")) > Settings.model_fields["shutdown_seconds"].default


def test_no_secret_is_written_down_and_nothing_starts_without_one() -> None:
    text = (PROJECT_ROOT / "compose.yaml").read_text()
    secrets = re.findall(r"^ +(\w*(?:PASSWORD|SECRET)): (.*)$", text, re.MULTILINE)
    assert len(secrets) == 4
    assert [name for name, value in secrets if not re.fullmatch(r"\$\{\w+:\?.+\}", value)] == []


def test_what_is_referred_to_is_defined() -> None:
    database = SERVICES["database"]
    assert [config["source"] for config in database["configs"]] == list(COMPOSE["configs"])
    assert [volume.split(":")[0] for volume in database["volumes"]] == list(COMPOSE["volumes"])


def test_the_role_it_makes_is_an_ordinary_owner_of_its_database(
    superuser: str, programs: Path
) -> None:
    """The very script, run on a real server under other names."""
    name = f"role_{uuid4().hex}"
    script = COMPOSE["configs"]["ordinary_role"]["content"].replace("$$", "$")
    given = psycopg.conninfo.conninfo_to_dict(superuser)
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PGHOST": str(given["host"]),
        "PGPORT": str(given.get("port", 5432)),
        "PGDATABASE": "postgres",
        "POSTGRES_USER": "postgres",
        "DATABASE_PASSWORD": "it's a 'secret'; --",
    }
    renamed = script.replace("umanize", name)
    subprocess.run(["bash", "-ec", renamed], env=environment, check=True, capture_output=True)
    with psycopg.connect(superuser, autocommit=True) as connection:
        made = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, datname FROM pg_roles, pg_database"
            " WHERE rolname = %s AND datdba = pg_roles.oid",
            [name],
        ).fetchall()
        connection.execute(f'DROP DATABASE "{name}"')
        connection.execute(f'DROP ROLE "{name}"')
    assert made == [(False, False, False, name)]
