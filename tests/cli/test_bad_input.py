"""Slips of hand in every command: one plain sentence, exit 1, and the project as it was."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, do, ic, own_process

SLIPS = (
    ("attributes", "import", "nowhere.csv"),
    ("attributes", "import", "."),
    ("attributes", "import", "table.csv", "--column", "none"),
    ("attributes", "import", "table.csv", "--only", "none"),
    ("attributes", "import", "table.csv", "--type", "age=numero"),
    ("attributes", "import", "table.csv", "--type", "none=number"),
    ("attributes", "import", "table.csv", "--type", "age"),
    ("attributes", "import", "table.csv", "--match", "zzz=01-nadia"),
    ("attributes", "import", "table.csv", "--match", "2=nobody"),
    ("attributes", "import", "empty.csv"),
    ("attributes", "set", "nobody", "gender=woman"),
    ("attributes", "set", "01-nadia", "none=1"),
    ("attributes", "set", "01-nadia", "gender"),
    ("attributes", "set", "01-nadia", "=1"),
    ("attributes", "set", "01-nadia", "gender=martian"),
    ("attributes", "set", "01-nadia", "code=x", "--new"),
    ("attributes", "add", "gender", "--type", "text"),
    ("attributes", "add", "code", "--type", "text"),
    ("attributes", "add", "", "--type", "text"),
    ("attributes", "add", "which", "--type", "choice"),
    ("attributes", "rename", "none", "other"),
    ("attributes", "rename", "gender", "position"),
    ("attributes", "rename", "gender", "code"),
    ("attributes", "retype", "none", "--type", "number"),
    ("attributes", "remove", "none"),
    ("attributes", "assign", "X", "nobody"),
    ("attributes", "assign", "X", "01-nadia", "--speaker", "Nobody"),
    ("attributes", "from-names", "("),
    ("attributes", "from-names", "{case"),
    ("attributes", "from-names", "zzz-{case}"),
    ("codebook", "add", "precarity"),
    ("codebook", "add", "none/child"),
    ("codebook", "add", "a:b"),
    ("codebook", "add", "x", "--colour", "red"),
    ("codebook", "add", "x", "--shortcut", "é"),
    ("codebook", "add", "x", "--before", "none"),
    ("codebook", "define", "none", "--label", "fr=x"),
    ("codebook", "rename", "none", "x"),
    ("codebook", "rename", "pay", "precarity"),
    ("codebook", "rename", "pay", "a/b"),
    ("codebook", "move", "none", "/"),
    ("codebook", "move", "pay", "none"),
    ("codebook", "move", "pay", "pay"),
    ("codebook", "move", "pay", "pay/piece-rate"),
    ("codebook", "merge", "pay", "pay"),
    ("codebook", "merge", "pay", "none"),
    ("codebook", "merge", "none", "pay"),
    ("codebook", "merge", "pay", "pay/piece-rate"),
    ("codebook", "split", "pay/piece-rate", "pay/x", "--query", "pay AND"),
    ("codebook", "split", "pay/piece-rate", "pay/x", "--coding", "zzz"),
    ("codebook", "split", "pay/piece-rate", "pay/x", "--from", "nowhere.csv"),
    ("codebook", "recolour", "pay", "red"),
    ("codebook", "shortcut", "pay", "FF"),
    ("codebook", "retire", "none"),
    ("codebook", "unretire", "none"),
    ("codebook", "unretire", "pay"),
    ("codebook", "reviewed", "none"),
    ("codebook", "import", "nowhere.yaml"),
    ("codebook", "import", "empty.csv"),
    ("codebook", "diff", "nowhere.yaml"),
    ("codebook", "export", "nowhere/book.yaml"),
    ("recode", "zzz", "pay"),
    ("uncode", "zzz"),
    ("star", "zzz"),
    ("queries", "save", "q", "pay AND"),
    ("queries", "save", "q", "none AND pay"),
    ("queries", "save", "q", "@q"),
    ("queries", "save", "", "pay"),
    ("queries", "remove", "none"),
    ("review", "keep", "zzz"),
    ("review", "take", "zzz", 1),
    ("review", "place", "zzz", 1, 5),
    ("review", "drop", "zzz"),
    ("review", "list", "--transcript", "nobody"),
    ("replace", "nobody", "other.txt"),
    ("replace", "01-nadia", "nowhere.txt"),
    ("replace", "01-nadia", "other.txt"),
    ("replace", "01-nadia", "empty.csv"),
    ("replace", "01-nadia", "."),
    ("edit", "nobody"),
    ("crosstab", "none"),
    ("crosstab", "gender", "--code", "none"),
    ("crosstab", "gender", "--bins", "1,2"),
    ("crosstab", "gender", "--group", "x=none"),
    ("crosstab", "gender", "--group", "x"),
    ("crosstab", "gender", "--plot", "x.pdf"),
    ("crosstab", "gender", "--plot", "nowhere/x.svg"),
    ("crosstab", "gender", "-o", "nowhere/x.csv"),
    ("crosstab", "gender", "-o", "x.doc"),
    ("cooccurrence", "--query", "pay NEAR/ turns"),
    ("cooccurrence", "--where", "none=1"),
    ("cooccurrence", "--where", "gender"),
    ("sequences", "--transcript", "nobody"),
    ("saturation", "--order", "nowhere.txt"),
    ("saturation", "--order", "gender"),
    ("portrait", "nobody"),
    ("frequencies", "--by", "code,none"),
    ("codings", "--query", "pay AND AND x"),
    ("codings", "--query", "(pay"),
    ("codings", "--query", "pay)"),
    ("codings", "--query", "pay NEAR/x turns precarity"),
    ("codings", "--query", "pay WITHIN week precarity"),
    ("codings", "--query", "@none"),
    ("codings", "--query", "coder:Nobody"),
    ("codings", "--query", 'memo:"open'),
    ("codings", "--query", ""),
    ("codings", "--query", "(" * 400 + "pay" + ")" * 400),
    ("codings", "--query", "NOT " * 3000 + "pay"),
    ("search", "--lemma", '"'),
    ("search", "x", "--not-code", "none"),
    ("search", "x", "--where", "none=1"),
    ("export", "x.doc"),
    ("export", "nowhere/x.csv"),
    ("export", "x.csv", "--what", "iramuteq"),
    ("export", "x.txt", "--kind", "frob"),
    ("export", "x.csv", "--what", "matrix", "--kind", "frob"),
    ("export", "x.csv", "--what", "matrix", "--unit", "frob"),
    ("export", "x.html", "--transcript", "nobody"),
    ("export", "x.docx", "--what", "codings"),
    ("export", "x.csv", "--query", "pay AND"),
    ("export", "demo.icoder"),
    ("import", "other.txt", "--attributes", "nowhere.csv"),
    ("speakers", "role", "Nobody", "interviewee"),
)
SEVERAL = (
    ("attributes", "import", "table.csv", "--type", "age=number"),
    ("attributes", "import", "table.csv", "--type", "age=date"),
    ("attributes", "retype", "gender", "--type", "number"),
)
USAGE = (
    ("codebook", "add", "x", "--label", "de=x"),
    ("codebook", "define", "pay"),
    ("codebook", "split", "none", "new"),
    ("codebook", "split", "pay", "pay"),
    ("crosstab", "gender", "--rows", "--columns"),
    ("frequencies", "--by", "code,code"),
)


@pytest.fixture
def slippery(demo: Path, sample: Path) -> Path:
    """The sample project with files of many kinds beside it."""
    Path("table.csv").write_text("transcript,age\n01-nadia,forty\n02-sofiane,30\n", encoding="utf-8")
    Path("empty.csv").write_text("", encoding="utf-8")
    Path("other.txt").write_text("Q: Wholly other things?\nA: Never the same at all, as birds and stones.\n" * 20)
    return demo


def kept(project: Path) -> tuple[object, ...]:
    """All that a refused command must leave as it is."""
    return project.read_bytes(), do("history").out, sorted(Path().iterdir())


def named(words: tuple[object, ...]) -> str:
    """A short name of a case."""
    return " ".join(map(str, words))[:60]


@pytest.mark.parametrize("words", SLIPS, ids=named)
def test_a_slip_is_one_sentence_and_changes_nothing(slippery: Path, words: tuple[object, ...]) -> None:
    before = kept(slippery)
    ic(*words).refused()
    assert kept(slippery) == before


@pytest.mark.parametrize("words", SEVERAL, ids=named)
def test_bad_rows_are_one_sentence_each_and_change_nothing(slippery: Path, words: tuple[object, ...]) -> None:
    before = kept(slippery)
    answer = ic(*words)
    assert answer.code == 1
    first, *others = answer.err.splitlines()
    assert first.startswith("error: ")
    assert others
    assert all(line.startswith("  ") for line in others)
    assert kept(slippery) == before


@pytest.mark.parametrize("words", USAGE, ids=named)
def test_wrong_usage_says_where_to_look_and_changes_nothing(slippery: Path, words: tuple[object, ...]) -> None:
    before = kept(slippery)
    answer = ic(*words)
    assert (answer.code, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert "--help" in answer.err
    assert kept(slippery) == before


LOCKED = (
    *(("import", "locked.txt"), ("replace", "01-nadia", "locked.txt"), ("attributes", "import", "locked.csv")),
    *(("code", "--from", "locked.csv"), ("codebook", "import", "locked.yaml"), ("export", "locked/x.html")),
    *(("crosstab", "gender", "-o", "locked/x.xlsx"), ("cooccurrence", "--plot", "locked/x.svg")),
    ("codebook", "export", "locked/b.yaml"),
)


@pytest.mark.parametrize("words", LOCKED, ids=named)
def test_what_may_not_be_read_or_written_is_named(slippery: Path, words: tuple[object, ...]) -> None:
    for name in ("locked.txt", "locked.csv", "locked.yaml"):
        Path(name).write_text("secret", encoding="utf-8")
        Path(name).chmod(0)
    Path("locked").mkdir(mode=0o555)
    before = kept(slippery)
    answer = own_process(*words, command=(*unprivileged(), *COMMAND))
    assert "locked" in answer.refused()
    assert kept(slippery) == before
    assert list(Path("locked").iterdir()) == []


def unprivileged() -> tuple[str, ...]:
    """What runs a command without the right of root to open every file."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may open every file here")
    rights = "-dac_override,-dac_read_search"
    return ("setpriv", "--bounding-set", rights, "--inh-caps", rights)
