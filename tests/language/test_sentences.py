"""Sentences and lemmas as spans of the stored text."""

from __future__ import annotations

import csv
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_coder.language import models
from interview_coder.language.sentences import Prepared, prepare

TRICKY = st.sampled_from(
    [
        *"aEé1.,;:!?…\"'’«»()[] \n\t\r\u00a0\u202f\u2028\u0301\u200b",
        *("...", "M. ", "etc. ", " et je ", "mot ", "😊", "👍🏽"),
    ]
)
TEXTS = st.text(max_size=80) | st.lists(TRICKY, max_size=120).map("".join)


def require(language: str) -> None:
    if language not in {state.language for state in models.installed_models() if state.version}:
        pytest.skip(f"the {language} model is not installed: see `interview-coder doctor`")


def lemmas(text: str, language: str) -> dict[str, str]:
    prepared = prepare(text, [(0, len(text))], language)
    return {text[start:end]: lemma for start, end, lemma in prepared.lemmas}


def check(text: str, turns: list[tuple[int, int]], prepared: Prepared) -> None:
    """Fails unless everything that `Prepared` promises holds."""
    spans = prepared.sentences
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start:end] and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all("\n" not in text[start:end] for start, end in spans)
    for start, end in turns:
        inside = [span for span in spans if start <= span[0] and span[1] <= end]
        said = "".join(text[slice(*span)] for span in inside)
        assert "".join(said.split()) == "".join(text[start:end].split())
    assert all(any(s <= start and end <= e for s, e in turns) for start, end in spans)
    words = prepared.lemmas
    assert all(end <= start for (_, end, _), (start, _, _) in pairwise(words))
    for start, end, lemma in words:
        assert any(s <= start < end <= e for s, e in spans)
        assert any(map(str.isalnum, text[start:end]))
        assert lemma == lemma.lower() != ""
    held = set().union(*(range(start, end) for start, end, _ in words)) if words else set()
    for start, end in turns:
        assert all(place in held for place in range(start, end) if text[place].isalnum())


@st.composite
def texts_with_turns(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(TEXTS)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(edges[::2], edges[1::2], strict=False))


@settings(deadline=None)
@given(texts_with_turns(), st.sampled_from([None, "es"]))
def test_any_text_gives_well_formed_sentences_and_lemmas(
    case: tuple[str, list[tuple[int, int]]], language: str | None
) -> None:
    text, turns = case
    check(text, turns, prepare(text, turns, language))


@settings(deadline=None, max_examples=20)
@given(texts_with_turns(), st.sampled_from(["fr", "en"]))
def test_so_does_any_text_with_the_models(case: tuple[str, list[tuple[int, int]]], language: str) -> None:
    require(language)
    text, turns = case
    check(text, turns, prepare(text, turns, language))


def test_speaker_headers_between_turns_are_left_out() -> None:
    text = "[Chercheur] (0:01)\nÇa va ?\n\n[Interviewé] (0:02)\nOui. Très bien."
    turns = [(19, 26), (48, len(text))]
    prepared = prepare(text, turns, None)
    assert [text[start:end] for start, end in prepared.sentences] == ["Ça va ?", "Oui.", "Très bien."]
    assert [lemma for *_, lemma in prepared.lemmas] == ["ça", "va", "oui", "très", "bien"]


def test_without_a_model_words_are_their_own_lemmas_and_sentences_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "J’ai travaillé à l’atelier. C'était M. Dupont\u00a0? Oui 😊."
    turns = [(0, len(text))]
    with_installed = prepare(text, turns, "fr")
    monkeypatch.setattr(models, "PACKAGES", {"fr": "no_such_model"})
    prepared = prepare(text, turns, "fr")
    assert prepared.sentences == with_installed.sentences
    assert prepared.model.startswith("blank fr, spaCy ")
    assert [lemma for *_, lemma in prepared.lemmas][:6] == ["j'", "ai", "travaillé", "à", "l'", "atelier"]


def test_decomposed_accents_give_the_same_lemmas_over_longer_spans() -> None:
    text = "Les étés passés là-bas, c’était très bien."
    apart = unicodedata.normalize("NFD", text)
    found, found_apart = (prepare(x, [(0, len(x))], None) for x in (text, apart))
    assert [lemma for *_, lemma in found_apart.lemmas] == [lemma for *_, lemma in found.lemmas]
    assert [unicodedata.normalize("NFC", apart[start:end]) for start, end, _ in found_apart.lemmas] == [
        text[start:end] for start, end, _ in found.lemmas
    ]


def test_what_is_too_long_to_be_a_word_has_no_lemma_and_takes_no_time() -> None:
    picture = "[" * 20_000 + "iVBORw0KGgo/" * 20_000
    text = f"Voici ![]({picture}) une image."
    prepared = prepare(text, [(0, len(text))], None)
    assert prepared.sentences == ((0, len(text)),)
    assert [lemma for *_, lemma in prepared.lemmas] == ["voici", "une", "image"]


def test_curly_apostrophes_and_fixed_spaces_do_not_change_french_lemmas() -> None:
    require("fr")
    text = "Aujourd’hui qu’est-ce qu’ils faisaient\u00a0? J’étais payé 500\u202feuros à l’entreprise."
    found = lemmas(text, "fr")
    assert found["Aujourd’hui"] == "aujourd'hui"
    assert (found["qu’"], found["J’"], found["l’"]) == ("que", "je", "le")
    assert (found["faisaient"], found["payé"], found["euros"]) == ("faire", "payer", "euro")


def test_english_lemmas_are_those_of_the_dictionary() -> None:
    require("en")
    found = lemmas("They don’t think she’s working. The jobs were paid 👍.", "en")
    assert (found["n’t"], found["working"], found["jobs"], found["were"]) == ("not", "work", "job", "be")
    assert "." not in found
    assert "👍" not in found


def test_real_interviews_are_prepared_whole(data: Path) -> None:
    require("en")
    with (data / "corpora/en-ai-interviews/scientists_transcripts.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:3]
    for text in texts:
        check(text, [(0, len(text))], prepare(text, [(0, len(text))], "en"))
