"""`show`: one transcript with its codings in the margin."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from itertools import zip_longest
from textwrap import fill
from typing import Any

import click

from interview_coder.cli.commands import Command
from interview_coder.cli.render import coloured, terminal_width
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table
from interview_coder.domain.wrapping import wrap
from interview_coder.services import retrieving

_NAME, _MEASURE, _GAP, _BAR = 16, 72, "  ", "| "
_WIDE, _LEAST = 110, 20


@click.command(cls=Command, help="show")
@click.argument("transcript")
@listing_options
def show(*, session: Session, transcript: str) -> None:
    """`show`: one transcript, for people or programs."""
    with session.open() as project:
        found = retrieving.show(project, transcript)
    if session.for_people:
        for line in _page(found):
            click.echo(line)
        return
    session.show(Table(tuple(found), (tuple(found.values()),)))


def _page(found: dict[str, Any]) -> Iterator[str]:
    """The lines of a transcript for people: speaker and time at the left, codes where they begin."""
    colour = coloured(sys.stdout)
    yield _painted(safe(str(found["name"])), colour, bold=True)
    block = _Blocks(found, terminal_width(sys.stdout), colour=colour)
    at = 0
    for turn in found["turns"]:
        yield from block.lines("", at, turn["header"]["start"] if turn["header"] else turn["start"])
        yield ""
        yield from block.lines(_gutter(turn), turn["start"], turn["end"], dim=turn["role"] == "interviewer")
        at = turn["end"]
    yield from block.lines("", at, len(found["text"]))


class _Blocks:
    """Sets stretches of one text, from its beginning to its end, with each coding at the first line that can show it.

    That is the line on which the coding begins, or the next one when it begins in a header or between lines. Its code
    stands in the margin at the right, or in a terminal (`width`) of fewer than 110 columns under the line.
    """

    def __init__(self, found: dict[str, Any], width: int | None, *, colour: bool) -> None:
        self._text = found["text"]
        self._waiting = deque(sorted(found["codings"], key=lambda coding: coding["start"]))
        self._gutter = max((len(_gutter(turn)) for turn in found["turns"]), default=0) + len(_GAP)
        self._colour = colour
        self._beside = width is None or width >= _WIDE
        # A pipe has no width: there the margin takes what it needs.
        self._margin = None if width is None else width // 4
        self._measure = _MEASURE if width is None else max(width - self._gutter, _LEAST)
        if width is not None and self._beside:
            self._measure -= width // 4 + len(_GAP) + len(_BAR)

    def lines(self, gutter: str, start: int, end: int, *, dim: bool = False) -> Iterator[str]:
        """The lines of one stretch, `gutter` beside the first of them."""
        left = gutter
        for line_start, line_end in wrap(self._text, start, end, self._measure):
            shown = safe(self._text[line_start:line_end]).rstrip()
            if shown or left != gutter:
                yield from self._set(left, shown, self._codes(line_end), dim=dim)
                left = ""

    def _codes(self, end: int) -> str:
        codes = []
        while self._waiting and self._waiting[0]["start"] < end:
            coding = self._waiting.popleft()
            codes.append(f"{coding['code']} ({coding['coder']})")
        return safe(", ".join(codes))

    def _set(self, left: str, shown: str, codes: str, *, dim: bool) -> Iterator[str]:
        """One line of text with its codes, and lines for the codes that do not fit beside it."""
        room = self._margin if self._beside else self._measure - len(_BAR)
        notes = fill(codes, room, break_on_hyphens=False).split("\n") if codes and room else [codes]
        if not self._beside:
            yield self._line(left, shown, "", dim=dim)
            for note in filter(None, notes):
                yield " " * self._gutter + _painted(_BAR + note, self._colour, fg="cyan")
            return
        for text, note in zip_longest([shown], notes, fillvalue=""):
            yield self._line(left, text, note, dim=dim)
            left = ""

    def _line(self, left: str, shown: str, codes: str, *, dim: bool) -> str:
        margin = " " * (self._measure - len(shown) + len(_GAP)) if codes else ""
        name = _painted(left, self._colour, bold=True) + " " * (self._gutter - len(left))
        text = _painted(shown, self._colour, dim=True) if dim else shown
        return f"{name}{text}{margin}{_painted(_BAR + codes, self._colour, fg='cyan') if codes else ''}".rstrip()


def _painted(text: str, colour: bool, **style: Any) -> str:  # noqa: ANN401 - click's own
    """`text` in a style where there are colours; nothing around an empty text."""
    return click.style(text, **style) if colour and text else text


def _gutter(turn: dict[str, Any]) -> str:
    """Who speaks, shortened if long, and when."""
    name, clock = safe(turn["speaker"] or ""), _clock(turn["start_ms"])
    name = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
    return f"{name} {clock}".strip()


def _clock(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"  # noqa: PLR2004
