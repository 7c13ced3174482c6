"""An address becomes the idea it stands for, and the link it was posted as."""

import hashlib
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from url_normalize import url_normalize

from etl.ideas import audience_tag, idea_address, idea_id, link_key, read_link, unwrapped
from etl.ideas.parsing import plain
from etl.ideas.tracking import MACHINE_ADDED, is_campaign

PAIRS = json.loads(
    (Path(__file__).parents[1] / "data" / "idea_addresses.json").read_text(encoding="utf-8")
)
SAFELINKS = "https://gbr01.safelinks.protection.outlook.com/?url={}&data=05%7Cjane.doe%40council.example%7C1ed0&sdata=Zz&reserved=0"
NEWS = "https://example.org/news"

# Pieces that addresses, wrappers and their escapes are made of, to be put together anyhow.
PIECES = st.sampled_from(
    [
        *("http://", "https://", "HTTPS://", "example.org", "EXAMPLE.org.", "café.example"),
        *("xn--caf-dma.example", "[::1]", "user:word@", "jane@x.org", ":80", ":443", ":8080"),
        *("/", "//", "/a", "/.", "/..", "/caf%C3%A9", "/é", "/a%2fb", "/a b", "%20", "%2E", "%40"),
        *("?", "?a=1", "&b=2", "&", "=", "amp;", "&amp;", "%61mp;", "&utm_content=hr", "utm_id="),
        *("&fbclid=x", "&sdata=x", "&CID=1", "#", "#/idea", "#!", "#!/x?utm_source=a", "!", "..."),
        *(
            ".",
            ")",
            "(",
            "”",
            "\u200b",
            "%E2%80%8B",
            "\ud800",
            "\x00",
            "\n",
            "+",
            "%2B",
            "%",
            "%zz",
        ),
        *("https://www.google.com/url?q=", "https://www.google.com/amp/s/", "https%3A%2F%2F"),
        *("https://urldefense.com/v3/__", "__;", "!!x", "*", "**A", "__;Kw!!x$"),
        *("https://youtu.be/", "dQw4w9WgXcQ", "https://contoso.sharepoint.com/sites/x?e=1"),
        *("https://x.safelinks.protection.outlook.com/?url=", "https://l.facebook.com/l.php?u="),
    ]
)
ADDRESSES = st.lists(PIECES, max_size=10).map("".join) | st.lists(PIECES, max_size=8).map(
    lambda pieces: "https://example.org/" + "".join(pieces)
)


@pytest.mark.parametrize(("one", "other", "why"), PAIRS["same"], ids=lambda text: text[:60])
def test_one_idea(one, other, why):
    assert idea_address(one) is not None, why
    assert idea_address(one) == idea_address(other), why


@pytest.mark.parametrize(("one", "other", "why"), PAIRS["diff"], ids=lambda text: text[:60])
def test_two_ideas(one, other, why):
    assert idea_address(one) is not None, why
    assert idea_address(other) is not None, why
    assert idea_address(one) != idea_address(other), why


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("http://Example.org?b=2&utm_source=x&a=1#top", "https://example.org/?a=1&b=2"),
        ("https://app.example.org/#/idea/12?z=1&a=2", "https://app.example.org/#/idea/12?a=2&z=1"),
        ("https://app.example.org/#!idea", "https://app.example.org/#!idea"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://example.org/to/jane.doe@council.example/x", "https://example.org/to/@/x"),
        ("https://example.org/to/jane.doe%40council.example", "https://example.org/to/@"),
        ("https://example.org/?a=1&to=Jane <jane@council.example>", "https://example.org/?a=1"),
        ("https://example.org/?jane.doe@council.example", "https://example.org/"),
        ("https://app.example.org/#/mail/jane@council.example", "https://app.example.org/"),
        ("https://example.org/?q=what%3F&utm_source=x", "https://example.org/?q=what"),
        ("“https://example.org/news…”", NEWS),
        ("http://intranet/policy", "https://intranet/policy"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]/x"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
    ],
)
def test_canonical_address(raw, address):
    assert idea_address(raw) == address


