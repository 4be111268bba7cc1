"""Putting codes on passages: one coding, or many from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_coder.domain.codebook import Code, Codebook, definition_hash
from interview_coder.domain.ids import new_id
from interview_coder.errors import BulkRowsError, RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts, codebook_of, refuse_retired
from interview_coder.services.projects import before_changing
from interview_coder.store import listings
from interview_coder.store.listings import CodingKey, KnownCoding, TranscriptRow
from interview_coder.store.log import Writer
from interview_coder.store.project import Project

REQUIRED = ("transcript", "start", "end", "code")
OPTIONAL = ("coder", "memo", "version")
_WHOLE = re.compile("-?[0-9]{1,15}").fullmatch


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk coding did: the ids of the codings of its rows in order, and how many of them are new."""

    ids: tuple[str, ...]
    new: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    transcript: TranscriptRow
    start: int
    end: int
    code: Code
    coder: str
    memo: str
    definition: str

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        return (self.transcript.id, self.start, self.end, self.code.id, self.coder)


class _Places:
    """Looks up transcripts and codes for one request, each text length once."""

    def __init__(self, project: Project) -> None:
        self.transcripts = Transcripts(project)
        self.codebook: Codebook = codebook_of(project)
        self._lengths = listings.text_lengths(project)
        self._codes: dict[str, Code] = {}
        self._definitions: dict[str, str] = {}

    def code(self, text: str) -> Code:
        """The code that `text` names."""
        if text not in self._codes:
            self._codes[text] = self.codebook.resolve(text)
        return self._codes[text]

    def definition(self, code: Code) -> str:
        """The hash of what defines `code`."""
        if code.id not in self._definitions:
            self._definitions[code.id] = definition_hash(code)
        return self._definitions[code.id]

    def check_span(self, transcript: TranscriptRow, start: int, end: int) -> None:
        """Raise RefusedError unless 0 <= start < end <= length of the text."""
        length = self._lengths[transcript.text]
        if not 0 <= start < end <= length:
            raise RefusedError(
                t("coding.bad_span", transcript=transcript.name, start=start, end=end),
                t("coding.bad_span_hint", length=length),
            )


def code_passage(
    project: Project, coder: str, transcript: str, span: tuple[int, int], code: str, memo: str = ""
) -> str:
    """Put `code` on a span of `transcript` (code points, half-open) for `coder`; the id of the coding.

    The same span, code and coder again gives the coding that is there; only another memo replaces its memo.
    Raises UnknownNameError or RefusedError.
    """
    before_changing(project)
    with project.write(coder) as writer:
        places = _Places(project)
        found = places.transcripts.named(transcript)
        places.check_span(found, *span)
        named = places.code(code)
        wanted = _Wanted(found, *span, named, coder, memo, places.definition(named))
        known = listings.coding_memos(project, wanted.key).get(wanted.key)
        if known is None:
            refuse_retired(places.codebook, named)
            return _add(writer, wanted, "hand")
        _change_memo(writer, wanted, known)
        return known.id


def _add(writer: Writer, wanted: _Wanted, origin: str) -> str:
    identifier = new_id()
    payload: dict[str, object] = {
        "transcript": wanted.transcript.id,
        "text": wanted.transcript.text,
        "start": wanted.start,
        "end": wanted.end,
        "code": wanted.code.id,
        "definition": wanted.definition,
        "origin": origin,
    }
    if wanted.memo:
        payload["memo"] = wanted.memo
    writer.add("coding.added", identifier, payload, coder=wanted.coder)
    return identifier


def code_from_file(project: Project, actor: str, path: Path) -> Bulk:
    """Add every coding of a CSV or JSONL file in one step, all or nothing.

    Columns `transcript, start, end, code`, and perhaps `coder, memo, version`. Raises BulkRowsError that names every
    bad row with its line, and then changes nothing.
    """
    from interview_coder.formats.rows_in import read_rows  # noqa: PLC0415 - only for bulk files

    sheet = read_rows(path, REQUIRED, OPTIONAL)
    before_changing(project)
    with project.write(actor) as writer:
        places = _Places(project)
        known = listings.coding_memos(project)
        wanted: list[_Wanted] = []
        bad = [(line, sentence) for line, sentence in sheet.problems]
        for row in sheet.rows:
            try:
                one = _from_row(places, row.values, actor)
                if one.key not in known:
                    refuse_retired(places.codebook, one.code)
            except (UnknownNameError, RefusedError) as error:
                bad.append((row.line, str(error)))
            else:
                wanted.append(one)
        if bad:
            raise _bad_rows(path, bad)
        return _add_new(writer, wanted, known)


def _add_new(writer: Writer, wanted: Sequence[_Wanted], known: dict[CodingKey, KnownCoding]) -> Bulk:
    before = len(known)
    # Transcript by transcript, however the file is sorted: folding then reads each text once.
    for one in sorted(wanted, key=lambda one: one.transcript.id):
        if one.key in known:
            _change_memo(writer, one, known[one.key])
        else:
            known[one.key] = KnownCoding(_add(writer, one, "bulk"), one.memo)
    return Bulk(tuple(known[one.key].id for one in wanted), len(known) - before)


def _change_memo(writer: Writer, wanted: _Wanted, known: KnownCoding) -> None:
    if wanted.memo and wanted.memo != known.memo:
        writer.change("coding.changed", known.id, {"memo": wanted.memo}, coder=wanted.coder)


def _bad_rows(path: Path, bad: list[tuple[int, str]]) -> BulkRowsError:
    rows = [t("coding.bad_row", line=line, reason=reason) for line, reason in sorted(bad)]
    return BulkRowsError(t("coding.bad_rows", path=path, count=len(rows)), rows, t("coding.bad_rows_hint"))


def _from_row(places: _Places, values: Mapping[str, object], actor: str) -> _Wanted:
    transcript = places.transcripts.named(_text(values, "transcript"))
    start, end = _whole(values, "start"), _whole(values, "end")
    places.check_span(transcript, start, end)
    code = places.code(_text(values, "code"))
    version = str(values.get("version") or "")
    if version and version != transcript.text:
        raise RefusedError(t("coding.other_version", transcript=transcript.name), t("coding.other_version_hint"))
    coder = str(values.get("coder") or "").strip() or actor
    memo = str(values.get("memo") or "")
    return _Wanted(transcript, start, end, code, coder, memo, places.definition(code))


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
