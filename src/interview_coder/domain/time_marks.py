"""Times that stand in the text: at the start of what somebody says, or at its end as f4 writes them.

The marks stay in the text. What they say becomes the times of turns, and the marks themselves no part of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from interview_coder.domain.header_grammar import CLOCK, MARKED_TIME, STAMP, times
from interview_coder.domain.transcripts import Turn

_AT_START = re.compile(rf"(?:{MARKED_TIME}|{CLOCK}(?![\w:.,]))[ \t\u00a0\u202f]*")
_LINE = re.compile(rf"^[ \t\u00a0\u202f]*(?P<mark>{MARKED_TIME}|{CLOCK}(?![\w:.,%]))[ \t\u00a0\u202f]*", re.MULTILINE)
_STAMPED = re.compile(STAMP)
_FIRST_SIGNS = frozenset("0123456789[(<{#")
_FEWEST, _FEWEST_LINES = 2, 3
_SHARE, _COVERED = 0.5, 0.8
# A recording begins near zero; hours of the day do not.
_LATEST_START = 120_000


def with_marked_times(text: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """`turns` with the times that stand in `text` where they have none; without turns, those that the marks make.

    A stamp of f4 at the end of a turn is when it ends and the next one begins. A clock time before what is said is
    when it begins, if that is how the turns of this text begin; the mark then belongs to the header.
    """
    if not turns:
        return _stamped(text) or _timed_lines(text)
    return tuple(_begun(text, _ended(text, turns)))


def _ended(text: str, turns: Sequence[Turn]) -> Iterator[Turn]:
    """The turns with the time of the stamp that follows each, which is also the start of the next one."""
    if "#" not in text or not _STAMPED.search(text):
        yield from turns
        return
    before: int | None = None
    for turn, after in pairwise([*turns, None]):
        if turn is None:
            continue
        until = len(text) if after is None else (after.header or (after.start,))[0]
        stamps = _STAMPED.findall(text, turn.end, until)
        start = turn.start_ms if turn.start_ms is not None else before
        before = times(stamps[-1])[0] if stamps else None
        yield replace(turn, start_ms=start, end_ms=before if turn.end_ms is None else turn.end_ms)


def _begun(text: str, turns: Iterator[Turn]) -> list[Turn]:
    """The turns with the clock time with which what is said begins."""
    found = list(turns)
    marks = {
        n: mark
        for n, turn in enumerate(found)
        if turn.start_ms is None
        and text[turn.start] in _FIRST_SIGNS
        and (mark := _AT_START.match(text, turn.start, turn.end))
        and mark.end() < turn.end
    }
    clocks = [times(mark[0])[0] or 0 for mark in marks.values()]
    timeless = sum(turn.start_ms is None for turn in found)
    if len(marks) < _FEWEST or len(marks) < _SHARE * timeless or clocks != sorted(clocks):
        return found
    for n, mark in marks.items():
        turn = found[n]
        start, end = times(mark[0])
        header = (turn.header[0] if turn.header else turn.start, mark.start() + len(mark[0].rstrip()))
        end = turn.end_ms if turn.end_ms is not None else end
        found[n] = replace(turn, start=mark.end(), header=header, start_ms=start, end_ms=end)
    return found


def _timed_lines(text: str) -> tuple[Turn, ...]:
    """Turns without a speaker from lines that begin with a clock time, when most of the text stands under such."""
    marks = list(_LINE.finditer(text))
    clocks = [times(mark["mark"])[0] or 0 for mark in marks]
    if len(marks) < _FEWEST_LINES or clocks != sorted(clocks) or clocks[0] > _LATEST_START:
        return ()
    if marks[0].start() > (1 - _COVERED) * len(text):
        return ()
    turns = []
    for mark, after in pairwise([*marks, None]):
        if mark is None:
            continue
        speech = text[mark.end() : after.start() if after else len(text)]
        start = mark.end() + len(speech) - len(speech.lstrip())
        end = mark.end() + len(speech.rstrip())
        if start < end:
            turns.append(Turn(None, start, end, mark.span("mark"), *times(mark["mark"])))
    return tuple(turns)


def _stamped(text: str) -> tuple[Turn, ...]:
    """Turns without a speaker from paragraphs that end with a stamp of f4."""
    stamps = list(_STAMPED.finditer(text)) if "#" in text else []
    if len(stamps) < _FEWEST_LINES:
        return ()
    turns, at, before = [], 0, None
    for stamp in stamps:
        speech = text[at : stamp.start()]
        start, end = at + len(speech) - len(speech.lstrip()), at + len(speech.rstrip())
        time = times(stamp[0])[0]
        if start < end:
            turns.append(Turn(None, start, end, None, before, time))
        at, before = stamp.end(), time
    return tuple(turns)
