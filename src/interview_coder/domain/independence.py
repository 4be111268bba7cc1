"""Tests of independence for small tables of counts, only where they are valid, and how strong an association is.

A test is right only when what is counted is independent: cases or interviews, never the codings of one interview.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import comb, erfc, exp, lgamma, log, sqrt

CHI_SQUARE, FISHER, FISHER_FREEMAN_HALTON = "chi-square", "fisher", "fisher-freeman-halton"
ONE_VALUE, NOBODY, EVERYBODY, TOO_FEW, TOO_MANY = "one_value", "nobody", "everybody", "too_few", "too_many"
LEVEL = 0.05
_LEAST_EXPECTED, _USUAL_EXPECTED, _SMALL_SHARE = 1, 5, 0.2
_MOST_STATES = 20_000

Counts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Independence:
    """What can be said about an association.

    `test` is CHI_SQUARE, FISHER or FISHER_FREEMAN_HALTON with its `p`; both are None where no test is valid, for the
    `reason` ONE_VALUE, NOBODY, EVERYBODY, TOO_FEW (`best` is the smallest p that these margins can give) or TOO_MANY.
    `v` is Cramér's V, `v_corrected` the same after Bergsma; None where a row or column is empty.
    """

    test: str | None = None
    p: float | None = None
    statistic: float | None = None
    degrees: int | None = None
    v: float | None = None
    v_corrected: float | None = None
    reason: str | None = None
    best: float | None = None


def compare(having: Sequence[int], of: Sequence[int]) -> Independence:
    """Whether having a code goes with the group: `having[i]` of the `of[i]` independent cases of group i have it.

    Groups without cases are left out. Pearson's chi-square without correction where all expected counts are at least
    1 and no more than a fifth are below 5 (Cochran 1954, Biometrics 10, 417-451); else Fisher's exact test, two-sided,
    for two groups, and its extension to more (Freeman and Halton 1951, Biometrika 38, 141-149). Where no outcome of
    the exact test could reach p <= 0.05, there are too few cases for any test (Tarone 1990, Biometrics 46, 515-522).
    """
    groups = [(yes, all_) for yes, all_ in zip(having, of, strict=True) if all_]
    holders, cases = sum(yes for yes, _ in groups), sum(all_ for _, all_ in groups)
    if len(groups) < 2:  # noqa: PLR2004 - two groups make a comparison
        return Independence(reason=ONE_VALUE)
    if holders in (0, cases):
        return Independence(reason=EVERYBODY if holders else NOBODY)
    table = [[yes for yes, _ in groups], [all_ - yes for yes, all_ in groups]]
    statistic, degrees = chi_square(table)
    found = Independence(v=cramers_v(table), v_corrected=cramers_v_corrected(table))
    if chi_square_is_valid(table):
        p = chi_square_p(statistic, degrees)
        return replace(found, test=CHI_SQUARE, p=p, statistic=statistic, degrees=degrees)
    exact = exact_p(*zip(*groups, strict=True))
    if exact is None:
        return replace(found, reason=TOO_MANY)
    p, best = exact
    if best > LEVEL:
        return replace(found, reason=TOO_FEW, best=best)
    return replace(found, test=FISHER if len(groups) == 2 else FISHER_FREEMAN_HALTON, p=p)  # noqa: PLR2004


def expected(table: Counts) -> list[list[float]]:
    """The counts that independence would give: row sum times column sum, divided by n."""
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    return [[row * column / sum(rows) for column in columns] for row in rows]


def chi_square_is_valid(table: Counts) -> bool:
    """Cochran's rule (1954): every expected count at least 1, and no more than a fifth of them below 5."""
    cells = [cell for row in expected(table) for cell in row]
    small = sum(cell < _USUAL_EXPECTED for cell in cells)
    return min(cells) >= _LEAST_EXPECTED and small <= _SMALL_SHARE * len(cells)


