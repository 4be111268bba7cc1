"""Rows of cases, their attributes and values, and saved queries, written from the states of objects."""

from __future__ import annotations

import sqlite3

from interview_coder.domain.cases import VALUE_FIELD
from interview_coder.domain.events import canonical
from interview_coder.store.rows import Dependents, States, delete, standing


def write_cases(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `cases` and `case_values`; a missing value has no row."""
    delete(connection, "case_values", "case_id", states)
    delete(connection, "cases", "id", states)
    for state in standing(states):
        connection.execute("INSERT INTO cases VALUES (?, ?)", (state.object, state.fields["name"]))
        connection.executemany(
            "INSERT INTO case_values VALUES (?, ?, ?)",
            (
                (state.object, field.removeprefix(VALUE_FIELD), value)
                for field, value in state.fields.items()
                if field.startswith(VALUE_FIELD) and value is not None
            ),
        )
    return {}


def write_attributes(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `attributes`."""
    delete(connection, "attributes", "id", states)
    for state in standing(states):
        f = state.fields
        row = (state.object, f["name"], f["type"], canonical(f["choices"]), f["position"])
        connection.execute("INSERT INTO attributes VALUES (?, ?, ?, ?, ?)", row)
    return {}


def write_queries(connection: sqlite3.Connection, states: States) -> Dependents:
    """Rows of `queries`."""
    delete(connection, "queries", "id", states)
    for state in standing(states):
        row = (state.object, state.fields["name"], state.fields["expression"])
        connection.execute("INSERT INTO queries VALUES (?, ?, ?)", row)
    return {}
