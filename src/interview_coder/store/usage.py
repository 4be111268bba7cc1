"""What codes are used for: how many codings of whom, merged codes, places in the codebook, codings to read again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from interview_coder.store.listings import Wanted, condition
from interview_coder.store.project import Project


class Used(NamedTuple):
    """How many codings of a coder a code has in a transcript (an id)."""

    code: str
    coder: str
    transcript: str
    codings: int


@dataclass(frozen=True, slots=True)
class Held:
    """A coding with what a change to it must know.

    `code` is the one it counts for, `made_as` the one put on the passage, `definition` the hash it was made under.
    Codings alike in span, code and coder, made in two files, share one `shown`: the id of the one that counts.
    """

    id: str
    shown: str
    coder: str
    transcript: str
    code: str
    made_as: str
    definition: str
    star: bool


def used(project: Project) -> list[Used]:
    """Every code with codings that count, by coder and transcript."""
    sql = """SELECT code, coder, transcript, count(*) FROM codings WHERE twin_of IS NULL
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
    return [Used(*row) for row in project.rows(sql)]


def waiting(project: Project) -> dict[str, int]:
    """Code to how many codings wait for their transcript, or for the version of a text that they were put on."""
    sql = """SELECT COALESCE(codes.stands_for, codes.id), count(*) FROM parked JOIN codes ON codes.id = parked.code
        GROUP BY 1"""
    return {str(code): int(count) for code, count in project.rows(sql)}


def positions(project: Project) -> dict[str, int]:
    """The position of every code of the codebook."""
    return dict(project.rows("SELECT id, position FROM codes WHERE stands_for IS NULL"))


def merged(project: Project) -> dict[str, str]:
    """Every code that was merged away, and the code for which its codings count now."""
    return dict(project.rows("SELECT id, stands_for FROM codes WHERE stands_for IS NOT NULL ORDER BY id"))


def held(project: Project, wanted: Wanted) -> list[Held]:
    """The codings wanted with their twins, by transcript and place; those of a code that was merged away included."""
    where, values = condition(project, wanted)
    sql = f"""SELECT id, COALESCE(twin_of, id), coder, transcript, code, made_as, definition, star FROM codings
        WHERE COALESCE(twin_of, id) IN (SELECT codings.id FROM codings WHERE twin_of IS NULL{where})
        ORDER BY transcript, start, "end", hlc"""
    return [Held(*row) for row in project.rows(sql, values)]


def shown(project: Project, ids: Collection[str]) -> dict[str, str]:
    """Id of each of these codings that is there to the id of the one that counts in its place."""
    sql = "SELECT id, COALESCE(twin_of, id) FROM codings WHERE id = ?"
    return dict(row for one in ids for row in project.rows(sql, (one,)))


class Outdated(NamedTuple):
    """A coding that was made under another definition than its code has now; `number` is for `Wanted.numbers`.

    `reason` is `merge` when its own code was merged away, `split` when it was given another code and not read again
    since, else `definition`.
    """

    number: int
    id: str
    reason: str


def outdated(project: Project, wanted: Wanted) -> list[Outdated]:
    """Those of the codings wanted that were made under another definition than their code has now."""
    where, values = condition(project, wanted)
    sql = f"""WITH given AS (
            SELECT events.object, max(CASE WHEN json_extract(payload, '$.definition') IS NULL
                    AND json_extract(payload, '$.code') IS NOT NULL THEN events.hlc END) AS given_at,
                max(CASE WHEN json_extract(payload, '$.definition') IS NOT NULL THEN events.hlc ELSE 0 END) AS read_at
            FROM events JOIN steps ON steps.step = events.step AND undone = 0
            WHERE events.type = 'coding.changed' GROUP BY 1)
        SELECT codings.rowid, codings.id, CASE WHEN made_as <> code THEN 'merge'
            WHEN codings.id IN (SELECT object FROM given WHERE given_at > read_at) THEN 'split' ELSE 'definition' END
        FROM codings JOIN codes ON codes.id = codings.code
        WHERE twin_of IS NULL AND codings.definition <> codes.hash{where}"""
    return [Outdated(*row) for row in project.rows(sql, values)]


def outdated_counts(project: Project) -> dict[str, int]:
    """Code to how many of its codings were made under another definition than it has now."""
    sql = """SELECT code, count(*) FROM codings JOIN codes ON codes.id = codings.code
        WHERE twin_of IS NULL AND codings.definition <> codes.hash GROUP BY code"""
    return dict(project.rows(sql))
