"""Where along an interview its codes occur."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SLICES = 60
LEVELS = "·▁▂▃▄▅▆▇█"

Stretch = tuple[int, int]
"""Units from the first, counted from 0, up to but without the last."""


@dataclass(frozen=True, slots=True)
class Line:
    """One code: how many codings and units it has, and how many of its units lie in each slice."""

    code: str
    codings: int
    units: int
    covered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """An interview cut into slices of as many units (words or turns) as can be; a unit of several codings counts once.

    `slices` are stretches of units, one after the other; `lines` come in the order of the codes.
    """

    slices: tuple[Stretch, ...]
    lines: tuple[Line, ...]

    def share(self, line: Line, place: int) -> float:
        """Which part of a slice the code covers, from 0 to 1."""
        start, end = self.slices[place]
        return line.covered[place] / (end - start)

    def picture(self, line: Line) -> str:
        """The slices as one character each: `·` for none of it, then eight heights up to `█` for all of it."""
        top = len(LEVELS) - 1
        shares = (self.share(line, place) for place in range(len(self.slices)))
        return "".join(LEVELS[min(top, -int(-share * top // 1))] for share in shares)


def portrait(stretches: Mapping[str, Iterable[Stretch]], units: int, slices: int = SLICES) -> Portrait:
    """The portrait of an interview of `units` units; `stretches` are those of the codings of each code.

    Slices differ by at most one unit; there are no more of them than units.
    """
    count = min(slices, units)
    cuts = [units * n // count for n in range(count + 1)] if count else [0]
    bounds = tuple(pairwise(cuts))
    lines = []
    for code, found in stretches.items():
        codings = list(found)
        merged = _merged(codings)
        covered = tuple(_inside(merged, start, end) for start, end in bounds)
        lines.append(Line(code, len(codings), sum(end - start for start, end in merged), covered))
    return Portrait(bounds, tuple(lines))


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(merged: Sequence[Stretch], start: int, end: int) -> int:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in merged)
