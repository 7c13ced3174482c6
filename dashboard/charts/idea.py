"""The course of one idea: posts and replies of each week, and clicks below them."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.charts.chart import (
    Chart,
    Figure,
    Table,
    count_axis,
    layout,
    plain,
    thinned,
    time_axis,
)
from dashboard.charts.series import day_of, empty
from dashboard.charts.theme import Theme
from dashboard.metric import Cell, Frame
from dashboard.words import numbers
from dashboard.words.dates import long_date

PANEL = 168
HALF_WEEK = timedelta(days=4)
BAR_MILLISECONDS = 5 * 24 * 60 * 60 * 1000


def idea_course(posts: Frame, replies: Frame, clicks: Frame | None, theme: Theme) -> Chart:
    """All by week. Clicks have a panel and a scale of their own."""
    weeks = _weeks(posts, replies, clicks)
    said = [_by_day(posts), _by_day(replies)]
    clicked = _by_day(clicks) if clicks and clicks.shown else {}
    height = PANEL * (2 if clicked else 1) + 40
    sentence = "Posts and replies of each week" + (", and clicks below" if clicked else "")
    return Chart(
        _figure(weeks, said[0], said[1], clicked, theme, height) if weeks else empty(theme, height),
        sentence,
        _alternative(weeks, said[0], said[1], clicked),
        _table(weeks, said[0], said[1], clicked),
        height,
    )


def _weeks(posts: Frame, replies: Frame, clicks: Frame | None) -> list[date]:
    """Weeks from the first in which anything happened, at most as many as can be told apart."""
    cells = [*posts.shown, *replies.shown, *(clicks.shown if clicks else ())]
    busy = [day_of(cell) for cell in cells if cell.value]
    newest: dict[date, Cell] = {day_of(cell): cell for cell in cells}
    if not busy:
        return []
    kept = [newest[day] for day in sorted(newest) if day >= min(busy)]
    return [day_of(cell) for cell in thinned(kept)]


def _by_day(frame: Frame) -> dict[date, float]:
    return {day_of(cell): cell.value or 0 for cell in frame.shown}


def _figure(
    weeks: Sequence[date],
    posts: dict[date, float],
    replies: dict[date, float],
    clicked: dict[date, float],
    theme: Theme,
    height: int,
) -> Figure:
    largest = max(posts.get(week, 0) + replies.get(week, 0) for week in weeks)
    traces = [
        _bars(weeks, posts, theme.accent, "post", "y"),
        _bars(weeks, replies, theme.middle, "reply", "y"),
    ]
    upper: Figure = {"domain": [0.58, 0.94] if clicked else [0, 0.9], "anchor": "x"}
    title = f'<b style="color:{theme.accent}">Posts</b> and replies each week'
    notes = [_title(title, 1, theme)]
    below: Figure = {"anchor": "y2" if clicked else "y"}
    axes: Figure = {
        "xaxis": time_axis(theme, weeks[0], weeks[-1], HALF_WEEK) | below,
        "yaxis": count_axis(theme, largest) | upper,
    }
    if clicked:
        traces.append(_bars(weeks, clicked, theme.accent, "click", "y2"))
        most = max(clicked.get(week, 0) for week in weeks)
        axes["yaxis2"] = count_axis(theme, most) | {"domain": [0, 0.38], "anchor": "x"}
        notes.append(_title("Clicks each week", 0.46, theme))
    return {
        "data": traces,
        "layout": layout(theme, height, right=16, barmode="stack", annotations=notes, **axes),
    }


def _bars(
    weeks: Sequence[date], values: dict[date, float], colour: str, name: str, axis: str
) -> Figure:
    spoken = [
        f"Week ending {long_date(week)}: {_many(values.get(week, 0), name)}" for week in weeks
    ]
    return {
        "type": "bar",
        "x": [week.isoformat() for week in weeks],
        "y": [values.get(week, 0) for week in weeks],
        "yaxis": axis,
        "width": BAR_MILLISECONDS,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [plain(text) for text in spoken],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _many(number: float, name: str) -> str:
    return numbers.plural(number, name, "replies" if name == "reply" else None)


def _title(text: str, height: float, theme: Theme) -> Figure:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": height,
        "xanchor": "left",
        "yanchor": "middle",
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": theme.muted},
    }


def _alternative(
    weeks: Sequence[date],
    posts: dict[date, float],
    replies: dict[date, float],
    clicked: dict[date, float],
) -> str:
    if not weeks:
        return "Bar chart of posts and replies by week: 0 weeks in which anything was said."
    busiest = max(weeks, key=lambda week: posts.get(week, 0) + replies.get(week, 0))
    most = numbers.count(posts.get(busiest, 0) + replies.get(busiest, 0))
    said = (
        f"{_many(sum(posts.get(week, 0) for week in weeks), 'post')} and "
        f"{_many(sum(replies.get(week, 0) for week in weeks), 'reply')}"
    )
    text = (
        f"Bar chart by week from {long_date(weeks[0])} to {long_date(weeks[-1])}: {said}, "
        f"most in the week ending {long_date(busiest)} with {most}"
    )
    if not clicked:
        return f"{text}."
    return f"{text}; {_many(sum(clicked.get(week, 0) for week in weeks), 'click')} below."


def _table(
    weeks: Sequence[date],
    posts: dict[date, float],
    replies: dict[date, float],
    clicked: dict[date, float],
) -> Table:
    counted = [posts, replies, *([clicked] if clicked else [])]
    rows = tuple(
        (long_date(week), *(numbers.count(values.get(week, 0)) for values in counted))
        for week in reversed(weeks)
    )
    columns = ("Week ending", "Posts", "Replies", *(("Clicks",) if clicked else ()))
    return Table("Course by week, newest first", columns, rows)
