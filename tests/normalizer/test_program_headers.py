"""Each column of the programs that customers come from feeds what it holds, and no other column does."""

import pytest

from app.importer.normalizer import Header, find_header
from tests.normalizer.program_headers import PROGRAMS


def read(names: list[str], *below: list[str]) -> Header:
    rows = enumerate([names, *below], 1)
    header = find_header([(number, cells, None) for number, cells in rows])
    assert header is not None
    return header


def feeds(header: Header) -> list[str | None]:
    """What each column feeds: a field, or the role of an extra column."""
    found = {i: role for role, indices in header.columns for i in indices}
    found |= {i: role for role, indices in header.extra.items() for i in indices}
    return [found.get(index) for index in range(len(header.names))]


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_column_of_the_program_feeds_what_it_holds(program: str) -> None:
    names, fields = zip(*PROGRAMS[program], strict=True)
    assert dict(zip(names, feeds(read(list(names))), strict=True)) == dict(
        zip(names, fields, strict=True)
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_whose_columns_are_known_gets_no_notice(program: str) -> None:
    assert read([name for name, _ in PROGRAMS[program]]).notices == ()
