"""Utterances: the cues, rows or elements of formats that have no running text, and the text they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from interview_coder.domain.transcripts import Turn

_OVERLAP = "//"
_OVERLAPPING_VOICE = re.compile(r"//\s*([^:/\n]{1,60}):")
_SENTENCE_END = re.compile(r"[.?!…][\"'’»”)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One cue: who speaks (None if the file does not say), what is said, its times in milliseconds."""

    speaker: str | None
    text: str
    start_ms: int | None
    end_ms: int | None


def compose(utterances: Iterable[Utterance]) -> tuple[str, tuple[Turn, ...]]:
    """The running text that `utterances` make, and its turns; a turn spans what was said, in code points.

    Consecutive utterances of one speaker are one turn, their texts joined by a space; each turn has the
    header `Name: ` before it and a blank line after it; its times are the first start and the last end.
    Utterances without a speaker have no header and join only inside a sentence, for nothing says that the
    same person goes on. Utterances without text are left out.
    """
    pieces: list[str] = []
    turns: list[Turn] = []
    at = 0
    for group in _grouped(_with_own_voices(utterances)):
        speaker = group[0].speaker
        header = f"{speaker}: " if speaker is not None else ""
        speech = " ".join(utterance.text for utterance in group)
        start = at + len(header)
        end = start + len(speech)
        starts = [utterance.start_ms for utterance in group if utterance.start_ms is not None]
        ends = [utterance.end_ms for utterance in group if utterance.end_ms is not None]
        turns.append(
            Turn(
                speaker,
                start,
                end,
                (at, start - 1) if header else None,
                starts[0] if starts else None,
                ends[-1] if ends else None,
            )
        )
        pieces.append(header + speech)
        at = end + 2
    return "\n\n".join(pieces) + ("\n" if pieces else ""), tuple(turns)


def compose_sections(sections: Iterable[tuple[str, Iterable[Utterance]]]) -> tuple[str, tuple[Turn, ...]]:
    """As `compose`, for utterances under headings: a heading is a paragraph of its own and in no turn.

    Sections without utterances are left out, empty headings too.
    """
    pieces: list[str] = []
    turns: list[Turn] = []
    at = 0
    for heading, utterances in sections:
        text, found = compose(utterances)
        if not found:
            continue
        above = f"{heading}\n\n" if heading else ""
        turns += [_shifted(turn, at + len(above)) for turn in found]
        pieces.append(above + text)
        at += len(above) + len(text) + 1
    return "\n".join(pieces), tuple(turns)


def _shifted(turn: Turn, shift: int) -> Turn:
    header = (turn.header[0] + shift, turn.header[1] + shift) if turn.header else None
    return replace(turn, start=turn.start + shift, end=turn.end + shift, header=header)


def _grouped(utterances: Iterable[Utterance]) -> Iterator[list[Utterance]]:
    """Runs of utterances that make one turn each."""
    group: list[Utterance] = []
    for utterance in utterances:
        if group and not _goes_on(group[-1], utterance):
            yield group
            group = []
        group.append(utterance)
    if group:
        yield group


def _goes_on(before: Utterance, after: Utterance) -> bool:
    if after.speaker is None and before.speaker is None:
        return not _SENTENCE_END.search(before.text)
    return after.speaker == before.speaker


def _with_own_voices(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    """The utterances that say something, names and texts stripped of outer white space.

    noScribe writes an overlap as `//S02: yes.//` inside the cue, and when a cue ends in one it names the cue
    `//S02`, after the voice that talks over it. Its own voice is then the nearest one before that neither
    spoke last (noScribe would have made it one cue) nor talks over it.
    """
    earlier: list[str] = []
    for utterance in utterances:
        text = utterance.text.strip()
        speaker = " ".join((utterance.speaker or "").split()) or None
        if not text:
            continue
        if speaker is not None and speaker.startswith(_OVERLAP):
            over = {voice.strip() for voice in _OVERLAPPING_VOICE.findall(text)}
            others = [name for name in reversed(earlier[:-1]) if name not in over and name != earlier[-1]]
            speaker = others[0] if others else None
        if speaker is not None and (not earlier or earlier[-1] != speaker):
            earlier.append(speaker)
        yield replace(utterance, speaker=speaker, text=text)
