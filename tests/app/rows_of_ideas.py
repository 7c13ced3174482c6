"""The rows of a town about its ideas and their clicks."""

from datetime import timedelta

from etl.editions.schema import IDEA_WINDOWS, UNKNOWN, WHOLE
from tests.app.town import AS_OF, Town

Rows = list[dict[str, object]]


def ideas(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "title": idea.title,
            "title_from": "registry",
            "address": idea.address,
            "found_in": "LinkedIn",
            "first_shared_date": AS_OF - timedelta(days=10) if idea.people else None,
            "last_seen_date": AS_OF - timedelta(days=idea.quiet_days),
            "half_life_hours": idea.half_life_hours,
            "half_life_status": idea.half_life_status,
        }
        for idea in town.ideas
    ]


def idea_departments(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "window_days": days,
            "department_id": key,
            "people_count": people,
            "post_count": 1,
            "reply_count": people - 1,
        }
        for idea in town.ideas
        for days in IDEA_WINDOWS
        for key, people in {**idea.people, WHOLE: sum(idea.people.values())}.items()
        if people
    ]


def idea_days(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "date": AS_OF - timedelta(days=back),
            "people_count": 10 - back,
            "post_count": int(back == 9),
            "reply_count": 10 - back,
        }
        for idea in town.ideas
        if idea.people
        for back in range(10)
    ]


def idea_places(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "place_id": "all_company",
            "place_name": "All Company",
            "first_date": AS_OF - timedelta(days=10),
            "post_count": 1,
        }
        for idea in town.ideas
        if idea.people
    ]


def series(town: Town) -> Rows:
    if "yourls" not in town.sources:
        return []
    return [
        {
            "series_id": "yourls",
            "source": "yourls",
            "unit": "requests",
            "filter": "none",
            "grain": "event",
            "time_zone": "Europe/London",
            "rank": 1,
            "first_date": AS_OF - timedelta(days=30),
            "last_date": AS_OF,
            "click_count": 40,
            "bot_count": 8,
            "is_at_least": False,
        }
    ]


def clicks(town: Town) -> Rows:
    if not series(town):
        return []
    return [
        {
            "idea_id": idea.idea_id,
            "series_id": "yourls",
            "department_id": WHOLE,
            "date": AS_OF - timedelta(days=3),
            "click_count": sum(idea.clicks.values()),
            "bot_count": sum(clicks // 5 for clicks in idea.clicks.values()),
        }
        for idea in town.ideas
        if idea.clicks
    ]


def audiences(town: Town) -> Rows:
    if not series(town):
        return []
    found: Rows = []
    for idea in town.ideas:
        told = {key: clicks for key, clicks in idea.clicks.items() if key != UNKNOWN}
        for key, clicks in {WHOLE: sum(told.values()), **told}.items():
            place = {"idea_id": idea.idea_id, "series_id": "yourls", "department_id": key}
            found += [
                {**place, "window_days": days, "click_count": clicks}
                for days in IDEA_WINDOWS
                if clicks
            ]
    return found


def bots(town: Town) -> Rows:
    if not series(town):
        return []
    return [{"series_id": "yourls", "reason": "user_agent", "bot_count": 8}]
