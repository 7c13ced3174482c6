"""Exports of a made-up organisation in which every name, title and text is hostile."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.support.simulated import Simulated

EVIL = "http://evil.example"
ATTACKS = (
    f'=HYPERLINK("{EVIL}/f")',
    "@SUM(1)",
    f'<img src="{EVIL}/i.png" onerror=alert(1)>',
    "<svg/onload=alert(2)>",
    "<script>alert(3)</script>",
    ":red[x] :material/lock: $$x^2$$",
    f"[a](javascript:alert(4)) ![i]({EVIL}/m.png)",
    "'); drop table staff;-- %s {0} ${keys}",
    "\x1b[31mred\x1b]0;owned\x07",
    "\u202eright to left\u202c",
    "first\nINFO forged: a line of its own",
    "&lt;b&gt; &#x3c;script&#x3e;",
    "y" * 400,
)
NAMES = {
    *("department", "Organization", "Site", "officeLocation", "displayName", "jobTitle"),
    *("idea_title", "audience_department", "posted_where", "posted_by", "found_in", "topic"),
    *("name", "job_title", "location", "description", "group_name", "sender_name"),
    *("Display Name", "Group Display Name", "referrer", "user_agent"),
}
"""Columns whose cells somebody wrote; message bodies get an attack behind, links stay links."""
TAKEN = re.compile(
    "Detail7_2026-11-22|Groups|exportUsers|people.*11-01|11-23|log|link|topics|changes"
)
"""Enough of the exports to fill every page."""


def attack(text: str) -> str:
    """The text behind an attack: the same text behind the same one."""
    return f"{ATTACKS[sum(text.encode()) % len(ATTACKS)]} {text}" if text.strip() else text


def hostile_exports(made: Simulated, folder: Path) -> list[Path]:
    """Every export of ``made``, poisoned, and one of each other kind of source."""
    written = []
    for path in made.exports:
        if not TAKEN.search(path.name):
            continue
        target = folder / path.name
        if path.suffix == ".zip":
            _poison_zip(path, target)
        elif path.suffix == ".csv":
            target.write_bytes(poisoned(path.read_bytes()))
        else:
            target.write_bytes(path.read_bytes() + LOG_LINE.encode())
        written.append(target)
    others = {**OTHERS, "labels.csv": _labels(made)}
    for name, make in others.items():
        (folder / name).write_text(make(), encoding="utf-8")
        written.append(folder / name)
    return written


def _labels(made: Simulated) -> Callable[[], str]:
    """Which of the departments with hostile names each hostile label means."""
    (people,) = (path for path in made.exports if path.name.startswith("people-2026-11"))
    with people.open(encoding="utf-8-sig", newline="") as stream:
        labels = sorted({row["Organization"] for row in csv.DictReader(stream)} - {""})
    rows = [(attack(each), f"odd-{n % len(ATTACKS)}") for n, each in enumerate(labels)]
    return table("label,department_id", *rows)


def _poison_zip(path: Path, target: Path) -> None:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            is_told = name in ("Users.csv", "Messages.csv", "Groups.csv")
            archive.writestr(name, poisoned(content) if is_told else content)


def poisoned(content: bytes) -> bytes:
    """A CSV file with an attack in front of every name, and behind every message."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    head, stream = rows[0], io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(head)
    for row in rows[1:]:
        writer.writerow([_cell(name, cell) for name, cell in zip(head, row, strict=True)])
    return stream.getvalue().encode("utf-8-sig")


def _cell(name: str, cell: str) -> str:
    if name in NAMES:
        return attack(cell)
    return f"{cell}\n{attack(cell[:20])}" if name == "body" else cell


# --- one file of each other kind -----------------------------------------------------------------

LINK, DAY = "https://s.example/a", "2026-11-20"
LOG_LINE = (
    f'1.2.3.4 - - [20/Nov/2026:10:00:00 +0000] "GET /x HTTP/1.1" 302 1 "{EVIL}" '
    '"<script>alert(5)</script>"\n'
)


def table(head: str, *rows: tuple[str, ...]) -> Callable[[], str]:
    """What writes a CSV file."""

    def text() -> str:
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([head.split(","), *rows])
        return stream.getvalue()

    return text


def _each(*make: Callable[[int, str], str]) -> Iterator[tuple[str, ...]]:
    """A row for each attack."""
    for number, text in enumerate(ATTACKS):
        yield tuple(each(number, text) for each in make)


