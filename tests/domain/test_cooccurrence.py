"""Co-occurrence and sequences against a look at every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.cooccurrence import COEFFICIENTS, LEVELS, Together, together
from interview_coder.domain.sequences import Successions, sequences

CODES = ("a", "a/b", "a/c", "d", "e")


class Passage(NamedTuple):
    code: str
    coder: str
    transcript: str
    start: int
    end: int
    turn: int | None
    last_turn: int | None


PLAIN = {code: [code] for code in CODES}
ROLLED = {code: [code, "a"] if code.startswith("a/") else [code] for code in CODES}


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """A coding in a text with turns of ten characters; some lie outside all turns."""
    start = draw(st.integers(0, 60))
    end = start + draw(st.integers(1, 25))
    turn, last = draw(st.sampled_from([(start // 10 + 1, (end - 1) // 10 + 1), (None, None)]))
    code, coder, transcript = (draw(st.sampled_from(choice)) for choice in (CODES, ("anna", "ben"), ("T", "U")))
    return Passage(code, coder, transcript, start, end, turn, last)


LISTS = st.lists(passages(), max_size=25, unique_by=lambda p: p[:5]).map(
    lambda found: sorted(found, key=lambda p: (p.transcript, p.start, p.end))
)


def units(passage: Passage, level: str) -> set[object]:
    if level == "transcript":
        return {passage.transcript}
    if passage.turn is None or passage.last_turn is None:
        return set()
    return {(passage.transcript, n) for n in range(passage.turn, passage.last_turn + 1)}


def slow(found: list[Passage], level: str, lineages: dict[str, list[str]], *, across: bool) -> dict[object, object]:
    """Pairs of codes to n_a, n_b, both, a_with_b, b_with_a."""
    codes = [code for code in CODES if any(code in lineages[p.code] for p in found)]
    pairs: dict[object, object] = {}
    for a, b in combinations(codes, 2):
        if a in lineages[b] or b in lineages[a]:
            continue
        mine, theirs = ([p for p in found if code in lineages[p.code]] for code in (a, b))
        meet = [(p, q) for p in mine for q in theirs if across or p.coder == q.coder]
        if level == "span":
            over = [(p, q) for p, q in meet if p.transcript == q.transcript and p.start < q.end and q.start < p.end]
            row = (len(mine), len(theirs), len(over), len({p for p, _ in over}), len({q for _, q in over}))
        else:
            n_a, n_b = (len(set().union(*(units(p, level) for p in side))) for side in (mine, theirs))
            both = len({unit for p, q in meet for unit in units(p, level) & units(q, level)})
            row = (n_a, n_b, both, both, both)
        if row[2]:
            pairs[a, b] = row
    return pairs


def fast(found: Together) -> dict[object, object]:
    return {(p.a, p.b): (p.n_a, p.n_b, p.both, p.a_with_b, p.b_with_a) for p in found.pairs}


@pytest.mark.parametrize("level", LEVELS)
@given(found=LISTS, across=st.booleans(), lineages=st.sampled_from([PLAIN, ROLLED]))
def test_every_pair_counts_what_a_look_at_all_codings_counts(
    level: str, found: list[Passage], across: bool, lineages: dict[str, list[str]]
) -> None:
    made = together(found, level, lineages, across_coders=across)
    assert fast(made) == slow(found, level, lineages, across=across)
    all_units = len(found) if level == "span" else len(set().union(*(units(p, level) for p in found)))
    assert made.units == all_units
    for pair in made.pairs:
        assert made.alone[pair.a] == pair.n_a
        m = min(pair.a_with_b, pair.b_with_a)
        values = [made.coefficient(pair, name) for name in COEFFICIENTS]
        assert all(0 < value <= 1 for value in values[:3])
        assert values[0] == pytest.approx(m / (pair.n_a + pair.n_b - m))
        assert values[1] == pytest.approx(2 * values[0] / (1 + values[0]))
        assert values[2] == pytest.approx(m / min(pair.n_a, pair.n_b))
        assert values[3] == pytest.approx((m / pair.n_a) / (pair.n_b / made.units))


def test_a_long_passage_over_three_short_ones_overlaps_three_times() -> None:
    found = [Passage("d", "anna", "T", 0, 30, 1, 3), *(Passage("e", "anna", "T", n, n + 5, 1, 1) for n in (0, 9, 25))]
    (pair,) = together(found, "span", PLAIN, across_coders=False).pairs
    assert (pair.both, pair.a_with_b, pair.b_with_a) == (3, 1, 3)


def test_passages_that_only_touch_do_not_overlap() -> None:
    found = [Passage("d", "anna", "T", 0, 5, 1, 1), Passage("e", "anna", "T", 5, 9, 1, 1)]
    assert together(found, "span", PLAIN, across_coders=False).pairs == ()


def followed(found: list[Passage], lineages: dict[str, list[str]], within: str) -> Counter[tuple[str, ...]]:
    lines: dict[object, dict[tuple[int, int], set[str]]] = defaultdict(lambda: defaultdict(set))
    for p in found:
        if within == "transcript" or p.turn is not None:
            lines[p.transcript, p.coder, p.turn if within == "turn" else 0][p.start, p.end] |= set(lineages[p.code])
    counts: Counter[tuple[str, ...]] = Counter()
    for spans in lines.values():
        for one, other in pairwise(sorted(spans)):
            counts.update((x, y) for x in spans[one] for y in spans[other])
    return counts


def counted(found: Successions) -> dict[tuple[str, ...], int]:
    return {one.codes: one.count for one in found.found}


@pytest.mark.parametrize("within", ["turn", "transcript"])
@given(found=LISTS, lineages=st.sampled_from([PLAIN, ROLLED]))
def test_what_follows_is_counted_passage_by_passage(
    within: str, found: list[Passage], lineages: dict[str, list[str]]
) -> None:
    made = sequences(found, lineages, within=within, length=2)
    wanted = followed(found, lineages, within)
    assert counted(made) == dict(wanted)
    assert made.count == wanted.total()
    for one in made.found:
        before, after = one.codes
        from_ = sum(n for (x, _), n in wanted.items() if x == before)
        to = sum(n for (_, y), n in wanted.items() if y == after)
        assert one.share == pytest.approx(one.count / made.count)
        assert one.share_of_next == pytest.approx(one.count / from_)
        assert one.expected == pytest.approx(from_ * to / made.count)
        assert one.lift == pytest.approx(one.count * made.count / (from_ * to))


def test_three_in_a_row() -> None:
    line = [Passage(code, "anna", "T", 10 * n, 10 * n + 5, n + 1, n + 1) for n, code in enumerate("dedede")]
    made = sequences(line, PLAIN, within="transcript", length=3)
    assert counted(made) == {("d", "e", "d"): 2, ("e", "d", "e"): 2}
    assert (made.passages, made.found[0].transcripts, made.found[0].share_of_next) == (6, 1, 1)
    assert made.found[0].expected == pytest.approx(4 * 0.5**3)
    assert sequences(line, PLAIN, within="turn", length=3).found == ()


def test_codes_that_are_not_asked_for_are_passed_over() -> None:
    line = [Passage(code, "anna", "T", 10 * n, 10 * n + 5, 1, 1) for n, code in enumerate("ade")]
    assert counted(sequences(line, {"a": ["a"], "e": ["e"]}, within="turn", length=2)) == {("a", "e"): 1}
