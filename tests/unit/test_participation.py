"""Taking part, counted by hand: replies, waiting, cohorts, who comes and goes."""

from datetime import date, timedelta

import pytest

from dashboard.words import participation as words
from dashboard.words.participation import Cohort, Coming, Concentration, Replies, Step, Stickiness
from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.tables import stickiness
from etl.settings import load_settings
from tests.support.facts import AS_OF, Facts, builder

LAST = date.fromisoformat(AS_OF)


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("taking_part")) as ask:
        yield ask


def org(people="abcdef", joined="2026-09-01", **hired):
    facts = Facts()
    facts.export("2026-08-01")
    for key in people:
        start = hired.get(key)
        facts.staff("2026-08-01", key, "Care", email_key=key, start_date=start)
        facts.account(key, joined, email_key=key)
    return facts


def test_replies_by_somebody_else_within_the_window(build):
    facts = org()
    facts.message("t1", "a", "2026-11-01 09:00")
    facts.message("r1", "a", "2026-11-01 09:30", thread_id="t1")  # the author's own
    facts.message("r2", "b", "2026-11-01 11:00", thread_id="t1")
    facts.message("r3", "c", "2026-11-01 10:00", thread_id="t1")
    facts.message("t2", "b", "2026-11-02 09:00")  # never answered
    facts.message("r4", "c", "2026-11-23 04:00", thread_id="t2")  # after the last day
    facts.message("t3", "b", "2026-08-02 09:00")  # longer ago than 90 days
    row = build(facts).row("response", department_id="*")
    assert (row["thread_count"], row["replied_count"]) == (2, 1)


def test_few_threads_have_no_time(build):
    facts = org()
    facts.message("t1", "a", "2026-11-01 09:00")
    row = build(facts).row("response", department_id="*")
    assert (row["thread_count"], row["week_share"], row["median_hours"]) == (1, None, None)


def published(figures, table):
    """The rows of a table as they are published, without its key of the whole."""
    names = [column.name for column in schema.metadata.tables[table].columns]
    return [dict(zip(names, row, strict=True)) for row in figures.edition.tables[table]]


def hired(count):
    """So many are hired on 1 September: on day 11 one joins, on day 21 another, the rest wait."""
    facts = Facts()
    facts.export("2026-08-01")
    facts.account("z", "2026-08-02", email_key="z")
    facts.staff("2026-08-01", "z", "Care", email_key="z")
    for key in "abcdefghijklmnopqrst"[:count]:
        facts.staff("2026-08-01", key, "Care", email_key=key, start_date="2026-09-01")
    facts.account("a", "2026-09-11", email_key="a")
    facts.account("b", "2026-09-21", email_key="b")
    return facts


def test_waiting_from_being_hired(build):
    figures = build(hired(20))
    row = figures.row("waiting_median", step="hire_to_join")
    assert (row["watched_count"], row["done_count"], row["median_days"]) == (20, 2, None)
    shares = figures.column("waiting", "days", "done_share", step="hire_to_join")
    assert shares[7] == 0
    assert shares[14] == pytest.approx(1 / 20)
    assert shares[28] == pytest.approx(2 / 20)


def test_with_fewer_than_ten_waiting_no_share_is_known(build):
    shares = build(hired(9)).column("waiting", "days", "done_share", step="hire_to_join")
    assert (shares[7], shares[14], shares[28]) == (0, None, None)


def test_published_shares_go_in_steps_of_five_people(build):
    """One of twenty is 5%, two are 10%: to a quarter, which five are, neither shows."""
    rows = [row for row in published(build(hired(20)), "waiting") if row["step"] == "hire_to_join"]
    assert {row["done_share"] for row in rows} == {0}
    assert {row["watched_count"] for row in rows} == {20}


def test_who_joined_before_anybody_watched_is_not_watched(build):
    """The list is of 1 November: a colleague of 2020 who joined before it tells nothing."""
    facts = Facts()
    facts.export("2026-08-01")
    facts.staff("2026-11-01", "a", "Care", email_key="a", start_date="2020-01-01")
    facts.account("a", "2026-09-11", email_key="a")
    assert build(facts).rows("waiting_median", step="hire_to_join") == []


def test_from_joining_to_writing_those_are_watched_who_joined_within_a_year(build):
    """Twelve joined on 22 November 2025, the 366th day back, twelve more on the day after."""
    facts = Facts()
    facts.export("2025-08-01")
    for number in range(24):
        key, joined = f"{number:02}", "2025-11-23" if number % 2 else "2025-11-22"
        facts.staff("2025-08-01", key, "Care", email_key=key)
        facts.account(key, joined, email_key=key)
        if number < 12:
            facts.message(key, key, "2025-11-25 09:00")
    figures = build(facts)
    row = figures.row("waiting_median", step="join_to_post")
    assert (row["watched_count"], row["done_count"]) == (12, 6)
    shares = figures.column("waiting", "days", "done_share", step="join_to_post")
    assert (shares[1], shares[7]) == (0, 0.5)


TWELVE = "abcdefghijkl"


