"""The reviewed list of topics as a source: recognised by its header, line by line a row or not."""

from pathlib import Path

from etl.ideas import idea_address, idea_id
from etl.run import load
from etl.settings import load_settings
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from tests.support.simulated import environment

LIST = """topic_id,topic,belongs
waste,Waste,#Bin_Day
waste,Waste,Bulky   Waste
waste,Waste,https://example.org/bins?utm_source=x
waste,Waste,#binday
waste,Waste,#4
waste,Waste,ox
waste,Waste,https://name@example.org/bins
,Waste,#fly-tipping
"""


def test_hashtags_words_and_ideas_are_told_apart_and_what_is_none_is_rejected(home: Path) -> None:
    settings = load_settings(home, environment())
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "our-topics.csv").write_text(LIST, encoding="utf-8")
    said: list[str] = []
    load(settings, None, said.append)
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        rows = bulk.tuples(warehouse, "select kind, term, idea_id from topic_entry order by kind")
        rejects = bulk.tuples(warehouse, "select line, column_name from reject order by line")
    address = idea_address("https://example.org/bins")
    assert address is not None
    assert [row[0] for row in rows] == ["hashtag", "idea", "word"]
    assert rows[0] == ("hashtag", "binday", None)
    assert rows[1][2] == idea_id(address)
    assert rows[2] == ("word", "bulky waste", None)
    column = "belongs"
    assert rejects == [(6, column), (7, column), (8, column), (9, "topic_id")]
    assert any("8 read = 3 loaded + 1 unchanged + 4 rejected" in line for line in said)
