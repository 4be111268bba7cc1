"""Reading back: codings with everything a paper needs, transcripts, one transcript whole, search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.listings import Table
from interview_coder.domain.search import matches, parse_query
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts, codebook_of
from interview_coder.store import listings
from interview_coder.store.listings import CodingRow
from interview_coder.store.project import Project
from interview_coder.store.search import candidate_blocks

CODINGS = (
    *("id", "transcript", "start", "end", "quote", "code", "coder", "speaker", "role", "turn", "start_ms", "memo"),
    *("star", "origin", "created_at", "attributes"),
)
TRANSCRIPTS = ("id", "name", "language", "words", "turns", "sentences", "codings", "coders", "attributes")
SEARCH = ("transcript", "turn", "speaker", "start", "end", "left", "match", "right")
SPEAKERS = ("transcript", "name", "role", "turns", "same_as")
_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Selection:
    """Which codings: of a code (with those below it if `roll_up`), a coder, a transcript; None means all."""

    code: str | None = None
    roll_up: bool = False
    coder: str | None = None
    transcript: str | None = None


@dataclass(frozen=True, slots=True)
class Selected:
    """Codings that were asked for, with what is needed to name their codes, transcripts and speakers."""

    rows: list[CodingRow]
    codebook: Codebook | None
    names: dict[str, str]
    parked: int


def select_codings(project: Project, selection: Selection) -> Selected:
    """The codings of `selection`, by transcript and place. Raises UnknownNameError."""
    known = Transcripts(project)
    transcript = known.named(selection.transcript).id if selection.transcript else None
    rows = listings.codings(project, transcript=transcript)
    codebook = listings.codebook(project)
    if selection.code:
        codebook = codebook_of(project)
        code = codebook.resolve(selection.code)
        wanted = {code.id}
        if selection.roll_up:
            wanted |= {below.id for below in codebook.descendants(code.id)}
        rows = [row for row in rows if row.code in wanted]
    if selection.coder:
        rows = [row for row in rows if row.coder == _known_coder(project, selection.coder)]
    return Selected(rows, codebook, {row.id: row.name for row in known.rows}, listings.parked_count(project))


def _known_coder(project: Project, name: str) -> str:
    known = listings.coders(project)
    if name not in known:
        raise UnknownNameError(
            t("find.unknown_coder", name=name), t("find.unknown_coder_hint", names=", ".join(known) or "-")
        )
    return name


def codings_table(project: Project, selection: Selection) -> Table:
    """One row a coding with quote, code path, coder, speaker, role, turn and time, memo, star, origin and date."""
    selected = select_codings(project, selection)
    return Table(CODINGS, tuple(_coding_rows(project, selected)), notes=parked_note(selected.parked))


def parked_note(parked: int) -> tuple[str, ...]:
    """The sentence that says how many codings are left out because what they stand on is not there."""
    return (t("retrieve.parked", count=parked),) if parked else ()


def _coding_rows(project: Project, selected: Selected) -> Iterator[tuple[object, ...]]:
    paths = selected.codebook.paths() if selected.codebook else {}
    speakers, times = listings.speaker_of_turns(project), listings.turn_times(project)
    current, text = "", ""
    for row in sorted(selected.rows, key=lambda r: (selected.names[r.transcript], r.transcript, r.start, r.end)):
        if row.transcript != current:
            current, text = row.transcript, listings.text_of(project, row.transcript)
        place = (row.transcript, row.turn or 0)
        speaker, role = speakers.get(place, ("", ""))
        yield (
            *(row.id, selected.names[row.transcript], row.start, row.end, text[row.start : row.end]),
            *(paths[row.code], row.coder, speaker or None, role or None, row.turn, times.get(place), row.memo),
            *(bool(row.star), row.origin, row.created_at, {}),
        )


def one_coding(project: Project, identifier: str) -> Table:
    """The listing of a single coding, by its id."""
    rows = [row for row in listings.codings(project) if row.id == identifier]
    selected = select_codings(project, Selection())
    only = Selected(rows, selected.codebook, selected.names, selected.parked)
    return Table(CODINGS, tuple(_coding_rows(project, only)))


def transcripts_table(project: Project) -> Table:
    """One row a transcript, by name."""
    rows: Iterator[tuple[object, ...]] = (
        (r.id, r.name, r.language, r.words, r.turns, r.sentences, r.codings, list(r.coders), {})
        for r in Transcripts(project).rows
    )
    return Table(TRANSCRIPTS, tuple(rows))


def speakers_table(project: Project, transcript: str | None = None) -> Table:
    """One row a spelling of a speaker in a transcript."""
    wanted = Transcripts(project).named(transcript).id if transcript else None
    rows = (
        (r.transcript_name, r.name, r.role, r.turns, r.same_as)
        for r in listings.speakers(project)
        if wanted in (None, r.transcript)
    )
    return Table(SPEAKERS, tuple(rows))


def show(project: Project, transcript: str) -> dict[str, object]:
    """One transcript whole: `id, name, version, text, turns, sentences, codings` as the contract has them."""
    row = Transcripts(project).named(transcript)
    codebook = listings.codebook(project)
    paths = codebook.paths() if codebook else {}
    sentences = listings.sentences(project, row.text)
    return {
        "id": row.id,
        "name": row.name,
        "version": row.text,
        "text": listings.text(project, row.text),
        "turns": [
            {
                "n": turn.n,
                "header": {"start": turn.header[0], "end": turn.header[1]} if turn.header else None,
                "start": turn.start,
                "end": turn.end,
                "speaker": turn.speaker,
                "role": turn.role,
                "start_ms": turn.start_ms,
                "end_ms": turn.end_ms,
            }
            for turn in listings.turns(project, row.id)
        ],
        "sentences": None if sentences is None else [{"start": s, "end": e} for s, e in sentences],
        "codings": [
            {"id": c.id, "start": c.start, "end": c.end, "code": paths[c.code], "coder": c.coder}
            for c in listings.codings(project, transcript=row.id)
        ],
    }


def search_table(project: Project, query: str, *, transcript: str | None = None) -> Table:
    """Every place where the words of `query` stand, as keyword in context; accents and case do not matter.

    A turn must hold all the words. `left` and `right` are up to 60 code points of context within the text.
    Raises RefusedError for a query without words.
    """
    terms = parse_query(query)
    known = Transcripts(project)
    only = known.named(transcript).id if transcript else None
    names = {row.id: row.name for row in known.rows}
    rows: list[tuple[object, ...]] = []
    current, text = "", ""
    turns: list[listings.TurnRow] = []
    for block in candidate_blocks(project, terms):
        if only not in (None, block.transcript):
            continue
        if block.transcript != current:
            current, text = block.transcript, listings.text(project, block.text)
            turns = listings.turns(project, current)
        turn = turns[block.turn - 1] if block.turn else None
        for start, end in matches(terms, text[block.start : block.end]):
            rows.append(_keyword_in_context(names[current], turn, text, block.start + start, block.start + end))
    return Table(
        SEARCH, tuple(sorted(rows, key=lambda r: (str(r[0]), r[3]))), caption=t("retrieve.found", count=len(rows))
    )


def _keyword_in_context(
    name: str, turn: listings.TurnRow | None, text: str, start: int, end: int
) -> tuple[object, ...]:
    left = " ".join(text[max(0, start - _CONTEXT) : start].split("\n"))
    right = " ".join(text[end : end + _CONTEXT].split("\n"))
    speaker = turn.speaker if turn else None
    return (name, turn.n if turn else None, speaker, start, end, left, text[start:end], right)
