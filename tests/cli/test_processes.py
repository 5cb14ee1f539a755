"""Commands as processes of their own: what only a real start, a real pipe and a real server can show."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import UUID

import pytest

from app.cli.demo import wait_until_ready
from app.config import PROJECT_ROOT
from tests.cli.shell import run_process
from tests.contract.validation import assert_contract
from tests.http.real_server import free_port
from tests.support.tenants import Tenant

NOBODY = UUID(int=0)
SECRET = "s" * 40


def test_a_process_of_its_own_ends_the_same_way(database_url: str, tenant: Tenant) -> None:
    listed = run_process(
        "campaign", "list", "--account", tenant.account_id, "--json", DATABASE_URL=database_url
    )
    assert listed.json == {"id": str(tenant.account_id), "campaigns": []}
    refused = run_process("key", "list", "--account", NOBODY, DATABASE_URL=database_url)
    assert refused.sentence == f"There is no account {NOBODY}."
    wrong = run_process("key", "lst", DATABASE_URL=database_url)
    assert (wrong.code, wrong.output) == (2, "")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_says_at_once_where_it_is(database_url: str, workers: str) -> None:
    port = str(free_port())
    command = [sys.executable, "-m", "app", "serve", "--port", port, "--workers", workers, "--json"]
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "UMANIZE_JWT_SECRET": SECRET,
        "PYTHONUNBUFFERED": "",  # buffered, as it is for everybody else
    }
    with subprocess.Popen(
        command,
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as server:
        assert server.stdout is not None
        try:
            said = json.loads(server.stdout.readline())
        finally:
            server.terminate()
    assert said == {
        "id": server.pid,
        "url": f"http://127.0.0.1:{port}",
        "workers": int(workers),
    }


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_is_told_to_stop_takes_its_embedded_database_along(workers: str) -> None:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="umanize-test-", ignore_cleanup_errors=True) as folder:
        environment = {name: os.environ[name] for name in os.environ if name != "DATABASE_URL"}
        command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", workers]
        with subprocess.Popen(
            command,
            cwd=PROJECT_ROOT,
            env=environment | {"UMANIZE_DATA_DIR": folder},
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                wait_until_ready(f"http://127.0.0.1:{port}", server)
                assert (Path(folder) / "postgres" / "postmaster.pid").exists()
            finally:
                server.terminate()
        assert server.returncode == 0
        assert not (Path(folder) / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
def test_the_demo_ends_with_an_import_over_http(database_url: str, as_json: bool) -> None:
    options = ["--once", "--json"] if as_json else ["--once"]
    done = run_process("demo", *options, DATABASE_URL=database_url, UMANIZE_JWT_SECRET=SECRET)
    assert done.code == 0
    start = done.output.index("{")
    printed = json.loads(done.output[start:])
    answer = printed["answer"] if as_json else printed
    assert_contract(answer)
    assert (answer["total"], answer["created"], answer["skipped"]) == (9, 6, 2)
    if as_json:
        assert (start, set(printed)) == (0, {"id", "account_id", "answer"})


@pytest.mark.slow
def test_the_demo_talks_to_itself_though_a_proxy_is_set(database_url: str) -> None:
    done = run_process(
        "demo",
        "--once",
        DATABASE_URL=database_url,
        UMANIZE_JWT_SECRET=SECRET,
        http_proxy="http://127.0.0.1:9",  # the discard port: nobody answers
    )
    assert done.code == 0
