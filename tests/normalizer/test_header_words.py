"""Headers read word by word: which ones are phones and e-mails, which are not, and which come first."""

import pytest

from app.importer.normalizer import find_header
from tests.normalizer.headers_of import columns, rows

PHONES = """
Phone No|Phone #|Phone #2|Ph. Number|Mob. No.|Mobile No.|Contact #|Contact Tel|Client Telephone|Cust Phone|Tel (H)
Tel (W)|Day Phone|Daytime Telephone|Evening Phone|Cell Phone Number|Primary Phone|Phone (Mobile)|Phone-Home|PHONE1
phoneNumber|phone_num|mobileNo|MobileNumber|Mobile Telephone Number|Personal Mobile Number|Work Mobile
Best Contact Number|Your mobile number|Phone Number (with country code)|WhatsApp No.|Whatsapp/Phone|Tel/Mob
Billing: Phone|ship-phone-number|buyer-phone-number|Guest Phone|user_phone|Recipient's phone|Land Line|Home Landline
Alternate Contact Number|Phone (optional)|Telephone Nr.|phone_e164|Direct Dial|Contact: Mobile|msisdn|Handphone
What's the best phone number to reach you?|Please provide a contact number|Phone Number (10 digits)|1. Phone number
Phone (e.g. +1 555 123 4567)|properties.phone|Customer's phone
Tel. Uff.|Tel. abit.|Telefono di casa|Tel.cell|Tel. o cell.|N° cellulare|N. di cellulare|Num. Tel.|Nr. telefono
Cellulare aziendale|Recapito tel.|Recapiti telefonici|Contatto telefonico|Telefono principale|Altro telefono
Telefono referente|Telefono dell'intestatario|Qual è il tuo numero di cellulare?|Numero per essere ricontattato
Numero di telefono con prefisso|Rete fissa|Telefono (facoltativo)|Telefonino|Cellulare 2|Telefono fatturazione
Tel. móvil|Núm. móvil|N.º de móvil|Nro. de celular|Nº de contacto|Teléfono del domicilio|Teléfono laboral|Tlf.
Tfno. fijo|Telf. móvil|Teléfono / Celular|Teléfono a 10 dígitos|¿Cuál es su número de WhatsApp?|Déjanos tu teléfono
Teléfono del titular|Otro teléfono|Teléfono de facturación|Fono contacto
Nº do celular|Celular com DDD|Celular/WhatsApp|Tel./Tlm.|Fone residencial|Telefone para contato|Tel. res.|Whats
Qual o seu telefone?|Informe seu celular|Telefone comercial|Contato telefônico|Telefone do titular
N° de tél.|No de téléphone|Tél. portable|Portable pro|N° GSM|Tél. dom.|Téléphone de l'abonné|Autre téléphone
Téléphone (livraison)|Ligne directe|Merci d'indiquer votre numéro de téléphone|Numéro de contact|Téléphone mobile ou fixe
Tel.-Nr.|Telnr.|Telefonnr.|Privattelefon|Telefon gesch.|Diensthandy|Bürotelefon|Mobilfunk-Nr.|Handy (privat)
Geschäftliche Telefonnummer|Mobile Rufnummer|Kontakttelefon|Kundentelefonnummer|Telefon Ansprechpartner
Telefonnummer tagsüber|Bitte geben Sie Ihre Telefonnummer ein|Telefonnummer (mit Vorwahl)|Zweite Telefonnummer
Mobiel nummer|GSM-nummer|Tel. kom.|Telèfon mòbil"""
EMAILS = """
E Mail|eMail|Email Addr|Email ID|Mail Id|emailid|EmailAddress1|E-mail 2 Address|Primary Email Address|Alternate Email
Private email|Work E-mail Address|Contact's email|customer_email|buyer-email|Email (Billing)|user_email|PersonEmail
Attendee Email|Your E-mail Address|What is your email address?|Email where we can reach you|Best Email Address
Login Email|Email - Work|Invoice Email|Email (optional)|attributes.email|Email for invoices
Indirizzo mail|Ind. email|Email del cliente|Email di lavoro|Mail aziendale|Altra email|Email di fatturazione
Recapito e-mail|Casella di posta|Indirizzo PEC|Qual è la tua email?|La tua email|Indirizzo elettronico
Correo-e|Correo Elec.|Dirección e-mail|Correo del cliente|Correo corporativo|Otro correo|Correo de facturación
¿Cuál es tu correo electrónico?|Escribe tu correo|Correo institucional|Correo electrónico 2
Endereço eletrônico|E-mail do comprador|E-mail para contato|Seu melhor e-mail|Qual o seu e-mail?|E-mail comercial
Adresse mél|Courrier électronique|Mail perso|Email pro|E-mail du client|Adresse mail personnelle|Autre e-mail
Quelle est votre adresse e-mail ?|Saisissez votre adresse e-mail|Courriel au travail|E-mail de facturation
E-Mailadresse|Emailadresse|Private E-Mail-Adresse|Dienstliche E-Mail|Firmenmail|Kundenmail|Rechnungs-E-Mail
Standard-E-Mail|Wie lautet Ihre E-Mail-Adresse?|Bitte E-Mail angeben|Ansprechpartner E-Mail|E-Post
Correu electrònic|E-mailadres|Adres e-mail"""
OTHERS = """
Email consent|Email status|Email opt-in|Email verified|Verified email|Email type|Email format|Email domain|Has email
Email subject|Email template|Emails sent|Emails opened|Last email date|Number of emails|Email notes|Is email|No email
Email frequency|Email hash|Old email|Email owner|Contact owner email|Manager e-mail|Sales rep email|Assistant email
Father's e-mail|Supplier email|Company email|Reply-to email|Email campaign|Email score|E-mail 1 - Label|E-mail Type
E-mail Display Name|Tipo email|Stato email|Email inviata|Numero di email|Email verificata|Estado del correo
Correo postal|Tipo de correo|Fecha de correo|Statut e-mail|Type d'e-mail|Email envoyé|E-Mail-Status|E-Mail-Typ
E-Mail gesendet|E-mail enviado|Phone model|Phone type|Phone 1 - Label|Phone extension|Phone ext.|Phone notes
Phone status|Phone verified|Phone carrier|Phone OS|Phone calls|Phone call date|Last phone call|Phone line type
Phone plan|Phone contract|Phone ID|Old phone|Previous phone|Emergency phone|Emergency contact number
Father's mobile|Spouse phone|Guardian phone|Assistant's Phone|Asst Phone|Manager phone|Agent phone|Doctor phone
Fax|Fax number|Business Fax|Fax phone|Telefax|Pager|Mobile app|Mobile app version|Mobile OS|Mobile device|Mobile plan
Mobile operator|Is mobile|No phone|No mobile|Mobile sessions|Cell tower|SMS sent|SMS count|SMS status|Number of phones
WhatsApp message|WhatsApp group|WhatsApp template|Tipo telefono|Modello telefono|Operatore telefonico|Note telefono
Data telefonata|Esito telefonata|Interno|Vecchio telefono|Telefono madre|Telefono agente|Telefono assistente
Contatto urgente|Contatto di emergenza|Tipo de teléfono|Modelo de teléfono|Compañía telefónica|Extensión
Teléfono del ayudante|Teléfono de emergencia|Teléfono anterior|Última llamada|Modelo do celular|Operadora|Ramal
Telefone da mãe|Type de téléphone|Opérateur mobile|Téléphone d'urgence|Ancien téléphone|Télécopie|Poste
Appel téléphonique|Telefontyp|Telefonvertrag|Mobilfunkanbieter|Handymodell|Durchwahl|Notfallnummer|Telefon Vater
Alte Telefonnummer|Letztes Telefonat|Faxnummer|Company name|Account name|Product name|File name|Campaign name|Ad name
Form name|List name|Store name|Domain name|User name|Username|Nickname|Middle name|Maiden name|Name prefix
Owner name|Manager's Name|Agent name|Mother's name|Emergency contact name|Street name|Bank name|Name on card
Ragione sociale|Nome azienda|Nome prodotto|Nome utente|Nome campagna|Nome padre|Secondo nome|Soprannome
Nombre de la empresa|Nombre de usuario|Segundo nombre|Segundo apellido|Apellido materno|Nom de l'entreprise
Nom d'utilisateur|Nom de jeune fille|Raison sociale|Firmenname|Benutzername|Geburtsname|Nome da empresa|Nome fantasia
Order number|Invoice number|House number|Numero civico|Numero fattura|N. ordine|Número de pedido|Numéro de commande
Hausnummer|Rechnungsnummer|Steuernummer|IBAN|VAT number|P.IVA|Tax ID|Tracking number|Contact owner|Contact type
Preferred contact method|Last contacted|Number of contacts|Home address|Billing address|Indirizzo|Dirección|Adresse
Private|Office|Home|Ufficio|Casa|Bureau|Büro|Date of birth|Gender|Notes|Lead source|Amount|Website|Message|Referente
Responsabile|Sales rep|Quantity|Currency|Promo code|Department|Mailing list|Mailing city|Voicemail|Phonetic name
Headphones|Telegram|Tel Aviv|Caller|Call duration|Agent|From|To|iPhone|Mailchimp ID|Mail server|Cellar|Mobility"""


