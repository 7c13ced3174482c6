"""Topics on the ideas page: all of them, or the one that is chosen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from dashboard.components.ledger import mount
from dashboard.components.table import TableCell, TableColumn, number_column, words_column
from dashboard.metric import Cell, Frame, Unit
from dashboard.metric.topic_facts import topics
from dashboard.outputs.csv import frame_csv, table_csv
from dashboard.views.desk import Desk, address
from dashboard.views.layout import Listed, card, download_below, list_card, say, small_table
from dashboard.views.texts import NONE, bar_cell, department_cell, figure_cell, short
from dashboard.words import numbers
from dashboard.words import topics as words
from dashboard.words.dates import long_date
from dashboard.words.figure import known
from dashboard.words.privacy import is_hidden
from dashboard.words.topics import Topic
from etl.editions.schema import hashtag, topic, topic_travel, topic_trend


def topics_card(desk: Desk, window: int) -> None:
    """Every topic of the list; nothing where there is no list."""
    if topics(desk.edition):
        list_card("topics", desk.keep(_all, window))


def _all(desk: Desk, window: int) -> Listed:
    found = _topics(desk, window)
    whole = desk.ask(metric="topic_people", by="topic", window_days=window)
    most = max((known(cell) or 0 for cell in whole.cells), default=0)
    columns = [
        words_column("Topic", wraps=True),
        number_column("Ideas", is_wide=True),
        TableColumn(label="People"),
        number_column("Departments"),
        words_column("Took hold first in", is_wide=True, wraps=True),
    ]
    ordered = sorted(found, key=lambda each: -(known(each.people) or 0))
    rows = [_row(each, whole, most) for each in ordered]
    table = small_table("Topics by the people who spoke of them", columns, rows)
    return Listed(words.topics(found, window), {"topics": table}, lambda: frame_csv(whole))


def _row(found: Topic, whole: Frame, most: float) -> list[TableCell]:
    name = f"{found.name} (picking up)" if found.picking_up else found.name
    return [
        TableCell(text=name, href=address("ideas", {"topic": found.name})),
        TableCell(text=numbers.count(found.ideas)),
        bar_cell(whole, whole.get(found.topic_id), most),
        TableCell(text=short(found.reached, Unit.DEPARTMENTS)),
        TableCell(text=found.route[0] if found.route else NONE, tone="quiet"),
    ]


def topic_card(desk: Desk, topic_id: str, window: int) -> None:
    """One topic: where it took hold, whether it is picking up, its people by department."""
    sentences, listed = desk.keep(_one, topic_id, window)
    with card("topic", listed.finding):
        for sentence in sentences:
            say(sentence)
        for name, table in listed.tables.items():
            mount(table, key=f"table_{name}")
        if listed.make_csv is not None:
            download_below("topic", listed.make_csv)


def _one(desk: Desk, topic_id: str, window: int) -> tuple[Sequence[str], Listed]:
    found = next(each for each in _topics(desk, window) if each.topic_id == topic_id)
    sentences = [words.trend(found)]
    if desk.scope.is_everything:  # of all departments together
        sentences.insert(0, words.route(found.route, desk.minimum_cell))
    finding = words.topic(found, window)
    frame = _by_department(desk, window)
    cells = [cell for cell in frame.of(topic_id) if _is_told(desk, cell)]
    if not cells:
        return sentences, Listed(finding)
    most = max(known(cell) or 0 for cell in cells)
    rows = [
        [department_cell(desk, cell.department_id), _bar(frame, cell, most)]
        for cell in sorted(cells, key=lambda cell: -(known(cell) or 0))
    ]
    columns = [words_column("Department", wraps=True), TableColumn(label="People")]
    table = small_table("People of the topic by department", columns, rows)
    return sentences, Listed(finding, {"topic": table}, lambda: frame_csv(frame))


def _bar(frame: Frame, cell: Cell, most: float) -> TableCell:
    return bar_cell(frame, cell, most) if cell.is_ok else figure_cell(frame, cell)


def _is_told(desk: Desk, cell: Cell) -> bool:
    """Not of a department that shows no figure at all, or that is closed and had nobody."""
    is_open = cell.department_id in desk.departments
    return not is_hidden(cell.note) and (is_open or bool(known(cell)))


def _by_department(desk: Desk, window: int) -> Frame:
    return desk.ask(metric="topic_people", by="topic_department", window_days=window)


def _topics(desk: Desk, window: int) -> list[Topic]:
    """The topics in the order of their names."""
    whole = desk.ask(metric="topic_people", by="topic", window_days=window)
    reached = desk.ask(metric="topic_departments_reached", by="topic", window_days=window)
    ideas = {row["topic_id"]: row["idea_count"] for row in desk.edition.select(select(topic))}
    rising = {row["topic_id"]: row for row in desk.edition.select(select(topic_trend))}
    routes = _routes(desk)
    return [
        Topic(
            key,
            name,
            ideas[key],
            whole.get(key),
            reached.get(key),
            routes.get(key, ()),
            rising[key]["people_count"] if key in rising else None,
            rising[key]["usual_count"] if key in rising else None,
        )
        for key, name in topics(desk.edition).items()
    ]


def _routes(desk: Desk) -> Mapping[str, Sequence[str]]:
    if not desk.scope.is_everything:  # what is left of a route would be read as the whole of it
        return {}
    found: defaultdict[str, list[str]] = defaultdict(list)
    order = topic_travel.c.topic_id, topic_travel.c.step
    for row in desk.edition.select(select(topic_travel).order_by(*order)):
        found[row["topic_id"]].append(desk.edition.department_name(row["department_id"]))
    return found


def hashtags_card(desk: Desk) -> None:
    """Hashtags that many use and nobody reviewed; nothing where there is no list of topics."""
    listed = desk.keep(_hashtags)
    if listed.tables or topics(desk.edition):
        list_card("hashtags", listed)


def _hashtags(desk: Desk) -> Listed:
    column = hashtag.c
    order = column.people_count.desc(), column.hashtag
    rows = desk.edition.select(select(hashtag).order_by(*order))
    finding = words.hashtags(len(rows))
    if not rows:
        return Listed(finding)
    columns = [words_column("Hashtag"), number_column("People"), words_column("Last used")]
    cells = [
        [
            TableCell(text=f"#{row['hashtag']}"),
            TableCell(text=numbers.count(row["people_count"])),
            TableCell(text=long_date(row["last_date"]), tone="quiet"),
        ]
        for row in rows
    ]
    names = ("hashtag", "people_count", "last_date")
    values = [[row[name] for name in names] for row in rows]
    table = small_table("Hashtags that wait for review", columns, cells)
    return Listed(finding, {"hashtags": table}, lambda: table_csv(names, values))
