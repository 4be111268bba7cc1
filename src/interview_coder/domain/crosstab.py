"""Codes crossed with the values of an attribute: counts, shares, and which differences are more than chance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interview_coder.domain import frequencies, independence
from interview_coder.domain.frequencies import Counts, Key, Kind, Placed
from interview_coder.domain.independence import Independence
from interview_coder.domain.suppression import suppressed

CASES = "cases"
MEASURES = (CASES, *frequencies.MEASURES)
NOTHING = Counts(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a code has in one group; `cases` of the group's `of_cases` hold it. Shares are those of the measure counted.

    `row_share` is of the code's cells together, `column_share` of all codings of the group; None where there is none.
    """

    value: str
    counts: Counts
    cases: int
    of_cases: int
    row_share: float | None
    column_share: float | None
    hidden: bool = False

    @property
    def share_of_cases(self) -> float:
        """Which part of the group's cases hold the code."""
        return self.cases / self.of_cases

    def of(self, measure: str) -> int:
        """One of MEASURES."""
        return self.cases if measure == CASES else self.counts.of(measure)


@dataclass(frozen=True, slots=True)
class Row:
    """One code in all groups, whether holding it goes with the group, and p adjusted for how many codes are tested."""

    code: str
    cells: tuple[Cell, ...]
    independence: Independence
    p_adjusted: float | None


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Codes in the order of the codebook by groups in the order given, all groups with cases.

    `no_value` cases with codings have no value for the attribute, `no_case` codings belong to no case; neither counts.
    `shared` transcripts hold codings of more than one case.
    """

    measure: str
    values: tuple[str, ...]
    of_cases: tuple[int, ...]
    rows: tuple[Row, ...]
    no_value: int
    no_case: int
    shared: int

    @property
    def tested(self) -> int:
        """How many codes are tested, which is what p is adjusted for."""
        return sum(row.p_adjusted is not None for row in self.rows)


class _Groups:
    """Which case and group each kind of coding falls in, and what was seen on the way."""

    def __init__(
        self,
        lineages: Mapping[str, Sequence[str]],
        case_of: Callable[[str | None, str], str | None],
        value_of: Mapping[str, str],
    ) -> None:
        self._lineages, self._case_of, self._value_of = lineages, case_of, value_of
        self.coded: dict[str, set[str]] = {}
        self.holding: dict[Key, set[str]] = {}
        self.by_transcript: dict[str, set[str]] = {}
        self.no_value: set[str] = set()

    def place(self, speaker: str | None, transcript: str) -> tuple[str | None, str | None]:
        """Note that there is a coding of this speaker and transcript; its case and group, None where there is none."""
        case = self._case_of(speaker, transcript)
        if case is None:
            return None, None
        self.by_transcript.setdefault(transcript, set()).add(case)
        value = self._value_of.get(case)
        if value is None:
            self.no_value.add(case)
        else:
            self.coded.setdefault(value, set()).add(case)
        return case, value

    def keys(self, kind: Kind) -> Iterator[Key]:
        """(code, group) for the code and each above it, ("", group) for all codes, and ("", "") without a case."""
        code, _, speaker, transcript = kind
        case, value = self.place(speaker, transcript)
        if case is None:
            yield ("", "")
        elif value is not None:
            yield ("", value)
            for name in self._lineages.get(code, ()):
                self.holding.setdefault((name, value), set()).add(case)
                yield (name, value)


def crosstab(
    codings: Iterable[Placed],
    *,
    lineages: Mapping[str, Sequence[str]],
    case_of: Callable[[str | None, str], str | None],
    value_of: Mapping[str, str],
    values: Sequence[str],
    measure: str,
    suppress: int | None = None,
    coded: Iterable[tuple[str | None, str]] = (),
) -> Crosstab:
    """Codes by groups of cases.

    `codings` are those of all codes, by transcript and place: a case counts in its group when it has any of them, so
    that interviews nobody has coded yet are not taken for interviews without the code; so does that of a speaker and
    transcript among `coded`, who were read although none of `codings` is theirs. `lineages` gives the names
    under which each code counts; `case_of` the case of a speaker and transcript, `value_of` the group of a case.
    Tests compare cases, never codings, which within one interview are not independent. `suppress` hides cells of
    fewer cases, and what would give them away.
    """
    groups = _Groups(lineages, case_of, value_of)
    for speaker, transcript in coded:
        groups.place(speaker, transcript)
    cells, _ = frequencies.count(codings, groups.keys)
    shown = [value for value in values if groups.coded.get(value)]
    of_cases = [len(groups.coded[value]) for value in shown]
    names = dict.fromkeys(name for line in lineages.values() for name in line)
    held = {name: [len(groups.holding.get((name, value), ())) for value in shown] for name in names}
    held = {name: having for name, having in held.items() if any(having)}
    found = [independence.compare(having, of_cases) for having in held.values()]
    adjusted = iter(independence.holm([one.p for one in found if one.p is not None]))
    counted: dict[Key, int] = {
        (name, value): n for name, having in held.items() for value, n in zip(shown, having, strict=True)
    }
    hidden = suppressed(counted, suppress) if suppress else frozenset()
    rows = []
    for (name, having), one in zip(held.items(), found, strict=True):
        row = _cells(name, [*zip(shown, having, of_cases, strict=True)], cells, measure, hidden)
        rows.append(Row(name, tuple(row), one, None if one.p is None else next(adjusted)))
    shared = sum(len(cases) > 1 for cases in groups.by_transcript.values())
    no_case = cells.get(("", ""), NOTHING).codings
    return Crosstab(measure, tuple(shown), tuple(of_cases), tuple(rows), len(groups.no_value), no_case, shared)


def _cells(
    name: str,
    groups: Sequence[tuple[str, int, int]],
    cells: Mapping[Key, Counts],
    measure: str,
    hidden: Collection[Key],
) -> Iterator[Cell]:
    def size(key: Key, cases: int) -> int:
        return cases if measure == CASES else cells.get(key, NOTHING).of(measure)

    row = [size((name, value), cases) for value, cases, _ in groups]
    whole = sum(row)
    for (value, cases, of), part in zip(groups, row, strict=True):
        column = size(("", value), of)
        yield Cell(
            value,
            cells.get((name, value), NOTHING),
            cases,
            of,
            part / whole if whole else None,
            part / column if column else None,
            (name, value) in hidden,
        )
