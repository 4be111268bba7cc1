"""Taking a table of attributes in: cases, their values, and which transcript belongs to which case, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from interview_coder.domain.cases import VALUE_FIELD, Attribute, Case, Value
from interview_coder.domain.ids import attribute_id, case_id, new_id
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError
from interview_coder.locale import t
from interview_coder.services.attribute_plans import Contradiction, Plan, PlannedRow, Wishes, plan
from interview_coder.services.case_moves import Moves, move
from interview_coder.services.projects import before_changing
from interview_coder.store.cases import People, people
from interview_coder.store.log import Writer
from interview_coder.store.project import Project


def import_attributes(project: Project, coder: str, path: Path, wishes: Wishes, step: str | None = None) -> Plan:
    """Take the table at `path` in, in one step (a new one unless given); what was done.

    Empty cells leave what is known. Raises BulkRowsError, and changes nothing, while a row or a value is doubtful.
    """
    before_changing(project)
    with project.write(coder, step=step) as writer:
        made = plan(project, path, wishes)
        refuse_doubts(made, path)
        who = people(project)
        ids = _write_attributes(writer, made, who)
        by_id = {case: {ids[name]: value for name, value in found.items()} for case, found in made.values.items()}
        cases = write_cases(writer, who, by_id)
        said = {cases[case]: found for case, found in by_id.items()}
        transcripts = {transcript: cases[case] for transcript, case in made.transcripts.items()}
        move(writer, who, Moves(transcripts, said=said, prefer=wishes.prefer))
    return made


def refuse_doubts(made: Plan, path: Path) -> None:
    """Raise BulkRowsError that names every doubtful row, contradiction or wrong cell, and what settles them."""
    doubtful = [said(row) for row in made.doubts] + [contradicted(one) for one in made.contradictions]
    if doubtful:
        raise BulkRowsError(
            t("attributes.doubtful", path=path, count=len(doubtful)), doubtful, t("attributes.doubtful_hint")
        )
    if made.bad:
        raise BulkRowsError(
            t("attributes.bad_cells", count=len(made.bad)), list(made.bad), t("attributes.bad_cells_hint")
        )


def take_sure_rows(project: Project, coder: str, path: Path, step: str) -> list[str]:
    """Take in, as part of a step, what is beyond doubt in the table at `path`; sentences about the rest, each with
    what settles it.
    """
    made = plan(project, path, Wishes())
    values = {(one.case, one.column): "" for one in made.contradictions}
    doubts = [said(row) for row in made.doubts] + [contradicted(one) for one in made.contradictions]
    import_attributes(project, coder, path, Wishes(skip=True, values=values), step)
    settling = t("attributes.to_settle", path=path)
    return [f"{sentence}. {settling}" for sentence in doubts]


def said(row: PlannedRow) -> str:
    """A doubtful row in a sentence."""
    return t("attributes.doubtful_row", line=row.line, cell=row.cell, names=" | ".join(row.names))


def contradicted(one: Contradiction) -> str:
    """A contradiction in a sentence."""
    values = " | ".join(f"{value} ({line})" for line, value in one.values.items())
    return t("attributes.contradiction", case=one.case, name=one.column, values=values)


def _write_attributes(writer: Writer, made: Plan, who: People) -> dict[str, str]:
    """Add the new attributes and widen the lists of known ones; name to id."""
    known = {one.id: one for one in who.attributes}
    ids: dict[str, str] = {}
    for place, attribute in enumerate(made.attributes, len(known)):
        ids[attribute.name] = add_attribute(writer, who, attribute, place)
    return ids


def add_attribute(writer: Writer, who: People, attribute: Attribute, place: int) -> str:
    """Add an attribute unless it is there, with more choices if it has more now; its id."""
    known = next((one for one in who.attributes if one.id == attribute.id), None)
    if known is None:
        taken = {one.id for one in who.attributes}
        wanted = attribute_id(attribute.name)
        key = new_id() if wanted in taken else wanted
        fields = {"name": attribute.name, "type": attribute.type, "choices": list(attribute.choices)}
        writer.change("attribute.added", key, {**fields, "position": place})
        return key
    if known.choices != attribute.choices:
        writer.change("attribute.changed", known.id, {"choices": list(attribute.choices)})
    return known.id


def write_cases(writer: Writer, who: People, values: Mapping[str, Mapping[str, Value]]) -> dict[str, str]:
    """Add the cases named, or change what differs in those that are there; name to id. Values are by attribute id."""
    by_name: dict[str, Case] = {fold(case.name): case for case in who.cases.values()}
    ids: dict[str, str] = {}
    for name, found in values.items():
        case = by_name.get(fold(name))
        if case is None:
            wanted = case_id(name)
            ids[name] = new_id() if wanted in who.cases else wanted
            fields = {f"{VALUE_FIELD}{key}": value for key, value in found.items()}
            writer.change("case.added", ids[name], {"name": name, **fields})
            continue
        ids[name] = case.id
        changed = {f"{VALUE_FIELD}{key}": value for key, value in found.items() if case.values.get(key) != value}
        if changed:
            writer.change("case.changed", case.id, changed)
    return ids
