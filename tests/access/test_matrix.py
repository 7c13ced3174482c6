"""Every role x page x department x way in, against the one table of matrix.py.

Most of it without a browser; test_sign_in.py does the journeys through a real provider.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st

from dashboard import installation
from dashboard.visitors import identity_of
from etl.access.sign_out import sign_out_everyone
from etl.errors import NotYours
from tests.access.conftest import ISSUER, claims, give
from tests.access.matrix import HOME, MATRIX, NO_SUCH, NOT_YOURS, ROLES, Way
from tests.app.town import HANDOVER

WAYS = [pytest.param(way, id=way.address) for way in MATRIX]
OTHERS = ("Finance", "finance", "Libraries", "libraries")
FIGURES = ("34%", "25%", "122", "360", "35 people")
NOW = datetime.now(UTC)


def seconds(**after):
    return int((NOW + timedelta(**after)).timestamp())


def check(drawn, way, verdict):
    """What is drawn is what the table says, and nothing that it does not say."""
    text = drawn.text
    if verdict in {"no", "none"}:
        assert drawn.title == {"no": NOT_YOURS, "none": NO_SUCH}[verdict]
        assert not [each for each in FIGURES if each in text]
        assert verdict == "none" or not [each for each in OTHERS if each in text]
        return
    assert drawn.title not in {NOT_YOURS, NO_SUCH}
    if verdict == "own":
        assert "Housing" in text
        assert not [each for each in OTHERS if each in text]
    elif way.page in {"adoption", "departments", "ideas", "idea"}:
        assert "Finance" in text


def last_line(home):
    return json.loads((home / "data" / "audit" / "log.jsonl").read_text().splitlines()[-1])


@pytest.mark.parametrize("way", WAYS)
def test_every_role_sees_what_the_table_says_and_a_changed_role_acts_on_the_next_run(
    visit, town, way
):
    """One open session, warm caches of a comms lead first; then every other role in its place."""
    app = None
    for role in ROLES:
        give(town, role)
        drawn = visit(way, claims("someone"), app)
        check(drawn, way, MATRIX[way][role])
        line, verdict = last_line(town), MATRIX[way][role]
        assert (line["role"], line["what"]) == (role, way.page)
        assert line["action"] == ("denied" if verdict == "no" else "view")
        app = drawn.app
    (town / "access.toml").unlink()
    turned_away = visit(way, claims("someone"), app)
    assert turned_away.title == NOT_YOURS
    assert last_line(town)["role"] == "none"


TURNED_AWAY = {
    "a stranger": ({"is_logged_in": False}, "Sign in to see the figures"),
    "nothing but a claim to be logged in": ({"is_logged_in": True}, "Sign in to see the figures"),
    "no issuer": (claims("someone", iss=None), "Sign in to see the figures"),
    "no subject": (claims("someone", sub=""), "Sign in to see the figures"),
    "logged in as a word": (claims("someone", is_logged_in="yes"), "Sign in to see the figures"),
    "no time of issue": (claims("someone", iat=None), "Sign in to see the figures"),
    "a time that is none": (claims("someone", iat=True), "Sign in to see the figures"),
    "a time beyond all": (claims("someone", iat=1e30), "Sign in to see the figures"),
    "no expiry": (claims("someone", exp=None), "Sign in to see the figures"),
    "somebody else": (claims("another"), NOT_YOURS),
    "the same name at another issuer": (claims("someone", iss="https://x.example"), NOT_YOURS),
    "the address of a colleague": (claims("x", email="someone@council.example"), NOT_YOURS),
    "expired": (claims("someone", exp=seconds(seconds=-1)), "Your sign-in has expired"),
    "too old": (
        claims("someone", iat=seconds(hours=-12), exp=seconds(hours=1)),
        "Your sign-in is too old",
    ),
    "from the future": (claims("someone", iat=seconds(hours=1)), "Your sign-in is from the future"),
}


@pytest.mark.parametrize("way", WAYS)
def test_whose_sign_in_does_not_count_is_turned_away_from_every_page(visit, town, way):
    """In the open session of a comms lead, with all that it has cached."""
    give(town, "comms_lead")
    app = visit(way, claims("someone")).app
    for name, (user, title) in TURNED_AWAY.items():
        drawn = visit(way, user, app)
        assert drawn.title == title, name
        assert not [each for each in (*FIGURES, *OTHERS, "Housing") if each in drawn.text], name


@pytest.mark.parametrize("hours", [1, 12])
def test_the_age_of_a_sign_in_is_configured_downwards(visit, town, hours):
    (town / "config.toml").write_text(f"[access]\nsign_in_hours = {hours}\n")
    installation.open_installation(town)
    give(town, "comms_lead")
    way = Way("definitions", ())
    before = timedelta(hours=hours) - timedelta(minutes=5)
    fresh = claims("someone", iat=int((datetime.now(UTC) - before).timestamp()))
    assert "What each number means" in visit(way, fresh).title
    old = claims("someone", iat=int((datetime.now(UTC) - timedelta(hours=hours)).timestamp()))
    assert visit(way, old).title == "Your sign-in is too old"


def test_everybody_is_signed_out_at_once_and_the_secret_is_another(visit, town):
    give(town, "comms_lead")
    way = Way("adoption", ())
    app = visit(way, claims("someone", iat=seconds(minutes=-1))).app
    before = (town / ".streamlit" / "secrets.toml").read_text()
    assert sign_out_everyone(town, datetime.now(UTC))
    assert visit(way, claims("someone", iat=seconds(minutes=-1)), app).title == (
        "Everybody was signed out"
    )
    later = claims("someone", iat=int(datetime.now(UTC).timestamp()) + 1)
    assert "34%" in visit(way, later, app).title
    after = (town / ".streamlit" / "secrets.toml").read_text()
    assert "cookie_secret" in after
    assert before != after
    installation.open_installation(town)  # and the file is whole


@pytest.fixture
def made(monkeypatch):
    """File name to what makes the file, for every download that is offered."""
    offered = {}

    def remember(label, data, file_name, **more):
        offered[file_name] = data
        return False

    monkeypatch.setattr(st, "download_button", remember)
    return offered


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_made_for_the_role_that_asked_and_for_nobody_else(visit, town, made, way):
    app = None
    for role in ROLES:
        made.clear()
        give(town, role)
        app = visit(way, claims("someone"), app).app
        files = dict(made)
        if MATRIX[way][role] in {"no", "none"}:
            assert files == {}
            continue
        assert files, role
        door, now = installation.installation().door, datetime.now(UTC)
        me = identity_of(claims("someone"))
        for name, make in files.items():
            text = make().decode("utf-8-sig")
            line = last_line(town)
            assert (line["action"], line["what"], line["role"]) == ("file", name, role)
            assert door.may_fetch(line["digest"], me, now)
            assert not door.may_fetch(line["digest"], identity_of(claims("another")), now)
            assert not door.may_fetch(line["digest"], None, now)
            if MATRIX[way][role] == "own":
                assert not [each for each in OTHERS if each in text], name
        _changed(town, files, role)


def _changed(town, files, role):
    """The same buttons, pressed after the role was changed."""
    give(town, "auditor" if role != "auditor" else "operator")
    for make in files.values():
        with pytest.raises(NotYours):
            make()
    assert last_line(town)["action"] == "denied"


@pytest.mark.parametrize("role", ROLES)
def test_the_bare_address_and_the_navigation_are_those_of_the_role(visit, town, role):
    from dashboard.access import Role, scope_of
    from dashboard.views.pages import listed_places

    scope = scope_of(Role(role))
    listed = listed_places(scope)
    assert listed[0] == HOME[role]
    opens = {way.page for way, verdicts in MATRIX.items() if verdicts[role] in {"yes", "own"}}
    assert set(listed) == opens - {"department", "idea"}


def test_the_table_holds_every_page_and_every_role():
    from dashboard.access import Role
    from dashboard.views.pages import PLACES

    assert {way.page for way in MATRIX} == PLACES.keys()
    assert {*ROLES, "local"} == set(Role)


@pytest.mark.parametrize("page", ["department", "departments", "ideas", "idea"])
def test_an_address_does_not_tell_a_manager_which_other_departments_there_are(visit, town, page):
    """Whatever parameter names one: what is not theirs looks like what is not there."""
    give(town, "manager")
    idea = (("idea", HANDOVER.idea_id),) if page == "idea" else ()
    seen = set()
    for key in ("finance", "Finance", "nowhere"):
        named = tuple((name, key) for name in ("department", "if", "from", "view", "page"))
        drawn = visit(Way(page, (*idea, *named)), claims("someone"))
        seen.add((drawn.text, *drawn.specs()))
    assert len(seen) == 1
    assert key not in drawn.text


def test_what_is_typed_into_an_address_never_stands_in_the_log(visit, town):
    give(town, "comms_lead")
    visit(Way("department", (("department", "jane.doe@council.example"),)), claims("someone"))
    visit(Way("idea", (("idea", "Jane Doe"),)), claims("someone"))
    visit(Way("department", (("department", "finance"),)), claims("jane.doe@council.example"))
    text = (town / "data" / "audit" / "log.jsonl").read_text().casefold()
    assert text.count("\n") == 3
    assert not [word for word in ("jane", "doe", "council", "someone") if word in text]


def test_nothing_is_shown_that_cannot_be_logged(visit, town):
    give(town, "comms_lead")
    (town / "data" / "audit").mkdir()
    (town / "data" / "audit" / "log.jsonl").mkdir()
    drawn = visit(Way("adoption", ()), claims("someone"))
    assert drawn.title == "The figures cannot be shown"
    assert "audit log cannot be written" in drawn.text
    assert "34%" not in drawn.text


def test_an_access_file_that_makes_no_sense_lets_nobody_in(visit, town):
    give(town, "comms_lead")
    way = Way("adoption", ())
    app = visit(way, claims("someone")).app
    with (town / "access.toml").open("a") as file:
        file.write('\n[[person]]\nissuer = "x"\nsubject = "y"\nrole = "king"\n')
    drawn = visit(way, claims("someone"), app)
    assert drawn.title == "The figures cannot be shown"
    assert "[[person]] 2: role must be one of" in drawn.text
    assert "34%" not in drawn.text


def test_a_role_may_come_from_a_claim_of_one_issuer(visit, town):
    (town / "access.toml").write_text(
        f'[[claim]]\nissuer = "{ISSUER}"\nclaim = "groups"\nvalue = "g-7"\nrole = "operator"\n'
    )
    way = Way("data-health", ())
    assert visit(way, claims("any", groups=["g-1", "g-7"])).title != NOT_YOURS
    assert visit(way, claims("any", groups="g-7")).title != NOT_YOURS
    assert visit(way, claims("any", groups=["g-1"])).title == NOT_YOURS
    assert visit(way, claims("any", groups=["g-7"], iss="https://x.example")).title == NOT_YOURS
    assert visit(Way("adoption", ()), claims("any", groups=["g-7"])).title == NOT_YOURS


def test_pages_never_ask_for_the_whole_edition():
    from pathlib import Path

    import dashboard.views

    for file in sorted(Path(dashboard.views.__file__).parent.glob("*.py")):
        text = file.read_text("utf-8")
        assert ".whole" not in text, file.name
        assert "open_edition(" not in text or file.name == "desk.py", file.name
        assert "EVERYTHING" not in text or file.name == "pages.py", file.name
