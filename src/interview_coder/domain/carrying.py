"""What a new version of a transcript takes over from the old one: times of turns, and which speaker is which."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from interview_coder.domain.anchors import stand_in
from interview_coder.domain.edits import Script, solid_length
from interview_coder.domain.transcripts import Turn

_MUCH = 0.3
_MOST = 0.5
Shared = Mapping[tuple[int, int], int]


def with_old_times(script: Script) -> tuple[Turn, ...]:
    """The turns of the new version; those without any time have that of the old turns they were made of.

    An old turn that was divided gives its start to its first part and its end to the last; turns that were joined
    have the start of the first and the end of the last. Milliseconds.
    """
    old, new = script.old.turns, script.new.turns
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    parts: dict[int, list[int]] = defaultdict(list)
    for (before, after), amount in sorted(_shared(script, headers=True).items()):
        smaller = min(_size(script.old.text, old[before]), _size(script.new.text, new[after]))
        if amount >= _MUCH * smaller:
            parts[before].append(after)
    for before, made_of_it in sorted(parts.items()):
        start, end = old[before].start_ms, old[before].end_ms
        if start is not None:
            starts.setdefault(made_of_it[0], start)
        if end is not None:
            ends[made_of_it[-1]] = end
    return tuple(
        replace(turn, start_ms=starts.get(n), end_ms=ends.get(n))
        if turn.start_ms is None and turn.end_ms is None
        else turn
        for n, turn in enumerate(new)
    )


def carried_turns(script: Script) -> tuple[Turn, ...]:
    """The old turns where their speech and headers stand now, for texts whose headers do not tell the turns.

    What was added goes to the turn before it; turns that are gone are left out.
    """
    text = script.new.text
    found: list[Turn] = []
    for turn in script.old.turns:
        header = stand_in(script, *turn.header) if turn.header else None
        start, end = stand_in(script, turn.start, turn.end)
        if start < end and text[start:end].strip():
            found.append(replace(turn, start=start, end=end, header=header))
    limits = [*(turn.header[0] if turn.header else turn.start for turn in found[1:]), len(text)]
    return tuple(_trimmed(text, turn, limit) for turn, limit in zip(found, limits, strict=False))


def _trimmed(text: str, turn: Turn, limit: int) -> Turn:
    speech = text[turn.start : limit]
    start = turn.start + len(speech) - len(speech.lstrip())
    return replace(turn, start=start, end=start + len(speech.strip()))


def renamed_speakers(script: Script) -> dict[str, str]:
    """Spellings of speakers that only the new version has, with the old one whose words they say for the most part."""
    old, new = script.old.turns, script.new.turns
    known = {turn.speaker for turn in old}
    said: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sizes: dict[str, int] = defaultdict(int)
    for turn in new:
        sizes[turn.speaker or ""] += solid_length(script.new.text[turn.start : turn.end])
    for (before, after), amount in _shared(script, headers=False).items():
        was, now = old[before].speaker, new[after].speaker
        if was is not None and now is not None and now not in known:
            said[now][was] += amount
    likeliest = {now: max(by.items(), key=lambda one: (one[1], one[0])) for now, by in said.items()}
    return {now: was for now, (was, amount) in likeliest.items() if amount >= _MOST * sizes[now]}


def _size(text: str, turn: Turn) -> int:
    return solid_length(text[turn.header[0] if turn.header else turn.start : turn.end])


def _shared(script: Script, *, headers: bool) -> Shared:
    """How many characters, white space aside, each old and each new turn (numbers from 0) have in common."""
    old, new = _spans(script.old.turns, headers=headers), _spans(script.new.turns, headers=headers)
    found: dict[tuple[int, int], int] = defaultdict(int)
    for stretches in ([edit for edit in script.edits if edit.equal], script.moves):
        at = 0
        for edit in stretches:
            shift = edit.new_start - edit.old_start
            while at > 0 and old[at - 1][1] > edit.old_start:
                at -= 1
            while at < len(old) and old[at][0] < edit.old_end:
                low, high = max(old[at][0], edit.old_start), min(old[at][1], edit.old_end)
                for n, start, end in _inside(new, low + shift, high + shift):
                    found[at, n] += solid_length(script.new.text[start:end])
                at += 1
    return found


def _spans(turns: Sequence[Turn], *, headers: bool) -> list[tuple[int, int]]:
    return [(turn.header[0] if headers and turn.header else turn.start, turn.end) for turn in turns]


def _inside(spans: Sequence[tuple[int, int]], low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """The numbers of the spans that touch `low` to `high`, each with the part that does."""
    n = max(0, bisect_right(spans, (low, low)) - 1)
    while n < len(spans) and spans[n][0] < high:
        start, end = max(low, spans[n][0]), min(high, spans[n][1])
        if start < end:
            yield n, start, end
        n += 1
