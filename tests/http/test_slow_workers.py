"""`umanize serve --workers N` where a worker is long in starting."""

import os
from pathlib import Path

import httpx
import pytest

from tests.http.real_server import running_server

# Python runs sitecustomize.py when a process starts. Only uvicorn's workers carry this argument:
# the supervisor and the processes that read files are not delayed.
DELAY = """\
import sys
import time

if "--multiprocessing-fork" in sys.orig_argv:
    time.sleep(8)
"""


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_workers_that_need_8_seconds_to_start_serve(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(DELAY, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    log = tmp_path / "log"
    with running_server(database_url, log, "--workers", "2", PYTHONPATH=path) as server:
        assert httpx.get(f"{server.url}/healthz", trust_env=False).status_code == 200
    assert "died" not in log.read_text(encoding="utf-8")
