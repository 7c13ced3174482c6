"""A person is erased, in steps of which each may be the last: the next run, or load, goes on.

1. What was published becomes history (etl/editions/history.py), so that no figure of it changes,
   and how many last did what there, so that no later one shows it (etl/erasure/lingering.py,
   and ideas.py for those that all may read).
2. The tombstone is written: from now on no load lets the person in.
3. Their rows leave the warehouse, in one transaction.
4. Each export that is kept is written again without them, in one step each.
5. The certificate is written, and the tombstone is done.

Publishing is left to the next load with exports of a later day.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from etl import confirming
from etl.access.reach import find_reach
from etl.audit import AuditLog
from etl.editions.deriving import derive
from etl.editions.history_file import kept_from
from etl.editions.settling import settle
from etl.editions.shelf import open_shelf
from etl.erasure.certificate import Erasure, certify
from etl.erasure.exports import Looked, clean, look_through
from etl.erasure.facts import count_facts, erase_facts
from etl.erasure.ideas import count_besides, set_aside
from etl.erasure.lingering import confirm, drop_unbegun, remember
from etl.erasure.person import person_of
from etl.erasure.tombstones import Tombstone, read_erased, write_erased
from etl.errors import LoadError
from etl.identity.matching import derive_holders
from etl.identity.ring import KeyRing
from etl.inbox import waiting
from etl.locking import one_at_a_time
from etl.organisation import derive_employment
from etl.organisation.guard import Alarm, alarms
from etl.rotation.warehouse import settled_key
from etl.settings import Settings
from etl.staging import prepare_bench
from etl.subject.known import IN_EXPORTS_ALONE, NOBODY, Keys, occurs
from etl.warehouse.compacting import compact
from etl.warehouse.engine import Warehouse, open_warehouse

Say = Callable[[str], None]

_WAIT_SECONDS = 60.0
_BY = "differs from what was confirmed by an erasure alone"


def erase(settings: Settings, identifiers: Sequence[str], say: Say, *, is_dry_run: bool) -> None:
    """Erase whoever ``identifiers`` name, or say what that would take.

    Raises Busy while a load runs, LoadError where they name nobody or several people, FileError
    where an export that is kept cannot be read; nothing is erased then.
    """
    with one_at_a_time(settings.data / "load.lock", _WAIT_SECONDS):
        with open_warehouse(settings) as warehouse:
            key = settled_key(warehouse, settings)
            prepare_bench(warehouse.bench, settings, key)
            if not is_dry_run:
                finish_erasures(warehouse, settings, key, say)
            _Erasing(warehouse, settings, key, say).run(identifiers, is_dry_run)
        if not is_dry_run:
            compact(settings)


def finish_erasures(warehouse: Warehouse, settings: Settings, key: KeyRing, say: Say) -> None:
    """Finish what was begun and not done: a load and an erasure begin with this."""
    for tombstone in read_erased(settings, key).tombstones:
        if not tombstone.is_done:
            say("An erasure that was interrupted is finished.")
            erasing = _Erasing(warehouse, settings, key, say)
            erasing.finish(tombstone, erasing.look(tombstone.keys, ()), is_resumed=True)
    drop_unbegun(settings)


@dataclass(frozen=True, slots=True)
class _Erasing:
    """The steps of an erasure. ``key``: with which the hashes in the warehouse are made."""

    warehouse: Warehouse
    settings: Settings
    key: KeyRing
    say: Say

    def run(self, identifiers: Sequence[str], is_dry_run: bool) -> None:
        """Erase whoever the identifiers name, or say what would go."""
        erased, log = read_erased(self.settings, self.key), AuditLog(self.settings.audit)
        with self.warehouse.transaction():  # who shares what is told by what is loaded, not shown
            derive_employment(self.warehouse, self.settings)
            derive_holders(self.warehouse, self.settings)
            has_left = kept_from(self.settings) is not None
            keys = person_of(self.warehouse, identifiers, erased, have_people_left=has_left)
            is_known = occurs(self.warehouse, keys)
        looked = self.look(keys, identifiers)
        if not is_known and erased.of(keys) is None:
            self._say_where(looked)
        if is_dry_run:
            log.note_command("identities", "erase")
            self._say_what_would_go(keys, looked)
            return
        before = erased.of(keys)
        tombstone = replace(before, keys=before.keys | keys) if before else _new_tombstone(keys)
        log.note_command("erase", "person", tombstone.tombstone_id)
        self._settle(tombstone)
        write_erased(self.settings, erased.with_tombstone(replace(tombstone, is_done=False)))
        self.finish(tombstone, looked, is_resumed=before is not None)

    def _say_where(self, looked: Looked) -> None:
        """Of whom nothing is known, kept exports have something; LoadError where they have not."""
        if not any(part.changes for _, parts in looked.exports for part in parts.values()):
            raise LoadError(NOBODY)
        self.say(IN_EXPORTS_ALONE)

    def look(self, keys: Keys, identifiers: Sequence[str]) -> Looked:
        """Look through every export that is kept."""
        with closing(self.warehouse.bench.duplicate()) as reader:
            prepare_bench(reader, self.settings, self.key)
            return look_through(reader, self.settings, keys, identifiers)

    def finish(self, tombstone: Tombstone, looked: Looked, *, is_resumed: bool) -> None:
        """All steps after the tombstone was written."""
        settings, facts = self.settings, self._erase_facts(tombstone.keys)
        count_besides(settings)
        cleaned = clean(settings, self.key, looked)
        erasure = Erasure(facts, cleaned, len(waiting(settings)))
        now = datetime.now(UTC)
        lines, path = certify(settings, tombstone, erasure, now, is_resumed=is_resumed)
        done = read_erased(settings, self.key).with_tombstone(replace(tombstone, is_done=True))
        write_erased(settings, done)
        confirm(settings, tombstone.tombstone_id)
        for line in lines:
            self.say(line)
        self.say(f"The certificate is in {path.relative_to(settings.home)}.")

    def _say_what_would_go(self, keys: Keys, looked: Looked) -> None:
        with self.warehouse.transaction():
            facts = count_facts(self.warehouse, keys)
        cleaned = clean(self.settings, self.key, looked, is_dry_run=True)
        for line in Erasure(facts, cleaned, len(waiting(self.settings))).lines():
            self.say(line)
        self.say("Nothing was changed. To erase them, leave out --dry-run: it cannot be undone.")

    def _settle(self, tombstone: Tombstone) -> None:
        """Nothing that was published up to now will be worked out again, nor later days show it."""
        current = open_shelf(self.settings).current()
        if current is not None:
            with self.warehouse.transaction():
                scope = derive(self.warehouse, self.settings)
                settle(self.warehouse, self.settings, date.fromisoformat(current[:10]))
                remember(self.warehouse, self.settings, tombstone.keys, tombstone.tombstone_id)
                if scope is not None:
                    set_aside(self.warehouse, scope, tombstone.keys)

    def _erase_facts(self, keys: Keys) -> dict[str, int]:
        """Delete the rows. A staff list that a person confirmed stays so with one line fewer."""
        with self.warehouse.transaction():
            before = {each.snapshot_id for each in self._unconfirmed()}
            facts = erase_facts(self.warehouse, keys)
            after = [each for each in self._unconfirmed() if each.snapshot_id not in before]
            reach = find_reach(self.warehouse, self.settings, self.key)
        confirming.record(self.settings, after, _BY)
        open_shelf(self.settings).keep_reach(reach)
        return facts

    def _unconfirmed(self) -> Sequence[Alarm]:
        found = alarms(self.warehouse, self.settings.staff, kept_from(self.settings))
        return confirming.unconfirmed(self.settings, found)


def _new_tombstone(keys: Keys) -> Tombstone:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Tombstone(secrets.token_hex(8), now, keys)
