"""The card that tells where the missing staff are."""

from collections.abc import Sequence

from sqlalchemy import select

from dashboard.access import Right
from dashboard.components.ledger import Part
from dashboard.components.table import TableCell, number_column, words_column
from dashboard.outputs.csv import Value, table_csv
from dashboard.views.desk import Desk
from dashboard.views.layout import Listed, list_card, small_table
from dashboard.words import missing as words
from dashboard.words import numbers
from etl.editions.schema import staff_group

_COLUMNS = ("dimension", "value", "headcount_count", "member_count")


def missing_groups(desk: Desk) -> Sequence[words.Group]:
    """Staff by site, length of service and class; none for whoever sees some departments only."""
    if not desk.scope.may(Right.FIGURES):
        return ()
    rows = desk.edition.select(
        select(staff_group).order_by(staff_group.c.dimension, staff_group.c.place)
    )
    return [
        words.Group(row["dimension"], row["value"], row["headcount_count"], row["member_count"])
        for row in rows
    ]


def missing_card(listed: Listed) -> None:
    """Staff who have not joined, by site, length of service and class."""
    list_card("missing", listed, is_stretched=True)


def missing_staff(desk: Desk) -> Listed | None:
    """What the card says; None where there is nothing."""
    groups = missing_groups(desk)
    if not groups:
        return None
    parts = {
        label: [group for group in groups if group.dimension == dimension]
        for dimension, label in words.DIMENSIONS.items()
    }
    tables = {label.lower(): _table(label, shown) for label, shown in parts.items() if shown}
    values: list[list[Value]] = [[g.dimension, g.value, g.headcount, g.members] for g in groups]
    return Listed(words.finding(groups), tables, lambda: table_csv(_COLUMNS, values))


def _table(label: str, groups: list[words.Group]) -> Part:
    most = max(group.missing for group in groups)
    return small_table(
        f"Staff who have not joined, by {label.lower()}",
        [words_column(label), words_column("Not joined"), number_column("Of staff")],
        [
            [
                TableCell(text=group.value),
                TableCell(
                    text=numbers.count(group.missing),
                    rate=group.missing / most if most else None,
                ),
                TableCell(text=numbers.count(group.headcount)),
            ]
            for group in groups
        ],
    )
