"""The codebook as an annex in Markdown (CommonMark with pipe tables, as pandoc and most sites read it)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TextIO

from interview_coder.domain.annex import QUOTED, RUN_IN, Annex, Entry, Section
from interview_coder.domain.display import safe
from interview_coder.locale import t

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$^])")
_AT_START = re.compile(r"^(\d*)([#+\-=:.)])")
_DEEPEST = 6


def write_markdown(annex: Annex, stream: TextIO) -> None:
    """Write the annex: a title, an overview of all codes with counts, and a heading for each code."""
    stream.write(f"# {plain(annex.title)}\n")
    stream.writelines(f"\n{plain(note)}\n" for note in annex.notes)
    stream.writelines(_overview(annex.entries))
    for entry in annex.entries:
        stream.writelines(_entry(entry))


def plain(text: str) -> str:
    """`text` on one line so that none of its signs is markup."""
    line = " ".join(safe(text, keep="\n\t").split())
    return _AT_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line))


def _overview(entries: Sequence[Entry]) -> Iterator[str]:
    heads = [t(f"annex.{name}") for name in ("code", "label", "codings", "transcripts")]
    yield f"\n| {' | '.join(map(plain, heads))} |\n|:--|:--|--:|--:|\n"
    for entry in entries:
        retired = f" ({t('annex.retired')})" if entry.retired else ""
        labels = " / ".join(map(plain, entry.labels.values()))
        yield f"| {plain(entry.path)}{retired} | {labels} | {entry.codings} | {entry.transcripts} |\n"


def _entry(entry: Entry) -> Iterator[str]:
    retired = f" ({t('annex.retired')})" if entry.retired else ""
    yield f"\n{'#' * min(entry.depth + 2, _DEEPEST)} {plain(entry.heading)}{retired}\n"
    facts = [plain(entry.path), *map(plain, list(entry.labels.values())[1:])]
    counted = t("annex.counted", codings=entry.codings, transcripts=entry.transcripts)
    yield f"\n*{' · '.join([*facts, plain(counted)])}*\n"
    for before, section in pairwise([None, *entry.sections]):
        if before and section and before.language != section.language:
            yield f"\n*{t(f'annex.language_{section.language}')}*\n"
        if section:
            yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    name = t(f"annex.{section.kind}")
    if section.kind in RUN_IN:
        yield f"\n**{plain(name)}** {plain(', '.join(section.texts))}\n"
        return
    yield f"\n**{plain(name)}**\n\n"
    for text in section.texts:
        yield f"- *{plain(text)}*\n" if section.kind == QUOTED else f"- {plain(text)}\n"
