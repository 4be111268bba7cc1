"""YouTube subtitles (.sbv): as srt, with the two times of a cue on one line, separated by a comma."""

from __future__ import annotations

import re

from interview_coder.domain.transcripts import Reading
from interview_coder.formats import cues
from interview_coder.formats.source import Source

TIMES = cues.TimeLines(
    re.compile(rf"\s*{cues.TIME_WITH_POINT}\s*,\s*{cues.TIME_WITH_POINT}\s*"),
    re.compile(r"\s*\d+:\d[^\s,]*,\s*\d+:\d"),
    "0:01:02.500,0:01:04.000",
)


def read(source: Source) -> Reading:
    """The transcript in an sbv file; raises UnreadableFileError with the line of what is wrong."""
    numbered = list(enumerate(source.decoded.text.split("\n"), 1))
    found = cues.parse(numbered, source.name, is_identifier=lambda _: False, times=TIMES)
    return cues.reading(found, "sbv", source.name)
