"""The columns of a codebook in a table: ours, and the names by which others go."""

from __future__ import annotations

from interview_coder.domain.codebook import LISTS, TEXTS
from interview_coder.locale import LANGUAGES

FIELDS = (*TEXTS, *LISTS)
BY_LANGUAGE = tuple(f"{field}_{language}" for field in FIELDS for language in ("fr", "en"))
MARKS = ("colour", "shortcut", "retired")
COLUMNS = ("id", "path", *BY_LANGUAGE, *MARKS, "codebook")
"""Those that we write; `codebook` is the id of the codebook."""
LEVELS = ("level1", "level2")
ASKED = (*COLUMNS, "name", *LEVELS, "parent", *FIELDS)

_FRENCH = {
    "label": ("libellé", "intitulé", "titre"),
    "definition": ("définition", "description"),
    "include": ("inclure", "inclut", "inclusion", "critères d'inclusion", "quand l'utiliser"),
    "exclude": ("exclure", "exclut", "exclusion", "critères d'exclusion", "quand ne pas l'utiliser"),
    "examples": ("exemples", "exemple", "extrait", "extraits"),
    "keywords": ("mots-clés", "mots clés", "mot-clé"),
}
_ENGLISH = {
    "label": ("label", "title"),
    "definition": ("definition", "description", "meaning"),
    "include": ("include", "includes", "inclusion", "inclusion criteria", "when to use"),
    "exclude": ("exclude", "excludes", "exclusion", "exclusion criteria", "when not to use"),
    "examples": ("examples", "example", "typical example"),
    "keywords": ("keywords", "keyword"),
}
_LANGUAGE_NAMES = {"fr": ("fr", "(fr)", "français", "french"), "en": ("en", "(en)", "anglais", "english")}
FRENCH_ONLY = frozenset(
    "libellé intitulé titre définition inclut inclure exclut exclure exemples exemple extrait mots-clés domaine "
    "catégorie thème sous-thème sous-catégorie famille couleur raccourci chemin nom".split()
)
"""Names of columns that only a French table has."""


def _named(field: str, language: str) -> tuple[str, ...]:
    """`libellé fr`, `French label` and the like."""
    words = (*_FRENCH[field], *_ENGLISH[field])
    return tuple(
        name for word in words for tag in _LANGUAGE_NAMES[language] for name in (f"{word} {tag}", f"{tag} {word}")
    )


SYNONYMS = {
    "id": ("identifiant", "code id", "id du code"),
    "path": ("chemin", "code path", "full path", "chemin du code"),
    "name": ("code", "code name", "nom du code", "nom", "étiquette", "tag"),
    "level1": (
        *("domain", "domaine", "category", "catégorie", "theme", "thème", "family", "famille", "group", "groupe"),
        *("dimension", "axe", "rubrique", "level 1", "niveau 1"),
    ),
    "level2": (
        *("subtheme", "sub theme", "sous-thème", "subcategory", "sub category", "sous-catégorie", "subdomain"),
        *("sous-domaine", "level 2", "niveau 2"),
    ),
    "parent": ("parent code", "code parent", "parent name", "sous"),
    **{f"{field}_{language}": _named(field, language) for field in FIELDS for language in LANGUAGES},
    **{field: (*_FRENCH[field], *_ENGLISH[field]) for field in FIELDS if field != "label"},
    "label": (*_FRENCH["label"], *_ENGLISH["label"], "nom", "name"),
    "colour": ("couleur", "color"),
    "shortcut": ("raccourci", "touche", "key"),
    "retired": ("mis de côté", "retiré"),
}
