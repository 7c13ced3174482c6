"""The dashboard with as little as it needs: a user who can read editions, and a role likewise."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

import uptake
from tests.access.conftest import ISSUER, REACH, claims
from tests.app.editions import publish
from tests.support.network import free_port
from tests.support.openid import Provider, write_person, write_sign_in
from tests.support.serving import clean_environment, is_healthy

ROOT = Path(__file__).parents[2]
NOBODY = 65534
AS_DASHBOARD = Path(__file__).with_name("as_dashboard.py")


@pytest.fixture
def installed():
    """A home where others may go, as docs/operating.md says: modes, and a folder for the log."""
    home = Path(tempfile.mkdtemp(prefix="uptake-privilege-"))
    publish(home).keep_reach(REACH)
    write_sign_in(home, 8501, Provider(ISSUER).section())
    write_person(home, ISSUER, "lead", "comms_lead")
    data = home / "data"
    closed = 0o700 if os.geteuid() == 0 else 0o000
    for folder in ("snapshots", "inbox", "tmp"):
        (data / folder).mkdir()
        (data / folder / f"{folder[0]}.csv").write_text("a colleague")
        (data / folder).chmod(closed)
    for secret in (data / "key", data / "exports.key", data / "warehouse.duckdb"):
        secret.write_text("secret")
        secret.chmod(closed & 0o600)
    (data / "audit").mkdir()
    (data / "audit").chmod(0o777)  # in earnest: 2770, group uptake
    for file in (data / "editions").iterdir():
        file.chmod(0o444)
    for readable in (home / "access.toml", home / ".streamlit" / "secrets.toml"):
        readable.chmod(0o444)
    for shut in (data / "editions", data, home / ".streamlit", home):
        shut.chmod(0o555)
    yield home
    for path in (home, data, *data.iterdir()):
        path.chmod(0o700)
    shutil.rmtree(home)


def test_the_dashboard_runs_as_a_user_who_can_do_nothing_but_read_editions_and_log(installed):
    uid = NOBODY if os.geteuid() == 0 else 0
    port = free_port()
    person = json.dumps(claims("lead"))
    process = subprocess.Popen(
        [sys.executable, AS_DASHBOARD, installed, str(port), str(uid), person],
        cwd=ROOT,
        env=clean_environment({"PYTHONPATH": str(ROOT), "HOME": "/nonexistent"}),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        found = json.loads(process.stdout.readline())
        address = process.stdout.readline().strip()
        assert is_healthy(address)
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
    assert found.pop("uid") == (uid or os.getuid())
    assert found.pop("members") == 122
    allowed = {name for name, outcome in found.items() if outcome == "done"}
    assert allowed == {
        "read editions/current",
        "read editions/reach.json",
        "read editions/20261123-test.sqlite",
    }
    assert set(found.values()) == {"done", "PermissionError"}
    [line] = (installed / "data" / "audit" / "log.jsonl").read_text().splitlines()
    assert json.loads(line)["what"] == "adoption"


def refused(url, statement):
    with create_engine(url, poolclass=NullPool).connect() as connection:
        try:
            connection.execute(text(statement))
        except ProgrammingError as error:
            return "permission denied" in str(error)
    return False


@pytest.fixture
def reader(postgresql_cluster):
    """A role that may do nothing yet; its name would be trouble where it is not quoted."""
    name = 'dash"board'
    with postgresql_cluster.connect() as connection:
        connection.execute('create role "dash""board" login')
    yield name
    with postgresql_cluster.connect() as connection:
        connection.execute('drop role "dash""board"')


def test_the_dashboards_role_reads_editions_and_cannot_see_the_warehouse(
    home, postgresql_cluster, postgresql_database, reader, monkeypatch, capsys
):
    from dashboard.edition import open_edition
    from dashboard.metric import Query, compute
    from etl.editions.shelf import open_shelf
    from etl.settings import load_settings
    from etl.warehouse.engine import open_warehouse

    monkeypatch.setenv("UPTAKE_DATABASE_URL", postgresql_database)
    publish(home, edition_id="first")
    with open_warehouse(load_settings(home)):
        pass  # makes its schema and tables
    assert uptake.main(["access", "reader", "nobody-there", "--home", str(home)]) == 1
    assert "no role nobody-there" in capsys.readouterr().err
    assert uptake.main(["access", "reader", "uptake", "--home", str(home)]) == 1
    assert uptake.main(["access", "reader", reader, "--home", str(home)]) == 0
    publish(home, edition_id="second").keep_reach(REACH)
    url = postgresql_database.replace("uptake@", "dash%22board@")
    monkeypatch.setenv("UPTAKE_DATABASE_URL", url)
    shelf = open_shelf(load_settings(home))
    assert shelf.editions() == ["first", "second"]
    assert shelf.reach() == REACH
    for edition_id in shelf.editions():
        edition = open_edition(shelf, edition_id)
        assert edition is not None
        frame = compute(edition, Query(metric="members"))
        assert frame.cell.value == 122
        edition._engine.dispose()
    for statement in (
        "select * from warehouse.staff",
        "select * from warehouse.account",
        "create table edition_second.x (a int)",
        "delete from edition.pointer",
        "insert into edition.reader values ('x')",
        "update edition_second.adoption set member_count = 0",
        "create schema mine",
    ):
        assert refused(url, statement), statement
    with postgresql_cluster.connect(url.rsplit("/", 1)[1]) as connection:
        connection.execute('drop owned by "dash""board"')


def test_without_a_database_there_is_no_role_to_let_in(home, capsys):
    assert uptake.main(["access", "reader", "dashboard", "--home", str(home)]) == 1
    assert "UPTAKE_DATABASE_URL" in capsys.readouterr().err
