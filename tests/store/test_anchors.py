"""Codings follow a corrected transcript: what stays, moves, changes and is lost."""

from __future__ import annotations

import itertools
import random
import unicodedata
from pathlib import Path

import pytest

from interview_coder.domain.anchors import CHANGED, LOST, MOVED, UNMOVED, Placement, follow
from interview_coder.domain.edits import Script, Version
from interview_coder.domain.headers import find_turns
from interview_coder.formats.registry import read
from interview_coder.store.anchors import edit_script
from interview_coder.store.candidates import Candidates

OLD = (
    "Enquêtrice : Vous travaillez depuis longtemps ?\n\nNadia : Oui.\n\n"
    "Enquêtrice : Et le soir aussi ?\n\nNadia : Oui.\n\n"
    "Enquêtrice : Racontez-moi une journée ordinaire.\n\n"
    "Nadia : Le matin je clique sur des images, l'après-midi je transcris des tickets de caisse.\n\n"
    "Enquêtrice : C'est payé combien ?\n\nNadia : Trois centimes le ticket, quand il est accepté.\n"
)


def version(text: str) -> Version:
    return Version(text, find_turns(text))


def script(old: str, new: str) -> Script:
    return edit_script(version(old), version(new))


def followed(old: str, new: str, quote: str, nth: int = 0) -> tuple[str, str | None]:
    """The outcome for the nth occurrence of `quote`, and what it reads then."""
    placement = placed(old, new, quote, nth)
    return placement.outcome, placement.span and new[slice(*placement.span)]


def placed(old: str, new: str, quote: str, nth: int = 0) -> Placement:
    at = -1
    for _ in range(nth + 1):
        at = old.index(quote, at + 1)
    return follow(script(old, new), at, at + len(quote))


def test_a_passage_before_every_correction_is_unmoved() -> None:
    new = OLD.replace("tickets de caisse", "reçus")
    assert followed(OLD, new, "Vous travaillez") == (UNMOVED, "Vous travaillez")


def test_a_passage_behind_a_correction_moves_with_its_text() -> None:
    new = OLD.replace("longtemps", "très longtemps déjà")
    assert followed(OLD, new, "Trois centimes le ticket") == (MOVED, "Trois centimes le ticket")


def test_a_corrected_word_changes_the_quotes_it_stands_in_and_no_others() -> None:
    new = OLD.replace("je transcris", "je retranscris")
    assert followed(OLD, new, "je transcris des tickets") == (CHANGED, "je retranscris des tickets")
    assert followed(OLD, new, "des tickets de caisse") == (MOVED, "des tickets de caisse")
    assert followed(OLD, new, "je clique sur des images") == (UNMOVED, "je clique sur des images")


def test_a_word_that_became_another_one_is_a_changed_quote() -> None:
    new = OLD.replace("images", "photographies")
    assert followed(OLD, new, "images") == (CHANGED, "photographies")


def test_a_correction_at_the_edge_of_a_passage_is_taken_in_whole() -> None:
    new = OLD.replace("accepté.", "refusé.")
    assert followed(OLD, new, "quand il est accepté") == (CHANGED, "quand il est refusé")


def test_a_turn_added_behind_a_corrected_end_is_not_taken_in() -> None:
    new = OLD.replace("quand il est accepté.\n", "quand il est accepté\n\nEnquêtrice : Merci beaucoup.\n")
    assert followed(OLD, new, "quand il est accepté.") == (CHANGED, "quand il est accepté")


def test_a_deleted_turn_loses_its_codings() -> None:
    answer = "Trois centimes le ticket, quand il est accepté."
    assert followed(OLD, OLD.replace(f"Nadia : {answer}\n", ""), answer) == (LOST, None)


def test_a_passage_of_which_half_is_deleted_keeps_the_other_half() -> None:
    new = OLD.replace(", l'après-midi je transcris des tickets de caisse", "")
    whole = "Le matin je clique sur des images, l'après-midi je transcris des tickets de caisse."
    assert followed(OLD, new, whole) == (CHANGED, "Le matin je clique sur des images.")


def test_of_two_short_answers_alike_the_coded_one_is_followed() -> None:
    new = OLD.replace("Vous travaillez", "Vous travaillez ici")
    for nth in (0, 1):
        placement = placed(OLD, new, "Oui.", nth)
        assert placement.outcome == MOVED
        assert placement.span
        assert new[: placement.span[0]].count("Oui.") == nth


def test_a_deleted_short_answer_never_jumps_to_another_one_like_it() -> None:
    second = "Enquêtrice : Et le soir aussi ?\n\nNadia : Oui.\n\n"
    assert followed(OLD, OLD.replace(second, ""), "Oui.", 1) == (LOST, None)
    assert followed(OLD, OLD.replace(second, ""), "Oui.", 0) == (UNMOVED, "Oui.")
    only_the_answer = OLD.replace(second, "Enquêtrice : Et le soir aussi ?\n\n")
    assert followed(OLD, only_the_answer, "Oui.", 1) == (LOST, None)


def test_a_turn_that_moved_takes_its_codings_along() -> None:
    turn = "Nadia : Le matin je clique sur des images, l'après-midi je transcris des tickets de caisse.\n\n"
    new = OLD.replace(turn, "") + "\n" + turn
    assert followed(OLD, new, "je clique sur des images") == (MOVED, "je clique sur des images")
    assert followed(OLD, new, "C'est payé combien ?") == (MOVED, "C'est payé combien ?")


