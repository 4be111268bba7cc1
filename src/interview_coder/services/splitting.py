"""Splitting a code: chosen codings of it get another one, which is made beside it if it is not there yet."""

from __future__ import annotations

from collections.abc import Collection

from interview_coder.domain import codebook_work
from interview_coder.errors import CodebookError
from interview_coder.locale import t
from interview_coder.services.choosing import of_code
from interview_coder.services.finding import codebook_of, refuse_retired
from interview_coder.services.reworking import Plan, Planner, beside
from interview_coder.services.selecting import Selection
from interview_coder.store.project import Project


def splitting(code: str, new: str, selection: Selection, ids: Collection[str] | None) -> Planner:
    """Plan that codings of `code` get the code `new`, whoever made them: those selected, or those with these ids.

    They keep the definition that they were made under, so that they are listed as outdated until read again.
    """

    def plan(project: Project) -> Plan:
        old = codebook_of(project)
        source = old.resolve(code)
        target, is_new = beside(old, source, new)
        if target.id == source.id:
            raise CodebookError(t("rework.split_itself", path=old.path(source.id)), t("rework.split_itself_hint"))
        refuse_retired(old, target)
        found = of_code(project, source.id, selection, ids)
        after = source.id if target.parent == source.parent else None
        book = codebook_work.added(old, target, after=after) if is_new else old
        return Plan(old, book, recoded=found, onto=target.id)

    return plan
