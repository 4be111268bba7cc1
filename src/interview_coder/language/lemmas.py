"""The lemma of one word, for words that are typed rather than read in a text."""

from __future__ import annotations

from interview_coder.language import models


def lemma_of_word(word: str, language: str | None) -> str | None:
    """The lemma of `word` in lower case by the model of `language`; None when that is not installed.

    Takes seconds the first time. Raises CoderError when the installed model is unusable.
    """
    if not any(state.language == language and state.version for state in models.installed_models()):
        return None
    tokens = list(models.load(language)(word))
    return (tokens[0].lemma_ or word).lower() if len(tokens) == 1 else None
