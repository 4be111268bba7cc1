"""Queries against a slow answer that compares everything with everything, as the meaning of each part is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.domain.query import Beside, Chain, Either, Leaf, Not, Part
from interview_coder.domain.query_binding import look_up
from interview_coder.domain.query_evaluation import ALWAYS, codes_needed, columns_needed, select
from interview_coder.errors import UnknownNameError

WORD, TURN = 2, 6  # characters


@dataclass(frozen=True)
class Coding:
    number: int
    transcript: str
    start: int
    end: int
    code: str
    coder: str
    star: int
    turn: int | None
    last_turn: int | None
    word: int
    last_word: int


Codings = frozenset[Coding]
FILTERS = {"coder", "star"}


def place(spans: list[tuple[str, int, int, str, str, int]]) -> list[Coding]:
    """Codings in texts of 24 characters: words of two, turns of six, of which the first two are a header."""
    rows = []
    for number, (transcript, start, end, code, coder, star) in enumerate(sorted(spans)):
        touched = [n for n in range(4) if start < n * TURN + TURN and end > n * TURN + 2]
        first, last = (touched[0] + 1, touched[-1] + 1) if touched else (None, None)
        words = (start // WORD, -(-end // WORD))
        rows.append(Coding(number, transcript, start, end, code, coder, star, first, last, *words))
    return rows


def overlap(one: Coding, other: Coding) -> bool:
    return one.transcript == other.transcript and one.start < other.end and other.start < one.end


def is_test(part: Part) -> bool:
    """Whether a part is a filter."""
    match part:
        case Leaf():
            return part.column in FILTERS
        case Either(parts=parts) | Chain(parts=parts):
            return all(map(is_test, parts))
        case _:
            return isinstance(part, Not)


def who(part: Part) -> bool:
    match part:
        case Leaf():
            return part.column == "coder"
        case Not(part=inner):
            return who(inner)
        case Either(parts=parts) | Chain(parts=parts):
            return all(map(who, parts))
        case _:
            return False


def slow(part: Part, among: Codings) -> Codings:
    match part:
        case Leaf(values=None):
            return among
        case Leaf(column=column, values=frozenset(values)):
            return frozenset(c for c in among if getattr(c, column) in values)
        case Not(part=inner) if is_test(inner):
            return among - slow(inner, among)
        case Not(part=inner):
            there = slow(inner, among)
            return frozenset(c for c in among if not any(overlap(c, other) for other in there))
        case Either(parts=parts):
            return frozenset().union(*(slow(one, among) for one in parts))
        case Chain(parts=parts):
            return slow_chain(parts, among)
        case Beside(left=left, right=right):
            there = slow(right, among)
            fits = {"near": near, "followed": followed, "within": within}[part.relation]
            return frozenset(
                c for c in slow(left, among) if any(o is not c and fits(part, c, o) for o in there) is not part.negated
            )
        case _:
            raise AssertionError(part)


def slow_chain(parts: tuple[Part, ...], among: Codings) -> Codings:
    for part in parts:
        if who(part):
            among &= slow(part, among)
    rest = [part for part in parts if not who(part)]
    asked = [slow(part, among) for part in rest if not is_test(part)]
    found = among
    if asked:

        def common(coding: Coding) -> bool:
            return any(
                all(any(o.transcript == coding.transcript and o.start <= at < o.end for o in one) for one in asked)
                for at in range(coding.start, coding.end)
            )

        found = frozenset(coding for coding in frozenset().union(*asked) if common(coding))
    for part in rest:
        if is_test(part):
            found &= slow(part, among)
    return found


def distances(unit: str, one: Coding, other: Coding) -> tuple[int, int] | None:
    """How far the second lies before and behind the first, in turns or in words between; None outside all turns."""
    if unit == "words":
        return one.word - other.last_word, other.word - one.last_word
    if one.turn is None or other.turn is None or one.last_turn is None or other.last_turn is None:
        return None
    return one.turn - other.last_turn, other.turn - one.last_turn


def near(part: Beside, one: Coding, other: Coding) -> bool:
    apart = distances(part.unit, one, other)
    return one.transcript == other.transcript and apart is not None and max(apart) <= part.distance


def followed(part: Beside, one: Coding, other: Coding) -> bool:
    apart = distances(part.unit, one, other)
    behind = one.transcript == other.transcript and other.start >= one.end
    return behind and apart is not None and apart[1] <= part.distance


def within(part: Beside, one: Coding, other: Coding) -> bool:
    if one.transcript != other.transcript or part.unit == "transcript":
        return one.transcript == other.transcript
    if one.turn is None or other.turn is None or one.last_turn is None or other.last_turn is None:
        return False
    return bool(set(range(one.turn, one.last_turn + 1)) & set(range(other.turn, other.last_turn + 1)))


SPANS = st.tuples(
    st.sampled_from("TU"),
    st.integers(0, 23),
    st.integers(1, 9),
    st.sampled_from("abc"),
    st.sampled_from(["Ada", "Ben"]),
    st.integers(0, 1),
).map(lambda s: (s[0], s[1], min(24, s[1] + s[2]), *s[3:]))


def deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    beside = [
        *(f"NEAR/{n} {unit}" for n, unit in product(range(3), ("turns", "words"))),
        *("WITHIN turn", "WITHIN transcript", "FOLLOWED BY", "FOLLOWED BY/0 turns", "FOLLOWED BY/2 words"),
    ]
    between = [
        *([" AND ", " OR ", " AND NOT "] * 6),
        *(f" {word} " for word in beside),
        *(f" NOT {word} " for word in beside),
    ]
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.tuples(st.sampled_from(between), some).map(lambda one: f"({one[0].join(one[1])})"),
        inner.map(lambda one: f"(NOT {one})"),
    )


PLAIN = "a AND b|a AND NOT b|a AND b AND c|a AND b AND NOT c|a OR b AND c|NOT a|a AND (coder:Ada AND NOT b)"
QUERIES = st.sampled_from(PLAIN.split("|")) | st.recursive(
    st.sampled_from(["a", "b", "c", "a", "b", "*", "all/*", "coder:Ada", "coder:Ben", "star:yes", "star:no"]),
    deeper,
    max_leaves=6,
)


class Study:
    """Names of a little study: three codes, those below `all`, two coders and one saved query."""

    def codes(self, text: str, *, below: bool) -> frozenset[str]:
        if text == "all" and below:
            return frozenset("abc")
        if text not in "abc":
            raise UnknownNameError(f"no {text}", "try a")
        return frozenset(text)

    def key(self, text: str) -> str:
        return text

    def test(self, key: str, relation: str, value: str) -> Leaf:
        assert relation == "="
        return Leaf(key, frozenset({{"yes": 1, "no": 0}.get(value, value)}), filters=True)

    def saved(self, name: str) -> str:
        return {"near": "a NEAR/1 turns b", "hers": "coder:Ada"}[name]


def fast(query: str, rows: list[Coding]) -> list[int]:
    part = look_up(query, Study())
    columns = {name: [getattr(row, name) for row in rows] for name in {*ALWAYS, *columns_needed(part)}}
    return select(part, columns)


@settings(max_examples=500)
@given(QUERIES, st.lists(SPANS, max_size=25))
def test_any_query_selects_what_its_meaning_says(query: str, spans: list[tuple[str, int, int, str, str, int]]) -> None:
    rows = place(spans)
    found = slow(look_up(query, Study()), frozenset(rows))
    assert fast(query, rows) == sorted(row.number for row in found)


@settings(max_examples=500)
@given(QUERIES, st.lists(SPANS, max_size=25))
def test_only_the_codes_that_a_query_needs_must_be_read(
    query: str, spans: list[tuple[str, int, int, str, str, int]]
) -> None:
    needed = codes_needed(look_up(query, Study()))
    rows = place(spans)
    some = [row for row in rows if needed is None or row.code in needed]
    assert [some[n].number for n in fast(query, some)] == fast(query, rows)


def found_among(*spans: tuple[int, int, str, str]) -> Callable[[str], list[str]]:
    """A question to codings (start, end, code, coder) in one transcript: codes and coders of those selected."""
    rows = place([("T", start, end, code, coder, 0) for start, end, code, coder in spans])

    def ask(query: str) -> list[str]:
        return [f"{rows[n].code} {rows[n].coder}" for n in fast(query, rows)]

    return ask


def test_and_selects_both_codes_where_they_share_a_place() -> None:
    ask = found_among((0, 5, "a", "Ada"), (4, 9, "b", "Ada"), (9, 12, "a", "Ada"), (20, 23, "b", "Ada"))
    assert ask("a AND b") == ["a Ada", "b Ada"]
    assert ask("a AND NOT b") == ["a Ada"]
    assert ask("b AND NOT a") == ["b Ada"]


def test_three_codes_must_share_one_place_unless_two_are_asked_for_first() -> None:
    ask = found_among((0, 12, "a", "Ada"), (0, 4, "b", "Ada"), (8, 12, "c", "Ada"))
    assert ask("a AND b AND c") == []
    assert ask("(a AND b) AND c") == ["a Ada", "c Ada"]


def test_everybodys_codings_overlap_unless_a_chain_names_the_coder() -> None:
    ask = found_among((0, 5, "a", "Ada"), (0, 5, "b", "Ben"))
    assert ask("a AND b") == ["a Ada", "b Ben"]
    assert ask("a AND NOT b") == []
    assert ask("a AND NOT b AND coder:Ada") == ["a Ada"]
    assert ask("a AND b AND coder:Ada") == []
    assert ask("(a AND coder:Ada) AND (b AND coder:Ben)") == ["a Ada", "b Ben"]


def test_a_saved_query_stands_as_if_between_parentheses() -> None:
    ask = found_among((2, 5, "a", "Ada"), (9, 11, "b", "Ben"), (2, 5, "c", "Ben"))
    assert ask("@near") == ["a Ada"]
    assert ask("c AND NOT @near") == []
    assert ask("a OR b AND @hers") == ["a Ada"]
