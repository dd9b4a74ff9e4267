"""A file that can be written and read as a stream, and that opens only whole, unchanged and by its
key.

    LINTEL BACKUP 1 <kind of key>\\n  32 bytes of salt  then parts:
    4 bytes length, and that many bytes of AES-256-GCM

Each file has a key of its own, made from the given one and the salt. The number of a part and
whether it is the last are its nonce, so that no part can be left out, moved or come from elsewhere,
and the end cannot be cut off.

Source: Hoang, Reyhanitabar, Rogaway and Vizár 2015, "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance" (the STREAM construction).
"""

import io
import secrets
import struct
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = "LINTEL BACKUP 1"
FILE, PASSPHRASE = "file", "passphrase"
SALT = 32
PART = 1 << 20
TAG = 16
LENGTH = struct.Struct(">I")


class NotAsSealed(Exception):
    """The file was changed, cut short, is none of ours, or the key is another one."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a backup is locked with.

    Shape: `kind` is FILE, random bytes, or PASSPHRASE, words somebody made up.
    """

    kind: str
    material: bytes

    def of(self, salt: bytes) -> AESGCM:
        """The key of one file."""
        if self.kind == PASSPHRASE:
            # Half a second and 128 MB for each guess.
            return AESGCM(Scrypt(salt, length=32, n=2**17, r=8, p=1).derive(self.material))
        made = HKDF(SHA256(), 32, salt, b"lintel backup").derive(self.material)
        return AESGCM(made)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Write here; what is written goes to `out`, sealed. Whole only once it was closed."""

    def __init__(self, out: BinaryIO, key: Key) -> None:
        super().__init__()
        salt = secrets.token_bytes(SALT)
        self._head = f"{MAGIC} {key.kind}\n".encode() + salt
        self._out, self._lock, self._held, self._number = out, key.of(salt), bytearray(), 0
        out.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, words) -> int:  # type: ignore[no-untyped-def, override]
        self._held += words
        while len(self._held) > PART:
            self._put(bytes(self._held[:PART]), last=False)
            del self._held[:PART]
        return len(words)

    def finish(self) -> None:
        """The last part. What was not finished does not open."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, words: bytes, *, last: bool) -> None:
        sealed = self._lock.encrypt(_nonce(self._number, last), words, self._head)
        self._out.write(LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class Opening(io.RawIOBase):
    """Read here what was sealed. Every byte given was found to be as written.

    Errors, here and in reading:
        NotAsSealed: in words for the person who runs Lintel.
    """

    def __init__(self, file: BinaryIO, key: Key) -> None:
        super().__init__()
        line = file.readline(80)
        known = {f"{MAGIC} {kind}\n".encode(): kind for kind in (FILE, PASSPHRASE)}
        if line not in known:
            raise NotAsSealed("it is not a backup that this version of Lintel wrote")
        if known[line] != key.kind:
            wanted = "--key-file" if known[line] == FILE else "--passphrase-file"
            raise NotAsSealed(f"it was locked in another way; open it with {wanted}")
        salt = file.read(SALT)
        self._head = line + salt
        self._file, self._lock, self._number = file, key.of(salt), 0
        self._held, self._last = memoryview(b""), False

    def readable(self) -> bool:
        return True

    def readinto(self, into) -> int:  # type: ignore[no-untyped-def, override]
        while not self._held and not self._last:
            self._next()
        count = min(len(into), len(self._held))
        into[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def at_end(self) -> None:
        """
        Errors:
            NotAsSealed: there is more than there should be.
        """
        while self.read(PART):
            pass

    def _next(self) -> None:
        head = self._file.read(LENGTH.size)
        if len(head) < LENGTH.size:
            raise NotAsSealed("its end is missing")
        (length,) = LENGTH.unpack(head)
        sealed = self._file.read(length) if TAG <= length <= PART + TAG else b""
        for last in (False, True):
            try:
                opened = self._lock.decrypt(_nonce(self._number, last), sealed, self._head)
            except InvalidTag:
                continue
            if last and self._file.read(1):
                raise NotAsSealed("something was added behind its end")
            self._held, self._last = memoryview(opened), last
            self._number += 1
            return
        if self._number == 0:
            raise NotAsSealed("the key is not the one it was locked with, or it was changed")
        raise NotAsSealed(f"it was changed or cut short in part {self._number}")
