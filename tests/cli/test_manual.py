"""The manual is part of the program: every command has help with an example, and stands in the README."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from app.cli import app
from app.config import PROJECT_ROOT

README = (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command below this one, as it is typed."""
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")
    if not hasattr(command, "commands"):
        yield path, command


COMMANDS = dict(commands(typer.main.get_command(app), "umanize"))


def test_commands_are_found_at_every_level() -> None:
    assert len(COMMANDS) == 23
    assert {"umanize import", "umanize imports", "umanize doctor", "umanize template"} < set(
        COMMANDS
    )


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_says_what_it_does_and_shows_an_example(path: str) -> None:
    said, _, example = (COMMANDS[path].help or "").partition("Example: ")
    assert said.strip().endswith(".")
    assert path in example


@pytest.mark.parametrize("path", COMMANDS)
def test_an_option_says_what_it_is_for(path: str) -> None:
    unsaid = [
        option.name
        for option in COMMANDS[path].params
        if option.param_type_name == "option" and not option.help
    ]
    assert unsaid == []


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_stands_in_the_readme(path: str) -> None:
    assert f"\n{path} " in README or f"\n{path}\n" in README


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_speaks_json(path: str) -> None:
    assert "--json" in [name for option in COMMANDS[path].params for name in option.opts]
