"""Files from before Unicode: what they are read as, and what their senders hear of it."""

import io
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidRequest
from app.importer.reader import detection, open_tables
from app.importer.reader.code_pages import FAMILIES, plain_name, usual_encoding
from app.importer.reader.detection import detect_encoding
from app.importer.reader.encoding import SURROGATE, Encoding, text_blocks
from app.importer.reader.letters import letter_table
from app.importer.rows import Gravity, Limits, Notice
from tests.reader.legacy_files import LANGUAGES, LegacyFile, legacy_file, legacy_files

ALL_CODECS = [codec for family in FAMILIES.values() for codec in family]
ITALIAN = ["Niccolò", "Forlì", "Cefalù", "perché", "Agliè", "Cantù", "Nardò", "Mosè"]


def read_as(
    content: bytes, region: str | None = None, charset: str | None = None
) -> tuple[str, Encoding]:
    """The whole text, and the encoding it was read in."""
    file = io.BytesIO(content)
    encoding = detect_encoding(file, region, charset)
    return "".join(text_blocks(file, encoding)), encoding


def names(words: Sequence[str], codec: str) -> bytes:
    """A file with a name a line, each with an e-mail address."""
    lines = (f"c{number}@example.com;{word}" for number, word in enumerate(words))
    return "\r\n".join(["email;name", *lines, ""]).encode(codec)


