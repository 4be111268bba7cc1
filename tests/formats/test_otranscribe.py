"""oTranscribe: speakers, text and the exact times of its marks."""

from __future__ import annotations

import json

import pytest

from interview_coder.errors import UnreadableFileError
from interview_coder.formats.registry import read_bytes
from tests.formats.builders import INTERVIEW, otranscribe


def test_turns_begin_at_the_exact_time_of_their_mark_and_the_marks_stay_in_the_text() -> None:
    found = read_bytes(otranscribe(INTERVIEW), "e.otr")
    assert [(turn.speaker, found.text[turn.start : turn.end], turn.start_ms) for turn in found.turns] == [
        (who, said, 10_000 * n + 250) for n, (who, said) in enumerate(INTERVIEW)
    ]
    assert found.text.startswith("0:00\u00a0Enquêteur: Comment")


def test_marks_without_names_make_turns_without_a_speaker() -> None:
    text = "".join(
        f'<p><span class="timestamp" data-timestamp="{n}.5">0:0{n}</span>&nbsp;phrase {n}</p>' for n in range(4)
    )
    found = read_bytes(json.dumps({"text": text, "media": "", "media-time": ""}).encode(), "e.otr")
    assert [(turn.speaker, found.text[turn.start : turn.end], turn.start_ms) for turn in found.turns] == [
        (None, f"phrase {n}", n * 1000 + 500) for n in range(4)
    ]


@pytest.mark.parametrize("data", [b'{"text": "<p>a', b'{"text": 3}', b'["text"]', b'{"text":' + b"[" * 100_000])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"^e\.otr is damaged"):
        read_bytes(data, "e.otr")


def test_scripts_are_neither_run_nor_read() -> None:
    found = read_bytes(b'{"text": "<p>Anna: oui<script>x()</script></p><p>Bo: non</p>"}', "e.otr")
    assert found.text == "Anna: oui\nBo: non"
