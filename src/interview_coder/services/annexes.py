"""The project's codebook as the annex of a paper."""

from __future__ import annotations

from interview_coder.domain.annex import Annex, entries
from interview_coder.locale import LANGUAGES, language, t
from interview_coder.services.finding import codebook_of
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Selection, codes_asked_for, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project


def annex(project: Project, selection: Selection, *, both: bool) -> Annex:
    """The codes of the selection, with how often they were used in it, in the user's language.

    With `both`, texts in the other language follow. Raises UnknownNameError, also when there is no codebook.
    """
    codebook, asked = codebook_of(project), look_up(project, selection)
    wanted = codes_asked_for(codebook, selection)
    used: dict[str, tuple[int, set[str]]] = {}
    for code, _, transcript, *_ in listings.passages(project, asked.wanted):
        count, transcripts = used.get(code, (0, set()))
        transcripts.add(transcript)
        used[code] = (count + 1, transcripts)
    counts = {code: (count, len(transcripts)) for code, (count, transcripts) in used.items()}
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
