"""Writes the exports of a made-up organisation in bulk: DuckDB makes the rows and the files.

The simulator of ``uptake simulate`` knows the truth of every figure, and so makes its rows one by
one; here only the amount and the shape of the files matter. Nothing is random: each value is
derived from the number of its line.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.phrases import SENTENCES
from bench.sizes import DAYS, DEPARTMENTS, EXPORTED, FIRST_DAY, LAST_DAY, MONTHS, REGISTERED, Size

_ALL_QUOTED = "(header, force_quote *)"
_PLAIN = "(header)"

_DEPARTMENT = f"department_names[1 + (hash(person * 31) % {len(DEPARTMENTS)})::int]"

# Half of an organisation joined, the first in the first days. An account that wrote had joined.
_JOINED = "(person * {days} // {members})"


def write_exports(size: Size, folder: Path) -> None:
    """Write every export of ``size`` that is not in ``folder`` yet."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, Callable[[Size], tuple[str, str]]] = {
        f"Users-{EXPORTED}.csv": _users,
        f"Groups-{EXPORTED}.csv": _groups,
        f"Messages-{EXPORTED}.csv": _messages,
        f"people-{LAST_DAY}.csv": _people,
        f"link-registry-{EXPORTED}.csv": _registry,
        f"yourls_log-{EXPORTED}.csv": _clicks,
    }
    missing = [name for name in writers if not (folder / name).exists()]
    if not missing:
        return
    con = _bench(size, folder)
    for name in missing:
        query, options = writers[name](size)
        draft = folder / f".{name}"
        con.execute(f"copy ({query}) to '{draft}' {options}")
        draft.rename(folder / name)
    con.close()


def _bench(size: Size, folder: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(folder / "tmp")})
    con.execute("set variable department_names = $names", {"names": list(DEPARTMENTS)})
    con.execute("set variable sentences = $sentences", {"sentences": list(SENTENCES)})
    for macro in _MACROS:
        con.execute(macro.format(size=size, days=DAYS, first=FIRST_DAY, registered=REGISTERED))
    return con


_MACROS = (
    # 0 to 1, and few of many: the nth power brings most draws to the beginning.
    "create macro drawn(number, salt) as (hash(number * 1000003 + salt) % 1000000) / 1000000.0",
    "create macro department(person) as getvariable('department_names')["
    "1 + (hash(person * 31 + 7) % len(getvariable('department_names')))::int]",
    "create macro mail(person) as 'person.' || person || '@council.example'",
    "create macro guid(person) as (md5('directory' || person))::uuid::varchar",
    # The half that joined did so day by day.
    "create macro joined_day(person) as person * {days} // {size.members}",
    "create macro stamp(day, second) as strftime(date '{first}' + day::int + "
    "to_seconds(second::bigint), '%Y-%m-%dT%H:%M:%SZ')",
    # What a registered idea leads to, and what anybody may have found.
    "create macro page(number) as case number % 5 "
    "when 0 then 'https://www.trade-weekly.example/2026/' || number || '/how-they-did-it' "
    "when 1 then 'https://blog' || number % 97 || '.example/posts/' || md5('' || number)[:12] "
    "when 2 then 'https://social.example/some.body/status/' || 1700000000000000 + number "
    "when 3 then 'https://www.paper.example/article.php?id=' || number || '&view=full' "
    "else 'https://www.charity.example/stories/' || number || '/' end",
    # Some addresses come as they were pasted: with tracking names, some of them of one visitor.
    "create macro pasted(number, line) as page(number) || case when hash(line) % 20 = 0 "
    "then case when contains(page(number), '?') then '&' else '?' end || 'fbclid=IwAR' || "
    "md5('' || line) when hash(line) % 5 = 1 then case when contains(page(number), '?') then '&' "
    "else '?' end || 'utm_source=newsletter&utm_medium=email' else '' end",
    "create macro short(number) as 'https://go.council.example/i' || number",
)


