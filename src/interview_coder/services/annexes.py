"""The project's codebook as the annex of a paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from interview_coder.domain.annex import Annex, entries
from interview_coder.domain.listings import Table
from interview_coder.locale import LANGUAGES, language, t
from interview_coder.services.codebooks import codebook_table
from interview_coder.services.finding import codebook_of
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, codes_asked_for, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project


def used(project: Project, asked: Asked) -> dict[str, tuple[int, int]]:
    """Id of each code that the codings asked for have, to how many have it and in how many transcripts."""
    codings: Counter[str] = Counter()
    transcripts: dict[str, set[str]] = {}
    for code, _, transcript, *_ in listings.passages(project, asked.wanted):
        codings[code] += 1
        transcripts.setdefault(code, set()).add(transcript)
    return {code: (count, len(transcripts[code])) for code, count in codings.items()}


def selected_codebook(project: Project, selection: Selection) -> Table:
    """The listing of the codebook with the codes of the selection and their counts in it.

    Raises UnknownNameError, also when there is no codebook.
    """
    listed, asked = codebook_table(project), look_up(project, selection)
    wanted, counts = codes_asked_for(codebook_of(project), selection), used(project, asked)
    id_, codings, transcripts = map(listed.columns.index, ("id", "codings", "transcripts"))
    rows = []
    for row in listed.rows:
        if row[id_] in wanted:
            cells = list(row)
            cells[codings], cells[transcripts] = counts.get(str(row[id_]), (0, 0))
            rows.append(tuple(cells))
    return replace(listed, rows=tuple(rows), notes=(*listed.notes, *footing(selection)))


def annex(project: Project, selection: Selection, *, both: bool) -> Annex:
    """The codes of the selection, with how often they were used in it, in the user's language.

    With `both`, texts in the other language follow. Raises UnknownNameError, also when there is no codebook.
    """
    codebook, asked = codebook_of(project), look_up(project, selection)
    wanted = codes_asked_for(codebook, selection)
    counts = used(project, asked)
    mine = language()
    languages = [mine, *(one for one in LANGUAGES if one != mine)]
    codes = [code for code in codebook.codes if code.id in wanted]
    name = codebook.name.get(mine) or next(iter(codebook.name.values()), "")
    notes = (t("annex.note"), *parked_note(listings.parked_count(project)), *footing(selection))
    return Annex(
        t("annex.title", name=name) if name else t("annex.codebook"),
        mine,
        tuple(entries(codebook, codes, counts, languages, both=both)),
        notes,
    )
