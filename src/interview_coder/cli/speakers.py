"""`speakers`: who speaks, and correcting it."""

from __future__ import annotations

import click

from interview_coder.cli.commands import Group, Translated
from interview_coder.cli.session import Session, command_options, listing_options
from interview_coder.domain.listings import Table
from interview_coder.services.correcting import merge_speakers, set_role
from interview_coder.services.retrieving import speakers_table

ROLES = ("interviewer", "interviewee")
_ONLY = click.option("--transcript", metavar="TRANSCRIPT", cls=Translated, help="opt_only_transcript")


@click.group(cls=Group, help="speakers", invoke_without_command=True)
@listing_options
def speakers(*, session: Session) -> None:
    """`speakers`: the list, when no subcommand follows."""
    ctx = click.get_current_context()
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            session.show(speakers_table(project))


@speakers.command(help="speakers_merge")
@click.argument("spelling")
@click.argument("name")
@_ONLY
@command_options
def merge(*, session: Session, spelling: str, name: str, transcript: str | None) -> None:
    """`speakers merge`: two spellings become one speaker."""
    with session.open() as project:
        count = merge_speakers(project, session.coder(project), spelling, name, transcript)
    session.show(Table(("speaker", "same_as", "transcripts"), ((spelling, name, count),)))


@speakers.command(help="speakers_role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@_ONLY
@command_options
def role(*, session: Session, name: str, role: str, transcript: str | None) -> None:
    """`speakers role`: who asks and who answers."""
    with session.open() as project:
        count = set_role(project, session.coder(project), name, role, transcript)
    session.show(Table(("speaker", "role", "transcripts"), ((name, role, count),)))
