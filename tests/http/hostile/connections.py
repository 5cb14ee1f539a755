"""What no client library would send, and all that a server says to it."""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.http.caller import Caller, address
from tests.http.forms import CONTENT_TYPE, Part, form, people
from tests.http.real_server import Server, head
from tests.support.tenants import Tenant

PATIENCE = 0.5  # seconds; 30 where it counts
LIMIT = 100_000
GOOD = form(Part(people(3)))
STATUS_LINE = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@dataclass(frozen=True)
class Impatient:
    """A server that waits half a second, takes 100 kB, and spools into `folder`."""

    server: Server
    folder: Path

    def uploads(self) -> list[Path]:
        return list(self.folder.glob("umanize-upload-*"))


def read_to_the_end(connection: socket.socket) -> bytes:
    """All the server says until it closes; a reset is an end too."""
    said = b""
    with suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            said += piece
    return said


def send_until_refused(connection: socket.socket, piece: bytes, most: int) -> int:
    """Send `piece` again and again until the server has closed or `most` bytes are out; bytes sent."""
    sent = 0
    with suppress(BrokenPipeError, ConnectionResetError):
        while sent < most:
            connection.sendall(piece)
            sent += len(piece)
    return sent


def statuses(said: bytes) -> list[int]:
    return [int(status) for status in STATUS_LINE.findall(said)]


def import_head(api: Caller, length: int, **extra: str) -> bytes:
    headers = {"Content-Type": CONTENT_TYPE, **api.key, **extra}
    return head(address(api.tenant.campaign()), headers, length)


def chunked_head(api: Caller) -> bytes:
    good = import_head(api, 0)
    return good.replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def imports(tenant: Tenant) -> int:
    return len(tenant.rows("imports"))
