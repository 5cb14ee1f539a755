"""umanize doctor: is this installation in order, and what has to be fixed where it is not."""

import typer

from app.cli.checks import Check, examine
from app.cli.common import JsonOption, print_json, print_table


def doctor(as_json: JsonOption = False) -> None:
    """Check settings, database, migrations, privileges and clocks, and say what to fix.

    Ends with 1 when something must be fixed.

    Example: umanize doctor
    """
    checks = examine()
    healthy = all(check.remedy is None for check in checks)
    if as_json:
        print_json({"healthy": healthy, "checks": [check._asdict() for check in checks]})
    else:
        print_checks(checks)
    raise typer.Exit(0 if healthy else 1)


def print_checks(checks: list[Check]) -> None:
    rows = [
        {"": "ok" if check.remedy is None else "FIX", "check": check.name, "found": check.found}
        for check in checks
    ]
    print_table(rows, ("", "check", "found"), "")
    for check in checks:
        if check.remedy is not None:
            print(f"\n{check.name}: {check.remedy}")