def split(text: str) -> list[str]:
    return [name for line in text.split("\n") for name in line.split("|") if name]


@pytest.mark.parametrize("name", split(PHONES))
def test_a_phone_is_read_whatever_its_qualifiers(name: str) -> None:
    assert columns([name, "note"]) == {"phone": [name]}


@pytest.mark.parametrize("name", split(EMAILS))
def test_an_e_mail_is_read_whatever_its_qualifiers(name: str) -> None:
    assert columns([name, "note"]) == {"email": [name]}


def test_there_are_more_than_two_hundred_headers_that_are_not_read() -> None:
    assert len(set(split(OTHERS))) > 200


@pytest.mark.parametrize("name", split(OTHERS))
def test_one_unknown_word_and_a_header_is_not_read(name: str) -> None:
    assert columns([name, "customer_id"]) == {"customer_id": ["customer_id"]}


@pytest.mark.parametrize(
    "ranked",
    [
        ["Mobile", "Phone", "Home phone", "Office phone", "Switchboard"],
        ["Cellulare", "Tel. 1", "Tel. 2", "Telefono casa", "Telefono ufficio", "Telefono azienda"],
        ["N. cell", "Telefono", "Tel. fisso", "Tel. lavoro", "Altro telefono", "Centralino"],
        ["Móvil", "Móvil 2", "Teléfono", "Teléfono particular", "Teléfono del trabajo"],
        ["Celular", "WhatsApp", "Telefone", "Telefone residencial", "Telefone comercial"],
        ["Portable", "Portable pro", "Téléphone", "Tél. domicile", "Tél. bureau", "Tél. société"],
        ["Handy", "Telefon", "Telefon privat", "Telefon geschäftlich", "Telefon Firma"],
        ["MobilePhone", "Phone", "HomePhone", "OtherPhone"],
        ["Mobile", "Billing Phone", "Shipping Phone", "Company Phone"],
        ["email", "E-mail", "E-mail 2", "Private e-mail", "Work e-mail", "Secondary email"],
        ["Email", "Email personale", "Email lavoro", "PEC"],
    ],
    ids=lambda ranked: ranked[-1],
)
def test_qualifiers_rank_the_columns_of_a_field(ranked: list[str]) -> None:
    names = ranked[::-1]
    assert list(columns(names).values()) == [ranked]


