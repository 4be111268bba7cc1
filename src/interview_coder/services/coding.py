"""Putting a code on a passage."""

from __future__ import annotations

from dataclasses import dataclass

from interview_coder.domain.codebook import Code, Codebook, definition_hash
from interview_coder.domain.ids import new_id
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts, codebook_of, refuse_retired
from interview_coder.services.projects import before_changing
from interview_coder.store import listings
from interview_coder.store.listings import CodingKey, KnownCoding, TranscriptRow
from interview_coder.store.log import Writer
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Wished:
    """A coding that shall be, on a span (code points, half-open); `definition` is the hash of what defines the code."""

    transcript: TranscriptRow
    start: int
    end: int
    code: Code
    coder: str
    memo: str
    definition: str
    star: bool = False

    @property
    def key(self) -> CodingKey:
        """What a coder can do once."""
        return (self.transcript.id, self.start, self.end, self.code.id, self.coder)


class Places:
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
        places = Places(project)
        found = places.transcripts.named(transcript)
        places.check_span(found, *span)
        named = places.code(code)
        wanted = Wished(found, *span, named, coder, memo, places.definition(named))
        known = listings.coding_memos(project, wanted.key).get(wanted.key)
        if known is None:
            refuse_retired(places.codebook, named)
            return note(writer, wanted, "hand")
        note_memo(writer, wanted, known)
        return known.id


def note(writer: Writer, wanted: Wished, origin: str) -> str:
    """Note a new coding; its id."""
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
    if wanted.star:
        payload["star"] = True
    writer.add("coding.added", identifier, payload, coder=wanted.coder)
    return identifier


def note_memo(writer: Writer, wanted: Wished, known: KnownCoding) -> None:
    """Note the memo of a coding that is there, if it is another one."""
    if wanted.memo and wanted.memo != known.memo:
        writer.change("coding.changed", known.id, {"memo": wanted.memo}, coder=wanted.coder)
