"""Codes by groups, against pandas and scipy on the same codings."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from interview_coder.domain.crosstab import MEASURES, Crosstab, crosstab
from interview_coder.domain.frequencies import Placed

CODES = ("a", "a/b", "d")
PLAIN = {code: [code] for code in CODES}
ROLLED = {**PLAIN, "a/b": ["a/b", "a"]}
CASES = {f"T{n}": f"case{n}" for n in range(8)} | {"T8": "case7"}
GROUPS = {f"case{n}": "teacher" if n < 4 else "apprentice" for n in range(7)}
VALUES = ("teacher", "apprentice", "smith")


@st.composite
def placed(draw: st.DrawFn) -> Placed:
    first = draw(st.integers(0, 30))
    last = first + draw(st.integers(1, 8))
    turn, last_turn = draw(st.sampled_from([(first // 3 + 1, (last - 1) // 3 + 1), (None, None)]))
    transcript, speaker = draw(st.sampled_from([*CASES, "nobody's"])), draw(st.sampled_from([None, "guest"]))
    return (draw(st.sampled_from(CODES)), "anna", speaker, transcript, turn, last_turn, first, last)


LISTINGS = st.lists(placed(), max_size=60).map(lambda found: sorted(found, key=lambda one: (one[3], one[6])))


def case_of(speaker: str | None, transcript: str) -> str | None:
    return "case6" if speaker == "guest" else CASES.get(transcript)


def made(found: list[Placed], lineages: dict[str, list[str]], measure: str, suppress: int | None = None) -> Crosstab:
    return crosstab(
        found,
        lineages=lineages,
        case_of=case_of,
        value_of=GROUPS,
        values=VALUES,
        measure=measure,
        suppress=suppress,
    )


def frame_of(found: list[Placed]) -> pd.DataFrame:
    columns = ["code", "coder", "speaker", "transcript", "turn", "last_turn", "word", "last_word"]
    frame = pd.DataFrame(found, columns=columns)
    cases = [case_of(one[2], one[3]) for one in found]
    turns = [{(one[3], n) for n in range(one[4], one[5] + 1)} if one[4] and one[5] else set() for one in found]
    words = [{(one[3], n) for n in range(one[6], one[7])} for one in found]
    return frame.assign(case=cases, value=[GROUPS.get(case or "") for case in cases], turns=turns, words=words)


def five_counts(group: pd.DataFrame) -> tuple[int, ...]:
    sets = (len(set().union(*group[name])) for name in ("turns", "words"))
    return (group["case"].nunique(), len(group), group["transcript"].nunique(), *sets)


@given(found=LISTINGS, lineages=st.sampled_from([PLAIN, ROLLED]), measure=st.sampled_from(MEASURES))
def test_counts_shares_and_tests_are_those_of_pandas_and_scipy(
    found: list[Placed], lineages: dict[str, list[str]], measure: str
) -> None:
    frame = frame_of(found)
    known = frame[frame["value"].notna()]
    table = made(found, lineages, measure)
    assert table.values == tuple(value for value in VALUES if (known["value"] == value).any())
    of = [known.loc[known["value"] == value, "case"].nunique() for value in table.values]
    assert table.of_cases == tuple(of)
    assert table.no_case == frame["case"].isna().sum()
    assert table.no_value == frame.loc[frame["case"].notna() & frame["value"].isna(), "case"].nunique()
    at = MEASURES.index(measure)
    assert [row.code for row in table.rows] == [
        name for name in CODES if any(name in lineages[code] for code in known["code"])
    ]
    for row in table.rows:
        mine = known[[row.code in lineages[code] for code in known["code"]]]
        counts = [five_counts(mine[mine["value"] == value]) for value in table.values]
        for cell, wanted, cases in zip(row.cells, counts, of, strict=True):
            assert tuple(cell.of(name) for name in MEASURES) == wanted
            assert cell.share_of_cases == wanted[0] / cases
            whole = five_counts(known[known["value"] == cell.value])[at]
            assert cell.column_share == (pytest.approx(wanted[at] / whole) if whole else None)
            row_whole = sum(one[at] for one in counts)
            assert cell.row_share == (pytest.approx(wanted[at] / row_whole) if row_whole else None)
        if row.independence.p is not None:
            having = [one[0] for one in counts]
            oracle = stats.fisher_exact([having, [a - b for a, b in zip(of, having, strict=True)]])
            assert row.independence.test == "fisher"
            assert row.independence.p == pytest.approx(oracle.pvalue)


@given(LISTINGS)
def test_p_is_adjusted_for_the_codes_that_are_tested(found: list[Placed]) -> None:
    table = made(found, PLAIN, "codings")
    ps = [row.independence.p for row in table.rows if row.independence.p is not None]
    adjusted = [row.p_adjusted for row in table.rows if row.independence.p is not None]
    assert table.tested == len(ps)
    assert all(p <= a <= min(1, p * len(ps)) + 1e-12 for p, a in zip(ps, adjusted, strict=True) if a is not None)


def test_cases_without_any_coding_are_not_taken_for_cases_without_the_code() -> None:
    found: list[Placed] = [("a", "anna", None, "T0", 1, 1, 0, 3), ("d", "anna", None, "T1", 1, 1, 0, 3)]
    table = made(found, {"a": ["a"]}, "cases")
    assert (table.values, table.of_cases) == (("teacher",), (2,))
    assert [(row.code, row.cells[0].share_of_cases) for row in table.rows] == [("a", 0.5)]


def test_a_transcript_of_two_cases_is_noticed() -> None:
    found: list[Placed] = [("a", "anna", who, "T0", 1, 1, n, n + 1) for n, who in enumerate([None, "guest"])]
    assert made(found, PLAIN, "cases").shared == 1


def test_small_cells_are_marked_by_their_cases() -> None:
    found: list[Placed] = [("a", "anna", None, f"T{n}", 1, 1, 0, 3) for n in range(6)]
    hidden = {cell.value: cell.hidden for row in made(found, PLAIN, "codings", 3).rows for cell in row.cells}
    assert hidden == {"teacher": True, "apprentice": True}
    assert not any(cell.hidden for row in made(found, PLAIN, "codings").rows for cell in row.cells)
