"""Lines of pages to paragraphs: a line goes on in the next one unless space, indent, size or a speaker parts them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from interview_coder.formats.page_lines import Line

WORD = re.compile(r"\w+(?:['’\-]\w+)*")
BROKEN = re.compile(r"(?P<word>[^\W\d_]+)(?P<hyphen>[-\u00ad])$")
GOES_ON = re.compile(r"[^\W\d_]+")
OPEN_DASH = re.compile(r"[^\W\d_]- [^\W\d_]")
WIDER, OTHER_SIZE, INDENT = 1.35, 1.4, 0.6
LOW, HIGH, COMMON = 0.1, 0.97, 0.05
# Widths of words are estimated, so that a word fits only where there is room for a letter more.
WORD_SPACE = 0.8
MUCH_ROOM = 0.3
SHARE_OF_HANGING = 0.5
OFTEN = 2


class Setting(NamedTuple):
    """How a document is set: the distance of its lines, whether more space parts its paragraphs, its margins by
    column, and whether first lines hang out.
    """

    pitch: float
    spaced: bool
    left: dict[int, float]
    right: dict[int, float]
    hanging: bool


def paragraphs(lines: Sequence[Line], headers: Collection[Line]) -> list[str]:
    """The paragraphs that `lines` make; `headers` are those that begin with a speaker's name.

    An empty paragraph stands where more space than usual parts two.
    """
    if not lines:
        return []
    setting = _setting(lines)
    words = Words(lines)
    found = [lines[0].text]
    for before, line in pairwise(lines):
        apart = _apart(before, line, setting)
        if apart or line in headers or _begins(before, line, setting):
            found += [""] if apart or (setting.spaced and before.page != line.page) else []
            found.append(line.text)
        else:
            found[-1] = words.joined(found[-1], line.text)
    return [text.replace("\u00ad", "") for text in found]


def _setting(lines: Sequence[Line]) -> Setting:
    distances = sorted(
        before.bottom - after.bottom
        for before, after in pairwise(lines)
        if before.page == after.page and before.bottom - after.bottom >= before.height * 0.8
    )
    pitch = distances[int(LOW * len(distances))] if distances else 0.0
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    left, right, deep = {}, {}, 0
    for column, members in columns.items():
        lefts = Counter(round(line.left) for line in members)
        left[column] = float(min(at for at, count in lefts.items() if count >= COMMON * len(members)))
        rights = sorted(line.right for line in members)
        right[column] = rights[min(len(rights) - 1, int(HIGH * len(rights)))]
        deep += sum(line.left > left[column] + INDENT * line.height for line in members)
    spaced = sum(distance > WIDER * pitch for distance in distances) > COMMON * len(distances)
    return Setting(pitch, spaced, left, right, deep > SHARE_OF_HANGING * len(lines))


def _apart(before: Line, line: Line, setting: Setting) -> bool:
    """Whether more space than between the lines of a paragraph parts two lines of one column."""
    if before.page != line.page or before.column != line.column or not setting.pitch:
        return False
    return before.bottom - line.bottom > WIDER * setting.pitch


def _begins(before: Line, line: Line, setting: Setting) -> bool:
    """Whether `line` begins a paragraph by its size, its indent, or because its first word had room before it."""
    sizes = before.height, line.height
    if max(sizes) > OTHER_SIZE * min(sizes):
        return True
    deep = line.left > setting.left[line.column] + INDENT * line.height
    deep_before = before.left > setting.left[before.column] + INDENT * before.height
    if setting.hanging and not deep:
        return True
    if not setting.hanging and deep and not deep_before:
        return True
    if BROKEN.search(before.text) and line.text[0].islower():
        return False
    room = setting.right[before.column] - before.right
    if setting.spaced:
        return room > MUCH_ROOM * (setting.right[before.column] - setting.left[before.column])
    first = line.text.split(maxsplit=1)[0]
    return room > (line.right - line.left) * len(first) / len(line.text) + WORD_SPACE * before.height


class Words:
    """The words of a document, which tell how one that is broken at the end of a line is written."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._known: Counter[str] | None = None
        self._hyphenates = False
        self._interrupts = False

    def joined(self, text: str, more: str) -> str:
        """`text` and the line after it; a hyphen between them goes where it surely only broke a word."""
        broken, rest = BROKEN.search(text), GOES_ON.match(more)
        if not broken or not rest:
            return f"{text} {more}"
        if broken["hyphen"] == "\u00ad":
            return text[:-1] + more
        if self._known is None:
            self._learn()
        first, second = broken["word"].casefold(), rest[0].casefold()
        known = self._known or Counter()
        if known[first + second]:
            return text[:-1] + more
        if known[f"{first}-{second}"]:
            return text + more
        if known[first] and known[second]:
            return f"{text} {more}" if self._interrupts else text + more
        sure = self._hyphenates and rest[0][0].islower()
        return (text[:-1] if sure else text) + more

    def _learn(self) -> None:
        """Read the words of all lines but those that are broken."""
        known: Counter[str] = Counter()
        pairs: list[str] = []
        for before, line, after in self._neighbours():
            text = line.text.casefold()
            end = BROKEN.search(text)
            start = GOES_ON.match(text) if before and BROKEN.search(before.text) else None
            if end and after and (rest := GOES_ON.match(after.text.casefold())):
                pairs.append(end["word"] + rest[0])
            known.update(WORD.findall(text, start.end() if start else 0, end.start() if end else len(text)))
        self._known = known
        self._hyphenates = any(known[pair] for pair in pairs)
        self._interrupts = sum(len(OPEN_DASH.findall(line.text)) for line in self._lines) >= OFTEN

    def _neighbours(self) -> Iterator[tuple[Line | None, Line, Line | None]]:
        padded = [None, *self._lines, None]
        for n, line in enumerate(self._lines):
            yield padded[n], line, padded[n + 2]
