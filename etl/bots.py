"""Which clicks no person made. They are flagged with a reason, and shown before and after.

``user_agent``: the program says itself that it is none a person reads with. ``prefetch``: it
fetches a page to show a preview of it, or to check it before a person may open it. ``burst``: one
address opens at least three links within ten seconds, as programs do that check every link of a
message. ``source``: the source says so.

User agents and network addresses are judged while a file is read, and go no further.
"""

import re
from collections.abc import Sequence

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
"""Programs that fetch a page in order to show or check it. Regular expressions."""

PROGRAMS = (
    r"https?://",  # programs give an address where they are explained; browsers do not
    r"(?:^|[^u]|[^c]u)bot(?:[^a-z]|$)",  # but a Cubot is a telephone
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
    r"monitor(?:ing)?[-_/ ]",
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
    r"python-(?:requests|urllib|httpx)",
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

_GATEWAY = ".safelinks.protection.outlook.com"

BURST_LINKS = 3
BURST_SECONDS = 10
SHARED_CLICKS = 25
SHARED_AGENTS = 8
SHARED_SHARE = 0.2


def bot_reason(user_agent: str, not_human: Sequence[str] = ()) -> str:
    """The query expression of the reason that a user agent gives, or NULL.

    ``user_agent``: an expression of text. ``not_human``: further words that mark a program. One
    pass over the text tells most of them apart: people.
    """
    words = (re.escape(word.strip()) for word in not_human if word.strip())
    programs = "|".join((*PREVIEWS, *PROGRAMS, *words)).replace("'", "''")
    return (
        f"(case when not regexp_matches({user_agent}, '(?i){programs}') then null "
        f"when regexp_matches({user_agent}, '(?i){'|'.join(PREVIEWS)}') then 'prefetch' "
        f"when {user_agent} is not null then 'user_agent' end)"
    )


def is_gateway(referrer: str) -> str:
    """The query expression that tells whether a link was opened by what checks mail."""
    return f"coalesce(contains(lower({referrer}), '{_GATEWAY}'), false)"


def find_bursts(export: Export) -> tuple[Notice, ...]:
    """Make ``burst`` (record_no) out of ``clicks``: one row per click of a burst.

    Looks at record_no, clicked_at, link, and at address and agent: numbers that can only be
    compared, or NULL.
    """
    for statement in (_BUSY, _SHARED, _BURSTS, "drop table busy"):
        export.con.execute(statement)
    (count,) = export.one("select count(*) from shared_address")
    if not count:
        return ()
    many = "1 network address is" if count == 1 else f"{count:,} network addresses are"
    sentence = (
        f"{export.file}: {many} shared by many people (a proxy or an office), so the clicks from "
        "there were not searched for bursts."
    )
    return (Notice("shared_address", sentence),)


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
    having count(*) >= {SHARED_CLICKS} and (count(distinct agent) > {SHARED_AGENTS}
        or count(*) >= {SHARED_SHARE} * (select count(*) from clicks))
"""
_WINDOW = "over (partition by address order by clicked_at range between"
_SPAN = f"interval {BURST_SECONDS} second"
_BURSTS = f"""
    create or replace temp table burst as
    select record_no from (
        select record_no, max(link_count)
            {_WINDOW} {_SPAN} preceding and current row) >= {BURST_LINKS} as is_burst
        from (
            select record_no, address, clicked_at, count(distinct link)
                {_WINDOW} current row and {_SPAN} following) as link_count
            from (select *, {_STRETCH} as stretch from clicks) semi join busy
                using (address, stretch)
            where address not in (select address from shared_address)))
    where is_burst
"""
