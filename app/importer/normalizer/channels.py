"""Columns that speak of one channel ("accepts SMS marketing"): not applied, but never passed over in silence.

What they refuse is counted, and one notice a column says so.
"""

from collections.abc import Sequence
from typing import Final

from app.importer.fold import fold
from app.importer.normalizer.answers import Answer, read_answer
from app.importer.normalizer.headers import Header
from app.importer.normalizer.text import quote
from app.importer.rows import Gravity, Notice, Row

_LEARNT: Final = 1_000

# Beginnings of words in the header's fold. A column with one of the first list asks for a refusal,
# even beside one of the second list, which ask for consent.
_REFUSAL: Final = """
optout optedout optsout donot dont dnc dnd nocall nocontact unsub notsub stop block blacklist suppress revok withdraw
object exclu refus declin noaccept noconsent nonaccett nonacconsent disiscri nega rifiut revoca oppos rechaz baja
desuscri desinscri desabonn descadast recus retir noacepta naoaceit bloque bloc widerruf widerspr abgemeld abbestell
sperr nicht kein
"""
_CONSENT: Final = """
accept consen agree allow permi subscri optin optedin optsin accett autoriz iscri acept suscri aceit inscri abonn
autoris einwilli zustimm erlaub akzept angemeld gdpr rgpd dsgvo privacy
"""

_CHANNELS: Final = """
mail sms text fax whats newsletter marketing post push correo courriel messag subscri abonn iscri inscri suscri
"""


class ChannelColumn:
    """One such column, and how many rows refuse in it."""

    def __init__(self, index: int, name: str) -> None:
        self.index = index
        self.name = name
        self.asks_consent = asks_consent(name)
        self.refusals = 0
        self._is_plain = True
        self._quiet = {""}

    def watch(self, rows: Sequence[Row]) -> None:
        """Count the rows' refusals."""
        for _, cells, problem in rows:
            if problem is None and self.index < len(cells):
                cell = cells[self.index]
                if cell not in self._quiet and not self._count(cell) and len(self._quiet) < _LEARNT:
                    self._quiet.add(cell)

    def _count(self, cell: str) -> bool:
        answer = read_answer(cell)
        if self.asks_consent:
            refuses = answer in (Answer.NO, Answer.DENIED, Answer.REFUSED)
        else:
            # A reason or a list of channels is no plain yes, and a refusal all the same.
            refuses = answer not in (Answer.NOTHING, Answer.NO, Answer.GRANTED)
            self._is_plain &= answer in (Answer.YES, Answer.REFUSED) or not refuses
        self.refusals += refuses
        return refuses

    def notices(self) -> list[Notice]:
        """One that counts the refusals, if there are any."""
        if not self.refusals:
            return []
        rows, verb = ("1 row", "says") if self.refusals == 1 else (f"{self.refusals:,} rows", "say")
        says = f"{verb} {'no' if self.asks_consent else 'yes'} in"
        if not self._is_plain:
            says = "is filled in" if self.refusals == 1 else "are filled in"
        message = (
            f"{rows} {says} {quote(self.name)}, which is not read as an opt-out because {self._reason()}: if "
            f"these people must not be contacted, teach it: umanize column set {quote(self.name)} {self._taught()}"
        )
        return [Notice(Gravity.OPT_OUT, "status", message)]

    def _reason(self) -> str:
        folded = fold(self.name)
        if any(channel in folded for channel in _CHANNELS.split()):
            return "it speaks of one channel"
        return "its name is not clear"

    def _taught(self) -> str:
        return "consent" if self.asks_consent else "opt_out"


class Channels:
    """All such columns of one header."""

    def __init__(self, header: Header) -> None:
        self._columns = [
            ChannelColumn(index, header.names[index])
            for index in header.extra.get("one_channel", ())
        ]

    def watch(self, rows: Sequence[Row]) -> None:
        """Count the refusals of data rows, whatever becomes of them."""
        for column in self._columns:
            column.watch(rows)

    def notices(self) -> list[Notice]:
        """One for each column in which a row refuses."""
        return [notice for column in self._columns for notice in column.notices()]


def asks_consent(name: str) -> bool:
    """Whether a no in a column of this name is the refusal; else a yes is."""
    folded = fold(name)
    if any(word in folded for word in _REFUSAL.split()):
        return False
    return any(word in folded for word in _CONSENT.split())
