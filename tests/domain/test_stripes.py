"""Stripes beside lines: what they span, and that they never lie over each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.stripes import lanes, rows

LINES = [(0, 10), (11, 20), (25, 30)]
STRIPES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair))))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 1), (0, 1)),
        ((0, 10), (0, 1)),
        ((9, 12), (0, 2)),
        ((5, 28), (0, 3)),
        ((20, 25), (2, 3)),
        ((21, 26), (2, 3)),
        ((29, 99), (2, 3)),
        ((40, 50), (2, 3)),
    ],
)
def test_a_stripe_spans_the_lines_that_show_its_passage(span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert rows(LINES, *span) == expected


@given(STRIPES)
def test_no_two_stripes_of_a_lane_share_a_row_and_no_lane_is_wasted(stripes: list[tuple[int, int]]) -> None:
    chosen = lanes(stripes)
    cells = [(lane, row) for lane, (start, end) in zip(chosen, stripes, strict=True) for row in range(start, end)]
    assert len(cells) == len(set(cells))
    fullest = max((sum(start <= row < end for start, end in stripes) for row in range(41)), default=0)
    assert len(set(chosen)) == fullest
