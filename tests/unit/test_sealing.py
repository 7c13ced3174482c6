"""A sealed file opens with its key alone, and only as a whole: every byte, in its place."""

import hashlib
import hmac
import io
import tracemalloc

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from etl.sealing import stream
from etl.sealing.stream import HEADER, Broken, SealingKey, key_id_of, seal, unseal

KEY, OTHER = SealingKey(bytes(range(32))), SealingKey(bytes(32))
LABEL = "0123456789abcdef"
SMALL = 16
WHOLE = HEADER + 3 * (SMALL + 16)
"""Bytes of three sealed chunks of 16 bytes, the last one full."""


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(stream, "CHUNK", SMALL)


def sealed(content, key=KEY, label=LABEL):
    target = io.BytesIO()
    seal(io.BytesIO(content), target, key, label)
    return target.getvalue()


def opened(content, key=KEY, label=LABEL):
    target = io.BytesIO()
    unseal(io.BytesIO(content), target, key, label)
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072])
def test_what_was_sealed_is_what_opens(size):
    content = hashlib.shake_256(b"any").digest(size)
    found = sealed(content)
    assert len(found) == HEADER + size + 16 * max(1, -(-size // 65_536))
    assert opened(found) == content


@given(content=st.binary(max_size=3 * SMALL), place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_bit_of_a_sealed_file_can_be_turned(content, place, bit):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "CHUNK", SMALL)
        found = bytearray(sealed(content))
        found[place % len(found)] ^= 1 << bit
        with pytest.raises(Broken):
            opened(bytes(found))


def test_a_file_cut_off_anywhere_does_not_open(small_chunks):
    found = sealed(b"x" * (3 * SMALL))
    assert len(found) == WHOLE
    for length in range(WHOLE):
        with pytest.raises(Broken):
            opened(found[:length])


@pytest.mark.parametrize("order", ["102", "021", "0012", "02", "12", "0122"])
def test_chunks_have_their_places(small_chunks, order):
    found = sealed(b"x" * (3 * SMALL))
    size = SMALL + 16
    chunks = [found[HEADER + place * size :][:size] for place in range(3)]
    with pytest.raises(Broken):
        opened(found[:HEADER] + b"".join(chunks[int(place)] for place in order))


def test_the_end_of_another_file_does_not_fit(small_chunks):
    one, two = sealed(b"x" * (2 * SMALL)), sealed(b"x" * (2 * SMALL))
    with pytest.raises(Broken):
        opened(one[: HEADER + SMALL + 16] + two[HEADER + SMALL + 16 :])


def test_nothing_opens_under_another_key_or_another_name():
    found = sealed(b"Name,Email\n")
    for key, label in ((OTHER, LABEL), (KEY, LABEL[::-1])):
        with pytest.raises(Broken):
            opened(found, key, label)


def test_a_sealed_file_tells_its_key_and_nothing_else():
    content = b"ada.lovelace@council.example\n" * 10_000
    one, two = sealed(content), sealed(content)
    assert key_id_of(one) == KEY.key_id != OTHER.key_id
    assert key_id_of(content) is None
    assert b"lovelace" not in one
    assert one[HEADER - 32 : HEADER + 64] != two[HEADER - 32 : HEADER + 64]
    assert KEY.secret not in one
    assert "secret" not in repr(KEY)


def secret_of(head):
    """The key of a file, by HKDF (RFC 5869) by hand."""
    extracted = hmac.new(head, KEY.secret, hashlib.sha256).digest()
    info = b"uptake kept export\0" + LABEL.encode() + b"\x01"
    return hmac.new(extracted, info, hashlib.sha256).digest()


FIRST, LAST = bytes(12), bytes(10) + b"\x01\x01"
"""Nonces: 11 bytes of number, 1 byte "last"."""


def test_the_form_is_that_of_the_docstring():
    found = sealed(b"a" * 65_536 + b"b")
    cipher = AESGCM(secret_of(found[:64]))
    assert cipher.decrypt(FIRST, found[64 : 64 + 65_552], None) == b"a" * 65_536
    assert cipher.decrypt(LAST, found[64 + 65_552 :], None) == b"b"


def test_a_file_of_an_earlier_uptake_opens():
    head = b"\x89UPTAKE.SEALED\n\x01" + KEY.key_id + bytes(range(32))
    cipher = ChaCha20Poly1305(secret_of(head))
    chunks = cipher.encrypt(FIRST, b"a" * 65_536, None) + cipher.encrypt(LAST, b"b", None)
    assert key_id_of(head + chunks) == KEY.key_id
    assert opened(head + chunks) == b"a" * 65_536 + b"b"


@pytest.mark.parametrize("head", [b"", b"\x89UPTAKE.SEALED\n", b"\x89UPTAKE.SEALED\n\x03"])
def test_a_file_of_another_form_is_not_taken_for_a_sealed_one(head):
    assert key_id_of(head + bytes(48)) is None
    with pytest.raises(Broken):
        opened(head + bytes(64))


def test_memory_does_not_grow_with_the_file(tmp_path):
    (tmp_path / "plain").write_bytes(bytes(8 << 20))
    tracemalloc.start()
    with (tmp_path / "plain").open("rb") as source, (tmp_path / "sealed").open("wb") as target:
        seal(source, target, KEY, LABEL)
    with (tmp_path / "sealed").open("rb") as source, (tmp_path / "again").open("wb") as target:
        unseal(source, target, KEY, LABEL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20
    assert (tmp_path / "again").read_bytes() == bytes(8 << 20)
