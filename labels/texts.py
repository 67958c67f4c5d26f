"""The texts of stage 1's letters, in our words until DAECT rewrites them (spec L9, X10); the law: docs/legal.md."""

from django.conf import settings

from expect.programme import letterhead
from expect.programme.fields import Field
from expect.programme.texts import Text

NUMBER = Field("numéro", "numéro du dossier", "C-2026-0000")
TITLE = Field("intitulé", "intitulé de l’expertise", "Restaurer le bâti ancien")
BODY = Field("organisme", "nom de l’organisme", "Commune de Spécimen")
LODGED_ON = Field("date du dépôt", "jour où la candidature a été déposée", "12 janvier 2026")
SESSION = Field("date de la séance", "jour de la séance du comité", "24 mars 2026")
SKILLS = Field("compétences", "compétences reconnues", "Diagnostic et restauration des centres anciens.")
THEMES = Field("thèmes", "thèmes reconnus", "Patrimoine, Renforcement des capacités")
REASONS = Field(
    "motifs", "motifs enregistrés avec la décision", "Le dossier ne décrit pas assez l’expérience acquise."
)
LAST_DAY = Field("fin de validité", "dernier jour du label", "1er avril 2029")
SILENCE_ON = Field("date limite", "jour où le silence vaut décision", "12 mars 2026")
DELAY = Field("délai de recours", "délai pour contester", "deux mois")
COURT = Field(
    "tribunal",
    "tribunal compétent, avec son adresse",
    letterhead.COURT.default,
)
ONLINE = Field("site du tribunal", "site où le saisir", letterhead.ONLINE.default)
SERVICE = Field("service", "nom du service", settings.SERVICE_NAME)
ADDRESS = Field("adresse", "adresse du service", settings.SERVICE_ADDRESS)

RANK = Field("rang", "numéro du rectificatif", "1")
DECIDED_ON = Field("date de la décision", "jour de la décision rectifiée", "1er avril 2026")
ERROR = Field("erreur", "nature de l’erreur", "Le nom d’une compétence a été mal recopié.")
VERSION = Field("version", "version du nouveau diplôme", "2")

LABEL = Field("label", "numéro du label", "EXPE-CT-2026-0000")

FILE = (NUMBER, TITLE, BODY, LODGED_ON)
RECTIFIED = (NUMBER, TITLE, BODY, RANK, DECIDED_ON)
EXAMINED = (*FILE, SESSION)
WAYS = (DELAY, COURT, ONLINE, SERVICE, ADDRESS)
"""The same for everybody: a specimen says what the letter says."""

