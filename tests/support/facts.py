"""Facts written by hand: what loads would have left in a warehouse, and the edition of them.

Days and instants are ISO texts; instants are UTC. What a test does not say is NULL, and everything
comes from one export of the morning after AS_OF, unless the test says otherwise.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Date, DateTime, Table, insert

from etl.editions import schema as published
from etl.editions.build import Edition, Workings, build, edition_of, work_out
from etl.settings import Settings, load_settings
from etl.settings.serving import Privacy
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse, open_warehouse

AS_OF = "2026-11-22"
EXPORTED_AT = "2026-11-23 05:30"

Row = dict[str, Any]


def settings_of(home: Path, config: str = "", url: str | None = None) -> Settings:
    """Settings of a home with this config.toml; ``url`` of a PostgreSQL database, if any."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(config, encoding="utf-8")
    return load_settings(home, {} if url is None else {"UPTAKE_DATABASE_URL": url})


@contextmanager
def scratch(warehouse: Warehouse) -> Iterator[None]:
    """A transaction whose changes are all undone in the end."""
    transaction = warehouse.connection.begin()
    try:
        yield
    finally:
        transaction.rollback()


@dataclass
class Facts:
    """Rows of the fact tables, in the order in which they were said."""

    rows: list[tuple[Table, Row]] = field(default_factory=list)

    def add(self, table: Table, **values: object) -> None:
        """One row. A column that nobody names is NULL."""
        unknown = values.keys() - {column.name for column in table.columns}
        if unknown:
            raise KeyError(f"{table.name} has no {unknown}")
        usual: Row = {"snapshot_id": "s1", "exported_at": EXPORTED_AT}
        row = {
            column.name: _typed(column.type, values.get(column.name, usual.get(column.name)))
            for column in table.columns
        }
        self.rows.append((table, row))

    # --- the network -----------------------------------------------------------------------

    def export(
        self, since: str | None = "2026-10-01", until: str = AS_OF, **values: object
    ) -> None:
        """A network export that covers the days from ``since`` to ``until``."""
        self.received("yammer_messages", covers_from=since, covers_to=until, **values)

    def received(self, source: str, **values: object) -> None:
        """A file of one table."""
        id_ = values.get("snapshot_id", "s1")
        instant = values.pop("exported_at", EXPORTED_AT)
        file = values.pop("file", f"{id_}.csv")
        self.add(schema.snapshot, snapshot_id=id_, file=file, source=source, exported_at=instant)
        usual: Row = {"part": file, "row_count": 1, "reject_count": 0}
        self.add(schema.snapshot_part, source=source, **{**usual, **values})

    def account(self, key: str, joined: str | None = "2026-10-01", **values: object) -> None:
        """An account that is active unless told otherwise."""
        usual: Row = {"state": "active", "is_guest": False, "is_service": False}
        self.add(schema.account, account_key=key, joined_date=joined, **{**usual, **values})

    def decided(self, account: str, decision: str, person: str = "", at: str = EXPORTED_AT) -> None:
        """What a person decided about an account."""
        self.add(
            schema.match_decision,
            account_key=account,
            person_id_key=person,
            decision=decision,
            exported_at=at,
        )

    def message(self, id_: str, account: str, at: str, **values: object) -> None:
        """A counted message in All Company; of a thread of its own unless told otherwise."""
        usual: Row = {
            "thread_id": id_,
            "place_id": "all_company",
            "place_kind": "community",
            "date": at[:10],
            "is_counted": True,
        }
        values = {**usual, **values}
        self.add(
            schema.message,
            message_id=id_,
            account_key=account,
            created_at=at,
            is_reply=values["thread_id"] != id_,
            **values,
        )

    def community(self, place: str, name: str, **values: object) -> None:
        """A community by its name."""
        self.add(schema.community, place_id=place, name=name, is_private=False, **values)

    def share(self, message: str, idea: str, **values: object) -> None:
        """A link in a message."""
        usual: Row = {"link_key": f"example.org/{idea}", "address": f"https://example.org/{idea}"}
        self.add(schema.message_link, message_id=message, idea_id=idea, **{**usual, **values})

    def report(self, refreshed: str, email: str, last: str | None, **values: object) -> None:
        """A person in a seven-day activity report."""
        usual: Row = {
            "period_days": 7,
            "state": "activated",
            "post_count": 0,
            "reaction_count": 0,
            "read_count": 0,
            "is_concealed": False,
        }
        self.add(
            schema.engagement_person,
            refresh_date=refreshed,
            email_key=email,
            last_activity_date=last,
            **{**usual, **values},
        )

    # --- staff -----------------------------------------------------------------------------

    def staff(self, listed: str, key: str, label: str | None, **values: object) -> None:
        """A person on the staff list of a date; one list is one snapshot."""
        usual: Row = {"list_kind": "people", "snapshot_id": f"list-{listed}", "post_no": 1}
        self.add(
            schema.staff,
            list_date=listed,
            person_id_key=key,
            department_label=label,
            **{**usual, **values},
        )

    def directory(self, listed: str, key: str, label: str | None, **values: object) -> None:
        """A person in the directory; its key is the directory id."""
        usual: Row = {"class": "employee", "directory_key": key, "list_kind": "directory"}
        self.staff(listed, key, label, **{"snapshot_id": f"dir-{listed}", **usual, **values})

    def eligible(self, listed: str, *keys: str, **values: object) -> None:
        """The list of who is eligible of a date; one list is one snapshot."""
        usual: Row = {"snapshot_id": f"eligible-{listed}"}
        for key in keys:
            self.add(
                schema.eligible_person, list_date=listed, person_id_key=key, **{**usual, **values}
            )

    def headcount(
        self, day: str, label: str, count: int, eligible: int | None = None, **values: object
    ) -> None:
        """A line of a headcount table."""
        self.add(
            schema.headcount,
            date=day,
            department_label=label,
            headcount_count=count,
            eligible_count=eligible,
            **values,
        )

    # --- links and clicks ------------------------------------------------------------------

    def registered(self, link: str, idea: str, **values: object) -> None:
        """A line of the link registry."""
        usual: Row = {"posted_where": "", "address": f"https://example.org/{idea}"}
        self.add(schema.registry, link_key=link, idea_id=idea, **{**usual, **values})

    def recorded(self, idea: str, stage: str, day: str, label: str = "", **values: object) -> None:
        """What a person recorded of an idea."""
        self.add(
            schema.idea_record,
            idea_id=idea,
            stage=stage,
            recorded_date=day,
            department_label=label,
            **values,
        )

    def target(self, link: str, idea: str, label: str | None = None, **values: object) -> None:
        """What a click source said of a link's destination."""
        self.add(
            schema.link_target,
            link_key=link,
            idea_id=idea,
            address=f"https://example.org/{idea}",
            audience_label=label,
            **values,
        )

    def series(self, series_id: str, grain: str = "event", **values: object) -> None:
        """A series of clicks."""
        usual: Row = {
            "source": series_id,
            "unit": "requests",
            "filter": "none",
            "time_zone": "Europe/London",
            "is_at_least": False,
        }
        self.add(schema.click_series, series_id=series_id, grain=grain, **{**usual, **values})

    def click(self, series: str, link: str, at: str, bot: str | None = None) -> None:
        """A click recorded one by one."""
        self.add(
            schema.click,
            series_id=series,
            event_key=f"{len(self.rows):06}",
            link_key=link,
            clicked_at=at,
            bot_reason=bot,
        )

    def clicks(self, series: str, link: str, start: str, count: int, bots: int = 0) -> None:
        """A count of the clicks of one day."""
        self.add(
            schema.click_total,
            series_id=series,
            link_key=link,
            start_at=start,
            end_at=start,
            click_count=count,
            bot_count=bots,
        )

    # --- in use ----------------------------------------------------------------------------

    def pour(self, warehouse: Warehouse, chance: Random | None = None) -> None:
        """Put the rows into a warehouse, in any order if ``chance`` decides it."""
        rows = list(self.rows)
        if chance is not None:
            chance.shuffle(rows)
        for table in dict.fromkeys(table for table, _ in rows):
            warehouse.connection.execute(
                insert(table), [row for held, row in rows if held is table]
            )

    def edition(
        self, warehouse: Warehouse, settings: Settings, chance: Random | None = None
    ) -> Edition | None:
        """What is built from these facts alone; the warehouse is left as it was."""
        with scratch(warehouse):
            self.pour(warehouse, chance)
            return build(warehouse, settings)

    def workings(self, warehouse: Warehouse, settings: Settings) -> Workings | None:
        """What is worked out of these facts, to the person; the warehouse is left as it was."""
        with scratch(warehouse):
            self.pour(warehouse)
            return work_out(warehouse, settings)