def _users(size: Size) -> tuple[str, str]:
    """Who has joined, and everybody else as the directory made them: pending."""
    return (
        f"""
        select 36425000000 + person as id, 'Given' || person || ' Family' as name,
            mail(person) as email, 'Officer' as job_title, '' as location,
            department(person) as department,
            'https://www.yammer.com/api/v1/users/' || 36425000000 + person as api_url,
            '' as deleted_by_id, '' as deleted_by_type,
            case when is_member then stamp(joined_day(person), 30000) else '' end as joined_at,
            case when is_member and person % 50 = 9
                 then stamp(least(joined_day(person) + 100, {DAYS - 1}), 40000)
                 else '' end as deleted_at,
            '' as suspended_by_id, '' as suspended_by_type, '' as suspended_at, '' as guid,
            case when is_member and person % 50 <> 9 then 'active' else 'soft_delete' end as state,
            case when person % 10 > 0 then guid(person) else '' end as office_user_id
        from (select range as person, range < {size.members} as is_member from range({size.staff}))
        """,
        _ALL_QUOTED,
    )


def _groups(size: Size) -> tuple[str, str]:
    return (
        f"""
        select 12000000 + range as id, 'Community ' || range as name, '' as description,
            (range % 10 = 3)::varchar as private, 'false' as external,
            '{FIRST_DAY}T09:00:00Z' as created_at, '{FIRST_DAY}T09:00:00Z' as updated_at,
            'false' as deleted
        from range({size.communities})
        """,
        _ALL_QUOTED,
    )


def _messages(size: Size) -> tuple[str, str]:
    """One of three begins a thread; one of five carries a link; some are private or deleted."""
    identity = 2_000_000_000_000_000
    return (
        f"""
        with placed as (
            select range as line, range * {DAYS} // {size.messages} as day,
                case when range % 3 = 0 then range
                     else greatest(range - range % 3 - 3 * (hash(range) % 60)::bigint, 0)
                     end as starter
            from range({size.messages})),
        spoken as (
            select *, starter <> line as is_reply, hash(line + 5) % 40 = 0 as is_personal,
                (hash(starter + 3) % {size.communities})::int as community,
                (drawn(line, 1) * drawn(line, 2)
                    * greatest({size.members} * day // {DAYS}, 1))::bigint as person,
                hash(line + 11) % 100 < case when starter = line then 40 else 10 end as has_link,
                hash(line + 13) % 4 = 0 as is_minted,
                (drawn(line, 3) ** 3 * {size.pages})::bigint as number,
                (drawn(line, 4) ** 2
                    * least({REGISTERED}, 1 + day * {REGISTERED} // {DAYS}))::bigint
                    as idea
            from placed),
        linked as (
            select *, case when is_minted then short(idea) else pasted(number, line) end as address
            from spoken)
        select {identity} + line as id,
            case when is_reply then ({identity} + starter)::varchar else '' end as replied_to_id,
            {identity} + starter as thread_id,
            case when is_personal then 'c' || starter else '' end as conversation_id,
            case when is_personal or community % 5 = 0 then ''
                 else (12000000 + community)::varchar end as group_id,
            case when is_personal or community % 5 = 0 then ''
                 else 'Community ' || community end as group_name,
            case when is_personal then 'user:1489760410,user:1538539363' else '' end
                as participants,
            (not is_personal and community % 10 = 3)::varchar as in_private_group,
            is_personal::varchar as in_private_conversation,
            36425000000 + person as sender_id, 'User' as sender_type,
            'Given' || person || ' Family' as sender_name, mail(person) as sender_email,
            list_aggregate(list_transform(range((hash(line) % 7 + 4)::bigint), lambda place:
                getvariable('sentences')[
                    1 + (hash(line * 7 + place) % {len(SENTENCES)})::int]), 'string_agg', ' ')
                || case when has_link then chr(10) || address else '' end as body,
            'https://www.yammer.com/api/v1/messages/' || {identity} + line as api_url,
            case when has_link and hash(line + 17) % 10 < 7
                 then 'opengraphobject:[' || 351561244000000 + number || ' : ' || address
                     || ' : title="What we learned, part ' || number || '" : description="'
                     || getvariable('sentences')[1 + (hash(number) % 20)::int] || '"]'
                 when has_link and hash(line + 17) % 10 = 7
                 then 'opengraphobject:[' || 351561244000000 + number || ' : ' || address || ']'
                 when hash(line + 19) % 20 = 0 then 'uploadedfile:' || 137000000 + line
                 else '' end as attachments,
            case when hash(line + 23) % 100 = 0 then (36425000000 + person)::varchar else '' end
                as deleted_by_id,
            case when hash(line + 23) % 100 = 0 then 'User' else 'null' end as deleted_by_type,
            stamp(day, 25200 + hash(line + 29) % 43200) as created_at,
            case when hash(line + 23) % 100 = 0 then stamp(day, 80000) else '' end as deleted_at,
            'https://www.yammer.com/api/v1/messages/' || {identity} + line || '/gdpr_delete'
                as gdpr_delete_url,
            case when hash(line + 31) % 200 = 0 then 'system' else 'update' end as message_type,
            'FALSE' as closed
        from linked
        """,
        _ALL_QUOTED,
    )


