"""A sealed file: chunks that are encrypted and authenticated, each in its place, to the last.

::

    magic 16 | key id 16 | salt 32 | chunk 64 KiB + tag 16 | … | last chunk, shorter or empty + tag

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) in the form in which the age
file format has it, with AES-256-GCM: a key of the file's own (HKDF-SHA256 of the secret and the
salt), the nonce being the number of the chunk (11 bytes) and whether it is the last (1 byte). So a
chunk that was changed, moved, left out, or cut off does not open. The label that a file was sealed
with takes part in its key: under another name it does not open either. The last byte of the magic
tells the cipher; files of an earlier Uptake, with ChaCha20-Poly1305, open as well.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"\x89UPTAKE.SEALED\n\x02"
CHUNK = 1 << 16
_CIPHERS: dict[bytes, type[AESGCM | ChaCha20Poly1305]] = {
    MAGIC: AESGCM,
    MAGIC[:-1] + b"\x01": ChaCha20Poly1305,
}
_TAG = 16
_ID = 16
_SALT = 32
HEADER = len(MAGIC) + _ID + _SALT


class Broken(Exception):
    """A sealed file was changed, moved or cut off, or the secret is not the one it needs."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A secret of any length, and the id by which sealed files name it."""

    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> bytes:
        """16 bytes that tell nothing of the secret."""
        return sha256(b"uptake key id\0" + self.secret).digest()[:_ID]


def key_id_of(head: bytes) -> bytes | None:
    """The id of the key that a file was sealed with, from its first bytes; None: not sealed."""
    if head[: len(MAGIC)] not in _CIPHERS:
        return None
    return head[len(MAGIC) : len(MAGIC) + _ID]


def seal(source: BinaryIO, target: BinaryIO, key: SealingKey, label: str) -> None:
    """Write what ``source`` holds to ``target``, sealed. Holds two chunks in memory."""
    head = MAGIC + key.key_id + os.urandom(_SALT)
    target.write(head)
    cipher = _cipher(key, head, label)
    for nonce, chunk in _chunks(source, CHUNK):
        target.write(cipher.encrypt(nonce, chunk, None))


def unseal(source: BinaryIO, target: BinaryIO, key: SealingKey, label: str) -> None:
    """Write what a sealed ``source`` holds to ``target``. Raises Broken.

    Nothing in ``target`` counts before this has returned: the end may be missing.
    """
    head = source.read(HEADER)
    if len(head) != HEADER or key_id_of(head) != key.key_id:
        raise Broken
    cipher = _cipher(key, head, label)
    for nonce, chunk in _chunks(source, CHUNK + _TAG):
        try:
            target.write(cipher.decrypt(nonce, chunk, None))
        except InvalidTag:
            raise Broken from None


def _cipher(key: SealingKey, head: bytes, label: str) -> AESGCM | ChaCha20Poly1305:
    info = b"uptake kept export\0" + label.encode()
    secret = HKDF(SHA256(), 32, salt=head, info=info).derive(key.secret)
    return _CIPHERS[head[: len(MAGIC)]](secret)


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """(nonce, chunk): all of one size but the last, which is one even where it is empty."""
    number, chunk = 0, source.read(size)
    while True:
        following = source.read(size) if len(chunk) == size else b""
        is_last = not following
        yield number.to_bytes(11, "big") + bytes([is_last]), chunk
        if is_last:
            return
        number, chunk = number + 1, following
