"""What a corrected version takes over: the times of its turns, and who its speakers are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from interview_coder.domain.carrying import renamed_speakers, with_old_times
from interview_coder.domain.edits import Script, Version
from interview_coder.domain.headers import find_turns
from interview_coder.formats.registry import read
from interview_coder.store.anchors import edit_script

TEXT = "Anna: Bonjour, vous allez bien ?\n\nBruno: Oui, très bien, et vous ?\n\nAnna: Parlez-moi de votre travail.\n\n"
TEXT += "Bruno: Je clique toute la journée sur des images, et le soir aussi.\n"


def timed(text: str) -> Version:
    turns = (replace(turn, start_ms=1000 * n, end_ms=1000 * n + 900) for n, turn in enumerate(find_turns(text)))
    return Version(text, tuple(turns))


def corrected(new: str) -> Script:
    return edit_script(timed(TEXT), Version(new, find_turns(new)))


def times(script: Script) -> list[tuple[int | None, int | None]]:
    return [(turn.start_ms, turn.end_ms) for turn in with_old_times(script)]


def test_turns_keep_their_times_through_corrections() -> None:
    new = TEXT.replace("très bien", "pas trop mal").replace("votre travail", "ce que vous faites")
    assert times(corrected(new)) == [(0, 900), (1000, 1900), (2000, 2900), (3000, 3900)]


def test_a_divided_turn_gives_its_start_and_its_end_to_its_parts() -> None:
    new = TEXT.replace(", et le soir aussi", ".\n\nAnna: Ah.\n\nBruno: Et le soir aussi")
    assert times(corrected(new)) == [(0, 900), (1000, 1900), (2000, 2900), (3000, None), (None, None), (None, 3900)]


def test_joined_turns_reach_from_the_first_start_to_the_last_end() -> None:
    new = TEXT.replace("\n\nBruno: Oui, très bien, et vous ?\n\nAnna:", "")
    assert times(corrected(new)) == [(0, 2900), (3000, 3900)]


def test_times_that_the_new_file_has_are_its_own() -> None:
    new = TEXT.replace("très bien", "bien")
    given = [replace(turn, start_ms=7, end_ms=8) for turn in find_turns(new)]
    script = edit_script(timed(TEXT), Version(new, given))
    assert times(script) == [(7, 8)] * 4


def test_a_new_turn_has_no_time() -> None:
    new = TEXT + "\nAnna: Merci beaucoup pour cet entretien.\n"
    assert times(corrected(new))[-1] == (None, None)


def test_a_speaker_who_is_spelled_otherwise_now_is_known_by_what_is_said() -> None:
    assert renamed_speakers(corrected(TEXT.replace("Bruno:", "Bertrand:"))) == {"Bertrand": "Bruno"}
    assert renamed_speakers(corrected(TEXT.replace("Anna:", "Bruno:"))) == {}
    assert renamed_speakers(corrected(TEXT + "\nCarla: Bonjour à tous, je viens d'arriver.\n\nCarla: Voilà.\n")) == {}


def test_a_vtt_corrected_as_plain_text_keeps_every_time(sample: Path) -> None:
    old = read(sample / "04-mehdi.vtt")
    new = old.text.replace("plateforme", "platforme").replace("Grave", "Carrément")
    script = edit_script(Version(old.text, old.turns), Version(new, find_turns(new)))
    carried = with_old_times(script)
    assert [(turn.start_ms, turn.end_ms) for turn in carried] == [(turn.start_ms, turn.end_ms) for turn in old.turns]
    assert all(turn.start_ms is not None for turn in carried)
