"""What can be a speaker's name: the words of roles, the words that are no names, what names look like."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from interview_coder.domain.languages import ENGLISH, FRENCH, listed
from interview_coder.domain.text import fold
from interview_coder.domain.transcripts import INTERVIEWEE, INTERVIEWER

ROLE_WORDS = dict.fromkeys(
    listed(
        """
        chercheur chercheure chercheuse enqueteur enqueteuse enquetrice intervieweur intervieweuse
        interviewer interrogateur moderateur moderatrice moderator animateur animatrice facilitateur
        facilitatrice facilitator researcher investigator sociologue sociologist ethnologue ethnographer
        anthropologue anthropologist journaliste journalist assistant chatbot ai
        """
    ),
    INTERVIEWER,
) | dict.fromkeys(
    listed(
        """
        interviewe interviewee enquete enquetee repondant repondante respondent participant participante
        informant informante informateur informatrice interlocuteur interlocutrice temoin user
        """
    ),
    INTERVIEWEE,
)
# What may stand for a role, or for a person: a hint that the behaviour of the speaker can outweigh.
ROLE_HINTS = dict.fromkeys(listed("q i e int enq itw itv interv mod question"), INTERVIEWER) | dict.fromkeys(
    listed("r a p rep resp part reponse answer"), INTERVIEWEE
)
_LABELS = listed(
    """
    speaker spk locuteur locutrice intervenant intervenante personne person voix voice homme femme man woman
    inconnu inconnue unknown
    """
)
_NUMBERED = re.compile(r"([^\W\d_]+)(?:[ _\-#]?(?:n°)?\d{1,3}|[ _\-][a-z])")
_CODE = re.compile(r"[^\W\d_]{1,3}[_\-]?\d{1,4}")

NOT_SPEECH = listed(
    """
    rire rires rit rient sourire sourires silence silences pause pauses inaudible inaudibles
    incomprehensible soupir soupirs soupire toux tousse bruit bruits musique telephone sonnerie hesitation
    applaudissements coupure xxx laugh laughs laughter laughing chuckle chuckles chuckling sigh sighs cough
    coughs noise music crosstalk unclear indistinct unintelligible overlapping applause foreign redacted
    """
)
# Names of the lines that describe an interview and come before it.
FRONT_MATTER = listed(
    """
    date dates lieu place location duree duration length heure time langue language fichier file audio video
    recording recorded enregistrement enregistre transcription transcript transcribed transcripteur
    transcriber retranscription age sexe sex gender genre profession occupation metier participants
    entretien interview titre title etude study projet project contexte context consigne mode pseudonyme
    pseudonym statut status residency ville pays country
    """
)
_OPENERS = listed(
    """
    note notes remarque remarques remark nb ps exemple exemples example examples conclusion introduction
    resultat resultats result results resume summary theme themes topic topics source sources objet objectif
    objectifs sujet annexe annexes appendix chapitre chapter partie part section total attention probleme
    problemes problem avantage avantages inconvenient inconvenients etape etapes step phase point points
    idee idees idea bilan cause consequence consequences reponses questions liste list image figure tableau
    table photo lien link http https www mailto email mail tel premier premiere premierement deuxieme
    deuxiemement second seconde secondly troisieme first firstly third thirdly next last dernier derniere
    bref enfin apres avant ensuite ainsi autrement autre autres sinon sauf selon parfois souvent toujours
    jamais surtout evidemment effectivement finalement finally bon bonne bah ouais non no yes ok okay
    d'accord accord merci thanks thank bonjour bonsoir salut hello hi hey sorry pardon well anyway actually
    basically however otherwise again maybe sometimes always never every each another such i'm i've it's
    that's there's let's don't euh hum hein oh ah eh um uh hmm mmh cela celle celles celui ceux chaque
    plusieurs certains tous toutes sous entre vers depuis pendant sans jusqu
    """
)
_NUMBERED_THINGS = listed("question q reponse answer version jour day semaine week scene")
_NOT_FIRST = frozenset(map(fold, FRENCH | ENGLISH)) | _OPENERS | FRONT_MATTER
# People write these for themselves and for those they met, so they need only recur more often than names.
_PRONOUN_NAMES = listed("moi me lui elle eux nous")
_ELIDED = re.compile(r"(?:c|j|l|m|n|s|t|qu|lorsqu|puisqu|quelqu|aujourd)['’]", re.IGNORECASE)
_FAMILY_NAME_BEGINNINGS = listed("de du des la le van von der den di da dos el al")
_PARTICLES = _FAMILY_NAME_BEGINNINGS | listed("d bin ben ibn y et and")
_PARTS = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_MOST_WORDS = 6
_LONGEST_ABBREVIATION = 4
_LONGEST_INITIALS = 3
# An interview writes its few names hundreds of times.
_remembered = lru_cache(maxsize=4096)


@_remembered
def key(name: str) -> str:
    """`name` without case, accents and differences of white space: spellings with one key are one name."""
    return " ".join(fold(unicodedata.normalize("NFC", name)).split())


def parts(name: str) -> list[str]:
    """The words of `name`'s key: letters and digits, joined over apostrophe and hyphen."""
    return _PARTS.findall(key(name))


