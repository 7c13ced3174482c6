"""The reviewed list of topics: the hashtags, words of titles and ideas that belong to each."""

from etl import hashtags
from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import topic_entry

_TERM = "nullif(trim({value}), '')"
_TAG = hashtags.spelled("substr(trim({value}), 2)")
_IS_GOOD = (
    "case when contains({value}, '://') "
    "then regexp_matches(trim({value}), '^(?i)https?://[^\\s/:@]+\\.[^\\s/]+(/\\S*)?$') "
    f"when starts_with(trim({{value}}), '#') then {hashtags.is_hashtag(_TAG)} "
    "else length(trim({value})) >= 3 end"
)

SOURCE = Source(
    name="topics",
    label="List of topics",
    fields=(
        Field("topic_id", ("topic_id",), Kind.ID, required=True, filled=True),
        Field("name", ("topic",), Kind.LABEL, required=True, filled=True),
        Field(
            "belongs",
            ("belongs",),
            required=True,
            filled=True,
            expression=_TERM,
            check=(
                _IS_GOOD,
                "is no #hashtag, no address that begins with https://, and no word of 3 letters",
            ),
        ),
    ),
    addresses=("select belongs from staged where contains(belongs, '://')",),
    loads=(
        Load(
            topic_entry,
            f"""
            select record_no, topic_id, name,
                case when a.link_key is not null then 'idea'
                     when starts_with(belongs, '#') then 'hashtag' else 'word' end as kind,
                case when a.link_key is not null then a.link_key
                     when starts_with(belongs, '#') then {hashtags.spelled("substr(belongs, 2)")}
                     else regexp_replace(lower(nfc_normalize(belongs)), '\\s+', ' ', 'g')
                     end as term,
                a.idea_id
            from staged left join addresses a on a.raw = staged.belongs
            """,
        ),
    ),
    recognise=by_header("topic_id", "topic", "belongs"),
)
