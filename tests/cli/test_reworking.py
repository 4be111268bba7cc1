"""`codebook move`, `merge`, `split`, `rename`, `retire` and the rest: codings follow, and everything can be undone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from interview_coder.store.project import Project
from tests.cli.running import do, ic, own_process, rows
from tests.store.builders import assert_sound

Held = Counter[tuple[str, str, int, int]]


def held() -> Held:
    """How often each coder has each span."""
    return Counter((r["coder"], r["transcript"], r["start"], r["end"]) for r in rows("codings"))


def spans(code: str, *options: str) -> set[tuple[str, str, int, int]]:
    return {(r["coder"], r["transcript"], r["start"], r["end"]) for r in rows("codings", "--code", code, *options)}


def paths() -> list[str]:
    return [row["path"] for row in rows("codebook")]


def last() -> str:
    (step,) = rows("history", "--last", "1")
    return str(step["what"])


def listed() -> tuple[list[dict[str, Any]], ...]:
    return rows("codings"), rows("codebook"), rows("codebook", "show", "--retired")


def masked(table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the ids, which new codes get afresh each time."""
    return [{**row, "id": "", "fields": list(row["fields"])} for row in table]


REWORKS: dict[str, tuple[tuple[object, ...], str]] = {
    "move": (("move", "pay/fees", "motivation"), "code motivation/fees moved under motivation"),
    "to the top": (("move", "pay/fees", "/"), "code fees moved to the top"),
    "order": (("move", "pay/fees", "--before", "pay/piece-rate"), "order of codes changed: pay/fees"),
    "place": (("move", "fees", "motivation", "--after", "money"), "code motivation/fees moved under motivation"),
    "rename": (("rename", "pay/fees", "prélèvements", "--label", "en=Levies"), "code fees renamed pay/prélèvements"),
    "colour": (("recolour", "pay/fees", "56B4E9"), "colour of pay/fees: #56B4E9"),
    "no colour": (("recolour", "pay/fees", "none"), "colour of pay/fees taken away"),
    "shortcut": (("shortcut", "pay/fees", "9"), "shortcut of pay/fees: 9"),
    "no shortcut": (("shortcut", "AI/preparation", "none"), "shortcut of AI/preparation taken away"),
    "retire": (("retire", "pay/fees"), "code pay/fees retired"),
    "definition": (
        ("define", "fees", "--definition", "fr=Ce qui est retenu.", "--include", "fr=la TVA", "--include", "fr=frais"),
        "code pay/fees changed: definition, what it includes",
    ),
    "add": (("add", "pay/bonus", "--label", "fr=Primes", "--after", "pay/fees"), "code pay/bonus added"),
    "merge": (
        ("merge", "AI/impersonation", "pay/fees", "AI/verification"),
        "AI/verification/impersonation, pay/fees merged into AI/verification",
    ),
    "split": (("split", "pay/fees", "taxes", "--coder", "Jules"), "7 codings of pay/fees moved to pay/taxes"),
}


@pytest.mark.parametrize("what", REWORKS)
def test_every_rework_is_one_step_that_keeps_all_codings_and_can_be_undone(demo: Path, what: str) -> None:
    command, story = REWORKS[what]
    before, kept = listed(), held()
    content = demo.read_bytes()
    planned = rows("codebook", *command, "--dry-run")
    assert demo.read_bytes() == content
    assert masked(rows("codebook", *command)) == masked(planned)
    assert planned
    assert {tuple(row) for row in planned} == {
        ("change", "id", "path", "fields", "codings", "coders", "transcripts"),
    }
    after = listed()
    assert after != before
    assert set(held()) == set(kept)
    if what != "merge":
        assert held() == kept
        assert last() == story
    do("undo")
    assert listed() == before
    do("redo")
    assert own_process("--format", "json", "codings").json == after[0]
    assert listed() == after
    do("undo")
    with Project.open(demo) as project:
        assert_sound(project)


def test_codings_of_all_coders_follow_a_merge_and_come_back(demo: Path) -> None:
    merged, target = spans("pay/fees"), spans("AI/verification")
    assert {coder for coder, *_ in merged} == {"Amina", "Jules"}
    row, *_ = rows("codebook", "merge", "pay/fees", "AI/verification", "--dry-run")
    assert (row["change"], row["codings"], row["coders"], row["transcripts"]) == ("merged", 16, ["Amina", "Jules"], 8)
    do("codebook", "merge", "pay/fees", "AI/verification")
    assert "pay/fees" not in paths()
    assert spans("AI/verification") == merged | target
    assert last() == "pay/fees merged into AI/verification"
    do("codebook", "merge", "AI/verification", "pay")
    assert merged | target <= spans("pay")
    do("undo")
    do("undo")
    assert (spans("pay/fees"), spans("AI/verification")) == (merged, target)


