"""The texts of stage 3's letters, in our words until DAECT rewrites them (spec R5); the law: docs/legal.md."""

from expect.programme.fields import Field
from expect.programme.texts import Shape, Text
from labels.texts import COURT, DELAY, LABEL, ONLINE
from missions.texts import COUNTRY, MISSION, SUBJECT

NUMBER = Field("numéro", "numéro de la demande", "DR-2026-0000")
PERIOD = Field("période", "jours de la mission", "du 5 au 9 janvier 2026 (5 jours)")
DUE_ON = Field("date limite", "dernier jour pour remettre le rapport", "9 mars 2026")
ACCEPTED_ON = Field("date d’acceptation", "jour où les termes ont été acceptés", "1er décembre 2025")
DAYS = Field("délai de réponse", "délai pour présenter des observations", "quinze jours")
TOTAL = Field("total", "somme demandée, en chiffres", "1 234,56 €")
IN_WORDS = Field(
    "total en lettres",
    "la même, en lettres",
    "mille deux cent trente-quatre euros et cinquante-six centimes",
)
SENT_ON = Field("date de la lettre", "jour d’envoi de la lettre préalable", "16 mars 2026")
RECEIVED = Field("réception", "« , reçue le … », ou rien", ", reçue le 18 mars 2026")
ANSWER_BY = Field("fin du délai", "dernier jour pour répondre", "2 avril 2026")
ANSWERED_ON = Field("date des observations", "jour où elles ont été reçues", "30 mars 2026")
CHANNEL = Field("voie", "comment elles sont venues", "en ligne")
HEARING = Field(
    "entretien",
    "ce qu’il en a été, ou rien",
    "L’entretien que vous aviez demandé s’est tenu le 1er avril 2026.",
)

FACTS = (MISSION, SUBJECT, COUNTRY, LABEL, PERIOD, DUE_ON)
SUMS = (*FACTS, TOTAL, IN_WORDS)
HEARD = (*FACTS, SENT_ON, RECEIVED)
WAYS = (DELAY, COURT, ONLINE)
"""The same for everybody: a specimen says what the letter says."""

