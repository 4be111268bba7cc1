"""The codebook file: a YAML text that people write and keep under version control, read strictly."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from interview_coder.domain.codebook import LISTS, MARKS, TEXTS, Code, Codebook
from interview_coder.domain.codebook_rules import ONE_LINE, build_codebook, find_problems
from interview_coder.domain.ids import new_id
from interview_coder.errors import CodebookError
from interview_coder.formats.yaml_nodes import LineError, Node, read_nodes
from interview_coder.locale import LANGUAGES, t

LARGEST = 5_000_000
NO_WRAPPING = 10**9
COLON = re.compile(r" *:")
TOP_KEYS = ("codebook", "name", "codes")
CODE_KEYS = ("id", "name", *TEXTS, *LISTS, "colour", "shortcut", "retired", "children")


def read_codebook(path: Path) -> Codebook:
    """The codebook in a YAML file. Raises CodebookError naming the file and, where there is one, the line."""
    return parse_codebook(read_text(path), path.name)


def read_text(path: Path) -> str:
    """The text of a codebook file. Raises CodebookError when it cannot be read, is too large or not UTF-8."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError as error:
        raise CodebookError(t("codebook.no_file", file=path)) from error
    except OSError as error:
        raise CodebookError(t("codebook.unreadable", file=path)) from error
    if size > LARGEST:
        raise CodebookError(t("codebook.too_large", file=path, megabytes=LARGEST // 1_000_000))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _at_line(path.name, LineError(line, t("codebook.not_utf8"), t("codebook.not_utf8_hint"))) from error


def parse_codebook(text: str, name: str) -> Codebook:
    """The codebook that a YAML text holds; `name` is the file's, for messages.

    Texts lose the white space around them, names are normalised (NFC), what is left empty counts as absent.
    Raises CodebookError with the line of the first thing that breaks the format or a rule.
    """
    try:
        return _codebook(_root(text))
    except LineError as refusal:
        raise _at_line(name, refusal) from refusal


def add_missing_ids(text: str, name: str) -> str:
    """`text` with new ids for the codes (and the codebook) that have none; every other character stays.

    Raises CodebookError, with `name` as the file's, when the text is not a YAML map.
    """
    try:
        root = _root(text)
        _map(root, TOP_KEYS)
    except LineError as refusal:
        raise _at_line(name, refusal) from refusal
    line_end = "\r\n" if "\r\n" in text else "\n"
    for node, key in sorted(_nodes_with_ids(root), key=lambda pair: pair[0].index, reverse=True):
        place, insertion = _insertion(text, node, key, line_end)
        text = text[:place] + insertion + text[place:]
    return text


def write_codebook(codebook: Codebook) -> str:
    """The YAML text of a codebook, always the same for the same codebook; `parse_codebook` takes it back.

    Raises CodebookError when the codebook breaks a rule, as two merged ones can: no one could read the file.
    """
    sound = build_codebook(codebook.id, codebook.name, codebook.codes)
    top = CommentedMap(codebook=sound.id, name=_in_brackets(_by_language(sound.name)))
    top["codes"] = _code_maps(sound, None)
    yaml = YAML()
    # A text stays on its line, so that version control shows which text changed.
    yaml.width = NO_WRAPPING
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(top, stream)
    return stream.getvalue()


def _code_maps(codebook: Codebook, parent: str | None) -> list[CommentedMap]:
    maps = []
    for code in codebook.children(parent):
        fields = CommentedMap(id=code.id, name=code.name)
        for field in (*TEXTS, *LISTS):
            if texts := _by_language(getattr(code, field)):
                fields[field] = _in_brackets(texts) if field in ONE_LINE else texts
        fields |= {mark: _quoted(getattr(code, mark)) for mark in MARKS if getattr(code, mark)}
        if code.retired:
            fields["retired"] = True
        if codebook.children(code.id):
            fields["children"] = _code_maps(codebook, code.id)
        maps.append(fields)
    return maps


def _by_language(texts: Mapping[str, str | tuple[str, ...]]) -> CommentedMap:
    """French, then English."""
    return CommentedMap((language, _written(texts[language])) for language in sorted(texts, reverse=True))


def _written(text: str | tuple[str, ...]) -> object:
    """Texts in quotes, as people should write them; those of several lines as blocks."""
    if isinstance(text, tuple):
        return [_quoted(one) for one in text]
    return _quoted(text)


def _quoted(text: str) -> object:
    style = LiteralScalarString if "\n" in text else DoubleQuotedScalarString
    return style(text)


def _in_brackets(texts: CommentedMap) -> CommentedMap:
    texts.fa.set_flow_style()
    return texts


def _at_line(name: str, refusal: LineError) -> CodebookError:
    return CodebookError(t("codebook.at_line", file=name, line=refusal.line, what=refusal.message), refusal.hint)


def _root(text: str) -> Node:
    root = read_nodes(text)
    if root is None or root.empty:
        raise LineError(1, t("codebook.empty_file"))
    return root


def _codebook(root: Node) -> Codebook:
    top = _map(root, TOP_KEYS)
    codebook_id = _id(top, "codebook", root)
    if "name" not in top or top["name"].empty:
        raise LineError(root.line, t("codebook.no_codebook_name", form=_form("name")))
    name = _texts(top, "name")
    if "codes" not in top:
        raise LineError(root.line, t("codebook.no_codes"))
    placed = list(_codes(top["codes"], "codes", None))
    codes = tuple(code for code, _ in placed)
    for problem in find_problems(codebook_id, name, codes):
        node = root if problem.index is None else placed[problem.index][1]
        place = node.value.get(problem.field, node) if isinstance(node.value, dict) else node
        raise LineError(place.line, problem.message)
    return Codebook(codebook_id, name, codes)


def _codes(node: Node, field: str, parent: str | None) -> Iterator[tuple[Code, Node]]:
    """The codes of a list in tree order, each with its node."""
    if not node.empty and not isinstance(node.value, list):
        raise LineError(node.line, t("codebook.not_codes", field=field))
    for item in node.value if isinstance(node.value, list) else ():
        entries = _map(item, CODE_KEYS)
        code = _code(entries, item, parent)
        yield code, item
        if "children" in entries:
            yield from _codes(entries["children"], "children", code.id)


def _code(entries: dict[str, Node], node: Node, parent: str | None) -> Code:
    code_id = _id(entries, "id", node)
    name = _word(entries, "name")
    if name is None:
        raise LineError(node.line, t("codebook.no_name"))
    if "colour" in entries and entries["colour"].empty:
        raise LineError(entries["colour"].line, t("codebook.no_colour"))
    return Code(
        code_id,
        unicodedata.normalize("NFC", name),
        parent,
        label=_texts(entries, "label"),
        definition=_texts(entries, "definition"),
        include=_lists(entries, "include"),
        exclude=_lists(entries, "exclude"),
        examples=_lists(entries, "examples"),
        keywords=_lists(entries, "keywords"),
        colour=_word(entries, "colour"),
        shortcut=_word(entries, "shortcut"),
        retired=_flag(entries, "retired"),
    )


def _flag(entries: Mapping[str, Node], key: str) -> bool:
    word = _word(entries, key)
    if word not in (None, "true", "false"):
        raise LineError(entries[key].line, t("codebook.not_flag", field=key))
    return word == "true"


def _map(node: Node, keys: Iterable[str]) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise LineError(node.line, t("codebook.not_map", keys=", ".join(keys)))
    for key, value in node.value.items():
        if key not in keys:
            near = difflib.get_close_matches(key.casefold(), keys, n=1)
            hint = t("codebook.near_key", near=near[0]) if near else t("codebook.keys", keys=", ".join(keys))
            raise LineError(value.line, t("codebook.unknown_key", field=key), hint)
    return node.value


def _id(entries: dict[str, Node], key: str, node: Node) -> str:
    if (found := _word(entries, key)) is None:
        raise LineError(node.line, t("codebook.no_id", field=key), t("codebook.no_id_hint"))
    return found


def _word(entries: Mapping[str, Node], key: str) -> str | None:
    if key not in entries or entries[key].empty:
        return None
    word = _text(entries[key], key)
    if "\n" in word:
        raise LineError(entries[key].line, t("codebook.one_line", field=key))
    return word


def _text(node: Node, field: str) -> str:
    if not isinstance(node.value, str):
        raise LineError(node.line, t("codebook.not_text", field=field))
    if node.empty:
        raise LineError(node.line, t("codebook.empty_text", field=field))
    return node.value.strip()


def _texts(entries: Mapping[str, Node], field: str) -> dict[str, str]:
    return {language: _text(node, field) for language, node in _languages(entries, field)}


def _lists(entries: Mapping[str, Node], field: str) -> dict[str, tuple[str, ...]]:
    lists = {}
    for language, node in _languages(entries, field):
        if not isinstance(node.value, list):
            raise LineError(node.line, t("codebook.not_list", field=field, form=_form(field)))
        lists[language] = tuple(_text(item, field) for item in node.value)
    return lists


def _languages(entries: Mapping[str, Node], field: str) -> Iterator[tuple[str, Node]]:
    """The languages that a field has something in, as written."""
    node = entries.get(field)
    if node is None or node.empty:
        return
    if not isinstance(node.value, dict):
        raise LineError(node.line, t("codebook.not_languages", field=field, form=_form(field)))
    for language, value in node.value.items():
        if language not in LANGUAGES:
            what = t("codebook.bad_language", field=field, language=language)
            raise LineError(value.line, what, t("codebook.comma_hint") if node.flow else "")
        if not value.empty:
            yield language, value


def _form(field: str) -> str:
    return f'{field}: {{fr: ["…"], en: ["…"]}}' if field in LISTS else f'{field}: {{fr: "…", en: "…"}}'


def _nodes_with_ids(root: Node) -> Iterator[tuple[Node, str]]:
    """The maps that need an id, with its key: the codebook and every code that is a map in a list."""
    waiting = [(root, "codebook", "codes")]
    for node, key, below in waiting:
        yield node, key
        listed = node.value[below].value if isinstance(node.value, dict) and below in node.value else ()
        waiting += [
            (item, "id", "children") for item in listed if isinstance(item, Node) and isinstance(item.value, dict)
        ]


def _insertion(text: str, node: Node, key: str, line_end: str) -> tuple[int, str]:
    """Where to put what, so that `node` gets a new id; nothing when it has one."""
    entries = node.value if isinstance(node.value, dict) else {}
    if key in entries:
        colon = COLON.match(text, entries[key].index) if entries[key].blank else None
        return (colon.end(), f" {new_id()}") if colon else (0, "")
    if node.flow:
        return node.index + 1, f"{key}: {new_id()}, "
    return node.index, f"{key}: {new_id()}{line_end}{' ' * node.column}"
