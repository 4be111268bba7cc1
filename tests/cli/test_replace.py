"""`replace`: a corrected transcript, and every coding of every coder follows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from interview_coder.domain.ids import speaker_id
from interview_coder.store.cases import people
from interview_coder.store.project import Project
from tests.cli.running import do, ic, own_process, rows
from tests.store.builders import assert_sound, work

TEXT = (
    "Enquêtrice : Vous travaillez depuis longtemps ?\n\nNadia : Oui, depuis six ans 😀.\n\n"
    "Enquêtrice : Racontez-moi une journée.\n\n"
    "Nadia : Le matin je clique sur des images, l'après-midi je transcris des tickets de caisse.\n\n"
    "Enquêtrice : C'est payé combien ?\n\nNadia : Trois centimes le ticket, quand il est accepté.\n"
)
OTHER = "Ann: Where do you work?\n\nBob: At home, on tasks.\n\nAnn: Every day?\n\nBob: Every day, yes.\n"
CORRECTED = TEXT.replace("depuis six ans", "depuis sept ans et demi").replace(
    "\n\nEnquêtrice : C'est payé combien ?\n\nNadia : Trois centimes le ticket, quand il est accepté.", ""
)
QUOTES = {
    "Vous travaillez": "unmoved",
    "depuis six ans": "changed",
    "je clique sur des images": "moved",
    "Trois centimes le ticket": "lost",
}


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def code(quote: str, *more: object, name: str = "money", transcript: str = "nadia") -> str:
    """Code a passage of the text of today; the id of the coding."""
    text = str(rows("show", transcript)[0]["text"])
    start = text.index(quote)
    return str(rows("code", transcript, start, start + len(quote), name, *more)[0]["id"])


@pytest.fixture
def study(here: Path) -> Path:
    """A project of Ann with a French and an English transcript, one coding a quote, and one of Bruno."""
    do("new", "study", "--as", "Ann")
    do("codebook", "import", "starter")
    do("import", write("nadia.txt", TEXT), write("bob.txt", OTHER))
    for quote in QUOTES:
        code(quote)
    code("depuis six ans", "--as", "Bruno", "--memo", "à vérifier")
    write("corrected.txt", CORRECTED)
    return here / "study.icoder"


def state() -> dict[str, Any]:
    """Everything that people see of the work."""
    found = {name: rows(name) for name in ("transcripts", "codings", "speakers", "review")}
    return found | {"shown": [rows("show", row["name"]) for row in found["transcripts"]]}


def test_every_coding_follows_and_the_report_says_how(study: Path) -> None:
    found = rows("replace", "nadia", "corrected.txt")
    assert all(list(row) == ["coding", "outcome", "old", "new"] for row in found)
    assert {row["old"]["quote"]: row["outcome"] for row in found} == QUOTES
    assert len(found) == len(QUOTES) + 1
    for row in found:
        assert TEXT[row["old"]["start"] : row["old"]["end"]] == row["old"]["quote"]
        if row["outcome"] == "lost":
            assert row["new"] is None
        else:
            assert CORRECTED[row["new"]["start"] : row["new"]["end"]] == row["new"]["quote"]
    shown = rows("show", "nadia")[0]
    assert shown["text"] == CORRECTED
    quotes = {row["quote"]: row["coder"] for row in rows("codings")}
    assert set(quotes) == {"Vous travaillez", "depuis sept ans", "je clique sur des images"}


def test_people_read_counts_and_what_changed(study: Path) -> None:
    answer = do("replace", "nadia", "corrected.txt")
    assert "1 unmoved, 1 moved, 2 with a changed quote, 1 lost" in answer.out
    assert "depuis six ans" in answer.out
    assert "depuis sept ans" in answer.out
    assert "To be looked at: 3" in answer.out


def test_the_report_is_french_where_the_user_is(study: Path) -> None:
    answer = do("--lang", "fr", "replace", "nadia", "corrected.txt")
    assert re.search("1 en place, 1 déplacés, 2 dont la citation a changé, 1 perdus", answer.out)
    told = do("--lang", "fr", "history", "--last", 1).out
    assert "texte de nadia corrigé" in told


def test_a_dry_run_tells_the_same_and_changes_nothing(study: Path) -> None:
    before = state()
    would = rows("replace", "nadia", "corrected.txt", "--dry-run")
    assert state() == before
    assert rows("history")[-1]["type"] == "coding.added"
    assert rows("replace", "nadia", "corrected.txt") == would


def test_undo_brings_back_text_turns_and_codings_and_redo_the_new_ones(study: Path) -> None:
    before = state()
    do("replace", "nadia", "corrected.txt")
    after = state()
    assert after != before
    assert own_process("undo").code == 0
    assert state() == before
    assert own_process("redo").code == 0
    assert state() == after
    with Project.open(study) as project:
        assert_sound(project)


def test_memos_stars_coders_and_dates_follow(study: Path) -> None:
    before = {row["id"]: row for row in rows("codings")}
    do("replace", "nadia", "corrected.txt")
    for row in rows("codings"):
        for key in ("coder", "code", "memo", "star", "origin", "created_at", "speaker", "role"):
            assert row[key] == before[row["id"]][key]
    with Project.open(study) as project:
        events = project.rows("SELECT coder, actor FROM events WHERE type = 'coding.changed'")
    assert sorted(events) == [("Ann", "Ann")] * 3 + [("Bruno", "Ann")]


def test_a_lost_coding_comes_back_with_its_passage(study: Path) -> None:
    before = {row["id"]: (row["start"], row["end"], row["quote"]) for row in rows("codings")}
    do("replace", "nadia", "corrected.txt")
    assert len(rows("codings")) == len(before) - 1
    do("replace", "nadia", "nadia.txt")
    assert {row["id"]: (row["start"], row["end"], row["quote"]) for row in rows("codings")} == before
    assert rows("review") == []


def test_a_coding_lost_long_ago_comes_back_too(study: Path) -> None:
    for number in range(3):
        do("replace", "nadia", write("again.txt", CORRECTED.replace("Le matin", f"Le matin {number}")))
    do("replace", "nadia", write("again.txt", TEXT.replace("Le matin", "Au matin")))
    assert {row["quote"] for row in rows("codings")} == set(QUOTES)
    assert rows("review") == []


def test_the_very_same_text_changes_nothing_and_says_so(study: Path) -> None:
    before, history = state(), rows("history")
    write("same.txt", TEXT.replace("\n", "\r\n"))
    answer = do("replace", "nadia", "same.txt")
    assert "this very text already" in answer.out
    assert rows("replace", "nadia", "nadia.txt") == []
    assert (state(), rows("history")) == (before, history)


def test_another_interview_altogether_is_refused_with_its_likeness(study: Path, sample: Path) -> None:
    before = state()
    ic("replace", "nadia", sample / "10-yann.txt").refused("10-yann.txt", "nadia", "%", "--force")
    assert state() == before
    found = rows("replace", "nadia", sample / "10-yann.txt", "--force")
    assert {row["outcome"] for row in found} <= {"changed", "lost"}
    assert {row["coding"] for row in rows("review")} == {row["coding"] for row in found}
    do("undo")
    assert state() == before


def test_a_text_of_another_transcript_is_refused(study: Path) -> None:
    before = state()
    ic("replace", "nadia", "bob.txt", "--force").refused("bob.txt", "that of bob")
    assert state() == before


def test_an_old_version_does_not_come_in_as_a_new_interview(study: Path) -> None:
    do("replace", "nadia", "corrected.txt")
    for name in ("nadia.txt", "corrected.txt"):
        ic("import", name, "--format", "json")
        assert [row["name"] for row in rows("transcripts")] == ["bob", "nadia"]
    assert rows("show", "nadia")[0]["text"] == CORRECTED


@pytest.mark.parametrize(
    ("transcript", "file", "named"),
    [
        ("nobody", "corrected.txt", "nobody"),
        ("nadia", "missing.txt", "missing.txt"),
        ("nadia", "empty.txt", "empty.txt"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(study: Path, transcript: str, file: str, named: str) -> None:
    write("empty.txt", "  \n")
    before = state()
    ic("replace", transcript, file).refused(named)
    assert state() == before


def test_a_replacement_that_fails_leaves_everything_as_it_was(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(study) as project:
        before = work(project)
    # The events and tables are written by then: the last thing a step does is to note where its log ends.
    monkeypatch.setenv("INTERVIEW_CODER_STATE", str(write("no-folder", "")))
    ic("replace", "nadia", "corrected.txt", "--as", "Ann").refused("no-folder")
    with Project.open(study) as project:
        assert work(project) == before
        assert_sound(project)


def test_a_backup_is_made_before(study: Path) -> None:
    do("replace", "nadia", "corrected.txt")
    assert [row["detail"] for row in rows("backup", "--list")][-1] == "replace"


def test_undo_is_refused_once_others_coded_on_the_new_version(study: Path) -> None:
    do("replace", "nadia", "corrected.txt", "--as", "Ann")
    code("des tickets de caisse", "--as", "Bruno")
    before = state()
    ic("undo", "--as", "Ann").refused("Bruno", "(1)")
    assert state() == before
    do("undo", "--as", "Bruno")
    do("undo", "--as", "Ann")
    assert rows("show", "nadia")[0]["text"] == TEXT
    assert len(rows("codings")) == len(QUOTES) + 1


def test_undo_is_refused_once_others_settled_a_coding_on_the_new_version(study: Path) -> None:
    do("replace", "nadia", "corrected.txt", "--as", "Ann")
    (lost,) = [row["coding"] for row in rows("review") if row["outcome"] == "lost"]
    do("review", "place", lost, 0, 10, "--as", "Bruno")
    ic("undo", "--as", "Ann").refused("Ann", "(1)")
    do("undo", "--as", "Bruno")
    do("undo", "--as", "Ann")
    assert len(rows("codings")) == len(QUOTES) + 1


def test_roles_and_merged_spellings_follow(study: Path) -> None:
    text = TEXT.replace("Nadia : Trois", "Nadja : Trois")
    do("replace", "nadia", write("nadja.txt", text))
    do("speakers", "merge", "Nadja", "Nadia", "--transcript", "nadia")
    do("speakers", "role", "Nadia", "interviewer", "--transcript", "nadia")
    do("replace", "nadia", write("nadja.txt", text.replace("six", "sept").replace("Nadja", "Nadya")))
    found = {row["name"]: row for row in rows("speakers") if row["transcript"] == "nadia"}
    assert found["Nadia"]["role"] == "interviewer"
    assert found["Nadya"]["same_as"] == "Nadia"
    assert {turn["speaker"] for turn in rows("show", "nadia")[0]["turns"]} == {"Enquêtrice", "Nadia"}


def test_a_speaker_who_is_spelled_otherwise_stays_in_their_case(study: Path) -> None:
    with Project.open(study) as project:
        (transcript,) = (row[0] for row in project.rows("SELECT id FROM transcripts WHERE name = 'nadia'"))
        with project.write("Ann") as writer:
            writer.add("case.added", "a-case", {"name": "N."})
            writer.change("speaker.changed", speaker_id(transcript, "Nadia"), {"case": "a-case"})
        before = people(project).of_speaker
    do("replace", "nadia", write("leïla.txt", TEXT.replace("Nadia", "Leïla")))
    with Project.open(study) as project:
        assert list(before.values()) == list(people(project).of_speaker.values()) == ["a-case"]
    do("undo")
    with Project.open(study) as project:
        assert people(project).of_speaker == before


def test_a_speaker_who_may_be_a_misspelled_one_is_told(study: Path) -> None:
    slip = TEXT.replace("Enquêtrice : C'est payé", "Enquètrices : C'est payé")
    assert "speakers merge Enquètrices Enquêtrice" in do("replace", "nadia", write("slip.txt", slip)).out


def test_times_follow_into_a_text_that_has_none(here: Path, sample: Path) -> None:
    do("new", "study")
    do("import", sample / "04-mehdi.vtt")
    before = rows("show", "04-mehdi")[0]
    text = str(before["text"]).replace("plateforme", "plate-forme")
    do("replace", "04-mehdi", write("mehdi.txt", text))
    after = rows("show", "04-mehdi")[0]
    assert after["text"] == text
    assert [(turn["start_ms"], turn["end_ms"], turn["speaker"]) for turn in after["turns"]] == [
        (turn["start_ms"], turn["end_ms"], turn["speaker"]) for turn in before["turns"]
    ]
    assert before["turns"][0]["start_ms"] is not None


def test_sentences_are_those_of_the_text_and_search_finds_the_new_one_only(prepared: Path) -> None:
    text = str(rows("show", "01-nadia")[0]["text"]).replace("coloriages", "dessins")
    assert rows("search", "coloriages", "--transcript", "01-nadia")
    answer = do("replace", "01-nadia", write("n.txt", text))
    assert "interview-coder prepare" in answer.out
    assert rows("show", "01-nadia")[0]["sentences"] is None
    assert next(row for row in rows("transcripts") if row["name"] == "01-nadia")["sentences"] is None
    assert rows("search", "coloriages", "--transcript", "01-nadia") == []
    assert rows("search", "dessins", "--transcript", "01-nadia")


def test_a_corrected_zoom_file_keeps_every_quote_of_untouched_passages(here: Path, data: Path) -> None:
    folder = data / "corpora" / "import-files" / "zoom"
    do("new", "study")
    do("codebook", "import", "starter")
    do("import", folder / "transcript.vtt")
    turns = rows("show", "transcript")[0]["turns"]
    lines = [f"transcript,{turn['start']},{turn['end']},money" for turn in turns]
    do("code", "--from", write("many.csv", "transcript,start,end,code\n" + "\n".join(lines) + "\n"))
    found = rows("replace", "transcript", folder / "transcript_corrected.vtt")
    assert len(found) == len(turns)
    for row in found:
        same = row["new"] is not None and row["new"]["quote"] == row["old"]["quote"]
        assert (row["outcome"] in ("unmoved", "moved")) == same
    assert {row["outcome"] for row in found} == {"unmoved", "moved", "changed"}
    after = rows("show", "transcript")[0]["turns"]
    assert [(turn["start_ms"], turn["end_ms"]) for turn in after] == [(t["start_ms"], t["end_ms"]) for t in turns]


def test_of_a_table_of_interviews_the_one_of_that_name_is_taken(here: Path) -> None:
    table = (
        "entretien;texte\n"
        'Anna;"Q : comment ?\nA : par hasard\nQ : et après ?\nA : ça va"\n'
        'Bo;"Q : comment ?\nA : par mon père\nQ : et après ?\nA : voilà"\n'
    )
    do("new", "study")
    do("import", write("table.csv", table))
    do("replace", "Bo", write("table.csv", table.replace("mon père", "ma mère")))
    assert "par ma mère" in rows("show", "Bo")[0]["text"]
    before = state()
    ic("replace", "Anna", write("table.csv", table.replace("Anna", "Cléo"))).refused("2", "Anna")
    assert state() == before
