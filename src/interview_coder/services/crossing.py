"""Codes crossed with an attribute of the cases: which codes do teachers use more than apprentices?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from interview_coder.domain import crosstab as rules
from interview_coder.domain.binning import class_of, classes, parse_cuts
from interview_coder.domain.cases import CHOICE, NUMBER, YESNO, Attribute, Value, find_attribute
from interview_coder.domain.crosstab import Crosstab
from interview_coder.domain.independence import CHI_SQUARE, FISHER, FISHER_FREEMAN_HALTON
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.footing import footing
from interview_coder.services.lineages import lineages
from interview_coder.services.retrieving import parked_note
from interview_coder.services.selecting import Asked, Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Crossing:
    """A crosstab with what its tables and drawings need: the attribute's name, what its values mean, and the notes."""

    attribute: str
    table: Crosstab
    meanings: Mapping[str, Value]
    caption: str
    notes: tuple[str, ...]
    suppress: int | None


@dataclass(frozen=True, slots=True)
class _Groups:
    """Names of the groups in order, the group of each case by id, and what a name stands for."""

    values: Sequence[str]
    value_of: Mapping[str, str]
    meanings: Mapping[str, Value]


def crossing(
    project: Project,
    attribute: str,
    *,
    measure: str,
    selection: Selection,
    bins: str | None = None,
    groups: Sequence[str] = (),
    suppress: int | None = None,
) -> Crossing:
    """Codes by the values of `attribute`, one of crosstab.MEASURES counted for the shares.

    `bins` cuts numbers (`0,100,300` or `q4`), `groups` puts values together (`teachers=teacher|retired`), `suppress`
    hides cells of fewer cases. Raises UnknownNameError for an unknown attribute or value, RefusedError where there is
    nothing to compare.
    """
    asked = look_up(project, selection)
    known = find_attribute(asked.people.attributes, attribute)
    cases = _merged(known, _groups(asked, known, bins), groups)
    every_code = replace(asked.wanted, codes=None)
    spoken = bool(asked.people.of_speaker)
    people = asked.people

    def case_of(speaker: str | None, transcript: str) -> str | None:
        case = people.case_of(transcript, speaker)
        return case.id if case else None

    table = rules.crosstab(
        listings.placed(project, every_code, speakers=spoken),
        lineages=lineages(asked.codebook, selection),
        case_of=case_of,
        value_of=cases.value_of,
        values=cases.values,
        measure=measure,
        suppress=suppress,
        coded=_read(project, asked, cases.value_of, queried=selection.query is not None),
    )
    _check(known, table)
    caption = t(f"crosstab.caption_{measure}", n=sum(table.of_cases), attribute=known.name)
    uncoded = len(cases.value_of) - sum(table.of_cases)
    notes = (
        *_notes(known, table, uncoded, suppress),
        *([t("crosstab.groups", groups=", ".join(groups))] if groups else []),
        *([t("count.rolled_up")] if selection.roll_up else []),
        *parked_note(listings.parked_count(project)),
        *footing(selection),
    )
    return Crossing(known.name, table, cases.meanings, caption, notes, suppress)


def _read(project: Project, asked: Asked, value_of: Mapping[str, str], *, queried: bool) -> set[tuple[str | None, str]]:
    """Speakers and transcripts of cases that were read although what is counted has no coding of theirs.

    Those are people with a case of their own who speak in a transcript with codings of others and, where a query
    chooses among the codings, all whom it does not find.
    """
    read: set[tuple[str | None, str]] = set()
    wanted = replace(asked.wanted, codes=None, numbers=None)
    if asked.people.of_speaker:
        transcripts = listings.codes_by_transcript(project, replace(wanted, cases=None))
        own = ((one.id, one.transcript) for one in listings.speakers(project) if one.transcript in transcripts)
        read = {(who, where) for who, where in own if asked.people.of_speaker.get(who) in value_of}
    if queried:
        found = listings.placed(project, wanted, speakers=bool(asked.people.of_speaker))
        read |= {(speaker, transcript) for _, _, speaker, transcript, *_ in found}
    return read


