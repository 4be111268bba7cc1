"""`show`: one transcript with its codings in the margin."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table
from interview_coder.domain.wrapping import wrap
from interview_coder.locale import t
from interview_coder.services import retrieving

_GUTTER, _MEASURE, _MARGIN = 14, 72, 3


@click.command(help=t("cli.show"))
@click.argument("transcript")
@listing_options
def show(*, session: Session, transcript: str) -> None:
    with session.open() as project:
        found = retrieving.show(project, transcript)
    if session.output is None and session.format in (None, "table"):
        for line in _page(found):
            click.echo(line)
        return
    session.show(Table(tuple(found), (tuple(found.values()),)))


def _page(found: dict[str, Any]) -> Iterator[str]:
    """The lines of a transcript for people: speaker and time at the left, codes at the right of where they begin."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    yield click.style(safe(str(found["name"])), bold=True) if colour else safe(str(found["name"]))
    at = 0
    for turn in found["turns"]:
        before = turn["header"]["start"] if turn["header"] else turn["start"]
        yield from _block("", found, at, before, colour=colour)
        yield ""
        gutter = f"{turn['speaker'] or ''} {_clock(turn['start_ms'])}".strip()
        yield from _block(gutter, found, turn["start"], turn["end"], colour=colour, dim=turn["role"] == "interviewer")
        at = turn["end"]
    yield from _block("", found, at, len(found["text"]), colour=colour)


def _block(
    gutter: str, found: dict[str, Any], start: int, end: int, *, colour: bool, dim: bool = False
) -> Iterator[str]:
    text = found["text"]
    first = True
    for line_start, line_end in wrap(text, start, end, _MEASURE):
        shown = safe(text[line_start:line_end]).rstrip()
        if not shown and first:
            continue
        codes = ", ".join(
            f"{c['code']} ({c['coder']})" for c in found["codings"] if line_start <= c["start"] < line_end
        )
        left = safe(gutter if first else "")[: _GUTTER - 1].ljust(_GUTTER)
        margin = f"{' ' * (_MEASURE + _MARGIN - len(shown))}| {safe(codes)}" if codes else ""
        if colour:
            left, shown = click.style(left, bold=True), click.style(shown, dim=dim)
            margin = click.style(margin, fg="cyan")
        yield f"{left}{shown}{margin}".rstrip()
        first = False


def _clock(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"  # noqa: PLR2004
