"""`cooccurrence`, `sequences`, `saturation` and `portrait`: how codes go together, follow, add up and lie."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.plotting import plot_option, show
from interview_coder.cli.render import terminal_width
from interview_coder.cli.selecting import selection_options
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.cooccurrence import COEFFICIENTS, LEVELS
from interview_coder.domain.portrait import SLICES
from interview_coder.domain.saturation import ORDERS, SEED
from interview_coder.domain.sequences import LONGEST, WITHIN
from interview_coder.services.selecting import Selection

if TYPE_CHECKING:
    from interview_coder.formats.plots.charts import Chart
    from interview_coder.services.unfolding import Picture

_FEW_ORDERS = 10
_LENGTHS = tuple(map(str, range(2, LONGEST + 1)))
_NARROWEST = 10


@click.command(cls=Command, help="cooccurrence")
@click.option("--within", "level", type=click.Choice(LEVELS), default="turn", cls=Translated, help="opt_level")
@click.option("--min", "least", type=click.IntRange(1), default=1, metavar="N", cls=Translated, help="opt_min")
@click.option("--coefficient", type=click.Choice(COEFFICIENTS), cls=Translated, help="opt_coefficient")
@click.option("--matrix", is_flag=True, cls=Translated, help="opt_matrix")
@click.option("--across-coders", is_flag=True, cls=Translated, help="opt_across_coders")
@plot_option
@selection_options(roll_up="opt_roll_up")
@listing_options
def cooccurrence(
    *,
    session: Session,
    level: str,
    least: int,
    coefficient: str | None,
    matrix: bool,
    across_coders: bool,
    plot: Path | None,
    selection: Selection,
) -> None:
    """`cooccurrence`: pairs of codes."""
    from interview_coder.services import pairing

    with session.open() as project:
        found = pairing.cooccurrence(
            project,
            level,
            selection=selection,
            coefficient=coefficient or COEFFICIENTS[0],
            least=least,
            across_coders=across_coders,
        )
        asked = coefficient is not None
        columns: tuple[str, ...] = ()
        if matrix:
            table = pairing.matrix_table(found, coefficients=asked)
        else:
            table = pairing.pairs_table(found, short=session.for_people)
            columns = ("a", "b", "n_a", "n_b", "n_both", "share_of_a", "share_of_b", found.coefficient)

        def chart() -> Chart:
            from interview_coder.services.pairing_charts import cooccurrence_chart

            return cooccurrence_chart(found, selection, coefficients=asked, least=least)

        show(session, table, plot, chart, columns=columns)


@click.command(cls=Command, help="sequences")
@click.option("--within", type=click.Choice(WITHIN), default="transcript", cls=Translated, help="opt_within")
@click.option("--length", type=click.Choice(_LENGTHS), default="2", cls=Translated, help="opt_length")
@click.option("--min", "least", type=click.IntRange(1), default=1, metavar="N", cls=Translated, help="opt_min")
@plot_option
@selection_options(roll_up="opt_roll_up")
@listing_options
def sequences(
    *, session: Session, within: str, length: str, least: int, plot: Path | None, selection: Selection
) -> None:
    """`sequences`: which code follows which."""
    from interview_coder.services import pairing

    with session.open() as project:
        found = pairing.sequences(project, within=within, length=int(length), least=least, selection=selection)
        table = pairing.sequences_table(found, short=session.for_people)

        def chart() -> Chart:
            from interview_coder.services.pairing_charts import sequences_chart

            return sequences_chart(project, found, selection, least=least)

        show(session, table, plot, chart)


@click.command(cls=Command, help="saturation")
@click.option("--order", default="import", metavar="ORDER", cls=Translated, help="opt_order")
@click.option("--level", type=click.Choice(("code", "top")), default="code", cls=Translated, help="opt_code_level")
@click.option(
    "--orders", type=click.IntRange(_FEW_ORDERS), default=ORDERS, metavar="N", cls=Translated, help="opt_orders"
)
@click.option("--seed", type=int, default=SEED, metavar="N", cls=Translated, help="opt_seed")
@click.option("--rules", is_flag=True, cls=Translated, help="opt_rules")
@plot_option
@selection_options(roll_up="opt_roll_up")
@listing_options
def saturation(
    *,
    session: Session,
    order: str,
    level: str,
    orders: int,
    seed: int,
    rules: bool,
    plot: Path | None,
    selection: Selection,
) -> None:
    """`saturation`: new codes per interview."""
    from interview_coder.services import unfolding

    with session.open() as project:
        curve = unfolding.saturation(project, selection=selection, order=order, level=level, orders=orders, seed=seed)
        table = unfolding.rules_table(curve) if rules else unfolding.curve_table(curve)

        def chart() -> Chart:
            from interview_coder.services.unfolding_charts import saturation_chart

            return saturation_chart(curve, selection, level=level)

        show(session, table, plot, chart, columns=() if rules else unfolding.CURVE[:-2])


@click.command(cls=Command, help="portrait")
@click.argument("transcript", metavar="TRANSCRIPT")
@click.option("--unit", type=click.Choice(("words", "turns")), default="words", cls=Translated, help="opt_unit")
@click.option("--slices", type=click.IntRange(1), metavar="N", cls=Translated, help="opt_slices")
@plot_option
@selection_options(roll_up="opt_roll_up")
@listing_options
def portrait(
    *, session: Session, transcript: str, unit: str, slices: int | None, plot: Path | None, selection: Selection
) -> None:
    """`portrait`: where along one interview the codes are."""
    from interview_coder.services import unfolding

    with session.open() as project:
        made = unfolding.portrait(project, transcript, selection=selection, unit=unit, slices=slices or SLICES)

        def chart() -> Chart:
            from interview_coder.services.unfolding_charts import portrait_chart

            return portrait_chart(made, selection)

        if not session.for_people:
            show(session, unfolding.portrait_table(made), plot, chart)
            return
        room = _room(made)
        if slices is None and room < SLICES:
            made = unfolding.portrait(project, transcript, selection=selection, unit=unit, slices=room)
        show(session, unfolding.portrait_page(made), plot, chart)


def _room(made: Picture) -> int:
    """How many characters of picture fit beside the other columns; a picture that is cut would tell lies."""
    from interview_coder.services.lineages import short_names

    width = terminal_width(sys.stdout)
    if width is None:
        return SLICES
    names = max(map(len, short_names(line.code for line in made.portrait.lines).values()), default=0)
    return max(_NARROWEST, width - names - len(f"  codings  {made.unit}  "))
