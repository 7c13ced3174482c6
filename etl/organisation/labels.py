"""A department label becomes an id."""

import re
import unicodedata

from etl.editions.schema import UNKNOWN


def department_id(label: str | None) -> str:
    """The id of a department: its label without case, marks and spacing; '?' for a blank one.

    >>> department_id(" Adult  Social Care & Health ")
    'adult-social-care-and-health'
    """
    folded = unicodedata.normalize("NFKC", label or "").casefold().replace("&", " and ")
    return re.sub(r"[\W_]+", "-", folded).strip("-") or UNKNOWN
