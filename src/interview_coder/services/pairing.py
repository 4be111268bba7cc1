"""What goes with what: codes that occur together, and codes that follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from interview_coder.domain import cooccurrence as together_rules
from interview_coder.domain import sequences as sequence_rules
from interview_coder.domain.cooccurrence import COEFFICIENTS, SPAN, Pair, Passage, Together
from interview_coder.domain.listings import Table
from interview_coder.domain.sequences import Successions
from interview_coder.locale import t
from interview_coder.services.footing import footing
from interview_coder.services.lineages import lineages, short_names
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

PAIRS = ("a", "b", "n_a", "n_b", "n_both", "a_with_b", "b_with_a", "share_of_a", "share_of_b")
_SHARES = frozenset({"share_of_a", "share_of_b"})


@dataclass(frozen=True, slots=True)
class Pairing:
    """Codes that occur together, by path, with what their tables and drawings need."""

    together: Together
    pairs: tuple[Pair, ...]
    coefficient: str
    caption: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Following:
    """Codes that follow one another, by path; `length` of them in a row."""

    successions: Successions
    length: int
    caption: str
    notes: tuple[str, ...]


def cooccurrence(
    project: Project,
    level: str,
    *,
    selection: Selection,
    coefficient: str = COEFFICIENTS[0],
    least: int = 1,
    across_coders: bool = False,
) -> Pairing:
    """Pairs of codes that occur together at `level` at least `least` times, the most frequent first.

    With a code selected, its pairs with all others. Raises UnknownNameError.
    """
    asked = look_up(project, selection)
    every_code = lineages(asked.codebook, replace(selection, code=None))
    found = together_rules.together(_passages(project, asked), level, every_code, across_coders=across_coders)
    chosen = {line[0] for line in lineages(asked.codebook, selection).values()}
    kept = [pair for pair in found.pairs if pair.both >= least and (pair.a in chosen or pair.b in chosen)]
    kept.sort(key=lambda pair: (-pair.both, -found.coefficient(pair, coefficient)))
    counts = {"units": found.units, "pairs": len(kept)}
    notes = (
        t(f"pairing.coefficient_{coefficient}"),
        *([t("pairing.nested")] if level == SPAN else []),
        t("pairing.across" if across_coders else "pairing.within"),
        *([t("pairing.rolled_up")] if selection.roll_up else []),
        *([t("pairing.least", least=least)] if least > 1 else []),
        *parked_note(listings.parked_count(project)),
        *footing(selection),
    )
    return Pairing(found, tuple(kept), coefficient, t(f"pairing.caption_{level}", **counts), notes)


def _passages(project: Project, asked: Asked) -> list[Passage]:
    """The codings asked for, of whatever code."""
    return listings.passages(project, replace(asked.wanted, codes=None))


def pairs_table(pairing: Pairing, *, short: bool = False) -> Table:
    """One row a pair; the last column is named after the coefficient. Codes have their short names if `short`."""
    names = short_names(pairing.together.alone) if short else {code: code for code in pairing.together.alone}
    found, name = pairing.together, pairing.coefficient
    rows = tuple(
        (
            *(names[one.a], names[one.b], one.n_a, one.n_b, one.both, one.a_with_b, one.b_with_a),
            *(one.a_with_b / one.n_a, one.b_with_a / one.n_b, found.coefficient(one, name)),
        )
        for one in pairing.pairs
    )
    return Table((*PAIRS, name), rows, pairing.caption, pairing.notes, shares=_SHARES)


def matrix_table(pairing: Pairing, *, coefficients: bool) -> Table:
    """The square matrix of the codes of the pairs: counts, with those of each code on the diagonal, or coefficients.

    It says of all its codes how often they meet, also of pairs that were not asked for: a cell must not seem a zero.
    """
    found = pairing.together
    codes = [code for code in found.alone if any(code in (one.a, one.b) for one in pairing.pairs)]
    cells: dict[tuple[str, str], float] = {}
    for one in found.pairs:
        value = found.coefficient(one, pairing.coefficient) if coefficients else one.both
        cells[one.a, one.b] = cells[one.b, one.a] = value
    rows = tuple((code, *_line(code, codes, cells, found, coefficients=coefficients)) for code in codes)
    said = t("pairing.diagonal_coefficient" if coefficients else "pairing.diagonal_count")
    return Table(("code", *codes), rows, pairing.caption, (said, *pairing.notes), shares=frozenset())


def _line(
    code: str, codes: list[str], cells: dict[tuple[str, str], float], found: Together, *, coefficients: bool
) -> Iterator[float | None]:
    for other in codes:
        if code == other:
            yield None if coefficients else found.alone[code]
        else:
            yield cells.get((code, other), 0)


def sequences(project: Project, *, within: str, length: int, selection: Selection, least: int = 1) -> Following:
    """Which codes follow one another, the most frequent first; of the codes asked for, as if there were no others."""
    asked = look_up(project, selection)
    names = lineages(asked.codebook, selection)
    found = sequence_rules.sequences(_passages(project, asked), names, within=within, length=length)
    kept = replace(found, found=tuple(one for one in found.found if one.count >= least))
    caption = t(f"sequences.caption_{within}", n=found.count, passages=found.passages, length=length)
    notes = (
        t("sequences.order"),
        t("sequences.chance"),
        *([t("count.rolled_up")] if selection.roll_up else []),
        *([t("sequences.only", code=selection.code)] if selection.code else []),
        *([t("sequences.least", least=least)] if least > 1 else []),
        *parked_note(listings.parked_count(project)),
        *footing(selection),
    )
    return Following(kept, length, caption, notes)


def sequences_table(following: Following, *, short: bool = False) -> Table:
    """One row a sequence: its codes, how often and where, shares, and how often chance would bring it.

    Codes have their short names if `short`.
    """
    codes = {code for one in following.successions.found for code in one.codes}
    names = short_names(codes) if short else {code: code for code in codes}
    columns = (
        *(f"code_{n}" for n in range(1, following.length + 1)),
        *("count", "transcripts", "share", "share_of_next", "expected", "lift"),
    )
    rows = tuple(
        (
            *map(names.__getitem__, one.codes),
            one.count,
            one.transcripts,
            one.share,
            one.share_of_next,
            one.expected,
            one.lift,
        )
        for one in following.successions.found
    )
    return Table(columns, rows, following.caption, following.notes, shares=frozenset({"share", "share_of_next"}))
