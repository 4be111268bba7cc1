"""What a table of attributes leaves open is asked or refused, and said; nothing is guessed, nothing lost in silence."""

from __future__ import annotations

import csv
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, Answer, do, ic, rows

INTERVIEWS = ("01 nadia", "02 kevin", "03 solange")


@pytest.fixture
def study(here: Path) -> Path:
    """A project with three interviews."""
    for name in INTERVIEWS:
        Path(f"{name}.txt").write_text(f"Ann: Hello {name}?\n\nBob: Yes, I am {name}.\n", encoding="utf-8")
    do("new", "study", "--codebook", "starter", "--as", "Amina")
    do("import", *(f"{name}.txt" for name in INTERVIEWS))
    return here


def table(*lines: Sequence[str], name: str = "cases.csv") -> Path:
    path = Path(name)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    return path


def known() -> dict[str, dict[str, object]]:
    return {row["case"]: row["attributes"] for row in rows("attributes", "cases")}


def test_doubtful_rows_that_can_mean_one_interview_only_are_taken_when_the_user_says_so(study: Path) -> None:
    path = table(("who", "age"), ("01_nadia", "30"), ("nadia_second", "31"), ("kevin", "40"), ("0", "50"))
    assert "line 4: kevin may be 02 kevin" in ic("attributes", "import", path).err
    do("attributes", "import", path, "--accept-doubtful")
    assert known() == {"01 nadia": {"age": 30}, "02 kevin": {"age": 40}}


def test_a_row_that_the_user_settles_must_be_there(study: Path) -> None:
    path = table(("who", "age"), ("01_nadia", "30"))
    ic("attributes", "import", path, "--match", "02_kevn=02 kevin").refused("02_kevn", "--dry-run")
    assert rows("attributes") == []


def test_rows_called_by_numbers_are_not_taken_for_lines(study: Path) -> None:
    path = table(("id", "age", "file"), ("3", "30", "01 nadia"), ("2", "40", "somebody"))
    do("attributes", "import", path, "--column", "id", "--match", "2=02 kevin", "--match", "3=01 nadia")
    assert known() == {"01 nadia": {"age": 30, "file_": "01 nadia"}, "02 kevin": {"age": 40, "file_": "somebody"}}


def test_words_taken_as_missing_are_said_and_a_column_of_nothing_else_is_left_out(study: Path) -> None:
    path = table(("who", "age", "notes"), ("01_nadia", "30", "-"), ("02_kevin", "NA", "?"), ("03_solange", "?", ""))
    page = do("attributes", "import", path).out
    assert "age: taken as missing: NA, ? (2 cells)" in page
    assert known() == {"01 nadia": {"age": 30}, "02 kevin": {}, "03 solange": {}}
    assert rows("attributes")[0]["missing"] == 2


def test_the_user_names_further_words_that_mean_missing(study: Path) -> None:
    path = table(("who", "age", "happy"), ("01_nadia", "99", "nsp"), ("02_kevin", "40", "yes"))
    do("attributes", "import", path, "--missing", "99,NSP")
    assert known() == {"01 nadia": {}, "02 kevin": {"age": 40, "happy": True}}


def test_a_list_may_have_a_choice_that_means_missing_elsewhere(study: Path) -> None:
    do("attributes", "add", "smokes", "--type", "choice", "--choices", "yes,no,?")
    do("attributes", "import", table(("who", "smokes"), ("01_nadia", "?"), ("02_kevin", "no")))
    assert known() == {"01 nadia": {"smokes": "?"}, "02 kevin": {"smokes": "no"}}


def test_a_comma_that_may_be_thousands_or_decimals_is_not_guessed(study: Path) -> None:
    path = table(("who", "income"), ("01_nadia", "1,250"), ("02_kevin", "80"))
    assert "income: 1,250 can be read in two ways, so it is text" in do("attributes", "import", path).out
    assert known()["01 nadia"] == {"income": "1,250"}
    do("undo")
    answer = ic("attributes", "import", path, "--type", "income=number")
    assert answer.code == 1
    assert "thousands or decimals" in answer.err


