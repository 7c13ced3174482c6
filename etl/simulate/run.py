"""One simulation: make a world up, write its exports, tell the truth about it."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from etl.simulate.config import AS_OF
from etl.simulate.exports.engagement import write_engagement
from etl.simulate.exports.links import (
    write_access_log,
    write_registry,
    write_topics,
    write_yourls,
)
from etl.simulate.exports.network_export import write_network_export
from etl.simulate.exports.staff import write_changes, write_directory, write_people
from etl.simulate.plan import Plan
from etl.simulate.truth import Truth, tell_truth
from etl.simulate.world import World, build_world

Progress = Callable[[str], None]


def simulate(
    folder: Path,
    *,
    staff: int = 5000,
    months: int = 14,
    seed: int = 1,
    as_of: date = AS_OF,
    progress: Progress | None = None,
) -> Truth:
    """Write the exports of a made-up organisation into ``folder``, and ``truth.json`` beside them.

    The same arguments give the same bytes. ``staff`` is the headcount, at least 100; ``months``
    the age of the network, at least 2; ``as_of`` the last day that the exports cover whole. The
    truth holds under ``config_text(months=months, as_of=as_of)``. ``progress`` is told in one
    sentence each what is being done.
    """
    say = progress or (lambda _: None)
    plan = Plan(staff, months, seed, as_of)
    folder.mkdir(parents=True, exist_ok=True)
    say(f"Making up an organisation of {staff:,} staff and {months} months of its network.")
    world = build_world(plan)
    _write_exports(folder, world, say)
    say("Counting what is true.")
    truth = tell_truth(world)
    truth.write(folder)
    return truth


def _write_exports(folder: Path, world: World, say: Progress) -> None:
    plan = world.plan
    say(f"Writing two network exports with {len(world.messages):,} messages.")
    for made_at in (plan.half_made_at, plan.made_at):
        write_network_export(folder, world, made_at)
    say(f"Writing {_count(write_engagement(folder, world))} engagement reports.")
    say(f"Writing {_count(write_people(folder, world))} staff lists and the directory.")
    write_directory(folder, world)
    write_changes(folder, world)
    say(f"Writing the link registry and {len(world.clicks):,} clicks.")
    write_registry(folder, world)
    write_topics(folder, world)
    write_yourls(folder, world)
    write_access_log(folder, world)


def _count(written: Iterable[Path]) -> int:
    return sum(1 for _ in written)
