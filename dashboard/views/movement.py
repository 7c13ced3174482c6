"""Why it moved: a card with two days, and the parts of what changed between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.charts.movement import change_bars
from dashboard.metric import Cell, Frame
from dashboard.metric.movement import movement_day, movement_days
from dashboard.outputs.csv import frame_csv
from dashboard.periods import Period
from dashboard.views.desk import Desk
from dashboard.views.filters import choose_change, choose_days
from dashboard.views.layout import choosing_card, draw, empty
from dashboard.words import movement as words
from dashboard.words.movement import Change, Kind
from etl.editions.schema import WHOLE

ENDS: Mapping[Kind, str] = {"members": "members", "rate": "adoption_rate"}
PARTS: Mapping[Kind, str] = {"members": "member_change", "rate": "adoption_change"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants explained."""

    kind: Kind
    start: date
    end: date
    department_id: str


def movement_card(desk: Desk, period: Period, department_id: str = WHOLE) -> None:
    """Draw the card; ``period`` gives the first day where the reader chose none."""
    days = movement_days(desk.edition)
    if len(days) < 2:
        return
    usual = movement_day(desk.edition, period.start(desk.as_of)) or days[0]
    with choosing_card("movement") as (title, choices):
        with choices:
            start, end = choose_days(days, usual)
            kind = choose_change()
        asked = Asked(kind, start, end, department_id)
        frame, change = told(desk, asked)
        title(words.finding(kind, change))
        if change is None:
            empty(words.why_not(frame.cell))
        elif change.parts:
            plot = desk.plot(lambda theme: change_bars(change, theme), "movement", asked)
            draw(plot, "movement", lambda: frame_csv(frame))


def told(desk: Desk, asked: Asked) -> tuple[Frame, Change | None]:
    """The parts as they were computed, and the change they make up."""
    key, start, end = asked.department_id, asked.start, asked.end
    frame = desk.ask(metric=PARTS[asked.kind], by="part", start=start, at=end, department_id=key)
    ends = _end(desk, asked, start), _end(desk, asked, end)
    published = _published(desk, asked)
    return frame, words.told(asked.kind, frame.cells, ends, published, key == WHOLE)


def _end(desk: Desk, asked: Asked, day: date) -> Cell:
    return desk.ask(metric=ENDS[asked.kind], department_id=asked.department_id, at=day).cell


def _published(desk: Desk, asked: Asked) -> Cell | None:
    """What the edition of the first day said of it then."""
    earlier = desk.of_day(asked.start)
    if earlier is None or asked.department_id not in {WHOLE, *earlier.edition.departments}:
        return None
    return _end(earlier, asked, asked.start)
