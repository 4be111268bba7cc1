"""`transcripts`, `codings`, `frequencies` and `search`: listings of what the project holds."""

from __future__ import annotations

import click

from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.frequencies import MEASURES
from interview_coder.locale import t
from interview_coder.services.retrieving import (
    Selection,
    codings_table,
    search_table,
    transcripts_table,
)


@click.command(help=t("cli.transcripts"))
@listing_options
def transcripts(*, session: Session) -> None:
    """`transcripts`: one row an interview."""
    with session.open() as project:
        session.show(
            transcripts_table(project),
            columns=("name", "language", "words", "turns", "sentences", "codings", "coders"),
        )


@click.command(help=t("cli.codings"))
@click.option("--code", "wanted", metavar="CODE", help=t("cli.opt_only_code"))
@click.option("--coder", metavar="NAME", help=t("cli.opt_only_coder"))
@click.option("--transcript", metavar="TRANSCRIPT", help=t("cli.opt_only_transcript"))
@click.option("--roll-up", is_flag=True, help=t("cli.opt_below"))
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


@click.command(help=t("cli.frequencies"))
@click.option("--by", default="code", metavar="KEYS", help=t("cli.opt_by"))
@click.option("--count", "measure", type=click.Choice(MEASURES), default="codings", help=t("cli.opt_count"))
@click.option("--roll-up", is_flag=True, help=t("cli.opt_roll_up"))
@click.option("--unused", is_flag=True, help=t("cli.opt_unused"))
@click.option("--code", "wanted", metavar="CODE", help=t("cli.opt_only_code"))
@click.option("--coder", metavar="NAME", help=t("cli.opt_only_coder"))
@click.option("--transcript", metavar="TRANSCRIPT", help=t("cli.opt_only_transcript"))
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


@click.command(help=t("cli.search"))
@click.argument("query", metavar="QUERY")
@click.option("--transcript", metavar="TRANSCRIPT", help=t("cli.opt_only_transcript"))
@click.option("--kwic", is_flag=True, help=t("cli.opt_kwic"))
@listing_options
def search(*, session: Session, query: str, transcript: str | None, kwic: bool) -> None:
    """`search`: keyword in context."""
    del kwic
    with session.open() as project:
        session.show(
            search_table(project, query, transcript=transcript),
            columns=("transcript", "turn", "speaker", "left", "match", "right"),
        )
