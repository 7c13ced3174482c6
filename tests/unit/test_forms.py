"""Addresses that stand for each other: only by configuration, and never by likeness."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from etl.identity import keys
from etl.identity.forms import make_forms
from etl.identity.ring import KeyRing
from etl.staging import prepare_bench
from tests.support.facts import embedded, scratch, stored

KEY = b"a key for tests, long enough"
EQUAL = '[matching]\nequal_domains = [["new.example", "OLD.example"]]\n'
PLUS = '[matching]\nplus_tag_domains = ["new.example"]\n'
BOTH = EQUAL + PLUS.partition("\n")[2]

SPELLINGS = {
    "jo@new.example",
    "jo@old.example",
    "jo+news@new.example",
    "jo+news@old.example",
    "jo.o@new.example",
    "jo@other.example",
}


def alike(tmp_path: Path, config: str) -> set[frozenset[str]]:
    """The groups of spellings that stand for one address."""
    with embedded(tmp_path, config) as (warehouse, configured), scratch(warehouse):
        settings = replace(configured, keys=(KEY.decode(),))
        bench = warehouse.bench
        prepare_bench(bench, settings, KeyRing((KEY,)))
        bench.execute("create temp table spelling (raw varchar)")
        bench.executemany("insert into spelling values (?)", [[each] for each in SPELLINGS])
        bench.execute(
            "create temp table keyed as select raw, key_email(raw) as hashed from spelling"
        )
        bench.execute(
            "insert into address select address_key, local_key, plain_key, "
            f"keyed_text('domain:' || domain) from ({keys.address_parts('keyed')})"
        )
        make_forms(warehouse, settings)
        rows = stored(
            warehouse,
            "select f.rule || f.form, k.raw "
            "from address_form f join keyed k on k.hashed = f.address_key",
        )
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for form, raw in rows:
        groups[str(form)].add(str(raw))
    return {frozenset(group) for group in groups.values() if len(group) > 1}


@pytest.mark.parametrize(
    ("config", "groups"),
    [
        ("", set()),
        (
            EQUAL,
            {
                frozenset({"jo@new.example", "jo@old.example"}),
                frozenset({"jo+news@new.example", "jo+news@old.example"}),
            },
        ),
        (PLUS, {frozenset({"jo@new.example", "jo+news@new.example"})}),
        (
            BOTH,
            {
                frozenset({"jo@new.example", "jo@old.example"}),
                frozenset({"jo+news@new.example", "jo+news@old.example"}),
                # The tag comes off where that is said, and in its equal domains it stays.
                frozenset({"jo@new.example", "jo@old.example", "jo+news@new.example"}),
            },
        ),
    ],
    ids=["nothing", "equal domains", "plus tags", "both"],
)
def test_only_what_is_configured_is_alike(
    tmp_path: Path, config: str, groups: set[frozenset[str]]
) -> None:
    assert alike(tmp_path, config) == groups
