"""Good files and what can happen to their bytes, all of it decided by a seeded random.Random."""

import codecs
import gzip
import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.files.builders import delimited, json_array, json_lines, ods, xls, xlsb, xlsx
from tests.reader.builders import gzipped, zipped

WORKBOOKS = Path(__file__).parent.parent / "data" / "workbooks"

Mutation = Callable[[bytes, random.Random], bytes]

# Bytes that mean something to some format: quotes, delimiters, line ends, brackets, NUL, a BOM's.
TELLING = b"\"',;|\t\r\n\0\\{}[]<>&=@+-.0:\x1a\x80\xc3\xed\xef\xfe\xff"


@cache
def table() -> list[list[str]]:
    """Fifteen customers with everything that makes a file hard to read."""
    header = ["customer_id", "name", "surname", "email", "phone", "status"]
    names = ("Anna", "Niccolò", 'Zoë "Z"', "a,b;c", "two\nlines", "", "美咲", "=1+1")
    rows = [
        [
            f"C-{n}",
            names[n % 8],
            "Rossi",
            f"a{n}@x.com",
            f"+3934712345{n:02}",
            ("hot", "dnc")[n % 2],
        ]
        for n in range(15)
    ]
    return [header, *rows]


@cache
def text_files() -> tuple[bytes, ...]:
    """Files that the service reads in its own process."""
    text = delimited(table())
    return (
        text.encode(),
        codecs.BOM_UTF8 + delimited(table(), ";", "\r\n").encode(),
        delimited(table(), "\t").encode("utf-16"),
        delimited(table(), "|", "\r").encode("cp1252", "replace"),
        b"sep=;\n" + delimited(table(), ";").encode(),
        json_lines(table()),
        json_array(table()),
    )


@cache
def packed_files() -> tuple[bytes, ...]:
    """Files that are read in a child process."""
    text = delimited(table()).encode()
    return (
        xlsx(table()),
        xlsb(table()),
        xls(table()),
        ods(table()),
        gzipped(text),
        zipped(("customers.csv", text)),
        *(path.read_bytes() for path in sorted(WORKBOOKS.glob("default_password_*"))),
    )


def mutant(files: tuple[bytes, ...], chance: random.Random) -> bytes:
    """One of the files after one to four accidents; half the packages are hit inside, and packed again."""
    content = chance.choice(files)
    inside = chance.random() < 0.5
    if inside and content.startswith(b"PK"):
        return _repacked(content, chance)
    if inside and content.startswith(b"\x1f\x8b"):
        return gzip.compress(_damaged(gzip.decompress(content), files, chance), mtime=0)
    return _damaged(content, files, chance)


def _repacked(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    hit = chance.randrange(len(entries))
    others = tuple(data for _, data in entries)
    entries[hit] = (entries[hit][0], _damaged(entries[hit][1], others, chance))
    return zipped(*entries)


def _damaged(content: bytes, others: tuple[bytes, ...], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.1:
            content = _splice(content, chance.choice(others), chance)
        else:
            content = chance.choice(MUTATIONS)(content, chance)
    return content


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"\0")
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"\0")
    changed[chance.randrange(len(changed))] = chance.choice(TELLING)
    return bytes(changed)


def _delete(content: bytes, chance: random.Random) -> bytes:
    start, end = _slice(content, chance)
    return content[:start] + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randint(0, len(content))
    some = bytes(chance.choices(TELLING, k=chance.choice((1, 1, 2, 8, 100))))
    return content[:place] + some + content[place:]


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _duplicate(content: bytes, chance: random.Random) -> bytes:
    start, end = _slice(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 50)) + content[end:]


def _splice(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(0, len(content))] + other[chance.randint(0, len(other)) :]


def _slice(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(content))
    return start, min(len(content), start + chance.choice((1, 2, 4, 16, 64, 512)))


MUTATIONS: tuple[Mutation, ...] = (_flip, _overwrite, _delete, _insert, _truncate, _duplicate)
