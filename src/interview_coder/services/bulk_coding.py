"""Many codings from a table that a person, a spreadsheet, another program or our own export made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from interview_coder.domain.listings import Table
from interview_coder.domain.quotes import places as quoted_places
from interview_coder.domain.quotes import same
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError, RefusedError, UnknownNameError, UnreadableFileError
from interview_coder.locale import t
from interview_coder.services.coding import Places, Wished, note, note_memo
from interview_coder.services.finding import refuse_retired
from interview_coder.services.projects import before_changing
from interview_coder.store import listings
from interview_coder.store.listings import CodingKey, KnownCoding, TranscriptRow
from interview_coder.store.log import Writer
from interview_coder.store.project import Project

if TYPE_CHECKING:
    from interview_coder.formats.rows_in import Sheet

REQUIRED = ("transcript", "code")
OPTIONAL = ("start", "end", "quote", "coder", "memo", "version", "star")
SYNONYMS = {
    "transcript": (
        *("document", "transcription", "entretien", "interview", "fichier", "file", "source", "doc"),
        *("document name", "nom du document", "transcript name", "transcript id", "file name", "nom du fichier"),
    ),
    "start": ("début", "begin", "from", "de", "start position", "position de début"),
    "end": ("fin", "stop", "to", "à", "end position", "position de fin"),
    "code": (
        "codes",
        "thème",
        "theme",
        "thèmes",
        "themes",
        "code name",
        "nom du code",
        "étiquette",
        "tag",
        "catégorie",
    ),
    "coder": (
        *("codeur", "codeuse", "auteur", "autrice", "author", "annotateur", "annotatrice", "annotator", "rater"),
        *("user", "created by"),
    ),
    "memo": ("mémo", "note", "notes", "commentaire", "commentaires", "comment", "comments", "remarque"),
    "quote": ("citation", "extrait", "passage", "verbatim", "segment", "coded segment", "quotation", "text", "texte"),
    "star": ("étoile", "starred"),
}
DRY = ("transcript", "start", "end", "quote", "code", "coder", "memo", "star", "new")
_WHOLE = re.compile("-?[0-9]{1,15}").fullmatch
_YES = frozenset(("true", "1", "yes", "oui", "vrai", "x", "*", "✓"))
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk coding did: the ids of the codings of its rows in order, how many of them are new, and notes.

    `notes` say in the user's language which columns were taken for which, and which were not read.
    """

    ids: tuple[str, ...]
    new: int
    notes: tuple[str, ...] = ()


def code_from_file(project: Project, actor: str, path: Path, split: str | None = None) -> Bulk:
    """Add every coding of a CSV, spreadsheet or JSON Lines file in one step, all or nothing.

    Columns `transcript, code`, `start, end` or `quote` (which must stand in the transcript once), and perhaps `coder,
    memo, version, star`; they may go by other names (SYNONYMS). A cell may hold several codes with `split` between
    them. Raises BulkRowsError that names every bad row with its line, and then changes nothing.
    """
    sheet = _sheet(path)
    before_changing(project)
    with project.write(actor) as writer:
        known = listings.coding_memos(project)
        wanted = _wanted(project, path, sheet, known, actor, split)
        return replace(_add_new(writer, wanted, known), notes=_notes(sheet))


def would_code(project: Project, actor: str, path: Path, split: str | None = None) -> Table:
    """What `code_from_file` would add, one row a coding: `new` is false for those that are there already.

    Raises BulkRowsError as it does.
    """
    sheet, known = _sheet(path), listings.coding_memos(project)
    wanted = _wanted(project, path, sheet, known, actor, split)
    paths = Places(project).codebook.paths()
    texts = _Texts(project)
    seen, rows = set(known), []
    for one in wanted:
        quote = texts.of(one.transcript)[one.start : one.end]
        place = (one.transcript.name, one.start, one.end, quote)
        rows.append((*place, paths[one.code.id], one.coder, one.memo, one.star, one.key not in seen))
        seen.add(one.key)
    return Table(
        DRY, tuple(rows), caption=t("bulk.dry_run", rows=len(rows), new=len(seen) - len(known)), notes=_notes(sheet)
    )


def _sheet(path: Path) -> Sheet:
    """The rows of the file. Raises UnreadableFileError when nothing in it can say where a coding lies."""
    from interview_coder.formats.rows_in import JSONL_SUFFIXES, read_rows  # noqa: PLC0415 - only for bulk files

    sheet = read_rows(path, REQUIRED, OPTIONAL, SYNONYMS)
    missing = [name for name in ("start", "end") if name not in sheet.columns]
    if missing and "quote" not in sheet.columns and path.suffix.lower() not in JSONL_SUFFIXES:
        found = ", ".join((*sheet.columns.values(), *sheet.ignored))
        message = t("rows.no_column", path=path, missing=", ".join(missing), found=found)
        raise UnreadableFileError(message, t("bulk.needs_place"))
    return sheet


def _notes(sheet: Sheet) -> tuple[str, ...]:
    guessed = ", ".join(f"{name} = {found}" for name, found in sheet.guessed.items())
    told = (t("bulk.guessed", columns=guessed),) if guessed else ()
    ignored = (t("bulk.ignored", columns=", ".join(sheet.ignored)),) if sheet.ignored and guessed else ()
    return (*sheet.warnings, *told, *ignored)


