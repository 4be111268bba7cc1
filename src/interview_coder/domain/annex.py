"""The codebook as the annex of a paper: one entry a code, with what tells coders when to use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from interview_coder.domain.codebook import Code, Codebook

T = TypeVar("T")
SECTIONS = ("definition", "include", "exclude", "examples", "keywords")
QUOTED, RUN_IN = "examples", ("definition", "keywords")


@dataclass(frozen=True, slots=True)
class Section:
    """One of SECTIONS in one language; a definition is one text."""

    kind: str
    language: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One code; `depth` is 0 at the top. `labels` map languages to labels, the reader's language first."""

    path: str
    depth: int
    labels: Mapping[str, str]
    sections: tuple[Section, ...]
    codings: int
    transcripts: int
    retired: bool

    @property
    def heading(self) -> str:
        """The label, else the last name of the path."""
        return next(iter(self.labels.values()), "") or self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Annex:
    """The whole annex: entries in the order of the codebook, notes on what was counted and when."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...]


def entries(
    codebook: Codebook,
    codes: Sequence[Code],
    counts: Mapping[str, tuple[int, int]],
    languages: Sequence[str],
    *,
    both: bool,
) -> Iterator[Entry]:
    """The entries of `codes`; `counts` maps ids to codings and transcripts.

    Texts are in the first of `languages` that has them, or with `both` in each that has, the first one first.
    """
    for code in codes:
        labels = _chosen(code.label, languages, both=both)
        sections = tuple(_sections(code, languages, both=both))
        codings, transcripts = counts.get(code.id, (0, 0))
        path = codebook.path(code.id)
        yield Entry(path, codebook.depth(code.id), labels, sections, codings, transcripts, code.retired)


def _sections(code: Code, languages: Sequence[str], *, both: bool) -> Iterator[Section]:
    found = [
        Section(kind, language, (texts,) if isinstance(texts, str) else tuple(texts))
        for kind in SECTIONS
        for language, texts in _chosen(getattr(code, kind), languages, both=both).items()
    ]
    order = list(languages)
    yield from sorted(found, key=lambda section: order.index(section.language))


def _chosen(texts: Mapping[str, T], languages: Sequence[str], *, both: bool) -> dict[str, T]:
    """What there is in `languages`, all of it or the first."""
    there = {language: texts[language] for language in languages if texts.get(language)}
    return there if both else dict(list(there.items())[:1])
