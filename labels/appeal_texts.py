"""The letters about appeals, in our words until DAECT rewrites them (spec L9, X10); the law: docs/legal.md."""

from expect.programme.fields import Field
from expect.programme.texts import Text
from labels.texts import BODY, NUMBER, REASONS, SILENCE_ON, TITLE, WAYS

APPEAL = Field("recours", "numéro du recours", "R-2026-0000")
APPEALED_ON = Field("date du recours", "jour où le recours a été reçu", "4 mai 2026")
ANSWERED_ON = Field("date de la réponse", "jour où le recours a été accueilli", "2 juin 2026")
CONTESTED = Field("date de la décision contestée", "jour de la décision contestée", "1er avril 2026")
OTHER_ON = Field("date de l’autre refus", "jour de l’autre refus implicite", "2 août 2026")

APPEALED = (APPEAL, NUMBER, TITLE, BODY, APPEALED_ON, CONTESTED)

APPEAL_RECEIPT = Text(
    "label.appeal.receipt",
    "Début de l’accusé de réception d’un recours",
    "Nous avons reçu le {date du recours} votre recours contre la décision du {date de la décision contestée} sur la "
    "candidature {numéro}. Il porte le numéro {recours}.",
    APPEALED,
    required=("recours", "date du recours"),
)
APPEAL_SILENCE = Text(
    "label.appeal.silence",
    "Ce que signifie le silence sur un recours",
    "Sans réponse de notre part le {date limite} au plus tard, votre recours sera réputé rejeté.",
    (*APPEALED, SILENCE_ON),
    required=("date limite",),
)
APPEAL_WITHOUT_EFFECT = Text(
    "label.appeal.without_effect",
    "Recours qui n’interrompt pas le délai pour saisir le tribunal",
    "Ce recours n’interrompt pas le délai pour saisir le tribunal, et son rejet n’en ouvre pas un autre : il vient "
    "après le dernier jour pour contester, ou après un premier recours de même nature contre la même décision.",
    APPEALED,
)
APPEAL_UPHELD = Text(
    "label.appeal.upheld",
    "Recours accueilli",
    "Je fais droit au recours {recours} que vous avez formé le {date du recours} contre la décision du {date de la "
    "décision contestée}, pour les motifs suivants :\n\n{motifs}",
    (*APPEALED, REASONS),
    required=("motifs",),
)
AFTER_APPEAL_UPHELD = Text(
    "label.appeal.after_upheld",
    "Suite d’un recours accueilli",
    "Votre candidature sera examinée par le comité de sélection. La décision prise à la suite de cet examen remplacera "
    "celle que vous avez contestée.",
    APPEALED,
)
AFTER_NARROWED_UPHELD = Text(
    "label.appeal.after_narrowed_upheld",
    "Suite d’un recours accueilli contre une attribution plus étroite que la demande",
    "Votre candidature sera examinée de nouveau par le comité de sélection. La décision prise à la suite de cet examen "
    "remplacera celle que vous avez contestée, et ne retirera rien de ce que votre label reconnaît. Jusque-là, votre "
    "label et votre diplôme restent valables.",
    APPEALED,
)
AFTER_SILENCE_UPHELD = Text(
    "label.appeal.after_silence_upheld",
    "Suite d’un recours accueilli contre le refus implicite",
    "Ce refus implicite est retiré. L’examen de votre candidature se poursuit, et la décision vous sera notifiée.",
    APPEALED,
)
EARLIER_REFUSAL_WITHDRAWN = Text(
    "label.appeal.earlier_refusal",
    "Recours accueilli contre un second refus implicite",
    "Le refus implicite du {date de l’autre refus}, né sur le dossier tel que vous l’aviez déposé auparavant, est "
    "retiré avec lui.",
    (*APPEALED, OTHER_ON),
    required=("date de l’autre refus",),
)
LATER_REFUSAL_STANDS = Text(
    "label.appeal.later_refusal",
    "Recours accueilli contre un refus implicite qu’un autre a suivi",
    "Le refus implicite du {date de l’autre refus}, né depuis sur le dossier que vous avez déposé de nouveau, demeure "
    "jusqu’à une décision expresse.",
    (*APPEALED, OTHER_ON),
    required=("date de l’autre refus",),
)
APPEAL_REJECTED = Text(
    "label.appeal.rejected",
    "Recours rejeté",
    "Je ne peux pas faire droit au recours {recours} que vous avez formé le {date du recours} contre la décision du "
    "{date de la décision contestée}, pour les motifs suivants :\n\n{motifs}",
    (*APPEALED, REASONS),
    required=("motifs",),
)
APPEAL_INADMISSIBLE = Text(
    "label.appeal.inadmissible",
    "Recours irrecevable",
    "Le recours {recours} que vous avez formé le {date du recours} contre la décision du {date de la décision "
    "contestée} ne peut pas être examiné, pour les motifs suivants :\n\n{motifs}",
    (*APPEALED, REASONS),
    required=("motifs",),
)
AGAINST_REJECTION = Text(
    "label.appeal.appeal",
    "Contester le rejet d’un recours",
    "Le rejet de ce recours, exprès ou par silence, peut être contesté dans les {délai de recours} qui suivent, devant "
    "{tribunal}, saisi par courrier ou sur {site du tribunal}. Si un recours gracieux et un recours hiérarchique ont "
    "été formés dans le délai initial, ce délai ne court que du second rejet.",
    WAYS,
    required=("délai de recours", "tribunal"),
)
AFTER_APPEAL = Text(
    "label.decision.after_appeal",
    "Décision prise après un recours accueilli",
    "Par une décision du {date de la réponse}, j’ai fait droit à votre recours {recours} contre la décision du {date "
    "de la décision contestée}. La présente décision la remplace.",
    (*APPEALED, ANSWERED_ON),
    required=("recours", "date de la décision contestée"),
)
AFTER_MINISTER = Text(
    "label.decision.after_minister",
    "Décision prise après un recours accueilli par le ministre",
    "Par une décision du {date de la réponse}, le ministre a fait droit à votre recours {recours} contre la décision "
    "du {date de la décision contestée}. La présente décision la remplace.",
    (*APPEALED, ANSWERED_ON),
    required=("recours", "date de la décision contestée"),
)
