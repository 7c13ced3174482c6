"""The configuration of the demonstration."""

from datetime import date

from etl.simulate.ideas import GO_BASE, L_BASE
from etl.simulate.plan import Plan

ORGANISATION = "Wrekin Vale Council"
AS_OF = date(2026, 11, 22)

_TEXT = """\
# Uptake: what this organisation is, and where its numbers come from. Everything here is invented.
# Secrets never go here: they come from the environment (see docs/operating.md).

[organisation]
name = "{name}"
time_zone = "Europe/London"          # decides which day a click or a message belongs to

[network]
home_domains = ["council.example", "wrekinvale.example"]   # accounts of others are guests

[matching]
equal_domains = [["council.example", "wrekinvale.example"]]   # the same mailboxes, twice named
plus_tag_domains = ["council.example"]                         # jo+news@ reaches jo@

[target]
rate = {rate}                          # share of headcount that should have joined ...
date = {target_date}                    # ... by this day; the path starts at 0 on the first day
# start_date = {start_date}            # default: the day the first member joined

[staff]
# day_first = true                   # 03/04/2026 is 3 April; used only where a file cannot tell
not_counted = ["contractor", "agency", "elected member", "guest", "service", "shared mailbox"]
# eligible = ["employee"]            # who could join, where the list has no column that tells
# guard = 0.1                        # a list that differs more from the one before needs a word

[calendar]
bank_holidays = "england-and-wales"  # or "none": a quiet week with one is not taken for a fall
# days_off = [2026-12-24]            # further days on which nobody works ...
# workdays = [2026-08-31]            # ... and bank holidays on which people do
# events = [{{ date = 2026-11-05, name = "Launch of the app", new_baseline = true }}]

[clicks]
time_zone = "Europe/London"          # of click times written without a zone (YOURLS, CSV)
prefer = ["yourls", "access_log"]    # the series shown where several counted the same links

[clicks.yourls]
base = "{go_base}"

[clicks.access_log]
base = "{l_base}"
not_human = []                       # further words that mark a bot in a user agent

# A CSV of clicks from any other tool: say which column is what.
# [clicks.csv.newsletter]
# columns = {{ link = "Link", clicked_at = "Time" }}       # one row per click, or
# columns = {{ link = "Link", date = "Day", clicks = "Total clicks" }}
# unit = "clicks"
# filter = "vendor"

# What "uptake run" fetches before it loads the inbox.
# [fetch.shlink]
# server = "https://go.council.example"                   # key: UPTAKE_SHLINK_KEY
# allow_private = true                                    # the server is inside our network
# [fetch.bitly]
# group = "Bl1abc2defg"                                   # token: UPTAKE_BITLY_TOKEN
# [fetch.kutt]
# server = "https://kutt.council.example"                 # key: UPTAKE_KUTT_KEY

[privacy]
minimum_group = 10                   # departments of fewer people show no figure; at least 5
minimum_cell = 5                     # fewer people are told as "Fewer than 5"; at least 5
# keep_person_facts_months = 13      # what people did is deleted then, and figures stay; 0: never
# keep_exports_days = 30             # exports are deleted after so many days; else they are kept
# encrypt_exports = true             # those that are kept are encrypted, with data/exports.key

[serve]
address = "127.0.0.1"
port = 8501
"""


def config_text(
    *,
    months: int = 14,
    as_of: date = AS_OF,
    name: str = ORGANISATION,
    target_rate: float = 0.25,
    target_date: date | None = None,
) -> str:
    """The text of config.toml under which ``truth.json`` of such a simulation holds.

    ``target_date``: by default the last day of the year of ``as_of``.
    """
    launch = Plan(staff=1000, months=months, seed=0, as_of=as_of).launch
    return _TEXT.format(
        name=name,
        rate=target_rate,
        target_date=target_date or date(as_of.year, 12, 31),
        start_date=launch,
        go_base=GO_BASE,
        l_base=L_BASE,
    )
