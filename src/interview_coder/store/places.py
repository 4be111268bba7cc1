"""On which version of a text each coding stands, and what waits for somebody to look at its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from interview_coder.domain.edits import Version
from interview_coder.store import contents
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Place:
    """A coding's span in the text with this hash; `code` is the id of the code it counts for.

    `before` is the place whose quote it had until an edit changed it, None when nobody needs to look; `waits`:
    it is not on the current version of its transcript, or its code is not there.
    """

    coding: str
    transcript: str
    code: str
    coder: str
    text: str
    start: int
    end: int
    before: tuple[str, int, int] | None
    waits: bool


_PLACES = """SELECT codings.id, transcript, codings.code, codings.coder, transcripts.text, start, "end", review,
        0 AS waits
    FROM codings JOIN transcripts ON transcripts.id = transcript
    UNION ALL SELECT object, transcript, COALESCE(stands_for, code), coder, text, start, "end", NULL, 1
    FROM parked LEFT JOIN codes ON codes.id = code"""


def places(project: Project, transcript: str) -> list[Place]:
    """The place of every coding of a transcript (an id), those that wait included."""
    sql = f'SELECT * FROM ({_PLACES}) WHERE transcript = ? ORDER BY start, "end", id'
    return [_place(row) for row in project.rows(sql, (transcript,))]


def waiting(project: Project) -> list[Place]:
    """Every coding whose quote was changed by an edit, or whose passage is not in the current text, by transcript."""
    sql = f"""SELECT * FROM ({_PLACES}) AS place WHERE review IS NOT NULL
        OR id IN (SELECT object FROM parked WHERE reason = 'text') ORDER BY transcript, start, "end", id"""
    return [_place(row) for row in project.rows(sql)]


def _place(row: tuple[Any, ...]) -> Place:
    *place, review, waits = row
    found = json.loads(review) if review else None
    before = (str(found["text"]), int(found["start"]), int(found["end"])) if found else None
    return Place(*(*place, before, bool(waits)))


def version(project: Project, text: str) -> Version | None:
    """The version of a transcript whose text has this hash, with its turns; None when the text is not there."""
    if not contents.has_contents(project.connection, text):
        return None
    found = project.rows("SELECT layout FROM indexed WHERE text = ? ORDER BY number DESC LIMIT 1", (text,))
    turns = contents.layout(project.connection, str(found[0][0])) if found else ()
    return Version(contents.text(project.connection, text), turns)


@dataclass(frozen=True, slots=True)
class SpeakerOf:
    """A speaker as the layout spells the name, with the corrections that stand; `same_as` is an id or None."""

    id: str
    spelling: str
    role: str | None
    same_as: str | None
    case: str | None


def speakers_of(project: Project, transcript: str) -> dict[str, SpeakerOf]:
    """The speakers of a transcript (an id) by their spelling."""
    sql = "SELECT id, spelling, role, same_as, case_id FROM speakers WHERE transcript = ?"
    return {row[1]: SpeakerOf(*row) for row in project.rows(sql, (transcript,))}
