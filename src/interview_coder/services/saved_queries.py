"""Saved queries: expressions with a name, which other expressions use as `@name`."""

from __future__ import annotations

import re

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.ids import new_id
from interview_coder.domain.listings import Table
from interview_coder.domain.query import Name
from interview_coder.domain.query_binding import look_up, quoted, respelled, saved_names
from interview_coder.domain.query_parser import parse
from interview_coder.domain.text import fold
from interview_coder.errors import QueryError, RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.filtering import nearest
from interview_coder.services.finding import codebook_of
from interview_coder.services.projects import before_changing
from interview_coder.services.querying import Known
from interview_coder.store import cases, listings
from interview_coder.store.cases import Query
from interview_coder.store.project import Project

COLUMNS = ("name", "expression")
_LONGEST_NAME = 60


def queries_table(project: Project) -> Table:
    """One row a saved query by name, codes spelled by the paths of today."""
    codebook = listings.codebook(project)
    rows = ((one.name, _with_paths(codebook, one.expression)) for one in cases.queries(project))
    return Table(COLUMNS, tuple(rows))


def save_query(project: Project, coder: str, name: str, expression: str) -> Table:
    """Save an expression under a name, in place of the one that has it; its row.

    Codes are kept by their ids, so that a query outlives that a code is renamed or moved. Raises QueryError for an
    expression that cannot be asked or that comes back to itself, RefusedError for a name that cannot be written.
    """
    plain = " ".join(name.removeprefix("@").split())
    if not plain or len(plain) > _LONGEST_NAME or re.search(r'["“”„«»\x00-\x1f\x7f]', plain):
        raise RefusedError(t("query.bad_name", name=name), t("query.bad_name_hint", longest=_LONGEST_NAME))
    before_changing(project)
    with project.write(coder) as writer:
        look_up(expression, Known(project, {plain: expression}))
        kept = _with_ids(codebook_of(project), expression) if _names_codes(expression) else expression
        known = _named(project, plain)
        if known is None:
            writer.add("query.added", new_id(), {"name": plain, "expression": kept})
        elif (known.name, known.expression) != (plain, kept):
            writer.change("query.changed", known.id, {"name": plain, "expression": kept})
    return Table(COLUMNS, ((plain, _with_paths(listings.codebook(project), kept)),))


def remove_query(project: Project, coder: str, name: str) -> Table:
    """Remove a saved query; its row. Raises UnknownNameError, or RefusedError while another query uses it."""
    before_changing(project)
    with project.write(coder) as writer:
        plain = " ".join(name.removeprefix("@").split())
        known, others = _named(project, plain), cases.queries(project)
        if known is None:
            hint = nearest(plain, [one.name for one in others]) or t("query.list_saved")
            raise UnknownNameError(t("query.unknown_saved", name=plain), hint)
        users = [one.name for one in others if fold(plain) in _uses(one.expression)]
        if users:
            raise RefusedError(t("query.in_use", name=known.name, names=", ".join(users)), t("query.in_use_hint"))
        writer.change("query.removed", known.id, {})
    return Table(COLUMNS, ((known.name, _with_paths(listings.codebook(project), known.expression)),))


def _named(project: Project, name: str) -> Query | None:
    return next((one for one in cases.queries(project) if fold(one.name) == fold(name)), None)


def _names_codes(expression: str) -> bool:
    return respelled(expression, lambda _: "") != expression


def _uses(expression: str) -> set[str]:
    try:
        return {fold(name) for name in saved_names(parse(expression))}
    except QueryError:
        return set()


def _with_ids(codebook: Codebook, expression: str) -> str:
    return respelled(expression, lambda name: quoted(codebook.resolve(name.text).id, below=name.below))


def _with_paths(codebook: Codebook | None, expression: str) -> str:
    """The expression with paths for ids; codes that are gone keep their ids, and so does what cannot be read."""
    paths = codebook.paths() if codebook else {}

    def path(name: Name) -> str:
        return quoted(paths.get(name.text, name.text), below=name.below)

    try:
        return respelled(expression, path)
    except QueryError:
        return expression
