"""The language of a text, French or English, from its function words."""

from __future__ import annotations

import re


def listed(words: str) -> frozenset[str]:
    """The set of the words in `words`, which white space separates."""
    return frozenset(words.split())


FRENCH = listed(
    """
    ai alors après au aussi aux avait avec avez avoir bien c ce ces cette chez comme dans de des dit donc du
    déjà elle elles en enfin est et eux euh faire fait il ils j jamais je juste l la là le les leur leurs
    mais même mes moi mon ne nos notre nous ont ouais où oui ou par parce pas peut peu plus pour puis qu
    quand que quelque qui quoi rien sais se si sont suis sur ta te toi tout toute très tu un une va vais
    veux voilà vos votre vous vraiment y à ça été était être
    """
)
ENGLISH = listed(
    """
    about also and any are as at be because been being but by can could did do does doing for from get going
    had has have he her here him his how if in into is it its just know like me more my not of on or our out
    people really she so some that the their them then there these they things think this those to up very
    was way we were what when where which who why with work would yeah you your
    """
)
# Function words of neighbours too: counting them would make a Spaniard French and a Norwegian English.
_SHARED = listed(
    """
    ai as at by c de do du en et for from get had has have he her his in is l la le me mes nos on or ou par
    plus que se si so ta te tu un une va was we
    """
)
_MARKERS = {"fr": FRENCH - _SHARED, "en": ENGLISH - _SHARED}

_TOKEN = re.compile(r"[^\W\d_]+")
_SAMPLE = 5_000
_LEAST_SHARE = 0.12
_LEAST_HITS = 2


def detect_language(text: str) -> str | None:
    """`fr` or `en`, whichever language's function words fill `text`; None when neither clearly does.

    Looks at the first and the middle 5,000 code points, so that its cost does not grow with the text. A
    language must supply an eighth of the words, two at least, and twice as many as the other.
    """
    middle = max(_SAMPLE, (len(text) - _SAMPLE) // 2)
    tokens = _TOKEN.findall((text[:_SAMPLE] + " " + text[middle : middle + _SAMPLE]).lower())
    hits = {language: sum(map(markers.__contains__, tokens)) for language, markers in _MARKERS.items()}
    best, other = sorted(hits, key=hits.__getitem__, reverse=True)
    enough = max(_LEAST_HITS, _LEAST_SHARE * len(tokens), 2 * hits[other])
    return best if hits[best] >= enough else None
