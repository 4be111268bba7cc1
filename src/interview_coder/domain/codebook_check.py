"""What a codebook lacks and which of its codes are too alike: advice to its author, not refusal."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from interview_coder.domain.codebook import LISTS, TEXTS, Code, Codebook, folded
from interview_coder.locale import LANGUAGES, t

ERROR = "error"
WARNING = "warning"
NAME = "name"
SHORTEST_NEAR_WORD = 5
# At .9 one letter may be lost from 5, or another stand in 10: homphobia and plurals, not salaire and salarié.
NEAR = 0.9
WORD_OR_SIGN = re.compile(r"[^\W_]+|[^\w\s'-]")

Spelling = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `message` for people, `kind` for programs.

    Kinds are `duplicate`, `near-duplicate`, `shortcut-clash`, and `missing-` with the name of a field.
    `other` is the path of the second code, or None.
    """

    kind: str
    severity: str
    path: str
    other: str | None
    message: str


def check(codebook: Codebook) -> list[Finding]:
    """Pairs of codes too alike, then clashing shortcuts, then what codes lack, each in tree order.

    Only languages that some label or definition uses are asked for. Include, exclude, examples and keywords
    are asked of codes without children, and of every code that has them in another language.
    """
    return [*_alike(codebook), *_clashes(codebook), *_missing(codebook)]


def _alike(codebook: Codebook) -> Iterator[Finding]:
    spellings = {code.id: _spellings(code) for code in codebook.codes}
    for one, other in combinations(codebook.codes, 2):
        likeness = _likeness(spellings[one.id], spellings[other.id], siblings=one.parent == other.parent)
        if likeness is None:
            continue
        same, field = likeness
        kind = "duplicate" if same else "near-duplicate"
        severity = ERROR if same and one.parent == other.parent else WARNING
        path, other_path = codebook.path(one.id), codebook.path(other.id)
        sentence = f"codebook.{'same' if same else 'near'}_{'names' if field == NAME else 'labels'}"
        labels = {} if field == NAME else {"label": one.label[field], "other_label": other.label[field]}
        message = t(sentence, path=path, other=other_path, language=_in_language(field), **labels)
        yield Finding(kind, severity, path, other_path, message)


def _in_language(language: str) -> str:
    """The language in words, or nothing for what is in none."""
    return t(f"codebook.in_{language}") if language in LANGUAGES else ""


def _spellings(code: Code) -> dict[str, Spelling]:
    """The name (under `name`) and the label in each language, folded and in words and signs."""
    texts = {NAME: code.name, **code.label}
    return {field: (folded(text), tuple(WORD_OR_SIGN.findall(folded(text)))) for field, text in texts.items()}


def _likeness(one: Mapping[str, Spelling], other: Mapping[str, Spelling], *, siblings: bool) -> tuple[bool, str] | None:
    """Whether two codes are the same (True) or near (False) and in which field, or None.

    Codes of two families may share a name, as in `advantages/pay` and `drawbacks/pay`, when labels tell them
    apart.
    """
    shared = [field for field in one if field in other]
    same = [field for field in shared if one[field][0] == other[field][0]]
    near = [field for field in shared if field not in same and _near(one[field][1], other[field][1])]
    if not siblings and len(shared) > 1 and same == [NAME] and not near:
        return None
    return next(((field in same, field) for field in shared if field in same or field in near), None)


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two texts differ only as spellings of one thing do: by a joint, or by a letter in one word."""
    if "".join(one) == "".join(other):
        return True
    if len(one) == len(other):
        different = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        return len(different) == 1 and _near_words(*different[0])
    # A whole word more makes another meaning ("satisfied", "not satisfied"), not another spelling.
    contained = set(one) <= set(other) or set(other) <= set(one)
    return not contained and _near_words("".join(one), "".join(other))


def _near_words(one: str, other: str) -> bool:
    """Whether one may be a misspelling of the other; numbers, and opposites by prefix, are never."""
    if min(len(one), len(other)) < SHORTEST_NEAR_WORD or one[0] != other[0]:
        return False
    if any(character.isdigit() for character in one + other):
        return False
    return difflib.SequenceMatcher(None, min(one, other), max(one, other)).ratio() >= NEAR


def _clashes(codebook: Codebook) -> Iterator[Finding]:
    holders: dict[str, Code] = {}
    for code in codebook.codes:
        if code.shortcut is None:
            continue
        first = holders.setdefault(code.shortcut, code)
        if first is not code:
            path, other = codebook.path(first.id), codebook.path(code.id)
            message = t("codebook.shortcut_clash", path=path, other=other, shortcut=code.shortcut)
            yield Finding("shortcut-clash", ERROR, path, other, message)


def _missing(codebook: Codebook) -> Iterator[Finding]:
    used = {language for code in codebook.codes for field in TEXTS for language in getattr(code, field)}
    asked = [language for language in LANGUAGES if language in (used or LANGUAGES)]
    for code in codebook.codes:
        is_leaf = not codebook.children(code.id)
        for field in (*TEXTS, *LISTS):
            texts = getattr(code, field)
            lacking = [language for language in asked if not texts.get(language)]
            if lacking and (field in TEXTS or is_leaf or texts):
                path, languages = codebook.path(code.id), ", ".join(map(_in_language, lacking))
                message = t("codebook.missing", path=path, field=field, languages=languages)
                yield Finding(f"missing-{field}", WARNING, path, None, message)
