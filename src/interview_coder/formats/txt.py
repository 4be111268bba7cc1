"""Plain text, kept as it is."""

from __future__ import annotations

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.formats.source import Source


def read(source: Source) -> Reading:
    """The transcript in a plain text; markup in it is text."""
    text = source.decoded.text
    return Reading(text, find_turns(text), "txt")
