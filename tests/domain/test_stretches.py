"""Whether a place lies inside one of some passages or touches one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.stretches import Stretches

SPAN = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda one: (one[0], one[0] + one[1]))


@given(st.lists(SPAN, max_size=8), SPAN)
def test_questions_are_answered_as_by_looking_at_every_passage(
    spans: list[tuple[int, int]], place: tuple[int, int]
) -> None:
    start, end = place
    passages = Stretches(spans)
    assert passages.holds(start, end) == any(one <= start and end <= other for one, other in spans)
    assert passages.touch(start, end) == any(one < end and start < other for one, other in spans)
