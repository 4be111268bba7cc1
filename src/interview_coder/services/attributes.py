"""Attributes and cases by hand: listing them, setting values, adding, renaming and removing, and who is which case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from interview_coder.domain.cases import (
    CHOICE,
    VALUE_FIELD,
    Attribute,
    Case,
    Value,
    check_attribute_name,
    find_attribute,
    parse_value,
)
from interview_coder.domain.inference import infer, is_missing, list_choices, says_nothing, widened
from interview_coder.domain.listings import Table
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError, RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.attribute_import import add_attribute, write_cases
from interview_coder.services.case_moves import Moves, move
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
            values[key] = None if says_nothing(attribute, text) else parse_value(attribute, text)
        known = {key: value for key, value in values.items() if value is not None}
        (identifier,) = write_cases(writer, who, {case: known}).values()
        old = who.cases.get(identifier)
        gone = [key for key, value in values.items() if value is None and old is not None and key in old.values]
        if gone:
            writer.change("case.changed", identifier, {f"{VALUE_FIELD}{key}": None for key in gone})
        if transcript is not None:
            move(writer, who, Moves({transcript: identifier}))
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
    if new and not is_missing(text):
        found = widened(found, [text])
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


def assign(
    project: Project,
    coder: str,
    case: str,
    transcripts: Sequence[str],
    speaker: str | None,
    prefer: str | None = None,
) -> int:
    """Make transcripts, or one speaker of each, those of the case called `case`, made if need be; how many.

    What was known of cases that nobody is left of is known of that case then. Raises UnknownNameError for a
    transcript, or a speaker in one of them, that is not there, BulkRowsError where what was known contradicts itself
    and `prefer` ("first": what is known of the case, or "last") does not settle it.
    """
    name = " ".join(case.split())
    if not name:
        raise RefusedError(t("attributes.no_case_name"), t("attributes.no_case_name_hint"))
    before_changing(project)
    with project.write(coder) as writer:
        known, who = Transcripts(project), people(project)
        rows = [known.named(text) for text in transcripts]
        (identifier,) = write_cases(writer, who, {name: {}}).values()
        if speaker is None:
            moves = Moves({row.id: identifier for row in rows}, prefer=prefer)
        else:
            speakers = {_speaker(project, row.id, speaker): identifier for row in rows}
            moves = Moves(speakers=speakers, prefer=prefer)
        move(writer, who, moves)
    return len(rows)


def _speaker(project: Project, transcript: str, name: str) -> str:
    found = {row.name: row for row in listings.speakers(project) if row.transcript == transcript}
    if name not in found:
        raise UnknownNameError(t("correct.nobody", name=name), t("correct.nobody_hint", names=", ".join(found)))
    main = found[name].same_as
    return found[main].id if main in found else found[name].id
