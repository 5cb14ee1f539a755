"""Multipart bodies, good and bad, built by hand: what a client library would never send can be sent too."""

from collections.abc import Sequence
from dataclasses import dataclass

BOUNDARY = "----boundary-of-the-tests"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass(frozen=True)
class Part:
    """One part of a form; without a `filename` it is a plain field."""

    content: bytes = b""
    name: str = "file"
    filename: str | None = "customers.csv"

    def encode(self) -> bytes:
        filename = "" if self.filename is None else f'; filename="{self.filename}"'
        head = (
            f"--{BOUNDARY}\r\n"
            f'Content-Disposition: form-data; name="{self.name}"{filename}\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        return head.encode() + self.content + b"\r\n"


def form(*parts: Part) -> bytes:
    """The body that carries these parts."""
    return b"".join(part.encode() for part in parts) + f"--{BOUNDARY}--\r\n".encode()


def table(header: str, *rows: str) -> bytes:
    """A CSV file."""
    return "\n".join([header, *rows, ""]).encode()


def people(count: int, start: int = 0) -> bytes:
    """A CSV file of `count` customers who differ in everything."""
    return table(
        "customer_id,name,surname,email,phone,status",
        *[
            f"C-{number},Anna,Rossi {number},anna{number}@example.com,+39347{number:07},active"
            for number in range(start, start + count)
        ],
    )


def shuffled(content: bytes, order: Sequence[int]) -> bytes:
    """The same plain CSV file with its columns in another order."""
    rows = [line.split(",") for line in content.decode().splitlines()]
    return "\n".join(",".join(row[column] for column in order) for row in rows).encode()
