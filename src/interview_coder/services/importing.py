"""Taking interviews in: a preview of what would come in, and the import itself."""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import floor
from pathlib import Path

from interview_coder.domain.ids import content_hash, new_id, speaker_id, transcript_id
from interview_coder.domain.languages import detect_language
from interview_coder.domain.likeness import Likeness
from interview_coder.domain.speakers import guess_roles, share_in_turns, similar_speakers
from interview_coder.domain.text import fold, word_starts
from interview_coder.domain.transcripts import Reading
from interview_coder.errors import CoderError, RefusedError, UnreadableFileError
from interview_coder.locale import t
from interview_coder.store import contents, listings
from interview_coder.store.backup import make_backup
from interview_coder.store.log import Writer
from interview_coder.store.project import Project

_BATCH = 16
_LITTLE_IN_TURNS = 0.9


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of one file: name after merges, role or None, number of turns."""

    name: str
    role: str | None
    turns: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What one interview holds. `share_in_turns` is the share of its words, headers aside, that lie in a turn."""

    path: Path
    name: str
    language: str | None
    words: int
    turns: int
    speakers: tuple[Speaker, ...]
    share_in_turns: float
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One interview that was read: its preview, and what the project will keep of it; `starts` are those of its
    words, `roles` what was recognised, by name as spelled, `original` the bytes of its file.
    """

    preview: Preview
    reading: Reading
    starts: array[int]
    roles: Mapping[str, str]
    original: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """One interview of an import: its preview when it is in (or would be), else why not, or why its file cannot be."""

    path: Path
    preview: Preview | None
    error: CoderError | None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the user says that would otherwise be recognised: language, encoding, spellings of one person, roles."""

    language: str | None = None
    encoding: str | None = None
    same_as: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


