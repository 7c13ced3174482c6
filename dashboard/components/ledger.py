"""One Streamlit component, of plain files, draws every part: ``assets/ledger.js`` picks by name.

Streamlit finds the files of a component through the ``pyproject.toml`` of an installed package.
Ours are declared to its registry directly, so that they are found however Uptake was installed.
They come from this server as files; a component written into Python as text would be loaded from
``blob:``, which the content security policy does not allow.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

PACKAGE, PART = "uptake", "ledger"


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its content, as it is sent: made once, and drawn as often as a page is."""

    sent: bytes


def part(name: str, content: Mapping[str, object]) -> Part:
    """The part of that name in ``ledger.js`` with ``content``, which must be JSON."""
    return Part(json.dumps([name, content]).encode())


def mount(drawn: Part, key: str) -> None:
    """Draw a part.

    Sent as bytes: of anything else Streamlit makes JSON twice on every run, and in a mapping it
    would look for data frames, and import pandas for it.
    """
    _declare()
    _renderer()(key=key, data=drawn.sent)


def _declare() -> None:
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PACKAGE}.{PART}") is None:
        manifest = ComponentManifest(PACKAGE, "1", [ComponentConfig(PART, "assets")])
        manager.register_from_manifest(manifest, Path(__file__).parent)


@cache
def _renderer() -> ComponentRenderer:
    return st.components.v2.component(f"{PACKAGE}.{PART}", js="ledger.js")
