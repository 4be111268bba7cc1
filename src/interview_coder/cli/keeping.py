"""`backup`, `restore` and `doctor`."""

from __future__ import annotations

import click

from interview_coder.cli import people
from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.listings import Table
from interview_coder.errors import ProjectFileError
from interview_coder.services import keeping
from interview_coder.store.backup import backups


@click.command(cls=Command, help="backup")
@click.option("--list", "listing", is_flag=True, cls=Translated, help="opt_list_backups")
@listing_options
def backup(*, session: Session, listing: bool) -> None:
    """`backup`: make one, or list them."""
    if listing:
        path = session.path()
        session.show(people.backups(backups(path)) if session.for_people else keeping.list_backups(path))
        return
    with session.open() as project:
        session.show(keeping.back_up(project))


@click.command(cls=Command, help="restore")
@click.argument("name", metavar="[BACKUP]", required=False)
@click.option("--reapply", is_flag=True, cls=Translated, help="opt_reapply")
@listing_options
def restore(*, session: Session, name: str | None, reapply: bool) -> None:
    """`restore`: bring one back."""
    session.show(keeping.restore(session.path(), name, reapply=reapply))


@click.command(cls=Command, help="doctor")
@click.option("--rebuild", is_flag=True, cls=Translated, help="opt_rebuild")
@listing_options
def doctor(*, session: Session, rebuild: bool) -> None:
    """`doctor`: look everything over; exit 1 when the project file is in trouble."""
    try:
        path = session.path()
    except ProjectFileError:
        if session.project is not None:
            raise
        session.show(keeping.examine(None, rebuild=False))
        return
    project, trouble = keeping.open_or_explain(path)
    if project is None or trouble is not None:
        session.show(Table(keeping.COLUMNS, (*keeping.examine(None, rebuild=False).rows, trouble or ())))
        raise click.exceptions.Exit(1)
    with project:
        table = keeping.examine(project, rebuild=rebuild)
    session.show(table)
    if keeping.unsound(table):
        raise click.exceptions.Exit(1)
