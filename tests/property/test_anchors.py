"""Whatever is corrected elsewhere, a coded passage keeps its quote; whatever is corrected, its span stays sound."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import combining

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interview_coder.domain.anchors import CHANGED, LOST, MOVED, UNMOVED, follow
from interview_coder.domain.edits import Script, Version
from interview_coder.domain.headers import find_turns
from interview_coder.domain.matching import matches
from interview_coder.store.anchors import edit_script

SPEECH = (
    "Alors le matin je me lève à six heures, je prépare les enfants et puis je commence.",
    "Oui.",
    "On clique sur des images, des panneaux, des vélos ; on entoure ce qu'il faut 😀 entourer.",
    "C'est payé trois centimes, quand c'est accepté, et ça ne l'est pas toujours.",
    "Et vous ?",
    "Mon mari dit que c'est un jeu, moi je dis que c'est du travail, e\u0301videmment.",
    "Oui.",
    "La plateforme ne re\u0301pond jamais aux messages, on écrit dans le vide.",
)
PIECES = st.one_of(
    st.sampled_from(["", " ", "\n\n", "oui ", "euh, ", "e\u0301", "😀", "Nadia : Non.\n\n", "il y a ", "travail"]),
    st.text(alphabet="abcdé ’.,😀𝔸", max_size=12),
)
Edits = list[tuple[float, int, str]]
EDITS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from((0, 1, 4, 15)), PIECES), max_size=6)


def transcript(order: list[int], speakers: bool) -> str:
    names = ("Enquêtrice : ", "Nadia : ") if speakers else ("", "")
    return "\n\n".join(f"{names[n % 2]}{SPEECH[which]}" for n, which in enumerate(order)) + "\n"


TEXTS = st.builds(transcript, st.permutations(range(len(SPEECH))), st.booleans())


def edited(text: str, edits: Edits) -> str:
    for place, length, piece in edits:
        at = round(place * len(text))
        text = text[:at] + piece + text[at + length :]
    return text


def script(old: str, new: str) -> Script:
    return edit_script(Version(old, find_turns(old)), Version(new, find_turns(new)))


@given(TEXTS, st.floats(0, 0.95), st.integers(12, 120), EDITS, EDITS)
@settings(max_examples=300)
def test_corrections_outside_a_coding_never_change_its_quote(
    text: str, place: float, length: int, before: Edits, after: Edits
) -> None:
    start = round(place * (len(text) - 12))
    end = min(len(text), start + length)
    quote = text[start:end]
    rest = edited(text[end:], after)
    assume(not combining(rest[:1] or " "))  # else the last letter of the passage is another one
    new = edited(text[:start], before) + quote + rest
    placement = follow(script(text, new), start, end)
    assert placement.span is not None
    assert new[slice(*placement.span)] == quote


@given(TEXTS, EDITS, st.floats(0, 1), st.integers(1, 200))
@settings(max_examples=300)
def test_every_placement_is_a_sound_span_and_says_what_it_is(
    text: str, edits: Edits, place: float, length: int
) -> None:
    new = edited(text, edits)
    start = round(place * (len(text) - 1))
    end = min(len(text), start + length)
    placement = follow(script(text, new), start, end)
    if placement.span is None:
        assert placement.outcome == LOST
        return
    low, high = placement.span
    assert 0 <= low < high <= len(new)
    same = new[low:high] == text[start:end]
    assert placement.outcome == (CHANGED if not same else UNMOVED if low == start else MOVED)


@given(TEXTS, EDITS, st.floats(0, 0.9), st.integers(12, 80), st.integers(0, 200), st.integers(12, 80))
@settings(max_examples=300)
def test_passages_keep_their_order_unless_lines_moved(
    text: str, edits: Edits, place: float, length: int, gap: int, other_length: int
) -> None:
    new = edited(text, edits)
    found = script(text, new)
    start = round(place * len(text))
    first = (start, min(len(text) - 1, start + length))
    second_start = min(len(text) - 1, first[1] + gap)
    assume(not found.moves and first[0] < first[1])
    one, other = follow(found, *first), follow(found, second_start, min(len(text), second_start + other_length))
    if one.span is not None and other.span is not None:
        assert one.span[0] <= other.span[0]
        assert one.span[1] <= other.span[1]


@given(TEXTS, EDITS)
@settings(max_examples=200)
def test_a_script_covers_both_texts_in_order(text: str, edits: Edits) -> None:
    new = edited(text, edits)
    found = script(text, new)
    ends = [(0, 0), *((edit.old_end, edit.new_end) for edit in found.edits)]
    assert [(edit.old_start, edit.new_start) for edit in found.edits] == ends[:-1]
    assert ends[-1] == (len(text), len(new))
    for edit in (*found.edits, *found.moves):
        if edit.equal:
            assert text[edit.old_start : edit.old_end] == new[edit.new_start : edit.new_end]
    assert all(one.old_end <= other.old_start for one, other in pairwise(found.moves))


@given(TEXTS, st.floats(0, 1), st.integers(1, 200))
def test_nothing_moves_where_nothing_changed(text: str, place: float, length: int) -> None:
    start = round(place * (len(text) - 1))
    end = min(len(text), start + length)
    placement = follow(script(text, text), start, end)
    assert (placement.outcome, placement.span) == (UNMOVED, (start, end))


ITEMS = st.lists(st.integers(0, 6), max_size=30)


@given(ITEMS, ITEMS, st.integers(1, 3))
def test_matches_are_equal_items_in_order(old: list[int], new: list[int], width: int) -> None:
    found = matches(old, new, width, lambda mine, theirs: ())
    assert all(old[i] == new[j] for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))
    if old == new:
        assert len(found) == len(old)
