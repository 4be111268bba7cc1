"""Code frequencies by any crossing of code, coder, transcript, speaker, role, case and its attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.frequencies import MEASURES, Counts, Key, count
from interview_coder.domain.listings import Table
from interview_coder.domain.suppression import suppressed
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.dimensions import SPOKEN, Dimension, dimensions, in_order, keys_of
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Selection, codes_asked_for, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project


def frequencies(
    project: Project,
    *,
    by: Sequence[str],
    measure: str,
    roll_up: bool,
    unused: bool,
    selection: Selection,
    suppress: int | None = None,
) -> Table:
    """How often codes were used, one row a cell of the crossing `by`; largest `measure` first within code order.

    `share` is the cell's `measure` divided by that of all codings of the listing together. With `roll_up` a code
    counts the codings of the codes below it too, each once. With `unused`, codes without codings get rows of zeros.
    `suppress` empties cells of fewer transcripts, and what would give them away.
    Raises UnknownNameError for an unknown dimension or measure.
    """
    _check(measure)
    asked = look_up(project, selection)
    crossing = dimensions(asked.people, by)
    spoken = bool(SPOKEN & set(by)) or (bool(asked.people.of_speaker) and any(one.of_case for one in crossing))
    found = listings.placed(project, asked.wanted, speakers=spoken)
    cells, whole = count(found, keys_of(project, asked, crossing, roll_up=roll_up))
    absent = _absent(asked.codebook, selection, cells, by)
    if unused and tuple(by) == ("code",):
        cells |= {(path,): Counts(0, 0, 0, 0) for path in absent}
        absent = []
    hidden = suppressed({key: cell.transcripts for key, cell in cells.items()}, suppress) if suppress else frozenset()
    notes = (
        *_notes(by, crossing, roll_up=roll_up, left_out=len(absent)),
        *([t("count.suppressed", least=suppress, count=len(hidden))] if suppress else []),
        *parked_note(listings.parked_count(project)),
        *footing(selection),
    )
    caption = t(f"count.caption_{measure}", n=whole.of(measure), codings=whole.codings, transcripts=whole.transcripts)
    ordered = _ordered(cells, crossing, measure, asked.codebook)
    return Table(
        (*(one.name for one in crossing), *MEASURES, "share"),
        tuple(_rows(ordered, cells, crossing, hidden, measure, whole.of(measure))),
        caption=caption,
        notes=notes,
    )


def _check(measure: str) -> None:
    if measure not in MEASURES:
        raise UnknownNameError(t("count.unknown_measure", name=measure), t("count.known", names=", ".join(MEASURES)))


def _rows(
    keys: Sequence[Key],
    cells: Mapping[Key, Counts],
    crossing: Sequence[Dimension],
    hidden: Collection[Key],
    measure: str,
    whole: int,
) -> Iterator[tuple[object, ...]]:
    """The rows of the listing; counts and shares of hidden cells are None."""
    meant = [
        {part: one.cell(part) for part in set(parts)}
        for one, parts in zip(crossing, zip(*keys, strict=True), strict=False)
    ]
    at, nothing = MEASURES.index(measure), (None,) * (len(MEASURES) + 1)
    for key in keys:
        cell = cells[key]
        counts = (cell.codings, cell.transcripts, cell.turns, cell.words)
        numbers = nothing if key in hidden else (*counts, counts[at] / whole if whole else None)
        yield (*[parts[part] for parts, part in zip(meant, key, strict=True)], *numbers)


def _ordered(
    cells: Mapping[Key, Counts], crossing: Sequence[Dimension], measure: str, codebook: Codebook | None
) -> list[Key]:
    """Cells key by key, codes in codebook order, the rest by name or size; a single name of anything, largest first."""
    if len(crossing) == 1 and crossing[0].name != "code" and crossing[0].attribute is None:
        return sorted(cells, key=lambda key: (-cells[key].of(measure), key))
    return in_order(cells, crossing, codebook)


def _absent(codebook: Codebook | None, selection: Selection, cells: dict[Key, Counts], by: Sequence[str]) -> list[str]:
    """Paths of the codes asked for that have no cell, in codebook order."""
    if codebook is None or "code" not in by:
        return []
    at, asked = by.index("code"), codes_asked_for(codebook, selection)
    shown = {key[at] for key in cells}
    return [path for code, path in codebook.paths().items() if code in asked and path not in shown]


def _notes(by: Sequence[str], crossing: Sequence[Dimension], *, roll_up: bool, left_out: int) -> Iterator[str]:
    yield t("count.once")
    if roll_up and "code" in by:
        yield t("count.rolled_up")
    if SPOKEN & set(by):
        yield t("count.first_turn")
    if any(one.of_case for one in crossing):
        yield t("count.of_case")
    if left_out:
        yield t("count.unused_left_out", count=left_out)
