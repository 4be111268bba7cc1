"""`new` and `demo`: making projects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Session, command_options
from interview_coder.locale import LANGUAGES, language, t


@click.command(cls=Command, help="new")
@click.argument("path", metavar="PROJECT", type=click.Path(path_type=Path, readable=False))
@click.option("--codebook", metavar="NAME_OR_FILE", cls=Translated, help="opt_codebook")
@click.option("--language", "study_language", type=click.Choice(LANGUAGES), cls=Translated, help="opt_study_language")
@command_options
def new(*, session: Session, path: Path, codebook: str | None, study_language: str | None) -> None:
    """Make an empty project file."""
    from interview_coder.domain.listings import Table
    from interview_coder.services.projects import create_project

    made = create_project(path, codebook=codebook, language=study_language or language(), coder=session.who)
    row = (str(made.path), made.codebook, made.coder)
    session.show(Table(("project", "codebook", "coder"), (row,), notes=made.notes))


@click.command(cls=Command, help="demo")
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(path_type=Path, readable=False),
    default="interview-coder-demo",
)
@click.option("--no-open", is_flag=True, cls=Translated, help="opt_no_open")
@command_options
def demo(*, session: Session, folder: Path, no_open: bool) -> None:
    """Make the sample project and print its code frequencies."""
    from interview_coder.services.counting import frequencies
    from interview_coder.services.demonstrating import make_demo
    from interview_coder.services.selecting import Selection

    del no_open
    made = make_demo(folder)
    with replace(session, project=made).open() as project:
        session.show(
            frequencies(project, by=("code",), measure="codings", roll_up=False, unused=False, selection=Selection())
        )
    click.echo(t("cli.demo_made", path=made), err=True)
