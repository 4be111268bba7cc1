"""Coding stripes: which lines of a page a coding spans, and in which lane its stripe runs beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heappop, heappush

Span = tuple[int, int]


def rows(lines: Sequence[Span], start: int, end: int) -> Span:
    """The first line that shows something of the span and the line after the last; lines and span in code points.

    A span between two lines gets the line that follows, or the last one. Raises ValueError when there are no lines.
    """
    if not lines:
        raise ValueError("no lines")
    first = min(bisect_right(lines, start, key=lambda line: line[1]), len(lines) - 1)
    return first, max(first + 1, bisect_left(lines, end, key=lambda line: line[0]))


def lanes(stripes: Sequence[Span]) -> list[int]:
    """The lane, from 0, of each stripe (half-open rows), so that no two stripes of a lane share a row.

    The order in which they are given decides between stripes that begin on one row. Takes no more lanes than there are
    stripes on the fullest row: each stripe, by its first row, gets the lowest lane that is free there.
    """
    chosen = [0] * len(stripes)
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    opened = 0
    for number in sorted(range(len(stripes)), key=lambda n: stripes[n][0]):
        start, end = stripes[number]
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
        else:
            lane, opened = opened, opened + 1
        chosen[number] = lane
        heappush(busy, (end, lane))
    return chosen
