"""How ideas travel: the route of one idea, and the ways between departments."""

from collections.abc import Sequence

from dashboard.charts.chart import Chart, Figure, Table, layout, plain
from dashboard.charts.gap import wrapped
from dashboard.charts.theme import Theme, faded
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.travel import Stop, Way

ROW = 52
WIDEST = 14
WAYS = 10
SIDE = 116
"""Room for the names on either side, in pixels: a phone has 320 in all."""
_NAME = 17
"""Letters of a line that fit into it."""


def route(stops: Sequence[Stop], theme: Theme) -> Chart:
    """One line down through the departments, to the right as the days go by."""
    height = ROW * max(len(stops), 1) + 44
    told = [f"{stop.name} on day {stop.day} with {_people(stop.people)}" for stop in stops]
    return Chart(
        _route_figure(stops, theme, height),
        "Departments in the order in which the idea took hold there",
        f"Line from department to department: {'; '.join(told) or '0 so far'}.",
        _route_table(stops),
        height,
    )


def _people(number: int) -> str:
    return numbers.plural(number, "person", "people")


def _route_table(stops: Sequence[Stop]) -> Table:
    rows = tuple(
        (stop.name, long_date(stop.held_date), str(stop.day), numbers.count(stop.people))
        for stop in stops
    )
    return Table("Where the idea took hold", ("Department", "Took hold", "Day", "People"), rows)


def _route_figure(stops: Sequence[Stop], theme: Theme, height: int) -> Figure:
    days, places = [stop.day for stop in stops], list(range(len(stops)))
    line: Figure = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": places,
        "line": {"color": theme.accent, "width": 3},
        "marker": {"color": theme.accent, "size": 12},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    first, last = (min(days), max(days)) if days else (1, 1)
    room = max(last - first, 1)
    span = [first - 0.04 * room, last + 0.04 * room]
    scale: Figure = {"visible": False, "fixedrange": True, "range": span}
    names = _names_axis([stop.name for stop in stops], theme)
    return {
        "data": [line] if stops else [],
        "layout": layout(
            theme, height, right=124, xaxis=scale, yaxis=names, annotations=_labels(stops, theme)
        ),
    }


def _labels(stops: Sequence[Stop], theme: Theme) -> list[Figure]:
    """At the right edge, clear of the line."""
    return [
        {
            "xref": "paper",
            "x": 1,
            "y": place,
            "xanchor": "left",
            "xshift": 12,
            "text": f"day {stop.day} · {_people(stop.people)}",
            "showarrow": False,
            "font": {"size": 13, "color": theme.text},
        }
        for place, stop in enumerate(stops)
    ]


def _names_axis(names: Sequence[str], theme: Theme) -> Figure:
    return {
        "range": [len(names) - 0.5, -0.5],
        "tickvals": list(range(len(names))),
        "ticktext": [wrapped(name, longest=_NAME) for name in names],
        "tickfont": {"size": 13, "color": theme.text},
        "gridcolor": theme.line,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "ticklabelstandoff": 8,
    }


def ways(found: Sequence[Way], theme: Theme) -> Chart:
    """Two columns of departments with a line for each way: the ten taken most."""
    ordered = sorted(found, key=lambda way: (-way.ideas, way.days, way.start, way.end))
    drawn = ordered[:WAYS]
    height = ROW * max(len(_places(drawn)), 1) + 24
    told = [f"{way.start} to {way.end} {numbers.plural(way.ideas, 'idea')}" for way in drawn]
    rows = tuple(
        (way.start, way.end, numbers.count(way.ideas), numbers.decimal(way.days)) for way in ordered
    )
    return Chart(
        _ways_figure(drawn, theme, height),
        "Ideas that took hold in one department and next in another",
        f"Lines from department to department: {'; '.join(told) or '0 so far'}.",
        Table("From department to department", ("From", "To", "Ideas", "Days between"), rows),
        height,
    )


def _places(drawn: Sequence[Way]) -> dict[str, int]:
    """Each department at the same height left and right, those that give most on top."""
    weight: dict[str, int] = {}
    for way in drawn:
        weight[way.start] = weight.get(way.start, 0) + 2 * way.ideas
        weight[way.end] = weight.get(way.end, 0) + way.ideas
    ordered = sorted(weight, key=lambda name: (-weight[name], name))
    return {name: number for number, name in enumerate(ordered)}


def _ways_figure(drawn: Sequence[Way], theme: Theme, height: int) -> Figure:
    places = _places(drawn)
    most = max((way.ideas for way in drawn), default=1)
    starts, ends = {way.start for way in drawn}, {way.end for way in drawn}
    names = [_name(name, places[name], 0, "right", theme) for name in places if name in starts]
    names += [_name(name, places[name], 1, "left", theme) for name in places if name in ends]
    hidden: Figure = {"visible": False, "fixedrange": True}
    return {
        "data": [_way(way, places, most, theme) for way in reversed(drawn)],
        "layout": layout(theme, height)
        | {
            "margin": {"l": SIDE, "r": SIDE, "t": 4, "b": 4},
            "xaxis": hidden | {"range": [-0.04, 1.04]},
            "yaxis": hidden | {"range": [len(places) - 0.5, -0.5]},
            "annotations": names,
        },
    }


def _way(way: Way, places: dict[str, int], most: int, theme: Theme) -> Figure:
    colour = theme.accent if way.ideas == most else faded(theme.middle, 0.55)
    start, end = places[way.start], places[way.end]
    count = numbers.plural(way.ideas, "idea")
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 0.15, 0.5, 0.85, 1],
        "y": [start, start, (start + end) / 2, end, end],
        "line": {"color": colour, "width": max(WIDEST * way.ideas / most, 1.5), "shape": "spline"},
        "cliponaxis": False,
        "hovertemplate": f"{plain(way.start)} to {plain(way.end)}: {count}<extra></extra>",
    }


def _name(name: str, place: int, x: int, anchor: str, theme: Theme) -> Figure:
    return {
        "x": x,
        "y": place,
        "xanchor": anchor,
        "xshift": -10 if anchor == "right" else 10,
        "text": wrapped(name, longest=_NAME),
        "align": anchor,
        "showarrow": False,
        "font": {"size": 13, "color": theme.text},
    }
