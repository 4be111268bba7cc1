"""Which codings an expression selects; what each part means is said at its class in `query`.

Codings are numbered from 0 by transcript, start and end. A set of them is a list of these numbers in order. Each
part is answered in one sweep or with a binary search a coding, never by comparing all pairs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from interview_coder.domain.query import Beside, Chain, Either, Leaf, Not, Part, asks_who, is_filter

Columns = Mapping[str, Sequence[Any]]
Rows = Sequence[int]
Spans = Sequence[tuple[int, int]]

ALWAYS = ("transcript", "start", "end")
_PLACES = {"turns": ("turn", "last_turn"), "turn": ("turn", "last_turn"), "words": ("word", "last_word")}
_APART = 1 << 40
"""How far the transcripts lie from each other when all are laid on one line: more than any distance in one."""


def select(part: Part, columns: Columns) -> list[int]:
    """Numbers of the codings that `part`, whose names were looked up, selects.

    `columns` hold transcript, start and end of each coding, sorted by these, and what `columns_needed` says.
    """
    everything = range(len(columns["transcript"]))
    return list(_Selecting(columns, everything).rows(part))


def columns_needed(part: Part) -> frozenset[str]:
    """The columns that `select` looks at beside ALWAYS: those of filters, and places in turns or words."""
    match part:
        case Leaf(column=column, values=values):
            return frozenset(() if values is None else (column,))
        case Not(part=inner):
            return columns_needed(inner)
        case Either(parts=parts) | Chain(parts=parts):
            return frozenset[str]().union(*map(columns_needed, parts))
        case Beside(left=left, right=right, unit=unit):
            return columns_needed(left) | columns_needed(right) | set(_PLACES.get(unit, ()))
        case _:
            raise AssertionError("names are looked up before a query is asked")


def codes_needed(part: Part) -> frozenset[Any] | None:
    """Ids of the codes without whose codings `select` would answer otherwise; None when it needs all codings."""
    match part:
        case Leaf(column="code", values=values):
            return values
        case Either(parts=parts):
            return _together(map(codes_needed, parts))
        case Chain(parts=parts) if not is_filter(part):
            return _together(_tested(one) if is_filter(one) else codes_needed(one) for one in parts)
        case Beside(left=left, right=right):
            return _together(map(codes_needed, (left, right)))
        case _:
            return None


def _tested(part: Part) -> frozenset[Any] | None:
    """Codes that a filter needs to test codings that others select."""
    match part:
        case Not(part=inner):
            return _tested(inner) if is_filter(inner) else codes_needed(inner)
        case Either(parts=parts) | Chain(parts=parts):
            return _together(map(_tested, parts))
        case _:
            return frozenset()


def _together(sets: Iterable[frozenset[Any] | None]) -> frozenset[Any] | None:
    found = list(sets)
    return None if None in found else frozenset[Any]().union(*(one for one in found if one is not None))


class _Selecting:
    """Answers parts among some codings: all, or those of the coders that a chain asks for."""

    def __init__(self, columns: Columns, among: Rows, line: _Line | None = None) -> None:
        self._columns = columns
        self._among = among
        self._line = line or _Line(columns)

    def rows(self, part: Part) -> Rows:
        """The codings that a part selects."""
        match part:
            case Leaf() | Not():
                return self._passing(part, self._among)
            case Either(parts=parts):
                return sorted(set().union(*map(self.rows, parts)))
            case Chain(parts=parts):
                return self._chain(parts)
            case Beside(left=left, right=right, negated=negated):
                found = self.rows(left)
                beside = set(self._beside(part, found, self.rows(right)))
                return [row for row in found if (row in beside) is not negated]
            case _:
                raise AssertionError("names are looked up before a query is asked")

    def _passing(self, part: Part, candidates: Rows) -> Rows:
        """Those of the candidates that a filter lets through, or that passages hold."""
        match part:
            case Leaf(values=None):
                return candidates
            case Leaf(column=column, values=frozenset(values)):
                cells = self._columns[column]
                return [row for row in candidates if cells[row] in values]
            case Not(part=inner) if is_filter(inner):
                passing = set(self._passing(inner, candidates))
                return [row for row in candidates if row not in passing]
            case Not(part=inner):
                return self._line.apart(candidates, self._line.covered(self.rows(inner)))
            case Either(parts=parts) if is_filter(part):
                return sorted(set().union(*(self._passing(one, candidates) for one in parts)))
            case Chain(parts=parts) if is_filter(part) and not any(map(asks_who, parts)):
                for one in parts:
                    candidates = self._passing(one, candidates)
                return candidates
            case _:
                wanted = set(self.rows(part))
                return [row for row in candidates if row in wanted]

    def _chain(self, parts: Sequence[Part]) -> Rows:
        who = [part for part in parts if asks_who(part)]
        if who:
            among = self._among
            for part in who:
                among = self._passing(part, among)
            others = [part for part in parts if not asks_who(part)]
            inner = _Selecting(self._columns, among, self._line)
            return inner._chain(others) if others else among
        asked = [self.rows(part) for part in parts if not is_filter(part)]
        found = self._common(asked) if asked else self._among
        for part in parts:
            if is_filter(part):
                found = self._passing(part, found)
        return found

    def _common(self, asked: Sequence[Rows]) -> Rows:
        """The codings of all sets that touch a place which every set covers."""
        if len(asked) == 1:
            return asked[0]
        places = self._line.covered(asked[0])
        for rows in asked[1:]:
            places = _shared(places, self._line.covered(rows))
        return self._line.touching(sorted(set().union(*asked)), places)

    def _beside(self, part: Beside, left: Rows, right: Rows) -> Iterator[int]:
        match part:
            case Beside(unit="transcript"):
                return self._same_transcript(left, right)
            case Beside(relation="followed", unit=unit, distance=distance):
                return self._line.followed(left, right, distance, *_PLACES[unit])
            case _:
                return self._line.near(left, right, part.distance, *_PLACES[part.unit])

    def _same_transcript(self, left: Rows, right: Rows) -> Iterator[int]:
        transcripts, own = self._columns["transcript"], set(right)
        there = Counter(transcripts[row] for row in right)
        return (row for row in left if there[transcripts[row]] > (row in own))


class _Line:
    """All transcripts one behind the other, so far apart that nothing in one is near anything in another."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._laid: dict[str, list[Any]] = {}

    @cached_property
    def _transcripts(self) -> list[range]:
        found, at = [], 0
        for _, group in groupby(self._columns["transcript"]):
            length = sum(1 for _ in group)
            found.append(range(at, at + length))
            at += length
        return found

    def laid(self, column: str) -> list[Any]:
        """A column of places on the line; None where a coding has none."""
        if column not in self._laid:
            cells = self._columns[column]
            self._laid[column] = [
                None if cell is None else cell + shift
                for number, rows in enumerate(self._transcripts)
                for shift in (number * _APART,)
                for cell in cells[rows.start : rows.stop]
            ]
        return self._laid[column]

    def covered(self, rows: Rows) -> Spans:
        """The stretches that the codings cover, in order, apart from each other."""
        starts, ends = self.laid("start"), self.laid("end")
        found: list[tuple[int, int]] = []
        begin = reach = -1
        for row in rows:
            if starts[row] > reach:
                found.append((begin, reach))
                begin, reach = starts[row], ends[row]
            elif ends[row] > reach:
                reach = ends[row]
        found.append((begin, reach))
        return found[1:]

    def touching(self, rows: Rows, spans: Spans) -> list[int]:
        """Those of the codings that have a code point in one of the spans, which are in order and apart."""
        return self._sweep(rows, spans, wanted=True)

    def apart(self, rows: Rows, spans: Spans) -> list[int]:
        """Those of the codings that have no code point in any of the spans, which are in order and apart."""
        return self._sweep(rows, spans, wanted=False)

    def _sweep(self, rows: Rows, spans: Spans, *, wanted: bool) -> list[int]:
        starts, ends = self.laid("start"), self.laid("end")
        found, at, last = [], 0, len(spans)
        for row in rows:
            start = starts[row]
            while at < last and spans[at][1] <= start:
                at += 1
            if (at < last and spans[at][0] < ends[row]) is wanted:
                found.append(row)
        return found

    def near(self, left: Rows, right: Rows, distance: int, first: str, last: str) -> Iterator[int]:
        """Those of `left` with another of `right` at most so far before or after."""
        firsts, lasts, own = self.laid(first), self.laid(last), set(right)
        placed = [row for row in right if firsts[row] is not None]
        begins, finishes = (sorted(map(laid.__getitem__, placed)) for laid in (firsts, lasts))
        for row in left:
            if firsts[row] is not None:
                begun = bisect_right(begins, lasts[row] + distance)
                gone = bisect_left(finishes, firsts[row] - distance)
                if begun - gone > (row in own):
                    yield row

    def followed(self, left: Rows, right: Rows, distance: int, first: str, last: str) -> Iterator[int]:
        """Those of `left` behind which one of `right` starts, at most so far on."""
        firsts, lasts, starts, ends = map(self.laid, (first, last, "start", "end"))
        placed = [row for row in right if firsts[row] is not None]
        begins = [starts[row] for row in placed]
        for row in left:
            if lasts[row] is not None:
                at = bisect_left(begins, ends[row])
                if at < len(placed) and firsts[placed[at]] <= lasts[row] + distance:
                    yield row


def _shared(one: Spans, other: Spans) -> Spans:
    """Where two lists of spans, each in order and apart, overlap."""
    found = []
    at = upto = 0
    while at < len(one) and upto < len(other):
        start, end = max(one[at][0], other[upto][0]), min(one[at][1], other[upto][1])
        if start < end:
            found.append((start, end))
        if one[at][1] < other[upto][1]:
            at += 1
        else:
            upto += 1
    return found