def answers(source: str, *pages: tuple[str, object]) -> Callable[[], str]:
    """What writes a file that was fetched from the server of a link shortener."""
    found = [{"request": request, "response": body} for request, body in pages]
    about = {"source": source, "fetched_at": f"{DAY}T05:30:00+00:00", "server": "https://s.example"}
    return lambda: json.dumps(about | {"pages": found})


_LINKS = [
    {
        "id": f"bit.ly/{number}",
        "link": f"https://bit.ly/{number}",
        "long_url": f"https://www.example.org/bit-{number}",
        "title": text,
        "tags": [f"dept:{text}"],
    }
    for number, text in enumerate(ATTACKS)
]
_SHORT = [
    {
        "shortCode": str(number),
        "shortUrl": f"https://s.example/{number}",
        "longUrl": f"https://www.example.org/short-{number}",
        "title": text,
        "tags": [f"dept:{text}"],
        "domain": None,
    }
    for number, text in enumerate(ATTACKS)
]
_KUTT = [
    {
        "id": str(number),
        "address": text,
        "description": f"{text} | dept:{text}",
        "target": f"https://www.example.org/kutt-{number}",
        "visit_count": 0,
        "link": f"https://kutt.example/{number}",
    }
    for number, text in enumerate(ATTACKS)
]
OTHERS: Mapping[str, Callable[[], str]] = {
    "departments-2026-11-22.csv": table(
        "department_id,name,parent_id",
        *_each(lambda n, _: f"odd-{n}", lambda _, text: f"{text} list", lambda *_: ""),
    ),
    "events.csv": table(
        "event_date,event_name,new_baseline,removed,noted_at",
        *_each(
            lambda n, _: f"2026-11-{n + 1:02}",
            lambda _, text: text,
            lambda *_: "no",
            lambda *_: "no",
            lambda *_: "2026-11-20T10:00:00Z",
        ),
    ),
    "yourls_url.csv": table(
        "keyword,url,title,timestamp,ip,clicks",
        *_each(
            lambda n, _: f"odd{n}",
            lambda n, _: f"https://www.example.org/odd-{n}",
            lambda _, text: f"{text} shortened",
            lambda *_: f"{DAY} 10:00:00",
            lambda *_: "1.2.3.4",
            lambda *_: "1",
        ),
    ),
    "newsletter.csv": table(
        "Time,Browser,Link,Who",
        *_each(lambda *_: f"{DAY} 09:00:00", lambda _, t: t, lambda *_: LINK, lambda _, t: t),
    ),
    "idea-records.csv": table(
        "idea,stage,recorded_on,department,evidence,value,unit",
        *_each(
            lambda n, _: f"https://www.example.org/odd-{n}",
            lambda *_: "outcome",
            lambda *_: DAY,
            lambda _, text: text,
            lambda *_: "https://www.example.org/proof",
            lambda *_: "3",
            lambda _, text: text,
        ),
    ),
    "workspace.csv": table(
        "Email Address [Required],Department,Org Unit Path [Required],EffectiveDate",
        *_each(
            lambda n, _: f"guest{n}@council.example",
            lambda _, text: text,
            lambda *_: "/",
            lambda *_: "2026-10-01",
        ),
    ),
    "headcount.csv": table(
        "Department,Date,Headcount",
        *_each(lambda _, text: text, lambda *_: "2026-09-01", lambda *_: "20"),
    ),
    "decisions.csv": table(
        "account_key,person_key,decision,decided_by,decided_at",
        *_each(*[lambda _, text: text] * 4, lambda *_: f"{DAY}T10:00:00Z"),
    ),
    "bitly.json": answers("bitly", ("/v4/groups/Bl1/bitlinks?size=100", {"links": _LINKS})),
    "kutt.json": answers("kutt", ("/api/v2/links?limit=50&skip=0", {"total": 13, "data": _KUTT})),
    "shlink.json": answers(
        "shlink", ("/rest/v3/short-urls?page=1", {"shortUrls": {"data": _SHORT}})
    ),
}
NEWSLETTER = """
[clicks.csv.newsletter]
columns = { link = "Link", clicked_at = "Time", user_agent = "Browser" }
"""
"""Which columns of the file of that name are what."""
