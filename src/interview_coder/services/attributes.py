"""Attributes and cases by hand: listing them, setting values, adding, renaming and removing, and who is which case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from interview_coder.domain.cases import (
    CASE,
    CHOICE,
    VALUE_FIELD,
    Attribute,
    Case,
    Value,
    check_attribute_name,
    find_attribute,
    parse_value,
)
from interview_coder.domain.inference import infer, is_missing, list_choices
from interview_coder.domain.listings import Table
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError, RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.attribute_import import add_attribute, write_cases
from interview_coder.services.attribute_plans import free_name
from interview_coder.services.finding import Transcripts
from interview_coder.services.projects import before_changing
from interview_coder.store import listings
from interview_coder.store.cases import People, people
from interview_coder.store.log import Writer
from interview_coder.store.project import Project


def attributes_table(project: Project) -> Table:
    """One row an attribute: its type, what a list can hold, of how many cases it is known and of how many missing."""
    who = people(project)
    rows = []
    for one in who.attributes:
        known = sum(one.id in case.values for case in who.cases.values())
        rows.append((one.name, one.type, list(one.choices), known, len(who.cases) - known))
    note = t("attributes.cases", count=len(who.cases))
    return Table(("attribute", "type", "choices", "cases", "missing"), tuple(rows), caption=note)


def cases_table(project: Project) -> Table:
    """One row a case: its transcripts, speakers that are a case of their own, and its attributes."""
    who = people(project)
    names = {row.id: row.name for row in listings.transcripts(project)}
    transcripts: dict[str, list[str]] = {}
    for transcript, case in who.of_transcript.items():
        transcripts.setdefault(case, []).append(names[transcript])
    speakers: dict[str, list[str]] = {}
    for row in listings.speakers(project):
        if row.id in who.of_speaker and row.same_as is None:
            speakers.setdefault(who.of_speaker[row.id], []).append(f"{row.name} ({row.transcript_name})")
    rows = (
        (case.name, sorted(transcripts.get(key, [])), speakers.get(key, []), who.named_values(case))
        for key, case in who.cases.items()
    )
    return Table(("case", "transcripts", "speakers", "attributes"), tuple(rows))


def set_values(project: Project, coder: str, target: str, pairs: Mapping[str, str], *, new: bool) -> Case:
    """Give the case or transcript `target` values, by name and as written; an empty one is missing. The case.

    A transcript without a case becomes one. With `new`, names that are no attribute yet become one, of the type that
    the value has. Raises UnknownNameError or RefusedError.
    """
    before_changing(project)
    with project.write(coder) as writer:
        who = people(project)
        case, transcript = _target(project, who, target)
        values = {}
        for place, (name, text) in enumerate(pairs.items(), len(who.attributes)):
            attribute, key = _attribute_for(writer, who, name, text, place, new=new)
            values[key] = None if is_missing(text) and attribute.type != CHOICE else parse_value(attribute, text)
        known = {key: value for key, value in values.items() if value is not None}
        (identifier,) = write_cases(writer, who, {case: known}).values()
        old = who.cases.get(identifier)
        gone = [key for key, value in values.items() if value is None and old is not None and key in old.values]
        if gone:
            writer.change("case.changed", identifier, {f"{VALUE_FIELD}{key}": None for key in gone})
        if transcript is not None and who.of_transcript.get(transcript) != identifier:
            writer.change("transcript.changed", transcript, {"case": identifier})
    return people(project).cases[identifier]


def _attribute_for(
    writer: Writer, who: People, name: str, text: str, place: int, *, new: bool
) -> tuple[Attribute, str]:
    """The attribute called `name` and its id, made now if it may be new, its list widened if it is one."""
    try:
        found = find_attribute(who.attributes, name)
    except UnknownNameError:
        if not new:
            raise
        found = infer(check_attribute_name(name), [text])
    if new and found.type == CHOICE and not is_missing(text):
        found = Attribute(found.id, found.name, CHOICE, tuple(list_choices([*found.choices, text])))
    return found, found.id or add_attribute(writer, who, found, place)


def _target(project: Project, who: People, text: str) -> tuple[str, str | None]:
    """The name of the case that `text` names itself or by a transcript, and the id of that transcript."""
    named = [case.name for case in who.cases.values() if fold(case.name) == fold(text.strip())]
    if named:
        return named[0], None
    try:
        row = Transcripts(project).named(text)
    except UnknownNameError as error:
        near = get_close_matches(fold(text), [fold(case.name) for case in who.cases.values()], n=3)
        names = ", ".join(case.name for case in who.cases.values() if fold(case.name) in near)
        hint = t("find.nearest", names=names) if names else error.hint
        raise UnknownNameError(t("attributes.unknown_case", name=text), hint) from error
    case = who.case_of(row.id)
    return (case.name if case else row.name), row.id


def add(project: Project, coder: str, name: str, type_: str, choices: Sequence[str]) -> Attribute:
    """Add an attribute without values. Raises RefusedError for a name that is taken or a list without choices."""
    before_changing(project)
    with project.write(coder) as writer:
        who = people(project)
        wanted = _new_name(who, name)
        if (type_ == CHOICE) != bool(choices):
            raise RefusedError(t("attributes.choices"), t("attributes.choices_hint"))
        made = Attribute("", wanted, type_, tuple(choices))
        add_attribute(writer, who, made, len(who.attributes))
    return find_attribute(people(project).attributes, wanted)


def _new_name(who: People, name: str, but: str = "") -> str:
    wanted = check_attribute_name(name)
    if any(fold(one.name) == fold(wanted) and one.id != but for one in who.attributes):
        raise RefusedError(t("attributes.taken", name=wanted), t("attributes.taken_hint"))
    return wanted


def rename(project: Project, coder: str, name: str, new_name: str) -> Attribute:
    """Call an attribute otherwise. Raises UnknownNameError, or RefusedError for a name that is taken."""
    before_changing(project)
    with project.write(coder) as writer:
        who = people(project)
        found = find_attribute(who.attributes, name)
        writer.change("attribute.changed", found.id, {"name": _new_name(who, new_name, found.id)})
    return find_attribute(people(project).attributes, new_name)


def retype(project: Project, coder: str, name: str, type_: str, choices: Sequence[str]) -> Attribute:
    """Read the values of an attribute anew as another type, all or nothing.

    A list without `choices` gets the values that there are. Raises BulkRowsError that names each value that is none of
    the new type.
    """
    before_changing(project)
    with project.write(coder) as writer:
        who = people(project)
        found = find_attribute(who.attributes, name)
        written = {
            case.id: _as_written(case.values[found.id]) for case in who.cases.values() if found.id in case.values
        }
        listed = tuple(choices or list_choices(written.values())) if type_ == CHOICE else ()
        wanted = Attribute(found.id, found.name, type_, listed)
        values: dict[str, Value | None] = {}
        bad = []
        for case, text in written.items():
            try:
                values[case] = parse_value(wanted, text)
            except RefusedError as error:
                bad.append(t("attributes.bad_cell", case=who.cases[case].name, reason=error))
        if bad:
            raise BulkRowsError(t("attributes.bad_cells", count=len(bad)), bad, t("attributes.bad_cells_hint"))
        writer.change("attribute.changed", found.id, {"type": type_, "choices": list(listed)})
        for case, value in values.items():
            writer.change("case.changed", case, {f"{VALUE_FIELD}{found.id}": value})
    return wanted


def _as_written(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def remove(project: Project, coder: str, name: str) -> int:
    """Remove an attribute with its values, which undo brings back; of how many cases it was known."""
    before_changing(project)
    with project.write(coder) as writer:
        who = people(project)
        found = find_attribute(who.attributes, name)
        known = [case.id for case in who.cases.values() if found.id in case.values]
        writer.change("attribute.removed", found.id, {})
        for case in known:
            writer.change("case.changed", case, {f"{VALUE_FIELD}{found.id}": None})
    return len(known)


def assign(project: Project, coder: str, case: str, transcripts: Sequence[str], speaker: str | None) -> int:
    """Make transcripts, or one speaker of each, those of the case called `case`, made if need be; how many.

    Raises UnknownNameError for a transcript, or a speaker in one of them, that is not there.
    """
    name = " ".join(case.split())
    if not name:
        raise RefusedError(t("attributes.no_case_name"), t("attributes.no_case_name_hint"))
    before_changing(project)
    with project.write(coder) as writer:
        known = Transcripts(project)
        rows = [known.named(text) for text in transcripts]
        (identifier,) = write_cases(writer, people(project), {name: {}}).values()
        for row in rows:
            if speaker is None:
                writer.change("transcript.changed", row.id, {"case": identifier})
            else:
                writer.change("speaker.changed", _speaker(project, row.id, speaker), {"case": identifier})
    return len(rows)


def _speaker(project: Project, transcript: str, name: str) -> str:
    found = {row.name: row for row in listings.speakers(project) if row.transcript == transcript}
    if name not in found:
        raise UnknownNameError(t("correct.nobody", name=name), t("correct.nobody_hint", names=", ".join(found)))
    main = found[name].same_as
    return found[main].id if main in found else found[name].id


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


def apply_names(project: Project, coder: str, found: Mapping[str, Mapping[str, str]]) -> None:
    """Give the case of each transcript, by name, the values found; `case` among them names the case itself.

    Raises RefusedError for a name that no attribute can have, or a value that a known attribute cannot have.
    """
    before_changing(project)
    with project.write(coder) as writer:
        write_named_values(project, writer, found)


def write_named_values(project: Project, writer: Writer, found: Mapping[str, Mapping[str, str]]) -> None:
    """As `apply_names`, within a step. Names that listings have a column of get an underscore."""
    who, transcripts = people(project), Transcripts(project)
    ids, attributes = _attributes_for(writer, who, found)
    values: dict[str, dict[str, Value]] = {}
    cases = {}
    for transcript, parts in found.items():
        row = transcripts.named(transcript)
        case = who.case_of(row.id)
        cases[row.id] = parts.get(CASE) or (case.name if case else row.name)
        said = values.setdefault(cases[row.id], {})
        for name, text in parts.items():
            if name != CASE and not is_missing(text) and (value := parse_value(attributes[name], text)) is not None:
                said[ids[name]] = value
    keys = write_cases(writer, who, values)
    for transcript, name in cases.items():
        if who.of_transcript.get(transcript) != keys[name]:
            writer.change("transcript.changed", transcript, {"case": keys[name]})


def _attributes_for(
    writer: Writer, who: People, found: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, str], dict[str, Attribute]]:
    """The ids and types of the attributes that `found` names, made now unless they are there."""
    ids: dict[str, str] = {}
    attributes: dict[str, Attribute] = {}
    names = dict.fromkeys(key for values in found.values() for key in values if key != CASE)
    for place, name in enumerate(names, len(who.attributes)):
        cells = [values[name] for values in found.values() if not is_missing(values.get(name, ""))]
        free = check_attribute_name(free_name(name))
        known = next((one for one in who.attributes if fold(one.name) == fold(free)), None)
        wanted = known or infer(free, cells)
        if wanted.type == CHOICE:
            wanted = Attribute(wanted.id, wanted.name, CHOICE, tuple(list_choices([*wanted.choices, *cells])))
        ids[name], attributes[name] = add_attribute(writer, who, wanted, place), wanted
    return ids, attributes
