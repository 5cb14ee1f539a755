"""Local parts of e-mail addresses that say there is no address: noemail@, no-email@, sinemail2@, keine.mail@.

The whole local part must say so: Noemi and Nomel are names.
"""

import re
from typing import Final

_GAP: Final = "[._-]?"
_MAIL: Final = f"(?:e{_GAP})?mails?|courriel|correo|adresse|address"
# By their first letter, which rules nearly every address out at once.
_SAYINGS: Final = {
    "n": f"no(?:ne?|t)?{_GAP}(?:an{_GAP})?(?:{_MAIL})|not{_GAP}(?:provided|available|given|known)|none|null|nil"
    f"|ness?un[oa]?{_GAP}(?:{_MAIL})|nessun[oa]|ningun[oa]?{_GAP}(?:{_MAIL})|ningun[oa]|nenhuma?(?:{_GAP}(?:{_MAIL}))?"
    f"|non?{_GAP}(?:ha|tiene|hay|fornita|disponibile|disponible|renseigne)(?:{_GAP}(?:{_MAIL}))?"
    f"|nao{_GAP}(?:tem|possui|ha)(?:{_GAP}(?:{_MAIL}))?",
    "s": f"(?:senza|sin|sem|sans){_GAP}(?:{_MAIL}|mel)|semail|sconosciut[oa]",
    "k": f"keine?{_GAP}(?:{_MAIL})|keine",
    "o": f"ohne{_GAP}(?:{_MAIL})",
    "a": f"aucune?(?:{_GAP}(?:{_MAIL}))?",
    "p": f"pas{_GAP}d(?:e|')?{_GAP}(?:{_MAIL}|mel)",
    "w": f"without{_GAP}(?:{_MAIL})",
    "d": "desconocid[oa]|desconhecid[oa]|donthave(?:email|mail)",
    "u": "undefined|unknown|unbekannt",
    "i": "inconnue?",
}
_MORE: Final = f"(?:{_GAP}(?:address|adresse|given|provided|available|onfile))?"

# A pattern of a lower-case local part with its @.
NO_MAIL: Final = (
    f"(?=[{''.join(_SAYINGS)}])(?:{'|'.join(_SAYINGS.values())}){_MORE}{_GAP}[0-9]*(?:\\+[^@|]*)?@"
)
is_no_mail: Final = re.compile(NO_MAIL).match
