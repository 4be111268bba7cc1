"""`--query` on the sample project, counted apart from what `codings` and `show` list; saved queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import do, ic, rows

Row = dict[str, Any]
Pair = Callable[[Row, Row], bool]


@cache
def everything() -> list[Row]:
    """Every coding with the turns it touches; no test changes them."""
    turns = {one["name"]: rows("show", one["name"])[0]["turns"] for one in rows("transcripts")}
    listed = rows("codings")
    for row in listed:
        spans = turns[row["transcript"]]
        row["turns"] = {turn["n"] for turn in spans if row["start"] < turn["end"] and turn["start"] < row["end"]}
    return listed


def having(code: str) -> list[Row]:
    return [row for row in everything() if row["code"] == code]


def below(code: str) -> list[Row]:
    return [row for row in everything() if f"{row['code']}/".startswith(f"{code}/")]


def same(one: Row, other: Row) -> bool:
    return bool(one["transcript"] == other["transcript"])


def overlap(one: Row, other: Row) -> bool:
    return same(one, other) and one["start"] < other["end"] and other["start"] < one["end"]


def turns_apart(one: Row, other: Row) -> int:
    return min(abs(a - b) for a in one["turns"] for b in other["turns"])


def with_one(left: list[Row], right: list[Row], pair: Pair, *, some: bool = True) -> list[Row]:
    return [a for a in left if any(a is not b and pair(a, b) for b in right) is some]


def near(turns: int) -> Pair:
    return lambda a, b: same(a, b) and turns_apart(a, b) <= turns


def follows(turns: int) -> Pair:
    return lambda a, b: same(a, b) and b["start"] >= a["end"] and min(b["turns"]) - max(a["turns"]) <= turns


def by(coder: str, codings: list[Row]) -> list[Row]:
    return [row for row in codings if row["coder"] == coder]


EXPECTED: dict[str, Callable[[], list[Row]]] = {
    "pay": lambda: having("pay"),
    "pay/*": lambda: below("pay"),
    "pay OR platforms": lambda: having("pay") + having("platforms"),
    "pay/* AND platforms/*": lambda: (
        with_one(below("pay"), below("platforms"), overlap) + with_one(below("platforms"), below("pay"), overlap)
    ),
    "pay/* AND NOT platforms/*": lambda: with_one(below("pay"), below("platforms"), overlap, some=False),
    "pay/* SAUF platforms/*": lambda: with_one(below("pay"), below("platforms"), overlap, some=False),
    "pay NEAR/2 turns platforms": lambda: with_one(having("pay"), having("platforms"), near(2)),
    "pay PRÈS/0 tours pay": lambda: with_one(having("pay"), having("pay"), near(0)),
    "pay NOT NEAR/1 turn AI/*": lambda: with_one(having("pay"), below("AI"), near(1), some=False),
    "invisibility WITHIN turn AI/*": lambda: with_one(having("invisibility"), below("AI"), near(0)),
    "invisibility WITHIN transcript precarity": lambda: with_one(having("invisibility"), having("precarity"), same),
    "pay FOLLOWED BY platforms": lambda: with_one(having("pay"), having("platforms"), follows(1)),
    "pay SUIVI DE/4 tours platforms": lambda: with_one(having("pay"), having("platforms"), follows(4)),
    "pay AND coder:Amina": lambda: by("Amina", having("pay")),
    "pay/* AND NOT platforms/* AND coder:Amina": lambda: with_one(
        by("Amina", below("pay")), by("Amina", below("platforms")), overlap, some=False
    ),
    "(pay/* AND coder:Amina) AND NOT platforms/*": lambda: with_one(
        by("Amina", below("pay")), below("platforms"), overlap, some=False
    ),
    "NOT pay": lambda: with_one(everything(), having("pay"), overlap, some=False),
    "role:interviewee AND AI/*": lambda: [row for row in below("AI") if row["role"] == "interviewee"],
    "AI/* ET rôle:enquêtrice": lambda: [row for row in below("AI") if row["role"] == "interviewer"],
    "speaker:nadia": lambda: [row for row in everything() if row["speaker"] == "Nadia"],
    "transcript:01-nadia AND star:no": lambda: [row for row in everything() if row["transcript"] == "01-nadia"],
    "étoile:oui": lambda: [row for row in everything() if row["star"]],
    'memo:""': lambda: [row for row in everything() if not row["memo"]],
    "lang:en AND recognition/*": lambda: [row for row in below("recognition") if row["transcript"] in english()],
}


def english() -> set[str]:
    return {one["name"] for one in rows("transcripts") if one["language"] == "en"}


@pytest.mark.parametrize("query", EXPECTED)
def test_a_query_lists_what_counting_by_hand_gives(demo: Path, query: str) -> None:
    expected = {row["id"] for row in EXPECTED[query]()}
    if query == "NOT pay":
        expected -= {row["id"] for row in having("pay")}
    assert {row["id"] for row in rows("codings", "--query", query)} == expected
    assert expected or query in ("étoile:oui", "AI/* ET rôle:enquêtrice")


def test_every_listing_takes_a_query(demo: Path) -> None:
    query = "pay/* AND NOT platforms/*"
    ids = {row["id"] for row in rows("codings", "--query", query)}
    assert sum(row["codings"] for row in rows("frequencies", "--query", query)) == len(ids)
    do("export", "quotes.jsonl", "--query", query)
    written = [json.loads(line) for line in Path("quotes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["id"] for row in written} == ids
    assert f"query {query}" in do("frequencies", "--query", query).out


def test_a_query_and_the_other_options_must_all_hold(demo: Path) -> None:
    query = "pay/* AND NOT platforms/*"
    hers = {row["id"] for row in rows("codings", "--query", f"{query} AND coder:Amina")}
    assert {row["id"] for row in rows("codings", "--query", query, "--coder", "Amina")} == hers
    only = ("--code", "pay/fees", "--transcript", "01-nadia")
    both = {row["id"] for row in rows("codings", *only)} & {row["id"] for row in rows("codings", "--query", query)}
    assert {row["id"] for row in rows("codings", "--query", query, *only)} == both


def test_an_unknown_name_is_shown_where_it_stands_with_the_nearest(demo: Path) -> None:
    ic("codings", "--query", "pay AND platfroms").refused("character 9", "pay AND ➜platfroms", "platforms?")
    ic("codings", "--query", "pay AND coder:Amin").refused("character 15", "➜Amin", "Amina?")
    ic("codings", "--query", "pay AND codr:Amina").refused("character 9", "➜codr:Amina", "coder?")
    ic("codings", "--query", "star:maybe").refused("character 6", "yes or no")
    ic("codings", "--query", "role:boss").refused("character 6", "interviewer or interviewee")
    ic("codings", "--query", "coder>=Amina").refused("only")
    ic("codings", "--query", "lang:de").refused("en, fr")
    ic("codings", "--query", "transcript:02-nadia").refused("character 12", "01-nadia")
    ic("codings", "--query", "pay AND @nothing").refused("➜@nothing", "queries")
    said = ic("--lang", "fr", "codings", "--query", "pay ET platfroms").refused("caractère 8", "pay ET ➜platfroms")
    assert "Vouliez-vous dire platforms" in said


def test_the_case_of_a_coding_can_be_asked_for(demo: Path) -> None:
    ic("codings", "--query", "case:Nadia").refused("case", "Nadia")
    assert rows("codings", "--query", 'case:""') == []
    assert {row["transcript"] for row in rows("codings", "--query", "case:01-nadia")} == {"01-nadia"}
    do("undo")  # the attributes
    assert len(rows("codings", "--query", 'case:""')) == len(rows("codings"))


def test_a_saved_query_is_used_by_its_name(demo: Path) -> None:
    do("queries", "save", "poor pay", "pay/* AND NOT platforms/*")
    do("queries", "save", "hers", '@"poor pay" AND coder:Amina')
    assert rows("queries") == [
        {"name": "hers", "expression": '@"poor pay" AND coder:Amina'},
        {"name": "poor pay", "expression": "pay/* AND NOT platforms/*"},
    ]
    named = rows("codings", "--query", '@"Poor Pay" AND transcript:01-nadia')
    assert named == rows("codings", "--query", "(pay/* AND NOT platforms/*) AND transcript:01-nadia")
    ic("queries", "remove", "poor pay").refused("used by hers")
    do("queries", "remove", "hers")
    do("queries", "remove", "@poor pay")
    assert rows("queries") == []
    do("undo")
    assert [row["name"] for row in rows("queries")] == ["poor pay"]
    assert rows("history", "--last", "1")[0]["what"] == "undone: query poor pay removed"


def test_saving_under_the_same_name_changes_the_query_and_undo_brings_the_old_one_back(demo: Path) -> None:
    do("queries", "save", "mine", "pay")
    do("queries", "save", "Mine", "pay")
    do("queries", "save", "mine", "pay OR platforms")
    assert rows("queries") == [{"name": "mine", "expression": "pay OR platforms"}]
    do("undo")
    assert rows("queries") == [{"name": "Mine", "expression": "pay"}]


def test_a_query_is_checked_when_it_is_saved(demo: Path) -> None:
    ic("queries", "save", "mine", "pay AND").refused("character 8")
    ic("queries", "save", "mine", "pay AND platfroms").refused("platforms?")
    ic("queries", "save", 'my "own"', "pay").refused("cannot be the name")
    ic("queries", "save", " ", "pay").refused("cannot be the name")
    ic("queries", "save", "mine", "pay OR @mine").refused("➜@mine", "in a circle")
    do("queries", "save", "one", "pay")
    do("queries", "save", "two", "@one AND coder:Amina")
    ic("queries", "save", "one", "platforms OR @two").refused("➜@two", "in a circle")
    ic("queries", "remove", "tow").refused("tow", "two")
    assert [row["name"] for row in rows("queries")] == ["one", "two"]


def test_a_saved_query_outlives_that_its_code_is_renamed(demo: Path) -> None:
    do("queries", "save", "mine", "pay/* AND NOT platforms")
    before = {row["id"] for row in rows("codings", "--query", "@mine")}
    do("codebook", "export", "book.yaml")
    book = Path("book.yaml")
    text = book.read_text(encoding="utf-8")
    assert "name: pay\n" in text
    book.write_text(text.replace("name: pay\n", "name: earning money\n", 1), encoding="utf-8")
    do("codebook", "import", "book.yaml")
    assert rows("queries") == [{"name": "mine", "expression": '"earning money"/* AND NOT platforms'}]
    assert {row["id"] for row in rows("codings", "--query", "@mine")} == before
    assert before
