"""Opt-out and consent columns decide about a row, and are never guessed at."""

import pytest

from app.importer.normalizer import Header, Normalizer
from app.importer.normalizer.opt_outs import SAMPLE_ROWS
from app.importer.rows import NOT_CALCULATED, Gravity, RowError
from tests.normalizer.tables import header_of, message, numbered, read, values

DNC = header_of("email", "status", "Do not call", opt_out=(2,))
CONSENT = header_of("email", "status", "Consenso", consent=(2,))


def statuses(header: Header, *cells: str, status: str = "new") -> list[str | None]:
    """The status of a row for each cell of the column; what is unclear would stop the test."""
    outcomes, _ = read(header, *([f"a{n}@x.com", status, cell] for n, cell in enumerate(cells)))
    return [values(outcome).get("status") for outcome in outcomes]


def test_a_yes_sets_the_status_as_if_its_cell_said_so() -> None:
    assert statuses(DNC, "TRUE", "", "sì", "no") == [
        "do_not_contact",
        "new",
        "do_not_contact",
        "new",
    ]
    assert statuses(DNC, "2024-03-12", "0", "unsubscribed") == [
        "do_not_contact",
        "new",
        "do_not_contact",
    ]


def test_a_no_says_nothing() -> None:
    assert statuses(DNC, "FALSE", "0", "nein", "NULL", "opted in", status="") == [None] * 5


def test_a_consent_column_is_reversed() -> None:
    assert statuses(CONSENT, "no", "", "yes", "FALSO", "accettato", "2024-03-12", "rifiutato", "revoked") == [
        "do_not_contact", "new", "new", "do_not_contact", "new", "new", "do_not_contact", "do_not_contact",
    ]  # fmt: skip


def test_an_opt_out_stands_above_what_the_status_says() -> None:
    assert statuses(DNC, "yes", status="unsubscribed") == ["do_not_contact"]


def test_any_of_several_columns_opts_out() -> None:
    header = header_of("email", "dnc", "ok", "unsubscribed", opt_out=(1, 3), consent=(2,))
    rows = [
        ["a@x.com", *answers] for answers in (["no", "yes", ""], ["no", "no", ""], ["", "", "x"])
    ]
    outcomes, _ = read(header, *rows)
    assert [values(outcome).get("status") for outcome in outcomes] == [
        None, "do_not_contact", "do_not_contact",
    ]  # fmt: skip


def test_a_short_row_says_nothing_in_a_column_it_leaves_out() -> None:
    outcomes, _ = read(DNC, ["a@x.com"], ["b@x.com", "new"])
    assert [values(outcome).get("status") for outcome in outcomes] == [None, "new"]


def test_counts_the_accepted_rows_that_were_opted_out() -> None:
    normalizer = Normalizer(DNC, region="IT")
    rows = [
        ["a@x.com", "", "yes"],
        ["broken", "", "yes"],
        ["b@x.com", "", "no"],
        ["c@x.com", "", ""],
    ]
    normalizer.normalize(numbered(rows))
    assert normalizer.opted_out == 1


def test_an_unclear_answer_rejects_its_row() -> None:
    rows = [[f"a{n}@x.com", "", "no"] for n in range(30)]
    outcomes, notices = read(DNC, *rows, ["b@x.com", "", "forse"])
    assert outcomes[-1] == [
        RowError(
            32, "status", "'forse' in column 'Do not call' is neither yes nor no: write yes or no"
        )
    ]
    assert len([outcome for outcome in outcomes if isinstance(outcome, tuple)]) == 30
    assert notices == []


def test_a_formula_that_was_never_calculated_is_no_answer() -> None:
    rows = [[f"a{n}@x.com", "", "no"] for n in range(30)]
    outcomes, _ = read(DNC, *rows, ["b@x.com", "", NOT_CALCULATED])
    assert message(outcomes[-1]).startswith("This formula was never calculated")


def test_a_column_of_other_things_is_not_read_and_quoted() -> None:
    rows = [
        [f"a{n}@x.com", "new", cell]
        for n, cell in enumerate(["yes", "22-08", "24h", "notte", "24h"])
    ]
    outcomes, [notice] = read(DNC, *rows)
    assert [values(outcome)["status"] for outcome in outcomes] == ["new"] * 5
    assert notice == (
        Gravity.OPT_OUT,
        "status",
        "Column 'Do not call' is not read as an opt-out: 4 of its 5 filled cells are neither yes nor no "
        "('22-08', '24h', 'notte'): write yes or no",
    )


