"""The codebook: a tree of codes, how a code is found by what a person types, and what defines a code.

Languages are `fr` and `en`; a language that a text lacks is absent from its mapping, never empty.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from interview_coder.domain.events import canonical
from interview_coder.domain.text import fold
from interview_coder.errors import CodebookError, UnknownNameError
from interview_coder.locale import t

TEXTS = ("label", "definition")
LISTS = ("include", "exclude", "examples", "keywords")
DEFINING = ("definition", "include", "exclude", "examples")
MARKS = ("colour", "shortcut")

Index = dict[str, list["Code"]]


@dataclass(frozen=True, slots=True)
class Code:
    """One node of the codebook. `parent` is an id, None at the top; `id` never changes.

    `label` and `definition` map a language to a text, the four lists a language to texts;
    `colour` is `#rrggbb`, `shortcut` one lower-case letter or digit. A `retired` code keeps its codings and takes no
    new ones.
    """

    id: str
    name: str
    parent: str | None = None
    label: Mapping[str, str] = field(default_factory=dict)
    definition: Mapping[str, str] = field(default_factory=dict)
    include: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colour: str | None = None
    shortcut: str | None = None
    retired: bool = False


@dataclass(frozen=True)
class Codebook:
    """Codes in tree order: parents before children, siblings as written.

    It trusts its codes, so that a merged project with two siblings of one name can still be read;
    `codebook_rules.build_codebook` is the door that checks.
    """

    id: str
    name: Mapping[str, str]
    codes: tuple[Code, ...]

    @cached_property
    def _by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def _paths(self) -> dict[str, str]:
        paths: dict[str, str] = {}
        for code in self.codes:
            above = paths.get(code.parent) if code.parent else None
            paths[code.id] = f"{above}/{code.name}" if above else code.name
        return paths

    @cached_property
    def _children(self) -> dict[str | None, list[Code]]:
        children: dict[str | None, list[Code]] = {}
        for code in self.codes:
            children.setdefault(code.parent, []).append(code)
        return children

    @cached_property
    def _indexes(self) -> tuple[tuple[Callable[[str], str], Index], ...]:
        """Ways to name a code, the strictest first, each with the codes that answer to a text."""
        labels = {code.id: list(code.label.values()) for code in self.codes}
        names = {code.id: [code.name] for code in self.codes}
        paths = {identifier: [path] for identifier, path in self._paths.items()}
        ways = [(_exact, paths), (folded, paths), (_exact, labels), (folded, labels)]
        ways += [(_exact, names), (folded, names)]
        return tuple((key, self._index(key, texts)) for key, texts in ways)

    def _index(self, key: Callable[[str], str], texts: Mapping[str, list[str]]) -> Index:
        index: Index = {}
        for code in self.codes:
            for text in {key(text) for text in texts[code.id]}:
                index.setdefault(text, []).append(code)
        return index

    def code(self, code_id: str) -> Code:
        """The code with this id. Raises KeyError when there is none."""
        return self._by_id[code_id]

    def path(self, code_id: str) -> str:
        """Names from the top joined by `/`, such as `AI/preparation`. Raises KeyError for an unknown id."""
        return self._paths[code_id]

    def paths(self) -> dict[str, str]:
        """The path of every code by id, in tree order."""
        return dict(self._paths)

    def children(self, code_id: str | None) -> tuple[Code, ...]:
        """The codes directly under a code, in order; None gives the top of the tree."""
        return tuple(self._children.get(code_id, ()))

    def descendants(self, code_id: str) -> tuple[Code, ...]:
        """All codes under a code, in tree order, without itself."""
        below = {code_id}
        for code in self.codes:
            if code.parent in below:
                below.add(code.id)
        return tuple(code for code in self.codes if code.id in below and code.id != code_id)

    def depth(self, code_id: str) -> int:
        """How many codes stand above this one: 0 at the top. Raises KeyError for an unknown id."""
        return self._paths[code_id].count("/")

    def resolve(self, text: str) -> Code:
        """The one code that `text` names: its id, path, label in either language, or last name.

        Exact spelling goes before spelling without accents and case, the path before the label, the label
        before the last name. Raises UnknownNameError when no code or more than one answers; never creates.
        """
        if text.strip() in self._by_id:
            return self._by_id[text.strip()]
        for key, index in self._indexes:
            found = index.get(key(text), ())
            if len(found) == 1:
                return found[0]
            if found:
                named = ", ".join(f"{self.path(code.id)} ({code.id})" for code in found)
                raise UnknownNameError(t("codebook.ambiguous", code=text, found=named), t("codebook.be_exact"))
        raise UnknownNameError(t("codebook.unknown", code=text), self._nearest_hint(text))

    def _nearest_hint(self, text: str) -> str:
        candidates: dict[str, list[str]] = {}
        for key, index in self._indexes:
            for spelling, codes in index.items() if key is folded else ():
                candidates.setdefault(spelling, []).extend(self.path(code.id) for code in codes)
        near = difflib.get_close_matches(folded(text), candidates, n=9)
        paths = list(dict.fromkeys(path for spelling in near for path in candidates[spelling]))[:3]
        return t("codebook.nearest", paths=", ".join(paths)) if paths else t("codebook.list_codes")


def _exact(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def folded(text: str) -> str:
    """`text` as names, labels and paths are compared: without accents, case and spaces around `/`."""
    return re.sub(r"\s*/\s*", "/", fold(_exact(text)))


def definition_hash(code: Code) -> str:
    """SHA-256 (hexadecimal) of what tells a coder when to use the code, over canonical JSON.

    That is definition, include, exclude and examples; a new label, colour or keyword keeps the hash.
    """
    fields = code_fields(code)
    defining = canonical({name: fields[name] for name in DEFINING})
    return hashlib.sha256(defining.encode()).hexdigest()


def code_fields(code: Code) -> dict[str, object]:
    """All of a code but its id as plain JSON values; `code_from_fields` takes them back."""
    fields: dict[str, object] = {"name": code.name, "parent": code.parent}
    fields |= {name: dict(getattr(code, name)) for name in TEXTS}
    fields |= {name: {language: list(texts) for language, texts in getattr(code, name).items()} for name in LISTS}
    return fields | {name: getattr(code, name) for name in MARKS} | {"retired": code.retired}


def code_from_fields(code_id: str, fields: Mapping[str, object]) -> Code:
    """The code that `code_fields` gave; a missing field is empty, an unknown one is left out.

    Raises CodebookError when a value has not the type that `code_fields` writes.
    """
    name = fields.get("name")
    if not isinstance(name, str):
        raise _wrong_field(code_id, "name")
    return Code(
        code_id,
        name,
        _word(code_id, fields, "parent"),
        label=_texts(code_id, fields, "label"),
        definition=_texts(code_id, fields, "definition"),
        include=_lists(code_id, fields, "include"),
        exclude=_lists(code_id, fields, "exclude"),
        examples=_lists(code_id, fields, "examples"),
        keywords=_lists(code_id, fields, "keywords"),
        colour=_word(code_id, fields, "colour"),
        shortcut=_word(code_id, fields, "shortcut"),
        retired=_flag(code_id, fields, "retired"),
    )


def _word(code_id: str, fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value
    raise _wrong_field(code_id, key)


def _flag(code_id: str, fields: Mapping[str, object], key: str) -> bool:
    value = fields.get(key, False)
    if isinstance(value, bool):
        return value
    raise _wrong_field(code_id, key)


def _texts(code_id: str, fields: Mapping[str, object], key: str) -> dict[str, str]:
    value = fields.get(key, {})
    if isinstance(value, Mapping) and all(isinstance(text, str) for text in (*value, *value.values())):
        return dict(value)
    raise _wrong_field(code_id, key)


def _lists(code_id: str, fields: Mapping[str, object], key: str) -> dict[str, tuple[str, ...]]:
    value = fields.get(key, {})
    if not isinstance(value, Mapping) or not all(isinstance(texts, list) for texts in value.values()):
        raise _wrong_field(code_id, key)
    if all(isinstance(text, str) for text in (*value, *chain.from_iterable(value.values()))):
        return {language: tuple(texts) for language, texts in value.items()}
    raise _wrong_field(code_id, key)


def _wrong_field(code_id: str, key: str) -> CodebookError:
    return CodebookError(t("codebook.wrong_field", code=code_id, field=key))