@pytest.mark.parametrize(
    "raw",
    [
        *("", " ", "no address", "example.org/news", "//example.org/news", "mailto:jane@x.org"),
        *("ftp://example.org/", "javascript:alert(1)", "https://", "https:///news", "https://?a=1"),
        *("https://exa mple.org/", "https://example.org:port/", "https://example.org:123456/"),
        *("https://[::1/", "https://a..\ud800.example/", "https://-\\@example.org/", "see " + NEWS),
        "https://example.org/" + "a" * 2000,
        "https://example.org/" + "é" * 700,  # short as written, 4,200 characters as escapes
        "https://" + "ü" * 1500 + ".example/",
        SAFELINKS.format("mailto%3Ajane.doe%40council.example"),
        SAFELINKS.format(""),
        "https://gbr01.safelinks.protection.outlook.com/",
        "https://www.linkedin.com/safety/go?trk=x",
        "https://urldefense.com/v3/__https://example.org/a*b__;!!AbC!xyz$",  # a sign is missing
        "https://urldefense.com/v4/__https://example.org/a__;!!AbC!xyz$",
    ],
)
def test_no_idea(raw):
    assert idea_address(raw) is None
    assert link_key(raw) is None
    assert audience_tag(raw) is None
    assert unwrapped(raw) is None or len(raw) > 500  # too long only once it is written out
    assert read_link(raw) is None


def _wrapped(address, times):
    for _ in range(times):
        address = "https://www.google.com/url?q=" + quote(address, safe="")
    return address


@pytest.mark.parametrize(("times", "address"), [(0, NEWS), (1, NEWS), (5, NEWS), (6, None)])
def test_five_wrappers_are_opened_and_no_more(times, address):
    assert idea_address(_wrapped(NEWS, times)) == address


def test_an_escape_does_not_hide_a_wrapper():
    assert idea_address("https://www.google.com/%75rl?q=https%3A%2F%2Fexample.org%2Fnews") == NEWS
    assert idea_address("https://www.google.com:443//url?q=https://example.org/news") == NEWS


def test_id_is_the_start_of_sha_256():
    assert idea_id(NEWS) == hashlib.sha256(b"https://example.org/news").hexdigest()[:16]
    # "" has the digest that every table of test vectors gives.
    assert idea_id("") == "e3b0c44298fc1c14"


@pytest.mark.parametrize(
    ("raw", "tag"),
    [
        (NEWS, None),
        (NEWS + "?utm_content=", None),
        (NEWS + "?utm_content=HR&utm_source=x", "hr"),
        (NEWS + "?utm_content=&utm_content=waste", "waste"),
        (NEWS + "?UTM_Content=adult+care", "adult care"),
        (NEWS + "?utm_content=Adult%20%26%20Care", "adult & care"),
        (NEWS + "?utm_content=jane.doe%40council.example", None),
        (SAFELINKS.format(quote(NEWS + "?utm_content=HR", safe="")), "hr"),
        (SAFELINKS.format(quote(NEWS, safe="")) + "&utm_content=hr", None),
        ("https://app.example.org/#/idea/12?utm_content=hr", "hr"),
        ("https://app.example.org/?utm_content=hr#/idea/12", "hr"),
    ],
)
def test_audience_tag(raw, tag):
    assert audience_tag(raw) == tag


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("https://Go.council.example/abc", "go.council.example/abc"),
        ("http://go.council.example:80/abc#top", "go.council.example/abc"),
        ("https://jane@go.council.example/abc).", "go.council.example/abc"),
        ("https://go.council.example/ABC", "go.council.example/ABC"),
        ("https://go.council.example", "go.council.example/"),
        ("https://café.example/x", "xn--caf-dma.example/x"),
        (NEWS + "?utm_content=hr&fbclid=x&a=1", "example.org/news?a=1&utm_content=hr"),
        (NEWS + "?pk_campaign=spring", "example.org/news?pk_campaign=spring"),
        (SAFELINKS.format(quote(NEWS + "?utm_content=hr")), "example.org/news?utm_content=hr"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "youtu.be/dQw4w9WgXcQ"),
        (NEWS + "?to=jane@council.example", "example.org/news"),
    ],
)
def test_link_key(raw, key):
    assert link_key(raw) == key


def test_links_to_two_audiences_are_two_links_of_one_idea():
    hr, waste = NEWS + "?utm_content=hr", NEWS + "?utm_content=waste"
    assert link_key(hr) != link_key(waste)
    assert idea_address(hr) == idea_address(waste)


@given(st.text() | ADDRESSES)
@example("https://example.org/?amp;b=2&a=1")
@example("https://example.org/a&%61mp;b")
@example("https://example.org/a%2E")
@example("https://example.org/#!/../x")
@example("https://example.org/#!a@b.cd")
@example("http://example.org:443/")
@example("https://example.org/?q=a.&utm_source=x")
@example("https://urldefense.com/v3/__https://example.org/**B__;w6nDqA!!AbC!xyz$")
def test_any_text_is_an_idea_or_none_and_an_idea_stays_itself(raw):
    address = idea_address(raw)
    link_key(raw), audience_tag(raw), unwrapped(raw)
    if address is not None:
        assert address.startswith("https://")
        assert address.isascii()
        assert len(address) <= 2000
        assert idea_address(address) == address


