"""The link registry that the comms team keeps, and the logs of two servers of short links."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from etl.simulate.clicks import BROWSERS, Click
from etl.simulate.exports.csvfile import csv_text, write_text
from etl.simulate.ideas import ACCESS_LOG, YOURLS
from etl.simulate.plan import LONDON, local_date
from etl.simulate.topics import LISTING, TOPICS, listed_ideas
from etl.simulate.world import World

REGISTRY = (
    "idea_title,destination,link,audience_department,posted_at,posted_where,posted_by,found_in"
)
YOURLS_LOG = "click_id,click_time,shorturl,referrer,user_agent,ip_address,country_code"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_registry(folder: Path, world: World) -> Path:
    """Write one row per link that was minted."""
    path = folder / "link-registry.csv"
    officer = world.accounts[0].name
    rows = [
        [
            idea.page.title,
            link.destination,
            link.address,
            link.audience,
            local_date(link.posted_at) if link.posted_at else "",
            link.posted_where,
            officer,
            idea.found_in,
        ]
        for idea in world.ideas
        for link in idea.links
    ]
    write_text(path, csv_text(REGISTRY.split(","), rows))
    return path


def write_topics(folder: Path, world: World) -> Path:
    """Write the reviewed list of topics; two ideas stand in it by their address."""
    path = folder / f"topics-{world.plan.as_of.isoformat()}.csv"
    rows = [
        [topic.topic_id, topic.name, belongs]
        for topic in TOPICS
        for belongs in (*topic.words, *(f"#{tag}" for tag in topic.hashtags))
    ]
    for idea in listed_ideas(world.ideas):
        rows.append([LISTING.topic_id, LISTING.name, idea.address])
    write_text(path, csv_text(["topic_id", "topic", "belongs"], rows))
    return path


def write_yourls(folder: Path, world: World) -> Path:
    """Write the table of clicks of YOURLS: times of the server's wall clock, without a zone."""
    path = folder / "yourls_log.csv"
    clicks = [click for click in world.clicks if click.link.series == YOURLS]
    rows = [_yourls(number, click) for number, click in enumerate(clicks, start=1)]
    write_text(path, csv_text(YOURLS_LOG.split(","), rows))
    return path


def _yourls(number: int, click: Click) -> list[object]:
    when = click.at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S")
    country = "" if click.address.startswith("10.") else "GB"
    referrer = click.referrer or "direct"
    return [number, when, click.link.code, referrer, click.agent, click.address, country]


def write_access_log(folder: Path, world: World) -> Path:
    """Write the log of a web server, with everything else that such a log holds."""
    path = folder / "access.log"
    lines = [(click.at, _hit(click)) for click in world.clicks if click.link.series == ACCESS_LOG]
    if lines:
        lines += _noise(world, lines[0][0], lines[-1][0])
        lines.sort(key=lambda line: line[0])
    write_text(path, "".join(line + "\n" for _, line in lines))
    return path


def _hit(click: Click) -> str:
    request = f"GET /{click.link.code} HTTP/1.1"
    return _line(click.at, click.address, request, 302, click.referrer, click.agent)


def _line(at: datetime, address: str, request: str, status: int, referrer: str, agent: str) -> str:
    size = 145 if status == 302 else 157 if status == 400 else 0
    return (
        f'{address} - - [{_stamp(at)}] "{request}" {status} {size} "{referrer or "-"}" '
        f'"{agent or "-"}"'
    )


def _stamp(at: datetime) -> str:
    """``23/Nov/2026:08:25:54 +0000``: the server's wall clock, with its offset."""
    local = at.astimezone(LONDON)
    return f"{local:%d}/{_MONTHS[local.month - 1]}/{local:%Y:%H:%M:%S %z}"


def _noise(world: World, first: datetime, last: datetime) -> Iterator[tuple[datetime, str]]:
    """Lines that are no clicks: HEAD, pages that are not there, other methods, garbage."""
    rng = world.plan.random("noise")
    codes = [link.code for idea in world.ideas for link in idea.links if link.series == ACCESS_LOG]
    span = int((last - first).total_seconds())
    kinds: tuple[tuple[str, int, str], ...] = (
        ("HEAD /{code} HTTP/1.1", 302, BROWSERS[0]),
        ("GET /favicon.ico HTTP/1.1", 404, BROWSERS[1]),
        ("GET /wp-login.php HTTP/1.1", 404, "Mozilla/5.0 zgrab/0.x"),
        ("GET / HTTP/1.1", 200, BROWSERS[2]),
        ("POST /{code} HTTP/1.1", 405, BROWSERS[0]),
        ("GET /{code}x HTTP/1.1", 404, BROWSERS[3]),
        ("GET /search?q=\\x22bins\\x22 HTTP/1.1", 404, BROWSERS[3]),
        ("\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03", 400, ""),
    )
    for turn in range(world.plan.some(900, least=16)):
        request, status, agent = kinds[turn % len(kinds)]
        at = first + timedelta(seconds=rng.randrange(span + 1))
        address = f"203.0.113.{turn % 250 + 1}"
        line = _line(at, address, request.format(code=rng.choice(codes)), status, "", agent)
        yield at, line
