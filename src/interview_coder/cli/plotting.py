"""`--plot FILE`, for listings that can be drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_coder.cli.commands import Translated

if TYPE_CHECKING:
    from interview_coder.cli.session import Session
    from interview_coder.domain.listings import Table
    from interview_coder.formats.plots.charts import Chart


def _checked(_ctx: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None:
        from interview_coder.services.plotting import check_target

        check_target(path)
    return path


plot_option = click.option(
    "--plot",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    callback=_checked,
    cls=Translated,
    help="opt_plot",
)


def show(
    session: Session,
    table: Table,
    plot: Path | None,
    chart: Callable[[], Chart],
    *,
    columns: tuple[str, ...] = (),
) -> None:
    """Draw `chart` into the file `plot`, if one is asked for, and print `table`, as `Session.show` does.

    The listing is printed too when the figure cannot be drawn; what stood in the way is raised after it.
    """
    try:
        if plot is not None:
            from interview_coder.services.plotting import draw

            draw(chart(), plot)
    finally:
        session.show(table, columns=columns)
