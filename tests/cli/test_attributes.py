"""What is known of the cases comes in from tables, by hand and from names, and everything counts by it."""

from __future__ import annotations

import csv
import os
import pty
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from interview_coder.domain.listings import Table
from interview_coder.formats.table_file import write
from interview_coder.store.cases import people
from interview_coder.store.project import Project
from tests.cli.running import COMMAND, do, ic, rows

INTERVIEWS = ("01 nadia", "02 kevin", "03ab solange")
HEADER = ("who", "position", "income", "children", "met on", "code")
LINES = (
    ("01_nadia", "worker", "85", "oui", "31/01/2025", "x"),
    ("02_kevin", "worker", "NA", "non", "", "y"),
    ("03a_solange", "client", "", "", "2025-02-01", ""),
    ("03b_solange", "", "1 250,5", "", "", ""),
    ("04_lucie", "client", "7", "oui", "", "z"),
)


@pytest.fixture
def study(here: Path) -> Path:
    """A project with three interviews of five turns; the one of Nadia is coded."""
    for name in INTERVIEWS:
        Path(f"{name}.txt").write_text(f"Ann: Hello {name}?\n\nBob: Yes, I am {name}.\n", encoding="utf-8")
    do("new", "study", "--codebook", "starter", "--as", "Amina")
    do("import", *(f"{name}.txt" for name in INTERVIEWS))
    for name in INTERVIEWS:
        do("code", name, 5, 10, "work")
    return here


def table(name: str = "cases.csv", lines: tuple[tuple[str, ...], ...] = LINES) -> Path:
    path = Path(name)
    if path.suffix == ".xlsx":
        write(Table(HEADER, lines), path)
        return path
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";" if path.stem.endswith("fr") else ",").writerows([HEADER, *lines])
    return path


@pytest.mark.parametrize("name", ["cases.csv", "cases-fr.csv", "cases.xlsx"])
def test_a_table_gives_each_case_its_typed_values(study: Path, name: str) -> None:
    answer = rows("attributes", "import", table(name))
    assert [(row["line"], row["match"], row["case"]) for row in answer] == [
        (2, "sure", "01 nadia"),
        (3, "sure", "02 kevin"),
        (4, "sure", "03ab solange"),
        (5, "sure", "03ab solange"),
        (6, "none", None),
    ]
    assert {row["case"]: row["attributes"] for row in rows("attributes", "cases")} == {
        "01 nadia": {"position": "worker", "income": 85, "children": True, "met on": "2025-01-31", "code_": "x"},
        "02 kevin": {"position": "worker", "children": False, "code_": "y"},
        "03ab solange": {"position": "client", "income": 1250.5, "met on": "2025-02-01"},
    }
    assert {row["attribute"]: (row["type"], row["missing"]) for row in rows("attributes")} == {
        "position": ("choice", 0),
        "income": ("number", 1),
        "children": ("yesno", 1),
        "met on": ("date", 1),
        "code_": ("text", 1),
    }
    assert [row["name"] for row in rows("transcripts", "--where", "position=worker")] == list(INTERVIEWS[:2])
    assert rows("codings", "--where", "income>1000")[0]["attributes"]["income"] == 1250.5
    assert [(r["position"], r["codings"]) for r in rows("frequencies", "--by", "position")] == [
        ("worker", 2),
        ("client", 1),
    ]


def test_looking_at_a_table_changes_nothing_and_says_how_it_was_understood(study: Path) -> None:
    page = do("attributes", "import", table(), "--dry-run").out
    assert "position: choice (worker, client); known of 3 of 3 cases" in page
    assert "Rows left out: 1 (04_lucie)" in page
    assert rows("attributes") == []


def test_one_step_undoes_a_whole_table(study: Path) -> None:
    do("attributes", "import", table())
    assert (
        "attributes of 01 nadia, 02 kevin, 03ab solange: position, income, children and 2 more"
        in do("history", "--last", 1).out
    )
    do("undo")
    assert rows("attributes") == []
    assert rows("codings")[0]["attributes"] == {}
    do("redo")
    assert len(rows("attributes", "cases")) == 3


def test_the_same_table_again_changes_nothing(study: Path) -> None:
    do("attributes", "import", table())
    before = len(rows("history"))
    do("attributes", "import", table())
    assert len(rows("history")) == before


def test_a_doubtful_row_is_refused_until_it_is_settled(study: Path) -> None:
    path = table(lines=(LINES[0], ("02_kevin (bis)", "client", "", "", "", "")))
    answer = ic("--format", "json", "attributes", "import", path)
    assert answer.code == 1
    assert "line 3: 02_kevin (bis) may be 02 kevin" in answer.err
    assert "--match" in answer.err
    assert rows("attributes") == []
    assert [row["match"] for row in rows("attributes", "import", path, "--skip-doubtful")] == ["sure", "skipped"]
    do("undo")
    rows("attributes", "import", path, "--match", "3=02 kevin")
    assert [row["case"] for row in rows("attributes", "cases")] == ["01 nadia", "02 kevin"]


