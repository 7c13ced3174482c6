"""Who may know whom: every contract in pyproject.toml is broken once on purpose and caught."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
VERDICT = re.compile(r"^(\d[a-z]?)\. .* (KEPT|BROKEN)\b", re.MULTILINE)
EVERY = {"1", "2", "3", "4", "5a", "5b", "5c", "6"}


def copy_tree(folder):
    for package in ("etl", "dashboard"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def write(tree, module, line=""):
    """Add ``line`` to a module of the copy; a module that is not there is made."""
    path = tree.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def broken_contracts(tree):
    """The numbers of the contracts that do not hold in ``tree``."""
    result = subprocess.run(
        [LINT, "--no-cache", "--no-logo"],
        cwd=tree,
        env={"PATH": os.environ["PATH"], "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(VERDICT.findall(result.stdout))
    assert verdicts.keys() == EVERY, result.stdout + result.stderr
    broken = {number for number, verdict in verdicts.items() if verdict == "BROKEN"}
    assert result.returncode == bool(broken)
    return broken


@pytest.fixture(scope="module")
def broken_already(tmp_path_factory):
    """Nothing, if the test below passes: so that one true violation does not fail them all."""
    return broken_contracts(copy_tree(tmp_path_factory.mktemp("clean")))


def test_the_tree_keeps_every_contract(broken_already):
    assert broken_already == set()


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [
        ("1", "etl.simulate.probe", "dashboard.words"),
        ("1", "etl.simulate.probe", "streamlit"),
        ("1", "etl.simulate.probe", "plotly.graph_objects"),
        ("1", "etl.simulate.probe", "uptake"),
        ("2", "dashboard.metric", "etl"),
        ("2", "dashboard.metric", "etl.identity.keys"),
        ("2", "dashboard.views.probe", "etl.warehouse.schema"),
        ("2", "dashboard.app", "uptake"),
        ("3", "dashboard.views", "dashboard.app"),
        ("3", "dashboard.views.probe", "dashboard.server"),
        ("3", "dashboard.components.probe", "dashboard.views"),
        ("3", "dashboard.charts.probe", "dashboard.views"),
        ("3", "dashboard.charts.probe", "dashboard.components"),
        ("3", "dashboard.outputs.probe", "dashboard.charts"),
        ("3", "dashboard.metrics.probe", "dashboard.charts"),
        ("3", "dashboard.metric", "dashboard.metrics"),
        ("3", "dashboard.statistics.probe", "dashboard.metric"),
        ("3", "dashboard.periods", "dashboard.metric"),
        ("3", "dashboard.words.probe", "dashboard.metric"),
        ("3", "dashboard.edition", "dashboard.periods"),
        ("4", "dashboard.charts.probe", "streamlit"),
        ("4", "dashboard.edition", "streamlit"),
        ("4", "dashboard.metric", "streamlit"),
        ("4", "dashboard.metrics.probe", "streamlit"),
        ("4", "dashboard.outputs.probe", "streamlit.elements.lib"),
        ("4", "dashboard.periods", "streamlit"),
        ("4", "dashboard.statistics.probe", "streamlit"),
        ("4", "dashboard.words.probe", "streamlit"),
        ("5a", "etl.sources.probe", "etl.sources.probe_other"),
        ("5b", "dashboard.metrics.probe", "dashboard.metrics.probe_other"),
        ("5c", "etl.editions.tables.probe", "etl.editions.tables.probe_other"),
        ("6", "dashboard.statistics.probe", "scipy.stats"),
        ("6", "dashboard.metrics.probe", "statsmodels.api"),
    ],
)
def test_a_forbidden_import_is_caught(tmp_path, broken_already, contract, importer, imported):
    tree = copy_tree(tmp_path)
    if imported.startswith(("etl.", "dashboard.")):
        write(tree, imported)
    write(tree, importer, f"import {imported}")
    assert broken_contracts(tree) == broken_already | {contract}


def test_the_way_through_other_modules_is_seen(tmp_path, broken_already):
    """A metric may not come to Streamlit, nor a source to its sister, by a detour."""
    tree = copy_tree(tmp_path)
    write(tree, "dashboard.periods", "import streamlit")
    write(tree, "dashboard.metrics.probe", "import dashboard.periods")
    write(tree, "etl.sources.probe", "import etl.probe")
    write(tree, "etl.probe", "import etl.sources.probe_other")
    write(tree, "etl.sources.probe_other")
    assert broken_contracts(tree) == broken_already | {"4", "5a"}


def test_a_module_without_a_layer_is_caught(tmp_path, broken_already):
    tree = copy_tree(tmp_path)
    write(tree, "dashboard.attic")
    assert broken_contracts(tree) == broken_already | {"3"}


@pytest.mark.parametrize(
    "imported",
    [
        "etl.editions.schema",
        "etl.editions.shelf",
        "etl.errors",
        "etl.settings",
        "etl.warehouse.engine",
    ],
)
def test_the_one_door_is_open(tmp_path, broken_already, imported):
    tree = copy_tree(tmp_path)
    write(tree, imported)
    write(tree, "dashboard.edition", f"import {imported}")
    assert broken_contracts(tree) <= broken_already
