"""The ideas there are, and what each is called: by the registry, an attachment, or its address."""

from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_ATTACHED = """
    with attached as (
        select k.idea_id, l.title, m.created_at, m.message_id
        from message_link l
        join message m on m.message_id = l.message_id and m.snapshot_id = l.snapshot_id
        join link k on k.link_key = l.link_key
        where m.is_counted and m.place_kind = 'community' and m.date <= :as_of
        union all
        select idea_id, title, cast(title_date as timestamp), '' from bygone_idea)
    select idea_id, title, cast(created_at as date) as title_date from (
        select idea_id, title, created_at, row_number() over (
            partition by idea_id order by (title is null), created_at desc, message_id desc,
                title collate "C") as rank
        from attached) ranked
    where rank = 1
"""
_TITLES = """
    with registered as (
        select idea_id, title, row_number() over (
            partition by idea_id
            order by exported_at desc, snapshot_id desc, title collate "C") as rank
        from registry),
    addressed as (
        select idea_id, min(address) as address from (
            select idea_id, address from registry
            union all select idea_id, address from link_target
            union all select idea_id, address from bygone_link
            union all select idea_id, address from message_link) told
        group by idea_id),
    known as (select idea_id from registered union select idea_id from attached_title)
    select k.idea_id, coalesce(r.title, a.title, d.address) as title,
        case when r.title is not null then 'registry'
             when a.title is not null then 'attachment' else 'address' end as title_from,
        d.address
    from known k
    join addressed d on d.idea_id = k.idea_id
    left join registered r on r.idea_id = k.idea_id and r.rank = 1
    left join attached_title a on a.idea_id = k.idea_id
"""


def make_titles(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``attached_title``, and ``idea_title``: one row per idea that was registered, or shared
    where all may read.
    """
    bulk.make(warehouse, "attached_title", _ATTACHED, {"as_of": scope.as_of_date})
    bulk.make(warehouse, "idea_title", _TITLES)
