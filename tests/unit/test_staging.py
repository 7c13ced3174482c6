"""What a source's selects find when a file was staged."""

from dataclasses import replace

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
