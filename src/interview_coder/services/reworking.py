"""Reworking the codebook of a project: codes are added, moved, merged, renamed, changed, retired; codings follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from interview_coder.domain import codebook_work
from interview_coder.domain.codebook import Code, Codebook, code_fields, code_from_fields, folded
from interview_coder.domain.codebook_diff import Change, diff
from interview_coder.domain.ids import new_id
from interview_coder.domain.listings import Table
from interview_coder.errors import CodebookError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.codebook_events import note_changes
from interview_coder.services.finding import codebook_of
from interview_coder.services.projects import before_changing
from interview_coder.store import listings, usage
from interview_coder.store.project import Project
from interview_coder.store.usage import Held

COLUMNS = ("change", "id", "path", "fields", "codings", "coders", "transcripts")
TOP = "/"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rework would do: another codebook, codes merged into others, codings that get another code.

    `merged` maps ids of codes to the id of their target, `recoded` are codings (twins included) for the code `onto`.
    """

    old: Codebook | None
    new: Codebook
    merged: Mapping[str, str] = field(default_factory=dict)
    recoded: Sequence[Held] = ()
    onto: str = ""

    def changes(self) -> list[Change]:
        """Merged codes, codings that get another code, and then what else changes in the codebook."""
        paths = self.old.paths() if self.old else {}
        found = [Change("merged", one, paths[one], {"merged_into": (None, into)}) for one, into in self.merged.items()]
        if self.recoded:
            source = self.recoded[0].code
            found.append(Change("split", source, paths[source], {"code": (source, self.onto)}))
        before = self.old or Codebook(self.new.id, self.new.name, ())
        return [*found, *(change for change in diff(before, self.new) if change.id not in self.merged)]


@dataclass(frozen=True, slots=True)
class Effect:
    """One change with the codings that it touches: how many, whose, in how many transcripts."""

    change: Change
    codings: int
    coders: tuple[str, ...]
    transcripts: int


@dataclass(frozen=True, slots=True)
class Reworked:
    """What was done, or would be: the effects, and the codebooks before and after, by which codes are named."""

    effects: tuple[Effect, ...]
    old: Codebook | None
    new: Codebook


Planner = Callable[[Project], Plan]


def carry_out(project: Project, coder: str, planner: Planner, *, dry_run: bool) -> Reworked:
    """Do what `planner` plans in one step of `coder`, or only say what it would do. Raises CoderError."""
    if dry_run:
        return _effects(project, planner(project))
    before_changing(project)
    with project.write(coder) as writer:
        plan = planner(project)
        found = _effects(project, plan)
        for source, target in plan.merged.items():
            writer.change("code.changed", source, {"merged_into": target})
        note_changes(project, writer, plan.old, plan.new)
        for one in plan.recoded:
            writer.change("coding.changed", one.id, {"code": plan.onto}, coder=one.coder)
    return found


def table(done: Reworked) -> Table:
    """One row a change, for programs: as an import of a codebook tells it, and the codings that it touches."""
    rows = (
        (
            *(one.change.kind, one.change.id, one.change.path),
            {name: list(values) for name, values in one.change.fields.items()},
            *(one.codings, list(one.coders), one.transcripts),
        )
        for one in done.effects
    )
    return Table(COLUMNS, tuple(rows))


def _effects(project: Project, plan: Plan) -> Reworked:
    rows = usage.used(project)
    found = []
    for change in plan.changes():
        if change.kind == "split":
            shown = {one.shown: one for one in plan.recoded}.values()
            touched = [usage.Used(one.code, one.coder, one.transcript, 1) for one in shown]
        else:
            codes = _touched(plan, change)
            touched = [row for row in rows if row.code in codes]
        coders = tuple(sorted({row.coder for row in touched}))
        count = sum(row.codings for row in touched)
        found.append(Effect(change, count, coders, len({row.transcript for row in touched})))
    return Reworked(tuple(found), plan.old, plan.new)


def _touched(plan: Plan, change: Change) -> set[str]:
    """The codes whose codings a change touches: those whose path is another, or the one that is changed."""
    if change.kind == "reordered":
        return set()
    if change.kind in ("renamed", "moved") and plan.old:
        return {change.id, *(code.id for code in plan.old.descendants(change.id))}
    return {change.id}


