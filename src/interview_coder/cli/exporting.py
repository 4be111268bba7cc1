"""`export`: tables, corpora and documents to files."""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.selecting import selection_options
from interview_coder.cli.session import Session, command_options
from interview_coder.domain.listings import Table
from interview_coder.locale import t
from interview_coder.services import exporting
from interview_coder.services.selecting import Selection

_LONGEST_NOTE = 500


@click.command(cls=Command, help="export")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option("--what", type=click.Choice(list(exporting.WRITERS)), cls=Translated, help="opt_what")
@click.option("--kind", metavar="KIND", cls=Translated, help="opt_kind")
@click.option("--unit", metavar="UNIT", cls=Translated, help="opt_matrix_unit")
@click.option("--asides", metavar="drop|mark|keep", cls=Translated, help="opt_asides")
@click.option("--both-languages", is_flag=True, cls=Translated, help="opt_both_languages")
@selection_options()
@click.option("--excel-fr", is_flag=True, cls=Translated, help="opt_excel_fr")
@click.option("--raw", is_flag=True, cls=Translated, help="opt_raw")
@command_options
def export(
    *,
    session: Session,
    path: Path,
    what: str | None,
    kind: str | None,
    unit: str | None,
    asides: str | None,
    both_languages: bool,
    selection: Selection,
    excel_fr: bool,
    raw: bool,
) -> None:
    """`export`: write a file, and say what it holds and what did not fit."""
    order = exporting.placed_order(
        path,
        what,
        kind=kind,
        unit=unit,
        asides=asides,
        both_languages=both_languages,
        selection=selection,
        excel_fr=excel_fr,
        raw=raw,
    )
    with session.open() as project:
        written = exporting.export(project, order)
    row = (str(path), order.what, written.rows, list(written.notes))
    notes = tuple(shorten(note, _LONGEST_NOTE, placeholder=f" … {t('cli.more_in_json')}") for note in written.notes)
    session.show(Table(("file", "what", "rows", "notes"), (row,), notes=notes), columns=("file", "what", "rows"))
