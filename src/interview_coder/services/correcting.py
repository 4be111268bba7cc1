"""Correcting speakers after import: spellings that are one person, and who asks and who answers."""

from __future__ import annotations

from interview_coder.domain.spelling import nearest
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.projects import before_changing
from interview_coder.store import listings
from interview_coder.store.listings import SpeakerRow
from interview_coder.store.log import Writer
from interview_coder.store.project import Project


def merge_speakers(project: Project, coder: str, spelling: str, name: str, transcript: str | None) -> int:
    """Make `spelling` the same speaker as `name`, in one transcript or in all that have it; in how many.

    Where there is no `name` the speaker is renamed. Raises UnknownNameError when nobody has one of the names,
    RefusedError for a speaker merged with itself, or renamed everywhere to a name that is not near.
    """
    if spelling == name:
        raise RefusedError(t("correct.itself", name=name), t("correct.itself_hint"))
    before_changing(project)
    with project.write(coder) as writer:
        everywhere = _by_transcript(project, None)
        by_transcript = _by_transcript(project, transcript)
        concerned = [speakers for speakers in by_transcript.values() if spelling in speakers]
        for wanted, places in ((spelling, by_transcript), (name, everywhere)):
            if not any(wanted in speakers for speakers in places.values()):
                raise _nobody(places, wanted)
        if transcript is None and not any(name in speakers for speakers in concerned) and not nearest(spelling, [name]):
            raise RefusedError(
                t("correct.never_together", spelling=spelling, name=name),
                t("correct.name_transcript", spelling=spelling),
            )
        for speakers in concerned:
            _merge(writer, speakers, speakers[spelling], name)
    return len(concerned)


def _merge(writer: Writer, speakers: dict[str, SpeakerRow], doubtful: SpeakerRow, name: str) -> None:
    """Point `doubtful`, and what points to it, to the speaker `name`; without one here, give it that name."""
    if name not in speakers:
        writer.change("speaker.changed", doubtful.id, {"name": name})
        return
    main = speakers.get(speakers[name].same_as or name, speakers[name])
    if main.id == doubtful.id:
        raise RefusedError(t("correct.itself", name=name), t("correct.itself_hint"))
    for row in speakers.values():
        if row.id == doubtful.id or row.same_as == doubtful.name:
            writer.change("speaker.changed", row.id, {"same_as": main.id})


def set_role(project: Project, coder: str, name: str, role: str, transcript: str | None) -> int:
    """Give the speaker `name` the role `interviewer` or `interviewee`, in one transcript or all; in how many.

    Raises UnknownNameError when nobody has this name.
    """
    before_changing(project)
    with project.write(coder) as writer:
        by_transcript = _by_transcript(project, transcript)
        found = [speakers[name] for speakers in by_transcript.values() if name in speakers]
        if not found:
            raise _nobody(by_transcript, name)
        for speaker in found:
            writer.change("speaker.changed", speaker.id, {"role": role})
    return len(found)


def _by_transcript(project: Project, transcript: str | None) -> dict[str, dict[str, SpeakerRow]]:
    only = Transcripts(project).named(transcript).id if transcript else None
    found: dict[str, dict[str, SpeakerRow]] = {}
    for row in listings.speakers(project):
        if only in (None, row.transcript):
            found.setdefault(row.transcript, {})[row.name] = row
    return found


def _nobody(by_transcript: dict[str, dict[str, SpeakerRow]], name: str) -> UnknownNameError:
    names = sorted({spelled for speakers in by_transcript.values() for spelled in speakers}, key=fold)
    return UnknownNameError(t("correct.nobody", name=name), t("correct.nobody_hint", names=", ".join(names)))
