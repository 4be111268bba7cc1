"""A matrix of numbers, each on a shade of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from interview_coder.errors import RefusedError
from interview_coder.formats.plots.charts import Grid, Name, Value
from interview_coder.formats.plots.numbers import spelled
from interview_coder.formats.plots.palette import INK, PAPER, QUIET, text_on
from interview_coder.formats.plots.rows import GUTTER, Row, draw_name, fit, laid_out, room_for
from interview_coder.formats.plots.sheet import (
    LEADING,
    MARGIN,
    NUMBERS,
    TEXT,
    WIDTHS,
    Sheet,
    folded,
    foot_height,
    foot_lines,
    measured,
)
from interview_coder.locale import t

_NAMES = 0.4  # of the width, at most, for the names of the rows
_WIDEST, _NARROWEST = 80.0, 9.4
_SMALLEST = 5.0  # points of the numbers
_HIGHEST, _SHORT = 200.0, 75.0  # of names of columns written upwards
_BESIDE, _AROUND = 4.0, 3.0
_LINES, _LINES_UPWARDS = 3, 2
_FAINT = 0.04


@dataclass(frozen=True, slots=True)
class _Layout:
    width: float
    names: float
    cell: float
    size: float
    heads: list[tuple[str, ...]]
    upwards: bool

    @property
    def head_height(self) -> float:
        if self.upwards:
            return max(measured(line) for head in self.heads for line in head) + GUTTER
        return max(map(len, self.heads)) * TEXT * LEADING + 2


def draw_grid(chart: Grid) -> Sheet:
    """The figure: as narrow as its numbers and names allow. Raises RefusedError for more columns than a page holds."""
    texts = chart.texts or tuple(tuple(map(spelled, row)) for row in chart.values)
    layout = _layout(chart, texts)
    titles = TEXT * LEADING + 2
    top = MARGIN + titles + layout.head_height
    rows = laid_out(chart.rows, layout.names, top, thick=layout.size + 3, gap=4.0)
    bottom = rows[-1].top + rows[-1].height
    foot = foot_lines((chart.cells, *chart.foot), layout.width)
    sheet = Sheet(layout.width, bottom + foot_height(foot))
    left = MARGIN + layout.names + GUTTER
    _draw_heads(sheet, chart, layout, left, top)
    shade = _Shade(max((value for row in chart.values for value in row if value), default=1.0))
    for row in rows:
        draw_name(sheet, row)
        if row.name.at is not None:
            fills = [shade(value) for value in chart.values[row.name.at]]
            _draw_cells(sheet, layout, row, left, fills, texts[row.name.at])
    right = left + layout.cell * len(chart.columns)
    for y in (top, bottom):
        sheet.line((left, right), (y, y), colour=INK)
    sheet.foot(bottom, foot)
    return sheet


def _layout(chart: Grid, texts: tuple[tuple[str, ...], ...]) -> _Layout:
    """The narrowest page whose cells hold their numbers."""
    longest = max((measured(text, NUMBERS) for row in texts for text in row), default=0.0)
    for width in WIDTHS:
        names = max(room_for(chart.rows, _NAMES * width), min(measured(chart.row_title), _NAMES * width))
        cell = min(_WIDEST, (width - 2 * MARGIN - names - GUTTER) / len(chart.columns))
        if fit(chart.rows, names) and cell >= max(longest + _AROUND, _NARROWEST):
            break
    size = min(NUMBERS, NUMBERS * (cell - _AROUND) / longest) if longest else NUMBERS
    if size < _SMALLEST or cell < _NARROWEST - _AROUND:
        raise RefusedError(t("plot.too_wide", count=len(chart.columns)), t("plot.too_big_hint"))
    heads = [folded(name, cell - _BESIDE, lines=_LINES) for name in chart.columns]
    upwards = not fit([Name(name) for name in chart.columns], cell - _BESIDE, _LINES)
    if upwards:
        heads = _upwards(chart.columns, max(1, min(_LINES_UPWARDS, int(cell / (TEXT * LEADING)))))
    return _Layout(width, names, cell, size, heads, upwards)


def _upwards(names: tuple[str, ...], lines: int) -> list[tuple[str, ...]]:
    """Names written upwards; where they would be cut to the same, without the beginning that all share."""
    heads = [_in_lines(name, lines) for name in names]
    if len(set(heads)) < len(set(names)):
        shared = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))
        heads = [_in_lines(f"…{name[shared:]}", lines) for name in names]
    return heads


def _in_lines(name: str, lines: int) -> tuple[str, ...]:
    """In short lines if there may be enough of them, else in long ones."""
    short = folded(name, _SHORT, lines=None)
    return short if len(short) <= lines else folded(name, _HIGHEST, lines=lines)


def _draw_heads(sheet: Sheet, chart: Grid, layout: _Layout, left: float, top: float) -> None:
    title = MARGIN + TEXT * LEADING / 2
    (row_title,) = folded(chart.row_title, layout.names, lines=1)
    sheet.text(MARGIN, top - TEXT * LEADING / 2 - 1, row_title, colour=QUIET)
    sheet.text(left, title, folded(chart.column_title, sheet.width - left - MARGIN, lines=1)[0], colour=QUIET)
    for at, lines in enumerate(layout.heads):
        middle = left + (at + 0.5) * layout.cell
        for number, line in enumerate(lines):
            if layout.upwards:
                x = middle + (number - (len(lines) - 1) / 2) * TEXT * LEADING
                sheet.text(x, top - 3, line, upwards=True)
            else:
                y = top - 1 - (len(lines) - number - 0.5) * TEXT * LEADING
                sheet.text(middle, y, line, align="center")


def _draw_cells(
    sheet: Sheet, layout: _Layout, row: Row, left: float, fills: list[str | None], texts: tuple[str, ...]
) -> None:
    for at, (fill, text) in enumerate(zip(fills, texts, strict=True)):
        x = left + at * layout.cell
        if fill:
            sheet.box(x, row.top, layout.cell, row.height, fill, edge=PAPER)
        colour = text_on(fill) if fill else QUIET
        sheet.text(x + layout.cell / 2, row.middle, text, size=layout.size, align="center", colour=colour)


class _Shade:
    """Shades of one blue, even steps of lightness from nearly white to nearly black; none for zero and undefined."""

    def __init__(self, highest: float) -> None:
        from matplotlib import colormaps  # noqa: PLC0415

        self._map, self._highest = colormaps["Blues"], highest

    def __call__(self, value: Value) -> str | None:
        if not value:
            return None
        from matplotlib.colors import to_hex  # noqa: PLC0415

        return to_hex(self._map(_FAINT + (1 - _FAINT) * value / self._highest))
