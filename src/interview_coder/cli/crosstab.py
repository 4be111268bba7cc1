"""`crosstab`: codes by the values of an attribute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.plotting import plot_option, show
from interview_coder.cli.selecting import selection_options, suppress_option
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.crosstab import CASES, MEASURES
from interview_coder.locale import t
from interview_coder.services.selecting import Selection

if TYPE_CHECKING:
    from interview_coder.formats.plots.charts import Chart


@click.command(cls=Command, help="crosstab")
@click.argument("attribute", metavar="ATTRIBUTE")
@click.option("--count", "measure", type=click.Choice(MEASURES), default=CASES, cls=Translated, help="opt_cross_count")
@click.option("--rows", "by_rows", is_flag=True, cls=Translated, help="opt_row_shares")
@click.option("--columns", "by_columns", is_flag=True, cls=Translated, help="opt_column_shares")
@click.option("--group", "groups", multiple=True, metavar="NAME=VALUE|VALUE", cls=Translated, help="opt_group")
@click.option("--bins", metavar="CUTS", cls=Translated, help="opt_bins")
@suppress_option("opt_suppress")
@click.option("--wide", is_flag=True, cls=Translated, help="opt_wide")
@plot_option
@selection_options(roll_up="opt_roll_up")
@listing_options
def crosstab(
    *,
    session: Session,
    attribute: str,
    measure: str,
    by_rows: bool,
    by_columns: bool,
    groups: tuple[str, ...],
    bins: str | None,
    suppress: int | None,
    wide: bool,
    plot: Path | None,
    selection: Selection,
) -> None:
    """`crosstab`: counts, shares and tests by group."""
    from interview_coder.services import crosstab_tables
    from interview_coder.services.crossing import crossing

    if by_rows and by_columns:
        raise click.UsageError(t("cli.rows_or_columns"))
    if suppress and selection.roll_up:
        raise click.UsageError(t("cli.suppress_rolled_up"))
    asked = crosstab_tables.ROWS if by_rows else crosstab_tables.COLUMNS if by_columns else None
    share = asked or crosstab_tables.default_share(measure)
    with session.open() as project:
        found = crossing(
            project, attribute, measure=measure, selection=selection, bins=bins, groups=groups, suppress=suppress
        )
        if wide:
            table = crosstab_tables.wide_table(found, share)
        elif session.for_people:
            table = crosstab_tables.page(found, share)
        else:
            table = crosstab_tables.long_table(found)

        def chart() -> Chart:
            from interview_coder.services.crosstab_charts import crosstab_chart

            return crosstab_chart(found, share, selection)

        show(session, table, plot, chart)
