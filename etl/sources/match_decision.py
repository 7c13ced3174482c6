"""What people decided about accounts, written by ``uptake matches``: hashes, no names."""

from datetime import datetime

from etl.identity.decisions import ACCEPT, DECISIONS, REJECT
from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Source, by_header
from etl.warehouse.schema import match_decision

_KEY = "regexp_full_match({value}, '[0-9a-f]{{32}}')", "is not a key that uptake matches wrote"
_COUNT = "regexp_full_match({value}, '[1-9][0-9]{{0,2}}')", "is no number of keys"
_WORDS = ", ".join(f"'{word}'" for word in DECISIONS)


def _decided(export: Export) -> datetime | None:
    """Of two decisions on one account the later holds, also where both came in one second."""
    (latest,) = export.one("select max(decided_at) from staged")
    return latest if isinstance(latest, datetime) else None


SOURCE = Source(
    name="match_decision",
    label="Decisions about accounts",
    fields=(
        Field("account_key", ("account_key",), required=True, filled=True, check=_KEY),
        Field("person_id_key", ("person_key",), required=True, check=_KEY),
        Field(
            "decision",
            ("decision",),
            required=True,
            filled=True,
            check=(f"{{value}} in ({_WORDS})", f"is none of {', '.join(DECISIONS)}"),
        ),
        Field("decided_at", ("decided_at",), Kind.INSTANT, required=True, filled=True),
        Field("key_count", ("key_count",), check=_COUNT),
    ),
    loads=(
        Load(
            match_decision,
            f"""
            select record_no, moved_key(account_key, made_with) as account_key, decision,
                case when decision in ('{ACCEPT}', '{REJECT}', 'undone')
                     then coalesce(moved_key(person_id_key, made_with), '') else '' end
                    as person_id_key
            from (select *, coalesce(key_count, '1')::integer as made_with from staged)
            """,
        ),
    ),
    dated=_decided,
    recognise=by_header("account_key", "person_key", "decision", "decided_by", "decided_at"),
)
