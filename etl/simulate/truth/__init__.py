"""The true value of every published figure, out of the made-up world itself.

Nothing here reads an export back, and nothing uses the loader: plain sets of people per day.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from etl.editions import schema
from etl.simulate.engagement import ReportRow
from etl.simulate.messages import Message
from etl.simulate.plan import DAY, days_between, local_date
from etl.simulate.truth import activity, change, clicks, ideas, membership, movement
from etl.simulate.truth.identity import identify, match_accounts
from etl.simulate.truth.membership import Row
from etl.simulate.world import World

FILE = "truth.json"


@dataclass(frozen=True, slots=True)
class Truth:
    """Rows by table, with the columns of the edition, sorted by key; days are ISO texts.

    ``true_active`` tells what really happened; the tables tell what the exports can prove.
    """

    as_of_date: str
    first_date: str
    tables: dict[str, list[Row]]
    true_active: list[Row]

    def write(self, folder: Path) -> None:
        """Write ``truth.json`` into a folder."""
        content = {
            "as_of_date": self.as_of_date,
            "first_date": self.first_date,
            "tables": self.tables,
            "true_active": self.true_active,
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def tell_truth(world: World) -> Truth:
    """Count everything that the edition publishes."""
    return _Teller(world).tell()


class _Teller:
    def __init__(self, world: World) -> None:
        self.world = world
        self.organisation = world.organisation
        self.identifiers = identify(world.organisation, world.directory)
        self.matches = match_accounts(
            world.plan, world.organisation, world.accounts, self.identifiers
        )
        self.placed = membership.place_members(
            world.plan, world.organisation, world.accounts, self.matches
        )
        self.by_address = self._people_by_address()

    def tell(self) -> Truth:
        plan = self.world.plan
        first_date = min(self.placed)
        days = days_between(first_date, plan.as_of)
        tables = {**self._people(days), **self._ideas()}
        active: activity.PeopleByDay = {}
        for account in self.world.accounts:
            person = self.matches[account.id].person if account.id in self.matches else None
            if person is not None:
                for day in account.active_days:
                    active.setdefault(day, set()).add(person)
        return Truth(
            as_of_date=plan.as_of.isoformat(),
            first_date=first_date.isoformat(),
            tables={name: sorted_by_key(name, rows) for name, rows in tables.items()},
            true_active=activity.true_rows(self.placed, active, days),
        )

    def _people(self, days: list[date]) -> dict[str, list[Row]]:
        reports = self.world.reports
        wrote = self._contributions()
        proven = activity.proven_days(wrote, reports, self._reported)
        concealed = activity.only_concealed(reports)
        organisation, plan = self.organisation, self.world.plan
        exact = activity.exact_days(reports, days) - set(concealed)
        history = change.History(organisation, self.placed, proven, wrote, exact, plan.as_of)
        now = membership.recast(organisation, plan.as_of)
        today = membership.placed_now(self.placed, now)
        changed = sorted(set(now.values()))
        return {
            "department": membership.department_rows(organisation, plan.as_of),
            "adoption": membership.adoption_rows(organisation, self.placed, days),
            "member_flow": movement.flow_rows(organisation, self.placed, days),
            "adoption_now": membership.adoption_now_rows(organisation, self.placed, days, now),
            "activity_now": activity.activity_rows(today, proven, wrote, {}, days, changed),
            "activity": activity.activity_rows(self.placed, proven, wrote, concealed, days),
            "activity_basis": activity.basis_rows(reports, days),
            "people_change": change.change_rows(history),
            "engagement_period": activity.period_rows(reports, self._reported_department),
            "ledger": membership.ledger_rows(plan, organisation, self.placed, self.matches),
        }

    def _ideas(self) -> dict[str, list[Row]]:
        world = self.world
        as_of = world.plan.as_of
        voices = ideas.voices_of_ideas(world.messages, as_of, self._author)
        humans = clicks.human_clicks(world.ideas, world.clicks)
        end_at = datetime.combine(as_of + DAY, time(), UTC)
        return {
            "idea": ideas.idea_rows(world.ideas, voices, humans, end_at),
            "idea_department": ideas.department_rows(voices, as_of),
            "idea_day": ideas.day_rows(voices),
            "idea_place": ideas.place_rows(voices, world.plan.made_at),
            "idea_click": clicks.click_rows(world.ideas, world.clicks),
            "click_series": clicks.series_rows(world.clicks),
            "click_bot": clicks.bot_rows(world.clicks),
        }

    def _contributions(self) -> activity.PeopleByDay:
        found: activity.PeopleByDay = {}
        for message in self.world.messages:
            person = self.matches[message.account.id].person
            if message.is_counted and person is not None:
                found.setdefault(local_date(message.created_at), set()).add(person)
        return found

    def _people_by_address(self) -> dict[str, int]:
        """Whose account has an address, where no staff list names it."""
        found: dict[str, int] = {}
        for account in self.world.accounts:
            match = self.matches.get(account.id)
            if match is not None and match.person is not None:
                found[account.email.casefold()] = match.person
        return found

    def _reported(self, row: ReportRow) -> int | None:
        person = self.identifiers.addressed(row.upn)
        return self.by_address.get(row.upn.casefold()) if person is None else person

    def _reported_department(self, row: ReportRow, day: date) -> str:
        return self._department(self._reported(row), day)

    def _department(self, person: int | None, day: date) -> str:
        found = None if person is None else self.organisation.row_on(person, day)
        return schema.UNKNOWN if found is None else self.organisation.departments_on(found, day)[0]

    def _author(self, message: Message) -> tuple[int | str, str]:
        person = self.matches[message.account.id].person
        id_ = self._department(person, local_date(message.created_at))
        return (message.account.id if person is None else person), id_


def sorted_by_key(table: str, rows: list[Row]) -> list[Row]:
    """Rows of a table in the order of its key."""
    key = [column.name for column in schema.metadata.tables[table].primary_key.columns]
    return sorted(rows, key=lambda row: tuple(row[name] for name in key))
