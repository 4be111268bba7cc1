"""`review`: what a correction changed or took away, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview_coder.store.project import Project
from tests.cli.running import do, ic, rows
from tests.cli.test_replace import QUOTES, TEXT, code, state, study, write
from tests.store.builders import assert_sound

__all__ = ["study"]

MOVED_ON = TEXT.replace("depuis six ans", "depuis sept ans").replace(
    "Trois centimes le ticket, quand il est accepté.", "Je ne sais plus."
)
MOVED_ON = f"Nadia : Bonjour. Donc trois centimes par ticket, quand il est accepté.\n\n{MOVED_ON}"


@pytest.fixture
def waiting(study: Path) -> dict[str, str]:
    """The study after a correction: ids of the codings by the quote they had (Ann's, of two alike)."""
    ids = {row["quote"]: row["id"] for row in rows("codings", "--coder", "Ann")}
    do("replace", "nadia", write("moved.txt", MOVED_ON))
    return ids


def item(coding: str) -> dict[str, object]:
    found = [row for row in rows("review") if row["coding"] == coding]
    assert len(found) == 1
    return found[0]


def test_changed_and_lost_codings_wait_with_their_old_quote_and_candidates(waiting: dict[str, str]) -> None:
    found = rows("review")
    keys = ["coding", "transcript", "outcome", "code", "coder", "old", "new", "candidates"]
    assert all(list(row) == keys for row in found)
    assert {(row["coder"], row["outcome"], row["old"]["quote"]) for row in found} == {
        ("Ann", "changed", "depuis six ans"),
        ("Bruno", "changed", "depuis six ans"),
        ("Ann", "lost", "Trois centimes le ticket"),
    }
    lost = next(row for row in found if row["outcome"] == "lost")
    assert lost["new"] is None
    best = lost["candidates"][0]
    assert best["n"] == 1
    assert MOVED_ON[best["start"] : best["end"]] == best["quote"] == "trois centimes par ticket"
    assert 0.7 < best["similarity"] < 1
    changed = next(row for row in found if row["outcome"] == "changed")
    assert changed["new"]["quote"] == "depuis sept ans"
    assert found == rows("review", "list") == rows("review", "--transcript", "nadia")
    assert rows("review", "list", "--transcript", "bob") == []


def test_people_see_before_now_and_numbered_places(waiting: dict[str, str]) -> None:
    shown = do("review").out
    assert "before" in shown
    assert "depuis six ans" in shown
    assert "depuis sept ans" in shown
    assert "trois centimes par ticket" in shown
    assert "Codings to look at: 3." in shown
    french = do("--lang", "fr", "review").out
    assert "avant" in french
    assert "Codages à revoir" in french


def test_keeping_settles_a_changed_coding_as_it_is(waiting: dict[str, str]) -> None:
    coding = waiting["depuis six ans"]
    (kept,) = rows("review", "keep", coding[:6])
    assert (kept["id"], kept["quote"]) == (coding, "depuis sept ans")
    assert coding not in {row["coding"] for row in rows("review")}
    assert len(rows("review", "keep", "--all")) == 1
    assert [row["outcome"] for row in rows("review")] == ["lost"]
    do("undo")
    do("undo")
    assert len(rows("review")) == 3


def test_taking_a_candidate_puts_a_lost_coding_there(waiting: dict[str, str]) -> None:
    coding = waiting["Trois centimes le ticket"]
    (taken,) = rows("review", "take", coding, 1)
    assert (taken["id"], taken["quote"], taken["coder"]) == (coding, "trois centimes par ticket", "Ann")
    assert coding not in {row["coding"] for row in rows("review")}
    do("undo")
    assert item(coding)["outcome"] == "lost"
    do("redo")
    assert coding in {row["id"] for row in rows("codings")}


def test_any_passage_can_be_named(waiting: dict[str, str]) -> None:
    start = MOVED_ON.index("Je ne sais plus")
    coding = waiting["Trois centimes le ticket"]
    (placed,) = rows("review", "place", coding, start, start + 15)
    assert placed["quote"] == "Je ne sais plus"
    assert len(rows("review")) == 2


def test_a_dropped_coding_is_gone_until_undo(waiting: dict[str, str]) -> None:
    coding = waiting["Trois centimes le ticket"]
    assert rows("review", "drop", coding) == [{"coding": coding}]
    assert len(rows("review")) == 2
    do("replace", "nadia", "nadia.txt")
    assert coding not in {row["id"] for row in rows("codings")}
    do("undo")
    do("undo")
    assert item(coding)["outcome"] == "lost"


def test_who_settles_is_noted_and_whose_coding_it_is_stays(waiting: dict[str, str], here: Path) -> None:
    (bruno,) = [row["coding"] for row in rows("review") if row["coder"] == "Bruno"]
    (kept,) = rows("review", "keep", bruno, "--as", "Ann")
    assert kept["coder"] == "Bruno"
    with Project.open(here / "study.icoder") as project:
        assert project.rows("SELECT coder, actor FROM events ORDER BY hlc DESC LIMIT 1") == [("Bruno", "Ann")]
        assert_sound(project)


def test_a_second_correction_keeps_the_quote_from_before_the_first(waiting: dict[str, str]) -> None:
    coding = waiting["depuis six ans"]
    do("replace", "nadia", write("more.txt", MOVED_ON.replace("sept ans", "huit ans")))
    found = item(coding)
    assert found["old"] == {"start": TEXT.index("depuis six"), "end": TEXT.index(" 😀"), "quote": "depuis six ans"}
    assert isinstance(found["new"], dict)
    assert found["new"]["quote"] == "depuis huit ans"


def test_a_settled_coding_waits_no_more_after_a_correction_elsewhere(waiting: dict[str, str]) -> None:
    do("review", "keep", "--all")
    do("replace", "nadia", write("more.txt", MOVED_ON.replace("images", "photos")))
    changed = [row["old"]["quote"] for row in rows("review") if row["outcome"] == "changed"]
    assert changed == ["je clique sur des images"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("keep", "nothing"), ("nothing",)),
        (("keep", "{lost}"), ("{lost}", "review take")),
        (("take", "{lost}", "9"), ("9",)),
        (("place", "{lost}", "5", "5"), ("nadia",)),
        (("place", "{lost}", "0", "999999"), ("nadia",)),
        (("drop", "{lost}", "nothing"), ("nothing",)),
        (("take", "{settled}", "1"), ("{settled}",)),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    waiting: dict[str, str], words: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    names = {"lost": waiting["Trois centimes le ticket"], "settled": waiting["Vous travaillez"]}
    before = state()
    ic("review", *(word.format(**names) for word in words)).refused(*(part.format(**names) for part in parts))
    assert state() == before


def test_keep_needs_codings_or_all_of_them(waiting: dict[str, str]) -> None:
    assert ic("review", "keep").code == 2
    assert ic("review", "keep", "--all", waiting["depuis six ans"]).code == 2


def test_a_coding_made_on_an_older_version_is_carried_over_later(study: Path) -> None:
    do("undo", "--as", "Bruno")
    do("replace", "nadia", write("new.txt", TEXT.replace("longtemps", "très longtemps")), "--as", "Ann")
    do("redo", "--as", "Bruno")
    assert [(row["coder"], row["outcome"]) for row in rows("review")] == [("Bruno", "lost")]
    (found,) = rows("review", "follow", "--as", "Ann")
    assert (found["transcript"], found["outcome"], found["new"]["quote"]) == ("nadia", "moved", "depuis six ans")
    assert rows("review") == []
    assert len(rows("codings")) == len(QUOTES) + 1
    assert rows("codings", "--coder", "Bruno")[0]["quote"] == "depuis six ans"


def test_nothing_waits_in_a_project_without_corrections(study: Path) -> None:
    assert rows("review") == []
    assert "Codings to look at: 0." in do("review").out
    assert code("Racontez-moi")
