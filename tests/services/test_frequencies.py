"""Counting places, against sets of numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.frequencies import MEASURES, Counts, Place, count, count_places, covered

SPANS = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def places(draw: st.DrawFn) -> Place:
    first, last = draw(SPANS)
    turn = draw(st.none() | st.integers(1, 9))
    last_turn = None if turn is None else draw(st.integers(turn, 10))
    return Place(draw(st.sampled_from("ABC")), turn, last_turn, first, last)


def slow(found: list[Place]) -> Counts:
    turns = {(p.transcript, n) for p in found if p.turn and p.last_turn for n in range(p.turn, p.last_turn + 1)}
    words = {(p.transcript, n) for p in found for n in range(p.word, p.last_word)}
    return Counts(len(found), len({p.transcript for p in found}), len(turns), len(words))


@given(st.lists(SPANS))
def test_overlapping_spans_cover_each_number_once(spans: list[tuple[int, int]]) -> None:
    assert covered(spans) == len({n for start, end in spans for n in range(start, end)})


@given(st.lists(places()))
def test_a_turn_or_word_that_several_codings_touch_counts_once(found: list[Place]) -> None:
    assert count_places(found) == slow(found)


@given(st.lists(st.tuples(st.lists(st.sampled_from(["x", "y", "z"]), unique=True), places())))
def test_each_key_counts_the_codings_listed_with_it(listed: list[tuple[list[str], Place]]) -> None:
    kinds = [("".join(keys), place) for keys, place in listed]
    cells = count(kinds, lambda kind: [(key,) for key in kind])
    expected = {key: [place for keys, place in listed if key in keys] for key in "xyz"}
    assert cells == {(key,): slow(found) for key, found in expected.items() if found}


@given(st.lists(places()))
def test_every_measure_is_found_by_its_name(found: list[Place]) -> None:
    counts = count_places(found)
    assert [counts.of(measure) for measure in MEASURES] == [
        *(counts.codings, counts.transcripts, counts.turns, counts.words)
    ]