def adding(path: str, fields: Mapping[str, object], before: str | None, after: str | None) -> Planner:
    """Plan a new code at `path`; `fields` are those of `code_fields`. A project without a codebook gets one."""

    def plan(project: Project) -> Plan:
        old = listings.codebook(project)
        known = old or Codebook(new_id(), {project.language: project.name}, ())
        above, _, name = path.strip().strip(TOP).rpartition(TOP)
        parent = known.resolve(above).id if above else None
        code = code_from_fields(new_id(), {**fields, "name": name.strip(), "parent": parent})
        return Plan(old, codebook_work.added(known, code, **_neighbours(known, before, after)))

    return plan


def moving(code: str, parent: str | None, before: str | None, after: str | None) -> Planner:
    """Plan to move a code under `parent` (`/`: to the top; None: to where the neighbour lies)."""

    def plan(project: Project) -> Plan:
        old = codebook_of(project)
        places = _neighbours(old, before, after)
        beside = places["before"] or places["after"]
        if parent is None and beside is not None:
            under = old.code(beside).parent
        else:
            under = None if parent in (None, TOP) else old.resolve(str(parent)).id
        return Plan(old, codebook_work.moved(old, old.resolve(code).id, under, **places))

    return plan


def _neighbours(codebook: Codebook, before: str | None, after: str | None) -> dict[str, str | None]:
    named = (("before", before), ("after", after))
    return {side: codebook.resolve(text).id if text is not None else None for side, text in named}


def merging(codes: Sequence[str], target: str) -> Planner:
    """Plan to merge codes into another: their codings count for it, the codes below them move below it."""

    def plan(project: Project) -> Plan:
        old = codebook_of(project)
        into = old.resolve(target).id
        sources = dict.fromkeys(old.resolve(code).id for code in codes)
        return Plan(old, codebook_work.merged(old, sources, into), dict.fromkeys(sources, into))

    return plan


def changing(code: str, change: Callable[[Codebook, Code], Code]) -> Planner:
    """Plan to change fields of one code, but not its place."""

    def plan(project: Project) -> Plan:
        old = codebook_of(project)
        found = old.resolve(code)
        return Plan(old, codebook_work.changed(old, change(old, found)))

    return plan


def renaming(code: str, name: str, label: Mapping[str, object]) -> Planner:
    """Plan another last name, and perhaps other labels; an empty label goes."""
    return changing(code, lambda _, found: replace(with_texts(found, {"label": label}), name=name.strip()))


def retiring(code: str, *, retired: bool) -> Planner:
    """Plan that a code takes no new codings any more, or does so again."""

    def change(codebook: Codebook, found: Code) -> Code:
        if found.retired == retired:
            key = "retired_already" if retired else "not_retired"
            raise CodebookError(t(f"rework.{key}", path=codebook.path(found.id)))
        return replace(found, retired=retired)

    return changing(code, change)


def with_texts(code: Code, texts: Mapping[str, Mapping[str, object]]) -> Code:
    """`code` with these texts (a str, or a list of them) by field and language; an empty one goes."""
    fields = code_fields(code)
    for name, by_language in texts.items():
        known = fields[name]
        merged = {**(known if isinstance(known, dict) else {}), **by_language}
        fields[name] = {language: text for language, text in merged.items() if text}
    return code_from_fields(code.id, fields)


def beside(codebook: Codebook, code: Code, text: str) -> tuple[Code, bool]:
    """The code that `text` names (an id, a path, or the name of a sibling of `code`), and whether it is new.

    A new one lies beside `code`, or where its path says. Raises UnknownNameError for a path into nowhere.
    """
    wanted = folded(text)
    siblings = {folded(one.name): one for one in codebook.children(code.parent)}
    by_path = {folded(path): codebook.code(one) for one, path in codebook.paths().items()}
    known = next((one for one in codebook.codes if one.id == text.strip()), None)
    found = known or (siblings.get(wanted) if TOP not in wanted else None) or by_path.get(wanted)
    if found is not None:
        return found, False
    above, slash, name = text.strip().rpartition(TOP)
    parent = (codebook.resolve(above).id if above else None) if slash else code.parent
    if not name.strip():
        raise UnknownNameError(t("rework.no_name"), t("rework.no_name_hint"))
    return Code(new_id(), name.strip(), parent), True
