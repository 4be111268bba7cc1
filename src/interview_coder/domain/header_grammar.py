"""What a speaker's header can look like at the start of a line: one pattern, and the candidates it finds.

A candidate only has the form of a header. Whether it is one is decided in `headers`, over the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from interview_coder.domain.names import is_not_speech

_BLANK = r"[ \u00a0\u2007\u2009\u202f]"
_SPACE = r"[ \t\u00a0\u2007\u2009\u202f]"
CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
_LOOSE_CLOCK = rf"\d{{1,3}}{_SPACE}?:{_SPACE}?\d{{1,2}}(?:{_SPACE}?:{_SPACE}?\d{{1,2}})?(?:[.,]\d{{1,3}})?"
_DASH = rf"{_BLANK}*+(?:-->|[-‐‑‒–—―−~→\t]|to\b|à){_SPACE}*+"
_BARE = rf"{CLOCK}(?:{_DASH}{CLOCK})?"
# Brackets tell that it is a time, so that spaces inside do no harm; f4 writes #00:12:34-5#.
MARKED_TIME = rf"[\[(<{{#]{_SPACE}*+{_LOOSE_CLOCK}(?:{_DASH}{_LOOSE_CLOCK})?(?:-\d)?{_SPACE}*+[\])>}}#]"
_TIME = rf"(?:{MARKED_TIME}|{_BARE})"
_END = rf"(?={_SPACE}*+$)"
_CELL_END = rf"(?={_SPACE}*+$|{_BLANK}*+\t)"

_WORD = r"[^\W_][\w\u0300-\u036f'’.\-]*+"
_LATER_WORD = rf"{_BLANK}*+(?:(?<={_BLANK})|[|&/+]{_BLANK}*+)(?!{_BARE}{_CELL_END}){_WORD}"
_ASIDE = rf"(?:{_BLANK}*+\((?!{_SPACE}*+\d{{1,3}}{_SPACE}?:)[^()\n]{{1,40}}\))?"
_NAME = rf"(?!\d)(?>{_WORD}(?:{_LATER_WORD}){{0,5}}){_ASIDE}"
_SQUARE_NAME = rf"(?!{_LOOSE_CLOCK}{_SPACE}*+[\]\-–])(?=[^\[\]\n]{{0,80}}?[^\W\d_])[^\[\]\n]{{1,80}}+"
_STARS = r"[*_]*+"

# Possessive quantifiers keep the cost of hostile lines proportional to their length.
_HEADER = re.compile(
    rf"""
    ^(?P<lead>(?:[ \t\u00a0\u202f>*_•\-–—]++|\#++(?!\d))*+)
    (?:(?P<before>{_TIME}){_STARS}
        (?:{_SPACE}*+\n(?:{_SPACE}*+\n)?{_SPACE}*+|{_SPACE}*+[-–—|:]?{_SPACE}*+){_STARS})?
    (?:\\?\[{_SPACE}*+(?P<square>{_SQUARE_NAME})\]|(?P<plain>{_NAME}))
    {_STARS}
    (?:{_SPACE}*+[,|·\-–—]?{_SPACE}*+(?P<after>{MARKED_TIME}|{_BARE}{_CELL_END}))?
    {_STARS}
    (?:(?P<colon>{_SPACE}*+[:\uff1a](?!//)|{_BLANK}*+\t(?={_SPACE}*+\S))|(?(square)|(?(after)|{_END})))
    {_STARS}
    (?={_SPACE}*+(?:
        (?P<late>{MARKED_TIME}|\d{{1,3}}:\d\d:\d\d(?:[.,]\d{{1,3}})?{_END})
        |\n{_SPACE}*+(?P<below>{MARKED_TIME}|{_BARE}{_END})
    )?)
    (?P<alone>{_END})?
    """,
    re.MULTILINE | re.VERBOSE,
)
_CLOCKS = re.compile(
    rf"(\d{{1,3}}){_SPACE}?:{_SPACE}?(\d{{1,2}})(?:{_SPACE}?:{_SPACE}?(\d{{1,2}}))?(?:[.,](\d{{1,3}})|-(\d)#)?"
)
_ASIDE_AT_END = re.compile(rf"{_SPACE}*\(([^()\n]*)\)$")
_TIME_LINE = re.compile(rf"{_SPACE}*{_TIME}{_SPACE}*")
STAMP = rf"#{CLOCK}-\d#"
_STAMP_AT_END = re.compile(rf"{STAMP}\Z")
_LONGEST_STAMP = 20
_LAST_OF_TIME = frozenset("0123456789])>}#")


class Candidate(NamedTuple):
    """A stretch of text that has the form of a header.

    `start`, `end` span it, with its time and decoration and without white space around it; `time` is its time
    or range of times as written, or empty. `strong` forms have a colon, or a name and a time on one line, or
    a bracketed name alone on its line; weak ones are a bracketed name before speech and a name alone on its
    line. `dress` says how it is written: the headers of one file are usually written alike.
    """

    name: str
    start: int
    end: int
    time: str
    strong: bool
    bracketed: bool
    dress: str


def candidates(text: str) -> Iterator[Candidate]:
    """Everything in `text` with the form of a header, in order of where it starts."""
    for match in _HEADER.finditer(text):
        after = match["after"]
        if not (after and after[0] == "#" and match["colon"] is None):  # f4 ends paragraphs so: this is speech
            yield _candidate(match)


def _candidate(match: re.Match[str]) -> Candidate:
    lead, before, square, plain, after, colon, late, below, alone = match.groups()
    written = match.group()
    time = before or after or late or below or ""
    # A time on the line above, or below, a bare name may be one between two lines of speech.
    beside = after or (before and "\n" not in written)
    return Candidate(
        name=_clean(square or plain),
        start=match.end("lead") - len(lead.lstrip()),
        end=max(match.start() + len(written.rstrip()), match.end("late"), match.end("below")),
        time=time,
        strong=bool(colon or (beside and (after or square or alone is not None)) or (square and alone is not None)),
        bracketed=square is not None,
        dress=("[]" if square else "") + ("t" if time else "") + ("*" if "*" in written or "#" in lead else ""),
    )


@lru_cache(maxsize=4096)
def _clean(name: str) -> str:
    """The name with inner white space folded and without decoration; `Anna (rit)` is Anna."""
    name = " ".join(name.split()).strip("*_\\ ")
    aside = _ASIDE_AT_END.search(name) if name.endswith(")") else None
    return name[: aside.start()] if aside and is_not_speech(aside[1]) else name


def times(time: str) -> tuple[int | None, int | None]:
    """The first and the second time written in `time`, in milliseconds, None for those that are not there."""
    first, second, *_ = [_milliseconds(*clock) for clock in _CLOCKS.findall(time)] + [None, None]
    return first, second


def _milliseconds(high: str, middle: str, low: str, fraction: str, tenth: str) -> int:
    """Milliseconds of `high:middle:low`, or of `high:middle` in minutes and seconds; f4 writes tenths at the end."""
    seconds = int(high) * 60 + int(middle)
    if low:
        seconds = seconds * 60 + int(low)
    return seconds * 1000 + int((fraction or tenth).ljust(3, "0"))


def speech_end(text: str, start: int, end: int) -> int:
    """Where the speech between a header's `end` (here `start`) and `end` stops.

    White space, lines that are only a time, and the stamps with which f4 ends a paragraph are cut off it.
    """
    while True:
        end = start + len(text[start:end].rstrip())
        if text[end - 1] not in _LAST_OF_TIME:
            return end
        line = text.rfind("\n", start, end) + 1
        stamp = _STAMP_AT_END.search(text, max(start, end - _LONGEST_STAMP), end)
        if line and _TIME_LINE.fullmatch(text, line, end):
            end = line
        elif stamp:
            end = stamp.start()
        else:
            return end
