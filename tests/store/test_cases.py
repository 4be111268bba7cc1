"""Cases in the project file: who belongs to which, what is known of them, merged codes, older files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from interview_coder.domain.ids import attribute_id, case_id
from interview_coder.services import histories
from interview_coder.services.coding import code_passage
from interview_coder.services.counting import frequencies
from interview_coder.services.retrieving import codings_table, transcripts_table
from interview_coder.services.selecting import Selection
from interview_coder.store import cases, listings, schema
from interview_coder.store.project import Project
from tests.store.builders import CODER, assert_sound, make_project

ADA, BEN = case_id("Ada"), case_id("Ben")
POSITION, INCOME = attribute_id("position"), attribute_id("income")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two interviews by two people; Bruno speaks in the second one too, and is a case of his own there."""
    path = make_project(tmp_path, interviews=2, codings=0)
    with Project.open(path) as project, project.write(CODER) as writer:
        attribute = {"name": "position", "type": "choice", "choices": ["worker", "client"], "position": 0}
        writer.add("attribute.added", POSITION, attribute)
        writer.add("attribute.added", INCOME, {"name": "income", "type": "number", "choices": [], "position": 1})
        writer.add("case.added", ADA, {"name": "Ada", f"value.{POSITION}": "worker", f"value.{INCOME}": 85})
        writer.add("case.added", BEN, {"name": "Ben", f"value.{POSITION}": "client"})
        one, two = (row.id for row in listings.transcripts(project))
        writer.change("transcript.changed", one, {"case": ADA})
        writer.change("transcript.changed", two, {"case": ADA})
        (bruno,) = (s.id for s in listings.speakers(project) if s.transcript == two and s.name == "Bruno")
        writer.change("speaker.changed", bruno, {"case": BEN})
    return path


def code(project: Project, transcript: str, turn: int) -> None:
    row = next(row for row in listings.transcripts(project) if row.name == transcript)
    found = listings.turns(project, row.id)[turn - 1]
    code_passage(project, CODER, transcript, (found.start, found.start + 5), "care")


def test_a_speaker_of_a_group_interview_has_attributes_of_their_own(study: Path) -> None:
    with Project.open(study) as project:
        for transcript, turn in (("interview-1", 2), ("interview-2", 1), ("interview-2", 2)):
            code(project, transcript, turn)
        rows = codings_table(project, Selection()).rows
        assert [row[-1] for row in rows] == [
            {"position": "worker", "income": 85},
            {"position": "worker", "income": 85},
            {"position": "client"},
        ]
        table = frequencies(
            project, by=("position",), measure="codings", roll_up=False, unused=False, selection=Selection()
        )
        assert [row[:2] for row in table.rows] == [("worker", 2), ("client", 1)]
        for where, count in (
            (("position=worker",), 2),
            (("position=client",), 1),
            (("income=",), 1),
            (("income>80", "position=worker"), 2),
            (("case=ben",), 1),
        ):
            assert len(codings_table(project, Selection(where=where)).rows) == count
        assert [row[-1] for row in transcripts_table(project).rows] == [{"position": "worker", "income": 85}] * 2


def test_what_belongs_to_no_case_has_missing_values(study: Path) -> None:
    with Project.open(study) as project:
        code(project, "interview-1", 2)
        with project.write(CODER) as writer:
            writer.change("case.removed", ADA, {})
        assert [row[-1] for row in codings_table(project, Selection(where=("position=",))).rows] == [{}]
        assert codings_table(project, Selection(where=("position!=worker",))).rows == ()
        table = frequencies(
            project, by=("position",), measure="codings", roll_up=False, unused=False, selection=Selection()
        )
        assert [row[:2] for row in table.rows] == [(None, 1)]
        histories.undo(project, CODER)
        assert len(codings_table(project, Selection(where=("position=worker",))).rows) == 1


def test_the_codings_of_a_merged_code_count_for_the_other_one_and_come_back(study: Path) -> None:
    with Project.open(study) as project:
        code(project, "interview-1", 2)
        before = codings_table(project, Selection()).rows
        with project.write(CODER) as writer:
            writer.change("code.changed", "id-care", {"merged_into": "id-job"})
        with project.write(CODER) as writer:
            writer.change("code.changed", "id-job", {"merged_into": "id-platform"})
        (row,) = codings_table(project, Selection()).rows
        assert row[5] == "platform"
        book = listings.codebook(project)
        assert book is not None
        assert [one.name for one in book.codes] == ["platform"]
        histories.undo(project, CODER)
        assert codings_table(project, Selection()).rows[0][5] == "job"
        histories.undo(project, CODER)
        assert codings_table(project, Selection()).rows == before
        assert_sound(project)


def test_codes_that_another_file_put_below_a_merged_one_are_listed_once(study: Path) -> None:
    """Merging moves what lies below; two people can still do both without knowing of each other."""
    with Project.open(study) as project:
        code(project, "interview-1", 2)
        with project.write(CODER) as writer:
            writer.change("code.changed", "id-care", {"parent": "id-job"})
            writer.change("code.changed", "id-job", {"parent": "id-care"})
            writer.change("code.changed", "id-job", {"merged_into": "id-platform"})
        assert_sound(project)
    reader = sqlite3.connect(study)
    assert reader.execute("SELECT path FROM v_codes ORDER BY path").fetchall() == [("care",), ("platform",)]
    assert reader.execute("SELECT code FROM v_codings").fetchall() == [("care",)]
    reader.close()


def test_codes_merged_in_a_circle_stand_for_themselves(study: Path) -> None:
    with Project.open(study) as project:
        code(project, "interview-1", 2)
        with project.write(CODER) as writer:
            writer.change("code.changed", "id-care", {"merged_into": "id-job"})
            writer.change("code.changed", "id-job", {"merged_into": "id-care"})
        assert codings_table(project, Selection()).rows[0][5] == "care"
        assert_sound(project)


def test_a_file_of_the_first_version_opens_with_all_its_work(tmp_path: Path) -> None:
    path = make_project(tmp_path, interviews=2, codings=4)
    with Project.open(path) as project:
        before = codings_table(project, Selection()).rows
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for view in schema.names(schema.VIEWS):
        connection.execute(f"DROP VIEW {view}")
    for table in ("cases", "attributes", "case_values", "queries", "codings"):
        connection.execute(f"DROP TABLE {table}")
    for table, column in (("codes", "retired"), ("codes", "merged_into"), ("codes", "stands_for")):
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    connection.execute("CREATE TABLE codings (id TEXT PRIMARY KEY, code TEXT NOT NULL) STRICT")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm002_cases'")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with Project.open(path) as project:
        assert codings_table(project, Selection()).rows == before
        assert cases.people(project).cases == {}
        assert_sound(project)
