"""PDF files that hold text: paragraphs joined over lines and pages, without running heads, feet and line numbers."""

from __future__ import annotations

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.page_lines import Line, lines_of, read_once, without_furniture
from interview_coder.formats.paragraphs import paragraphs
from interview_coder.formats.pdf_pages import pages
from interview_coder.formats.source import Source
from interview_coder.locale import t

MOSTLY_UNREADABLE, SOME_UNREADABLE = 0.2, 0.001


def read(source: Source) -> Reading:
    """The transcript in a PDF; raises UnreadableFileError for a scan, a protected or a damaged one."""
    found = list(pages(source.data, source.name))
    letters = sum(len(piece.text) for page in found for piece in page.pieces)
    unreadable = sum(page.unreadable for page in found)
    if unreadable > MOSTLY_UNREADABLE * (letters + unreadable):
        raise UnreadableFileError(t("formats.pdf_letters", name=source.name), t("formats.pdf_hint"))
    if not letters:
        raise UnreadableFileError(t("formats.pdf_scan", name=source.name), t("formats.pdf_scan_hint"))
    laid_out = lines_of(found)
    kept = without_furniture(laid_out, _headers([line for page in laid_out for line in page]))
    lines, twice = read_once(kept)
    text = "\n".join(paragraphs(lines, _headers(lines)))
    warnings = []
    bare = [str(number) for number, page in enumerate(found, 1) if not page.pieces]
    if bare:
        warnings.append(t("formats.pdf_bare", name=source.name, pages=", ".join(bare)))
    if twice:
        warnings.append(t("formats.pdf_twice", name=source.name, count=twice))
    if unreadable > SOME_UNREADABLE * letters:
        warnings.append(t("formats.pdf_some_letters", name=source.name, count=unreadable))
    aside = sum(page.aside for page in found)
    if aside:
        warnings.append(t("formats.pdf_aside", name=source.name, count=aside))
    return Reading(text, find_turns(text), "pdf", warnings=tuple(warnings))


def _headers(lines: list[Line]) -> set[Line]:
    """The lines that begin with a speaker's header."""
    starts, at = {}, 0
    for line in lines:
        starts[at] = line
        at += len(line.text) + 1
    turns = find_turns("\n".join(line.text for line in lines))
    return {starts[turn.header[0]] for turn in turns if turn.header and turn.header[0] in starts}
