"""What a session puts in writing beside its letters, in our words until DAECT rewrites them (spec L8, L14)."""

from expect.programme.fields import Field
from expect.programme.texts import Shape, Text
from labels.texts import SESSION

WHEN = Field(
    "jour et heures",
    "jour de la séance, avec ses heures si elles sont connues",
    "24 mars 2026 de 9 h 30 à 12 h 30",
)
PLACE = Field("lieu", "lieu de la séance", "57, boulevard des Invalides, Paris")
QUORUM = Field("quorum", "part des membres non déportés", "50 %")
ESTABLISHED_ON = Field("date", "jour où le procès-verbal est établi", "25 mars 2026")
AUTHOR = Field("auteur", "qui l’établit", "Prénom Nom")
HOLDERS = Field("nouveaux titulaires", "combien, en mots", "2 nouveaux organismes titulaires")
LABELS = Field("labels attribués", "combien, en mots", "2 labels")

MINUTES_TITLE = Text(
    "label.minutes.title",
    "Titre du procès-verbal",
    "Procès-verbal de la séance du {date de la séance}",
    (SESSION,),
    required=("date de la séance",),
    shape=Shape.LINE,
)
MINUTES_OPENING = Text(
    "label.minutes.opening",
    "Début du procès-verbal",
    "Le comité s’est réuni le {jour et heures}, {lieu}.",
    (SESSION, WHEN, PLACE),
    required=("jour et heures", "lieu"),
)
MINUTES_QUORUM = Text(
    "label.minutes.quorum",
    "Règle du quorum, dans le procès-verbal",
    "Quorum : plus de {quorum} des membres non déportés, vérifié sur chaque dossier.",
    (QUORUM,),
    required=("quorum",),
)
MINUTES_CLOSING = Text(
    "label.minutes.closing",
    "Fin du procès-verbal",
    "Établi le {date} par {auteur}, pour le secrétariat du comité.",
    (SESSION, ESTABLISHED_ON, AUTHOR),
    required=("date", "auteur"),
)
ANNOUNCEMENT_TITLE = Text(
    "label.announcement.title",
    "Titre de l’annonce des résultats",
    "Label EXPE-CT : {nouveaux titulaires}",
    (SESSION, HOLDERS),
    shape=Shape.LINE,
)
ANNOUNCEMENT = Text(
    "label.announcement.opening",
    "Début de l’annonce des résultats",
    "À l’issue de la séance du comité de sélection du {date de la séance}, la délégation pour l’action extérieure des "
    "collectivités territoriales a attribué {labels attribués} EXPE-CT. Chaque titulaire peut désormais partager son "
    "expérience avec une collectivité étrangère, le temps d’une mission courte.",
    (SESSION, HOLDERS, LABELS),
    required=("date de la séance",),
)
NOTHING_TO_ANNOUNCE = Text(
    "label.announcement.nothing",
    "Annonce d’une séance sans attribution",
    "Le comité de sélection, réuni le {date de la séance}, n’a pas attribué de label à l’issue de cette séance.",
    (SESSION, HOLDERS),
    required=("date de la séance",),
)