def joined_in_september(count, active):
    facts = org(TWELVE[:count], joined="2026-09-10")
    for key in TWELVE[:active]:
        facts.message(f"{key}1", key, "2026-10-05 09:00")
    return facts


def test_cohorts_have_whole_months_only(build):
    facts = joined_in_september(12, active=6)
    facts.message("z", "a", "2026-11-05 09:00")
    rows = build(facts).rows("cohort", cohort_date="2026-09-01")
    found = [(row["month_number"], row["active_count"], row["is_mature"]) for row in rows]
    assert found == [(1, 6, True), (2, None, False)]
    assert rows[0]["member_count"] == 12


def test_published_cohorts_are_to_the_nearest_five(build):
    row, _ = published(build(joined_in_september(12, active=6)), "cohort")
    assert (row["member_count"], row["active_count"]) == (10, 5)


@pytest.mark.parametrize("active", [0, 4, 8, 12])
def test_a_month_in_which_few_were_active_or_few_were_not_is_blank(build, active):
    rows = build(joined_in_september(12, active)).rows("cohort", month_number=1)
    assert [row["active_count"] for row in rows] == [None]


def test_a_cohort_under_the_minimum_group_has_no_row(build):
    assert build(joined_in_september(9, active=5)).rows("cohort") == []


def test_who_is_new_stays_comes_back_and_lapses(build):
    """28 days to 22 November, 25 October and 27 September are 0, 1 and 2 back."""
    facts = org(TWELVE, joined="2026-08-20")
    days = {"a": (0, 1), "b": (0, 2), "c": (0,), "d": (1,)} | dict.fromkeys("efghijk", (0, 1))
    for key, windows in days.items():
        for back in windows:
            day = LAST - timedelta(days=28 * back + 3)
            facts.message(f"{key}{back}", key, f"{day} 09:00")
    figures = build(facts)
    row = figures.row("coming", to_date=AS_OF)
    kinds = ("new_count", "stayed_count", "back_count", "lapsed_count")
    assert [row[kind] for kind in kinds] == [1, 8, 1, 1]  # c; a and e to k; b; d
    before = figures.row("coming", to_date=(LAST - timedelta(days=28)).isoformat())
    assert [before[kind] for kind in kinds] == [9, 0, 0, 1]  # a and d to k are new, b lapsed
    told = next(row for row in published(figures, "coming") if row["to_date"] == LAST)
    assert [told[kind] for kind in kinds] == [5, 10, 5, 5]


def test_a_stretch_of_few_people_has_no_row(build):
    facts = org("abcd", joined="2026-08-20")
    facts.message("m", "a", "2026-11-20 09:00")
    assert build(facts).rows("coming") == []


def test_small_groups_have_no_concentration(build):
    assert build(org()).rows("concentration") == []


def thirty(**messages):
    """As many members, or more, by name, who wrote so many messages."""
    facts = Facts()
    facts.export("2026-08-01")
    for key, count in messages.items():
        facts.staff("2026-08-01", key, "Care", email_key=key)
        facts.account(key, "2026-09-01", email_key=key)
        for message in range(count):
            facts.message(f"{key}-{message}", key, "2026-11-01 09:00")
    return facts


def members(*counts, silent):
    named = [*counts, *[0] * silent]
    return thirty(**{f"p{number:02}": count for number, count in enumerate(named)})


def test_concentration_of_thirty(build):
    figures = build(members(6, 2, 2, silent=27))
    row = figures.row("concentration", department_id="*")
    assert (row["member_count"], row["author_count"], row["message_count"]) == (30, 3, 10)
    assert row["top_10_share"] is None  # a tenth are three people
    # 27 zeros, 2, 2, 6: (2·(28·2 + 29·2 + 30·6) - 31·10) / (30·10), times 30/29
    assert row["gini_members"] == pytest.approx((588 - 310) / 300 * 30 / 29)
    assert row["gini_authors"] is None
    (told,) = published(figures, "concentration")
    assert (told["author_count"], told["gini_members"]) == (5, None)  # three authors are few


def test_concentration_where_a_tenth_are_five(build):
    """Of fifty the five with six each wrote 30 of 40 messages: 75%. Fifteen wrote: in thirds."""
    figures = build(members(6, 6, 6, 6, 6, *[1] * 10, silent=35))
    row = figures.row("concentration", department_id="*")
    assert (row["top_1_share"], row["top_10_share"]) == (None, 0.75)
    (told,) = published(figures, "concentration")
    assert told["top_10_share"] == pytest.approx(2 / 3, abs=1e-4)


def test_concentration_where_a_hundredth_are_five(build):
    """Of five hundred the five with ten each wrote 50 of 100 messages, and all fifty others one."""
    figures = build(members(*[10] * 5, *[1] * 50, silent=445))
    row = figures.row("concentration", department_id="*")
    assert (row["top_1_share"], row["top_10_share"]) == (0.5, 0.95)  # 10 %: the five, and 45 others
    (told,) = published(figures, "concentration")
    assert told["top_1_share"] == pytest.approx(6 * 5 / 55, abs=1e-4)  # steps of five of 55: 5.5


# Stickiness -----------------------------------------------------------------------------------


