"""What compute() and an edition give to a viewer's scope, below any page.

The town of tests/app/town.py: Housing, Finance, Libraries. The manager heads Housing.
"""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from dashboard.access import EVERYTHING, RIGHTS, Right, Role, scope_of
from dashboard.charts.theme import theme_named
from dashboard.edition import REMEMBERED, open_edition
from dashboard.metric import Query, catalogue, compute
from dashboard.views.desk import Desk
from etl.editions import schema
from etl.errors import NotYours, UptakeError
from tests.app.editions import publish
from tests.app.town import HANDOVER

MANAGER = scope_of(Role.MANAGER, frozenset({"housing"}))
DEPARTMENTS = {"housing", "finance", "libraries"}
BY_DEPARTMENT = ("department", "department_week", "idea_department")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("scope"))


@pytest.fixture
def edition(shelf):
    return open_edition(shelf)


def ask(edition, scope, **query):
    return compute(edition.seen_by(scope), Query(**query))


def queries(metric):
    """Every way to ask a metric, of the whole and of each department."""
    for by in metric.by:
        idea = HANDOVER.idea_id if metric.name.startswith("idea") and by != "source" else None
        for department in ("*", *sorted(DEPARTMENTS)):
            yield Query(metric=metric.name, by=by, department_id=department, idea_id=idea)


def answers(edition, query):
    """The frame, or the class of what went wrong."""
    try:
        return compute(edition, query)
    except UptakeError as error:
        return type(error)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_manager_is_answered_exactly_what_is_theirs(edition, name):
    metric = catalogue()[name]
    for query in queries(metric):
        whole, own = answers(edition, query), answers(edition.seen_by(MANAGER), query)
        if metric.right is not Right.OWN or query.department_id in {"finance", "libraries"}:
            assert own is NotYours, query
        elif isinstance(whole, type):
            assert own is whole, query
        else:
            theirs = [cell for cell in whole.cells if cell.department_id in {"*", "housing"}]
            assert list(own.cells) == theirs, query
            assert query.by not in BY_DEPARTMENT or len(theirs) < len(whole.cells), query


@pytest.mark.parametrize("role", [Role.STEWARD, Role.OPERATOR, Role.AUDITOR])
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_who_has_no_right_to_figures_gets_none(edition, role, name):
    metric = catalogue()[name]
    for query in queries(metric):
        answer = answers(edition.seen_by(scope_of(role)), query)
        if metric.right in RIGHTS[role] and query.department_id == "*":
            assert answer is not NotYours
        else:
            assert answer is NotYours, query


def test_the_rights_of_metrics_are_named_on_purpose():
    others = {name: metric.right for name, metric in catalogue().items()}
    assert {n: r for n, r in others.items() if r is not Right.OWN} == {
        "freshness": Right.HEALTH,
        "unplaced_account_rate": Right.LEDGER,
    }


def test_a_comms_lead_sees_what_a_local_viewer_sees(edition):
    for query in queries(catalogue()["adoption_rate"]):
        lead = answers(edition.seen_by(scope_of(Role.COMMS_LEAD)), query)
        assert lead == answers(edition, query)


def test_a_frame_of_another_scope_is_never_remembered_for_this_one(edition):
    first = ask(edition, EVERYTHING, metric="adoption_rate", by="department")
    own = ask(edition, MANAGER, metric="adoption_rate", by="department")
    again = ask(edition, EVERYTHING, metric="adoption_rate", by="department")
    other = ask(
        edition,
        scope_of(Role.MANAGER, frozenset({"finance"})),
        metric="adoption_rate",
        by="department",
    )
    assert {cell.key for cell in first.cells} == DEPARTMENTS == {c.key for c in again.cells}
    assert {cell.key for cell in own.cells} == {"housing"}
    assert {cell.key for cell in other.cells} == {"finance"}


def test_what_a_page_remembers_is_remembered_for_its_scope_alone(edition):
    assert edition.seen_by(MANAGER).remember("plot", lambda: "theirs") == "theirs"
    assert edition.remember("plot", lambda: "everything") == "everything"
    assert edition.seen_by(MANAGER).remember("plot", lambda: "nothing") == "theirs"
    assert edition.seen_by(MANAGER) is edition.seen_by(MANAGER)
    assert edition.seen_by(MANAGER).seen_by(EVERYTHING) is not edition.seen_by(MANAGER)


