"""Files as the programs that customers come from export them, header for header."""

import codecs

import pytest
from sqlalchemy import Engine

from app.config import Settings
from tests.files.builders import delimited
from tests.files.cases import Case, customer, new

ANNA = customer(name="Anna", surname="Rossi", email="anna@x.com", phone="+393471234567")

HUBSPOT = delimited(
    [
        [
            "Record ID",
            "First Name",
            "Last Name",
            "Email",
            "Phone Number",
            "Mobile Phone Number",
            "Lead Status",
            "Create Date",
        ],
        ["51", "Anna", "Rossi", "anna@x.com", "", "+39 347 123 4567", "New", "2026-05-03 10:00"],
    ]
)
GOOGLE_CONTACTS = delimited(
    [
        [
            "First Name",
            "Middle Name",
            "Last Name",
            "Labels",
            "E-mail 1 - Label",
            "E-mail 1 - Value",
            "Phone 1 - Label",
            "Phone 1 - Value",
        ],
        ["Anna", "", "Rossi", "* myContacts", "* Work", "anna@x.com", "Mobile", "347 123 4567"],
    ]
)
OLD_GOOGLE_CONTACTS = delimited(
    [
        [
            "Name",
            "Given Name",
            "Family Name",
            "Group Membership",
            "E-mail 1 - Type",
            "E-mail 1 - Value",
            "Phone 1 - Type",
            "Phone 1 - Value",
        ],
        [
            "Anna Rossi",
            "Anna",
            "Rossi",
            "* myContacts",
            "* Home",
            "anna@x.com",
            "Mobile",
            "347 123 4567",
        ],
    ]
)
MAILCHIMP = delimited(
    [
        [
            "Email Address",
            "First Name",
            "Last Name",
            "Phone Number",
            "MEMBER_RATING",
            "OPTIN_TIME",
            "LEID",
            "TAGS",
        ],
        [
            "anna@x.com",
            "Anna",
            "Rossi",
            "3471234567",
            "2",
            "2026-05-03 10:00:00",
            "7",
            '"vip","it"',
        ],
    ]
)
MAILCHIMP_TAGS = delimited(
    [["Email Address", "FNAME", "LNAME", "PHONE"], ["anna@x.com", "Anna", "Rossi", "3471234567"]]
)
BREVO = delimited(
    [
        ["CONTACT ID", "EMAIL", "NOM", "PRENOM", "SMS", "EMAIL_BLACKLISTED", "ADDED_TIME"],
        ["12", "anna@x.com", "Rossi", "Anna", "393471234567", "No", "03-05-2026"],
    ],
    ";",
)
VICIDIAL = delimited(
    [
        [
            "vendor_lead_code",
            "source_id",
            "list_id",
            "phone_code",
            "phone_number",
            "title",
            "first_name",
            "middle_initial",
            "last_name",
            "city",
            "email",
        ],
        ["V-9", "", "101", "39", "3471234567", "", "Anna", "", "Rossi", "Roma", "anna@x.com"],
    ],
    "|",
)
CHATWOOT = delimited(
    [
        ["id", "name", "email", "identifier", "phone_number"],
        ["4", "Anna", "anna@x.com", "CW-1", "+393471234567"],
    ]
)
SALESFORCE = delimited(
    [
        ["Id", "FirstName", "LastName", "Email", "MobilePhone", "Phone", "Status", "IsDeleted"],
        ["00Q5f00000ABCDE", "Anna", "Rossi", "anna@x.com", "347 1234567", "", "Open", "false"],
    ]
)

EXPORTS = [
    Case("HubSpot", HUBSPOT.encode(), new(1), [ANNA | {"customer_id": "51", "status": "New"}]),
    Case("Google Contacts", GOOGLE_CONTACTS.encode(), new(1), [ANNA]),
    Case(
        "Google Contacts, the old way",
        OLD_GOOGLE_CONTACTS.encode(),
        new(1),
        [ANNA],
    ),
    Case("Mailchimp", MAILCHIMP.encode(), new(1), [ANNA]),
    Case("Mailchimp with merge tags", MAILCHIMP_TAGS.encode(), new(1), [ANNA]),
    Case("Brevo", codecs.BOM_UTF8 + BREVO.encode(), new(1), [ANNA | {"customer_id": "12"}]),
    Case("VICIdial", VICIDIAL.encode(), new(1), [ANNA | {"customer_id": "V-9"}]),
    Case(
        "Chatwoot",
        CHATWOOT.encode(),
        new(1),
        [customer(customer_id="CW-1", name="Anna", email="anna@x.com", phone="+393471234567")],
    ),
    Case(
        "Salesforce",
        SALESFORCE.encode(),
        new(1),
        [ANNA | {"customer_id": "00Q5f00000ABCDE", "status": "Open"}],
    ),
]


@pytest.mark.parametrize("case", EXPORTS, ids=str)
def test_what_another_program_wrote_is_read(case: Case, engine: Engine, settings: Settings) -> None:
    case.check(engine, settings)
