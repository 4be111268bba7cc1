"""`recode`, `uncode`, `star`, `codings --outdated` and `codebook reviewed`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import do, ic, rows


@pytest.fixture
def mine(demo: Path) -> list[dict[str, Any]]:
    """Two codings of one's own, with the code pay/fees."""
    do("code", "01-nadia", 10, 20, "pay/fees", "--memo", "à relire")
    do("code", "12-tom", 30, 40, "pay/fees")
    return rows("codings", "--coder", "demo")


def outdated(*options: str) -> list[dict[str, Any]]:
    return rows("codings", "--outdated", *options)


def what() -> str:
    return str(rows("history", "--last", "1")[0]["what"])


def test_a_coding_gets_another_code_and_keeps_all_else(mine: list[dict[str, Any]]) -> None:
    one, other = mine
    (row,) = rows("recode", one["id"], "AI")
    assert row == {**one, "code": "AI"}
    assert what() == "a coding of pay/fees moved to AI"
    assert outdated() == []
    do("undo")
    assert rows("codings", "--coder", "demo") == mine
    assert len(rows("recode", one["id"], other["id"], "AI")) == 2


def test_a_coding_is_taken_away_and_comes_back(mine: list[dict[str, Any]]) -> None:
    assert rows("uncode", mine[0]["id"]) == mine[:1]
    assert rows("codings", "--coder", "demo") == mine[1:]
    do("undo")
    assert rows("codings", "--coder", "demo") == mine


def test_a_star_is_given_and_taken(mine: list[dict[str, Any]]) -> None:
    assert rows("star", mine[0]["id"]) == [{**mine[0], "star": True}]
    assert what() == "star given to codings of pay/fees (1)"
    assert rows("star", mine[0]["id"], "--off") == mine[:1]
    do("undo")
    assert rows("codings", "--coder", "demo")[0]["star"] is True


@pytest.mark.parametrize("command", [("recode", "ID", "AI"), ("uncode", "ID"), ("star", "ID")])
def test_the_codings_of_others_are_left_alone_unless_one_acts_for_them(demo: Path, command: tuple[str, ...]) -> None:
    theirs = rows("codings", "--coder", "Amina")[0]["id"]
    words = [theirs if word == "ID" else word for word in command]
    before = demo.read_bytes()
    ic(*words).refused("Amina", "--as")
    ic(command[0], "nowhere", *words[2:]).refused("nowhere")
    assert demo.read_bytes() == before
    do("--as", "Amina", *words)


def test_codings_made_under_an_older_definition_are_listed_until_they_are_read_again(
    mine: list[dict[str, Any]],
) -> None:
    assert outdated() == []
    do("codebook", "define", "pay/fees", "--label", "fr=Retenues")
    assert outdated() == []
    do("codebook", "define", "pay/fees", "--definition", "fr=Tout ce qui est retenu sur la paie.")
    late = outdated()
    assert {row["outdated"] for row in late} == {"definition"}
    assert [{key: value for key, value in row.items() if key != "outdated"} for row in late] == [
        row for row in rows("codings") if row["code"] == "pay/fees"
    ]
    (line,) = (line for line in do("codebook").out.splitlines() if line.startswith("pay/fees"))
    assert line.split()[-1] == str(len(late))
    assert f"pay/fees: {len(late)} made under another definition" in do("codings", "--outdated").out
    do("code", "01-nadia", 50, 60, "pay/fees")
    assert outdated() == late

    assert rows("codebook", "reviewed", "pay/fees", "--coding", mine[0]["id"]) == [
        {"code": "pay/fees", "coder": "demo", "codings": 1}
    ]
    do("codebook", "reviewed", "pay/fees")
    assert what() == "codings of pay/fees read again and kept (1)"
    assert {row["coder"] for row in outdated()} == {"Amina", "Jules"}
    ic("codebook", "reviewed", "pay/fees").refused("pay/fees", "--coder")
    do("codebook", "reviewed", "pay/fees", "--coder", "Jules")
    do("codebook", "reviewed", "pay/fees", "--coder", "Amina")
    assert outdated() == []
    assert "outdated" not in do("codebook").out
    for _ in range(4):
        do("undo")
    do("undo")
    assert outdated() == late


def test_codings_of_a_merged_and_of_a_split_code_say_why_they_are_outdated(mine: list[dict[str, Any]]) -> None:
    do("codebook", "merge", "pay/fees", "AI/verification")
    do("codebook", "split", "pay", "bonus", "--coder", "Amina")
    reasons = {(row["code"], row["outdated"]) for row in outdated()}
    assert reasons == {("AI/verification", "merge"), ("bonus", "split")}
    assert {row["code"] for row in outdated("--code", "bonus")} == {"bonus"}
    do("codebook", "reviewed", "AI/verification")
    assert not [row for row in outdated() if row["coder"] == "demo"]


def test_a_twin_does_not_come_back_when_its_coding_goes(demo: Path) -> None:
    do("code", "01-nadia", 10, 20, "pay/fees")
    do("code", "01-nadia", 10, 20, "AI")
    do("codebook", "merge", "pay/fees", "AI")
    (one,) = rows("codings", "--coder", "demo")
    do("recode", one["id"], "pay")
    assert [row["code"] for row in rows("codings", "--coder", "demo")] == ["pay"]
    do("uncode", one["id"])
    assert "demo" not in {row["coder"] for row in rows("codings")}
    do("undo")
    do("undo")
    do("undo")
    assert {row["code"] for row in rows("codings", "--coder", "demo")} == {"pay/fees", "AI"}
