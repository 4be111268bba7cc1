"""Values that stand in the names of transcripts, or beside each interview in a table of interviews."""

from __future__ import annotations

import re
from collections.abc import Mapping

from interview_coder.domain.cases import CASE, Attribute, Value, check_attribute_name, names_for, parse_value
from interview_coder.domain.inference import infer, is_missing, widened
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError, RefusedError
from interview_coder.locale import t
from interview_coder.services.attribute_import import add_attribute, write_cases
from interview_coder.services.case_moves import LAST, Moves, move
from interview_coder.services.finding import Transcripts
from interview_coder.services.projects import before_changing
from interview_coder.store.cases import People, people
from interview_coder.store.log import Writer
from interview_coder.store.project import Project

Found = Mapping[str, Mapping[str, str]]
"""What is said of each transcript: its name to what is written of each attribute; `case` names the case itself."""


def values_from_names(project: Project, pattern: str) -> dict[str, dict[str, str]]:
    """What `pattern` finds in the names of transcripts, by name; `{wave}` stands for what may be anything.

    A pattern with `(?P<…>` is a regular expression, any other text a template. Raises RefusedError for a pattern that
    is none, names nothing, or matches no name.
    """
    expression = _expression(pattern)
    if not expression.groupindex:
        raise RefusedError(t("attributes.no_groups", pattern=pattern), t("attributes.no_groups_hint"))
    found = {}
    for row in Transcripts(project).rows:
        match = expression.search(row.name)
        if match:
            found[row.name] = {key: value for key, value in match.groupdict().items() if value}
    if not found:
        raise RefusedError(t("attributes.no_match", pattern=pattern), t("attributes.no_groups_hint"))
    return found


def _expression(pattern: str) -> re.Pattern[str]:
    source = pattern
    if "(?P<" not in pattern:
        parts = re.split(r"\{(\w+)\}", pattern)
        source = "^" + "".join(f"(?P<{one}>.+?)" if n % 2 else re.escape(one) for n, one in enumerate(parts)) + "$"
    try:
        return re.compile(source)
    except (re.error, ValueError) as error:
        raise RefusedError(t("attributes.bad_pattern", pattern=pattern), t("attributes.no_groups_hint")) from error


def notes_on(project: Project, found: Found) -> tuple[str, ...]:
    """Sentences about what was found in names: the attributes with their types, and names that the pattern misses."""
    attributes = _attributes(people(project), found).values()
    types = [t("attributes.typed", name=one.name, type=one.type) for one in attributes]
    missed = [row.name for row in Transcripts(project).rows if row.name not in found]
    if missed:
        types.append(t("attributes.missed", count=len(missed), names=", ".join(missed)))
    return tuple(types)


def apply_names(project: Project, coder: str, found: Found, prefer: str | None = None) -> None:
    """Give the case of each transcript, by name, the values found; `case` among them names the case itself.

    Raises RefusedError for a name that no attribute can have, or a value that a known attribute cannot have,
    BulkRowsError where transcripts of one case say different things and `prefer` ("first" or "last") does not settle
    that.
    """
    before_changing(project)
    with project.write(coder) as writer:
        write_named_values(project, writer, found, prefer)


def write_named_values(project: Project, writer: Writer, found: Found, prefer: str | None = None) -> None:
    """As `apply_names`, within a step. Names that listings have a column of get an underscore."""
    who = people(project)
    attributes = _attributes(who, found)
    ids = {
        name: add_attribute(writer, who, one, place)
        for place, (name, one) in enumerate(attributes.items(), len(who.attributes))
    }
    cases = _cases(project, who, found)
    values: dict[str, dict[str, Value]] = {name: {} for name in cases.values()}
    contradictions = []
    for transcript, parts in found.items():
        said = values[cases[transcript]]
        for name, text in parts.items():
            if name == CASE or is_missing(text) or (value := parse_value(attributes[name], text)) is None:
                continue
            known = said.setdefault(ids[name], value)
            if known != value and prefer is None:
                sentence = t("attributes.two_values", case=cases[transcript], name=attributes[name].name)
                contradictions.append(f"{sentence} {known} | {value}")
            elif prefer == LAST:
                said[ids[name]] = value
    if contradictions:
        raise BulkRowsError(
            t("attributes.not_moved", count=len(contradictions)), contradictions, t("attributes.not_moved_hint")
        )
    keys = write_cases(writer, who, values)
    transcripts = {row.id: keys[cases[row.name]] for row in Transcripts(project).rows if row.name in cases}
    move(writer, who, Moves(transcripts, said={keys[name]: one for name, one in values.items()}, prefer=prefer))


def _cases(project: Project, who: People, found: Found) -> dict[str, str]:
    """The name of the case of each transcript, by the transcript's: the one found, else the one it has, else its own.

    Spellings of a case that differ in accents and case only are one.
    """
    first: dict[str, str] = {}
    cases = {}
    for row in Transcripts(project).rows:
        if row.name in found:
            own = who.case_of(row.id)
            name = " ".join(found[row.name].get(CASE, "").split()) or (own.name if own else row.name)
            cases[row.name] = first.setdefault(fold(name), name)
    return cases


def _attributes(who: People, found: Found) -> dict[str, Attribute]:
    """The attribute for each name in `found`: the one there is, with more choices if need be, or a new one."""
    columns = dict.fromkeys(key for values in found.values() for key in values if key != CASE)
    attributes = {}
    for column, name in names_for(columns).items():
        cells = [values[column] for values in found.values() if not is_missing(values.get(column, ""))]
        known = next((one for one in who.attributes if fold(one.name) == fold(name)), None)
        attributes[column] = widened(known or infer(check_attribute_name(name), cells), cells)
    return attributes
