"""docs/design.md decides what the code means, so every citation of it must lead to a section."""

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from app.config import PROJECT_ROOT

DESIGN: Final = (PROJECT_ROOT / "docs" / "design.md").read_text(encoding="utf-8")
ANCHORS: Final = re.findall(r'<a id="([\w-]+)"></a>', DESIGN)
CITING: Final = ("app", "migrations", "tests", "benchmarks", "docs", "README.md")
SUFFIXES: Final = frozenset((".py", ".sql", ".yaml", ".md", ".toml"))


def citing_files() -> list[Path]:
    roots = [PROJECT_ROOT / name for name in CITING]
    files = [path for root in roots for path in (root.rglob("*") if root.is_dir() else [root])]
    return [path for path in files if path.suffix in SUFFIXES]


def test_no_two_sections_have_one_anchor() -> None:
    assert len(set(ANCHORS)) == len(ANCHORS) > 30


def test_every_citation_leads_to_a_section() -> None:
    cited = {
        (str(path.relative_to(PROJECT_ROOT)), anchor)
        for path in citing_files()
        for anchor in re.findall(r"design\.md#([\w-]+)", path.read_text(encoding="utf-8"))
    }
    assert len(cited) > 50
    assert [citation for citation in sorted(cited) if citation[1] not in ANCHORS] == []


def test_the_design_s_own_links_lead_to_its_sections() -> None:
    assert set(re.findall(r"\]\(#([\w-]+)\)", DESIGN)) <= set(ANCHORS)


@pytest.mark.parametrize("words", [r"\(design [0-9]", r"\btrap [0-9]+"])
def test_nothing_cites_a_document_that_is_not_here(words: str) -> None:
    command = ["git", "grep", "-nE", words, "--", "app", "migrations", "tests", "benchmarks"]
    found = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert [line for line in found.stdout.splitlines() if "test_design.py" not in line] == []
