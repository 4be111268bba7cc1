"""A web page is read as a person sees it."""

from __future__ import annotations

import pytest

from interview_coder.formats.registry import read_bytes


def text(body: str) -> str:
    return read_bytes(
        f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>".encode(), "e.html"
    ).text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Un</p><p>Deux</p>", "Un\nDeux"),
        ("<p>Un\n  et\tdemi </p>\n\n<div> Deux <b>et</b> trois</div>", "Un et demi\nDeux et trois"),
        ("Un<br>Deux<br><br>Trois", "Un\nDeux\n\nTrois"),
        ("<p>Un<br></p><p></p><p>Deux", "Un\nDeux"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("L&rsquo;&eacute;t&eacute;&nbsp;&#33; &lt;b&gt; &amp;c", "L’été\u00a0! <b> &c"),
        ("a<script>if (a<b) alert('<p>x</p>')</script><style>p {}</style><template>y</template>b", "ab"),
        ("a<!-- non <p> -->b", "ab"),
        ("<pre>  a\n   b</pre>c", "  a\n   b\nc"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td></td><td>C</td></tr></table>d", "A\tB\n\tC\nd"),
        ("x<table><tr><th><p>A</p></th><td><p>B</p><p>C</p></td></tr></table>", "x\nA\tB\nC"),
        ("<img src='http://127.0.0.1:9/x' alt='photo'>a", "a"),
        ("a&#0;b", "ab"),
    ],
)
def test_blocks_are_lines_and_what_is_not_seen_is_not_read(body: str, expected: str) -> None:
    assert text(body) == expected


def test_a_page_whose_head_is_never_closed_loses_nothing() -> None:
    page = b"<html><head><title>T</title><meta charset=utf-8><p>A: oui<p>B: non"
    assert read_bytes(page, "e.html").text == "A: oui\nB: non"


def test_the_encoding_that_the_page_declares_is_used() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><p>Été</p>'
    found = read_bytes(page.encode("latin-1"), "e.html")
    assert (found.text, found.encoding, found.warnings) == ("Été", "cp1252", ())


def test_an_overlap_of_noscribe_keeps_its_space() -> None:
    body = (
        '<p><a name="ts_1_2_S01">S01: Oui.</a><a name="ts_2_3_//S02"> //S02: Ah.</a>'
        '<a name="ts_3_4_S01">// Voilà.</a></p>'
    )
    assert text(body) == "S01: Oui. //S02: Ah. // Voilà."
