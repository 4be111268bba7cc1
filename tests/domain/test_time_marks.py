"""Times that stand in the text become the times of turns; the marks stay where they are and are not said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.headers import find_turns


def timed(text: str) -> list[tuple[str | None, str, int | None, int | None]]:
    return [(turn.speaker, text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in find_turns(text)]


def test_a_stamp_of_f4_ends_one_turn_and_begins_the_next_to_the_tenth_of_a_second() -> None:
    text = "I: Wie war das? #00:00:12-5#\n\nB: Gut. #00:00:15-1#\n\nI: Ja. #01:00:17-0#\n\nB: Eben."
    assert timed(text) == [
        ("I", "Wie war das?", None, 12_500),
        ("B", "Gut.", 12_500, 15_100),
        ("I", "Ja.", 15_100, 3_617_000),
        ("B", "Eben.", 3_617_000, None),
    ]


def test_stamps_inside_a_long_turn_stay_in_it_and_the_last_one_ends_it() -> None:
    text = "I: Und? #00:00:02-0#\n\nB: Eins. #00:00:05-1#\n\nZwei. #00:00:09-3#\n\nI: Gut. #00:00:11-0#"
    assert timed(text)[1] == ("B", "Eins. #00:00:05-1#\n\nZwei.", 2_000, 9_300)


def test_paragraphs_with_stamps_and_no_names_are_turns_without_a_speaker() -> None:
    text = "Wie war das? #00:00:12-5#\n\nGut. #00:00:15-1#\n\nJa. #00:00:17-0#\n\nEnde"
    assert timed(text) == [
        (None, "Wie war das?", None, 12_500),
        (None, "Gut.", 12_500, 15_100),
        (None, "Ja.", 15_100, 17_000),
    ]


@pytest.mark.parametrize("mark", ["0:{:02}", "00:00:{:02}", "[00:{:02}]", "(0:{:02})", "0:{:02}\u00a0"])
def test_a_clock_time_before_what_is_said_is_its_start(mark: str) -> None:
    said = ("On y va ?", "Oui, à 9:30 précises.", "Bien.", "Allons.")
    text = "\n".join(f"{'AB'[n % 2]}: {mark.format(n * 7)} {words}" for n, words in enumerate(said))
    assert timed(text) == [("AB"[n % 2], words, n * 7_000, None) for n, words in enumerate(said)]


@pytest.mark.parametrize("mark", ["0:{:02} ", "00:00:{:02}\n", "[00:{:02}] ", "0:{:02}\t"])
def test_lines_that_begin_with_a_time_and_name_nobody_are_turns_without_a_speaker(mark: str) -> None:
    said = ("Bonjour à tous.", "On commence\npar le début.", "Merci.")
    text = "\n".join(mark.format(n * 7) + words for n, words in enumerate(said))
    assert timed(text) == [(None, words, n * 7_000, None) for n, words in enumerate(said)]


def test_names_and_times_in_the_export_of_otranscribe_are_headers() -> None:
    text = "0:00 Anna: On y va ?\n0:04 Marc: Oui.\n1:02:03 Anna: Bien."
    assert timed(text) == [
        ("Anna", "On y va ?", 0, None),
        ("Marc", "Oui.", 4_000, None),
        ("Anna", "Bien.", 3_723_000, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "9:00 Accueil\n9:30 Café\n10:00 Visite\n12:00 Repas",
        "0:01 Un\n0:09 Deux",
        "0:30 Un\n0:20 Deux\n0:10 Trois",
        "Une longue introduction qui dit tout. " * 5 + "\n0:01 Un\n0:09 Deux\n0:12 Trois",
        "Le score : 3:2 puis #00:00:12-5# seul.",
    ],
)
def test_other_numbers_are_no_times_of_a_recording(text: str) -> None:
    assert find_turns(text) == ()


def test_a_time_that_somebody_says_now_and_then_is_speech() -> None:
    text = "Anna : Quand ?\nMarc : 12:30 c'est midi.\nAnna : Et puis ?\nMarc : Le soir.\nAnna : Bon.\nMarc : Oui."
    assert timed(text)[1] == ("Marc", "12:30 c'est midi.", None, None)


SHARDS = st.sampled_from(
    ["A: ", "B: ", "0:01 ", "0:09", "[00:12] ", "#00:00:12-5#", "#00:00:1", "\n", "\n\n", "oui", " ", "9:99", "é", "#"]
)


@given(st.lists(SHARDS, max_size=30).map("".join))
def test_turns_never_overlap_and_always_say_something(text: str) -> None:
    at = 0
    for turn in find_turns(text):
        assert at <= (turn.header[0] if turn.header else turn.start)
        assert turn.header is None or turn.header[1] <= turn.start
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end] != ""
        at = turn.end
