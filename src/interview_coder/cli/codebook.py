"""`codebook`: show, check, export, import, diff, and the commands that rework it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interview_coder.cli import people, reworking
from interview_coder.cli.commands import Group, Translated
from interview_coder.cli.session import Session, command_options, listing_options
from interview_coder.domain.listings import Table
from interview_coder.locale import language, t
from interview_coder.services import codebook_files, codebooks
from interview_coder.services.finding import codebook_of
from interview_coder.store import listings

if TYPE_CHECKING:
    from interview_coder.domain.codebook import Codebook
    from interview_coder.domain.codebook_diff import Change
    from interview_coder.services.codebook_files import Found

_FILE = click.Path(path_type=Path, readable=False)


@click.group(cls=Group, help="codebook", invoke_without_command=True)
@listing_options
def codebook(*, session: Session) -> None:
    """`codebook`: the tree, when no subcommand follows."""
    ctx = click.get_current_context()
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        _show(session, retired=False)


@codebook.command(help="codebook_show")
@click.option("--retired", is_flag=True, cls=Translated, help="opt_retired")
@listing_options
def show(*, session: Session, retired: bool) -> None:
    """`codebook show`: the tree with counts."""
    _show(session, retired=retired)


def _show(session: Session, *, retired: bool) -> None:
    with session.open() as project:
        if session.for_people:
            table = codebooks.for_people(project, language(), retired=retired)
        else:
            table = codebooks.codebook_table(project, retired=retired)
    session.show(table)


@codebook.command(help="codebook_check")
@click.argument("file", required=False, type=_FILE)
@click.option("--write-ids", is_flag=True, cls=Translated, help="opt_write_ids")
@listing_options
def check(*, session: Session, file: Path | None, write_ids: bool) -> None:
    """`codebook check`: what is wrong with a codebook; exit 1 for errors."""
    if file is None and write_ids:
        raise click.UsageError(t("cli.write_ids_needs_file"))
    if file is not None:
        if write_ids:
            codebook_files.write_ids(file)
        found = codebooks.findings(codebook_files.read(file, language()).codebook)
    else:
        with session.open() as project:
            found = codebooks.findings(codebook_of(project))
    rows = tuple((f.severity, f.kind, f.path, f.other, f.message) for f in found)
    session.show(Table(("severity", "kind", "path", "other", "message"), rows))
    if any(f.severity == "error" for f in found):
        raise click.exceptions.Exit(1)


@codebook.command(help="codebook_export")
@click.argument("file", type=_FILE)
@click.option("--excel-fr", "french", is_flag=True, cls=Translated, help="opt_excel_fr")
@command_options
def export(*, session: Session, file: Path, french: bool) -> None:
    """`codebook export`: write YAML, or a table for a spreadsheet."""
    with session.open() as project:
        count = codebook_files.export(project, file, excel_fr=french)
    session.show(Table(("file", "codes"), ((str(file), count),)))


@codebook.command(name="import", help="codebook_import")
@click.argument("file", metavar="NAME_OR_FILE")
@click.option("--dry-run", is_flag=True, cls=Translated, help="opt_dry_run")
@listing_options
def import_(*, session: Session, file: str, dry_run: bool) -> None:
    """`codebook import`: take a YAML file over."""
    with session.open() as project:
        wanted = codebook_files.named(file, language(), project)
        current = listings.codebook(project)
        if dry_run:
            found: Sequence[Change] = codebooks.planned(project, wanted.codebook)
        else:
            found = codebooks.apply_codebook(project, wanted.codebook, session.coder(project))
    _show_changes(session, found, current, wanted)


@codebook.command(help="codebook_edit")
@listing_options
def edit(*, session: Session) -> None:
    """`codebook edit`: the whole codebook in the user's editor."""
    from interview_coder.cli.editor import open_in_editor
    from interview_coder.services.codebook_editing import edit_codebook

    with session.open() as project:
        found, before, after = edit_codebook(project, session.coder(project), open_in_editor)
    _show_changes(session, found, before, codebook_files.Found(after))


@codebook.command(help="codebook_diff")
@click.argument("file", metavar="NAME_OR_FILE")
@listing_options
def diff(*, session: Session, file: str) -> None:
    """`codebook diff`: what an import would change."""
    with session.open() as project:
        wanted = codebook_files.named(file, language(), project)
        _show_changes(session, codebooks.changes(project, wanted.codebook), listings.codebook(project), wanted)


def _show_changes(session: Session, found: Sequence[Change], old: Codebook | None, new: Found) -> None:
    people_read = session.for_people
    table = people.changes(found, old, new.codebook) if people_read else codebooks.changes_table(found)
    session.show(replace(table, notes=new.notes))


for _command in reworking.SUBCOMMANDS:
    codebook.add_command(_command)
