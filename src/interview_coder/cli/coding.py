"""`code`: one coding, or many from a file."""

from __future__ import annotations

from pathlib import Path

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Session, listing_options
from interview_coder.locale import t


@click.command(cls=Command, help="code")
@click.argument("transcript", required=False)
@click.argument("start", required=False, type=int)
@click.argument("end", required=False, type=int)
@click.argument("name", metavar="CODE", required=False)
@click.option("--memo", default="", metavar="TEXT", cls=Translated, help="opt_memo")
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", cls=Translated, help="opt_from")
@listing_options
def code(
    *,
    session: Session,
    transcript: str | None,
    start: int | None,
    end: int | None,
    name: str | None,
    memo: str,
    source: Path | None,
) -> None:
    """`code`: put one code on one passage, or all codings of a file."""
    from interview_coder.domain.listings import Table
    from interview_coder.services.coding import code_from_file, code_passage
    from interview_coder.services.retrieving import chosen_codings

    if source is not None:
        if transcript is not None:
            raise click.UsageError(t("cli.code_or_from"))
        with session.open() as project:
            done = code_from_file(project, session.coder(project), source)
            if session.for_people:
                counts = (len(done.ids), done.new, len(done.ids) - done.new)
                session.show(Table(("rows", "new", "known"), (counts,)))
            else:
                session.show(chosen_codings(project, done.ids))
        return
    if transcript is None or start is None or end is None or name is None:
        raise click.UsageError(t("cli.code_needs"))
    with session.open() as project:
        identifier = code_passage(project, session.coder(project), transcript, (start, end), name, memo)
        session.show(chosen_codings(project, [identifier]), columns=("id", "transcript", "code", "coder", "quote"))
