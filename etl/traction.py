"""Traction: what happened to each idea on the network, and which clicks its links received."""

from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse
from etl.zones import local_from_utc

# A message counts for an idea once, however many links of it the message carries. A short link
# that is registered stands for the idea it leads to.
_SHARES = """
    select distinct k.idea_id, m.message_id, m.thread_id, m.created_at
    from message_link l
    join message m on m.message_id = l.message_id and m.snapshot_id = l.snapshot_id
    join link k on k.link_key = l.link_key
    where m.is_counted and m.place_kind = 'community' and m.date <= :as_of
"""

# The post that shares an idea, and what was said in its thread from then on: where a post has
# expired, all that still is there.
_SPOKEN = """
    select b.idea_id, m.message_id, m.account_key, m.place_id, m.created_at, m.date,
        s.message_id is not null as is_post
    from (select idea_id, thread_id, min(created_at) as begun_at
          from (select idea_id, thread_id, created_at from share
                union all
                select k.idea_id, t.thread_id, cast(t.begun_at as timestamp)
                from bygone_thread t join link k on k.link_key = t.link_key) begun
          group by idea_id, thread_id) b
    join message m on m.thread_id = b.thread_id and m.created_at >= b.begun_at
    left join share s on s.idea_id = b.idea_id and s.message_id = m.message_id
    where m.is_counted and m.place_kind = 'community' and m.date <= :as_of
"""

# Who spoke, and in which department they were on that day: by the staff list, else by the label
# of the account.
_SPOKE = """
    with spoken as ({spoken}),
    spoke as (
        select s.*, coalesce(t.person_key, s.account_key) as person_key, a.department_label
        from spoken s
        left join owner t on t.account_key = s.account_key
            and t.valid_from <= s.date and s.date < t.valid_to
        left join account a on a.account_key = s.account_key)
"""
_BY_STAFF_LIST = """
    select s.{subject}, s.message_id, s.person_key, s.place_id, s.created_at, s.date, s.is_post,
        coalesce(min(e.department_id), :unknown) as department_id
    from spoke s
    left join employment e on e.person_key = s.person_key
        and e.valid_from <= s.date and s.date < e.valid_to
    group by s.{subject}, s.message_id, s.person_key, s.place_id, s.created_at, s.date, s.is_post
"""
_BY_LABEL = """
    select s.{subject}, s.message_id, s.person_key, s.place_id, s.created_at, s.date, s.is_post,
        coalesce(d.department_id, :unknown) as department_id
    from spoke s left join department d on d.label = s.department_label
"""

# What is known of each link: first what the registry says, then what a click source says of its
# destination, then what the address itself says. A short code without its server is the one link
# that ends so.
_LINKS = """
    with audience as (
        select r.link_key, r.idea_id, r.exported_at, r.snapshot_id,
            coalesce(l.department_id, :unknown) as department_id
        from registry r
        left join department d on d.label = r.audience_label
        left join listed_department l on l.department_id = d.department_id),
    told as (
        select 1 as precedence, link_key, max(idea_id) as idea_id,
            case when min(department_id) = max(department_id) then min(department_id)
                 else :unknown end as department_id
        from audience group by link_key
        union all
        select 2, t.link_key, t.idea_id, coalesce(l.department_id, :unknown)
        from link_target t
        left join department d on d.label = t.audience_label
        left join listed_department l on l.department_id = d.department_id
        union all
        select 3, link_key, min(idea_id), :unknown
        from (select link_key, idea_id from message_link
              union all select link_key, idea_id from bygone_link) shared
        group by link_key),
    everywhere as (
        select 2 * precedence as precedence, link_key, idea_id, department_id from told
        union all
        select 2 * precedence + 1, substr(link_key, strpos(link_key, '/')), min(idea_id),
            min(department_id)
        from told where strpos(link_key, '/') > 1
        group by precedence, substr(link_key, strpos(link_key, '/'))
        having count(distinct link_key) = 1)
    select link_key, idea_id, department_id from (
        select *, row_number() over (partition by link_key order by precedence) as rank
        from everywhere) ranked
    where rank = 1
"""

_CLICK_DAYS = """
    select series_id, link_key, cast({local} as date) as date,
        coalesce(bot_reason, '') as bot_reason, count(*) as count
    from click group by 1, 2, 3, 4
"""
_CLICKS = """
    with counted as (
        select series_id, link_key, date,
            sum(case when bot_reason = '' then count else 0 end) as click_count,
            sum(case when bot_reason <> '' then count else 0 end) as bot_count
        from click_day group by series_id, link_key, date
        union all
        select series_id, link_key,
            cast((start_at at time zone 'UTC') at time zone :zone as date),
            sum(click_count), sum(bot_count)
        from click_total group by 1, 2, 3)
    select c.series_id, c.date, l.idea_id, coalesce(l.department_id, :unknown) as department_id,
        cast(sum(c.click_count) as integer) as click_count,
        cast(sum(c.bot_count) as integer) as bot_count
    from counted c left join link l on l.link_key = c.link_key
    where c.date <= :as_of
    group by 1, 2, 3, 4
"""


def make_traction(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``idea_message``, ``link``, ``series``, ``click_day`` and ``idea_click_day``."""
    day = {"as_of": scope.as_of_date}
    unknown = {"unknown": UNKNOWN}
    bulk.make(warehouse, "link", _LINKS, unknown)
    bulk.make(warehouse, "share", _SHARES, day)
    select, parameters = placed(_SPOKEN, "idea_id", scope)
    bulk.make(warehouse, "idea_message", select, {**day, **parameters})
    zone = scope.settings.organisation.time_zone
    days = _CLICK_DAYS.format(local=local_from_utc("clicked_at", zone))
    bulk.make(warehouse, "click_day", days)
    bulk.make(warehouse, "idea_click_day", _CLICKS, {**day, **unknown, "zone": zone})
    _make_series(warehouse, scope)


def placed(spoken: str, subject: str, scope: Scope) -> tuple[str, dict[str, object]]:
    """The query for messages with their person and department, and its parameters.

    ``spoken``: a query for messages with account_key, and the column ``subject`` they belong to.
    """
    place = _BY_STAFF_LIST if scope.has_staff_list else _BY_LABEL
    query = _SPOKE.format(spoken=spoken) + place.format(subject=subject)
    return query, {"unknown": UNKNOWN}


def _make_series(warehouse: Warehouse, scope: Scope) -> None:
    """Rank the series: as configured, then by name."""
    prefer = scope.settings.clicks.prefer
    known = [row["series_id"] for row in bulk.rows(warehouse, "select series_id from click_series")]

    def place(series_id: str) -> tuple[int, str]:
        return (prefer.index(series_id) if series_id in prefer else len(prefer), series_id)

    bulk.make(warehouse, "series", "select series_id, 0 as rank from click_series where false")
    for rank, series_id in enumerate(sorted(known, key=place), 1):
        bulk.execute(
            warehouse,
            "insert into series values (:series_id, :rank)",
            {"series_id": series_id, "rank": rank},
        )
