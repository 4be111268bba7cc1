"""Crosstabs of interviews with several people, each a case of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.domain.ids import attribute_id, case_id
from interview_coder.services.coding import code_passage
from interview_coder.services.crossing import Crossing, crossing
from interview_coder.services.selecting import Selection
from interview_coder.store import listings
from interview_coder.store.project import Project
from tests.store.builders import CODER, make_project

PEOPLE = {"Anna": "teacher", "Bruno": "apprentice"}
POSITION = attribute_id("position")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two talks of the same two people, who are two cases; their turns take turns."""
    path = make_project(tmp_path, interviews=2, codings=0)
    with Project.open(path) as project, project.write(CODER) as writer:
        writer.add("attribute.added", POSITION, {"name": "position", "type": "text", "choices": [], "position": 0})
        for name, position in PEOPLE.items():
            writer.add("case.added", case_id(name), {"name": name, f"value.{POSITION}": position})
        for speaker in listings.speakers(project):
            writer.change("speaker.changed", speaker.id, {"case": case_id(speaker.name)})
    return path


def code(project: Project, turn: int, code_name: str) -> None:
    row = next(row for row in listings.transcripts(project) if row.name == "interview-1")
    found = listings.turns(project, row.id)[turn - 1]
    code_passage(project, CODER, row.name, (found.start, found.start + 5), code_name)


def held(found: Crossing, code_name: str) -> dict[str, tuple[int, int]]:
    (row,) = (row for row in found.table.rows if row.code == code_name)
    return {cell.value: (cell.cases, cell.of_cases) for cell in row.cells}


def test_codings_count_for_the_case_of_who_speaks(study: Path) -> None:
    with Project.open(study) as project:
        code(project, 1, "care")
        code(project, 2, "care")
        code(project, 2, "job")
        found = crossing(project, "position", measure="cases", selection=Selection())
        assert held(found, "care") == {"teacher": (1, 1), "apprentice": (1, 1)}
        assert held(found, "job") == {"teacher": (0, 1), "apprentice": (1, 1)}
        assert found.table.shared == 1
        assert any("talk together" in note for note in found.notes)


def test_who_speaks_in_an_interview_that_was_coded_was_read(study: Path) -> None:
    with Project.open(study) as project:
        code(project, 2, "job")
        found = crossing(project, "position", measure="cases", selection=Selection())
        assert held(found, "job") == {"teacher": (0, 1), "apprentice": (1, 1)}
        queried = crossing(project, "position", measure="cases", selection=Selection(query="job"))
        assert held(queried, "job") == {"teacher": (0, 1), "apprentice": (1, 1)}
