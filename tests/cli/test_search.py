"""`search`, against a slow reference that looks at every turn."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interview_coder.domain.text import WORD
from tests.cli.running import do, ic, rows


def plain(character: str) -> str:
    """One character without accent and case, always one character."""
    return (unicodedata.normalize("NFD", character)[0].casefold() or character)[0]


def folded(text: str) -> str:
    return "".join(map(plain, text))


def blocks(text: str, turns: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """What counts as one turn for search: from its speech to the next one's header; names in headers do not count."""
    ends = [*((turn["header"] or turn)["start"] for turn in turns), len(text)]
    return list(zip([0, *(turn["start"] for turn in turns)], ends, strict=True))


class Slow:
    """Every transcript of the project, searched turn by turn with plain regular expressions."""

    def __init__(self) -> None:
        self.shown = [rows("show", row["name"])[0] for row in rows("transcripts")]
        self.folded = [folded(whole["text"]) for whole in self.shown]

    def find(self, patterns: list[str]) -> set[tuple[str, int, int]]:
        found = set()
        for whole, text in zip(self.shown, self.folded, strict=True):
            for start, end in blocks(whole["text"], whole["turns"]):
                hits = [list(re.finditer(pattern, text[start:end])) for pattern in patterns]
                if all(hits):
                    found |= {(whole["name"], start + hit.start(), start + hit.end()) for own in hits for hit in own}
        return found

    def words(self) -> list[str]:
        return sorted({m[0] for whole in self.shown for m in re.finditer(r"[^\W\d_]+", whole["text"])})


@cache
def slow() -> Slow:
    """The same for every test: none of them changes the project."""
    return Slow()


@cache
def known_words() -> list[str]:
    return slow().words()


def word(text: str) -> str:
    return rf"(?<![^\W_]){re.escape(folded(text))}(?![^\W_])"


def prefix(text: str) -> str:
    return rf"(?<![^\W_]){re.escape(folded(text))}[^\W_]*"


def phrase(*parts: str) -> str:
    gap = r"[\W_]+"
    return rf"(?<![^\W_]){gap.join(re.escape(folded(part)) for part in parts)}(?![^\W_])"


def found(query: str, *options: object) -> set[tuple[str, int, int]]:
    return {(row["transcript"], row["start"], row["end"]) for row in rows("search", *options, "--", query)}


@pytest.mark.parametrize(
    ("query", "patterns"),
    [
        ("argent", [word("argent")]),
        ("ARGENT", [word("argent")]),
        ("ete", [word("été")]),
        ("Ça", [word("ca")]),
        ("annot*", [prefix("annot")]),
        ('"l\'argent"', [phrase("l", "argent")]),
        ('"il y a"', [phrase("il", "y", "a")]),
        ('"part-time"', [phrase("part", "time")]),
        ('"a demi"*', [phrase("a", "demi").removesuffix(r"(?![^\W_])") + r"[^\W_]*"]),
        ("plateforme euros", [word("plateforme"), word("euros")]),
        ('client* "je sais"', [prefix("client"), phrase("je", "sais")]),
        ("nadia", [word("nadia")]),
        ("8", [word("8")]),
    ],
)
def test_search_finds_what_reading_every_turn_finds(demo: Path, query: str, patterns: list[str]) -> None:
    expected = slow().find(patterns)
    assert expected or query in ("ete", '"a demi"*', '"part-time"', "8", "plateforme euros", 'client* "je sais"')
    assert found(query) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_any_words_of_the_texts_are_found_everywhere_they_stand(demo: Path, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(known_words()), min_size=1, max_size=2))
    terms, patterns = [], []
    for text in chosen:
        shape = data.draw(st.sampled_from(["word", "upper", "prefix", "decomposed"]))
        if shape == "prefix":
            start = text[: data.draw(st.integers(1, len(text)))]
            terms.append(f"{start}*")
            patterns.append(prefix(start))
        else:
            form = {"word": text, "upper": text.upper(), "decomposed": unicodedata.normalize("NFD", text)}[shape]
            terms.append(form if len(text.upper()) == len(text) else text)
            patterns.append(word(text))
    assert found(" ".join(terms)) == slow().find(patterns)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(query=st.text(max_size=12) | st.text(alphabet='"*^():+-ANDORT{}\\', max_size=12))
def test_no_query_breaks_the_search(demo: Path, query: str) -> None:
    answer = ic("search", "--format", "json", "--", query)
    if answer.code:
        answer.refused()


def test_a_match_is_shown_with_its_context_turn_and_speaker(demo: Path) -> None:
    listed = rows("search", "minuteur", "--transcript", "01-nadia")
    (whole,) = rows("show", "01-nadia")
    text = whole["text"]
    assert listed
    for row in listed:
        start, end = row["start"], row["end"]
        assert row["match"] == text[start:end]
        assert row["left"] == text[max(0, start - 60) : start].replace("\n", " ")
        assert row["right"] == text[end : end + 60].replace("\n", " ")
        turn = whole["turns"][row["turn"] - 1]
        assert (turn["header"] or turn)["start"] <= start < end <= turn["end"]
        assert row["speaker"] == turn["speaker"]
    places = [(row["transcript"], row["start"]) for row in rows("search", "minuteur")]
    assert places == sorted(places)


def test_words_of_different_turns_do_not_match_together(demo: Path) -> None:
    (whole,) = rows("show", "01-nadia")
    first, second = (
        {m[0].casefold() for m in WORD.finditer(whole["text"][turn["start"] : turn["end"]])}
        for turn in whole["turns"][:2]
    )
    asked, answered = min(first - second), min(second - first)
    both = found(f"{asked} {answered}", "--transcript", "01-nadia")
    assert both == {hit for hit in slow().find([word(asked), word(answered)]) if hit[0] == "01-nadia"}


def test_a_query_without_a_word_is_refused_with_what_to_give(demo: Path) -> None:
    ic("search", "…").refused("no word", "annot*")
    ic("search", '"il y a').refused("quotation mark")
    assert ic("search").code == 2


def test_nothing_found_is_an_empty_list_and_no_failure(demo: Path) -> None:
    assert rows("search", "ornithorynque") == []
    assert "Matches: 0." in do("search", "ornithorynque").out
