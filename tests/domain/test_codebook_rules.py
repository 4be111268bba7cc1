"""A codebook that breaks a rule is refused, with the code and the remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_rules import build_codebook, find_problems, in_tree_order
from interview_coder.errors import CodebookError
from tests.domain.codebooks import codebooks, codes, patient

NAMED = {"en": "Book"}
WRONG = [
    ([Code("1", "a"), Code("1", "b")], 1, "id", "the id `1` is already another code's"),
    ([Code("a b", "a")], 0, "id", "`a b` cannot be an id"),
    ([Code("", "a")], 0, "id", "cannot be an id"),
    ([Code("1", "a", "2")], 0, "parent", "its parent `2` is not in the codebook"),
    ([Code("0", "z"), Code("1", "a", "2"), Code("2", "b", "1")], 1, "parent", "under itself"),
    ([Code("1", "a", "1")], 0, "parent", "under itself"),
    ([Code("1", "Préparation"), Code("2", "preparation")], 1, "name", "already called `preparation`"),
    ([Code("1", "a/b")], 0, "name", "`a/b` cannot be a name"),
    ([Code("1", "")], 0, "name", "cannot be a name"),
    ([Code("1", "-a")], 0, "name", "cannot be a name"),
    ([Code("1", "a ")], 0, "name", "cannot be a name"),
    ([Code("1", "a\n")], 0, "name", "cannot be a name"),
    ([Code("1", "a", colour="red")], 0, "colour", "`red` is not a colour"),
    ([Code("1", "a", colour="#0072B2\n")], 0, "colour", "is not a colour"),
    ([Code("1", "a", shortcut="P")], 0, "shortcut", "`P` cannot be a shortcut"),
    ([Code("1", "a", shortcut="é")], 0, "shortcut", "cannot be a shortcut"),
    ([Code("1", "a", shortcut="p"), Code("2", "b", shortcut="p")], 1, "shortcut", "already another code's"),
    ([Code("1", "a", label={"de": "x"})], 0, "label", "`label` has the language `de`"),
    ([Code("1", "a", label={"fr": "two\nlines"})], 0, "label", "must stay on one line"),
    ([Code("1", "a", definition={"fr": ""})], 0, "definition", "has an empty text"),
    ([Code("1", "a", definition={"fr": " x"})], 0, "definition", "white space around"),
    ([Code("1", "a", definition={"fr": "\x1b[2J"})], 0, "definition", "control character U+001B"),
    ([Code("1", "a", examples={"fr": ("x", "\ud800")})], 0, "examples", "control character U+D800"),
    ([Code("1", "a", include={"fr": ()})], 0, "include", "has an empty text"),
    ([Code("1", "a", keywords={"de": ()})], 0, "keywords", "has the language `de`"),
]


@pytest.mark.parametrize(("made", "index", "field", "words"), WRONG)
def test_a_broken_rule_names_the_code_the_field_and_why(made: list[Code], index: int, field: str, words: str) -> None:
    problem = find_problems("b", NAMED, made)[0]
    assert (problem.index, problem.field) == (index, field)
    assert words in problem.message
    with pytest.raises(CodebookError) as caught:
        build_codebook("b", NAMED, made)
    assert problem.message in str(caught.value)


def test_the_refusal_names_the_code_in_one_sentence() -> None:
    with pytest.raises(CodebookError) as caught:
        build_codebook("b", NAMED, [Code("1", "pay", colour="red")])
    assert str(caught.value) == (
        'Code `pay`: `red` is not a colour; write six hexadecimal digits in quotes, such as "#0072B2".'
    )


def test_a_codebook_needs_a_name_and_an_id() -> None:
    with pytest.raises(CodebookError, match="no name"):
        build_codebook("b", {}, [])
    with pytest.raises(CodebookError, match="cannot be an id"):
        build_codebook("two words", NAMED, [])


def test_the_same_name_under_two_parents_is_allowed() -> None:
    made = [Code("1", "plus"), Code("2", "minus"), Code("3", "pay", "1"), Code("4", "pay", "2")]
    assert build_codebook("b", NAMED, made).paths()["4"] == "minus/pay"


def test_problems_come_in_the_order_of_the_codes() -> None:
    made = [Code("1", "a", colour="x"), Code("1", "a"), Code("3", "/")]
    assert [problem.index for problem in find_problems("b", NAMED, made)] == [0, 1, 1, 2]


def test_codes_are_put_in_tree_order_and_siblings_stay_as_written() -> None:
    made = [Code("3", "c", "2"), Code("2", "b", "1"), Code("9", "z"), Code("1", "a"), Code("4", "aa", "2")]
    assert [code.id for code in build_codebook("b", NAMED, made).codes] == ["9", "1", "2", "3", "4"]


def test_tree_order_leaves_no_code_out_even_in_a_circle() -> None:
    made = [Code("1", "a", "2"), Code("2", "b", "1"), Code("3", "c", "gone"), Code("4", "d", "3")]
    assert [code.id for code in in_tree_order(made)] == ["3", "4", "1", "2"]


@given(codes(), st.randoms(use_true_random=False))
@patient
def test_tree_order_puts_every_parent_first_and_a_family_together(made: list[Code], random: object) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)
    ordered = in_tree_order(shuffled)
    assert sorted(code.id for code in ordered) == sorted(code.id for code in made)
    book = Codebook("b", NAMED, ordered)
    places = {code.id: place for place, code in enumerate(ordered)}
    for code in ordered:
        below = [places[other.id] for other in book.descendants(code.id)]
        assert below == list(range(places[code.id] + 1, places[code.id] + 1 + len(below)))


@given(codebooks())
@patient
def test_building_a_built_codebook_changes_nothing(book: Codebook) -> None:
    assert build_codebook(book.id, book.name, book.codes) == book
