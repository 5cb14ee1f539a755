"""What the README says in numbers and names is what the code does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from app import metrics
from app.config import PROJECT_ROOT, Settings
from app.errors import ServiceError
from app.importer.rows import FIELDS
from tests.readme.blocks import read_blocks, table_under
from tests.support.tenants import Tenant

README = PROJECT_ROOT / "README.md"
PAGES = [README, PROJECT_ROOT / "CONTRIBUTING.md", *sorted((PROJECT_ROOT / "docs").glob("*.md"))]
SECTION = "What the counts mean"
COUNTS = ("total", "created", "updated", "skipped", "targets_created", "targets_skipped")


def worked_example(language: str) -> str:
    (found,) = [
        b.text for b in read_blocks(README) if (b.section, b.language) == (SECTION, language)
    ]
    return found


def section(name: str) -> str:
    """The text under a heading of the README, to the next of its rank."""
    return README.read_text(encoding="utf-8").split(f"\n## {name}\n")[1].split("\n## ")[0]


def test_the_worked_example_is_answered_as_it_says(tenant: Tenant, settings: Settings) -> None:
    result = tenant.import_bytes(settings, worked_example("csv").encode())
    answer = result.model_dump(mode="json", exclude_none=True)
    assert answer == json.loads(worked_example("json"))


def test_the_same_file_again_is_answered_as_it_says(tenant: Tenant, settings: Settings) -> None:
    content = worked_example("csv").encode()
    first = tenant.import_bytes(settings, content)
    again = tenant.import_bytes(settings, content)
    assert [getattr(again, name) for name in COUNTS] == [6, 0, 4, 2, 0, 4]
    assert again.errors == first.errors


def test_the_worked_example_explains_every_row(tenant: Tenant, settings: Settings) -> None:
    rows = worked_example("csv").splitlines()
    text = README.read_text(encoding="utf-8").split("| row | what became of it |")[1]
    explained = re.findall(r"^\| ([\d, ]+) \|", text.split("\n\n")[0], re.MULTILINE)
    numbers = [int(number) for cell in explained for number in cell.split(",")]
    assert numbers == list(range(2, len(rows) + 1))


def test_the_demos_answer_is_the_one_shown(tenant: Tenant, settings: Settings) -> None:
    shown = next(b.text for b in read_blocks(README) if b.language == "text")
    content = (PROJECT_ROOT / "examples" / "customers.csv").read_bytes()
    answer = tenant.import_bytes(settings, content).model_dump(mode="json", exclude_none=True)
    assert json.loads(shown[shown.index("{") : shown.rindex("}") + 1]) == answer


def shown_default(value: Any) -> str:
    """A default as it would be written in the environment, between backticks; nothing for none."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return f"`{', '.join(value)}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_the_table_of_settings_is_the_settings() -> None:
    told = {name: default for name, default, _ in table_under(README, "Settings")}
    names = {field: f"`UMANIZE_{field.upper()}`" for field in Settings.model_fields}
    names["database_url"] = "`DATABASE_URL`"
    assert told == {
        names[field]: shown_default(info.default) for field, info in Settings.model_fields.items()
    }


def test_the_limits_are_the_settings() -> None:
    defaults = Settings(database_url="")
    assert section("Limits").startswith(
        "\n- "
        f"{defaults.max_upload_bytes // 1024**2} MiB a request, {defaults.max_rows:,} rows, "
        f"{defaults.max_columns:,} columns, {defaults.max_unpacked_bytes // 1024**3} GiB unpacked"
    )


def test_every_refusal_is_told() -> None:
    def below(kind: type[ServiceError]) -> set[int]:
        return {kind.status}.union(*map(below, kind.__subclasses__()))

    told = re.findall(r"^\| ([\d, ]+) \| .* \|$", section("Calling it"), re.MULTILINE)
    statuses = {int(status) for cell in told for status in cell.split(",")}
    assert statuses == below(ServiceError) - {500}  # which is nobody's answer to anything sent


def test_the_table_of_headers_names_every_field() -> None:
    assert [row[0] for row in table_under(README, "Files")] == [f"`{field}`" for field in FIELDS]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in inside if not (page.parent / link.partition("#")[0]).exists()] == []


def test_every_link_within_the_readme_leads_to_a_heading() -> None:
    text = README.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_the_picture_is_light_enough_to_be_shown() -> None:
    picture = (PROJECT_ROOT / "docs" / "swagger-ui.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 300_000


def test_every_metric_to_alert_on_exists() -> None:
    told = set(re.findall(r"umanize_\w+", (PROJECT_ROOT / "docs" / "operating.md").read_text()))
    known = {
        name
        for metric in REGISTRY.collect()
        for name in (metric.name, f"{metric.name}_total", f"{metric.name}_bucket")
    }
    assert metrics.IMPORTS is not None
    assert {name for name in told if name not in ("umanize_backup",)} <= known
