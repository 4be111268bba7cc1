"""`recode`, `uncode` and `star`: changes to single codings."""

from __future__ import annotations

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Session, listing_options

_SHOWN = ("id", "transcript", "code", "coder", "star", "quote")


@click.command(cls=Command, help="recode")
@click.argument("ids", metavar="CODING…", nargs=-1, required=True)
@click.argument("code", metavar="CODE")
@listing_options
def recode(*, session: Session, ids: tuple[str, ...], code: str) -> None:
    """`recode`: another code in place of that of some codings."""
    from interview_coder.services import recoding

    with session.open() as project:
        session.show(recoding.recode(project, session.coder(project), ids, code), columns=_SHOWN)


@click.command(cls=Command, help="uncode")
@click.argument("ids", metavar="CODING…", nargs=-1, required=True)
@listing_options
def uncode(*, session: Session, ids: tuple[str, ...]) -> None:
    """`uncode`: take codings away."""
    from interview_coder.services import recoding

    with session.open() as project:
        session.show(recoding.uncode(project, session.coder(project), ids), columns=_SHOWN)


@click.command(cls=Command, help="star")
@click.argument("ids", metavar="CODING…", nargs=-1, required=True)
@click.option("--off", is_flag=True, cls=Translated, help="opt_star_off")
@listing_options
def star(*, session: Session, ids: tuple[str, ...], off: bool) -> None:
    """`star`: mark codings, or take the mark away."""
    from interview_coder.services import recoding

    with session.open() as project:
        session.show(recoding.star(project, session.coder(project), ids, on=not off), columns=_SHOWN)
