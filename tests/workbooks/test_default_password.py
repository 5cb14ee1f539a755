"""Workbooks under Excel's own default password open without asking; those under another are refused."""

import io
import os
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path

import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from app.errors import InvalidRequest, PayloadTooLarge, UnknownContent
from app.importer.reader.encrypted import PASSWORD
from app.importer.rows import Limits
from tests.reader.builders import cells, read, zipped
from tests.workbooks.builders import compound, xlsx
from tests.workbooks.test_xls import number, workbook

DATA = Path(__file__).parent.parent / "data" / "workbooks"
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>email</t></is></c></row>'
Cipher = Callable[[bytes, str], bytes]
REFUSAL = "The workbook is encrypted: save it without a password and send that file."


@pytest.mark.parametrize(
    "name",
    ["default_password_agile.xlsx", "default_password_standard.xlsx", "default_password_rc4.xls"],
)
def test_reads_what_other_programs_encrypted_with_the_default_password(name: str) -> None:
    header, *rows = cells((DATA / name).read_bytes())

    assert header[:3] == ["customer_id", "name", "surname"]
    assert [row[0] for row in rows] == ["007", "8", "9"]


def agile(folder: Path, password: str, spins: bytes = b"") -> bytes:
    """An XLSX in the encryption of Excel 2010 and later; its package has the types of a real one."""
    path = xlsx(folder / "plain.xlsx", CELL)
    with zipfile.ZipFile(path, "a") as archive:
        # The library that encrypts it here spoils streams of less than 4,096 bytes.
        archive.writestr("docProps/thumbnail.jpeg", os.urandom(5_000))
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
    encrypted = io.BytesIO()
    with path.open("rb") as file:
        OOXMLFile(file).encrypt(password, encrypted)
    return encrypted.getvalue().replace(b'spinCount="100000"', spins or b'spinCount="100000"')


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Leads")
    for row in range(200):
        sheet.write(row, 0, "email" if row == 0 else f"a{row}@example.com")
        sheet.write(row, 1, "phone" if row == 0 else 393471234000 + row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def stream_of(content: bytes) -> bytes:
    """The workbook's stream of xlwt's file, which lies in one piece behind the header."""
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    return content[start:]


def records(stream: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == 0:
            break
        found.append((kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


PLAIN_RECORDS = {0x809, 0x2F, 0xE1}  # BOF, FilePass, InterfaceHdr
BOUND_SHEET = 0x85


def with_file_pass(stream: bytes, info: bytes) -> list[tuple[int, bytes]]:
    """The records with a FilePass behind the first; the sheets' places move by its length."""
    first, *others = records(stream)
    moved = [
        (kind, struct.pack("<I", struct.unpack_from("<I", data)[0] + len(info) + 4) + data[4:])
        if kind == BOUND_SHEET
        else (kind, data)
        for kind, data in others
    ]
    return [first, (0x2F, info), *moved]


def obfuscated(stream: bytes, password: str, *, old: bool = False) -> bytes:
    """XOR obfuscation ([MS-OFFCRYPTO] 2.3.7.2), as the records of a workbook use it."""
    keys = DocumentXOR.create_xor_array_method1(password)
    verifier = next(n for n in range(0x10000) if DocumentXOR.verifypw(password, n))
    key = DocumentXOR.create_xor_key_method1(password)
    written = b""
    info = struct.pack("<HH", key, verifier) if old else struct.pack("<HHH", 0, key, verifier)
    for kind, data in with_file_pass(stream, info):
        start = len(written) + 4
        kept = len(data) if kind in PLAIN_RECORDS else 4 if kind == BOUND_SHEET else 0
        hidden = bytes(
            ((byte << 5 | byte >> 3) & 0xFF) ^ keys[(start + len(data) + at) % 16]
            for at, byte in enumerate(data)
        )
        written += struct.pack("<HH", kind, len(data)) + data[:kept] + hidden[kept:]
    return written


def rc4_encrypted(stream: bytes, password: str) -> bytes:
    """RC4 CryptoAPI ([MS-OFFCRYPTO] 2.3.5), Excel's choice from 2002 to 2007."""
    salt, verifier = bytes(range(16)), bytes(16)
    key_bits = 128

    def cipher(data: bytes) -> bytes:
        source = io.BytesIO(data)
        return bytes(DocumentRC4CryptoAPI.decrypt(password, salt, key_bits, source, 1024).read())

    both = cipher(verifier + sha1(verifier).digest())
    provider = "Microsoft Enhanced Cryptographic Provider v1.0\0".encode("utf-16-le")
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, key_bits, 1, 0, 0) + provider
    info = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
    info += struct.pack("<I", 16) + salt + both[:16] + struct.pack("<I", 20) + both[16:]
    placed = with_file_pass(stream, info)
    plain = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in placed)
    hidden, written = cipher(plain), b""
    for kind, data in placed:
        start = len(written) + 4
        kept = len(data) if kind in PLAIN_RECORDS else 4 if kind == BOUND_SHEET else 0
        written += struct.pack("<HH", kind, len(data)) + data[:kept]
        written += hidden[start + kept : start + len(data)]
    return written


@pytest.mark.parametrize("cipher", [obfuscated, rc4_encrypted])
def test_reads_an_xls_under_the_default_password(cipher: Cipher) -> None:
    content = compound({"Workbook": cipher(stream_of(xls()), PASSWORD)})

    assert cells(content) == cells(xls())


def test_reads_excel_95_under_the_default_password() -> None:
    label = struct.pack("<HHHHHH", 0x204, 13, 0, 0, 0, 5) + b"email"
    stream = workbook(label, version=0x0500, name=b"\1S")
    ciphered = obfuscated(stream, PASSWORD, old=True)

    assert cells(compound({"Book": ciphered})) == [["email"]]


@pytest.mark.parametrize("cipher", [obfuscated, rc4_encrypted])
def test_refuses_an_xls_under_another_password(cipher: Cipher) -> None:
    with pytest.raises(UnknownContent) as refused:
        read(compound({"Workbook": cipher(stream_of(xls()), "secret")}))
    assert refused.value.message == REFUSAL


def test_reads_an_xlsx_under_the_default_password_in_a_zip(tmp_path: Path) -> None:
    content = agile(tmp_path, PASSWORD)

    assert cells(content) == [["email"]]
    assert cells(zipped(("leads.xlsx", content))) == [["email"]]


REFUSED = {
    "no description of the cipher": {"EncryptedPackage": b"x"},
    "an empty description": {"EncryptedPackage": b"x", "EncryptionInfo": b""},
    "rights management": {"EncryptedPackage": b"x", "\x06DataSpaces": b""},
    "a huge description": {"EncryptedPackage": b"x", "EncryptionInfo": b"\4\0\4\0" + bytes(40_000)},
    "an unknown cipher": {"EncryptedPackage": b"x", "EncryptionInfo": b"\x09\0\x09\0" * 99},
    "Excel 95": {"Book": workbook(b"", b"\x2f\0\4\0\1\2\3\4", version=0x0500, name=b"\1S")},
    "a FilePass of no known cipher": {
        "Workbook": workbook(number(0, 0, 1.0), b"\x2f\0\4\0\1\0\x09\0")
    },
    "a FilePass further on": {
        "Workbook": workbook(number(0, 0, 1.0), b"\x92\0\0\0" * 9 + b"\x2f\0\2\0\0\0")
    },
}


@pytest.mark.parametrize("size", [0, 2, 6, 8, 50])
def test_refuses_a_file_pass_that_is_cut(size: int) -> None:
    info = struct.pack("<HHH", 1, 1 if size < 50 else 2, 1 if size < 50 else 2).ljust(50, b"\0")
    file_pass = struct.pack("<HH", 0x2F, size) + info[:size]
    with pytest.raises((InvalidRequest, UnknownContent)):
        read(compound({"Workbook": workbook(number(0, 0, 1.0), file_pass)}))


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_cannot_be_decrypted(name: str) -> None:
    with pytest.raises(UnknownContent) as refused:
        read(compound(REFUSED[name]))
    assert refused.value.message == REFUSAL


def test_refuses_an_xlsx_under_another_password(tmp_path: Path) -> None:
    with pytest.raises(UnknownContent, match="without a password"):
        read(agile(tmp_path, "secret"))


def test_hashes_no_password_ten_million_times(tmp_path: Path) -> None:
    with pytest.raises(UnknownContent, match="without a password"):
        read(agile(tmp_path, PASSWORD, spins=b'spinCount="9999999"  '[:18]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_expands_no_entity(encoding: str, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    info = struct.pack("<HHI", 4, 4, 0x40) + bomb.encode(encoding)
    with pytest.raises(UnknownContent, match="without a password"):
        read(compound({"EncryptedPackage": b"x", "EncryptionInfo": info}))


def test_counts_the_decrypted_bytes(tmp_path: Path) -> None:
    content = agile(tmp_path, PASSWORD)
    with pytest.raises(PayloadTooLarge, match="unpacks to more"):
        read(content, Limits(unpacked_bytes=500))
