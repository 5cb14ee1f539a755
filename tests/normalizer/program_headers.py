"""The headers that programs write, and what each column must feed ("> field"; nothing is not read).

Written from the programs' own exports and import templates. `PROGRAMS` gives each as pairs.
"""

_TEXTS = {
    "Outlook, English": """
        Title | First Name > name | Middle Name | Last Name > surname | Suffix | Company | Department | Job Title
        Business Street | Business City | Business State | Business Postal Code | Business Country/Region > country
        Home Street | Home City | Home Country/Region > country | Other Country/Region > country | Assistant's Phone
        Business Fax | Business Phone > phone | Business Phone 2 > phone | Callback | Car Phone > phone
        Company Main Phone > phone | Home Fax | Home Phone > phone | Home Phone 2 > phone | ISDN
        Mobile Phone > phone | Other Fax | Other Phone > phone | Pager | Primary Phone > phone | Radio Phone
        TTY/TDD Phone | Telex | Account | Anniversary | Assistant's Name | Birthday | E-mail Address > email
        E-mail Type | E-mail Display Name | E-mail 2 Address > email | E-mail 2 Type | E-mail 2 Display Name
        E-mail 3 Address > email | Gender | Initials | Language | Manager's Name | Notes | Priority | Private
        Spouse | User 1 | Web Page""",
    "Outlook, Italian": """
        Titolo | Nome > name | Secondo nome | Cognome > surname | Titolo straniero | Società | Reparto | Posizione
        Via (uff.) | Città (uff.) | Provincia (uff.) | CAP (uff.) | Paese (uff.) > country | Via (ab.) | Città (ab.)
        Paese (ab.) > country | Telefono assistente | Fax (uff.) | Telefono (uff.) > phone
        Telefono (uff.) 2 > phone | Telefono auto > phone | Telefono principale società > phone | Fax (ab.)
        Telefono (ab.) > phone | Telefono (ab.) 2 > phone | ISDN | Cellulare > phone | Altro fax
        Altro telefono > phone | Cercapersone | Telefono principale > phone | Radiotelefono | Telex
        Anniversario | Compleanno | Indirizzo posta elettronica > email | Tipo posta elettronica
        Nome visualizzato posta elettronica | Indirizzo posta elettronica 2 > email | Iniziali | Note""",
    "Outlook, Italian, by places": """
        Titolo | Nome > name | Secondo nome | Cognome > surname | Società | Ufficio > phone | Abitazione > phone
        Cellulare > phone | Indirizzo posta elettronica > email""",
    "Outlook, German": """
        Anrede | Vorname > name | Weitere Vornamen | Nachname > surname | Suffix | Firma | Abteilung | Position
        Straße geschäftlich | Ort geschäftlich | Postleitzahl geschäftlich | Land/Region geschäftlich > country
        Straße privat | Ort privat | Land/Region privat > country | Weiteres/e Land/Region > country | Telefon Assistent
        Fax geschäftlich | Telefon geschäftlich > phone | Telefon geschäftlich 2 > phone | Rückmeldung
        Autotelefon > phone | Telefon Firma > phone | Fax privat | Telefon privat > phone | Telefon privat 2 > phone
        Mobiltelefon > phone | Weiteres Fax | Weiteres Telefon > phone | Pager | Haupttelefon > phone
        Telefon für Hörbehinderte | Geburtstag | E-Mail-Adresse > email | E-Mail-Typ | E-Mail: Angezeigter Name
        E-Mail 2: Adresse > email | Geschlecht | Initialen | Notizen | Vertraulichkeit""",
    "Outlook, French": """
        Titre | Prénom > name | Deuxième prénom | Nom > surname | Suffixe | Société | Service
        Rue (bureau) | Ville (bureau) | Code postal (bureau) | Pays/Région (bureau) > country
        Rue (domicile) | Pays/Région (domicile) > country | Téléphone de l'assistant(e) | Télécopie (bureau)
        Téléphone (bureau) > phone | Téléphone 2 (bureau) > phone | Rappel | Téléphone (voiture) > phone
        Téléphone société > phone | Télécopie (domicile) | Téléphone (domicile) > phone
        Téléphone 2 (domicile) > phone | RNIS | Tél. mobile > phone | Télécopie (autre) | Téléphone (autre) > phone
        Récepteur de radiomessagerie | Téléphone principal > phone | Radio téléphone | Télex
        Adresse de messagerie > email | Type de messagerie | Nom complet de l'adresse de messagerie
        Adresse de messagerie 2 > email | Anniversaire | Notes""",
    "Outlook, Spanish": """
        Tratamiento | Nombre > name | Segundo nombre | Apellidos > surname | Sufijo | Organización | Departamento
        Puesto | Calle del trabajo | Ciudad del trabajo | Código postal del trabajo
        País o región del trabajo > country | Calle del domicilio | País o región del domicilio > country
        Teléfono del ayudante | Fax del trabajo | Teléfono del trabajo > phone | Teléfono del trabajo 2 > phone
        Devolución de llamada | Teléfono del automóvil > phone | Fax particular | Particular > phone
        Teléfono particular 2 > phone | Número de móvil > phone | Otro fax | Otro teléfono > phone | Localizador
        Teléfono principal > phone | Radioteléfono | Dirección de correo electrónico > email
        Tipo de correo electrónico | Nombre de pantalla de correo electrónico
        Dirección de correo electrónico 2 > email | Cumpleaños | Notas""",
    "Outlook, Portuguese": """
        Título | Nome > name | Segundo nome | Sobrenome > surname | Sufixo | Empresa | Departamento | Cargo
        Rua do endereço comercial | Cidade do endereço comercial | Telefone do assistente | Fax comercial
        Telefone comercial > phone | Telefone comercial 2 > phone | Retorno de chamada
        Telefone do carro > phone | Telefone principal da empresa > phone | Fax residencial
        Telefone residencial > phone | Telefone residencial 2 > phone | Telefone celular > phone
        Outro fax | Outro telefone > phone | Pager | Telefone principal > phone | Radiotelefone
        Endereço de email > email | Tipo de email | Nome para exibição do email
        Endereço de email 2 > email | Aniversário | Observações""",
    "Thunderbird, English": """
        First Name > name | Last Name > surname | Display Name | Nickname | Primary Email > email
        Secondary Email > email | Screen Name | Work Phone > phone | Home Phone > phone | Fax Number | Pager Number
        Mobile Number > phone | Home Address | Home Address 2 | Home City | Home Country > country | Work Address
        Work Country > country | Job Title | Department | Organization | Web Page 1 | Birth Year | Notes""",
    "Thunderbird, German": """
        Vorname > name | Nachname > surname | Anzeigename | Spitzname | Primäre E-Mail-Adresse > email
        Sekundäre E-Mail-Adresse > email | Messenger-Name | Tel. dienstlich > phone | Tel. privat > phone
        Fax-Nummer | Pager-Nummer | Mobil-Tel.-Nr. > phone | Privat: Adresse | Privat: Ort
        Privat: Land > country | Dienstlich: Adresse | Dienstlich: Land > country | Arbeitstitel | Abteilung""",
    "Thunderbird, Italian": """
        Nome > name | Cognome > surname | Nome visualizzato | Soprannome | Email primaria > email
        Email secondaria > email | Nome su schermo | Telefono di lavoro > phone | Telefono di casa > phone
        Numero fax | Numero cercapersone | Numero di cellulare > phone | Indirizzo di casa | Indirizzo di lavoro""",
    "Thunderbird, French": """
        Prénom > name | Nom de famille > surname | Nom à afficher | Surnom
        Première adresse électronique > email | Adresse électronique secondaire > email | Pseudo
        Tél. professionnel > phone | Tél. personnel > phone | Fax | Pager | Portable > phone | Adresse privée""",
    "Google Contacts": """
        First Name > name | Middle Name | Last Name > surname | Phonetic First Name | Name Prefix | Nickname
        File As | Organization Name | Organization Title | Birthday | Notes | Photo | Labels
        E-mail 1 - Label | E-mail 1 - Value > email | E-mail 2 - Label | E-mail 2 - Value > email
        Phone 1 - Label | Phone 1 - Value > phone | Phone 2 - Label | Phone 2 - Value > phone
        Address 1 - Label | Address 1 - Formatted | Address 1 - Country > country | Website 1 - Value""",
    "Google Contacts, the old way": """
        Name | Given Name > name | Additional Name | Family Name > surname | Yomi Name | Name Prefix
        Nickname | Short Name | Maiden Name | Birthday | Gender | Location | Group Membership
        E-mail 1 - Type | E-mail 1 - Value > email | Phone 1 - Type | Phone 1 - Value > phone
        Organization 1 - Name | Organization 1 - Title | Custom Field 1 - Value""",
    "Apple Contacts": """
        First name > name | Middle name | Last name > surname | Company | Home phone > phone
        Mobile phone > phone | Work phone > phone | iPhone | Home email > email | Work email > email
        Home street | Home city | Home country > country | Birthday | Note""",
    "HubSpot": """
        Record ID > customer_id | First Name > name | Last Name > surname | Email > email | Phone Number > phone
        Mobile Phone Number > phone | WhatsApp Phone Number > phone | Contact owner | Associated Company
        Associated Company IDs | Last Activity Date | Lead Status > status | Marketing contact status
        Create Date | Country/Region > country | Email Domain | Email hard bounce reason
        Additional email addresses > email | Unsubscribed from all email > one_channel
        Opted out of email: Marketing Information > one_channel | Legal basis for processing contact's data
        Original Source | Number of Form Submissions | IP Country Code""",
    "Salesforce contacts": """
        Id > customer_id | IsDeleted | AccountId | LastName > surname | FirstName > name | Salutation | Name
        MailingCity | MailingCountry > country | Phone > phone | Fax | MobilePhone > phone | HomePhone > phone
        OtherPhone > phone | AssistantPhone | ReportsToId | Email > email | Title | LeadSource
        HasOptedOutOfEmail > one_channel | HasOptedOutOfFax > one_channel | DoNotCall > opt_out | OwnerId
        CreatedDate | EmailBouncedReason""",
    "Salesforce leads": """
        Lead ID > customer_id | First Name > name | Last Name > surname | Title | Company / Account
        Lead Source | Lead Owner | Phone > phone | Mobile > phone | Email > email | Lead Status > status
        Country > country | Email Opt Out > one_channel | Fax Opt Out > one_channel | Do Not Call > opt_out""",
    "Salesforce report": """
        Contact ID > customer_id | Account ID | Salutation | First Name > name | Last Name > surname
        Account Name | Mailing Country > country | Phone > phone | Mobile > phone | Email > email
        Account Owner | Contact Owner Email | Account Phone > phone""",
    "Zoho CRM": """
        Record Id > customer_id | Contact Owner.id | Contact Owner | First Name > name | Last Name > surname
        Account Name | Email > email | Phone > phone | Other Phone > phone | Home Phone > phone
        Mobile > phone | Fax | Assistant | Asst Phone | Date of Birth | Email Opt Out > one_channel
        Secondary Email > email | Mailing Country > country | Created By | Tag | Unsubscribed Mode > one_channel""",
    "Pipedrive": """
        Person - ID > customer_id | Person - Name | Person - First name > name | Person - Last name > surname
        Person - Organization | Person - Phone - Work > phone | Person - Phone - Mobile > phone
        Person - Phone - Home > phone | Person - Phone - Other > phone | Person - Email - Work > email
        Person - Email - Home > email | Person - Owner | Person - Open deals
        Person - Email messages count | Person - Last email received | Person - Marketing status""",
    "Dynamics 365": """
        (Do Not Modify) Contact | (Do Not Modify) Row Checksum | Full Name | First Name > name
        Last Name > surname | Email > email | Company Name | Business Phone > phone | Mobile Phone > phone
        Do not allow Phone Calls > opt_out | Do not allow Emails > one_channel | Status Reason
        Address 1: Country/Region > country | Address 1: City""",
    "Dynamics 365, by its names": """
        contactid > customer_id | fullname | firstname > name | lastname > surname | emailaddress1 > email
        emailaddress2 > email | telephone1 > phone | mobilephone > phone | donotphone > opt_out
        donotemail > one_channel | donotbulkemail > one_channel | statecode | ownerid""",
    "Odoo": """
        External ID > customer_id | Name > name | Phone > phone | Mobile > phone | Email > email
        Salesperson | City | Country > country | Tax ID | Blacklist > opt_out""",
    "Mailchimp": """
        Email Address > email | First Name > name | Last Name > surname | Address | Phone Number > phone
        Birthday | MEMBER_RATING | OPTIN_TIME > one_channel | OPTIN_IP > one_channel | CONFIRM_TIME | CONFIRM_IP
        LATITUDE | LONGITUDE | GMTOFF | TIMEZONE | CC | REGION | LAST_CHANGED | LEID | EUID | NOTES | TAGS""",
    "Brevo": """
        CONTACT ID > customer_id | EMAIL > email | FIRSTNAME > name | LASTNAME > surname | SMS > phone
        WHATSAPP > phone | LANDLINE_NUMBER > phone | EXT_ID | JOB_TITLE | DOUBLE_OPT-IN > one_channel
        EMAIL_BLACKLISTED > one_channel | SMS_BLACKLISTED > one_channel | ADDED_TIME | MODIFIED_TIME""",
    "Brevo, French": """
        CONTACT ID > customer_id | EMAIL > email | NOM > surname | PRENOM > name | SMS > phone""",
    "Klaviyo": """
        Email > email | Klaviyo ID | First Name > name | Last Name > surname | Phone Number > phone
        Address | City | Country > country | Zip Code | Source | IP Address
        Email Marketing Consent > one_channel | SMS Marketing Consent > one_channel
        Email Marketing Consent Timestamp > one_channel | Email Suppressions | Date Added""",
    "ActiveCampaign": """
        Contact ID > customer_id | Email > email | First Name > name | Last Name > surname | Phone > phone
        Customer Account | Job Title | Date Created | Tags | IP | Score""",
    "Shopify customers": """
        Customer ID > customer_id | First Name > name | Last Name > surname | Email > email
        Accepts Email Marketing > one_channel | Default Address Company | Default Address Address1
        Default Address City | Default Address Country Code > country | Default Address Zip
        Default Address Phone > phone | Phone > phone | Accepts SMS Marketing > one_channel
        Total Spent | Total Orders | Note | Tax Exempt | Tags""",
    "Shopify orders": """
        Name | Email > email | Financial Status | Paid at | Fulfillment Status | Accepts Marketing > one_channel
        Currency | Lineitem quantity | Lineitem name | Lineitem price | Billing Name > name | Billing Street
        Billing Phone > phone | Billing Country > country | Shipping Name > name | Shipping Phone > phone
        Shipping Country > country | Notes | Cancelled at | Payment Method | Id > customer_id | Phone > phone""",
    "WooCommerce orders": """
        Order Number | Order Status | Order Date | Customer Note | First Name (Billing) > name
        Last Name (Billing) > surname | Company (Billing) | City (Billing) | Country Code (Billing) > country
        Email (Billing) > email | Phone (Billing) > phone | First Name (Shipping) > name
        Last Name (Shipping) > surname | Payment Method Title | Item # | Item Name""",
    "WooCommerce customers": """
        user_id > customer_id | user_login | user_email > email | display_name | first_name > name
        last_name > surname | billing_first_name > name | billing_last_name > surname | billing_email > email
        billing_phone > phone | billing_country > country | shipping_phone > phone | user_registered""",
    "Stripe": """
        id > customer_id | Description | Email > email | Name > name | Created (UTC) | Delinquent
        Card ID | Card Last4 | Card Brand | Card Name | Card Address Country | Phone > phone
        Plan | Status > status | Total Spend | Currency""",
    "Facebook lead ads": """
        id > customer_id | created_time | ad_id | ad_name | adset_id | adset_name | campaign_id | campaign_name
        form_id | form_name | is_organic | platform | full_name > name | phone_number > phone | email > email
        lead_status > status""",
    "Facebook lead ads, Italian": """
        id > customer_id | created_time | form_name | nome_e_cognome > name | numero_di_telefono > phone
        e-mail > email | città""",
    "LinkedIn connections": """
        First Name > name | Last Name > surname | URL | Email Address > email | Company | Position
        Connected On""",
    "LinkedIn lead forms": """
        Lead ID > customer_id | Campaign Name | Form Name | First Name > name | Last Name > surname
        Email > email | Phone > phone | Company Name | Job Title | Country > country | Opt-in consent > consent""",
    "Aircall contacts": """
        First name > name | Last name > surname | Company | Phone number 1 > phone | Phone number 2 > phone
        Email 1 > email | Email 2 > email | Information""",
    "VICIdial": """
        lead_id > customer_id | entry_date | modify_date | status > status | user | vendor_lead_code > customer_id
        source_id | list_id | gmt_offset_now | called_since_last_reset | phone_code > country
        phone_number > phone | title | first_name > name | middle_initial | last_name > surname | address1
        city | state | postal_code | country_code > country | gender | date_of_birth | alt_phone > phone
        email > email | security_phrase | comments | called_count""",
    "Teamleader": """
        ID > customer_id | First name > name | Last name > surname | Email > email | Telephone > phone
        Mobile > phone | Fax | Language | Company | Country > country | Marketing mails""",
    "Sage, French": """
        Code client > customer_id | Nom > surname | Prénom > name | Raison sociale | Téléphone > phone
        Portable > phone | Télécopie | E-mail > email | Code postal | Ville | Pays > country | Code NAF""",
    "Lexware": """
        Kundennummer > customer_id | Firma | Anrede | Vorname > name | Nachname > surname | Straße | PLZ | Ort
        Land > country | Telefon > phone | Telefon 2 > phone | Mobil > phone | Telefax | E-Mail > email
        USt-IdNr. | Zahlungsbedingung | Umsatz""",
    "DATEV": """
        Konto | Name (Adressattyp Unternehmen) | Name (Adressattyp natürl. Person) > surname
        Vorname (Adressattyp natürl. Person) > name | Kurzbezeichnung | EU-UStID | Anrede | Straße | PLZ | Ort
        Land > country | Telefon > phone | E-Mail > email | Fax | Handy > phone""",
    "Fatture in Cloud": """
        Codice > customer_id | Denominazione | Indirizzo | Comune | CAP | Provincia | Paese > country | Partita IVA
        Codice fiscale | Referente | Telefono > phone | Fax | Email > email | PEC > email | Codice SDI
        Termini di pagamento""",
    "Aruba": """
        Tipo cliente | Ragione sociale | Nome > name | Cognome > surname | P.IVA | Codice fiscale
        Codice destinatario | PEC > email | Nazione > country | CAP | Provincia | Telefono > phone
        E-mail > email""",
    "Google Forms": """
        Timestamp | Email Address > email | What is your full name? > name
        What is your phone number? > phone | How did you hear about us? | Which product interests you?""",
    "Google Forms, Italian": """
        Informazioni cronologiche | Indirizzo email > email | Nome e cognome > name
        Qual è il tuo numero di telefono? > phone | Come ci hai conosciuto?""",
    "Google Forms, Spanish": """
        Marca temporal | Dirección de correo electrónico > email | ¿Cuál es tu nombre completo? > name
        ¿Cuál es tu número de teléfono? > phone | ¿Cómo nos conociste?""",
    "Google Forms, Portuguese": """
        Carimbo de data/hora | Endereço de e-mail > email | Nome completo > name
        Qual é o seu telefone? > phone | Como nos conheceu?""",
    "Google Forms, French": """
        Horodateur | Adresse e-mail > email | Votre nom > surname | Votre prénom > name
        Quel est votre numéro de téléphone ? > phone | Comment nous avez-vous connus ?""",
    "Google Forms, German": """
        Zeitstempel | E-Mail-Adresse > email | Ihr Name > surname | Ihr Vorname > name
        Wie lautet Ihre Telefonnummer? > phone | Wie haben Sie von uns erfahren?""",
    "Microsoft Forms": """
        ID > customer_id | Start time | Completion time | Email > email | Name > name
        What's your phone number? > phone | Please enter your e-mail > email""",
    "Typeform": """
        # > customer_id | First name > name | Last name > surname | Phone number > phone | Email > email
        Response Type | Start Date (UTC) | Network ID""",
    "Calendly": """
        User Name | User Email | Event Type Name | Invitee Name | Invitee First Name > name
        Invitee Last Name > surname | Invitee Email > email | Text Reminder Number | Canceled""",
    "Speedport": """
        Name > surname | Vorname > name | Rufnummer Privat > phone | Rufnummer Arbeit > phone
        Rufnummer Mobil > phone | PLZ | Ort""",
    "FRITZ!Box": """
        Name > name | Telefon privat > phone | Telefon mobil > phone | Telefon geschäftlich > phone | E-Mail > email""",
    "HubSpot, Italian": """
        ID record > customer_id | Nome > name | Cognome > surname | E-mail > email | Numero di telefono > phone
        Numero di cellulare > phone | Proprietario del contatto | Stato del lead > status""",
    "RD Station": """
        Email > email | Nome > name | Telefone > phone | Celular > phone | Empresa | Cargo | Estágio no funil
        Data da primeira conversão | Base legal""",
    "Doctolib": """
        Nom > surname | Prénom > name | Date de naissance | Téléphone portable > phone
        Téléphone fixe > phone | E-mail > email | Code postal""",
}  # fmt: skip


def _pairs(text: str) -> list[tuple[str, str | None]]:
    cells = [cell for line in text.strip().splitlines() for cell in line.split("|")]
    parts = [cell.partition(" > ") for cell in cells]
    return [(name.strip(), field.strip() or None) for name, _, field in parts]


PROGRAMS = {program: _pairs(text) for program, text in _TEXTS.items()}