PRIOR_SUBJECT = Text(
    "report.prior.subject",
    "Objet\N{NO-BREAK SPACE}: lettre préalable",
    "lettre préalable à une demande de remboursement – mission {mission}",
    FACTS,
    shape=Shape.LINE,
)
DEMAND_SUBJECT = Text(
    "report.demand.subject",
    "Objet\N{NO-BREAK SPACE}: demande de remboursement",
    "demande de remboursement n° {numéro}",
    (*FACTS, NUMBER),
    required=("numéro",),
    shape=Shape.LINE,
)
PRIOR_FACTS = Text(
    "report.prior.facts",
    "Lettre préalable : les faits",
    "Votre organisme, titulaire du label {label}, a conduit {période} la mission {mission}, « {objet} » ({pays}). Le "
    "rapport de cette mission était attendu au plus tard le {date limite}. Il ne nous est pas parvenu.",
    FACTS,
    required=("mission", "date limite"),
)
PRIOR_RULE = Text(
    "report.prior.rule",
    "Lettre préalable : la règle",
    "Le règlement du programme EXPE-CT du 7 juillet 2020 (point III.3) veut que le rapport, validé par le titulaire du "
    "label, soit remis dans les deux mois qui suivent le retour, ou la fin d’un accueil ; à défaut, la délégation "
    "demande le remboursement des frais engagés.",
    FACTS,
)
ACCEPTED = Text(
    "report.claim.accepted",
    "Rappel de l’engagement accepté",
    "Vous avez accepté cet engagement pour la présente mission le {date d’acceptation}.",
    (*FACTS, ACCEPTED_ON),
    required=("date d’acceptation",),
)
INTENTION = Text(
    "report.prior.intention",
    "Lettre préalable : ce qui est envisagé",
    "Nous envisageons donc de vous demander le remboursement de ce que le ministère a payé pour cette mission et ne "
    "peut récupérer :",
    FACTS,
)
OBSERVATIONS = Text(
    "report.prior.observations",
    "Lettre préalable : vos observations",
    "Avant toute décision, vous disposez de {délai de réponse} à compter de la réception de cette lettre pour "
    "présenter vos observations par écrit ou, si vous le demandez, oralement. Vous pouvez vous faire assister par un "
    "conseil ou représenter par un mandataire de votre choix (code des relations entre le public et l’administration, "
    "articles L. 121-1 et L. 122-1). Le représentant de votre organisme peut répondre en ligne dans EXPE-CT, ou écrire "
    "à l’adresse qui figure en tête de cette lettre.",
    (*FACTS, DAYS),
    required=("délai de réponse",),
)
PRIOR_END = Text(
    "report.prior.closing",
    "Fin de la lettre préalable",
    "Si le rapport nous est remis avant l’émission de la demande, cette procédure prend fin d’elle-même.",
    FACTS,
)
DEMAND_FACTS = Text(
    "report.demand.facts",
    "Demande : les faits",
    "Votre organisme, titulaire du label {label}, a conduit {période} la mission {mission}, « {objet} » ({pays}). Le "
    "rapport de cette mission était attendu au plus tard le {date limite}. Il ne nous a pas été remis à ce jour.",
    FACTS,
    required=("mission", "date limite"),
)
DEMAND_RULE = Text(
    "report.demand.rule",
    "Demande : la règle",
    "Le règlement du programme EXPE-CT du 7 juillet 2020 (point III.3) prévoit, à défaut de rapport, le remboursement "
    "des frais engagés.",
    FACTS,
)
ANSWERED = Text(
    "report.demand.answered",
    "Demande : observations présentées",
    "Nous vous avons fait part de notre intention par une lettre du {date de la lettre}{réception}. Vous avez présenté "
    "vos observations ({voie}), que nous avons reçues le {date des observations}. {entretien}",
    (*HEARD, ANSWERED_ON, CHANNEL, HEARING),
    required=("date de la lettre", "date des observations", "entretien"),
)
UNANSWERED = Text(
    "report.demand.unanswered",
    "Demande : aucune observation",
    "Nous vous avons fait part de notre intention par une lettre du {date de la lettre}{réception}. Aucune observation "
    "ne nous est parvenue dans le délai, qui a pris fin le {fin du délai}.",
    (*HEARD, ANSWER_BY),
    required=("date de la lettre", "fin du délai"),
)
NOT_IN_WRITING = Text(
    "report.demand.not_in_writing",
    "Demande : entretien demandé, sans observation écrite",
    "Nous vous avons fait part de notre intention par une lettre du {date de la lettre}{réception}. {entretien} Vous "
    "n’avez pas présenté d’observations écrites.",
    (*HEARD, HEARING),
    required=("date de la lettre", "entretien"),
)
PAID = Text(
    "report.demand.paid",
    "Demande : avant le tableau des sommes",
    "Le ministère a payé pour cette mission, sans pouvoir le récupérer :",
    FACTS,
)
CLAIM = Text(
    "report.demand.claim",
    "Demande : la somme",
    "Nous vous demandons en conséquence le remboursement de {total} ({total en lettres}).",
    SUMS,
    required=("total", "total en lettres"),
)
DEMAND_END = Text(
    "report.demand.closing",
    "Fin de la demande",
    "Cette demande est transmise à l’ordonnateur, qui émettra un titre de perception. Attendez de l’avoir reçu pour "
    "payer : la délégation n’encaisse aucune somme.",
    SUMS,
)
AGAINST_DEMAND = Text(
    "report.demand.appeal",
    "Contester la demande : voies et délais de recours",
    "Si vous contestez cette demande, vous pouvez, dans les {délai de recours} qui suivent sa réception, adresser un "
    "recours gracieux au signataire de la présente, ou un recours hiérarchique au ministre chargé des affaires "
    "étrangères. Sans réponse dans les {délai de recours}, ce recours est réputé rejeté.\n"
    "Vous pouvez aussi saisir {tribunal} dans les {délai de recours} qui suivent la réception de cette demande ou le "
    "rejet de votre recours, par courrier ou sur le site {site du tribunal} (code de justice administrative, articles "
    "R. 421-1 et R. 421-2).",
    WAYS,
    required=("délai de recours", "tribunal"),
)
