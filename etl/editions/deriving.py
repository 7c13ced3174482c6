"""What the facts mean is derived anew for every edition: each step rests on those before it."""

from collections.abc import Sequence
from datetime import date

from etl import activity, membership, organisation, spread, titles, topics, traction
from etl.editions.daily import make_listed_departments
from etl.editions.departing import make_departed
from etl.editions.history_file import kept_from
from etl.editions.passing import make_bygone
from etl.editions.scope import Scope, find_scope
from etl.identity import matching
from etl.identity.ledger import make_ledger
from etl.identity.standing import make_standing
from etl.settings import Settings
from etl.source import Notice
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse


def derive(warehouse: Warehouse, settings: Settings) -> Scope | None:
    """Make all derived tables; what they cover. None while nothing dated was loaded."""
    notices = organisation.derive_departments(warehouse)
    scope = find_scope(warehouse, settings)
    if scope is None:
        return None
    organisation.derive_employment(warehouse, settings)
    matching.derive_holders(warehouse, settings)
    notices += organisation.derive_eligible(warehouse)
    if not scope.has_staff_list:
        notices += organisation.left_out(warehouse, scope.as_of_date)
    _keep_notices(warehouse, notices)
    membership.derive_presence(warehouse)
    activity.derive_active_days(warehouse, kept_from(settings) or date.min)
    make_departed(warehouse, settings)
    make_listed_departments(warehouse, scope)
    make_standing(warehouse, scope)
    make_ledger(warehouse, scope)
    make_bygone(warehouse, settings)
    traction.make_traction(warehouse, scope)
    titles.make_titles(warehouse, scope)
    spread.make_spread(warehouse, scope)
    topics.make_topics(warehouse, scope)
    return scope


def _keep_notices(warehouse: Warehouse, notices: Sequence[Notice]) -> None:
    """Make ``organisation_notice``: what is odd about the organisation's own files together."""
    bulk.make(
        warehouse,
        "organisation_notice",
        "select source, code, sentence, needs_person from notice where source is null",
    )
    for notice in notices:
        bulk.execute(
            warehouse,
            "insert into organisation_notice values ('organisation', :code, :sentence, :needs)",
            {"code": notice.code, "sentence": notice.sentence, "needs": notice.needs_person},
        )
