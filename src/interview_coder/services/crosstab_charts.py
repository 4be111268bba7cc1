"""A crosstab as a figure: codes by groups, the count and the share in each cell, shaded by the share."""

from __future__ import annotations

from interview_coder.domain.crosstab import Cell
from interview_coder.formats.plots.charts import Grid
from interview_coder.locale import t
from interview_coder.services.code_names import tree
from interview_coder.services.crossing import Crossing
from interview_coder.services.crosstab_tables import page
from interview_coder.services.footing import footing
from interview_coder.services.plotting import nothing_to_draw
from interview_coder.services.selecting import Selection


def crosstab_chart(crossing: Crossing, share: str, selection: Selection) -> Grid:
    """The figure of a crosstab with one of crosstab_tables.SHARES; hidden cells have no shade that could tell.

    Raises RefusedError when there is no code to show.
    """
    table = crossing.table
    if not table.rows:
        raise nothing_to_draw()
    shown = page(crossing, share)
    groups = range(1, 1 + len(table.values))
    notes = (
        *([t("crosstab.suppressed", least=crossing.suppress)] if crossing.suppress else []),
        *([t("count.rolled_up")] if selection.roll_up else []),
    )
    return Grid(
        tree([row.code for row in table.rows]),
        tuple(shown.columns[at] for at in groups),
        tuple(tuple(_share(cell, share) for cell in row.cells) for row in table.rows),
        t("plot.key_code"),
        crossing.attribute,
        shown.notes[0],
        texts=tuple(tuple(str(row[at]) for at in groups) for row in shown.rows),
        foot=(crossing.caption, *notes, *footing(selection)),
    )


def _share(cell: Cell, share: str) -> float | None:
    value = None if cell.hidden else getattr(cell, share)
    return value if isinstance(value, float) else None
