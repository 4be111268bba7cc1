"""Corpora for IRaMuTeQ: interviews, what interviewees say, or segments of codes, with starred variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interview_coder.domain.cases import Case, Value
from interview_coder.domain.transcripts import INTERVIEWEE
from interview_coder.errors import RefusedError
from interview_coder.formats.iramuteq import StarredText
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.listings import CodingRow, TranscriptRow, TurnRow
from interview_coder.store.project import Project

INTERVIEWS, TURNS, SEGMENTS = "interviews", "interviewee", "segments"
KINDS = (INTERVIEWS, TURNS, SEGMENTS)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The texts of a corpus, and sentences about what is not in them."""

    texts: list[StarredText]
    notes: tuple[str, ...]


def corpus(project: Project, selection: Selection, kind: str | None) -> Gathered:
    """The texts that IRaMuTeQ gets; `kind` is one of KINDS, by default segments for filters
    on codings, else whole interviews.

    Segments of one code that touch or overlap are one text. Raises RefusedError for filters on codings without
    segments, UnknownNameError.
    """
    asked = look_up(project, selection)
    of_codings = bool(selection.code or selection.coder or selection.query is not None)
    if kind == SEGMENTS or (kind is None and of_codings):
        return _segments(project, asked)
    if of_codings:
        raise RefusedError(t("iramuteq.codings_only"), t("iramuteq.codings_only_hint", kind=SEGMENTS))
    chosen = [row for row in Transcripts(project).rows if asked.wanted.transcript in (None, row.id)]
    return _interviews(project, asked, chosen) if kind != TURNS else _answers(project, asked, chosen)


def _interviews(project: Project, asked: Asked, chosen: Sequence[TranscriptRow]) -> Gathered:
    """One text a transcript: its turns, or all of it where it has none."""
    texts, before = [], 0
    for row in chosen:
        case = asked.people.case_of(row.id)
        if not _in_cases(asked, case):
            continue
        whole, turns = listings.text(project, row.text), listings.turns(project, row.id)
        said = [whole[turn.start : turn.end] for turn in turns] or whole.split("\n")
        first = turns[0].header[0] if turns and turns[0].header else turns[0].start if turns else 0
        before += bool(whole[:first].strip())
        texts.append(StarredText(_stars(asked, row.id, case), said))
    return Gathered(texts, (t("iramuteq.before", count=before),) if before else ())


def _answers(project: Project, asked: Asked, chosen: Sequence[TranscriptRow]) -> Gathered:
    """One text for what each case says in a transcript: the turns of interviewees."""
    texts, unknown, without = [], 0, 0
    for row in chosen:
        whole = listings.text(project, row.text)
        said: dict[str | None, list[str]] = {}
        cases: dict[str | None, Case | None] = {}
        for turn in listings.turns(project, row.id):
            unknown += turn.role is None
            if turn.role == INTERVIEWEE:
                case = asked.people.case_of(row.id, turn.speaker_id)
                key = case.id if case else None
                cases[key] = case
                said.setdefault(key, []).append(whole[turn.start : turn.end])
        without += not said
        texts += [
            StarredText(_stars(asked, row.id, cases[key]), lines)
            for key, lines in said.items()
            if _in_cases(asked, cases[key])
        ]
    notes = [t("iramuteq.no_role", count=unknown)] if unknown else []
    notes += [t("iramuteq.no_answers", count=without)] if without else []
    return Gathered(texts, tuple(notes))


def _segments(project: Project, asked: Asked) -> Gathered:
    """One text a stretch that is coded with a code, by code, transcript and place."""
    rows = listings.codings(project, asked.wanted)
    paths = asked.codebook.paths() if asked.codebook else {}
    order = {code: place for place, code in enumerate(paths)}
    texts: list[tuple[tuple[int, str], StarredText]] = []
    for transcript, found in _stretches(rows).items():
        whole, turns = listings.text_of(project, transcript), listings.turns(project, transcript)
        for code, start, end, speaker in found:
            stars = _stars(asked, transcript, asked.people.case_of(transcript, speaker)) | {"code": paths[code]}
            place = (order[code], asked.names[transcript] + transcript)
            texts.append((place, StarredText(stars, list(_spoken(whole, turns, start, end)))))
    texts.sort(key=lambda one: one[0])
    joined = len(texts) < len(rows)
    notes = (t("iramuteq.joined", codings=len(rows), segments=len(texts)),) if joined else ()
    return Gathered([text for _, text in texts], notes)


def _stretches(rows: Sequence[CodingRow]) -> dict[str, list[tuple[str, int, int, str | None]]]:
    """Id of each transcript to the code, start, end and first speaker of its stretches, by place."""
    found: dict[str, list[tuple[str, int, int, str | None]]] = {}
    latest: dict[tuple[str, str], int] = {}
    for row in rows:
        mine, key = found.setdefault(row.transcript, []), (row.transcript, row.code)
        at = latest.get(key)
        if at is not None and row.start <= mine[at][2]:
            code, start, end, speaker = mine[at]
            mine[at] = (code, start, max(end, row.end), speaker)
        else:
            latest[key] = len(mine)
            mine.append((row.code, row.start, row.end, row.speaker))
    return found


def _spoken(whole: str, turns: Sequence[TurnRow], start: int, end: int) -> Iterator[str]:
    """What is said between two places: without the headers, one piece a turn."""
    touched = [turn for turn in turns if turn.start < end and turn.end > start]
    for turn in touched:
        yield whole[max(start, turn.start) : min(end, turn.end)]
    if not touched:
        yield whole[start:end]


def _in_cases(asked: Asked, case: Case | None) -> bool:
    return asked.wanted.cases is None or (case.id if case else None) in asked.wanted.cases


def _stars(asked: Asked, transcript: str, case: Case | None) -> dict[str, str | None]:
    """The starred variables of a text: transcript, case, and what is known of the case."""
    values = asked.people.named_values(case)
    known = {name: value_text(value) for name, value in values.items()}
    return {"transcript": asked.names[transcript], "case": case.name if case else None, **known}


def value_text(value: Value) -> str:
    """A value of an attribute as people read it: yes and no in their language."""
    if isinstance(value, bool):
        return t("iramuteq.yes" if value else "iramuteq.no")
    return str(value)
