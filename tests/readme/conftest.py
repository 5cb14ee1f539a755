"""A desk such as the README's reader has: a running server, a key, a campaign, and a file to send."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from app.config import PROJECT_ROOT
from tests.http.real_server import Server
from tests.support.tenants import Tenant, new_tenant


@dataclass(frozen=True)
class Desk:
    """A folder with `customers.csv` in it, and an environment that names the service."""

    tenant: Tenant
    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, **environment: str) -> str:
        """What a command prints; it must end well."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def imports(self) -> list[dict[str, Any]]:
        """What was imported into this desk's account."""
        return self.tenant.rows("imports")


@pytest.fixture
def desk(server: Server, engine: Engine, database_url: str, tmp_path: Path) -> Desk:
    tenant = new_tenant(engine)
    shutil.copy(PROJECT_ROOT / "examples" / "customers.csv", tmp_path)
    environment = os.environ | {
        "URL": server.url,
        "KEY": tenant.admin.create_key(tenant.account_id).key,
        "CAMPAIGN": str(tenant.campaign()),
        "ACCOUNT": str(tenant.account_id),
        "DATABASE_URL": database_url,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    return Desk(tenant, tmp_path, environment)
