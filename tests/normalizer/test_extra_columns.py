"""Columns that decide about a row without being stored: opt-outs, consents, countries, area codes."""

import pytest

from tests.normalizer.headers_of import columns, feeds, header


def role(name: str) -> str | None:
    return feeds(header([name, "customer_id", "phone"]))[0]


OPT_OUTS = """
do not call|Do Not Contact|DNC|dnd|Opt out|Opt-Out|opted_out|optedOut|unsubscribed|Blacklisted|Has Opted Out
donotContact|DoNotCall|doNotPhone|Don't call|Do Not Call?|DNC flag|Do not disturb|TPS|Unsubscribed at|Blocklisted
Phone opt out|Opt out of calls|DNC (Do Not Call)|Do not call list
non contattare|Non chiamare|NON RICONTATTARE|Disiscritto|Registro opposizioni|RPO|Iscritto RPO|Consenso revocato
no contactar|No llamar|Baja|Dado de baja|Lista Robinson|Fecha de baja|Desuscrito
Não ligar|nao contatar|Não perturbe|Descadastrado|Bloqueado
Ne pas contacter|NE PAS APPELER|Désabonné|Bloctel|Inscrit Bloctel|Liste noire|Opposition
Nicht kontaktieren|Nicht anrufen|Abgemeldet|Werbewiderspruch|Widerspruch|Gesperrt|Robinsonliste|Keine Anrufe"""
CONSENTS = """
consent|Marketing consent|GDPR Consent|Consent given|Opt-in|Opted in|phone consent|Call consent|GDPR|Consent to be contacted
Consenso|Consenso privacy|Consenso marketing|Consenso telefonico|Consenso al contatto
Consentimiento|Consentimiento RGPD|Consentimento LGPD|Consentimento|Consentement|Consentement RGPD
Einwilligung|DSGVO-Einwilligung|Einwilligung Marketing|Zustimmung|Werbeeinwilligung|Einwilligung Telefon"""
ONE_CHANNEL = """
Unsubscribed from all email|Accepts Marketing|Accepts Email Marketing|accepts_sms_marketing|Email Opt Out
HasOptedOutOfEmail|HasOptedOutOfFax|EMAIL_BLACKLISTED|SMS consent|Email consent|WhatsApp opt-in|Newsletter opt-out
Consenso newsletter|Consenso profilazione|Consenso email|Einwilligung Newsletter|Consentement SMS|Do Not Email
donotbulkemail|Fax Opt Out|Consentimiento newsletter|OPTIN_TIME|I agree to the terms|Acconsento al trattamento dei dati"""
COUNTRIES = """
country|Country Code|Country/Region|Nation|Mailing Country|Business Country/Region|Country (ISO)|Billing Country Code
Country of residence|phone_code|Phone country code|Dial code|Calling code|Country Calling Code
Paese|Nazione|Paese di residenza|Codice paese|Prefisso internazionale|País|Código de país|Código del país
Prefijo internacional|Pays|Code pays|Pays/Région (domicile)|Indicatif pays|Land|Ländercode|Land/Region geschäftlich|Staat
Ländervorwahl|Landesvorwahl|DDI|Kraj"""
AREA_CODES = """
ddd|DDD|Area code|area_code|Prefisso|Prefisso telefonico|Phone prefix|Prefix|Prefijo|Lada|Vorwahl|Ortsvorwahl
Indicatif|Código de área|Indicativo|DDD celular"""
NOT_EXTRA = """
Country of birth|IP Country|Nationality|Country manager|Paese di nascita|Landing page|Bundesland|Name prefix
Area manager|Area|State|Region|Contact method|Contact type|Subscription plan|Call result|Blocks|Status"""


def named(text: str) -> list[str]:
    return [name for line in text.split("\n") for name in line.split("|") if name]


@pytest.mark.parametrize("name", named(OPT_OUTS))
def test_an_opt_out_is_recognised(name: str) -> None:
    assert role(name) == "opt_out"


@pytest.mark.parametrize("name", named(CONSENTS))
def test_a_consent_is_recognised(name: str) -> None:
    assert role(name) == "consent"


@pytest.mark.parametrize("name", named(ONE_CHANNEL))
def test_what_speaks_of_one_channel_or_has_unknown_words_is_set_apart(name: str) -> None:
    assert role(name) == "one_channel"


@pytest.mark.parametrize("name", named(COUNTRIES))
def test_a_country_is_recognised(name: str) -> None:
    assert role(name) == "country"


@pytest.mark.parametrize("name", named(AREA_CODES))
def test_an_area_code_is_recognised(name: str) -> None:
    assert role(name) == "area_code"


@pytest.mark.parametrize("name", named(NOT_EXTRA))
def test_other_columns_are_none_of_these(name: str) -> None:
    assert role(name) in (None, "status")


def test_the_phone_s_own_country_comes_first() -> None:
    names = ["Shipping Country", "Country", "phone_code", "Phone"]
    assert header(names).extra["country"] == (2, 1, 0)


@pytest.mark.parametrize(
    ("phone", "first"), [("Business Phone", 1), ("Home Phone", 0), ("Telefono casa", 0)]
)
def test_the_country_of_the_phone_s_place_comes_before_others(phone: str, first: int) -> None:
    names = ["Home Country", "Business Country", phone]
    assert header(names).extra["country"][0] == first


def test_a_column_is_one_thing_only() -> None:
    found = header(["Email opt out", "Email", "Phone country code", "Phone", "Status", "Opt out"])
    assert feeds(found) == ["one_channel", "email", "country", "phone", "status", "opt_out"]


def test_stato_is_no_status_beside_a_country() -> None:
    assert columns(["Stato", "Nazione", "email"]) == {"email": ["email"]}
