"""What a large workbook costs: seconds, and the memory of the child that reads it; a CSV of the same rows beside it."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from app.config import Settings
from app.importer.child import Cleaned, start_forkserver
from app.importer.cleaning import CleanRequest
from app.importer.rows import Limits
from benchmarks.client import Client, imported
from benchmarks.cluster import Cluster
from benchmarks.contenders import Job
from benchmarks.data import Kind, write_file
from benchmarks.machine import describe_machine
from benchmarks.processes import watched
from benchmarks.project import warm_up_job
from benchmarks.serving import running_server
from benchmarks.tenants import new_tenant
from benchmarks.xlsx import write_workbook


def run_workbook(cluster: Cluster, rows: int) -> dict[str, Any]:
    """Each file read and cleaned alone, then imported over HTTP by a fresh server into an account of its own."""
    machine = describe_machine(cluster)
    with tempfile.TemporaryDirectory() as folder:
        files = {
            name: read_alone(path) | import_over_http(cluster.main.url, path)
            for name, path in write_files(rows, Path(folder)).items()
        }
    return {"machine": machine, "rows": rows, "files": files}


def write_files(rows: int, folder: Path) -> dict[str, Path]:
    files = {
        "XLSX, shared strings": folder / "shared.xlsx",
        "XLSX, inline strings": folder / "inline.xlsx",
        "CSV": folder / "customers.csv",
    }
    shared, inline, text = files.values()
    write_workbook(shared, rows, shared=True)
    write_workbook(inline, rows, shared=False)
    write_file(text, Kind.ORDERED, range(rows), rows, version=0)
    return files


def read_alone(path: Path) -> dict[str, Any]:
    """Seconds to read and clean, with nobody at the other end of the pipe but a bin."""
    start_forkserver()
    settings = Settings()
    limits = Limits(settings.max_rows, settings.max_columns, settings.max_unpacked_bytes)
    began = time.perf_counter()
    with watched(os.getpid()) as memory:
        blocks = Cleaned(CleanRequest(path, "IT", limits, settings.max_reported_errors))
        for _ in blocks:
            pass
    seconds = time.perf_counter() - began
    if blocks.report.rejected:
        raise RuntimeError(f"{path.name}: {blocks.report.rejected} good rows were rejected.")
    return {
        "file_bytes": path.stat().st_size,
        "read_seconds": seconds,
        "child_bytes": memory.bytes()["child"],
    }


def import_over_http(database_url: str, path: Path) -> dict[str, Any]:
    """Seconds of the whole import, and what the server itself grew by."""
    tenant = new_tenant(database_url)
    job = Job(tenant.account_id, tenant.first, tenant.key, "customer_id", path)
    with running_server(database_url) as server, warm_up_job(database_url) as warm_up:
        client = Client(server.port)
        imported(client.post_file(warm_up))
        began = time.perf_counter()
        with watched(server.pid) as memory:
            imported(client.post_file(job))
        seconds = time.perf_counter() - began
        client.close()
    return {
        "import_seconds": seconds,
        "server_growth_bytes": memory.bytes()["server growth"],
        "import_child_bytes": memory.bytes()["child"],
    }
