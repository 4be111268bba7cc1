"""A quote is found where it stands, however a word processor has set it, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.quotes import places, same

TEXT = "Q : Ça va ?\nR : Oui, « encore\u00a0cinq minutes »,\nvoilà ce que j’ai dit.\nR : Oui, c'est ça."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Oui,", ["Oui,", "Oui,"]),
        ("  encore\u00a0cinq minutes ", ["encore\u00a0cinq minutes"]),
        ('"encore cinq minutes", voilà', ["« encore\u00a0cinq minutes »,\nvoilà"]),
        ("“encore cinq\nminutes”, voilà ce que j'ai dit", ["« encore\u00a0cinq minutes »,\nvoilà ce que j’ai dit"]),
        ("c’est ça", ["c'est ça"]),
        ("cinq heures", []),
        ("Encore cinq", []),
        ("?", []),
        ("", []),
    ],
)
def test_a_quote_is_found_in_every_spelling_of_spaces_and_signs(quote: str, found: list[str]) -> None:
    spans = places(quote, TEXT)
    assert [TEXT[start:end] for start, end in spans] == found


@given(st.text("ab '’\"«»\n\u00a0😀", min_size=1, max_size=30), st.data())
def test_every_passage_is_found_where_it_was_taken(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = text[start:end]
    if any(character.isalnum() for character in passage):
        kept = start + len(passage) - len(passage.lstrip())
        assert (kept, kept + len(passage.strip())) in places(passage, text)
        assert same(passage.replace("’", "'").replace("\n", "  "), passage)


def test_another_passage_is_not_the_same() -> None:
    assert not same("Oui, encore", TEXT[:20])
    assert same("OUI, «encore", 'oui,  " encore')
    long = "mot " * 9000
    assert same(long[:30_000], long)
