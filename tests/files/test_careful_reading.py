"""Cells and rows that a careful person would not take at their word, through the whole import."""

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import delimited, lines, xlsx
from tests.files.cases import Case, Counts, Error, counts, customer, new
from tests.files.test_error_list import cells, error_list
from tests.support.tenants import Tenant


def footer(*rows: str, rejected: tuple[Error, ...], delimiter: str = ",") -> Case:
    """Rows below the one customer of a file, which are none."""
    header = delimiter.join(("customer_id", "name", "phone", "amount"))
    good = delimiter.join(("C-1", "Anna", "+393471234567", "10"))
    return Case(
        f"{rows[-1]} is no customer",
        lines(header, good, *rows),
        new(1, rejected=len(rejected)),
        [customer(customer_id="C-1", name="Anna", phone="+393471234567")],
        rejected,
    )


FOOTERS = [
    footer("Totale,,,10", rejected=((3, None, "'Totale' is a total"),)),
    footer("GESAMT;;;10", rejected=((3, None, "is a total"),), delimiter=";"),
    footer("Suma:,,,10", rejected=((3, None, "is a total"),)),
    footer("Sous-total,3 clients,,10", rejected=((3, None, "is a total"),)),
    footer("(67 rows),,,", rejected=((3, None, "'(67 rows)' alone is no customer"),)),
    footer("(1 righe interessate);;;", rejected=((3, None, "alone"),), delimiter=";"),
    footer("Pagina 1 di 3,,,", rejected=((3, None, "alone"),)),
    footer("-----,-----,,", rejected=((3, None, "no customer_id"),)),
]

GUARDED = [
    Case(
        "a text guarded as a formula is its content in any column",
        lines("customer_id,name,phone", '="007","=""Anna""",="3471234567"'),
        new(1),
        [customer(customer_id="007", name="Anna", phone="+393471234567")],
    ),
    Case(
        "an apostrophe before a digit is a spreadsheet's and no part of an id",
        lines("customer_id,email,phone", "'7001,'1a@x.com,'+16085550123"),
        new(1),
        [customer(customer_id="7001", email="1a@x.com", phone="+16085550123")],
    ),
    Case(
        "ids in quotes of any kind are the ids without",
        lines("customer_id,name", "“7”,Anna", "'7',", "7,", "«7»,"),
        Counts(4, 1, 3, 0, 1, 3),
        [customer(customer_id="7", name="Anna")],
    ),
]

WORDS = (
    ["[NULL]"] * 3,
    ["(null)", "<null>", "NaN", "<NA>", "undefined", "0", "(blank)"],
    ["(vuoto)", "(vacío)", "(vide)", "(leer)", "nessuno", "keine", "s/d", "k.A.", "---"],
)
NOTHING = [
    Case(
        f"{words[0]} makes no single customer of many",
        lines(
            "customer_id,name,email", *(f"{word},N{n},a{n}@x.com" for n, word in enumerate(words))
        ),
        new(len(words)),
        [customer(name=f"N{n}", email=f"a{n}@x.com") for n in range(len(words))],
    )
    for words in WORDS
]
PLACEHOLDERS = Case(
    "a placeholder makes no single customer of many",
    lines(
        "name,email,phone",
        "Anna,noemail@x.com,3471234567",
        "Bea,noemail@x.com,3471234568",
        "Ciro,none@x.com,",
    ),
    new(2, rejected=1),
    [customer(name="Anna", phone="+393471234567"), customer(name="Bea", phone="+393471234568")],
    [(4, "email", "'none@x.com' is a placeholder")],
)

SEVERAL = [
    Case(
        "a cell that cannot be read hides no good one, and is counted",
        lines("Cellulare,Telefono,Nome", "0,02 1234567,Anna", "chiedere,02 2345678,Bea", "347 1234567,,Ciro"),
        new(3),
        [
            customer(name="Anna", phone="+39021234567"),
            customer(name="Bea", phone="+39022345678"),
            customer(name="Ciro", phone="+393471234567"),
        ],
        [(1, "phone", "1 cell in column 'Cellulare', such as 'chiedere', cannot be read as phone")],
    ),
]  # fmt: skip


