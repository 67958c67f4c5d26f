"""The subject and first words of stage 3's e-mails, in our words until DAECT rewrites them (decision 0047)."""

from expect.programme.emails import Email, email
from expect.programme.fields import Field
from reports.enums import Undrafted
from reports.texts import COUNTRY, DUE_ON, MISSION, SUBJECT

TERM = Field("échéance", "« attendu le … », ou « en retard »", "attendu le 9 mars 2026")
BY_WHEN = Field(
    "pour quand",
    "« au plus tard le … », ou « dès que possible », avec la date passée",
    "au plus tard le 9 mars 2026",
)

UNCLAIMED = {
    Undrafted.NOT_IN_THE_TERMS: "",
    Undrafted.MORE_TIME: "Vous avez demandé un délai : d’ici à la réponse, aucune demande de remboursement n’est "
    "préparée.",
    Undrafted.CLAIMED: "Une demande de remboursement a déjà été faite pour cette mission : il n’y en aura pas d’autre.",
    Undrafted.DROPPED: "La délégation a renoncé à demander un remboursement pour ce retard.",
}
"""Why the money is not asked for on the first late day, as the holder is told."""

FACTS = (MISSION, SUBJECT, COUNTRY, DUE_ON)
LADDER = "30, 15, 7 et 1 jours avant la date, au titulaire."

TOLD = (
    email(
        "reports/report_reminder",
        "Rappel d’un rapport attendu",
        LADDER,
        title="Rapport attendu le {date limite} : mission {mission}",
        opening="Remettez le rapport de la mission {mission} au plus tard le {date limite}.",
        fields=FACTS,
        required=("mission", "date limite"),
    ),
    email(
        "reports/report_late",
        "Rapport en retard",
        "Au premier jour de retard, au titulaire.",
        title="Rapport en retard : mission {mission}",
        opening="Remettez dès que possible le rapport de la mission {mission} : il était attendu au plus tard le {date "
        "limite}.",
        fields=FACTS,
        required=("mission", "date limite"),
    ),
    email(
        "reports/complement_reminder",
        "Rappel d’un complément de rapport",
        LADDER,
        title="Complément de rapport {échéance} : mission {mission}",
        opening="Complétez le rapport de la mission {mission} {pour quand}.",
        fields=(*FACTS, TERM, BY_WHEN),
        required=("mission", "pour quand"),
    ),
)
EMAILS: dict[str, Email] = {told.event: told for told in TOLD}
