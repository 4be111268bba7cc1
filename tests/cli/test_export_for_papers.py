"""`export` for papers and other programs: quotes, matrices for R, corpora for IRaMuTeQ."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest

from interview_coder.formats.annex_markdown import plain
from interview_coder.store import listings
from interview_coder.store.project import Project
from tests.cli.running import do, ic, rows
from tests.formats.iramuteq_reader import Text, read

ATTRIBUTES = (
    *("position", "gender", "age_band", "diploma", "engagement", "monthly_income", "children", "other_job"),
    "platforms",
)


@pytest.fixture
def study(demo: Path) -> Path:
    """The sample project, which has a case for each transcript."""
    return demo


def corpus(*arguments: object) -> list[Text]:
    do("export", "corpus.txt", *arguments)
    return read(Path("corpus.txt").read_text(encoding="utf-8"))


def codings() -> pd.DataFrame:
    return pd.DataFrame(rows("codings"))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def test_whole_interviews_go_to_iramuteq_without_speakers_and_with_attributes(study: Path) -> None:
    texts = corpus("--kind", "interviews")
    assert len(texts) == 14
    nadia = next(text for text in texts if text.variables["transcript"] == "01Nadia")
    assert nadia.variables == {
        "transcript": "01Nadia",
        "case": "01Nadia",
        "position": "worker",
        "gender": "woman",
        "ageBand": "25_34",
        "diploma": "bac",
        "otherJob": "callCentreAgent",
        "platforms": "ClicotachePerlimpoint",
        "engagement": "routine",
        "monthlyIncome": "85",
        "children": "2",
    }
    shown = rows("show", "01-nadia")[0]
    assert len(nadia.paragraphs) == len(shown["turns"])
    assert not any(line.startswith(("Nadia", "ENQ")) for line in nadia.paragraphs)
    lambert = next(text for text in texts if text.variables["transcript"] == "07Lambert")
    assert "engagement" not in lambert.variables


def test_what_interviewees_say_leaves_the_questions_out(study: Path) -> None:
    texts = corpus("--kind", "interviewee", "--where", "position=worker", "--asides", "keep")
    people = {text.variables["transcript"] for text in texts}
    assert "12Tom" not in people
    shown = rows("show", "13-priya")[0]
    said = [
        letters(shown["text"][turn["start"] : turn["end"]]) for turn in shown["turns"] if turn["role"] == "interviewee"
    ]
    priya = next(text for text in texts if text.variables["transcript"] == "13Priya")
    assert [letters(line) for line in priya.paragraphs] == [line for line in said if line]


def test_segments_of_a_code_are_its_quotes_each_passage_once(study: Path) -> None:
    texts = corpus("--code", "pay", "--roll-up", "--asides", "keep")
    found = codings()
    found = found[found.code.str.startswith("pay")]
    covered = {(row.code, row.transcript, at) for row in found.itertuples() for at in range(row.start, row.end)}
    joined = sorted({key[:2] for key in covered})
    assert {text.variables["code"] for text in texts} == {"pay", "payPieceRate", "payNoNegotiation", "payFees"}
    assert len(joined) <= len(texts) < len(found)
    tom = [text for text in texts if text.variables["transcript"] == "12Tom" and text.variables["code"] == "payFees"]
    wanted = found[(found.transcript == "12-tom") & (found.code == "pay/fees")]
    whole = rows("show", "12-tom")[0]["text"]
    places = sorted({at for row in wanted.itertuples() for at in range(row.start, row.end)})
    assert letters("".join(line for text in tom for line in text.paragraphs)) in letters(
        "".join(whole[at] for at in places)
    )


def test_filters_on_codings_do_not_choose_whole_interviews(study: Path) -> None:
    ic("export", "c.txt", "--kind", "interviews", "--coder", "Jules").refused("--kind segments")
    assert not Path("c.txt").exists()


def test_an_export_that_does_not_fit_says_what_would(study: Path) -> None:
    ic("export", "m.txt", "--what", "matrix").refused("matrix", ".csv, .xlsx, .jsonl")
    ic("export", "m.csv", "--what", "iramuteq").refused("iramuteq", ".txt")
    ic("export", "m.csv", "--what", "matrix", "--kind", "segments").refused("--kind segments", "binary, count")
    ic("export", "m.csv", "--kind", "binary").refused("--kind binary", "Leave --kind out")
    assert not list(Path().glob("m.*"))


def matrix(*arguments: object) -> pd.DataFrame:
    do("export", "matrix.csv", "--what", "matrix", *arguments)
    return pd.read_csv("matrix.csv")


@pytest.mark.parametrize("unit", ["case", "transcript"])
def test_a_matrix_counts_as_pandas_does(study: Path, unit: str) -> None:
    made = matrix("--kind", "count", "--unit", unit).set_index(unit)
    expected = pd.crosstab(codings().transcript, codings().code)
    paths = [row["path"] for row in rows("codebook")]
    assert list(made.columns[-len(paths) :]) == paths
    counts = made[paths]
    pd.testing.assert_frame_equal(
        counts, expected.reindex(index=counts.index, columns=paths, fill_value=0), check_names=False
    )
    binary = matrix("--unit", unit).set_index(unit)[paths]
    pd.testing.assert_frame_equal(binary, (counts > 0).astype("int64"))


def test_a_matrix_of_turns_marks_every_turn_that_a_coding_touches(study: Path) -> None:
    made = matrix("--kind", "count", "--unit", "turn", "--transcript", "12-tom")
    shown = rows("show", "12-tom")[0]
    assert list(made.turn) == [turn["n"] for turn in shown["turns"]]
    for turn, row in zip(shown["turns"], made.to_dict("records"), strict=True):
        touching = [
            coding["code"]
            for coding in shown["codings"]
            if coding["start"] < turn["end"] and coding["end"] > (turn["header"] or turn)["start"]
        ]
        assert row["pay/fees"] == touching.count("pay/fees")
        assert (row["speaker"], row["role"]) == (turn["speaker"], turn["role"])


def test_attributes_come_before_the_codes_and_missing_ones_are_empty(study: Path) -> None:
    made = matrix()
    assert list(made.columns[:11]) == ["case", "transcripts", *(f"attributes.{name}" for name in ATTRIBUTES)]
    lambert = made[made.case == "07-lambert"].iloc[0]
    assert pd.isna(lambert["attributes.engagement"])
    assert lambert.transcripts == 1


def test_a_rolled_up_matrix_counts_a_coding_once_for_each_code_above(study: Path) -> None:
    made = matrix("--kind", "count", "--unit", "transcript", "--roll-up").set_index("transcript")
    under = codings()[lambda found: found.code.str.startswith("pay")].groupby("transcript").size()
    assert made["pay"].to_dict() == under.reindex(made.index, fill_value=0).to_dict()


def test_filters_keep_rows_without_codings(study: Path) -> None:
    made = matrix("--kind", "count", "--where", "position=worker", "--code", "pay/fees", "--coder", "Jules")
    assert list(made.columns[11:]) == ["pay/fees"]
    assert set(made["attributes.position"]) == {"worker"}
    assert 0 in set(made["pay/fees"])
    expected = codings()[lambda found: (found.code == "pay/fees") & (found.coder == "Jules")].transcript.value_counts()
    assert made.set_index("case")["pay/fees"].to_dict() == {name: expected.get(name, 0) for name in made.case}


def test_codings_of_no_case_are_counted_as_left_out(study: Path) -> None:
    with Project.open(study) as project, project.write("demo") as writer:
        transcript = next(row.id for row in listings.transcripts(project) if row.name == "12-tom")
        writer.change("transcript.changed", transcript, {"case": None})
    (said,) = rows("export", "m.csv", "--what", "matrix")
    expected = len(codings()[lambda found: found.transcript == "12-tom"])
    assert any(f"no case: {expected}." in note for note in said["notes"])


def test_a_project_without_cases_has_no_matrix_of_cases(demo: Path) -> None:
    do("undo")  # the attributes
    ic("export", "m.csv", "--what", "matrix").refused("--unit transcript")


def test_quotes_have_all_that_a_paper_needs(study: Path) -> None:
    do("export", "quotes.csv", "--what", "quotes")
    made = pd.read_csv("quotes.csv", keep_default_na=False)
    listed = codings().set_index("id")
    assert len(made) == len(listed)
    labels = {row["path"]: row["label"] for row in rows("codebook")}
    for row in made.to_dict("records"):
        coding = listed.loc[row["id"]]
        assert row["quote"].removeprefix("'") == coding.quote.removeprefix("'")
        assert (row["code"], row["coder"], row["transcript"]) == (coding.code, coding.coder, coding.transcript)
        assert (row["label.fr"], row["label.en"]) == (labels[coding.code]["fr"], labels[coding.code]["en"])
        assert row["case"] == coding.transcript
        assert row["attributes.position"] == coding.attributes["position"]
    order = [row["path"] for row in rows("codebook")]
    assert list(dict.fromkeys(made.code)) == [path for path in order if path in set(made.code)]
    tom = made[made.transcript == "12-tom"].iloc[0]
    assert tom.time.count(":") == 2


def test_quotes_for_a_french_excel(study: Path) -> None:
    do("--lang", "fr", "export", "quotes.csv", "--what", "quotes", "--excel-fr", "--transcript", "01-nadia")
    made = pd.read_csv("quotes.csv", sep=";", encoding="utf-8-sig")
    assert set(made.transcript) == {"01-nadia"}
    assert any("’" in quote or "é" in quote for quote in made.quote)


def test_a_cell_that_excel_cannot_hold_is_in_the_report(here: Path) -> None:
    Path("long.txt").write_text(f"Anna: {'mot ' * 10_000}\n\nBruno: oui\n", encoding="utf-8")
    do("new", "p.icoder", "--as", "Ada", "--codebook", "starter")
    ic("import", "long.txt")
    path = rows("codebook")[0]["path"]
    do("code", "long", 6, 40_000, path)
    (said,) = rows("export", "quotes.xlsx", "--what", "quotes")
    assert any("32767" in note.replace(",", "").replace("\u202f", "") for note in said["notes"])
    cells = list(openpyxl.load_workbook("quotes.xlsx")["table"].iter_rows(values_only=True))
    assert len(str(cells[1][3])) == 32_767


def test_a_matrix_opens_in_excel_too(study: Path) -> None:
    do("export", "m.xlsx", "--what", "matrix", "--kind", "count")
    do("export", "m.csv", "--what", "matrix", "--kind", "count")
    sheet = pd.read_excel("m.xlsx", engine="openpyxl")
    pd.testing.assert_frame_equal(sheet, pd.read_csv("m.csv"), check_dtype=False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_codebook_goes_to_word_and_markdown_as_an_annex(study: Path, language: str) -> None:
    do("--lang", language, "export", "annex.docx")
    do("--lang", language, "export", "annex.md", "--what", "codebook")
    listed = rows("codebook")
    document = docx.Document("annex.docx")
    headings = [
        (int(paragraph.style.name.removeprefix("Heading ")), paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings == [(row["path"].count("/") + 1, row["label"][language]) for row in listed]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows[1:]]
    assert [(path, int(codings), int(transcripts)) for path, _, codings, transcripts in cells] == [
        (row["path"], row["codings"], row["transcripts"]) for row in listed
    ]
    page = Path("annex.md").read_text(encoding="utf-8")
    assert all(plain(row["definition"][language]) in page for row in listed)
    other = "fr" if language == "en" else "en"
    assert not any(plain(row["definition"][other]) in page for row in listed)


def test_the_annex_can_have_both_languages_and_the_counts_of_a_selection(study: Path) -> None:
    do("export", "annex.md", "--both-languages", "--code", "pay", "--roll-up", "--coder", "Jules")
    page = Path("annex.md").read_text(encoding="utf-8")
    listed = [row for row in rows("codebook") if row["path"].startswith("pay")]
    assert all(plain(text) in page for row in listed for text in row["definition"].values())
    mine = codings()[lambda found: (found.code == "pay/fees") & (found.coder == "Jules")]
    assert f"| {len(mine)} | {mine.transcript.nunique()} |" in next(
        line for line in page.split("\n") if line.startswith("| pay/fees ")
    )
    assert page.count("\n## ") + page.count("\n### ") == len(listed)
    ic("export", "x.csv", "--both-languages").refused("--both-languages")


def test_listings_of_transcripts_and_codes_honour_the_filters(study: Path) -> None:
    filters = ("--code", "pay/fees", "--coder", "Jules")
    mine = codings()[lambda found: (found.code == "pay/fees") & (found.coder == "Jules")]
    do("export", "t.csv", "--what", "transcripts", *filters)
    assert set(pd.read_csv("t.csv").name) == set(mine.transcript)
    do("export", "w.csv", "--what", "transcripts", "--where", "position=client")
    assert set(pd.read_csv("w.csv").name) == {"07-lambert", "12-tom"}
    do("export", "one.csv", "--what", "transcripts", "--transcript", "12-tom")
    assert list(pd.read_csv("one.csv").name) == ["12-tom"]
    do("export", "c.csv", "--what", "codebook", *filters)
    (code,) = pd.read_csv("c.csv").to_dict("records")
    assert (code["path"], code["codings"], code["transcripts"]) == ("pay/fees", len(mine), mine.transcript.nunique())


def test_long_reports_are_whole_for_programs_and_short_for_people(study: Path) -> None:
    (said,) = rows("export", "c.txt", "--kind", "segments")
    (changes,) = [note for note in said["notes"] if "recognition/regulation" in note]
    assert "AI/preparation → AIPreparation" in changes
    shown = do("export", "c.txt", "--kind", "segments").out
    assert "AI/preparation → AIPreparation" in shown
    assert "recognition/regulation" not in shown
    assert "--format json" in shown


def test_an_empty_corpus_or_page_is_not_written(study: Path) -> None:
    for suffix in ("txt", "html"):
        Path(f"old.{suffix}").write_text("mine", encoding="utf-8")
        ic("export", f"old.{suffix}", "--where", "position=").refused(f"old.{suffix}", "nothing would stand in it")
        assert Path(f"old.{suffix}").read_text(encoding="utf-8") == "mine"
    ic("export", "pages", "--what", "transcripts", "--where", "position=").refused("pages")
    assert not Path("pages").exists()
    assert not list(Path().glob(".*.part"))
