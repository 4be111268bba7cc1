"""Horizontal bars: one series, or several side by side in each row."""

from __future__ import annotations

from interview_coder.formats.plots.axes import Scale, lower_axis, room_under, title_lines
from interview_coder.formats.plots.charts import Bars, Series
from interview_coder.formats.plots.legend import BAR, draw_legend, legend_height, legend_lines
from interview_coder.formats.plots.numbers import percentage, spelled
from interview_coder.formats.plots.palette import INK, QUIET, SIGNS
from interview_coder.formats.plots.rows import GUTTER, Row, draw_name, fit, laid_out, room_for
from interview_coder.formats.plots.sheet import COLUMN, MARGIN, NUMBERS, PAGE, Sheet, foot_height, foot_lines, measured

MOST_SERIES = len(SIGNS)
_ALONE, _TOGETHER, _GAP = 8.5, 7.5, 5.0
_NAMES = 0.45  # of the width, at most, for the names of the rows


def draw_bars(chart: Bars) -> Sheet:
    """The figure: as wide as a column where the names of the rows leave room for the bars, else as a page."""
    width = COLUMN if fit(chart.rows, _NAMES * COLUMN) else PAGE
    names = room_for(chart.rows, _NAMES * width)
    legend = legend_lines(chart.legend, [series.name for series in chart.series], width, BAR)
    top = MARGIN + legend_height(legend)
    thick = _ALONE if len(chart.series) == 1 else _TOGETHER
    rows = laid_out(chart.rows, names, top, thick=thick * len(chart.series), gap=_GAP)
    bottom = rows[-1].top + rows[-1].height
    foot = foot_lines(chart.foot, width)
    title = title_lines(chart.axis, width)
    under = bottom + room_under(title)
    sheet = Sheet(width, under + foot_height(foot))
    draw_legend(sheet, legend, BAR)
    ends = max(measured(" ".join(_end(series, at)), NUMBERS) for series in chart.series for at in _places(series))
    left = MARGIN + names + GUTTER
    scale = Scale(left, width - MARGIN - ends - 4, _highest(chart))
    for row in rows:
        draw_name(sheet, row)
        if row.name.at is not None:
            _draw_row(sheet, chart.series, row, row.name.at, thick, scale)
    sheet.line((left, left), (top, bottom), colour=INK)
    lower_axis(sheet, scale, bottom, title)
    sheet.foot(under, foot)
    return sheet


def _places(series: Series) -> range:
    return range(len(series.values))


def _highest(chart: Bars) -> float:
    return max((value for series in chart.series for value in series.values if value), default=1.0)


def _draw_row(sheet: Sheet, group: tuple[Series, ...], row: Row, at: int, thick: float, scale: Scale) -> None:
    top = row.middle - thick * len(group) / 2
    for series, sign in zip(group, SIGNS, strict=False):
        value = series.values[at]
        end = scale(value) if value else scale.start
        if value:
            sheet.box(scale.start, top, end - scale.start, thick, sign.colour, hatch=sign.hatch, edge=INK)
        number, share = _end(series, at)
        sheet.text(end + 3, top + thick / 2, number, size=NUMBERS)
        if share:
            after = end + 3 + measured(f"{number} ", NUMBERS)
            sheet.text(after, top + thick / 2, share, size=NUMBERS, colour=QUIET)
        top += thick


def _end(series: Series, at: int) -> tuple[str, str]:
    """What stands at the end of a bar: the number, and the share in parentheses or nothing."""
    return spelled(series.values[at]), f"({percentage(series.shares[at])})" if series.shares else ""
