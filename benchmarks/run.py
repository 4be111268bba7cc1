"""Time the command line on invented interviews, check its figures, and say whether it keeps its budgets.

    python benchmarks/run.py [--interviews 92 920] [--repeat 5] [--only TEXT] [--json FILE]

Each command is a process of its own on a fresh project in a temporary folder. See README.md for the rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from budgets import BUDGETS, COMPARISONS, MEMORY_MB, TIMES_FOR_TEN, Budget

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "corpus_sample"
RARE, PHRASE, PREFIX = "anticonstitutionnellement", '"je pense que"', "entraîn*"
SMALL = 92  # the size for which budgets are given
SPELLINGS = ("confidentialité", "confidentialite", "CONFIDENTIALITÉ", "confidentialite\u0301")
CROSSINGS = (
    ("code,coder",),
    ("code", "--roll-up"),
    ("code", "--unused"),
    ("code,transcript", "--count", "transcripts"),
    ("speaker", "--count", "words", "--roll-up"),
    ("code,coder,transcript,speaker,role", "--count", "turns", "--roll-up"),
)
BETWEEN = "AND|AND NOT|OR|NEAR/2 turns|NEAR/20 words|WITHIN turn|WITHIN transcript|FOLLOWED BY".split("|")


@dataclass
class Row:
    """What one command took: seconds on the clock and of processor in each run, peak memory, and what was wrong."""

    what: str
    interviews: int
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    wrong: str = ""
    note: str = ""

    @property
    def milliseconds(self) -> float:
        """The median on the clock."""
        return 1000 * statistics.median(self.clock)


class Bench:
    """A folder with a workload and projects, and the rows measured so far."""

    def __init__(self, folder: Path, interviews: int, repeat: int, only: str, source: Path) -> None:
        self.folder, self.interviews, self.repeat, self.only = folder, interviews, repeat, only
        self.rows: list[Row] = []
        self.out = folder / "out"
        self.environment = {**os.environ, "PYTHONPATH": str(source), "INTERVIEW_CODER_STATE": str(folder / "state")}
        generator = [sys.executable, str(HERE / "workload.py"), str(folder / "work"), "--interviews", str(interviews)]
        # In a process of its own: the peak memory of a child counts that of the process that starts it.
        subprocess.run(generator, check=True)
        self.work = folder / "work"
        self.expected = json.loads((self.work / "expected.json").read_text(encoding="utf-8"))

    def once(self, arguments: list[str]) -> tuple[float, float, float]:
        """Run Python with `arguments`; seconds on the clock, seconds of processor, peak memory in MB."""
        with self.out.open("wb") as out, (self.folder / "err").open("wb") as err:
            start = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, *arguments], stdout=out, stderr=err, env=self.environment, cwd=self.folder
            )
            _, status, usage = os.wait4(process.pid, 0)
            clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)}\n{(self.folder / 'err').read_text(encoding='utf-8')}")
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit

    def command(self, project: str, *arguments: str) -> None:
        """Run a command that is not measured."""
        self.once(["-m", "interview_coder", "-p", f"{project}.icoder", *arguments])

    def python(self, what: str, *arguments: str) -> None:
        """Measure Python itself."""
        self._measure(what, lambda _: list(arguments), warm=True)

    def read(self, what: str, project: str, *arguments: str, check: Callable[[], str] | None = None) -> None:
        """Measure a command that changes nothing, after one run that does not count."""
        call = ["-m", "interview_coder", "-p", f"{project}.icoder", *arguments]
        self._measure(what, lambda _: call, warm=True, check=check)

    def change(
        self,
        what: str,
        project: str,
        *arguments: str,
        of: str | None = None,
        each: Callable[[int], list[str]] | None = None,
        check: Callable[[], str] | None = None,
    ) -> None:
        """Measure a command that changes `project`, each time on a fresh copy of the project `of` if given.

        `each(n)` gives the arguments of the n-th run where they differ.
        """

        def call(run: int) -> list[str]:
            if of is not None:
                self.copy(of, project)
            return ["-m", "interview_coder", "-p", f"{project}.icoder", *(each(run) if each else arguments)]

        self._measure(what, call, warm=False, check=check)

    def _measure(
        self, what: str, call: Callable[[int], list[str]], *, warm: bool, check: Callable[[], str] | None = None
    ) -> None:
        wanted = self.only in what
        runs = self.repeat if wanted else 1
        row = Row(what, self.interviews)
        if warm and wanted:
            self.once(call(0))
        for run in range(runs if wanted or not warm else 0):
            clock, processor, peak = self.once(call(run))
            row.clock.append(clock)
            row.processor.append(processor)
            row.peak_mb = max(row.peak_mb, peak)
        if wanted:
            row.wrong = check() if check else ""
            self.rows.append(row)
            print(f"{self.interviews} {what}: {row.milliseconds:,.0f} ms {row.wrong}", file=sys.stderr, flush=True)

    def copy(self, source: str, target: str) -> None:
        """Make the project `target` a copy of `source`, without backups."""
        shutil.copyfile(self.folder / f"{source}.icoder", self.folder / f"{target}.icoder")
        shutil.rmtree(self.folder / f"{target}-backups", ignore_errors=True)

    def objects(self) -> list[dict[str, object]]:
        """What the last command printed as JSON."""
        found = json.loads(self.out.read_text(encoding="utf-8"))
        return found if isinstance(found, list) else [found]

    def count(self, expected: int) -> Callable[[], str]:
        """A check that the last command printed `expected` objects."""
        return lambda: differs(len(self.objects()), expected)


def differs(found: object, expected: object) -> str:
    """What is wrong, or nothing."""
    return "" if found == expected else f"{found} for {expected}"


def floors(bench: Bench) -> None:
    """What Python and the libraries cost before any of our code."""
    bench.python("python -c pass", "-c", "pass")
    bench.python("import click, sqlite3", "-c", "import click, sqlite3")
    bench.python("--help", "-m", "interview_coder", "--help")


def taking_in(bench: Bench) -> None:
    """Projects `empty`, `texts` with all interviews, `usual` with the usual codings and `many` with 50,000."""
    bench.change("new", "new", each=lambda run: ["new", str(bench.folder / f"new{run}"), "--codebook", "diplab"])
    bench.once(["-m", "interview_coder", "new", str(bench.folder / "empty"), "--codebook", "diplab", "--as", "alice"])
    folder, json_ = str(bench.work / "interviews"), ("--format", "json")
    bench.change("import", "texts", "import", folder, *json_, of="empty", check=bench.count(bench.interviews))
    mixed = len(list((bench.work / "mixed").iterdir()))
    bench.change(
        "import .docx .vtt", "mixed", "import", str(bench.work / "mixed"), *json_, of="empty", check=bench.count(mixed)
    )
    bench.change("bulk .csv", "usual", "code", "--from", str(bench.work / "codings.csv"), of="texts")
    bench.change("bulk .jsonl", "usual", "code", "--from", str(bench.work / "codings.jsonl"), of="texts")
    bench.change("bulk of many", "many", "code", "--from", str(bench.work / "many.jsonl"), of="texts")


def looking(bench: Bench) -> None:
    """Listings of the usual project."""
    bench.read("transcripts", "usual", "transcripts", "--format", "json", check=bench.count(bench.interviews))
    bench.read("codebook show", "usual", "codebook", "show")
    bench.read("show", "usual", "show", "entretien-001")
    bench.read("show json", "usual", "show", "entretien-001", "--format", "json")
    often, rare = bench.expected["often"], bench.expected["rare"]
    for spelling in SPELLINGS:
        bench.read(f"search {spelling!a}", "usual", "search", spelling, "--format", "json", check=bench.count(often))
    bench.read("search rare", "usual", "search", RARE, "--format", "json", check=bench.count(rare))
    for what, query in (("common", "travail"), ("phrase", PHRASE), ("prefix", PREFIX), ("commonest", "de")):
        bench.read(f"search {what}", "usual", "search", query, "--format", "json")
    bench.read("history", "usual", "history")


def changing(bench: Bench) -> None:
    """Steps taken, taken back and put back on the usual project."""

    def coding(run: int) -> list[str]:
        return ["code", "entretien-001", str(100 + run), str(150 + run), "pay"]

    bench.copy("usual", "undone")
    bench.command("undone", "undo")
    bench.change("undo bulk", "step", "undo", of="usual")
    bench.change("redo bulk", "step", "redo", of="undone")
    bench.copy("usual", "step")
    bench.command("step", *coding(999))
    bench.change("code one", "step", each=coding)
    sample = [str(path) for path in sorted(SAMPLE.iterdir()) if path.name[:2].isdecimal()]
    bench.once(["-m", "interview_coder", "new", str(bench.folder / "raw"), "--codebook", "diplab"])
    bench.command("raw", "import", *sample)
    bench.command("raw", "transcripts", "--format", "json")
    words = sum(int(str(row["words"])) for row in bench.objects())
    bench.change("prepare", "sample", "prepare", of="raw")
    for row in bench.rows[-1:]:
        if row.what == "prepare":
            row.note = f"{words / min(row.processor):,.0f} words/s of processor, {words:,} words, loading included"
    bench.read("search --lemma", "sample", "search", "--lemma", "travailler", "--format", "json")


def counting(bench: Bench) -> None:
    """Tables of the project with many codings, checked against a plain count."""
    expected = bench.expected["many"]
    for by, *options in CROSSINGS:

        def check(by: str = by, options: list[str] = options) -> str:
            if by not in expected or "--roll-up" in options:
                return ""
            keys = by.split(",")
            rows = {"\t".join(str(row[key]) for key in keys): row["codings"] for row in bench.objects()}
            return differs({key: n for key, n in rows.items() if n}, expected[by])

        what = " ".join(["frequencies", by, *options])
        bench.read(what, "many", "frequencies", "--by", by, *options, "--format", "json", check=check)
    bench.read("codings csv", "many", "codings", "--format", "csv", "--raw", check=lambda: quotes(bench))
    code = max(expected["code"], key=expected["code"].__getitem__)
    check_code = bench.count(expected["code"][code])
    bench.read("codings --code", "many", "codings", "--code", code, "--format", "json", check=check_code)
    asking(bench, expected["code"])
    bench.read("transcripts, many codings", "many", "transcripts")
    bench.read("export xlsx", "many", "export", str(bench.folder / "codings.xlsx"))


def comparing(bench: Bench) -> None:
    """Tables of a paper on the project with many codings, checked by their sums."""
    codes = bench.expected["many"]["code"]

    def sums() -> str:
        found: dict[str, int] = {}
        for row in bench.objects():
            found[str(row["code"])] = found.get(str(row["code"]), 0) + int(str(row["codings"]))
        return differs(found, codes)

    def diagonal() -> str:
        return differs({str(row["code"]): row[str(row["code"])] for row in bench.objects()}, codes)

    table = str(bench.folder / "people.csv")
    bench.once([str(HERE / "people.py"), str(bench.folder / "many.icoder"), table])
    everybody = bench.count(bench.interviews)
    taken = ("attributes", "import", table, "--format", "json")
    bench.change("attributes import", "described", *taken, of="texts", check=everybody)
    bench.copy("many", "people")
    bench.command("people", *taken)
    bench.read("attributes cases", "people", "attributes", "cases", "--format", "json", check=everybody)
    bench.read("transcripts --where", "people", "transcripts", "--where", "position=smith", "--format", "json")
    all_met = partial(_met, bench, len(codes))
    checks = {"crosstab position": sums, "cooccurrence --within span --matrix": diagonal, "saturation": all_met}
    for what in COMPARISONS:
        bench.read(what, "people", *what.split(), "--format", "json", check=checks.get(what))


def _met(bench: Bench, codes: int) -> str:
    """Whether the last interview knows all codes."""
    return differs(bench.objects()[-1]["known"], codes)


def asking(bench: Bench, of_code: dict[str, int]) -> None:
    """Queries about the two codes used most, checked against each other; and queries that look at every coding."""
    a, b = sorted(of_code, key=of_code.__getitem__)[-2:]
    counted: dict[str, int] = {}

    def total(query: str) -> Callable[[], str]:
        def check() -> str:
            counted[query] = sum(int(str(row["codings"])) for row in bench.objects())
            return differs(counted[query], of_code[a] + of_code[b]) if query == "A OR B" else ""

        return check

    for query in (*(f"A {way} B" for way in BETWEEN), "NOT A", "* NEAR/2 turns *", "role:interviewee", "coder:alice"):
        written = " ".join({"A": a, "B": b}.get(word, word) for word in query.split())
        call = ("frequencies", "--query", written, "--format", "json")
        bench.read(f"frequencies --query {query}", "many", *call, check=total(query))
    call = ("codings", "--query", f"{a} AND {b}", "--format", "json")

    def same_count() -> str:
        listed = len(bench.objects())
        return differs(listed, counted.get("A AND B", listed))

    bench.read("codings --query A AND B", "many", *call, check=same_count)


def quotes(bench: Bench) -> str:
    """Whether all codings are listed, and those of the first interview with the very characters of its file."""
    text = (bench.work / "interviews" / "entretien-001.txt").read_text(encoding="utf-8")
    listed = wrong = 0
    with bench.out.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            listed += 1
            if row["transcript"] == "entretien-001":
                wrong += row["quote"] != text[int(row["start"]) : int(row["end"])]
    return differs(listed, bench.expected["many"]["all"]) or differs(wrong, 0)


def writing(bench: Bench) -> None:
    """Files for papers and other programs, of the project with many codings."""
    for what, name, *options in WRITTEN:
        bench.read(f"export {what}", "many", "export", str(bench.folder / name), *options)


def keeping(bench: Bench) -> None:
    """Backups and checks of the project with many codings."""
    bench.copy("many", "kept")
    bench.change("backup", "kept", "backup")
    bench.change("restore", "kept", "restore")
    bench.read("doctor", "kept", "doctor")
    bench.change("doctor --rebuild", "kept", "doctor", "--rebuild")


WRITTEN = (
    ("quotes csv", "quotes.csv", "--what", "quotes"),
    ("matrix transcript", "matrix.csv", "--what", "matrix", "--unit", "transcript"),
    ("matrix turn", "turns.csv", "--what", "matrix", "--unit", "turn", "--kind", "count"),
    ("iramuteq interviews", "interviews.txt", "--kind", "interviews"),
    ("iramuteq segments", "segments.txt", "--kind", "segments"),
    ("codebook docx", "codebook.docx"),
    ("codebook md", "codebook.md"),
    ("one page", "one.html", "--transcript", "entretien-001"),
    ("all pages", "all.html"),
)
PARTS = (floors, taking_in, looking, changing, counting, comparing, writing, keeping)
HEADING = (
    "| what | interviews | median ms | min | max | processor ms | peak MB | budget ms | ok | to beat | |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|---|---|---|"
)


def line(row: Row, small: dict[str, Row]) -> str:
    """One row of the table; `small` are the rows of the small project, for the ratio of the large one."""
    budget = BUDGETS.get(row.what, Budget())
    low, high = 1000 * min(row.clock), 1000 * max(row.clock)
    limit: float | None = budget.milliseconds
    remark = [row.note, row.wrong and f"WRONG: {row.wrong}"]
    before = small.get(row.what)
    if before is not None and before.interviews < row.interviews:
        times = row.milliseconds / before.milliseconds
        scale = row.interviews / before.interviews
        limit = before.milliseconds * TIMES_FOR_TEN * scale / 10 if budget.grows else limit
        remark.append(f"{times:.1f} ×")
    heavy = row.peak_mb > MEMORY_MB and not budget.models and row.interviews <= SMALL
    if heavy:
        remark.append(f"over {MEMORY_MB} MB")
    kept = not row.wrong and not heavy and (limit is None or row.milliseconds <= limit)
    ok = "-" if limit is None and kept else "yes" if kept else "NO"
    cells = (
        *(row.what, row.interviews, f"{row.milliseconds:,.0f}", f"{low:,.0f}", f"{high:,.0f}"),
        *(f"{1000 * min(row.processor):,.0f}", f"{row.peak_mb:.0f}", "" if limit is None else f"{limit:,.0f}", ok),
        *(budget.beat, "; ".join(filter(None, remark))),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def measured(interviews: int, given: argparse.Namespace) -> list[Row]:
    """The rows of one size."""
    with tempfile.TemporaryDirectory(prefix="interview-coder-") as folder:
        bench = Bench(Path(folder), interviews, given.repeat, given.only, given.source.resolve())
        for part in PARTS:
            part(bench)
        return bench.rows


def main() -> None:
    """Measure what is asked for and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, nargs="+", default=[92])
    parser.add_argument("--repeat", type=int, default=5, help="how often each command is measured")
    parser.add_argument("--only", default="", help="only rows whose name holds this")
    parser.add_argument("--source", type=Path, default=HERE.parent / "src", help="the program to measure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to a file too")
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors")
    load = os.getloadavg()[0]
    rows = [row for size in sorted(given.interviews) for row in measured(size, given)]
    small = {row.what: row for row in rows if row.interviews == min(given.interviews)}
    print(f"load {load:.1f} before, {os.getloadavg()[0]:.1f} after\n\n{HEADING}")
    print("\n".join(line(row, small) for row in rows))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
