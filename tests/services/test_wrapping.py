"""Breaking lines, for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.wrapping import wrap

TEXTS = st.text(alphabet="ab é-?«»\u00a0\u202f\n𝔸", max_size=120)


@given(TEXTS, st.integers(1, 20), st.data())
def test_lines_cover_everything_but_the_spaces_and_newlines_where_they_break(
    text: str, width: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    reached = start
    for first, last in wrap(text, start, end, width):
        assert reached <= first <= last <= end
        assert set(text[reached:first]) <= {" ", "\n"}
        assert last - first <= width
        assert "\n" not in text[first:last]
        reached = last
    assert set(text[reached:end]) <= {" ", "\n"}


@given(TEXTS, st.integers(1, 20))
def test_no_line_ends_at_a_no_break_space_unless_a_word_is_longer_than_the_line(text: str, width: int) -> None:
    for first, last in wrap(text, 0, len(text), width):
        following = text[last : last + 1]
        if following not in ("", "\n", " ") and text[last - 1] != "-":
            assert last - first == width
            whole = text[first : last + 1]
            assert not any(
                whole[at] == " " and whole[at + 1] not in "?!:;»" for at in range(1, width) if "«" not in whole
            )


@given(st.lists(st.sampled_from(["mot", "à", "aujourd'hui", "vas-y", "dit\u00a0:", "«\u202foui\u202f»"]), min_size=1))
def test_words_that_fit_are_never_cut(words: list[str]) -> None:
    text = " ".join(words)
    lines = [text[first:last] for first, last in wrap(text, 0, len(text), 12)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for word in words:
        if "-" not in word:
            assert any(word in line for line in lines)


def test_empty_lines_are_kept() -> None:
    text = "a\n\nb"
    assert [text[first:last] for first, last in wrap(text, 0, len(text), 10)] == ["a", "", "b"]


def test_a_question_mark_or_guillemet_never_stands_alone_even_after_an_ordinary_space() -> None:
    text = "tu viens ? Oui « bon » alors !"
    for width in range(10, 31):
        lines = [text[first:last] for first, last in wrap(text, 0, len(text), width)]
        assert not any(line[0] in "?!»" or line[-1] == "«" for line in lines)
