"""`history`, `undo` and `redo`."""

from __future__ import annotations

import click

from interview_coder.cli import people
from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Session, command_options, listing_options
from interview_coder.services import histories


@click.command(cls=Command, help="history")
@click.option("--last", type=click.IntRange(min=1), metavar="N", cls=Translated, help="opt_last")
@listing_options
def history(*, session: Session, last: int | None) -> None:
    """`history`: one row a step."""
    with session.open() as project:
        table = histories.history_table(project, last)
    session.show(people.history(table) if session.for_people else table)


@click.command(cls=Command, help="undo")
@command_options
def undo(*, session: Session) -> None:
    """`undo`: take back the last step of who acts."""
    with session.open() as project:
        session.show(histories.told(project, histories.undo(project, session.coder(project))))


@click.command(cls=Command, help="redo")
@command_options
def redo(*, session: Session) -> None:
    """`redo`: put back what was undone last."""
    with session.open() as project:
        session.show(histories.told(project, histories.redo(project, session.coder(project))))
