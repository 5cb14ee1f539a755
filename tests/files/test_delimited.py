"""docs/design.md#delimited: delimiters, quotes, encodings, missing and surplus cells."""

import codecs

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import delimited, lines
from tests.files.cases import Case, Counts, customer, new

LONG_NOTE = "note\n" * 209_000  # a little less than the 1 MiB within which a cell must close
ANNA = customer(name="Anna", email="anna@x.com")
BEA = customer(name="Bea", email="bea@x.com")
NICCOLO = customer(name="Niccolò", email="n@x.com")
ITALIAN = "email;name\nn@x.com;Niccolò\n"

DELIMITERS = [
    *(
        Case(
            f"{delimiter!r} between cells",
            lines(f"email{delimiter}name", f"anna@x.com{delimiter}Anna"),
            new(1),
            [ANNA],
        )
        for delimiter in ",;\t|"
    ),
    *(
        Case(
            f"a sep= line announces {delimiter!r}",
            lines(f"sep={delimiter}", f"email{delimiter}name", f"anna@x.com{delimiter}Anna"),
            new(1),
            [ANNA],
        )
        for delimiter in ",;\t|^"
    ),
    Case(
        "one column has no delimiter",
        lines("email", "anna@x.com"),
        new(1),
        [customer(email="anna@x.com")],
    ),
    Case(
        "a delimiter inside quotes is text",
        lines("email,name", 'anna@x.com,"Rossi, Anna; or |"'),
        new(1),
        [customer(email="anna@x.com", name="Rossi, Anna; or |")],
    ),
    Case(
        "more commas in the texts than semicolons in the lines",
        lines("email;name", *(f"a{n}@x.com;Rossi, Anna, Via Roma, 1, Milano" for n in range(3))),
        new(3),
        [customer(email=f"a{n}@x.com", name="Rossi, Anna, Via Roma, 1, Milano") for n in range(3)],
    ),
    Case(
        "decimal commas are no delimiter",
        lines("email;amount;name", "anna@x.com;1,50;Anna", "bea@x.com;2,75;Bea"),
        new(2),
        [ANNA, BEA],
    ),
    Case(
        "titles above the header do not decide the delimiter",
        lines("Customers, exported, by, Anna", "on 3 May", "email;name", "anna@x.com;Anna"),
        new(1),
        [ANNA],
    ),
]

QUOTES = [
    Case(
        "a doubled quote is one quote",
        lines("email,name", 'anna@x.com,"Anna ""Nina"" Rossi"'),
        new(1),
        [customer(email="anna@x.com", name='Anna "Nina" Rossi')],
    ),
    Case(
        "a quote inside an unquoted cell is text",
        lines("email,name", 'anna@x.com,Anna "Nina" Rossi', 'bea@x.com,6" pipe'),
        new(2),
        [
            customer(email="anna@x.com", name='Anna "Nina" Rossi'),
            customer(email="bea@x.com", name='6" pipe'),
        ],
    ),
    Case(
        "a quoted cell ends only at a quote before a delimiter or the line's end",
        lines("email,name", 'anna@x.com,"Anna "Nina" Rossi"', 'bea@x.com,"Bea"'),
        new(2),
        [customer(email="anna@x.com", name='Anna "Nina" Rossi'), BEA],
    ),
    Case(
        "a quote that nothing closes rejects its line alone",
        lines("email,name", 'x@x.com,"Carla', "anna@x.com,Anna", "bea@x.com,Bea"),
        new(2, rejected=1),
        [ANNA, BEA],
        [(2, None, "quote")],
    ),
    Case(
        "a quote that closes only behind 1 MiB rejects its line alone",
        lines(
            "email,name",
            'x@x.com,"Carla',
            "anna@x.com,Anna",
            *["\t" * 99] * 10_600,
            'bea@x.com,Bea"',
        ),
        new(1, rejected=2),
        [ANNA],
        [(2, None, "quote"), (10604, None, "quote")],
    ),
    Case(
        "a long cell that closes within 1 MiB is one cell",
        lines("email,note,name", f'anna@x.com,"{LONG_NOTE}",Anna'),
        new(1),
        [ANNA],
    ),
]

