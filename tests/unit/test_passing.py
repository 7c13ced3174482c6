"""What ideas and topics tell is the same after facts expired, and none of it names anybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import pytest

from etl.disclosure.rules import Policy
from etl.editions.besides import pass_beside
from etl.editions.deriving import derive
from etl.editions.history import DAILY, RULES, History
from etl.editions.history_file import read_history, write_history
from etl.editions.passing import pass_on
from etl.erasure.facts import erase_facts
from etl.erasure.ideas import count_besides
from etl.expiry.facts import drop_expired
from etl.settings import Settings
from etl.settings.serving import Privacy
from etl.warehouse import schema
from etl.warehouse.engine import Warehouse
from tests.support.facts import Facts, embedded, scratch
from tests.support.idea_tables import told

LABELS = {"Housing": "abcdefgh", "Parks": "ijklmnop", "Roads": "qrstuvwx"}
EVERYBODY = "".join(LABELS.values())
OFTEN, LATER = "adgjmpsv", "behknqtw"
"""Who speaks of every idea all the time, and who first does so after the first expiry."""
GONE, GONE_NEXT = "cf"
"""Who is erased, and who is later."""
BEGUN, KEPT, LAST = date(2025, 7, 1), date(2025, 10, 1), date(2026, 11, 22)
NEXT_KEPT, NEXT_LAST = date(2025, 11, 1), date(2026, 12, 6)
IDEAS = ("bins", "bikes", "trees")


class Talk:
    """Made-up posts and replies of ideas, with links, titles and hashtags.

    ``threads``: of each idea, with the day of the last word; none is taken up again after a year,
    nor one in which nobody spoke but who is to be erased. ``speakers``: of each thread.
    """

    def __init__(self, seed: int) -> None:
        self.chance, self.number = Random(seed), 0
        self.threads: dict[str, dict[str, date]] = {idea: {} for idea in IDEAS}
        self.speakers: dict[str, set[str]] = {}
        self.begun: dict[str, date] = {}

    def people(self) -> Facts:
        facts = Facts()
        for label, people in LABELS.items():
            for key in people:
                facts.staff("2025-06-01", key, label, email_key=key)
                joined = BEGUN + timedelta(days=self.chance.randrange(200))
                facts.account(key.upper(), joined.isoformat(), email_key=key)
        facts.registered("go/bins", "bins", title="Bins")
        for kind, term in (("hashtag", "green"), ("word", "bike lanes"), ("idea", "go/bins")):
            told = {"topic_id": "green", "name": "Green", "snapshot_id": "topics"}
            facts.add(schema.topic_entry, kind=kind, term=term, **told)
        return facts

    def say(self, facts: Facts, people: str, first: date, last: date, count: int) -> None:
        """So many messages on random days: some begin a thread, some go on in one."""
        for _ in range(count):
            day = first + timedelta(days=self.chance.randrange((last - first).days + 1))
            self.speak(facts, self.chance.choice(people), self.chance.choice(IDEAS), day)

    def speak(self, facts: Facts, key: str, idea: str, day: date) -> None:
        self.number += 1
        id_, at = f"{self.number:05}", datetime(day.year, day.month, day.day, 8)  # noqa: DTZ001
        at += timedelta(minutes=self.chance.randrange(600))
        place = self.chance.choice(("all_company", "c1"))
        threads = self.threads[idea]
        open_ = [
            key
            for key, last in threads.items()
            if self.begun[key] < day
            and (day <= LAST or (last >= KEPT and self.speakers[key] != {GONE}))
        ]
        if open_ and self.chance.random() < 0.7:
            thread = self.chance.choice(open_)
            threads[thread] = max(threads[thread], day)
            self.speakers[thread].add(key)
            facts.message(id_, key.upper(), at.isoformat(), thread_id=thread, place_id=place)
        else:
            threads[id_] = self.begun[id_] = day
            self.speakers[id_] = {key}
            facts.message(id_, key.upper(), at.isoformat(), place_id=place)
            link = f"go/{idea}{self.chance.randrange(2) or ''}"
            title = self.chance.choice((None, "Bike lanes", "A tree"))
            facts.share(id_, idea, link_key=link, address=f"https://x.example/{idea}", title=title)
        if self.chance.random() < 0.2:
            tag = self.chance.choice(("green", "red"))
            facts.add(schema.message_hashtag, message_id=id_, hashtag=tag)


@contextmanager
def warehouse_in(home) -> Iterator[tuple[Warehouse, Settings]]:
    privacy = Privacy(minimum_group=5, minimum_cell=3)
    with embedded(home) as (warehouse, settings), scratch(warehouse):
        yield warehouse, replace(settings, privacy=privacy)


def expire(warehouse: Warehouse, settings: Settings, last: date, kept: date) -> None:
    """As it is done beside an edition, without the figures of people."""
    scope = derive(warehouse, settings)
    assert scope
    rows = dict.fromkeys(RULES, ()), dict.fromkeys(DAILY, ())
    bygone = pass_on(warehouse, scope, kept)
    history = History(BEGUN, BEGUN, Policy(), *rows, last, kept, bygone)
    write_history(settings, history)
    assert drop_expired(warehouse, kept) > 0


def test_figures_of_ideas_and_topics_are_those_of_a_home_that_keeps_everything(tmp_path):
    talk = Talk(1)
    facts, later = talk.people(), Facts()
    facts.export("2025-07-01", LAST.isoformat())
    talk.say(facts, EVERYBODY.translate({ord(key): None for key in LATER}), BEGUN, LAST, 110)
    for idea in IDEAS:
        for key in OFTEN:
            talk.speak(facts, key, idea, NEXT_KEPT + timedelta(days=talk.chance.randrange(300)))
        for key, days in product("adg", (-2, -1, 1)):  # seven days that reach over the first kept
            talk.speak(facts, key, idea, KEPT + timedelta(days=days))
    later.export("2025-07-01", NEXT_LAST.isoformat(), snapshot_id="s2", file="s2.csv")
    talk.say(later, OFTEN + LATER, LAST + timedelta(days=1), NEXT_LAST, 40)
    with warehouse_in(tmp_path / "kept") as kept, warehouse_in(tmp_path / "expired") as expired:
        for warehouse, _ in (kept, expired):
            facts.pour(warehouse)
        before = told(*kept)
        expire(*expired, LAST, KEPT)
        assert told(*expired) == before
        for warehouse, _ in (kept, expired):
            later.pour(warehouse)
        after = told(*kept)
        assert told(*expired) == after
        expire(*expired, NEXT_LAST, NEXT_KEPT)
        assert told(*expired) == after
        assert before != after


def spoken_of(found, table: str, subject: str) -> tuple[int, int, int]:
    """People, posts and replies of all time."""
    ((*_, people, posts, replies),) = [row for row in found[table] if row[:3] == (subject, 0, "*")]
    return people, posts, replies


@contextmanager
def after_expiry(home, *said: tuple[str, str, str], topic: str = "go/bins"):
    """A home in which this was said before: account, day, thread. A new one shares an idea."""
    facts = Talk(0).people()
    facts.rows = [row for row in facts.rows if row[0] is not schema.topic_entry]
    told = {"topic_id": "green", "name": "Green", "snapshot_id": "topics"}
    kind = "hashtag" if topic == "tagged" else "idea"
    facts.add(schema.topic_entry, kind=kind, term=topic, **told)
    facts.export("2025-07-01", LAST.isoformat())
    speak(facts, *said)
    with warehouse_in(home) as (warehouse, settings):
        facts.pour(warehouse)
        expire(warehouse, settings, LAST, KEPT)
        yield warehouse, settings


def speak(facts: Facts, *said: tuple[str, str, str]) -> None:
    for account, day, thread in said:
        is_new = thread == f"{account} {day}"
        facts.message(f"{account} {day}", account, f"{day} 09:00", thread_id=thread)
        if is_new and account != "H":
            facts.share(thread, "bins", link_key="go/bins")
        elif is_new:
            facts.add(schema.message_hashtag, message_id=thread, hashtag="tagged")


def say_later(warehouse: Warehouse, *said: tuple[str, str, str]) -> None:
    facts = Facts()
    facts.export("2025-07-01", NEXT_LAST.isoformat(), snapshot_id="s2", file="s2.csv")
    speak(facts, *said)
    facts.pour(warehouse)


OLD = (("A", "2025-08-01", "A 2025-08-01"), ("B", "2025-08-02", "A 2025-08-01"))


def test_who_goes_on_about_an_idea_counts_once_and_who_comes_back_late_as_new(tmp_path):
    goes_on = ("A", "2025-10-05", "A 2025-08-01")
    with after_expiry(tmp_path, *OLD, goes_on) as (warehouse, settings):
        assert spoken_of(told(warehouse, settings), "idea_department", "bins") == (2, 1, 2)
        new = "A 2026-12-01"
        back, first = ("B", "2026-12-02", new), ("C", "2026-12-03", new)
        say_later(warehouse, ("A", "2026-12-01", new), back, first)
        assert spoken_of(told(warehouse, settings), "idea_department", "bins") == (4, 2, 4)
        assert spoken_of(told(warehouse, settings), "topic_department", "green") == (4, 2, 4)


@pytest.mark.parametrize(("day", "counts"), [("2025-10-05", (3, 1, 3)), ("2025-09-30", (2, 1, 2))])
def test_a_thread_that_goes_on_carries_its_idea_and_one_that_ended_does_not(tmp_path, day, counts):
    last_word = ("A", day, "A 2025-08-01")
    with after_expiry(tmp_path, *OLD, last_word) as (warehouse, settings):
        say_later(warehouse, ("C", "2026-12-01", "A 2025-08-01"))
        assert spoken_of(told(warehouse, settings), "idea_department", "bins") == counts


def test_a_topic_that_gains_an_idea_counts_those_who_are_known_to_have_spoken_of_it(tmp_path):
    """Of its hashtag one is remembered, of the idea two are known."""
    new = "A 2025-10-05"
    said = ("H", "2025-08-01", "H 2025-08-01"), ("A", "2025-10-05", new), ("B", "2025-10-06", new)
    with after_expiry(tmp_path, *said, topic="tagged") as (warehouse, settings):
        assert spoken_of(told(warehouse, settings), "topic_department", "green") == (1, 1, 0)
        more = {"exported_at": datetime(2026, 11, 30), "snapshot_id": "more"}  # noqa: DTZ001
        facts = Facts()
        for kind, term in (("hashtag", "tagged"), ("idea", "go/bins")):
            facts.add(
                schema.topic_entry, topic_id="green", name="Green", kind=kind, term=term, **more
            )
        facts.pour(warehouse)
        assert spoken_of(told(warehouse, settings), "topic_department", "green") == (2, 2, 1)


# --- somebody is erased --------------------------------------------------------------------------


def erase(warehouse: Warehouse, settings: Settings, person: str) -> None:
    """As it is done, but for the staff list: who is counted among staff is another matter."""
    history = read_history(settings)
    if history is None:
        rows = dict.fromkeys(RULES, ()), dict.fromkeys(DAILY, ())
        write_history(settings, History(BEGUN, BEGUN, Policy(), *rows))
    scope = derive(warehouse, settings)
    assert scope
    history = read_history(settings)
    assert history
    pending = pass_beside(warehouse, scope, [person, person.upper()])
    write_history(settings, replace(history, pending=pending))
    facts = erase_facts(warehouse, frozenset({person.upper()}))
    assert facts["message"] > 2
    count_besides(settings)


@pytest.mark.parametrize("has_expired", [False, True])
def test_figures_of_ideas_and_topics_do_not_tell_that_somebody_was_erased(tmp_path, has_expired):
    talk, later = Talk(3), Facts()
    facts = talk.people()
    facts.export("2025-07-01", LAST.isoformat())
    for key, last in ((GONE, LAST), (GONE_NEXT, NEXT_LAST)):
        (theirs,) = [row for _, row in facts.rows if row.get("account_key") == key.upper()]
        theirs["ended_date"] = last + timedelta(days=1)
    talk.say(facts, EVERYBODY, BEGUN, LAST, 80)
    talk.say(facts, GONE, BEGUN, LAST, 20)
    for idea in IDEAS:
        for key in EVERYBODY:
            talk.speak(facts, key, idea, NEXT_KEPT + timedelta(days=talk.chance.randrange(384)))
    facts.message("own", GONE.upper(), "2026-05-01 09:00")
    facts.share("own", "own", link_key="go/own", title="Nobody else shared it")
    facts.message("reply", "A", "2026-05-02 09:00", thread_id="own")
    later.message("late", "B", "2026-11-30 09:00", thread_id="own")
    others = EVERYBODY.replace(GONE, "")
    later.export("2025-07-01", NEXT_LAST.isoformat(), snapshot_id="s2", file="s2.csv")
    talk.say(later, others, LAST + timedelta(days=1), NEXT_LAST, 40)
    with warehouse_in(tmp_path / "kept") as kept, warehouse_in(tmp_path / "erased") as erased:
        for warehouse, _ in (kept, erased):
            facts.pour(warehouse)
        before = told(*kept)
        if has_expired:
            expire(*erased, LAST, KEPT)
        erase(*erased, GONE)
        assert told(*erased) == before
        for warehouse, _ in (kept, erased):
            later.pour(warehouse)
        after = told(*kept)
        assert told(*erased) == after
        expire(*erased, NEXT_LAST, NEXT_KEPT)
        assert told(*erased) == after
        erase(*erased, GONE_NEXT)
        assert told(*erased) == after
