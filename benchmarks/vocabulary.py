"""Words for invented interviews: everyday French and English by rough frequency, then made-up words."""

from __future__ import annotations

import random
from itertools import accumulate

FRENCH = """
de je et c'est que la le les des à un ça on pas en une pour il dans mais donc qui ce est alors avec j'ai euh plus
après enfin ben moi parce_que sur était y a quand du comme bien même vous il_y_a aussi là très ils faire tout voilà
elle fait où ou si être au travail peu par temps deux cette leur mes puis qu'on d'un mon dire sais ai toujours
jamais sans ces ma autre nous tâche trop plateforme heure rien jour vraiment gens argent avoir cents fois tâches
images encore peut dit aux avant entre depuis chez chaque suis sont euros ordinateur matin soir quelqu'un nuit
c'était l'argent tâtonner enfants maison client payer gagner trouver prendre cherche regarde demande chose choses
petit grande vie année mois semaine minute compte site messages question réponse photo phrase voix écran clavier
téléphone métier patron collègue salaire famille mari femme école études banque loyer cuisine bureau ville village
train bus pause fatigue yeux règle contrat règles chômage prime formation entraîner vérifier corriger écouter
transcrire trier cliquer choisir répondre attendre essayer continuer arrêter commencer finir accepter refuser
comprendre apprendre expliquer raconter penser croire espérer craindre préférer dépendre travailler gagnais faisais
disais pensais voulais pouvais devais savais croyais cherchais attendais honnêtement franchement normalement
finalement simplement seulement rapidement lentement longtemps souvent parfois tard tôt hier demain aujourd'hui
l'école l'intelligence artificielle machine robot logiciel algorithme donnée qualité contrôle erreur compteur
classement avis note étoile évaluation litige rejet blocage paiement virement frais dollars centimes objectif rythme
horaire week-end vacances santé dos poignet sommeil bruit silence solitude groupe forum entraide secret astuce
tout_à_fait je_pense_que d'accord peut-être c'est-à-dire moi-même n'importe quelque chose beaucoup plutôt presque
""".split()

ENGLISH = """
the i and to a of it you that so in was my but like just um they is know on for it's with we have not do what
because don't there me this be at really when all about work one then people time get would think if up out
some from are could or had can your mean them going more your no did how which well money day task platform
tasks hours pay actually want something other much home kids client maybe started always never screen phone rate
pictures labels sentence voice machine check correct click choose answer wait try stop learn explain hope rather
job boss wage family school bank rent kitchen office town train break tired eyes rules contract training reject
account dollars cents target night weekend health back sleep noise alone group forum trick quality mistake rating
""".split()

CONSONANTS = "b c d f g j l m n p r s t v ch br cr dr fr gr pl pr tr qu".split()
VOWELS = {"fr": "a e i o u é è ou an on in eu oi".split(), "en": "a e i o u ea oo ai ee er or".split()}
MADE_UP = 12_000


class Vocabulary:
    """The words of one language with their weights: the n-th most frequent has a share near 1 / (n + 2.7)."""

    def __init__(self, language: str) -> None:
        known = FRENCH if language == "fr" else ENGLISH
        self.words = [*(word.replace("_", " ") for word in dict.fromkeys(known)), *_made_up(VOWELS[language])]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(self.words) + 1)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """`count` words."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


def _made_up(vowels: list[str]) -> list[str]:
    """Pronounceable words of two to four syllables, short ones more frequent; always the same."""
    chance = random.Random(20)
    found: dict[str, None] = {}
    while len(found) < MADE_UP:
        syllables = chance.choice((1, 2, 2, 3)) + (len(found) > MADE_UP // 4)
        ending = chance.choice(("", "", "s", "r", "t"))
        found["".join(chance.choice(CONSONANTS) + chance.choice(vowels) for _ in range(syllables)) + ending] = None
    return list(found)
