"""What a codebook must be, told code by code, and the door through which checked codebooks are built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interview_coder.domain.codebook import LISTS, TEXTS, Code, Codebook, folded
from interview_coder.errors import CodebookError
from interview_coder.locale import LANGUAGES, t

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
NAME = re.compile(r"[^\W_](?:[\w -]*[\w-])?")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
SHORTCUT = re.compile(r"[a-z0-9]")
# Control characters can drive a terminal; lone surrogates and non-characters cannot be written to a file.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ONE_LINE = ("label", "keywords")


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: the place of the code among those given (None: the codebook itself), the field, why."""

    index: int | None
    field: str
    message: str


def build_codebook(codebook_id: str, name: Mapping[str, str], codes: Iterable[Code]) -> Codebook:
    """The codebook with its codes in tree order. Raises CodebookError naming the first broken rule."""
    given = tuple(codes)
    for problem in find_problems(codebook_id, name, given):
        if problem.index is None:
            raise CodebookError(problem.message)
        code = given[problem.index]
        raise CodebookError(t("codebook.in_code", code=code.name or code.id, what=problem.message))
    return Codebook(codebook_id, name, in_tree_order(given))


def in_tree_order(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Parents before children, siblings in the order given.

    A code whose parent is not there counts as top; codes in a circle come last: none is ever left out.
    """
    given = {code.id: code for code in codes}
    children: dict[str | None, list[Code]] = {}
    for code in given.values():
        children.setdefault(code.parent if code.parent in given else None, []).append(code)
    ordered: dict[str, Code] = {}
    waiting = children.get(None, [])[::-1]
    while waiting:
        code = waiting.pop()
        ordered[code.id] = code
        waiting += children.get(code.id, [])[::-1]
    return tuple((ordered | given).values())


def find_problems(codebook_id: str, name: Mapping[str, str], codes: Sequence[Code]) -> list[Problem]:
    """Every broken rule, those of the codebook itself first, then in the order of the codes."""
    found = [Problem(None, field, what) for field, what in _own_problems(codebook_id, name)]
    for index, code in enumerate(codes):
        found += [Problem(index, field, what) for field, what in _code_problems(code)]
    found += _tree_problems(codes)
    return sorted(found, key=lambda problem: -1 if problem.index is None else problem.index)


def _own_problems(codebook_id: str, name: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not ID.fullmatch(codebook_id):
        yield "codebook", t("codebook.bad_id", id=codebook_id)
    if not name:
        yield "name", t("codebook.nameless")
    yield from _text_problems("name", name, one_line=True)


def _code_problems(code: Code) -> Iterator[tuple[str, str]]:
    if not ID.fullmatch(code.id):
        yield "id", t("codebook.bad_id", id=code.id)
    if not NAME.fullmatch(code.name):
        yield "name", t("codebook.bad_name", name=code.name)
    if code.colour is not None and not COLOUR.fullmatch(code.colour):
        yield "colour", t("codebook.bad_colour", colour=code.colour)
    if code.shortcut is not None and not SHORTCUT.fullmatch(code.shortcut):
        yield "shortcut", t("codebook.bad_shortcut", shortcut=code.shortcut)
    for field in TEXTS:
        yield from _text_problems(field, getattr(code, field), one_line=field in ONE_LINE)
    for field in LISTS:
        for language, texts in getattr(code, field).items():
            for text in texts or ("",):
                yield from _text_problems(field, {language: text}, one_line=field in ONE_LINE)


def _text_problems(field: str, texts: Mapping[str, str], *, one_line: bool) -> Iterator[tuple[str, str]]:
    for language, text in texts.items():
        if language not in LANGUAGES:
            yield field, t("codebook.bad_language", field=field, language=language)
        if not text or text != text.strip():
            yield field, t("codebook.empty_text", field=field)
        if one_line and ("\n" in text or "\t" in text):
            yield field, t("codebook.one_line", field=field)
        if unsafe := UNSAFE.search(text):
            yield field, t("codebook.unsafe", field=field, code_point=f"U+{ord(unsafe[0]):04X}")


def _tree_problems(codes: Sequence[Code]) -> Iterator[Problem]:
    parents = {code.id: code.parent for code in codes}
    ids, siblings, shortcuts = Counter[str](), Counter[tuple[str | None, str]](), Counter[str]()
    for index, code in enumerate(codes):
        ids[code.id] += 1
        siblings[code.parent, folded(code.name)] += 1
        shortcuts[code.shortcut or ""] += 1
        if ids[code.id] > 1:
            yield Problem(index, "id", t("codebook.same_id", id=code.id))
        if code.parent is not None and code.parent not in parents:
            yield Problem(index, "parent", t("codebook.no_parent", parent=code.parent))
        elif _in_circle(code.id, parents):
            yield Problem(index, "parent", t("codebook.circle"))
        if siblings[code.parent, folded(code.name)] > 1:
            yield Problem(index, "name", t("codebook.same_name", name=code.name))
        if code.shortcut and shortcuts[code.shortcut] > 1:
            yield Problem(index, "shortcut", t("codebook.same_shortcut", shortcut=code.shortcut))


def _in_circle(code_id: str, parents: Mapping[str, str | None]) -> bool:
    above, seen = parents[code_id], set[str]()
    while above is not None and above not in seen:
        if above == code_id:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