def test_questions_of_a_survey_become_names_of_attributes(study: Path) -> None:
    question = "How long have you been working on platforms, on average, in years and months?"
    path = table(("who", question, "Age >= 60?", "role"), ("01_nadia", "3", "no", "x"))
    page = do("attributes", "import", path).out
    assert "becomes the attribute Age 60?" in page
    # Whoever types the name of the attribute means the column.
    do("undo")
    do("attributes", "import", path, "--type", "Age 60?=yesno", "--only", "age 60?")
    assert known() == {"01 nadia": {"Age 60?": False}}
    do("undo")
    do("attributes", "import", path)
    assert known() == {
        "01 nadia": {"How long have you been working on platforms on …": 3, "Age 60?": False, "role_": "x"}
    }


def test_values_that_are_known_already_are_named_when_they_change(study: Path) -> None:
    do("attributes", "import", table(("who", "age"), ("01_nadia", "30"), ("02_kevin", "40")))
    path = table(("who", "age"), ("01_nadia", "31"), ("02_kevin", ""))
    for option in (("--dry-run",), ()):
        assert "01 nadia: age is 30 and becomes 31." in do("attributes", "import", path, *option).out
    assert known() == {"01 nadia": {"age": 31}, "02 kevin": {"age": 40}}


def test_wrong_values_are_all_named_and_nothing_is_changed(study: Path) -> None:
    path = table(("who", "age"), ("01_nadia", "thirty"), ("02_kevin", "forty"), ("03_solange", "50"))
    answer = ic("attributes", "import", path, "--type", "age=number")
    assert answer.code == 1
    assert "01 nadia: thirty is no value of age" in answer.err
    assert "02 kevin: forty is no value of age" in answer.err
    assert rows("attributes") == []
    assert "forty is no value of age" in do("attributes", "import", path, "--type", "age=number", "--dry-run").out


def test_rows_of_one_interview_that_name_two_cases_are_not_guessed(study: Path) -> None:
    path = table(("who", "person"), ("01_nadia", "Nadia"), ("01 nadia", "Karim"))
    answer = ic("attributes", "import", path, "--case-column", "person")
    assert answer.code == 1
    assert "01 nadia: rows say different things of person: Nadia (2) | Karim (3)" in answer.err
    do("attributes", "import", path, "--case-column", "person", "--prefer", "last")
    assert list(known()) == ["Karim"]


def test_cases_spelled_in_two_ways_are_one(study: Path) -> None:
    path = table(("who", "person"), ("01_nadia", "Nadia B."), ("02_kevin", "nadia b."))
    do("attributes", "import", path, "--case-column", "person")
    assert [(row["case"], row["transcripts"]) for row in rows("attributes", "cases")] == [
        ("Nadia B.", ["01 nadia", "02 kevin"])
    ]


def test_what_was_known_goes_with_interviews_to_their_new_case(study: Path) -> None:
    do("attributes", "import", table(("who", "age", "town"), ("01_nadia", "30", ""), ("02_kevin", "", "Lille")))
    do("attributes", "assign", "Nadia", "01 nadia", "02 kevin")
    assert [(row["case"], row["attributes"]) for row in rows("attributes", "cases")] == [
        ("Nadia", {"age": 30, "town": "Lille"})
    ]
    do("undo")
    assert known() == {"01 nadia": {"age": 30}, "02 kevin": {"town": "Lille"}}


def test_interviews_that_contradict_each_other_do_not_become_one_case_in_silence(study: Path) -> None:
    do("attributes", "import", table(("who", "age"), ("01_nadia", "30"), ("02_kevin", "40"), ("03_solange", "50")))
    answer = ic("attributes", "assign", "Nadia", "01 nadia", "02 kevin")
    assert answer.code == 1
    assert "age: 30 | 40" in answer.err
    assert "--prefer" in answer.err
    assert len(known()) == 3
    do("attributes", "assign", "Nadia", "01 nadia", "02 kevin", "--prefer", "first")
    do("attributes", "assign", "Nadia", "03 solange", "--prefer", "last")
    assert known() == {"Nadia": {"age": 50}}


def test_a_case_that_still_has_an_interview_keeps_what_is_known_of_it(study: Path) -> None:
    do("attributes", "assign", "Nadia", "01 nadia", "02 kevin")
    do("attributes", "set", "Nadia", "age=30", "--new")
    do("attributes", "assign", "Kevin", "02 kevin")
    assert known() == {"Nadia": {"age": 30}, "Kevin": {}}


