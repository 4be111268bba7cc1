"""Writing to files for papers, spreadsheets and other programs: what can be written, and in which formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from interview_coder.domain.listings import Table
from interview_coder.errors import RefusedError, UnknownNameError
from interview_coder.formats.iramuteq import ASIDES
from interview_coder.locale import t
from interview_coder.services import corpora, matrices
from interview_coder.services.counting import frequencies
from interview_coder.services.footing import footing
from interview_coder.services.quoting import quotes_table
from interview_coder.services.retrieving import codings_table, transcripts_table
from interview_coder.services.selecting import Selection, look_up
from interview_coder.store import listings
from interview_coder.store.project import Project

SUFFIXES = (".csv", ".xlsx", ".jsonl")
FOLDER = ""
"""The suffix of a folder: none."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to write, from which codings; `kind`, `unit` and `asides` only where what is written has such.

    `excel_fr` and `raw` are those of csv.
    """

    path: Path
    what: str
    selection: Selection
    kind: str | None = None
    unit: str | None = None
    asides: str | None = None
    both_languages: bool = False
    excel_fr: bool = False
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an order: how many rows, texts or codes, and sentences about what did not fit."""

    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """What writes files with some suffixes. What can be asked for: `kinds`, `units`, `asides`, `languages`."""

    suffixes: tuple[str, ...]
    write: Callable[[Project, Order], Written]
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    languages: bool = False


def placed_order(path: Path, what: str | None, **options: object) -> Order:
    """The order for `path`; without `what`, its suffix says what is written.

    Raises UnknownNameError when the suffix or an option does not fit what is to be written.
    """
    suffix = path.suffix.lower()
    chosen = what or _USUAL.get(suffix, "codings")
    writers = WRITERS[chosen]
    writer = next((one for one in writers if suffix in one.suffixes), None)
    if writer is None:
        known = [name or t("export.folder") for one in writers for name in one.suffixes]
        raise UnknownNameError(
            t("export.unknown_suffix", path=path, what=chosen), t("export.known", names=", ".join(known))
        )
    for name, known_values in (("kind", writer.kinds), ("unit", writer.units), ("asides", writer.asides)):
        given = options.get(name)
        if given is not None and given not in known_values:
            names = ", ".join(known_values)
            hint = t("export.known", names=names) if names else t("export.leave_out", name=f"--{name}")
            raise UnknownNameError(t("export.unknown_option", name=f"--{name} {given}", what=chosen, path=path), hint)
    if options.get("both_languages") and not writer.languages:
        name = "--both-languages"
        message = t("export.unknown_option", name=name, what=chosen, path=path)
        raise UnknownNameError(message, t("export.leave_out", name=name))
    return Order(path, chosen, **options)  # type: ignore[arg-type]


def export(project: Project, order: Order) -> Written:
    """Carry out an order from `placed_order`; the file is written whole or not at all. Raises CoderError."""
    suffix = order.path.suffix.lower()
    writer = next(one for one in WRITERS[order.what] if suffix in one.suffixes)
    return writer.write(project, order)


