"""SubRip subtitles (.srt); a point is taken for the comma of a time."""

from __future__ import annotations

from interview_coder.domain.transcripts import Reading
from interview_coder.formats import cues
from interview_coder.formats.source import Source


def read(source: Source) -> Reading:
    """The transcript in an srt file; raises UnreadableFileError with the line of what is wrong."""
    numbered = list(enumerate(source.decoded.text.split("\n"), 1))
    found = cues.parse(numbered, source.name, is_identifier=lambda line: line.strip().isdecimal())
    return cues.reading(found, "srt", source.name)
