"""What ``uptake status`` says of how long facts about people are kept."""

import os
from collections.abc import Iterator

from etl.editions.history_file import history_path, kept_from
from etl.settings import Settings

_DAYS_OF_A_MONTH = 31


def expiry_lines(settings: Settings) -> Iterator[str]:
    """Since when facts are kept, and whether exports hold what has been deleted of them.

    Nothing is said where this account may not read it, as that of the dashboard.
    """
    months = settings.privacy.keep_person_facts_months
    if months is None:
        yield "What people did is kept for good: set [privacy] keep_person_facts_months"
        return
    path = history_path(settings)
    if not os.access(path, os.R_OK):
        return
    since = kept_from(settings)
    if since is None:
        return
    yield f"What people did is kept since {since.day} {since:%B %Y} ({months:,} months)"
    days = settings.privacy.keep_exports_days
    if days is None or days > months * _DAYS_OF_A_MONTH:
        yield "  Exports that are kept still tell what was before: set [privacy] keep_exports_days"
