"""A table of attributes as it is in its file: the rows with their lines, the columns and what they become."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview_coder.domain.cases import (
    NUMBER,
    TEXT,
    TYPES,
    Attribute,
    check_attribute_name,
    is_ambiguous,
    names_for,
)
from interview_coder.domain.inference import infer, says_nothing, widened
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError, RefusedError, UnknownNameError
from interview_coder.locale import t


@dataclass(frozen=True, slots=True)
class AttributeTable:
    """The rows of a file: their lines, and the cells of each column; `names` are what attributes of the columns are
    called.
    """

    path: Path
    lines: tuple[int, ...]
    columns: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    def column(self, name: str) -> str:
        """The column called `name`, or whose attribute is, accents and case aside.

        Raises UnknownNameError with the columns there are.
        """
        wanted = fold(name.strip())
        for called in (*((column, column) for column in self.columns), *self.names.items()):
            if fold(called[1]) == wanted:
                return called[0]
        known = ", ".join(self.columns)
        raise UnknownNameError(t("attributes.unknown_column", name=name, path=self.path), t("count.known", names=known))

    def renamed(self, columns: Iterable[str]) -> Iterator[str]:
        """A sentence for each of `columns` whose attribute is called otherwise."""
        for column in columns:
            if " ".join(column.split()) != self.names[column]:
                yield t("attributes.renamed", column=column, name=self.names[column])


def read_table(path: Path, missing: Sequence[str] = ()) -> tuple[AttributeTable, tuple[str, ...]]:
    """The table at `path` and warnings about it; cells that are one of `missing`, accents and case aside, are empty.

    Raises UnreadableFileError, or RefusedError for one without rows.
    """
    from interview_coder.formats.rows_in import read_rows  # noqa: PLC0415 - only for tables

    sheet = read_rows(path, (), None, short=True)
    if sheet.problems:
        rows = [t("attributes.bad_row", line=line, reason=reason) for line, reason in sheet.problems]
        raise BulkRowsError(t("attributes.bad_rows", path=path, count=len(rows)), rows, t("attributes.bad_rows_hint"))
    if not sheet.rows:
        raise RefusedError(t("attributes.empty", path=path), t("attributes.empty_hint"))
    names = dict.fromkeys(name for row in sheet.rows for name in row.values)
    silent = {fold(word) for word in missing}
    columns = {name: tuple(_written(row.values.get(name), silent) for row in sheet.rows) for name in names}
    return AttributeTable(path, tuple(row.line for row in sheet.rows), columns, names_for(columns)), sheet.warnings


def _written(value: object, silent: Collection[str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    cell = "" if value is None else " ".join(str(value).split())
    return "" if silent and fold(cell) in silent else cell


def attributes_of(
    table: AttributeTable,
    columns: Sequence[str],
    known: Sequence[Attribute],
    types: Mapping[str, str],
    only: Sequence[str],
) -> Iterator[tuple[str, Attribute]]:
    """The columns to take, each with its attribute: one of `known`, with more choices if need be, or a new one.

    `types` are those that the user gave to columns, `only` the columns wanted if any are named; of the others those
    that are empty are left out. Raises UnknownNameError for a column or a type that is none, RefusedError for another
    type than the attribute has.
    """
    given = {table.column(name): type_ for name, type_ in types.items()}
    wanted = {table.column(name) for name in only}
    for column in columns:
        if wanted and column not in wanted:
            continue
        name = check_attribute_name(table.names[column])
        type_ = given.get(column)
        if type_ is not None and type_ not in TYPES:
            raise UnknownNameError(t("attributes.unknown_type", type=type_), t("count.known", names=", ".join(TYPES)))
        there = next((one for one in known if fold(one.name) == fold(name)), None)
        if there is not None and type_ not in (None, there.type):
            raise RefusedError(
                t("attributes.other_type", name=there.name, type=there.type), t("attributes.other_type_hint")
            )
        blank = there or Attribute("", name, type_ or TEXT)
        cells = [cell for cell in table.columns[column] if not says_nothing(blank, cell)]
        if there is None and not cells and not wanted:
            continue
        yield column, widened(blank if there or type_ else infer(name, cells), cells)


def doubts_of(attribute: Attribute, cells: Sequence[str]) -> Iterator[str]:
    """Sentences about what a column's cells may not mean: words taken as missing, numbers that can be read two ways."""
    silent = dict.fromkeys(cell for cell in cells if cell and says_nothing(attribute, cell))
    if silent:
        count = sum(cell in silent for cell in cells)
        yield t("attributes.silent", name=attribute.name, words=", ".join(silent), count=count)
    if attribute.type == TEXT:
        two_ways = [cell for cell in cells if is_ambiguous(cell)]
        others = [cell for cell in cells if not is_ambiguous(cell) and not says_nothing(attribute, cell)]
        if two_ways and (not others or infer("", others).type == NUMBER):
            yield t("attributes.two_ways", name=attribute.name, example=two_ways[0])
