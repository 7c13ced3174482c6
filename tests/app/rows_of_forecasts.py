"""The rows of a town about what is to come: ten more members every week, 1,500 of 2,000 paths."""

from datetime import timedelta

from tests.app.town import AS_OF, Town

Rows = list[dict[str, object]]


def _members(town: Town) -> int:
    return sum(department.members for department in town.departments)


def outlook(town: Town) -> Rows:
    row: dict[str, object] = {
        "date": AS_OF,
        "status": "ok" if town.has_forecast else "few_points",
        "step_days": 7,
        "path_count": 2000 if town.has_forecast else 0,
        "reaching_count": 1500 if town.has_forecast and town.has_target else None,
        "bulk_date": None,
        "bulk_count": 0,
    }
    return [row]


def forecast(town: Town) -> Rows:
    now = _members(town)
    return [
        {
            "date": AS_OF + timedelta(weeks=week),
            "member_count": now + 10 * week,
            "low_count": now + 5 * week,
            "high_count": now + 16 * week,
        }
        for week in range(1, 9)
        if town.has_forecast
    ]


def ways(town: Town) -> Rows:
    if not town.has_forecast:
        return []
    ceiling = {"ceiling_count": 210, "ceiling_low_count": 190, "ceiling_high_count": 240}
    return [
        _way("last_value", "worse", (10.0, 30.0, 60.0), 3, 30),
        _way("damped_trend", "worse", (2.0, 5.5, 12.0), 20, 30),
        _way("bass", "shown", (1.0, 2.0, 3.0), 24, 30) | ceiling,
        _way("gompertz", "no_peak", (None, None, None), 0, 0),
    ]


def _way(
    method: str, reason: str, errors: tuple[float | None, ...], held: int, tested: int
) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(
        ("ceiling_count", "ceiling_low_count", "ceiling_high_count"), None
    )
    named = {f"error_{ahead}": error for ahead, error in zip((1, 3, 6), errors, strict=True)}
    return (
        row
        | named
        | {
            "method": method,
            "reason": reason,
            "held_count": held,
            "tested_count": tested,
        }
    )