# The person with the opt-out is not enrolled, however the file is written.
OPTED_OUT = [
    customer(email="anna@x.com", status="do_not_call"),
    customer(email="bea@x.com", name="Rossi, Bea"),
]
DIALECTS = [
    Case(reason, lines(*rows), Counts(2, 2, 0, 0, 1, 1), OPTED_OUT)
    for reason, rows in {
        "blanks in front of the quotes": (
            "email, name, status",
            'anna@x.com, , "do_not_call"',
            'bea@x.com, "Rossi, Bea", ',
        ),
        "blanks in front of the quotes, semicolons": (
            '"E-Mail" ;"Vorname" ;"Status"',
            '"anna@x.com" ; ;  "do_not_call"',
            '"bea@x.com" ;"Rossi, Bea" ;',
        ),
        "backslash escapes": (
            "email\tnote\tnombre\testado",
            '"anna@x.com"\t"dice \\"ciao\\"\tbasta"\t""\t"do_not_call"',
            '"bea@x.com"\t"x"\t"Rossi, Bea"\t""',
        ),
        "backslashes in front of delimiters and line ends": (
            "courriel,remarque,prénom,statut",
            "anna@x.com,ligne 1\\,\\\nligne 2,,do_not_call",
            r"bea@x.com,a\, b,Rossi\, Bea,",
        ),
        "single quotes": (
            "'email';'nome';'stato'",
            "'anna@x.com';'';'do_not_call'",
            "'bea@x.com';'Rossi, Bea';''",
        ),
        "lines quoted as a whole": (
            '"email,name,status"',
            '"anna@x.com,,do_not_call"',
            '"bea@x.com,""Rossi, Bea"","',
        ),
        "typographic quotes": (
            "„E-Mail“;„Vorname“;„Status“",
            "„anna@x.com“;„“;„do_not_call“",
            "„bea@x.com“;„Rossi, Bea“;„“",
        ),
    }.items()
]

SWALLOWED = [
    Case(
        f"a stray quote on the line above swallows no opt-out: {reason}",
        lines(*rows),
        Counts(3, 2, 0, 1, 1, 1),
        [ANNA, customer(email="bea@x.com", status="do_not_call")],
        [(2, None, "quote")],
    )
    for reason, rows in {
        "commas": (
            "email,name,status,note",
            'x@x.com,Carla,,"ciao',
            'bea@x.com,,do_not_call,"Snc, Roma"',
            "anna@x.com,Anna,,ok",
        ),
        "semicolons": (
            "Correo;Nombre;Estado;Nota",
            'x@x.com;"Carla;;hola',
            'bea@x.com;;do_not_call;"una; otra"',
            "anna@x.com;Anna;;sí",
        ),
        "tabs, all quoted": (
            '"email"\t"name"\t"status"',
            '"x@x.com"\t"Carla\t""',
            '"bea@x.com"\t""\t"do_not_call"',
            '"anna@x.com"\t"Anna"\t""',
        ),
        "a quote behind the cell": (
            '"E-Mail";"Vorname";"Status"',
            '"x@x.com";"Carla"";""',
            '"bea@x.com";"";"do_not_call"',
            '"anna@x.com";"Anna";""',
        ),
    }.items()
]

FOOTERS = [
    Case(
        f"a line without a delimiter is no customer: {footer}",
        lines(
            *(row.replace(",", delimiter) for row in ("customer_id,name,email", "7,Anna,")), footer
        ),
        new(1, rejected=1),
        [customer(customer_id="7", name="Anna")],
        [(3, None, "alone on its line")],
    )
    for delimiter, footer in (
        (",", '"Copyright (c) 2026 salesforce.com, inc. All rights reserved."'),
        (";", "(67 righe interessate)"),
        ("\t", "(67 rows)"),
        ("|", "(3 filas)"),
        (";", "Summe: 3"),
        (",", "Généré le 12/05/2026"),
        (";", "12.05.2026"),
    )
]

WIDTHS = [
    Case(
        "missing cells at the end of a line are blank",
        lines("email,name,surname", "anna@x.com", "bea@x.com,Bea"),
        new(2),
        [customer(email="anna@x.com"), BEA],
    ),
    Case(
        "surplus blank cells are nothing",
        lines("email,name", "anna@x.com,Anna,, ,"),
        new(1),
        [ANNA],
    ),
    *(
        Case(
            f"a row that has {what} among rows of one width is rejected",
            lines(
                "email,name,status,surname",
                *(f"a{n}@x.com,Anna,,Rossi" for n in range(20)),
                line,
                "bea@x.com,Bea,,Verdi",
            ),
            new(21, rejected=1),
            [
                *(customer(email=f"a{n}@x.com", name="Anna", surname="Rossi") for n in range(20)),
                customer(email="bea@x.com", name="Bea", surname="Verdi"),
            ],
            [(22, None, f"{cells} cells where the header has 4")],
        )
        for what, line, cells in (
            ("lost a delimiter", "x@x.com,Carla do_not_call,Conti", 3),
            ("gained a delimiter", "x@x.com,Carla,,do_not_call,", 5),
            ("a delimiter of another kind", "x@x.com;Carla,do_not_call,Conti", 3),
        )
    ),
    Case(
        "surplus cells with something in them reject the row",
        lines("email,name", "anna@x.com,Anna", "bea@x.com,Rossi, Bea"),
        new(1, rejected=1),
        [ANNA],
        [(3, None, "more cells than the header")],
    ),
]

