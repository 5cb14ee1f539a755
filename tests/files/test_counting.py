"""docs/design.md#counts: what is counted, and as what."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines, xlsx
from tests.files.cases import Case, Counts, customer, new

ANNA = customer(name="Anna", email="anna@example.com")
BRUNO = customer(name="Bruno", email="bruno@example.com")
HEADER = "email,name"
ANNA_LINE, BRUNO_LINE = "anna@example.com,Anna", "bruno@example.com,Bruno"

COUNTING = [
    Case("one row makes one customer", lines(HEADER, ANNA_LINE), new(1), [ANNA]),
    Case("the last line needs no end", lines(HEADER, ANNA_LINE)[:-1], new(1), [ANNA]),
    Case("a header alone is zeros", lines(HEADER), new(0), []),
    Case("a header and blank rows alone are zeros", lines(HEADER, "", ",", " , "), new(0), []),
    Case(
        "blank rows are not counted",
        lines(HEADER, "", ANNA_LINE, ",", "  ,\t", '"",""', BRUNO_LINE, ""),
        new(2),
        [ANNA, BRUNO],
    ),
    Case(
        "a row of invisible characters is blank",
        lines(HEADER, "\u200b,\ufeff", "\u00a0,\u00a0", ANNA_LINE),
        new(1),
        [ANNA],
    ),
    Case(
        "what stands above the header is not counted",
        lines("Export of 3 May", "by Anna", "", HEADER, ANNA_LINE),
        new(1),
        [ANNA],
    ),
    Case(
        "a cell in an unread column makes a data row",
        lines("email,colour", "anna@example.com,red", ",blue"),
        new(1, rejected=1),
        [customer(email="anna@example.com")],
        [(3, None, "no customer_id, e-mail or phone")],
    ),
    Case(
        "a customer in two rows is created once and updated once",
        lines(HEADER, ANNA_LINE, "ANNA@example.com,Anna Maria"),
        Counts(2, 1, 1, 0, 1, 1),
        [customer(name="Anna Maria", email="anna@example.com")],
    ),
    Case(
        "a stored customer is updated even when nothing changes",
        lines(HEADER, ANNA_LINE),
        Counts(1, 0, 1, 0, 0, 1),
        [ANNA],
        before=[lines(HEADER, ANNA_LINE)],
    ),
    Case(
        "a stored customer in three rows is updated three times",
        lines(HEADER, ANNA_LINE, ANNA_LINE, ANNA_LINE),
        Counts(3, 0, 3, 0, 0, 3),
        [ANNA],
        before=[lines(HEADER, ANNA_LINE)],
    ),
    Case(
        "nothing of a rejected row is stored",
        lines(HEADER, "not an address,Carla", ANNA_LINE),
        new(1, rejected=1),
        [ANNA],
        [(2, "email", "not an address")],
    ),
    Case(
        "a rejected row changes no customer that it matches",
        lines("customer_id,name,email", "C-1,Changed,not an address"),
        Counts(1, 0, 0, 1, 0, 0),
        [customer(customer_id="C-1", name="Anna")],
        [(2, "email")],
        before=[lines("customer_id,name", "C-1,Anna")],
    ),
    Case(
        "each bad cell has an entry and the row counts once",
        lines(f"{HEADER},phone", f"{ANNA_LINE},", "x@,Bruno,12"),
        new(1, rejected=1),
        [ANNA],
        [(3, "email", "x@"), (3, "phone", "12")],
    ),
    Case(
        "errors stand in the order of their rows",
        lines("customer_id,email", "2,b@@b", "1,a@@a", "3,c@@c"),
        new(0, rejected=3),
        [],
        [(2, "email"), (3, "email"), (4, "email")],
    ),
    Case(
        "a file of nothing but rejected rows is an answer like any other",
        lines("email", "a", "b"),
        new(0, rejected=2),
        [],
        [(2, "email"), (3, "email")],
    ),
    Case(
        "a row with an identifier missing and a bad one has one entry",
        lines(HEADER, "@,Anna"),
        new(0, rejected=1),
        [],
        [(2, "email")],
    ),
]

ROW_NUMBERS = [
    Case(
        "the first line is row 1, blank rows and titles count",
        lines("Title", "", HEADER, "", "x,Anna"),
        new(0, rejected=1),
        [],
        [(5, "email")],
    ),
    Case(
        "a sep= line is not counted, for Excel hides it",
        lines("sep=;", "email;name", "x;Anna"),
        new(0, rejected=1),
        [],
        [(2, "email")],
    ),
    Case(
        "a record with line breaks inside counts once",
        lines(HEADER, '"anna@example.com","Anna\nMaria\r\nRosa"', "x,Bruno"),
        new(1, rejected=1),
        [customer(name="Anna\nMaria\r\nRosa", email="anna@example.com")],
        [(3, "email")],
    ),
    Case(
        "a workbook's rows have their own numbers",
        xlsx([["email"], [], ["x"], [], [], ["y"]], first_row=7),
        new(0, rejected=2),
        [],
        [(9, "email"), (12, "email")],
    ),
    Case(
        "a row of JSON Lines is its line",
        lines('{"email": "anna@example.com"}', "", '{"email": "x"}'),
        new(1, rejected=1),
        [customer(email="anna@example.com")],
        [(3, "email")],
    ),
    Case(
        "a row of a JSON array is its element, wherever it stands",
        b'[{"email": "anna@example.com"},\n\n\n{"email": "x"}, {"email": "y"}]',
        new(1, rejected=2),
        [customer(email="anna@example.com")],
        [(2, "email"), (3, "email")],
    ),
    Case(
        "old Mac line ends count like any other",
        lines(HEADER, "", "x,Anna", end="\r"),
        new(0, rejected=1),
        [],
        [(3, "email")],
    ),
    Case(
        "mixed line ends count once each",
        b"email\r\n\r\nx\n\ny\r\rz",
        new(0, rejected=3),
        [],
        [(3, "email"), (5, "email"), (7, "email")],
    ),
]

BAD = "email,phone", *["x,12"] * 5  # two errors a row, rows 2 to 6
CAPPED = [
    Case(
        "the list is full to the last entry when nothing is left out",
        lines(*BAD),
        new(0, rejected=5),
        [],
        [(row, name) for row in range(2, 7) for name in ("email", "phone")],
        settings={"max_reported_errors": 10},
    ),
    Case(
        "a row is never cut in two",
        lines(*BAD),
        new(0, rejected=5),
        [],
        [*((row, name) for row in (2, 3, 4) for name in ("email", "phone")), (5, None, "2 ")],
        settings={"max_reported_errors": 7},
    ),
    Case(
        "the entry after the last says how many rows more",
        lines("email", *["x"] * 2_000),
        new(0, rejected=2_000),
        [],
        [(2, "email"), (3, "email"), (4, "email"), (5, None, "1,997")],
        settings={"max_reported_errors": 3},
    ),
    Case(
        "one row may have more errors than are listed",
        lines(*BAD),
        new(0, rejected=5),
        [],
        [(2, None, "5 ")],
        settings={"max_reported_errors": 1},
    ),
    Case(
        "rows rejected by the cleaner and by the matching are listed in one order",
        lines(HEADER, "shared@example.com,A", "x,B", "shared@example.com,C", "y,D"),
        Counts(4, 0, 0, 4, 0, 0),
        [customer(customer_id=id_, email="shared@example.com") for id_ in "12"],
        [(2, "email", "2 customers"), (3, "email"), (4, "email", "2 customers"), (5, None, "1 ")],
        before=[lines("customer_id,email", "1,shared@example.com", "2,shared@example.com")],
        settings={"max_reported_errors": 3},
    ),
    Case(
        "a message quotes 80 characters of the cell",
        lines("email", "x" * 100),
        new(0, rejected=1),
        [],
        [(2, "email", "'" + "x" * 80 + "…'")],
    ),
]


@pytest.mark.parametrize("case", [*COUNTING, *ROW_NUMBERS, *CAPPED], ids=str)
def test_rows_are_counted_and_numbered(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
