"""Addresses that stand for each other: of equal domains, and with or without a plus tag.

Only what is configured is alike. The forms are worked out of the keyed parts of addresses, so that
another configuration needs no other facts.
"""

from sqlalchemy import text

from etl.identity.keys import domain_keys, load_key
from etl.settings import Settings
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_NO_FORMS = "select address_key, '' as rule, local_key as form from address where false"
_NO_DOMAINS = "select domain_key, domain_key as class_key, 0 as strips from address where false"

_FORMS = """
    with part as (
        select a.address_key, a.local_key, d.class_key,
            case when d.strips = 1 then coalesce(a.plain_key, a.local_key) else a.local_key end
                as plain_key,
            max(d.strips) over (partition by d.class_key) as strips
        from address a join domain_class d on d.domain_key = a.domain_key)
    select address_key, 'equal_domain' as rule, local_key || class_key as form from part
    union all
    select address_key, 'plus_tag', plain_key || class_key from part where strips = 1
"""


def make_forms(warehouse: Warehouse, settings: Settings) -> None:
    """Make ``address_form``: (address_key, rule, form); addresses of one form stand as one."""
    matching = settings.matching
    if not matching.equal_domains and not matching.plus_tag_domains:
        bulk.make(warehouse, "address_form", _NO_FORMS)
        return
    bulk.make(warehouse, "domain_class", _NO_DOMAINS)
    rows = _domain_classes(settings)
    insert = text("insert into domain_class values (:domain_key, :class_key, :strips)")
    warehouse.connection.execute(insert, rows)
    bulk.make(warehouse, "address_form", _FORMS)


def _domain_classes(settings: Settings) -> list[dict[str, object]]:
    key = load_key(settings)
    stripping = domain_keys(key, settings.matching.plus_tag_domains)
    classes = [domain_keys(key, group) for group in settings.matching.equal_domains]
    grouped = {domain: group[0] for group in classes for domain in group}
    return [
        {
            "domain_key": domain,
            "class_key": grouped.get(domain, domain),
            "strips": int(domain in stripping),
        }
        for domain in dict.fromkeys((*grouped, *stripping))
    ]
