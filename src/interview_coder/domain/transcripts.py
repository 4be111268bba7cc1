"""Transcripts: the whole extracted text of an interview, and who says what where.

Every offset is a count of Unicode code points from the start of the text; spans are half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

INTERVIEWER = "interviewer"
INTERVIEWEE = "interviewee"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go.

    `start`, `end` span what was said, without the header and without surrounding white space;
    `header` is the header's own span, or None; `speaker` is the name as spelled in the file
    (inner white space folded), or None when the file names nobody; times are milliseconds.
    """

    speaker: str | None
    start: int
    end: int
    header: tuple[int, int] | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one interview: the text as it will be stored, its turns in order, and warnings.

    `format` is the reader's name ("docx"), `encoding` the one that decoded it (None for formats that are no text).
    `warnings` are sentences in the user's language. `name` is what a file of several interviews calls this one,
    `attributes` what it says further about it, column by column.
    """

    text: str
    turns: tuple[Turn, ...]
    format: str
    encoding: str | None = None
    warnings: tuple[str, ...] = field(default=())
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
