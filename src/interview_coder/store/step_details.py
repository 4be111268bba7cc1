"""What single steps did to codes, codings, cases and attributes, for sentences about them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from interview_coder.store.project import Project


class CodeEvent(NamedTuple):
    """One event of a code: `code.added`, `code.changed` or `code.removed`, the code's id, what it wrote."""

    type: str
    code: str
    fields: dict[str, Any]


class Recoded(NamedTuple):
    """How many codings of a code (None: not known) got another one."""

    was: str | None
    now: str
    codings: int


class CaseEvent(NamedTuple):
    """One event of a case or an attribute, or that gave somebody a case: its type, the id, what it wrote."""

    type: str
    object: str
    fields: dict[str, Any]


def case_events(project: Project, step: str) -> list[CaseEvent]:
    """The events of a step that are about cases and attributes, in order."""
    sql = """SELECT type, object, payload FROM events WHERE step = ?
        AND (type LIKE 'case.%' OR type LIKE 'attribute.%' OR (type IN ('transcript.changed', 'speaker.changed')
            AND json_type(payload, '$.case') IS NOT NULL)) ORDER BY replica, seq"""
    return [CaseEvent(type_, key, _written(payload)) for type_, key, payload in project.rows(sql, (step,))]


def _written(payload: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(payload)
    fields.pop("over", None)
    return fields


def names_of_cases(project: Project) -> dict[str, str]:
    """Id of every case and attribute there ever was to its last name."""
    sql = """SELECT object, json_extract(payload, '$.name') AS name FROM events
        WHERE type IN ('case.added', 'case.changed', 'attribute.added', 'attribute.changed') AND name IS NOT NULL
        ORDER BY hlc"""
    return dict(project.rows(sql))


def code_events(project: Project, step: str) -> list[CodeEvent]:
    """The events of codes in a step, in order."""
    sql = "SELECT type, object, payload FROM events WHERE step = ? AND type LIKE 'code.%' ORDER BY replica, seq"
    return [CodeEvent(type_, code, json.loads(payload)) for type_, code, payload in project.rows(sql, (step,))]


def recoded(project: Project, step: str) -> list[Recoded]:
    """The codings that a step gave another code, by the codes before and after, most codings first."""
    sql = """SELECT (SELECT json_extract(before.payload, '$.code') FROM events AS before
            WHERE before.object = events.object AND before.hlc < events.hlc
                AND json_extract(before.payload, '$.code') IS NOT NULL ORDER BY before.hlc DESC LIMIT 1),
            json_extract(payload, '$.code'), count(*)
        FROM events WHERE step = ? AND type = 'coding.changed' AND json_extract(payload, '$.code') IS NOT NULL
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
    return [Recoded(*row) for row in project.rows(sql, (step,))]


def code_of(project: Project, coding: str) -> str | None:
    """The code that a coding counts for, if it is there."""
    found = project.rows("SELECT code FROM codings WHERE id = ?", (coding,))
    return str(found[0][0]) if found else None


def former_name(project: Project, code: str, step: str) -> str | None:
    """The last name that a code had been given before a step, or None."""
    sql = """SELECT json_extract(payload, '$.name') FROM events WHERE object = ?1
        AND json_extract(payload, '$.name') IS NOT NULL
        AND hlc < (SELECT min(hlc) FROM events WHERE step = ?2) ORDER BY hlc DESC LIMIT 1"""
    found = project.rows(sql, (code, step))
    return str(found[0][0]) if found else None


def every_code(project: Project) -> dict[str, tuple[str, str | None]]:
    """Id of each code, those that were merged away too, to its name and its parent."""
    return {code: (name, parent) for code, name, parent in project.rows("SELECT id, name, parent FROM codes")}
