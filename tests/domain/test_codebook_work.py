"""Reworking a codebook as a pure rule: places, names, merges, and positions that move as little as they can."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_rules import build_codebook
from interview_coder.domain.codebook_work import added, changed, merged, moved, positions
from interview_coder.errors import CodebookError

BOOK = build_codebook(
    "book",
    {"en": "Book"},
    [
        Code("pay", "pay"),
        Code("fees", "fees", "pay", shortcut="f"),
        Code("late", "late", "fees"),
        Code("money", "money"),
        Code("fees2", "Fées", "money"),
        Code("rest", "rest"),
    ],
)


def shape(codebook: Codebook) -> list[str]:
    return [codebook.path(code.id) for code in codebook.codes]


def test_a_code_moves_with_all_below_it() -> None:
    found = moved(BOOK, "fees", "rest")
    assert shape(found) == ["pay", "money", "money/Fées", "rest", "rest/fees", "rest/fees/late"]
    assert shape(moved(BOOK, "fees", None, before="money"))[:4] == ["pay", "fees", "fees/late", "money"]
    assert shape(moved(BOOK, "rest", None, after="pay"))[3] == "rest"


@pytest.mark.parametrize("parent", ["pay", "fees", "late"])
def test_a_code_cannot_go_under_itself(parent: str) -> None:
    with pytest.raises(CodebookError, match=r"pay cannot go under pay"):
        moved(BOOK, "pay", parent)


def test_siblings_cannot_share_a_name_accents_and_case_aside() -> None:
    with pytest.raises(CodebookError, match="fees"):
        moved(BOOK, "fees", "money")
    with pytest.raises(CodebookError):
        added(BOOK, Code("x", "REST"))


def test_a_neighbour_must_lie_where_the_code_goes() -> None:
    with pytest.raises(CodebookError, match="money"):
        moved(BOOK, "rest", "pay", before="money")
    assert shape(moved(BOOK, "rest", "pay", before="fees"))[1] == "pay/rest"


def test_what_lies_below_a_merged_code_goes_below_its_target() -> None:
    found = merged(BOOK, ["fees"], "rest")
    assert shape(found) == ["pay", "money", "money/Fées", "rest", "rest/late"]
    assert shape(merged(BOOK, ["pay", "fees"], "rest")) == ["money", "money/Fées", "rest", "rest/late"]


def test_a_merge_in_which_two_codes_of_one_name_would_meet_is_refused_with_the_remedy() -> None:
    with pytest.raises(CodebookError, match=r'codebook merge "pay/fees" "money/Fées"'):
        merged(BOOK, ["pay"], "money")
    assert shape(merged(merged(BOOK, ["fees"], "fees2"), ["pay"], "money")) == [
        "money",
        "money/Fées",
        "money/Fées/late",
        "rest",
    ]


@pytest.mark.parametrize(("source", "target"), [("pay", "pay"), ("pay", "fees"), ("pay", "late")])
def test_a_merge_into_itself_or_below_is_refused(source: str, target: str) -> None:
    with pytest.raises(CodebookError, match="cannot be merged into"):
        merged(BOOK, [source], target)


def test_a_codebook_that_two_people_broke_can_be_mended() -> None:
    broken = Codebook("book", {"en": "Book"}, (Code("a", "pay"), Code("b", "pay"), Code("c", "c")))
    assert shape(changed(broken, Code("b", "fees"))) == ["pay", "fees", "c"]
    assert shape(moved(broken, "c", "a")) == ["pay", "pay/c", "pay"]
    with pytest.raises(CodebookError):
        changed(broken, Code("c", "PAY"))


def flat(order: list[str]) -> Codebook:
    return Codebook("book", {"en": "Book"}, tuple(Code(one, one) for one in order))


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.dictionaries(st.sampled_from("abcdefgh"), st.integers()))
def test_positions_follow_the_order_and_keep_as_many_as_can_be(order: list[str], known: dict[str, int]) -> None:
    found = positions(known, flat(order))
    assert list(found) == order
    assert all(one < other for one, other in pairwise(found.values()))


@given(st.permutations("abcdef"), st.integers(0, 5), st.integers(0, 5))
def test_one_code_that_moves_takes_no_other_from_its_place(order: list[str], start: int, end: int) -> None:
    known = positions({}, flat(order))
    changed_order = list(order)
    changed_order.insert(end, changed_order.pop(start))
    found = positions(known, flat(changed_order))
    assert len([code for code in order if found[code] != known[code]]) <= 1
