"""`show`: one transcript with its codings in the margin."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator
from typing import Any

import click

from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table
from interview_coder.domain.wrapping import wrap
from interview_coder.locale import t
from interview_coder.services import retrieving

_NAME, _MEASURE, _GAP = 16, 72, "  "


@click.command(help=t("cli.show"))
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
    """The lines of a transcript for people: speaker and time at the left, codes at the right of where they begin."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    heading = safe(str(found["name"]))
    yield click.style(heading, bold=True) if colour else heading
    block = _Blocks(found, colour=colour)
    at = 0
    for turn in found["turns"]:
        yield from block.lines("", at, turn["header"]["start"] if turn["header"] else turn["start"])
        yield ""
        yield from block.lines(_gutter(turn), turn["start"], turn["end"], dim=turn["role"] == "interviewer")
        at = turn["end"]
    yield from block.lines("", at, len(found["text"]))


class _Blocks:
    """Sets stretches of one text, from its beginning to its end, with each coding at the first line that can show it.

    That is the line on which the coding begins, or the next one when it begins in a header or between lines.
    """

    def __init__(self, found: dict[str, Any], *, colour: bool) -> None:
        self._text = found["text"]
        self._waiting = deque(sorted(found["codings"], key=lambda coding: coding["start"]))
        self._gutter = max((len(_gutter(turn)) for turn in found["turns"]), default=0) + len(_GAP)
        self._colour = colour

    def lines(self, gutter: str, start: int, end: int, *, dim: bool = False) -> Iterator[str]:
        """The lines of one stretch, `gutter` beside the first of them."""
        left = gutter
        for line_start, line_end in wrap(self._text, start, end, _MEASURE):
            shown = safe(self._text[line_start:line_end]).rstrip()
            if shown or left != gutter:
                yield self._line(left.ljust(self._gutter), shown, self._codes(line_end), dim=dim)
                left = ""

    def _codes(self, end: int) -> str:
        codes = []
        while self._waiting and self._waiting[0]["start"] < end:
            coding = self._waiting.popleft()
            codes.append(f"{coding['code']} ({coding['coder']})")
        return safe(", ".join(codes))

    def _line(self, left: str, shown: str, codes: str, *, dim: bool) -> str:
        margin = f"{' ' * (_MEASURE - len(shown))}{_GAP}| {codes}" if codes else ""
        if self._colour:
            left, shown = click.style(left, bold=True), click.style(shown, dim=dim)
            margin = click.style(margin, fg="cyan")
        return f"{left}{shown}{margin}".rstrip()


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
