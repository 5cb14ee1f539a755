"""One header from lists of cells, for the tests of headers."""

from app.importer.normalizer import Header, find_header
from app.importer.rows import Row


def rows(*lines: list[str]) -> list[Row]:
    """Rows numbered from 1."""
    return [(number, cells, None) for number, cells in enumerate(lines, start=1)]


def header(names: list[str], *below: list[str]) -> Header:
    """The header that these names are, with the rows below it."""
    found = find_header(rows(names, *below))
    assert found is not None
    assert found.names == names
    return found


def columns(names: list[str], *below: list[str]) -> dict[str, list[str]]:
    """The names of each field's columns, best first."""
    found = header(names, *below)
    return {field: [names[index] for index in indices] for field, indices in found.columns}


def feeds(found: Header) -> list[str | None]:
    """What each column feeds: a field, or the role of an extra column."""
    roles = {index: field for field, indices in found.columns for index in indices}
    roles |= {
        index: role
        for role, indices in found.extra.items()
        for index in indices
        if role != "ignore"
    }
    return [roles.get(index) for index in range(len(found.names))]
