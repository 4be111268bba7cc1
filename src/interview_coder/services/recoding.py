"""Changing single codings: another code, none any more, a star, a definition they were read again under."""

from __future__ import annotations

from collections.abc import Sequence

from interview_coder.domain.codebook import definition_hash
from interview_coder.domain.listings import Table
from interview_coder.errors import RefusedError
from interview_coder.locale import t
from interview_coder.services.choosing import chosen, own
from interview_coder.services.finding import codebook_of, refuse_retired
from interview_coder.services.projects import before_changing
from interview_coder.services.retrieving import chosen_codings
from interview_coder.store import usage
from interview_coder.store.listings import Wanted
from interview_coder.store.project import Project


def recode(project: Project, coder: str, ids: Sequence[str], code: str) -> Table:
    """Put `code` on these codings of `coder` in place of theirs; their listing.

    They count as made under its definition: whoever names single codings has them before their eyes.
    Raises UnknownNameError, or RefusedError for codings of others.
    """
    before_changing(project)
    with project.write(coder) as writer:
        codebook = codebook_of(project)
        wanted = codebook.resolve(code)
        refuse_retired(codebook, wanted)
        definition = definition_hash(wanted)
        for one in own(project, ids, coder):
            if (one.made_as, one.definition) != (wanted.id, definition):
                writer.change("coding.changed", one.id, {"code": wanted.id, "definition": definition})
    return chosen_codings(project, chosen(project, ids))


def uncode(project: Project, coder: str, ids: Sequence[str]) -> Table:
    """Take these codings of `coder` away; the listing that they had. Raises UnknownNameError or RefusedError."""
    before_changing(project)
    with project.write(coder) as writer:
        found = own(project, ids, coder)
        shown = chosen_codings(project, chosen(project, ids))
        for one in found:
            writer.change("coding.removed", one.id, {})
    return shown


def star(project: Project, coder: str, ids: Sequence[str], *, on: bool) -> Table:
    """Give these codings of `coder` a star, or take it from them; their listing."""
    before_changing(project)
    with project.write(coder) as writer:
        for one in own(project, ids, coder):
            if one.star != on:
                writer.change("coding.changed", one.id, {"star": on})
    return chosen_codings(project, chosen(project, ids))


def confirm(project: Project, coder: str, code: str, ids: Sequence[str], of: str | None) -> Table:
    """Note that outdated codings of a code were read again and stay: they count as made under today's definition.

    All of `coder`, or of the coder `of`, or those with these ids. Returns how many by code. Raises UnknownNameError,
    or RefusedError when there are none.
    """
    before_changing(project)
    with project.write(coder) as writer:
        codebook = codebook_of(project)
        found = codebook.resolve(code)
        definition, whose = definition_hash(found), of or coder
        named = chosen(project, ids) if ids else None
        wanted = Wanted(coder=whose, codes=frozenset({found.id}), ids=named)
        outdated = [one for one in usage.held(project, wanted) if one.definition != definition]
        path = codebook.path(found.id)
        if not outdated:
            raise RefusedError(
                t("recode.nothing_outdated", path=path, coder=whose), t("recode.nothing_outdated_hint", path=path)
            )
        for one in outdated:
            writer.change("coding.changed", one.id, {"definition": definition}, coder=one.coder)
    count = len({one.shown for one in outdated})
    return Table(("code", "coder", "codings"), ((path, whose, count),))
