"""`transcripts`, `codings`, `frequencies` and `search`: listings of what the project holds."""

from __future__ import annotations

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.frequencies import MEASURES
from interview_coder.locale import t
from interview_coder.services.retrieving import (
    Selection,
    codings_table,
    search_table,
    transcripts_table,
)


@click.command(cls=Command, help="transcripts")
@listing_options
def transcripts(*, session: Session) -> None:
    """`transcripts`: one row an interview."""
    with session.open() as project:
        session.show(
            transcripts_table(project),
            columns=("name", "language", "words", "turns", "sentences", "codings", "coders"),
        )


@click.command(cls=Command, help="codings")
@click.option("--code", "wanted", metavar="CODE", cls=Translated, help="opt_only_code")
@click.option("--coder", metavar="NAME", cls=Translated, help="opt_only_coder")
@click.option("--transcript", metavar="TRANSCRIPT", cls=Translated, help="opt_only_transcript")
@click.option("--roll-up", is_flag=True, cls=Translated, help="opt_below")
@listing_options
def codings(
    *,
    session: Session,
    wanted: str | None,
    coder: str | None,
    transcript: str | None,
    roll_up: bool,
) -> None:
    """`codings`: one row a coding."""
    with session.open() as project:
        session.show(
            codings_table(project, Selection(wanted, roll_up, coder, transcript)),
            columns=("transcript", "turn", "speaker", "code", "coder", "quote"),
        )


@click.command(cls=Command, help="frequencies")
@click.option("--by", default="code", metavar="KEYS", cls=Translated, help="opt_by")
@click.option("--count", "measure", type=click.Choice(MEASURES), default="codings", cls=Translated, help="opt_count")
@click.option("--roll-up", is_flag=True, cls=Translated, help="opt_roll_up")
@click.option("--unused", is_flag=True, cls=Translated, help="opt_unused")
@click.option("--code", "wanted", metavar="CODE", cls=Translated, help="opt_only_code")
@click.option("--coder", metavar="NAME", cls=Translated, help="opt_only_coder")
@click.option("--transcript", metavar="TRANSCRIPT", cls=Translated, help="opt_only_transcript")
@listing_options
def frequencies(
    *,
    session: Session,
    by: str,
    measure: str,
    roll_up: bool,
    unused: bool,
    wanted: str | None,
    coder: str | None,
    transcript: str | None,
) -> None:
    """`frequencies`: counts for any crossing."""
    from interview_coder.services import counting

    keys = tuple(key.strip() for key in by.split(",") if key.strip())
    if len(set(keys)) < len(keys):
        raise click.UsageError(t("cli.by_twice"))
    if unused and keys != ("code",):
        raise click.UsageError(t("cli.unused_crossed"))
    with session.open() as project:
        table = counting.frequencies(
            project,
            by=keys,
            measure=measure,
            roll_up=roll_up,
            unused=unused,
            selection=Selection(wanted, roll_up, coder, transcript),
        )
        session.show(table)


@click.command(cls=Command, help="search")
@click.argument("query", metavar="QUERY")
@click.option("--transcript", metavar="TRANSCRIPT", cls=Translated, help="opt_only_transcript")
@click.option("--kwic", is_flag=True, cls=Translated, help="opt_kwic")
@listing_options
def search(*, session: Session, query: str, transcript: str | None, kwic: bool) -> None:
    """`search`: keyword in context."""
    del kwic
    with session.open() as project:
        session.show(
            search_table(project, query, transcript=transcript),
            columns=("transcript", "turn", "speaker", "left", "match", "right"),
        )