def opt_out(header: str, yes: str, no: str) -> Case:
    """A column of opt-outs: of two people one is enrolled."""
    return Case(
        f"{yes} below {header} is an opt-out",
        delimited([["email", header], ["a@x.com", yes], ["b@x.com", no]]).encode(),
        Counts(total=2, created=2, updated=0, skipped=0, targets_created=1, targets_skipped=1),
        [customer(email="a@x.com", status="do_not_contact"), customer(email="b@x.com")],
    )


OPT_OUTS = [
    opt_out("donotContact", "TRUE", ""),
    opt_out("Do Not Call", "1", "0"),
    opt_out("HasOptedOut", "true", "false"),
    opt_out("Unsubscribed", "2024-03-12 10:33:00", "0000-00-00 00:00:00"),
    opt_out("DNC", "x", ""),
    opt_out("Non contattare", "sì", "no"),
    opt_out("Disiscritto", "VERO", "FALSO"),
    opt_out("No llamar", "Sí", "No"),
    opt_out("Dado de baja", "12/03/2024", ""),
    opt_out("Ne pas appeler", "oui", "non"),
    opt_out("Désabonné", "VRAI", "FAUX"),
    opt_out("Não ligar", "sim", "não"),
    opt_out("Nicht kontaktieren", "ja", "nein"),
    opt_out("Werbesperre", "WAHR", "FALSCH"),
    opt_out("Consenso", "no", "sì"),
    opt_out("Consenso marketing", "negato", "2024-03-12"),
    opt_out("GDPR Consent", "FALSE", "TRUE"),
    opt_out("Consentement", "refusé", "accordé"),
    opt_out("Einwilligung", "nein", "liegt vor"),
]

ONE_CHANNEL = Case(
    "a column of one channel is counted in a notice",
    lines("email,Unsubscribed from all email", "a@x.com,true", "b@x.com,"),
    new(2),
    [customer(email="a@x.com"), customer(email="b@x.com")],
    [(1, "status", "1 row says yes in 'Unsubscribed from all email'")],
)

UNCLEAR = Case(
    "an unclear answer rejects its row",
    delimited([["email", "dnc"], *([f"a{n}@x.com", "no"] for n in range(3)), ["b@x.com", "boh"]]).encode(),
    new(3, rejected=1),
    [customer(email=f"a{n}@x.com") for n in range(3)],
    [(5, "status", "'boh' in column 'dnc' is neither yes nor no")],
)  # fmt: skip


@pytest.mark.parametrize("case", [*OPT_OUTS, ONE_CHANNEL, UNCLEAR], ids=str)
def test_a_column_of_opt_outs_is_heard(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)


def test_a_list_of_unclear_answers_stays_rejected(tenant: Tenant, settings: Settings) -> None:
    content = lines("email,dnc", *(f"a{n}@x.com,no" for n in range(5)), "b@x.com,boh")
    listed = error_list(tenant, settings, content)
    assert [row[2:] for row in cells(listed)] == [["email", "dnc"], ["b@x.com", "boh"]]
    assert counts(tenant.import_bytes(settings, listed)) == new(0, rejected=1)
    assert counts(tenant.import_bytes(settings, listed.replace(b"boh", b"no"))) == new(1)


@pytest.mark.parametrize("case", [*FOOTERS, *GUARDED, *NOTHING, PLACEHOLDERS, *SEVERAL], ids=str)
def test_is_read_with_care(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)


def test_rejected_footers_come_out_and_are_rejected_again(
    tenant: Tenant, settings: Settings
) -> None:
    content = lines("customer_id,name,phone", "Totale,,", "(67 rows),,", ",Anna,", "C-1,Bea,")
    first = error_list(tenant, settings, content)
    assert [row[2] for row in cells(first)[1:]] == ["Totale", "(67 rows)", ""]
    again = error_list(tenant, settings, first)
    assert [row[1:] for row in cells(again)] == [row[1:] for row in cells(first)]


def test_a_note_beside_a_workbooks_table_is_left_out_of_the_list(
    tenant: Tenant, settings: Settings
) -> None:
    table = [["email", "name"], ["anna@", "Anna", "note"], ["bea@x.com", "Bea", "note"]]
    listed = error_list(tenant, settings, xlsx(table))
    assert [row[2:] for row in cells(listed)] == [["email", "name"], ["anna@", "Anna"]]
    result = tenant.import_bytes(settings, listed.replace(b"anna@", b"anna@x.com"))
    assert (counts(result), result.errors) == (new(1), [])
