"""Lemmas found in their stored form, against decoding it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.lemmas import lemma_of, pattern, places
from interview_coder.domain.search import Term, parse_query
from interview_coder.domain.text import fold

WORDS = [
    "être",
    "etre",
    "été",
    "faire",
    "attention",
    "aujourd'hui",
    "rendez-vous",
    'dit"il',
    "a]b",
    "a\\b",
    "œuvre",
    "e",
]
LEMMAS = st.lists(st.sampled_from(WORDS), max_size=12)


def stored(lemmas: list[str]) -> tuple[bytes, list[tuple[int, int, str]]]:
    """The form in which lemmas are stored, and what it says: each word has its place."""
    rows = [(7 * n, 7 * n + 5, lemma) for n, lemma in enumerate(lemmas)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), rows


def read(rows: list[tuple[int, int, str]], term: Term, lemmas: dict[str, frozenset[str]]) -> list[tuple[int, int]]:
    """Where a term stands, read word by word: each word is one lemma or a part of it."""
    parts = [(start, end, piece) for start, end, text in rows for piece in re.split(r"\W+", fold(text)) if piece]
    size, found = len(term.words), []
    for at in range(len(parts) - size + 1):
        window = parts[at : at + size]
        fits = [piece in (lemmas.get(word) or {word}) for (_, _, piece), word in zip(window, term.words, strict=True)]
        whole = at == 0 or parts[at - 1][0] != window[0][0]
        closed = at + size == len(parts) or parts[at + size][0] != window[-1][0]
        if all(fits) and whole and closed:
            found.append((window[0][0], window[-1][1]))
    return found


@given(
    LEMMAS, st.lists(st.sampled_from(["etre", "faire", "attention", "hui", "aujourd", "ete"]), min_size=1, max_size=2)
)
def test_words_are_found_where_decoding_finds_them(lemmas: list[str], words: list[str]) -> None:
    data, rows = stored(lemmas)
    term = Term(tuple(words), prefix=False)
    expected = read(rows, term, {})
    found = list(places(data, pattern(term, {})))
    assert found == sorted(found)
    assert set(found) <= set(expected)
    assert bool(found) == bool(expected)
    if len(words) == 1 or words[0] != words[1]:
        assert found == expected


@given(LEMMAS)
def test_the_lemma_of_a_place_is_told(lemmas: list[str]) -> None:
    data, rows = stored(lemmas)
    assert [lemma_of(data, start, end) for start, end, _ in rows] == lemmas
    assert lemma_of(data, 1, 3) is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("être", [0, 1]),
        ("ETE", [2]),
        ("et*", [0, 1, 2]),
        ('"faire attention"', [3]),
        ("aujourd'hui", [5]),
        ('"attention aujourd\'hui"', [4]),
        ("rendez-vous", [6]),
        ("rendez", []),
        ("faire*", [3]),
        ('"faire att"*', [3]),
        ("oeuvre", []),
        ("œuvre", [10]),
    ],
)
def test_accents_and_case_do_not_matter_and_phrases_are_lemmas_in_a_row(query: str, found: list[int]) -> None:
    data, rows = stored(WORDS)
    ((term,),) = parse_query(query)
    assert [start for start, _ in places(data, pattern(term, {}))] == [rows[n][0] for n in found]


def test_a_word_stands_for_all_its_lemmas() -> None:
    data, rows = stored(["porter", "porte", "un", "porte"])
    lemmas = {"portes": frozenset({"porter", "porte"})}
    term = Term(("portes",), prefix=False)
    assert [start for start, _ in places(data, pattern(term, lemmas))] == [rows[n][0] for n in (0, 1, 3)]
