"""Which clicks no person made. They are flagged with a reason, and shown before and after.

``user_agent``: the program says itself that it is none a person reads with. ``prefetch``: it
fetches a page to show a preview of it, or to check it before a person may open it. ``burst``: one
address opens at least three links within ten seconds, as programs do that check every link of a
message. ``source``: the source says so.
"""

from collections.abc import Mapping

from etl.source import Export, Notice

LIST_VERSION = "2026-11"
"""The edition of the word lists below: a changed list changes counts, so it gets a new name."""

PREVIEWS = (
    r"skypeuripreview",  # Teams and Skype
    r"microsoftpreview",
    r"bingpreview",
    r"slackbot-linkexpanding",
    r"slack-imgproxy",
    r"facebookexternalhit",
    r"facebot",
    r"meta-externalfetcher",
    r"whatsapp/",
    r"twitterbot",
    r"linkedinbot",
    r"telegrambot",
    r"discordbot",
    r"pinterestbot",
    r"redditbot",
    r"vkshare",
    r"viber",
    r"iframely",
    r"embedly",
    r"bitlybot",
    r"mastodon/",
    r"bluesky cardyb",
    r"google-safety",
    r"googleimageproxy",
    r"existence discovery",  # Office looks at a link before it opens the browser
    r"ms-office",
    r"safelinks",
    r"link ?preview",
)
"""Programs that fetch a page in order to show or check it. Regular expressions, lower case."""

PROGRAMS = (
    r"https?://",  # programs give an address where they are explained; browsers do not
    r"(^|[^u]|[^c]u)bot([^a-z]|$)",  # but a Cubot is a telephone
    r"crawl",
    r"spider",
    r"slurp",
    r"scrapy",
    r"scanner",
    r"headless",
    r"phantomjs",
    r"puppeteer",
    r"playwright",
    r"lighthouse",
    r"pagespeed",
    r"uptime",
    r"pingdom",
    r"monitor(ing)?[-_/ ]",
    r"site24x7",
    r"nagios",
    r"check_http",
    r"zabbix",
    r"nmap",
    r"masscan",
    r"zgrab",
    r"nikto",
    r"nessus",
    r"qualys",
    r"barracuda",
    r"mimecast",
    r"proofpoint",
    r"urldefense",
    r"feedfetcher",
    r"feedly",
    r"^curl/",
    r"^wget/",
    r"libcurl",
    r"libwww",
    r"python-(requests|urllib|httpx)",
    r"^python/",
    r"aiohttp",
    r"^httpx/",
    r"go-http-client",
    r"^java/",
    r"^okhttp/",
    r"apache-httpclient",
    r"node-fetch",
    r"^node$",
    r"^axios/",
    r"^undici",
    r"^got[ /(]",
    r"^ruby",
    r"faraday",
    r"guzzlehttp",
    r"^php/",
    r"powershell",
    r"^winhttp",
    r"^postman",
    r"^insomnia",
    r"^dart/",
    r"^reqwest",
    r"^apachebench",
)
"""Programs that say what they are, among them what mail gateways scan with."""

_SCANNED = ".safelinks.protection.outlook.com"

BURST_LINKS = 3
BURST_SECONDS = 10
SHARED_CLICKS = 25
SHARED_AGENTS = 8
SHARED_SHARE = 0.2


def bot_reason(user_agent: str, referrer: str) -> str:
    """The query expression that gives the reason, or NULL, from two expressions of text.

    Uses ``$not_human``: further words in lower case that mark a program.
    """
    agent = f"lower({user_agent})"
    return (
        f"case when regexp_matches({agent}, '{_any(PREVIEWS)}') "
        f"or contains(lower({referrer}), '{_SCANNED}') then 'prefetch' "
        f"when regexp_matches({agent}, '{_any(PROGRAMS)}') "
        f"or len(list_filter($not_human::varchar[], lambda word: contains({agent}, word))) > 0 "
        "then 'user_agent' end"
    )


def _any(words: tuple[str, ...]) -> str:
    return "|".join(f"(?:{word})" for word in words)


def _not_human(export: Export) -> Mapping[str, object]:
    words = (word.strip().lower() for word in export.settings.clicks.not_human)
    return {"not_human": [word for word in words if word]}


def flag(export: Export) -> tuple[Notice, ...]:
    """Make ``not_human`` (record_no, bot_reason) out of ``clicks``: one row per flagged click.

    ``clicks`` has record_no, link, clicked_at, user_agent, referrer, address and says_bot; those
    a source does not know are NULL. What names a person or a machine goes no further.
    """
    con = export.con
    con.execute(_AGENTS, _not_human(export))
    con.execute(_FLAGGED)
    con.execute(_BUSY)
    con.execute(_SHARED)
    con.execute(_BURSTS)
    shared = export.one("select count(*) from shared_address")[0]
    con.execute("drop table busy; drop table agent")
    return _shared_notice(export, int(str(shared)))


def _shared_notice(export: Export, count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    sentence = (
        f"{export.file}: {count:,} network addresses are shared by many people (a proxy or an "
        "office), so their clicks were not searched for bursts."
    )
    return (Notice("shared_address", sentence),)


# A user agent is judged once, however many clicks carry it.
_AGENTS = f"""
    create or replace temp table agent as
    select user_agent, {bot_reason("user_agent", "''")} as reason
    from (select distinct user_agent from clicks)
"""
_FLAGGED = f"""
    create or replace temp table not_human as
    select record_no, case when says_bot then 'source' when reason is not null then reason
        else 'prefetch' end as bot_reason
    from clicks left join agent using (user_agent)
    where says_bot or reason is not null or contains(lower(referrer), '{_SCANNED}')
"""

# Three clicks within ten seconds lie in two neighbouring stretches of ten seconds, and one of the
# two holds two of them: only clicks in or beside such a stretch need a closer look.
_STRETCH = f"(epoch(clicked_at)::bigint // {BURST_SECONDS})"
_BUSY = f"""
    create or replace temp table busy as
    select distinct address, stretch + unnest([-1, 0, 1]) as stretch
    from (select address, {_STRETCH} as stretch from clicks where address is not null
          group by all having count(*) > 1)
"""
_SHARED = f"""
    create or replace temp table shared_address as
    select address from clicks where address in (select address from busy)
    group by address
    having count(*) >= {SHARED_CLICKS} and (count(distinct user_agent) > {SHARED_AGENTS}
        or count(*) >= {SHARED_SHARE} * (select count(*) from clicks))
"""
_WINDOW = "over (partition by address order by clicked_at range between"
_SPAN = f"interval {BURST_SECONDS} second"
_BURSTS = f"""
    insert into not_human
    select record_no, 'burst' from (
        select record_no, max(link_count)
            {_WINDOW} {_SPAN} preceding and current row) >= {BURST_LINKS} as is_burst
        from (
            select record_no, address, clicked_at, count(distinct link)
                {_WINDOW} current row and {_SPAN} following) as link_count
            from (select *, {_STRETCH} as stretch from clicks) semi join busy
                using (address, stretch)
            where address not in (select address from shared_address)))
    where is_burst and record_no not in (select record_no from not_human)
"""
