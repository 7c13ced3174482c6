"""Clicks by idea, audience and day, and how fast the interest in an idea fades."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from etl.simulate.clicks import Click
from etl.simulate.ideas import ACCESS_LOG, YOURLS, Idea
from etl.simulate.plan import local_date
from etl.simulate.truth.membership import Row

RANKED = (YOURLS, ACCESS_LOG)
"""The series in the order in which the demonstration's configuration prefers them."""
TIME_ZONES = {YOURLS: "Europe/London", ACCESS_LOG: "UTC"}
_ENOUGH_CLICKS = 20
_WINDOW_SHARE = 4


def human_clicks(
    ideas: Iterable[Idea], clicks: Iterable[Click]
) -> dict[Idea, dict[str, list[datetime]]]:
    """Idea -> series -> instants of the clicks that people made."""
    owner = {link: idea for idea in ideas for link in idea.links}
    found: dict[Idea, dict[str, list[datetime]]] = {}
    for click in clicks:
        idea = owner.get(click.link)
        if idea is not None and click.reason is None:
            found.setdefault(idea, {}).setdefault(click.link.series, []).append(click.at)
    return found


def half_life(clicks: Mapping[str, list[datetime]], end_at: datetime) -> tuple[float | None, str]:
    """Hours until half of the clicks since the busiest UTC hour had come, and its status.

    ``clicks``: series -> instants. ``end_at``: when the time observed ends.
    """
    best = next((clicks[series] for series in RANKED if clicks.get(series)), None)
    if best is None:
        return None, "no_data"
    hours = Counter(at.replace(minute=0, second=0, microsecond=0) for at in best)
    peak_at = min(hours, key=lambda hour: (-hours[hour], hour))
    after = sorted(at for at in best if at >= peak_at)
    if len(after) < _ENOUGH_CLICKS:
        return None, "too_few"
    half = after[(len(after) + 1) // 2 - 1] - peak_at
    if end_at - peak_at < _WINDOW_SHARE * half:
        return None, "too_early"
    return half / timedelta(hours=1), "ok"


def click_rows(ideas: Iterable[Idea], clicks: Iterable[Click]) -> list[Row]:
    """One row per idea, series, audience department and local day."""
    owner = {link: idea for idea in ideas for link in idea.links}
    humans: Counter[tuple[str, str, str, str]] = Counter()
    bots: Counter[tuple[str, str, str, str]] = Counter()
    for click in clicks:
        idea = owner.get(click.link)
        if idea is None:
            continue
        link = click.link
        day = local_date(click.at).isoformat()
        key = (idea.idea_id, link.series, link.audience_id, day)
        (humans if click.reason is None else bots)[key] += 1
    names = ("idea_id", "series_id", "department_id", "date")
    return [
        {
            **dict(zip(names, key, strict=True)),
            "click_count": humans[key],
            "bot_count": bots[key],
        }
        for key in humans.keys() | bots.keys()
    ]


def series_rows(clicks: list[Click]) -> list[Row]:
    """One row per series that recorded anything."""
    rows: list[Row] = []
    for series in RANKED:
        found = [click for click in clicks if click.link.series == series]
        if not found:
            continue
        humans = sum(click.reason is None for click in found)
        days = [local_date(click.at).isoformat() for click in found]
        rows.append(
            {
                "series_id": series,
                "source": series,
                "unit": "requests",
                "filter": "none",
                "grain": "event",
                "time_zone": TIME_ZONES[series],
                "rank": len(rows) + 1,
                "first_date": min(days),
                "last_date": max(days),
                "click_count": humans,
                "bot_count": len(found) - humans,
                "is_at_least": False,
            }
        )
    return rows


def bot_rows(clicks: Iterable[Click]) -> list[Row]:
    """One row per series and reason."""
    counts = Counter((click.link.series, click.reason) for click in clicks if click.reason)
    return [
        {"series_id": series, "reason": reason, "bot_count": count}
        for (series, reason), count in counts.items()
    ]
