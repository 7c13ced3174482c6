"""Links to post: one idea, one tagged address for each audience, and their registry rows."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.ideas import audience_tag, idea_address, link_key
from etl.minting import (
    REGISTRY_COLUMNS,
    MintedLink,
    MintError,
    append_registry,
    mint,
    registry_rows,
)

HEADER = "idea_title,destination,link,audience_department,posted_at,posted_where,posted_by,found_in"


def minted(title="Paperless office", destination="https://example.org/news", departments=("hr",)):
    return mint(title, destination, departments, found_in="comms2point0", posted_by="Comms")


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_tagged_link_per_department():
    links = minted(departments=("HR", "waste"))
    tags = "utm_source=viva-engage&utm_medium=internal-social&utm_campaign=paperless-office"
    assert [(link.department, link.link) for link in links] == [
        ("hr", f"https://example.org/news?{tags}&utm_content=hr"),
        ("waste", f"https://example.org/news?{tags}&utm_content=waste"),
    ]
    assert {link.title for link in links} == {"Paperless office"}
    assert {link.destination for link in links} == {"https://example.org/news"}
    assert {link.found_in for link in links} == {"comms2point0"}
    assert {link.posted_by for link in links} == {"Comms"}


def test_source_and_campaign_may_be_named():
    (link,) = mint(
        "Bins",
        "https://example.org/",
        ["hr"],
        source="teams",
        found_in="",
        posted_by="",
        campaign="spring clean",
    )
    assert link.link == (
        "https://example.org/?utm_source=teams&utm_medium=internal-social"
        "&utm_campaign=spring%20clean&utm_content=hr"
    )


@pytest.mark.parametrize(
    ("destination", "before", "after"),
    [
        ("https://example.org/a?id=7&x=1#how", "https://example.org/a?id=7&x=1&", "#how"),
        ("https://app.example.org/#/idea/12", "https://app.example.org/?", "#/idea/12"),
        ("https://example.org/a?utm_source=old&utm_id=3", "https://example.org/a?utm_id=3&", ""),
        (" https://example.org/a b). ", "https://example.org/a%20b?", ""),
        (
            "https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa"
            "&data=05%7Cjane.doe%40council.example&sdata=x",
            "https://example.org/a?",
            "",
        ),
    ],
)
def test_the_destination_keeps_its_query_and_fragment(destination, before, after):
    (link,) = minted(destination=destination)
    assert link.link == (
        f"{before}utm_source=viva-engage&utm_medium=internal-social"
        f"&utm_campaign=paperless-office&utm_content=hr{after}"
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("  Café: “bins” & more!  ", "cafe-bins-more"),
        ("x" * 80, "x" * 60),
        ("想法", "82fc674ad406cc41"),  # sha256sum of https://example.org/ideas/1
    ],
)
def test_the_campaign_is_a_slug_of_the_title(title, slug):
    (link,) = minted(title=title, destination="https://example.org/ideas/1")
    assert f"&utm_campaign={slug}&" in link.link


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "The idea has no title"),
        ({"destination": "example.org/news"}, "not a web address"),
        ({"destination": "mailto:jane.doe@council.example"}, "not a web address"),
        ({"destination": "https://jane:secret@example.org/"}, "carries a user name"),
        ({"destination": "https://example.org/?utm_content=hr"}, "already has a utm_content"),
        ({"destination": "https://example.org/?UTM%5Fcontent"}, "already has a utm_content"),
        ({"destination": "https://example.org/#/a?utm_content=x"}, "already has a utm_content"),
        ({"destination": "https://example.org/" + "a" * 1950}, "too long to carry a tag"),
        ({"departments": ()}, "No department is named"),
        ({"departments": ("hr", " ")}, "department code is empty"),
        ({"departments": ("hr", "HR ")}, "given twice"),
        ({"departments": ("jane.doe@council.example",)}, "cannot travel in an address"),
        ({"departments": ("hr.",)}, "cannot travel in an address"),
    ],
)
def test_what_cannot_be_minted_is_said_in_one_sentence(change, sentence):
    with pytest.raises(MintError, match=sentence) as caught:
        minted(**change)
    assert "jane" not in str(caught.value)
    assert "\n" not in str(caught.value)


CODES = st.text("abcxyzABC019-_ &/+éß", min_size=1, max_size=8).filter(
    lambda code: code != "" and " ".join(code.split()) == code
)
DESTINATIONS = st.builds(
    "https://example.org{}{}{}".format,
    st.sampled_from(["", "/", "/news", "/a b/é.pdf", "/a%2Fb/", "/wiki/Bin_(box)"]),
    st.sampled_from(["", "?", "?id=7", "?ref=HR-17&ref=2", "?utm_source=old&b=2", "?q=a+b%26c"]),
    st.sampled_from(["", "#how", "#/idea/12", "#!x?y=1"]),
)


@given(st.text(min_size=1), DESTINATIONS, st.sets(CODES.map(str.lower), min_size=1, max_size=4))
def test_a_link_leads_back_to_its_idea_and_its_department(title, destination, codes):
    if not title.split():
        title = "x"
    links = minted(title, destination, sorted(codes))
    assert [link.department for link in links] == sorted(codes)
    assert len({link_key(link.link) for link in links}) == len(codes)
    for link in links:
        assert idea_address(link.link) == idea_address(destination)
        assert audience_tag(link.link) == link.department


def test_rows_have_the_registry_columns_and_leave_the_posting_blank():
    (row,) = registry_rows(minted())
    assert ",".join(row) == HEADER == ",".join(REGISTRY_COLUMNS)
    assert row["idea_title"] == "Paperless office"
    assert row["audience_department"] == "hr"
    assert row["link"] == minted()[0].link
    assert row["posted_at"] == row["posted_where"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_never_begins_like_a_formula(start):
    links = mint(
        f"{start}1+1",
        "https://example.org/",
        [f"{start}1" if start == "-" else "hr"],
        found_in=f"{start}a",
        posted_by=f"{start}b",
    )
    (row,) = registry_rows(links)
    assert row["idea_title"] == f"'{start}1+1"
    assert row["found_in"] == f"'{start}a"
    assert row["posted_by"] == f"'{start}b"
    assert row["audience_department"] == ("'-1" if start == "-" else "hr")


@pytest.mark.parametrize("start", ["\t", "\r"])
def test_nor_like_one_in_disguise(start):
    (row,) = registry_rows([MintedLink(start + "=1", "", "", "", "", "")])
    assert row["idea_title"] == f"'{start}=1"


def test_a_new_registry_gets_a_header(tmp_path):
    path = tmp_path / "links.csv"
    append_registry(path, registry_rows(minted("Bins, “blue”, é")))
    append_registry(path, registry_rows(minted("Roads")))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert len(lines) == 3
    assert [row["idea_title"] for row in read(path)] == ["Bins, “blue”, é", "Roads"]


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (HEADER, "\n"),
        (HEADER + "\n", ""),
        (HEADER + "\r\nA,https://a.example/,,,,,,", "\r\n"),
        ("\ufeff" + HEADER + '\n"two\nlines",https://a.example/,,,,,,\n', ""),
    ],
)
def test_what_is_in_the_registry_is_not_touched(tmp_path, before, added):
    path = tmp_path / "links.csv"
    path.write_bytes(before.encode())
    append_registry(path, registry_rows(minted("Roads")))
    after = path.read_bytes().decode()
    line_end = "\r\n" if "\r\n" in before else "\n"
    assert after.startswith(before + added + "Roads,https://example.org/news,")
    assert after.endswith(f",,,Comms,comms2point0{line_end}")
    assert after.count("Roads,") == 1


def test_an_empty_file_becomes_a_registry(tmp_path):
    path = tmp_path / "links.csv"
    path.write_bytes(b"\r\n")
    append_registry(path, registry_rows(minted()))
    assert path.read_text(encoding="utf-8").split()[0] == HEADER


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"idea_title,destination\n", "line 1: these are not the columns"),
        (HEADER.replace(",", ";").encode(), "line 1: these are not the columns"),
        ((HEADER + ",more").encode(), "line 1: these are not the columns"),
        (HEADER.encode() + b'\n"Jane Doe,,,,,,,\n', "line 2: a quotation mark"),
        (HEADER.encode() + b"\nCaf\xe9,,,,,,,\n", "not UTF-8"),
        (HEADER.encode("utf-16"), "not UTF-8"),
    ],
)
def test_another_file_is_refused_and_left_alone(tmp_path, content, sentence):
    path = tmp_path / "links.csv"
    path.write_bytes(content)
    with pytest.raises(MintError, match=sentence) as caught:
        append_registry(path, registry_rows(minted()))
    assert str(caught.value).startswith("links.csv")
    assert "Jane" not in str(caught.value)
    assert path.read_bytes() == content
