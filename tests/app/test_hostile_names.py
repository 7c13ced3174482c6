"""Names that are markup, a directive of Streamlit's or a link are drawn as the text they are."""

import pytest

from tests.app.editions import publish
from tests.app.town import FINANCE, LIBRARIES, Department, Idea, Town

HOSTILE = "<img src=x onerror=alert(1)> :red[x] :material/lock: $x^2$ [a](javascript:alert(1))"
PAGES = ("adoption", "departments", "department", "ideas", "idea", "data-health", "who-is-counted")
MARKDOWN = ("markdown", "caption", "title", "header", "subheader", "button", "page_link", "tab")


@pytest.fixture
def hostile(home):
    odd = Department(HOSTILE, 200, 50)
    idea = Idea("c" * 16, HOSTILE, {odd.department_id: 20, "finance": 9}, {odd.department_id: 30})
    publish(home, Town((odd, FINANCE, LIBRARIES), ideas=(idea,), notices=((HOSTILE, True),)))
    return odd


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_name_is_text_on_every_page(draw, hostile, page):
    parameters = {"idea": {"idea": "c" * 16}, "department": {"department": hostile.department_id}}
    drawn = draw(page, **parameters.get(page, {}))
    assert "onerror" in drawn.html + str(drawn.parts()) or page == "who-is-counted"
    assert "<img" not in drawn.html
    assert 'href="javascript:' not in drawn.html
    for kind in MARKDOWN:
        for part in drawn.app.get(kind):
            said = str(getattr(part.proto, "body", "")) + str(getattr(part.proto, "label", ""))
            assert ":red[" not in said
            assert "](javascript" not in said
