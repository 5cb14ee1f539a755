"""Every example of the README is run as it stands, against a real server."""

import ast
import json
import shutil
from typing import Any

import pytest

from app.config import PROJECT_ROOT
from tests.contract.validation import assert_contract
from tests.readme.blocks import Block, read_blocks
from tests.readme.conftest import Desk
from tests.readme.unsteady_proxy import unsteady_proxy

README = PROJECT_ROOT / "README.md"
BLOCKS = read_blocks(README)
COUNTS = ("total", "created", "updated", "skipped", "targets_created", "targets_skipped")
FIRST_IMPORT = (9, 6, 1, 2, 5, 2)  # of examples/customers.csv, as the README shows it


def example(language: str, section: str = "Calling it", word: str = "") -> str:
    """The only block of its kind with this word in it."""
    (found,) = [
        block.text
        for block in BLOCKS
        if (block.section, block.language) == (section, language) and word in block.text
    ]
    return found


def counts(answer: dict[str, Any]) -> tuple[int, ...]:
    assert_contract(answer)
    return tuple(answer[name] for name in COUNTS)


def test_every_example_of_a_call_is_run_below() -> None:
    called = [block.language for block in BLOCKS if block.section == "Calling it"]
    assert called == ["sh", "python", "javascript", "sh", "sh"]
    assert [block.language for block in BLOCKS if block.section == "From a server"] == ["python"]


def test_curl(desk: Desk) -> None:
    printed = desk.run("sh", "-ec", example("sh", word='curl -H "X-API-Key: $KEY" -F'))
    assert counts(json.loads(printed)) == FIRST_IMPORT


def test_python(desk: Desk) -> None:
    printed = desk.run("python", "-c", example("python"))
    assert counts(json.loads(printed)) == FIRST_IMPORT


def test_javascript(desk: Desk) -> None:
    if shutil.which("node") is None:
        pytest.skip(
            "The JavaScript example needs Node.js 20 or later, and there is no `node` here."
        )
    printed = desk.run("node", "--input-type=module", "--eval", example("javascript"))
    assert counts(json.loads(printed)) == FIRST_IMPORT


def test_the_command_line(desk: Desk) -> None:
    command = example("sh", word="umanize import")
    printed = desk.run("sh", "-c", f"{command}test $? -eq 3").splitlines()
    assert [int(count) for count in printed[1].split()] == list(FIRST_IMPORT)


def test_curl_for_the_rejected_rows(desk: Desk) -> None:
    desk.run("sh", "-ec", example("sh", word="text/csv"))
    rejected = (desk.folder / "rejected.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[0] for row in rejected] == ["row", "8", "10"]
    assert [row["skip_if_in_other_campaigns"] for row in desk.imports()] == [True]


def test_a_server_that_repeats_gets_one_answer_and_imports_once(desk: Desk) -> None:
    code = example("python", "From a server")
    with unsteady_proxy(desk.environment["URL"]) as proxy:
        printed = desk.run("python", "-c", code, URL=proxy.url)
    assert proxy.told == ["503", "answer lost", "forwarded"]
    assert counts(ast.literal_eval(printed)) == FIRST_IMPORT
    assert [row["total"] for row in desk.imports()] == [9]


@pytest.mark.parametrize(
    "block", [b for b in BLOCKS if b.language == "sh"], ids=lambda b: b.section
)
def test_every_shell_example_can_be_parsed(desk: Desk, block: Block) -> None:
    assert desk.run("sh", "-n", "-c", block.text) == ""


def test_the_generated_documents_address_is_served(desk: Desk) -> None:
    served = json.loads(desk.run("sh", "-ec", 'curl -fsS "$URL/openapi.json"'))
    assert served == json.loads((PROJECT_ROOT / "openapi.json").read_text(encoding="utf-8"))
