"""Two versions of a codebook are compared by the ids of the codes, whatever their names became."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_diff import Change, diff
from interview_coder.domain.codebook_rules import in_tree_order
from tests.domain.codebooks import codebooks, patient, small_codebook

BOOK = small_codebook()


def edited(code_id: str, **changes: object) -> Codebook:
    """The small codebook with one code changed."""
    codes = (replace(code, **changes) if code.id == code_id else code for code in BOOK.codes)
    return replace(BOOK, codes=in_tree_order(codes))


@given(codebooks())
@patient
def test_a_codebook_does_not_differ_from_itself(book: Codebook) -> None:
    assert diff(book, book) == []


@given(codebooks(), codebooks())
@patient
def test_what_one_direction_adds_the_other_removes(one: Codebook, other: Codebook) -> None:
    there, back = diff(one, other), diff(other, one)
    assert {c.id for c in there if c.kind == "added"} == {c.id for c in back if c.kind == "removed"}
    assert {(c.kind, c.id, *c.fields) for c in there if c.kind in ("renamed", "moved", "changed")} == {
        (c.kind, c.id, *c.fields) for c in back if c.kind in ("renamed", "moved", "changed")
    }


def test_added_and_removed_codes_are_named_by_their_paths() -> None:
    new = replace(BOOK, codes=(*BOOK.codes[:-1], Code("new", "night", "work")))
    assert diff(BOOK, new) == [
        Change("added", "new", "work/night"),
        Change("removed", "rest", "work/time off"),
    ]


def test_a_rename_and_a_move_and_a_new_text_are_three_changes_of_one_code() -> None:
    new = edited("time", name="hours", parent="ai", colour="#000000", label={"en": "Hours"})
    assert diff(BOOK, new) == [
        Change("renamed", "time", "AI/hours", {"name": ("time", "hours")}),
        Change("moved", "time", "AI/hours", {"parent": ("work", "ai")}),
        Change(
            *("changed", "time", "AI/hours"),
            {
                "label": ({"fr": "Temps de travail", "en": "Hours"}, {"en": "Hours"}),
                "colour": (None, "#000000"),
            },
        ),
    ]


def test_a_renamed_family_does_not_change_its_children() -> None:
    assert [(change.kind, change.id) for change in diff(BOOK, edited("ai", name="machines"))] == [("renamed", "ai")]


def test_children_in_another_order_are_one_change_of_their_parent() -> None:
    codes = {code.id: code for code in BOOK.codes}
    new = replace(BOOK, codes=tuple(codes[key] for key in ("work", "rest", "time", "ai", "prep", "verif")))
    assert diff(BOOK, new) == [
        Change("reordered", "book-1", "", {"children": (["ai", "work"], ["work", "ai"])}),
        Change("reordered", "work", "work", {"children": (["time", "rest"], ["rest", "time"])}),
    ]


def test_a_code_that_comes_between_two_others_is_no_new_order() -> None:
    codes = list(BOOK.codes)
    codes.insert(2, Code("new", "middle", "ai"))
    assert [change.kind for change in diff(BOOK, replace(BOOK, codes=tuple(codes)))] == ["added"]


def test_a_new_name_of_the_codebook_is_told_first() -> None:
    new = replace(edited("ai", name="machines"), name={"fr": "Petit"})
    assert diff(BOOK, new)[0] == Change("changed", "book-1", "", {"name": ({"en": "Small"}, {"fr": "Petit"})})
