"""Reading cases, their attributes and values, who belongs to which case, and saved queries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from interview_coder.domain.cases import YESNO, Attribute, Case, Value
from interview_coder.store.project import Project


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query: its name and its expression."""

    id: str
    name: str
    expression: str


@dataclass(frozen=True, slots=True)
class People:
    """The cases of a project by id, their attributes in order, and which transcripts and speakers belong to which case.

    `of_speaker` has only speakers with a case of their own, merged spellings included.
    """

    attributes: tuple[Attribute, ...]
    cases: Mapping[str, Case]
    of_transcript: Mapping[str, str]
    of_speaker: Mapping[str, str]

    def case_of(self, transcript: str, speaker: str | None = None) -> Case | None:
        """The case of a speaker (an id) in a transcript (an id): the speaker's own one, else the transcript's."""
        own = self.of_speaker.get(speaker) if speaker else None
        return self.cases.get(own or self.of_transcript.get(transcript, ""))

    def named_values(self, case: Case | None) -> dict[str, Value]:
        """What is known of a case, by the attributes' names in their order; empty for None."""
        if case is None:
            return {}
        return {one.name: case.values[one.id] for one in self.attributes if one.id in case.values}


def attributes(project: Project) -> list[Attribute]:
    """The attributes in their order."""
    found = project.rows("SELECT id, name, type, choices FROM attributes ORDER BY position, name, id")
    return [Attribute(key, name, type_, tuple(json.loads(choices))) for key, name, type_, choices in found]


def people(project: Project) -> People:
    """The cases of a project and who belongs to them."""
    known = attributes(project)
    yes_or_no = {one.id for one in known if one.type == YESNO}
    values: dict[str, dict[str, Value]] = {}
    for case, attribute, value in project.rows("SELECT case_id, attribute, value FROM case_values"):
        values.setdefault(case, {})[attribute] = bool(value) if attribute in yes_or_no else value
    cases = {
        key: Case(key, name, values.get(key, {}))
        for key, name in project.rows("SELECT id, name FROM cases ORDER BY name, id")
    }
    speakers = """SELECT speakers.id, COALESCE(main.case_id, speakers.case_id) AS own FROM speakers
        LEFT JOIN speakers AS main ON main.id = speakers.same_as WHERE own IN (SELECT id FROM cases)"""
    transcripts = "SELECT id, case_id FROM transcripts WHERE case_id IN (SELECT id FROM cases)"
    return People(tuple(known), cases, dict(project.rows(transcripts)), dict(project.rows(speakers)))


def queries(project: Project) -> list[Query]:
    """The saved queries by name."""
    return [Query(*row) for row in project.rows("SELECT id, name, expression FROM queries ORDER BY name, id")]
