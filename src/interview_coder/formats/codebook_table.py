"""Codebooks as tables (.csv, .xlsx, .ods): one row a code, texts of a list on lines of their own in a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_coder.domain.codebook import LISTS, Codebook, folded
from interview_coder.domain.codebook_rules import find_problems
from interview_coder.domain.codebook_tree import CodeRow, Tree
from interview_coder.domain.languages import detect_language
from interview_coder.domain.listings import Table
from interview_coder.errors import CodebookError
from interview_coder.formats.codebook_columns import (
    ASKED,
    BY_LANGUAGE,
    COLUMNS,
    FIELDS,
    FRENCH_ONLY,
    LEVELS,
    MARKS,
    SYNONYMS,
)
from interview_coder.formats.rows_in import BOOK_SUFFIXES, Row, Sheet, read_rows
from interview_coder.locale import LANGUAGES, t

SUFFIXES = (".csv", ".tsv", *BOOK_SUFFIXES)
_YES = frozenset(("true", "1", "yes", "oui", "vrai", "x", "✓"))
_LINES = re.compile(r"\n| \| ")
_STEPS = re.compile(r"\s*[/>\\]\s*")


@dataclass(frozen=True, slots=True)
class FromTable:
    """A codebook from a table, and in the user's language what was made of its columns."""

    codebook: Codebook
    notes: tuple[str, ...]


def codebook_rows(codebook: Codebook) -> Table:
    """The table of a codebook, from which `read_codebook_table` makes the same one."""
    rows = []
    for code in codebook.codes:
        texts = [_cell(getattr(code, name.rpartition("_")[0]).get(name.rpartition("_")[2])) for name in BY_LANGUAGE]
        marks = (code.colour, code.shortcut, True if code.retired else None)
        rows.append((code.id, codebook.path(code.id), *texts, *marks, codebook.id))
    return Table(COLUMNS, tuple(rows))


def _cell(texts: str | tuple[str, ...] | None) -> str | None:
    if not isinstance(texts, tuple):
        return texts
    if any(_LINES.search(text) or text[:1] in "[{" for text in texts):
        return json.dumps(texts, ensure_ascii=False)
    return "\n".join(texts)


def read_codebook_table(path: Path, current: Codebook | None, taken: Collection[str], language: str) -> FromTable:
    """The codebook in a table; `current` is the project's, by whose ids or paths codes are recognised.

    What the table has no column for stays as it is in `current`. New codes get ids that follow from their paths, other
    ones where those are `taken`. Texts of columns that do not say their language are in that of the table, `language`
    if in doubt. Raises CodebookError or UnreadableFileError with the line of what is wrong.
    """
    sheet = read_rows(path, (), ASKED, SYNONYMS, short=True)
    if not sheet.columns.keys() & {"path", "name", *LEVELS}:
        found = ", ".join((*sheet.columns.values(), *sheet.ignored))
        raise CodebookError(t("booktable.no_codes", file=path.name, found=found), t("booktable.no_codes_hint"))
    if sheet.problems:
        line, reason = sheet.problems[0]
        raise _at_line(path, line, reason)
    spoken = _language(sheet, language)
    claimed = {_text(row.values, "id") for row in sheet.rows}
    tree, lines = Tree(current, taken, claimed, spoken), dict[str, int]()
    for row, names in _paths(sheet.rows):
        key = tree.add(_code_row(path, row, names, spoken))
        if key is None:
            raise _at_line(path, row.line, t("booktable.twice", path="/".join(names)), t("booktable.twice_hint"))
        lines[key] = row.line
    given = next((_text(row.values, "codebook") for row in sheet.rows if _text(row.values, "codebook")), "")
    title = current.name if current else {language: path.stem}
    book = tree.codebook(title, given or (current.id if current else ""))
    for problem in find_problems(book.id, book.name, book.codes):
        code = book.codes[problem.index].id if problem.index is not None else ""
        raise _at_line(path, lines.get(code, 1), problem.message)
    return FromTable(book, tuple(_notes(sheet, spoken)))


