"""The true value of every published figure, out of the made-up world itself.

Nothing here reads an export back, and nothing uses the loader: plain sets of people per day.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from etl.editions import schema
from etl.simulate.engagement import ReportRow
from etl.simulate.messages import Message
from etl.simulate.plan import DAY, days_between, local_date
from etl.simulate.topics import listed_ideas
from etl.simulate.truth import (
    activity,
    change,
    clicks,
    ideas,
    ledger,
    membership,
    movement,
    topics,
    trends,
)
from etl.simulate.truth.holding import FOREVER, folded, identify
from etl.simulate.truth.identity import NOBODY, find_timelines, is_guest
from etl.simulate.truth.membership import Row
from etl.simulate.world import World

FILE = "truth.json"


@dataclass(frozen=True, slots=True)
class Truth:
    """Rows by table, with the columns of the edition, sorted by key; days are ISO texts.

    ``true_active`` tells what really happened; the tables tell what the exports can prove.
    ``owners``: account id to the person id of whoever really uses it; who is nobody's is missing.
    ``tours`` are the ideas that were sent from department to department, in their order.
    """

    as_of_date: str
    first_date: str
    tables: dict[str, list[Row]]
    true_active: list[Row]
    tours: list[Row]
    owners: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write ``truth.json`` into a folder."""
        content = {
            "as_of_date": self.as_of_date,
            "first_date": self.first_date,
            "tables": self.tables,
            "true_active": self.true_active,
            "owners": self.owners,
            "tours": self.tours,
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
        self.timelines = find_timelines(world.plan, world.accounts, self.identifiers)
        self.placed = membership.place_members(
            world.plan, world.organisation, world.accounts, self.timelines
        )
        self.by_address = self._people_by_address()
        self.first_days = self._first_days()

    def tell(self) -> Truth:
        plan = self.world.plan
        first_date = min(self.placed)
        days = days_between(first_date, plan.as_of)
        tables = {**self._people(days), **self._ideas()}
        active: activity.PeopleByDay = {}
        for account in self.world.accounts:
            for day in account.active_days:
                person = self._author_of(account.id, day)
                if person is not None:
                    active.setdefault(day, set()).add(person)
        return Truth(
            as_of_date=plan.as_of.isoformat(),
            first_date=first_date.isoformat(),
            tables={name: sorted_by_key(name, rows) for name, rows in tables.items()},
            true_active=activity.true_rows(self.placed, active, days),
            owners={each.id: each.person.person_id for each in self.world.accounts if each.person},
            tours=[asdict(tour) for tour in self.world.tours],
        )

    def _people(self, days: list[date]) -> dict[str, list[Row]]:
        reports = self.world.reports
        wrote = self._contributions()
        proven = activity.proven_days(wrote, reports, self._reported)
        concealed = activity.only_concealed(reports)
        organisation, plan = self.organisation, self.world.plan
        exact = activity.exact_days(reports, days) - set(concealed)
        history = change.History(organisation, self.placed, proven, wrote, exact, plan.as_of)
        return {
            "department": membership.department_rows(organisation, plan.as_of),
            "adoption": membership.adoption_rows(organisation, self.placed, days),
            "member_flow": movement.flow_rows(organisation, self.placed, days),
            "activity": activity.activity_rows(self.placed, proven, wrote, concealed, days),
            "activity_basis": activity.basis_rows(reports, days),
            "people_change": change.change_rows(history),
            "engagement_period": activity.period_rows(reports, self._reported_department),
            **self._ledger(days),
        }

    def _ledger(self, days: list[date]) -> dict[str, list[Row]]:
        world = self.world
        judged = ledger.Ledger(
            world.plan, self.organisation, world.accounts, world.directory, self.timelines
        )
        rows = ledger.ledger_rows(judged, days[0])
        dates = ledger.ledger_dates(days[0], days[-1])
        return {
            "ledger": rows,
            "ledger_total": ledger.total_rows(rows, dates, self.organisation.list_dates[0]),
            "unplaced": ledger.unplaced_rows(judged, days),
        }

    def _owner(self, account_id: str, day: date) -> int | None:
        """Whose an account was on a day, as was known of that day."""
        found = self.timelines.get(account_id, NOBODY).on(day)
        return found[1] if found else None

    def _ideas(self) -> dict[str, list[Row]]:
        world = self.world
        as_of = world.plan.as_of
        voices = ideas.voices_of_ideas(world.messages, as_of, self._author)
        humans = clicks.human_clicks(world.ideas, world.clicks)
        end_at = datetime.combine(as_of + DAY, time(), UTC)
        return {
            "idea_hold": ideas.travel_rows(voices),
            "idea_trend": trends.idea_trend_rows(voices, as_of),
            "idea": ideas.idea_rows(world.ideas, voices, humans, end_at),
            "idea_department": ideas.department_rows(voices, as_of),
            "idea_day": ideas.day_rows(voices),
            "idea_place": ideas.place_rows(voices, world.plan.made_at),
            "idea_click": clicks.click_rows(world.ideas, world.clicks),
            "click_series": clicks.series_rows(world.clicks),
            "click_bot": clicks.bot_rows(world.clicks),
            **self._topics(voices),
        }

    def _topics(self, voices: topics.Voices) -> dict[str, list[Row]]:
        world, as_of = self.world, self.world.plan.as_of
        spoken = topics.Spoken(
            voices,
            ideas.titles(world.ideas, voices),
            listed_ideas(world.ideas),
            topics.tagged_voices(world.messages, as_of, self._author),
        )
        return topics.topic_tables(spoken, as_of)

    def _contributions(self) -> activity.PeopleByDay:
        found: activity.PeopleByDay = {}
        for message in self.world.messages:
            day = local_date(message.created_at)
            person = self._author_of(message.account.id, day) if message.is_counted else None
            if person is not None:
                found.setdefault(day, set()).add(person)
        return found

    def _author_of(self, account_id: str, day: date) -> int | None:
        """The same, and before that the first holder, unless a member by then already."""
        first = self.timelines.get(account_id, NOBODY).first_day
        if first is None or day >= first:
            return self._owner(account_id, day)
        person = self._owner(account_id, first)
        return person if first <= self.first_days.get(person, FOREVER) else None

    def _first_days(self) -> dict[int | None, date]:
        """The first day on which each person is known to be a member."""
        found: dict[int | None, date] = {}
        for account in self.world.accounts:
            for day in membership.member_days(self.world.plan, account):
                person = self._owner(account.id, day)
                found[person] = min(day, found.get(person, day))
        return found

    def _people_by_address(self) -> dict[str, tuple[set[int | str], date]]:
        """Whose accounts have an address, and since when, where no staff list names it."""
        found: dict[str, tuple[set[int | str], date]] = {}
        for account in self.world.accounts:
            view = account.seen_at(self.world.plan.made_at)
            address = folded(view.email) if view else ""
            if view is None or is_guest(view) or address in self.identifiers.addresses:
                continue
            timeline = self.timelines[account.id]
            first = timeline.first_day
            people: set[int | str] = {c.person for claims in timeline.stages for c in claims[:1]}
            known, since = found.get(address, (set(), FOREVER))
            found[address] = (known | (people or {account.id}), min(since, first or date.min))
        return found

    def _reported(self, row: ReportRow, day: date) -> int | None:
        address = folded(row.upn)
        if address in self.identifiers.addresses:
            return self.identifiers.addressed(address, day, self.first_days)
        people, since = self.by_address.get(address, (set(), FOREVER))
        only = next(iter(people)) if len(people) == 1 else None
        if not isinstance(only, int):
            return None
        return only if since <= max(day, self.first_days.get(only, date.min)) else None

    def _reported_department(self, row: ReportRow, day: date) -> str:
        """Where who is reported is on staff: none before a list names them by that address."""
        return self._department(self._reported(row, day), day)

    def _department(self, person: int | None, day: date) -> str:
        found = None if person is None else self.organisation.row_on(person, day)
        return schema.UNKNOWN if found is None else self.organisation.departments_on(found, day)[0]

    def _author(self, message: Message) -> tuple[int | str, str]:
        """Who speaks: the first holder of the account also before any list named them."""
        id_, day = message.account.id, local_date(message.created_at)
        first = self.timelines.get(id_, NOBODY).first_day
        person = None if first is None else self._owner(id_, max(first, day))
        place = self._department(person, day)
        return (id_ if person is None else person), place


def sorted_by_key(table: str, rows: list[Row]) -> list[Row]:
    """Rows of a table in the order of its key."""
    key = [column.name for column in schema.metadata.tables[table].primary_key.columns]
    return sorted(rows, key=lambda row: tuple(row[name] for name in key))
