"""Whose an account is: what identifies colleagues, and what follows for accounts."""

from sqlalchemy import Table

from etl.warehouse.schema.base import count, day, derived, fact, metadata, text

address = Table(
    "address",
    metadata,
    text("address_key", nullable=False),
    text("local_key", nullable=False),
    text("plain_key"),
    text("domain_key", nullable=False),
    comment="One row per e-mail address of any export: keyed hashes of its parts, all alike.",
    info={"key": ("address_key",), "bulk": True},
)


identifier = derived(
    "identifier",
    "One row per identifier and stretch of days in which it names a colleague.",
    text("rule", nullable=False),
    text("key", nullable=False),
    text("person_key", nullable=False),
    day("valid_from", nullable=False),
    day("valid_to", nullable=False),
)


holder = derived(
    "holder",
    "One row per account and stretch of days: the colleague it pointed at, none where at several.",
    text("account_key", nullable=False),
    text("person_key"),
    text("rule", nullable=False),
    count("rank", nullable=False),
    day("valid_from", nullable=False),
    day("valid_to", nullable=False),
    day("known_from", nullable=False),
)


match_decision = fact(
    "match_decision",
    "One row per account and colleague (none: '') that a person decided on, as decided last.",
    ("account_key", "person_id_key"),
    text("account_key", nullable=False),
    text("person_id_key", nullable=False),
    text("decision", nullable=False),
)
