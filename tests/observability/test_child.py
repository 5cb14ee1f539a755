"""What goes wrong in the process that reads a file is logged by the service, in its own form and without the file's words."""

import logging

import pytest

from app.config import Settings
from app.importer import child
from tests.files import deaths
from tests.files.builders import lines
from tests.files.cases import refusal
from tests.support.tenants import Tenant

FILE = lines("email", *(f"anna{n}@x.com" for n in range(10_000)))  # enough to need a child


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    """Level, logger and text of what this process logged."""
    return [(line.levelname, line.name, line.getMessage()) for line in caplog.records]


def test_an_error_nobody_foresaw_is_logged_with_its_place_by_the_parent(
    tenant: Tenant,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(child, "clean", deaths.mistaken)
    status, _message = refusal(tenant, settings, FILE)
    line = deaths.mistaken.__code__.co_firstlineno + 2
    event = f"reading failed: ZeroDivisionError at {deaths.__file__}:{line}"
    assert (status, logged(caplog)) == (422, [("ERROR", "app.importer.child", event)])


def test_a_child_that_dies_of_a_file_is_noticed_when_it_dies(
    tenant: Tenant,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # The line tells the end of its pipe from a silence, which takes a minute and is refused in the same words.
    monkeypatch.setattr(child, "clean", deaths.killed)
    status, _message = refusal(tenant, settings, FILE)
    event = "the child that read a file died of it"
    assert (status, logged(caplog)) == (422, [("WARNING", "app.importer.child", event)])


def test_a_file_that_is_refused_for_a_reason_we_know_leaves_no_such_line(
    tenant: Tenant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    status, _message = refusal(tenant, settings, FILE.replace(b"email", b"colour"))
    assert (status, logged(caplog)) == (422, [])