def _typed(type_: object, value: object) -> object:
    if isinstance(value, str) and isinstance(type_, Date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(type_, DateTime):
        return datetime.fromisoformat(value)
    return value


@dataclass(frozen=True)
class Figures:
    """The exact rows of each table, by table and key, and the edition that is made of them.

    Days are ISO texts in questions and rows.
    """

    workings: Workings
    edition: Edition

    def rows(self, table: str, **where: object) -> list[Row]:
        """The rows of a table that have these values."""
        names = published.worked_out(published.metadata.tables[table])
        tables = self.edition.tables | self.workings.tables
        rows = [
            {name: _plain(value) for name, value in zip(names, row, strict=True)}
            for row in tables[table]
        ]
        return [row for row in rows if where.items() <= row.items()]

    def row(self, table: str, **where: object) -> Row:
        """The one row of a table that has these values."""
        (found,) = self.rows(table, **where)
        return found

    def column(self, table: str, key: str, value: str, **where: object) -> Mapping[str, Any]:
        """One column by another."""
        return {row[key]: row[value] for row in self.rows(table, **where)}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@contextmanager
def embedded(home: Path, config: str = "") -> Iterator[tuple[Warehouse, Settings]]:
    """An empty warehouse under one configuration. One thread: that is quicker for so few rows."""
    settings = settings_of(home, config)
    with open_warehouse(settings) as warehouse:
        warehouse.bench.execute("set threads = 1")
        yield warehouse, settings


Ask = Callable[[Facts], Figures]


@contextmanager
def builder(home: Path, config: str = "", privacy: Privacy | None = None) -> Iterator[Ask]:
    """Builds editions under one configuration, in a warehouse of its own.

    ``privacy``: smaller numbers than may be configured, for an example that is done by hand.
    """
    with embedded(home, config) as (warehouse, settings):
        settings = replace(settings, privacy=privacy or settings.privacy)

        def ask(facts: Facts) -> Figures:
            workings = facts.workings(warehouse, settings)
            if workings is None:
                raise LookupError("these facts give no edition")
            return Figures(workings, edition_of(workings, settings))

        yield ask


def stored(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query, days as ISO texts, in the query's order."""
    return [tuple(_plain(value) for value in row) for row in bulk.tuples(warehouse, query)]
