"""The rows of a town about taking part. A quarter of its members write."""

from datetime import date, timedelta

from etl.editions.schema import WHOLE
from tests.app.town import AS_OF, Town

Rows = list[dict[str, object]]
MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


def _members(town: Town) -> int:
    return sum(each.members for each in town.departments) if town.has_activity else 0


def concentration(town: Town) -> Rows:
    """The top tenth wrote three quarters of 200 messages."""
    if _members(town) < 30:
        return []
    return [
        {
            "department_id": WHOLE,
            "member_count": _members(town),
            "author_count": _members(town) // 4,
            "message_count": 200,
            "top_1_share": 0.2,
            "top_10_share": 0.75,
            "gini_members": 0.9,
            "gini_authors": None,
        }
    ]


def response(town: Town) -> Rows:
    """Of 40 threads 30 were answered, 60 % within a week."""
    if not _members(town):
        return []
    return [
        {
            "department_id": WHOLE,
            "author_count": _members(town) // 4,
            "thread_count": 40,
            "replied_count": 30,
            "week_share": 0.6,
            "median_hours": 72,
        }
    ]


def waiting(town: Town) -> Rows:
    """A tenth wrote on the first day, half within four weeks."""
    shares = {1: 0.1, 7: 0.3, 28: 0.5, 56: None}
    return [
        {
            "step": "join_to_post",
            "days": days,
            "department_id": WHOLE,
            "watched_count": _members(town),
            "done_share": share,
        }
        for days, share in shares.items()
        if _members(town)
    ]


def waiting_median(town: Town) -> Rows:
    if not _members(town):
        return []
    return [
        {
            "step": "join_to_post",
            "department_id": WHOLE,
            "watched_count": _members(town),
            "done_count": _members(town) * 3 // 4,
            "median_days": 28,
        }
    ]


def cohorts(town: Town) -> Rows:
    """Twenty joined in each month; fifteen were active in the first after it, ten later."""
    return [
        {
            "cohort_date": month,
            "month_number": number,
            "department_id": WHOLE,
            "member_count": 20,
            "active_count": (15 if number == 1 else 10) if place + number < len(MONTHS) else None,
            "is_mature": place + number < len(MONTHS),
        }
        for place, month in enumerate(MONTHS)
        for number in range(1, len(MONTHS) - place + 1)
        if _members(town)
    ]


def comings(town: Town) -> Rows:
    return [
        {
            "to_date": AS_OF - timedelta(days=28 * back),
            "department_id": WHOLE,
            "new_count": 10,
            "stayed_count": 40,
            "back_count": 5,
            "lapsed_count": 15,
        }
        for back in range(3)
        if _members(town)
    ]


def ladder(town: Town) -> Rows:
    """Of a department's members 7 in 10 read or did more, 4 reacted, 2 wrote, 1 began a thread."""
    members = {each.department_id: each.members for each in town.departments}
    return [
        {
            "date": AS_OF - timedelta(days=7 * back),
            "period_days": 7,
            "department_id": key,
            "reader_count": count * 7 // 10,
            "reactor_count": count * 4 // 10,
            "writer_count": count * 2 // 10,
            "poster_count": count // 10,
        }
        for back in range(2)
        if _members(town)
        for key, count in {WHOLE: sum(members.values()), **members}.items()
    ]
