"""scripts/environment.py: installs once, again when something changed, and says what lacks."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment

LIBRARY = f"python{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder, and the list of what was made or installed in it."""
    (tmp_path / "run.txt").write_text("one==1\ntwo==2\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    done = []

    def make(command, check):
        done.append("environment")
        folder = Path(command[-1])
        (folder / "lib" / LIBRARY).mkdir(parents=True)
        (folder / "bin").mkdir()
        (folder / "bin" / LIBRARY).touch()

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr("scripts.environment.subprocess.run", make)
    monkeypatch.setattr(environment, "_install", lambda *_: done.append("packages"))
    return tmp_path, done


def test_second_run_does_nothing(project):
    _, done = project
    assert environment.main(".venv", "run.txt") == 0
    assert done == ["environment", "packages"]
    assert environment.main(".venv", "run.txt") == 0
    assert done == ["environment", "packages"]


@pytest.mark.parametrize("changed", ["run.txt", "pyproject.toml"])
def test_a_change_installs_again_into_the_same_environment(project, changed):
    folder, done = project
    environment.main(".venv", "run.txt")
    with (folder / changed).open("a") as file:
        file.write("# more\n")
    environment.main(".venv", "run.txt")
    assert done == ["environment", "packages", "packages"]


def test_an_environment_of_another_python_is_made_anew(project, monkeypatch):
    folder, done = project
    environment.main(".venv", "run.txt")
    (folder / ".venv" / "lib" / LIBRARY).rename(folder / ".venv" / "lib" / "python2.7")
    monkeypatch.setattr(
        "scripts.environment.subprocess.run", lambda *_, **__: done.append("environment")
    )
    environment.main(".venv", "run.txt")
    assert done == ["environment", "packages"] * 2


def test_an_installation_that_failed_is_tried_again(project, monkeypatch):
    _, done = project

    def fail(*_):
        raise subprocess.CalledProcessError(1, ["python", "-m", "pip"])

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_install", fail)
        with pytest.raises(subprocess.CalledProcessError):
            environment.main(".venv", "run.txt")
    environment.main(".venv", "run.txt")
    assert done == ["environment", "packages"]


@pytest.mark.parametrize(("version", "shown"), [((3, 10, 9), "3.10"), ((3, 14, 0), "3.14")])
def test_a_python_out_of_range_is_told_in_one_sentence(
    project, monkeypatch, capsys, version, shown
):
    _, done = project
    monkeypatch.setattr("scripts.environment.sys.version_info", version)
    assert environment.main(".venv", "run.txt") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f"needs Python 3.11 to 3.13 and this one is {shown}" in line
    assert "make setup PYTHON=" in line
    assert done == []


def test_a_missing_venv_module_is_told_in_one_sentence(project, monkeypatch, capsys):
    _, done = project
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "scripts.environment.importlib.util.find_spec",
        lambda name, package=None: None if name == "ensurepip" else find(name, package),
    )
    assert environment.main(".venv", "run.txt") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "venv module" in line
    assert f"apt-get install {LIBRARY}-venv" in line
    assert done == []
