"""Codings as columns, for queries: only those columns and codes that a query looks at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from interview_coder.store.project import Project

VOICE = "voice"
"""A column of pairs: ids of the transcript and of who speaks where the coding begins."""
_COLUMNS = {name: f'codings."{name}"' for name in "id transcript start end code coder star memo turn word".split()}
_COLUMNS |= {name: f'codings."{name}"' for name in ("last_turn", "last_word")}
_COLUMNS |= {"speaker": "turns.speaker", "number": "codings.rowid"}


def columns(
    project: Project, wanted: Collection[str], codes: frozenset[str] | None, coder: str | None
) -> dict[str, Sequence[Any]]:
    """Columns of the codings that count, of some codes or all (None), of one coder or all, by transcript and place.

    Always there are `transcript`, `start` and `end`; `number` is that of `listings.Wanted`.
    """
    names = ["transcript", "start", "end", *(one for one in wanted if one in _COLUMNS)]
    if VOICE in wanted:
        names.append("speaker")
    names = list(dict.fromkeys(names))
    join = "LEFT JOIN turns ON turns.transcript = codings.transcript AND n = turn" if "speaker" in names else ""
    where, values = "", list[object]()
    if codes is not None:
        where = f" AND code IN ({', '.join('?' * len(codes))})"
        values += sorted(codes)
    if coder is not None:
        where += " AND coder = ?"
        values.append(coder)
    rows = project.rows(
        f"""SELECT {", ".join(_COLUMNS[name] for name in names)} FROM codings {join}
        WHERE twin_of IS NULL{where} ORDER BY codings.transcript, codings.start, codings."end" """,
        values,
    )
    found: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    found = found or dict.fromkeys(names, ())
    if VOICE in wanted:
        found[VOICE] = tuple(zip(found["transcript"], found["speaker"], strict=True))
    return found


def memos(project: Project) -> list[str]:
    """The different memos of codings."""
    return [str(row[0]) for row in project.rows("SELECT DISTINCT memo FROM codings")]
