"""What the other tests rest on: the private PostgreSQL, the browser, the served dashboard."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support import serving as serving_module
from tests.support import tools
from tests.support.network import free_port
from tests.support.postgresql import running_cluster
from tests.support.serving import clean_environment, is_healthy, serving


def one(url, statement):
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return connection.execute(sa.text(statement)).scalar_one()


def execute(url, statement):
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_postgresql_answers(postgresql_url):
    assert one(postgresql_url, "select 1") == 1


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_has_an_empty_database(postgresql_database, turn):
    execute(postgresql_database, "create table mark (turn text)")  # fails where one was left
    assert one(postgresql_database, "select count(*) from mark") == 0


def test_database_is_dropped_though_a_connection_still_holds_it(postgresql_cluster):
    with postgresql_cluster.database() as name:
        holder = postgresql_cluster.connect(name)
    holder.close()
    with postgresql_cluster.connect() as connection:
        row = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    assert row is None


def test_postgresql_sorts_by_words_and_lives_in_another_zone(postgresql_url):
    in_order = "select string_agg(x, '' order by x) from unnest(array['a', 'B', 'C', 'd']) x"
    assert one(postgresql_url, in_order) == "aBCd"
    midnight_in_kolkata = "select cast(timestamptz '2026-01-01 18:30+00' as text)"
    assert one(postgresql_url, midnight_in_kolkata) == "2026-01-02 00:00:00+05:30"


def test_postgresql_leaves_nothing_behind(postgresql_cluster):
    binaries = tools.find_postgresql()
    assert binaries is not None
    with running_cluster(binaries) as cluster:
        assert cluster.process.poll() is None
        assert cluster.port != postgresql_cluster.port
    assert cluster.process.poll() is not None
    assert not cluster.log.parent.exists()
    assert postgresql_cluster.process.poll() is None


def test_browser_opens_a_page(page):
    page.goto("data:text/html,<title>Uptake</title><h1>It is here</h1>")
    assert page.title() == "Uptake"
    assert page.get_by_role("heading").inner_text() == "It is here"


def test_event_loop_runs_after_the_browser_test_above():
    async def answer():
        return 42

    assert asyncio.run(answer()) == 42


def test_browser_still_answers_after_that(page):
    page.goto("data:text/html,<title>Again</title>")
    assert page.title() == "Again"


@pytest.mark.parametrize("package", ["chromium", "postgresql"])
def test_a_missing_tool_skips_and_fails_where_nothing_may_be_skipped(monkeypatch, package):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=f"apt-get install {package}"):
        tools.lack(package)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"apt-get install {package}"):
        tools.lack(package)


def test_newest_postgresql_is_found_by_number_not_by_text(monkeypatch, tmp_path):
    for version in ("9.6", "17", "15"):
        binaries = tmp_path / version / "bin"
        binaries.mkdir(parents=True)
        (binaries / "initdb").touch()
    monkeypatch.setattr(tools, "POSTGRESQL_FOLDERS", tmp_path)
    assert tools.find_postgresql() == tmp_path / "17" / "bin"


def test_nothing_is_found_on_an_empty_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(tools, "POSTGRESQL_FOLDERS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tools.find_postgresql() is None
    assert tools.find_chromium() is None


def test_home_is_empty_and_no_setting_comes_from_the_shell(home):
    assert list(home.iterdir()) == []
    assert [name for name in os.environ if name.startswith("UPTAKE_")] == []


def test_key_is_set_where_asked(uptake_key):
    assert os.environ["UPTAKE_KEY"] == uptake_key
    assert len(uptake_key) == 64


def test_clean_environment_keeps_the_machine_and_drops_settings(monkeypatch):
    monkeypatch.setenv("UPTAKE_DATABASE_URL", "somewhere")
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "1")
    monkeypatch.setenv("PGHOST", "elsewhere")
    environment = clean_environment({"UPTAKE_KEY": "k"})
    assert environment["PATH"] == os.environ["PATH"]
    assert {name for name in environment if name.startswith(serving_module.OURS)} == {"UPTAKE_KEY"}


STAND_IN = """#!{python}
import http.server, os, sys
home, port = sys.argv[3], int(sys.argv[5])
assert sys.argv[1:] == ["serve", "--home", home, "--port", str(port)]
print("mood:", os.environ.get("UPTAKE_MOOD"), flush=True)
if os.environ.get("UPTAKE_MOOD") == "bad":
    sys.exit("no edition today")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/_stcore/health" else 404)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Something that is started like ``uptake serve`` and answers at once."""
    command = tmp_path / "uptake"
    command.write_text(STAND_IN.format(python=sys.executable))
    command.chmod(0o755)
    monkeypatch.setattr(serving_module, "COMMAND", command)


@pytest.mark.usefixtures("stand_in")
def test_served_answers_and_is_stopped(home, tmp_path):
    with serving(home, tmp_path / "log", {"UPTAKE_MOOD": "good"}) as server:
        assert is_healthy(server.url)
        assert "mood: good" in server.output()
    assert server.process.returncode == -signal.SIGTERM
    assert not is_healthy(server.url)


@pytest.mark.usefixtures("stand_in")
def test_served_can_be_asked_for_twice(home, served):
    first, second = served(home), served(home, {"UPTAKE_MOOD": "good"})
    assert first.url != second.url
    assert "mood: None" in first.output()
    assert "mood: good" in second.output()


@pytest.mark.usefixtures("stand_in")
def test_server_that_ends_is_told_with_its_own_words(home, served):
    with pytest.raises(RuntimeError, match=r"exit code 1; it wrote:\nmood: bad\nno edition today"):
        served(home, {"UPTAKE_MOOD": "bad"})


def test_free_port_is_free():
    assert not is_healthy(f"http://127.0.0.1:{free_port()}")


def test_tools_script_says_in_one_line_what_is_skipped(tmp_path):
    """On a machine without either tool where nothing may be installed."""
    script = (
        "import sys; from pathlib import Path; from scripts import ensure_test_tools as script;"
        "from tests.support import tools; tools.POSTGRESQL_FOLDERS = Path(sys.argv[1]);"
        "script.may_install = lambda: False; sys.exit(script.main())"
    )
    root = Path(__file__).parents[2]
    environment = {"PATH": str(tmp_path), "CI": ""}
    command = [sys.executable, "-c", script, tmp_path]
    result = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 1
    assert "chromium and postgresql" in result.stdout
    result = subprocess.run(
        command,
        cwd=root,
        env=environment | {"CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "chromium and postgresql" in result.stderr
