"""Where a sentence ends in transcribed speech."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import pytest

from interview_coder.domain.text import count_words
from interview_coder.language.rules import LONGEST, sentences


def cut(text: str, language: str | None = "fr") -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text), language)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Ça va ?", "Oui, ça va !", "Bon."],
        ["C’est M. Dupont qui m’a appelé.", "Mme. Petit et Dr. Roux étaient là."],
        ["J'ai gagné 1.500 euros.", "Non, 2 000 € !"],
        ["On pose, on découpe, etc. et on recommence.", "Le plomb, le verre, etc.", "Et puis voilà."],
        ["Et j'ai dit ... euh ... non.", "Mais…", "Pierre était… enfin… je sais pas..."],
        ["Et « tu viens ? » dit-il.", "« Non ! »", "Elle est partie."],
        ["Quoi ? !", "Tu vois ?...", "Oui !!!"],
        ["C'est vrai. [rires]", "et donc on a continué.", "[inaudible] Voilà."],
        ["Super ! 😊👍🏽", "Merci 😊 à vous."],
        ["1. Présentation du travail.", "2. Le salaire."],
        ["il a dit (...) que non.", "c'est vrai (non ?) et voilà."],
        ["oui.", "donc là je suis arrivé.", "et voilà"],
        ["C'est l'option B.", "Après on verra."],
    ],
)
def test_french_speech_is_cut_where_a_reader_would_cut_it(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected
    fixed = " ".join(expected).replace(" ?", "\u00a0?").replace(" !", "\u202f!").replace("« ", "«\u00a0")
    assert len(cut(fixed)) == len(expected)


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith works for Mrs. Jones.", "They pay her at 5 p.m. every day.", "So did I.", "Fine."],
        ["I use tools, e.g. Photoshop, i.e. the usual vs. the new.", "See p. 12 of it."],
        ['"Why?" she asked.', 'He said "No."', "Then he left."],
        ["I mean... you know... it depends.", "Well…", "Okay."],
        ["It's fine. (laughs)", "Then we went on."],
        ["It costs 3.50 dollars.", "Oh no.", "30 times!"],
    ],
)
def test_english_speech_is_cut_where_a_reader_would_cut_it(expected: list[str]) -> None:
    assert cut(" ".join(expected), "en") == expected


def test_a_line_break_ends_a_sentence() -> None:
    assert cut("on arrive\n\n  on se change \non commence") == ["on arrive", "on se change", "on commence"]


def test_only_what_lies_in_the_span_is_cut() -> None:
    text = "[A] Un. Deux. [B] Trois."
    assert sentences(text, 4, 13, "fr") == [(4, 7), (8, 13)]


def test_speech_without_punctuation_is_cut_before_linking_words() -> None:
    clause = "on prend la baguette de plomb sur la table"
    said = f"{clause} et {clause} donc {clause} et puis {clause} du coup {clause} mais {clause} voilà {clause}"
    found = cut(said)
    assert " ".join(found) == said
    assert len(found) > 1
    assert all(count_words(sentence) <= LONGEST for sentence in found)
    assert {sentence.split()[0] for sentence in found[1:]} <= {"donc", "et", "du", "mais", "voilà"}


def test_a_comma_with_a_linking_word_is_a_better_cut_than_a_comma() -> None:
    words = ["a, b"] * 20 + ["c, but d"] + ["e, f"] * 20
    found = cut(" ".join(words), "en")
    assert len(found) == 2
    assert found[1].startswith("but d")


def test_a_long_stretch_with_nowhere_to_cut_stays_whole() -> None:
    said = "mot " * 200 + "fin"
    assert cut(said) == [said]


def test_recorded_utterances_are_found_again(data: Path) -> None:
    lines = (data / "corpora/fr-spoken/utterances.jsonl").read_text(encoding="utf-8").splitlines()
    utterances = [json.loads(line) for line in lines]
    right = proposed = real = 0
    for _, group in groupby(utterances, key=lambda utterance: utterance["doc"]):
        text, starts = "", set()
        for utterance in group:
            starts.add(len(text))
            text += utterance["text"].strip() + " "
        found = {start for start, _ in sentences(text, 0, len(text), "fr")}
        right, proposed, real = right + len(found & starts), proposed + len(found), real + len(starts)
    assert right / proposed > 0.99
    assert right / real > 0.92
