"""Where a coded passage lies after its transcript was corrected, and how sure that is."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from interview_coder.domain.edits import Script, same_quote, solid_length
from interview_coder.domain.text import count_words

UNMOVED, MOVED, CHANGED, LOST = "unmoved", "moved", "changed", "lost"
OUTCOMES = (UNMOVED, MOVED, CHANGED, LOST)
_ALIKE, _MOST = 0.4, 0.5
_FEW_WORDS = 4
_SURE_LENGTH, _CONTEXT = 20, 30


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a passage of the old text lies in the new one; `span` is None for a lost one.

    `unmoved` and `moved`: the quote is the same, at the same offsets or at others; `changed`: the passage was edited;
    `lost`: nothing that could stand for it is left.
    """

    outcome: str
    span: tuple[int, int] | None


def follow(script: Script, start: int, end: int) -> Placement:
    """Where the passage `start` to `end` of the old text, at least one character, lies in the new one."""
    found = _same_quote(script, start, end)
    if found is not None:
        return Placement(UNMOVED if found == (start, end) else MOVED, found)
    span = _edited(script, start, end)
    if span is None:
        return Placement(LOST, None)
    if same_quote(script.old.text[start:end], script.new.text[span[0] : span[1]]):
        return Placement(UNMOVED if span == (start, end) else MOVED, span)
    return Placement(CHANGED, span) if _is_correction(script, start, end, span) else Placement(LOST, None)


def _same_quote(script: Script, start: int, end: int) -> tuple[int, int] | None:
    """Where the very quote stands in the new text in the passage's stead, or None."""
    for edit in (script.holding(start), script.moved(start, end)):
        if edit is not None and edit.equal and end <= edit.old_end:
            at: int | None = start + edit.new_start - edit.old_start
            break
    else:
        room = _room(script, start, end)
        at = _within(script, start, end, room)
        if at is None:
            at = _beside_a_deletion(script, start, end)
        if at is None:
            at = _within(script, start, end, _around(script.new.text, room, end - start))
        if at is None:
            at = _on_its_line(script, start, end, room)
        if at is None:
            at = _elsewhere(script, start, end)
    if at is None or (_accent_at(script.new.text, at + end - start) and not _accent_at(script.old.text, end)):
        return None
    return at, at + end - start


def _accent_at(text: str, at: int) -> bool:
    return at < len(text) and unicodedata.combining(text[at]) > 0


def _within(script: Script, start: int, end: int, room: tuple[int, int]) -> int | None:
    """Where the quote stands in a span of the new text: of several places the nearest to what is left of it."""
    quote, text = script.old.text[start:end], script.new.text
    expected = stand_in(script, start, end)[0]
    places = []
    at = text.find(quote, *room)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1, room[1])
    return min(places, key=lambda place: abs(place - expected), default=None)


def _room(script: Script, start: int, end: int) -> tuple[int, int]:
    """The span of the new text that no letter outside the passage stands for."""
    low, high = 0, len(script.new.text)
    if start > 0:
        before = script.holding(start - 1)
        if before.equal:
            low = before.new_start + start - before.old_start
        else:
            low = before.new_end if before.old_end == start else before.new_start
    if end < len(script.old.text):
        after = script.holding(end)
        if after.equal:
            high = after.new_start + end - after.old_start
        else:
            high = after.new_start if after.old_start == end else after.new_end
    return script.widened(low, high)


def _around(text: str, span: tuple[int, int], reach: int) -> tuple[int, int]:
    """A span and what lies at most `reach` beside it on the same line."""
    low, high = span
    nearest, furthest = max(0, low - reach), min(len(text), high + reach)
    before, after = text.rfind("\n", nearest, low), text.find("\n", high, furthest)
    return before + 1 if before >= 0 else nearest, after if after >= 0 else furthest


def _beside_a_deletion(script: Script, start: int, end: int) -> int | None:
    """Where the quote stands if what was deleted is rather the same words beside it.

    Of `oui, oui` one `oui` is left when the other one goes, and nothing tells which. Turns that recur are no such
    case: a deletion of several lines took what it took.
    """
    quote, old, new = script.old.text[start:end], script.old.text, script.new.text
    for edit in script.touching(start, end):
        if edit.equal or "\n" in old[edit.old_start : edit.old_end].strip():
            continue
        for shift in (edit.new_end - edit.old_end, edit.new_start - edit.old_start):
            at = start + shift
            if at >= 0 and new.startswith(quote, at):
                return at
    return None


