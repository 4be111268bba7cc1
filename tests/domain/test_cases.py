"""Values of attributes as people write them, and conditions that choose cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.cases import (
    RESERVED,
    Attribute,
    Value,
    check_attribute_name,
    find_attribute,
    holds,
    names_for,
    parse_condition,
    parse_value,
)
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError

INCOME = Attribute("i", "income", "number")
SEEN = Attribute("d", "seen", "date")
CHILDREN = Attribute("c", "children", "yesno")
POSITION = Attribute("p", "position", "choice", ("worker", "client", "Chef d'équipe"))
PLACE = Attribute("t", "Métier", "text")


@pytest.mark.parametrize(
    ("attribute", "written", "value"),
    [
        (INCOME, "85", 85),
        (INCOME, "1 250,50", 1250.5),
        (INCOME, "1\u202f250", 1250),
        (INCOME, "-3.0", -3),
        (INCOME, "1,250,000", 1250000),
        (INCOME, "1,250.5", 1250.5),
        (INCOME, "0,125", 0.125),
        (INCOME, "12,5", 12.5),
        (SEEN, "2025-01-31", "2025-01-31"),
        (SEEN, "31/01/2025", "2025-01-31"),
        (SEEN, "1.2.2025", "2025-02-01"),
        (CHILDREN, "Oui", True),
        (CHILDREN, "faux", False),
        (POSITION, "CLIENT", "client"),
        (POSITION, "chef d’equipe", "Chef d'équipe"),
        (PLACE, "  souffleur \n de verre ", "souffleur de verre"),
    ],
)
def test_a_value_is_read_as_people_write_it(attribute: Attribute, written: str, value: Value) -> None:
    assert parse_value(attribute, written) == value
    assert type(parse_value(attribute, written)) is type(value)


@pytest.mark.parametrize("attribute", [INCOME, SEEN, CHILDREN, POSITION, PLACE])
def test_an_empty_cell_is_a_missing_value(attribute: Attribute) -> None:
    assert parse_value(attribute, " \u00a0") is None


@pytest.mark.parametrize(
    ("attribute", "written"),
    [
        (INCOME, "about 80"),
        (INCOME, "1,250"),
        (INCOME, "-12,500"),
        (INCOME, "1e999"),
        (INCOME, "1 25"),
        (SEEN, "31/02/2025"),
        (SEEN, "spring"),
        (CHILDREN, "2"),
        (POSITION, "w"),
    ],
)
def test_a_wrong_value_is_refused_with_what_would_be_right(attribute: Attribute, written: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_value(attribute, written)
    assert written in caught.value.message
    assert attribute.name in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("attribute", "value", "condition", "expected"),
    [
        (POSITION, "worker", "position=Worker", True),
        (POSITION, "worker", "position=client|worker", True),
        (POSITION, "worker", "position!=worker", False),
        (POSITION, "client", "position != worker", True),
        (POSITION, None, "position!=worker", False),
        (POSITION, None, "position=", True),
        (POSITION, "worker", "position!=", True),
        (POSITION, None, "position!=", False),
        (PLACE, "Écrivain", "Métier=ecrivain", True),
        (INCOME, 85, "income>=85", True),
        (INCOME, 85, "income<85,5", True),
        (INCOME, 85, "income>1 000", False),
        (INCOME, None, "income<1000", False),
        (INCOME, 85, "income=85.0", True),
        (SEEN, "2025-01-31", "seen<=31/01/2025", True),
        (SEEN, "2025-01-31", "seen>2024-12-01", True),
        (CHILDREN, False, "children=non", True),
        (CHILDREN, None, "children=non", False),
    ],
)
def test_a_condition_chooses_cases(attribute: Attribute, value: Value | None, condition: str, expected: bool) -> None:
    assert holds(parse_condition(condition), attribute, value) is expected


@pytest.mark.parametrize("text", ["position", "=worker", "", "income>", "income<1|2"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="not a condition"):
        parse_condition(text)


def test_a_condition_on_a_value_that_cannot_be_is_refused() -> None:
    with pytest.raises(RefusedError, match="lots"):
        holds(parse_condition("income=lots"), INCOME, 85)


def test_an_attribute_is_found_whatever_its_accents_and_an_unknown_one_is_refused_with_the_known() -> None:
    assert find_attribute([INCOME, PLACE], "metier") is PLACE
    with pytest.raises(UnknownNameError, match="income, Métier"):
        find_attribute([INCOME, PLACE], "salary")


@pytest.mark.parametrize("name", [*sorted(RESERVED), "", "a=b", "a,b", "x" * 61, "a\x1bb", "Code"])
def test_no_attribute_is_called_as_something_else(name: str) -> None:
    with pytest.raises(RefusedError):
        check_attribute_name(name)


def test_the_name_of_an_attribute_loses_superfluous_spaces() -> None:
    assert check_attribute_name("  Tranche  d’âge ") == "Tranche d’âge"


def test_questions_of_a_survey_become_names_that_attributes_can_have() -> None:
    columns = ("Age", "AGE", "speaker", "Pay >= 100, per month?", "x" * 80, "How " + "very " * 20 + "long?", "=")
    names = names_for(columns)
    assert list(names.values())[:4] == ["Age", "AGE 2", "speaker_", "Pay 100 per month?"]
    for name in names.values():
        assert check_attribute_name(name) == name


@given(st.lists(st.text(max_size=90), unique=True, max_size=12))
def test_every_column_gets_a_name_of_its_own(columns: list[str]) -> None:
    names = names_for(columns)
    assert list(names) == columns
    assert len({fold(name) for name in names.values()}) == len(columns)
    for name in names.values():
        check_attribute_name(name)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-(10**9), 10**9))
def test_a_number_written_by_a_program_is_read_as_the_same_number(number: float) -> None:
    assert parse_value(INCOME, str(number)) == number
