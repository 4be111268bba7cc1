"""Corpora for IRaMuTeQ, read back by the rules of its own reader."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.formats.iramuteq import ASIDES, KEPT_LETTERS, Corpus, StarredText, plain, write_iramuteq
from tests.formats.iramuteq_reader import Text, read


def written(*texts: StarredText, asides: str = "drop") -> tuple[list[Text], Corpus]:
    stream = io.StringIO()
    corpus = write_iramuteq(texts, stream, asides=asides)
    return read(stream.getvalue()), corpus


def text(*paragraphs: str, **variables: str | None) -> StarredText:
    return StarredText(variables, paragraphs)


def test_a_text_begins_with_its_starred_variables_and_a_missing_value_is_left_out() -> None:
    found, corpus = written(text("Bonjour.", "Oui ?", transcript="nadia", age="34", diploma=None, job=""))
    assert found == [Text({"transcript": "nadia", "age": "34"}, ["Bonjour.", "Oui ?"])]
    assert corpus == Corpus(1, 2, ())


def test_names_lose_accents_spaces_and_underscores_and_the_notes_say_so() -> None:
    found, corpus = written(text("oui", **{"Âge au début": "18-25", "nom_de ville": "Saint-Étienne d'Œuvre"}))
    assert found[0].variables == {"AgeAuDebut": "18_25", "nomDeVille": "SaintEtienneDOEuvre"}
    assert any("Âge au début → AgeAuDebut" in note for note in corpus.notes)
    assert any("18-25 → 18_25" in note for note in corpus.notes)


def test_different_names_and_values_stay_different() -> None:
    texts = [text("oui", **{"age band": value, "age-band": "x"}) for value in ("Rhône", "rhone", "RHONE!", "Rhône")]
    found, _ = written(*texts)
    assert [len(one.variables) for one in found] == [2, 2, 2, 2]
    values = [next(iter(one.variables.values())).casefold() for one in found]
    assert values[0] == values[3]
    assert len(set(values)) == 3


def test_a_value_without_a_latin_letter_and_a_very_long_one_get_a_short_name() -> None:
    found, _ = written(text("oui", a="مرحبا"), text("oui", a="word " * 100), text("oui", a="word " * 101))
    values = [one.variables["a"] for one in found]
    assert len(set(values)) == 3
    assert all(0 < len(value) < 50 for value in values)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("**** *age_12 non", "age 12 non"),
        ("-*theme non", "- theme non"),
        ("avant\u2028**** *x_1\x85-*y après", "avant x 1 - y après"),
        ("trente $ et £5, 40 %", "trente et 5, 40 %"),
        ("l’été « chaud » “vraiment”", "l'été chaud vraiment"),
        ("co\u00adopé\u200bration", "coopération"),
        (unicodedata.normalize("NFD", "été à Noël"), "été à Noël"),
        ("un [00:12:34] deux (12:34 - 12:50) trois #00:12:34-5# à 12:30", "un deux trois à 12:30"),
        ("bien (rires) sûr [inaudible 00:10] *soupir* (...) oui (enfin presque)", "bien sûr oui (enfin presque)"),
        ("peut-être… aujourd'hui...", "peut-être… aujourd'hui..."),
    ],
)
def test_what_iramuteq_would_take_for_its_own_signs_goes_and_speech_stays(said: str, kept: str) -> None:
    assert plain(said) == kept


def test_remarks_on_what_is_heard_are_dropped_marked_or_kept() -> None:
    said = "oui [rires de tous] non"
    assert [plain(said, asides=way) for way in ASIDES] == [
        "oui non",
        "oui _rires_de_tous_ non",
        "oui rires de tous non",
    ]


def test_a_text_in_which_nothing_is_said_is_left_out_with_a_note() -> None:
    found, corpus = written(text("(rires)", "  ", a="1"), text("oui", a="2"), text("...", a="3"), asides="mark")
    assert [one.variables for one in found] == [{"a": "2"}]
    assert any("2" in note for note in corpus.notes)


def test_letters_that_iramuteq_would_drop_are_named() -> None:
    _, corpus = written(text("Łódź, ça, été", a="1"))
    assert [note for note in corpus.notes if note.endswith("ł ź.")]
    assert {"é", "ç"} <= KEPT_LETTERS


@given(
    st.lists(
        st.tuples(st.dictionaries(st.text(), st.one_of(st.none(), st.text()), max_size=4), st.lists(st.text())),
        max_size=5,
    ),
    st.sampled_from(ASIDES),
)
def test_whatever_names_and_texts_hold_each_text_is_one_text(
    drawn: list[tuple[dict[str, str | None], list[str]]], asides: str
) -> None:
    texts = [StarredText(variables, [*paragraphs, "mot"]) for variables, paragraphs in drawn]
    found, corpus = written(*texts, asides=asides)
    assert len(found) == corpus.texts == len(texts)
    for one, (variables, _) in zip(found, drawn, strict=True):
        assert len(one.variables) == sum(bool(value) for value in variables.values())
        assert one.paragraphs[-1] == "mot"
        assert all(name.isascii() and name.isalnum() for name in one.variables)
