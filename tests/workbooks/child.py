"""Reads one workbook in a process with little memory and time, and prints how that ended."""

import json
import resource
import subprocess
import sys
from pathlib import Path

from app.errors import ServiceError
from app.importer.reader.workbook import read_workbook
from app.importer.rows import Limits

ROOT = Path(__file__).parents[2]
MEMORY = 400 * 1024**2  # the goal for a child's peak; honest files of 200,000 rows stay below 40 MB
CPU_SECONDS = 10  # hostile files are refused in one or two


def outcome(path: Path, kind: str) -> dict[str, object]:
    """{"status", "message"} of the refusal, or {"rows"} when there was none. Fails if the child died."""
    command = [sys.executable, "-m", "tests.workbooks.child", str(path), kind]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def main(path: Path, kind: str) -> dict[str, object]:
    try:
        tables = read_workbook(path, kind, Limits())
        return {"rows": sum(1 for table in tables for _ in table.rows)}
    except ServiceError as error:
        return {"status": error.status, "message": error.message}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
