"""Whose the load takes accounts to be, held against whose they really are."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.words.ledger import REASONS
from etl.identity.keys import KeyRing, keyed
from etl.identity.matching import RULES
from etl.settings import load_settings
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from tests.support.simulated import KEY, environment

LEAST_PRECISION = 0.999
LEAST_RECALL = 0.95

_MATCHED = """
    select account_key, rule, person_key from holder
    where person_key is not null and valid_from <= :as_of and valid_to > :as_of
"""


def assert_matched_truly(
    home: Path, database_url: str | None, truth: dict[str, Any]
) -> dict[str, float]:
    """Hardly any match is wrong, and hardly any is missed. Returns the recall of each rule.

    Recall is out of the accounts in the export that somebody of the staff lists really uses.
    """
    day = {"as_of": date.fromisoformat(truth["as_of_date"])}
    settings = load_settings(home, environment(database_url))
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        matched = bulk.tuples(warehouse, _MATCHED, day)
        known = {key for (key,) in bulk.tuples(warehouse, "select account_key from account")}
    key = KeyRing((KEY.encode(),))
    owners = {
        keyed(key, "account", account): keyed(key, "employee", person)
        for account, person in truth["owners"].items()
    }
    right = Counter(rule for account, rule, person in matched if owners.get(account) == person)
    assert right.total() >= LEAST_PRECISION * len(matched), right
    of_people = len(known & owners.keys())
    assert right.total() >= LEAST_RECALL * of_people, right
    _assert_reasons(truth)
    return {rule: right[rule] / of_people for rule in RULES if right[rule]}


def _assert_reasons(truth: dict[str, Any]) -> None:
    """No account is without a place that a page can explain."""
    rows = [row for row in truth["tables"]["ledger"] if row["side"] == "accounts"]
    assert {row["reason"] for row in rows} <= REASONS.keys()
    assert any(row["state"] == "unmatched" for row in rows)