@pytest.mark.parametrize(("unclear", "is_read"), [(1, True), (5, True), (6, False), (50, False)])
def test_more_than_a_twentieth_of_unclear_cells_speak_against_a_column(
    unclear: int, is_read: bool
) -> None:
    cells = ["forse"] * unclear + ["no"] * (100 - unclear) + [""] * 500
    outcomes, notices = read(DNC, *([f"a{n}@x.com", "", cell] for n, cell in enumerate(cells)))
    rejected = [outcome for outcome in outcomes if isinstance(outcome, list)]
    assert (len(rejected), len(notices)) == ((unclear, 0) if is_read else (0, 1))


def test_one_unclear_cell_of_a_few_rejects_its_row_and_takes_no_opt_out_away() -> None:
    rows = [["a@x.com", "", "yes"], ["b@x.com", "", "no"], ["c@x.com", "", "forse"]]
    outcomes, _ = read(DNC, *rows)
    assert values(outcomes[0])["status"] == "do_not_contact"
    assert message(outcomes[2]).startswith("'forse'")


def test_a_bad_beginning_is_judged_by_the_whole_file() -> None:
    # Sorted by the column, the file begins with what is unclear; of all its cells that is little.
    bad = [[f"a{n}@x.com", "", "forse"] for n in range(SAMPLE_ROWS)]
    good = [[f"b{n}@x.com", "", "yes"] for n in range(25 * SAMPLE_ROWS)]
    outcomes, _ = read(DNC, *bad, *good)
    assert [isinstance(outcome, list) for outcome in outcomes[: SAMPLE_ROWS + 1]] == [
        True
    ] * SAMPLE_ROWS + [False]
    assert values(outcomes[-1])["status"] == "do_not_contact"


def test_a_good_beginning_needs_no_second_reading() -> None:
    rows = numbered([[f"a{n}@x.com", "", "no"] for n in range(2 * SAMPLE_ROWS)])
    normalizer = Normalizer(DNC, region="IT")
    assert list(normalizer.study(iter(rows), pytest.fail)) == rows


def test_a_row_is_never_accepted_before_its_column_is_judged() -> None:
    # Unclear cells that come late are rejected one by one.
    good = [[f"a{n}@x.com", "", "no"] for n in range(SAMPLE_ROWS)]
    bad = [[f"b{n}@x.com", "", "forse"] for n in range(SAMPLE_ROWS)]
    outcomes, _ = read(DNC, *good, *bad)
    assert [isinstance(outcome, list) for outcome in outcomes] == [False] * SAMPLE_ROWS + [
        True
    ] * SAMPLE_ROWS


def test_a_list_of_rejected_rows_is_rejected_again_unless_it_is_corrected() -> None:
    header = header_of("row", "error", "email", "Do not call", opt_out=(3,))
    outcomes, notices = read(header, ["7", "status: 'forse' ...", "a@x.com", "forse"])
    assert message(outcomes[0]).startswith("'forse'")
    assert notices == []


def test_a_notice_says_so_when_most_rows_are_opted_out() -> None:
    rows = [["a@x.com", "", "yes"], ["b@x.com", "", "yes"], ["c@x.com", "", "no"]]
    _, [notice] = read(DNC, *rows)
    assert notice == (
        Gravity.OPT_OUT,
        "status",
        "'Do not call' opted out 2 of 3 rows, who are not enrolled: check that the column means what its name says, "
        "or rename it",
    )


def test_half_of_the_rows_is_no_reason_for_a_notice() -> None:
    assert read(DNC, ["a@x.com", "", "yes"], ["b@x.com", "", "no"])[1] == []
    assert read(header_of("email"), ["a@x.com"])[1] == []


@pytest.mark.parametrize(
    ("column", "listed", "not_listed"),
    [
        ("RPO", "Iscritto", "non iscritto"),
        ("Lista Robinson", "inscrita", "No inscrita"),
        ("Bloctel", "Inscrit", "Non inscrit"),
        ("TPS registered", "Registered", "Not registered"),
        ("Sperrliste", "eingetragen", "nicht eingetragen"),
    ],
)
def test_who_is_in_a_register_of_objections_is_opted_out(
    column: str, listed: str, not_listed: str
) -> None:
    header = header_of("email", "status", column, opt_out=(2,))
    assert statuses(header, listed, not_listed, "") == ["do_not_contact", "new", "new"]


def test_registered_is_unclear_where_the_column_is_no_register() -> None:
    outcomes, _ = read(DNC, *(["a@x.com", "new", cell] for cell in ("no", "no", "iscritto")))
    assert "neither yes nor no" in message(outcomes[2])


def test_reads_what_dynamics_writes_below_do_not_allow_phone_calls() -> None:
    header = header_of("email", "status", "Do not allow Phone Calls", opt_out=(2,))
    assert statuses(header, "Allow", "Do Not Allow") == ["new", "do_not_contact"]
