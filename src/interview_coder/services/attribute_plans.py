"""What a table of attributes would bring in: which row is which case, which columns are what, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from interview_coder.domain.cases import Attribute, Value, parse_value
from interview_coder.domain.file_names import DOUBTFUL, EXACT, NONE, SURE, Match, best_column, match_names
from interview_coder.domain.inference import is_missing, says_nothing
from interview_coder.domain.text import fold
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.locale import t
from interview_coder.services.attribute_tables import AttributeTable, attributes_of, doubts_of, read_table
from interview_coder.services.finding import Transcripts
from interview_coder.store.cases import People, people
from interview_coder.store.project import Project

SKIPPED, SETTLED = "skipped", "settled"
_MEANT = (EXACT, SURE, SETTLED)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user says of a table of attributes. None and empty: recognised.

    `column` names the transcripts, `case_column` the cases; `types` maps columns to types; `only` are the columns to
    take, `missing` further words that mean a missing value. `matches` maps a row (its cell, or the number of its line)
    to a transcript or case, an empty one to none, and so does `answers`, by line. `accept` takes doubtful rows that can
    mean one thing only, `skip` leaves doubtful rows out, `prefer` ("first" or "last") settles rows of one case that
    contradict each other; `values` settles single contradictions, by case and attribute; `all_rows` keeps rows without
    an interview as cases.
    """

    column: str | None = None
    case_column: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    matches: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[int, str] = field(default_factory=dict)
    accept: bool = False
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

    `values` maps each case to what its rows say, by the attributes' names; `transcripts` maps ids of transcripts to
    cases. `attributes` are the columns to take, with the ids of those that the project has. `without` are names of
    transcripts without a row, `replaced` sentences about values that are known and would change. Nothing can be done
    while there are `doubts`, `contradictions` or `bad` cells, in sentences.
    """

    column: str | None
    case_column: str | None
    rows: tuple[PlannedRow, ...]
    attributes: tuple[Attribute, ...]
    values: Mapping[str, Mapping[str, Value]]
    transcripts: Mapping[str, str]
    without: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    bad: tuple[str, ...]
    replaced: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def doubts(self) -> tuple[PlannedRow, ...]:
        """Rows that nobody has settled yet."""
        return tuple(row for row in self.rows if row.sure == DOUBTFUL)


def plan(project: Project, path: Path, wishes: Wishes) -> Plan:
    """What importing the table at `path` would do. Raises CoderError for what is no such table, or wishes amiss."""
    table, warnings = read_table(path, wishes.missing)
    known, who = Transcripts(project), people(project)
    column, case_column = _naming_columns(table, [row.name for row in known.rows], wishes)
    rows, apart = _one_case_each(tuple(_rows(table, column, case_column, known, who, wishes)), case_column, wishes)
    others = [name for name in table.columns if name not in (column, case_column)]
    taken = dict(attributes_of(table, others, who.attributes, wishes.types, wishes.only))
    cells, contradictions = _joined(table, rows, taken, wishes)
    values, bad = _typed({one.name: one for one in taken.values()}, cells)
    ids = {row.name: row.id for row in known.rows}
    assigned = {ids[row.names[0]]: row.case for row in rows if column and row.case and row.names}
    without = tuple(row.name for row in known.rows if column and row.id not in assigned)
    doubtful = tuple(said for name, one in taken.items() for said in doubts_of(one, table.columns[name]))
    return Plan(
        *(column, case_column, rows, tuple(taken.values()), values, assigned, without),
        *((*apart, *contradictions), bad, tuple(_replaced(who, values))),
        (*warnings, *table.renamed(taken), *doubtful),
    )


def _naming_columns(table: AttributeTable, names: Sequence[str], wishes: Wishes) -> tuple[str | None, str | None]:
    """The column that names transcripts, recognised unless given, and the one that names cases."""
    case_column = table.column(wishes.case_column) if wishes.case_column else None
    if wishes.column:
        return table.column(wishes.column), case_column
    column = best_column(table.columns, names)
    if column is None and case_column is None:
        known = ", ".join(table.columns)
        raise RefusedError(t("attributes.no_column", path=table.path, columns=known), t("attributes.no_column_hint"))
    return column, case_column


def _rows(
    table: AttributeTable,
    column: str | None,
    case_column: str | None,
    known: Transcripts,
    who: People,
    wishes: Wishes,
) -> Iterator[PlannedRow]:
    if column is not None:
        targets = [row.name for row in known.rows]
        cases = {row.name: own.name for row in known.rows if (own := who.case_of(row.id))}
    else:
        targets, cases = [case.name for case in who.cases.values()], {}
    cells = table.columns[column or case_column or ""]
    _refuse_unknown_rows(table, cells, wishes)
    given = table.columns[case_column] if case_column else None
    spelled = {fold(case.name): case.name for case in who.cases.values()}
    for number, (line, match) in enumerate(zip(table.lines, match_names(cells, targets), strict=True)):
        sure, names = _settled(match, line, targets, wishes)
        name = given[number] if given is not None and not is_missing(given[number]) else None
        case = None
        if sure in _MEANT:
            case = name if column and name else cases.get(names[0], names[0])
        elif sure == NONE and wishes.all_rows and (name or match.cell):
            case = name or match.cell
        # A case is spelled as it was first, in the project or in the table.
        yield PlannedRow(line, match.cell, sure, names, case and spelled.setdefault(fold(case), case))


def _refuse_unknown_rows(table: AttributeTable, cells: Sequence[str], wishes: Wishes) -> None:
    """Raise UnknownNameError for what the user said of a row that is not there."""
    there = {*cells, *map(str, table.lines)}
    for name in wishes.matches:
        if name not in there:
            raise UnknownNameError(
                t("attributes.unknown_row", name=name, path=table.path), t("attributes.unknown_row_hint")
            )


def _settled(match: Match, line: int, targets: Sequence[str], wishes: Wishes) -> tuple[str, tuple[str, ...]]:
    """How sure a match is and what it means, once the user's word is heard. Raises UnknownNameError."""
    by_line = wishes.answers.get(line, wishes.matches.get(str(line)))
    wanted = wishes.matches.get(match.cell, by_line) if match.cell else by_line
    if wanted is not None:
        if not wanted:
            return SKIPPED, ()
        found = [name for name in targets if name == wanted] or [n for n in targets if fold(n) == fold(wanted)]
        if not found:
            raise UnknownNameError(t("find.unknown_transcript", name=wanted), t("find.list_transcripts"))
        return SETTLED, (found[0],)
    if match.sure == DOUBTFUL and wishes.accept and len(match.names) == 1:
        return SETTLED, match.names
    if match.sure == DOUBTFUL and wishes.skip:
        return SKIPPED, match.names
    return match.sure, match.names


