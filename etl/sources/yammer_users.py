"""Users.csv of the Yammer / Viva Engage network export. A row is an account, not a member."""

import re
from collections.abc import Mapping

from etl.reading.convert import Kind
from etl.source import Export, Field, Load, Source, by_header
from etl.warehouse.schema import account

_NO_ADDRESS = "[^\\s\\S]"


def _told(export: Export) -> Mapping[str, object]:
    settings = export.settings
    domains = [domain.strip().lower() for domain in settings.network.home_domains]
    patterns = [
        ".*".join(re.escape(part) for part in pattern.strip().lower().split("*"))
        for pattern in settings.matching.service_addresses
    ]
    return {"home_domains": domains, "service": "|".join(patterns) or _NO_ADDRESS}


SOURCE = Source(
    name="yammer_users",
    label="Network export: accounts",
    entry="Users.csv",
    fields=(
        Field("account_key", ("id",), Kind.ID, required=True, filled=True, private="account"),
        Field("email_key", ("email",), Kind.TEXT, required=True, private="email"),
        Field("address", ("email",), expression="plain_address({value})"),
        Field("is_external", ("email",), expression="contains(upper({value}), '#EXT#')"),
        Field("department_label", ("department",), Kind.LABEL),
        Field("state", ("state",), Kind.TEXT, required=True, filled=True),
        Field("joined_at", ("joined_at",), Kind.INSTANT, required=True),
        Field("deleted_at", ("deleted_at",), Kind.INSTANT),
        Field("suspended_at", ("suspended_at",), Kind.INSTANT),
        Field("employee_key", ("employee_id", "employee_number"), Kind.ID, private="employee"),
        Field("directory_key", ("office_user_id",), Kind.ID, private="directory"),
    ),
    loads=(
        Load(
            account,
            """
            select record_no, account_key, email_key, directory_key, employee_key, department_label,
                case when lower(state) = 'active' and joined_at is not null then 'active'
                     when lower(state) = 'active' then 'never_joined'
                     when deleted_at is not null then 'deleted'
                     when suspended_at is not null then 'suspended'
                     else 'pending' end as state,
                coalesce(is_external, false)
                    or (len($home_domains) > 0 and address is not null
                        and not list_contains($home_domains, split_part(address, '@', -1)))
                    as is_guest,
                coalesce(regexp_full_match(address, $service), false) as is_service,
                local_date(joined_at) as joined_date,
                case when lower(state) <> 'active'
                     then local_date(least(deleted_at, suspended_at)) end as ended_date
            from staged
            """,
        ),
    ),
    parameters=_told,
    recognise=by_header("id", "email", "state", "joined_at", "department"),
)