def _groups(asked: Asked, attribute: Attribute, bins: str | None) -> _Groups:
    """How the cases asked for fall into groups. Raises RefusedError for cuts that are none, or too many values."""
    cases = asked.wanted.cases
    chosen = [case for case in asked.people.cases.values() if cases is None or case.id in cases]
    known = {case.id: case.values[attribute.id] for case in chosen if attribute.id in case.values}
    if bins is not None:
        return _binned(attribute, known, bins)
    named = {case: _named(value) for case, value in known.items()}
    meanings = {_named(value): value for value in known.values()}
    if attribute.type == NUMBER and len(meanings) > MOST_VALUES:
        raise RefusedError(
            t("crosstab.too_many_values", name=attribute.name, count=len(meanings)), t("crosstab.use_bins")
        )
    return _Groups(sorted(meanings, key=lambda name: _place(attribute, meanings[name])), named, meanings)


def _named(value: Value) -> str:
    if isinstance(value, bool):
        return t("display.yes" if value else "display.no")
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _place(attribute: Attribute, value: Value) -> tuple[float, str]:
    if attribute.type == CHOICE and value in attribute.choices:
        return (attribute.choices.index(str(value)), "")
    if attribute.type in (NUMBER, YESNO):
        return (-float(value) if attribute.type == YESNO else float(value), "")
    return (0, str(value))


def _binned(attribute: Attribute, known: Mapping[str, Value], bins: str) -> _Groups:
    if attribute.type != NUMBER:
        raise RefusedError(t("crosstab.not_a_number", name=attribute.name), t("crosstab.without_bins"))
    numbers = {case: float(value) for case, value in known.items()}
    cuts = parse_cuts(bins, numbers.values())
    if cuts is None:
        raise RefusedError(t("crosstab.no_cuts", text=bins), t("crosstab.no_cuts_hint"))
    names = classes(cuts)
    return _Groups(names, {case: names[class_of(number, cuts)] for case, number in numbers.items()}, {})


def _merged(attribute: Attribute, found: _Groups, asked: Sequence[str]) -> _Groups:
    """`found` with some values put together under one name. Raises RefusedError or UnknownNameError."""
    names: dict[str, str] = {}
    for text in asked:
        name, sign, listed = (part.strip() for part in text.partition("="))
        if not (name and sign and listed):
            raise RefusedError(t("crosstab.no_group", text=text), t("crosstab.no_group_hint"))
        for wanted in listed.split("|"):
            value = next((one for one in found.values if fold(one) == fold(wanted.strip())), None)
            if value is None:
                hint = t("crosstab.known_values", values=", ".join(found.values) or "-")
                raise UnknownNameError(t("crosstab.no_such_value", name=attribute.name, value=wanted.strip()), hint)
            if names.setdefault(value, name) != name:
                raise RefusedError(t("crosstab.in_two_groups", value=value), t("crosstab.no_group_hint"))
    return _Groups(
        list(dict.fromkeys(names.get(value, value) for value in found.values)),
        {case: names.get(value, value) for case, value in found.value_of.items()},
        {value: meaning for value, meaning in found.meanings.items() if value not in names},
    )


def _check(attribute: Attribute, table: Crosstab) -> None:
    """Raises RefusedError where there are not two groups with codings."""
    if not table.values:
        raise RefusedError(t("crosstab.no_values", name=attribute.name), t("crosstab.no_values_hint"))
    if len(table.values) == 1:
        raise RefusedError(
            t("crosstab.one_value", name=attribute.name, value=table.values[0]), t("crosstab.one_value_hint")
        )


def _notes(attribute: Attribute, table: Crosstab, uncoded: int, suppress: int | None) -> Iterator[str]:
    used = {row.independence.test for row in table.rows}
    for test in (CHI_SQUARE, FISHER, FISHER_FREEMAN_HALTON):
        if test in used:
            yield t(f"crosstab.test_{test.replace('-', '_')}")
    if table.tested:
        yield t("crosstab.on_cases")
        yield t("crosstab.adjusted", count=table.tested)
    reasons = Counter(row.independence.reason for row in table.rows if row.independence.reason)
    if reasons:
        listed = ", ".join(f"{t(f'crosstab.short_{reason}')} ({count})" for reason, count in reasons.items())
        yield t("crosstab.untested", reasons=listed)
    yield t("crosstab.v")
    if table.shared:
        yield t("crosstab.shared", count=table.shared)
    if table.no_value:
        yield t("crosstab.no_value", name=attribute.name, count=table.no_value)
    if uncoded:
        yield t("crosstab.uncoded", count=uncoded)
    if table.no_case:
        yield t("crosstab.no_case", count=table.no_case)
    if suppress:
        yield t("crosstab.suppressed", least=suppress)
