"""By what codings can be counted: code, coder, transcript, speaker, role, case, and attributes of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from interview_coder.domain.cases import CHOICE, Attribute, Case, Value, find_attribute
from interview_coder.domain.codebook import Codebook
from interview_coder.domain.frequencies import Key, Kind
from interview_coder.errors import UnknownNameError
from interview_coder.locale import t
from interview_coder.services.lineages import lineages
from interview_coder.services.selecting import Asked, Selection
from interview_coder.store import listings
from interview_coder.store.cases import People
from interview_coder.store.project import Project

DIMENSIONS = ("code", "coder", "transcript", "speaker", "role", "case")
SPOKEN = frozenset({"speaker", "role"})
_MISSING = ""

Rank = tuple[bool, float, str]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One key of a crossing: a built-in one, or an attribute of cases with how its values are written in keys."""

    name: str
    attribute: Attribute | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def cell(self, part: str) -> Value | None:
        """What a part of a key stands for; None when it is missing."""
        return None if part == _MISSING else self.values.get(part, part)

    def place(self, part: str) -> Rank:
        """Where a value stands in order: numbers by size, choices as listed, missing ones last."""
        if self.attribute is None:
            return (False, 0, part)
        value = self.values.get(part)
        if self.attribute.type == CHOICE and value in self.attribute.choices:
            return (False, self.attribute.choices.index(str(value)), part)
        return (part == _MISSING, float(value) if isinstance(value, int | float) else 0, part)

    @property
    def of_case(self) -> bool:
        """Whether it says something of the case."""
        return self.attribute is not None or self.name == "case"


def dimensions(people: People, by: Sequence[str]) -> list[Dimension]:
    """The dimensions named, attributes among them. Raises UnknownNameError for a name that is neither."""
    found = []
    for name in by:
        if name in DIMENSIONS:
            found.append(Dimension(name))
            continue
        try:
            attribute = find_attribute(people.attributes, name)
        except UnknownNameError as error:
            names = ", ".join((*DIMENSIONS, *(one.name for one in people.attributes)))
            raise UnknownNameError(t("count.unknown_dimension", name=name), t("count.known", names=names)) from error
        seen = {case.values[attribute.id] for case in people.cases.values() if attribute.id in case.values}
        found.append(Dimension(attribute.name, attribute, {str(value): value for value in seen}))
    return found


def keys_of(
    project: Project, asked: Asked, crossing: Sequence[Dimension], *, roll_up: bool
) -> Callable[[Kind], Sequence[Key]]:
    """What gives the cells of a kind of coding: one, or with `roll_up` one for its code and each code above."""
    names = lineages(asked.codebook, Selection(roll_up=roll_up))
    tellers = [_teller(project, asked, one) for one in crossing if one.name != "code"]
    at = next((place for place, one in enumerate(crossing) if one.name == "code"), None)

    def without_code(kind: Kind) -> Sequence[Key]:
        return (tuple([tell(kind) for tell in tellers]),)

    def with_code(kind: Kind) -> Sequence[Key]:
        others = [tell(kind) for tell in tellers]
        before, after = others[:at], others[at:]
        return [(*before, path, *after) for path in names.get(kind[0], kind[:1])]

    return without_code if at is None else with_code


def _teller(project: Project, asked: Asked, one: Dimension) -> Callable[[Kind], str]:
    """What says which part a kind of coding has in a dimension other than code."""
    if one.of_case:
        return _of_case(asked.people, one)
    match one.name:
        case "coder":
            return lambda kind: kind[1]
        case "transcript":
            names = asked.names
            return lambda kind: names[kind[3]]
        case _:
            place = ("speaker", "role").index(one.name)
            speakers = {who: facts[place] or _MISSING for who, facts in listings.speaker_names(project).items()}
            return lambda kind: speakers[kind[2]] if kind[2] else _MISSING


def _of_case(people: People, one: Dimension) -> Callable[[Kind], str]:
    known: dict[tuple[str | None, str], str] = {}

    def tell(kind: Kind) -> str:
        where = kind[2:]
        if where not in known:
            known[where] = _value(people.case_of(kind[3], kind[2]), one.attribute)
        return known[where]

    return tell


def _value(case: Case | None, attribute: Attribute | None) -> str:
    """The name of a case, or its value of `attribute`, as keys write them."""
    if case is None:
        return _MISSING
    if attribute is None:
        return case.name
    return str(case.values[attribute.id]) if attribute.id in case.values else _MISSING


def in_order(keys: Iterable[Key], crossing: Sequence[Dimension], codebook: Codebook | None) -> list[Key]:
    """`keys` part by part, codes in the order of the codebook, the rest by name or size."""
    listed = list(keys)
    ranks = []
    for one, parts in zip(crossing, map(set, zip(*listed, strict=True)), strict=False):
        if one.name == "code" and codebook is not None:
            order = {path: place for place, path in enumerate(codebook.paths().values())}
            ranked = sorted(parts, key=lambda part: (order.get(part, 0), part))
        else:
            ranked = sorted(parts, key=one.place)
        ranks.append({part: place for place, part in enumerate(ranked)})
    return sorted(listed, key=lambda key: [rank[part] for rank, part in zip(ranks, key, strict=True)])
