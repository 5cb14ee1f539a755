"""PostgreSQL's messages on the wire (protocol 3.0): a type byte, then a length that counts itself, then the rest.

Only a client's first message has no type.
"""

from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple

Sender = Literal["client", "server"]


class Message(NamedTuple):
    """One message: who sends it, its type (empty for a client's first), and all its bytes."""

    sender: Sender
    type: bytes
    data: bytes

    @property
    def is_commit(self) -> bool:
        """A client's COMMIT, as a simple query or as a statement to parse."""
        return self.sender == "client" and self.type in (b"Q", b"P") and b"COMMIT\0" in self.data

    @property
    def is_commit_done(self) -> bool:
        """The server's word that the transaction is stored (CommandComplete)."""
        return self.sender == "server" and self.type == b"C" and self.data.endswith(b"COMMIT\0")

    @property
    def is_copy_data(self) -> bool:
        """A block of rows: only imports send these."""
        return self.sender == "client" and self.type == b"d"


def messages(stream: BinaryIO, sender: Sender) -> Iterator[Message]:
    """What one side says, message by message, until it says no more."""
    type_length = 0 if sender == "client" else 1
    while len(head := stream.read(type_length + 4)) == type_length + 4:
        length = int.from_bytes(head[type_length:]) - 4
        yield Message(sender, head[:type_length], head + stream.read(length))
        type_length = 1
