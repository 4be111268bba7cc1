"""Coded transcripts as pages to read in a browser or to print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from interview_coder.domain.codebook import Code
from interview_coder.domain.coded_pages import CodedText, Key, Mark, Said
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError
from interview_coder.formats.coded_page import write_page
from interview_coder.formats.files_out import make_folder, write_file
from interview_coder.locale import language, t
from interview_coder.services.corpora import value_text
from interview_coder.services.finding import Transcripts
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

Notes = tuple[str, ...]
_LONGEST_NAME = 80


def write_one_page(project: Project, path: Path, selection: Selection) -> tuple[int, Notes]:
    """Write the selected transcripts, with the codings selected, to one page; how many, and what was said of them.

    A selection of cases leaves out transcripts of others. Raises CoderError; the file is written whole or not at all.
    """
    asked = look_up(project, selection)
    texts = _chosen(project, asked, path)
    notes = _notes(project, selection, texts)
    title = texts[0].name if len(texts) == 1 else t("page.title")
    write_file(path, lambda stream: write_page(texts, _keys(asked, texts), stream, title=title, notes=notes))
    return len(texts), notes


def write_folder(project: Project, folder: Path, selection: Selection) -> tuple[int, Notes]:
    """As `write_one_page`, with a page of its own for each transcript in `folder`, which is made if it is not there."""
    asked = look_up(project, selection)
    texts = _chosen(project, asked, folder)
    notes = _notes(project, selection, texts)
    make_folder(folder)
    for text, name in zip(texts, _file_names(text.name for text in texts), strict=True):
        _write_alone(folder / f"{name}.html", text, _keys(asked, [text]), notes[1:])
    return len(texts), notes


def _write_alone(path: Path, text: CodedText, keys: Sequence[Key], notes: Notes) -> None:
    write_file(path, lambda stream: write_page([text], keys, stream, title=text.name, notes=notes))


def _notes(project: Project, selection: Selection, texts: Sequence[CodedText]) -> Notes:
    said = t("page.made", transcripts=len(texts), codings=sum(len(text.marks) for text in texts))
    return (said, *parked_note(listings.parked_count(project)), *footing(selection))


def _chosen(project: Project, asked: Asked, path: Path) -> list[CodedText]:
    """The transcripts to write. Raises RefusedError when there are none."""
    texts = list(_texts(project, asked))
    if not texts:
        raise RefusedError(t("export.nothing", path=path), t("export.nothing_hint"))
    return texts


def _texts(project: Project, asked: Asked) -> Iterator[CodedText]:
    marks: dict[str, list[Mark]] = {}
    for coding in listings.codings(project, asked.wanted):
        mark = Mark(coding.start, coding.end, coding.code, coding.coder, coding.memo)
        marks.setdefault(coding.transcript, []).append(mark)
    for row in Transcripts(project).rows:
        case = asked.people.case_of(row.id)
        chosen = asked.wanted.cases is None or (case.id if case else None) in asked.wanted.cases
        if asked.wanted.transcript not in (None, row.id) or not (chosen or row.id in marks):
            continue
        values = asked.people.named_values(case)
        yield CodedText(
            row.name,
            row.language,
            listings.text(project, row.text),
            [
                Said(turn.n, turn.start, turn.end, turn.header, turn.speaker, turn.role, turn.start_ms)
                for turn in listings.turns(project, row.id)
            ],
            marks.get(row.id, []),
            case.name if case else None,
            {name: value_text(value) for name, value in values.items()},
        )


def _keys(asked: Asked, texts: Sequence[CodedText]) -> list[Key]:
    """The codes that occur in `texts`, in the order of the codebook."""
    codings = Counter(mark.code for text in texts for mark in text.marks)
    transcripts = Counter(code for text in texts for code in {mark.code for mark in text.marks})
    codes = asked.codebook.codes if asked.codebook else ()
    return [
        _key(code, asked.codebook.path(code.id), codings[code.id], transcripts[code.id])
        for code in codes
        if asked.codebook and code.id in codings
    ]


def _key(code: Code, path: str, codings: int, transcripts: int) -> Key:
    label, definition = (
        texts.get(language()) or next(iter(texts.values()), "") for texts in (code.label, code.definition)
    )
    return Key(code.id, path, label, definition, code.colour, codings, transcripts)


def _file_names(names: Iterable[str]) -> Iterator[str]:
    """A file name for each name, without what systems refuse; distinct ones even where case does not count."""
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "-", name)[:_LONGEST_NAME].strip(" .") or "x"
        wish, number = plain, 2
        while fold(wish) in taken:
            wish, number = f"{plain}-{number}", number + 1
        taken.add(fold(wish))
        yield wish
