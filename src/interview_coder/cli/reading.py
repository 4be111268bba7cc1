"""`transcripts`, `codings` and `frequencies`: listings of what the project holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.plotting import plot_option, show
from interview_coder.cli.selecting import selection_options, suppress_option
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.frequencies import MEASURES
from interview_coder.locale import t
from interview_coder.services.retrieving import codings_table, transcripts_table
from interview_coder.services.selecting import Selection

if TYPE_CHECKING:
    from interview_coder.formats.plots.charts import Chart


@click.command(cls=Command, help="transcripts")
@click.option("--where", multiple=True, metavar="ATTR=VALUE", cls=Translated, help="opt_where")
@listing_options
def transcripts(*, session: Session, where: tuple[str, ...]) -> None:
    """`transcripts`: one row an interview."""
    with session.open() as project:
        session.show(
            transcripts_table(project, where),
            columns=("name", "language", "words", "turns", "sentences", "codings", "coders"),
        )


@click.command(cls=Command, help="codings")
@click.option("--outdated", is_flag=True, cls=Translated, help="opt_outdated")
@selection_options()
@listing_options
def codings(*, session: Session, selection: Selection, outdated: bool) -> None:
    """`codings`: one row a coding."""
    columns: tuple[str, ...] = ("transcript", "turn", "speaker", "code", "coder", "quote")
    with session.open() as project:
        if outdated:
            from interview_coder.services.outdated import COLUMN, outdated_table

            session.show(outdated_table(project, selection), columns=("id", COLUMN, *columns))
        else:
            session.show(codings_table(project, selection), columns=columns)


@click.command(cls=Command, help="frequencies")
@click.option("--by", default="code", metavar="KEYS", cls=Translated, help="opt_by")
@click.option("--count", "measure", type=click.Choice(MEASURES), default="codings", cls=Translated, help="opt_count")
@click.option("--unused", is_flag=True, cls=Translated, help="opt_unused")
@suppress_option("opt_suppress_transcripts")
@plot_option
@selection_options(roll_up="opt_roll_up")
@listing_options
def frequencies(
    *,
    session: Session,
    by: str,
    measure: str,
    unused: bool,
    suppress: int | None,
    plot: Path | None,
    selection: Selection,
) -> None:
    """`frequencies`: counts for any crossing."""
    from interview_coder.services import counting

    keys = tuple(key.strip() for key in by.split(",") if key.strip())
    if len(set(keys)) < len(keys):
        raise click.UsageError(t("cli.by_twice"))
    if unused and keys != ("code",):
        raise click.UsageError(t("cli.unused_crossed"))
    if suppress and selection.roll_up:
        raise click.UsageError(t("cli.suppress_rolled_up"))
    with session.open() as project:
        table = counting.frequencies(
            project,
            by=keys,
            measure=measure,
            roll_up=selection.roll_up,
            unused=unused,
            selection=selection,
            suppress=suppress,
        )

        def chart() -> Chart:
            from interview_coder.services.frequency_charts import frequencies_chart

            return frequencies_chart(project, table, measure, selection)

        show(session, table, plot, chart)
