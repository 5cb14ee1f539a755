"""A proxy between the service and Postgres that knows the protocol, and breaks a connection at a chosen message."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from threading import Lock, Thread
from time import sleep

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.faults.protocol import Message, Sender, messages

LATE = (
    0.5  # seconds: longer than the service's first pause before it asks what became of its COMMIT
)


class Verdict(Enum):
    """What becomes of a message."""

    PASS = auto()
    CUT = auto()  # it is not delivered, and both sides lose their connection
    LATE = auto()  # the client loses its connection at once, the server gets the message later


class Link:
    """One client's connection and its counterpart to the server. `has_copied`: it is an import's."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self._sockets: dict[Sender, socket.socket] = {"client": client, "server": server}
        self.has_copied = False

    def run(self, judge: "Callable[[Link, Message], Verdict]") -> None:
        """Carry messages both ways until either side is gone."""
        with self._sockets["client"], self._sockets["server"]:
            answers = Thread(target=self._carry, args=("server", "client", judge))
            answers.start()
            self._carry("client", "server", judge)
            answers.join()

    def break_off(self, *sides: Sender) -> None:
        """Hang up on these sides."""
        for side in sides:
            with suppress(OSError):  # it hung up first
                self._sockets[side].shutdown(socket.SHUT_RDWR)

    def _carry(
        self, sender: Sender, receiver: Sender, judge: "Callable[[Link, Message], Verdict]"
    ) -> None:
        with suppress(OSError), self._sockets[sender].makefile("rb") as stream:
            for message in messages(stream, sender):
                verdict = judge(self, message)
                if verdict is Verdict.CUT:
                    break
                if verdict is Verdict.LATE:
                    self.break_off("client")
                    sleep(LATE)
                self._sockets[receiver].sendall(message.data)
                if verdict is Verdict.LATE:
                    sleep(LATE)  # hanging up on the server at once would undo what it was just told
        self.break_off("client", "server")


class Proxy:
    """Listens in a socket directory of its own; `fault` judges every message of every connection, one at a time."""

    def __init__(self, listener: socket.socket, folder: Path, database_url: str) -> None:
        self.url = make_conninfo(database_url, host=str(folder), port=5432)
        self.fault: Callable[[Link, Message], Verdict] = pass_all
        self.is_away = False
        self._listener = listener
        self._target = conninfo_to_dict(database_url)
        self._lock = Lock()

    def go_away(self) -> None:
        """From now on the database answers nobody."""
        self.is_away = True

    def accept(self) -> None:
        """Serve whoever connects, until the listener is shut down."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_away:
                    client.close()
                    continue
                Thread(target=Link(client, self._connect()).run, args=(self._judge,)).start()

    def _connect(self) -> socket.socket:
        host, port = str(self._target["host"]), int(self._target.get("port") or 5432)
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def _judge(self, link: Link, message: Message) -> Verdict:
        with self._lock:
            link.has_copied |= message.is_copy_data
            return Verdict.CUT if self.is_away else self.fault(link, message)


def pass_all(_link: Link, _message: Message) -> Verdict:
    return Verdict.PASS


@contextmanager
def running_proxy(database_url: str, folder: Path) -> Iterator[Proxy]:
    """A proxy in front of the database, until the block ends."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / ".s.PGSQL.5432"))
        listener.listen()
        proxy = Proxy(listener, folder, database_url)
        server = Thread(target=proxy.accept)
        server.start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            server.join()
