"""`transcripts`, `show`, `codings`, `speakers` and `prepare` on the sample project."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import do, rows
from tests.cli.test_frequencies import OWN_WORD

KEYS = {
    ("transcripts",): "id name language words turns sentences codings coders attributes",
    ("show", "01-nadia"): "id name version text turns sentences codings",
    ("codings",): "id transcript start end quote code coder speaker role turn start_ms memo star origin created_at"
    " attributes",
    ("codebook",): "id path label definition include exclude examples keywords colour shortcut parent hash codings"
    " transcripts",
    ("codebook", "show"): "id path label definition include exclude examples keywords colour shortcut parent hash"
    " codings transcripts",
    ("frequencies",): "code codings transcripts turns words share",
    ("search", "travail*"): "transcript turn speaker start end left match right",
    ("speakers",): "transcript name role turns same_as",
    ("history",): "step at coder actor type what undone",
    ("doctor",): "check ok detail",
    ("backup",): "check ok detail",
    ("undo", "--as", "Jules"): "step what",
    ("code", "01-nadia", "0", "5", "pay"): "id transcript start end quote code coder speaker role turn start_ms memo"
    " star origin created_at attributes",
}


@pytest.mark.parametrize("command", KEYS, ids=" ".join)
def test_the_keys_of_every_listing_are_those_of_the_contract(demo: Path, command: tuple[str, ...]) -> None:
    listed = rows(*command)
    assert listed
    assert all(list(row) == KEYS[command].split() for row in listed)


def test_import_says_what_each_file_holds(demo: Path, sample: Path) -> None:
    do("new", "other")
    (row,) = rows("-p", "other.icoder", "import", sample / "04-mehdi.vtt")
    assert list(row) == "file transcript language words turns speakers share_in_turns warnings".split()
    (known,) = (row for row in rows("-p", demo, "transcripts") if row["name"] == "04-mehdi")
    shared = ("language", "words", "turns")
    assert {key: row[key] for key in shared} == {key: known[key] for key in shared}
    speakers = {(s["name"], s["role"], s["turns"]) for s in row["speakers"]}
    assert speakers == {("Enquêtrice", "interviewer", 28), ("Mehdi", "interviewee", 27)}
    assert row["file"] == str(sample / "04-mehdi.vtt")
    assert row["share_in_turns"] == 1


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def shown(name: str) -> dict[str, Any]:
    (found,) = rows("show", name)
    return found


def test_transcripts_are_counted_as_their_texts_and_codings_are(demo: Path) -> None:
    listed = rows("transcripts")
    assert [row["name"] for row in listed] == sorted(row["name"] for row in listed)
    codings = rows("codings")
    for row in listed:
        whole = shown(row["id"])
        assert whole["name"] == row["name"]
        assert len(OWN_WORD.findall(whole["text"])) == row["words"]
        assert len(whole["turns"]) == row["turns"]
        own = [coding for coding in codings if coding["transcript"] == row["name"]]
        assert len(own) == len(whole["codings"]) == row["codings"]
        assert sorted({coding["coder"] for coding in own}) == row["coders"]
        assert row["sentences"] is None


def test_turns_and_headers_lie_in_order_and_hold_the_speaker_and_what_was_said(demo: Path) -> None:
    for row in rows("transcripts"):
        whole = shown(row["name"])
        text, reached = whole["text"], 0
        for number, turn in enumerate(whole["turns"], 1):
            assert list(turn) == "n header start end speaker role start_ms end_ms".split()
            assert turn["n"] == number
            header = turn["header"]
            if header is not None:
                assert reached <= header["start"] < header["end"] <= turn["start"]
                assert turn["speaker"] in text[header["start"] : header["end"]]
            assert reached <= turn["start"] < turn["end"] <= len(text)
            said = text[turn["start"] : turn["end"]]
            assert said == said.strip()
            reached = turn["end"]


def test_a_speaker_has_as_many_turns_as_show_lists(demo: Path) -> None:
    listed = {(row["transcript"], row["name"], row["role"]): row["turns"] for row in rows("speakers")}
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in rows("transcripts"):
        counted.update((row["name"], turn["speaker"], turn["role"]) for turn in shown(row["name"])["turns"])
    assert listed == counted


def test_a_coding_is_listed_with_its_quote_and_the_turn_it_begins_in(demo: Path) -> None:
    texts = {row["name"]: shown(row["name"]) for row in rows("transcripts")}
    for coding in rows("codings"):
        whole = texts[coding["transcript"]]
        assert coding["quote"] == whole["text"][coding["start"] : coding["end"]]
        touching = [t for t in whole["turns"] if t["start"] < coding["end"] and t["end"] > coding["start"]]
        first = touching[0]
        assert (coding["turn"], coding["speaker"], coding["role"], coding["start_ms"]) == (
            *(first["n"], first["speaker"], first["role"], first["start_ms"]),
        )
        short = {key: coding[key] for key in ("id", "start", "end", "code", "coder")}
        assert short in whole["codings"]


def test_filters_of_codings_are_the_same_as_choosing_from_all(demo: Path) -> None:
    everything = rows("codings")

    def chosen(**wanted: str) -> list[dict[str, Any]]:
        return [row for row in everything if all(row[key] == value for key, value in wanted.items())]

    assert rows("codings", "--code", "pay") == chosen(code="pay")
    assert rows("codings", "--coder", "Jules") == chosen(coder="Jules")
    assert rows("codings", "--transcript", "12-TOM") == chosen(transcript="12-tom")
    assert rows("codings", "--transcript", "12-tom", "--coder", "Amina", "--code", "AI/impersonation") == chosen(
        transcript="12-tom", coder="Amina", code="AI/impersonation"
    )
    below = [row for row in everything if row["code"].split("/")[0] == "pay"]
    assert rows("codings", "--code", "pay", "--roll-up") == below


def test_codes_are_found_by_path_by_name_and_by_id(demo: Path) -> None:
    (code,) = (row for row in rows("codebook") if row["path"] == "pay/fees")
    by_path = rows("codings", "--code", "pay/fees")
    assert len(by_path) == code["codings"]
    assert len({row["transcript"] for row in by_path}) == code["transcripts"]
    assert by_path == rows("codings", "--code", code["id"]) == rows("codings", "--code", "fees")


def test_the_same_listing_is_in_every_format(demo: Path) -> None:
    wanted = rows("codings", "--code", "pay/fees")
    lines = do("codings", "--code", "pay/fees", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == wanted
    table = list(csv.DictReader(do("codings", "--code", "pay/fees", "--format", "csv").out.splitlines()))
    assert [row["quote"] for row in table] == [row["quote"] for row in wanted]
    assert [(int(row["start"]), int(row["end"])) for row in table] == [(row["start"], row["end"]) for row in wanted]
    people = do("codings", "--code", "pay/fees").out
    assert all(row["quote"] in people for row in wanted)


def test_the_page_of_a_transcript_shows_every_word_and_every_coding(demo: Path) -> None:
    for name in ("01-nadia", "08-helene", "12-tom"):
        page = do("show", name).out
        whole = shown(name)
        page_lines = page.splitlines()[1:]
        gutter = min(len(line) - len(line.lstrip()) for line in page_lines if line.startswith(" "))
        lines = [line.partition("  | ")[0][gutter:].strip() for line in page_lines]
        said = letters("".join(lines))
        assert all(letters(whole["text"][turn["start"] : turn["end"]]) in said for turn in whole["turns"])
        margins = [line.rpartition("| ")[2].split(", ") for line in page.splitlines() if "| " in line]
        listed = Counter(entry for margin in margins for entry in margin)
        assert listed == Counter(f"{c['code']} ({c['coder']})" for c in whole["codings"])


def test_a_coding_that_begins_in_a_header_or_at_a_line_end_is_in_the_margin_too(demo: Path) -> None:
    whole = shown("10-yann")
    header = whole["turns"][3]["header"]
    said = whole["text"].index(" ", whole["turns"][1]["start"] + 60)
    for place in {header["start"], *range(said, said + 30)}:
        do("code", "10-yann", place, place + 1, "engagement/casual")
    assert do("show", "10-yann").out.count("engagement/casual (demo)") == 31


def test_prepared_sentences_lie_in_turns_and_are_counted(prepared: Path) -> None:
    counts = {row["name"]: row["sentences"] for row in rows("transcripts")}
    assert {name for name, count in counts.items() if count is not None} == {"01-nadia", "13-priya"}
    for name in ("01-nadia", "13-priya"):
        whole = shown(name)
        assert len(whole["sentences"]) == counts[name]
        turns = [(turn["start"], turn["end"]) for turn in whole["turns"]]
        for sentence in whole["sentences"]:
            assert list(sentence) == ["start", "end"]
            assert any(start <= sentence["start"] < sentence["end"] <= end for start, end in turns)
        words = sum(len(OWN_WORD.findall(whole["text"][start:end])) for start, end in turns)
        covered = sum(len(OWN_WORD.findall(whole["text"][s["start"] : s["end"]])) for s in whole["sentences"])
        assert covered == words


def test_preparing_again_leaves_what_is_prepared_as_it_is(prepared: Path) -> None:
    before = prepared.read_bytes()
    found = rows("prepare", "01-nadia", "13-priya")
    assert [list(row) for row in found] == [["transcript", "sentences", "model", "new"]] * 2
    assert [row["new"] for row in found] == [False, False]
    assert prepared.read_bytes() == before
