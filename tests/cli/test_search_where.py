"""`search`: alternatives, lemmas, and only in passages with a code or not."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest

from interview_coder.domain.text import fold
from interview_coder.language.models import installed_models
from tests.cli.running import do, ic, rows

Place = tuple[str, int, int]
FRENCH = any(model.language == "fr" and model.version for model in installed_models())


def found(query: str, *options: object) -> set[Place]:
    return {(row["transcript"], row["start"], row["end"]) for row in rows("search", query, *options)}


def coded(*options: object) -> list[Place]:
    return [(row["transcript"], row["start"], row["end"]) for row in rows("codings", *options)]


def stored_lemmas(project: Path) -> list[tuple[str, int, int, str]]:
    """Every stored lemma with its transcript and place, decoded."""
    with sqlite3.connect(project) as connection:
        sql = """SELECT transcripts.name, data FROM preparations JOIN blobs ON blobs.hash = preparations.lemmas
            JOIN transcripts ON transcripts.text = preparations.text"""
        kept = connection.execute(sql).fetchall()
    return [(name, *row) for name, data in kept for row in json.loads(zlib.decompress(data))]


def test_or_in_capitals_finds_either(demo: Path) -> None:
    either = found("argent") | found("minuteur")
    assert found("argent OR minuteur") == found("minuteur OU argent") == either
    assert found("argent minuteur OR client") == found("argent minuteur") | found("client")
    assert found("OU") == found("ou")
    assert found("argent or minuteur") == found("argent minuteur or")


def test_a_code_keeps_the_search_inside_its_passages(demo: Path) -> None:
    passages = coded("--code", "pay", "--roll-up")
    everywhere = found("argent OR euros")
    inside = {
        (name, start, end)
        for name, start, end in everywhere
        if any(name == where and first <= start and end <= last for where, first, last in passages)
    }
    touching = {
        (name, start, end)
        for name, start, end in everywhere
        if any(name == where and first < end and start < last for where, first, last in passages)
    }
    assert inside
    assert touching < everywhere
    assert found("argent OR euros", "--code", "pay", "--roll-up") == inside
    assert found("argent OR euros", "--query", "pay/*") == inside
    assert found("argent OR euros", "--not-code", "pay", "--roll-up") == everywhere - touching


def test_the_role_of_who_speaks_can_be_asked_for(demo: Path) -> None:
    asked, answered = (found("argent OR travail", "--role", role) for role in ("interviewer", "interviewee"))
    assert asked
    assert answered
    assert not asked & answered
    turns = {name: rows("show", name)[0]["turns"] for name in {place[0] for place in asked}}
    for name, start, _ in asked:
        (turn,) = [turn for turn in turns[name] if turn["start"] <= start < turn["end"]]
        assert turn["role"] == "interviewer"


def test_a_coder_keeps_the_search_inside_her_passages(demo: Path) -> None:
    passages = coded("--coder", "Amina")
    assert found("argent", "--coder", "Amina") == {
        (name, start, end)
        for name, start, end in found("argent")
        if any(name == where and first <= start and end <= last for where, first, last in passages)
    }


@pytest.mark.parametrize("lemma", ["être", "FAIRE", "be", "work", "etre"])
def test_a_lemma_is_found_wherever_it_was_stored(prepared: Path, lemma: str) -> None:
    expected = {(name, start, end) for name, start, end, text in stored_lemmas(prepared) if fold(text) == fold(lemma)}
    assert expected <= found(lemma, "--lemma")
    assert expected or not FRENCH


@pytest.mark.skipif(not FRENCH, reason="the French model is not installed")
def test_any_form_of_a_word_finds_all_its_forms(prepared: Path) -> None:
    by_lemma = found("faire", "--lemma")
    texts = {row["match"].casefold() for row in rows("search", "faire", "--lemma")}
    assert {"fait", "faire", "fais"} <= texts
    assert by_lemma <= found("faisait", "--lemma")
    assert "faisait is looked for as faire." in do("search", "faisait", "--lemma").out
    assert "fait est cherché comme faire" in do("--lang", "fr", "search", "fait", "--lemma").out
    phrase = rows("search", '"faire semblant"', "--lemma")
    assert {row["match"] for row in phrase} == {"fait semblant"}


def test_what_is_not_prepared_is_said_with_the_remedy(prepared: Path) -> None:
    said = do("search", "faire", "--lemma").out
    assert "Not searched, because they are not prepared: 12 (02-kevin, 03-solange, 04-mehdi, …)" in said
    assert "`interview-coder prepare`" in said
    assert {name for name, _, _ in found("faire", "--lemma")} == {"01-nadia"}
    assert "not prepared" not in do("search", "faire", "--lemma", "--transcript", "01-nadia").out


def test_all_lemmas_must_stand_in_one_turn(prepared: Path) -> None:
    (whole,) = rows("show", "01-nadia")
    both = found("enfant argent", "--lemma", "--transcript", "01-nadia")
    single = {one: found(one, "--lemma", "--transcript", "01-nadia") for one in ("enfant", "argent")}
    turns = [
        {one: {place for place in places if turn["start"] <= place[1] < turn["end"]} for one, places in single.items()}
        for turn in whole["turns"]
    ]
    expected: set[Any] = set()
    for places in turns:
        if all(places.values()):
            expected |= places["enfant"] | places["argent"]
    assert both == expected


def test_an_unknown_code_or_nothing_to_look_for_is_refused(demo: Path) -> None:
    ic("search", "argent", "--not-code", "pya").refused("pya", "pay")
    ic("search", "argent", "--code", "pya").refused("pya", "pay")
    ic("search", "…", "--lemma").refused("no word")
    assert ic("search", "argent", "--role", "boss").code == 2