def _on_its_line(script: Script, start: int, end: int, room: tuple[int, int]) -> int | None:
    """Where the quote stands on the line of what is left, if it stands there once and once stood so on its own."""
    old, new = script.old.text, script.new.text
    quote = old[start:end]
    low, high = _around(new, room, len(new))
    line, line_before = new[low:high], old[slice(*_around(old, (start, end), len(old)))]
    return low + line.find(quote) if _once(line, quote) and _once(line_before, quote) else None


def _elsewhere(script: Script, start: int, end: int) -> int | None:
    """Where a quote stands that is, alone or with what stands beside it on its line, unmistakable in both texts."""
    old, new = script.old.text, script.new.text
    before, after = _around(old, (start, end), _CONTEXT)
    passages = [(start, end), (before, after), (before, end), (start, after)]
    mostly_here = script.kept(start, end) >= _MOST * solid_length(old[start:end])
    for low, high in passages[:1] if mostly_here else passages:
        passage = old[low:high]
        if solid_length(passage) >= _SURE_LENGTH and _once(new, passage) and _once(old, passage):
            return new.find(passage) + start - low
    return None


def _once(text: str, passage: str) -> bool:
    at = text.find(passage)
    return at >= 0 and text.find(passage, at + 1) < 0


def stand_in(script: Script, start: int, end: int) -> tuple[int, int]:
    """The span of the new text from what stands for the first to what stands for the last character; may be empty.

    Of an edit that goes beyond the passage, the new text belongs to the side where most of the old one lies.
    """
    first, last = script.holding(start), script.holding(end - 1)
    if first.equal:
        low = first.new_start + start - first.old_start
    else:
        mostly_inside = min(first.old_end, end) - start >= start - first.old_start
        low = first.new_start if mostly_inside else first.new_end
    if last.equal:
        high = last.new_start + end - last.old_start
    else:
        mostly_inside = end - max(last.old_start, start) >= last.old_end - end
        high = last.new_end if mostly_inside else last.new_start
    return low, high


def _edited(script: Script, start: int, end: int) -> tuple[int, int] | None:
    """The span of an edited passage: whole words where it was whole words, no white space around; None if empty."""
    low, high = _on_its_lines(script, start, end, *stand_in(script, start, end))
    old, new = script.old.text, script.new.text
    if low >= high or not new[low:high].strip():
        return None
    if not old[start].isspace():
        low += len(new[low:high]) - len(new[low:high].lstrip())
    if not old[end - 1].isspace():
        high = low + len(new[low:high].rstrip())
    while low > 0 and _inside_word(new, low) and not _inside_word(old, start):
        low -= 1
    while high < len(new) and _inside_word(new, high) and not _inside_word(old, end):
        high += 1
    return low, high


def _on_its_lines(script: Script, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """A span without the lines that an edit at its beginning or end added where the passage had no line break."""
    old, new = script.old.text, script.new.text
    first, last = script.holding(start), script.holding(end - 1)
    if not last.equal and "\n" not in old[max(last.old_start, start) : end]:
        line_end = new.find("\n", max(low, last.new_start), high)
        high = line_end if line_end >= 0 else high
    if first is not last and not first.equal and "\n" not in old[start : first.old_end]:
        low = max(low, new.rfind("\n", low, first.new_end) + 1)
    return low, high


def _inside_word(text: str, at: int) -> bool:
    """Whether a cut before the character at `at` would divide a word, or a letter and its accents."""
    return 0 < at < len(text) and (_accent_at(text, at) or (_letter(text[at]) and _letter(text[at - 1])))


def _letter(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) > 0


def _is_correction(script: Script, start: int, end: int, span: tuple[int, int]) -> bool:
    """Whether what stands there now is the passage corrected: much of it stayed, or a few words became a few others."""
    quote, now = script.old.text[start:end], script.new.text[span[0] : span[1]]
    if 2 * script.kept(start, end) >= _ALIKE * (solid_length(quote) + solid_length(now)):
        return True
    old = script.old.text
    replaced = [edit for edit in script.touching(start, end) if not edit.equal]
    few = all(count_words(old[edit.old_start : edit.old_end]) <= _FEW_WORDS for edit in replaced)
    return few and count_words(quote) <= _FEW_WORDS and count_words(now) <= 2 * count_words(quote) + 2
