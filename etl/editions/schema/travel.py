"""Ideas compared fairly, and how they travel from department to department."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from etl.disclosure.rules import Derived, Open, Stated, Unpublished
from etl.editions.schema.base import count, key, table

AGES = (7, 28)
"""Days after it was first shared at which ideas are compared."""

NARROW, USUAL, WIDE = "narrow", "usual", "wide"

_COUNTED = Open(
    "Counts of the whole organisation, of posts that every colleague can read; counts of people "
    "from one to the least shown are left out, and members are counted to the nearest five."
)
_SHOWN = Derived("Names a department with an idea only where idea_department shows its people.")


idea_traction = table(
    "idea_traction",
    "One row per idea and age it has reached: members who took part by then, of all members, to "
    "the nearest five. Null where too few took part.",
    key("idea_id"),
    key("age_days", Integer),
    count("people_count", nullable=True),
    count("audience_count"),
    Column("shrunk_rate", Float),
    Column("low_rate", Float),
    Column("high_rate", Float),
    Column("is_told_apart", Boolean, nullable=False),
    disclosure=_COUNTED,
)


idea_pace = table(
    "idea_pace",
    "One row per idea that was shared: when the people who took part came to it. Null: too few.",
    key("idea_id"),
    count("early_count", nullable=True),
    count("late_count", nullable=True),
    Column("is_late_bloomer", Boolean, nullable=False),
    Column("half_days", Float),
    Column("half_status", String, nullable=False),
    disclosure=_COUNTED,
)


idea_hold = table(
    "idea_hold",
    "One row per idea and department in which enough people took part, in the order of that day.",
    key("idea_id"),
    key("department_id"),
    count("step"),
    Column("held_date", Date, nullable=False),
    disclosure=Unpublished("Departments too small to be shown are among them."),
)


idea_travel = table(
    "idea_travel",
    "One row per idea and department shown in which it took hold, in the order of that day.",
    key("idea_id"),
    key("department_id"),
    count("step"),
    Column("held_date", Date, nullable=False),
    disclosure=_SHOWN,
)


idea_flow = table(
    "idea_flow",
    "One row per two departments that ideas took hold in one after the other.",
    key("from_department_id"),
    key("to_department_id"),
    count("idea_count"),
    Column("median_days", Float, nullable=False),
    disclosure=_SHOWN,
)


idea_evenness = table(
    "idea_evenness",
    "One row per idea with enough people: whether few or many departments share it (narrow, usual "
    "or wide), against what their sizes alone would give.",
    key("idea_id"),
    Column("mix", String, nullable=False),
    disclosure=Open("One word about an idea with a minimum group of people; no department."),
)


idea_opening = table(
    "idea_opening",
    "One row per new idea and department it has not reached, though ideas like it took hold there.",
    key("idea_id"),
    key("department_id"),
    Column("because_department_id", String, nullable=False),
    count("similar_count"),
    count("held_count"),
    Column("low_rate", Float, nullable=False),
    disclosure=Derived("Named where idea_department tells that nobody there took part."),
)


idea_step = table(
    "idea_step",
    "One row per idea and stage of its life, but for those that rest on departments.",
    key("idea_id"),
    key("stage"),
    Column("reached_date", Date, nullable=False),
    disclosure=Unpublished("Stands in idea_stage, with the stages that rest on departments."),
)


idea_stage = table(
    "idea_stage",
    "One row per idea and stage of its life that it has reached.",
    key("idea_id"),
    key("stage"),
    Column("reached_date", Date, nullable=False),
    disclosure=Open("Days on which every colleague could see an idea go further; no author."),
)


idea_record = table(
    "idea_record",
    "One row per idea, stage and department of which a person recorded it; '*' is everywhere.",
    key("idea_id"),
    key("stage"),
    key("department_id"),
    Column("recorded_date", Date, nullable=False),
    Column("evidence", String),
    Column("value", Float),
    Column("unit", String),
    disclosure=Stated("Written by a person for colleagues to read, not counted."),
)


idea_trend = table(
    "idea_trend",
    "One row per idea that draws more people in the last seven days than is usual for it, beyond "
    "what chance allows among all ideas.",
    key("idea_id"),
    count("people_count"),
    Column("usual_count", Float, nullable=False),
    disclosure=_COUNTED,
)


curator_dividend = table(
    "curator_dividend",
    "One row per age: ideas of the registry against like ones that are not in it, in pairs; null "
    "where there are fewer than ten pairs.",
    key("age_days", Integer),
    count("curated_count"),
    count("pair_count"),
    Column("curated_rate", Float),
    Column("other_rate", Float),
    Column("difference", Float),
    Column("low_difference", Float),
    Column("high_difference", Float),
    disclosure=Open("Means over at least ten ideas that every colleague could see; nobody's own."),
)


found_place = table(
    "found_place",
    "One row per place in which five ideas or more were found that were shared: how many were "
    "discussed, and in which department most took hold.",
    key("found_in"),
    count("idea_count"),
    count("discussed_count"),
    Column("low_rate", Float, nullable=False),
    Column("high_rate", Float, nullable=False),
    Column("best_department_id", String),
    count("best_count"),
    disclosure=_SHOWN,
)
