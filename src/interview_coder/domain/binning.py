"""Cutting numbers into classes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

_QUANTILES = re.compile(r"q(\d{1,2})")


def parse_cuts(text: str, numbers: Iterable[float]) -> list[float] | None:
    """Where to cut: numbers with commas (`0,100,300`), or `q4` for quartiles of `numbers`, `q3` for thirds and so on.

    Quantiles are interpolated (type 7 of Hyndman and Fan 1996, as in R and numpy); equal ones become one cut.
    None for what is neither.
    """
    found = _QUANTILES.fullmatch(text.strip().lower())
    if found:
        known, parts = list(numbers), int(found[1])
        if parts < 2 or len(known) < 2:  # noqa: PLR2004 - one part or one number cannot be cut
            return [] if parts else None
        return sorted({_quantile(sorted(known), n, parts) for n in range(1, parts)})
    try:
        cuts = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    return sorted(set(cuts)) if all(map(_finite, cuts)) else None


def _quantile(ranked: Sequence[float], part: int, parts: int) -> float:
    at, rest = divmod(part * (len(ranked) - 1), parts)
    low, high = ranked[at], ranked[min(at + 1, len(ranked) - 1)]
    return low + (high - low) * rest / parts


def _finite(number: float) -> bool:
    return number - number == 0


def classes(cuts: Sequence[float]) -> list[str]:
    """The names of the classes between cuts, in order; a number that equals a cut belongs to the class above it."""
    marks = [f"{cut:.12g}" for cut in cuts]
    if not marks:
        return ["x"]
    return [f"x < {marks[0]}", *(f"{low} ≤ x < {high}" for low, high in pairwise(marks)), f"x ≥ {marks[-1]}"]


def class_of(number: float, cuts: Sequence[float]) -> int:
    """The place of the class of `number` among `classes`."""
    return bisect_right(cuts, number)