def test_rows_of_one_case_that_contradict_each_other_are_refused_until_settled(study: Path) -> None:
    path = table(lines=(*LINES[:3], ("03b_solange", "worker", "", "", "", "")))
    answer = ic("attributes", "import", path)
    assert answer.code == 1
    assert "03ab solange: rows say different things of position: client (4) | worker (5)" in answer.err
    do("attributes", "import", path, "--prefer", "last")
    assert rows("attributes", "cases")[2]["attributes"]["position"] == "worker"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "kept"), [("1\n", "client"), ("0\n", None)])
def test_in_a_terminal_a_doubtful_row_is_asked_about(study: Path, typed: str, kept: str | None) -> None:
    path = table(lines=(LINES[0], ("02_kevin (bis)", "client", "", "", "", "")))
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "attributes", "import", str(path)],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    os.write(screen, typed.encode())
    _, err = process.communicate(timeout=60)
    os.close(terminal)
    os.close(screen)
    assert process.returncode == 0, err
    assert "Line 3: which transcript is 02_kevin (bis)?" in err.decode()
    found = {row["case"]: row["attributes"].get("position") for row in rows("attributes", "cases")}
    assert found.get("02 kevin") == kept


def test_survey_answers_join_the_cases_that_they_name(study: Path) -> None:
    do("attributes", "assign", "Nadia B.", "01 nadia")
    do("attributes", "assign", "Kevin", "02 kevin", "03ab solange")
    Path("survey.csv").write_text("id,satisfied\nnadia b,yes\nKevin,no\nLucie,yes\n", encoding="utf-8")
    assert [row["case"] for row in rows("attributes", "import", "survey.csv", "--case-column", "id")] == [
        "Nadia B.",
        "Kevin",
        None,
    ]
    assert [row["attributes"] for row in rows("transcripts")] == [{"satisfied": True}, *[{"satisfied": False}] * 2]


def test_several_interviews_of_one_case_and_several_speakers_of_one_interview(study: Path) -> None:
    do("attributes", "assign", "Nadia", "01 nadia", "02 kevin")
    do("attributes", "assign", "Ann", "02 kevin", "--speaker", "Ann")
    do("attributes", "set", "Nadia", "position=worker", "--new")
    do("attributes", "set", "Ann", "position=interviewer")
    found = {row["case"]: (row["transcripts"], row["speakers"]) for row in rows("attributes", "cases")}
    assert found == {"Nadia": (["01 nadia", "02 kevin"], []), "Ann": ([], ["Ann (02 kevin)"])}
    assert [row["attributes"].get("position") for row in rows("codings")] == ["worker", "interviewer", None]


def test_values_set_by_hand_are_typed_and_can_be_taken_away(study: Path) -> None:
    do("attributes", "add", "position", "--type", "choice", "--choices", "worker,client")
    do("attributes", "add", "income", "--type", "number")
    (row,) = rows("attributes", "set", "01 nadia", "position=WORKER", "income=85,5")
    assert row == {"case": "01 nadia", "attributes": {"position": "worker", "income": 85.5}}
    assert rows("attributes", "set", "01 nadia", "income=")[0]["attributes"] == {"position": "worker"}
    ic("attributes", "set", "01 nadia", "position=boss").refused("boss", "worker, client")
    ic("attributes", "set", "01 nadia", "postion=client").refused("postion", "position, income")
    ic("attributes", "set", "10 nadia", "position=client").refused("10 nadia", "01 nadia")
    ic("attributes", "add", "Position", "--type", "text").refused("Position")
    ic("attributes", "add", "coder", "--type", "text").refused("coder")


def test_an_attribute_is_renamed_retyped_and_removed_and_undo_brings_it_back(study: Path) -> None:
    do("attributes", "import", table())
    do("attributes", "rename", "income", "pay")
    do("attributes", "retype", "pay", "--type", "text")
    assert rows("attributes", "cases")[0]["attributes"]["pay"] == "85"
    answer = ic("attributes", "retype", "code_", "--type", "number")
    assert answer.code == 1
    assert "01 nadia" in answer.err
    assert "02 kevin" in answer.err
    do("attributes", "remove", "pay")
    assert "pay" not in rows("attributes", "cases")[0]["attributes"]
    for _ in range(3):
        do("undo")
    assert rows("attributes", "cases")[0]["attributes"]["income"] == 85


def test_names_of_transcripts_give_values(study: Path) -> None:
    assert rows("attributes", "from-names", "{number} {first}", "--dry-run")[1] == {
        "transcript": "02 kevin",
        "attributes": {"number": "02", "first": "kevin"},
    }
    assert rows("attributes") == []
    do("attributes", "from-names", r"^(?P<wave>\d)(?P<rank>\d)")
    assert [row["attributes"] for row in rows("transcripts")] == [{"wave": 0, "rank": n} for n in (1, 2, 3)]
    ic("attributes", "from-names", "(?P<x>").refused("(?P<x>")
    ic("attributes", "from-names", "nobody {x}").refused("nobody {x}")


