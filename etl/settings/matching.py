"""[matching]: which addresses stand for each other when accounts meet colleagues."""

from dataclasses import dataclass

from etl.settings.document import Table, texts_in, wrong


@dataclass(frozen=True, slots=True)
class Matching:
    """``equal_domains``: groups of domains in which the same name is the same mailbox.

    ``plus_tag_domains``: where jo+news@ reaches jo@. ``service_addresses``: patterns (``*`` for
    anything) of addresses that no person has.
    """

    equal_domains: tuple[tuple[str, ...], ...]
    plus_tag_domains: tuple[str, ...]
    service_addresses: tuple[str, ...]


def read_matching(table: Table) -> Matching:
    groups = table.get("equal_domains", [])
    if not isinstance(groups, list) or not all(_is_group(group) for group in groups):
        raise wrong(
            "[matching] equal_domains",
            'a list of groups of domains, such as [["a.example", "b.example"]]',
        )
    named = [domain.strip().lower() for group in groups for domain in group]
    if len(named) != len(set(named)):
        raise wrong("[matching] equal_domains", "groups that name no domain twice")
    return Matching(
        tuple(tuple(group) for group in groups),
        texts_in(table, "plus_tag_domains", ()),
        texts_in(table, "service_addresses", ()),
    )


def _is_group(group: object) -> bool:
    return (
        isinstance(group, list) and len(group) > 1 and all(isinstance(each, str) for each in group)
    )
