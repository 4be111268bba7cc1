"""What holds for every command: which project, who acts, in which format and language, how it ends."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import click
import pytest

from interview_coder.cli.main import COMMANDS, main
from interview_coder.locale import catalogue
from tests.cli.running import do, ic, own_process, rows, started

MAIN = click.Context(main)
GROUPS = {name: main.get_command(MAIN, name) for name in COMMANDS}
EVERY_COMMAND = [(name,) for name in COMMANDS] + [
    (name, sub) for name, group in GROUPS.items() if isinstance(group, click.Group) for sub in group.commands
]
TALK = "Q: How are you today?\nA: Fine, thank you.\nQ: Good.\nA: Yes.\n"


@pytest.mark.parametrize("flag", ["-p", "--project"])
def test_the_project_is_named_before_or_after_the_command(demo: Path, here: Path, flag: str) -> None:
    before = rows(flag, demo, "transcripts")
    assert len(before) == 14
    assert ic("transcripts", flag, demo, "--format", "json").json == before
    assert ic("--format", "csv", flag, "nowhere.icoder", "transcripts", flag, demo, "--format", "json").json == before


def test_without_p_the_environment_names_the_project_before_the_folder_does(
    demo: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do("new", "other")
    assert rows("transcripts") == []
    monkeypatch.setenv("INTERVIEW_CODER_PROJECT", str(demo))
    assert len(rows("transcripts")) == 14
    assert rows("transcripts", "-p", "other.icoder") == []


def test_no_project_or_several_are_one_sentence_with_the_remedy(here: Path) -> None:
    for command in (("transcripts",), ("codings",), ("undo",), ("import", "x.txt"), ("backup",)):
        assert "-p" in ic(*command).refused() or command[0] == "import"
    do("new", "a")
    do("new", "b")
    ic("transcripts").refused("a.icoder, b.icoder", "-p")


def test_who_acts_is_named_before_or_after_the_command_and_the_last_wins(demo: Path) -> None:
    assert rows("--as", "Zoé", "code", "01-nadia", 1, 5, "pay")[0]["coder"] == "Zoé"
    assert rows("code", "01-nadia", 2, 5, "pay", "--as", "Zoé")[0]["coder"] == "Zoé"
    assert rows("--as", "Ann", "code", "01-nadia", 3, 5, "pay", "--as", "Zoé")[0]["coder"] == "Zoé"
    for place in (("--as", "", "undo"), ("undo", "--as", "  ")):
        ic(*place).refused("--as")


def test_the_format_is_named_before_or_after_the_command(demo: Path) -> None:
    assert do("--format", "csv", "codings").out == do("codings", "--format", "csv").out
    assert do("--format", "csv", "codings", "--format", "jsonl").out == ic("codings", "--format", "jsonl").out
    for option in (("--format", "xml"), ("--lang", "de")):
        assert ic(*option, "codings").code == 2


def test_json_is_a_list_of_objects_even_when_empty(here: Path) -> None:
    do("new", "empty")
    for command in (("transcripts",), ("codings",), ("speakers",), ("search", "word")):
        assert ic(*command, "--format", "json").json == []
        assert do(*command, "--format", "jsonl").out == ""
        assert next(csv.reader(do(*command, "--format", "csv").out.splitlines()))
        assert "Nothing to list." in do(*command).out


def test_wrong_usage_ends_with_2_and_changes_nothing(demo: Path) -> None:
    before = demo.read_bytes()
    for words in (
        *(("frob",), ("code",), ("code", "01-nadia", "1"), ("code", "01-nadia", "one", "2", "pay"), ("search",)),
        *(("code", "01-nadia", "--from", "x.csv"), ("import",), ("transcripts", "--frob"), ("new",)),
        *(("speakers", "role", "Nadia", "boss"), ("codebook", "frob"), ("history", "--last", "x")),
    ):
        answer = ic(*words)
        assert answer.code == 2, words
        assert answer.out == ""
    assert demo.read_bytes() == before


def test_errors_are_one_line_that_begins_with_the_untranslated_word(demo: Path) -> None:
    english, french = (ic("--lang", lang, "code", "01-nadia", 5, 1, "pay") for lang in ("en", "fr"))
    english.refused("is not a passage")
    french.refused("est pas un passage")
    assert english.out == french.out == ""


@pytest.mark.parametrize(
    ("variables", "french"),
    [
        ({"LANG": "fr_FR.UTF-8"}, True),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C.UTF-8"}, False),
        ({"LANG": "C", "INTERVIEW_CODER_LANG": "fr"}, True),
        ({}, False),
    ],
    ids=str,
)
def test_the_environment_chooses_the_language(
    here: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], french: bool
) -> None:
    for name in ("INTERVIEW_CODER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    sentence = ic("transcripts").refused()
    assert ("Nommez-en" in sentence) == french
    assert "no project" in ic("--lang", "en", "transcripts").refused().lower()


HELP = """
import io, json, sys
from contextlib import redirect_stdout
from interview_coder.cli.main import main
found = {}
for words in json.loads(sys.argv[1]):
    with redirect_stdout(io.StringIO()) as out:
        main.main([*words, "--help"], prog_name="interview-coder", standalone_mode=False)
    found[" ".join(words)] = out.getvalue()