def test_a_table_comes_in_with_the_interviews(here: Path) -> None:
    for name in INTERVIEWS:
        Path(f"{name}.txt").write_text(f"Ann: Hello {name}?\n\nBob: Yes, I am {name}.\n", encoding="utf-8")
    do("new", "study", "--codebook", "starter", "--as", "Amina")
    path = table(lines=(LINES[0], ("02_kevin (bis)", "client", "", "", "", "")))
    answer = ic("import", "01 nadia.txt", "02 kevin.txt", "--attributes", path)
    assert answer.code == 1
    assert "02_kevin (bis) may be 02 kevin" in answer.err
    assert [row["attributes"].get("position") for row in rows("transcripts")] == ["worker", None]


def test_interviews_and_their_table_are_one_step(here: Path) -> None:
    Path("01 nadia.txt").write_text("Ann: Hello?\n\nBob: Yes.\n", encoding="utf-8")
    do("new", "study", "--as", "Amina")
    ic("import", "01 nadia.txt", "--attributes", "missing.csv").refused("missing.csv")
    assert rows("transcripts") == []
    do("import", "01 nadia.txt", "--attributes", table(lines=LINES[:1]))
    do("undo")
    assert rows("transcripts") == rows("attributes") == []
    do("redo")
    assert rows("transcripts")[0]["attributes"]["position"] == "worker"


def test_two_people_who_take_in_the_same_table_have_the_same_cases(study: Path) -> None:
    do("attributes", "import", table())
    do("new", "other", "--codebook", "starter", "--as", "Benoît")
    do("-p", "other.icoder", "import", *(f"{name}.txt" for name in INTERVIEWS))
    do("-p", "other.icoder", "attributes", "import", table())
    one, other = (Project.open(Path(name)) for name in ("study.icoder", "other.icoder"))
    with one, other:
        assert people(one) == people(other)


def test_an_attribute_of_the_old_name_is_another_one_after_a_renaming(study: Path) -> None:
    do("attributes", "import", table())
    do("attributes", "rename", "income", "pay")
    do("attributes", "import", table(), "--only", "income", "--type", "income=text")
    found = rows("attributes", "cases")[0]["attributes"]
    assert (found["pay"], found["income"]) == (85, "85")


def test_a_table_of_interviews_brings_what_it_says_of_each(here: Path) -> None:
    long = "Q: How is it? A: Well. " * 60
    Path("answers.csv").write_text(
        "transcript_id,text,position,age\n" + "".join(f'p{n},"{long} {n}",worker,{20 + n}\n' for n in range(4)),
        encoding="utf-8",
    )
    do("new", "study", "--as", "Amina")
    do("import", "answers.csv")
    assert [row["attributes"] for row in rows("transcripts")] == [
        {"position": "worker", "age": 20 + n} for n in range(4)
    ]
    do("undo")
    assert rows("transcripts") == []


def test_the_sample_project_counts_by_attributes_as_pandas_does(demo: Path, sample: Path) -> None:
    known = pd.read_csv(sample / "attributes.csv")
    known["transcript"] = known["file"].map(lambda name: Path(name).stem)
    codings = pd.DataFrame(rows("codings"))[["transcript", "code"]].merge(known, on="transcript")
    for name in ("position", "engagement", "children"):
        expected = codings.groupby([name, "code"], dropna=False).size()
        found = {(row[name], row["code"]): row["codings"] for row in rows("frequencies", "--by", f"{name},code")}
        assert found == {(None if pd.isna(v) else v, code): n for (v, code), n in expected.items()}
    chosen = codings[(codings["position"] == "worker") & (codings["monthly_income"] >= 100)]
    where = ("--where", "position=worker", "--where", "monthly_income>=100")
    assert len(rows("codings", *where)) == len(chosen) > 0


def test_everything_is_said_in_french_too(study: Path) -> None:
    page = do("--lang", "fr", "attributes", "import", table(), "--dry-run").out
    assert "Lignes laissées de côté" in page
    assert "connu de 3 cas sur 3" in page


def test_a_real_table_comes_in_with_its_irregularities(here: Path, data: Path) -> None:
    corpus = data / "corpora" / "fr-artisans"
    do("new", "artisans", "--language", "fr", "--as", "Ada")
    ic("import", corpus / "raw")
    answer = ic("attributes", "import", corpus / "recap_entretien.csv")
    assert answer.code == 1
    assert answer.err.count("Observation") == 1
    do("attributes", "import", corpus / "recap_entretien.csv", "--prefer", "first")
    with (corpus / "recap_entretien.csv").open(encoding="utf-8-sig") as stream:
        expected = {row[1]: row[7] for row in list(csv.reader(stream))[1:]}
    found = {row["name"]: row["attributes"] for row in rows("transcripts")}
    assert found["Entretien 01 24.10.03 03_traitement_A"]["Statut"] == expected["Entretien_01_24.10.03_03"]
    assert found["Entretien 01 25.01.14 02ab_traitement_A"]["Statut"] == expected["Entretien_01_25.01.14_02a"]
    assert all("Statut" in attributes for attributes in found.values())
    assert {"Observation", "Observation 11"} <= {row["attribute"] for row in rows("attributes")}
