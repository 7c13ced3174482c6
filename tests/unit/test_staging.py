"""What a source's selects find when a file was staged."""

from dataclasses import replace

import pytest

from etl.source import Load
from etl.sources.yammer_messages import SOURCE
from etl.warehouse.schema import message
from tests.support.click_files import load

MESSAGES = """\
id,thread_id,sender_id,created_at,replied_to_id,body,attachments
1,1,81,2026-11-02T10:00:00Z,,See https://x.example/a,
2,1,82,2026-11-02T11:00:00Z,1,Thanks,opengraphobject:[7 : https://x.example/b]
3,,83,never,,No,
"""


def rows_of(tmp_path, select):
    source = replace(SOURCE, loads=(Load(message, select),))
    return load(tmp_path, "Messages.csv", MESSAGES, source=source).tables["message"]


def test_unsigned_rows_are_those_staged_without_who_wrote_them(tmp_path):
    staged = rows_of(tmp_path, "from staged")
    unsigned = rows_of(tmp_path, "from unsigned")
    assert [row["message_id"] for row in unsigned] == ["1", "2"]
    assert {key for row in staged for key in row} - {key for row in unsigned for key in row} == {
        "sender_key"
    }
    assert unsigned == [
        {key: value for key, value in row.items() if key != "sender_key"} for row in staged
    ]


def test_what_a_source_makes_is_there_for_all_its_selects(tmp_path):
    shared = rows_of(tmp_path, "from shared_link order by record_no")
    assert [(row["message_id"], row["raw"]) for row in shared] == [
        ("1", "https://x.example/a"),
        ("2", "https://x.example/b"),
    ]


def test_what_an_address_stands_for_is_found_by_how_it_was_written(tmp_path):
    written = MESSAGES.replace("x.example/a", "X.example/A?utm_source=mail")
    select = "from shared_link join addresses using (raw) order by record_no"
    source = replace(SOURCE, loads=(Load(message, select),))
    found = load(tmp_path, "Messages.csv", written, source=source).tables["message"]
    assert [(row["raw"], row["address"]) for row in found] == [
        ("https://X.example/A?utm_source=mail", "https://x.example/A"),
        ("https://x.example/b", "https://x.example/b"),
    ]


UNLIKELY = "lies before 1990 or after 2099, which cannot be meant; correct the year"
YEARS = ("0000", "0001", "1970", "1989", "2100", "9999")


@pytest.mark.parametrize(
    ("name", "column", "header", "line", "good"),
    [
        (
            "Messages.csv",
            "created_at",
            "id,thread_id,sender_id,created_at,replied_to_id,body,attachments",
            "{day:.1},1,81,{day}T09:00:00Z,,,",
            "1990-01-01",
        ),
        (
            "people.csv",
            "EffectiveDate",
            "PersonId,EffectiveDate,Organization,EndDate",
            "1,{day},Housing,9999-12-31",
            "2099-12-31",
        ),
        (
            "yourls_log.csv",
            "click_time",
            "click_id,click_time,shorturl,referrer,user_agent,ip_address,country_code",
            "1,{day} 08:00:00,a,direct,x,,",
            "2026-11-02",
        ),
    ],
)
def test_a_year_that_cannot_be_meant_costs_its_line_alone(
    tmp_path, name, column, header, line, good
):
    days = [good, *(f"{year}-11-02" for year in YEARS)]
    text = "\n".join([header, *(line.format(day=day) for day in days)])
    staged = load(tmp_path, name, text).staged
    assert [(reject.line, reject.column, reject.reason) for reject in staged.rejects] == [
        (number, column, UNLIKELY) for number in range(3, 9)
    ]
    assert (staged.read_count, staged.rejected_count) == (7, 6)
    assert (str(staged.covers_from), str(staged.covers_to)) == (good, good)
