"""The codebook file is read strictly, refused with its line and a remedy, and written back whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_coder.domain.codebook import Code, Codebook
from interview_coder.domain.codebook_check import check
from interview_coder.errors import CodebookError
from interview_coder.formats.codebook_yaml import (
    LARGEST,
    add_missing_ids,
    parse_codebook,
    read_codebook,
    write_codebook,
)
from interview_coder.locale import LANGUAGES, set_language
from tests.domain.codebooks import codebooks, patient

CODEBOOKS = Path(__file__).resolve().parents[2] / "codebooks"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
SMALL = """\
codebook: book-1
name: {fr: Micro-travail, en: Micro-work}
codes:
  - id: ai
    name: AI             # the family
    label: {fr: Rôles dans l'IA, en: Roles in AI}
    children:
      - id: prep
        name: preparation
        label: {fr: Préparation de l'IA, en: AI preparation}
        definition:
          fr: "Avant : annoter."
          en: >
            Before the model:
            annotate.
        include: {fr: ["un", "deux"], en: ["one"]}
        keywords: {fr: [annoter, étiqueter], en: [annotate, label]}
        colour: "#0072B2"
        shortcut: p
  - id: work
    name: work
"""


def refusal(text: str) -> str:
    """The one line with which a text is refused."""
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text, "my.yaml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_codebook_is_read_in_tree_order_with_its_texts() -> None:
    book = parse_codebook(SMALL, "my.yaml")
    assert (book.id, book.name) == ("book-1", {"fr": "Micro-travail", "en": "Micro-work"})
    assert list(book.paths().values()) == ["AI", "AI/preparation", "work"]
    assert book.codes[1] == Code(
        *("prep", "preparation", "ai"),
        label={"fr": "Préparation de l'IA", "en": "AI preparation"},
        definition={"fr": "Avant : annoter.", "en": "Before the model: annotate."},
        include={"fr": ("un", "deux"), "en": ("one",)},
        keywords={"fr": ("annoter", "étiqueter"), "en": ("annotate", "label")},
        colour="#0072B2",
        shortcut="p",
    )


def test_what_looks_like_a_number_or_a_truth_value_is_read_as_written() -> None:
    text = SMALL.replace("en: [annotate, label]", "en: [no, 2020-01-01, 0x1F, 1_000]").replace(
        "shortcut: p", "shortcut: 1"
    )
    book = parse_codebook(text, "my.yaml")
    assert book.codes[1].keywords["en"] == ("no", "2020-01-01", "0x1F", "1_000")
    assert book.codes[1].shortcut == "1"


def test_what_is_left_empty_is_absent() -> None:
    text = SMALL.replace("{fr: Rôles dans l'IA, en: Roles in AI}", '{fr: , en: ""}').replace(
        "include:", "exclude: {fr: [], en: null}\n        examples:\n        include:"
    )
    book = parse_codebook(text, "my.yaml")
    assert (book.codes[0].label, book.codes[1].exclude, book.codes[1].examples) == ({}, {}, {})


def test_a_name_in_decomposed_letters_is_the_same_name() -> None:
    book = parse_codebook(SMALL.replace("name: work", "name: me\u0301tier"), "my.yaml")
    assert book.codes[2].name == "m\u00e9tier"


def test_a_file_from_windows_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert read_codebook(path) == parse_codebook(SMALL, "my.yaml")


REFUSED: list[tuple[str, Callable[[str], str], str]] = [
    ("nothing", lambda _: "", "my.yaml line 1: the file is empty"),
    ("comments", lambda _: "# only\n", "my.yaml line 1: the file is empty"),
    ("a list", lambda _: "- a\n", "my.yaml line 1: this must be a map with the keys codebook, name, codes."),
    ("a text", lambda _: "hello\n", "my.yaml line 1: this must be a map"),
    ("no codebook", lambda s: s.replace("codebook: book-1\n", ""), "my.yaml line 1: `codebook` is missing"),
    ("empty codebook", lambda s: s.replace("book-1", ""), "my.yaml line 1: `codebook` is missing"),
    ("no name", lambda s: re.sub("name: {fr.*", "", s, count=1), 'name; write name: {fr: "…", en: "…"}.'),
    ("no codes", lambda s: s[: s.index("codes")], "the key `codes` is missing"),
    ("codes are a map", lambda s: s[: s.index("  -")] + "  a: b\n", "line 3: `codes` must be a list of codes"),
    ("children are a text", lambda s: s + "    children: x\n", "line 22: `children` must be a list of codes"),
    ("a code is a text", lambda s: s + "  - pay\n", "line 22: this must be a map with the keys id, name, label"),
    ("no id", lambda s: s.replace("id: prep\n        ", ""), "line 8: `id` is missing"),
    ("remedy", lambda s: s.replace("id: prep\n        ", ""), "`interview-coder codebook check --write-ids FILE`"),
    ("no code name", lambda s: s.replace("    name: work\n", ""), "line 20: this code has no `name`."),
    ("the same id", lambda s: s.replace("id: work", "id: ai"), "line 20: the id `ai` is already another code's"),
    ("a sibling", lambda s: s + "  - {id: x, name: Work}\n", "line 22: a code beside it is already called `Work`"),
    ("a bad name", lambda s: s.replace("name: work", "name: work/pay"), "line 21: `work/pay` cannot be a name"),
    ("a shortcut", lambda s: s + "    shortcut: p\n", "line 22: the shortcut `p` is already another code's"),
    ("a colour", lambda s: s.replace('"#0072B2"', "red"), "line 18: `red` is not a colour"),
    ("a bare colour", lambda s: s.replace('"#0072B2"', "#0072B2"), "line 18: the colour is empty, because `#`"),
    (
        "a typing error",
        lambda s: s.replace("keywords", "keyword"),
        "line 17: the key `keyword` is unknown. Did you mean `keywords`?",
    ),
    ("American", lambda s: s.replace("colour", "color"), "Did you mean `colour`?"),
    ("a far key", lambda s: s + "    zzz: 1\n", "line 22: the key `zzz` is unknown. The keys are id, name, label"),
    ("a key twice", lambda s: s + "    name: pay\n", "line 22: the key `name` is written twice"),
    (
        "a plain label",
        lambda s: s + "    label: Work\n",
        'line 22: `label` must say in which language; write label: {fr: "…", en: "…"}.',
    ),
    ("a plain list", lambda s: s + "    include: [a]\n", 'write include: {fr: ["…"], en: ["…"]}.'),
    ("no list", lambda s: s + "    include: {fr: a}\n", "line 22: `include` must hold a list of texts"),
    ("a list for a text", lambda s: s + "    label: {fr: [a]}\n", "line 22: `label` must be a text"),
    ("a map for a name", lambda s: s.replace("name: work", "name: {fr: a}"), "line 21: `name` must be a text"),
    (
        "an empty item",
        lambda s: s + "    include:\n      fr:\n        - a\n        -\n",
        "line 25: `include` has an empty text",
    ),
    ("a language", lambda s: s + "    label: {fr: a, de: b}\n", "line 22: `label` has the language `de`"),
    ("an anchor", lambda s: s.replace("{fr: Rôles", "&a {fr: Rôles"), "line 6: anchors and aliases"),
    ("an alias", lambda s: s.replace("name: work", "name: *a"), "line 21: anchors and aliases"),
    ("a merge", lambda s: s + "    <<: {colour: x}\n", "line 22: the key `<<` is unknown"),
    ("a tag", lambda s: s.replace("name: work", "name: !!python/object:os.system x"), "line 21: the tag `"),
    ("a string tag", lambda s: s.replace("name: work", "name: !!str work"), "line 21: the tag `"),
    ("two documents", lambda s: s + "---\n" + s, "line 22: a second document starts"),
    ("a map as a key", lambda s: s + "    {a: b}: c\n", "line 22: a key must be a word"),
    ("a colon", lambda s: s.replace("name: work", "name: work: pay"), "line 21: a `: ` stands where none can"),
    ("a tab", lambda s: s + "\tname: x\n", "line 22: there is a tab; indent with spaces."),
    (
        "an escape",
        lambda s: s.replace('"Avant :', '"\\e[2J Avant :'),
        "line 12: the file holds the character U+001B",
    ),
    ("a bell", lambda s: s.replace("Avant :", "Avant \x07:"), "line 12: the file holds the character U+0007"),
    ("a NUL", lambda s: s + "\0", "line 22: the file holds the character U+0000"),
    ("label lines", lambda s: s + '    label: {fr: "a\\nb"}\n', "line 22: `label` must stay on one line"),
    ("deep lists", lambda s: s + "    include: " + "[" * 9000, "too deep"),
    ("an open quote", lambda s: s + '    label: {fr: "a}\n', "line 22: a quoted text that starts here is not closed"),
    ("a path", lambda s: s + '    label: {fr: "c:\\dir"}\n', "line 22: a quoted text that starts here"),
    ("a lost quote", lambda s: s.replace('annoter."', "annoter."), "line 16: a quoted text ends too early"),
    ("quotes in quotes", lambda s: s + '    label: {fr: "a "b" c"}\n', "line 22: a quoted text ends too early"),
    ("an apostrophe", lambda s: s + "    label: {fr: 'l'eau'}\n", "line 22: a quoted text ends too early"),
    ("no colon", lambda s: s + "    label\n    colour: x\n", "line 22: the `: ` after the key is missing."),
    ("a reserved sign", lambda s: s + "    label: {fr: %x}\n", "line 22: a text starts with a sign"),
    ("an open bracket", lambda s: s.replace("in AI}", "in AI"), "line 6: a bracket that opens here is not closed"),
    ("a colon in brackets", lambda s: s + "    label: {fr: a : b}\n", "line 22: a bracket that opens here"),
    ("a comma in brackets", lambda s: s + "    label: {fr: a, b, en: c}\n", "hold a comma in double quotes."),
    ("indentation", lambda s: s.replace("    name: work", "   name: work"), "line 21: the indentation does not fit"),
    ("a key that acts", lambda s: s + '    "\\e[2J": x\n', "line 22: the file holds the character U+001B"),
    ("a key of two lines", lambda s: s + '    "a\\nb": x\n', "line 22: a key must be a word"),
    (
        "a name of two lines",
        lambda s: s.replace("name: work", 'name: "a\\nb"'),
        "line 21: `name` must stay on one line",
    ),
    ("no character", lambda s: s + '    label: {fr: "\\uFFFE"}\n', "line 22: the file holds the character U+FFFE"),
    ("a directive", lambda s: "%YAML 9.9\n---\n" + s, "line 1: this cannot be read as YAML."),
]


@pytest.mark.parametrize(("change", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_breaks_the_format_is_refused_with_its_line(change: Callable[[str], str], words: str) -> None:
    changed = change(SMALL)
    assert changed != SMALL
    assert words in refusal(changed)


@pytest.mark.parametrize("change", [case[1] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_every_refusal_exists_in_french(change: Callable[[str], str]) -> None:
    set_language("fr")
    try:
        sentence = refusal(change(SMALL))
    finally:
        set_language(None)
    assert re.match("my.yaml ligne \\d+\u00a0: ", sentence)
    assert not re.search(" [:;?!»]", re.sub("`[^`]*`|{[^}]*}", "", sentence))


@given(st.text(st.sampled_from("aben:-{}[]\"'#&*!|>%@\\,? \n\t\r~é\0\u2028\ufeff\ufffe"), max_size=40))
@patient
def test_no_text_makes_the_reader_fail_in_another_way(text: str) -> None:
    for whole in (text, SMALL + text, SMALL.replace("Avant : annoter.", text)):
        try:
            parse_codebook(whole, "my.yaml")
        except CodebookError as error:
            assert re.fullmatch(r"my\.yaml line \d+: [^\x00-\x1f]+", str(error))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"none\.yaml: there is no such file"):
        read_codebook(tmp_path / "none.yaml")


def test_a_folder_is_not_a_codebook(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be read"):
        read_codebook(tmp_path)


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(SMALL.encode("latin-1"))
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    assert str(caught.value) == ("latin.yaml line 6: the file is not in UTF-8. Save it again with the encoding UTF-8.")


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(CodebookError, match="larger than 5 MB"):
        read_codebook(path)


@given(codebooks())
@patient
def test_a_written_codebook_reads_back_the_same(book: Codebook) -> None:
    text = write_codebook(book)
    assert parse_codebook(text, "my.yaml") == book
    assert write_codebook(parse_codebook(text, "my.yaml")) == text


def test_a_written_codebook_is_easy_to_read() -> None:
    code = Code(
        *("prep", "preparation", None),
        label={"en": "AI preparation", "fr": "Préparation de l'IA"},
        definition={"en": "First.\n\nThen: more.", "fr": "Long " * 60 + "texte"},
        include={"fr": ("un : deux", "trois")},
        keywords={"fr": ("annoter", "no"), "en": ("a, b",)},
        colour="#0072B2",
        shortcut="p",
    )
    book = Codebook("book-1", {"fr": "Étude"}, (code, Code("child", "under", "prep")))
    assert write_codebook(book) == (
        "codebook: book-1\n"
        'name: {fr: "Étude"}\n'
        "codes:\n"
        "  - id: prep\n"
        "    name: preparation\n"
        '    label: {fr: "Préparation de l\'IA", en: "AI preparation"}\n'
        "    definition:\n"
        f'      fr: "{"Long " * 60}texte"\n'
        "      en: |-\n"
        "        First.\n"
        "\n"
        "        Then: more.\n"
        "    include:\n"
        "      fr:\n"
        '        - "un : deux"\n'
        '        - "trois"\n'
        '    keywords: {fr: ["annoter", "no"], en: ["a, b"]}\n'
        '    colour: "#0072B2"\n'
        '    shortcut: "p"\n'
        "    children:\n"
        "      - id: child\n"
        "        name: under\n"
    )


def test_a_codebook_that_breaks_a_rule_is_not_written() -> None:
    merged = Codebook("b", {"en": "x"}, (Code("1", "a"), Code("2", "A")))
    with pytest.raises(CodebookError, match="already called `A`"):
        write_codebook(merged)


WITHOUT_IDS = """\
# our codebook
name: {fr: "Étude", en: Study}   # two languages
codes:

  # first family
  -   name: AI
      children:
      - # a comment before the name
        name: preparation
        label: {en:   "AI preparation"}
      - {name: verification, colour: "#0072B2"}
      - id:   # to come
        name: third
  - id: work
    name: work
  -
    name: pay
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_missing_ids_are_written_and_every_other_character_stays(line_end: str) -> None:
    text = WITHOUT_IDS.replace("\n", line_end)
    written = add_missing_ids(text, "my.yaml")
    book = parse_codebook(written, "my.yaml")
    assert list(book.paths().values()) == [*("AI", "AI/preparation", "AI/verification", "AI/third", "work", "pay")]
    ids = [book.id, *(code.id for code in book.codes)]
    assert len(set(ids)) == 7
    assert [key for key in ids if not re.fullmatch(UUID, key)] == ["work"]
    kept = re.sub(rf"(?:id|codebook): {UUID}(?:\r?\n *|, )|(?<=id:) {UUID}", "", written)
    assert kept == text


def test_ids_that_are_there_stay() -> None:
    assert add_missing_ids(SMALL, "my.yaml") == SMALL
    once = add_missing_ids(WITHOUT_IDS, "my.yaml")
    assert add_missing_ids(once, "my.yaml") == once


@given(codebooks(), st.booleans())
@patient
def test_ids_taken_out_of_any_written_codebook_are_given_anew(book: Codebook, codebook_too: bool) -> None:
    text = re.sub(r"(?m)^( *(?:- )?)id: .*\n *", r"\1", write_codebook(book))
    text = text.replace("codebook: book-1\n", "") if codebook_too else text
    again = parse_codebook(add_missing_ids(text, "my.yaml"), "my.yaml")
    assert list(again.paths().values()) == list(book.paths().values())
    assert [code.definition for code in again.codes] == [code.definition for code in book.codes]


def test_ids_are_not_written_into_what_is_not_a_codebook() -> None:
    for text in ("", "- a\n", "a: b\n", "name: [\n"):
        with pytest.raises(CodebookError, match=r"^my\.yaml line \d: "):
            add_missing_ids(text, "my.yaml")


@pytest.mark.parametrize("name", ["diplab.yaml", "starter.yaml"])
def test_the_codebooks_that_come_with_the_program_are_whole(name: str) -> None:
    book = read_codebook(CODEBOOKS / name)
    assert book.codes
    assert [found.message for found in check(book)] == []
    assert set(book.name) == set(LANGUAGES)
    for code in book.codes:
        for texts in (code.label, code.definition, code.keywords):
            assert set(texts) == set(LANGUAGES), code.name
        for texts in (code.include, code.exclude, code.examples):
            assert set(texts) in (set(), set(LANGUAGES)), code.name
    assert parse_codebook(write_codebook(book), name) == book
