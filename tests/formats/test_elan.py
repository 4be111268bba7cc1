"""ELAN: what each tier of speech says, in the order of time; annotations of it are left out and named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interview_coder.domain.transcripts import Reading
from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read, read_bytes
from tests.formats.builders import INTERVIEW, elan

TIER = '<TIER TIER_ID="{name}" LINGUISTIC_TYPE_REF="{kind}" {more}>{inner}</TIER>'
CELL = (
    '<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="{0}" TIME_SLOT_REF2="{1}"><ANNOTATION_VALUE>{2}'
    "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
)
BESIDE = (
    '<ANNOTATION><REF_ANNOTATION ANNOTATION_REF="n0"><ANNOTATION_VALUE>{0}'
    "</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
)


def spoken(found: Reading) -> list[tuple[str | None, str, int | None, int | None]]:
    return [(turn.speaker, found.text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in found.turns]


def tier(name: str, inner: str, kind: str = "talk", **more: str) -> str:
    attributes = " ".join(f'{key.upper()}="{value}"' for key, value in more.items())
    return TIER.format(name=name, kind=kind, inner=inner, more=attributes)


def test_tiers_are_brought_together_in_the_order_of_time() -> None:
    found = read_bytes(elan(INTERVIEW), "e.eaf")
    assert spoken(found) == [(who, said, 10_000 * n, 10_000 * n + 9_500) for n, (who, said) in enumerate(INTERVIEW)]
    assert found.warnings == ()


def test_the_participant_is_the_speaker_and_an_unknown_time_follows_the_last_known_one() -> None:
    inner = CELL.format("a1", "x", "un") + CELL.format("x", "b1", "deux")
    found = read_bytes(elan(INTERVIEW, tier("T", inner, participant="Zoé")), "e.eaf")
    assert ("Zoé", "un deux", 10_000, 19_500) in spoken(found)


def test_what_hangs_on_other_tiers_and_closed_vocabularies_is_left_out_and_named() -> None:
    closed = '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="gesture" CONTROLLED_VOCABULARY_REF="g"/>'
    extra = (
        tier("mots", BESIDE.format("Comment"), parent_ref="Enquêteur")
        + tier("gestes", CELL.format("a0", "b0", "hold"), kind="gesture")
        + closed
    )
    found = read_bytes(elan(INTERVIEW, extra), "e.eaf")
    assert [who for who, *_ in spoken(found)] == [who for who, _ in INTERVIEW]
    assert found.warnings == ("e.eaf: tiers left out, because they annotate what is said: 2 (mots, gestes).",)


@pytest.mark.parametrize("tail", ["<TIER", "", "</TIER></ANNOTATION_DOCUMENT>"])
def test_a_damaged_file_is_refused(tail: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.eaf is damaged"):
        read_bytes(elan(INTERVIEW)[:-25] + tail.encode(), "e.eaf")


def test_a_file_without_speech_is_refused_as_empty() -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.eaf is empty"):
        read_bytes(elan([]), "e.eaf")


def test_document_types_are_refused() -> None:
    data = re.sub(rb"\n", b'\n<!DOCTYPE x [<!ENTITY a "b">]>\n', elan(INTERVIEW), count=1)
    with pytest.raises(UnreadableFileError, match=r"^e\.(eaf|xml)"):
        read_bytes(data, "e.eaf")


def test_files_of_elan_have_the_annotations_that_pympi_documents(data: Path) -> None:
    found = read(data / "corpora/import-files/elan/sample_3.0.eaf")
    assert len(re.findall(r"The quick brown fox \d{3}", found.text)) == 399
    assert spoken(found)[0][2:] == (2_000, 1_199_000)
    small = read(data / "corpora/import-files/elan/small.eaf")
    assert spoken(small)[0][0] == "Alinda"
    assert small.text.startswith("Alinda: A dog was walking around. When he came across a butcher, he saw a bone.")
    assert "17 (Translation Dutch" in small.warnings[0]
