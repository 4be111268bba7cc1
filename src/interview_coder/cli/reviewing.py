"""`review`: codings that a correction changed or lost, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from interview_coder.cli.commands import Group, Translated
from interview_coder.cli.replacing import SHORT, excerpts, spelled
from interview_coder.cli.session import Session, command_options, listing_options
from interview_coder.domain.listings import Table
from interview_coder.locale import t

if TYPE_CHECKING:
    from interview_coder.services.reviewing import Item
    from interview_coder.store.project import Project

COLUMNS = ("coding", "transcript", "outcome", "code", "coder", "old", "new", "candidates")
_ONLY = click.option("--transcript", metavar="TRANSCRIPT", cls=Translated, help="opt_only_transcript")


@click.group(cls=Group, help="review", invoke_without_command=True)
@_ONLY
@listing_options
def review(*, session: Session, transcript: str | None) -> None:
    """`review`: the list, when no subcommand follows."""
    ctx = click.get_current_context()
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        _list(session, transcript)


@review.command("list", help="review_list")
@_ONLY
@listing_options
def list_(*, session: Session, transcript: str | None) -> None:
    """`review list`: what waits, with candidates."""
    _list(session, transcript)


def _list(session: Session, transcript: str | None) -> None:
    from interview_coder.services.finding import code_paths
    from interview_coder.services.reviewing import review_list

    with session.open() as project:
        items = review_list(project, transcript)
        paths = code_paths(project)
    rows = tuple(_row(item, paths.get(item.place.code, item.place.code)) for item in items)
    table = Table(COLUMNS, rows, caption=t("review.count", count=len(rows)))
    session.show(_for_people(table) if session.for_people else table)


def _row(item: Item, code: str) -> tuple[object, ...]:
    candidates = [
        {"n": n, **(spelled(found) or {}), "similarity": round(similarity, 3)}
        for n, (found, similarity) in enumerate(item.candidates, 1)
    ]
    place = item.place
    facts = (place.coding, item.transcript.name, item.outcome, code, place.coder)
    return (*facts, spelled(item.old), spelled(item.new), candidates)


def _for_people(table: Table) -> Table:
    """Each coding with its old quote, and below it what it is on now and the numbered candidates."""
    columns = ("coding", "transcript", "outcome", "code", "coder", "place", "similarity", "quote")
    rows = tuple(line for row in table.rows for line in _lines(row))
    return replace(
        table, columns=columns, rows=rows, shares=frozenset({"similarity"}), notes=(t("review.how"),) if rows else ()
    )


def _lines(row: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    coding, *facts, old, new, candidates = row
    before, now = (_quote(old), "") if new is None else excerpts(_quote(old), _quote(new))
    yield (str(coding)[:SHORT], *facts, t("review.before"), None, before)
    empty = ("", "", "", "", "")
    if new is not None:
        yield (*empty, t("review.now"), None, now)
    for one in candidates if isinstance(candidates, list) else ():
        yield (*empty, str(one["n"]), one["similarity"], one["quote"])


def _quote(passage: object) -> str:
    return str(passage["quote"]) if isinstance(passage, dict) else ""


@review.command(help="review_keep")
@click.argument("codings", metavar="CODING...", nargs=-1)
@click.option("--all", "everything", is_flag=True, cls=Translated, help="opt_review_all")
@command_options
def keep(*, session: Session, codings: tuple[str, ...], everything: bool) -> None:
    """`review keep`: changed codings are right as they are."""
    from interview_coder.services import reviewing

    if bool(codings) == everything:
        raise click.UsageError(t("cli.review_keep_which"))
    with session.open() as project:
        _settled(session, project, reviewing.keep(project, session.coder(project), codings))


@review.command(help="review_take")
@click.argument("coding")
@click.argument("number", metavar="N", type=click.IntRange(min=1))
@command_options
def take(*, session: Session, coding: str, number: int) -> None:
    """`review take`: one of the candidates."""
    from interview_coder.services import reviewing

    with session.open() as project:
        _settled(session, project, [reviewing.take(project, session.coder(project), coding, number)])


@review.command(help="review_place")
@click.argument("coding")
@click.argument("start", type=int)
@click.argument("end", type=int)
@command_options
def place(*, session: Session, coding: str, start: int, end: int) -> None:
    """`review place`: a passage of one's own choice."""
    from interview_coder.services import reviewing

    with session.open() as project:
        _settled(session, project, [reviewing.place_at(project, session.coder(project), coding, (start, end))])


@review.command(help="review_drop")
@click.argument("codings", metavar="CODING...", nargs=-1, required=True)
@command_options
def drop(*, session: Session, codings: tuple[str, ...]) -> None:
    """`review drop`: codings removed."""
    from interview_coder.services import reviewing

    with session.open() as project:
        dropped = reviewing.drop(project, session.coder(project), codings)
    session.show(Table(("coding",), tuple((one,) for one in dropped)))


@review.command(help="review_follow")
@command_options
def follow(*, session: Session) -> None:
    """`review follow`: codings made on an older version."""
    from interview_coder.services import reviewing

    with session.open() as project:
        found = reviewing.follow_again(project, session.coder(project))
    rows = tuple((name, one.coding, one.outcome, spelled(one.old), spelled(one.new)) for name, one in found)
    session.show(Table(("transcript", "coding", "outcome", "old", "new"), rows))


def _settled(session: Session, project: Project, ids: list[str]) -> None:
    """The codings as they are listed now."""
    from interview_coder.services.retrieving import chosen_codings

    session.show(chosen_codings(project, ids), columns=("id", "transcript", "code", "coder", "quote"))
