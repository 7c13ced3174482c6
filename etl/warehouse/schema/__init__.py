"""The warehouse: person-grained facts behind keyed hashes. No name, no e-mail, no message text.

Facts are merged by key and the later export wins: every fact carries the instant of the export it
came from and its snapshot, and ``(exported_at, snapshot_id)`` decides. That makes the order in
which files are loaded irrelevant. Instants are UTC without a zone; ``_date`` is the day in the
configured time zone.

``info["key"]`` is what makes two rows the same. Tables marked ``info["bulk"]`` hold millions of
rows: on DuckDB they carry no index (the merge keeps their keys unique), on PostgreSQL they do.

One file a subject; import names from here.
"""

from etl.warehouse.schema.base import metadata as metadata
from etl.warehouse.schema.derived import active_day as active_day
from etl.warehouse.schema.derived import calendar as calendar
from etl.warehouse.schema.derived import department as department
from etl.warehouse.schema.derived import department_name as department_name
from etl.warehouse.schema.derived import department_within as department_within
from etl.warehouse.schema.derived import employment as employment
from etl.warehouse.schema.derived import presence as presence
from etl.warehouse.schema.derived import succession as succession
from etl.warehouse.schema.events import event as event
from etl.warehouse.schema.identity import address as address
from etl.warehouse.schema.identity import holder as holder
from etl.warehouse.schema.identity import identifier as identifier
from etl.warehouse.schema.identity import match_decision as match_decision
from etl.warehouse.schema.links import click as click
from etl.warehouse.schema.links import click_series as click_series
from etl.warehouse.schema.links import click_total as click_total
from etl.warehouse.schema.links import idea_record as idea_record
from etl.warehouse.schema.links import link_target as link_target
from etl.warehouse.schema.links import registry as registry
from etl.warehouse.schema.network import account as account
from etl.warehouse.schema.network import community as community
from etl.warehouse.schema.network import engagement_group as engagement_group
from etl.warehouse.schema.network import engagement_person as engagement_person
from etl.warehouse.schema.network import message as message
from etl.warehouse.schema.network import message_hashtag as message_hashtag
from etl.warehouse.schema.network import message_link as message_link
from etl.warehouse.schema.organisation import department_change as department_change
from etl.warehouse.schema.organisation import department_label as department_label
from etl.warehouse.schema.organisation import department_list as department_list
from etl.warehouse.schema.received import key_mark as key_mark
from etl.warehouse.schema.received import notice as notice
from etl.warehouse.schema.received import publication as publication
from etl.warehouse.schema.received import reject as reject
from etl.warehouse.schema.received import run as run
from etl.warehouse.schema.received import snapshot as snapshot
from etl.warehouse.schema.received import snapshot_part as snapshot_part
from etl.warehouse.schema.staff import eligible_person as eligible_person
from etl.warehouse.schema.staff import former_label as former_label
from etl.warehouse.schema.staff import former_list as former_list
from etl.warehouse.schema.staff import headcount as headcount
from etl.warehouse.schema.staff import staff as staff
from etl.warehouse.schema.topics import topic_entry as topic_entry