ENCODINGS = [
    Case("UTF-8", ITALIAN.encode(), new(1), [NICCOLO]),
    Case("UTF-8 with a BOM", codecs.BOM_UTF8 + ITALIAN.encode(), new(1), [NICCOLO]),
    Case("UTF-16 with a BOM", ITALIAN.encode("utf-16"), new(1), [NICCOLO]),
    Case("UTF-16 LE", ITALIAN.encode("utf-16-le"), new(1), [NICCOLO]),
    Case("UTF-16 BE", ITALIAN.encode("utf-16-be"), new(1), [NICCOLO]),
    Case(
        "UTF-16 BE with a BOM",
        codecs.BOM_UTF16_BE + ITALIAN.encode("utf-16-be"),
        new(1),
        [NICCOLO],
    ),
    Case("Windows-1252", ITALIAN.encode("cp1252"), new(1), [NICCOLO]),
    Case(
        "the euro sign and curly quotes are Windows-1252, not Latin-1",
        lines("email;name", "a@x.com;“100 €”", encoding="cp1252"),
        new(1),
        [customer(email="a@x.com", name="“100 €”")],
    ),
    Case(
        "one bad byte does not turn every name into mojibake",
        lines("email;name", "n@x.com;Niccolò", "m@x.com;Zoë", "k@x.com;Zo?", "j@x.com;Joe").replace(
            b"?", b"\xeb"
        ),
        new(3, rejected=1),
        [NICCOLO, customer(email="m@x.com", name="Zoë"), customer(email="j@x.com", name="Joe")],
        [(4, None, "UTF-8")],
    ),
    Case(
        "more lines of bad bytes than of UTF-8 are Windows-1252",
        ITALIAN.encode() + lines("m@x.com;Zoë", "k@x.com;Ida è", encoding="cp1252"),
        new(3),
        [
            customer(email="n@x.com", name="NiccolÃ²"),
            customer(email="m@x.com", name="Zoë"),
            customer(email="k@x.com", name="Ida è"),
        ],
        [(1, None, "Read as Windows-1252")],
    ),
    Case(
        "a file cut off in the middle of a character",
        ITALIAN.encode() + lines("z@x.com;Zoë") + "m@x.com;Zoë".encode()[:-1],
        new(2, rejected=1),
        [NICCOLO, customer(email="z@x.com", name="Zoë")],
        [(4, None, "UTF-8")],
    ),
    Case(
        "UTF-16 that ends with half a character",
        ITALIAN.encode("utf-16") + b"x",
        Counts(2, 1, 0, 1, 1, 0),
        [NICCOLO],
        [(3, None, "UTF-16")],
    ),
]

LINE_ENDS = [
    Case(
        f"lines that end with {end!r}",
        delimited(
            [["email", "name"], ["anna@x.com", "Anna"], ["bea@x.com", "Bea"]], end=end
        ).encode(),
        new(2),
        [ANNA, BEA],
    )
    for end in ("\n", "\r\n", "\r")
]

ODD_BREAKS = [
    Case(
        f"{name} is no line end",
        lines("email,name", f"anna@x.com,An{char}na"),
        new(1),
        [customer(email="anna@x.com", name=f"An{char}na")],
    )
    for name, char in (("U+2028", "\u2028"), ("U+2029", "\u2029"))
]


@pytest.mark.parametrize(
    "case",
    [
        *DELIMITERS,
        *QUOTES,
        *DIALECTS,
        *SWALLOWED,
        *FOOTERS,
        *WIDTHS,
        *ENCODINGS,
        *LINE_ENDS,
        *ODD_BREAKS,
    ],
    ids=str,
)
def test_delimited_text_is_read(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