def chi_square(table: Counts) -> tuple[float, int]:
    """Pearson's (1900) statistic without correction for continuity, and its degrees of freedom.

    No row and no column may sum to 0.
    """
    pairs = zip(table, expected(table), strict=True)
    statistic = sum((n - m) ** 2 / m for row, means in pairs for n, m in zip(row, means, strict=True))
    return statistic, (len(table) - 1) * (len(table[0]) - 1)


def chi_square_p(statistic: float, degrees: int) -> float:
    """The chance of a chi-square variable with `degrees` of freedom of at least 1 to be at least `statistic`.

    That is the regularised upper incomplete gamma function Q(degrees/2, statistic/2), which for whole and half
    numbers is a finite sum (NIST Digital Library of Mathematical Functions, 8.4.6 and 8.8.6).
    """
    x = statistic / 2
    if x <= 0:
        return 1.0
    start = 0.5 if degrees % 2 else 0.0
    terms = (exp((start + k) * log(x) - x - lgamma(start + k + 1)) for k in range(int(degrees / 2 - start)))
    return min(1.0, sum(terms, erfc(sqrt(x)) if degrees % 2 else 0.0))


def exact_p(having: Sequence[int], of: Sequence[int]) -> tuple[float, float] | None:
    """Two-sided p of the exact test of two or more groups, and the smallest p that these margins can give.

    p sums the chances of all tables with these margins that are no likelier than the one observed; in whole numbers,
    so that ties are ties. None where there are too many tables to go through.
    """
    holders, cases = sum(having), sum(of)
    if 2 * holders > cases:
        having, holders = [all_ - yes for yes, all_ in zip(having, of, strict=True)], cases - holders
    observed = 1
    for yes, all_ in zip(having, of, strict=True):
        observed *= comb(all_, yes)
    weights = _weights(tuple(of), holders)
    if weights is None:
        return None
    total, rarest = comb(cases, holders), min(weights)
    p = sum(weight * tables for weight, tables in weights.items() if weight <= observed)
    return p / total, rarest * weights[rarest] / total


@lru_cache(256)  # many codes are held by as many cases
def _weights(of: tuple[int, ...], holders: int) -> dict[int, int] | None:
    """How many tables have which weight (the product of their binomials), for `holders` among groups of sizes `of`."""
    states = {(0, 1): 1}
    room = sum(of)
    for size in of:
        room -= size
        choices = [comb(size, yes) for yes in range(min(size, holders) + 1)]
        grown: dict[tuple[int, int], int] = {}
        for (used, weight), tables in states.items():
            for yes in range(max(0, holders - used - room), min(size, holders - used) + 1):
                key = (used + yes, weight * choices[yes])
                grown[key] = grown.get(key, 0) + tables
            if len(grown) > _MOST_STATES:
                return None
        states = grown
    return {weight: tables for (_, weight), tables in states.items()}


def cramers_v(table: Counts) -> float:
    """Cramér's V (1946, Mathematical Methods of Statistics, 282), not corrected: 0 none to 1 complete."""
    n = sum(map(sum, table))
    return sqrt(chi_square(table)[0] / (n * (min(len(table), len(table[0])) - 1)))


def cramers_v_corrected(table: Counts) -> float | None:
    """Cramér's V less what chance alone gives small tables (Bergsma 2013, J. Korean Stat. Soc. 42, 323-328).

    None where there are so few cases that nothing is left to compare with.
    """
    n, rows, columns = sum(map(sum, table)), len(table), len(table[0])
    statistic, degrees = chi_square(table)
    if n < 2:  # noqa: PLR2004 - the formula divides by n - 1
        return None
    excess = max(0.0, statistic / n - degrees / (n - 1))
    smaller = min(side - (side - 1) ** 2 / (n - 1) for side in (rows, columns)) - 1
    return sqrt(excess / smaller) if smaller > 0 else None


def holm(ps: Sequence[float]) -> list[float]:
    """Each p adjusted for how many tests there are, by Holm's step-down procedure (1979, Scand. J. Stat. 6, 65-70)."""
    adjusted, least = [0.0] * len(ps), 0.0
    for place, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        least = max(least, min(1.0, ps[at] * (len(ps) - place)))
        adjusted[at] = least
    return adjusted
