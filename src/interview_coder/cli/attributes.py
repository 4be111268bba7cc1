"""`attributes`: what is known of the cases, from tables, by hand and from names of files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interview_coder.cli.commands import Group, Translated
from interview_coder.cli.session import Session, command_options, listing_options
from interview_coder.domain.cases import TYPES
from interview_coder.domain.display import safe
from interview_coder.domain.listings import Table
from interview_coder.errors import RefusedError
from interview_coder.locale import t

if TYPE_CHECKING:
    from interview_coder.services.attribute_plans import Plan, Wishes

MOST_NAMED = 40
_FILE = click.Path(path_type=Path, readable=False)
_TYPE = click.option("--type", "type_", type=click.Choice(TYPES), required=True, cls=Translated, help="opt_attr_type")
_CHOICES = click.option("--choices", default="", metavar="A,B,…", cls=Translated, help="opt_attr_choices")

_PREFER = click.option("--prefer", type=click.Choice(["first", "last"]), cls=Translated, help="opt_attr_prefer")


@click.group(cls=Group, help="attributes", invoke_without_command=True)
@listing_options
def attributes(*, session: Session) -> None:
    """`attributes`: the list, when no subcommand follows."""
    from interview_coder.services.attributes import attributes_table

    ctx = click.get_current_context()
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        with session.open() as project:
            session.show(attributes_table(project))


@attributes.command(help="attributes_cases")
@listing_options
def cases(*, session: Session) -> None:
    """`attributes cases`: one row a case."""
    from interview_coder.services.attributes import cases_table

    with session.open() as project:
        session.show(cases_table(project))


@attributes.command(name="import", help="attributes_import")
@click.argument("file", type=_FILE)
@click.option("--column", metavar="NAME", cls=Translated, help="opt_attr_column")
@click.option("--case-column", metavar="NAME", cls=Translated, help="opt_attr_case_column")
@click.option("--type", "types", multiple=True, metavar="NAME=TYPE", cls=Translated, help="opt_attr_types")
@click.option("--only", default="", metavar="A,B,…", cls=Translated, help="opt_attr_only")
@click.option("--missing", default="", metavar="A,B,…", cls=Translated, help="opt_attr_missing")
@click.option("--match", "matches", multiple=True, metavar="ROW=TRANSCRIPT", cls=Translated, help="opt_attr_match")
@click.option("--accept-doubtful", "accept", is_flag=True, cls=Translated, help="opt_attr_accept")
@click.option("--skip-doubtful", "skip", is_flag=True, cls=Translated, help="opt_attr_skip")
@_PREFER
@click.option("--all-rows", is_flag=True, cls=Translated, help="opt_attr_all_rows")
@click.option("--dry-run", is_flag=True, cls=Translated, help="opt_dry_run")
@listing_options
def import_(
    *,
    session: Session,
    file: Path,
    types: Sequence[str],
    only: str,
    missing: str,
    matches: Sequence[str],
    dry_run: bool,
    **rest: Any,  # noqa: ANN401 - the other wishes, as they are
) -> None:
    """`attributes import`: show what each row means, ask what is doubtful, take the rest in."""
    from interview_coder.services.attribute_import import import_attributes
    from interview_coder.services.attribute_plans import Wishes, plan

    words, columns = _listed(missing), _listed(only)
    wishes = Wishes(types=_pairs(types), only=columns, missing=words, matches=_pairs(matches), **rest)
    with session.open() as project:
        if not dry_run and session.for_people and sys.stdin.isatty():
            first = plan(project, file, wishes)
            click.echo(safe(_matched(first)), err=True)
            wishes = _asked(first, wishes)  # rows first: they decide what can contradict
            wishes = _asked(plan(project, file, wishes), wishes)
        made = plan(project, file, wishes) if dry_run else None
        if made is None:
            made = import_attributes(project, session.coder(project), file, wishes)
    session.show(_plan_table(made, dry_run=dry_run))


def _plan_table(made: Plan, *, dry_run: bool) -> Table:
    """One row a row of the table: what it means and how sure that is; below, the columns as they were understood."""
    rows = tuple((row.line, row.cell, row.sure, ", ".join(row.names) or None, row.case) for row in made.rows)
    notes = [t("attributes.guessed", column=made.column or made.case_column)]
    notes += [_described(one, made) for one in made.attributes]
    left_out = [row.cell or str(row.line) for row in made.rows if row.case is None]
    if left_out:
        notes.append(t("attributes.left_out", count=len(left_out), rows=_few(left_out)))
    if made.without:
        notes.append(t("attributes.without", count=len(made.without), names=_few(made.without)))
    if dry_run:
        from interview_coder.services.attribute_import import contradicted

        notes += [*(contradicted(one) for one in made.contradictions), *made.bad]
    caption = t("attributes.planned" if dry_run else "attributes.taken_in", cases=len(made.values), rows=len(rows))
    return Table(
        ("line", "row", "match", "transcript", "case"),
        rows,
        caption=caption,
        notes=(*notes, *made.replaced, *made.warnings),
    )


def _matched(made: Plan) -> str:
    """How sure the rows are, before questions about some of them."""
    counts = Counter(row.sure for row in made.rows)
    listed = ", ".join(f"{sure} {count}" for sure, count in counts.items())
    return f"{t('attributes.guessed', column=made.column or made.case_column)} {t('attributes.sure', counts=listed)}"


def _few(names: Sequence[str]) -> str:
    """The names, of very many the first."""
    more = t("attributes.and_more", count=len(names) - MOST_NAMED) if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _described(attribute: Any, made: Plan) -> str:  # noqa: ANN401 - an Attribute; its module loads on use
    known = sum(attribute.name in cells for cells in made.values.values())
    choices = f" ({', '.join(attribute.choices)})" if attribute.choices else ""
    return t("attributes.column", name=attribute.name, type=attribute.type + choices, known=known, all=len(made.values))


def _asked(made: Plan, wishes: Wishes) -> Wishes:
    """`wishes` with what the user answers to each doubtful row and contradiction; interrupted, nothing is changed."""
    answers = {}
    for row in made.doubts:
        question = t("attributes.ask_row", line=row.line, cell=row.cell)
        chosen = _choose(question, row.names)
        answers[row.line] = row.names[chosen - 1] if chosen else ""
    values = {}
    if not made.doubts:
        for one in made.contradictions:
            said = list(dict.fromkeys(one.values.values()))
            chosen = _choose(t("attributes.ask_value", case=one.case, name=one.column), said)
            values[one.case, one.column] = said[chosen - 1] if chosen else ""
    return replace(wishes, answers={**wishes.answers, **answers}, values={**wishes.values, **values})


def _choose(question: str, answers: Sequence[str]) -> int:
    click.echo(safe(question), err=True)
    for number, answer in enumerate(answers, 1):
        click.echo(safe(f"  {number}  {answer}"), err=True)
    click.echo(safe(f"  0  {t('attributes.none_of_them')}"), err=True)
    while True:
        said: str = click.prompt(t("attributes.number"), err=True)
        if said.strip().isdecimal() and int(said) <= len(answers):
            return int(said)
        click.echo(t("attributes.no_number", most=len(answers)), err=True)


@attributes.command(name="set", help="attributes_set")
@click.argument("target", metavar="CASE_OR_TRANSCRIPT")
@click.argument("pairs", metavar="NAME=VALUE...", nargs=-1, required=True)
@click.option("--new", is_flag=True, cls=Translated, help="opt_attr_new")
@command_options
def set_(*, session: Session, target: str, pairs: Sequence[str], new: bool) -> None:
    """`attributes set`: values of one case by hand."""
    from interview_coder.services.attributes import set_values
    from interview_coder.store.cases import people

    wanted = _pairs(pairs)
    with session.open() as project:
        case = set_values(project, session.coder(project), target, wanted, new=new)
        shown = people(project).named_values(case)
    session.show(Table(("case", "attributes"), ((case.name, shown),)))


@attributes.command(help="attributes_add")
@click.argument("name")
@_TYPE
@_CHOICES
@command_options
def add(*, session: Session, name: str, type_: str, choices: str) -> None:
    """`attributes add`: an attribute without values."""
    from interview_coder.services.attributes import add as added

    with session.open() as project:
        _show(session, added(project, session.coder(project), name, type_, _listed(choices)))


@attributes.command(help="attributes_rename")
@click.argument("name")
@click.argument("new_name")
@command_options
def rename(*, session: Session, name: str, new_name: str) -> None:
    """`attributes rename`: another name."""
    from interview_coder.services.attributes import rename as renamed

    with session.open() as project:
        _show(session, renamed(project, session.coder(project), name, new_name))


@attributes.command(help="attributes_retype")
@click.argument("name")
@_TYPE
@_CHOICES
@command_options
def retype(*, session: Session, name: str, type_: str, choices: str) -> None:
    """`attributes retype`: the values read anew."""
    from interview_coder.services.attributes import retype as retyped

    with session.open() as project:
        _show(session, retyped(project, session.coder(project), name, type_, _listed(choices)))


@attributes.command(help="attributes_remove")
@click.argument("name")
@command_options
def remove(*, session: Session, name: str) -> None:
    """`attributes remove`: with its values, until undone."""
    from interview_coder.services.attributes import remove as removed

    with session.open() as project:
        count = removed(project, session.coder(project), name)
    session.show(Table(("attribute", "cases"), ((name, count),)))


@attributes.command(help="attributes_assign")
@click.argument("case")
@click.argument("transcripts", metavar="TRANSCRIPT...", nargs=-1, required=True)
@click.option("--speaker", metavar="NAME", cls=Translated, help="opt_attr_speaker")
@_PREFER
@command_options
def assign(*, session: Session, case: str, transcripts: Sequence[str], speaker: str | None, prefer: str | None) -> None:
    """`attributes assign`: which interviews, or which speaker, are this case."""
    from interview_coder.services.attributes import assign as assigned

    with session.open() as project:
        count = assigned(project, session.coder(project), case, transcripts, speaker, prefer)
    session.show(Table(("case", "transcripts"), ((case, count),)))


@attributes.command(name="from-names", help="attributes_from_names")
@click.argument("pattern")
@_PREFER
@click.option("--dry-run", is_flag=True, cls=Translated, help="opt_dry_run")
@listing_options
def from_names(*, session: Session, pattern: str, prefer: str | None, dry_run: bool) -> None:
    """`attributes from-names`: values that stand in the names of transcripts."""
    from interview_coder.services.attributes_from_names import apply_names, notes_on, values_from_names

    with session.open() as project:
        found = values_from_names(project, pattern)
        notes = notes_on(project, found)
        if not dry_run:
            apply_names(project, session.coder(project), found, prefer)
    rows = tuple((name, dict(values)) for name, values in found.items())
    session.show(Table(("transcript", "attributes"), rows, notes=notes))


def _show(session: Session, attribute: Any) -> None:  # noqa: ANN401 - an Attribute
    row = (attribute.name, attribute.type, list(attribute.choices))
    session.show(Table(("attribute", "type", "choices"), (row,)))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE pairs; the value may be empty."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals):
            raise RefusedError(t("cli.no_pair", value=text), t("cli.no_pair_hint"))
        found[name.strip()] = value.strip()
    return found
