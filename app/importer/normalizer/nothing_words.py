"""What people and programs write into an identifier's cell to say that there is none.

Compared whole and in lower case. Each is a blank, so that many rows do not become one customer.
"""

from typing import Final
from unicodedata import combining, normalize

# What programs write, and abbreviations that several languages share.
_PROGRAMS: Final = r"""
null, (null), [null], <null>, {null}, \n, nil, none, (none), [none], <none>, nan, nat, na, <na>, (na), [na], n/a, (n/a),
[n/a], n.a., n.a, n. a., n / a, n/a., nd, n/d, n.d., n.d, n. d., nc, n/c, n.c., n. c., n.p., n.v., n/v, n. v., s/d, s.d.,
s/n, s/o, s.o., n/i, k.a., k.a, k. a., k/a, undefined, (undefined), <undefined>, empty, (empty), <empty>, [empty], blank,
(blank), [blank], <blank>, void, missing, (missing), <missing>, <unset>, unset, not set, (not set), no value,
(no value), 0, 0.0, 0.00, 0,0, false, #, ?
"""

_ENGLISH: Final = """
unknown, (unknown), [unknown], <unknown>, not known, not available, unavailable, not applicable, not provided, not given,
not specified, no data, no phone, no phone number, no telephone, no tel, no mobile, no cell, no cell phone, no number,
anonymous, anonymous user, no email, no e-mail, no mail, no email address, no address, no id, without phone, without email, does not have
"""
_ITALIAN: Final = """
nessuno, (nessuno), nessuna, (nessuna), vuoto, (vuoto), vuota, (vuota), nullo, (nullo), nulla, niente, sconosciuto,
(sconosciuto), sconosciuta, ignoto, non noto, non disponibile, (non disponibile), non presente, non fornito, non fornita,
non indicato, non indicata, non pervenuto, non specificato, non comunicato, non comunicata, anonimo, non rilasciato, non ha,
non ce l'ha, non c'è, assente, mancante, nessun dato, nessun telefono, nessun numero, nessun cellulare, nessun recapito,
nessuna email, nessuna e-mail, nessuna mail, no telefono, no cellulare, non ha telefono, non ha cellulare, non ha email,
non ha mail, senza telefono, senza cellulare, senza numero, senza recapito, senza email, senza e-mail, senza mail,
senza codice, non applicabile
"""
_SPANISH: Final = """
ninguno, (ninguno), ninguna, (ninguna), vacío, (vacío), vacía, (vacía), nulo, (nulo), nula, nada, desconocido,
(desconocido), desconocida, no disponible, (no disponible), no aplica, no procede, no consta, no hay, no tiene,
no especificado, no proporcionado, no proporciona, no informado, no facilitado, no facilita, sin dato, sin datos,
sin información, sin especificar, sin teléfono, sin telefonos, sin móvil, sin celular, sin número, sin tel, sin correo,
sin correo electrónico, sin email, sin e-mail, sin mail, sin código, sin identificar, anónimo, no tiene teléfono, no tiene móvil,
no tiene celular, no tiene correo, no tiene email, no tiene mail
"""
_PORTUGUESE: Final = """
nenhum, (nenhum), nenhuma, (nenhuma), vazio, (vazio), vazia, (vazia), desconhecido, (desconhecido), desconhecida,
não disponível, indisponível, não informado, não informada, não fornecido, não consta, não aplicável, não se aplica,
não tem, não possui, não há, sem dado, sem dados, sem informação, sem telefone, sem telemóvel, sem celular, sem número,
sem tel, sem fone, sem email, sem e-mail, sem mail, sem correio, sem código, não tem telefone, não tem telemóvel,
não tem celular, não tem email, não tem e-mail, anônimo, não possui telefone, não possui email, não possui e-mail
"""
_FRENCH: Final = """
aucun, (aucun), aucune, (aucune), vide, (vide), néant, (néant), nul, (nul), rien, inconnu, (inconnu), inconnue,
non disponible, (non disponible), indisponible, non renseigné, (non renseigné), non renseignée, non communiqué, non fourni,
non précisé, non connu, non applicable, sans objet, anonyme, manquant, absent, sans téléphone, sans portable, sans mobile,
sans numéro, sans tel, sans email, sans e-mail, sans mail, sans courriel, sans adresse, sans code, pas de téléphone,
pas de tel, pas de portable, pas de mobile, pas de numéro, pas de mail, pas de courriel, pas d'email, pas d'e-mail,
pas d'adresse, aucun téléphone, aucun numéro, aucun portable, aucun email, aucun e-mail, aucun mail, aucun courriel,
aucune adresse, n'a pas, n'en a pas
"""
_GERMAN: Final = """
kein, keine, (keine), keiner, keines, keins, leer, (leer), nichts, unbekannt, (unbekannt), nicht bekannt,
nicht vorhanden, (nicht vorhanden), nicht verfügbar, nicht verfuegbar, nicht angegeben, nicht zutreffend, entfällt,
entfaellt, fehlt, ohne, ohne angabe, anonym, keine angabe, keine angaben, keine daten, kein telefon, keine telefonnummer,
keine nummer, kein handy, keine handynummer, kein mobil, kein mobiltelefon, kein festnetz, keine email, keine e-mail,
keine mail, keine emailadresse, keine e-mail-adresse, keine mailadresse, ohne telefon, ohne telefonnummer, ohne handy,
ohne nummer, ohne email, ohne e-mail, ohne mail, hat keine, hat kein telefon, hat keine email
"""

# A run of one of these is blank: the line a program draws under its header, and what people type.
_LINES: Final = "-_.?*/=~–—…"
_LONGEST_LINE: Final = 255  # as long as a customer_id can be
_TYPED: Final = tuple("x" * length for length in range(3, 11))


def _words() -> frozenset[str]:
    lists = (_PROGRAMS, _ENGLISH, _ITALIAN, _SPANISH, _PORTUGUESE, _FRENCH, _GERMAN)
    written = [
        " ".join(word.split()) for words in lists for word in words.replace(",\n", ", ").split(", ")
    ]
    plain = ["".join(c for c in normalize("NFD", word) if not combining(c)) for word in written]
    curly = [word.replace("'", "’") for word in written if "'" in word]
    return frozenset((*written, *plain, *curly)) - {""}


def _lines() -> frozenset[str]:
    return frozenset(char * length for char in _LINES for length in range(1, _LONGEST_LINE + 1))


NOTHING_WORDS: Final = _words() | _lines() | frozenset(_TYPED)
