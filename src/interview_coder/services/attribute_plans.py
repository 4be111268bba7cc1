"""What a table of attributes would bring in: which row is which case, which columns are what, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interview_coder.domain.cases import CHOICE, RESERVED, TYPES, Attribute, Value, check_attribute_name, parse_value
from interview_coder.domain.file_names import DOUBTFUL, EXACT, NONE, SURE, Match, match_names
from interview_coder.domain.inference import infer, is_missing, list_choices
from interview_coder.domain.text import fold
from interview_coder.errors import BulkRowsError, RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.finding import Transcripts
from interview_coder.store.cases import People, people
from interview_coder.store.project import Project

SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says of a table of attributes. None and empty: recognised.

    `column` names the transcripts, `case_column` the cases; `types` maps columns to types; `only` are the columns to
    take; `matches` maps a row (its cell, or the number of its line) to a transcript or case, an empty one to none.
    `skip` leaves doubtful rows out, `prefer` ("first" or "last") settles rows of one case that contradict each other;
    `values` settles single contradictions, by case and attribute; `all_rows` keeps rows without an interview as cases.
    """

    column: str | None = None
    case_column: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    matches: Mapping[str, str] = field(default_factory=dict)
    skip: bool = False
    prefer: str | None = None
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    all_rows: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: its line in the file, the cell that names it, how sure its meaning is, what it may mean, its case.

    `case` is the name of the case that it describes, None when it is left out.
    """

    line: int
    cell: str
    sure: str
    names: tuple[str, ...]
    case: str | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Rows of one case that say different things: the values by line, as written."""

    case: str
    column: str
    values: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    `cells` maps each case to what its rows say, by column; `transcripts` maps ids of transcripts to cases. `attributes`
    are the columns to take, with the ids of those that the project has. `without` are names of transcripts without a
    row. Nothing can be done while there are `doubts` or `contradictions`.
    """

    column: str | None
    case_column: str | None
    rows: tuple[PlannedRow, ...]
    attributes: tuple[Attribute, ...]
    cells: Mapping[str, Mapping[str, str]]
    transcripts: Mapping[str, str]
    without: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    warnings: tuple[str, ...]

    @property
    def doubts(self) -> tuple[PlannedRow, ...]:
        """Rows that nobody has settled yet."""
        return tuple(row for row in self.rows if row.sure == DOUBTFUL)


@dataclass(frozen=True, slots=True)
class _Table:
    path: Path
    lines: tuple[int, ...]
    columns: Mapping[str, tuple[str, ...]]


def plan(project: Project, path: Path, wishes: Wishes) -> Plan:
    """What importing the table at `path` would do. Raises CoderError for what is no such table, or wishes amiss."""
    table, warnings = _read(path)
    known, who = Transcripts(project), people(project)
    case_column = _asked_column(table, wishes.case_column) if wishes.case_column else None
    column = _asked_column(table, wishes.column) if wishes.column else None
    names = [row.name for row in known.rows]
    if column is None and not (case_column and not wishes.all_rows and _guess(table, names) is None):
        column = _guess(table, names)
    if column is None and case_column is None:
        raise RefusedError(
            t("attributes.no_column", path=path, columns=", ".join(table.columns)), t("attributes.no_column_hint")
        )
    rows = tuple(_rows(table, column, case_column, known, who, wishes))
    named = {column, case_column}
    attributes = tuple(_attributes(table, [c for c in table.columns if c not in named], who, wishes))
    cells, contradictions = _joined(table, rows, [one.name for one in attributes], wishes)
    ids = {row.name: row.id for row in known.rows}
    assigned = {ids[row.names[0]]: row.case for row in rows if column and row.case and row.names}
    without = tuple(row.name for row in known.rows if column and row.id not in assigned)
    renamed = tuple(t("attributes.renamed", column=c, name=free_name(c)) for c in table.columns if free_name(c) != c)
    return Plan(
        *(column, case_column, rows, attributes, cells, assigned, without),
        contradictions,
        (*warnings, *renamed),
    )


def _read(path: Path) -> tuple[_Table, tuple[str, ...]]:
    from interview_coder.formats.rows_in import read_rows  # noqa: PLC0415 - only for tables

    sheet = read_rows(path, (), None, short=True)
    if sheet.problems:
        rows = [t("attributes.bad_row", line=line, reason=reason) for line, reason in sheet.problems]
        raise BulkRowsError(t("attributes.bad_rows", path=path, count=len(rows)), rows, t("attributes.bad_rows_hint"))
    if not sheet.rows:
        raise RefusedError(t("attributes.empty", path=path), t("attributes.empty_hint"))
    names = dict.fromkeys(name for row in sheet.rows for name in row.values)
    columns = {name: tuple(_written(row.values.get(name)) for row in sheet.rows) for name in names}
    return _Table(path, tuple(row.line for row in sheet.rows), columns), sheet.warnings


def _written(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _asked_column(table: _Table, name: str) -> str:
    for column in table.columns:
        if fold(column) == fold(name.strip()):
            return column
    raise UnknownNameError(
        t("attributes.unknown_column", name=name, path=table.path), t("count.known", names=", ".join(table.columns))
    )


def _guess(table: _Table, names: Sequence[str]) -> str | None:
    """The column whose cells name the most transcripts beyond doubt, or None."""
    certain = {
        column: sum(match.sure in (EXACT, SURE) for match in match_names(cells, names))
        for column, cells in table.columns.items()
    }
    best = max(certain, key=lambda column: certain[column], default=None)
    return best if best is not None and certain[best] else None


def _rows(
    table: _Table, column: str | None, case_column: str | None, known: Transcripts, who: People, wishes: Wishes
) -> Iterator[PlannedRow]:
    if column is not None:
        targets = [row.name for row in known.rows]
        cases = {row.name: own.name for row in known.rows if (own := who.case_of(row.id))}
    else:
        targets = [case.name for case in who.cases.values()]
        cases = {}
    cells = table.columns[column or case_column or ""]
    given = table.columns[case_column] if case_column else None
    for number, (line, match) in enumerate(zip(table.lines, match_names(cells, targets), strict=True)):
        sure, names = _settled(match, line, targets, wishes)
        name = given[number] if given is not None and not is_missing(given[number]) else None
        case = None
        if sure in (EXACT, SURE):
            case = name if column and name else cases.get(names[0], names[0])
        elif sure == NONE and wishes.all_rows and (name or match.cell):
            case = name or match.cell
        yield PlannedRow(line, match.cell, sure, names, case)


def _settled(match: Match, line: int, targets: Sequence[str], wishes: Wishes) -> tuple[str, tuple[str, ...]]:
    """How sure a match is and what it means, once the user's word is heard. Raises UnknownNameError."""
    wanted = wishes.matches.get(match.cell, wishes.matches.get(str(line)))
    if wanted is not None:
        if not wanted:
            return SKIPPED, ()
        found = [name for name in targets if fold(name) == fold(wanted)]
        if not found:
            raise UnknownNameError(t("find.unknown_transcript", name=wanted), t("find.list_transcripts"))
        return EXACT, (found[0],)
    if match.sure == DOUBTFUL and wishes.skip:
        return SKIPPED, match.names
    return match.sure, match.names


