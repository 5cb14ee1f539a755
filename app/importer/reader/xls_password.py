"""XLS files under Excel's own default password: the three ciphers of [MS-OFFCRYPTO] that they use.

msoffcrypto has the ciphers. Its reader of XLS is not used: it keeps a Python object for each byte, and
refuses a stream whose padding is no whole record.
"""

import io
import struct
from typing import Final

from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from app.importer.reader.encrypted import PASSWORD, encrypted

MAX_STREAM: Final = 64 * 1024 * 1024  # bytes; deciphering holds a few copies of it in memory
FILE_PASS, BOUND_SHEET = 0x2F, 0x85
# BOF, UsrExcl, FileLock, InterfaceHdr, RRDInfo and RRDHead are never encrypted ([MS-XLS] 2.2.10).
PLAIN_RECORDS: Final = frozenset((0x809, FILE_PASS, 0x194, 0x195, 0xE1, 0x196, 0x138))
KEY_BLOCK: Final = 1024  # RC4 begins anew with a key of its own after so many bytes of the stream
KEY_PERIOD: Final = 16  # of XOR obfuscation
_ROTATED: Final = bytes((byte >> 5 | byte << 3) & 0xFF for byte in range(256))


def deciphered(stream: bytes, file_pass: bytes) -> bytes:
    """A workbook's stream in clear, its FilePass record made one that means nothing.

    `file_pass` is what that record holds. Raises UnknownContent where the default password does not
    fit, struct.error for a damaged record.
    """
    if len(stream) > MAX_STREAM:
        raise encrypted()
    if len(file_pass) == 4:
        # BIFF5 knows one cipher only, and does not name it.
        return _xored(stream, *struct.unpack("<HH", file_pass))
    scheme, major, minor = struct.unpack_from("<3H", file_pass.ljust(6, b"\0"))
    if scheme == 0:
        return _xored(stream, major, minor)
    if (scheme, major, minor) == (1, 1, 1):
        return _with_rc4(stream, file_pass[6:])
    if (scheme, minor) == (1, 2):
        return _with_crypto_api(stream, file_pass[6:])
    raise encrypted()


def _with_rc4(stream: bytes, info: bytes) -> bytes:
    salt, verifier, verifier_hash = struct.unpack_from("<16s16s16s", info)
    if not DocumentRC4.verifypw(PASSWORD, salt, verifier, verifier_hash):
        raise encrypted()
    clear = DocumentRC4.decrypt(PASSWORD, salt, io.BytesIO(stream), KEY_BLOCK).read()
    return _merged(stream, clear)


def _with_crypto_api(stream: bytes, info: bytes) -> bytes:
    _, header_size = struct.unpack_from("<II", info)
    (key_bits,) = struct.unpack_from("<16xI", info, 8)
    salt, verifier, verifier_hash = struct.unpack_from("<4x16s16s4x20s", info, 8 + header_size)
    key_bits = key_bits or 40
    if not DocumentRC4CryptoAPI.verifypw(PASSWORD, salt, key_bits, verifier, verifier_hash):
        raise encrypted()
    ciphered = io.BytesIO(stream)
    clear = DocumentRC4CryptoAPI.decrypt(PASSWORD, salt, key_bits, ciphered, KEY_BLOCK).read()
    return _merged(stream, clear)


def _merged(stream: bytes, clear: bytes) -> bytes:
    """The stream's headers and plain records, and all the rest in clear."""
    merged = bytearray(stream)
    for start, end, _ in _ciphered_parts(merged):
        merged[start:end] = clear[start:end]
    return bytes(merged)


def _xored(stream: bytes, _key: int, verifier: int) -> bytes:
    if not DocumentXOR.verifypw(PASSWORD, verifier):
        raise encrypted()
    keys = bytes(DocumentXOR.create_xor_array_method1(PASSWORD))
    merged = bytearray(stream)
    for start, end, place in _ciphered_parts(merged):
        repeated = keys * ((end - start) // KEY_PERIOD + 2)
        pad = repeated[place % KEY_PERIOD :][: end - start]
        ciphered = int.from_bytes(merged[start:end], "little") ^ int.from_bytes(pad, "little")
        merged[start:end] = ciphered.to_bytes(end - start, "little").translate(_ROTATED)
    return bytes(merged)


def _ciphered_parts(stream: bytearray) -> list[tuple[int, int, int]]:
    """Start and end of each part that is ciphered, and where in the XOR key it begins.

    A sheet's place, the first four bytes of BoundSheet8, is not. FilePass gets a type of no meaning.
    """
    parts, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        start, end = at + 4, min(at + 4 + size, len(stream))
        if kind == FILE_PASS:
            stream[at : at + 2] = b"\0\0"
        elif kind not in PLAIN_RECORDS and size:
            kept = 4 if kind == BOUND_SHEET else 0
            parts.append((start + kept, end, start + size + kept))
        at = start + size
    return parts
