"""Which codings a listing is about: of a code, a coder, a transcript, of cases with certain attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview_coder.domain.cases import CASE, Attribute, Case, Value, find_attribute, holds, parse_condition
from interview_coder.domain.codebook import Codebook
from interview_coder.domain.text import fold
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts, codebook_of
from interview_coder.store import cases as case_listings
from interview_coder.store import listings
from interview_coder.store.cases import People
from interview_coder.store.listings import Wanted
from interview_coder.store.project import Project

_CASE_NAME = Attribute(CASE, CASE, "text")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which codings: of a code (with those below it if `roll_up`), a coder, a transcript; None means all.

    `where` are conditions on the attributes of the case, such as `position=worker`; all must hold. `query` is an
    expression of the retrieval language, asked of the codings of the coder if one is given, else of everybody's.
    """

    code: str | None = None
    roll_up: bool = False
    coder: str | None = None
    transcript: str | None = None
    where: tuple[str, ...] = ()
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A selection looked up in the project: what to fetch, and what is needed to name codes, transcripts and cases.

    `names` maps ids of transcripts to their names.
    """

    wanted: Wanted
    codebook: Codebook | None
    names: dict[str, str]
    people: People


def look_up(project: Project, selection: Selection) -> Asked:
    """What `selection` means in this project.

    Raises UnknownNameError, RefusedError for a condition that is none, QueryError for a query that cannot be asked.
    """
    known = Transcripts(project)
    transcript = known.named(selection.transcript).id if selection.transcript else None
    coder = _known_coder(project, selection.coder) if selection.coder else None
    codebook, codes = listings.codebook(project), None
    if selection.code:
        codebook = codebook_of(project)
        codes = frozenset(codes_asked_for(codebook, selection))
    people = case_listings.people(project)
    cases = cases_where(people, selection.where) if selection.where else None
    numbers = _numbers_selected(project, selection.query, coder) if selection.query is not None else None
    wanted = Wanted(transcript, coder, codes, cases, numbers=numbers)
    return Asked(wanted, codebook, {row.id: row.name for row in known.rows}, people)


def _numbers_selected(project: Project, query: str, coder: str | None) -> list[int]:
    from interview_coder.services.querying import numbers_selected  # noqa: PLC0415 - most listings have no query

    return numbers_selected(project, query, coder)


def codes_asked_for(codebook: Codebook, selection: Selection) -> set[str]:
    """Ids of the codes that `selection` lets through. Raises UnknownNameError."""
    if not selection.code:
        return {code.id for code in codebook.codes}
    code = codebook.resolve(selection.code)
    below = codebook.descendants(code.id) if selection.roll_up else ()
    return {code.id, *(one.id for one in below)}


def cases_where(people: People, where: Sequence[str]) -> frozenset[str | None]:
    """Ids of the cases for which all conditions hold; with None if they hold for what belongs to no case.

    A condition on `case` is about the name. Raises UnknownNameError or RefusedError.
    """
    conditions = [parse_condition(text) for text in where]
    asked = [(c, _CASE_NAME if fold(c.name) == CASE else find_attribute(people.attributes, c.name)) for c in conditions]

    def chosen(case: Case | None) -> bool:
        return all(holds(condition, attribute, _value(case, attribute)) for condition, attribute in asked)

    found: set[str | None] = {key for key, case in people.cases.items() if chosen(case)}
    return frozenset(found | {None}) if chosen(None) else frozenset(found)


def _value(case: Case | None, attribute: Attribute) -> Value | None:
    if case is None:
        return None
    return case.name if attribute is _CASE_NAME else case.values.get(attribute.id)


def _known_coder(project: Project, name: str) -> str:
    known = listings.coders(project)
    if name not in known:
        raise UnknownNameError(
            t("find.unknown_coder", name=name), t("find.unknown_coder_hint", names=", ".join(known) or "-")
        )
    return name
