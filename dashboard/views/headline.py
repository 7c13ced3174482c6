"""The headline numbers of the organisation, or of one department."""

from datetime import date, timedelta

from streamlit.delta_generator import DeltaGenerator

from dashboard.components.kpi_strip import Kpi, kpi_strip
from dashboard.components.ledger import Part, mount
from dashboard.metric import Cell, Frame
from dashboard.metric.changes import Measure, moved
from dashboard.metric.facts import settled_day
from dashboard.periods import Period
from dashboard.views.desk import Desk
from dashboard.views.files import frames_csv
from dashboard.views.layout import download
from dashboard.views.texts import HIDDEN, line
from dashboard.words import kpi as words
from dashboard.words.dates import day_month
from dashboard.words.figure import Change, known
from dashboard.words.numbers import sentence
from etl.editions.schema import EXACT, WHOLE

SPARK = timedelta(weeks=26)
AT_LEAST = "at least "


def headline_numbers(
    desk: Desk, period: Period, tools: DeltaGenerator, department_id: str = WHOLE
) -> None:
    """Draw members, active members, contributors and progress; a file of them in ``tools``."""
    mount(desk.keep(_numbers, period, department_id), key="kpis")
    with tools:
        download("headline", Strip(desk, period, department_id).csv)


def _numbers(desk: Desk, period: Period, department_id: str) -> Part:
    strip = Strip(desk, period, department_id)
    return kpi_strip([strip.members(), strip.active(), strip.contributors(), strip.progress()])


class Strip:
    """The four numbers of one department, asked for once."""

    def __init__(self, desk: Desk, period: Period, department_id: str) -> None:
        self.desk, self.period, self.department_id = desk, period, department_id

    def _now(self, metric: str, at: date | None = None) -> Cell:
        return self._frame(metric, at).cell

    def _frame(self, metric: str, at: date | None = None) -> Frame:
        return self.desk.ask(metric=metric, department_id=self.department_id, at=at)

    def _moved(self, metric: str, now: Cell, measure: Measure, kind: str = "") -> Change | None:
        start = self.period.start(self.desk.as_of)
        day = settled_day(self.desk.edition, 28, kind, start) if kind else start
        return moved(self.desk.edition, measure, now, self._now(metric, day))

    def _line(self, metric: str) -> tuple[float | None, ...]:
        start = self.desk.as_of - SPARK
        frame = self.desk.ask(
            metric=metric, by="week", department_id=self.department_id, start=start
        )
        return line(frame.comparable())

    def members(self) -> Kpi:
        """Members out of headcount."""
        now, rate = self._now("members"), self._now("adoption_rate")
        change = self._moved("members", now, "members")
        text = words.members(rate, now, change, self.period.phrase)
        return as_part(text, self._line("members"))

    def active(self) -> Kpi:
        """Active members, and what the number rests on."""
        now, rate = self._now("active_members"), self._now("active_rate")
        change = self._moved("active_members", now, "active", "active")
        text = words.active(now, rate, change, self.period.phrase, self.desk.edition.as_of_date)
        return as_part(text, self._line("active_members"), note=self._basis(now))

    def contributors(self) -> Kpi:
        """Members who posted or replied."""
        now, rate = self._now("contributors"), self._now("contributor_rate")
        change = self._moved("contributors", now, "contributors", "contributor")
        as_of = self.desk.edition.as_of_date
        text = words.contributors(now, rate, change, self.period.phrase, as_of)
        return as_part(text, self._line("contributors"))

    def progress(self) -> Kpi:
        """How much of the target is reached."""
        now, gap = self._now("target_progress"), self._now("gap_to_target")
        planned, target = self._now("planned_members"), self.desk.edition.target
        text = words.progress(now, gap, planned, target, self.desk.edition.as_of_date)
        return as_part(text, rate=known(now), target=words.planned_progress(now, planned))

    def _basis(self, now: Cell) -> str:
        if known(now) is None or now.period is None:
            return ""
        if now.basis == EXACT:
            return f"Exact on {day_month(now.period, self.desk.as_of)}"
        return "Exact again with the next engagement report"

    def csv(self) -> str:
        """All four with what they rest on."""
        names = ("members", "active_members", "contributors", "target_progress", "gap_to_target")
        return frames_csv([self._frame(name) for name in names])


def as_part(
    text: words.Kpi,
    spark: tuple[float | None, ...] = (),
    rate: float | None = None,
    target: float | None = None,
    note: str = "",
) -> Kpi:
    """The words of a figure and its small drawing as one part of the strip."""
    is_least = text.value.startswith(AT_LEAST)
    value = text.value.removeprefix(AT_LEAST)
    if value.startswith(HIDDEN):
        value, note = HIDDEN, sentence(value.removeprefix(HIDDEN).strip())
    return Kpi(
        label=text.label,
        before=AT_LEAST.strip() if is_least else "",
        value=value,
        unit=text.of,
        change=text.strong,
        remark=text.note,
        note=note,
        spark=spark,
        rate=rate,
        target=target,
        is_words=not value[:1].isdigit(),
    )
