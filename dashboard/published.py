"""Figures that others published, each with what it counts, of whom, when, and where it stands.

A figure is compared with ours only where both count the same: the same deed, of the same people,
over the same time, of a whole organisation that was not picked for doing well.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """What a share counts. ``window_days`` None: ever. ``of``: an organisation, or less.

    ``is_picked``: the organisations or posts were chosen for doing well.
    """

    deed: str
    among: str
    window_days: int | None = None
    of: str = "an organisation"
    is_picked: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure. ``months``: since the network began, where that was told."""

    who: str
    figure: str
    definition: Definition
    population: str
    date: str
    source: str
    months: int | None = None


JOINED = Definition("joined", "all staff")
OURS = {"adoption_rate": JOINED}
"""Our metrics that a published figure may be compared with."""

LIBRARY = (
    Published(
        "Walsall Council",
        "7.5%",
        JOINED,
        "more than 600 of about 8,000 employees, five months after the start",
        "2011",
        "Case study of the council's internal network",
        months=5,
    ),
    Published(
        "Melbourne Water",
        "54%",
        JOINED,
        "458 of 850 staff, about a year after the start",
        "not dated",
        "Vendor's case study",
        months=12,
    ),
    Published(
        "City of London Corporation",
        "about 33%",
        JOINED,
        "about a third of staff registered, about two years after the start",
        "not dated",
        "Vendor's case study",
        months=24,
    ),
    Published(
        "SWOOP Analytics",
        "27%, aim 38%",
        Definition("posted, replied or reacted", "all accounts", 182),
        "organisations that use SWOOP",
        "yearly benchmark",
        "SWOOP Analytics, Viva Engage benchmarking",
    ),
    Published(
        "SWOOP Analytics",
        "almost 60% read only",
        Definition("only read", "members who visited"),
        "97 organisations, 4.7 million employees",
        "2022",
        "SWOOP Analytics, Yammer benchmarking report",
    ),
    Published(
        "SWOOP Analytics",
        "58%",
        Definition("got a reply", "posts", is_picked=True),
        "the best fifth of organisations",
        "yearly benchmark",
        "SWOOP Analytics, Viva Engage benchmarking",
    ),
    Published(
        "SWOOP Analytics",
        "reach 29%, engagement 7%",
        Definition("saw or reacted", "members of a community", of="a post", is_picked=True),
        "the ten best posts of each of 52 organisations",
        "2023",
        "SWOOP Analytics, study of 520 threads",
    ),
    Published(
        "Microsoft",
        "5% or more",
        Definition("reacted or replied", "members of a community", 28, "a community"),
        "communities that Microsoft calls active",
        "current",
        "Microsoft Learn, Viva Engage analytics",
    ),
    Published(
        "Nielsen Norman Group",
        "90–9–1",
        Definition("read, joined in, wrote", "visitors", of="a public web community"),
        "public web communities",
        "2006",
        "Nielsen, Participation inequality",
    ),
    Published(
        "PoliteMail",
        "64–66%",
        Definition("opened", "recipients", of="an e-mail"),
        "internal e-mail of PoliteMail's customers",
        "yearly benchmark",
        "PoliteMail, internal e-mail benchmark",
    ),
)


def refusal(theirs: Definition) -> str:
    """Why a figure may not be compared with ours; "" where it counts the same as one of ours."""
    if theirs in OURS.values():
        return ""
    if theirs.of != "an organisation":
        return f"It is of {theirs.of}, ours of an organisation."
    if theirs.is_picked:
        return "It is of those that did best, ours of everybody."
    if theirs.among != JOINED.among:
        return f"It is out of {theirs.among}, ours out of all staff."
    if theirs.window_days != JOINED.window_days:
        return f"It counts {theirs.window_days} days, ours counts who ever joined."
    return f"It counts who {theirs.deed}, ours who joined."


def metric_like(theirs: Definition) -> str:
    """The name of our metric that counts the same. KeyError where there is none."""
    return {ours: name for name, ours in OURS.items()}[theirs]
