"""Reading back: codings with everything a paper needs, transcripts and one transcript whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from interview_coder.domain.cases import Value
from interview_coder.domain.listings import Table
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.footing import footing
from interview_coder.services.selecting import Asked, Selection, cases_where, look_up
from interview_coder.store import cases as case_listings
from interview_coder.store import listings
from interview_coder.store.listings import Wanted
from interview_coder.store.project import Project

CODINGS = (
    *("id", "transcript", "start", "end", "quote", "code", "coder", "speaker", "role", "turn", "start_ms", "memo"),
    *("star", "origin", "created_at", "attributes"),
)
TRANSCRIPTS = ("id", "name", "language", "words", "turns", "sentences", "codings", "coders", "attributes")
SPEAKERS = ("transcript", "name", "role", "turns", "same_as")


def codings_table(project: Project, selection: Selection) -> Table:
    """One row a coding with quote, code path, coder, speaker, role, turn and time, memo, star, origin and date."""
    rows = _coding_rows(project, look_up(project, selection))
    parked = parked_note(listings.parked_count(project))
    return Table(CODINGS, tuple(rows), notes=(*parked, *footing(selection)))


def parked_note(parked: int) -> tuple[str, ...]:
    """The sentence that says how many codings are left out because what they stand on is not there."""
    return (t("retrieve.parked", count=parked),) if parked else ()


def _coding_rows(project: Project, asked: Asked) -> Iterator[tuple[object, ...]]:
    paths = asked.codebook.paths() if asked.codebook else {}
    speakers = listings.speaker_names(project)
    rows = listings.codings(project, asked.wanted)
    current, text = "", ""
    # Thousands of codings have few cases: what is known of each is looked up once.
    known: dict[tuple[str, str | None], dict[str, Value]] = {}
    for row in sorted(rows, key=lambda r: (asked.names[r.transcript], r.transcript)):
        if row.transcript != current:
            current, text = row.transcript, listings.text_of(project, row.transcript)
        speaker, role = speakers[row.speaker] if row.speaker else (None, None)
        who = (row.transcript, row.speaker)
        attributes = known.get(who)
        if attributes is None:
            attributes = known[who] = asked.people.named_values(asked.people.case_of(*who))
        yield (
            *(row.id, asked.names[row.transcript], row.start, row.end, text[row.start : row.end], paths[row.code]),
            *(row.coder, speaker, role, row.turn, row.start_ms, row.memo, bool(row.star), row.origin, row.created_at),
            attributes,
        )


def chosen_codings(project: Project, ids: Collection[str]) -> Table:
    """The listing of some codings, by their ids."""
    return wanted_codings(project, Wanted(ids=frozenset(ids)))


def wanted_codings(project: Project, wanted: Wanted) -> Table:
    """The listing of the codings wanted, without notes."""
    asked = replace(look_up(project, Selection()), wanted=wanted)
    return Table(CODINGS, tuple(_coding_rows(project, asked)))


def transcripts_table(project: Project, where: Sequence[str] = ()) -> Table:
    """One row a transcript, by name, with the attributes of its case; only those for whose case `where` holds."""
    counts, people = listings.codings_by_coder(project), case_listings.people(project)

    def row(found: listings.TranscriptRow) -> tuple[object, ...]:
        coders = counts.get(found.id, {})
        facts = (found.id, found.name, found.language, found.words, found.turns, found.sentences)
        return (*facts, sum(coders.values()), list(coders), people.named_values(people.case_of(found.id)))

    def chosen(found: listings.TranscriptRow) -> bool:
        case = people.case_of(found.id)
        return (case.id if case else None) in wanted

    wanted = cases_where(people, where)
    return Table(TRANSCRIPTS, tuple(map(row, filter(chosen, Transcripts(project).rows))))


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
            for c in listings.codings(project, Wanted(row.id))
        ],
    }
