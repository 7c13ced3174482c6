"""config.toml and the environment: what they may say, and what is said of a wrong entry."""

from datetime import date
from pathlib import Path

import pytest

from etl.errors import SettingsError
from etl.settings import load_settings

URL = "postgresql://someone:a-secret-word@db.example/uptake"


def of(home, text="", **environment):
    (home / "config.toml").write_text(text, encoding="utf-8")
    return load_settings(home, environment)


def test_without_any_file_everything_has_a_default(home):
    settings = load_settings(home, {})
    assert settings.organisation.time_zone == "Europe/London"
    assert settings.network.home_domains == ()
    assert (settings.target.rate, settings.target.date) == (None, None)
    assert (settings.privacy.minimum_group, settings.privacy.minimum_cell) == (10, 5)
    assert (settings.serve.address, settings.serve.port) == ("127.0.0.1", 8501)
    assert (settings.database_url, settings.keys, settings.tokens) == (None, (), {})
    assert "contractor" in settings.staff.not_counted
    assert settings.data == home / "data"
    assert settings.inbox == home / "data" / "inbox"


def test_the_config_of_this_project_can_be_read():
    assert load_settings(Path(__file__).parents[2], {}).zone.key


def test_what_is_configured_is_taken(home):
    settings = of(
        home,
        """
        [organisation]
        name = "Northmoor"
        time_zone = "Asia/Kolkata"
        [network]
        home_domains = ["northmoor.example"]
        [target]
        rate = 1
        date = 2026-12-31
        start_date = 2025-10-01
        [staff]
        day_first = true
        not_counted = ["agency"]
        [clicks]
        prefer = ["csv:newsletter"]
        [clicks.yourls]
        base = "https://go.northmoor.example/"
        [clicks.access_log]
        not_human = ["probe"]
        [clicks.csv.newsletter]
        columns = { link = "Link", date = "Day", clicks = "Total clicks" }
        filter = "vendor"
        [fetch.bitly]
        group = "Bl1abc2defg"
        """,
    )
    assert settings.zone.key == "Asia/Kolkata"
    assert settings.network.home_domains == ("northmoor.example",)
    assert settings.target.rate == 1.0
    assert settings.target.start_date == date(2025, 10, 1)
    assert (settings.staff.day_first, settings.staff.not_counted) == (True, ("agency",))
    assert settings.clicks.prefer == ("csv:newsletter",)
    assert settings.clicks.bases == {"yourls": "https://go.northmoor.example/"}
    assert settings.clicks.not_human == ("probe",)
    (table,) = settings.clicks.tables
    assert (table.name, table.columns["clicks"]) == ("newsletter", "Total clicks")
    assert (table.unit, table.filter) == ("clicks", "vendor")
    assert settings.fetch == {"bitly": {"group": "Bl1abc2defg"}}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("[organisation]\nname = 7", "name"),
        ('organisation = "Northmoor"', "[organisation]"),
        ('[organisation]\ntime_zone = "Europe/Atlantis"', "time_zone"),
        ('[organisation]\ntime_zone = "../../etc/passwd"', "time_zone"),
        ('[network]\nhome_domains = "northmoor.example"', "home_domains"),
        ("[network]\nhome_domains = [1]", "home_domains"),
        ("[target]\nrate = 50", "rate"),
        ("[target]\nrate = 0", "rate"),
        ("[target]\nrate = nan", "rate"),
        ("[target]\nrate = true", "rate"),
        ('[target]\ndate = "2026-12-31"', "date"),
        ("[target]\ndate = 2026-12-31T00:00:00", "date"),
        ("[target]\ndate = 2026-01-01\nstart_date = 2026-01-01", "start_date"),
        ('[staff]\nday_first = "yes"', "day_first"),
        ("[privacy]\nminimum_group = 4", "minimum_group"),
        ("[privacy]\nminimum_cell = 4", "minimum_cell"),
        ("[privacy]\nminimum_cell = true", "minimum_cell"),
        ("[privacy]\nkeep_person_facts_months = 12", "keep_person_facts_months must be 0, which"),
        ("[privacy]\nkeep_person_facts_months = -1", "keep_person_facts_months"),
        ("[serve]\nport = 65536", "port"),
        ('[clicks.csv.mail]\ncolumns = { clicked_at = "Time" }', "clicks.csv.mail"),
        ('[clicks.csv.mail]\ncolumns = { link = "L", who = "W" }', "clicks.csv.mail"),
        ('[clicks.csv.mail]\ncolumns = { link = "L" }', "clicks.csv.mail"),
        ('[clicks.csv.mail]\ncolumns = { link = "L", date = "D" }', "clicks.csv.mail"),
        ('[clicks.csv.mail]\ncolumns = {link="L",date="D",clicks="C",clicked_at="T"}', "mail"),
    ],
)
def test_a_wrong_entry_is_named(home, text, entry):
    with pytest.raises(SettingsError) as caught:
        of(home, text)
    assert entry in str(caught.value)
    assert "config.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("", 13),
        ("[privacy]\nkeep_person_facts_months = 24", 24),
        ("[privacy]\nkeep_person_facts_months = 0", None),
    ],
)
def test_facts_about_people_are_kept_for_13_months_unless_told_otherwise(home, text, months):
    assert of(home, text).privacy.keep_person_facts_months == months


