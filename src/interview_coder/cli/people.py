"""Listings as people read them, where that is not what programs get: local times, names for ids, marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from interview_coder.domain.listings import Table
from interview_coder.locale import language, t

if TYPE_CHECKING:
    from interview_coder.domain.codebook import Codebook
    from interview_coder.domain.codebook_diff import Change
    from interview_coder.services.reworking import Reworked
    from interview_coder.store.backup import Backup

_MINUTE = "%Y-%m-%d %H:%M"
_MEGABYTE = 1_000_000


def history(table: Table) -> Table:
    """The history: local time to the minute, the coder and who acted for them, what, and a mark if undone."""
    rows = (
        (
            datetime.fromisoformat(str(at)).astimezone().strftime(_MINUTE),
            coder if coder == actor else t("display.by", coder=coder, actor=actor),
            what,
            "✓" if undone else "",
        )
        for _, at, coder, actor, _, what, undone in table.rows
    )
    return Table(("at", "coder", "what", "undone"), tuple(rows))


def backups(found: Sequence[Backup]) -> Table:
    """Backups: file name, local time to the minute, why it was made, and size."""
    mark = t("display.decimal_mark")
    rows = (
        (
            backup.path.name,
            backup.at.astimezone().strftime(_MINUTE),
            backup.reason,
            t("display.megabytes", number=f"{backup.path.stat().st_size / _MEGABYTE:.1f}".replace(".", mark)),
        )
        for backup in found
    )
    return Table(("name", "at", "reason", "size"), tuple(rows), ends=frozenset({"size"}))


def changes(found: Sequence[Change], *versions: Codebook | None) -> Table:
    """Changes of a codebook: kind, the code's path or the codebook's name, and each field, old and new.

    `versions` are the codebooks, old and new, that name the codes.
    """
    known = [version for version in versions if version is not None]
    names = {code.id: code.name for version in known for code in version.codes}
    titles = {version.id: _in_words(dict(version.name), names) for version in known}
    rows = (
        (
            change.kind,
            change.path or titles.get(change.id, ""),
            "; ".join(_fields(change.fields, names)),
        )
        for change in found
    )
    return Table(("change", "path", "fields"), tuple(rows))


def reworked(done: Reworked) -> Table:
    """What a rework of the codebook did: like `changes`, with the codings that each change touches."""
    told = changes([one.change for one in done.effects], done.old, done.new)
    rows = (
        (*row, one.codings, ", ".join(one.coders), one.transcripts)
        for row, one in zip(told.rows, done.effects, strict=True)
    )
    return Table((*told.columns, "codings", "coders", "transcripts"), tuple(rows))


def _fields(fields: Mapping[str, tuple[object, object]], names: Mapping[str, str]) -> Iterator[str]:
    for field, (old, new) in fields.items():
        if isinstance(old, dict) and isinstance(new, dict):
            for part in dict.fromkeys((*old, *new)):
                if old.get(part) != new.get(part):
                    yield _change(f"{field}.{part}", old.get(part), new.get(part), names)
        else:
            yield _change(field, old, new, names)


def _change(field: str, old: object, new: object, names: Mapping[str, str]) -> str:
    return f"{field}: {_in_words(old, names)} -> {_in_words(new, names)}"


def _in_words(value: object, names: Mapping[str, str]) -> str:
    """A value of a field: a text in the user's language, names for the ids of codes."""
    if isinstance(value, dict):
        value = value.get(language()) or next(iter(value.values()), None)
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(item, names) for item in value) or t("display.nothing")
    if isinstance(value, bool):
        return t("display.yes" if value else "display.no")
    return names.get(str(value), str(value)) if value not in (None, "") else t("display.nothing")
