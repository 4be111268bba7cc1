"""A text's language comes from its words, not from what a file says."""

from __future__ import annotations

import pytest

from interview_coder.domain.languages import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bonjour, je suis apprentie depuis deux ans.", "fr"),
        ("Chercheur : Et avant, c'était comment ?\nInterviewé : On était dans l'atelier, avec les autres.", "fr"),
        ("Ben ouais, enfin bref, on bosse, quoi.", "fr"),
        ("BONJOUR, JE SUIS APPRENTIE CHEZ VOUS.", "fr"),
        ("Well, I think that it was a good thing for them.", "en"),
        ("So I was like, you know, I dunno, they didn't tell me.", "en"),
        ("Language: English (en)\n\nGuten Tag, ich habe heute die große Ehre, hier zu sitzen, das ist so.", None),
        ("Ich war so froh, was hat er denn an, und wo sind wir hier? Da war die Frau, die du kennst.", None),
        ("Las mujeres éramos algo así como adornos que se llevaban a las fiestas para presumir de ellos.", None),
        ("Il gatto è sul tavolo e non vuole scendere perché fuori piove e lui ha paura della pioggia.", None),
        ("De kat zit op de tafel en hij wil er niet af, of was het toch in de tuin, had hij honger?", None),
        ("O gato está em cima da mesa, mas eu acho que ele tem medo e que a senhora nos disse isso.", None),
        ("Jeg er ikke sikker på at det var for det gode, men vi har en bil som han kan kjøre i.", None),
        ("Les dones de la casa diuen que tot està bé, però jo no ho crec, ni els nois ho creuen.", None),
        ("Бабушка сказала, что всё хорошо.", None),
        ("", None),
        ("12:30 … ?", None),
        ("Merci", None),
    ],
)
def test_french_english_or_neither(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_a_page_in_another_language_does_not_decide_for_a_long_interview() -> None:
    page = "We would like to thank you for taking part in this study, which they will read. "
    interview = "Alors, dans les ateliers, c'est très différent, parce que nous avons des outils. "
    assert detect_language(page + interview * 500) == "fr"
