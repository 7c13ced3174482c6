"""The order of day and month is what all dates of a file together tell, or it is not known."""

from contextlib import closing

import duckdb
import pytest

from etl.errors import NotReadable
from etl.reading.convert import date_order


@pytest.mark.parametrize(
    ("one", "two", "order"),
    [
        (["2026-04-03", None], ["2026-04-03T00:00:00Z", ""], "iso"),
        ([], [], "iso"),
        (["03/04/2026", "2026-04-03"], ["01/02/2026"], None),
        (["03/04/2026", "13/04/2026"], [], True),
        (["03/04/2026"], [" 13.04.2026"], True),
        (["03/04/2026", "4/13/2026 1:00 PM"], [], False),
        (["2026-04-03"], ["12/31/2026"], False),
    ],
)
def test_date_order_looks_at_all_values(one, two, order):
    with closing(duckdb.connect()) as con:
        con.execute("create table v (c0 varchar, c1 varchar)")
        for column, texts in (("c0", one), ("c1", two)):
            for text in texts:
                con.execute(f"insert into v ({column}) values (?)", [text])
        assert date_order(con, "v", ["c0", "c1"]) == order


def test_dates_in_both_orders_are_refused():
    with closing(duckdb.connect()) as con:
        con.execute("create table v as select unnest(['13/04/2026', '04/13/2026']) as c0")
        with pytest.raises(NotReadable) as caught:
            date_order(con, "v", ["c0"], "staff.csv")
    assert str(caught.value) == (
        "staff.csv: some dates have the day first and others the month. "
        "Write all of them as 2026-04-03 and load the file again."
    )
