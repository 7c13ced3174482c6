"""What departments are part of, day by day: lists put together, corrections, loops and orphans."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from etl.organisation.hierarchy import Line, Listing, above, hierarchy

JANUARY, MARCH, MAY = date(2026, 1, 10), date(2026, 3, 10), date(2026, 5, 10)
DAY = timedelta(days=1)


def listing(day, *links, since=None, until=None):
    lines = [Line(key, parent, since, until) for key, parent in links]
    return Listing(day, lines)


FIRST = listing(JANUARY, ("place", None), ("people", None), ("parks", "place"))
MOVED = listing(MARCH, ("place", None), ("people", None), ("parks", "people"))


def under(found, key, *days):
    return [found.on(day).get(key) for day in days]


def test_without_a_list_everything_stands_at_the_top():
    found = hierarchy([])
    assert found.on(MARCH) == {}
    assert list(found.places("parks")) == [("parks", date(1900, 1, 1), date(9999, 12, 31))]


def test_the_first_list_tells_of_the_days_before_it_and_a_later_one_does_not():
    found = hierarchy([FIRST, MOVED])
    days = (date(2020, 1, 1), MARCH - DAY, MARCH, MAY)
    assert under(found, "parks", *days) == ["place", "place", "people", "people"]


def test_a_line_with_valid_from_corrects_the_past():
    dated = listing(MAY, ("parks", "people"), since=MARCH)
    found = hierarchy([FIRST, dated])
    assert under(found, "parks", MARCH - DAY, MARCH, MAY) == ["place", "people", "people"]
    assert found.moved_before(MAY, hierarchy([FIRST])) == {"parks"}
    assert found.moved_before(MARCH, hierarchy([FIRST])) == set()


def test_a_line_that_has_ended_leaves_the_days_after_it_as_they_were_told():
    ended = listing(MAY, ("parks", "people"), since=JANUARY, until=MARCH)
    found = hierarchy([FIRST, ended])
    days = (JANUARY - DAY, JANUARY, MARCH - DAY, MARCH, MAY)
    assert under(found, "parks", *days) == ["place", "people", "people", "place", "place"]


def test_one_list_may_tell_the_whole_history_of_a_department():
    history = Listing(
        MAY,
        [
            Line("place", None, None, None),
            Line("people", None, None, None),
            Line("parks", "place", None, MARCH),
            Line("parks", "people", MARCH, None),
        ],
    )
    found = hierarchy([history])
    assert under(found, "parks", JANUARY, MARCH - DAY, MARCH) == ["place", "place", "people"]


def test_a_department_that_a_list_leaves_out_stays_where_it_was():
    found = hierarchy([FIRST, listing(MARCH, ("place", None), ("people", None))])
    assert under(found, "parks", JANUARY, MAY) == ["place", "place"]


def test_an_orphan_is_judged_on_its_own_days():
    early = listing(JANUARY, ("parks", "place"))
    late = listing(MARCH, ("parks", "place"), ("place", None))
    found = hierarchy([early, late])
    assert under(found, "parks", JANUARY, MARCH - DAY, MARCH) == [None, None, "place"]
    assert found.orphans == {("parks", "place")}


def test_a_loop_is_judged_on_its_own_days_and_what_hangs_on_it_stays():
    loop = listing(MARCH, ("place", "people"), ("people", "place"), ("parks", "place"))
    found = hierarchy([FIRST, loop])
    assert under(found, "place", JANUARY, MARCH) == [None, None]
    assert under(found, "parks", JANUARY, MARCH) == ["place", "place"]
    assert found.circling == {("place", "people"), ("people", "place")}


def test_the_stretches_of_a_department_under_each_unit():
    back = listing(MAY, ("place", None), ("people", "place"), ("parks", "people"))
    first, last = date(1900, 1, 1), date(9999, 12, 31)
    assert sorted(hierarchy([FIRST, MOVED, back]).places("parks")) == [
        ("parks", first, last),
        ("people", MARCH, last),
        ("place", first, MARCH),
        ("place", MAY, last),
    ]


KEYS = ["a", "b", "c", "d", "e"]
LINES = st.dictionaries(
    st.sampled_from(KEYS), st.one_of(st.none(), st.sampled_from(KEYS)), min_size=1
)
DAYS = [JANUARY + DAY * 20 * number for number in range(6)]


@given(st.lists(LINES, min_size=2, max_size=6))
def test_no_later_list_without_days_changes_the_days_before_it(told):
    listings = [listing(day, *lines.items()) for day, lines in zip(DAYS, told, strict=False)]
    for number in range(1, len(listings)):
        before, after = hierarchy(listings[:number]), hierarchy(listings)
        assert after.moved_before(listings[number].day, before) == set()


@given(st.lists(LINES, min_size=1, max_size=6))
def test_stretches_and_trees_say_the_same_and_no_tree_goes_round(told):
    found = hierarchy(
        [listing(day, *lines.items()) for day, lines in zip(DAYS, told, strict=False)]
    )
    for key in KEYS:
        places = list(found.places(key))
        for day in (*DAYS, *(each - DAY for each in DAYS)):
            units = sorted(unit for unit, start, end in places if start <= day < end)
            assert units == sorted([key, *above(found.on(day), key)])