def test_a_line_that_is_no_toml_is_named(home):
    with pytest.raises(SettingsError, match="line 2"):
        of(home, "[target]\nrate = half\n")


def test_a_file_in_another_encoding_is_told(home):
    (home / "config.toml").write_bytes('[organisation]\nname = "Café"'.encode("cp1252"))
    with pytest.raises(SettingsError, match=r"config\.toml"):
        load_settings(home, {})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_is_reached_through_psycopg_3(home, scheme):
    rest = URL.partition("://")[2]
    settings = of(home, UPTAKE_DATABASE_URL=f"{scheme}://{rest}")
    assert settings.database_url == f"postgresql+psycopg://{rest}"


@pytest.mark.parametrize("url", ["mysql://x:a-secret-word@y/z", "a-secret-word", "sqlite:///x"])
def test_another_database_is_refused_without_repeating_its_address(home, url):
    with pytest.raises(SettingsError) as caught:
        of(home, UPTAKE_DATABASE_URL=url)
    assert "a-secret-word" not in str(caught.value)
    assert "UPTAKE_DATABASE_URL" in str(caught.value)


def test_an_empty_entry_of_the_environment_is_none(home):
    settings = of(home, UPTAKE_KEY="", UPTAKE_DATABASE_URL="")
    assert (settings.keys, settings.database_url) == ((), None)


def test_secrets_come_from_the_environment_and_are_never_printed(home):
    settings = of(
        home,
        UPTAKE_KEY="0123456789abcdef",
        UPTAKE_KEY_2="second-secret",
        UPTAKE_EXPORTS_KEY="exports-secret",
        UPTAKE_EXPORTS_KEY_BEFORE="former-secret",
        UPTAKE_BITLY_TOKEN="bitly-secret",
        UPTAKE_SHLINK_KEY="shlink-secret",
        OTHER_TOKEN="not-ours",
        UPTAKE_DATABASE_URL=URL,
    )
    assert settings.keys == ("0123456789abcdef", "second-secret")
    assert settings.exports_keys == ("former-secret", "exports-secret")
    assert settings.tokens["UPTAKE_BITLY_TOKEN"] == "bitly-secret"
    assert settings.tokens["UPTAKE_SHLINK_KEY"] == "shlink-secret"
    assert "OTHER_TOKEN" not in settings.tokens
    assert "-secret" not in repr(settings)
    assert "0123456789abcdef" not in repr(settings)
    assert repr(settings) == str(settings) == f"{settings}"


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("[organistion]\n", "[organistion]"),
        ("rate = 0.5\n", "[rate]"),
        ("[privacy]\nminimum_gruop = 20\n", "[privacy] minimum_gruop"),
        ("[privacy]\nencrypt_export = false\n", "[privacy] encrypt_export"),
        ("[clicks]\nprefers = []\n", "[clicks] prefers"),
        ("[clicks.yorls]\nbase = 'https://x.example/'\n", "[clicks] yorls"),
        ("[clicks.yourls]\nbaes = 'https://x.example/'\n", "[clicks.yourls] baes"),
        (
            "[clicks.csv.mail]\nunits = 'opens'\ncolumns = { link = 'a', clicked_at = 'b' }\n",
            "[clicks.csv.mail] units",
        ),
    ],
)
def test_a_name_that_nobody_reads_is_refused_and_what_there_is_named(home, text, entry):
    with pytest.raises(SettingsError) as caught:
        of(home, text)
    assert f"config.toml: {entry} is none of " in str(caught.value)
    assert str(caught.value).endswith(". Mend it and start again.")


def test_a_config_that_a_windows_editor_saved_can_be_read(home):
    assert of(home, "\ufeff[organisation]\nname = 'Us'\n").organisation.name == "Us"
