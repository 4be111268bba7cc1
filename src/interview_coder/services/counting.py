"""Code frequencies by any crossing of code, coder, transcript, speaker, role, case and its attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from interview_coder.domain.cases import CHOICE, Attribute, Value, find_attribute
from interview_coder.domain.codebook import Codebook
from interview_coder.domain.frequencies import MEASURES, Counts, Key, Kind, count
from interview_coder.domain.listings import Table
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, codes_asked_for, look_up
from interview_coder.store import listings
from interview_coder.store.cases import People
from interview_coder.store.project import Project

DIMENSIONS = ("code", "coder", "transcript", "speaker", "role", "case")
_SPOKEN = {"speaker", "role"}
_MISSING = ""


def frequencies(
    project: Project, *, by: Sequence[str], measure: str, roll_up: bool, unused: bool, selection: Selection
) -> Table:
    """How often codes were used, one row a cell of the crossing `by`; largest `measure` first within code order.

    `share` is the cell's `measure` divided by that of all codings of the listing together. With `roll_up` a code
    counts the codings of the codes below it too, each once. With `unused`, codes without codings get rows of zeros.
    Raises UnknownNameError for an unknown dimension or measure.
    """
    _check(measure)
    asked = look_up(project, selection)
    crossing = _crossing(asked.people, by)
    spoken = bool(_SPOKEN & set(by)) or (bool(asked.people.of_speaker) and not set(by) <= set(DIMENSIONS[:3]))
    found = listings.placed(project, asked.wanted, speakers=spoken)
    cells, whole = count(found, _keys(project, asked, crossing, roll_up=roll_up))
    absent = _absent(asked.codebook, selection, cells, by)
    if unused and tuple(by) == ("code",):
        cells |= {(path,): Counts(0, 0, 0, 0) for path in absent}
        absent = []
    rows = tuple(
        (
            *(one.cell(part) for one, part in zip(crossing, key, strict=True)),
            *(cell.of(m) for m in MEASURES),
            _share(cell.of(measure), whole.of(measure)),
        )
        for key, cell in _ordered(cells, crossing, measure, asked.codebook)
    )
    return Table(
        (*(one.name for one in crossing), *MEASURES, "share"),
        rows,
        caption=t(
            f"count.caption_{measure}", n=whole.of(measure), codings=whole.codings, transcripts=whole.transcripts
        ),
        notes=(
            *_notes(by, crossing, roll_up=roll_up, left_out=len(absent)),
            *parked_note(listings.parked_count(project)),
            *footing(selection),
        ),
    )


def _check(measure: str) -> None:
    if measure not in MEASURES:
        raise UnknownNameError(t("count.unknown_measure", name=measure), t("count.known", names=", ".join(MEASURES)))


@dataclass(frozen=True, slots=True)
class _Dimension:
    """One key of a crossing: a built-in one, or an attribute of cases with how its values are written in keys."""

    name: str
    attribute: Attribute | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def cell(self, part: str) -> Value | None:
        """What a part of a key stands for; None when it is missing."""
        return None if part == _MISSING else self.values.get(part, part)

    def place(self, part: str) -> tuple[bool, float, str]:
        """Where a value stands in order: numbers by size, choices as listed, missing ones last."""
        if self.attribute is None:
            return (False, 0, part)
        value = self.values.get(part)
        if self.attribute.type == CHOICE and value in self.attribute.choices:
            return (False, self.attribute.choices.index(str(value)), part)
        return (part == _MISSING, float(value) if isinstance(value, int | float) else 0, part)


def _crossing(people: People, by: Sequence[str]) -> list[_Dimension]:
    """The dimensions named, attributes among them. Raises UnknownNameError for a name that is neither."""
    found = []
    for name in by:
        if name in DIMENSIONS:
            found.append(_Dimension(name))
            continue
        try:
            attribute = find_attribute(people.attributes, name)
        except UnknownNameError as error:
            names = ", ".join((*DIMENSIONS, *(one.name for one in people.attributes)))
            raise UnknownNameError(t("count.unknown_dimension", name=name), t("count.known", names=names)) from error
        seen = {case.values[attribute.id] for case in people.cases.values() if attribute.id in case.values}
        found.append(_Dimension(attribute.name, attribute, {str(value): value for value in seen}))
    return found


def _keys(
    project: Project, asked: Asked, crossing: Sequence[_Dimension], *, roll_up: bool
) -> Callable[[Kind], Iterator[Key]]:
    """What gives the cells of a kind of coding: one, or with `roll_up` one for its code and each code above."""
    lineages = _lineages(asked.codebook, roll_up=roll_up)
    speakers, people = listings.speaker_names(project), asked.people
    by_code = any(one.name == "code" for one in crossing)

    def keys(kind: Kind) -> Iterator[Key]:
        code, coder, who, transcript = kind
        speaker, role = speakers[who] if who else (_MISSING, None)
        case = people.case_of(transcript, who)
        parts = {"coder": coder, "transcript": asked.names[transcript], "speaker": speaker, "role": role or _MISSING}
        parts["case"] = case.name if case else _MISSING
        for one in crossing:
            if one.attribute is not None:
                known = case is not None and one.attribute.id in case.values
                parts[one.name] = str(case.values[one.attribute.id]) if case and known else _MISSING
        for path in lineages.get(code, [code]) if by_code else [""]:
            yield tuple(path if one.name == "code" else parts[one.name] for one in crossing)

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
    cells: dict[Key, Counts], crossing: Sequence[_Dimension], measure: str, codebook: Codebook | None
) -> list[tuple[Key, Counts]]:
    """Cells key by key, codes in codebook order, the rest by name or size; a single name of anything, largest first."""
    order = {path: place for place, path in enumerate(codebook.paths().values())} if codebook else {}
    if len(crossing) == 1 and crossing[0].name != "code" and crossing[0].attribute is None:
        return sorted(cells.items(), key=lambda item: (-item[1].of(measure), item[0]))

    def place(item: tuple[Key, Counts]) -> list[tuple[bool, float, str]]:
        return [
            (False, order.get(part, 0), part) if one.name == "code" else one.place(part)
            for one, part in zip(crossing, item[0], strict=True)
        ]

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


def _notes(by: Sequence[str], crossing: Sequence[_Dimension], *, roll_up: bool, left_out: int) -> Iterator[str]:
    yield t("count.once")
    if roll_up and "code" in by:
        yield t("count.rolled_up")
    if _SPOKEN & set(by):
        yield t("count.first_turn")
    if any(one.attribute is not None or one.name == "case" for one in crossing):
        yield t("count.of_case")
    if left_out:
        yield t("count.unused_left_out", count=left_out)
