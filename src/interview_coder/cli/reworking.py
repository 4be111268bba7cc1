"""`codebook add`, `move`, `merge`, `split` and the other commands that rework a codebook; codings follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interview_coder.cli import people
from interview_coder.cli.code_fields import NONE, colour, text_options
from interview_coder.cli.commands import Command, Translated
from interview_coder.cli.selecting import selection_options
from interview_coder.cli.session import Session, listing_options
from interview_coder.domain.codebook import LISTS, TEXTS
from interview_coder.locale import t
from interview_coder.services import reworking
from interview_coder.services.selecting import Selection

if TYPE_CHECKING:
    from interview_coder.services.reworking import Planner

_DRY_RUN = click.option("--dry-run", is_flag=True, cls=Translated, help="opt_would_change")
_BEFORE = click.option("--before", metavar="CODE", cls=Translated, help="opt_before")
_AFTER = click.option("--after", metavar="CODE", cls=Translated, help="opt_after")


def _command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A decorator for a subcommand that takes `--dry-run` and prints what changed."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        return click.command(cls=Command, name=name, help=f"codebook_{name}")(listing_options(_DRY_RUN(function)))

    return decorate


def _carry_out(session: Session, planner: Planner, *, dry_run: bool) -> None:
    with session.open() as project:
        done = reworking.carry_out(project, session.coder(project), planner, dry_run=dry_run)
    table = people.reworked(done) if session.for_people else reworking.table(done)
    session.show(replace(table, caption=t("rework.dry_run")) if dry_run else table)


@_command("add")
@click.argument("path")
@text_options(*TEXTS, *LISTS)
@click.option("--colour", "hue", metavar="RRGGBB", cls=Translated, help="opt_code_colour")
@click.option("--shortcut", metavar="KEY", cls=Translated, help="opt_code_shortcut")
@_BEFORE
@_AFTER
def add(
    *,
    session: Session,
    path: str,
    texts: dict[str, dict[str, object]],
    hue: str | None,
    shortcut: str | None,
    before: str | None,
    after: str | None,
    dry_run: bool,
) -> None:
    """`codebook add`: one more code."""
    _refuse_both(before, after)
    marks = {"colour": colour(hue) if hue else None, "shortcut": shortcut}
    given = {name: {language: text for language, text in found.items() if text} for name, found in texts.items()}
    _carry_out(session, reworking.adding(path, {**given, **marks}, before, after), dry_run=dry_run)


@_command("define")
@click.argument("code", metavar="CODE")
@text_options(*TEXTS, *LISTS)
def define(*, session: Session, code: str, texts: dict[str, dict[str, object]], dry_run: bool) -> None:
    """`codebook define`: other texts for a code."""
    if not texts:
        raise click.UsageError(t("cli.define_needs"))
    planner = reworking.changing(code, lambda _, found: reworking.with_texts(found, texts))
    _carry_out(session, planner, dry_run=dry_run)


@_command("rename")
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@text_options("label")
def rename(*, session: Session, code: str, name: str, texts: dict[str, dict[str, object]], dry_run: bool) -> None:
    """`codebook rename`: another last name for a code."""
    _carry_out(session, reworking.renaming(code, name, texts.get("label", {})), dry_run=dry_run)


@_command("move")
@click.argument("code", metavar="CODE")
@click.argument("parent", metavar="PARENT", required=False)
@_BEFORE
@_AFTER
def move(
    *, session: Session, code: str, parent: str | None, before: str | None, after: str | None, dry_run: bool
) -> None:
    """`codebook move`: another place for a code and what lies below it."""
    _refuse_both(before, after)
    if parent is None and before is None and after is None:
        raise click.UsageError(t("cli.move_needs"))
    _carry_out(session, reworking.moving(code, parent, before, after), dry_run=dry_run)


@_command("merge")
@click.argument("codes", metavar="CODE…", nargs=-1, required=True)
@click.argument("target", metavar="INTO")
def merge(*, session: Session, codes: tuple[str, ...], target: str, dry_run: bool) -> None:
    """`codebook merge`: one code out of several."""
    _carry_out(session, reworking.merging(codes, target), dry_run=dry_run)


@_command("split")
@click.argument("code", metavar="CODE")
@click.argument("new", metavar="NEW")
@click.option("--coding", "ids", multiple=True, metavar="ID", cls=Translated, help="opt_coding")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    cls=Translated,
    help="opt_ids_from",
)
@selection_options(within_code=True)
def split(
    *,
    session: Session,
    code: str,
    new: str,
    ids: tuple[str, ...],
    source: Path | None,
    selection: Selection,
    dry_run: bool,
) -> None:
    """`codebook split`: chosen codings of a code get another one."""
    from interview_coder.services.choosing import ids_in
    from interview_coder.services.splitting import splitting

    if not ids and source is None and selection == Selection():
        raise click.UsageError(t("cli.split_needs"))
    named = None if not ids and source is None else (*ids, *(ids_in(source) if source else ()))
    _carry_out(session, splitting(code, new, selection, named), dry_run=dry_run)


@_command("recolour")
@click.argument("code", metavar="CODE")
@click.argument("hue", metavar="RRGGBB")
def recolour(*, session: Session, code: str, hue: str, dry_run: bool) -> None:
    """`codebook recolour`: another colour for a code."""
    _carry_out(session, reworking.changing(code, lambda _, found: replace(found, colour=colour(hue))), dry_run=dry_run)


@_command("shortcut")
@click.argument("code", metavar="CODE")
@click.argument("key", metavar="KEY")
def shortcut(*, session: Session, code: str, key: str, dry_run: bool) -> None:
    """`codebook shortcut`: another key for a code."""
    wanted = None if key in NONE else key
    _carry_out(session, reworking.changing(code, lambda _, found: replace(found, shortcut=wanted)), dry_run=dry_run)


@_command("retire")
@click.argument("code", metavar="CODE")
def retire(*, session: Session, code: str, dry_run: bool) -> None:
    """`codebook retire`: no new codings for a code."""
    _carry_out(session, reworking.retiring(code, retired=True), dry_run=dry_run)


@_command("unretire")
@click.argument("code", metavar="CODE")
def unretire(*, session: Session, code: str, dry_run: bool) -> None:
    """`codebook unretire`: new codings again."""
    _carry_out(session, reworking.retiring(code, retired=False), dry_run=dry_run)


@click.command(cls=Command, help="codebook_reviewed")
@click.argument("code", metavar="CODE")
@click.option("--coding", "ids", multiple=True, metavar="ID", cls=Translated, help="opt_coding")
@click.option("--coder", "of", metavar="NAME", cls=Translated, help="opt_reviewed_coder")
@listing_options
def reviewed(*, session: Session, code: str, ids: tuple[str, ...], of: str | None) -> None:
    """`codebook reviewed`: outdated codings were read again and stay."""
    from interview_coder.services.recoding import confirm

    with session.open() as project:
        session.show(confirm(project, session.coder(project), code, ids, of))


def _refuse_both(before: str | None, after: str | None) -> None:
    if before is not None and after is not None:
        raise click.UsageError(t("cli.before_or_after"))


SUBCOMMANDS = (add, define, rename, move, merge, split, recolour, shortcut, retire, unretire, reviewed)
