"""User-visible strings, French and English, through one function: `t("area.key", name=value)`.

Each area is one TOML file per language (`en/import.toml`, `fr/import.toml`), read on first use.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr")
_chosen: list[str] = []


def set_language(language: str | None) -> None:
    """Choose the language of the interface, `en` or `fr`; None goes back to the environment's."""
    _chosen[:] = [language] if language else []


def language() -> str:
    """The interface's language: chosen, else from $INTERVIEW_CODER_LANG, $LC_ALL, $LC_MESSAGES, $LANG, else `en`."""
    if _chosen:
        return _chosen[0]
    for variable in ("INTERVIEW_CODER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def t(key: str, **values: object) -> str:
    """The string `key` ("area.name") in the interface's language with `{name}` placeholders filled.

    Raises KeyError for an unknown key: a missing string is a defect, found by the tests.
    """
    area, _, name = key.partition(".")
    template = catalogue(language(), area)[name]
    return template.format(**values)


@cache
def catalogue(language: str, area: str) -> dict[str, str]:
    """All strings of one area in one language."""
    text = (Path(__file__).parent / language / f"{area}.toml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in tomllib.loads(text).items()}
