"""The last step of a load: an edition is built and switched to, or held back, or not needed."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import OperationalError

from etl import confirming, records
from etl.access.reach import find_reach
from etl.editions.build import build
from etl.editions.history_file import is_told, kept_from
from etl.editions.restating import restatements
from etl.editions.shelf import Shelf
from etl.errors import LoadError
from etl.identity.keys import load_key
from etl.organisation.guard import alarms
from etl.outcome import Outcome
from etl.settings import Settings
from etl.warehouse.engine import Warehouse
from etl.yet_to_come import yet_to_come

FIGURES = "Working out the figures"

Say = Callable[[str], None]


def publish(
    warehouse: Warehouse, settings: Settings, shelf: Shelf, run_id: str, say: Say, outcome: Outcome
) -> None:
    """Build an edition if the facts or the settings changed since the current one.

    Of a day that was told before somebody was erased none is published: beside the current one it
    would show the difference.
    """
    current = shelf.current()
    inputs = records.inputs_digest(warehouse, settings)
    if current is not None and records.published(warehouse) == (inputs, current):
        outcome.edition_id = current
        return
    if _is_held_back(warehouse, settings, run_id, outcome, current):
        _keep_reach(warehouse, settings, shelf)
        return
    say(FIGURES)
    with warehouse.transaction():
        edition = build(warehouse, settings)
        if edition is None:
            return
        outcome.is_settled = current != edition.edition_id and is_told(settings, edition.as_of_date)
        told = current if outcome.is_settled else edition.edition_id
        records.note_published(warehouse, inputs, told or edition.edition_id)
    if outcome.is_settled:
        outcome.edition_id = current
        _keep_reach(warehouse, settings, shelf)
        return
    for sentence in edition.needs_person:
        say(f"  {sentence}")
    outcome.needs_person += edition.needs_person
    edition.tables["restatement"] = restatements(shelf, edition)
    try:
        _keep_reach(warehouse, settings, shelf)
        shelf.publish(edition.edition_id, edition.fill)
    except (OSError, OperationalError) as error:
        raise LoadError(
            "The edition could not be written. Check that the disk has room and the database "
            "answers, and load again."
        ) from error
    outcome.edition_id, outcome.is_new_edition = edition.edition_id, edition.edition_id != current


def _keep_reach(warehouse: Warehouse, settings: Settings, shelf: Shelf) -> None:
    with warehouse.transaction():
        reach = find_reach(warehouse, settings, load_key(settings))
    shelf.keep_reach(reach)


def _is_held_back(
    warehouse: Warehouse, settings: Settings, run_id: str, outcome: Outcome, current: str | None
) -> bool:
    """Whether a file is so unusual that the current edition stays; the first is published."""
    today = datetime.now(settings.zone).date()
    with warehouse.transaction():
        found = alarms(warehouse, settings.staff, kept_from(settings))
        unusual = confirming.unconfirmed(settings, [*found, *yet_to_come(warehouse, today)])
    if current is None:
        outcome.needs_person += [f"{alarm.sentence}." for alarm in unusual]
        outcome.unusual = "; ".join(alarm.sentence for alarm in unusual)
        confirming.record(settings, unusual, confirming.FIRST_EDITION)
        return False
    if not unusual:
        confirming.release(settings)
        return False
    held = confirming.Held(run_id, unusual)
    confirming.hold(settings, held)
    outcome.edition_id, outcome.held = current, held.sentence
    return True
