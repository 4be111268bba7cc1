"""Invented interviews and codings of any size, always the same for the same seed, and the counts they must give.

    python benchmarks/workload.py FOLDER [--interviews 92] [--seed 1]

`FOLDER/interviews` gets one text file an interview, `FOLDER/mixed` a few in .docx and .vtt, FOLDER itself the codings
(`codings.csv`, `codings.jsonl`, `many.jsonl`) and `expected.json`, by which a run can check the program's figures.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from ruamel.yaml import YAML
from vocabulary import Vocabulary

CODEBOOK = Path(__file__).parents[1] / "codebooks" / "diplab.yaml"
CODERS = ("alice", "bruno", "chloé")
WORDS = 8_400  # an interview, its headers not counted
CODINGS, MANY = 180, 50_000 / 92  # codings an interview
OFTEN, RARE, PHRASE, PREFIX = "confidentialité", "anticonstitutionnellement", "je pense que", "entraîn*"
OFTEN_EACH, RARE_EVERY = 2, 46
ENGLISH_EVERY = 10
MS_A_WORD = 400
WORD = re.compile(r"\w+(?:['’-]\w+)*")
NAMES = "Nadia Karim Solène Marc Inès Hugo Élodie Paul Zoé André Leïla Jules Agnès Théo Maud Yves".split()


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: who speaks, its sentences, and when it starts and ends in milliseconds."""

    speaker: str
    sentences: list[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview as written to a file; `sentences` are the spans of what the interviewee says, turn by turn."""

    name: str
    text: str
    sentences: list[list[tuple[int, int]]]


def make(folder: Path, *, interviews: int, seed: int) -> None:
    """Write everything that a run needs into `folder`."""
    texts = folder / "interviews"
    texts.mkdir(parents=True)
    made = []
    for number in range(interviews):
        interview = _interview(number, random.Random(f"{seed} {number}"))
        (texts / f"{interview.name}.txt").write_text(interview.text, encoding="utf-8", newline="\n")
        made.append(interview)
    _write_mixed(folder / "mixed", max(1, interviews // 9), seed)
    codes = list(_paths(YAML(typ="safe").load(CODEBOOK.read_text(encoding="utf-8"))["codes"], ""))
    chance = random.Random(seed)
    usual = list(_codings(made, codes, round(CODINGS * interviews), chance))
    many = list(_codings(made, codes, round(MANY * interviews), chance))
    _write_csv(folder / "codings.csv", usual)
    _write_jsonl(folder / "codings.jsonl", usual)
    _write_jsonl(folder / "many.jsonl", many)
    expected = {"codings": _expected(usual), "many": _expected(many), "often": OFTEN_EACH * interviews}
    expected |= {
        "rare": len(range(0, interviews, RARE_EVERY)),
        "words": sum(len(WORD.findall(one.text)) for one in made),
    }
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False), encoding="utf-8")


def _interview(number: int, chance: random.Random) -> Interview:
    name = f"entretien-{number + 1:03d}"
    turns = list(_turns(number, chance))
    dress = (_by_name, _by_range, _by_clock)[number % 3]
    pieces: list[str] = []
    spans: list[list[tuple[int, int]]] = []
    at = 0
    for turn in turns:
        header = dress(turn)
        at += len(header)
        pieces.append(header)
        mine = []
        for sentence in turn.sentences:
            mine.append((at, at + len(sentence)))
            at += len(sentence) + 1
        if turn.speaker != turns[0].speaker:
            spans.append(mine)
        pieces.append(" ".join(turn.sentences) + "\n\n")
        at += 1
    return Interview(name, "".join(pieces), spans)


def _turns(number: int, chance: random.Random) -> Iterator[Said]:
    """A question of 5 to 40 words, an answer of 10 to 200, and so on until the interview is long enough."""
    language = "en" if number % ENGLISH_EVERY == ENGLISH_EVERY - 1 else "fr"
    words = iter(_vocabulary(language).draw(chance, WORDS * 2))
    names = ("ENQUÊTRICE" if language == "fr" else "INTERVIEWER", chance.choice(NAMES).upper())
    rare = {chance.randrange(20, 60): OFTEN, chance.randrange(70, 100): OFTEN}
    if number % RARE_EVERY == 0:
        rare[60] = RARE
    said, clock, turn = 0, 0, 0
    while said < WORDS:
        asks = turn % 2 == 0
        length = int(chance.triangular(5, 40, 8) if asks else min(200, max(10, chance.lognormvariate(4.2, 0.7))))
        drawn = [next(words) for _ in range(length)]
        if turn in rare:
            drawn[length // 2] = rare[turn]
        if turn == 1:
            drawn[0] = "🙂"  # one character, two units of UTF-16: what comes after must not move
        sentences = list(_sentences(drawn, language, chance, asks=asks))
        spoken = sum(len(sentence.split()) for sentence in sentences)
        yield Said(names[not asks], sentences, clock, clock + spoken * MS_A_WORD)
        said, clock, turn = said + spoken, clock + (spoken + 2) * MS_A_WORD, turn + 1


_vocabularies: dict[str, Vocabulary] = {}


def _vocabulary(language: str) -> Vocabulary:
    if language not in _vocabularies:
        _vocabularies[language] = Vocabulary(language)
    return _vocabularies[language]


def _sentences(words: list[str], language: str, chance: random.Random, *, asks: bool) -> Iterator[str]:
    """`words` cut into sentences of 4 to 25, with capitals, commas and points; French has a blank before ? and !."""
    blank = "\u00a0" if language == "fr" else ""
    while words:
        length = chance.randint(4, 25)
        length = len(words) if len(words) - length < 4 else length
        part, words = words[:length], words[length:]
        for place in range(5, len(part) - 2, 7):
            part[place] += ","
        end = f"{blank}?" if asks and not words else chance.choice((".", ".", ".", ".", "…", f"{blank}!"))
        sentence = " ".join(part)
        yield sentence[0].upper() + sentence[1:] + end


def _by_name(turn: Said) -> str:
    return f"{turn.speaker} : "


def _by_range(turn: Said) -> str:
    return f"[{turn.speaker.title()}] ({_minutes(turn.start)} - {_minutes(turn.end)})\n"


def _by_clock(turn: Said) -> str:
    return f"{_clock(turn.start)} {turn.speaker.title()}\n"


def _minutes(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}"


def _paths(codes: list[dict[str, object]], above: str) -> Iterator[str]:
    """The path of every code of the codebook, parents before their children."""
    for code in codes:
        path = f"{above}{code['name']}"
        yield path
        children = code.get("children", [])
        if isinstance(children, list):
            yield from _paths(children, f"{path}/")


Coding = tuple[str, int, int, str, str]


def _codings(interviews: list[Interview], codes: list[str], count: int, chance: random.Random) -> Iterator[Coding]:
    """`count` different (transcript, start, end, code, coder), spread evenly, a third of each coder.

    Coders agree on the passage more often than not, since each passage is offered to all three of them.
    """
    weights = [1 / (rank + 3) for rank in range(len(codes))]
    order = chance.sample(codes, len(codes))
    for number, interview in enumerate(interviews):
        share = count * (number + 1) // len(interviews) - count * number // len(interviews)
        found: dict[Coding, None] = {}
        while len(found) < share:
            start, end = _passage(interview, chance)
            code = chance.choices(order, weights)[0]
            for coder in chance.sample(CODERS, 3):
                if chance.random() < 0.7 and len(found) < share:
                    found[interview.name, start, end, code, coder] = None
        yield from found


def _passage(interview: Interview, chance: random.Random) -> tuple[int, int]:
    """One to three whole sentences of one answer, or some words of one sentence."""
    turn = chance.choice(interview.sentences)
    first = chance.randrange(len(turn))
    start, end = turn[first]
    if chance.random() < 0.7:
        return start, turn[min(len(turn) - 1, first + chance.choice((0, 0, 1, 2)))][1]
    words = interview.text[start:end].split(" ")
    begin = chance.randrange(len(words))
    stop = chance.randint(begin + 1, len(words))
    start += len(" ".join(words[:begin])) + (begin > 0)
    kept = " ".join(words[begin:stop]).rstrip(".,?!…\u00a0")
    return start, start + len(kept)


def _write_csv(path: Path, codings: list[Coding]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("transcript", "start", "end", "code", "coder"))
        writer.writerows(codings)


def _write_jsonl(path: Path, codings: list[Coding]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for transcript, start, end, code, coder in codings:
            row = {"transcript": transcript, "start": start, "end": end, "code": code, "coder": coder}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _expected(codings: list[Coding]) -> dict[str, object]:
    """How many codings there are in all, by code, by coder, and by both."""
    return {
        "all": len(codings),
        "code": Counter(coding[3] for coding in codings),
        "coder": Counter(coding[4] for coding in codings),
        "code,coder": Counter("\t".join(coding[3:]) for coding in codings),
    }


def _write_mixed(folder: Path, each: int, seed: int) -> None:
    folder.mkdir()
    writers: tuple[tuple[str, Callable[[Path, list[Said]], None]], ...] = (("docx", write_docx), ("vtt", write_vtt))
    for suffix, write in writers:
        for number in range(each):
            write(
                folder / f"{suffix}-{number + 1:03d}.{suffix}",
                list(_turns(number, random.Random(f"{suffix} {seed} {number}"))),
            )


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORDS_OF = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(path: Path, turns: list[Said]) -> None:
    """A Word file of one paragraph a turn, each sentence a run as Word writes them."""
    paragraphs = "".join(f"<w:p>{''.join(map(_run, [f'{t.speaker} : ', *t.sentences]))}</w:p>" for t in turns)
    document = f'<w:document xmlns:w="{WORDS_OF}"><w:body>{paragraphs}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        parts = (("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document))
        for name, xml in parts:
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)} </w:t></w:r>'


def write_vtt(path: Path, turns: list[Said]) -> None:
    """Subtitles of one cue a sentence, the speaker in a voice tag."""
    cues = ["WEBVTT\n"]
    for turn in turns:
        at = turn.start
        for sentence in turn.sentences:
            end = at + len(sentence.split()) * MS_A_WORD
            cues.append(f"{_clock(at)}.000 --> {_clock(end)}.000\n<v {turn.speaker.title()}>{escape(sentence)}</v>\n")
            at = end
    path.write_text("\n".join(cues), encoding="utf-8", newline="\n")


def main() -> None:
    """Read the arguments and write the workload."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--interviews", type=int, default=92)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(given.folder, interviews=given.interviews, seed=given.seed)


if __name__ == "__main__":
    main()
