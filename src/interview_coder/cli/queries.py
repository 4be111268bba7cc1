"""`queries`: saved expressions of the retrieval language."""

from __future__ import annotations

import click

from interview_coder.cli.commands import Group
from interview_coder.cli.session import Session, command_options, listing_options
from interview_coder.services import saved_queries


@click.group(cls=Group, help="queries", invoke_without_command=True)
@listing_options
def queries(*, session: Session) -> None:
    """`queries`: the list, when no subcommand follows."""
    ctx = click.get_current_context()
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            session.show(saved_queries.queries_table(project))


@queries.command(help="queries_save")
@click.argument("name")
@click.argument("expression", metavar="EXPR")
@command_options
def save(*, session: Session, name: str, expression: str) -> None:
    """`queries save`: keep an expression under a name."""
    with session.open() as project:
        session.show(saved_queries.save_query(project, session.coder(project), name, expression))


@queries.command(help="queries_remove")
@click.argument("name")
@command_options
def remove(*, session: Session, name: str) -> None:
    """`queries remove`: forget one."""
    with session.open() as project:
        session.show(saved_queries.remove_query(project, session.coder(project), name))
