"""Identifiers become keyed hashes: alike in the workbench and in Python, and only with the key."""

import hashlib
import hmac
import stat

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import SettingsError
from etl.identity import keys
from etl.identity.ring import KeyRing
from etl.settings import load_settings

KEY = b"0123456789abcdef0123456789abcdef"
RING = KeyRing((KEY,))


def by_hand(namespace, normalised, key=KEY):
    text = f"{namespace}:{normalised}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:32]


@pytest.fixture(scope="module")
def bench():
    with duckdb.connect() as con:
        keys.install(con, RING)
        yield con


def asked(bench, query, *values):
    ((found,),) = bench.execute(query, list(values)).fetchall()
    return found


def hashed(bench, namespace, value):
    return asked(bench, f"select key_{namespace}($1)", value)


def test_a_published_vector_holds(bench):
    # RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?"
    with duckdb.connect() as con:
        keys.install(con, KeyRing((b"Jefe",)))
        found = asked(con, "select keyed_text('what do ya want for nothing?')")
    assert found == "5bdcc146bf60754e6a042426089575c7"


@pytest.mark.parametrize("key", [b"k" * 16, b"k" * 64, b"k" * 65, bytes(range(256))])
def test_keys_of_every_length_are_those_of_the_standard(key):
    with duckdb.connect() as con:
        keys.install(con, KeyRing((key,)))
        assert hashed(con, "account", "1500000001") == by_hand("account", "1500000001", key)


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc", "Z", "Cf")), min_size=1))
def test_the_workbench_and_python_agree_on_any_text(bench, text):
    found = asked(bench, "select keyed_text('name:' || $1)", text)
    assert found == keys.keyed(RING, "name", text) == by_hand("name", text)


@pytest.mark.parametrize(
    ("namespace", "value", "normalised"),
    [
        ("email", "Mary.Jones@Northmoor.Example", "mary.jones@northmoor.example"),
        ("email", "  mary.jones@northmoor.example\t", "mary.jones@northmoor.example"),
        ("email", "mailto:Mary.Jones@northmoor.example", "mary.jones@northmoor.example"),
        ("email", "<mary.jones@northmoor.example>", "mary.jones@northmoor.example"),
        ("email", "\ufeffmary.jones@northmoor.example\u200b", "mary.jones@northmoor.example"),
        ("email", "ÉLISE@northmoor.example", "élise@northmoor.example"),
        ("email", "E\u0301lise@northmoor.example", "élise@northmoor.example"),
        (
            "directory",
            " 6F9619FF-8B86-D011-B42D-00C04FC964FF",
            "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        ),
        ("employee", " 00123 ", "00123"),
        ("employee", "AB 12", "AB 12"),
        ("account", "1500000001", "1500000001"),
        ("name", " Mary \u00a0 JONES ", "mary jones"),
    ],
)
def test_an_identifier_is_normalised_before_it_is_hashed(bench, namespace, value, normalised):
    assert hashed(bench, namespace, value) == by_hand(namespace, normalised)


def test_a_person_is_an_address_or_a_number(bench):
    address = "Mary.Jones@northmoor.example"
    assert hashed(bench, "person", address) == hashed(bench, "email", address)
    assert hashed(bench, "person", " 00123") == hashed(bench, "employee", "00123")


def test_the_same_text_in_another_namespace_is_another_hash(bench):
    found = {hashed(bench, name, "123") for name in ("account", "directory", "employee", "email")}
    assert len(found) == 4


def test_numbers_keep_their_zeros_and_their_case(bench):
    assert hashed(bench, "employee", "0123") != hashed(bench, "employee", "123")
    assert hashed(bench, "employee", "ab") != hashed(bench, "employee", "AB")


@pytest.mark.parametrize(
    "namespace", ["account", "directory", "employee", "email", "person", "name"]
)
def test_nothing_stays_nothing(bench, namespace):
    assert hashed(bench, namespace, None) is None


def test_without_the_key_the_hash_is_another(bench):
    with duckdb.connect() as con:
        keys.install(con, KeyRing((KEY[::-1],)))
        assert hashed(con, "email", "a@b.example") != hashed(bench, "email", "a@b.example")


def test_a_query_names_the_column(bench):
    expression = keys.key_expression("email", '"E-mail"')
    query = f"""select {expression} from (select 'A@b.example' as "E-mail")"""
    assert asked(bench, query) == by_hand("email", "a@b.example")


# --- with several keys --------------------------------------------------------------------------


def test_later_keys_hash_the_hash_and_the_workbench_agrees():
    ring = KeyRing((KEY, b"second", b"third"))
    first = by_hand("email", "ada@b.example")
    second = hmac.new(b"second", first.encode(), hashlib.sha256).hexdigest()[:32]
    third = hmac.new(b"third", second.encode(), hashlib.sha256).hexdigest()[:32]
    assert keys.keyed(ring, "email", "ada@b.example") == third
    assert [ring.moved(each, 1 + n) for n, each in enumerate((first, second, third))] == [third] * 3
    with duckdb.connect() as con:
        keys.install(con, ring)
        assert hashed(con, "email", "Ada@b.example") == third
        for since, each in enumerate((first, second, third), 1):
            assert asked(con, "select moved_key($1, $2)", each, since) == third
        assert asked(con, "select moved_key('', 1)") == ring.moved("", 1) == ""
        assert asked(con, "select moved_key(null, 1)") is None


def test_a_ring_shows_no_key_and_its_mark_tells_rings_apart():
    ring = KeyRing((b"first secret", b"second secret"))
    assert "secret" not in repr(ring)
    assert len({ring.mark, ring.first(1).mark, KeyRing(ring.keys[::-1]).mark}) == 3
    assert ring.first(1) == KeyRing((b"first secret",))


# --- where the key comes from ------------------------------------------------------------------


def test_the_key_of_the_environment_goes_first(home):
    settings = load_settings(home, {"UPTAKE_KEY": "sixteen letters!"})
    assert keys.load_key(settings) == KeyRing((b"sixteen letters!",))
    assert not (home / "data").exists()


def test_later_keys_of_the_environment_follow_as_far_as_they_go(home):
    env = {"UPTAKE_KEY": "a" * 16, "UPTAKE_KEY_2": "b" * 16, "UPTAKE_KEY_4": "d" * 16}
    assert keys.load_key(load_settings(home, env)) == KeyRing((b"a" * 16, b"b" * 16))


def test_a_short_key_is_refused_without_repeating_it(home):
    with pytest.raises(SettingsError, match="16") as caught:
        keys.load_key(load_settings(home, {"UPTAKE_KEY": "fifteen letters"}))
    assert "fifteen letters" not in str(caught.value)


def test_a_key_is_made_once_and_is_its_owners_alone(home):
    settings = load_settings(home, {})
    made = keys.load_key(settings)
    assert [len(key) for key in made.keys] == [32]
    assert keys.load_key(settings) == made
    assert stat.S_IMODE((home / "data" / "key").stat().st_mode) == 0o600


def test_every_installation_has_a_key_of_its_own(tmp_path):
    made = {keys.load_key(load_settings(tmp_path / name, {})) for name in ("one", "two")}
    assert len(made) == 2


@pytest.mark.parametrize(
    "content", ["", "\n", "zz", "00" * 16, "00" * 33, "é", f"{'00' * 32}\n{'00' * 31}"]
)
def test_a_damaged_key_is_told_and_never_replaced(home, content):
    file = home / "data" / "key"
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="backup"):
        keys.load_key(load_settings(home, {}))
    assert file.read_text(encoding="utf-8") == content
