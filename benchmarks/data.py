"""The files that are imported: the same bytes for the same kind and size, on every machine.

Customer `i` has the same identifiers in every file; only `version` changes what else is known of them.
"""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

NAMES: Final = ("Anna", "Luca", "Sofia", "Marco", "Giulia", "Paolo", "Chiara", "Andrea")
SURNAMES: Final = ("Rossi", "Bianchi", "Ferrari", "Russo", "Gallo", "Greco", "Conti")
STATUSES: Final = ("lead", "active", "trial", "former")
COLUMNS: Final = ("customer_id", "name", "surname", "email", "phone", "status")
SEED: Final = 7

Cells = Sequence[str]


class Kind(StrEnum):
    """What a file is like."""

    ORDERED = "ordered"
    SHUFFLED = "shuffled"
    DIRTY = "dirty"  # one row in a hundred is rejected
    DUPLICATES_30 = "duplicates30"  # that many rows of a hundred repeat a customer
    DUPLICATES_50 = "duplicates50"
    EMAIL = "email"  # no customer_id
    PHONE = "phone"  # neither customer_id nor e-mail; national numbers

    @property
    def key(self) -> str:
        """The column that says who a row is."""
        return self.value if self in (Kind.EMAIL, Kind.PHONE) else "customer_id"

    @property
    def columns(self) -> Cells:
        if self is Kind.PHONE:
            return ("name", "surname", "phone", "status")
        return COLUMNS[1:] if self is Kind.EMAIL else COLUMNS

    @property
    def repeats(self) -> float:
        """The share of rows that repeat another row's customer."""
        return {Kind.DUPLICATES_30: 0.3, Kind.DUPLICATES_50: 0.5}.get(self, 0.0)


@dataclass(frozen=True)
class Sample:
    """Two files: `first` is all new to an empty account; of `second`, half is known from `first`, with other values.

    `stored` and `enrolled`: how many customers and targets an importer that rejects the bad rows leaves behind
    after case a (and b), and after case c.
    """

    kind: Kind
    rows: int
    first: Path
    second: Path
    stored: tuple[int, int]
    enrolled: tuple[int, int]


def write_sample(kind: Kind, rows: int, folder: Path) -> Sample:
    """Write both files of this kind and size."""
    first, second = folder / f"{kind}-{rows}-1.csv", folder / f"{kind}-{rows}-2.csv"
    customers = rows - int(rows * kind.repeats)
    before = write_file(first, kind, range(customers), rows, version=0)
    half = customers // 2
    after = write_file(second, kind, range(half, half + customers), rows, version=1)
    return Sample(
        kind,
        rows,
        first,
        second,
        stored=(len(before), len(before | after)),
        enrolled=(len(before), len(before) + len(after)),
    )


def write_file(path: Path, kind: Kind, customers: range, rows: int, *, version: int) -> set[int]:
    """Write one file; the customers of its good rows."""
    good = set()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(kind.columns)
        for number, customer in enumerate(order(kind, customers, rows)):
            bad = kind is Kind.DIRTY and number % 100 == 50
            cells = spoil(person(customer, version), number) if bad else person(customer, version)
            writer.writerow(shape(kind, cells))
            if not bad:
                good.add(customer)
    return good


def order(kind: Kind, customers: range, rows: int) -> Iterable[int]:
    """The customers in the order of the file's rows, repeated ones included."""
    if kind not in (Kind.SHUFFLED, Kind.DUPLICATES_30, Kind.DUPLICATES_50):
        return customers
    dice = random.Random(SEED)
    rolled = [*customers, *dice.choices(customers, k=rows - len(customers))]
    dice.shuffle(rolled)
    return rolled


def person(customer: int, version: int) -> list[str]:
    """All six cells; about 75 bytes a row, as performance.md's file."""
    name, surname = NAMES[customer % len(NAMES)], SURNAMES[customer % len(SURNAMES)]
    return [
        f"C{customer:08d}",
        name,
        f"{surname} {version}" if version else surname,
        f"{name}.{surname}.{customer}@example.com".lower(),
        f"+39347{customer:07d}",
        STATUSES[(customer + version) % len(STATUSES)],
    ]


def spoil(cells: list[str], number: int) -> list[str]:
    """A row that is rejected: in turn for want of an identifier, for its e-mail, for its phone."""
    spoilt = cells.copy()
    match number // 100 % 3:
        case 0:
            spoilt[0] = spoilt[3] = spoilt[4] = ""
        case 1:
            spoilt[3] = spoilt[3].replace("@", "(at)")
        case _:
            spoilt[4] = "12"
    return spoilt


def shape(kind: Kind, cells: list[str]) -> Cells:
    """The cells of this kind's columns."""
    if kind is Kind.EMAIL:
        return cells[1:]
    if kind is Kind.PHONE:
        return [cells[1], cells[2], national(cells[4]), cells[5]]
    return cells


def national(phone: str) -> str:
    """+393470000001 as people write it in Italy."""
    return f"{phone[3:6]} {phone[6:]}"


def one_row_files(count: int, prefix: str) -> Iterator[bytes]:
    """`count` files of one new customer each."""
    for number in range(count):
        row = ",".join(
            [f"{prefix}{number}", *person(number, 0)[1:3], f"{prefix}{number}@example.com"]
        )
        yield f"customer_id,name,surname,email\n{row}\n".encode()