def table(content: bytes, region: str | None) -> tuple[list[list[str]], list[Notice]]:
    """The cells of the file's only table, and its notices."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        (found,) = open_tables(Path(file.name), Limits(), region=region)
        return [cells for _, cells, _ in found.rows], found.source.notices


def outcome(file: LegacyFile, region: str | None) -> str:
    try:
        text, encoding = read_as(file.content, region)
    except InvalidRequest:
        return "refused"
    return ("right" if text == file.text else "wrong") + ", noted" * encoding.doubtful


class TestConfusion:
    """Three files of each of 24 languages in each of their encodings; a third of them have one name beyond ASCII."""

    def test_files_of_the_accounts_own_region_are_read_right(self) -> None:
        files = list(legacy_files(1))
        usual = Counter(outcome(f, f.region) for f in files if f.codec == usual_encoding(f.region))
        other = Counter(outcome(f, f.region) for f in files if f.codec != usual_encoding(f.region))
        assert usual == {"right": 69}
        assert other.total() == 195
        assert other["right"] + other["right, noted"] >= 190
        # SÈTE in MS-DOS 850 is SÔTE in Windows-1252: with no other name in the file, either may be right.
        assert other["wrong"] <= 1

    @pytest.mark.parametrize("region", [None, "IT"])
    def test_files_of_any_region_are_read_right_or_noted_or_refused(
        self, region: str | None
    ) -> None:
        outcomes = Counter(outcome(file, region) for file in legacy_files(1))
        assert outcomes.total() == 264
        assert outcomes["right"] + outcomes["right, noted"] >= 245
        assert outcomes["refused"] <= 3
        assert outcomes["wrong"] <= 2

    def test_files_with_many_names_are_read_right_in_any_account(self) -> None:
        files = list(legacy_files(1, densities=("many",)))
        outcomes = Counter(outcome(file, "IT") for file in files)
        assert outcomes["right"] + outcomes["right, noted"] == len(files)

    def test_a_western_windows_export_is_not_noted_in_any_western_account(self) -> None:
        western = [region for region in LANGUAGES if usual_encoding(region) == "cp1252"]
        files = [
            legacy_file(region, "cp1252", "many", seed) for region in western for seed in range(2)
        ]
        assert {outcome(file, region) for file in files for region in (*western, None)} == {"right"}


@pytest.mark.parametrize("region", LANGUAGES)
def test_unicode_is_read_and_not_noted(region: str) -> None:
    text = legacy_file(region, LANGUAGES[region].encodings.split()[0], "many", 1).text
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_as(text.encode(codec), region)[0] == text
        assert not read_as(text.encode(codec), region)[1].doubtful


@pytest.mark.parametrize(
    ("region", "codec", "name"),
    [
        ("IT", "mac_roman", "Niccolò"),
        ("IT", "cp850", "Niccolò"),
        ("IT", "mac_roman", "D’Ambrosio"),
        ("IT", "cp1250", "Łukasz Świątek"),
        ("IT", "cp1251", "Иванов"),
        ("IT", "cp1254", "Ayşe Yıldız"),
        ("IT", "cp1253", "Παπαδόπουλος"),
        ("IT", "cp932", "佐藤 太郎"),
        ("DE", "mac_roman", "Müller"),
        ("DE", "cp850", "Jürgen Groß"),
        ("DE", "mac_roman", "Käthe"),
        ("DE", "iso8859_2", "Dvořák"),
        ("FR", "mac_roman", "François"),
        ("FR", "cp850", "Hélène"),
        ("FR", "mac_roman", "RENÉ"),
        ("ES", "mac_roman", "José"),
        ("ES", "cp850", "Muñoz"),
        ("ES", "mac_roman", "GARCÍA"),
        ("PT", "mac_roman", "João"),
        ("BR", "cp850", "Conceição"),
        ("PL", "iso8859_2", "Świątek"),
        ("PL", "cp852", "Wójcik"),
        ("CZ", "cp852", "Dvořák"),
        ("RU", "koi8_r", "Иванов"),
        ("RU", "cp866", "Иванов"),
        ("GR", "cp737", "Γιώργος"),
        ("TR", "cp857", "Şahin"),
        ("JP", "euc_jp", "佐藤"),
        ("PL", "cp1252", "Nuñez Peña"),
        (None, "mac_roman", "Zoë Müller"),
    ],
)
def test_one_name_tells_the_encoding_and_is_noted(
    region: str | None, codec: str, name: str
) -> None:
    content = names(["Anna", "Marco", name, "Paolo"], codec)
    text, encoding = read_as(content, region)
    assert text == content.decode(codec)
    assert [notice.message for notice in encoding.notices] == [
        f"Read as {plain_name(encoding.codec)}: if names look wrong, export the file as UTF-8"
    ]


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("IT", "Niccolò"),
        ("IT", "José García"),
        ("IT", "Müller"),
        ("IT", "Dell’Orto"),
        ("IT", "“VIP”"),
        ("IT", "100 €"),
        ("FR", "L’Haÿ-les-Roses"),
        ("FR", "Œuvre d’Élodie"),
        ("DE", "Groß"),
        ("DE", "„Stammkunde“"),
        ("ES", "¿Cuándo?"),
        ("ES", "MUÑOZ"),
        ("GB", "£20 – didn’t pay"),
        ("PT", "Conceição"),
        ("NO", "Ødegård"),
        ("PL", "Świątek"),
        ("HU", "Győző"),
        ("RU", "Иванов"),
        ("UA", "Їжакевич"),
        ("GR", "Ελένη"),
        ("TR", "Işıl Yıldız"),
        ("JP", "佐藤 花子"),
        ("CN", "王小龙"),
        ("TW", "林淑芬"),
        ("KR", "김민준"),
    ],
)
def test_one_name_in_the_regions_usual_encoding_is_not_noted(region: str, name: str) -> None:
    content = names(["Anna", "Marco", name, "Paolo"], usual_encoding(region))
    text, encoding = read_as(content, region)
    assert (text, encoding.notices) == (content.decode(usual_encoding(region)), [])


@pytest.mark.parametrize(
    ("region", "note"),
    [
        ("IT", "Via Roma n° 12"),
        ("IT", "10\xa0€ – “ok”"),
        ("IT", "½ giornata, 10×20, 120 m²"),
        ("IT", "De’ Medici, po’"),
        ("IT", "Nicolo´ D´Angelo"),
        ("FR", "«\xa0Bonjour\xa0»"),
        ("FR", "C’est déjà fait aujourd’hui"),
        ("DE", "‚Test‘ † §"),
        ("ES", "Nº 5, 2ª planta, Mª José"),
        ("ES", "¡Hola! ¿Sí?"),
        ("ES", "MUñOZ"),
        ("ES", "Paral·lel"),
        ("NL", "’s-Hertogenbosch, ’t Hooft"),
        ("GB", "Didn’t pay £20 – St. John’s"),
        ("BR", "JOãO D’Ávila"),
    ],
)
def test_what_people_type_besides_names_is_read_as_windows_1252(region: str, note: str) -> None:
    content = names(["Anna", note, "Paolo"], "cp1252")
    text, encoding = read_as(content, region)
    assert (note in text, encoding.codec) == (True, "cp1252")


def test_the_euro_sign_tells_iso_8859_15_from_windows_1252() -> None:
    content = "email;note\r\na@x.com;sconto 10 €\r\nb@x.com;Niccolò\r\n".encode("iso8859_15")
    text, encoding = read_as(content, "IT")
    assert ("10 €" in text, encoding.name, encoding.doubtful) == (True, "ISO-8859-15", True)


def test_two_encodings_with_the_same_text_are_one_answer() -> None:
    content = names(ITALIAN, "iso8859_15")
    assert content == names(ITALIAN, "cp1252")
    assert read_as(content, "IT")[1] == Encoding("cp1252")


@pytest.mark.parametrize(
    ("region", "codec", "words"),
    [
        ("JP", "cp932", "表 能登 ソニー ポール 十河 申 予 構 噂 貼"),
        ("TW", "big5", "許功蓋 四海 功夫 育英 淑芬"),
        ("CN", "gb18030", "王小龙 李伟 張誠 乗 僜 張東"),
    ],
)
def test_characters_with_a_backslash_or_a_bar_in_them_do_not_split_cells(
    region: str, codec: str, words: str
) -> None:
    rows = [
        ["email", "name"],
        *([f"c{number}@x.com", word] for number, word in enumerate(words.split())),
    ]
    content = "\r\n".join("|".join(row) for row in rows).encode(codec)
    assert content.count(b"\\") + content.count(b"|") > len(rows)
    assert table(content, region)[0] == rows


def test_a_choice_between_two_unusual_encodings_is_refused() -> None:
    with pytest.raises(
        InvalidRequest,
        match=r"'Inàs' \(MacRoman\) or 'Inês' \(MS-DOS 850\)\? Export the file as UTF-8.",
    ):
        read_as(names(["Anna", "Inês"], "cp850"), "IT")


def test_windows_1252_joined_with_utf_8_is_noted() -> None:
    content = names(ITALIAN, "cp1252") + "z@x.com;Zoë\r\n".encode()
    assert [notice.message for notice in read_as(content, "IT")[1].notices] == [
        "Read as Windows-1252: if names look wrong, export the file as UTF-8"
    ]


def test_a_few_cells_in_another_encoding_are_noted() -> None:
    content = names(ITALIAN * 3, "cp1252") + "z@x.com;Libertà di Niccolò\r\n".encode("cp850")
    _, encoding = read_as(content, "IT")
    assert (encoding.name, encoding.doubtful) == ("Windows-1252", True)


@pytest.mark.parametrize("name", ["MATÚŠ", "RŮŽENA"])
def test_a_czech_name_that_is_utf_8_by_chance_is_read(name: str) -> None:
    content = names(["JANA", name], "cp1250")
    assert content.decode() != content.decode("cp1250")
    assert read_as(content, "CZ")[0] == content.decode("cp1250")


class TestDeclaredCharset:
    @pytest.mark.parametrize("charset", ["windows-1250", "cp1250", "Windows-1250"])
    def test_wins_over_the_regions_usual_encoding(self, charset: str) -> None:
        text, encoding = read_as(names(["Łukasz", "Świątek"], "cp1250"), "IT", charset)
        assert ("Łukasz" in text, encoding) == (True, Encoding("cp1250"))

    @pytest.mark.parametrize("charset", ["iso-8859-1", "latin1"])
    def test_latin_1_means_windows_1252(self, charset: str) -> None:
        text, encoding = read_as(names(["“Niccolò”"], "cp1252"), "IT", charset)
        assert ("“Niccolò”" in text, encoding.codec) == (True, "cp1252")

    @pytest.mark.parametrize(
        "charset", ["utf-16", "utf-8", "ascii", "rot13", "hex", "idna", "nonsense", "", None]
    )
    def test_is_ignored_where_it_names_no_encoding_from_before_unicode(
        self, charset: str | None
    ) -> None:
        assert read_as(names(ITALIAN, "cp1252"), "IT", charset)[1] == Encoding("cp1252")

    def test_is_ignored_where_the_bytes_do_not_allow_it(self) -> None:
        assert read_as(names(ITALIAN, "cp1252"), "IT", "shift_jis")[1] == Encoding("cp1252")

    def test_does_not_turn_utf_8_into_mojibake(self) -> None:
        assert read_as(names(ITALIAN, "utf-8"), "IT", "iso-8859-1")[1] == Encoding("utf-8")

    def test_is_noted_where_another_encoding_makes_much_more_sense(self) -> None:
        words = ["Niccolò", "Forlì", "libertà", "perché"]
        _, encoding = read_as(names(words, "mac_roman"), "IT", "windows-1252")
        assert (encoding.codec, encoding.doubtful) == ("cp1252", True)

    @given(
        st.text(
            st.sampled_from(
                bytes(set(range(0x20, 0x100)) - {0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode(
                    "cp1252"
                )
            )
        )
    )
    def test_brings_back_any_text(self, text: str) -> None:
        content = b"n\xff" + text.encode("cp1252")  # not a byte order mark, whatever follows
        assert read_as(content, "IT", "windows-1252")[0] == "nÿ" + text


def test_iso_2022_jp_is_read_though_its_bytes_are_ascii() -> None:
    content = names(["佐藤", "田中"], "iso2022_jp")
    assert content.isascii()
    text, encoding = read_as(content, "JP")
    assert ("佐藤" in text, encoding) == (True, Encoding("iso2022_jp"))
    assert read_as(content, "IT")[1].doubtful
    assert read_as(b"email;name\na@x.com;\x1b$\xff\n", "JP")[1].codec != "iso2022_jp"


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_the_sample_does_not_depend_on_where_blocks_end(
    monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    content = names(["Anna"] * 40 + ITALIAN, "mac_roman")
    monkeypatch.setattr("app.importer.reader.encoding.BLOCK", 100)
    monkeypatch.setattr(detection, "SAMPLED_LINES", limit)
    assert read_as(content, "IT")[1].name == "MacRoman"


def test_a_long_line_is_weighed_by_its_words() -> None:
    content = names([" ".join(ITALIAN) + " x" * 200], "mac_roman")
    assert read_as(content, "IT")[1].name == "MacRoman"


@given(
    st.binary(max_size=60),
    st.sampled_from([None, *LANGUAGES]),
    st.sampled_from([None, *ALL_CODECS]),
)
def test_any_bytes_are_read_or_refused(
    content: bytes, region: str | None, charset: str | None
) -> None:
    try:
        text, encoding = read_as(b"\xff" + content, region, charset)
    except InvalidRequest:
        return
    assert encoding.damaged or not SURROGATE.search(text)


def test_utf_8_and_ascii_never_load_the_letters() -> None:
    letter_table.cache_clear()
    read_as(names(["Anna"], "ascii"), "IT")
    read_as(names(ITALIAN, "utf-8"), "IT")
    assert letter_table.cache_info().currsize == 0


def test_every_family_has_a_name_that_people_know() -> None:
    shown = [plain_name(codec) for codec in ALL_CODECS]
    assert len(set(shown)) == len(shown)
    assert all(name[0].isupper() and "_" not in name for name in shown)


def test_the_notice_comes_with_the_table() -> None:
    message = "Read as MacRoman: if names look wrong, export the file as UTF-8"
    json_line = '{"email": "a@x.com", "name": "Niccolò Perché"}\n'
    for content in (names(ITALIAN, "mac_roman"), json_line.encode("mac_roman")):
        assert table(content, "IT")[1] == [Notice(Gravity.READING, None, message)]