@given(ADDRESSES)
def test_reading_at_once_is_reading_one_by_one(raw):
    link = read_link(raw)
    if link is None:
        assert idea_address(raw) is None or link_key(raw) is None
    else:
        assert link.key == link_key(raw)
        assert link.address == idea_address(raw)
        assert link.idea_id == idea_id(link.address)
        assert link.audience_tag == audience_tag(raw)


VALUES = st.text("abcXYZ019-._~%2", max_size=6)
GENERIC = ("source", "ref", "session", "keyword", "cid", "mc", "medium")


@given(
    st.sampled_from([*sorted(MACHINE_ADDED), "utm_source", "utm_anything", "mtm_kwd", "pk_cid"]),
    VALUES,
    st.booleans(),
)
def test_tracking_names_never_change_the_idea(name, value, is_upper):
    tracking = f"{name.upper() if is_upper else name}={value}"
    assert idea_address(f"https://example.org/a?id=7&{tracking}&b=1") == (
        "https://example.org/a?b=1&id=7"
    )
    assert idea_address(f"https://example.org/a?{tracking}") == "https://example.org/a"


@given(st.sampled_from(GENERIC), st.text("abc019", min_size=1), st.text("abc019", min_size=1))
def test_words_that_pages_use_for_content_are_kept(name, one, other):
    assert not is_campaign(name)
    for site in ("https://example.org/a", "https://contoso.sharepoint.com/a"):
        assert f"{name}={one}" in (idea_address(f"{site}?{name}={one}") or "")
        is_same = idea_address(f"{site}?{name}={one}") == idea_address(f"{site}?{name}={other}")
        assert is_same == (one == other)


@given(st.sampled_from(["utm_source", "utm_medium", "utm_campaign", "utm_content"]))
def test_link_key_keeps_what_the_poster_wrote(name):
    assert link_key(f"{NEWS}?{name}=x&gclid=1") == f"example.org/news?{name}=x"


WRAPPERS = [
    SAFELINKS,
    SAFELINKS.replace("&", "&amp;"),
    SAFELINKS.replace("https://gbr01", "HTTP://EUR03").replace("com/", "com:443/ap/w-5/"),
    "https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html"
    "?url={}&data=jane.doe%40council.example&sdata=x",
    "https://outlook.office365.com/mail/safelink.html?url={}&data=jane.doe%40council.example",
    "https://example.org/old?to=https%3A%2F%2Fx.safelinks.protection.outlook.com%2F%3Furl%3D{}"
    "%26data%3Djane.doe%2540council.example%26sdata%3Dx",
    "https://archive.example/https://x.safelinks.protection.outlook.com/?url={}"
    "&data=jane.doe%40council.example&sdata=x",
]


@given(st.sampled_from(WRAPPERS), ADDRESSES)
def test_nothing_of_a_wrapper_survives(wrapper, carried):
    raw = wrapper.format(quote(carried, safe="", errors="replace"))
    outputs = (idea_address(raw), link_key(raw), audience_tag(raw))
    for output in outputs:
        assert not any(
            left in (output or "") for left in ("safelinks", "sdata", "jane.doe", "council.example")
        )


LABELS = st.text("abz09-", min_size=1, max_size=5)
SEGMENTS = st.text("aZ9._~!$&'()*+,;=:@-", max_size=4) | st.just("a%20b")
PARAMETERS = st.text("aZ9._~:/?@!$'()*+,-", max_size=4) | st.just("a=b%20c") | st.just("=")


@given(
    st.lists(LABELS | st.just("xn--caf-dma"), min_size=1, max_size=3),
    st.lists(SEGMENTS, max_size=4),
    st.lists(PARAMETERS, max_size=3),
)
def test_the_short_way_gives_what_url_normalize_would(labels, segments, parameters):
    host, path = ".".join(labels), "".join("/" + segment for segment in segments)
    raw = f"https://{host}{path}" + ("?" + "&".join(parameters) if parameters else "")
    found = plain(raw)
    if found is not None:
        query = "?" + "&".join(found.query) if found.query else ""
        assert url_normalize(raw) == f"https://{found.host}{found.path}{query}"
