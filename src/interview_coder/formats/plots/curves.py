"""Lines over a pair of axes, each in a band if it has one."""

from __future__ import annotations

from interview_coder.formats.plots.axes import Scale, left_axis, left_axis_room, lower_axis, room_under, title_lines
from interview_coder.formats.plots.charts import Curve, Curves
from interview_coder.formats.plots.legend import CURVE, draw_legend, legend_height, legend_lines
from interview_coder.formats.plots.palette import BAND, QUIET, SIGNS, Sign
from interview_coder.formats.plots.sheet import (
    COLUMN,
    MARGIN,
    PAGE,
    SMALL,
    Sheet,
    folded,
    foot_height,
    foot_lines,
    measured,
)

_HEIGHT = 150.0
_MANY_POINTS, _MARKERS = 40, 30


def draw_curves(chart: Curves) -> Sheet:
    """The figure: as wide as a column, or as a page for more than 40 points."""
    most = max(len(curve.points) for curve in chart.curves)
    width = COLUMN if most <= _MANY_POINTS else PAGE
    legend = legend_lines("", [curve.name for curve in chart.curves], width, CURVE)
    top = MARGIN + legend_height(legend) + 4
    bottom = top + _HEIGHT
    title, side = title_lines(chart.x_axis, width), folded(chart.y_axis, _HEIGHT, lines=None)
    foot = foot_lines(chart.foot, width)
    under = bottom + room_under(title)
    sheet = Sheet(width, under + foot_height(foot))
    highest_x, highest_y = _highest(chart)
    up = Scale(bottom, top + 3, highest_y)
    left = MARGIN + left_axis_room(up, side)
    across = Scale(left, width - MARGIN - 6, highest_x)
    for curve in chart.curves:
        _draw_band(sheet, curve, across, up)
    for x, text in chart.marks:
        _draw_mark(sheet, across(x), across.start, top, bottom, text)
    for sign, curve in zip(SIGNS, chart.curves, strict=False):
        _draw_curve(sheet, curve, sign, across, up, marked=most <= _MARKERS)
    draw_legend(sheet, legend, CURVE)
    lower_axis(sheet, across, bottom, title)
    left_axis(sheet, up, left, side)
    sheet.foot(under, foot)
    return sheet


def _highest(chart: Curves) -> tuple[float, float]:
    """The largest x and y to draw, at least 1."""
    points = [point for curve in chart.curves for point in curve.points]
    highest = [high for curve in chart.curves for high in curve.high]
    return max([1.0, *(x for x, _ in points)]), max([1.0, *(y for _, y in points), *highest])


def _draw_band(sheet: Sheet, curve: Curve, across: Scale, up: Scale) -> None:
    if not curve.high:
        return
    xs = [across(x) for x, _ in curve.points]
    upper, lower = [up(y) for y in curve.high], [up(y) for y in curve.low]
    sheet.area([*zip(xs, upper, strict=True), *reversed(list(zip(xs, lower, strict=True)))], BAND)
    for edge in (upper, lower):
        sheet.line(xs, edge, colour=QUIET, weight=0.4)


def _draw_curve(sheet: Sheet, curve: Curve, sign: Sign, across: Scale, up: Scale, *, marked: bool) -> None:
    xs, ys = [across(x) for x, _ in curve.points], [up(y) for _, y in curve.points]
    sheet.line(xs, ys, colour=sign.line, weight=1.2, dash=sign.dash)
    if marked or len(xs) == 1:
        sheet.dots(xs, ys, colour=sign.line, marker=sign.marker)


def _draw_mark(sheet: Sheet, x: float, left: float, top: float, bottom: float, text: str) -> None:
    sheet.line((x, x), (top, bottom), colour=QUIET, weight=0.6, dash=(0, (1, 2)))
    room = max(x - left, sheet.width - MARGIN - x) - 6
    (line,) = folded(text, room, size=SMALL, lines=1)
    right = x + 3 + measured(line, SMALL) <= sheet.width - MARGIN
    sheet.text(
        x + 3 if right else x - 3, bottom - 6, line, size=SMALL, colour=QUIET, align="left" if right else "right"
    )
