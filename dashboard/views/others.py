"""How others did: published figures beside ours where both count the same; else why not."""

from dashboard.components.table import TableCell, TableColumn, words_column
from dashboard.outputs.csv import table_csv
from dashboard.periods import months_after
from dashboard.published import LIBRARY, Published, metric_like, refusal
from dashboard.views.desk import Desk
from dashboard.views.layout import Listed, list_card, small_table
from dashboard.words import numbers, others
from dashboard.words.figure import known


def others_card(desk: Desk) -> None:
    """Draw the card."""
    list_card("others", desk.keep(_others))


def _others(desk: Desk) -> Listed:
    answers = [(each, ours(desk, each)) for each in LIBRARY]
    compared = sum(not refusal(each.definition) for each in LIBRARY)
    columns = [
        words_column("Who"),
        words_column("Published"),
        words_column("Ours at that age, or why not", wraps=True),
        words_column("Of whom", is_wide=True, wraps=True),
        TableColumn(label="Source and date", is_wide=True, kind="wrap"),
    ]
    rows = [
        [
            TableCell(text=each.who),
            TableCell(text=each.figure),
            TableCell(text=answer, tone="quiet" if refusal(each.definition) else "strong"),
            TableCell(text=numbers.sentence(each.population)),
            TableCell(text=f"{each.source}, {each.date}"),
        ]
        for each, answer in answers
    ]
    table = small_table("Published figures and ours", columns, rows)
    finding = others.finding(compared, len(LIBRARY))
    return Listed(finding, {"others": table}, lambda: _csv(answers))


def ours(desk: Desk, theirs: Published) -> str:
    """Our figure at the same age, or why there is none."""
    reason = refusal(theirs.definition)
    if reason:
        return reason
    first = desk.edition.first_date
    if first is None or theirs.months is None:
        return others.NO_START
    day = months_after(first, theirs.months)
    if day > desk.as_of:
        return others.too_young(theirs.months, day)
    cell = desk.ask(metric=metric_like(theirs.definition), at=day).cell
    value = known(cell)
    if value is None:
        return others.unknown(day)
    return others.same_age(value, theirs.months, day)


def _csv(answers: list[tuple[Published, str]]) -> str:
    columns = ("who", "figure", "counts", "out_of", "population", "source", "date", "ours")
    rows = [
        [
            each.who,
            each.figure,
            each.definition.deed,
            each.definition.among,
            each.population,
            each.source,
            each.date,
            answer,
        ]
        for each, answer in answers
    ]
    return table_csv(columns, rows)
