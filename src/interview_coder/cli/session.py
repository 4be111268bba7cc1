"""What every command shares: which project, who acts, in which format; the options are accepted everywhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from interview_coder.cli.commands import Translated
from interview_coder.domain.display import safe
from interview_coder.errors import ProjectFileError, UnknownNameError
from interview_coder.locale import LANGUAGES, set_language, t

if TYPE_CHECKING:
    from interview_coder.domain.listings import Table
    from interview_coder.store.project import Project

_NOTE = f"{__name__}.note"
FORMATS = ("table", "json", "csv", "jsonl")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Session:
    """The shared options of one call. None: not given."""

    project: Path | None = None
    who: str | None = None
    format: str | None = None
    output: Path | None = None
    excel_fr: bool = False
    raw: bool = False

    @property
    def for_people(self) -> bool:
        """Whether the listing is printed for a person to read, not for a program."""
        return self.output is None and self.format in (None, "table")

    def path(self) -> Path:
        """The project file: -p, else $INTERVIEW_CODER_PROJECT, else the only .icoder in this folder."""
        if self.project:
            return self.project
        named = os.environ.get("INTERVIEW_CODER_PROJECT")
        if named:
            return Path(named)
        here = sorted(Path().glob("*.icoder"))
        if len(here) == 1:
            return here[0]
        if here:
            names = ", ".join(path.name for path in here)
            raise ProjectFileError(t("cli.many_projects", names=names), t("cli.many_projects_hint"))
        raise ProjectFileError(t("cli.no_project"), t("cli.no_project_hint"))

    def open(self) -> Project:
        """The project, open; a context manager."""
        from interview_coder.store.project import Project

        return Project.open(self.path())

    def coder(self, project: Project) -> str:
        """Who acts: --as, else this machine's coder of the project.

        For a name that is new to the project, perhaps mistyped, a sentence is said once the command has succeeded.
        """
        if self.who is None:
            return project.default_coder
        from interview_coder.services.histories import newcomer

        click.get_current_context().meta[_NOTE] = newcomer(project, self.who)
        return self.who

    def show(self, table: Table, *, columns: tuple[str, ...] = ()) -> None:
        """Print a listing in the chosen format, or write it to the file of -o.

        In the format for people only `columns` are shown, if given.
        """
        if self.output is not None:
            from interview_coder.services.exporting import write_table

            write_table(table, self.output, excel_fr=self.excel_fr, raw=self.raw)
            return
        from interview_coder.cli.render import render

        render(table, self.format or "table", columns=columns, excel_fr=self.excel_fr, raw=self.raw)


_PATH = click.Path(path_type=Path, readable=False)
_SHARED = (
    click.option("-p", "--project", type=_PATH, metavar="PROJECT", cls=Translated, help="opt_project"),
    click.option("--as", "who", metavar="NAME", cls=Translated, help="opt_as"),
    click.option("--format", "format_", type=click.Choice(FORMATS), cls=Translated, help="opt_format"),
)
_LANGUAGE = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    is_eager=True,
    expose_value=False,
    callback=lambda _ctx, _option, value: set_language(value) if value else None,
    cls=Translated,
    help="opt_lang",
)
_OUTPUT = (
    click.option("-o", "--output", type=_PATH, metavar="FILE", cls=Translated, help="opt_output"),
    click.option("--excel-fr", is_flag=True, cls=Translated, help="opt_excel_fr"),
    click.option("--raw", is_flag=True, cls=Translated, help="opt_raw"),
)


def global_options(function: F) -> F:
    """The shared options before the command, as a `session` argument."""

    @wraps(function)
    def wrapper(*args: object, project: Path | None, who: str | None, format_: str | None, **rest: object) -> object:
        return function(*args, session=Session(project, _name(who), format_), **rest)

    decorated: Any = wrapper
    for option in reversed((*_SHARED, _LANGUAGE)):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def command_options(function: F) -> F:
    """The shared options after the command; what is given there wins. The command gets a `session` argument."""
    return _with_session(function, ())


def listing_options(function: F) -> F:
    """Like `command_options`, for commands that print a listing: also where and how to write it."""
    return _with_session(function, _OUTPUT)


def _with_session(function: F, options: tuple[Any, ...]) -> F:
    to_file = ("output", "excel_fr", "raw") if options else ()

    @wraps(function)
    def wrapper(*, project: Path | None, who: str | None, format_: str | None, **rest: Any) -> object:  # noqa: ANN401 - click decides
        ctx = click.get_current_context()
        before = ctx.obj if isinstance(ctx.obj, Session) else Session()
        session = replace(
            before,
            project=project or before.project,
            who=_name(who) or before.who,
            format=format_ or before.format,
            **{name: rest.pop(name) or getattr(before, name) for name in to_file},
        )
        result = function(session=session, **rest)
        if note := ctx.meta.pop(_NOTE, ""):
            click.echo(safe(note), err=True)
        return result

    decorated: Any = wrapper
    for option in reversed((*_SHARED, _LANGUAGE, *options)):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


def _name(who: str | None) -> str | None:
    """A coder's name without surrounding white space. Raises UnknownNameError when nothing is left."""
    if who is None:
        return None
    if not who.strip():
        raise UnknownNameError(t("cli.empty_name"), t("cli.empty_name_hint"))
    return " ".join(who.split())


class Progress:
    """One line on the terminal that long work rewrites; nothing when nobody watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Replace the line."""
        if self._shown:
            click.echo(f"\r\x1b[K{safe(text)}", nl=False, err=True)

    def clear(self) -> None:
        """Remove the line."""
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)
