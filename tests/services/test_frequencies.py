"""Counting codings in one pass, against sets of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.frequencies import MEASURES, Counts, Kind, Placed, count

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def placed(draw: st.DrawFn) -> Placed:
    """A coding of a text with three words a turn; some lie outside all turns."""
    first, last = draw(SPANS)
    turns = draw(st.sampled_from([(first // 3 + 1, (last - 1) // 3 + 1), (None, None)]))
    return (draw(st.sampled_from(["xy", "y", "z"])), "anna", None, draw(st.sampled_from("ABC")), *turns, first, last)


LISTINGS = st.lists(placed()).map(lambda found: sorted(found, key=lambda one: (one[3], one[6])))


def slow(found: list[Placed]) -> Counts:
    turns = {(one[3], n) for one in found if one[4] and one[5] for n in range(one[4], one[5] + 1)}
    words = {(one[3], n) for one in found for n in range(one[6], one[7])}
    return Counts(len(found), len({one[3] for one in found}), len(turns), len(words))


def letters(kind: Kind) -> list[tuple[str, ...]]:
    return [(letter,) for letter in kind[0]]


@given(LISTINGS)
def test_a_turn_or_word_that_several_codings_touch_counts_once(found: list[Placed]) -> None:
    assert count(found, letters)[1] == slow(found)


@given(LISTINGS)
def test_each_key_counts_the_codings_of_the_kinds_that_have_it(found: list[Placed]) -> None:
    expected = {(key,): [one for one in found if key in one[0]] for key in "xyz"}
    assert count(found, letters)[0] == {key: slow(own) for key, own in expected.items() if own}


@given(LISTINGS)
def test_every_measure_is_found_by_its_name(found: list[Placed]) -> None:
    counts = count(found, letters)[1]
    assert [counts.of(measure) for measure in MEASURES] == [
        *(counts.codings, counts.transcripts, counts.turns, counts.words)
    ]
