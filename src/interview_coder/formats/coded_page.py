"""Coded transcripts as one page of HTML that fetches nothing and runs nothing: text, stripes, legend, print style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TextIO

from interview_coder.domain.coded_pages import CodedText, Key
from interview_coder.formats.code_looks import Look, html, isolated, looks, swatch
from interview_coder.formats.coded_article import article
from interview_coder.locale import language, t

_HEAD = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}{colours}</style>
</head>
<body>
"""


def write_page(
    texts: Sequence[CodedText], keys: Sequence[Key], stream: TextIO, *, title: str, notes: Sequence[str] = ()
) -> None:
    """Write one page with all `texts`; every code of their codings must be among `keys`, which the legend explains.

    `notes` are sentences under the title: what was chosen, and when the page was made.
    """
    look = looks(keys)
    stream.write(_HEAD.format(lang=language(), title=html(title), style=_style(), colours=_colours(look)))
    stream.write(f'<header class="top"><h1 dir="auto">{html(title)}</h1>\n')
    stream.writelines(f"<p>{html(note)}</p>\n" for note in notes)
    stream.writelines(_contents(texts))
    stream.write("</header>\n<main>\n")
    for number, text in enumerate(texts, 1):
        stream.writelines(article(number, text, look, alone=len(texts) == 1))
    stream.write("</main>\n")
    stream.writelines(_legend(keys, look))
    stream.write("</body>\n</html>\n")


@cache
def _style() -> str:
    return Path(__file__).with_name("coded_page.css").read_text(encoding="utf-8")


def _colours(look: Mapping[str, Look]) -> str:
    rules = (
        f".k{one.number} {{ --c: {one.colour} }}\n.f{one.number} {{ --f: {one.colour} }}\n" for one in look.values()
    )
    return "".join(rules)


def _contents(texts: Sequence[CodedText]) -> Iterator[str]:
    """Links to every transcript and to the legend."""
    yield f'<nav aria-label="{html(t("page.contents"))}"><ul>\n'
    if len(texts) > 1:
        for number, text in enumerate(texts, 1):
            yield f'<li><a href="#x{number}">{isolated(text.name)}</a> <small>{len(text.marks)}</small></li>\n'
    yield f'<li><a href="#codes">{html(t("page.codes"))}</a></li>\n</ul></nav>\n'


def _legend(keys: Sequence[Key], look: Mapping[str, Look]) -> Iterator[str]:
    """Every code of the page with its definition and how often it stands there."""
    yield f'<section id="codes" class="legend"><h2>{html(t("page.codes"))}</h2>\n'
    if not keys:
        yield f"<p>{html(t('page.nothing_coded'))}</p>\n"
    for key in keys:
        counts = t("page.counts", codings=key.codings, transcripts=key.transcripts)
        label = f' <span class="label">{isolated(key.label)}</span>' if key.label else ""
        yield f"<div>{swatch(look[key.id])}<div><h3>{isolated(key.path)}{label}</h3>"
        yield f'<p class="counts">{html(counts)}</p>'
        yield f'<p dir="auto">{html(key.definition)}</p></div></div>\n' if key.definition else "</div></div>\n"
    yield "</section>\n"
