"""Copies and versions of one interview are told from interviews that only ask the same questions."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from interview_coder.domain.likeness import Likeness
from interview_coder.formats.registry import read, read_all

WORDS = (
    "travail plateforme image parole mari enfant soir matin argent petit grand faire prendre mettre pouvoir tâche "
    "payer client voix phrase erreur temps jour semaine parfois jamais toujours maison ville pays premier dernier"
).split()
QUESTIONS = (
    "Comment avez-vous commencé à travailler sur cette plateforme, et par qui l'avez-vous connue ?",
    "Est-ce que vous pouvez me raconter une journée de travail, du matin au soir ?",
    "Et qu'est-ce que vous en pensez aujourd'hui, est-ce que vous le referiez ?",
)


def interview(seed: int, answers: int = 40, length: int = 60) -> list[str]:
    """The words of a made-up interview, every one different."""
    chance = random.Random(seed)
    turns = []
    for n in range(answers):
        turns += ["Q", ":", *QUESTIONS[n % len(QUESTIONS)].split(), "\nR", ":", *chance.choices(WORDS, k=length), "\n"]
    return turns


def compared(*texts: str) -> list[tuple[str, float] | None]:
    alike = Likeness()
    return [alike.add(str(n), text) for n, text in enumerate(texts)]


def test_a_copy_in_another_layout_is_the_same() -> None:
    words = interview(1)
    assert compared(" ".join(words), "Entretien 1\n\n" + "  ".join(words).replace(" \n ", "\n\n")) == [None, ("0", 1.0)]


@pytest.mark.parametrize("share", [0.01, 0.05])
def test_a_corrected_version_is_nearly_the_same(share: float) -> None:
    words, chance = interview(1), random.Random(0)
    corrected = [f"{word}x" if chance.random() < share else word for word in words]
    found = compared(" ".join(words), " ".join(corrected))[1]
    assert found is not None
    assert 0.5 < found[1] < 1


def test_an_excerpt_is_found_in_the_whole_whichever_comes_first() -> None:
    words = interview(1, answers=100)
    whole, excerpt = " ".join(words), " ".join(words[500:2000])
    for found in (compared(whole, excerpt)[1], compared(excerpt, whole)[1]):
        assert found is not None
        assert found[1] > 0.9


def test_interviews_that_ask_the_same_questions_are_different() -> None:
    assert compared(*(" ".join(interview(seed)) for seed in range(12))) == [None] * 12


@pytest.mark.parametrize("text", ["", "oui", "Q : oui ?\nR : non\n" * 500, "p " * 50, " " * 1000])
def test_too_little_text_resembles_nothing(text: str) -> None:
    assert compared(text, text) == [None, None]


def test_only_copies_and_versions_among_400_real_interviews_are_named(data: Path) -> None:
    corpora = data / "corpora"
    texts = {
        reading.name: reading.text
        for path in sorted((corpora / "en-ai-interviews").glob("*.csv"))
        for reading in read_all(path.read_bytes(), path.name)
    }
    lines: dict[str, list[str]] = {}
    for segment in map(json.loads, (corpora / "en-talkmoves/segments.jsonl").read_text(encoding="utf-8").splitlines()):
        lines.setdefault(segment["doc"], []).append(f"{segment['speaker']}: {segment['text']}")
    texts |= {name: "\n".join(said) for name, said in lines.items()}
    for path in sorted((corpora / "fr-artisans/raw").glob("*.docx")):
        texts[path.name] = read(path).text
    assert len(texts) == 366
    files = (
        "zoom/transcript.vtt",
        "zoom/transcript_corrected.vtt",
        "noscribe/interview.txt",
        "noscribe/interview.html",
    )
    texts |= {name: read(corpora / "import-files" / name).text for name in files}
    alike = Likeness()
    found = {name: near for name, text in texts.items() if (near := alike.add(name, text))}
    assert {name: other for name, (other, _) in found.items()} == {
        "zoom/transcript_corrected.vtt": "zoom/transcript.vtt",
        "noscribe/interview.html": "noscribe/interview.txt",
    }
    assert all(share > 0.95 for _, share in found.values())
