"""A codebook from rows that name their codes by paths: as a spreadsheet has it, with or without ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from interview_coder.domain.codebook import LISTS, TEXTS, Code, Codebook, code_fields, code_from_fields, folded
from interview_coder.domain.codebook_rules import NAME, in_tree_order
from interview_coder.domain.ids import code_id, codebook_id, new_id

_OUTSIDE = re.compile(r"[^\w -]+")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One row: `path` are the names from the top down as they are written, `id` may be empty.

    `texts` maps a field to languages and texts (a str, or a list of them), empty ones for what is to go; `marks` are
    colour, shortcut and retired. What a row does not speak of stays as it is.
    """

    path: tuple[str, ...]
    id: str = ""
    texts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    marks: Mapping[str, object] = field(default_factory=dict)


def proper_name(text: str) -> str:
    """`text` as the name of a code can be: letters, digits, spaces, `-` and `_` only; empty if nothing is left."""
    written = unicodedata.normalize("NFC", text).strip()
    if NAME.fullmatch(written):
        return written
    return _SPACES.sub(" ", _OUTSIDE.sub(" ", written)).strip().lstrip("-_ ")


class Tree:
    """Grows a codebook row by row; parents that no row has yet are made on the way.

    A code without an id is that of `current` with the same path, unless a row has `claimed` that one by its id; else a
    new one, whose id follows from its path if that is not `taken` already.
    """

    def __init__(
        self, current: Codebook | None, taken: Collection[str], claimed: Collection[str], language: str
    ) -> None:
        self._known = {code.id: code for code in current.codes} if current else {}
        self._by_path = {folded(path): key for key, path in current.paths().items()} if current else {}
        self._taken, self._language = {*taken, *self._known}, language
        self._claimed = claimed
        self._codes: dict[str, Code] = {}
        self._places: dict[str, str] = {}
        self.rows: dict[str, CodeRow] = {}
        """Id of each code that a row of its own has brought, to that row."""

    def add(self, row: CodeRow) -> str | None:
        """The id of the code that `row` brings; None when an earlier row brought it already."""
        names = [proper_name(name) or name for name in row.path]
        parent = self._parents(row.path[:-1], names[:-1])
        place = folded("/".join(names))
        known = self._by_path.get(place)
        known = None if known in self._claimed else known
        key = row.id or self._places.get(place) or known or self._fresh(place)
        if key in self.rows:
            return None
        self.rows[key] = row
        self._place(key, place)
        base = self._codes.get(key) or self._known.get(key) or Code(key, names[-1])
        named = replace(self._labelled(base, row.path[-1], names[-1]), name=names[-1], parent=parent)
        # Codes stand in the order of their rows, those that were made on the way where they were first needed.
        self._codes[key] = _with(named, row)
        return key

    def _parents(self, written: Sequence[str], names: Sequence[str]) -> str | None:
        """The id of the code at a path, made with those above it if it is not there."""
        parent: str | None = None
        for depth, name in enumerate(names, 1):
            place = folded("/".join(names[:depth]))
            key = self._places.get(place) or self._by_path.get(place)
            if key is None:
                key = self._fresh(place)
                self._codes[key] = replace(self._labelled(Code(key, name), written[depth - 1], name), parent=parent)
            elif key not in self._codes:
                self._codes[key] = replace(self._known[key], parent=parent)
            self._place(key, place)
            parent = key
        return parent

    def _place(self, key: str, place: str) -> None:
        self._places.setdefault(place, key)

    def _fresh(self, place: str) -> str:
        key = code_id(place)
        key = new_id() if key in self._taken else key
        self._taken.add(key)
        return key

    def _labelled(self, code: Code, written: str, name: str) -> Code:
        """With what was written as its label, where the name cannot hold it."""
        text = _SPACES.sub(" ", written).strip()
        if unicodedata.normalize("NFC", text) == name or self._language in code.label:
            return code
        return replace(code, label={**code.label, self._language: text})

    def codebook(self, name: Mapping[str, str], given_id: str) -> Codebook:
        """What has grown, unchecked; without `given_id` its id follows from the paths."""
        found = Codebook(given_id, name, in_tree_order(self._codes.values()))
        return found if given_id else replace(found, id=codebook_id(map(folded, found.paths().values())))


def _with(code: Code, row: CodeRow) -> Code:
    fields = code_fields(code)
    for name in (*TEXTS, *LISTS):
        known = fields[name]
        texts = {**(known if isinstance(known, dict) else {}), **row.texts.get(name, {})}
        fields[name] = {language: text for language, text in texts.items() if text}
    return code_from_fields(code.id, {**fields, **row.marks})