def _one_case_each(
    rows: tuple[PlannedRow, ...], case_column: str | None, wishes: Wishes
) -> tuple[tuple[PlannedRow, ...], tuple[Contradiction, ...]]:
    """The rows, those of one interview with one case; and where rows of one interview name several cases."""
    said: dict[str, dict[int, str]] = {}
    for row in rows:
        if row.case and row.names and case_column:
            said.setdefault(row.names[0], {})[row.line] = row.case
    apart, chosen = [], {}
    for transcript, cases in said.items():
        answer = _answer(transcript, case_column or "", cases, wishes)
        if answer is None:
            apart.append(Contradiction(transcript, case_column or "", cases))
        else:
            chosen[transcript] = answer
    named = (replace(row, case=chosen.get(row.names[0], row.case) or None) if row.names else row for row in rows)
    return tuple(named), tuple(apart)


def _answer(case: str, name: str, values: Mapping[int, str], wishes: Wishes) -> str | None:
    """What rows of one case (or interview) say together, once the user's word is heard; None if they contradict."""
    if (case, name) in wishes.values:
        return wishes.values[case, name]
    if len({fold(value) for value in values.values()}) > 1 and wishes.prefer is None:
        return None
    return list(values.values())[-1 if wishes.prefer == "last" else 0]


def _joined(
    table: AttributeTable, rows: Sequence[PlannedRow], taken: Mapping[str, Attribute], wishes: Wishes
) -> tuple[dict[str, dict[str, str]], tuple[Contradiction, ...]]:
    """What the rows of each case say together, by attribute; and where they contradict each other."""
    said: dict[str, dict[str, dict[int, str]]] = {}
    for number, row in enumerate(rows):
        if row.case is None:
            continue
        case = said.setdefault(row.case, {})
        for column, attribute in taken.items():
            if not says_nothing(attribute, cell := table.columns[column][number]):
                case.setdefault(attribute.name, {})[row.line] = cell
    joined: dict[str, dict[str, str]] = {}
    contradictions = []
    for case_name, by_name in said.items():
        joined[case_name] = {}
        for name, values in by_name.items():
            answer = _answer(case_name, name, values, wishes)
            if answer is None:
                contradictions.append(Contradiction(case_name, name, values))
            else:
                joined[case_name][name] = answer
    return joined, tuple(contradictions)


def _typed(
    attributes: Mapping[str, Attribute], cells: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, dict[str, Value]], tuple[str, ...]]:
    """The typed values of each case, by the attributes' names, and a sentence about each cell that is no value."""
    found: dict[str, dict[str, Value]] = {}
    bad: list[str] = []
    for case, by_name in cells.items():
        found[case] = {}
        for name, cell in by_name.items():
            try:
                value = parse_value(attributes[name], cell)
            except RefusedError as error:
                bad.append(t("attributes.bad_cell", case=case, reason=f"{error.message} {error.hint}"))
            else:
                if value is not None:
                    found[case][name] = value
    return found, tuple(bad)


def _replaced(who: People, values: Mapping[str, Mapping[str, Value]]) -> Iterator[str]:
    """A sentence for each value that is known and would be another one."""
    known = {fold(case.name): who.named_values(case) for case in who.cases.values()}
    for case, found in values.items():
        there = known.get(fold(case), {})
        for name, value in found.items():
            if name in there and there[name] != value:
                yield t("attributes.replaced", case=case, name=name, old=there[name], new=value)
