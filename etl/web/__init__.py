"""HTTP: one session a server, time limits, bounded retries, every page, no surprises.

Only addresses from the configuration are asked, and none inside the network unless that is
configured too (``place``). The token travels in a header alone: it is never part of an address, a
message or a file.
"""

from etl.web.asking import Access as Access
from etl.web.asking import Body as Body
from etl.web.asking import Clock as Clock
from etl.web.asking import Limits as Limits
from etl.web.asking import Page as Page
from etl.web.session import Session as Session
