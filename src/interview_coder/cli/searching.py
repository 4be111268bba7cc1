"""`search`: words and lemmas as keyword in context."""

from __future__ import annotations

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.selecting import selection_options
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.transcripts import INTERVIEWEE, INTERVIEWER
from interview_coder.services.searching import Sought, search_table
from interview_coder.services.selecting import Selection


@click.command(cls=Command, help="search")
@click.argument("query", metavar="QUERY")
@click.option("--lemma", is_flag=True, cls=Translated, help="opt_lemma")
@click.option("--kwic", is_flag=True, cls=Translated, help="opt_kwic")
@click.option("--role", type=click.Choice((INTERVIEWER, INTERVIEWEE)), cls=Translated, help="opt_only_role")
@click.option("--not-code", metavar="CODE", cls=Translated, help="opt_not_code")
@selection_options()
@listing_options
def search(
    *,
    session: Session,
    query: str,
    lemma: bool,
    kwic: bool,
    role: str | None,
    not_code: str | None,
    selection: Selection,
) -> None:
    """`search`: keyword in context."""
    del kwic
    with session.open() as project:
        session.show(
            search_table(project, Sought(query, lemma, role, not_code), selection),
            columns=("transcript", "turn", "speaker", "left", "match", "right"),
        )
