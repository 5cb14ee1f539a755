"""`umanize` as a shell runs it: words in; exit code, standard output and standard error out."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app import cli
from app.config import PROJECT_ROOT

Word = str | UUID | Path


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    output: str
    error: str

    def ended_with(self, code: int) -> "Outcome":
        """The same, of a command whose exit code says more than that it worked."""
        assert self.code == code
        return Outcome(0, self.output, self.error)

    @property
    def text(self) -> str:
        """What a command that succeeded printed."""
        assert (self.code, self.error) == (0, "")
        return self.output.rstrip("\n")

    @property
    def json(self) -> dict[str, Any]:
        """The one object, on one line, that a command printed under --json."""
        assert "\n" not in self.text
        decoded = json.loads(self.text)
        assert isinstance(decoded, dict)
        return decoded

    @property
    def sentence(self) -> str:
        """Why a command could not be carried out."""
        assert (self.code, self.output) == (1, "")
        assert self.error.count("\n") == 1
        return self.error.rstrip("\n")


@dataclass(frozen=True)
class Shell:
    """Runs commands in this process, console script and all: a tenth of a second instead of one."""

    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: Word) -> Outcome:
        self.monkeypatch.setattr(sys, "argv", ["umanize", *map(str, words)])
        code: Any = 0
        try:
            cli.run()
        except SystemExit as end:
            code = end.code or 0
        captured = self.capture.readouterr()
        return Outcome(code, captured.out, captured.err)


def run_process(*words: Word, **environment: str) -> Outcome:
    """Run a command as a process of its own, with these environment variables beside the usual ones."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=PROJECT_ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
