"""Which rows of an edition a scope may read: applied to every select of a restricted edition.

Metrics read whole editions, because a row is hidden or shown by comparing it with its sisters;
compute() narrows what they measured. Whatever a page reads by itself goes through here.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Select, Table
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import FromClause, Join, SelectBase, Subquery

from dashboard.access import Right, Scope
from etl.editions import schema
from etl.errors import NotYours

_OWN = (
    schema.activity,
    schema.activity_basis,
    schema.adoption,
    schema.click_bot,
    schema.click_series,
    schema.cohort,
    schema.coming,
    schema.concentration,
    schema.control_week,
    schema.department_standing,
    schema.edition_snapshot,
    schema.engagement_period,
    schema.funnel,
    schema.funnel_limit,
    schema.forecast,
    schema.forecast_method,
    schema.idea,
    schema.idea_audience,
    schema.idea_click,
    schema.idea_day,
    schema.idea_department,
    schema.idea_evenness,
    schema.idea_opening,
    schema.idea_pace,
    schema.idea_place,
    schema.join_day,
    schema.ledger_department,
    schema.idea_record,
    schema.idea_stage,
    schema.ladder,
    schema.member_flow,
    schema.outlook,
    schema.people_change,
    schema.response,
    schema.restatement,
    schema.staff_class,
    schema.staff_group,
    schema.stickiness,
    schema.unplaced,
    schema.idea_traction,
    schema.idea_travel,
    schema.idea_trend,
    schema.topic,
    schema.topic_department,
    schema.topic_idea,
    schema.topic_travel,
    schema.topic_trend,
    schema.waiting,
    schema.waiting_median,
)
_HEALTH = (schema.notice, schema.reject, schema.run, schema.source_state)
_RIGHTS: Mapping[Table, Right | None] = {
    schema.department: None,
    schema.department_parent: None,
    schema.edition_info: None,
    schema.event: None,
    schema.ledger: Right.LEDGER,
    schema.ledger_total: Right.LEDGER,
    **dict.fromkeys(_OWN, Right.OWN),
    **dict.fromkeys(_HEALTH, Right.HEALTH),
}
"""What each table needs; a table that is not here shows every department to whoever reads it."""

Statement = Select[*tuple[object, ...]]


def restricted(statement: Statement, scope: Scope) -> Statement:
    """The statement over the rows that ``scope`` sees. NotYours where it may not read a table.

    A statement with a select inside is refused: its rows could not be told apart by department.
    """
    if scope.is_everything and scope.may(Right.FIGURES):
        return statement
    if any(part is not statement and _is_select(part) for part in visitors.iterate(statement)):
        raise NotYours.table("a statement with another one inside")
    for table in _tables(statement):
        right = _RIGHTS.get(table, Right.FIGURES)
        if right is not None and not scope.may(right):
            raise NotYours.table(table.name)
        if "department_id" in table.columns and not scope.is_everything:
            seen = sorted({schema.WHOLE, *(scope.departments or ())})
            statement = statement.where(table.c.department_id.in_(seen))
    return statement


def _is_select(part: object) -> bool:
    return isinstance(part, SelectBase | Subquery)


def _tables(statement: Statement) -> Iterator[Table]:
    for part in statement.get_final_froms():
        yield from _leaves(part)


def _leaves(part: FromClause) -> Iterator[Table]:
    if isinstance(part, Join):
        yield from _leaves(part.left)
        yield from _leaves(part.right)
    elif isinstance(part, Table):
        yield part
    else:
        raise NotYours.table("a table under another name")
