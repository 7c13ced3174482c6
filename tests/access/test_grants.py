"""access.toml and the secrets of sign-in, as people write them."""

from datetime import UTC, datetime

import pytest

import uptake
from dashboard.access import Role
from etl.access.grants import ROLES, Grant, add_grant, grants_of, read_grants
from etl.access.sign_out import sign_out_everyone, signed_out_at
from etl.errors import SettingsError
from etl.settings import Access, load_settings, load_sign_in

PERSON = '[[person]]\nissuer = "i"\nsubject = "s"\nrole = "steward"\n'
CLAIM = '[[claim]]\nissuer = "i"\nclaim = "groups"\nvalue = "g"\nrole = "operator"\n'


def test_a_persons_own_entry_holds_over_claims():
    grants = grants_of(CLAIM + PERSON)
    brought = {"groups": ["g"]}
    assert grants.find("i", "s", brought) == Grant("steward")
    assert grants.find("i", "other", brought) == Grant("operator")
    assert grants.find("i", "other", {}) is None
    assert grants.find("j", "s", brought) is None


def test_the_roles_of_the_file_are_those_of_the_dashboard():
    assert {*ROLES, "local"} == set(Role)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[person]\n", "is not valid TOML"),
        ("person = 1\n", "[person] must be written [[person]]"),
        ("[person]\n", "[person] must be written [[person]]"),
        ("[people]\n", "[people] must be [[person]] or [[claim]]"),
        (PERSON + PERSON, "[[person]] 2: subject must be named once"),
        (PERSON + 'name = "x"\n', "[[person]] 1: name must be one of"),
        (PERSON.replace('"s"', '""'), "[[person]] 1: subject must be a text"),
        (PERSON.replace('"s"', "1"), "[[person]] 1: subject must be a text"),
        (PERSON.replace("steward", "local"), "[[person]] 1: role must be one of"),
        (PERSON + 'person = "h"\n', '[[person]] 1: role must be "manager"'),
        (
            PERSON.replace("steward", "manager") + "departments = [1]\n",
            "departments must be a list",
        ),
        (CLAIM.replace("operator", "manager"), "[[claim]] 1: role must be another"),
        (CLAIM.replace('value = "g"\n', ""), "[[claim]] 1: value must be a text"),
    ],
)
def test_an_entry_that_makes_no_sense_is_named(text, sentence):
    with pytest.raises(SettingsError) as raised:
        grants_of(text)
    assert sentence in str(raised.value)


def test_grants_are_added_below_what_somebody_wrote(home):
    (home / "access.toml").write_text("# ours\n" + CLAIM)
    odd = 'a "quoted" \\ name\n'
    add_grant(home, "i", odd, Grant("manager", "h", frozenset({"b", "a"})))
    assert (home / "access.toml").read_text().startswith("# ours\n[[claim]]")
    assert read_grants(home).find("i", odd, {}) == Grant("manager", "h", frozenset({"a", "b"}))
    with pytest.raises(SettingsError, match="have a role already"):
        add_grant(home, "i", odd, Grant("auditor"))


def test_everybody_is_signed_out_by_a_verb(home, capsys):
    assert signed_out_at(home) is None
    before = datetime.now(UTC)
    assert uptake.main(["access", "sign-out-everyone", "--home", str(home)]) == 0
    assert "UPTAKE_AUTH_COOKIE_SECRET" in capsys.readouterr().out
    moment = signed_out_at(home)
    assert moment is not None
    assert before <= moment <= datetime.now(UTC)
    (home / ".streamlit" / "signed-out-at").write_text("soon")
    with pytest.raises(SettingsError, match="uptake access sign-out-everyone"):
        signed_out_at(home)


def test_only_the_secret_of_the_cookies_is_changed(home):
    (home / ".streamlit").mkdir()
    file = home / ".streamlit" / "secrets.toml"
    file.write_text('[auth]\ncookie_secret = "old"  # ours\nclient_secret = "kept"\n')
    assert sign_out_everyone(home, datetime.now(UTC))
    assert "old" not in file.read_text()
    assert file.read_text().endswith('client_secret = "kept"\n')


AUTH = {
    "redirect_uri": "https://uptake.example/oauth2callback",
    "cookie_secret": "s" * 48,
    "client_id": "uptake",
    "client_secret": "c",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}
ACCESS = Access(12, "")


def write(home, auth, more=""):
    (home / ".streamlit").mkdir(exist_ok=True)
    lines = "\n".join(f'{name} = "{value}"' for name, value in auth.items())
    (home / ".streamlit" / "secrets.toml").write_text(f"[auth]\n{lines}\n{more}")


def test_several_providers_and_secrets_from_the_environment(home):
    provider = '[auth.google]\nclient_id = "g"\nserver_metadata_url = "https://g.example/"\n'
    write(home, {k: v for k, v in AUTH.items() if "secret" not in k}, provider)
    with pytest.raises(SettingsError, match="client_secret must be a text"):
        load_sign_in(home, ACCESS, {})
    env = {
        "UPTAKE_AUTH_COOKIE_SECRET": "e" * 32,
        "UPTAKE_AUTH_CLIENT_SECRET": "one",
        "UPTAKE_AUTH_GOOGLE_CLIENT_SECRET": "two",
    }
    sign_in = load_sign_in(home, ACCESS, env)
    assert sign_in is not None
    assert sign_in.providers == ("", "google")
    assert sign_in.auth["cookie_secret"] == "e" * 32
    assert "two" in str(sign_in.auth["google"])
    assert "one" not in repr(sign_in)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cookie_secret": "short"}, "cookie_secret must be at least 32"),
        ({"redirect_uri": "http://uptake.example/oauth2callback"}, "redirect_uri must be an https"),
        ({"redirect_uri": "https://uptake.example/"}, "ends with /oauth2callback"),
        ({"server_metadata_url": "http://id.example/"}, "server_metadata_url must be an https"),
        ({"client_id": ""}, "client_id must be a text"),
    ],
)
def test_a_sign_in_that_is_not_safe_is_refused(home, change, sentence):
    write(home, {**AUTH, **change})
    with pytest.raises(SettingsError) as raised:
        load_sign_in(home, ACCESS, {})
    assert sentence in str(raised.value)
    assert "short" not in str(raised.value)


def test_a_provider_needs_a_plain_name(home):
    write(home, AUTH, '[auth.my_id]\nclient_id = "g"\n')
    with pytest.raises(SettingsError, match="letters and digits alone"):
        load_sign_in(home, ACCESS, {})


def test_a_proxy_must_prove_itself(home):
    proxy = Access(12, "X-Remote-User")
    with pytest.raises(SettingsError, match="UPTAKE_PROXY_SECRET must have at least 32"):
        load_sign_in(home, proxy, {})
    sign_in = load_sign_in(home, proxy, {"UPTAKE_PROXY_SECRET": "p" * 32})
    assert sign_in is not None
    assert "p" * 32 not in repr(sign_in)
    write(home, AUTH)
    with pytest.raises(SettingsError, match="Keep one of them"):
        load_sign_in(home, proxy, {"UPTAKE_PROXY_SECRET": "p" * 32})


@pytest.mark.parametrize(
    "text", ['[auth]\nclient_secret = "x"\n', "[access]\nsign_in_hours = 13\n"]
)
def test_config_holds_no_secret_and_lengthens_no_sign_in(home, text):
    (home / "config.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"config\.toml"):
        load_settings(home, {})
