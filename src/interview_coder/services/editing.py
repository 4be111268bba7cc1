"""Correcting a transcript's text by hand: a draft to write in, and the way back through the same path as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from interview_coder.domain.carrying import carried_turns
from interview_coder.domain.edits import Version
from interview_coder.domain.headers import names_in, turns_of
from interview_coder.domain.names import key
from interview_coder.domain.speakers import guess_roles
from interview_coder.domain.text import word_starts
from interview_coder.domain.transcripts import Reading, Turn
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.drafts import draft
from interview_coder.services.finding import Transcripts
from interview_coder.services.replacing import NewVersion, Replacement, put_in_place
from interview_coder.store import places as anchored
from interview_coder.store.anchors import edit_script
from interview_coder.store.connection import plain_system_errors
from interview_coder.store.project import Project


def edit(project: Project, coder: str, transcript: str, write: Callable[[Path], None]) -> Replacement:
    """Let `write` change a draft of the text of `transcript`, then put it in its place as `replace_with_file` does.

    The draft is a file beside the project that only its owner can read; it is removed, unless what was written there
    cannot be taken: then the refusal says where it is. Raises CoderError.
    """
    row = Transcripts(project).named(transcript)
    old = anchored.version(project, row.text) or Version("")
    with draft(project.path, old.text) as path:
        write(path)
        if Transcripts(project).named(row.id).text != row.text:
            raise RefusedError(t("edit.overtaken", transcript=row.name), t("edit.overtaken_hint"))
        text = _written(path, old.text)
        reading = Reading(text, _turns(old, text), "txt", "utf-8")
        new = NewVersion(reading, word_starts(text), guess_roles(text, reading.turns), None, row.name)
        return put_in_place(project, coder, row, new, force=False, dry_run=False)


def _written(path: Path, old: str) -> str:
    from interview_coder.formats.encoding import decode  # noqa: PLC0415 - readers load on use

    with plain_system_errors(path):
        text = decode(path.read_bytes(), path.name).text
    if not text.strip():
        raise RefusedError(t("edit.empty"), t("edit.empty_hint"))
    # Editors end a file with a newline, whether it had one or not.
    return text.removesuffix("\n") if text.endswith("\n") and not old.endswith("\n") else text


def _turns(old: Version, text: str) -> tuple[Turn, ...]:
    """The turns of the edited text: headed by the speakers that the text had, and by new ones.

    What the reader of the file did not take for a name is none now. Where headers do not tell the turns, as in
    subtitles without names, the old turns are carried over.
    """
    names = {key(turn.speaker) for turn in old.turns if turn.speaker is not None}
    if [(turn.start, turn.end) for turn in turns_of(old.text, names)] != [(turn.start, turn.end) for turn in old.turns]:
        return carried_turns(edit_script(old, Version(text)))
    return turns_of(text, names | (names_in(text) - (names_in(old.text) - names)))
