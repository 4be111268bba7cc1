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
@click.option(
    "--from", "source", type=click.Path(path_type=Path, readable=False), metavar="FILE", cls=Translated, help="opt_from"
)
@click.option("--split-codes", "split", metavar="SIGN", cls=Translated, help="opt_split_codes")
@click.option("--dry-run", is_flag=True, cls=Translated, help="opt_dry_run")
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
    split: str | None,
    dry_run: bool,
) -> None:
    """`code`: put one code on one passage, or all codings of a file."""
    from interview_coder.services.coding import code_passage
    from interview_coder.services.retrieving import chosen_codings

    if source is not None:
        if transcript is not None:
            raise click.UsageError(t("cli.code_or_from"))
        _from_file(session, source, split or None, dry_run=dry_run)
        return
    if split is not None or dry_run:
        raise click.UsageError(t("cli.code_only_from"))
    if transcript is None or start is None or end is None or name is None:
        raise click.UsageError(t("cli.code_needs"))
    with session.open() as project:
        identifier = code_passage(project, session.coder(project), transcript, (start, end), name, memo)
        session.show(chosen_codings(project, [identifier]), columns=("id", "transcript", "code", "coder", "quote"))


def _from_file(session: Session, source: Path, split: str | None, *, dry_run: bool) -> None:
    from interview_coder.domain.listings import Table
    from interview_coder.services.bulk_coding import code_from_file, would_code
    from interview_coder.services.retrieving import chosen_codings

    with session.open() as project:
        if dry_run:
            session.show(
                would_code(project, session.coder(project), source, split),
                columns=("transcript", "start", "end", "code", "coder", "new", "quote"),
            )
            return
        done = code_from_file(project, session.coder(project), source, split)
        if session.for_people:
            counts = (len(done.ids), done.new, len(done.ids) - done.new)
            session.show(Table(("rows", "new", "known"), (counts,), notes=done.notes))
        else:
            session.show(chosen_codings(project, done.ids))
