"""Axes from zero: a line, a few round numbers, a title that names the unit."""

from __future__ import annotations

from dataclasses import dataclass

from interview_coder.formats.plots.numbers import on_axis, ticks
from interview_coder.formats.plots.palette import INK
from interview_coder.formats.plots.sheet import LEADING, MARGIN, NUMBERS, TEXT, Sheet, folded, measured

_TICK = 2.5
_FEW, _APART, _BETWEEN = 5, 60, 4
_TO_NUMBERS, _TO_TITLE = 7.5, 14.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value lies on the sheet: 0 at `start`, `highest` at `end`."""

    start: float
    end: float
    highest: float

    @property
    def marks(self) -> list[float]:
        """The numbers to write along it: more on a longer one, fewer where they would touch."""
        for most in range(max(_FEW, int(abs(self.end - self.start) / _APART)), 0, -1):
            found = ticks(self.highest, most)
            level = self.start < self.end
            widest = max(measured(on_axis(mark), NUMBERS) for mark in found) if level else NUMBERS
            if len(found) == 1 or abs(self(found[1]) - self(found[0])) >= widest + _BETWEEN:
                return found
        return [0.0]

    def __call__(self, value: float) -> float:
        """The place of `value`, in points."""
        return self.start + (self.end - self.start) * value / self.highest


def title_lines(title: str, width: float) -> tuple[str, ...]:
    """The title of an axis, folded to a figure of this width."""
    return folded(title, width - 2 * MARGIN, lines=None)


def room_under(title: tuple[str, ...]) -> float:
    """The height of what stands under a lower axis."""
    return _TO_TITLE + len(title) * TEXT * LEADING


def lower_axis(sheet: Sheet, scale: Scale, y: float, title: tuple[str, ...]) -> None:
    """An axis from left to right at `y`."""
    sheet.line((scale.start, scale.end), (y, y), colour=INK)
    for mark in scale.marks:
        sheet.line((scale(mark), scale(mark)), (y, y + _TICK), colour=INK)
        sheet.text(scale(mark), y + _TO_NUMBERS, on_axis(mark), size=NUMBERS, align="center")
    half = max(map(measured, title)) / 2
    middle = max(MARGIN + half, min((scale.start + scale.end) / 2, sheet.width - MARGIN - half))
    for number, line in enumerate(title):
        sheet.text(middle, y + _TO_TITLE + (number + 0.5) * TEXT * LEADING, line, align="center")


def left_axis_room(scale: Scale, title: tuple[str, ...]) -> float:
    """The width of what stands left of an upright axis."""
    numbers = max(measured(on_axis(mark), NUMBERS) for mark in scale.marks)
    return len(title) * TEXT * LEADING + 4 + numbers + _TICK + 2


def left_axis(sheet: Sheet, scale: Scale, x: float, title: tuple[str, ...]) -> None:
    """An upright axis at `x`, its title along the left edge of the sheet."""
    sheet.line((x, x), (scale.start, scale.end), colour=INK)
    for mark in scale.marks:
        sheet.line((x - _TICK, x), (scale(mark), scale(mark)), colour=INK)
        sheet.text(x - _TICK - 2, scale(mark), on_axis(mark), size=NUMBERS, align="right")
    for number, line in enumerate(title):
        place = MARGIN + (number + 0.5) * TEXT * LEADING
        sheet.text(place, (scale.start + scale.end) / 2, line, align="center", upwards=True)
