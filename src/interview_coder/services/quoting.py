"""Quotes for a paper: one row a coding, with the code's path and labels, speaker, time and the case's attributes."""

from __future__ import annotations

from collections.abc import Iterator

from interview_coder.domain.listings import Table
from interview_coder.domain.times import clock
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

QUOTES = (
    *("code", "label.fr", "label.en", "quote", "transcript", "case", "turn", "speaker", "role", "time", "coder"),
    *("memo", "star", "attributes", "id"),
)


def quotes_table(project: Project, selection: Selection) -> Table:
    """One row a coding, code by code in the order of the codebook, then by transcript and place.

    `time` is that of the first turn as `h:mm:ss`; `id` stays the same for as long as the coding exists.
    """
    asked = look_up(project, selection)
    parked = parked_note(listings.parked_count(project))
    return Table(QUOTES, tuple(_rows(project, asked)), notes=(*parked, *footing(selection)))


def _rows(project: Project, asked: Asked) -> Iterator[tuple[object, ...]]:
    paths = asked.codebook.paths() if asked.codebook else {}
    labels = {code.id: code.label for code in asked.codebook.codes} if asked.codebook else {}
    order = {code: place for place, code in enumerate(paths)}
    speakers, texts = listings.speaker_names(project), dict[str, str]()
    found = listings.codings(project, asked.wanted)
    for row in sorted(found, key=lambda row: (order[row.code], asked.names[row.transcript], row.transcript)):
        if row.transcript not in texts:
            texts[row.transcript] = listings.text_of(project, row.transcript)
        speaker, role = speakers[row.speaker] if row.speaker else (None, None)
        case = asked.people.case_of(row.transcript, row.speaker)
        label, time = labels[row.code], None if row.start_ms is None else clock(row.start_ms)
        yield (
            *(paths[row.code], label.get("fr"), label.get("en"), texts[row.transcript][row.start : row.end]),
            *(asked.names[row.transcript], case.name if case else None, row.turn, speaker, role, time, row.coder),
            *(row.memo, bool(row.star), asked.people.named_values(case), row.id),
        )
