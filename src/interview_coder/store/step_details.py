"""What single steps did to codes and codings, for sentences about them."""

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
