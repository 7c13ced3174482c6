"""Ideas that are picking up; curated ideas against like ones; where the curator finds ideas."""

from collections.abc import Sequence

from dashboard.components.table import TableCell, TableColumn, number_column, words_column
from dashboard.outputs.csv import table_csv
from dashboard.views import idea_rows
from dashboard.views.desk import Desk, address
from dashboard.views.layout import Listed, list_card, small_table
from dashboard.views.texts import NONE
from dashboard.words import curating as words
from dashboard.words import numbers
from dashboard.words.curating import Dividend, Place


def trending_card(desk: Desk) -> None:
    """Ideas that draw more people this week than is usual for them."""
    list_card("trending", desk.keep(_trending))


def _trending(desk: Desk) -> Listed:
    rows = idea_rows.trending(desk.edition)
    finding = words.trending([row["title"] for row in rows])
    if not rows:
        return Listed(finding)
    columns = [
        words_column("Idea", wraps=True),
        number_column("People in 7 days"),
        number_column("Usual"),
    ]
    cells = [
        [
            TableCell(text=row["title"], href=address("idea", {"idea": row["idea_id"]})),
            TableCell(text=numbers.count(row["people_count"])),
            TableCell(text=numbers.decimal(row["usual_count"]), tone="quiet"),
        ]
        for row in rows
    ]
    names = ("title", "people_count", "usual_count")
    values = [[row[name] for name in names] for row in rows]
    table = small_table("Ideas that are picking up", columns, cells)
    return Listed(finding, {"trending": table}, lambda: table_csv(names, values))


def dividend_card(desk: Desk) -> None:
    """Curated ideas against like ones, at the ages at which ideas are compared."""
    list_card("dividend", desk.keep(_dividend), is_stretched=True)


def _dividend(desk: Desk) -> Listed:
    found = idea_rows.dividends(desk.edition)
    finding = words.dividend(found[-1] if found else None)
    told = [each for each in found if each.difference is not None]
    if not told:
        return Listed(finding)
    columns = [words_column("People per 100")]
    columns += [number_column(f"After {each.age_days} days") for each in told]
    cells = [
        [TableCell(text=label), *(TableCell(text=text) for text in texts)]
        for label, texts in _lines(told)
    ]
    names = ("age_days", "pairs", "curated", "other", "difference", "low", "high")
    values = [[getattr(each, name) for name in names] for each in found]
    table = small_table("Curated ideas against like ones", columns, cells)
    return Listed(finding, {"dividend": table}, lambda: table_csv(names, values))


def _lines(told: Sequence[Dividend]) -> Sequence[tuple[str, list[str]]]:
    return [
        ("Curated", [_per_100(each.curated) for each in told]),
        ("Like ones", [_per_100(each.other) for each in told]),
        ("Difference", [_per_100(each.difference) for each in told]),
        ("Range", [f"{_per_100(each.low)} to {_per_100(each.high)}" for each in told]),
        ("Pairs", [numbers.count(each.pairs) for each in told]),
    ]


def _per_100(rate: float | None) -> str:
    if rate is None:
        return NONE
    text = numbers.decimal(abs(rate) * 100)
    return f"{numbers.MINUS}{text}" if rate < 0 and text != "0.0" else text


def places_card(desk: Desk) -> None:
    """Where curated ideas were found, and where those take hold. For all departments together."""
    list_card("found", desk.keep(_found), is_stretched=True)


def _found(desk: Desk) -> Listed:
    found = idea_rows.found_places(desk.edition)
    if not found:
        return Listed(words.places(found))
    columns = [
        words_column("Found in", wraps=True),
        number_column("Ideas"),
        TableColumn(label="Discussed"),
        number_column("Range", is_wide=True),
        words_column("Most often in", wraps=True),
    ]
    names = ("name", "ideas", "discussed", "low", "high", "best", "best_count")
    values = [[getattr(place, name) for name in names] for place in found]
    table = small_table("Ideas by where they were found", columns, list(map(_place, found)))
    return Listed(words.places(found), {"found": table}, lambda: table_csv(names, values))


def _place(place: Place) -> list[TableCell]:
    rate = place.discussed / place.ideas
    reach = f"{numbers.percent(place.low)} to {numbers.percent(place.high)}"
    best = f"{place.best} ({numbers.count(place.best_count)})" if place.best else NONE
    return [
        TableCell(text=place.name),
        TableCell(text=numbers.count(place.ideas)),
        TableCell(text=numbers.percent(rate), rate=rate),
        TableCell(text=reach, tone="quiet"),
        TableCell(text=best),
    ]
