"""A portrait: where along a text the passages of each row lie."""

from __future__ import annotations

from interview_coder.formats.plots.axes import Scale, lower_axis, room_under, title_lines
from interview_coder.formats.plots.charts import Strips
from interview_coder.formats.plots.palette import INK, RULE, SIGNS
from interview_coder.formats.plots.rows import GUTTER, draw_name, laid_out, room_for
from interview_coder.formats.plots.sheet import MARGIN, PAGE, Sheet, foot_height, foot_lines

_THICK, _GAP, _THINNEST = 8.5, 4.0, 0.8
_NAMES = 0.3


def draw_strips(chart: Strips) -> Sheet:
    """The figure, as wide as a page; a short passage is drawn wide enough to be seen."""
    names = room_for(chart.rows, _NAMES * PAGE)
    rows = laid_out(chart.rows, names, MARGIN, thick=_THICK, gap=_GAP)
    bottom = rows[-1].top + rows[-1].height
    title, foot = title_lines(chart.axis, PAGE), foot_lines(chart.foot, PAGE)
    under = bottom + room_under(title)
    sheet = Sheet(PAGE, under + foot_height(foot))
    scale = Scale(MARGIN + names + GUTTER, PAGE - MARGIN - 8, chart.extent)
    for row in rows:
        draw_name(sheet, row)
        if row.name.at is None:
            continue
        sheet.line((scale.start, scale.end), (row.middle, row.middle), colour=RULE)
        for start, end in chart.spans[row.name.at]:
            wide = max(scale(end) - scale(start), _THINNEST)
            left = min(scale(start), scale.end - wide)
            sheet.box(left, row.middle - _THICK / 2, wide, _THICK, SIGNS[0].colour)
    sheet.line((scale.start, scale.start), (MARGIN, bottom), colour=INK)
    lower_axis(sheet, scale, bottom, title)
    sheet.foot(under, foot)
    return sheet
