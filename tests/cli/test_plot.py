"""`frequencies --plot`: the listing as a figure, which says what the listing says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.running import Answer, do, ic, own_process, rows
from tests.formats.plots.figures import Figure, read


def figure(path: Path, *options: object) -> Figure:
    do("frequencies", *options, "--plot", path)
    return read(path)


def follow(words: Sequence[str], *wanted: Sequence[str]) -> bool:
    """Whether all `wanted` runs of texts stand in `words`, one after the other."""
    text = "\n".join(word.strip() for word in words)
    places = [text.find("\n".join(run)) for run in wanted]
    return -1 not in places and places == sorted(places)


def test_every_code_has_its_count_and_its_share_in_the_order_of_the_listing(demo: Path) -> None:
    shown = figure(Path("figure.svg"))
    listed = rows("frequencies")
    runs = [(row["code"].rpartition("/")[2], str(row["codings"])) for row in listed]
    assert follow(shown.words, *runs), shown.words
    assert "Number of codings" in shown.words
    assert sum(word.strip().startswith("(") for word in shown.words) == len(listed)


def test_the_figure_says_n_filters_and_the_day_as_the_listing_does(demo: Path) -> None:
    shown = figure(Path("figure.svg"), "--coder", "Jules", "--code", "pay", "--roll-up")
    listed = do("frequencies", "--coder", "Jules", "--code", "pay", "--roll-up").out
    said = " ".join(shown.words)
    (n,) = (line for line in listed.splitlines() if line.startswith("Unit: coding."))
    assert n in said
    assert "Only: code pay and those below it; coder Jules." in said
    assert "As of 20" in said
    assert "A code also counts the codings of the codes below it" in said


def test_the_listing_is_printed_as_without_a_figure(demo: Path) -> None:
    assert do("frequencies", "--plot", "figure.png").out == do("frequencies").out
    assert rows("frequencies", "--plot", "figure.svg") == rows("frequencies")
    with Image.open("figure.png") as picture:
        assert picture.width == 1039  # 88 mm at 300 dots an inch


def test_two_keys_become_groups_of_bars_or_a_matrix(demo: Path) -> None:
    groups = figure(Path("groups.svg"), "--by", "coder,code")
    assert {"Coder", "Amina", "Jules", "Number of codings"} <= set(groups.words)
    counts: dict[str, dict[str, int]] = {}
    for row in rows("frequencies", "--by", "code,coder"):
        counts.setdefault(row["code"], {})[row["coder"]] = row["codings"]
    runs = [
        (path.rpartition("/")[2], *(str(by_coder.get(name, 0)) for name in ("Amina", "Jules")))
        for path, by_coder in counts.items()
    ]
    assert follow(groups.words, *runs)
    matrix = figure(Path("matrix.svg"), "--by", "code,transcript", "--count", "words")
    names = [row["name"] for row in rows("transcripts") if row["codings"]]
    assert [word for word in matrix.words if word in names] == sorted(names)
    cells = {(row["code"], row["transcript"]): row["words"] for row in rows("frequencies", "--by", "code,transcript")}
    lines = [(path.rpartition("/")[2], *(str(cells.get((path, name), 0)) for name in sorted(names))) for path in counts]
    assert follow(matrix.words, *lines)
    assert "In the cells: number of words." in matrix.words


def test_choices_stand_in_their_declared_order_whichever_come_first(demo: Path) -> None:
    (position,) = (row for row in rows("attributes") if row["attribute"] == "position")
    assert position["choices"] == ["worker", "client", "platform"]
    wide = figure(Path("groups.svg"), "--by", "age_band,position")
    assert [word for word in wide.words if word in position["choices"]] == position["choices"]
    other = figure(Path("matrix.svg"), "--by", "transcript,age_band")
    bands = [row["age_band"] for row in rows("frequencies", "--by", "age_band")]
    assert [word for word in other.words if word in bands] == bands


def test_unused_codes_get_a_zero(demo: Path) -> None:
    unused = [row["code"] for row in rows("frequencies", "--unused") if row["codings"] == 0]
    assert unused
    shown = figure(Path("figure.svg"), "--unused")
    assert follow(shown.words, *((path.rpartition("/")[2], "0", "(0%)") for path in unused))


def test_the_figure_is_french_in_french(demo: Path) -> None:
    do("--lang", "fr", "frequencies", "--by", "role", "--plot", "figure.svg")
    words = [word.strip() for word in read(Path("figure.svg")).words]
    assert {"Nombre de codages", "enquêté"} <= set(words)
    assert any(word.endswith(("\u202f%)", "\u00a0%)")) for word in words)
    assert "Unité" in " ".join(words)


@pytest.mark.parametrize("name", ["figure.pdf", "figure", "figure.svgz", ".svg/x.jpg"])
def test_another_kind_of_file_is_refused_before_anything_is_counted(demo: Path, name: str) -> None:
    answer = ic("frequencies", "--plot", name)
    answer.refused(name, ".svg or .png")
    assert answer.out == ""


def refused_with_its_listing(answer: Answer, listing: str, *parts: str) -> None:
    answer.refused(*parts)
    assert answer.out == listing


def test_nothing_to_draw_is_said_and_leaves_an_old_figure_as_it_was(here: Path) -> None:
    do("new", "empty", "--codebook", "starter")
    Path("figure.svg").write_text("the figure of yesterday")
    listing = do("frequencies").out
    refused_with_its_listing(ic("frequencies", "--plot", "figure.svg"), listing, "nothing to draw")
    assert Path("figure.svg").read_text() == "the figure of yesterday"
    refused_with_its_listing(ic("frequencies", "--plot", "other.svg"), listing, "nothing to draw")
    assert not Path("other.svg").exists()


def test_three_keys_are_refused_with_what_can_be_drawn(demo: Path) -> None:
    keys = ("--by", "code,coder,role")
    refused_with_its_listing(
        ic("frequencies", *keys, "--plot", "figure.svg"), do("frequencies", *keys).out, "not 3", "--by code,coder"
    )
    assert not Path("figure.svg").exists()


def test_a_folder_that_is_not_there_is_named(demo: Path) -> None:
    refused_with_its_listing(ic("frequencies", "--plot", "absent/figure.svg"), do("frequencies").out, "absent")


def test_a_coder_with_a_hostile_name_has_only_a_name(demo: Path) -> None:
    name = "<script>&$x$\\"
    do("--as", name, "code", "01-nadia", 0, 9, "AI")
    assert name in figure(Path("figure.svg"), "--by", "coder").words
    assert name in figure(Path("groups.svg"), "--by", "code,coder").words
    assert b"<script" not in Path("figure.svg").read_bytes() + Path("groups.svg").read_bytes()


def test_what_belongs_to_no_case_is_called_not_known(demo: Path) -> None:
    do("undo")  # the attributes
    assert "not known" in figure(Path("figure.svg"), "--by", "case").words


def test_a_value_that_is_missing_is_called_not_known(demo: Path) -> None:
    assert "not known" in figure(Path("figure.svg"), "--by", "monthly_income").words


def test_a_figure_from_a_process_of_its_own_writes_that_file_alone(demo: Path) -> None:
    before = set(Path().iterdir())
    home = Path("home")
    home.mkdir()
    answer = own_process("frequencies", "--plot", "figure.svg", environment={"HOME": str(home), "TMPDIR": str(home)})
    assert (answer.code, answer.err) == (0, "")
    assert set(Path().iterdir()) - before == {Path("figure.svg"), home}
    assert list(home.iterdir()) == []
