"""The events that make a project's codebook another one."""

from __future__ import annotations

from interview_coder.domain.codebook import Codebook, code_fields
from interview_coder.domain.codebook_work import positions
from interview_coder.store import usage
from interview_coder.store.log import Writer
from interview_coder.store.project import Project


def note_changes(project: Project, writer: Writer, old: Codebook | None, new: Codebook) -> None:
    """Note what makes `old` (None: there is no codebook yet) into `new`: names, new codes, changed codes, order.

    Codes that `new` lacks are the caller's business.
    """
    if old is None:
        writer.add("codebook.added", new.id, {"name": dict(new.name)})
    elif dict(old.name) != dict(new.name):
        writer.change("codebook.changed", new.id, {"name": dict(new.name)})
    before = {code.id: code_fields(code) for code in old.codes} if old else {}
    known = usage.positions(project)
    wanted = positions({key: place for key, place in known.items() if key in before}, new)
    for code in new.codes:
        fields = {**code_fields(code), "position": wanted[code.id]}
        if code.id not in before:
            writer.add("code.added", code.id, fields)
            continue
        old_fields = {**before[code.id], "position": known[code.id]}
        changed = {name: value for name, value in fields.items() if old_fields.get(name) != value}
        if changed:
            writer.change("code.changed", code.id, changed)
