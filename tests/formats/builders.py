"""Files of every format made from scratch, so that tests read real bytes."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO, StringIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"

Turns = Sequence[tuple[str, str]]


def zipped(members: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these members."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def run(text: str) -> str:
    """A run of Word with this text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*inner: str) -> str:
    """A paragraph of Word around runs and other content."""
    return f"<w:p>{''.join(inner)}</w:p>"


def word_part(root: str, inner: str) -> str:
    """A part of a Word file, such as its main document or its footnotes."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:{root} xmlns:w="{WORD}" xmlns:mc="{MARKUP}" xmlns:wps="{SHAPE}">{inner}</w:{root}>'
    )


def relations(targets: Mapping[str, str]) -> str:
    """The relationships of a part: kind to target."""
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def docx(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """A Word file with this body and further parts such as `footnotes="…"`."""
    folder, _, name = main.rpartition("/")
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({"officeDocument": main}),
        main: word_part("document", f"<w:body>{body}</w:body>"),
        f"{folder}/_rels/{name}.rels": relations({kind: f"{kind}.xml" for kind in parts}),
        **{f"{folder}/{kind}.xml": word_part(kind, inner) for kind, inner in parts.items()},
    }
    return zipped(members)


def odt(inner: str, **members: str | bytes) -> bytes:
    """An OpenDocument text with this content of its `office:text`."""
    names = ("office", "text", "table", "draw")
    spaces = " ".join(f'xmlns:{name}="{OPEN}{name}:1.0"' for name in names)
    spaces += f' xmlns:svg="{OPEN}svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:body><office:text>{inner}</office:text></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mimetype, "content.xml": content, **members})


def clock(milliseconds: int, sign: str = ".") -> str:
    """A time as `00:01:02.500`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{sign}{rest:03}"


def vtt(turns: Turns) -> bytes:
    """A WebVTT file with a voice a cue, ten seconds each."""
    cues = [
        f"{clock(n * 10_000)} --> {clock(n * 10_000 + 9_000)}\n<v {escape(who)}>{escape(said)}</v>"
        for n, (who, said) in enumerate(turns)
    ]
    return "\n\n".join(["WEBVTT", *cues, ""]).encode()


def srt(turns: Turns) -> bytes:
    """A SubRip file with `Name: text` in each cue."""
    cues = [
        f"{n + 1}\n{clock(n * 10_000, ',')} --> {clock(n * 10_000 + 9_000, ',')}\n{who}: {said}"
        for n, (who, said) in enumerate(turns)
    ]
    return "\n\n".join([*cues, ""]).encode()


def table(turns: Turns, delimiter: str = ",") -> bytes:
    """A table with a header, a row a turn."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([("Locuteur", "Texte"), *turns])
    return stream.getvalue().encode()


def page(turns: Turns) -> bytes:
    """A web page with a paragraph a turn."""
    paragraphs = "".join(f"<p><b>{escape(who)}:</b> {escape(said)}</p>\n" for who, said in turns)
    return f"<!DOCTYPE html><html><head><title>T</title></head><body>{paragraphs}</body></html>".encode()


def lines(turns: Turns, mark: str = "") -> str:
    """Running text, a turn a paragraph."""
    return "\n\n".join(f"{mark}{who}:{mark} {said}" for who, said in turns) + "\n"


def word_file(turns: Turns) -> bytes:
    """A Word file, the name of each speaker in a run of its own."""
    return docx("".join(paragraph(run(f"{who}:"), run(f" {said}")) for who, said in turns))


def open_file(turns: Turns) -> bytes:
    """An OpenDocument text, a turn a paragraph."""
    return odt("".join(f"<text:p>{escape(who)}: {escape(said)}</text:p>" for who, said in turns))


def rich(turns: Turns) -> bytes:
    """A Rich Text file, the name of each speaker in bold."""

    def escaped(text: str) -> str:
        return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in text)

    paragraphs = "".join(rf"{{\b {escaped(who)}:}} {escaped(said)}\par " for who, said in turns)
    return rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}\f0 {paragraphs}}}".encode("ascii")


def sheet(turns: Turns, header: Sequence[str] = ("Locuteur", "Texte")) -> bytes:
    """A spreadsheet of Excel with a header, a row a turn."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    for row in (header, *turns):
        book.active.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def transcriber(turns: Turns, inner: str = "", head: str = '<!DOCTYPE Trans SYSTEM "trans-14.dtd">') -> bytes:
    """A Transcriber file, ten seconds a turn, with `inner` after the turns."""
    names = list(dict.fromkeys(who for who, _ in turns))
    speakers = "".join(f'<Speaker id="sp{n}" name="{escape(who)}"/>' for n, who in enumerate(names))
    said = "".join(
        f'<Turn speaker="sp{names.index(who)}" startTime="{10 * n}" endTime="{10 * n + 9}.5">'
        f'<Sync time="{10 * n}"/>\n{escape(what)}\n</Turn>'
        for n, (who, what) in enumerate(turns)
    )
    body = f'<Section type="report" startTime="0" endTime="99">{said}{inner}</Section>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n<Trans version="2"><Topics><Topic id="to1" desc="Le métier"/>'
        f"</Topics><Speakers>{speakers}</Speakers><Episode>{body}</Episode></Trans>"
    ).encode()


def elan(turns: Turns, inner: str = "") -> bytes:
    """An ELAN file with a tier a speaker, ten seconds a turn, with `inner` after the tiers."""
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="a{n}" TIME_VALUE="{10_000 * n}"/>'
        f'<TIME_SLOT TIME_SLOT_ID="b{n}" TIME_VALUE="{10_000 * n + 9500}"/>'
        for n in range(len(turns))
    )
    tiers = ""
    for name in dict.fromkeys(who for who, _ in turns):
        said = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="n{n}" TIME_SLOT_REF1="a{n}" TIME_SLOT_REF2="b{n}">'
            f"<ANNOTATION_VALUE>{escape(what)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (who, what) in enumerate(turns)
            if who == name
        )
        tiers += f'<TIER LINGUISTIC_TYPE_REF="talk" TIER_ID="{escape(name)}">{said}</TIER>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}{inner}'
        '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="talk"/></ANNOTATION_DOCUMENT>'
    ).encode()


def otranscribe(turns: Turns) -> bytes:
    """An oTranscribe file, a paragraph a turn, each with its time mark."""
    paragraphs = "".join(
        f'<p><span class="timestamp" contenteditable="false" data-timestamp="{10 * n}.25">0:{10 * n:02}</span>&nbsp;'
        f"<b>{escape(who)}:</b> {escape(said)}<br></p>"
        for n, (who, said) in enumerate(turns)
    )
    return json.dumps({"text": paragraphs, "media": "e.mp3", "media-time": 12.5}).encode()


INTERVIEW: Turns = (
    ("Enquêteur", "Comment avez-vous commencé ?"),
    ("Mme Roux", "Par hasard, en 2019, l’été. J’étais à l’école…"),
    ("Enquêteur", "Et depuis ?"),
    ("Mme Roux", "Depuis, ça va : je travaille — beaucoup. Où ça ? Chez moi, à côté."),
)
