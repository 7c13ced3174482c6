"""What pyproject.toml packs is what the folders hold."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from setuptools import find_packages

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "setuptools"
]


def files(package):
    paths = (path for path in (ROOT / package).rglob("*") if path.is_file())
    return [path for path in paths if "__pycache__" not in path.parts]


@pytest.mark.parametrize("package", ["etl", "dashboard"])
def test_every_module_is_in_a_package_that_is_packed(package):
    packed = set(find_packages(str(ROOT), include=SETTINGS["packages"]["find"]["include"]))
    folders = {path.parent for path in files(package) if path.suffix == ".py"}
    assert folders
    assert {".".join(folder.relative_to(ROOT).parts) for folder in folders} <= packed


@pytest.mark.parametrize("package", ["etl", "dashboard"])
def test_every_other_file_is_packed_too(package):
    patterns = SETTINGS["package-data"].get(package, [])
    others = [path for path in files(package) if path.suffix != ".py"]
    left_out = [
        path.relative_to(ROOT)
        for path in others
        if not any(fnmatch(path.name, pattern.removeprefix("**/")) for pattern in patterns)
    ]
    assert left_out == []


def test_only_the_packages_of_uptake_are_packed():
    """A folder of tests or scripts at the top of somebody's site-packages would be a nuisance."""
    packed = find_packages(str(ROOT), include=SETTINGS["packages"]["find"]["include"])
    assert {name.split(".")[0] for name in packed} == {"etl", "dashboard", "verbs"}