def test_short_answers_move_with_the_questions_before_them() -> None:
    lines = OLD.split("\n\n")
    new = "\n\n".join(lines[:2] + lines[4:6] + lines[2:4] + lines[6:])
    placement = placed(OLD, new, "Oui.", 1)
    assert placement.outcome == MOVED
    assert placement.span
    assert new[: placement.span[0]].endswith("Et le soir aussi ?\n\nNadia : ")


def test_of_a_word_said_twice_one_remains() -> None:
    assert followed("Nadia: oui oui bien sûr", "Nadia: oui bien sûr", "oui", 1)[0] == MOVED
    assert followed("Nadia: oui oui bien sûr", "Nadia: oui bien sûr", "oui", 0) == (UNMOVED, "oui")


def test_texts_without_speakers_are_followed_too() -> None:
    old = "Le matin je clique.\nÀ midi je mange.\n\nLe soir je dors, enfin, j'essaie."
    new = "Le matin, je clique.\nÀ midi je mange.\n\nLe soir je dors, j'essaie."
    assert followed(old, new, "À midi je mange.") == (MOVED, "À midi je mange.")
    assert followed(old, new, "Le matin je clique.") == (CHANGED, "Le matin, je clique.")
    assert followed(old, new, "Le soir je dors, enfin, j'essaie.") == (CHANGED, "Le soir je dors, j'essaie.")


def test_headers_in_another_style_do_not_matter() -> None:
    new = OLD.replace("Enquêtrice : ", "[00:01:02] Enquêtrice\n").replace("Nadia : ", "[00:01:05] Nadia\n")
    assert len(find_turns(new)) == len(find_turns(OLD))
    for quote in ("Vous travaillez depuis longtemps ?", "Trois centimes le ticket"):
        assert followed(OLD, new, quote) == (MOVED, quote)


def test_accents_encoded_otherwise_do_not_change_a_quote() -> None:
    new = unicodedata.normalize("NFD", OLD)
    outcome, quote = followed(OLD, new, "l'après-midi je transcris")
    assert outcome == MOVED
    assert quote == unicodedata.normalize("NFD", "l'après-midi je transcris")


def test_a_changed_quote_never_ends_between_a_letter_and_its_accent() -> None:
    old, new = "Nadia: il est accepte enfin", unicodedata.normalize("NFD", "Nadia: il est accepté enfin")
    assert followed(old, new, "est accepte") == (CHANGED, unicodedata.normalize("NFD", "est accepté"))


def test_emoji_are_characters_like_others() -> None:
    new = OLD.replace("Oui.", "Oui 😀.").replace("ordinaire", "𝔸rdinaire")
    assert followed(OLD, new, "Trois centimes") == (MOVED, "Trois centimes")


def test_another_interview_altogether_is_known_by_its_likeness(sample: Path) -> None:
    one, other = (read(sample / name) for name in ("09-rachid.txt", "10-yann.txt"))
    assert script(one.text, other.text).similarity < 0.2
    corrected = one.text.replace(" je ", " moi je ")
    assert script(one.text, corrected).similarity > 0.9
    assert script(one.text, one.text).similarity == 1


def test_a_lost_passage_is_sought_among_the_likest_ones() -> None:
    new = OLD.replace("Trois centimes le ticket, quand il est accepté.", "Je ne sais plus.")
    new += "\nNadia : Ah si, trois centimes par ticket, quand il est accepté.\n"
    found = Candidates(new).like("Trois centimes le ticket, quand il est accepté.", len(new))
    assert new[found[0].start : found[0].end] == "trois centimes par ticket, quand il est accepté."
    assert 0.85 < found[0].similarity < 1
    assert all(one.similarity >= other.similarity for one, other in itertools.pairwise(found))


def test_a_misspelled_word_is_found_by_its_spelling_and_of_equals_the_nearest() -> None:
    found = Candidates(OLD).like("transcri", 0)
    assert OLD[found[0].start : found[0].end] == "transcris"
    second = OLD.rindex("Oui")
    assert Candidates(OLD).like("Oui", second)[0].start == second
    assert Candidates(OLD).like("zzzz qqqq", 0) == []
    assert Candidates("").like("Oui", 0) == []


@pytest.mark.parametrize("seed", range(3))
def test_every_coding_on_an_untouched_passage_of_a_corrected_zoom_file_keeps_its_quote(data: Path, seed: int) -> None:
    folder = data / "corpora" / "import-files" / "zoom"
    old, new = (read(folder / name) for name in ("transcript.vtt", "transcript_corrected.vtt"))
    found = edit_script(Version(old.text, old.turns), Version(new.text, new.turns))
    corrected = [line.split("\t")[0] for line in (folder / "transcript_changelog.tsv").read_text().splitlines()[1:]]
    # Corrected words, and nothing else, are what the two files differ in.
    touched = [
        (at, at + len(word)) for word in corrected for at in range(len(old.text)) if old.text.startswith(word, at)
    ]
    chance = random.Random(seed)
    tried = wrong = 0
    while tried < 200:
        start = chance.randrange(len(old.text) - 1)
        end = min(len(old.text), start + chance.choice((4, 30, 120, 400)))
        if any(start < b and end > a for a, b in touched):
            continue
        tried += 1
        span = follow(found, start, end).span
        wrong += span is None or new.text[slice(*span)] != old.text[start:end]
    assert wrong == 0
