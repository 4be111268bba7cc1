"""Putting a corrected version in the place of a transcript's text: turns, times, speakers and codings follow."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_coder.domain.carrying import renamed_speakers, with_old_times
from interview_coder.domain.edits import Script, Version
from interview_coder.domain.ids import content_hash, speaker_id, transcript_id
from interview_coder.domain.speakers import similar_speakers
from interview_coder.domain.text import fold
from interview_coder.domain.transcripts import Reading, Turn
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.services.following import Followed, follow_all
from interview_coder.services.importing import Corrections, Incoming, read_file
from interview_coder.store import contents
from interview_coder.store import places as anchored
from interview_coder.store.anchors import edit_script
from interview_coder.store.backup import make_backup
from interview_coder.store.listings import TranscriptRow
from interview_coder.store.log import Writer
from interview_coder.store.places import Place
from interview_coder.store.project import Project

_STRANGER = 0.3


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A new version of a transcript as read: `starts` are those of its words, `roles` who was recognised as asking or
    answering, by name as spelled; `original` the bytes of its file, None when they are the text's own.
    """

    reading: Reading
    starts: array[int]
    roles: Mapping[str, str]
    original: bytes | None
    name: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a replacement did, or would do: how alike both texts are, and where each coding is now.

    `same`: the text is the one that is there, so that nothing was changed. `warnings` are sentences for the user.
    """

    transcript: str
    same: bool
    similarity: float
    followed: tuple[Followed, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    row: TranscriptRow
    new: NewVersion
    turns: tuple[Turn, ...]
    script: Script
    places: list[Place]
    followed: tuple[Followed, ...]


def replace_with_file(
    project: Project,
    coder: str,
    transcript: str,
    path: Path,
    *,
    encoding: str | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Replacement:
    """Put the text of the file at `path` in the place of that of `transcript`, in one step after a backup.

    Every coding of every coder follows; with `dry_run` nothing is changed. Raises UnknownNameError,
    UnreadableFileError, or RefusedError for a text that is another transcript's or, unless `force`, that of another
    interview altogether.
    """
    row = Transcripts(project).named(transcript)
    incoming = _one_of(read_file(path, Corrections(language=row.language, encoding=encoding)), row, path)
    reading = incoming.reading
    original = None if incoming.original == reading.text.encode() else incoming.original
    new = NewVersion(reading, incoming.starts, incoming.roles, original, str(path))
    return put_in_place(project, coder, row, new, force=force, dry_run=dry_run)


def _one_of(found: Sequence[Incoming], row: TranscriptRow, path: Path) -> Incoming:
    """The interview of a file that is meant: the only one, or of a table the one that has the transcript's name."""
    if len(found) == 1:
        return found[0]
    named = [one for one in found if fold(one.preview.name) == fold(row.name)]
    if len(named) != 1:
        raise RefusedError(
            t("replace.which", name=path, count=len(found), transcript=row.name), t("replace.which_hint")
        )
    return named[0]


def put_in_place(
    project: Project, coder: str, row: TranscriptRow, new: NewVersion, *, force: bool, dry_run: bool
) -> Replacement:
    """As `replace_with_file`, for a version that was read."""
    if content_hash(new.reading.text.encode()) == row.text:
        return Replacement(row.name, same=True, similarity=1.0)
    plan = _planned(project, row, new)
    similarity = plan.script.similarity
    if similarity < _STRANGER and not force:
        raise RefusedError(
            t("replace.stranger", name=new.name, transcript=row.name, percent=round(100 * similarity)),
            t("replace.stranger_hint"),
        )
    if not dry_run:
        make_backup(project, "replace")
        with project.write(coder) as writer:
            if _overtaken(project, plan):
                plan = _planned(project, Transcripts(project).named(row.id), new)
            _write(project, writer, plan)
    warnings = tuple(_warnings(plan, dry_run=dry_run))
    return Replacement(row.name, same=False, similarity=similarity, followed=plan.followed, warnings=warnings)


def _warnings(plan: _Plan, *, dry_run: bool) -> Iterator[str]:
    yield from plan.new.reading.warnings
    if plan.script.old.turns and not plan.turns:
        yield t("import.no_turns")
    known = {turn.speaker for turn in plan.script.old.turns}
    counts = Counter(turn.speaker for turn in plan.turns if turn.speaker is not None)
    for doubtful, near in similar_speakers(counts):
        if doubtful not in known:
            yield t("replace.similar", doubtful=doubtful, near=near, count=counts[doubtful])
    if plan.row.sentences is not None and not dry_run:
        yield t("replace.prepare_again", transcript=plan.row.name)


def _planned(project: Project, row: TranscriptRow, new: NewVersion) -> _Plan:
    """Everything that a replacement will write. Raises RefusedError for a text that is another transcript's."""
    key = content_hash(new.reading.text.encode())
    for other in Transcripts(project).rows:
        if other.id != row.id and (other.text == key or other.id == transcript_id(key)):
            raise RefusedError(
                t("replace.another", name=new.name, transcript=other.name), t("replace.another_hint", name=row.name)
            )
    old = anchored.version(project, row.text) or Version("")
    target = Version(new.reading.text, new.reading.turns)
    script = edit_script(old, target)
    places = anchored.places(project, row.id)
    followed = follow_all(project, places, key, target, {row.text: script})
    return _Plan(row, new, with_old_times(script), script, places, tuple(followed))


def _overtaken(project: Project, plan: _Plan) -> bool:
    """Whether another program changed the transcript or its codings since the plan was made."""
    now = Transcripts(project).named(plan.row.id)
    return now.text != plan.row.text or anchored.places(project, plan.row.id) != plan.places


def _write(project: Project, writer: Writer, plan: _Plan) -> None:
    reading, row, connection = plan.new.reading, plan.row, writer.connection
    original = plan.new.original
    payload: dict[str, object] = {
        "text": contents.keep_text(connection, reading.text, plan.new.starts),
        "layout": contents.keep_layout(connection, plan.turns),
        "original": None if original is None else contents.keep_blob(connection, "original", original),
        "format": reading.format,
        "encoding": reading.encoding,
    }
    speakers = anchored.speakers_of(project, row.id)
    renamed = renamed_speakers(plan.script)
    names = {turn.speaker for turn in plan.turns if turn.speaker is not None}
    roles = dict(plan.new.roles)
    for name in names:
        known = speakers.get(renamed.get(name, name))
        if known is not None and known.role is not None:
            roles[name] = known.role
    payload["roles"] = {speaker_id(row.id, name): role for name, role in roles.items()}
    writer.change("transcript.changed", row.id, payload)
    for name, fields in _carried_corrections(row.id, speakers, renamed, names):
        writer.change("speaker.changed", speaker_id(row.id, name), fields)
    for one in plan.followed:
        if one.change is not None:
            writer.change("coding.changed", one.coding, one.change, coder=one.coder)


def _carried_corrections(
    transcript: str, speakers: Mapping[str, anchored.SpeakerOf], renamed: Mapping[str, str], names: set[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    """The merges and cases of speakers who are spelled otherwise now, by their new spelling."""
    now = {was: name for name, was in renamed.items()}
    spellings = {one.id: spelling for spelling, one in speakers.items()}
    for name, was in renamed.items():
        fields: dict[str, object] = {}
        known = speakers.get(was)
        if known is None:
            continue
        if known.same_as is not None:
            main = spellings.get(known.same_as, "")
            main = main if main in names else now.get(main, "")
            if main and main != name:
                fields["same_as"] = speaker_id(transcript, main)
        if known.case is not None:
            fields["case"] = known.case
        if fields:
            yield name, fields