print(json.dumps(found))
"""


def help_pages(language: str) -> dict[str, str]:
    words = json.dumps([[], *EVERY_COMMAND])
    answer = own_process(words, command=(sys.executable, "-c", HELP), environment={"INTERVIEW_CODER_LANG": language})
    assert answer.code == 0, answer.err
    pages = json.loads(answer.out)
    assert isinstance(pages, dict)
    return pages


def test_every_help_page_is_there_in_both_languages() -> None:
    english, french = help_pages("en"), help_pages("fr")
    keys = {key for key in catalogue("en", "cli") if "_" in key}
    for command, page in english.items():
        assert page != french[command]
        for text in (page, french[command]):
            assert not re.search(r"\b(?:cli\.|opt_)", text)
            assert not keys.intersection(text.split())
        for option in ("--format", "--as", "-p, --project"):
            assert option in page
            assert option in french[command]
    for name in COMMANDS:
        assert f"  {name}" in english[""]
        assert f"  {name}" in french[""]


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        (("frob",), "There is no command frob.", "Il n’y a pas de commande frob."),
        (("serach", "x"), "Did you mean search?", "Vouliez-vous dire search\u00a0?"),
        (("codebook", "sho"), "Did you mean show?", "Vouliez-vous dire show\u00a0?"),
        (("codings", "--frob"), "There is no option --frob.", "Il n’y a pas d’option --frob."),
        (("codings", "--formt", "json"), "Did you mean --format?", "Vouliez-vous dire --format\u00a0?"),
        (("codings", "--code"), "The option --code needs a value.", "L’option --code demande une valeur."),
        (("codings", "--roll-up=x"), "The option --roll-up takes no value.", "--roll-up ne prend pas de valeur."),
        (("search",), "QUERY is missing.", "Il manque QUERY."),
        (("import",), "FILE_OR_FOLDER is missing.", "Il manque FILE_OR_FOLDER."),
        (("transcripts", "a", "b"), "too many are: a b.", "en trop\u00a0: a b."),
        (("codings", "--format", "xml"), "--format must be one of table, json", "valeurs\u00a0: table, json"),
        (("code", "t", "one", "2", "c"), "START must be a whole number.", "START doit être un nombre entier."),
        (("history", "--last", "0"), "at least 1.", "d’au moins 1."),
        (("code", "t"), "Give TRANSCRIPT START END CODE", "Donnez TRANSCRIPT START END CODE"),
    ],
    ids=str,
)
def test_wrong_usage_is_one_sentence_in_the_users_language_and_where_to_look(
    here: Path, words: tuple[str, ...], english: str, french: str
) -> None:
    command = next((" ".join(known) for known in reversed(EVERY_COMMAND) if words[: len(known)] == tuple(known)), "")
    for language, said in (("en", english), ("fr", french)):
        answer = ic("--lang", language, *words)
        assert (answer.code, answer.out) == (2, "")
        (line,) = answer.err.splitlines()
        assert line.startswith("error: ")
        assert said in line
        assert f"`{' '.join(filter(None, ('interview-coder', command)))} --help`" in line


def test_options_without_a_command_are_told(here: Path) -> None:
    answer = ic("--format", "json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: A command is missing. ")
    assert ic("--lang", "fr").err.startswith("error: Il manque une commande. ")


def test_nothing_in_french_help_is_english() -> None:
    for command, page in help_pages("fr").items():
        assert page.startswith(f"Usage\u00a0: interview-coder {command}".rstrip())
        assert "Options\u00a0:\n" in page
        assert "Montre cette aide." in page
        assert not re.search(r"Usage:|Options:|Commands:|Show |\bthe\b", page)


def test_lang_is_accepted_after_the_command_too(here: Path) -> None:
    assert "Nommez-en" in ic("transcripts", "--lang", "fr").refused()
    assert "Name one" in ic("--lang", "fr", "transcripts", "--lang", "en").refused()
    for words in (
        ("search", "--lang", "fr", "--help"),
        ("search", "--help", "--lang", "fr"),
        ("code", "-h", "--lang=fr"),
    ):
        assert "Montre cette aide." in do(*words).out
    assert "Donnez TRANSCRIPT" in ic("code", "--lang", "fr").err


def test_lang_before_the_command_translates_its_help_too(here: Path) -> None:
    page = own_process("--lang", "fr", "frequencies", "--help")
    assert page.code == 0
    assert "Montre" in page.out


def test_the_console_script_and_the_module_are_the_same_program(demo: Path) -> None:
    script = Path(sys.executable).with_name("interview-coder")
    listed = own_process("--format", "json", "transcripts")
    assert listed.json == rows("transcripts")
    assert own_process("--version").out.split()[-1][0].isdigit()
    if script.exists():
        assert own_process("--format", "json", "transcripts", command=(str(script),)) == listed


def test_a_reader_that_leaves_early_ends_the_listing_silently(demo: Path) -> None:
    for command in (["codings"], ["show", "01-nadia"], ["codings", "--format", "csv"], ["--help"]):
        with started(*command) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(1)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 0


def test_output_is_utf_8_whatever_the_locale(demo: Path) -> None:
    answer = own_process("codings", "--transcript", "01-nadia", environment={"LC_ALL": "C", "PYTHONIOENCODING": ""})
    assert answer.code == 0
    assert "é" in answer.out


def saved_transcripts() -> int:
    """How many transcripts the project `study` has saved; asked in a millisecond, since imports are quick."""
    with closing(sqlite3.connect("study.icoder")) as connection:
        found = connection.execute("SELECT count(*) FROM transcripts").fetchone()
    return int(found[0])


def test_ctrl_c_during_an_import_says_one_sentence_and_keeps_what_is_in(here: Path) -> None:
    do("new", "study")
    folder = here / "in"
    folder.mkdir()
    for number in range(900):
        (folder / f"{number:03}.txt").write_text(f"{TALK * 40}Q: {number}\n", encoding="utf-8")
    with started("import", "in") as process:
        while not saved_transcripts() and process.poll() is None:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert [line for line in err.decode().splitlines() if line] == [
        "error: Interrupted; what was saved before is safe."
    ]
    kept = rows("transcripts")
    assert 0 < len(kept) < 900
    assert out == b""
    assert {row["check"]: row["ok"] for row in rows("doctor")}["fold"] is True
    do("undo")
    assert rows("transcripts") == []
