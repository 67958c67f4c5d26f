"""The subject and first words of stage 1's e-mails, in our words until DAECT rewrites them (decision 0047)."""

from expect.programme.emails import Email, email
from expect.programme.fields import Field
from expect.web import french
from labels.appeal_texts import APPEAL, APPEALED_ON
from labels.session_texts import PLACE, WHEN
from labels.texts import BODY, LABEL, LODGED_ON, NUMBER, SESSION, TITLE, VERSION

OF_BODY = Field("de l’organisme", "son nom après « de »", french.of(BODY.sample))
ANSWER_BY = Field("date limite", "dernier jour pour déposer les corrections", "12 mai 2026")
CUT_OFF = Field("fin des inscriptions", "dernier jour où un dossier s’ajoute", "17 mars 2026")

FILE = (NUMBER, TITLE, BODY, OF_BODY, LODGED_ON)
MEETING = (SESSION, WHEN, PLACE, CUT_OFF)
TO_BODY, TO_MEMBERS = ", à l’organisme.", ", aux membres du comité."

TOLD = (
    email(
        "labels/application_lodged",
        "Candidature déposée",
        f"Au dépôt d’une candidature{TO_BODY}",
        title="Candidature {numéro} : déposée",
        opening="La candidature {de l’organisme} au label EXPE-CT est déposée ; vous n’avez rien d’autre à faire pour "
        "l’instant.",
        fields=FILE,
    ),
    email(
        "labels/application_corrected",
        "Corrections déposées",
        f"Quand une candidature corrigée est déposée de nouveau{TO_BODY}",
        title="Candidature {numéro} : corrections déposées",
        opening="La candidature {de l’organisme} au label EXPE-CT est déposée de nouveau, corrigée ; vous n’avez rien "
        "d’autre à faire pour l’instant.",
        fields=FILE,
    ),
    email(
        "labels/changes_requested",
        "Corrections demandées",
        f"Quand la DAECT demande des corrections{TO_BODY}",
        title="Candidature {numéro} : à corriger au plus tard le {date limite}",
        opening="Corrigez votre candidature {numéro}, puis déposez-la de nouveau, au plus tard le {date limite}. "
        "Seules les parties ci-dessous sont rouvertes ; le reste est gardé tel quel.",
        fields=(*FILE, ANSWER_BY),
        required=("date limite",),
    ),
    email(
        "labels/application_closed",
        "Candidature classée sans suite",
        f"Avec la lettre de classement sans suite{TO_BODY}",
        title="Candidature {numéro} : classée sans suite",
        opening="La candidature {de l’organisme} au label EXPE-CT est classée sans suite : les corrections demandées "
        "n’ont pas été déposées à temps. La lettre, sur la page du dossier, en donne les motifs et dit comment "
        "contester cette décision. Vous pouvez déposer une autre candidature à tout moment.",
        fields=FILE,
    ),
    email(
        "labels/application_admitted",
        "Candidature inscrite à une séance",
        f"À l’inscription d’un dossier recevable{TO_BODY}",
        title="Candidature {numéro} : sera examinée le {date de la séance}",
        opening="La candidature {de l’organisme} est recevable : le comité de sélection l’examinera le {date de la "
        "séance}.",
        fields=(*FILE, SESSION),
        required=("date de la séance",),
    ),
    email(
        "labels/application_taken_off",
        "Candidature retirée de l’ordre du jour",
        f"Quand un dossier inscrit quitte une séance{TO_BODY}",
        title="Candidature {numéro} : examen reporté à une autre séance",
        opening="Votre candidature n’est plus à l’ordre du jour de la séance du comité de sélection du {date de la "
        "séance}.",
        fields=(*FILE, SESSION),
        required=("date de la séance",),
    ),
    email(
        "labels/application_released",
        "Séance annulée, examen reporté",
        "À l’annulation d’une séance, aux organismes dont elle devait examiner le dossier.",
        title="Candidature {numéro} : séance annulée, examen reporté",
        opening="La séance du comité de sélection du {date de la séance}, qui devait examiner votre candidature, est "
        "annulée.",
        fields=(*FILE, SESSION),
        required=("date de la séance",),
    ),
    email(
        "labels/application_taken_back",
        "Candidature retirée",
        f"Quand l’organisme retire une candidature déposée{TO_BODY}",
        title="Candidature {numéro} : retirée",
        opening="La candidature {de l’organisme} au label EXPE-CT est retirée : elle ne sera pas examinée. Vous pouvez "
        "déposer une autre candidature à tout moment.",
        fields=FILE,
    ),
    email(
        "labels/application_inadmissible",
        "Candidature irrecevable",
        f"Avec la lettre d’irrecevabilité{TO_BODY}",
        title="Candidature {numéro} : irrecevable",
        opening="La candidature {de l’organisme} au label EXPE-CT ne peut pas être examinée. La lettre, sur la page du "
        "dossier, en donne les motifs et dit comment contester cette décision.",
        fields=FILE,
    ),
    email(
        "labels/application_granted",
        "Label attribué",
        f"À la notification de la séance{TO_BODY}",
        title="Candidature {numéro} : le label EXPE-CT vous est attribué",
        opening="{organisme} obtient le label EXPE-CT. La lettre et le diplôme vous attendent sur la page du dossier.",
        fields=(*FILE, SESSION),
    ),
    email(
        "labels/application_refused",
        "Candidature refusée",
        f"À la notification de la séance{TO_BODY}",
        title="Candidature {numéro} : décision",
        opening="La candidature {de l’organisme} au label EXPE-CT n’a pas été retenue. La lettre, sur la page du "
        "dossier, en donne les motifs et dit comment contester cette décision.",
        fields=(*FILE, SESSION),
    ),
    email(
        "labels/application_deferred",
        "Examen ajourné",
        f"À la notification de la séance{TO_BODY}",
        title="Candidature {numéro} : examen reporté",
        opening="Le comité de sélection a reporté l’examen de la candidature {de l’organisme}. La lettre, sur la page "
        "du dossier, dit pourquoi ; la DAECT vous dira à quelle séance elle sera réexaminée.",
        fields=(*FILE, SESSION),
    ),
    email(
        "labels/label_widened",
        "Label élargi",
        f"À la notification d’une décision qui élargit un label après un recours{TO_BODY}",
        title="Label {label} : votre label est élargi",
        opening="Après votre recours, le label {label} est élargi. La lettre et la nouvelle version du diplôme vous "
        "attendent sur la page du dossier.",
        fields=(*FILE, LABEL, VERSION),
    ),
    email(
        "labels/appeal_registered",
        "Recours enregistré",
        f"À l’enregistrement d’un recours{TO_BODY}",
        title="Recours enregistré – candidature {numéro}",
        opening="Le recours {recours} contre la décision sur la candidature {numéro} a été reçu le {date du recours}. "
        "L’accusé de réception est sur la page du dossier.",
        fields=(*FILE, APPEAL, APPEALED_ON),
        required=("recours", "date du recours"),
    ),
    email(
        "labels/appeal_answered",
        "Réponse à un recours",
        f"Avec la lettre qui répond à un recours{TO_BODY}",
        title="Réponse à votre recours – candidature {numéro}",
        opening="Le recours {recours} a reçu sa réponse : la lettre est sur la page du dossier.",
        fields=(*FILE, APPEAL, APPEALED_ON),
        required=("recours",),
    ),
    email(
        "labels/member_invited",
        "Invitation à une séance",
        f"À l’invitation{TO_MEMBERS}",
        title="Comité de sélection du {date de la séance} : vos avis",
        opening="Vous siégez au comité de sélection du label EXPE-CT le {jour et heures} ({lieu}) : dites si vous "
        "venez, et donnez vos avis sur les dossiers avant cette date.\n\n"
        "Les inscriptions closent le {fin des inscriptions} ; des dossiers peuvent s’ajouter jusque-là. Si l’un d’eux "
        "vous met en situation de conflit d’intérêts, déportez-vous depuis sa page.",
        fields=MEETING,
        required=("jour et heures", "lieu"),
    ),
    email(
        "labels/agenda_closed",
        "Inscriptions à une séance closes",
        f"À la clôture des inscriptions{TO_MEMBERS}",
        title="Comité de sélection du {date de la séance} : les dossiers à lire",
        opening="L’ordre du jour de la séance du {jour et heures} ({lieu}) est connu : donnez vos avis sur ses "
        "dossiers au plus tard le {date de la séance}.",
        fields=MEETING,
        required=("date de la séance",),
    ),
    email(
        "labels/session_changed",
        "Lieu ou heures d’une séance changés",
        f"Quand le lieu ou les heures changent{TO_MEMBERS}",
        title="Comité de sélection du {date de la séance} : lieu ou heures changés",
        opening="La séance du comité de sélection se tient désormais le {jour et heures} ({lieu}).",
        fields=MEETING,
        required=("jour et heures", "lieu"),
    ),
    email(
        "labels/session_cancelled",
        "Séance annulée",
        f"À l’annulation d’une séance{TO_MEMBERS}",
        title="Comité de sélection du {date de la séance} : séance annulée",
        opening="La séance du comité de sélection du {jour et heures} ({lieu}) est annulée : elle n’attend plus rien "
        "de vous. Vos autres séances ne changent pas.",
        fields=MEETING,
        required=("jour et heures",),
    ),
)
EMAILS: dict[str, Email] = {told.event: told for told in TOLD}
