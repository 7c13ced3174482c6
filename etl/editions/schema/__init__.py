"""The edition: what is published, and the only door between the load and the dashboard.

An edition is a set of aggregate tables. No table here holds a person, an account or a message.
Every table with ``info["content"]`` true is a function of the snapshots and the configuration
alone: the same files, loaded in any order, give the same rows.

One file a subject; import names from here.
"""

from etl.disclosure.cells import FEW as FEW
from etl.disclosure.cells import HIDDEN as HIDDEN
from etl.disclosure.cells import MOST as MOST
from etl.disclosure.cells import NO_DATA as NO_DATA
from etl.disclosure.cells import OK as OK
from etl.disclosure.cells import UNDER as UNDER
from etl.disclosure.rules import SMALL_GROUP as SMALL_GROUP
from etl.disclosure.rules import status_column as status_column
from etl.editions.schema.base import AT_LEAST as AT_LEAST
from etl.editions.schema.base import COMPARED_WEEKS as COMPARED_WEEKS
from etl.editions.schema.base import EXACT as EXACT
from etl.editions.schema.base import IDEA_WINDOWS as IDEA_WINDOWS
from etl.editions.schema.base import PROVISIONAL as PROVISIONAL
from etl.editions.schema.base import SCHEMA_VERSION as SCHEMA_VERSION
from etl.editions.schema.base import SETTLED_WITHIN_DAYS as SETTLED_WITHIN_DAYS
from etl.editions.schema.base import UNKNOWN as UNKNOWN
from etl.editions.schema.base import WHOLE as WHOLE
from etl.editions.schema.base import WINDOWS as WINDOWS
from etl.editions.schema.base import metadata as metadata
from etl.editions.schema.base import worked_out as worked_out
from etl.editions.schema.clicks import click_bot as click_bot
from etl.editions.schema.clicks import click_series as click_series
from etl.editions.schema.clicks import idea_audience as idea_audience
from etl.editions.schema.clicks import idea_click as idea_click
from etl.editions.schema.comparison import department_standing as department_standing
from etl.editions.schema.comparison import funnel as funnel
from etl.editions.schema.comparison import funnel_limit as funnel_limit
from etl.editions.schema.control import control_week as control_week
from etl.editions.schema.control import event as event
from etl.editions.schema.control import join_day as join_day
from etl.editions.schema.ideas import idea as idea
from etl.editions.schema.ideas import idea_day as idea_day
from etl.editions.schema.ideas import idea_department as idea_department
from etl.editions.schema.ideas import idea_place as idea_place
from etl.editions.schema.identity import EVERY_REASON as EVERY_REASON
from etl.editions.schema.identity import ledger as ledger
from etl.editions.schema.identity import ledger_department as ledger_department
from etl.editions.schema.identity import ledger_total as ledger_total
from etl.editions.schema.identity import unplaced as unplaced
from etl.editions.schema.looking_ahead import forecast as forecast
from etl.editions.schema.looking_ahead import forecast_method as forecast_method
from etl.editions.schema.looking_ahead import outlook as outlook
from etl.editions.schema.movement import FLOWS as FLOWS
from etl.editions.schema.movement import LOSSES as LOSSES
from etl.editions.schema.movement import member_flow as member_flow
from etl.editions.schema.operations import edition_info as edition_info
from etl.editions.schema.operations import notice as notice
from etl.editions.schema.operations import reject as reject
from etl.editions.schema.operations import run as run
from etl.editions.schema.operations import source_state as source_state
from etl.editions.schema.participation import cohort as cohort
from etl.editions.schema.participation import coming as coming
from etl.editions.schema.participation import concentration as concentration
from etl.editions.schema.participation import ladder as ladder
from etl.editions.schema.participation import response as response
from etl.editions.schema.participation import stickiness as stickiness
from etl.editions.schema.participation import waiting as waiting
from etl.editions.schema.participation import waiting_median as waiting_median
from etl.editions.schema.people import activity as activity
from etl.editions.schema.people import activity_basis as activity_basis
from etl.editions.schema.people import adoption as adoption
from etl.editions.schema.people import department as department
from etl.editions.schema.people import engagement_period as engagement_period
from etl.editions.schema.people import people_change as people_change
from etl.editions.schema.staff import edition_snapshot as edition_snapshot
from etl.editions.schema.staff import restatement as restatement
from etl.editions.schema.staff import staff_class as staff_class
from etl.editions.schema.staff import staff_group as staff_group
from etl.editions.schema.topics import HASHTAG_DEPARTMENTS as HASHTAG_DEPARTMENTS
from etl.editions.schema.topics import hashtag as hashtag
from etl.editions.schema.topics import topic as topic
from etl.editions.schema.topics import topic_department as topic_department
from etl.editions.schema.topics import topic_hold as topic_hold
from etl.editions.schema.topics import topic_idea as topic_idea
from etl.editions.schema.topics import topic_travel as topic_travel
from etl.editions.schema.topics import topic_trend as topic_trend
from etl.editions.schema.travel import curator_dividend as curator_dividend
from etl.editions.schema.travel import found_place as found_place
from etl.editions.schema.travel import idea_evenness as idea_evenness
from etl.editions.schema.travel import idea_flow as idea_flow
from etl.editions.schema.travel import idea_hold as idea_hold
from etl.editions.schema.travel import idea_opening as idea_opening
from etl.editions.schema.travel import idea_pace as idea_pace
from etl.editions.schema.travel import idea_record as idea_record
from etl.editions.schema.travel import idea_stage as idea_stage
from etl.editions.schema.travel import idea_step as idea_step
from etl.editions.schema.travel import idea_traction as idea_traction
from etl.editions.schema.travel import idea_travel as idea_travel
from etl.editions.schema.travel import idea_trend as idea_trend
