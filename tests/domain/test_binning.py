"""Classes of numbers against pandas."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.binning import class_of, classes, parse_cuts

NUMBERS = st.lists(st.integers(-50, 500).map(float), min_size=2, max_size=40)


@given(NUMBERS, st.lists(st.integers(-60, 510), min_size=1, max_size=5, unique=True))
def test_each_number_is_in_the_class_that_pandas_cuts(numbers: list[float], where: list[int]) -> None:
    cuts = parse_cuts(",".join(map(str, where)), numbers)
    assert cuts == sorted(where)
    bins = [float("-inf"), *cuts, float("inf")]
    assert [class_of(n, cuts) for n in numbers] == list(pd.cut(numbers, bins, right=False, labels=False))
    assert len(classes(cuts)) == len(cuts) + 1


@given(NUMBERS, st.integers(2, 6))
def test_quantiles_are_those_of_pandas(numbers: list[float], parts: int) -> None:
    cuts = parse_cuts(f"q{parts}", numbers)
    wanted = pd.Series(numbers).quantile([n / parts for n in range(1, parts)])
    assert cuts == pytest.approx(sorted(set(wanted.round(9))))


def test_classes_say_where_their_ends_belong() -> None:
    assert classes([0, 100.5, 300]) == ["x < 0", "0 ≤ x < 100.5", "100.5 ≤ x < 300", "x ≥ 300"]
    assert class_of(300, [0, 300]) == 2
    assert classes([]) == ["x"]


@pytest.mark.parametrize("text", ["", "a,b", "1,,2", "q0", "qq", "nan", "1,inf"])
def test_what_is_no_cut_is_none(text: str) -> None:
    assert parse_cuts(text, [1.0, 2.0]) is None


def test_one_number_is_not_cut() -> None:
    assert parse_cuts("q4", [1.0]) == []
