"""`umanize column`: an account's own names for columns."""

from uuid import uuid4

import pytest

from tests.cli.shell import Shell
from tests.support.tenants import Tenant


def test_a_column_is_taught_listed_and_forgotten(shell: Shell, tenant: Tenant) -> None:
    account = ("--account", tenant.account_id)
    assert shell("column", "list", *account).text == "No column name yet."
    said = shell("column", "set", "N. pratica", "customer_id", *account).text
    assert said == "Columns named 'N. pratica' are read as customer_id."
    assert (
        shell("column", "set", "Note", "ignore", *account).text
        == "Columns named 'Note' are ignored."
    )
    lines = shell("column", "list", *account).text.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        ["n", "pratica", "customer_id"],
        ["note", "ignore", lines[2].split()[2]],
    ]
    assert shell("column", "forget", "n_pratica", *account).text == (
        "Columns named 'n_pratica' are read as in other accounts."
    )
    found = shell("column", "list", *account, "--json").json
    assert [(name["header"], name["field"]) for name in found["columns"]] == [("note", None)]


def test_a_column_is_taught_and_forgotten_for_programs(shell: Shell, tenant: Tenant) -> None:
    account = ("--account", tenant.account_id, "--json")
    made = {"id": str(tenant.account_id), "header": "Tel/Cel", "field": "phone"}
    assert shell("column", "set", "Tel/Cel", "phone", *account).json == made
    ignored = shell("column", "set", "Tel/Cel", "ignore", *account).json
    assert ignored == made | {"field": None}
    forgotten = shell("column", "forget", "Tel/Cel", *account).json
    assert forgotten == {"id": str(tenant.account_id), "header": "Tel/Cel"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", "x", "telephone"), "'telephone' is no field: use one of customer_id, "),
        (("set", " ", "phone"), "A name must not be blank."),
        (("forget", "x"), "has not been taught 'x'."),
    ],
)
def test_what_cannot_be_taught_or_forgotten_is_refused_in_a_sentence(
    shell: Shell, tenant: Tenant, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in shell("column", *words, "--account", tenant.account_id).sentence


@pytest.mark.parametrize("words", [("set", "x", "phone"), ("list",), ("forget", "x")])
def test_an_account_that_is_not_there_is_named(shell: Shell, words: tuple[str, ...]) -> None:
    nowhere = uuid4()
    said = shell("column", *words, "--account", nowhere).sentence
    assert said == f"There is no account {nowhere}."