def test_a_case_of_a_former_name_comes_back_with_nothing_known(study: Path) -> None:
    do("attributes", "set", "01 nadia", "age=30", "--new")
    do("attributes", "assign", "Nadia", "01 nadia")
    do("attributes", "assign", "01 nadia", "02 kevin")
    assert known() == {"01 nadia": {}, "Nadia": {"age": 30}}


def test_waves_of_one_person_cannot_both_be_an_attribute_of_the_person(study: Path) -> None:
    Path("nadia w1.txt").write_text("A: One.\n\nB: Yes.\n", encoding="utf-8")
    Path("nadia w2.txt").write_text("A: Two.\n\nB: No.\n", encoding="utf-8")
    do("import", "nadia w1.txt", "nadia w2.txt")
    answer = ic("attributes", "from-names", "{case} w{wave}")
    assert answer.code == 1
    assert "nadia: different things would be known of wave: 1 | 2" in answer.err
    do("attributes", "from-names", "{case} w{wave}", "--prefer", "last")
    assert known() == {"nadia": {"wave": 2}}


def test_days_in_names_are_dates_and_names_that_do_not_match_are_listed(study: Path) -> None:
    Path("nadia 20250131.txt").write_text("A: One.\n\nB: Yes.\n", encoding="utf-8")
    do("import", "nadia 20250131.txt")
    page = do("attributes", "from-names", r"(?P<met>\d{8})", "--dry-run").out
    assert "met: date." in page
    assert "Names that the pattern does not match: 3 (01 nadia, 02 kevin, 03 solange)" in page
    do("attributes", "from-names", r"(?P<met>\d{8})")
    assert known() == {"nadia 20250131": {"met": "2025-01-31"}}


def test_history_says_in_words_what_happened_to_cases(study: Path) -> None:
    do("attributes", "import", table(("who", "age", "town"), ("01_nadia", "30", "Lyon"), ("02_kevin", "40", "")))
    do("attributes", "set", "01 nadia", "age=31", "town=")
    do("attributes", "rename", "town", "city")
    do("attributes", "retype", "age", "--type", "text")
    do("attributes", "assign", "Nadia", "01 nadia", "03 solange")
    do("attributes", "remove", "city")
    told = [row["what"] for row in rows("history")][-6:]
    # With the names of today, as everywhere in the history.
    assert told == [
        "attributes of 01 nadia, 02 kevin: age, city",
        "attributes of 01 nadia: age, city",
        "attribute town renamed to city",
        "attribute age is of type text",
        "01 nadia, 03 solange: now of the case Nadia",
        "attribute city removed",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("stop", ["\x03", "\x04"])
def test_a_question_that_is_broken_off_changes_nothing(study: Path, stop: str) -> None:
    path = table(("who", "age"), ("01_nadia", "30"), ("kevin", "40"))
    answer = in_a_terminal(path, stop)
    assert "Line 3: which transcript is kevin?" in answer.err
    assert "Traceback" not in answer.err
    assert answer.code != 0
    assert rows("attributes") == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_in_a_terminal_contradictions_are_asked_after_rows(study: Path) -> None:
    path = table(("who", "age"), ("01_nadia", "30"), ("nadia", "31"), ("02 kevin", "40"))
    answer = in_a_terminal(path, "1\n2\n")
    assert answer.code == 0, answer.err
    assert (
        "Column that says whose row it is: who. Rows by how sure they are: sure 1, doubtful 1, exact 1." in answer.err
    )
    assert known() == {"01 nadia": {"age": 31}, "02 kevin": {"age": 40}}


def in_a_terminal(path: Path, typed: str) -> Answer:
    """What happens when `typed` is typed once the import of a table has asked something."""
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "attributes", "import", str(path)],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )
    assert process.stderr is not None
    said = b""
    while b"Number" not in said and process.poll() is None:
        said += process.stderr.read1()
    if typed == "\x03":
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
    else:
        os.write(screen, typed.encode())
    out, err = process.communicate(timeout=60)
    os.close(terminal)
    os.close(screen)
    return Answer(process.returncode, out.decode(), (said + err).decode())