def files_of(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to import, and files in folders left out because no transcript has such a suffix.

    Files that are named are taken whatever they are called; in folders hidden files do not count.
    Raises UnreadableFileError for a path that does not exist or a folder without a file to import.
    """
    from interview_coder.formats.registry import known_suffixes  # noqa: PLC0415 - readers load on use

    found, left_out = [], []
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p, path)]
            taken = [p for p in inside if p.suffix.lower() in known_suffixes()]
            if not taken:
                raise UnreadableFileError(t("import.empty_folder", path=path), t("import.empty_folder_hint"))
            found += taken
            left_out += [p for p in inside if p not in taken]
        elif path.exists():
            found.append(path)
        else:
            raise UnreadableFileError(t("import.missing", path=path), t("import.missing_hint"))
    return list(dict.fromkeys(found)), left_out


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def read_file(path: Path, corrections: Corrections) -> list[Incoming]:
    """Read the interviews of one file, at least one, without changing anything. Raises UnreadableFileError."""
    from interview_coder.formats.registry import read_all  # noqa: PLC0415 - readers load on use

    try:
        original = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(t("import.unreadable", path=path), t("import.unreadable_hint")) from error
    readings = read_all(original, path.name, corrections.encoding)
    return [_incoming(path, reading, original, corrections) for reading in readings]


def _incoming(path: Path, reading: Reading, original: bytes, corrections: Corrections) -> Incoming:
    starts = word_starts(reading.text)
    counts = Counter(turn.speaker for turn in reading.turns if turn.speaker is not None)
    share = share_in_turns(starts, reading.turns)
    roles = guess_roles(reading.text, reading.turns)
    preview = Preview(
        path=path,
        name=unicodedata.normalize("NFC", reading.name or path.stem),
        language=corrections.language or detect_language(reading.text),
        words=len(starts),
        turns=len(reading.turns),
        speakers=_speakers(roles, counts, corrections),
        share_in_turns=share,
        warnings=(*reading.warnings, *_warnings(reading, counts, share, corrections)),
    )
    return Incoming(preview, reading, starts, roles, original)


def _speakers(roles: Mapping[str, str], counts: Counter[str], corrections: Corrections) -> tuple[Speaker, ...]:
    merged: Counter[str] = Counter()
    for name, count in counts.items():
        merged[corrections.same_as.get(name, name)] += count
    return tuple(
        Speaker(name, corrections.roles.get(name, roles.get(name)), count) for name, count in merged.most_common()
    )


def _warnings(reading: Reading, counts: Counter[str], share: float, corrections: Corrections) -> Iterator[str]:
    if not reading.turns:
        yield t("import.no_turns")
    elif share < _LITTLE_IN_TURNS:
        yield t("import.little_in_turns", percent=round(100 * share))
    for doubtful, near in similar_speakers(counts):
        if doubtful not in corrections.same_as:
            yield t("import.similar_speakers", doubtful=doubtful, near=near, count=counts[doubtful])


def preview_files(project: Project | None, paths: Sequence[Path], corrections: Corrections) -> Iterator[Outcome]:
    """What an import would do with the interviews of each file, in order; nothing is changed."""
    known, alike = _Known(project), _likeness(project)
    for path in paths:
        for found in _read(path, corrections):
            if isinstance(found, Outcome):
                yield found
                continue
            try:
                name = known.admit(found)
            except RefusedError as error:
                yield Outcome(path, None, error)
            else:
                yield Outcome(path, _compared(found, name, alike), None)


def _likeness(project: Project | None) -> Likeness:
    """What new interviews are compared with: those of the project."""
    alike = Likeness()
    if project:
        for row in listings.transcripts(project):
            alike.add(row.name, listings.text(project, row.text))
    return alike


def _compared(incoming: Incoming, name: str, alike: Likeness) -> Preview:
    """The preview under the name it comes in, with a warning when an interview before it is nearly the same."""
    preview = replace(incoming.preview, name=name)
    found = alike.add(name, incoming.reading.text)
    if found is None:
        return preview
    other, share = found
    warning = t("import.nearly_the_same", name=name, other=other, percent=floor(100 * share))
    return replace(preview, warnings=(*preview.warnings, warning))


def warn_across_files(outcomes: Sequence[Outcome], corrections: Corrections) -> list[Outcome]:
    """The outcomes, with a warning on files that spell a speaker almost as other files of the import do."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.preview is not None:
            counts.update({speaker.name: speaker.turns for speaker in outcome.preview.speakers})
    near = {doubtful: name for doubtful, name in similar_speakers(counts) if doubtful not in corrections.same_as}
    return [_warned(outcome, near) for outcome in outcomes]


def _warned(outcome: Outcome, near: Mapping[str, str]) -> Outcome:
    preview = outcome.preview
    if preview is None:
        return outcome
    names = {speaker.name for speaker in preview.speakers}
    found = tuple(
        t("import.similar_speakers", doubtful=speaker.name, near=near[speaker.name], count=speaker.turns)
        for speaker in preview.speakers
        if speaker.name in near and near[speaker.name] not in names and fold(near[speaker.name]) != fold(speaker.name)
    )
    return replace(outcome, preview=replace(preview, warnings=(*preview.warnings, *found))) if found else outcome


class _Known:
    """Texts and names that are taken, in the project or earlier in this import, and files whose bytes are kept."""

    def __init__(self, project: Project | None) -> None:
        rows = listings.transcripts(project) if project else []
        self._texts = {row.text: row.name for row in rows}
        self._ids = {row.id: row.name for row in rows}
        self._names = {fold(row.name) for row in rows}
        self.originals: dict[Path, str] = {}

    def admit(self, incoming: Incoming) -> str:
        """The name under which a new transcript comes in. Raises RefusedError when its text is there already."""
        preview = incoming.preview
        key = content_hash(incoming.reading.text.encode())
        # A transcript that was corrected since still has the id of its first text.
        there = self._texts.get(key) or self._ids.get(transcript_id(key))
        if there is not None:
            raise RefusedError(t("import.already_there", path=preview.path, name=there), t("import.already_there_hint"))
        name, number = preview.name, 1
        while fold(name) in self._names:
            number += 1
            name = f"{preview.name} ({number})"
        self._texts[key] = name
        self._names.add(fold(name))
        return name


def import_files(
    project: Project,
    coder: str,
    paths: Sequence[Path],
    *,
    corrections: Corrections,
    progress: Callable[[int, int], None],
    step: str | None = None,
) -> Iterator[list[Outcome]]:
    """Import files in one step (a new one unless given), a few in each transaction; yields outcomes once they are
    safely on disk.

    Bad files are reported and the good ones kept. Interrupted, what was yielded stays; the same import again goes
    on with the rest. `progress(done, all)` is called as files are read. What tables of interviews say further about
    each becomes attributes of its case.
    """
    if project.holds_work:
        make_backup(project, "import")
    alike = _likeness(project)
    step, waiting, done = step or new_id(), iter(paths), 0
    further: dict[str, Mapping[str, str]] = {}
    while batch := list(islice(waiting, _BATCH)):
        read: list[Incoming | Outcome] = []
        for path in batch:
            read += _read(path, corrections)
            done += 1
            progress(done, len(paths))
        with project.write(coder, step=step) as writer:
            known = _Known(project)
            outcomes = [
                _take_in(writer, known, alike, found, corrections) if isinstance(found, Incoming) else found
                for found in read
            ]
        further |= {
            outcome.preview.name: found.reading.attributes
            for outcome, found in zip(outcomes, read, strict=True)
            if outcome.preview is not None and isinstance(found, Incoming) and found.reading.attributes
        }
        yield outcomes
    if further:
        from interview_coder.services.attributes_from_names import write_named_values  # noqa: PLC0415 - tables of interviews only

        # All at once: what type a column has shows only in the whole of it.
        with project.write(coder, step=step) as writer:
            write_named_values(project, writer, further)


def _read(path: Path, corrections: Corrections) -> Sequence[Incoming | Outcome]:
    try:
        return read_file(path, corrections)
    except CoderError as error:
        return [Outcome(path, None, error)]


def _take_in(writer: Writer, known: _Known, alike: Likeness, incoming: Incoming, corrections: Corrections) -> Outcome:
    preview, reading = incoming.preview, incoming.reading
    try:
        name = known.admit(incoming)
    except RefusedError as error:
        return Outcome(preview.path, None, error)
    connection = writer.connection
    text = contents.keep_text(connection, reading.text, incoming.starts)
    identifier = transcript_id(text)
    payload = {
        "name": name,
        "language": preview.language,
        "format": reading.format,
        "encoding": reading.encoding,
        "text": text,
        "layout": contents.keep_layout(connection, reading.turns),
        "original": _keep_original(writer, incoming, known.originals),
        "roles": {speaker_id(identifier, name): role for name, role in incoming.roles.items()},
    }
    writer.add("transcript.added", identifier, payload)
    names = {turn.speaker for turn in reading.turns if turn.speaker is not None}
    for doubtful, main in corrections.same_as.items():
        if doubtful in names:
            target = {"same_as": speaker_id(identifier, main)} if main in names else {"name": main}
            writer.add("speaker.changed", speaker_id(identifier, doubtful), target)
    for speaker, role in corrections.roles.items():
        if speaker in names:
            writer.add("speaker.changed", speaker_id(identifier, speaker), {"role": role})
    return Outcome(preview.path, _compared(incoming, name, alike), None)


def _keep_original(writer: Writer, incoming: Incoming, kept: dict[Path, str]) -> str | None:
    """Keep the file's bytes, once for all its interviews; None when they are the text's own, which is kept already."""
    if incoming.original == incoming.reading.text.encode():
        return None
    path = incoming.preview.path
    if path not in kept:
        kept[path] = contents.keep_blob(writer.connection, "original", incoming.original)
    return kept[path]
