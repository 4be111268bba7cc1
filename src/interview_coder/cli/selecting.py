"""The options that say which codings a listing is about, the same for every listing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from interview_coder.cli.commands import Translated
from interview_coder.cli.session import F
from interview_coder.domain.suppression import DEFAULT
from interview_coder.services.selecting import Selection

_OPTIONS = (
    click.option("--code", "only_code", metavar="CODE", cls=Translated, help="opt_only_code"),
    click.option("--coder", "only_coder", metavar="NAME", cls=Translated, help="opt_only_coder"),
    click.option("--transcript", "only_transcript", metavar="TRANSCRIPT", cls=Translated, help="opt_only_transcript"),
    click.option("--query", "only_query", metavar="EXPR", cls=Translated, help="opt_query"),
    click.option("--where", multiple=True, metavar="ATTR=VALUE", cls=Translated, help="opt_where"),
)


def suppress_option(what: str) -> Callable[[F], F]:
    """A decorator that gives a command `--suppress [K]`; `what` is the key of its help."""
    kind = click.IntRange(2)
    decorator: Any = click.option(
        "--suppress", type=kind, is_flag=False, flag_value=DEFAULT, metavar="[K]", cls=Translated, help=what
    )
    return decorator  # type: ignore[no-any-return]


def selection_options(*, roll_up: str = "opt_below", within_code: bool = False) -> Callable[[F], F]:
    """A decorator that gives a command the options and a `selection` argument; `roll_up` is the key of that help.

    A command that is about one code anyhow (`within_code`) has neither `--code` nor `--roll-up`.
    """
    below = click.option("--roll-up", is_flag=True, cls=Translated, help=roll_up)
    options = _OPTIONS[1:] if within_code else (*_OPTIONS, below)

    def decorate(function: F) -> F:
        @wraps(function)
        def wrapper(
            *,
            only_coder: str | None,
            only_transcript: str | None,
            only_query: str | None,
            where: tuple[str, ...],
            only_code: str | None = None,
            roll_up: bool = False,
            **rest: Any,  # noqa: ANN401 - click decides
        ) -> object:
            selection = Selection(only_code, roll_up, only_coder, only_transcript, where, only_query)
            return function(selection=selection, **rest)

        decorated: Any = wrapper
        for option in reversed(options):
            decorated = option(decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate
