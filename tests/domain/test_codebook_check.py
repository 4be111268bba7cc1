"""The check points at codes that are one too many and at what is missing, and is silent otherwise."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_check import check


def pair(one: str, other: str, *, family: bool = False) -> Codebook:
    """Two codes of two families, or of one."""
    parents = ("f", "f") if family else ("f", "g")
    made = (Code("f", "first"), Code("1", one, parents[0]), Code("g", "group"), Code("2", other, parents[1]))
    return Codebook("b", {}, made)


def labelled(one: str, other: str) -> Codebook:
    """Two codes whose French labels are given."""
    made = (Code("1", "alpha", label={"fr": one}), Code("2", "omega", label={"fr": other}))
    return Codebook("b", {}, made)


def alike(book: Codebook) -> list[tuple[str, str]]:
    return [(found.kind, found.severity) for found in check(book) if "duplicate" in found.kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("homophobia", "homphobia"),
        ("coming-out", "comingout"),
        ("coming out", "coming_out"),
        ("highlight", "highlights"),
        ("préparation", "prepartion"),
        ("coming-out", "comingouts"),
        ("client relations", "client relation"),
    ],
)
def test_one_code_spelled_in_two_ways_is_found_across_the_tree(one: str, other: str) -> None:
    assert alike(pair(one, other)) == [("near-duplicate", "warning")]
    assert alike(pair(other, one)) == [("near-duplicate", "warning")]
    assert alike(labelled(one, other)) == [("near-duplicate", "warning")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("preparation", "verification"),
        ("work", "work time"),
        ("paid work", "unpaid work"),
        ("stable income", "unstable income"),
        ("satisfied", "not satisfied"),
        ("very long satisfied customers", "very long not satisfied customers"),
        ("internal relations", "external relations"),
        ("salaire", "salarié"),
        ("generation 1", "generation 2"),
        ("wave 2024", "wave 2025"),
        ("day", "pay"),
        ("men", "women"),
        ("job", "jobs"),
    ],
)
def test_codes_that_mean_different_things_raise_no_alarm(one: str, other: str) -> None:
    assert alike(pair(one, other, family=True)) == []
    assert alike(labelled(one, other)) == []


def test_signs_make_labels_different() -> None:
    assert alike(labelled("Attitude : +", "Attitude : =")) == []
    assert alike(labelled("C", "C++")) == []


def test_a_family_name_inside_a_child_raises_no_alarm() -> None:
    made = (Code("1", "AI"), Code("2", "AI preparation", "1"), Code("3", "AI verification", "1"))
    assert alike(Codebook("b", {}, made)) == []


def test_the_same_name_in_two_families_is_fine_when_labels_tell_them_apart() -> None:
    book = pair("pay", "pay")
    assert alike(book) == [("duplicate", "warning")]
    assert alike(with_labels(book, "Good pay", "Bad pay")) == []
    assert alike(with_labels(book, "Pay", "pay")) == [("duplicate", "warning")]


def with_labels(book: Codebook, one: str, other: str) -> Codebook:
    labels = {"1": {"en": one}, "2": {"en": other}}
    return replace(book, codes=tuple(replace(code, label=labels.get(code.id, {})) for code in book.codes))


def test_two_siblings_of_one_name_or_label_are_an_error() -> None:
    assert alike(pair("Pay", "pay", family=True)) == [("duplicate", "error")]
    assert alike(labelled("Rémunération", "remuneration")) == [("duplicate", "error")]


def test_a_finding_names_both_codes_and_both_labels() -> None:
    found = check(labelled("Homophobie", "Homophobies"))[0]
    assert (found.path, found.other) == ("alpha", "omega")
    assert found.message == "alpha and omega have nearly the same label in French: Homophobie, Homophobies."


def test_clashing_shortcuts_are_an_error() -> None:
    made = (Code("1", "a", shortcut="p"), Code("2", "b", shortcut="q"), Code("3", "c", shortcut="p"))
    clashes = [found for found in check(Codebook("b", {}, made)) if found.kind == "shortcut-clash"]
    assert [(found.severity, found.path, found.other) for found in clashes] == [("error", "a", "c")]


def full(code_id: str, name: str, **changes: object) -> Code:
    """A code that lacks nothing, in two languages, with what is to be changed."""
    listed = {"fr": (f"{name} oui",), "en": (f"{name} yes",)}
    code = Code(
        *(code_id, name, None, {"fr": f"{name} le", "en": f"{name} the"}, {"fr": "déf", "en": "def"}),
        *(listed, listed, listed, listed),
    )
    return replace(code, **changes)


def test_a_complete_codebook_has_no_finding() -> None:
    assert check(Codebook("b", {}, (full("1", "alpha"), full("2", "omega")))) == []


@pytest.mark.parametrize("field", ["label", "definition", "include", "exclude", "examples", "keywords"])
def test_a_text_that_lacks_a_language_is_found(field: str) -> None:
    whole = getattr(full("1", "alpha"), field)
    book = Codebook("b", {}, (full("1", "alpha", **{field: {"fr": whole["fr"]}}), full("2", "omega")))
    assert [(found.kind, found.severity, found.path, found.message) for found in check(book)] == [
        (f"missing-{field}", "warning", "alpha", f"alpha has no `{field}` in English.")
    ]


def test_a_field_missing_in_both_languages_is_one_finding() -> None:
    book = Codebook("b", {}, (full("1", "alpha", keywords={}), full("2", "omega")))
    assert [found.message for found in check(book)] == ["alpha has no `keywords` in English, in French."]


def test_a_codebook_in_one_language_is_not_asked_for_the_other() -> None:
    french = {field: {"fr": value["fr"]} for field, value in _texts(full("1", "alpha")).items()}
    assert check(Codebook("b", {}, (full("1", "alpha", **french),))) == []


def _texts(code: Code) -> dict[str, dict[str, object]]:
    fields = ("label", "definition", "include", "exclude", "examples", "keywords")
    return {field: dict(getattr(code, field)) for field in fields}


def test_a_family_needs_a_definition_but_no_lists_of_its_own() -> None:
    family = full("1", "alpha", definition={}, include={}, exclude={}, examples={}, keywords={})
    book = Codebook("b", {}, (family, full("2", "omega", parent="1")))
    assert [found.kind for found in check(book)] == ["missing-definition"]


def test_a_real_codebook_raises_few_alarms(data: Path) -> None:
    with (data / "corpora/en-microwork/codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["Code"]: row for row in csv.DictReader(file)}
    made = tuple(Code(name, name) for name in rows)
    assert len(made) >= 35
    assert alike(Codebook("b", {}, made)) == []
