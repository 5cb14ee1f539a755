"""Excel's own default password, and the refusal of a workbook under any other."""

from typing import Final

from app.errors import UnknownContent

PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - [MS-OFFCRYPTO] 2.1.5: it protects nothing


def encrypted() -> UnknownContent:
    """What is raised for a workbook under a password, wherever that is noticed."""
    return UnknownContent(
        "The workbook is encrypted: save it without a password and send that file."
    )
