"""Code frequencies by any crossing of code, coder, transcript, speaker and role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.frequencies import MEASURES, Counts, Key, Place, count, count_places
from interview_coder.domain.listings import Table
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.retrieving import Selected, Selection, parked_note, select_codings
from interview_coder.store import listings
from interview_coder.store.listings import CodingRow
from interview_coder.store.project import Project

DIMENSIONS = ("code", "coder", "transcript", "speaker", "role")


def frequencies(
    project: Project, *, by: Sequence[str], measure: str, roll_up: bool, unused: bool, selection: Selection
) -> Table:
    """How often codes were used, one row a cell of the crossing `by`; largest `measure` first within code order.

    `share` is the cell's `measure` divided by that of all codings of the listing together. With `roll_up` a code
    counts the codings of the codes below it too, each once. With `unused`, codes without codings get rows of zeros.
    Raises UnknownNameError for an unknown dimension or measure.
    """
    _check(by, measure)
    selected = select_codings(project, selection)
    places = [Place(r.transcript, r.turn, r.last_turn, r.word, r.last_word) for r in selected.rows]
    keys = list(_keys(project, selected, by, roll_up=roll_up))
    cells = count((key, place) for found, place in zip(keys, places, strict=True) for key in found)
    if unused and tuple(by) == ("code",) and selected.codebook:
        cells = {(path,): Counts(0, 0, 0, 0) for path in selected.codebook.paths().values()} | cells
    whole = count_places(places)
    rows = tuple(
        (*(part or None for part in key), *(cell.of(m) for m in MEASURES), _share(cell.of(measure), whole.of(measure)))
        for key, cell in _ordered(cells, by, measure, selected.codebook)
    )
    return Table(
        (*by, *MEASURES, "share"),
        rows,
        caption=t(
            f"count.caption_{measure}", n=whole.of(measure), codings=whole.codings, transcripts=whole.transcripts
        ),
        notes=tuple(_notes(selected, by, roll_up=roll_up, unused=unused)),
    )


def _check(by: Sequence[str], measure: str) -> None:
    for dimension in by:
        if dimension not in DIMENSIONS:
            raise UnknownNameError(
                t("count.unknown_dimension", name=dimension), t("count.known", names=", ".join(DIMENSIONS))
            )
    if measure not in MEASURES:
        raise UnknownNameError(t("count.unknown_measure", name=measure), t("count.known", names=", ".join(MEASURES)))


def _keys(project: Project, selected: Selected, by: Sequence[str], *, roll_up: bool) -> Iterator[list[Key]]:
    """For each coding the cells it belongs to: one, or with `roll_up` one for its code and each code above."""
    lineages = _lineages(selected.codebook, roll_up=roll_up)
    speakers = listings.speaker_of_turns(project) if {"speaker", "role"} & set(by) else {}
    for row in selected.rows:
        codes = lineages.get(row.code, [row.code]) if "code" in by else [""]
        yield [tuple(_part(dimension, row, code, selected, speakers) for dimension in by) for code in codes]


def _lineages(codebook: Codebook | None, *, roll_up: bool) -> dict[str, list[str]]:
    """Code id to its path, with `roll_up` followed by the paths of the codes above it."""
    if codebook is None:
        return {}
    lineages: dict[str, list[str]] = {}
    for code in codebook.codes:
        above = lineages.get(code.parent, []) if roll_up and code.parent else []
        lineages[code.id] = [codebook.path(code.id), *above]
    return lineages


def _part(
    dimension: str,
    row: CodingRow,
    code: str,
    selected: Selected,
    speakers: dict[tuple[str, int], tuple[str, str]],
) -> str:
    if dimension == "code":
        return code
    if dimension == "coder":
        return row.coder
    if dimension == "transcript":
        return selected.names[row.transcript]
    speaker, role = speakers.get((row.transcript, row.turn or 0), ("", ""))
    return speaker if dimension == "speaker" else role


def _ordered(
    cells: dict[Key, Counts], by: Sequence[str], measure: str, codebook: Codebook | None
) -> list[tuple[Key, Counts]]:
    """Cells in codebook order when a code is among the keys, largest first, then by name."""
    order = {path: place for place, path in enumerate(codebook.paths().values())} if codebook else {}
    place = by.index("code") if "code" in by else None

    def key(item: tuple[Key, Counts]) -> tuple[int, int, Key]:
        cell, counts = item
        return (order.get(cell[place], 0) if place is not None else 0, -counts.of(measure), cell)

    return sorted(cells.items(), key=key)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _notes(selected: Selected, by: Sequence[str], *, roll_up: bool, unused: bool) -> Iterator[str]:
    yield t("count.once")
    if roll_up and "code" in by:
        yield t("count.rolled_up")
    if {"speaker", "role"} & set(by):
        yield t("count.first_turn")
    if "code" in by and selected.codebook and not unused:
        used = {row.code for row in selected.rows}
        absent = sum(1 for code in selected.codebook.codes if code.id not in used)
        if absent:
            yield t("count.unused_left_out", count=absent)
    yield from parked_note(selected.parked)
