"""Files as Excel writes them in Italy, a dialler wrote them in 1998, and databases dump them."""

import codecs

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import lines, xlsx
from tests.files.cases import Case, Counts, customer, new

EXCEL_IN_ITALY = [
    Case(
        "semicolons and Windows-1252",
        lines(
            "Nome;Cognome;Città;Cellulare",
            "Niccolò;D’Alò;Forlì;347 1234567",
            end="\r\n",
            encoding="cp1252",
        ),
        new(1),
        [customer(name="Niccolò", surname="D’Alò", phone="+393471234567")],
    ),
    Case(
        "a sep= line in front of the BOM's text",
        codecs.BOM_UTF8 + lines("sep=;", "Nome;Telefono", "Niccolò;06 12345678", end="\r\n"),
        new(1),
        [customer(name="Niccolò", phone="+390612345678")],
    ),
    Case(
        "Unicode text, which is UTF-16 with tabs",
        "Nome\tTelefono\r\nNiccolò\t06 12345678\r\n".encode("utf-16"),
        new(1),
        [customer(name="Niccolò", phone="+390612345678")],
    ),
    Case(
        "formulas that failed and numbers that lost their digits",
        lines(
            "Codice;Nome;Cellulare;Importo",
            "1;#N/D;3471234567;1,50",
            "2;Anna;3,93E+11;2,00",
            "3;Bea;#RIF!;3,00",
            "4;Carla;393471234567;#DIV/0!",
            end="\r\n",
        ),
        new(1, rejected=3),
        [customer(customer_id="4", name="Carla", phone="+393471234567")],
        [(2, "name", "#N/D"), (3, "phone", "format the column as text"), (4, "phone", "#RIF!")],
    ),
    Case(
        "a workbook whose phones are numbers and whose header has a title above",
        xlsx([["Elenco clienti 2026"], [], ["Nome", "Cellulare"], ["Anna", 393471234567]]),
        new(1),
        [customer(name="Anna", phone="+393471234567")],
    ),
    Case(
        "columns of blanks to the right and rows of semicolons below",
        lines("Email;Nome;;;;", "anna@x.com;Anna;;;;", ";;;;;", ";;;;;", end="\r\n"),
        new(1),
        [customer(name="Anna", email="anna@x.com")],
    ),
]

DIALLERS_AND_DUMPS = [
    Case(
        "a dialler of 1998: old Mac line ends, Windows-1252, pipes",
        lines(
            "TEL|COGNOME|NOME|STATO",
            "06 12345678|D'Alò|Niccolò|NR",
            "0571/123456|Zoë||DNC",
            end="\r",
            encoding="cp1252",
        ),
        Counts(2, 2, 0, 0, 1, 1),
        [
            customer(phone="+390612345678", surname="D'Alò", name="Niccolò", status="NR"),
            customer(phone="+390571123456", surname="Zoë", status="DNC"),
        ],
    ),
    Case(
        "a MySQL dump writes NULL as a backslash and an N",
        lines(
            "customer_id\temail\tphone\tname", "1\t\\N\t+393471234567\tAnna", "\\N\t\\N\t\\N\tBea"
        ),
        new(1, rejected=1),
        [customer(customer_id="1", phone="+393471234567", name="Anna")],
        [(3, None)],
    ),
    Case(
        "a client writes NULL as a word",
        lines("customer_id,email,phone,name", "1,NULL,NULL,Anna", "2,null,NULL,Bea"),
        new(2),
        [customer(customer_id="1", name="Anna"), customer(customer_id="2", name="Bea")],
    ),
    Case(
        "psql writes a footer",
        lines("email|name", "anna@x.com|Anna", "(1 row)"),
        new(1, rejected=1),
        [customer(email="anna@x.com", name="Anna")],
        [(3, None, "stands alone")],
    ),
    Case(
        "a DOS file ends with Ctrl-Z",
        lines("email,name", "anna@x.com,Anna", end="\r\n") + b"\x1a",
        new(1),
        [customer(email="anna@x.com", name="Anna")],
    ),
    Case(
        "single quotes around every cell",
        lines("'email','name'", "'anna@x.com','Rossi, Anna'"),
        new(1),
        [customer(email="anna@x.com", name="Rossi, Anna")],
    ),
]


@pytest.mark.parametrize("case", [*EXCEL_IN_ITALY, *DIALLERS_AND_DUMPS], ids=str)
def test_what_an_old_program_wrote_is_read(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
