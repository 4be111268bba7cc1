"""Codings that were made under another definition than the one that their code has today."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from interview_coder.domain.listings import Table
from interview_coder.locale import t
from interview_coder.services.footing import footing
from interview_coder.services.retrieving import wanted_codings
from interview_coder.services.selecting import Selection, look_up
from interview_coder.store import usage
from interview_coder.store.listings import Wanted
from interview_coder.store.project import Project

COLUMN = "outdated"


def outdated_table(project: Project, selection: Selection) -> Table:
    """The listing of these codings, with a column that says why they are outdated, and a note for each code.

    `definition`: that of the code has changed since; `merge`: the code that was put on the passage was merged into
    this one; `split`: the coding was given this code later.
    """
    late = usage.outdated(project, look_up(project, selection).wanted)
    reasons = {one.id: one.reason for one in late}
    found = wanted_codings(project, Wanted(numbers=[one.number for one in late]))
    counts = Counter(str(row[found.columns.index("code")]) for row in found.rows)
    rows = tuple((*row, reasons[str(row[0])]) for row in found.rows)
    told = (t("recode.outdated", path=path, count=count) for path, count in sorted(counts.items()))
    return replace(found, columns=(*found.columns, COLUMN), rows=rows, notes=(*told, *footing(selection)))