def _people(size: Size) -> tuple[str, str]:
    """One full list per month. One in eight moves to another department on the way."""
    return (
        f"""
        select 'P' || person as "PersonId",
            (date '{FIRST_DAY}' + to_months(month::int))::date as "EffectiveDate",
            '2019-04-01' as "HireDate", '' as "EndDate",
            'P' || person // 10 as "ManagerId",
            department(person + case when person % 8 = 0 and month > person % 13 then 1 else 0 end)
                as "Organization",
            100000 + person as "EmployeeId", mail(person) as "Email",
            guid(person) as "DirectoryId",
            case when person % 40 = 0 then 'Contractor' else 'Employee' end as "Class",
            case when person % 2 = 0 then 'Yes' else 'No' end as "Eligible"
        from (select m.range as month, p.range as person
              from range({MONTHS}) m cross join range({size.staff}) p)
        order by month, person
        """,
        _PLAIN,
    )


def _registry(_: Size) -> tuple[str, str]:
    """One link per idea, and one per department for every fourth."""
    return (
        f"""
        select 'Idea ' || idea as idea_title, page(idea) as destination,
            short(idea) || case when place > 0 then '-' || place else '' end as link,
            case when place > 0 then getvariable('department_names')[place] else 'All staff' end
                as audience_department,
            (date '{FIRST_DAY}' + (idea * {DAYS} // {REGISTERED})::int)::date as posted_at,
            'Viva Engage' as posted_where, 'Comms Officer' as posted_by, 'LinkedIn' as found_in
        from (select i.range as idea, p.range as place
              from range({REGISTERED}) i cross join range({len(DEPARTMENTS) + 1}) p)
        where place = 0 or idea % 4 = 0 order by idea, place
        """,
        _PLAIN,
    )


def _clicks(size: Size) -> tuple[str, str]:
    """Most within days of the posting; one of twelve by a program that says so."""
    browser = (
        "'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/' || 110 + hash(visitor) % 30 || '.0.' || hash(visitor + 1) % 10 || "
        "'.0 Safari/537.36 Edg/126.0.0.0'"
    )
    program = (
        "['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', "
        "'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'curl/8.5.0', "
        "'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)']"
        "[1 + (hash(line) % 4)::int]"
    )
    return (
        f"""
        with drawn as (
            select range as line, (drawn(range, 1) ** 1.5 * {REGISTERED})::bigint as idea,
                hash(range + 3) % {size.visitors} as visitor, hash(range + 5) % 12 = 0 as is_program
            from range({size.clicks})),
        timed as (
            select *, idea * {DAYS} // {REGISTERED} as posted,
                least(idea * {DAYS} // {REGISTERED} + floor(-3 * ln(1 - drawn(line, 2))),
                    {DAYS - 1})
                    as day,
                25200 + drawn(line, 4) * 50000 as second
            from drawn)
        select row_number() over (order by day, second, line) as click_id,
            strftime(date '{FIRST_DAY}' + day::int + to_seconds(second::bigint),
                '%Y-%m-%d %H:%M:%S') as click_time,
            'i' || idea || case when idea % 4 = 0 and line % 3 > 0
                then '-' || 1 + hash(line) % {len(DEPARTMENTS)} else '' end as shorturl,
            ['https://engage.cloud.microsoft/', 'https://web.yammer.com/', 'direct'][
                1 + (hash(line + 7) % 3)::int] as referrer,
            case when is_program then {program} else {browser} end as user_agent,
            '10.' || visitor // 65536 || '.' || visitor // 256 % 256 || '.' || visitor % 256
                as ip_address,
            'GB' as country_code
        from timed order by click_id
        """,
        _PLAIN,
    )
