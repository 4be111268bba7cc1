"""Reworking a codebook: every function gives a new one, checked, and leaves the old one as it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from interview_coder.domain.codebook import Code, Codebook, folded
from interview_coder.domain.codebook_rules import find_problems, in_tree_order
from interview_coder.errors import CodebookError
from interview_coder.locale import t

GAP = 1024
"""Between the positions of codes, so that one more finds room and its neighbours need not move."""


def added(codebook: Codebook, code: Code, *, before: str | None = None, after: str | None = None) -> Codebook:
    """With `code` under its parent: last, or next to a sibling (an id). Raises CodebookError."""
    return _checked(codebook, _placed(codebook.codes, codebook, code, before, after))


def changed(codebook: Codebook, code: Code) -> Codebook:
    """With `code` in the place of the one that has its id. Raises CodebookError."""
    return _checked(codebook, tuple(code if one.id == code.id else one for one in codebook.codes))


def moved(
    codebook: Codebook, code_id: str, parent: str | None, *, before: str | None = None, after: str | None = None
) -> Codebook:
    """With a code, and all below it, under `parent` (None: at the top): last, or next to a sibling (an id).

    Raises CodebookError when it would come to lie under itself, or beside a code of the same name.
    """
    code = codebook.code(code_id)
    if parent is not None and parent in _with_descendants(codebook, code_id):
        raise CodebookError(
            t("rework.under_itself", path=codebook.path(code_id), parent=codebook.path(parent)),
            t("rework.under_itself_hint"),
        )
    rest = tuple(one for one in codebook.codes if one.id != code_id)
    return _checked(codebook, _placed(rest, codebook, replace(code, parent=parent), before, after))


def merged(codebook: Codebook, sources: Collection[str], target: str) -> Codebook:
    """Without `sources`; the codes below them lie under `target`, after its own.

    Raises CodebookError for a merge into itself or into a code below, or when two codes of one name would meet.
    """
    for source in sources:
        if target in _with_descendants(codebook, source):
            key = "into_itself" if source == target else "into_below"
            raise CodebookError(
                t(f"rework.{key}", path=codebook.path(source), target=codebook.path(target)), t("rework.into_hint")
            )
    rest = [one for one in codebook.codes if one.id not in sources]
    moving = [one for one in rest if one.parent in sources]
    _refuse_twins(codebook, [*(one for one in rest if one.parent == target), *moving])
    staying = [one for one in rest if one.parent not in sources]
    return _checked(codebook, (*staying, *(replace(one, parent=target) for one in moving)))


def _refuse_twins(codebook: Codebook, codes: Sequence[Code]) -> None:
    """Raise CodebookError when two codes of one name would lie side by side."""
    names: dict[str, Code] = {}
    for code in codes:
        first = names.setdefault(folded(code.name), code)
        if first is not code:
            paths = {"one": codebook.path(first.id), "other": codebook.path(code.id)}
            raise CodebookError(t("rework.twins", **paths), t("rework.twins_hint", **paths))


def _with_descendants(codebook: Codebook, code_id: str) -> set[str]:
    return {code_id, *(one.id for one in codebook.descendants(code_id))}


def _placed(
    codes: Sequence[Code], codebook: Codebook, code: Code, before: str | None, after: str | None
) -> tuple[Code, ...]:
    """`codes` with `code` last, or next to a sibling."""
    neighbour = before or after
    if neighbour is None:
        return (*codes, code)
    places = {one.id: (n, one.parent) for n, one in enumerate(codes)}
    place, parent = places.get(neighbour, (0, ""))
    if parent != code.parent:
        raise CodebookError(
            t("rework.no_neighbour", path=codebook.path(neighbour), name=code.name), t("rework.no_neighbour_hint")
        )
    place += 0 if before else 1
    return (*codes[:place], code, *codes[place:])


def _checked(old: Codebook, codes: Sequence[Code]) -> Codebook:
    """The codebook with these codes. Raises CodebookError for a rule that the old one did not break already.

    Two coders can have given two codes one name: that must not keep anybody from mending the codebook.
    """
    known = {
        (old.codes[p.index].id, p.field) for p in find_problems(old.id, old.name, old.codes) if p.index is not None
    }
    for problem in find_problems(old.id, old.name, codes):
        if problem.index is not None and (codes[problem.index].id, problem.field) not in known:
            raise CodebookError(t("codebook.in_code", code=codes[problem.index].name, what=problem.message))
    return Codebook(old.id, old.name, in_tree_order(codes))


def positions(known: Mapping[str, int], codebook: Codebook) -> dict[str, int]:
    """A position for every code, increasing in tree order, of which as many as can be are those `known`."""
    codes = [code.id for code in codebook.codes]
    kept = _longest_increasing([(known[code], place) for place, code in enumerate(codes) if code in known])
    limits = iter([*(known[codes[place]] for place in kept), None])
    limit, staying = next(limits), set(kept)
    found: dict[str, int] = {}
    last: int | None = None
    for place, code in enumerate(codes):
        if place in staying:
            position = known[code] if last is None or known[code] > last else last + GAP
            limit = next(limits)
        elif last is None:
            position = 0 if limit is None else limit - GAP * _run(codes, staying, place)
        else:
            position = last + GAP if limit is None or limit <= last + 1 else last + min(GAP, (limit - last) // 2)
        found[code] = last = position
    return found


def _run(codes: Sequence[str], staying: set[int], place: int) -> int:
    """How many codes from `place` on do not stay."""
    return next((n for n in range(len(codes) - place) if place + n in staying), len(codes) - place)


def _longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """The places of a longest strictly increasing subsequence of (value, place) pairs (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number, (value, _) in enumerate(pairs):
        pile = bisect_left(tails, value)
        before[number] = ends[pile - 1] if pile else None
        tails[pile : pile + 1] = [value]
        ends[pile : pile + 1] = [number]
    found: list[int] = []
    at = ends[-1] if ends else None
    while at is not None:
        found.append(pairs[at][1])
        at = before[at]
    return found[::-1]
