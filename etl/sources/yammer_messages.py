"""Messages.csv of the Yammer / Viva Engage network export."""

from etl import attachments, hashtags
from etl.reading.convert import Kind
from etl.source import Field, Load, Source, by_header
from etl.warehouse.schema import community, message, message_hashtag, message_link

_LINKS = (
    r"case when contains({value}, '://') "
    r"then regexp_extract_all({value}, '[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"]+') end"
)

_IS_PRIVATE = "coalesce(in_private_conversation, false) or coalesce(in_private_group, false)"
_OPEN = f"from unsigned where not ({_IS_PRIVATE})"
_ATTACHED = f"""
    select message_id, record_no, unnest(attachments) as written {_OPEN} and attachments is not null
"""
_SHARED = f"""
    select message_id, record_no, unnest(body_links) as raw, null as title
    {_OPEN} and body_links is not null
    union all
    {attachments.links("written", _ATTACHED, "message_id", "record_no")}
"""
# Of what is open to all and stands: a private or deleted message, or the system's, is not read.
_HASHTAGS = f"""
    select record_no, message_id, {hashtags.spelled("tag")} as hashtag
    from (select record_no, message_id, unnest(hashtags) as tag
          {_OPEN} and hashtags is not null and deleted_at is null
              and lower(coalesce(message_type, '')) <> 'system')
"""


SOURCE = Source(
    name="yammer_messages",
    label="Network export: messages",
    entry="Messages.csv",
    fields=(
        Field("message_id", ("id",), Kind.ID, required=True, filled=True),
        Field("thread_id", ("thread_id",), Kind.ID, required=True),
        Field("group_id", ("group_id",), Kind.ID),
        Field("group_name", ("group_name",), Kind.LABEL),
        Field("in_private_group", ("in_private_group",), Kind.FLAG),
        Field("in_private_conversation", ("in_private_conversation",), Kind.FLAG),
        Field("sender_key", ("sender_id",), Kind.ID, required=True, filled=True, private="account"),
        Field("body_links", ("body",), expression=_LINKS),
        Field("hashtags", ("body",), expression=hashtags.FOUND),
        Field("attachments", ("attachments",), expression=attachments.FOUND),
        Field("created_at", ("created_at",), Kind.INSTANT, required=True, filled=True),
        Field("deleted_at", ("deleted_at",), Kind.INSTANT),
        Field("message_type", ("message_type",), Kind.TEXT),
    ),
    made={"shared_link": _SHARED},
    addresses=("select raw from shared_link",),
    loads=(
        Load(
            message,
            """
            select record_no, message_id, coalesce(thread_id, message_id) as thread_id,
                sender_key as account_key,
                case when in_private_conversation then 'private_message'
                     when group_id is null or lower(group_name) = 'all company' then 'all_company'
                     else group_id end as place_id,
                case when in_private_conversation then 'private_message'
                     when in_private_group then 'private_group'
                     else 'community' end as place_kind,
                created_at, local_date(created_at) as date,
                coalesce(thread_id, message_id) <> message_id as is_reply,
                deleted_at is null and lower(coalesce(message_type, '')) <> 'system' as is_counted
            from staged
            """,
        ),
        Load(
            community,
            """
            select max(record_no) as record_no,
                case when lower(group_name) = 'all company' then 'all_company'
                     else group_id end as place_id,
                max(group_name) as name, bool_or(coalesce(in_private_group, false)) as is_private
            from unsigned where group_id is not null and group_name is not null
            group by 2
            """,
        ),
        Load(
            message_link,
            """
            select max(record_no) as record_no, message_id, link_key, any_value(idea_id) as idea_id,
                any_value(address) as address, max(title) as title
            from shared_link join addresses using (raw)
            where idea_id is not null
            group by message_id, link_key
            """,
        ),
        Load(
            message_hashtag,
            f"""
            select max(record_no) as record_no, message_id, hashtag
            from ({_HASHTAGS}) where {hashtags.is_hashtag("hashtag")}
            group by message_id, hashtag
            """,
        ),
    ),
    covers="unnest([local_date(min(created_at)), local_date(max(created_at))])",
    recognise=by_header("id", "thread_id", "sender_id", "created_at", "replied_to_id"),
)
