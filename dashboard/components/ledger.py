"""One Streamlit component, of plain files, draws every part: ``assets/ledger.js`` picks by name.

Streamlit finds the files of a component through the ``pyproject.toml`` of an installed package.
Ours are declared to its registry directly, so that they are found however Uptake was installed.
They come from this server as files; a component written into Python as text would be loaded from
``blob:``, which the content security policy does not allow.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

PACKAGE, PART = "uptake", "ledger"


def mount(part: str, data: Mapping[str, object], key: str) -> None:
    """Draw ``part`` (a name in ``ledger.js``) with ``data``, which must be JSON.

    Sent as a list: in a mapping Streamlit would look for data frames, and import pandas for it.
    """
    _declare()
    _renderer()(key=key, data=[part, data])


def _declare() -> None:
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{PACKAGE}.{PART}") is None:
        manifest = ComponentManifest(PACKAGE, "1", [ComponentConfig(PART, "assets")])
        manager.register_from_manifest(manifest, Path(__file__).parent)


@cache
def _renderer() -> ComponentRenderer:
    return st.components.v2.component(f"{PACKAGE}.{PART}", js="ledger.js")
