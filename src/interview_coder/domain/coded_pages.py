"""Coded transcripts as people read them on a page: what is said, by whom, and which codings stand where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: its number, span (code points, half-open, without the header), speaker, role and time."""

    n: int
    start: int
    end: int
    header: tuple[int, int] | None
    speaker: str | None
    role: str | None
    start_ms: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding: its span, the id of its code, its coder, its memo."""

    start: int
    end: int
    code: str
    coder: str
    memo: str = ""


@dataclass(frozen=True, slots=True)
class CodedText:
    """One transcript with its turns in order, its codings by where they start, its case and the case's attributes."""

    name: str
    language: str | None
    text: str
    turns: Sequence[Said]
    marks: Sequence[Mark]
    case: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """One code as the legend explains it; `colour` is `#rrggbb` or None."""

    id: str
    path: str
    label: str
    definition: str
    colour: str | None
    codings: int
    transcripts: int
