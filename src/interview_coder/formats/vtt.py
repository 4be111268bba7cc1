"""WebVTT (.vtt), as Zoom, Teams, noScribe and YouTube write it."""

from __future__ import annotations

import re

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats import cues
from interview_coder.formats.source import Source
from interview_coder.locale import t

COMMENT = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")


def read(source: Source) -> Reading:
    """The transcript in a WebVTT file; raises UnreadableFileError with the line of what is wrong."""
    lines = source.decoded.text.split("\n")
    if not lines[0].startswith("WEBVTT"):
        raise UnreadableFileError(t("formats.no_webvtt", name=source.name), t("formats.no_webvtt_hint"))
    end = next((n for n, line in enumerate(lines) if n and (not line or "-->" in line)), len(lines))
    numbered = list(enumerate(lines, 1))[end:]
    found = cues.parse(numbered, source.name, lambda line: bool(COMMENT.match(line)))
    return cues.reading(found, "vtt", source.name)
