"""Saturation against sets, numpy and rules followed by hand."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.saturation import FRANCIS, GUEST, RULES, Rule, saturation

INTERVIEWS = st.lists(st.frozensets(st.sampled_from("abcdefghijklmnop"), max_size=6), min_size=1, max_size=25)


def curve(interviews: list[frozenset[str]]) -> list[int]:
    met: set[str] = set()
    return [len(met := met | codes) for codes in interviews]


@given(INTERVIEWS)
def test_codes_add_up_interview_by_interview(interviews: list[frozenset[str]]) -> None:
    steps = saturation(interviews, orders=3).steps
    assert [step.known for step in steps] == curve(interviews)
    assert [step.codes for step in steps] == [len(codes) for codes in interviews]
    assert [step.new for step in steps] == list(np.diff([0, *curve(interviews)]))


@given(INTERVIEWS, st.integers(1, 40), st.integers(0, 5))
def test_the_band_is_that_of_numpy_over_the_same_orders(
    interviews: list[frozenset[str]], orders: int, seed: int
) -> None:
    found = saturation(interviews, orders=orders, seed=seed)
    chance = random.Random(seed)
    drawn = [curve(chance.sample(interviews, len(interviews))) for _ in range(orders)]
    low, median, high = np.percentile(drawn, [5, 50, 95], axis=0, method="inverted_cdf")
    assert [step.low for step in found.steps] == list(low)
    assert [step.median for step in found.steps] == list(median)
    assert [step.high for step in found.steps] == list(high)
    assert found.steps[-1].low == found.steps[-1].high == found.steps[-1].known
    for outcome in found.outcomes:
        met = [n for other in drawn if (n := outcome.rule.met(other)) is not None]
        assert outcome.met == len(met)
        ranked = [*sorted(met), *[None] * (orders - len(met))]
        assert outcome.median == ranked[-(-orders // 2) - 1]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20).map(lambda new: list(np.cumsum(new))))
def test_a_rule_is_met_at_the_first_run_that_brings_little(known: list[int]) -> None:
    for rule in RULES:
        ends = range(rule.base + rule.run, len(known) + 1)
        runs = [n for n in ends if known[n - 1] - known[n - rule.run - 1] <= rule.threshold * known[rule.base - 1]]
        assert rule.met(known) == (runs[0] if runs else None)


def test_guests_ratio_worked_by_hand() -> None:
    """37 codes in the first four interviews; 7 more in 5 and 6 (19 %), 4 in 6 and 7 (11 %), 1 in 7 and 8 (3 %)."""
    known = [10, 20, 30, 37, 40, 44, 44, 45, 45, 45]
    assert Rule(GUEST, 4, 2, 0.05).met(known) == 8
    assert Rule(GUEST, 4, 2, 0.0).met(known) == 10


def test_ten_interviews_and_three_without_anything_new() -> None:
    rule = Rule(FRANCIS, 10, 3, 0.0)
    assert rule.met([5] * 12) is None
    assert rule.met([5] * 13) == 13
    assert rule.met([*range(1, 12), 11, 12, 12, 12, 12]) == 16


def test_the_same_seed_gives_the_same_orders() -> None:
    interviews = [frozenset("abc"[: n % 4]) | {str(n % 7)} for n in range(12)]
    assert saturation(interviews, orders=50) == saturation(interviews, orders=50)
    assert saturation([], orders=5).steps == ()
