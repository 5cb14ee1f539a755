"""The default list of refusals, in six languages."""

import pytest

from app.importer.refusals import is_refusal, keys_of, refusal_keys


@pytest.mark.parametrize(
    "status",
    [
        "do_not_contact", "Do not call", "do-not-disturb", "Don't call", "DON’T CALL", "DNC", "No calls", "unsubscribe",
        "Unsubscribed", "opt-out", "Opted Out", "OPTED_OUT", "blacklisted", "Blocklisted", "blocked",
        "Removed at own request", "complained", "revoked", "withdrawn", "Do Not Call (DNC)", "Do not contact (2024)",
        "non contattare", "NON CHIAMARE", "disiscritto", "Disiscritta", "disiscritto/a", "Consenso negato",
        "consenso revocato", "Opposizione", "RPO", "no contactar", "No llamar", "baja", "dado de baja", "Dada de baja",
        "desuscrito", "Lista Robinson", "ne pas contacter", "NE PAS APPELER", "désabonné", "Désabonnée", "désinscrit",
        "DESINSCRIT", "désinscrit(e)", "opposé", "Bloctel", "não contatar", "nao contactar", "Não ligar", "não perturbe",
        "Descadastrado", "cancelou a inscrição", "DNCL", "dncc", "nicht kontaktieren", "Nicht anrufen", "abgemeldet",
        "Widerspruch", "widerrufen", "Werbesperre", "gesperrt", "Bitte nicht stoeren", "bitte nicht stören",
        "Widerspruch 12.03.2024", "gesperrt (Werbung)", "06 - Opposizione", "Abgemeldet am 3. März 2024",
    ],
)  # fmt: skip
def test_hears_the_usual_refusals(status: str) -> None:
    assert is_refusal(status)


@pytest.mark.parametrize(
    "status",
    [
        "", "new", "active", "customer", "opted in", "subscribed", "contacted", "no contact", "called", "call back",
        "no answer", "wrong number", "nuovo", "da contattare", "richiamare", "iscritto", "consenso dato", "activo",
        "alta", "llamar", "contactado", "nouveau", "abonné", "à rappeler", "novo", "ligar", "neu", "angemeldet",
        "anrufen", "kontaktieren", "2024", "baja california", "unblocked", "not interested",
    ],
)  # fmt: skip
def test_takes_no_other_status_for_a_refusal(status: str) -> None:
    assert not is_refusal(status)


@pytest.mark.parametrize("tail", [" (DNC)", " DNC", " 2024", " 12/03/2024", " on 3 March 2024"])
def test_ignores_a_year_a_date_or_dnc_behind_every_refusal(tail: str) -> None:
    assert [key for key in refusal_keys() if not is_refusal(key + tail)] == []


def test_a_list_of_ones_own_always_has_do_not_contact() -> None:
    assert keys_of(["Ärger", "--"]) == {"arger", "donotcontact"}