def test_a_company_s_phone_comes_after_all_others_and_its_e_mail_is_not_read() -> None:
    assert columns(["Company Phone", "Company Email", "Office Phone"]) == {
        "phone": ["Office Phone", "Company Phone"]
    }


def test_two_nouns_of_one_field_are_one_and_of_two_fields_are_none() -> None:
    assert columns(["Tel/Cel", "note"]) == {"phone": ["Tel/Cel"]}
    assert find_header(rows(["Tel/E-mail", "note"])) is None
    assert find_header(rows(["WhatsApp name", "note"])) is None


def test_letters_written_together_are_taken_apart_only_into_known_words() -> None:
    assert columns(["kundenemailadresse", "customermobilephone"]) == {
        "email": ["kundenemailadresse"],
        "phone": ["customermobilephone"],
    }
    assert find_header(rows(["telephony", "emailer"])) is None


def test_a_user_is_the_person_unless_another_person_is_named() -> None:
    assert columns(["user_email", "note"]) == {"email": ["user_email"]}
    assert columns(["User Email", "Invitee Email"]) == {"email": ["Invitee Email"]}
    assert columns(["Account phone", "Email"])["phone"] == ["Account phone"]


def test_a_phone_joined_with_its_area_code_is_a_phone_by_its_values() -> None:
    assert columns(["Nome", "DDD + Telefone"], ["Ana", "(11) 91234-5678"])["phone"] == [
        "DDD + Telefone"
    ]
    assert "phone" not in columns(["email", "DDD Telefone"], ["a@x.com", "11"])


def test_a_long_cell_is_prose() -> None:
    assert find_header(rows(["phone " + "number " * 40, "note"])) is None
