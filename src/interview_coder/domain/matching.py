"""Which items of one sequence are which of another, in order: a skeleton of the unmistakable ones, then the rest."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

Pair = tuple[int, int]
Finish = Callable[[Sequence[int], Sequence[int]], Iterable[Pair]]


def numbered(old: Iterable[Hashable], new: Iterable[Hashable]) -> tuple[list[int], list[int]]:
    """Both sequences with each distinct item as a number of its own."""
    numbers: dict[Hashable, int] = {}
    return (
        [numbers.setdefault(item, len(numbers)) for item in old],
        [numbers.setdefault(x, len(numbers)) for x in new],
    )


def matches(old: Sequence[int], new: Sequence[int], width: int, finish: Finish) -> list[Pair]:
    """Pairs (index in `old`, index in `new`) of equal items, both indexes rising.

    Common beginnings and ends match first; then runs of `width` items that occur once on both sides, where those of a
    longest rising sequence are taken (Cohen's patience diff); `finish` matches what lies in between.
    """
    found: list[Pair] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        old_start, old_end, new_start, new_end = waiting.pop()
        while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
            found.append((old_start, new_start))
            old_start, new_start = old_start + 1, new_start + 1
        while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            found.append((old_end, new_end))
        if old_start == old_end or new_start == new_end:
            continue
        skeleton = _rising(_unmistakable(old[old_start:old_end], new[new_start:new_end], width))
        if not skeleton:
            between = finish(old[old_start:old_end], new[new_start:new_end])
            found += ((old_start + i, new_start + j) for i, j in between)
            continue
        at_old, at_new = old_start, new_start
        for i, j in skeleton:
            found.append((old_start + i, new_start + j))
            waiting.append((at_old, old_start + i, at_new, new_start + j))
            at_old, at_new = old_start + i + 1, new_start + j + 1
        waiting.append((at_old, old_end, at_new, new_end))
    return sorted(found)


def _unmistakable(old: Sequence[int], new: Sequence[int], width: int) -> Iterator[Pair]:
    """Where runs of `width` items begin that occur once in `old` and once in `new`, in the order of `old`."""
    mine, theirs = _runs(old, width), _runs(new, width)
    once = Counter(mine)
    there = {run: j for j, run in enumerate(theirs)}
    also = Counter(theirs)
    for i, run in enumerate(mine):
        if once[run] == 1 and also[run] == 1:
            yield i, there[run]


def _runs(items: Sequence[int], width: int) -> list[Hashable]:
    return list(items) if width == 1 else list(zip(*(items[n:] for n in range(width)), strict=False))


def _rising(pairs: Iterable[Pair]) -> list[Pair]:
    """A longest sequence of the pairs, given by rising first number, whose second numbers rise too."""
    tops: list[int] = []
    chain: list[tuple[Pair, int]] = []
    last: list[int] = []
    for pair in pairs:
        at = bisect_left(tops, pair[1])
        chain.append((pair, last[at - 1] if at else -1))
        tops[at : at + 1] = [pair[1]]
        last[at : at + 1] = [len(chain) - 1]
    found: list[Pair] = []
    link = last[-1] if last else -1
    while link >= 0:
        pair, link = chain[link]
        found.append(pair)
    return found[::-1]