def test_the_children_of_a_merged_code_move_below_its_target(demo: Path) -> None:
    do("codebook", "merge", "pay", "AI")
    assert {"AI/piece-rate", "AI/no-negotiation", "AI/fees"} <= set(paths())
    assert not any(path.startswith("pay") for path in paths())


def test_a_code_is_split_by_hand_with_the_ids_of_a_listing(demo: Path) -> None:
    chosen = rows("codings", "--code", "pay/fees")[:3]
    do("codings", "--code", "pay/fees", "-o", "some.csv")
    lines = Path("some.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    ids = [row["id"] for row in chosen]
    kept = [lines[0], *(line for line in lines if line.startswith(tuple(ids)))]
    Path("some.csv").write_text("".join(kept), encoding="utf-8")
    do("codebook", "split", "pay/fees", "levies", "--from", "some.csv")
    assert {row["id"] for row in rows("codings", "--code", "pay/levies")} == set(ids)
    assert paths()[paths().index("pay/fees") + 1] == "pay/levies"
    do("codebook", "split", "pay/levies", "pay/fees", "--coding", ids[0], "--coding", ids[1])
    assert {row["id"] for row in rows("codings", "--code", "pay/levies")} == {ids[2]}
    assert last() == "2 codings of pay/levies moved to pay/fees"


def test_a_code_is_split_by_transcript_and_coder(demo: Path) -> None:
    (first, *_) = rows("codings", "--code", "pay")
    asked = ("--coder", first["coder"], "--transcript", first["transcript"])
    wanted = {row["id"] for row in rows("codings", "--code", "pay", *asked)}
    assert len(wanted) < len(rows("codings", "--code", "pay"))
    do("codebook", "split", "pay", "money", *asked)
    assert {row["id"] for row in rows("codings", "--code", "money")} == wanted
    assert "motivation/money" in paths()


def test_a_code_is_split_by_a_query(demo: Path) -> None:
    expression = "pay/fees AND NOT pay"
    wanted = {row["id"] for row in rows("codings", "--code", "pay/fees", "--query", expression)}
    assert 0 < len(wanted) < len(rows("codings", "--code", "pay/fees"))
    do("codebook", "split", "pay/fees", "alone", "--query", expression)
    assert {row["id"] for row in rows("codings", "--code", "pay/alone")} == wanted
    ic("codebook", "split", "pay/fees", "x", "--query", "pay AND").refused("pay AND")


def test_a_code_is_split_by_an_attribute_of_the_cases(demo: Path) -> None:
    wanted = {row["id"] for row in rows("codings", "--code", "pay/fees", "--where", "gender=woman")}
    assert 0 < len(wanted) < len(rows("codings", "--code", "pay/fees"))
    do("codebook", "split", "pay/fees", "womens-fees", "--where", "gender=woman")
    assert {row["id"] for row in rows("codings", "--code", "pay/womens-fees")} == wanted


def test_undoing_a_split_is_refused_only_when_somebody_has_coded_with_the_new_code(demo: Path) -> None:
    do("codebook", "split", "pay/fees", "levies", "--coder", "Jules")
    do("--as", "Zoé", "code", "01-nadia", 10, 20, "pay/levies")
    ic("undo").refused("Zoé")
    do("--as", "Zoé", "undo")
    do("undo")
    assert "pay/levies" not in paths()


def test_a_retired_code_keeps_its_codings_and_takes_no_new_ones(demo: Path) -> None:
    (known,) = rows("code", "01-nadia", 10, 20, "pay/fees")
    do("codebook", "retire", "fees")
    assert len(spans("pay/fees")) == 17
    ic("code", "01-nadia", 30, 40, "pay/fees").refused("pay/fees is retired", 'codebook unretire "pay/fees"')
    assert rows("code", "01-nadia", 10, 20, "pay/fees") == [known]
    Path("many.csv").write_text("transcript,start,end,code\n01-nadia,10,20,fees\n01-nadia,30,40,fees\n")
    answer = ic("code", "--from", "many.csv")
    assert answer.code == 1
    assert "line 3: pay/fees is retired" in answer.err
    assert [row["path"] for row in rows("codebook", "show", "--retired")] == ["pay/fees"]
    assert "pay/fees" in do("codebook", "show", "--retired").out
    (line,) = (line for line in do("codebook").out.splitlines() if line.startswith("pay/fees"))
    assert "✓" in line
    ic("codebook", "retire", "fees").refused("already")
    ic("codebook", "split", "pay", "pay/fees", "--coder", "Jules").refused("retired")
    ic("recode", known["id"], "pay/fees").refused("retired")
    do("codebook", "unretire", "fees")
    do("code", "01-nadia", 30, 40, "pay/fees")
    ic("codebook", "unretire", "fees").refused("not retired")


REFUSALS: dict[str, tuple[tuple[object, ...], tuple[str, ...]]] = {
    "itself": (("merge", "pay", "pay"), ("cannot be merged into itself",)),
    "below": (("merge", "pay", "pay/fees"), ("lies under it",)),
    "cycle": (("move", "pay", "pay/fees"), ("lies under it",)),
    "under itself": (("move", "pay", "pay"), ("pay",)),
    "same name": (("rename", "pay/fees", "Piece-Rate"), ("Piece-Rate",)),
    "added twice": (("add", "PAY"), ("PAY",)),
    "no such code": (("move", "pay/feess", "AI"), ("pay/feess", "Did you mean pay/fees?")),
    "no such parent": (("move", "pay/fees", "IA"), ("IA",)),
    "no such target": (("merge", "pay/fees", "AI/verifcation"), ("Did you mean AI/verification",)),
    "not beside": (("move", "pay/fees", "AI", "--before", "pay"), ("same parent",)),
    "bad name": (("rename", "pay/fees", "a/b"), ("`a/b`",)),
    "bad colour": (("recolour", "pay/fees", "red"), ("#red",)),
    "taken shortcut": (("shortcut", "pay/fees", "p"), ("`p`",)),
    "split into itself": (("split", "pay", "PAY", "--coder", "Jules"), ("have that code already",)),
    "nothing chosen": (("split", "pay/fees", "x", "--transcript", "07-samira"), ("No coding",)),
    "no such coding": (("split", "pay/fees", "x", "--coding", "nowhere"), ("nowhere",)),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_a_slip_is_one_sentence_and_changes_nothing(demo: Path, what: str) -> None:
    command, parts = REFUSALS[what]
    if what == "nothing chosen":
        used = {row["transcript"] for row in rows("codings", "--code", "pay/fees")}
        command = (*command[:-1], next(r["name"] for r in rows("transcripts") if r["name"] not in used))
    before = demo.read_bytes()
    ic("codebook", *command).refused(*parts)
    ic("codebook", *command, "--dry-run").refused(*parts)
    assert demo.read_bytes() == before


def test_codings_of_another_code_are_not_split_off(demo: Path) -> None:
    other = rows("codings", "--code", "AI")[0]["id"]
    ic("codebook", "split", "pay/fees", "x", "--coding", other).refused(other)


@pytest.mark.parametrize(
    "words",
    [
        ("split", "pay", "x"),
        ("move", "pay"),
        ("define", "pay"),
        ("define", "pay", "--definition", "no language"),
        ("move", "pay", "--before", "AI", "--after", "AI"),
    ],
)
def test_half_a_command_is_a_usage_error(demo: Path, words: tuple[str, ...]) -> None:
    assert ic("codebook", *words).code == 2


def test_a_project_without_a_codebook_gets_one_with_its_first_code(here: Path) -> None:
    do("new", "étude", "--language", "fr")
    do("codebook", "add", "Métier", "--label", "fr=Le métier", "--colour", "#0072B2", "--shortcut", "m")
    do("codebook", "add", "Métier/gestes", "--definition", "fr=Ce que font les mains.")
    do("codebook", "add", "Accueil", "--before", "Métier")
    assert paths() == ["Accueil", "Métier", "Métier/gestes"]
    (row,) = (row for row in rows("codebook") if row["path"] == "Métier")
    assert (row["label"], row["colour"], row["shortcut"]) == ({"fr": "Le métier"}, "#0072B2", "m")
    do("codebook", "export", "book.yaml")
    assert rows("codebook", "diff", "book.yaml") == []


def test_texts_of_a_code_go_when_they_are_emptied(demo: Path) -> None:
    do("codebook", "define", "fees", "--label", "fr=", "--include", "fr=un", "--include", "fr=deux", "--exclude", "en=")
    (row,) = (row for row in rows("codebook") if row["path"] == "pay/fees")
    assert "fr" not in row["label"]
    assert row["label"]["en"]
    assert row["include"]["fr"] == ["un", "deux"]
    assert "en" not in row["exclude"]


def test_the_story_is_told_in_french_too(demo: Path) -> None:
    do("codebook", "merge", "pay/fees", "AI/verification")
    do("codebook", "split", "pay", "taxes", "--coder", "Amina")
    do("codebook", "move", "pay", "--before", "AI")
    told = [row["what"] for row in rows("--lang", "fr", "history", "--last", "3")]
    assert told[0] == "fusion de pay/fees dans AI/verification"
    assert told[1].endswith("codages de pay passés à taxes")
    assert told[2] == "ordre des codes changé : pay"
    assert "Rien n’a été changé" in do("--lang", "fr", "codebook", "merge", "AI", "pay", "--dry-run").out


def test_reworks_survive_in_the_real_command(demo: Path) -> None:
    assert own_process("codebook", "merge", "pay/fees", "AI/verification").code == 0
    assert own_process("undo").code == 0
    assert own_process("doctor").code == 0