def free_name(column: str) -> str:
    """A name for the attribute of a column: its own unless listings have a column of that name."""
    return f"{column}_" if fold(column) in RESERVED else column


def _attributes(table: _Table, columns: Sequence[str], who: People, wishes: Wishes) -> Iterator[Attribute]:
    """The columns to take as attributes: those that the project has with more choices if need be, others inferred."""
    for name in (*wishes.types, *wishes.only):
        _asked_column(table, name)
    only, types = {fold(name) for name in wishes.only}, {fold(name): type_ for name, type_ in wishes.types.items()}
    for column in columns:
        if only and fold(column) not in only:
            continue
        name = check_attribute_name(free_name(column))
        known = next((one for one in who.attributes if fold(one.name) == fold(name)), None)
        cells = [cell for cell in table.columns[column] if not is_missing(cell)]
        if known is None and not cells and not only:
            continue
        type_ = types.get(fold(column))
        if type_ is not None and type_ not in TYPES:
            raise UnknownNameError(t("attributes.unknown_type", type=type_), t("count.known", names=", ".join(TYPES)))
        if known is not None and type_ not in (None, known.type):
            raise RefusedError(
                t("attributes.other_type", name=known.name, type=known.type), t("attributes.other_type_hint")
            )
        found = known or infer(name, cells)
        if known is None and type_ is not None:
            found = Attribute("", name, type_)
        if found.type == CHOICE:
            found = Attribute(found.id, found.name, CHOICE, tuple(list_choices([*found.choices, *cells])))
        yield found


def _joined(
    table: _Table, rows: Sequence[PlannedRow], names: Sequence[str], wishes: Wishes
) -> tuple[dict[str, dict[str, str]], tuple[Contradiction, ...]]:
    """What the rows of each case say together, by attribute; and where they contradict each other."""
    columns = {name: cells for column, cells in table.columns.items() if (name := _attribute_of(column, names))}
    said: dict[str, dict[str, dict[int, str]]] = {}
    for number, row in enumerate(rows):
        if row.case is None:
            continue
        case = said.setdefault(row.case, {})
        for name, cells in columns.items():
            if not is_missing(cells[number]):
                case.setdefault(name, {})[row.line] = cells[number]
    joined: dict[str, dict[str, str]] = {}
    contradictions = []
    for case_name, by_name in said.items():
        joined[case_name] = {}
        for name, values in by_name.items():
            if (case_name, name) in wishes.values:
                joined[case_name][name] = wishes.values[case_name, name]
            elif len({fold(value) for value in values.values()}) > 1 and wishes.prefer is None:
                contradictions.append(Contradiction(case_name, name, values))
            else:
                joined[case_name][name] = list(values.values())[-1 if wishes.prefer == "last" else 0]
    return joined, tuple(contradictions)


def _attribute_of(column: str, names: Sequence[str]) -> str | None:
    return next((name for name in names if fold(name) == fold(" ".join(free_name(column).split()))), None)


def values_of(made: Plan) -> dict[str, dict[str, Value]]:
    """The typed values of each case, by the attributes' names. Raises BulkRowsError that names every wrong one."""
    attributes = {one.name: one for one in made.attributes}
    found: dict[str, dict[str, Value]] = {}
    bad: list[str] = []
    for case, cells in made.cells.items():
        found[case] = {}
        for name, cell in cells.items():
            try:
                value = parse_value(attributes[name], cell)
            except RefusedError as error:
                bad.append(t("attributes.bad_cell", case=case, reason=error))
            else:
                if value is not None:
                    found[case][name] = value
    if bad:
        raise BulkRowsError(t("attributes.bad_cells", count=len(bad)), bad, t("attributes.bad_cells_hint"))
    return found
