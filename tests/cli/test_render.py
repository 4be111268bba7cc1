"""What listings print: aligned and readable for people, exact for programs, harmless to the terminal."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from interview_coder.cli.aligned import _SINGLE, aligned, shown
from interview_coder.cli.render import FORMATS, render
from interview_coder.domain.listings import Table
from interview_coder.locale import set_language

CODES = Table(
    ("code", "coder", "codings", "share", "kappa", "done", "coders", "attributes"),
    (
        ("IA/préparation", "Zoé", 120, 0.125, 0.6984126, True, ["Zoé", "Léo"], {"gender": "F"}),
        ("非公式の仕事", None, 7, 0.0, None, False, [], {"age": 31}),
        ("👩‍💻 seule", "Léo", 1, 1, 0.0004, None, [], {}),
    ),
    caption="Unit: coding, n = 128.",
    notes=("2 codings of retired codes are left out.",),
)
HOSTILE = "a\x1b]52;c;cm0=\x07\x1b[2J\x9b31m\x7f\u202e\u2066\ufeff\u200b\r\n[rire][@click=app.pwn]x[/]\U000e0041\ud800z"
ESCAPES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\u200b\U000e0000-\U000e007f\ud800-\udfff]"
)


def printed(table: Table, output_format: str = "table", **options: object) -> str:
    stream = io.StringIO(newline="")
    render(table, output_format, stream=stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def on_a_terminal(table: Table, output_format: str, width: int = 100, **environment: str) -> str:
    """What a process that prints `table` sends to a real terminal of `width` cells."""
    fcntl, pty, termios = pytest.importorskip("fcntl"), pytest.importorskip("pty"), pytest.importorskip("termios")
    program = (
        "import sys\nfrom interview_coder.cli.render import render\nfrom interview_coder.domain.listings import Table\n"
        f"render({table!r}, sys.argv[1])\n"
    )
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    names = ("PATH", "PYTHONPATH", "INTERVIEW_CODER_LANG", "INTERVIEW_CODER_STATE", "HOME")
    known = {name: os.environ[name] for name in names if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-c", program, output_format],
        stdout=theirs,
        env={**known, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
    )
    os.close(theirs)
    sent = b""
    try:
        while piece := os.read(ours, 65536):
            sent += piece
    except OSError:  # how Linux says that the other side closed
        pass
    finally:
        os.close(ours)
    assert process.wait() == 0
    return sent.decode().replace("\r\n", "\n")


def test_a_piped_table_is_aligned_whole_and_plain() -> None:
    assert printed(CODES) == (
        "code            coder  codings   share    kappa  done   coders    attributes.age  attributes.gender\n"
        "IA/préparation  Zoé        120   12.5%    0.698  ✓ yes  Zoé, Léo                  F\n"
        "非公式の仕事                 7    0.0%           ✗ no                         31\n"
        "👩‍💻 seule        Léo          1  100.0%  4.0e-04\n"
        "\n"
        "Unit: coding, n = 128.\n"
        "2 codings of retired codes are left out.\n"
    )


def test_numbers_have_a_comma_in_french_and_only_in_the_table() -> None:
    set_language("fr")
    try:
        assert "12,5\u00a0%    0,698" in printed(CODES)
        assert json.loads(printed(CODES, "json"))[0]["share"] == 0.125
        assert ",0.125,0.6984126,true," in printed(CODES, "csv")
        assert printed(Table(("a",), ())) == "Rien à lister.\n"
    finally:
        set_language(None)


def test_an_empty_table_is_a_sentence_a_header_or_an_empty_list() -> None:
    table = Table(("a", "b"), (), caption="Unit: coding.")
    assert printed(table) == "Nothing to list.\n\nUnit: coding.\n"
    assert [printed(table, name) for name in ("json", "csv", "jsonl")] == ["[]\n", "a,b\n", ""]


def test_every_format_is_the_one_of_the_files() -> None:
    assert [row["code"] for row in json.loads(printed(CODES, "json"))] == [
        "IA/préparation",
        "非公式の仕事",
        "👩‍💻 seule",
    ]
    assert [json.loads(line) for line in printed(CODES, "jsonl").splitlines()] == json.loads(printed(CODES, "json"))
    assert printed(Table(("a",), (("=1",),)), "csv") == "a\n'=1\n"
    assert printed(Table(("a",), (("=1",), (0.5,))), "csv", raw=True, excel_fr=True) == "\ufeffa\r\n=1\r\n0,5\r\n"
    with pytest.raises(ValueError, match="xml is none of table, json, csv, jsonl"):
        printed(CODES, "xml")


def test_a_table_can_show_fewer_columns_than_programs_get() -> None:
    assert printed(CODES, columns=("codings", "coder")).splitlines()[:2] == ["codings  coder", "    120  Zoé"]
    assert len(json.loads(printed(CODES, "json", columns=("coder",)))[0]) == 8


def test_nested_values_are_readable() -> None:
    reasons = [{"kind": "keyword", "weight": 0.51234}, {"kind": "nearby", "weight": 2}]
    assert shown(reasons, ".") == "kind: keyword, weight: 0.512; kind: nearby, weight: 2"
    assert shown({"AI": 3, "x": None}, ".") == "AI: 3, x: "
    assert shown(float("nan"), ".") == ""


def test_a_terminal_gets_a_coloured_header_dim_notes_and_nothing_else() -> None:
    sent = on_a_terminal(CODES, "table", width=120)
    lines = sent.splitlines()
    assert re.fullmatch(r"\x1b\[1;36mcode .*gender\x1b\[0m", lines[0])
    assert re.sub(r"\x1b\[[\d;]*m", "", sent) == printed(CODES)
    assert lines[-2:] == [f"\x1b[2m{note}\x1b[0m" for note in (CODES.caption, *CODES.notes)]
    assert sent.count("\x1b") == 6


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_turned_off(environment: dict[str, str]) -> None:
    assert on_a_terminal(CODES, "table", width=120, **environment) == printed(CODES)


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_cell_can_act_on_a_terminal(output_format: str) -> None:
    table = Table(
        ("cell", HOSTILE, "attributes"),
        ((HOSTILE, [HOSTILE], {HOSTILE: HOSTILE}), (HOSTILE, {HOSTILE: [HOSTILE]}, {})),
        caption=HOSTILE,
        notes=(HOSTILE,),
    )
    sent = on_a_terminal(table, output_format, width=1000, NO_COLOR="1")
    assert not ESCAPES.search(sent)
    assert sent.count("[rire][@click=app.pwn]x[/]") >= 6


def test_piped_csv_is_exact_where_a_terminal_is_shown_pictures() -> None:
    table = Table(("a",), (("\x1b[2J\nb\tc\r",),))
    assert printed(table, "csv") == 'a\n"\x1b[2J\nb\tc\r"\n'
    assert on_a_terminal(table, "csv") == 'a\n"␛[2J\nb\tc␍"\n'


LONG = Table(
    ("transcript", "n", "quote", "code"),
    (
        ("entretien-01", 12345, "«\u00a0Je prépare des données pour l’IA, toute la journée.\u00a0»", "IA/préparation"),
        ("b", 1, "non", "x"),
    ),
)


def test_in_a_terminal_the_longest_texts_are_cut_to_the_width() -> None:
    assert on_a_terminal(LONG, "table", width=60, NO_COLOR="1") == (
        "transcript        n  quote                    code\n"
        "entretien-01  12345  «\u00a0Je prépare des donné…  IA/préparation\n"
        "b                 1  non                      x\n"
    )
    assert on_a_terminal(LONG, "table", width=200, COLUMNS="60", NO_COLOR="1").startswith(
        "transcript        n  quote    "
    )


def test_what_stands_before_a_match_is_cut_at_its_beginning() -> None:
    table = Table(
        ("left", "match", "right"),
        (("on est payées quelques ", "euros", ""), ("非公式の仕事の", "euros", " douze"), ("", "Euros", "!")),
        ends=frozenset({"left"}),
    )
    assert on_a_terminal(table, "table", width=26, NO_COLOR="1") == (
        "       left  match  right\n… quelques   euros\n…式の仕事の  euros   douze\n             Euros  !\n"
    )
    assert printed(table).splitlines()[2:] == [
        "         非公式の仕事の  euros   douze",
        "                         Euros  !",
    ]


def test_columns_that_do_not_fit_a_terminal_are_left_out_with_a_note() -> None:
    assert on_a_terminal(LONG, "table", width=30, NO_COLOR="1") == (
        "transcript      n  quote\n"
        "entretien…  12345  «\u00a0Je prép…\n"
        "b               1  non\n"
        "\n"
        "Left out, for lack of width: code. A wider window, a file or --format json shows them.\n"
    )


CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.text("漢é👩\u200d💻\ufe0f a"),
    st.lists(st.text()),
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1), st.integers(1, 120))
def test_lines_are_never_wider_than_the_terminal_while_one_column_fits(
    rows: list[tuple[object, ...]], width: int
) -> None:
    table = Table(("first", "second", "share"), tuple(rows))
    lines = list(aligned(table, width))
    whole = list(aligned(table))
    numbers = all(row[0] is None or (isinstance(row[0], int | float) and not isinstance(row[0], bool)) for row in rows)
    needed = max(cell_len(shown(row[0], ".")) for row in rows) if numbers else 8
    grid = lines[: len(rows) + 1]
    assert len(grid) == len(rows) + 1
    assert all(cell_len(line) <= max(width, needed, 8) for line in grid)
    if max(map(cell_len, whole)) <= width:
        assert lines == whole


def test_characters_measured_without_rich_are_as_wide_as_rich_says() -> None:
    single = [c for c in map(chr, range(sys.maxunicode + 1)) if _SINGLE(c)]
    assert set("aéœ’«»…\u00a0\u202f€") - set(single) == set()
    assert {cell_len(c) for c in single} == {1}


def test_printing_json_loads_neither_rich_nor_csv() -> None:
    program = (
        "import sys, interview_coder.cli.render as r; from interview_coder.domain.listings import Table;"
        "r.render(Table(('a',), ((1,),)), 'json');"
        "print([name for name in ('rich', 'csv', 'xlsxwriter') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_names_that_begin_alike_are_told_apart_where_they_are_cut() -> None:
    names = [f"Entretien 01 24.10.0{day} 0{n}_traitement" for day in (3, 4) for n in (1, 2)]
    table = Table(("name", "quote"), tuple((name, "long words of somebody " * 9) for name in names))
    lines = list(aligned(table, 40))[1:]
    shown_names = [line.split("  ")[0] for line in lines]
    assert [name[:12] for name in shown_names] == ["…24.10.03 01", "…24.10.03 02", "…24.10.04 01", "…24.10.04 02"]
    assert all(len(line) <= 40 for line in lines)
    assert all(name in line for name, line in zip(names, list(aligned(table))[1:], strict=True))
