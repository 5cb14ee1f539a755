"""Small files that were read wrongly once: which cell of the first row each field now takes."""

import pytest

from app.importer.normalizer import find_header_and_rows
from tests.normalizer.headers_of import rows

FILES = {
    "Brevo with SMS, WhatsApp and landline": (
        "CONTACT ID;EMAIL;FIRSTNAME;LASTNAME;SMS;WHATSAPP;LANDLINE_NUMBER\n1;a@x.fr;Anne;Dupont;33612345678;;",
        {"customer_id": "1", "email": "a@x.fr", "name": "Anne", "surname": "Dupont", "phone": "33612345678"},
    ),
    "Google Contacts, the old way": (
        "Name;Given Name;Family Name;E-mail 1 - Value;Phone 1 - Value\nAnna Rossi;Anna;Rossi;a@x.it;347 1234567",
        {"name": "Anna", "surname": "Rossi", "email": "a@x.it", "phone": "347 1234567"},
    ),
    "Outlook, Italian, a landline": (
        "Nome;Secondo nome;Cognome;Ufficio;Abitazione;Cellulare;Indirizzo posta elettronica\nZoë;;D'A;;06 5551234;;z@x.it",
        {"name": "Zoë", "surname": "D'A", "email": "z@x.it", "phone": "06 5551234"},
    ),
    "Outlook, Italian, without values for its phones": (
        "Nome;Secondo nome;Cognome;Ufficio;Cellulare;Indirizzo posta elettronica\nZoë;;D'A;Acquisti;347 1234567;z@x.it",
        {"name": "Zoë", "surname": "D'A", "email": "z@x.it", "phone": "347 1234567"},
    ),
    "Spanish ordinal signs": (
        "Nº cliente;Nombre y apellidos;Nº de teléfono;E-mail\n7;José Núñez;612 34 56 78;j@x.es",
        {"customer_id": "7", "name": "José Núñez", "phone": "612 34 56 78", "email": "j@x.es"},
    ),
    "Salesforce contacts": (
        "Id;AccountId;FirstName;LastName;Email\n003A;001A;Ann;Smith;ann@x.com",
        {"customer_id": "003A", "name": "Ann", "surname": "Smith", "email": "ann@x.com"},
    ),
    "Outlook, French": (
        "Titre;Prénom;Deuxième prénom;Nom;Téléphone (bureau);Tél. mobile;Adresse de messagerie\nMme;Anne;;Durand;0123456789;0612345678;a@x.fr",
        {"name": "Anne", "surname": "Durand", "phone": "0612345678", "email": "a@x.fr"},
    ),
    "Outlook, Spanish": (
        "Nombre;Apellidos;Teléfono del trabajo;Número de móvil;Dirección de correo electrónico\nAna;Gómez;911234567;612345678;a@x.es",
        {"name": "Ana", "surname": "Gómez", "phone": "612345678", "email": "a@x.es"},
    ),
    "Pipedrive": (
        "Person - Name;Person - Organization;Person - Email - Work;Person - Phone - Mobile\nAnn Smith;Acme;ann@x.com;608-555-0123",
        {"name": "Ann Smith", "email": "ann@x.com", "phone": "608-555-0123"},
    ),
    "Google Contacts, the second phone only": (
        "First Name;Last Name;E-mail 1 - Value;Phone 1 - Label;Phone 1 - Value;Phone 2 - Label;Phone 2 - Value\nBob;Jones;;Home;;Mobile;608-555-0199",
        {"name": "Bob", "surname": "Jones", "phone": "608-555-0199"},
    ),
    "Speedport": (
        "Name;Vorname;Rufnummer Privat;Rufnummer Arbeit;Rufnummer Mobil\nMüller;Anna;089 123456;;0151 12345678",
        {"surname": "Müller", "name": "Anna", "phone": "0151 12345678"},
    ),
    "Italian abbreviations": (
        "Nome;Cognome;Tel. 1;N. cell;Email\nMario;Rossi;06 1234567;347 1234567;m@x.it",
        {"name": "Mario", "surname": "Rossi", "phone": "347 1234567", "email": "m@x.it"},
    ),
    "a title that names a reference": (
        "Riferimento;2024/01\nEstratto il;05/01/2024\n\nNome;Cognome;Telefono;Email\nAnna;Rossi;3471234567;a@x.it",
        {"name": "Anna", "surname": "Rossi", "phone": "3471234567", "email": "a@x.it"},
    ),
    "a group row above the header": (
        "Customer;;Contact;Phone\nFirst name;Last name;Email;Mobile\nAnna;Rossi;a@x.it;3471234567",
        {"name": "Anna", "surname": "Rossi", "email": "a@x.it", "phone": "3471234567"},
    ),
    "Facebook lead ads": (
        "id;created_time;form_name;full_name;phone_number;email\nl:12;2024-05-01T10:00:00;Form;Anna Rossi;p:+393471234567;a@x.it",
        {"customer_id": "l:12", "name": "Anna Rossi", "phone": "p:+393471234567", "email": "a@x.it"},
    ),
    "months as columns": (
        "Nome;Telefono;01/2024;02/2024\nAnna;3471234567;10;20",
        {"name": "Anna", "phone": "3471234567"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "taken"), FILES.values(), ids=FILES)
def test_the_first_filled_column_of_each_field(text: str, taken: dict[str, str]) -> None:
    found = find_header_and_rows(iter(rows(*[line.split(";") for line in text.split("\n")])))
    assert found is not None
    header, below = found
    _, cells, _ = next(below)
    filled = {
        field: next((cells[index] for index in indices if cells[index]), None)
        for field, indices in header.columns
    }
    assert {field: cell for field, cell in filled.items() if cell} == taken
    assert header.notices == ()
