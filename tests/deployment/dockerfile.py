"""A Dockerfile as a list of instructions, read without a container engine."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple


class Instruction(NamedTuple):
    """One instruction: `COPY`, and what stands behind it on one line."""

    name: str
    value: str

    @property
    def sources(self) -> list[str]:
        """What a COPY takes from the folder of the project; nothing where it takes from another stage."""
        words = shlex.split(self.value)
        return [] if words[0].startswith("--from=") else words[:-1]


def read_dockerfile(path: Path) -> list[list[Instruction]]:
    """The instructions of each stage, a FROM being its first."""
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    text = re.sub(r"\\\n\s*", "", "\n".join(lines))
    stages: list[list[Instruction]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, value = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append(Instruction(name, value))
    return stages
