"""Codes are found by what people type, and keep their identity and their definitions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.codebook import Code, Codebook, code_fields, code_from_fields, definition_hash
from interview_coder.errors import CodebookError, UnknownNameError
from interview_coder.locale import set_language
from tests.domain.codebooks import codebooks, codes, patient, small_codebook

BOOK = small_codebook()


def test_paths_children_and_depth_follow_the_tree() -> None:
    assert list(BOOK.paths().values()) == [
        *("AI", "AI/préparation", "AI/verification", "work", "work/time", "work/time off")
    ]
    assert [code.id for code in BOOK.children(None)] == ["ai", "work"]
    assert [code.id for code in BOOK.children("work")] == ["time", "rest"]
    assert [code.id for code in BOOK.descendants("ai")] == ["prep", "verif"]
    assert (BOOK.depth("ai"), BOOK.depth("rest")) == (0, 1)


def test_descendants_reach_grandchildren() -> None:
    deep = Codebook("b", {}, (Code("1", "a"), Code("2", "b", "1"), Code("3", "c", "2"), Code("4", "d")))
    assert [code.id for code in deep.descendants("1")] == ["2", "3"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("prep", "prep"),
        ("AI/préparation", "prep"),
        ("ai/preparation", "prep"),
        (" AI / Pre\u0301paration ", "prep"),
        ("Vérification", "verif"),
        ("VERIFICATION", "verif"),
        ("temps de travail", "time"),
        ("time off", "rest"),
        ("work", "work"),
    ],
)
def test_a_code_is_found_by_id_path_label_or_last_name(typed: str, expected: str) -> None:
    assert BOOK.resolve(typed).id == expected


@given(codebooks())
@patient
def test_every_code_is_found_by_its_id_and_every_path_by_itself(book: Codebook) -> None:
    ids = {code.id for code in book.codes}
    for identifier, path in book.paths().items():
        assert book.resolve(identifier).id == identifier
        assert path in ids or book.resolve(path).id == identifier


def test_the_exact_spelling_goes_before_the_folded_one() -> None:
    merged = Codebook("b", {}, (Code("1", "cote"), Code("2", "côte")))
    assert merged.resolve("côte").id == "2"
    assert merged.resolve("cote").id == "1"


def test_a_path_goes_before_a_label_and_a_label_before_a_last_name() -> None:
    made = (
        Code("1", "pay", label={"en": "wages"}),
        Code("2", "money", label={"en": "pay"}),
        Code("3", "wages", "2"),
    )
    book = Codebook("b", {}, made)
    assert book.resolve("pay").id == "1"
    assert book.resolve("wages").id == "1"


def test_a_label_that_is_the_same_in_both_languages_is_one_code() -> None:
    book = Codebook("b", {}, (Code("1", "why", label={"fr": "Motivation", "en": "Motivation"}),))
    assert book.resolve("motivation").id == "1"


def test_a_typing_error_is_refused_with_the_nearest_paths() -> None:
    with pytest.raises(UnknownNameError) as caught:
        BOOK.resolve("preparaton")
    assert caught.value.message == "There is no code `preparaton`."
    assert caught.value.hint == "Did you mean AI/préparation?"
    with pytest.raises(UnknownNameError) as caught:
        BOOK.resolve("AI/verif")
    assert "AI/verification" in caught.value.hint


def test_at_most_three_nearest_paths_are_named() -> None:
    book = Codebook("b", {}, tuple(Code(str(n), f"travail {n}") for n in range(9)))
    with pytest.raises(UnknownNameError) as caught:
        book.resolve("travail")
    assert caught.value.hint.count("travail") == 3


def test_a_name_far_from_all_leads_to_the_listing() -> None:
    with pytest.raises(UnknownNameError) as caught:
        BOOK.resolve("zzzz")
    assert "interview-coder codebook show" in caught.value.hint


def test_an_ambiguous_name_lists_the_codes_it_could_mean() -> None:
    book = Codebook("b", {}, (Code("1", "a"), Code("2", "time", "1"), Code("3", "b"), Code("4", "time", "3")))
    with pytest.raises(UnknownNameError) as caught:
        book.resolve("Time")
    assert caught.value.message == "`Time` is the name of more than one code: a/time (2), b/time (4)."


def test_refusals_are_in_french_when_the_user_is() -> None:
    set_language("fr")
    try:
        with pytest.raises(UnknownNameError) as caught:
            BOOK.resolve("preparaton")
    finally:
        set_language(None)
    assert str(caught.value) == (
        "Le code «\u00a0preparaton\u00a0» n’existe pas. Vouliez-vous dire AI/préparation\u00a0?"
    )


def test_a_merged_codebook_with_two_siblings_of_one_name_can_still_be_read() -> None:
    merged = Codebook("b", {}, (Code("1", "a"), Code("2", "a")))
    assert merged.paths() == {"1": "a", "2": "a"}
    with pytest.raises(UnknownNameError, match="more than one"):
        merged.resolve("a")
    assert merged.resolve("2").id == "2"


@given(codes())
@patient
def test_a_code_comes_back_from_its_fields_through_json(made: list[Code]) -> None:
    for code in made:
        assert code_from_fields(code.id, json.loads(json.dumps(code_fields(code)))) == code


def test_fields_of_a_newer_version_are_left_out_and_missing_ones_empty() -> None:
    assert code_from_fields("1", {"name": "a", "position": 3, "invented": {}}) == Code("1", "a")


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(sorted(code_fields(Code("1", "a")))), json_values)
@patient
def test_a_stored_field_is_taken_as_it_is_or_refused(key: str, value: object) -> None:
    fields = {**code_fields(Code("1", "a")), key: value}
    try:
        code = code_from_fields("1", fields)
    except CodebookError as error:
        assert key in str(error)
    else:
        assert code_fields(code) == fields


def test_the_hash_covers_what_tells_a_coder_when_to_use_the_code() -> None:
    code = Code("1", "a", definition={"fr": "é"}, include={"fr": ("x",)}, exclude={"en": ("y",)})
    # Computed from the canonical JSON with sha256sum.
    assert definition_hash(code) == "654afc03cc3133d38c470bd5831b283133565d10f9e2a5f3646dd6c47202724b"
    defining = [
        {"definition": {"fr": "e"}},
        {"include": {"fr": ("x", "x")}},
        {"exclude": {}},
        {"examples": {"fr": ("z",)}},
    ]
    assert len({definition_hash(replace(code, **change)) for change in defining} | {definition_hash(code)}) == 5


@given(codes())
@patient
def test_the_hash_ignores_name_label_place_keywords_colour_and_shortcut(made: list[Code]) -> None:
    for code in made:
        other = replace(code, name="z", parent=None, label={}, keywords={}, colour=None, shortcut=None)
        assert definition_hash(replace(other, id="other")) == definition_hash(code)


def test_the_hash_does_not_depend_on_the_order_of_languages() -> None:
    one = Code("1", "a", definition={"fr": "x", "en": "y"})
    assert definition_hash(one) == definition_hash(replace(one, definition={"en": "y", "fr": "x"}))
