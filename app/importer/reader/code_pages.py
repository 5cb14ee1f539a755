"""The encodings a customer file may be in, by the region it comes from, and their names.

Order counts: a family's first encoding is what the region's programs usually write.
"""

import codecs
import re
from functools import cache
from typing import Final, NamedTuple

FAMILIES: Final = {
    "western": ("cp1252", "mac_roman", "cp850", "iso8859_15", "cp437"),
    "central": ("cp1250", "iso8859_2", "cp852", "mac_latin2", "mac_croatian", "mac_romanian"),
    "cyrillic": ("cp1251", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5", "koi8_u"),
    "greek": ("cp1253", "iso8859_7", "cp737", "mac_greek"),
    "turkish": ("cp1254", "iso8859_9", "cp857", "mac_turkish"),
    "baltic": ("cp1257", "iso8859_13", "cp775"),
    "japanese": ("cp932", "euc_jp"),
    "chinese": ("gb18030",),
    "taiwanese": ("cp950",),
    "korean": ("cp949",),
    "hebrew": ("cp1255",),
    "arabic": ("cp1256",),
    "thai": ("cp874",),
    "vietnamese": ("cp1258",),
}
REGIONS: Final = {
    "central": "PL CZ SK HU RO MD HR SI BA RS ME AL XK",
    "cyrillic": "RU UA BG BY MK KZ KG UZ TJ TM MN AM GE",
    "greek": "GR CY",
    "turkish": "TR AZ",
    "baltic": "LT LV EE",
    "japanese": "JP",
    "chinese": "CN SG",
    "taiwanese": "TW HK MO",
    "korean": "KR KP",
    "hebrew": "IL",
    "arabic": "AE BH DZ EG IQ IR JO KW LB LY MA OM PK PS QA SA SD SY TN YE",
    "thai": "TH",
    "vietnamese": "VN",
}
FAMILY_OF: Final = {
    region: family for family, regions in REGIONS.items() for region in regions.split()
}

# Where each language is at home.
SPOKEN: Final = {
    "it": "IT SM VA CH",
    "fr": "FR BE LU CH MC CA SN CI CM MA TN DZ",
    "es": "ES MX AR CO PE CL VE EC GT CU BO DO HN PY SV NI CR PA UY PR",
    "pt": "PT BR AO MZ CV",
    "de": "DE AT CH LI LU",
    "nl": "NL BE SR",
    "sv": "SE FI",
    "no": "NO",
    "da": "DK GL FO",
    "fi": "FI",
    "is": "IS",
    "pl": "PL",
    "cs": "CZ",
    "sk": "SK",
    "hu": "HU",
    "ro": "RO MD",
    "hr": "HR BA RS ME",
    "sl": "SI",
    "sq": "AL XK",
    "tr": "TR",
    "lt": "LT",
    "lv": "LV",
    "et": "EE",
    "ru": "RU BY KZ KG UZ UA",
    "uk": "UA",
    "bg": "BG MK",
    "el": "GR CY",
    "en": "",  # its names have no letters of their own, but those of every other language
}
# What each family of encodings was made for.
LANGUAGES: Final = {
    "western": "it fr es pt de en nl sv no da fi is",
    "central": "pl cs sk hu ro hr sl de",
    "cyrillic": "ru uk bg",
    "greek": "el",
    "turkish": "tr",
    "baltic": "lt lv et",
}
AT_HOME: Final = 0.7
BESIDE: Final = 0.03
ABROAD: Final = 0.003

NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "mac_roman": "MacRoman",
    "mac_latin2": "Mac Central European",
    "mac_croatian": "MacCroatian",
    "mac_romanian": "MacRomanian",
    "mac_cyrillic": "MacCyrillic",
    "mac_greek": "MacGreek",
    "mac_turkish": "MacTurkish",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "cp949": "EUC-KR",
    "cp874": "Windows-874",
}
# What a declared name stands for in practice: the encoding that has all of it and more.
WIDER: Final = {
    "latin_1": "cp1252",
    "iso8859_1": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "euc_kr": "cp949",
    "tis_620": "cp874",
}
_OLD: Final = re.compile(
    r"cp(?!65001)\d{3,4}|iso8859_\d+|mac_\w+|koi8_\w|euc_jp|gb18030|big5hkscs|iso2022_jp"
)


class Candidate(NamedTuple):
    """An encoding, its family, and what it costs to suppose that a file is in it, in nats."""

    codec: str
    family: str
    cost: float


# A file in the family's second encoding is about one in 20, in a later one one in 50; a family of
# another region adds a factor of 150. Many programs write Windows-1252 whatever the region.
LATER: Final = (0.0, 3.0, 3.5, 4.0, 4.0, 4.5)
FOREIGN: Final = 5.0
RARE: Final = {"baltic": 1.0, "hebrew": 3.0, "arabic": 3.0, "thai": 3.0, "vietnamese": 3.0}
WINDOWS_1252: Final = 3.5


def usual_encoding(region: str | None) -> str:
    """What a region's programs usually write; a region that is not known is taken for a western one."""
    return FAMILIES[FAMILY_OF.get(region or "", "western")][0]


def candidates(region: str | None) -> list[Candidate]:
    """All encodings, with what they cost in a region."""
    home = FAMILY_OF.get(region or "", "western")
    return [
        Candidate(codec, family, _supposed(codec, family, place, home))
        for family, codecs in FAMILIES.items()
        for place, codec in enumerate(codecs)
    ]


def _supposed(codec: str, family: str, place: int, home: str) -> float:
    if family == home:
        return LATER[place]
    return WINDOWS_1252 if codec == "cp1252" else LATER[place] + FOREIGN + RARE.get(family, 0.0)


@cache
def languages(region: str | None) -> dict[str, float]:
    """How probable each language is for a name in a region's file."""
    home = FAMILY_OF.get(region or "", "western")
    beside = LANGUAGES.get(home, LANGUAGES["western"]).split()
    own = [language for language, regions in SPOKEN.items() if region in regions.split()]
    own = own or (beside[:6] if home == "western" else [])
    return (
        dict.fromkeys(SPOKEN, ABROAD)
        | dict.fromkeys(beside, BESIDE)
        | dict.fromkeys(own, AT_HOME / max(len(own), 1))
    )


def native_languages(family: str) -> list[str]:
    """The languages that a family of encodings was made for."""
    return LANGUAGES.get(family, "").split()


def plain_name(codec: str) -> str:
    """What people call an encoding."""
    if codec in NAMES:
        return NAMES[codec]
    if codec.startswith("cp125"):
        return f"Windows-{codec[2:]}"
    return re.sub("^cp", "MS-DOS ", codec).replace("iso8859_", "ISO-8859-")


def declared_codec(charset: str | None) -> str | None:
    """The codec of a declared charset, if it is an encoding from before Unicode that we know."""
    try:
        name = codecs.lookup(charset or "").name.replace("-", "_")
    except LookupError:
        return None
    name = WIDER.get(name, name)
    return name if _OLD.fullmatch(name) else None
