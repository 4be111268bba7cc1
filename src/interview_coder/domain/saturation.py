"""How many interviews until nothing new: codes met so far, over any order of the interviews, and when to stop."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

ORDERS, SEED = 1_000, 1
_LOW, _MIDDLE, _HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for when to stop: `run` interviews in a row that bring together at most `threshold` of what the first
    `base` had brought. The runs overlap, each one interview further than the one before.
    """

    source: str
    base: int
    run: int
    threshold: float

    def met(self, known: Sequence[int]) -> int | None:
        """After how many interviews the rule is met first, its run included; None if never.

        `known` is how many codes had been met after each interview.
        """
        for n in range(self.base + self.run, len(known) + 1):
            if known[n - 1] - known[n - 1 - self.run] <= self.threshold * known[self.base - 1]:
                return n
        return None


GUEST, FRANCIS = "guest-2020", "francis-2010"
RULES = (
    Rule(GUEST, 4, 2, 0.05),
    Rule(GUEST, 4, 2, 0.0),
    Rule(GUEST, 4, 3, 0.05),
    Rule(GUEST, 4, 3, 0.0),
    Rule(FRANCIS, 10, 3, 0.0),
)
"""Guest, Namey and Chen 2020 (PLoS ONE 15, e0232076): base of 4, runs of 2 or 3, at most 5 % or 0 % new. Francis and
others 2010 (Psychology & Health 25, 1229-1245): after 10 interviews, 3 in a row without anything new."""


@dataclass(frozen=True, slots=True)
class Step:
    """One interview of the order asked for, and what the random orders give after as many interviews.

    `new` codes met first in it, `known` so far; `median` codes known over the random orders, which are between `low`
    and `high` in nine of ten.
    """

    codes: int
    new: int
    known: int
    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule: after how many interviews it is met in the order asked for (None: not yet), its run included.

    `met` of the random orders meet it at all; `median` interviews in the middle one of all orders, None if that one
    never meets it.
    """

    rule: Rule
    at: int | None
    met: int
    median: int | None


@dataclass(frozen=True, slots=True)
class Saturation:
    """The curve, one step an interview, and what the rules say; over `orders` random orders."""

    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    orders: int


def saturation(interviews: Sequence[Iterable[str]], *, orders: int = ORDERS, seed: int = SEED) -> Saturation:
    """How the codes of `interviews`, in this order, add up; the same seed gives the same random orders.

    Low, median and high are nearest ranks at 5, 50 and 95 % (type 1 of Hyndman and Fan 1996, The American
    Statistician 50, 361-365), so that they are whole codes. At least one order is drawn.
    """
    number: dict[str, int] = {}
    masks = [_mask(codes, number) for codes in interviews]
    known = _known(masks)
    chance = random.Random(seed)  # noqa: S311 - a curve, no secret
    drawn = [_known(chance.sample(masks, len(masks))) for _ in range(orders)]
    steps = []
    before = 0
    for mask, sum_, others in zip(masks, known, zip(*drawn, strict=True), strict=True):
        ranked = sorted(others)
        band = (ranked[_rank(part, orders)] for part in (_LOW, _MIDDLE, _HIGH))
        steps.append(Step(mask.bit_count(), sum_ - before, sum_, *band))
        before = sum_
    return Saturation(tuple(steps), tuple(_outcome(rule, known, drawn) for rule in RULES), orders)


def _mask(codes: Iterable[str], number: dict[str, int]) -> int:
    mask = 0
    for code in codes:
        mask |= 1 << number.setdefault(code, len(number))
    return mask


def _known(masks: Sequence[int]) -> list[int]:
    return [mask.bit_count() for mask in accumulate(masks, or_)]


def _rank(part: float, size: int) -> int:
    """The place of the nearest rank: the smallest that at least `part` of all do not exceed."""
    return max(0, -int(-part * size // 1) - 1)


def _outcome(rule: Rule, known: Sequence[int], drawn: Sequence[Sequence[int]]) -> Outcome:
    found = [rule.met(other) for other in drawn]
    met = sorted(n for n in found if n is not None)
    middle = _rank(_MIDDLE, len(found))
    return Outcome(rule, rule.met(known), len(met), met[middle] if middle < len(met) else None)
