"""Writes app/importer/normalizer/countries.txt: `python -m tests.normalizer.make_countries`, with Babel installed.

Neither the service nor its tests need Babel. The names are those of the Unicode CLDR, which comes with it, in the six
languages of the headers and in the country's own, and what people and ISO 3166 write besides.
"""

import re
from importlib import import_module
from typing import Any, Final

from phonenumbers import SUPPORTED_REGIONS

from app.importer.normalizer.countries import DATA, country_key

# With the variants that name countries differently: Polônia and Polónia.
LOCALES: Final = ("en", "en_GB", "es", "es_MX", "it", "pt", "pt_PT", "fr", "fr_CA", "de", "de_CH")
NO_ISO: Final = {"AC": "ASC", "TA": "TAA", "XK": "XKX"}  # codes in use that ISO 3166 does not have
WITHDRAWN: Final = frozenset(("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"))
WITH_ARTICLE: Final = re.compile(
    r"United|.*(?:Islands|Republic)$|(?:Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines)$"
)
USED: Final = {
    "GB": "UK|U.K.|England|Scotland|Wales|Northern Ireland|Great Britain|Britain|Inghilterra|Scozia|Galles|Gran Bretagna"
    "|Irlanda del Nord|Inglaterra|Escocia|Gales|Gran Bretaña|Irlanda del Norte|Escócia|Grã-Bretanha|Irlanda do Norte"
    "|Angleterre|Écosse|Pays de Galles|Grande-Bretagne|Irlande du Nord|England|Schottland|Großbritannien|Nordirland"
    "|ENG|SCO|NIR|GB-ENG|GB-SCT|GB-WLS|GB-NIR|GB-UKM",
    "US": "U.S.|America|Stati Uniti d'America|Estados Unidos de América|EE.UU.|EEUU|EUA|E.U.A.|Estados Unidos da América"
    "|États-Unis d'Amérique|Vereinigte Staaten von Amerika|Amerika|América|Amérique",
    "DE": "Bundesrepublik Deutschland|BRD|D|GER|Federal Republic of Germany",
    "AT": "A|Republik Österreich",
    "IT": "I|Repubblica Italiana",
    "FR": "F|France métropolitaine|Metropolitan France",
    "NL": "Holland|NED|Olanda|Hollande|Holanda|The Netherlands|Nederland|Les Pays-Bas",
    "CZ": "Czech Republic|Repubblica Ceca|República Checa|Tchéquie|République tchèque|Tschechische Republik|Tschechei"
    "|República Tcheca|Česká republika",
    "CI": "Ivory Coast|Costa d'Avorio|Costa de Marfil|Costa do Marfim|Elfenbeinküste",
    "CV": "Cape Verde|Capo Verde|Kap Verde",
    "SZ": "Swaziland|Suazilandia",
    "MM": "Burma|Birmania|Birmanie|Birma",
    "MK": "Macedonia|Macédoine|Mazedonien|Macedônia|FYROM",
    "TR": "Turkey|Türkiye|Turkei",
    "KR": "South Korea|Korea|Corea|Corée|Coreia|Corea del Sud|Corea del Sur|Republic of Korea",
    "KP": "North Korea|DPRK",
    "RU": "Russia|Rusia|Russie|Russland|Rússia|Russian Federation",
    "VA": "Vatican|Vaticano|Vatikan|Holy See|Città del Vaticano",
    "HK": "Hong Kong|Hongkong|Hong Kong SAR",
    "MO": "Macau|Macao",
    "TW": "Taiwan|Formosa|R.O.C.",
    "PS": "Palestine|Palestina|Palästina",
    "CD": "DR Congo|DRC|RDC|Congo-Kinshasa|Zaire|Democratic Republic of the Congo",
    "CG": "Congo-Brazzaville|Republic of the Congo",
    "CN": "China|PRC|P.R. China|VR China|RP China|Mainland China",
    "AE": "UAE|U.A.E.|EAU|VAE|Emirates|Emirati Arabi|Emiratos Árabes|Emirati",
    "SA": "KSA|Saudi Arabia",
    "IE": "Eire|Éire|Republic of Ireland|Southern Ireland|Repubblica d'Irlanda|República de Irlanda",
    "BA": "Bosnia|Bosnien|Bosnie|Bósnia",
    "VN": "Vietnam|Viet Nam",
    "LA": "Laos",
    "SY": "Syria",
    "IR": "Iran",
    "BO": "Bolivia",
    "VE": "Venezuela",
    "TZ": "Tanzania",
    "MD": "Moldova|Moldavia|Moldawien|Moldávia",
    "BN": "Brunei",
    "BY": "Belarus|Bielorussia|Bielorrusia|Weißrussland|Bielorrússia|Biélorussie|White Russia",
    "LK": "Sri Lanka|Ceylon",
    "TL": "East Timor|Timor Est|Timor Oriental|Osttimor",
    "FM": "Micronesia",
    "LC": "St Lucia",
    "KN": "St Kitts and Nevis|St Kitts",
    "VC": "St Vincent and the Grenadines|St Vincent",
    "CH": "Swiss|SUI|Confoederatio Helvetica|Suisse|Svizzera|Schweiz|Suiza|Suíça",
    "GR": "Hellas|EL|GRE|Ellada|Hellenic Republic",
    "SK": "Slovak Republic|Repubblica Slovacca|República Eslovaca|Slowakische Republik",
    "NO": "Norge|Noreg",
    "ES": "Reino de España",
    "PT": "República Portuguesa|POR",
    "RE": "La Réunion|Reunion Island",
    "XK": "Kosovo|Kosova",
}
# The short names of ISO 3166 that differ from the CLDR's: what the lists of web forms offer.
ISO: Final = {
    "AG": "Antigua and Barbuda",
    "BO": "Bolivia, Plurinational State of|Bolivia (Plurinational State of)",
    "BN": "Brunei Darussalam",
    "BQ": "Bonaire, Sint Eustatius and Saba",
    "CC": "Cocos (Keeling) Islands|Cocos Islands|Keeling Islands",
    "CD": "Congo, Democratic Republic of the|Congo, The Democratic Republic of the|Congo (Democratic Republic)",
    "CV": "Cabo Verde",
    "CZ": "Czechia",
    "FK": "Falkland Islands (Malvinas)|Falklands|Malvinas",
    "FM": "Micronesia, Federated States of|Micronesia (Federated States of)",
    "GB": "United Kingdom of Great Britain and Northern Ireland",
    "HK": "Hong Kong SAR China|China, Hong Kong Special Administrative Region",
    "IR": "Iran, Islamic Republic of|Iran (Islamic Republic of)|Islamic Republic of Iran",
    "KN": "Saint Kitts and Nevis",
    "KP": "Korea, Democratic People's Republic of|Democratic People's Republic of Korea",
    "KR": "Korea, Republic of|Korea (Republic of)|Korea (South)",
    "LA": "Lao People's Democratic Republic|Lao PDR",
    "LC": "Saint Lucia",
    "MD": "Moldova, Republic of|Republic of Moldova",
    "MF": "Saint Martin (French part)",
    "MK": "Macedonia, the former Yugoslav Republic of|Republic of North Macedonia|Macedonia, Republic of",
    "MM": "Myanmar|Myanmar (Burma)",
    "PM": "Saint Pierre and Miquelon",
    "PS": "Palestine, State of|State of Palestine|Palestinian Territory|Palestinian Territory, Occupied",
    "RU": "Russian Federation|Federazione Russa|Federación de Rusia|Fédération de Russie|Federação Russa"
    "|Russische Föderation",
    "SH": "Saint Helena, Ascension and Tristan da Cunha|Saint Helena",
    "ST": "Sao Tome and Principe",
    "SX": "Sint Maarten (Dutch part)",
    "SY": "Syrian Arab Republic",
    "SZ": "Eswatini",
    "TT": "Trinidad and Tobago",
    "TW": "Taiwan, Province of China|Republic of China",
    "TZ": "Tanzania, United Republic of|United Republic of Tanzania",
    "US": "United States of America",
    "VA": "Holy See (Vatican City State)|Vatican City State",
    "VC": "Saint Vincent and the Grenadines",
    "VE": "Venezuela, Bolivarian Republic of|Venezuela (Bolivarian Republic of)",
    "VG": "Virgin Islands, British|Virgin Islands (British)|British Virgin Islands",
    "VI": "Virgin Islands, U.S.|Virgin Islands (U.S.)|US Virgin Islands",
    "VN": "Viet Nam",
    "WF": "Wallis and Futuna",
}
# As German is written where there are no umlauts: Oesterreich.
UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# Of two countries, or of something else.
UNCLEAR: Final = frozenset(("congo", "kongo"))


