"""The options that give a code its texts and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from interview_coder.cli.commands import Translated
from interview_coder.cli.session import F
from interview_coder.domain.codebook import LISTS, TEXTS
from interview_coder.locale import LANGUAGES, t

NONE = ("none", "-")
"""What stands for no colour and no shortcut."""

_TEXT_OPTIONS = {
    **{field: f"--{field}" for field in TEXTS},
    **dict(zip(LISTS, ("--include", "--exclude", "--example", "--keyword"), strict=True)),
}


def text_options(*fields: str) -> Callable[[F], F]:
    """A decorator that gives a command an option for each of these fields, and a `texts` argument.

    `texts` maps a field to languages and their texts: a str for label and definition, a list for the others; an
    empty one means that it goes. Fields without an option given are absent.
    """

    def decorate(function: F) -> F:
        @wraps(function)
        def wrapper(**rest: Any) -> object:  # noqa: ANN401 - click decides
            given = {field: rest.pop(field) for field in fields}
            texts = {field: _by_language(field, values) for field, values in given.items() if values}
            return function(texts=texts, **rest)

        decorated: Any = wrapper
        for field in reversed(fields):
            option = _TEXT_OPTIONS[field]
            decorated = click.option(
                option, field, multiple=True, metavar="LANG=TEXT", cls=Translated, help=f"opt_code_{field}"
            )(decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate


def _by_language(field: str, values: Iterable[str]) -> dict[str, object]:
    found: dict[str, list[str]] = {}
    for value in values:
        language, sign, text = value.partition("=")
        if not sign or language.strip() not in LANGUAGES:
            raise click.UsageError(t("cli.no_language", option=_TEXT_OPTIONS[field], value=value))
        found.setdefault(language.strip(), []).append(text.strip())
    if field in TEXTS:
        return {language: texts[-1] for language, texts in found.items()}
    return {language: [text for text in texts if text] for language, texts in found.items()}


def colour(text: str) -> str | None:
    """A colour as the codebook has it: with its `#`, which shells swallow; None for `none`."""
    return None if text in NONE else text if text.startswith("#") else f"#{text}"
