"""`codebook edit`: the whole codebook in one's own editor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.running import do, ic, own_process, rows
from tests.cli.test_edit import drafts, editor, replacing


def paths() -> list[str]:
    return [row["path"] for row in rows("codebook")]


def test_codes_are_renamed_retired_and_added_in_an_editor(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, codings = rows("codebook"), rows("codings", "--code", "pay/fees")
    new = "name: levies\\n        retired: true\\n      - name: prélèvements"
    editor(monkeypatch, f"path.write_text(text.replace('name: fees', '{new}'), encoding='utf-8')")
    found = rows("codebook", "edit")
    assert {(row["change"], row["path"]) for row in found} == {
        ("renamed", "pay/levies"),
        ("changed", "pay/levies"),
        ("added", "pay/prélèvements"),
    }
    assert "pay/prélèvements" in paths()
    assert [row["id"] for row in rows("codings", "--code", "pay/levies")] == [row["id"] for row in codings]
    assert drafts() == []
    do("undo")
    assert rows("codebook") == before


def test_closing_the_editor_without_a_change_changes_nothing(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo.read_bytes()
    editor(monkeypatch, "pass")
    assert rows("codebook", "edit") == []
    assert demo.read_bytes() == before
    assert drafts() == []


def test_what_cannot_be_taken_over_is_kept_and_named(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo.read_bytes()
    editor(monkeypatch, replacing("name: fees", "nom: fees"))
    said = ic("codebook", "edit").refused("line ", "nom", "is kept in")
    (kept,) = drafts()
    assert kept in said
    assert "nom: fees" in Path(kept).read_text(encoding="utf-8")
    assert demo.read_bytes() == before


def test_a_codebook_that_changed_meanwhile_is_not_overwritten(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "import subprocess; subprocess.run([sys.executable, '-m', 'interview_coder', 'codebook', 'retire', 'pay'])"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    editor(monkeypatch, f"{other}\n{replacing('name: fees', 'name: levies')}")
    ic("codebook", "edit").refused("while you were writing", "is kept in")
    assert "pay/fees" in paths()
    assert own_process("codebook", "show", "--retired").code == 0
