"""What changed between two versions of a codebook, code by code, matched by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from interview_coder.domain.codebook import Codebook, code_fields

PLACE = ("name", "parent")


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `kind` is `added`, `removed`, `renamed`, `moved`, `changed` or `reordered`.

    `id` and `path` are the code's (the old path when it was removed). `fields` maps a field to its old and
    new value, as `code_fields` writes them. A reordering names the parent and has the ids of its children in
    `fields["children"]`. The codebook itself (a new name, a new order at the top) has its id and an empty path.
    """

    kind: str
    id: str
    path: str
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)


def diff(old: Codebook, new: Codebook) -> list[Change]:
    """Changes from `old` to `new`: the codebook's name, codes in the new order, removed codes, orders."""
    changes = []
    if dict(old.name) != dict(new.name):
        changes.append(Change("changed", new.id, "", {"name": (dict(old.name), dict(new.name))}))
    old_paths, new_paths = old.paths(), new.paths()
    for identifier, path in new_paths.items():
        if identifier in old_paths:
            changes += _code_changes(old, new, identifier)
        else:
            changes.append(Change("added", identifier, path))
    changes += [Change("removed", key, path) for key, path in old_paths.items() if key not in new_paths]
    return [*changes, *_reorderings(old, new)]


def _code_changes(old: Codebook, new: Codebook, code_id: str) -> Iterator[Change]:
    before, after, path = code_fields(old.code(code_id)), code_fields(new.code(code_id)), new.path(code_id)
    differing = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    if "name" in differing:
        yield Change("renamed", code_id, path, {"name": differing["name"]})
    if "parent" in differing:
        yield Change("moved", code_id, path, {"parent": differing["parent"]})
    if changed := {key: values for key, values in differing.items() if key not in PLACE}:
        yield Change("changed", code_id, path, changed)


def _reorderings(old: Codebook, new: Codebook) -> Iterator[Change]:
    """Parents whose children stand in another order; children that come or go do not count."""
    for parent in (None, *new.paths()):
        before = [code.id for code in old.children(parent)]
        after = [code.id for code in new.children(parent)]
        kept = set(before) & set(after)
        orders = ([key for key in before if key in kept], [key for key in after if key in kept])
        if orders[0] != orders[1]:
            path = new.path(parent) if parent else ""
            yield Change("reordered", parent or new.id, path, {"children": orders})
