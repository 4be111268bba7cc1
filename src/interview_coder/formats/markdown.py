"""Markdown, kept as it is: its marks are part of the text, and headers such as `**Name:**` are understood."""

from __future__ import annotations

from interview_coder.domain.headers import find_turns
from interview_coder.domain.transcripts import Reading
from interview_coder.formats.source import Source


def read(source: Source) -> Reading:
    """The transcript in a Markdown text, unrendered."""
    text = source.decoded.text
    return Reading(text, find_turns(text), "markdown")
