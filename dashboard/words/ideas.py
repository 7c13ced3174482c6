"""The sentences of the ideas page and of one idea's page."""

from collections import Counter
from collections.abc import Sequence

from dashboard.words import numbers
from dashboard.words.empty import Empty
from dashboard.words.figure import Figure, Finding, known, shown

LONGEST_TITLE = 90
UNPOSTED = "Registered, not posted yet"


def window_phrase(window_days: int) -> str:
    """ "in the last 28 days", or "so far" for all time (0)."""
    return f"in the last {window_days} days" if window_days else "so far"


def quoted(title: str) -> str:
    """A title in quotation marks, cut at a word where it is very long."""
    if len(title) > LONGEST_TITLE:
        title = f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"
    return f"“{title}”"


def headline(
    ideas: Sequence[Figure], reached: Sequence[Figure], window_days: int, are_any: bool
) -> Finding:
    """ "“One-page handover checklist for shift changes” reached 8 of 9 departments".

    ``ideas``: people of each idea; ``reached``: departments of each. ``are_any``: whether any idea
    was ever shared.
    """
    if not are_any:
        return Finding("No ideas have been shared yet")
    known_reach = {figure.key: figure for figure in reached if known(figure)}
    seen = [figure for figure in ideas if known(figure) and figure.key in known_reach]
    if not seen:
        return Finding(f"No ideas were taken up {window_phrase(window_days)}")
    best = max(seen, key=lambda figure: (figure.value or 0, known_reach[figure.key].value or 0))
    return Finding(f"{quoted(best.label)} reached {how_far(known_reach[best.key])}")


def how_far(figure: Figure) -> str:
    """ "8 of 9 departments", or every one."""
    part, total = figure.numerator or 0, figure.denominator or 0
    if total and part == total:
        return "every department" if total > 1 else "the one department there is"
    word = "department" if total == 1 else "departments"
    return f"{numbers.of(part, total)} {word}" if total else numbers.plural(part, word)


def not_found(search: str, window_days: int) -> Empty:
    """What stands in the grid where no title has the words looked for."""
    longer = "Choose a longer time, or use" if window_days else "Use"
    if not search:
        return Empty("", f"No idea of this topic was taken up {window_phrase(window_days)}.")
    return Empty("", f"No idea has {quoted(search)} in its title. {longer} fewer words.")


def grid(cells: Sequence[Figure], minimum_cell: int, is_per_100: bool) -> Finding:
    """ "Most ideas take hold in two or three departments".

    ``cells``: of the grid, in counts of people, key = idea. An idea takes hold in a department
    where at least ``minimum_cell`` people took it up: only cells that are shown can count.
    """
    note = (
        "People who posted each idea or replied to it"
        f"{', per 100 colleagues' if is_per_100 else ''}. "
        f"Select a count to see the detail; counts under {minimum_cell} are hidden."
    )
    if not cells:
        return Finding("No ideas to compare yet", note)
    holds = Counter(figure.key for figure in cells if (known(figure) or 0) >= minimum_cell)
    spread = [holds.get(key, 0) for key in dict.fromkeys(figure.key for figure in cells)]
    return Finding(_spread(spread), note)


def _spread(spread: Sequence[int]) -> str:
    """Where most ideas lie: none, one number of departments, two neighbouring ones, or between."""
    half = len(spread) / 2
    if sum(number == 0 for number in spread) == len(spread):
        return "No idea has taken hold in a department yet"
    if len(spread) == 1:
        return f"The one idea took hold in {_departments(spread[0])}"
    common = Counter(spread)
    top = max(common, key=lambda number: (common[number], -number))
    if common[top] > half:
        return f"Most ideas take hold in {_departments(top)}"
    pairs = {low: common[low] + common[low + 1] for low in range(max(spread))}
    low = max(pairs, key=lambda number: (pairs[number], -number))
    if pairs[low] > half:
        if low == 0:
            return "Most ideas take hold in one department or in none"
        return f"Most ideas take hold in {numbers.spelled(low)} or {_departments(low + 1)}"
    ordered = sorted(spread)
    quarter = len(ordered) // 4
    first, last = ordered[quarter], ordered[-1 - quarter]
    return f"Ideas take hold in {numbers.spelled(first)} to {_departments(last)}"


def _departments(number: int) -> str:
    if number == 0:
        return "no department"
    return f"{numbers.spelled(number)} {'department' if number == 1 else 'departments'}"


def idea(people: Figure, reached: Figure) -> Finding:
    """The headline of one idea: "“…” drew in 57 people from 8 of 9 departments"."""
    number = known(people)
    title = quoted(people.label)
    if number is None:
        return Finding(title, people.note)
    if number == 0:
        return Finding(f"Nobody has taken up {title} yet")
    who = numbers.plural(number, "person", "people")
    if not known(reached):
        return Finding(f"{title} drew in {who}")
    return Finding(f"{title} drew in {who} from {how_far(reached)}")


def reach(cells: Sequence[Figure]) -> Finding:
    """Which department took one idea up most. ``cells``: its people by department."""
    note = "People who posted the idea or replied to it, by department on that day"
    seen = sorted((f for f in cells if known(f)), key=lambda f: (-(f.value or 0), f.label))
    hidden = any(figure.status == "suppressed" for figure in cells)
    if not seen:
        title = "Too few people in any department to show" if hidden else "No department yet"
        return Finding(title, note)
    if len(seen) > 1 and seen[0].value == seen[1].value:
        names = [figure.label for figure in seen if figure.value == seen[0].value]
        if len(names) < 4:
            return Finding(f"{numbers.listed(names)} took it up equally", note)
        some = numbers.sentence(numbers.spelled(len(names)))
        return Finding(f"{some} departments took it up equally", note)
    return Finding(f"{seen[0].label} took it up most", note, named=(seen[0].key,))


def clicks(total: Figure, attributed: Figure) -> Finding:
    """How many clicks, and how many of them can be told to a department."""
    number, share = known(total), known(attributed)
    if number is None:
        return Finding("No clicks were counted for this idea", total.note)
    if number == 0:
        return Finding("No clicks in this time", total.note)
    title = numbers.plural(number, "click")
    if total.basis == "at_least":
        title = f"At least {title}"
    note = f"{total.note}. A click is told to a department by the link it came through."
    if share is None or share == 0:
        return Finding(f"{title}, none of which can be told to a department", note)
    if share == 1:
        return Finding(f"{title}, all told to a department", note)
    return Finding(f"{title}, {numbers.percent(share)} told to a department", note)


def course(half_life: Figure, posts: Figure | None) -> Finding:
    """How fast the idea spread: the half-life of its clicks where it can be told."""
    note = "Posts and replies of each week, and clicks where a source counts them"
    if known(half_life) is not None:
        return Finding(f"Half of the clicks came within {shown(half_life, 'hours')}", note)
    if posts is not None and known(posts):
        return Finding(f"Posted {_times(posts.value or 0)} so far", note)
    return Finding("Its course over time", note)


def _times(number: float) -> str:
    return {1: "once", 2: "twice"}.get(numbers.rounded(number), f"{numbers.count(number)} times")


def places(number: int) -> Finding:
    """In how many communities the idea was posted."""
    if number == 0:
        return Finding("Not posted on the network yet")
    return Finding(
        f"Posted in {numbers.spelled(number)} {'community' if number == 1 else 'communities'}"
    )
