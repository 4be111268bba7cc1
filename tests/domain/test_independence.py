"""Tests of independence against scipy, published tables and a count of every possible table."""

from __future__ import annotations

from itertools import product
from math import comb, prod, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaincc

from interview_coder.domain import independence
from interview_coder.domain.independence import (
    CHI_SQUARE,
    EVERYBODY,
    FISHER,
    FISHER_FREEMAN_HALTON,
    NOBODY,
    ONE_VALUE,
    TOO_FEW,
    TOO_MANY,
    compare,
)

GROUP = st.integers(1, 40).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_)))
SOME = st.lists(GROUP, min_size=2, max_size=4)


def table_of(groups: list[tuple[int, int]]) -> list[list[int]]:
    return [[yes for yes, _ in groups], [all_ - yes for yes, all_ in groups]]


def told(groups: list[tuple[int, int]]) -> independence.Independence:
    return compare([yes for yes, _ in groups], [all_ for _, all_ in groups])


def every_table(groups: list[tuple[int, int]]) -> list[float]:
    """The chances of all tables with the margins of `groups`, the observed one first."""
    sizes, holders = [all_ for _, all_ in groups], sum(yes for yes, _ in groups)
    found = [cells for cells in product(*(range(size + 1) for size in sizes)) if sum(cells) == holders]
    mine = tuple(yes for yes, _ in groups)
    found.sort(key=lambda cells: cells != mine)
    return [prod(map(comb, sizes, cells)) / comb(sum(sizes), holders) for cells in found]


@given(st.floats(0, 1500), st.integers(1, 60))
def test_the_tail_of_chi_square_is_that_of_scipy(statistic: float, degrees: int) -> None:
    assert independence.chi_square_p(statistic, degrees) == pytest.approx(
        gammaincc(degrees / 2, statistic / 2), rel=1e-9, abs=1e-280
    )


@given(SOME)
def test_chi_square_and_expected_counts_are_those_of_scipy(groups: list[tuple[int, int]]) -> None:
    table = table_of(groups)
    if all(map(sum, table)):
        oracle = stats.chi2_contingency(table, correction=False)
        statistic, degrees = independence.chi_square(table)
        assert statistic == pytest.approx(oracle.statistic, rel=1e-9, abs=1e-9)
        assert degrees == oracle.dof
        assert independence.chi_square_p(statistic, degrees) == pytest.approx(oracle.pvalue, rel=1e-9)
        assert independence.expected(table) == [pytest.approx(list(row)) for row in oracle.expected_freq]
        v = stats.contingency.association(table, method="cramer")
        assert independence.cramers_v(table) == pytest.approx(v, rel=1e-9, abs=1e-9)


@given(st.tuples(GROUP, GROUP))
def test_the_exact_test_of_two_groups_is_that_of_scipy(groups: tuple[tuple[int, int], tuple[int, int]]) -> None:
    table = table_of(list(groups))
    found = independence.exact_p(*zip(*groups, strict=True))
    assert found is not None
    assert found[0] == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


@given(st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=4))
def test_the_exact_test_of_more_groups_counts_every_table(groups: list[tuple[int, int]]) -> None:
    chances = every_table(groups)
    found = independence.exact_p(*zip(*groups, strict=True))
    assert found is not None
    assert found[0] == pytest.approx(sum(chance for chance in chances if chance <= chances[0] * (1 + 1e-9)))
    rarest = min(chances)
    assert found[1] == pytest.approx(sum(chance for chance in chances if chance <= rarest * (1 + 1e-9)))


def test_fishers_lady_tasting_tea() -> None:
    """Fisher 1935, The Design of Experiments, §5: three of four cups right; two-sided p = 34/70."""
    found = independence.exact_p([3, 1], [4, 4])
    assert found == (pytest.approx(34 / 70), pytest.approx(2 / 70))


@given(SOME)
def test_chi_square_is_used_only_where_cochran_allows_it(groups: list[tuple[int, int]]) -> None:
    found, table = told(groups), table_of(groups)
    holders, cases = sum(table[0]), sum(map(sum, table))
    if holders in (0, cases):
        assert found.reason == (EVERYBODY if holders else NOBODY)
        return
    means = stats.contingency.expected_freq(table)
    allowed = means.min() >= 1 and (means < 5).mean() <= 0.2
    assert (found.test == CHI_SQUARE) == allowed
    assert (found.test is None) == (found.p is None) == (found.reason is not None)
    if found.test in (FISHER, FISHER_FREEMAN_HALTON):
        assert (found.test == FISHER) == (len(groups) == 2)
    if found.reason == TOO_FEW:
        assert found.best is not None
        assert found.best > 0.05


@given(st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=2, max_size=5))
def test_the_corrected_v_is_bergsmas(table: list[list[int]]) -> None:
    n, r, c = sum(map(sum, table)), len(table), 3
    phi2 = stats.chi2_contingency(table, correction=False).statistic / n
    less = max(0, phi2 - (r - 1) * (c - 1) / (n - 1))
    r2, c2 = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    assert independence.cramers_v_corrected(table) == pytest.approx(sqrt(less / min(r2 - 1, c2 - 1)), rel=1e-6)


def test_why_there_is_no_test() -> None:
    assert told([(1, 5)]).reason == ONE_VALUE
    assert told([(1, 5), (0, 0)]).reason == ONE_VALUE
    assert told([(0, 5), (0, 4)]).reason == NOBODY
    assert told([(5, 5), (4, 4)]).reason == EVERYBODY
    few = told([(1, 9), (0, 2)])
    assert (few.reason, few.test, few.p) == (TOO_FEW, None, None)
    assert few.best == pytest.approx(2 / 11)
    assert few.v is not None


def test_too_many_tables_are_not_gone_through() -> None:
    groups = [(3, 9 + n) for n in range(12)]
    assert told(groups).reason == TOO_MANY


def test_empty_groups_do_not_count() -> None:
    assert told([(4, 9), (0, 0), (9, 9)]) == told([(4, 9), (9, 9)])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_keeps_the_order_and_rejects_what_the_steps_reject(ps: list[float]) -> None:
    adjusted = independence.holm(ps)
    assert all(p <= a <= 1 for p, a in zip(ps, adjusted, strict=True))
    assert [ps[i] for i in sorted(range(len(ps)), key=lambda i: (adjusted[i], ps[i]))] == sorted(ps)
    for level in (0.01, 0.05, 0.3):
        rejected, left = 0, len(ps)
        for p in sorted(ps):
            if p * left > level:
                break
            rejected, left = rejected + 1, left - 1
        assert sum(a <= level for a in adjusted) == rejected


def test_holms_steps_worked_by_hand() -> None:
    """4 × .01, then 3 × .02, then 2 × .03, and never less than the step before: 1 × .04 becomes .06."""
    assert independence.holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