RECEIPT = Text(
    "label.receipt.opening",
    "Début de l’accusé de réception",
    "Nous accusons réception de votre candidature au label EXPE-CT.",
    FILE,
)
SILENCE = Text(
    "label.receipt.silence",
    "Ce que signifie le silence",
    "Sans réponse de notre part le {date limite} au plus tard, votre demande sera réputée refusée : c’est une "
    "décision implicite de refus.",
    (*FILE, SILENCE_ON),
    required=("date limite",),
)
AGAINST_SILENCE = Text(
    "label.receipt.appeal",
    "Contester le silence : voies et délais de recours",
    "La décision implicite de refus peut être contestée dans les {délai de recours} qui suivent le jour où elle naît, "
    "par un recours gracieux ou hiérarchique auprès du ministère ({adresse}), ou par un recours devant {tribunal}, "
    "saisi par courrier ou sur {site du tribunal}. Vous pouvez en demander les motifs pendant ce délai (article "
    "L. 232-4 du code des relations entre le public et l’administration).",
    WAYS,
    required=("délai de recours", "tribunal"),
)
OPENING = Text(
    "label.decision.opening",
    "Début de la lettre de décision",
    "Le {date du dépôt}, vous avez déposé une candidature au label EXPE-CT sous l’intitulé « {intitulé} ». Le comité "
    "de sélection l’a examinée le {date de la séance}.",
    EXAMINED,
    required=("date de la séance",),
)
GRANT = Text(
    "label.grant.announcement",
    "Annonce de l’attribution",
    "J’ai le plaisir de vous annoncer que le label EXPE-CT vous est attribué, pour les compétences suivantes :\n\n"
    "{compétences}\n\n"
    "Thèmes reconnus : {thèmes}.",
    (*EXAMINED, SKILLS, THEMES, LAST_DAY),
    required=("compétences", "thèmes"),
)
NARROWED = Text(
    "label.grant.narrowed",
    "Attribution plus étroite que la demande",
    "Cette attribution est plus étroite que votre demande, pour les motifs suivants :\n\n{motifs}",
    (*EXAMINED, SKILLS, THEMES, REASONS),
    required=("motifs",),
)
REMARKS = Text(
    "label.grant.remarks",
    "Motifs d’une attribution entière, s’il y en a",
    "{motifs}",
    (*EXAMINED, SKILLS, THEMES, REASONS),
    required=("motifs",),
)
AFTER_GRANT = Text(
    "label.grant.closing",
    "Fin de la lettre d’attribution",
    "Le label est valable jusqu’au {fin de validité} inclus. Votre diplôme accompagne cette lettre. Le ministère "
    "pourra vous proposer des missions d’expertise auprès de collectivités étrangères ; les engagements que vous avez "
    "acceptés en déposant votre candidature s’appliquent dès aujourd’hui.",
    (*EXAMINED, LAST_DAY),
    required=("fin de validité",),
)
WIDENED = Text(
    "label.widened.announcement",
    "Annonce de l’élargissement d’un label",
    "J’ai le plaisir de vous annoncer que le label {label}, qui vous a été attribué, est élargi. Il reconnaît "
    "désormais les compétences suivantes :\n\n"
    "{compétences}\n\n"
    "Thèmes reconnus : {thèmes}.",
    (*EXAMINED, LABEL, SKILLS, THEMES, LAST_DAY),
    required=("label", "compétences", "thèmes"),
)
AFTER_WIDENED = Text(
    "label.widened.closing",
    "Fin de la lettre d’élargissement",
    "Le label garde son numéro et reste valable jusqu’au {fin de validité} inclus. Une nouvelle version du diplôme "
    "accompagne cette lettre : elle remplace celle que vous avez, qui n’a plus cours.",
    (*EXAMINED, LABEL, LAST_DAY),
    required=("fin de validité",),
)
REFUSAL = Text(
    "label.refusal.announcement",
    "Annonce du refus",
    "Je suis au regret de vous faire savoir que le label ne vous est pas attribué, pour les motifs suivants :\n\n"
    "{motifs}",
    (*EXAMINED, REASONS),
    required=("motifs",),
)
AFTER_REFUSAL = Text(
    "label.refusal.closing",
    "Fin de la lettre de refus",
    "Vous pouvez déposer une nouvelle candidature à tout moment. Nos équipes se tiennent à votre disposition pour en "
    "parler.",
    EXAMINED,
)
DEFERRAL = Text(
    "label.deferral.announcement",
    "Annonce de l’ajournement",
    "L’examen de votre candidature est reporté à une prochaine séance, pour les motifs suivants :\n\n{motifs}",
    (*EXAMINED, REASONS),
    required=("motifs",),
)
AFTER_DEFERRAL = Text(
    "label.deferral.closing",
    "Fin de la lettre d’ajournement",
    "Vous n’avez pas à déposer un nouveau dossier : nous vous dirons à quelle séance celui-ci sera réexaminé.",
    EXAMINED,
)
INADMISSIBILITY = Text(
    "label.inadmissibility.announcement",
    "Annonce de l’irrecevabilité",
    "Le {date du dépôt}, vous avez déposé une candidature au label EXPE-CT sous l’intitulé « {intitulé} ». Elle ne "
    "peut pas être examinée par le comité de sélection, pour les motifs suivants :\n\n{motifs}",
    (*FILE, REASONS),
    required=("motifs",),
)
AFTER_INADMISSIBILITY = Text(
    "label.inadmissibility.closing",
    "Fin de la lettre d’irrecevabilité",
    "Vous pouvez déposer une nouvelle candidature à tout moment. Nos équipes se tiennent à votre disposition pour en "
    "parler.",
    FILE,
)
CLOSING = Text(
    "label.closing.announcement",
    "Annonce du classement sans suite",
    "Le {date du dépôt}, vous avez déposé une candidature au label EXPE-CT sous l’intitulé « {intitulé} ». Elle est "
    "classée sans suite et ne sera pas examinée par le comité de sélection, pour les motifs suivants :\n\n{motifs}",
    (*FILE, REASONS),
    required=("motifs",),
)
AFTER_CLOSING = Text(
    "label.closing.closing",
    "Fin de la lettre de classement sans suite",
    "Vous pouvez déposer une nouvelle candidature à tout moment. Nos équipes se tiennent à votre disposition pour en "
    "parler.",
    FILE,
)
AGAINST_DECISION = Text(
    "label.decision.appeal",
    "Contester une décision : voies et délais de recours",
    "Cette décision peut être contestée dans les {délai de recours} qui suivent sa notification :\n"
    "– par un recours gracieux adressé au service qui l’a prise ({service}, {adresse}), ou par un recours "
    "hiérarchique adressé au ministre de l’Europe et des Affaires étrangères ;\n"
    "– par un recours contentieux devant {tribunal}, saisi par courrier ou sur {site du tribunal}.\n"
    "Le recours gracieux ou hiérarchique interrompt le délai du recours contentieux ; le silence gardé pendant "
    "deux mois par l’administration vaut rejet de ce recours. Si un recours gracieux et un recours hiérarchique sont "
    "formés tous deux dans ce délai, il ne court de nouveau qu’une fois l’un et l’autre rejetés.",
    WAYS,
    required=("délai de recours", "tribunal"),
)
RECTIFICATION = Text(
    "label.rectification.opening",
    "Début d’un rectificatif",
    "La décision du {date de la décision} sur votre candidature « {intitulé} » comporte une erreur matérielle.\n\n"
    "{erreur}\n\n"
    "Cette décision est rectifiée comme suit.",
    (*RECTIFIED, ERROR),
    required=("date de la décision", "erreur"),
)
AFTER_RECTIFICATION = Text(
    "label.rectification.closing",
    "Fin d’un rectificatif",
    "Rien d’autre ne change : ni le sens de la décision, ni les thèmes reconnus si le label vous est attribué, ni le "
    "délai pour la contester. Conservez ce rectificatif avec elle.",
    RECTIFIED,
)
RECTIFIED_DIPLOMA = Text(
    "label.rectification.diploma",
    "Rectificatif qui touche le diplôme",
    "Un nouveau diplôme, version {version}, remplace celui que vous avez, qui n’a plus cours : cessez de l’afficher.",
    (*RECTIFIED, VERSION),
    required=("version",),
)
