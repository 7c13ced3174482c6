"""The keys behind the hashes of people: the first one hashed identifiers, each later one the hash.

An identifier cannot be hashed anew once only its hash is left. So a rotation adds a key, and every
hash becomes HMAC(new key, hash): whoever has the earlier keys alone can guess at nobody.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

HEX_DIGITS = 32
_BLOCK = 64
_MARK = "mark:of a warehouse"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key, the first one first. ``len``: how many."""

    keys: tuple[bytes, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    def hashed(self, text: str) -> str:
        """The keyed hash of a text: 32 hex digits."""
        return self.moved(text, 0)

    def moved(self, hashed: str, since: int) -> str:
        """What a hash that was made with the first ``since`` keys has become; '' stays ''."""
        for key in self.keys[since:] if hashed else ():
            digest = hmac.new(key, hashed.encode(), hashlib.sha256)
            hashed = digest.hexdigest()[:HEX_DIGITS]
        return hashed

    def first(self, count: int) -> "KeyRing":
        """The ring as it was when it had ``count`` keys."""
        return KeyRing(self.keys[:count])

    @property
    def mark(self) -> str:
        """What tells that hashes were made with these keys, and tells nothing else."""
        return self.hashed(_MARK)

    def query_hashed(self, text: str) -> str:
        """``hashed`` as a query expression of DuckDB."""
        return self.query_moved(text, 0)

    def query_moved(self, hashed: str, since: int) -> str:
        """``moved`` as a query expression of DuckDB, but for ''."""
        for key in self.keys[since:]:
            hashed = _query_hmac(key, hashed)
        return hashed


def _query_hmac(key: bytes, text: str) -> str:
    block = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
    block = block.ljust(_BLOCK, b"\0")
    outer = bytes(byte ^ 0x5C for byte in block).hex()
    inner = bytes(byte ^ 0x36 for byte in block).hex()
    inside = f"sha256(unhex('{inner}') || encode({text}))"
    return f"left(sha256(unhex('{outer}') || unhex({inside})), {HEX_DIGITS})"