def test_what_a_page_keeps_ready_is_kept_for_one_scope_day_look_and_view(edition):
    made = []

    def make(desk, word):
        made.append((desk.scope.text(), desk.today, desk.theme.name, desk.is_now, word))
        return made[-1]

    here = Desk(edition, "Council", date(2026, 11, 23), theme_named("light"))
    desks = [
        here,
        replace(here, edition=edition.seen_by(MANAGER)),
        replace(here, today=date(2026, 11, 24)),
        replace(here, theme=theme_named("dark")),
        replace(here, is_now=True),
    ]
    first = [each.keep(make, "word") for each in desks]
    assert len(set(first)) == len(desks)
    assert [each.keep(make, "word") for each in desks] == first == made
    assert here.keep(make, "another") == ("*", here.today, "light", False, "another")


def test_the_oldest_of_what_is_remembered_makes_room(edition):
    for number in range(REMEMBERED + 1):
        edition.remember(number, lambda number=number: number)
    assert edition.remember(REMEMBERED, lambda: "anew") == REMEMBERED
    assert edition.remember(0, lambda: "anew") == "anew"


def test_a_page_that_reads_by_itself_reads_its_own_rows(edition):
    view = edition.seen_by(MANAGER)
    assert set(view.departments) == {"housing"}
    others = {schema.ledger, schema.ledger_total, schema.idea_hold, schema.topic_hold}
    for table in schema.metadata.sorted_tables:
        if "department_id" in table.columns and table not in others:
            rows = view.select(select(table.c.department_id))
            assert {row["department_id"] for row in rows} <= {"*", "housing"}, table.name
    told = schema.idea_audience.c
    parts = select(func.sum(told.click_count).label("clicks")).where(told.window_days == 0)
    assert view.select(parts.where(told.department_id != "*"))[0]["clicks"] == 30
    assert view.select(parts.where(told.department_id == "finance"))[0]["clicks"] is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LOCAL, Role.COMMS_LEAD}))
@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_is_read_by_right_alone(edition, role, table):
    needed = {
        **dict.fromkeys(("ledger", "ledger_total"), Right.LEDGER),
        **dict.fromkeys(("notice", "reject", "run", "source_state"), Right.HEALTH),
        **dict.fromkeys(("edition_info", "department", "department_parent", "event"), None),
        **dict.fromkeys(
            ("hashtag", "idea_flow", "idea_hold", "idea_step", "topic_hold"), Right.FIGURES
        ),
        **dict.fromkeys(("curator_dividend", "found_place"), Right.FIGURES),
    }.get(table.name, Right.OWN)
    view = edition.seen_by(scope_of(role, frozenset({"housing"})))
    if needed is None or needed in RIGHTS[role]:
        view.select(select(table))
        return
    with pytest.raises(NotYours):
        view.select(select(table))


def test_a_statement_that_hides_a_table_is_refused(edition):
    view = edition.seen_by(MANAGER)
    rate = schema.adoption
    inner = select(rate.c.department_id).subquery()
    for statement in (
        select(inner),
        select(rate.alias("other").c.department_id),
        select(schema.department, select(func.sum(rate.c.member_count)).scalar_subquery()),
        select(schema.department).where(select(rate).where(rate.c.member_count > 40).exists()),
        select(rate.c.department_id).cte().select(),
    ):
        with pytest.raises(NotYours):
            view.select(statement)
    joined = select(rate.c.member_count, schema.idea_department.c.people_count).join(
        schema.idea_department, schema.idea_department.c.department_id == rate.c.department_id
    )
    assert view.select(joined)


def test_no_role_has_a_right_by_default():
    assert scope_of(Role.MANAGER).departments == frozenset()
    assert not any(scope_of(Role.MANAGER).sees(key) for key in DEPARTMENTS)
    assert scope_of(Role.STEWARD, frozenset({"housing"})).departments == frozenset()
    assert RIGHTS.keys() == set(Role)
