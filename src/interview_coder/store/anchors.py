"""The edit script between two versions of a transcript, and the likeliest places of a passage that is lost.

Turns are aligned by what they hold, then words in changed runs of turns, then characters in changed runs of words:
characters throughout would take minutes and gigabytes on a long interview.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from interview_coder.domain.edits import Edit, Script, Version, joined
from interview_coder.domain.matching import Pair, matches, numbered

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_TOKEN = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
_SHINGLE = 4
_MOST_CELLS = 100_000_000
_MOST_CHARACTERS = 400
_ALIKE = 0.6
_SURE_LENGTH = 12


class _Piece(NamedTuple):
    """A header, a line or a word, and what makes it the same as another."""

    start: int
    end: int
    key: str


def edit_script(old: Version, new: Version) -> Script:
    """The edits that lead from `old` to `new`."""
    if old.text == new.text:
        size = len(old.text)
        return Script(old, new, [Edit(0, size, 0, size, equal=True)] if size else [])
    mine, theirs = list(_lines(old)), list(_lines(new))
    keys = numbered((piece.key for piece in mine), (piece.key for piece in theirs))
    pairs = list(_unlikely_by_chance(mine, matches(*keys, 1, _most_in_common)))
    moved = _moved(mine, theirs, pairs)
    spans: list[Edit] = []
    at = (0, 0)
    for i, j in [*pairs, (len(mine), len(theirs))]:
        left = [mine[n] for n in range(at[0], i) if n not in moved]
        right = [theirs[n] for n in range(at[1], j) if n not in moved.values()]
        spans += _words_in_common(old.text, new.text, left, right)
        if i < len(mine):
            spans += _one_line(old.text, new.text, mine[i], theirs[j])
        at = i + 1, j + 1
    return Script(old, new, _complete(old.text, new.text, spans), _moves(old.text, new.text, mine, theirs, moved))


def _lines(version: Version) -> Iterator[_Piece]:
    """The headers of the turns and the lines between them, white space around them left out."""
    text, at = version.text, 0
    for turn in version.turns:
        if turn.header is not None:
            yield from _between(text, at, turn.header[0])
            yield _Piece(*turn.header, f"\n{turn.speaker}")
            at = turn.header[1]
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[_Piece]:
    for match in _LINE.finditer(text, start, end):
        yield _Piece(*match.span(), unicodedata.normalize("NFC", " ".join(match.group().split())))


def _unlikely_by_chance(lines: Sequence[_Piece], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs of lines without those that stand alone and hold little: a name, or `Oui.`, can be any of many."""
    run: list[Pair] = []
    for pair in [*pairs, (-1, -1)]:
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            if sum(len(lines[i].key) for i, _ in run) >= _SURE_LENGTH:
                yield from run
            run = []
        run.append(pair)


def _moved(mine: Sequence[_Piece], theirs: Sequence[_Piece], pairs: Iterable[Pair]) -> dict[int, int]:
    """Lines that stand elsewhere now: unmistakable ones of some length, and what moved with them."""
    taken, given = {i for i, _ in pairs}, {j for _, j in pairs}
    once = Counter(piece.key for piece in mine)
    also = Counter(piece.key for piece in theirs)
    there = {piece.key: j for j, piece in enumerate(theirs)}
    moved: dict[int, int] = {}
    for i, piece in enumerate(mine):
        key = piece.key
        if (
            i in taken
            or len(key) < _SURE_LENGTH
            or not once[key] == also[key] == 1
            or i in moved
            or there[key] in given
        ):
            continue
        for step in (1, -1):
            a, b = i, there[key]
            while 0 <= a < len(mine) and 0 <= b < len(theirs) and mine[a].key == theirs[b].key:
                if a in taken or (b in given and moved.get(a) != b):
                    break
                moved[a] = b
                given.add(b)
                a, b = a + step, b + step
    return moved


def _moves(old: str, new: str, mine: Sequence[_Piece], theirs: Sequence[_Piece], moved: dict[int, int]) -> list[Edit]:
    """The moved lines as spans, those that moved together made one where the white space between them is the same."""
    found: list[Edit] = []
    for i, j in sorted(moved.items()):
        edit = _pair(mine[i], theirs[j])
        if found and moved.get(i - 1) == j - 1:
            whole = Edit(found[-1].old_start, edit.old_end, found[-1].new_start, edit.new_end, equal=True)
            if old[whole.old_start : whole.old_end] == new[whole.new_start : whole.new_end]:
                found[-1] = whole
                continue
        if old[edit.old_start : edit.old_end] == new[edit.new_start : edit.new_end]:
            found.append(edit)
    return found


