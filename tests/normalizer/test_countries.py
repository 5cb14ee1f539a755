"""Country cells: codes, names in the six languages and the country's own, what people write, dialling codes."""

import pytest

from app.importer.normalizer.countries import country_name, region_of_country
from tests.normalizer.phone_numbers import REGIONS


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_is_known_by_its_code_and_by_its_english_name(region: str) -> None:
    name = country_name(region)
    assert region_of_country(name) == region
    assert region_of_country(name.upper()) == region
    # Not by `NA` and `NC`: "not available" and "non communiqué" as often as Namibia and New Caledonia.
    assert region_of_country(region.lower()) == (None if region in ("NA", "NC") else region)


@pytest.mark.parametrize(
    ("region", "cells"),
    [
        ("IT", "IT|it|ITA|Italy|Italia|Itália|Italie|Italien|ITALIEN| italia |I"),
        ("DE", "Germany|Germania|Alemania|Alemanha|Allemagne|Deutschland|BRD|D|GER"),
        ("ES", "Spain|España|Espana|Espanha|Espagne|Spagna|Spanien|ESP"),
        ("FR", "France|Francia|França|Frankreich|F|FRA"),
        ("GB", "UK|U.K.|GB|GBR|England|Scotland|Wales|Northern Ireland|Great Britain|Inghilterra"),
        (
            "GB",
            "Regno Unito|Reino Unido|Royaume-Uni|Grande-Bretagne|Großbritannien|Grossbritannien",
        ),
        ("US", "USA|U.S.A.|US|U.S.|United States|United States of America|Stati Uniti d'America"),
        ("US", "Estados Unidos|EE.UU.|EEUU|EUA|E.U.A.|États-Unis|Etats Unis|Vereinigte Staaten"),
        ("AE", "UAE|U.A.E.|United Arab Emirates|Emirati Arabi Uniti"),
        ("CH", "Switzerland|Svizzera|Suisse|Schweiz|Suiza|Suíça|CH|SUI|Schweiz/Suisse"),
        ("AT", "Austria|Österreich|Oesterreich|Autriche|Áustria|A"),
        ("NL", "Netherlands|The Netherlands|Holland|Olanda|Nederland|Pays-Bas|Países Bajos"),
        ("CZ", "Czech Republic|Czechia|Repubblica Ceca|Tschechien|Česko"),
        ("CI", "Côte d'Ivoire|Cote d Ivoire|Ivory Coast|Costa d'Avorio|Elfenbeinküste"),
        ("BA", "Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia ed Erzegovina"),
        ("KR", "Korea, Republic of|South Korea|Corea del Sud|Südkorea|대한민국"),
        ("RU", "Russia|Russian Federation|Россия|Rusia|Rússia"),
        ("TR", "Turkey|Türkiye|Turchia|Türkei|Tuerkei"),
        ("PL", "Poland|Polska|Polonia|Polônia|Polónia|Pologne|Polen"),
        ("GR", "Greece|Grecia|Griechenland|Ελλάδα|EL|GRC"),
        ("DO", "Dominican Republic|República Dominicana|DO"),
        ("DM", "Dominica"),
        ("NA", "Namibia|NAM|+264"),
        ("XK", "Kosovo|Kosova"),
    ],
)
def test_a_country_is_known_by_the_names_people_write(region: str, cells: str) -> None:
    names = cells.split("|")
    assert {name: region_of_country(name) for name in names} == dict.fromkeys(names, region)


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("39", "IT"),
        ("+39", "IT"),
        ("0039", "IT"),
        ("39.0", "IT"),
        ("+ 44", "GB"),
        ("1", "US"),
        ("001", "US"),
        ("+1-868", "TT"),
        ("1 340", "VI"),
        ("380", "UA"),
        ("7", "RU"),
        ("Italy (+39)", "IT"),
        ("IT +39", "IT"),
        ("+49 (Germany)", "DE"),
        ("US:1", "US"),
        ("IT - Italia", "IT"),
        ("Italia/Italy", "IT"),
        ("it-IT", "IT"),
        ("🇮🇹", "IT"),
        ("🇩🇪 Germany", "DE"),
    ],
)
def test_dialling_codes_flags_and_parts_that_agree_are_understood(cell: str, region: str) -> None:
    assert region_of_country(cell) == region


@pytest.mark.parametrize("cell", ["", " ", "-", "n/a", "null", "None", "\u200b"])
def test_a_blank_cell_names_no_country(cell: str) -> None:
    assert region_of_country(cell) == ""


@pytest.mark.parametrize(
    "cell",
    [
        "NA",
        "Atlantis",
        "Congo",
        "Antarctica",
        "en-US",
        "IT/DE",
        "Italy (+49)",
        "999",
        "039",
        "Rome",
        "MI",
        "yes",
        "x" * 200,
    ],
)
def test_what_names_no_country_or_two_is_not_understood(cell: str) -> None:
    assert region_of_country(cell) is None
