"""Facts of topics: the list that a person reviewed."""

from etl.warehouse.schema.base import fact, text

topic_entry = fact(
    "topic_entry",
    "One row per topic and hashtag, word or idea that belongs to it by the reviewed list.",
    ("topic_id", "kind", "term"),
    text("topic_id", nullable=False),
    text("name", nullable=False),
    text("kind", nullable=False),
    text("term", nullable=False),
    text("idea_id"),
)
