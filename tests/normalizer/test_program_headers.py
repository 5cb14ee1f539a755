"""Each column of the programs that customers come from feeds what it holds, and no other column does."""

import pytest

from tests.normalizer.headers_of import feeds, header
from tests.normalizer.program_headers import PROGRAMS


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_column_of_the_program_feeds_what_it_holds(program: str) -> None:
    names, fields = zip(*PROGRAMS[program], strict=True)
    assert dict(zip(names, feeds(header(list(names))), strict=True)) == dict(
        zip(names, fields, strict=True)
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_whose_columns_are_known_gets_no_notice(program: str) -> None:
    assert header([name for name, _ in PROGRAMS[program]]).notices == ()
