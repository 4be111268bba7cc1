"""Code frequencies by any crossing of code, coder, transcript, speaker and role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.frequencies import MEASURES, Counts, Key, Kind, count
from interview_coder.domain.listings import Table
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.retrieving import Asked, Selection, codes_asked_for, look_up, parked_note
from interview_coder.store import listings
from interview_coder.store.project import Project

DIMENSIONS = ("code", "coder", "transcript", "speaker", "role")
_SPOKEN = {"speaker", "role"}


def frequencies(
    project: Project, *, by: Sequence[str], measure: str, roll_up: bool, unused: bool, selection: Selection
) -> Table:
    """How often codes were used, one row a cell of the crossing `by`; largest `measure` first within code order.

    `share` is the cell's `measure` divided by that of all codings of the listing together. With `roll_up` a code
    counts the codings of the codes below it too, each once. With `unused`, codes without codings get rows of zeros.
    Raises UnknownNameError for an unknown dimension or measure.
    """
    _check(by, measure)
    asked = look_up(project, selection)
    found = listings.placed(project, asked.wanted, speakers=bool(_SPOKEN & set(by)))
    cells, whole = count(found, _keys(project, asked, by, roll_up=roll_up))
    absent = _absent(asked.codebook, selection, cells, by)
    if unused and tuple(by) == ("code",):
        cells |= {(path,): Counts(0, 0, 0, 0) for path in absent}
        absent = []
    rows = tuple(
        (*(part or None for part in key), *(cell.of(m) for m in MEASURES), _share(cell.of(measure), whole.of(measure)))
        for key, cell in _ordered(cells, by, measure, asked.codebook)
    )
    return Table(
        (*by, *MEASURES, "share"),
        rows,
        caption=t(
            f"count.caption_{measure}", n=whole.of(measure), codings=whole.codings, transcripts=whole.transcripts
        ),
        notes=(*_notes(by, roll_up=roll_up, left_out=len(absent)), *parked_note(listings.parked_count(project))),
    )


def _check(by: Sequence[str], measure: str) -> None:
    for dimension in by:
        if dimension not in DIMENSIONS:
            raise UnknownNameError(
                t("count.unknown_dimension", name=dimension), t("count.known", names=", ".join(DIMENSIONS))
            )
    if measure not in MEASURES:
        raise UnknownNameError(t("count.unknown_measure", name=measure), t("count.known", names=", ".join(MEASURES)))


def _keys(project: Project, asked: Asked, by: Sequence[str], *, roll_up: bool) -> Callable[[Kind], Iterator[Key]]:
    """What gives the cells of a kind of coding: one, or with `roll_up` one for its code and each code above."""
    lineages = _lineages(asked.codebook, roll_up=roll_up)
    speakers = listings.speaker_names(project)

    def keys(kind: Kind) -> Iterator[Key]:
        code, coder, who, transcript = kind
        speaker, role = speakers[who] if who else ("", None)
        parts = {"coder": coder, "transcript": asked.names[transcript], "speaker": speaker, "role": role or ""}
        for path in lineages.get(code, [code]) if "code" in by else [""]:
            yield tuple(path if dimension == "code" else parts[dimension] for dimension in by)

    return keys


def _lineages(codebook: Codebook | None, *, roll_up: bool) -> dict[str, list[str]]:
    """Code id to its path, with `roll_up` followed by the paths of the codes above it."""
    if codebook is None:
        return {}
    lineages: dict[str, list[str]] = {}
    for code in codebook.codes:
        above = lineages.get(code.parent, []) if roll_up and code.parent else []
        lineages[code.id] = [codebook.path(code.id), *above]
    return lineages


def _ordered(
    cells: dict[Key, Counts], by: Sequence[str], measure: str, codebook: Codebook | None
) -> list[tuple[Key, Counts]]:
    """Cells key by key, codes in codebook order, the rest by name; a single key other than code, largest first."""
    order = {path: place for place, path in enumerate(codebook.paths().values())} if codebook else {}
    if len(by) == 1 and by[0] != "code":
        return sorted(cells.items(), key=lambda item: (-item[1].of(measure), item[0]))

    def place(item: tuple[Key, Counts]) -> list[tuple[int, str]]:
        parts = zip(by, item[0], strict=True)
        return [(order.get(part, 0) if dimension == "code" else 0, part) for dimension, part in parts]

    return sorted(cells.items(), key=place)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _absent(codebook: Codebook | None, selection: Selection, cells: dict[Key, Counts], by: Sequence[str]) -> list[str]:
    """Paths of the codes asked for that have no cell, in codebook order."""
    if codebook is None or "code" not in by:
        return []
    at, asked = by.index("code"), codes_asked_for(codebook, selection)
    shown = {key[at] for key in cells}
    return [path for code, path in codebook.paths().items() if code in asked and path not in shown]


def _notes(by: Sequence[str], *, roll_up: bool, left_out: int) -> Iterator[str]:
    yield t("count.once")
    if roll_up and "code" in by:
        yield t("count.rolled_up")
    if _SPOKEN & set(by):
        yield t("count.first_turn")
    if left_out:
        yield t("count.unused_left_out", count=left_out)
