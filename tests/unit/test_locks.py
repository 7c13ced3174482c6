"""The lock files: every version with its hashes, no host, and nothing but what was asked for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "locks"
NAMES = ("run", "dev", "bench")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(name):
    """Each requirement of a lock with all its continued lines as one; comments left out."""
    lines = (LOCKS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]


def pinned(name):
    """Canonical package name -> the requirement that pins it (with its marker, if any)."""
    requirements = [Requirement(entry.split("--hash")[0]) for entry in entries(name)]
    return {canonicalize_name(each.name): each for each in requirements}


def declared():
    """What pyproject.toml depends on, with every optional part."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project.get("optional-dependencies", {}).values()
    return [Requirement(text) for texts in (project["dependencies"], *optional) for text in texts]


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_is_one_version_with_hashes(name):
    assert len(entries(name)) > 10
    for entry in entries(name):
        assert re.match(r"[A-Za-z0-9._-]+==[0-9]\S*$", entry.split()[0]), entry
        assert HASH.search(entry), entry


@pytest.mark.parametrize("name", NAMES)
def test_no_line_names_an_index_or_an_address(name):
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8")
    named = re.findall(r"^.*(?:://|--index|--extra-index|--find-links|-i |-f | @ ).*$", text, re.M)
    assert named == []


@pytest.mark.parametrize("requirement", declared(), ids=lambda each: each.name)
def test_every_dependency_is_locked_within_its_range(requirement):
    (pin,) = pinned("run")[canonicalize_name(requirement.name)].specifier
    assert requirement.specifier.contains(pin.version)


def test_the_lock_is_made_from_what_the_project_declares():
    lines = (LOCKS / "run.in").read_text(encoding="utf-8").splitlines()
    asked = {str(Requirement(line)) for line in lines if line and not line.startswith("#")}
    build = {text for text in asked if text.startswith("setuptools")}  # no build isolation
    assert len(build) == 1
    assert asked - build == {str(requirement) for requirement in declared()}


@pytest.mark.parametrize("name", ["dev", "bench"])
def test_tools_do_not_change_what_users_run(name):
    run, other = pinned("run"), pinned(name)
    assert run.keys() <= other.keys()
    assert {key: str(other[key].specifier) for key in run} == {
        key: str(run[key].specifier) for key in run
    }
