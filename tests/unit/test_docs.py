"""The documentation describes what is."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import uptake
from etl.settings import load_settings
from etl.simulate import config_text
from scripts.docs import DOCS, PAGES, ROOT

WRITTEN = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_pages_are_current(page: Path) -> None:
    assert page.read_text("utf-8") == PAGES[page](), "Run: python -m scripts.docs"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def verbs(parser: argparse.ArgumentParser, name: str = "uptake") -> Iterator[tuple[str, str]]:
    """Every verb and its help."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb, sub in action.choices.items():
                yield from verbs(sub, f"{name} {verb}")
            return
    yield name, parser.format_help()


@pytest.mark.parametrize("verb", [name for name, _ in verbs(uptake._parser())])
def test_every_verb_is_documented_and_takes_a_home(verb: str) -> None:
    described = dict(verbs(uptake._parser()))[verb]
    assert "--home" in described
    documented = "".join(page.read_text("utf-8") for page in WRITTEN)
    assert verb in documented


def test_the_readme_names_only_commands_that_exist() -> None:
    known = {name for name, _ in verbs(uptake._parser())}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page in WRITTEN:
        for command in re.findall(r"`(?:\.venv/bin/)?(uptake [a-z]+)", page.read_text("utf-8")):
            assert any(name.startswith(command) for name in known), command
        for target in re.findall(r"`make ([a-z]+)", page.read_text("utf-8")):
            assert f"\n{target}:" in makefile, target


def test_the_configuration_that_ships_is_the_demonstrations() -> None:
    shipped = load_settings(ROOT, {})
    assert (ROOT / "config.toml").read_text("utf-8") == config_text()
    assert shipped.target.rate is not None