def main() -> None:
    babel, global_data = import_module("babel"), import_module("babel.core").get_global
    locales = [babel.Locale.parse(name) for name in LOCALES]
    languages = global_data("territory_languages")
    alpha_3 = {
        names[0]: code
        for code, names in global_data("territory_aliases").items()
        if len(code) == 3 and code.isalpha() and len(names) == 1 and code not in WITHDRAWN
    } | NO_ISO
    lines: list[str] = []
    owners: dict[str, set[str]] = {}
    names: dict[str, list[str]] = {}
    for region in sorted(SUPPORTED_REGIONS):
        found = [locale.territories.get(region, "") for locale in locales]
        found += own_names(babel, region, languages.get(region, {}))
        found += [*USED.get(region, "").split("|"), *ISO.get(region, "").split("|")]
        found += [name.translate(UMLAUTS) for name in found]
        names[region] = list(dict.fromkeys(filter(None, map(country_key, found))))
        for name in names[region]:
            owners.setdefault(name, set()).add(region)
    for region, known in names.items():
        english = locales[0].territories[region]
        article = "the " if WITH_ARTICLE.match(english) else ""
        single = [n for n in known if len(owners[n]) == 1 and n not in UNCLEAR]
        lines.append(f"{region}\t{alpha_3[region]}\t{article}{english}\t{' '.join(single)}\n")
    DATA.write_text("".join(lines), encoding="utf-8")
    print({name: found for name, found in owners.items() if len(found) > 1})  # noqa: T201


def own_names(babel: Any, region: str, languages: dict[str, Any]) -> list[str]:
    """The country's name in its official languages, in whatever script they are written."""
    official = [
        name
        for name, facts in languages.items()
        if str(facts["official_status"]) in ("official", "de_facto_official")
    ]
    found = []
    for language in official:
        try:
            found.append(babel.Locale.parse(language).territories.get(region, ""))
        except (babel.UnknownLocaleError, ValueError):
            continue
    return found


if __name__ == "__main__":
    main()
