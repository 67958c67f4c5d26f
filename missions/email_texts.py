"""The subject and first words of stage 2's e-mails, in our words until DAECT rewrites them (decision 0047)."""

from expect.programme.emails import Email, email
from expect.programme.fields import Field
from missions.texts import COUNTRY, MISSION, SUBJECT

ANSWER_BY = Field("date limite", "dernier jour pour répondre", "12 mai 2026")
WHAT = Field("acte attendu", "ce que la personne doit faire", "d’accepter les termes")
SINCE = Field("depuis", "jour depuis lequel on l’attend", "4 mai 2026")

NEED = (SUBJECT, COUNTRY, ANSWER_BY)

TOLD = (
    email(
        "missions/solicited",
        "Titulaire sollicité",
        "À l’envoi d’une sollicitation, au titulaire.",
        title="Répondre au plus tard le {date limite} : {objet} ({pays})",
        opening="La DAECT vous sollicite pour une mission d’expertise : répondez au plus tard le {date limite}.",
        fields=NEED,
        required=("date limite",),
    ),
    email(
        "missions/solicitation_reminded",
        "Rappel d’une sollicitation",
        "Quand la date de réponse approche, au titulaire.",
        title="Rappel, répondre au plus tard le {date limite} : {objet} ({pays})",
        opening="La DAECT attend votre réponse au plus tard le {date limite} : acceptez ou déclinez, un refus motivé "
        "lui permet de chercher ailleurs.",
        fields=NEED,
        required=("date limite",),
    ),
    email(
        "missions/turn_reminded",
        "Rappel à qui doit agir sur une mission",
        "Quand une mission attend depuis trop longtemps, à qui doit agir.",
        title="Rappel, mission {mission} ({pays}) : c’est à vous {acte attendu}",
        opening="C’est à vous {acte attendu}, depuis le {depuis} : la mission attend.",
        fields=(MISSION, SUBJECT, COUNTRY, WHAT, SINCE),
        required=("acte attendu",),
    ),
)
EMAILS: dict[str, Email] = {told.event: told for told in TOLD}
