"""Who may be served, and with which look."""

import socket
import tomllib

import pytest
from streamlit import config

from dashboard import server
from dashboard.installation import open_installation
from etl.errors import SettingsError
from etl.settings import SignIn

THEME = tomllib.loads((server.HERE / "static" / "theme.toml").read_text("utf-8"))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_needs_no_sign_in(address):
    server.refuse_open_door(address, None)
    server.refuse_open_door(address, SignIn(proxy_header="X-Remote-User"))


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.4", "uptake.council.example", ""])
def test_others_need_sign_in(address):
    server.refuse_open_door(address, SignIn(("",)))
    with pytest.raises(SettingsError, match="without signing in"):
        server.refuse_open_door(address, None)
    with pytest.raises(SettingsError, match="only the proxy on this machine"):
        server.refuse_open_door(address, SignIn(proxy_header="X-Remote-User"))


AUTH = f"""
[auth]
redirect_uri = "https://uptake.council.example/oauth2callback"
cookie_secret = "{"s" * 48}"
client_id = "uptake"
client_secret = "c"
server_metadata_url = "https://id.council.example/.well-known/openid-configuration"
"""


def write_secrets(home, text):
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "secrets.toml").write_text(text)


@pytest.mark.parametrize(("text", "is_set_up"), [(AUTH, True), ("[other]\nname = 1\n", False)])
def test_sign_in_is_what_the_secrets_say(home, text, is_set_up):
    assert not open_installation(home).has_sign_in
    write_secrets(home, text)
    assert open_installation(home).has_sign_in is is_set_up


def test_secrets_that_cannot_be_read_are_named_and_not_shown(home):
    write_secrets(home, 'client_secret = "hunter2\n')
    with pytest.raises(SettingsError, match=r"secrets\.toml is not valid TOML") as raised:
        open_installation(home)
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_taken_port_is_said_in_one_sentence(home):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} of 127.0.0.1 is taken"):
            server.serve(home, None, port)


def test_a_configured_address_is_refused_before_anything_listens(home):
    (home / "config.toml").write_text('[serve]\naddress = "0.0.0.0"\n')
    with pytest.raises(SettingsError, match="without signing in"):
        server.serve(home, None, 0)


def test_streamlit_knows_every_option_that_we_set():
    for name in {**server.OPTIONS, **server.theme_options()}:
        assert name in config._config_options_template


def luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


CARDS = {"light": "#FFFFFF", "dark": "#1A2023"}
SIGNALS = {"light": "#B4532A", "dark": "#E0955F"}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_text_can_be_read(look):
    tokens = THEME[look]
    for ground in (tokens["backgroundColor"], CARDS[look]):
        for name in ("textColor", "grayTextColor", "linkColor"):
            assert contrast(tokens[name], ground) >= 4.5, (name, ground)
        assert contrast(SIGNALS[look], ground) >= 4.5
        assert contrast(tokens["primaryColor"], ground) >= 3


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_better_ink_can_be_read_on_every_step_of_the_scale(look):
    for ground in THEME[look]["chartSequentialColors"]:
        best = max(contrast("#FFFFFF", ground), contrast("#000000", ground))
        assert best >= 4.5, ground


def test_the_styles_use_the_tested_colours():
    for folder in ("static", "components/assets"):
        sheets = sorted((server.HERE / folder).glob("*.css"))
        text = "".join(sheet.read_text("utf-8") for sheet in sheets).casefold()
        assert f"light-dark({SIGNALS['light']}, {SIGNALS['dark']})".casefold() in text
        assert f"light-dark({CARDS['light']}, {CARDS['dark']})".casefold() in text
