"""`export`: tables to files, by suffix."""

from __future__ import annotations

from pathlib import Path

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.selecting import selection_options
from interview_coder.cli.session import Session, command_options
from interview_coder.domain.listings import Table
from interview_coder.services import exporting
from interview_coder.services.selecting import Selection


@click.command(cls=Command, help="export")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--what", type=click.Choice(exporting.KINDS), default="codings", cls=Translated, help="opt_what")
@selection_options()
@click.option("--excel-fr", is_flag=True, cls=Translated, help="opt_excel_fr")
@click.option("--raw", is_flag=True, cls=Translated, help="opt_raw")
@command_options
def export(
    *,
    session: Session,
    path: Path,
    what: str,
    selection: Selection,
    excel_fr: bool,
    raw: bool,
) -> None:
    """`export`: write a table to a file."""
    exporting.check_target(path)
    with session.open() as project:
        table = exporting.table_for_export(project, what, selection)
    exporting.write_table(table, path, excel_fr=excel_fr, raw=raw)
    session.show(Table(("file", "what", "rows"), ((str(path), what, len(table.rows)),)))
