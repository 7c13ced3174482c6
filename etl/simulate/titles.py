"""Invented ideas for public services: titles, and the invented sites that tell of them."""

import random
from dataclasses import dataclass

_APPOINTMENTS = (
    "housing repair visits|blue badge assessments|registrar appointments|planning site visits|"
    "home care reviews|boiler services|school eye tests|pest control visits|"
    "bulky waste collections|council tax drop-ins|tenancy sign-ups|library computer sessions|"
    "flu jabs|foster home visits"
)
_LETTERS = (
    "council tax reminder|parking fine|school place|benefit overpayment|tenancy welcome|"
    "planning decision|care assessment|free school meals|electoral roll|rent arrears|"
    "blue badge|business rates"
)
_TEAMS = (
    "night care shifts|bin crews|library front desks|the contact centre|gritting crews|"
    "children's homes|housing officers|park rangers|school kitchens|benefit assessors|"
    "the post room|parking wardens|reablement teams|caretakers"
)
_MATTERS = (
    "missed bin collections|potholes|fly-tipping|empty homes|overdue books|late assessments|"
    "agency spend|broken street lights|damp and mould|school absence|repeat complaints|"
    "late invoices|long sick leave|temporary accommodation"
)
_GROUPS = (
    "care leavers|unpaid carers|new parents|private renters|market traders|foster families|"
    "school governors|people new to the area|people living alone|allotment holders|"
    "small charities|parish councils|taxi drivers|young people out of work"
)
_PLACES = (
    "libraries|leisure centres|community centres|museums|children's centres|day centres|"
    "sports pavilions|youth clubs|housing offices|care homes"
)
_REQUESTS = (
    "planning comments|bulky waste bookings|garden waste renewals|changes of address|"
    "school admissions|licence applications|parking permits|burial records|"
    "freedom of information requests|expense claims|leave requests|purchase orders|"
    "job applications|room bookings"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        _APPOINTMENTS,
        "Text reminders for {}|Two-hour slots for {}|Online booking for {}|"
        "An 'on our way' message before {}|Same-day confirmation of {}|Saturday mornings for {}|"
        "A standby list that fills cancelled {}|One phone number for {}|Photo directions for {}|"
        "A call the day before {}",
    ),
    (
        _LETTERS,
        "A {} letter in plain English|A one-page {} letter|Two versions of the {} letter, tested|"
        "A pay-by-phone code on the {} letter|A friendlier first line in the {} letter|"
        "The {} letter, read aloud by residents|A deadline in bold on the {} letter|"
        "Large print by default for the {} letter",
    ),
    (
        _TEAMS,
        "Ten-minute stand-ups for {}|One-page handover for {}|A shared whiteboard for {}|"
        "A buddy for every new starter: lessons from {}|Tablets instead of paper for {}|"
        "A weekly round-up of small wins from {}|Shadowing days with {}|Self-rostering for {}|"
        "A 'stop doing' list from {}|Photo guides for {}|Voice notes instead of forms for {}|"
        "Peer coaching for {}",
    ),
    (
        _MATTERS,
        "A live picture of {}|Monday morning figures on {}|A root-cause hour on {}|"
        "One owner for {}|Open data on {}|A 30-day sprint on {}|"
        "What a neighbouring council learned about {}|Asking frontline staff about {}|"
        "Weekly triage of {}|A shared inbox for {}|Street by street: mapping {}",
    ),
    (
        _GROUPS,
        "A welcome pack for {}|Design evenings with {}|A newsletter written by {}|"
        "One named contact for {}|A pop-up help desk for {}|Small grants for {}|"
        "Coffee mornings with {}|A 'tell us once' form for {}|A listening week with {}|"
        "Short video answers for {}|Group messages for {}",
    ),
    (
        _PLACES,
        "Repair cafes in {}|Energy champions in {}|Swap shelves in {}|Warm spaces in {}|"
        "Bottle refill points in {}|Quiet hours in {}|Dementia-friendly signs in {}|"
        "Volunteer days in {}|A library of things in {}|Bookable desks in {}",
    ),
    (
        _REQUESTS,
        "A three-question form for {}|Chat answers for {}|Forms that fill themselves in for {}|"
        "Two approvals fewer for {}|Progress tracking for {}|Going paperless with {}|"
        "Better help text for {}|A prototype in a day for {}|Testing {} with people in libraries|"
        "A same-week promise for {}",
    ),
)
_SINGLE = (
    "Meeting-free Wednesday mornings|Agendas written as questions|Walking one-to-ones|"
    "Show and tell every other Friday|A reply-all amnesty week|Exit interviews that get read|"
    "A glossary that bans fifty words|Fifteen-minute default meetings|An ideas wall in the canteen|"
    "Chief executive answers, unedited|A lost-knowledge interview before retirement|"
    "Team charters on one page|A 'what went wrong' lunch|Lunchtime skills swaps|"
    "A map of who knows what|Pre-mortems before big projects|A hardship fund run by staff|"
    "Two-sentence decision records|A kindness column in the staff newsletter|"
    "Recruiting without job titles|Interview questions sent in advance|Plain names for projects"
)
_AFTER = ("one year on", "what it cost", "the follow-up", "three councils compared", "the toolkit")
_SITES = (
    ("www.publicnotes.example", "Public Notes", "/{year}/{month:02d}/{slug}"),
    ("townhall-ideas.example", "Town Hall Ideas", "/blog/{slug}"),
    ("www.servicecraft.example", "Servicecraft", "/case-studies/{slug}/"),
    ("localworks.example", "Local Works", "/story?id={number}"),
    (
        "www.councilexchange.example",
        "Council Exchange",
        "/library/view.aspx?CId={cid}&MId={number}",
    ),
    ("betterby.example", "Better By Small Steps", "/p/{slug}"),
    ("www.frontlinelab.example", "Frontline Lab", "/en/{slug}"),
    ("news.civicdigest.example", "Civic Digest", "/articles/{number}/{slug}"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page on the web that tells of an idea; ``address`` is its canonical address."""

    title: str
    page_title: str
    address: str


class PageMaker:
    """Invents pages; no title and no address comes twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._titles = _every_title()
        rng.shuffle(self._titles)
        self._count = 0

    def page(self, year: int, month: int) -> Page:
        """The next page, as published in that month."""
        title = self._next_title()
        host, site, path = self._rng.choice(_SITES)
        address = f"https://{host}" + path.format(
            year=year,
            month=month,
            slug=_slug(title),
            number=10_000 + self._count * 7,
            cid=100 + self._count % 60,
        )
        return Page(title, f"{title} | {site}", address)

    def _next_title(self) -> str:
        turn, place = divmod(self._count, len(self._titles))
        self._count += 1
        if turn == 0:
            return self._titles[place]
        after = _AFTER[(turn - 1) % len(_AFTER)]
        volume = "" if turn <= len(_AFTER) else f" {turn}"
        return f"{self._titles[place]}: {after}{volume}"


def _every_title() -> list[str]:
    titles = _SINGLE.split("|")
    for topics, forms in _PATTERNS:
        titles += [form.format(topic) for form in forms.split("|") for topic in topics.split("|")]
    return titles


def _slug(title: str) -> str:
    letters = (letter if letter.isalnum() else " " for letter in title.lower().replace("'", ""))
    return "-".join("".join(letters).split())