def sticky(tmp_path, everybody=True, hidden=None):
    """Twenty people, active on every weekday of 28 days, or half; one day may be hidden."""
    days = [LAST - timedelta(days=back) for back in range(28)]
    each = 20 if everybody else 10
    rows = []
    for day in days:
        daily = None if day == hidden else each if day.weekday() < 5 else 0
        rows.append((day, "*", daily, 0, 20, 0, daily, 0, 20, 0))
    basis = [(day, window, "exact", "exact") for day in days for window in (1, 28)]
    (tmp_path / "config.toml").write_text("")
    scope = Scope(load_settings(tmp_path, {}), days[-1], LAST, "people", days[-1])
    published = Published({"activity": rows, "activity_basis": basis})
    return list(stickiness.rows_of(published, scope)), rows


def test_everybody_on_every_workday_sticks_wholly(tmp_path):
    found, rows = sticky(tmp_path)
    kind, _, _, workdays, mean, people = found[0]
    assert (kind, workdays, mean, people) == ("active", 20, 20, 20)
    # The share over all days would call that 20 of 28.
    assert sum(row[2] for row in rows) / 28 / 20 == pytest.approx(0.714, abs=5e-4)


def test_where_a_workday_is_hidden_the_mean_is(tmp_path):
    found, _ = sticky(tmp_path, hidden=LAST - timedelta(days=2))
    assert found == []


def test_half_of_them_on_every_workday(tmp_path):
    found, _ = sticky(tmp_path, everybody=False)
    assert words.stickiness(Stickiness("active", LAST, found[0][4], found[0][5])) == (
        "On a usual workday 50% of those active in the 28 days to 22 November are there."
    )


# Words ----------------------------------------------------------------------------------------


SPREAD = Concentration(385, 145, 4560, None, 0.743, 0.87, 0.65)
ANSWERED = Replies(1804, 1078, 0.52, 146)


@pytest.mark.parametrize(
    ("spread", "answered", "title"),
    [
        (
            SPREAD,
            ANSWERED,
            "A tenth of members wrote 74% of the messages, and 52% of threads are answered "
            "within a week",
        ),
        (SPREAD, None, "A tenth of members wrote 74% of the messages"),
        (None, ANSWERED, "52% of threads are answered within a week"),
        (None, None, "Too few members take part to tell how evenly, and how soon, they do"),
    ],
)
def test_the_headline(spread, answered, title):
    assert words.headline(spread, answered).title == title


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (None, "Too few members to tell how evenly they write"),
        (Concentration(40, 0, 0, None, None, None, None), "Nobody wrote in the last 90 days"),
        (
            Concentration(40, 5, 9, None, None, None, None),
            "Too few members wrote to tell how evenly they do",
        ),
        (
            SPREAD,
            "The most active tenth of members wrote 74% of the messages",
        ),
        (
            Concentration(1070, 400, 4560, 0.27, 0.81, 0.89, 0.65),
            "The most active tenth of members wrote 81% of the messages, the most active "
            "hundredth 27%",
        ),
    ],
)
def test_concentration_in_words(found, title):
    assert words.concentration(found).title == title


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (None, "No threads were begun in the last 90 days"),
        (
            Replies(3, 1, 0.3, None),
            "3 threads in 90 days: too few to tell how soon they are answered",
        ),
        (
            Replies(1804, 1078, 0.52, 146.4),
            "52% of threads are answered within a week, half of all within 6 days",
        ),
        (
            Replies(40, 30, 0.25, None),  # too few were watched to the time by which half were
            "25% of threads are answered within a week",
        ),
        (
            Replies(40, 10, 0.25, None),
            "25% of threads are answered within a week; half have no answer yet",
        ),
    ],
)
def test_replies_in_words(found, title):
    assert words.replies(found).title == title


@pytest.mark.parametrize(
    ("steps", "title"),
    [
        ({}, "How long people take to join is not known yet"),
        (
            {"hire_to_join": Step(90, 60, 41.0, {}), "join_to_post": Step(60, 40, 9.0, {})},
            "Half of all colleagues join within 41 days of being hired; "
            "half of new members have written within 9 days of joining",
        ),
        (
            {"join_to_post": Step(60, 9, None, {})},
            "Fewer than half of those who joined within a year have written anything",
        ),
        (
            {"join_to_post": Step(10, 10, None, {})},
            "How long people take to join is not known yet",
        ),
    ],
)
def test_waiting_in_words(steps, title):
    assert words.waiting(steps).title == title


def test_cohorts_in_words():
    found = [Cohort(date(2026, 5, 1), 20, [12, 11, 10]), Cohort(date(2026, 8, 1), 30, [9, None])]
    assert words.cohorts(found).title == (
        "Where it can be shown, 50% of new members are active three months on"
    )
    assert words.cohorts(found[1:]).title == "No month of joining can be shown three months on yet"


def test_comings_in_words():
    title = words.comings([Coming(LAST, 14, 230, 28, 41)]).title
    assert title == "Of 272 active members 230 stayed, 28 came back and 14 are new; 41 lapsed"
    assert words.comings([]).title == (
        "Eight weeks with ten active members are needed to tell who stays"
    )