def _notes(sheet: Sheet, language: str) -> Iterator[str]:
    yield from sheet.warnings
    if sheet.guessed:
        yield t("bulk.guessed", columns=", ".join(f"{name} = {found}" for name, found in sheet.guessed.items()))
    if sheet.ignored:
        yield t("bulk.ignored", columns=", ".join(sheet.ignored))
    if sheet.columns.keys() & set(FIELDS):
        yield t(f"booktable.texts_in_{language}")


def _language(sheet: Sheet, language: str) -> str:
    """The language of texts whose columns do not say it."""
    texts = [str(row.values.get(name) or "") for row in sheet.rows for name in FIELDS]
    found = detect_language("\n".join(texts))
    if found in LANGUAGES:
        return str(found)
    french = any(name.strip().casefold() in FRENCH_ONLY for name in sheet.columns.values())
    return "fr" if french else language


def _paths(rows: Sequence[Row]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Each row with the names from the top down to its code; rows that name no code are left out."""
    parents = {folded(_text(row.values, "name")): _text(row.values, "parent") for row in rows}
    for row in rows:
        if path := _text(row.values, "path"):
            names = [name for name in (path.split("/") if "/" in path else _STEPS.split(path)) if name.strip()]
        else:
            name = _text(row.values, "name")
            above = [_text(row.values, level) for level in LEVELS]
            names = [*(above if any(above) else _above(name, parents)), name]
        names = [name.strip() for name in names if name.strip()]
        if names:
            yield row, tuple(names)


def _above(name: str, parents: Mapping[str, str]) -> list[str]:
    """The names above a code, from the top, by the column `parent`; up to where it goes round."""
    found: list[str] = []
    seen = {folded(name)}
    parent = parents.get(folded(name), "")
    while parent:
        *further, last = _STEPS.split(parent)
        found[:0] = [*further, last]
        if further or folded(last) in seen:
            break
        seen.add(folded(last))
        parent = parents.get(folded(last), "")
    return found


def _code_row(path: Path, row: Row, names: tuple[str, ...], language: str) -> CodeRow:
    values = row.values
    texts: dict[str, dict[str, object]] = {}
    for name in BY_LANGUAGE:
        if name in values:
            field, _, tongue = name.rpartition("_")
            texts.setdefault(field, {})[tongue] = _texts(field, _text(values, name))
    for field in FIELDS:
        cell = _text(values, field)
        if cell.startswith("{"):
            texts.setdefault(field, {}).update(_from_json(path, row.line, cell))
        elif field in values:
            texts.setdefault(field, {}).setdefault(language, _texts(field, cell))
    marks: dict[str, object] = {name: _mark(name, _text(values, name)) for name in MARKS if name in values}
    return CodeRow(names, _text(values, "id"), texts, marks)


def _texts(field: str, cell: str) -> object:
    """What a cell says: a text, or the texts of a list."""
    if field not in LISTS:
        return cell
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(text, str) for text in found):
            return found
    return [text.strip() for text in _LINES.split(cell) if text.strip()]


def _from_json(path: Path, line: int, cell: str) -> dict[str, object]:
    """The texts by language as the listing of a codebook writes them."""
    try:
        found = json.loads(cell)
    except ValueError as error:
        raise _at_line(path, line, t("rows.not_json", column=getattr(error, "colno", 1))) from error
    return found if isinstance(found, dict) else {}


def _mark(name: str, cell: str) -> object:
    if name == "retired":
        return cell.casefold() in _YES
    if name == "colour" and cell and not cell.startswith("#"):
        return f"#{cell}"
    return cell or None


def _text(values: Mapping[str, object], name: str) -> str:
    return str(values.get(name) or "").strip()


def _at_line(path: Path, line: int, what: str, hint: str = "") -> CodebookError:
    return CodebookError(t("codebook.at_line", file=path.name, line=line, what=what), hint)