def check_target(path: Path) -> None:
    """Raise UnknownNameError unless the suffix of `path` is one that tables can be written to."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnknownNameError(t("export.no_table", path=path), t("export.known", names=", ".join(SUFFIXES)))


def write_table(table: Table, path: Path, *, excel_fr: bool, raw: bool) -> tuple[str, ...]:
    """Write `table` to `path` in the format of its suffix, whole or not at all; what did not fit. Raises CoderError."""
    from interview_coder.formats.table_file import write  # noqa: PLC0415 - writers load on use

    check_target(path)
    return write(table, path, excel_fr=excel_fr, raw=raw)


def _table(
    make: Callable[[Project, Order], Table], *, kinds: tuple[str, ...] = (), units: tuple[str, ...] = ()
) -> Writer:
    def write(project: Project, order: Order) -> Written:
        table = make(project, order)
        cut = write_table(table, order.path, excel_fr=order.excel_fr, raw=order.raw)
        return Written(len(table.rows), tuple(note for note in (table.caption, *table.notes, *cut) if note))

    return Writer(SUFFIXES, write, kinds, units)


def _frequencies(project: Project, order: Order) -> Table:
    selection = order.selection
    return frequencies(
        project, by=("code",), measure="codings", roll_up=selection.roll_up, unused=True, selection=selection
    )


def _codebook(project: Project, order: Order) -> Table:
    from interview_coder.services.annexes import selected_codebook  # noqa: PLC0415

    return selected_codebook(project, order.selection)


def _transcripts(project: Project, order: Order) -> Table:
    """The listing; a filter on codings keeps the transcripts that hold such codings."""
    selection = order.selection
    asked = look_up(project, selection)
    listed = transcripts_table(project, selection.where)
    kept = set(asked.names) if asked.wanted.transcript is None else {asked.wanted.transcript}
    if selection.code or selection.coder or selection.query is not None:
        kept &= set(listings.codes_by_transcript(project, asked.wanted))
    rows = tuple(row for row in listed.rows if row[0] in kept)
    return replace(listed, rows=rows, notes=(*listed.notes, *footing(selection)))


def _matrix(project: Project, order: Order) -> Table:
    return matrices.matrix(
        project, order.selection, kind=order.kind or matrices.BINARY, unit=order.unit or matrices.CASE
    )


def _corpus(project: Project, order: Order) -> Written:
    from interview_coder.formats.files_out import write_file  # noqa: PLC0415
    from interview_coder.formats.iramuteq import Corpus, write_iramuteq  # noqa: PLC0415

    gathered = corpora.corpus(project, order.selection, order.kind)
    made: list[Corpus] = []

    def write(stream: TextIO) -> None:
        made.append(write_iramuteq(gathered.texts, stream, asides=order.asides or ASIDES[0]))
        if not made[0].texts:
            raise RefusedError(
                t("export.nothing", path=order.path), " ".join(gathered.notes) or t("export.nothing_hint")
            )

    write_file(order.path, write)
    said = t("iramuteq.written", texts=made[0].texts, words=made[0].words)
    return Written(made[0].texts, (said, *gathered.notes, *made[0].notes, *footing(order.selection)))


def _page(project: Project, order: Order) -> Written:
    from interview_coder.services.pages import write_one_page  # noqa: PLC0415

    return Written(*write_one_page(project, order.path, order.selection))


def _folder(project: Project, order: Order) -> Written:
    from interview_coder.services.pages import write_folder  # noqa: PLC0415

    return Written(*write_folder(project, order.path, order.selection))


def _markdown(project: Project, order: Order) -> Written:
    from interview_coder.formats.annex_markdown import write_markdown  # noqa: PLC0415
    from interview_coder.formats.files_out import write_file  # noqa: PLC0415
    from interview_coder.services.annexes import annex  # noqa: PLC0415

    made = annex(project, order.selection, both=order.both_languages)
    write_file(order.path, lambda stream: write_markdown(made, stream))
    return Written(len(made.entries), made.notes)


def _word(project: Project, order: Order) -> Written:
    from interview_coder.formats.annex_docx import write_docx  # noqa: PLC0415
    from interview_coder.formats.files_out import write_binary_file  # noqa: PLC0415
    from interview_coder.services.annexes import annex  # noqa: PLC0415

    made = annex(project, order.selection, both=order.both_languages)
    write_binary_file(order.path, lambda stream: write_docx(made, stream))
    return Written(len(made.entries), made.notes)


WRITERS: Mapping[str, tuple[Writer, ...]] = {
    "codings": (_table(lambda project, order: codings_table(project, order.selection)),),
    "quotes": (_table(lambda project, order: quotes_table(project, order.selection)),),
    "matrix": (_table(_matrix, kinds=matrices.KINDS, units=matrices.UNITS),),
    "frequencies": (_table(_frequencies),),
    "codebook": (
        _table(_codebook),
        Writer((".docx",), _word, languages=True),
        Writer((".md",), _markdown, languages=True),
    ),
    "transcripts": (
        _table(_transcripts),
        Writer((".html",), _page),
        Writer((FOLDER,), _folder),
    ),
    "iramuteq": (Writer((".txt",), _corpus, kinds=corpora.KINDS, asides=ASIDES),),
}
_USUAL = {".txt": "iramuteq", ".html": "transcripts", ".docx": "codebook", ".md": "codebook"}
