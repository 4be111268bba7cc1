"""Portraits against sets of units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.portrait import portrait

STRETCHES = st.lists(
    st.tuples(st.integers(0, 90), st.integers(1, 30)).map(lambda pair: (pair[0], min(100, pair[0] + pair[1])))
)


@given(st.dictionaries(st.sampled_from("abc"), STRETCHES), st.integers(1, 120))
def test_a_slice_holds_the_units_that_any_coding_touches(found: dict[str, list[tuple[int, int]]], slices: int) -> None:
    made = portrait(found, 100, slices)
    assert [line.code for line in made.lines] == list(found)
    assert [unit for start, end in made.slices for unit in range(start, end)] == list(range(100))
    sizes = {end - start for start, end in made.slices}
    assert max(sizes) - min(sizes) <= 1
    for line in made.lines:
        units = {unit for start, end in found[line.code] for unit in range(start, end)}
        assert line.codings == len(found[line.code])
        assert line.units == len(units) == sum(line.covered)
        for place, (start, end) in enumerate(made.slices):
            assert line.covered[place] == len(units & set(range(start, end)))
            assert made.share(line, place) == line.covered[place] / (end - start)


def test_the_picture_shows_a_trace_of_anything_and_a_full_block_only_for_all() -> None:
    made = portrait({"pay": [(0, 10), (10, 11), (25, 29)], "time": []}, 40, 4)
    assert [made.picture(line) for line in made.lines] == ["█▁▄·", "····"]


def test_an_interview_without_units_has_no_slices() -> None:
    made = portrait({"pay": []}, 0)
    assert (made.slices, made.picture(made.lines[0])) == ((), "")
