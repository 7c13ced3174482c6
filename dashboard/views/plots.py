"""A chart as a page has it: what is costly to make is made once, and drawn as often as asked."""

from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.chart import Chart, Figure
from dashboard.components.ledger import Part
from dashboard.components.table import TableCell, TableColumn, TableData, table_part

AS_TABLE = "Show as table"


class Checked(go.Figure):  # type: ignore[misc]
    """A figure checked once and never changed: Plotly would copy all of it on each run."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure)
        self._sent: Figure = super().to_dict()

    def to_dict(self) -> Figure:
        """The figure as plain data: every time the same, not a copy."""
        return self._sent


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart, its figure, and the same numbers as a folded table."""

    chart: Chart
    figure: Checked
    twin: Part


def plotted(chart: Chart) -> Plot:
    """The chart made ready to be drawn often."""
    return Plot(chart, Checked(chart.figure), table_part(twin(chart)))


def twin(chart: Chart) -> TableData:
    """The numbers of a chart as a table, folded."""
    first, *others = chart.table.columns
    return TableData(
        caption=chart.table.caption,
        columns=[TableColumn(label=first), *(TableColumn(label=c, align="end") for c in others)],
        rows=[[TableCell(text=str(text)) for text in row] for row in chart.table.rows],
        summary=AS_TABLE,
        is_small=True,
    )