def _wanted(
    project: Project,
    path: Path,
    sheet: Sheet,
    known: Mapping[CodingKey, KnownCoding],
    actor: str,
    split: str | None,
) -> list[Wished]:
    """The codings of all rows. Raises BulkRowsError."""
    places, texts = Places(project), _Texts(project)
    wanted: list[Wished] = []
    bad = [(line, sentence) for line, sentence in sheet.problems]
    for row in sheet.rows:
        try:
            for one in _of_row(places, texts, row.values, actor, split):
                if one.code.retired and one.key not in known:
                    refuse_retired(places.codebook, one.code)
                wanted.append(one)
        except (UnknownNameError, RefusedError) as error:
            bad.append((row.line, str(error)))
    if bad:
        rows = [t("coding.bad_row", line=line, reason=reason) for line, reason in sorted(bad)]
        raise BulkRowsError(t("coding.bad_rows", path=path, count=len(rows)), rows, t("coding.bad_rows_hint"))
    return wanted


def _add_new(writer: Writer, wanted: Sequence[Wished], known: dict[CodingKey, KnownCoding]) -> Bulk:
    before = len(known)
    # Transcript by transcript, however the file is sorted: folding then reads each text once.
    for one in sorted(wanted, key=lambda one: one.transcript.id):
        if one.key in known:
            note_memo(writer, one, known[one.key])
        else:
            known[one.key] = KnownCoding(note(writer, one, "bulk"), one.memo)
    return Bulk(tuple(known[one.key].id for one in wanted), len(known) - before)


class _Texts:
    """The texts of transcripts for rows with quotes; the last is kept: rows mostly come transcript by transcript."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._hash, self._text = "", ""

    def of(self, transcript: TranscriptRow) -> str:
        """The current text."""
        if transcript.text != self._hash:
            self._hash, self._text = transcript.text, listings.text(self._project, transcript.text)
        return self._text


def _of_row(
    places: Places, texts: _Texts, values: Mapping[str, object], actor: str, split: str | None
) -> Iterator[Wished]:
    transcript = _transcript(places, _text(values, "transcript"))
    start, end = _span(places, texts, transcript, values)
    version = str(values.get("version") or "")
    if version and version != transcript.text:
        raise RefusedError(t("coding.other_version", transcript=transcript.name), t("coding.other_version_hint"))
    coder = str(values.get("coder") or "").strip() or actor
    memo = str(values.get("memo") or "")
    star = "star" in values and fold(str(values["star"])).strip() in _YES
    for name in _codes(values, split):
        code = places.code(name)
        yield Wished(transcript, start, end, code, coder, memo, places.definition(code), star)


def _codes(values: Mapping[str, object], split: str | None) -> Sequence[str]:
    """The codes of a row: a list in JSON Lines holds several, a cell does if there is a sign to split it by."""
    value = values.get("code")
    if isinstance(value, list):
        return [str(one).strip() for one in value]
    cell = _text(values, "code")
    return [cell] if split is None else [name.strip() for name in cell.split(split) if name.strip()]


def _transcript(places: Places, name: str) -> TranscriptRow:
    """The transcript of this name, or of the file name without its suffix."""
    stem = PurePath(name).stem
    try:
        return places.transcripts.named(name)
    except UnknownNameError:
        if stem == name or not places.transcripts.has(stem):
            raise
        return places.transcripts.named(stem)


def _span(places: Places, texts: _Texts, transcript: TranscriptRow, values: Mapping[str, object]) -> tuple[int, int]:
    quote = str(values.get("quote") or "")
    given = [name for name in ("start", "end") if values.get(name) not in (None, "")]
    if quote.strip() and not given:
        return _quoted(quote, transcript, texts.of(transcript))
    if missing := [name for name in ("start", "end") if name not in values]:
        raise RefusedError(t("rows.lacks", missing=", ".join(missing)))
    start, end = _whole(values, "start"), _whole(values, "end")
    places.check_span(transcript, start, end)
    if quote.strip() and not same(quote, texts.of(transcript)[start:end]):
        raise RefusedError(
            t("bulk.another_passage", transcript=transcript.name, start=start, end=end), t("bulk.another_passage_hint")
        )
    return start, end


def _quoted(quote: str, transcript: TranscriptRow, text: str) -> tuple[int, int]:
    """The one place of a quote. Raises RefusedError when there is none or more."""
    found = quoted_places(quote, text)
    if not found:
        raise RefusedError(t("bulk.no_quote", transcript=transcript.name), t("bulk.no_quote_hint"))
    if len(found) > 1:
        spans = ", ".join(f"{start}-{end}" for start, end in found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
        raise RefusedError(
            t("bulk.many_places", transcript=transcript.name, count=len(found), places=spans),
            t("bulk.many_places_hint"),
        )
    return found[0]


def _text(values: Mapping[str, object], column: str) -> str:
    value = values.get(column)
    if value is None or not str(value).strip():
        raise RefusedError(t("coding.empty_cell", column=column))
    return str(value).strip()


def _whole(values: Mapping[str, object], column: str) -> int:
    value = _text(values, column)
    if not _WHOLE(value):
        raise RefusedError(t("coding.not_whole", column=column, value=value))
    return int(value)
