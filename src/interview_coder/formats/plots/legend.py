"""Which sign stands for which series, above a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_coder.formats.plots.palette import INK, QUIET, SIGNS, Sign
from interview_coder.formats.plots.sheet import LEADING, MARGIN, TEXT, Sheet, folded, measured

_LINE = TEXT * LEADING + 2
_APART = 10.0
BAR, CURVE = 14.0, 24.0  # the room of a sign


@dataclass(frozen=True, slots=True)
class Entry:
    """A name at `x` behind the sign number `sign`; None: the title of the legend."""

    x: float
    sign: int | None
    text: str


def legend_lines(title: str, names: Sequence[str], width: float, room: float) -> list[list[Entry]]:
    """Lines of entries that fit a figure of this width; none for a single name. `room` is that of a sign."""
    if len(names) <= 1:
        return []
    lines: list[list[Entry]] = [[]]
    x = MARGIN
    named: list[tuple[int | None, str]] = [(None, title)] if title else []
    for sign, name in [*named, *enumerate(names)]:
        before = 0 if sign is None else room
        (text,) = folded(name, width - 2 * MARGIN - before, lines=1)
        needed = before + measured(text)
        if lines[-1] and x + needed > width - MARGIN:
            lines.append([])
            x = MARGIN
        lines[-1].append(Entry(x, sign, text))
        x += needed + _APART
    return lines


def legend_height(lines: list[list[Entry]]) -> float:
    """What the legend takes, the gap under it included."""
    return len(lines) * _LINE + 4 if lines else 0


def draw_legend(sheet: Sheet, lines: list[list[Entry]], room: float) -> None:
    """The legend at the top of the sheet: boxes as in bars, or with the room of a curve, lines with markers."""
    for number, line in enumerate(lines):
        y = MARGIN + (number + 0.5) * _LINE
        for entry in line:
            if entry.sign is None:
                sheet.text(entry.x, y, entry.text, colour=QUIET)
                continue
            _draw_sign(sheet, SIGNS[entry.sign], entry.x, y, room)
            sheet.text(entry.x + room, y, entry.text)


def _draw_sign(sheet: Sheet, sign: Sign, x: float, y: float, room: float) -> None:
    end = x + room - 3
    if room == BAR:
        sheet.box(x, y - 3.5, end - x, 7, sign.colour, hatch=sign.hatch, edge=INK)
    else:
        sheet.line((x, end), (y, y), colour=sign.line, weight=1.2, dash=sign.dash)
        sheet.dots(((x + end) / 2,), (y,), colour=sign.line, marker=sign.marker)
