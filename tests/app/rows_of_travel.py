"""The rows of a town about how its ideas compare and travel.

An idea with people is ten days old. It takes hold in its departments one after the other, those
with most people first, two days apart; where fewer than five took part it did not.
"""

from datetime import timedelta

from tests.app.town import AS_OF, Idea, Town

Rows = list[dict[str, object]]
ENOUGH = 5


def _taken_up(town: Town) -> list[Idea]:
    return [idea for idea in town.ideas if idea.people]


def traction(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "age_days": 7,
            "people_count": sum(idea.people.values()),
            "audience_count": 1000,
            "shrunk_rate": sum(idea.people.values()) / 1100,
            "low_rate": sum(idea.people.values()) / 1500,
            "high_rate": sum(idea.people.values()) / 800,
            "is_told_apart": True,
        }
        for idea in _taken_up(town)
    ]


def pace(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "early_count": None,
            "late_count": sum(idea.people.values()) - 4,
            "is_late_bloomer": idea.is_late_bloomer,
            "half_days": 3.0,
            "half_status": "at_least",
        }
        for idea in _taken_up(town)
    ]


def travel(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "department_id": key,
            "step": step,
            "held_date": AS_OF - timedelta(days=10 - 2 * step),
        }
        for idea in _taken_up(town)
        for step, (key, _) in enumerate(_held(idea), 1)
    ]


def _held(idea: Idea) -> list[tuple[str, int]]:
    ordered = sorted(idea.people.items(), key=lambda each: -each[1])
    return [(key, people) for key, people in ordered if people >= ENOUGH]


def flows(town: Town) -> Rows:
    pairs = [
        (start, end)
        for idea in _taken_up(town)
        for (start, _), (end, _) in zip(_held(idea), _held(idea)[1:], strict=False)
    ]
    return [
        {
            "from_department_id": start,
            "to_department_id": end,
            "idea_count": pairs.count((start, end)),
            "median_days": 2.0,
        }
        for start, end in sorted(set(pairs))
    ]


def evenness(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "mix": "usual",
        }
        for idea in _taken_up(town)
        if sum(idea.people.values()) >= ENOUGH
    ]


def openings(town: Town) -> Rows:
    """Each idea could go to the departments that nobody of took part in it."""
    return [
        {
            "idea_id": idea.idea_id,
            "department_id": department.department_id,
            "because_department_id": _held(idea)[0][0],
            "similar_count": 9,
            "held_count": 6,
            "low_rate": 0.35,
        }
        for idea in _taken_up(town)
        if _held(idea)
        for department in town.departments
        if department.department_id not in idea.people
    ]


def stages(town: Town) -> Rows:
    """Shared ten days ago, seen a day later, discussed two days later, crossed where it did."""
    reached = [("shared", 10), ("seen", 9), ("discussed", 7)]
    rows: Rows = []
    for idea in _taken_up(town):
        own = [*reached, ("crossed", 6)] if len(_held(idea)) > 1 else reached
        own = [*own, *[(stage, 2) for stage in idea.recorded]]
        rows += [
            {
                "idea_id": idea.idea_id,
                "stage": stage,
                "reached_date": AS_OF - timedelta(days=back),
            }
            for stage, back in own
        ]
    return rows


def recorded(town: Town) -> Rows:
    return [
        {
            "idea_id": idea.idea_id,
            "stage": stage,
            "department_id": "housing",
            "recorded_date": AS_OF - timedelta(days=2),
            "evidence": "https://example.org/case",
            "value": 1200.5,
            "unit": "hours a year",
        }
        for idea in town.ideas
        for stage in idea.recorded
    ]


def trends(town: Town) -> Rows:
    return [
        {"idea_id": idea.idea_id, "people_count": 12, "usual_count": 0.4}
        for idea in town.ideas
        if idea.is_trending
    ]


def dividends(town: Town) -> Rows:
    """Of 30 curated ideas 20 found a like one: 1.2 per 100 more than 2.5 after 28 days."""
    if not town.ideas:
        return []
    usual = {
        "curated_count": 30,
        "pair_count": 20,
        "curated_rate": 0.037,
        "other_rate": 0.025,
        "difference": 0.012,
        "low_difference": 0.004,
        "high_difference": 0.021,
    }
    return [{**usual, "age_days": age} for age in (7, 28)]


def found_places(town: Town) -> Rows:
    """Blogs 9 of 10 (Wilson: 60 to 98 %), colleagues 3 of 12."""
    if not town.ideas:
        return []
    blogs = {"idea_count": 10, "discussed_count": 9, "low_rate": 0.596, "high_rate": 0.982}
    colleagues = {"idea_count": 12, "discussed_count": 3, "low_rate": 0.089, "high_rate": 0.532}
    return [
        {"found_in": "Blogs", **blogs, "best_department_id": "housing", "best_count": 4},
        {"found_in": "Colleagues", **colleagues, "best_department_id": None, "best_count": 0},
    ]
