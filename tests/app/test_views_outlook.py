"""What is to come, what-if, the briefing and the figures of others, as the pages show them."""

from tests.app.editions import publish
from tests.app.town import Town


def test_the_chance_of_the_target_and_the_back_test(draw, home):
    publish(home)
    drawn = draw("adoption")
    assert "Reaching 50% by 31 December is likely: 75 in 100" in drawn.findings
    rows = drawn.rows("How each way did on the past")
    assert rows[2][:6] == ["Bass curve", "Shown", "1.0", "2.0", "3.0", "80%"]
    assert rows[2][6] == "210 (190–240)"
    assert rows[3][1] == "Ceiling not estimable: joining has not peaked"


def test_too_early_is_said(draw, home):
    publish(home, Town(has_forecast=False))
    drawn = draw("adoption")
    assert "It is too early to look ahead" in drawn.findings


def test_what_if_is_a_choice_in_the_address(draw, home):
    publish(home)
    assert "points more in" not in draw("adoption").text
    text = draw("adoption", **{"if": "Housing", "more": "20"}).text
    # 122 of 360 are members; 20 points of 200 are 40 people, who make it 162; 180 are needed.
    assert (
        "20 points more in Housing, 40 people, would make it 45.0% of all colleagues instead of "
        "33.9%. The forecast would come to 50% about 5 December 2026 instead of 2 January 2027."
    ) in text


def test_the_briefing_leads_to_the_cards(draw, home):
    publish(home)
    drawn = draw("adoption")
    assert any(found.endswith("things to know since 30 August") for found in drawn.findings)
    for card in ("movement", "outlook", "pace", "gap"):
        assert f'href="#{card}"' in drawn.html
        assert f'id="{card}"' in drawn.html


def test_a_manager_is_told_of_the_own_department(draw, home):
    publish(home)
    drawn = draw("department", department="housing")
    assert "Adoption in Housing rose" in drawn.text


def test_others_are_compared_at_the_same_age_or_refused(draw, home):
    publish(home)
    rows = {row[0] + row[1]: row[2] for row in draw("adoption").rows("Published figures and ours")}
    assert rows["Walsall Council7.5%"].startswith("Ours is not 5 months old yet")
    assert (
        rows["SWOOP Analytics27%, aim 38%"] == "It is out of all accounts, ours out of all staff."
    )
