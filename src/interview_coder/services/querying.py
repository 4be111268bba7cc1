"""Asking queries of a project: which codings an expression of the retrieval language selects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from interview_coder.domain.codebook import Codebook
from interview_coder.domain.query import Part
from interview_coder.domain.query_binding import look_up
from interview_coder.domain.query_evaluation import codes_needed, columns_needed, select
from interview_coder.domain.text import fold
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.filtering import Filters, nearest
from interview_coder.services.finding import codebook_of
from interview_coder.store import cases, passages, usage
from interview_coder.store.cases import Query
from interview_coder.store.project import Project


def selected(project: Project, expression: str, coder: str | None = None) -> list[str]:
    """Ids of the codings that `expression` selects among those of everybody, or of one coder, by transcript and place.

    Raises QueryError, which points at what is wrong.
    """
    return _column(project, expression, coder, "id")


def numbers_selected(project: Project, expression: str, coder: str | None = None) -> list[int]:
    """Like `selected`, the numbers for `listings.Wanted` in place of ids."""
    return _column(project, expression, coder, "number")


def _column(project: Project, expression: str, coder: str | None, column: str) -> list[Any]:
    part = look_up(expression, Known(project))
    columns = passages.columns(project, {column, *columns_needed(part)}, codes_needed(part), coder)
    found = columns[column]
    return [found[row] for row in select(part, columns)]


class Known:
    """What a query can name in a project; `saved` are expressions of queries that are about to be saved."""

    def __init__(self, project: Project, saved: Mapping[str, str] | None = None) -> None:
        self._project = project
        self._new = {fold(name): expression for name, expression in (saved or {}).items()}
        self._filters = Filters(project)

    @cached_property
    def _codebook(self) -> Codebook:
        return codebook_of(self._project)

    @cached_property
    def _merged(self) -> dict[str, str]:
        return usage.merged(self._project)

    @cached_property
    def _queries(self) -> dict[str, Query]:
        return {fold(one.name): one for one in cases.queries(self._project)}

    def codes(self, text: str, *, below: bool) -> frozenset[str]:
        """Ids of the code that `text` names, or the one it was merged into, and of those below it if asked for."""
        code = self._codebook.resolve(self._merged.get(text, text))
        under = self._codebook.descendants(code.id) if below else ()
        return frozenset({code.id, *(one.id for one in under)})

    def saved(self, name: str) -> str:
        """The expression of a saved query. Raises UnknownNameError with the nearest names."""
        wanted = fold(name)
        if wanted in self._new:
            return self._new[wanted]
        if wanted in self._queries:
            return self._queries[wanted].expression
        hint = nearest(name, [one.name for one in self._queries.values()]) or t("query.list_saved")
        raise UnknownNameError(t("query.unknown_saved", name=name), hint)

    def key(self, text: str) -> str:
        """The filter that `text` names."""
        return self._filters.key(text)

    def test(self, key: str, relation: str, value: str) -> Part:
        """The filter `key` for a value."""
        return self._filters.test(key, relation, value)
