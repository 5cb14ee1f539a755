"""umanize template: a file to fill in."""

import csv
import io
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from app.cli.common import JsonOption, print_json
from app.importer.rows import FIELDS

# The spaces keep a spreadsheet from taking the phone for a number and dropping its plus sign.
EXAMPLES: Final = (
    ("C-1", "Giulia", "Rossi", "giulia.rossi@example.com", "+39 347 123 4567", "active"),
    ("C-2", "Marco", "Bianchi", "marco.bianchi@example.com", "+39 02 5555 0100", "do_not_contact"),
)
BOM: Final = "\ufeff"  # with it Excel keeps the file UTF-8, whatever names are typed into it


def template(
    output: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="The file to write; standard output if none."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a CSV file with the headers the service knows best and two example rows to replace.

    Example: umanize template --output customers.csv
    """
    if output is not None:
        output.write_bytes(template_file())
    if as_json:
        rows = [dict(zip(FIELDS, example, strict=True)) for example in EXAMPLES]
        print_json({"headers": FIELDS, "rows": rows})
    elif output is None:
        sys.stdout.write(template_file().decode())
    else:
        print(f"Replace the two example rows of {output} and import it.")


def template_file() -> bytes:
    """The template as a UTF-8 CSV file with a byte order mark."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([FIELDS, *EXAMPLES])
    return (BOM + text.getvalue()).encode()