def _one_line(old: str, new: str, mine: _Piece, theirs: _Piece) -> Iterator[Edit]:
    """A line that stayed, as a pair of spans; word by word where its accents or spaces are encoded otherwise."""
    if old[mine.start : mine.end] == new[theirs.start : theirs.end]:
        yield _pair(mine, theirs)
    else:
        yield from _words_in_common(old, new, [mine], [theirs])


def _words_in_common(old: str, new: str, left: Sequence[_Piece], right: Sequence[_Piece]) -> Iterator[Edit]:
    """The words that two changed runs of lines have in common, as pairs of spans."""
    if not left or not right:
        return
    mine = [word for piece in left for word in _words(old, piece)]
    theirs = [word for piece in right for word in _words(new, piece)]
    keys = numbered((word.key for word in mine), (word.key for word in theirs))
    pairs = [_pair(mine[i], theirs[j]) for i, j in matches(*keys, _SHINGLE, _most_in_common)]
    sound = [_go_together(old, new, *both) for both in pairwise(pairs)]
    for pair, before, after in zip(pairs, [True, *sound], [*sound, True], strict=False):
        if old[pair.old_start].isalnum() or (before and after):
            yield pair


def _go_together(old: str, new: str, one: Edit, other: Edit) -> bool:
    """Whether two pairs of words or signs follow each other directly, or on one line in both texts or in none: a full
    stop behind new lines is perhaps another one.
    """
    between = old[one.old_end : other.old_start], new[one.new_end : other.new_start]
    return not any(map(str.strip, between)) or ("\n" in between[0]) == ("\n" in between[1])


def _words(text: str, piece: _Piece) -> Iterator[_Piece]:
    for match in _TOKEN.finditer(text, piece.start, piece.end):
        yield _Piece(*match.span(), unicodedata.normalize("NFC", match.group()))


def _pair(one: _Piece, other: _Piece) -> Edit:
    return Edit(one.start, one.end, other.start, other.end, equal=False)


def _most_in_common(old: Sequence[int], new: Sequence[int]) -> Iterator[Pair]:
    """Pairs of equal items; as many as possible, or where that would take too much memory nearly so."""
    from rapidfuzz.distance import Indel, Levenshtein  # noqa: PLC0415 - only when texts are compared

    measure = Indel if len(old) * len(new) <= _MOST_CELLS else Levenshtein
    for step in measure.opcodes(old, new):
        if step.tag == "equal":
            yield from zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)


def _complete(old: str, new: str, pairs: Iterable[Edit]) -> list[Edit]:
    """The whole script: the pairs and what lies between them, each told apart character by character."""
    found: list[Edit] = []
    at_old = at_new = 0
    for pair in [*pairs, Edit(len(old), len(old), len(new), len(new), equal=True)]:
        found += _refined(old, new, Edit(at_old, pair.old_start, at_new, pair.new_start, equal=False))
        found += _refined(old, new, pair)
        at_old, at_new = pair.old_end, pair.new_end
    return joined(found)


def _refined(old: str, new: str, edit: Edit) -> Iterator[Edit]:
    """`edit` itself where it is all one, else the characters that stayed and those that did not, if they are few."""
    mine, theirs = old[edit.old_start : edit.old_end], new[edit.new_start : edit.new_end]
    at_old = at_new = 0
    for mine_start, mine_end, theirs_start, theirs_end in _stayed(mine, theirs):
        yield _part(edit, (at_old, mine_start), (at_new, theirs_start), equal=False)
        yield _part(edit, (mine_start, mine_end), (theirs_start, theirs_end), equal=True)
        at_old, at_new = mine_end, theirs_end
    yield _part(edit, (at_old, len(mine)), (at_new, len(theirs)), equal=False)


def _stayed(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """The stretches that two short strings have in common: white space around them, and characters if most stayed."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    if one == other:
        yield 0, len(one), 0, len(other)
        return
    before = _common(one, other)
    after = _common(one[: before - 1 if before else None : -1], other[: before - 1 if before else None : -1])
    a, b = one[before : len(one) - after], other[before : len(other) - after]
    if before:
        yield 0, before, 0, before
    few = max(len(a), len(b)) <= _MOST_CHARACTERS
    if a and b and few and Indel.normalized_similarity(a, b) >= _ALIKE:
        for step in Indel.opcodes(a, b):
            if step.tag == "equal":
                yield before + step.src_start, before + step.src_end, before + step.dest_start, before + step.dest_end
    if after:
        yield len(one) - after, len(one), len(other) - after, len(other)


def _common(one: str, other: str) -> int:
    """How much white space two strings begin with alike."""
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs or not mine.isspace():
            break
        same += 1
    return same


def _part(edit: Edit, old: Pair, new: Pair, *, equal: bool) -> Edit:
    """A part of `edit`, given by offsets in it."""
    start, there = edit.old_start, edit.new_start
    return Edit(start + old[0], start + old[1], there + new[0], there + new[1], equal)
