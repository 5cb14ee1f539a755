"""What a cell of an opt-out or consent column says: yes, no, a refusal, nothing, or nothing clear.

Compared by the fold: without case, accents, blanks and punctuation.
"""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from app.importer.fold import fold
from app.importer.normalizer.nothing_words import NOTHING_WORDS
from app.importer.normalizer.text import WHITE_SPACE, is_blank
from app.importer.refusals import is_refusal

LONGEST_ANSWER: Final = 100  # characters; what is longer is prose, and no answer


class Answer(Enum):
    """What a cell says to the question in its column's name."""

    NOTHING = auto()
    YES = auto()
    NO = auto()
    GRANTED = auto()  # "opted in": yes to contact, whatever the column asks
    REFUSED = auto()  # "unsubscribed": no contact, whatever the column asks
    LISTED = (
        auto()
    )  # "registered": yes where the column is a register of objections, or asks for consent
    UNLISTED = auto()  # "not registered": no where the column is such a register, unclear elsewhere
    ALLOWED = auto()  # "accepted": yes where the column asks for consent, unclear elsewhere
    DENIED = auto()  # "declined": no where the column asks for consent, unclear elsewhere
    UNCLEAR = auto()


_YES: Final = """
true t yes y yep x on 1 checked enabled si s oui o ja j sim vero v verdadero verdadeiro vrai wahr
"""
_NO: Final = """
false f no n nope off 0 unchecked disabled non nein nao nee falso falsa faux falsch onwaar
"""
_LISTED: Final = """
iscritto, iscritta, inscrito, inscrita, inscrit, inscrite, registered, listed, on list, eingetragen, presente, present
"""
_UNLISTED: Final = """
not registered, not listed, not on list, non iscritto, non iscritta, non presente, no inscrito, no inscrita,
não inscrito, não inscrita, non inscrit, non inscrite, nicht eingetragen, assente, absent
"""
_GRANTED: Final = """
opt in, opted in, optin, subscribed, subscribe, suscrito, suscrita, abonné, abonnée, angemeldet, abonniert, allow
"""
_ALLOWED: Final = """
granted, given, accepted, accepts, accept, agreed, agrees, agree, consented, consents, consent given, consent granted,
allowed, permitted, authorized, authorised, approved, concesso, dato, prestato, acconsento, acconsente,
accordato, concessa, data, accettato, accetta, accetto, autorizzato, autorizza, consenso dato, consenso prestato, consenso concesso, concedido,
otorgado, dado, aceptado, acepta, acepto, autorizado, autoriza, consiente, consentimiento dado, consentimiento otorgado,
aceito, aceite, aceita, consente, consentimento dado, consentimento concedido, accordé, donné, accepté, accepte,
j'accepte, consenti, consent, autorisé, consentement donné, consentement accordé, erteilt, gegeben, zugestimmt,
einverstanden, akzeptiert, erlaubt, liegt vor, einwilligung erteilt, zustimmung erteilt
"""
_DENIED: Final = """
denied, refused, declined, rejected, not given, not granted, not accepted, withheld, does not consent, negato,
rifiutato, rifiuta, non dato, non prestato, non concesso, non acconsento, non acconsente, non accordato, non accettato,
non accetto, non accetta, non autorizzo, non autorizza, nega, ritirato, denegado,
rechazado, rechaza, no otorgado, no dado, no acepta, no acepto, no autoriza, no consiente, retirado, negado, recusado,
recusa, não aceita, não aceito, não aceite, não autoriza, não autorizo, não concedido, não consente, refusé, refuse, non donné, non accordé, n'accepte pas,
retiré, verweigert, abgelehnt, nicht erteilt, nicht gegeben, nicht zugestimmt, nicht einverstanden, entzogen,
zurückgezogen, zurueckgezogen
"""
_MARKS: Final = dict.fromkeys("✓✔☑✅🗸", Answer.YES) | {"☐": Answer.NO, "⬜": Answer.NO}
_EMOJI_STYLE: Final = "\ufe0e\ufe0f"
_NUMBER: Final = re.compile(r"(?:-?1|(0))(?:[.,]0+)?")

_TIME: Final = r"(?:[ T,]+[0-9]{1,2}[:.h][0-9]{2}.{0,24})?"
_DATE: Final = re.compile(
    rf"(?:[0-9]{{4}}[-/. ][0-9]{{1,2}}[-/. ][0-9]{{1,2}}|[0-9]{{1,2}}[-/. ]+[0-9]{{1,2}}[-/. ]+"
    rf"(?:[0-9]{{4}}|[0-9]{{2}})){_TIME}|(?:19|20)[0-9]{{2}}(?:[01][0-9][0-3][0-9])?|1[0-9]{{9}}(?:[0-9]{{3}})?",
    re.ASCII,
)
# Of what fold() leaves of "Tuesday, 12 March 2024, 10:30" or "March 12, 2024".
_NAMED_DATE: Final = re.compile(
    r"(?:[a-z]{2,12})?(?:[0-9]{1,2}(?:st|nd|rd|th|er)?(?:de|of)?[a-z]{3,10}(?:de|of)?|[a-z]{3,9}[0-9]{1,2}"
    r"(?:st|nd|rd|th)?)[0-9]{2,4}(?:at|um|alle|alas|as|a)?[0-9]{0,8}(?:am|pm|z|utc)?"
)
_MONTHS: Final = """
jan gen ene feb fev mar mae mrz apr abr avr may mai mag jun giu jui jul lug aug ago aou sep set oct okt ott out nov dec
dic dez
"""
# What databases write for no date at all: MySQL's zero, and the first day of .NET.
_NO_DATE: Final = re.compile(r"(?:0000-00-00|00/00/0000|0001-01-01|01/01/0001)(?:[ T].{0,20})?")


def _folds(words: str, answer: Answer) -> dict[str, Answer]:
    return {fold(word): answer for word in words.replace("\n", " ").split(", ")}


_ANSWERS: Final = (
    dict.fromkeys(_YES.split(), Answer.YES)
    | dict.fromkeys(_NO.split(), Answer.NO)
    | _folds(_GRANTED, Answer.GRANTED)
    | _folds(_LISTED, Answer.LISTED)
    | _folds(_UNLISTED, Answer.UNLISTED)
    | _folds("do not allow", Answer.REFUSED)
    | _folds(_ALLOWED, Answer.ALLOWED)
    | _folds(_DENIED, Answer.DENIED)
)


def read_answer(cell: str) -> Answer:
    """Return what the cell says."""
    if len(cell) > LONGEST_ANSWER:
        return Answer.NOTHING if is_blank(cell) else Answer.UNCLEAR
    return _read_answer(cell)


@lru_cache(maxsize=4096)  # 10 us otherwise; a column has few answers, and what is kept is short
def _read_answer(cell: str) -> Answer:
    text = cell.strip(WHITE_SPACE)
    if number := _NUMBER.fullmatch(text):
        return Answer.NO if number[1] else Answer.YES
    if mark := _MARKS.get(text.rstrip(_EMOJI_STYLE)):
        return mark
    folded = fold(text)
    if answer := _ANSWERS.get(folded):
        return answer
    if is_blank(text) or text.lower() in NOTHING_WORDS or _NO_DATE.fullmatch(text):
        return Answer.NOTHING
    if is_refusal(text):
        return Answer.REFUSED
    return Answer.YES if _is_date(text, folded) else Answer.UNCLEAR


def _is_date(text: str, folded: str) -> bool:
    if _DATE.fullmatch(text):
        return True
    return _NAMED_DATE.fullmatch(folded) is not None and any(
        month in folded for month in _MONTHS.split()
    )
