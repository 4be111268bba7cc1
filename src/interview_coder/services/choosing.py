"""Single codings that a command names: by their ids, or by the ids in a file; and with them their twins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.selecting import Selection, look_up
from interview_coder.store import usage
from interview_coder.store.listings import Wanted
from interview_coder.store.project import Project
from interview_coder.store.usage import Held

_NAMED = 5


def ids_in(path: Path) -> tuple[str, ...]:
    """The ids in the column `id` of a table such as `codings` writes. Raises CoderError when it cannot be read."""
    from interview_coder.formats.rows_in import read_rows  # noqa: PLC0415 - only for files

    sheet = read_rows(path, ("id",))
    if sheet.problems:
        line, reason = sheet.problems[0]
        raise RefusedError(t("choose.bad_line", path=path, line=line, reason=reason))
    return tuple(str(row.values["id"]).strip() for row in sheet.rows)


def chosen(project: Project, ids: Sequence[str]) -> frozenset[str]:
    """The codings with these ids, each by the id of the one that counts. Raises UnknownNameError."""
    known = usage.shown(project, dict.fromkeys(ids))
    unknown = [one for one in dict.fromkeys(ids) if one not in known]
    if unknown:
        names = ", ".join(unknown[:_NAMED]) + (", …" if len(unknown) > _NAMED else "")
        raise UnknownNameError(t("choose.unknown_coding", ids=names), t("choose.unknown_coding_hint"))
    return frozenset(known.values())


def held(project: Project, ids: Sequence[str]) -> list[Held]:
    """The codings with these ids and their twins. Raises UnknownNameError."""
    return usage.held(project, Wanted(ids=chosen(project, ids)))


def own(project: Project, ids: Sequence[str], coder: str) -> list[Held]:
    """Like `held`, but raises RefusedError when one of them is the work of another coder."""
    found = held(project, ids)
    others = sorted({one.coder for one in found} - {coder})
    if others:
        raise RefusedError(t("choose.of_others", coders=", ".join(others)), t("choose.of_others_hint"))
    return found


def of_code(project: Project, code: str, selection: Selection, ids: Collection[str] | None) -> list[Held]:
    """Those codings of a code (an id) that `selection` lets through, and that are among `ids` if given; with twins.

    Raises UnknownNameError, or RefusedError when one of `ids` is a coding of another code, or when there are none.
    """
    wanted = look_up(project, replace(selection, code=code, roll_up=False)).wanted
    if ids is not None:
        named = chosen(project, tuple(ids))
        strangers = [one.id for one in usage.held(project, Wanted(ids=named)) if one.code != code]
        if strangers:
            raise RefusedError(t("choose.of_another_code", ids=", ".join(strangers[:_NAMED])))
        wanted = replace(wanted, ids=named)
    found = usage.held(project, wanted)
    if not found:
        raise RefusedError(t("choose.none"), t("choose.none_hint"))
    return found
