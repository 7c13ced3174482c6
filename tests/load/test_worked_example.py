"""The example that an auditor follows by hand: every number in it is what a real load says."""

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.edition import open_edition
from dashboard.metric import Cell, Query, compute
from etl.editions.build import work_out
from etl.editions.shelf import open_shelf
from etl.settings import load_settings
from etl.warehouse.engine import open_warehouse
from scripts.docs import DOCS
from tests.support.published import published_tables
from tests.support.simulated import environment, load_into

PAGE = (DOCS / "worked-example.md").read_text("utf-8")
PEOPLE, USERS = (
    DOCS / "worked-example" / name for name in ("people-2026-10-01.csv", "Users-2026-10-01.csv")
)
DAY = "2026-10-01"

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Example:
    """What is published of the two files, and the home they were loaded into."""

    home: Path
    tables: dict[str, Rows]

    def figure(self, metric: str, place: str = "*") -> Cell:
        """One figure, as every page and command has it."""
        edition = open_edition(open_shelf(load_settings(self.home)))
        assert edition is not None
        with closing(edition):
            frame = compute(
                edition, Query(metric=metric, by="whole" if place == "*" else "department")
            )
        return next(cell for cell in frame.cells if cell.key == place)

    def row(self, table: str) -> dict[str, object]:
        """The row of the whole organisation on the day of the staff list."""
        (found,) = (
            row for row in self.tables[table] if (row["date"], row["department_id"]) == (DAY, "*")
        )
        return found

    @property
    def reasons(self) -> dict[tuple[object, object], object]:
        """(side, reason) to how many, on the day of the staff list."""
        return {
            (row["side"], row["reason"]): row["count"]
            for row in self.tables["ledger"]
            if row["date"] == DAY
        }


def told() -> dict[str, str]:
    """The first cell of each line of the page's tables to its last, without the headings."""
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines()]
    tables = [cells for cells in lines if len(cells) > 1 and cells[0] not in {"lines", "sum"}]
    return {cells[0]: cells[-1] for cells in tables if cells[0] not in {"figure", "---"}}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The two files, loaded under the configuration of the page."""
    home = tmp_path_factory.mktemp("example")
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (home / "config.toml").write_text(block, "utf-8")
    load_into(home, [PEOPLE, USERS])
    return Example(home, published_tables(home, None, {"ledger", "ledger_total", "edition_info"}))


def test_every_number_of_the_page_is_what_a_load_says(example: Example) -> None:
    found = {**_colleagues(example), **_accounts(example), **_sums(example), **_shares(example)}
    assert told() == {name: str(value) for name, value in found.items()}


def test_rounding_takes_nothing_away(example: Example) -> None:
    settings = load_settings(example.home, environment(None))
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        workings = work_out(warehouse, settings)
    assert workings is not None
    exact = [row for row in workings.tables["ledger_total"] if row[1] == "*"]
    shown = [tuple(row.values()) for row in example.tables["ledger_total"]]
    assert [(str(day), *rest) for day, *rest in exact] == shown


def _colleagues(example: Example) -> dict[str, object]:
    people = PEOPLE.read_text("utf-8").splitlines()[1:]
    contractors = sum(",Contractor," in line for line in people)
    return {
        "lines of the staff list": len(people),
        "less contractors (`Class`), whom the configuration does not count": contractors,
        "less those who left (`EndDate` before 1 October)": example.reasons[
            "accounts", "left_staff_list"
        ],
        "headcount": _whole(example.figure("headcount").value),
        "of them in Housing": _whole(example.figure("headcount", "housing").value),
        "of them in Parks": _whole(example.figure("headcount", "parks").value),
        "of them eligible (`Eligible` is Yes)": _whole(example.figure("eligible_headcount").value),
    }


def _accounts(example: Example) -> dict[str, object]:
    reasons = example.reasons
    return {
        "36 to 40": reasons["invited", "never_joined"],
        "21 to 25": reasons["accounts", "external_domain"],
        "26 to 30": reasons["accounts", "left_staff_list"],
        "1 to 5, 11 to 15": reasons["accounts", "email"],
        "6 to 10": reasons["accounts", "alias"],
        "16 to 20": reasons["accounts", "second_account"],
        "31 to 35": reasons["accounts", "not_on_staff_list"],
    }


def _sums(example: Example) -> dict[str, object]:
    sums, reasons = example.row("ledger_total"), example.reasons
    return {
        "accounts: lines 1 to 35": sums["account_count"],
        "matched": sums["matched_count"],
        "left": sums["left_count"],
        "guest": sums["guest_count"],
        "second accounts": sums["duplicate_count"],
        "unmatched": sums["unmatched_count"],
        "headcount of both sides": sums["headcount_count"],
        "joined: colleagues with a matched account": sums["joined_count"],
        "not joined": sums["not_joined_count"],
        "not joined, but invited (lines 36 to 40)": reasons["headcount", "invited"],
        "not joined, and without any account": reasons["headcount", "no_account"],
    }


def _shares(example: Example) -> dict[str, object]:
    adoption = example.figure("adoption_rate")
    info = {row["name"]: row["value"] for row in example.tables["edition_info"]}
    assert info["state"] == "provisional"
    return {
        "adoption": _percent(adoption.value),
        "adoption of eligible staff": _percent(example.figure("eligible_adoption_rate").value),
        "adoption in Housing": _percent(example.figure("adoption_rate", "housing").value),
        "adoption in Parks": _percent(example.figure("adoption_rate", "parks").value),
        "match bounds, lower: no unmatched account is a colleague's": _percent(adoption.match_low),
        "match bounds, upper: every unmatched account is": _percent(adoption.match_high),
        "accounts in doubt": _percent(example.figure("unplaced_account_rate").value),
    }


def _whole(value: float | None) -> int:
    assert value is not None
    return int(value)


def _percent(share: float | None) -> str:
    assert share is not None
    return f"{share:.0%}"
