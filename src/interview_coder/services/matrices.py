"""Matrices for R and other statistics: cases, transcripts or turns in rows, codes in columns, 0/1 or counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from interview_coder.domain.cases import Case
from interview_coder.domain.frequencies import Placed
from interview_coder.domain.listings import ATTRIBUTES, Table
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.footing import footing
from interview_coder.services.lineages import lineages
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

BINARY, COUNT = "binary", "count"
KINDS = (BINARY, COUNT)
CASE, TRANSCRIPT, TURN = "case", "transcript", "turn"
UNITS = (CASE, TRANSCRIPT, TURN)
_FACTS = {
    CASE: ("case", "transcripts"),
    TRANSCRIPT: ("transcript", "case"),
    TURN: ("transcript", "turn", "speaker", "role", "case"),
}

Place = tuple[str, int]
"""What a row stands for: an id of a case or transcript and 0, or an id of a transcript and the number of a turn."""


@dataclass(frozen=True, slots=True)
class _Row:
    facts: tuple[object, ...]
    case: Case | None


def matrix(project: Project, selection: Selection, *, kind: str, unit: str) -> Table:
    """One row a `unit` (one of UNITS) with its attributes, then one column a code asked for, in codebook order.

    Rows without any coding and codes without codings are kept, as zeros. `kind` is BINARY (1: at least one coding)
    or COUNT (how many codings, those of all coders). With the selection's `roll_up` a code counts those below it too,
    each coding once. A coding counts in each turn that it touches.
    Raises RefusedError when there are no cases to be rows, UnknownNameError.
    """
    asked = look_up(project, selection)
    rows = _rows(project, asked, unit)
    if unit == CASE and not rows and not asked.people.cases:
        raise RefusedError(t("matrix.no_cases"), t("matrix.no_cases_hint"))
    names = lineages(asked.codebook, selection)
    columns = {path: place for place, (path, *_) in enumerate(names.values())}
    cells: dict[Place, list[int]] = {place: [0] * len(columns) for place in rows}
    left_out = 0
    for coding in listings.placed(project, asked.wanted, speakers=True):
        places = [place for place in _places(asked, coding, unit) if place in cells]
        left_out += not places
        for place in places:
            for path in names.get(coding[0], ()):
                cells[place][columns[path]] += 1
    if kind == BINARY:
        cells = {place: [int(count > 0) for count in counts] for place, counts in cells.items()}
    attributes = [one.name for one in asked.people.attributes]
    known = {place: asked.people.named_values(row.case) for place, row in rows.items()}
    return Table(
        (*_FACTS[unit], *(f"{ATTRIBUTES}.{name}" for name in attributes), *columns),
        tuple((*row.facts, *map(known[place].get, attributes), *cells[place]) for place, row in rows.items()),
        caption=t(f"matrix.caption_{kind}_{unit}", rows=len(rows), codes=len(columns)),
        notes=(
            *([t(f"matrix.left_out_{unit}", count=left_out)] if left_out else []),
            *parked_note(listings.parked_count(project)),
            *footing(selection),
        ),
    )


def _places(asked: Asked, coding: Placed, unit: str) -> Sequence[Place]:
    """The rows in which a coding counts."""
    _, _, speaker, transcript, turn, last_turn, _, _ = coding
    if unit == TRANSCRIPT:
        return [(transcript, 0)]
    if unit == CASE:
        case = asked.people.case_of(transcript, speaker)
        return [(case.id, 0)] if case else []
    return [] if turn is None or last_turn is None else [(transcript, n) for n in range(turn, last_turn + 1)]


def _rows(project: Project, asked: Asked, unit: str) -> dict[Place, _Row]:
    if unit == CASE:
        return dict(_case_rows(project, asked))
    chosen = [row.id for row in Transcripts(project).rows if asked.wanted.transcript in (None, row.id)]
    if unit == TURN:
        return {place: row for transcript in chosen for place, row in _turn_rows(project, asked, transcript)}
    found = {}
    own = _cases_in(project, asked)
    for transcript in chosen:
        case = asked.people.case_of(transcript)
        name = case.name if case else None
        if asked.wanted.cases is None or asked.wanted.cases & own[transcript]:
            found[(transcript, 0)] = _Row((asked.names[transcript], name), case)
    return found


def _cases_in(project: Project, asked: Asked) -> Mapping[str, set[str | None]]:
    """Id of each transcript to the ids of the cases that are heard in it: its own, and those of its speakers."""
    found: dict[str, set[str | None]] = {}
    for transcript in asked.names:
        case = asked.people.case_of(transcript)
        found[transcript] = {case.id if case else None}
    for speaker in listings.speakers(project):
        if speaker.id in asked.people.of_speaker:
            found[speaker.transcript].add(asked.people.of_speaker[speaker.id])
    return found


def _case_rows(project: Project, asked: Asked) -> Iterator[tuple[Place, _Row]]:
    heard: dict[str | None, set[str]] = {}
    for transcript, cases in _cases_in(project, asked).items():
        for case_id in cases:
            heard.setdefault(case_id, set()).add(transcript)
    for key, case in asked.people.cases.items():
        transcripts = heard.get(key, set())
        if asked.wanted.cases is not None and key not in asked.wanted.cases:
            continue
        if asked.wanted.transcript is None or asked.wanted.transcript in transcripts:
            yield (key, 0), _Row((case.name, len(transcripts)), case)


def _turn_rows(project: Project, asked: Asked, transcript: str) -> Iterator[tuple[Place, _Row]]:
    for turn in listings.turns(project, transcript):
        case = asked.people.case_of(transcript, turn.speaker_id)
        if asked.wanted.cases is None or (case.id if case else None) in asked.wanted.cases:
            name = case.name if case else None
            yield (transcript, turn.n), _Row((asked.names[transcript], turn.n, turn.speaker, turn.role, name), case)
