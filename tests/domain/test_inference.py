"""The type of a column is that of all its cells; what is missing stays missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.cases import Attribute, parse_value
from interview_coder.domain.inference import infer, is_missing


@pytest.mark.parametrize(
    ("cells", "type_", "choices"),
    [
        (["85", "450", "", "1 250,5"], "number", ()),
        (["0", "1", "1", "0"], "number", ()),
        (["oui", "non", "NA", "Oui"], "yesno", ()),
        (["2025-01-31", "1/2/2025", "?"], "date", ()),
        (["worker", "client", "worker", "worker", "-", "client"], "choice", ("worker", "client")),
        (["55-64", "18-24", "18-24", "55-64"], "choice", ("18-24", "55-64")),
        (["20250131", "20241224"], "date", ()),
        (["20250131", "20251399"], "number", ()),
        (["1,250", "80"], "text", ()),
        (["1,250.5", "80"], "number", ()),
        (["NSP", "oui", "non", "oui", "NSP", "non"], "choice", ("NSP", "oui", "non")),
        (["007", "012", "013"], "text", ()),
        (["a", "b", "c"], "text", ()),
        (["", "NA"], "text", ()),
    ],
)
def test_a_column_has_the_type_that_a_person_would_say(cells: list[str], type_: str, choices: tuple[str, ...]) -> None:
    assert infer("x", cells) == Attribute("", "x", type_, choices)


@given(st.lists(st.one_of(st.text(max_size=8), st.integers().map(str), st.dates().map(str), st.sampled_from("abc"))))
def test_every_cell_can_be_read_as_the_type_that_was_found(cells: list[str]) -> None:
    attribute = infer("x", cells)
    for cell in cells:
        if not is_missing(cell):
            assert parse_value(attribute, cell) is not None
