"""Queries about cases and attributes, speakers with a case of their own, merged codes, and saved queries gone bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.domain.ids import attribute_id, case_id, new_id
from interview_coder.errors import QueryError
from interview_coder.services.coding import code_passage
from interview_coder.services.querying import selected
from interview_coder.services.saved_queries import queries_table, remove_query, save_query
from interview_coder.services.searching import Sought, search_table
from interview_coder.services.selecting import Selection
from interview_coder.store import listings
from interview_coder.store.project import Project
from tests.store.builders import CODER, make_project

ADA, BEN, CLEO = case_id("Ada"), case_id("Ben"), case_id("Cléo")
POSITION, INCOME, LANGUE = attribute_id("position"), attribute_id("income"), attribute_id("langue")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Three interviews: Ada's, one of Ada and Ben (who is Bruno there), and one of nobody known; a coding a turn."""
    path = make_project(tmp_path, interviews=3, codings=0)
    with Project.open(path) as project:
        with project.write(CODER) as writer:
            choice = {"type": "choice", "choices": ["worker", "client"], "position": 0}
            writer.add("attribute.added", POSITION, {"name": "position", **choice})
            writer.add("attribute.added", INCOME, {"name": "income", "type": "number", "choices": [], "position": 1})
            writer.add("attribute.added", LANGUE, {"name": "langue", "type": "text", "choices": [], "position": 2})
            ada = {f"value.{POSITION}": "worker", f"value.{INCOME}": 85, f"value.{LANGUE}": "wolof"}
            writer.add("case.added", ADA, {"name": "Ada", **ada})
            writer.add("case.added", BEN, {"name": "Ben", f"value.{POSITION}": "client", f"value.{INCOME}": 100})
            writer.add("case.added", CLEO, {"name": "Cléo", f"value.{POSITION}": "client"})
            one, two, _ = (row.id for row in listings.transcripts(project))
            writer.change("transcript.changed", one, {"case": ADA})
            writer.change("transcript.changed", two, {"case": ADA})
            (bruno,) = (s.id for s in listings.speakers(project) if s.transcript == two and s.name == "Bruno")
            writer.change("speaker.changed", bruno, {"case": BEN})
        for row in listings.transcripts(project):
            for turn in listings.turns(project, row.id)[:2]:
                code_passage(
                    project, CODER, row.name, (turn.start, turn.start + 7), "care", memo=f"Noté par {row.name}"
                )
    return path


def places(project: Project, query: str) -> list[str]:
    """Where the codings that a query selects stand: number of the interview and of the turn."""
    ids = set(selected(project, query))
    names = {row.id: row.name for row in listings.transcripts(project)}
    found = (row for row in listings.codings(project, listings.Wanted()) if row.id in ids)
    return sorted(f"{names[row.transcript].removeprefix('interview-')}.{row.turn}" for row in found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("position:worker", "1.1 1.2 2.1"),
        ("position=client", "2.2"),
        ("position:worker|client AND care", "1.1 1.2 2.1 2.2"),
        ("position!=worker", "2.2"),
        ("NOT position:worker", "2.2 3.1 3.2"),
        ('position:""', "3.1 3.2"),
        ("income:>=100", "2.2"),
        ("income < 100", None),
        ("income<100", "1.1 1.2 2.1"),
        ("income:<=85 OR position:client", "1.1 1.2 2.1 2.2"),
        ("langue:wolof", "1.1 1.2 2.1"),
        ("langue!=wolof", ""),
        ("case:ada", "1.1 1.2 2.1"),
        ("case:Ben AND care", "2.2"),
        ("cas:cleo", ""),
        ('case:""', "3.1 3.2"),
        ("case!=Ada", "2.2 3.1 3.2"),
        ("position:client NEAR/1 turns position:worker", "2.2"),
        ("lang:fr AND transcript:interview-2", "2.1 2.2"),
        ('memo:"note par"', "1.1 1.2 2.1 2.2 3.1 3.2"),
        ("memo:interview-2", "2.1 2.2"),
        ("memo:inter*", "1.1 1.2 2.1 2.2 3.1 3.2"),
        ('memo:""', ""),
        ("speaker:bruno AND care", "1.2 2.2 3.2"),
    ],
)
def test_filters_choose_by_case_attribute_memo_and_speaker(study: Path, query: str, expected: str | None) -> None:
    with Project.open(study) as project:
        if expected is None:
            with pytest.raises(QueryError):
                places(project, query)
        else:
            assert places(project, query) == expected.split()


def test_a_value_that_an_attribute_cannot_have_is_shown_where_it_stands(study: Path) -> None:
    with Project.open(study) as project:
        for query, at in (("care AND position:boss", 18), ("income:>=many", 9), ("case:Adda", 5)):
            with pytest.raises(QueryError) as caught:
                selected(project, query)
            assert caught.value.at == at


def test_search_knows_the_case_of_who_speaks(study: Path) -> None:
    with Project.open(study) as project:

        def found(*where: str) -> set[tuple[object, object]]:
            rows = search_table(project, Sought("le"), Selection(where=where)).rows
            return {(row[0], row[1]) for row in rows}

        assert found("position=client") == {("interview-2", turn) for turn in (2, 4, 6)}
        assert found("position=") == {place for place in found() if place[0] == "interview-3"}


def test_a_saved_query_follows_a_code_that_was_merged_into_another(study: Path) -> None:
    with Project.open(study) as project:
        save_query(project, CODER, "mine", "care AND NOT job")
        assert len(selected(project, "@mine")) == 6
        with project.write(CODER) as writer:
            writer.change("code.changed", "id-care", {"merged_into": "id-platform"})
        assert len(selected(project, "@mine")) == 6
        with project.write(CODER) as writer:
            writer.change("code.removed", "id-job", {})
        with pytest.raises(QueryError, match="In the saved query mine: "):
            selected(project, "@mine")


def test_saved_queries_that_another_file_brought_cannot_hang_the_program(study: Path) -> None:
    """What a merged log can hold: circles, expressions that cannot be read, and ones that double in size each time."""
    with Project.open(study) as project:
        with project.write(CODER) as writer:
            kept = {"round": "@round", "broken": "care AND (", "q0": "care", "two": "@round OR @broken"}
            kept |= {f"q{n}": f"@q{n - 1} OR @q{n - 1}" for n in range(1, 40)}
            kept |= {f"deep{n}": f"NOT (NOT @deep{n + 1})" for n in range(80)} | {"deep80": "care"}
            for name, expression in kept.items():
                writer.add("query.added", new_id(), {"name": name, "expression": expression})
        for name in ("round", "broken", "q39", "deep0", "two"):
            with pytest.raises(QueryError) as caught:
                selected(project, f"@{name}")
            assert str(caught.value).count("In the saved query") <= 1
            assert len(str(caught.value)) < 300
        assert len(selected(project, "@q5")) == 6
        assert ("broken", "care AND (") in queries_table(project).rows
        remove_query(project, CODER, "two")
        remove_query(project, CODER, "broken")
