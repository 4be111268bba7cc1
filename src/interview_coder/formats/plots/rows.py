"""The names of rows at the left of a figure, level below level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_coder.formats.plots.charts import Name
from interview_coder.formats.plots.sheet import LEADING, MARGIN, TEXT, Sheet, folded, measured

GUTTER = 5.0
_INDENT = 8.0
_ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Row:
    """A name, folded, and the stripe of the sheet that is its row's."""

    name: Name
    lines: tuple[str, ...]
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.top + self.height / 2


def room_for(names: Sequence[Name], most: float) -> float:
    """The width that `names` need, folded so as to stay within `most`."""
    return max(
        name.depth * _INDENT + measured(line, bold=name.heading)
        for name in names
        for line in folded(name.text, most - name.depth * _INDENT, bold=name.heading)
    )


def fit(names: Sequence[Name], width: float, lines: int = 2) -> bool:
    """Whether each name stands in `width` on at most `lines` lines with all words whole."""
    for name in names:
        room = width - name.depth * _INDENT
        if any(measured(word, bold=name.heading) > room for word in name.text.split(" ")):
            return False
        if len(folded(name.text, room, bold=name.heading, lines=None)) > lines:
            return False
    return True


def laid_out(names: Sequence[Name], width: float, top: float, *, thick: float, gap: float) -> list[Row]:
    """Rows from `top` down, each as high as its name or `thick`, whichever is more, and `gap`."""
    rows = []
    for name in names:
        # What was folded to just this width must not be folded again for a rounding.
        lines = folded(name.text, width + _ROUNDING - name.depth * _INDENT, bold=name.heading)
        height = max(len(lines) * TEXT * LEADING, 0 if name.heading else thick) + gap
        rows.append(Row(name, lines, top, height))
        top += height
    return rows


def draw_name(sheet: Sheet, row: Row) -> None:
    """The name of a row, headings in bold."""
    first = row.middle - (len(row.lines) - 1) * TEXT * LEADING / 2
    for number, line in enumerate(row.lines):
        x = MARGIN + row.name.depth * _INDENT
        sheet.text(x, first + number * TEXT * LEADING, line, bold=row.name.heading)
