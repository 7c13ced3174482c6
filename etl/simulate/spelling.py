"""How people write an address: the same page, spelled in many ways."""

import random
from collections.abc import Callable
from urllib.parse import quote, urlsplit


def tagged(address: str, **tags: str) -> str:
    """The address with further query parameters."""
    joint = "&" if "?" in address else "?"
    return address + joint + "&".join(f"{name}={value}" for name, value in tags.items())


def spelled(rng: random.Random, address: str) -> str:
    """One of the spellings in which an address reaches a message."""
    return rng.choices(_FORMS, _WEIGHTS)[0](rng, address)


def spelled_short(rng: random.Random, address: str) -> str:
    """A short link as it is passed on: nobody adds tags to it."""
    form = rng.choices(
        (_clean, _plain_http, _facebook, _anchored, _safe_links_bare), (6, 1, 1, 1, 2)
    )
    return form[0](rng, address)


def _clean(_: random.Random, address: str) -> str:
    return address


def _utm(rng: random.Random, address: str) -> str:
    source, medium = rng.choice((("newsletter", "email"), ("twitter", "social"), ("li", "social")))
    return tagged(address, utm_source=source, utm_medium=medium, utm_campaign="weekly-digest")


def _plain_http(_: random.Random, address: str) -> str:
    return address.replace("https://", "http://", 1)


def _facebook(rng: random.Random, address: str) -> str:
    return tagged(address, fbclid=f"IwAR0{rng.getrandbits(64):x}")


def _shouted(_: random.Random, address: str) -> str:
    host = urlsplit(address).netloc
    return address.replace(f"https://{host}", f"HTTPS://{host.upper()}:443", 1)


def _anchored(_: random.Random, address: str) -> str:
    return address + "#comments"


def _safe_links(rng: random.Random, address: str) -> str:
    return _safe_links_bare(rng, _utm(rng, address))


def _safe_links_bare(rng: random.Random, address: str) -> str:
    """Outlook's wrapper; its data parameter would carry the reader's address."""
    joint = rng.choice(("&", "&", "&amp;"))
    parts = (
        f"url={quote(address, safe='')}",
        f"data=05%7C02%7C%7C{rng.getrandbits(48):x}%7C0%7C0%7C638000000000000000%7CUnknown",
        f"sdata={rng.getrandbits(60):x}%3D",
        "reserved=0",
    )
    return "https://eur01.safelinks.protection.outlook.com/?" + joint.join(parts)


def _teams_links(_: random.Random, address: str) -> str:
    wrapper = "https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html"
    return f"{wrapper}?url={quote(address, safe='')}&locale=en-gb"


_FORMS: tuple[Callable[[random.Random, str], str], ...] = (
    _clean,
    _utm,
    _plain_http,
    _facebook,
    _shouted,
    _anchored,
    _safe_links,
    _teams_links,
)
_WEIGHTS = (40, 16, 9, 9, 4, 6, 12, 4)


def attached(rng: random.Random, raw: str, title: str | None) -> str:
    """A link attachment in one of the two spellings that carry the address."""
    number = rng.randrange(10**14, 10**15)
    if title is None:
        return f"opengraphobject:[{number} : {raw}]"
    about = "What a small team changed, what it cost, and what they would do again."
    return f'opengraphobject:[{number} : {raw} : title="{title}" : description="{about}"]'


def attached_bare(rng: random.Random) -> str:
    """The oldest spelling: a number and no address."""
    return f"opengraphobject:{rng.randrange(10**5, 10**6)}"
