"""`import` and `prepare`: interviews in, sentences and lemmas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.session import Progress, Session, command_options, listing_options
from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table
from interview_coder.errors import RefusedError
from interview_coder.locale import LANGUAGES, t

if TYPE_CHECKING:
    from interview_coder.services.importing import Corrections, Outcome

COLUMNS = ("file", "transcript", "language", "words", "turns", "speakers", "share_in_turns", "warnings")
ROLES = ("interviewer", "interviewee")
_FILE = click.Path(path_type=Path, readable=False)


@click.command(cls=Command, help="import")
@click.argument(
    "paths", metavar="FILE_OR_FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False)
)
@click.option("--language", "spoken", type=click.Choice(LANGUAGES), cls=Translated, help="opt_language")
@click.option("--encoding", metavar="NAME", cls=Translated, help="opt_encoding")
@click.option("--same", multiple=True, metavar="SPELLING=NAME", cls=Translated, help="opt_same")
@click.option("--role", multiple=True, metavar="NAME=ROLE", cls=Translated, help="opt_role")
@click.option("--attributes", "table", type=_FILE, metavar="FILE", cls=Translated, help="opt_attributes")
@click.option("--dry-run", is_flag=True, cls=Translated, help="opt_dry_run")
@listing_options
def import_(
    *,
    session: Session,
    paths: tuple[Path, ...],
    spoken: str | None,
    encoding: str | None,
    same: Sequence[str],
    role: Sequence[str],
    table: Path | None,
    dry_run: bool,
) -> None:
    """`import`: take files in, or show what would come in; exit 1 when a file is bad."""
    from interview_coder.domain.ids import new_id
    from interview_coder.services.importing import files_of, warn_across_files

    corrections = replace(_corrections(same, role), language=spoken, encoding=encoding)
    if table is not None:
        from interview_coder.services.attribute_tables import read_table

        read_table(table)  # refused before the first interview comes in
    files, left_out = files_of(paths)
    if table is not None:
        from interview_coder.services.attribute_tables import read_table

        read_table(table)  # one that is none is refused before anything is taken in
    step = new_id()
    outcomes = warn_across_files(list(_outcomes(session, files, corrections, None if dry_run else step)), corrections)
    rows = tuple(_row(outcome) for outcome in outcomes if outcome.preview is not None)
    bad = [outcome.error for outcome in outcomes if outcome.error is not None]
    several = "_several" if len(outcomes) > len(files) else ""
    note = t(f"cli.{'would_import' if dry_run else 'imported'}{several}", count=len(rows), all=len(outcomes))
    listed = Table(COLUMNS, rows, caption=note, shares=frozenset({"share_in_turns"}))
    session.show(_for_people(listed) if session.for_people else listed)
    for error in bad:
        click.echo(f"error: {safe(str(error))}", err=True)
    if left_out:
        click.echo(safe(t("import.left_out", names=", ".join(path.name for path in left_out))), err=True)
    unsettled = table is not None and not dry_run and not _take_attributes(session, table, step)
    if bad or unsettled:
        raise click.exceptions.Exit(1)


def _take_attributes(session: Session, table: Path, step: str) -> bool:
    """Take the sure rows of a table of attributes in, within a step, and say which are not; whether all were sure."""
    from interview_coder.services.attribute_import import take_sure_rows

    with session.open() as project:
        left = take_sure_rows(project, session.coder(project), table, step)
    for sentence in left:
        click.echo(f"error: {safe(sentence)}", err=True)
    return not left


def _for_people(table: Table) -> Table:
    """The preview as people read it: who asks and who answers with their turns, and warnings file by file below."""
    rows, warnings = [], []
    for file, name, spoken, words, turns, speakers, share, found in table.rows:
        asking = _named(speakers, "interviewer")
        others = ", ".join(filter(None, (_named(speakers, "interviewee"), _named(speakers, None))))
        rows.append((name, spoken, words, turns, share, asking, others))
        short = Path(str(file)).name
        warnings += [warning if short in warning else f"{short}: {warning}" for warning in _list(found)]
    columns = ("transcript", "language", "words", "turns", "share_in_turns", "interviewer", "interviewee")
    return replace(table, columns=columns, rows=tuple(rows), notes=tuple(warnings))


def _named(speakers: object, role: str | None) -> str:
    return ", ".join(f"{s['name']} {s['turns']}" for s in _list(speakers) if s["role"] == role)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _outcomes(session: Session, files: list[Path], corrections: Corrections, step: str | None) -> Iterable[Outcome]:
    """What an import would do without a `step`; with one, do it."""
    from interview_coder.services.importing import import_files, preview_files

    progress = Progress()
    with session.open() as project:
        if step is None:
            yield from preview_files(project, files, corrections)
            return
        for outcomes in import_files(
            project,
            session.coder(project),
            files,
            corrections=corrections,
            progress=lambda done, all_: progress.say(t("cli.reading", done=done, all=all_)),
            step=step,
        ):
            yield from outcomes
    progress.clear()


def _row(outcome: Outcome) -> tuple[object, ...]:
    preview = outcome.preview
    if preview is None:
        raise AssertionError("only good files have a row")
    speakers = [{"name": s.name, "role": s.role, "turns": s.turns} for s in preview.speakers]
    return (
        *(str(outcome.path), preview.name, preview.language, preview.words, preview.turns, speakers),
        *(preview.share_in_turns, list(preview.warnings)),
    )


def _corrections(same: Sequence[str], role: Sequence[str]) -> Corrections:
    from interview_coder.services.importing import Corrections

    roles = dict(_pair(value) for value in role)
    for name, wanted in roles.items():
        if wanted not in ROLES:
            raise RefusedError(t("cli.unknown_role", name=name, role=wanted), t("cli.unknown_role_hint"))
    return Corrections(same_as=dict(_pair(value) for value in same), roles=roles)


def _pair(value: str) -> tuple[str, str]:
    left, equals, right = value.partition("=")
    if not (left.strip() and equals and right.strip()):
        raise RefusedError(t("cli.no_pair", value=value), t("cli.no_pair_hint"))
    return left.strip(), right.strip()


@click.command(cls=Command, help="prepare")
@click.argument("transcripts", metavar="[TRANSCRIPT...]", nargs=-1)
@command_options
def prepare(*, session: Session, transcripts: tuple[str, ...]) -> None:
    """`prepare`: sentences and lemmas."""
    from interview_coder.services.preparing import prepare_transcripts

    progress = Progress()
    with session.open() as project:
        done = prepare_transcripts(
            project,
            session.coder(project),
            transcripts,
            lambda number, all_, name: progress.say(t("cli.preparing", done=number, all=all_, name=name)),
        )
    progress.clear()
    rows = tuple((p.transcript, p.sentences, p.model, p.new) for p in done)
    session.show(Table(("transcript", "sentences", "model", "new"), rows))
