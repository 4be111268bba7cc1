"""Charts to files, in the format that the file's suffix names."""

from __future__ import annotations

import io
from pathlib import Path

from interview_coder.errors import RefusedError
from interview_coder.formats.files_out import write_binary_file
from interview_coder.formats.plots.bars import draw_bars
from interview_coder.formats.plots.charts import Bars, Chart, Curves, Grid, Strips
from interview_coder.formats.plots.curves import draw_curves
from interview_coder.formats.plots.grid import draw_grid
from interview_coder.formats.plots.loading import drawing
from interview_coder.formats.plots.sheet import Sheet
from interview_coder.formats.plots.strips import draw_strips
from interview_coder.locale import t

SUFFIXES = (".svg", ".png")
MOST_ROWS, MOST_CELLS = 200, 4000


def write(chart: Chart, path: Path) -> None:
    """Draw `chart` into the file at `path`, whole or not at all; PNG has 300 dots an inch.

    The same chart gives the same bytes. Raises CoderError when the file cannot be written, RefusedError for a chart
    that nobody could read, ValueError for a suffix that is none of SUFFIXES.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{path.suffix} is none of {', '.join(SUFFIXES)}")
    picture = io.BytesIO()
    with drawing():
        _drawn(chart).write(picture, path.suffix.lower().removeprefix("."), title(chart))
    write_binary_file(path, lambda stream: stream.write(picture.getbuffer()))


def title(chart: Chart) -> str:
    """What the chart is about, for those to whom a page is read aloud."""
    match chart:
        case Bars() | Strips():
            return chart.axis
        case Grid():
            return f"{chart.cells} {chart.row_title} × {chart.column_title}"
        case Curves():
            return f"{chart.y_axis}, {chart.x_axis}"


def _drawn(chart: Chart) -> Sheet:
    match chart:
        case Curves():
            return draw_curves(chart)
        case Bars() | Grid() | Strips() if len(chart.rows) > MOST_ROWS:
            raise RefusedError(t("plot.too_long", count=len(chart.rows), most=MOST_ROWS), t("plot.too_big_hint"))
        case Grid() if (cells := len(chart.values) * len(chart.columns)) > MOST_CELLS:
            raise RefusedError(t("plot.too_many_cells", count=cells, most=MOST_CELLS), t("plot.too_big_hint"))
        case Grid():
            return draw_grid(chart)
        case Bars():
            return draw_bars(chart)
        case Strips():
            return draw_strips(chart)
