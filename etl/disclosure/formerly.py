"""What days before a department came under another parent tell of today's people."""

from collections import defaultdict
from collections.abc import Sequence

from etl.disclosure.blocks import Block
from etl.disclosure.world import World


def is_same(former: Block, block: Block, key: str) -> bool:
    """Whether a department, or total, has the same people in the trees of both."""
    trees = former.placed.tree, block.placed.tree
    return key == trees[1].whole or trees[0].within(key) == trees[1].within(key)


def tell_former(world: World, every: Sequence[Block], formers: Sequence[Sequence[Block]]) -> None:
    """Tell the world of those figures of former trees that are of other people than today's."""
    within: defaultdict[str, set[str]] = defaultdict(set)
    known: dict[str, frozenset[str]] = {}
    own: set[str] = set()
    today = every[-1].placed.tree
    for number, former in enumerate(formers):
        tree = former[-1].placed.tree
        own |= {key for key in today.parents if today.below(key) and not tree.below(key)}
        for key in former[-1].places():
            name = f"{key}@{number}"
            if is_same(former[-1], every[-1], key):
                continue
            known[key] = known.get(key, today.within(key)) | tree.within(key)
            for block in former:
                _tell(world, block, key, name)
            for each in tree.within(key) if name in world.links else ():
                within[each].add(name)
    world.heads, world.own = list(known.values()), own
    world.former = {key: frozenset(names) for key, names in within.items()}


def _tell(world: World, block: Block, key: str, name: str) -> None:
    for measure in block.counted:
        count = block.count(key, measure.column)
        if count is not None:
            world.counts[name, measure.column] = count
    for measure in block.counted:
        if (name, measure.column) in world.counts:
            told, links = block.told(measure, key), block.links(measure, key)
            world.tell(name, measure.column, told, links)
