"""What happened to each idea on the network."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etl.editions.schema import IDEA_WINDOWS, UNKNOWN, WHOLE
from etl.simulate.ideas import Idea
from etl.simulate.messages import ALL_COMPANY_ID, ALL_COMPANY_NAME, Message
from etl.simulate.plan import DAY, local_date
from etl.simulate.truth.clicks import half_life
from etl.simulate.truth.membership import Row

ENOUGH = 5
"""People of a department with whom an idea takes hold there: the usual smallest count shown."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One message that counts for an idea, with who wrote it, from which department."""

    message: Message
    is_post: bool
    person: Hashable
    department_id: str
    date: date


def voices_of_ideas(
    messages: Iterable[Message],
    as_of: date,
    author: Callable[[Message], tuple[Hashable, str]],
) -> dict[Idea, list[Voice]]:
    """For each idea the messages that share it, and those after them in the same threads."""
    threads: dict[Message, list[Message]] = {}
    for message in messages:
        if message.is_counted and message.is_open and local_date(message.created_at) <= as_of:
            threads.setdefault(message.starter, []).append(message)
    found: dict[Idea, list[Voice]] = {}
    for thread in threads.values():
        for idea in dict.fromkeys(share.idea for m in thread for share in m.shares):
            found.setdefault(idea, []).extend(_voices(thread, idea, author))
    return found


def _voices(
    thread: list[Message], idea: Idea, author: Callable[[Message], tuple[Hashable, str]]
) -> Iterable[Voice]:
    posts = {m for m in thread if any(share.idea is idea for share in m.shares)}
    begun_at = min(post.created_at for post in posts)
    for message in thread:
        if message.created_at >= begun_at:
            person, id_ = author(message)
            day = local_date(message.created_at)
            yield Voice(message, message in posts, person, id_, day)


def _counts(voices: list[Voice]) -> Row:
    posts = sum(voice.is_post for voice in voices)
    return {
        "people_count": len({voice.person for voice in voices}),
        "post_count": posts,
        "reply_count": len(voices) - posts,
    }


def department_rows(voices: Mapping[Idea, list[Voice]], as_of: date) -> list[Row]:
    """One row per idea, window and department."""
    return counted_rows({idea.idea_id: said for idea, said in voices.items()}, "idea_id", as_of)


def counted_rows(voices: Mapping[str, list[Voice]], subject: str, as_of: date) -> list[Row]:
    """One row per subject (its id in the column ``subject``), window and department."""
    rows: list[Row] = []
    for key, said in voices.items():
        for window in IDEA_WINDOWS:
            groups: dict[str, list[Voice]] = {}
            for voice in said:
                if window == 0 or voice.date > as_of - window * DAY:
                    groups.setdefault(WHOLE, []).append(voice)
                    groups.setdefault(voice.department_id, []).append(voice)
            for id_, found in groups.items():
                place = {subject: key, "window_days": window, "department_id": id_}
                rows.append({**place, **_counts(found)})
    return rows


def day_rows(voices: Mapping[Idea, list[Voice]]) -> list[Row]:
    """One row per idea and day."""
    rows: list[Row] = []
    for idea, said in voices.items():
        groups: dict[date, list[Voice]] = {}
        for voice in said:
            groups.setdefault(voice.date, []).append(voice)
        for day, found in groups.items():
            rows.append({"idea_id": idea.idea_id, "date": day.isoformat(), **_counts(found)})
    return rows


def place_rows(voices: Mapping[Idea, list[Voice]], made_at: datetime) -> list[Row]:
    """One row per idea and community in which it was posted."""
    rows: list[Row] = []
    for idea, said in voices.items():
        groups: dict[tuple[str, str], list[Voice]] = {}
        for voice in said:
            if voice.is_post:
                groups.setdefault(_place(voice.message, made_at), []).append(voice)
        for (place_id, name), found in groups.items():
            rows.append(
                {
                    "idea_id": idea.idea_id,
                    "place_id": place_id,
                    "place_name": name,
                    "first_date": min(voice.date for voice in found).isoformat(),
                    "post_count": len(found),
                }
            )
    return rows


def travel_rows(voices: Mapping[Idea, list[Voice]]) -> list[Row]:
    """One row per idea and department in which enough people took part, in the order of that."""
    return held_rows({idea.idea_id: said for idea, said in voices.items()}, "idea_id")


def held_rows(voices: Mapping[str, list[Voice]], subject: str) -> list[Row]:
    """One row per subject and department in which enough people took part, in that order."""
    rows: list[Row] = []
    for key, said in voices.items():
        people: dict[str, dict[Hashable, Voice]] = {}
        held: list[tuple[date, str]] = []
        for voice in sorted(said, key=lambda each: each.message.created_at):
            known = people.setdefault(voice.department_id, {})
            if voice.person not in known and len(known) == ENOUGH - 1:
                held.append((voice.date, voice.department_id))
            known.setdefault(voice.person, voice)
        held = sorted(each for each in held if each[1] != UNKNOWN)
        for step, (day, id_) in enumerate(held, 1):
            rows.append(
                {
                    subject: key,
                    "department_id": id_,
                    "step": step,
                    "held_date": day.isoformat(),
                }
            )
    return rows


def _place(message: Message, made_at: datetime) -> tuple[str, str]:
    community = message.community
    if community is None or community.is_all_company:
        return ALL_COMPANY_ID, ALL_COMPANY_NAME
    return community.id, community.name_at(made_at)


def idea_rows(
    ideas: Iterable[Idea],
    voices: Mapping[Idea, list[Voice]],
    clicks: Mapping[Idea, Mapping[str, list[datetime]]],
    end_at: datetime,
) -> list[Row]:
    """One row per idea that was shared where everyone may read it, or registered."""
    rows: list[Row] = []
    for idea in ideas:
        said = voices.get(idea, [])
        if not said and not idea.is_registered:
            continue
        title, title_from = _title(idea, said)
        days = [voice.date for voice in said]
        clicked = [local_date(at) for found in clicks.get(idea, {}).values() for at in found]
        hours, status = half_life(clicks.get(idea, {}), end_at)
        rows.append(
            {
                "idea_id": idea.idea_id,
                "title": title,
                "title_from": title_from,
                "address": idea.address,
                "found_in": idea.found_in,
                "first_shared_date": _iso(min((v.date for v in said if v.is_post), default=None)),
                "last_seen_date": _iso(max([*days, *clicked], default=None)),
                "half_life_hours": hours,
                "half_life_status": status,
            }
        )
    return rows


def titles(ideas: Iterable[Idea], voices: Mapping[Idea, list[Voice]]) -> dict[Idea, str]:
    """The titles of ideas that were shared or registered, where they are more than an address."""
    known = [idea for idea in ideas if idea in voices or idea.is_registered]
    found = {idea: _title(idea, voices.get(idea, [])) for idea in known}
    return {idea: title for idea, (title, source) in found.items() if source != "address"}


def _title(idea: Idea, said: list[Voice]) -> tuple[str, str]:
    """The registry's title, else the one the latest attachment shows, else the address."""
    if idea.is_registered:
        return idea.page.title, "registry"
    titled = [
        (voice.message.created_at, share.title)
        for voice in said
        for share in voice.message.shares
        if share.idea is idea and share.title
    ]
    if titled:
        return max(titled)[1], "attachment"
    return idea.address, "address"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
