"""The organisation over time: departments by id, people by key, and who was staff where and when.

Of the lists received, the latest one dated on or before a day tells who was staff on that day. So
a later list says nothing of the days before its own date, and no past figure moves because of it.
"""

from etl.organisation.departments import derive_departments as derive_departments
from etl.organisation.departments import held_labels as held_labels
from etl.organisation.eligible import derive_eligible as derive_eligible
from etl.organisation.employment import derive_employment as derive_employment
from etl.organisation.headcounts import left_out as left_out
from etl.organisation.labels import department_id as department_id
from etl.organisation.register import Register as Register
from etl.organisation.register import read_register as read_register
