"""The merge of staged rows into facts: the later export wins, whatever the order of loads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.warehouse import merging, schema
from etl.warehouse.engine import Warehouse, open_warehouse
from etl.warehouse.merging import Merged, Precedence, merge
from tests.support.facts import embedded as open_embedded
from tests.support.facts import scratch, settings_of, stored

SELECT = """
    select record_no, link as link_key, 'i' as idea_id, 'https://x.org' as address,
        null as audience_label, title from line
"""


@dataclass(frozen=True)
class Export:
    """Lines (link, title) of one export; ``hour``: when on a day it was made."""

    hour: int
    lines: tuple[tuple[str, str | None], ...]
    id: str = "s"

    def merge_into(self, warehouse: Warehouse) -> Merged:
        bench = warehouse.bench
        bench.execute("create or replace temp table line (record_no int, link text, title text)")
        rows = [(number, *line) for number, line in enumerate(self.lines, 1)]
        if rows:
            bench.executemany("insert into line values (?, ?, ?)", rows)
        instant = datetime(2026, 11, 22, self.hour, tzinfo=UTC)
        return merge(warehouse, schema.link_target, SELECT, Precedence(instant, self.id))


def merged(warehouse: Warehouse, exports: Iterable[Export]):
    """(link, title, hour, snapshot) of each row in the end; loaded and unchanged of each load."""
    with scratch(warehouse):
        counts = [export.merge_into(warehouse) for export in exports]
        rows = stored(
            warehouse,
            "select link_key, title, cast(extract(hour from exported_at) as integer), snapshot_id "
            "from link_target",
        )
    return sorted(rows), [(count.loaded, count.unchanged) for count in counts]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    with open_embedded(tmp_path_factory.mktemp("merge")) as (warehouse, _):
        yield warehouse


@pytest.fixture
def on_postgresql(tmp_path, postgresql_database):
    with open_warehouse(settings_of(tmp_path, url=postgresql_database)) as warehouse:
        yield warehouse


@pytest.fixture(params=["embedded", "on_postgresql"])
def warehouse(request):
    return request.getfixturevalue(request.param)


def test_a_first_load_is_all_new(warehouse):
    rows, counts = merged(warehouse, [Export(5, (("a", "A"), ("b", None)), "s1")])
    assert rows == [("a", "A", 5, "s1"), ("b", None, 5, "s1")]
    assert counts == [(2, 0)]


def test_new_and_changed_rows_are_loaded_and_the_rest_is_unchanged(warehouse):
    first = Export(5, (("a", "A"), ("b", "B"), ("c", None)), "s1")
    second = Export(6, (("a", "A"), ("b", "B2"), ("c", None), ("d", "D")), "s2")
    rows, counts = merged(warehouse, [first, second])
    assert rows == [
        ("a", "A", 6, "s2"),
        ("b", "B2", 6, "s2"),
        ("c", None, 6, "s2"),
        ("d", "D", 6, "s2"),
    ]
    assert counts == [(3, 0), (2, 2)]


def test_an_earlier_export_adds_what_is_missing_and_changes_nothing(warehouse):
    later = Export(6, (("a", "new"),), "s2")
    earlier = Export(5, (("a", "old"), ("b", "B")), "s1")
    rows, counts = merged(warehouse, [later, earlier])
    assert rows == [("a", "new", 6, "s2"), ("b", "B", 5, "s1")]
    assert counts == [(1, 0), (1, 1)]


def test_a_value_may_become_unknown_and_known_again(warehouse):
    exports = [Export(5, (("a", "A"),)), Export(6, (("a", None),)), Export(7, (("a", "A"),))]
    rows, counts = merged(warehouse, exports)
    assert rows == [("a", "A", 7, "s")]
    assert counts == [(1, 0), (1, 0), (1, 0)]


def test_of_two_exports_of_one_instant_the_greater_snapshot_id_holds(warehouse):
    exports = [Export(5, (("a", "nine"),), "9"), Export(5, (("a", "ten"),), "10")]
    for order in permutations(exports):
        assert merged(warehouse, order)[0] == [("a", "nine", 5, "9")]


def test_of_two_lines_of_one_key_in_a_file_the_last_holds(warehouse):
    rows, counts = merged(warehouse, [Export(5, (("a", "1"), ("b", "B"), ("a", "2"), ("a", "3")))])
    assert rows == [("a", "3", 5, "s"), ("b", "B", 5, "s")]
    assert counts == [(2, 2)]


def test_keys_repeat_wherever_their_hashes_are_looked_for(warehouse, monkeypatch):
    monkeypatch.setattr(merging, "_HASHES", 3)
    lines = tuple((str(number % 23), str(number)) for number in range(40))
    rows, counts = merged(warehouse, [Export(5, lines)])
    assert {link: title for link, title, _, _ in rows} == dict(lines)
    assert len(rows) == 23
    assert counts == [(23, 17)]


def test_twice_is_once(warehouse):
    export = Export(5, (("a", "A"), ("b", None)))
    rows, counts = merged(warehouse, [export, export])
    assert rows == merged(warehouse, [export])[0]
    assert counts == [(2, 0), (0, 2)]


THREE = [
    Export(5, (("a", "A"), ("b", "B")), "s1"),
    Export(6, (("a", "A"), ("c", "C")), "s2"),  # a as it was: whoever comes next must still win
    Export(7, (("a", "A2"), ("b", "B")), "s3"),
]


def test_three_exports_in_every_order(warehouse):
    for order in permutations(THREE):
        rows, _ = merged(warehouse, order)
        assert rows == [("a", "A2", 7, "s3"), ("b", "B", 7, "s3"), ("c", "C", 6, "s2")], order


def test_the_same_again_in_the_latest_export_outlives_a_change_in_between(warehouse):
    exports = [Export(5, (("a", "A"),)), Export(6, (("a", "other"),)), Export(7, (("a", "A"),))]
    for order in permutations(exports):
        assert merged(warehouse, order)[0] == [("a", "A", 7, "s")]


def test_an_export_without_lines_changes_nothing(warehouse):
    rows, counts = merged(warehouse, [Export(5, (("a", "A"),)), Export(6, ())])
    assert rows == [("a", "A", 5, "s")]
    assert counts == [(1, 0), (0, 0)]


def test_text_is_stored_as_it_came(warehouse):
    texts = ("", '"', 'say "no", twice', "a\nb", "\\.", "\\N", "NULL", "naïve – 日本", " a ", None)
    lines = tuple((str(number), text) for number, text in enumerate(texts))
    rows, _ = merged(warehouse, [Export(5, lines)])
    assert rows == [(link, text, 5, "s") for link, text in lines]


LINES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from([None, "", "x", "y"])), max_size=5
).map(tuple)
EXPORTS = st.lists(
    st.builds(Export, st.integers(4, 6), LINES, st.sampled_from(["s1", "s2", "s3"])),
    min_size=1,
    max_size=4,
    unique_by=lambda export: (export.hour, export.id),
)


@settings(max_examples=40, deadline=None)
@given(exports=EXPORTS, data=st.data())
def test_any_order_and_any_repetition_gives_what_the_latest_exports_say(embedded, exports, data):
    shuffled = data.draw(st.permutations(exports + exports[:1]))
    rows, counts = merged(embedded, shuffled)
    expected: dict[str, tuple[str, str | None, int, str]] = {}
    for export in sorted(exports, key=lambda each: (each.hour, each.id)):
        expected |= {link: (link, title, export.hour, export.id) for link, title in export.lines}
    assert rows == sorted(expected.values())
    assert [sum(count) for count in counts] == [len(export.lines) for export in shuffled]


def test_duckdb_looks_for_repetitions_only_where_there_are_some(tmp_path):
    with open_embedded(tmp_path) as (warehouse, _):
        with warehouse.transaction():
            warehouse.bench.execute(
                "insert into message select 'm' || each, 't' || each // 2, 'a' || each, "
                "'p' || each, 'community', now()::timestamp, current_date, false, true, "
                "now()::timestamp, 's1' "
                "from range(200_000) as t(each)"
            )
        warehouse.bench.execute("checkpoint")
        found = warehouse.bench.execute(
            "select column_name, string_agg(distinct compression) "
            "from pragma_storage_info('message') where segment_type = 'VARCHAR' group by 1"
        ).fetchall()
    ways = dict(found)
    assert ways["message_id"] == ways["thread_id"] == ways["account_key"] == "Uncompressed"
    assert ways["place_kind"] == "Dictionary"
    assert ways["place_id"] == "Uncompressed"  # of no use there, FSST would be tried
