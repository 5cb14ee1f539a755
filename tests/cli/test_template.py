"""`umanize template`: a file that can be filled in, and imported as it is."""

from pathlib import Path

from app.importer.rows import FIELDS
from tests.cli.shell import Shell
from tests.support.tenants import Tenant


def test_the_template_holds_the_canonical_headers_and_two_rows(shell: Shell) -> None:
    rows = shell("template").text.removeprefix("\ufeff").splitlines()
    assert (rows[0], len(rows)) == (",".join(FIELDS), 3)


def test_the_template_as_a_file_is_what_is_printed(shell: Shell, tmp_path: Path) -> None:
    printed = shell("template").output
    said = shell("template", "--output", tmp_path / "customers.csv").text
    assert said == f"Replace the two example rows of {tmp_path / 'customers.csv'} and import it."
    assert (tmp_path / "customers.csv").read_bytes().decode() == printed


def test_programs_get_the_template_as_an_object(shell: Shell) -> None:
    made = shell("template", "--json").json
    assert made["headers"] == list(FIELDS)
    assert [list(row) for row in made["rows"]] == [list(FIELDS)] * 2


def test_the_template_can_be_imported(shell: Shell, tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    shell("template", "--output", file)
    campaign, account = tenant.campaign(), tenant.account_id
    words = ("import", file, "--campaign", campaign, "--account", account, "--json")
    answer = shell(*words).json
    assert (answer["created"], answer["targets_created"], answer["errors"]) == (2, 1, [])


def test_a_folder_that_is_not_there_is_named(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "customers.csv"
    assert shell("template", "--output", file).sentence == f"No such file or directory: {file}."
