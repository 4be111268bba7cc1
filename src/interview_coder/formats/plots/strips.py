"""A portrait: where along a text the passages of each row lie."""

from __future__ import annotations

from interview_coder.formats.plots.axes import Scale, lower_axis, room_under, title_lines
from interview_coder.formats.plots.charts import Strips
from interview_coder.formats.plots.palette import INK, SIGNS
from interview_coder.formats.plots.rows import GUTTER, draw_name, laid_out, room_for
from interview_coder.formats.plots.sheet import MARGIN, PAGE, Sheet, foot_height, foot_lines

_THICK, _GAP = 9.0, 4.0
_THINNEST, _LOWEST = 0.8, 1.0
_NAMES = 0.3


def draw_strips(chart: Strips) -> Sheet:
    """The figure, as wide as a page; what is short or little is drawn large enough to be seen."""
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
        base = row.middle + _THICK / 2
        sheet.line((scale.start, scale.end), (base, base))
        for start, end, share in chart.spans[row.name.at]:
            if share > 0:
                wide = max(scale(end) - scale(start), _THINNEST)
                high = max(share * _THICK, _LOWEST)
                sheet.box(min(scale(start), scale.end - wide), base - high, wide, high, SIGNS[0].colour)
    sheet.line((scale.start, scale.start), (MARGIN, bottom), colour=INK)
    lower_axis(sheet, scale, bottom, title)
    sheet.foot(under, foot)
    return sheet