def initials(name: str) -> str:
    """The first letters of the words of `name`, as its key writes them: `Jean-Paul Roy` gives `jpr`."""
    return "".join(re.findall(r"\b[^\W\d_]", key(name)))


def role_word(name: str) -> str | None:
    """INTERVIEWER or INTERVIEWEE when a word of `name` says so: `Enquêtrice 2`, `Anna (interviewer)`."""
    return next((ROLE_WORDS[part.rstrip("s")] for part in parts(name) if part.rstrip("s") in ROLE_WORDS), None)


@_remembered
def is_role(name: str) -> bool:
    """Whether `name` is only a role or a numbered label (`Speaker 1`), so that one occurrence is enough."""
    numbered = _NUMBERED.fullmatch(key(name))
    return key(name) in ROLE_WORDS or bool(numbered and (numbered[1] in ROLE_WORDS or numbered[1] in _LABELS))


@_remembered
def is_not_speech(name: str) -> bool:
    """Whether `name` says what is heard or lost rather than who speaks: `rires`, `inaudible`."""
    words = parts(name)
    return not words or words[0] in NOT_SPEECH


@_remembered
def describes_interview(name: str) -> bool:
    """Whether `name` begins a line such as `Date: …` or `Durée : …`."""
    words = parts(name)
    return bool(words) and words[0] in FRONT_MATTER


def is_initials(name: str) -> bool:
    """Whether `name` is at most three capital letters, with or without dots: `Q`, `JP`, `M.D.`."""
    letters = name.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= _LONGEST_INITIALS


@_remembered
def can_be_name(name: str) -> bool:
    """Whether `name` could be in a header: not if it begins sentences or lists, or is heard rather than said."""
    words = parts(name)
    if not words or not any(map(str.isalpha, words[0])) or len(words) > _MOST_WORDS or is_not_speech(name):
        return False
    if name.endswith(".") and len(words[-1]) > _LONGEST_ABBREVIATION:
        return False
    if words[0] in _NUMBERED_THINGS and len(words) > 1:
        return False
    if is_initials(name):
        return key(name).replace(".", "") not in _OPENERS
    if key(name) in _PRONOUN_NAMES:
        return True
    if words[0] in _FAMILY_NAME_BEGINNINGS and len(words) > 1:
        return looks_like_name(name)
    return words[0] not in _NOT_FIRST and not _ELIDED.match(name)


@_remembered
def looks_like_name(name: str) -> bool:
    """Whether `name` is written as names are: each word with a capital, initials, or a code such as `S01`."""
    if _CODE.fullmatch(key(name)) or key(name) in ROLE_HINTS:
        return True
    if is_initials(name):
        return len(name) == 1 or key(name) not in _NOT_FIRST
    if key(name) in _PRONOUN_NAMES:
        return False
    words = _PARTS.findall(_ASIDE.sub("", name))
    return bool(words) and all(word[0].isupper() or word[0].isdigit() or word in _PARTICLES for word in words)
