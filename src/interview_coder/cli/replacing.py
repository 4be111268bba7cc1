"""`replace` and `edit`: a corrected text in the place of a transcript's, with all its codings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace as changed
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.editor import open_in_editor
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.anchors import CHANGED, LOST, OUTCOMES
from interview_coder.domain.listings import Table
from interview_coder.locale import t

if TYPE_CHECKING:
    from interview_coder.services.following import Passage
    from interview_coder.services.replacing import Replacement
    from interview_coder.store.project import Project

COLUMNS = ("coding", "outcome", "old", "new")
SHORT, BESIDE = 8, 15


@click.command(cls=Command, help="replace")
@click.argument("transcript")
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--encoding", metavar="NAME", cls=Translated, help="opt_encoding")
@click.option("--force", is_flag=True, cls=Translated, help="opt_force_replace")
@click.option("--dry-run", is_flag=True, cls=Translated, help="opt_dry_run_replace")
@listing_options
def replace(*, session: Session, transcript: str, file: Path, encoding: str | None, force: bool, dry_run: bool) -> None:
    """`replace`: a file in the place of a transcript's text."""
    from interview_coder.services.replacing import replace_with_file

    with session.open() as project:
        done = replace_with_file(
            project, session.coder(project), transcript, file, encoding=encoding, force=force, dry_run=dry_run
        )
        _show(session, project, done, would=dry_run)


@click.command(cls=Command, help="edit")
@click.argument("transcript")
@listing_options
def edit(*, session: Session, transcript: str) -> None:
    """`edit`: a transcript's text in the user's editor."""
    from interview_coder.services.editing import edit as edit_text

    with session.open() as project:
        done = edit_text(project, session.coder(project), transcript, open_in_editor)
        _show(session, project, done, would=False)


def _show(session: Session, project: Project, done: Replacement, *, would: bool) -> None:
    if done.same:
        table = Table(COLUMNS, (), caption=t("replace.same", transcript=done.transcript))
    else:
        rows = tuple((one.coding, one.outcome, spelled(one.old), spelled(one.new)) for one in done.followed)
        table = Table(COLUMNS, rows, caption=_summary(done, would=would), notes=_notes(done, would=would))
    session.show(_for_people(project, table, done) if session.for_people else table)


def spelled(passage: Passage | None) -> dict[str, object] | None:
    """A passage as programs get it; None for none."""
    return None if passage is None else {"start": passage.start, "end": passage.end, "quote": passage.quote}


def _summary(done: Replacement, *, would: bool) -> str:
    counts = Counter(one.outcome for one in done.followed)
    return t(
        "replace.would_follow" if would else "replace.followed",
        transcript=done.transcript,
        percent=100 if done.similarity == 1 else min(99, round(100 * done.similarity)),
        **{outcome: counts[outcome] for outcome in OUTCOMES},
    )


def _notes(done: Replacement, *, would: bool) -> tuple[str, ...]:
    waiting = sum(one.waits for one in done.followed)
    review = (t("replace.to_review", count=waiting),) if waiting and not would else ()
    return (*done.warnings, *review)


def _for_people(project: Project, table: Table, done: Replacement) -> Table:
    """The changed and lost codings with their old and new quotes; what else happened is in the caption."""
    from interview_coder.services.finding import code_paths

    paths = code_paths(project)
    shown = [one for one in done.followed if one.outcome in (CHANGED, LOST)]
    rows = tuple(
        (
            *(one.coding[:SHORT], one.outcome, paths.get(one.code, one.code), one.coder),
            *(excerpts(one.old.quote, one.new.quote) if one.new else (one.old.quote, "")),
        )
        for one in shown
    )
    columns = ("coding", "outcome", "code", "coder", "old", "new")
    if rows:
        return changed(table, columns=columns, rows=rows)
    return changed(table, columns=("transcript",), rows=((done.transcript,),))


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Two quotes from shortly before to shortly behind what they differ in, so that narrow columns show it."""
    before = _alike(old, new)
    behind = _alike(old[before:][::-1], new[before:][::-1])
    return _excerpt(old, before, len(old) - behind), _excerpt(new, before, len(new) - behind)


def _alike(one: str, other: str) -> int:
    """With how many characters alike two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _excerpt(quote: str, start: int, end: int) -> str:
    low, high = max(0, start - BESIDE), min(len(quote), end + BESIDE)
    return ("…" if low else "") + quote[low:high] + ("…" if high < len(quote) else "")
