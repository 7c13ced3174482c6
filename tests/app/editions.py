"""Editions of a made-up town, written row by row through ``etl.editions.schema``."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Table, insert

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.shelf import Attempt, Shelf, open_shelf
from etl.settings import load_settings
from tests.app import rows_of_forecasts as ahead
from tests.app import rows_of_ideas as ideas
from tests.app import rows_of_loads as loads
from tests.app import rows_of_participation as part
from tests.app import rows_of_people as people
from tests.app import rows_of_topics as topics
from tests.app import rows_of_travel as travel
from tests.app.town import Department, Town
from tests.support.masked import masked

Rows = list[dict[str, object]]

EDITION = "20261123-test"


def publish(
    home: Path,
    town: Town | None = None,
    attempt: Attempt | None = None,
    edition_id: str = EDITION,
    policy: Policy | None = None,
) -> Shelf:
    """Write ``town`` into ``home`` as its current edition; note ``attempt``.

    To the person, so that numbers can be checked by hand; with ``policy`` as it may be published.
    """
    shelf = open_shelf(load_settings(home))
    rows = exact_rows(town or Town())
    if policy is not None:
        rows = masked(rows, policy)
    shelf.publish(edition_id, lambda connection: _fill(connection, rows))
    shelf.note(attempt or Attempt("2026-11-23T06:00:00+00:00", "done", "Everything was loaded."))
    return shelf


def only(*departments: Department, town: Town | None = None) -> Town:
    """A town with just these departments and no ideas."""
    return replace(town or Town(), departments=departments, ideas=(), topics=())


def exact_rows(town: Town) -> dict[Table, Rows]:
    return {
        schema.edition_info: people.info(town),
        schema.department: people.departments(town),
        schema.department_parent: people.parents(town),
        schema.adoption: people.adoption(town),
        schema.member_flow: people.flows(town),
        schema.outlook: ahead.outlook(town),
        schema.forecast: ahead.forecast(town),
        schema.forecast_method: ahead.ways(town),
        schema.activity: people.activity(town),
        schema.activity_basis: people.bases(town),
        schema.people_change: people.changes(town),
        schema.staff_group: people.staff_groups(town),
        schema.staff_class: people.staff_classes(town),
        schema.restatement: people.restatements(town),
        schema.idea: ideas.ideas(town),
        schema.idea_department: ideas.idea_departments(town),
        schema.idea_day: ideas.idea_days(town),
        schema.idea_place: ideas.idea_places(town),
        schema.idea_traction: travel.traction(town),
        schema.idea_pace: travel.pace(town),
        schema.idea_travel: travel.travel(town),
        schema.idea_flow: travel.flows(town),
        schema.idea_stage: travel.stages(town),
        schema.idea_record: travel.recorded(town),
        schema.idea_opening: travel.openings(town),
        schema.idea_evenness: travel.evenness(town),
        schema.idea_trend: travel.trends(town),
        schema.curator_dividend: travel.dividends(town),
        schema.found_place: travel.found_places(town),
        schema.topic: topics.topics(town),
        schema.topic_idea: topics.topic_ideas(town),
        schema.topic_department: topics.topic_departments(town),
        schema.topic_travel: topics.topic_travels(town),
        schema.topic_trend: topics.topic_trends(town),
        schema.hashtag: topics.hashtags(town),
        schema.ladder: part.ladder(town),
        schema.concentration: part.concentration(town),
        schema.response: part.response(town),
        schema.waiting: part.waiting(town),
        schema.waiting_median: part.waiting_median(town),
        schema.cohort: part.cohorts(town),
        schema.coming: part.comings(town),
        schema.click_series: ideas.series(town),
        schema.idea_click: ideas.clicks(town),
        schema.idea_audience: ideas.audiences(town),
        schema.click_bot: ideas.bots(town),
        schema.source_state: loads.sources(town),
        schema.reject: loads.rejects(town),
        schema.ledger: loads.ledger(town),
        schema.ledger_department: loads.ledger_of_departments(town),
        schema.ledger_total: loads.ledger_totals(town),
        schema.notice: loads.notices(town),
        schema.run: loads.runs(town),
    }


def _fill(connection: Connection, tables: dict[Table, Rows]) -> None:
    for table, rows in tables.items():
        if rows:
            connection.execute(insert(table), rows)
