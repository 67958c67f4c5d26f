"""The texts of stage 2's letter, in our words until DAECT rewrites them (spec M11)."""

from expect.programme.fields import Field
from expect.programme.texts import Shape, Text

MISSION = Field("mission", "numéro de la mission", "M-2026-0000")
SUBJECT = Field("objet", "objet de la mission", "Réduire les fuites du réseau d’eau")
COUNTRY = Field("pays", "pays de la mission", "Sénégal")
POST = Field("poste", "poste diplomatique qui l’a validée", "Ambassade de France à Dakar")
VALIDATED_ON = Field("date de validation", "jour où le poste a validé les termes", "4 mai 2026")
VERSION = Field("version", "version des termes", "2")
DUE_ON = Field("date limite", "dernier jour pour remettre le rapport", "18 août 2026")

MISSION_FIELDS = (MISSION, SUBJECT, COUNTRY, POST, VALIDATED_ON, VERSION, DUE_ON)

LETTER_SUBJECT = Text(
    "mission.letter.subject",
    "Objet\N{NO-BREAK SPACE}: lettre de mission",
    "lettre de mission ({pays})",
    MISSION_FIELDS,
    shape=Shape.LINE,
)
OPENING = Text(
    "mission.letter.opening",
    "Début de la lettre de mission",
    "Les termes de votre mission (version {version}) ont été validés le {date de validation} par le poste en charge du "
    "pays ({poste}). Le ministère vous la confie dans les conditions suivantes.",
    MISSION_FIELDS,
    required=("version", "date de validation"),
)
COSTS = Text(
    "mission.letter.costs",
    "Lettre de mission\N{NO-BREAK SPACE}: qui paie, qui répond des personnes",
    "Le transport international est à la charge du ministère, le séjour à celle de l’institution accueillante. Les "
    "personnes envoyées restent sous la responsabilité de leur employeur.",
    MISSION_FIELDS,
)
CLOSING = Text(
    "mission.letter.closing",
    "Fin de la lettre de mission",
    "Votre rapport de mission est attendu au plus tard le {date limite}.",
    MISSION_FIELDS,
    required=("date limite",),
)
