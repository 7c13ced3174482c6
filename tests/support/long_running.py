"""A small organisation whose network is older than facts about people are kept, as exports.

80 colleagues of two departments, on the network from 18 August 2025 on. Network exports are full,
so each brings everything that was ever written.
"""

import zipfile
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

FIRST, KEPT_FROM = date(2025, 8, 18), date(2025, 10, 1)
"""The first day, and that of which facts are kept beside editions of November 2026."""
LAST_WORD = date(2026, 11, 14)
IDEA, TAGGED, AGAIN = range(9000, 9081), 9100, range(9200, 9212)
"""The messages of an idea that was shared in August 2025, and goes on until the end of October; one
with a hashtag; and those of a year later, by colleagues who only came to the idea then.
"""

_PEOPLE = range(1, 81)
_ONCE, OUTSIDE, INVITED, OPEN = range(81, 94), 94, 95, 84
LEFT = tuple(number for number in range(81, 96) if number != OPEN)
"""Gone before facts are kept. Those listed once stood on the first list alone, 83 in a department
of its own; one stood on none, and one was only invited. The account of 84 was never closed.
"""
_CLOSED = "2025-09-14T08:00:00Z"
_USERS = "id,name,email,joined_at,deleted_at,suspended_at,state\n"
_MESSAGES = (
    "id,thread_id,group_id,group_name,in_private_group,in_private_conversation,sender_id,body,"
    "attachments,created_at,deleted_at,message_type\n"
)
_REPORT = (
    "Report Refresh Date,User Principal Name,User State,Last Activity Date,Posted Count,Read Count,"
    "Liked Count,Report Period\n"
)
_ADDRESS = "https://ideas.example/bin"
_SHARER = 3


def _email(number: int) -> str:
    return f"p{number:02}@council.example"


def _joined(number: int) -> date:
    """Most at the start, some since: the last of them a month before the end."""
    return FIRST + timedelta(days=0 if number <= 64 else (number - 64) * 26)


def write_lists(folder: Path) -> list[Path]:
    """Staff lists, lists of who is eligible, a registry of links, engagement reports."""
    found = []
    for day in ("2025-08-01", "2025-09-15", "2026-03-01"):
        staff = (*_PEOPLE, *_ONCE) if day == "2025-08-01" else _PEOPLE
        rows = (f"{n},{_label(n)},{_email(n)},{day}" for n in staff)
        head = "PersonId,Organization,Email,EffectiveDate\n"
        found.append(_write(folder / f"people-{day}.csv", head, rows))
        eligible = (f"{n},{day}" for n in _PEOPLE if n != 80)
        head = "EligiblePersonId,EffectiveDate\n"
        found.append(_write(folder / f"eligible-{day}.csv", head, eligible))
    links = (
        f"Bin,{_ADDRESS},https://go.example/1,Care,2025-08-20,Ann Ash",
        f"Bin,{_ADDRESS},https://go.example/2,Roads,2026-08-20,Bo Birch",
    )
    head = "idea_title,destination,link,audience_department,posted_at,posted_by\n"
    found.append(_write(folder / "link-registry.csv", head, links))
    topics = ("bins,Bins,#old", f"bins,Bins,{_ADDRESS}")
    found.append(_write(folder / "topics.csv", "topic_id,topic,belongs\n", topics))
    for text in ("2025-09-16", "2025-09-30", "2025-12-16", "2026-05-12", "2026-11-10"):
        found.append(_write(folder / f"engagement-{text}.csv", _REPORT, _report(text)))
    return found


def _label(number: int) -> str:
    return "Archive" if number == 83 else "Care" if number <= 40 else "Roads"


def _report(text: str) -> list[str]:
    """Seven days of which every third colleague has read something."""
    day = date.fromisoformat(text)
    rows = []
    for number in _PEOPLE:
        is_active = _joined(number) <= day and number % 3 == 0
        last = day - timedelta(days=number % 5) if is_active else ""
        rows.append(f"{text},{_email(number)},activated,{last},0,{2 if is_active else 0},0,7")
    return rows


def write_network(folder: Path, made: str, since: date = FIRST) -> Path:
    """The network export of a day: everything from ``since`` up to the day before."""
    day = date.fromisoformat(made)
    users = [_user(n, f"{_joined(n)}T08:00:00Z") for n in _PEOPLE if _joined(n) < day]
    users += [_user(n, "" if n == INVITED else f"{FIRST}T08:00:00Z", _CLOSED) for n in LEFT]
    users.append(_user(OPEN, f"{FIRST}T08:00:00Z"))
    messages = (row for at, row in _messages() if since <= at < day)
    path = folder / f"network-{made}{'' if since == FIRST else '-part'}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, head, rows in (
            ("Users.csv", _USERS, users),
            ("Messages.csv", _MESSAGES, messages),
        ):
            info = zipfile.ZipInfo(name, (*day.timetuple()[:3], 6, 0, 0))
            archive.writestr(info, head + "".join(f"{row}\n" for row in rows))
        if since != FIRST:
            archive.writestr("request.txt", f"since: {since}\n")
    return path


def _user(number: int, joined: str, deleted: str = "") -> str:
    state = "deleted" if deleted else "active"
    return f"{number},,{_email(number)},{joined},{deleted},,{state}"


def _messages() -> list[tuple[date, str]]:
    """Half write every second week, half every tenth; a link is shared, and a hashtag used."""
    found = []
    number = 0
    day = FIRST
    while day <= LAST_WORD:
        for person in _PEOPLE:
            pause = 70 if person % 2 == 0 else 14
            if (day.toordinal() + person) % pause == 0 and day >= _joined(person):
                number += 1
                found.append(_message(number, number, person, day, is_private=number % 4 == 0))
        day += timedelta(days=1)
    shared = date(2025, 8, 25)
    found.append(_message(IDEA.start, IDEA.start, _SHARER, shared, _ADDRESS))
    repliers = [n for n in _PEOPLE if n != _SHARER and _joined(n) < shared]
    found += [
        _message(IDEA.start + n, IDEA.start, n, shared + timedelta(days=n), "ok") for n in repliers
    ]
    again = date(2026, 10, 12)
    found.append(_message(AGAIN.start, AGAIN.start, 65, again, f"#again {_ADDRESS}"))
    found += [
        _message(number, AGAIN.start, 65 + n % 10, again + timedelta(days=n), "ok")
        for n, number in enumerate(AGAIN[1:], 1)
    ]
    found += [
        _message(9300 + n, 9300 + n, n, date(2025, 9, 1), is_private=True)
        for n in (*_ONCE, OUTSIDE)
    ]
    found.append(_message(TAGGED, TAGGED, _SHARER, date(2025, 9, 2), "an #old word"))
    return sorted(found)


def _message(
    number: int, thread: int, person: int, day: date, body: str = "", is_private: bool = False
) -> tuple[date, str]:
    at = datetime(day.year, day.month, day.day, 9 + person // 60, person % 60).isoformat()  # noqa: DTZ001 (a text)
    group = ",,,true,false" if is_private else ",,,false,false"
    return day, f"{number},{thread}{group},{person},{body},,{at}Z,,"


def _write(path: Path, head: str, rows: Iterable[str]) -> Path:
    path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path
