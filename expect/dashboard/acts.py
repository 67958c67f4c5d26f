"""What each kind of work asks for: the sentence of its row, and the page where it is done (spec X4).

Where one act answers, the row leads to it; where there is a choice, or something to read first, to the file.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """`sentence` starts with a verb and takes the title at « {} »; `page` is a URL name that takes the public id."""

    sentence: str
    page: str


ACTS = {
    "accounts.decide_opening": Act("Répondre à la demande de compte : {}", "accounts:opening"),
    "accounts.state_mandate": Act("Confirmer votre mandat : {}", "accounts:state_mandate"),
    "labels.answer_body": Act("Répondre au message : {}", "labels:application_messages"),
    "labels.answer_daect": Act("Répondre au message de la DAECT : {}", "labels:own_messages"),
    "labels.complete_draft": Act("Compléter la candidature : {}", "labels:own_application"),
    "labels.hand_over": Act("Transmettre au signataire la candidature : {}", "labels:application_hand_over"),
    "labels.correct": Act("Corriger la candidature : {}", "labels:own_application"),
    "labels.close": Act("Classer sans suite ou attendre encore la candidature : {}", "labels:application"),
    "labels.sign": Act("Signer et déposer la candidature : {}", "labels:application_submit"),
    "labels.marked": Act("Reprendre le dossier : {}", "labels:application"),
    "labels.check": Act("Vérifier la candidature : {}", "labels:application"),
    "labels.admit_again": Act("Inscrire à une séance la candidature : {}", "labels:application_admit"),
    "labels.decide": Act("Enregistrer la décision sur la candidature : {}", "labels:application_decide"),
    "labels.verify_tie": Act(
        "Vérifier un lien entre un membre du comité et la candidature : {}", "labels:application"
    ),
    "labels.answer_in_time": Act("Décider avant le refus implicite : {}", "labels:application"),
    "labels.register_service": Act(
        "Envoyer la lettre en recommandé, et en enregistrer la réception : {}", "labels:decision"
    ),
    "labels.register_dismissal_service": Act(
        "Envoyer la lettre en recommandé, et en enregistrer la réception : {}",
        "labels:dismissal_register_service",
    ),
    "labels.register_appeal_service": Act(
        "Envoyer en recommandé la réponse au recours, et en enregistrer la réception : {}", "labels:appeal"
    ),
    "labels.register_rectification_service": Act(
        "Envoyer le rectificatif en recommandé, et en enregistrer la réception : {}",
        "labels:rectification_register_service",
    ),
    "labels.open_service": Act("Ouvrir la lettre de la décision : {}", "labels:decision_letter"),
    "labels.open_dismissal_service": Act(
        "Ouvrir la lettre qui clôt le dossier : {}", "labels:dismissal_letter"
    ),
    "labels.open_appeal_service": Act("Ouvrir la réponse au recours : {}", "labels:appeal_answer"),
    "labels.open_rectification_service": Act("Ouvrir le rectificatif : {}", "labels:rectification"),
    "labels.answer_appeal": Act("Répondre au recours : {}", "labels:appeal"),
    "labels.record_minister_answer": Act(
        "Transmettre le recours au ministre, et enregistrer sa réponse : {}", "labels:appeal"
    ),
    "labels.close_session": Act("Clore les inscriptions à la séance du {}", "labels:session_close"),
    "labels.hold_session": Act("Enregistrer la tenue de la séance du {}", "labels:session_hold"),
    "labels.cancel_session": Act("Annuler la séance sans dossier du {}", "labels:session_cancel"),
    "labels.notify_session": Act("Notifier les décisions de la séance du {}", "labels:session_notify"),
    "labels.establish_minutes": Act(
        "Établir le procès-verbal de la séance du {}", "labels:session_establish_minutes"
    ),
    "labels.answer_invitation": Act("Dire si vous venez à la séance du {}", "labels:invitation_answer"),
    "labels.give_opinion": Act("Donner votre avis sur la candidature : {}", "labels:reading"),
    "missions.marked": Act("Reprendre la mission : {}", "missions:mission"),
    "missions.match": Act("Chercher un titulaire pour le besoin {}", "missions:request"),
    "missions.choose": Act("Retenir un titulaire pour le besoin {}", "missions:request"),
    "missions.answer": Act("Répondre à la sollicitation : {}", "missions:solicitation"),
    "missions.prepare": Act("Préparer la mission {}", "missions:mission_prepare"),
    "missions.accept_terms": Act("Accepter les termes de la mission {}", "missions:mission_accept_terms"),
    "missions.send_to_embassy": Act("Soumettre à l’ambassade la mission {}", "missions:mission"),
    "missions.issue_letter": Act("Émettre la lettre de la mission {}", "missions:mission_issue_letter"),
    "missions.replace_letter": Act("Remplacer la lettre de la mission {}", "missions:mission_issue_letter"),
    "missions.settle_review": Act(
        "Dire la suite de la contestation de l’ambassade : mission {}", "missions:review_settle"
    ),
    "missions.settle_answer": Act(
        "Dire la suite de la contestation du titulaire : {}", "missions:answer_settle"
    ),
    "missions.review": Act("Valider la mission {}", "missions:mission"),
    "missions.confirm_return": Act("Confirmer le retour de la mission {}", "missions:mission_confirm_return"),
    "reports.write": Act("Rédiger le rapport de la mission {}", "reports:write"),
    "reports.complete": Act("Compléter le rapport de la mission {}", "reports:report"),
    "reports.sign": Act("Valider le rapport de la mission {}", "reports:report"),
    "reports.answer": Act("Répondre à la lettre préalable : mission {}", "reports:letter"),
    "reports.accept": Act("Examiner le rapport de la mission {}", "reports:report"),
    "reports.register_receipt": Act(
        "Enregistrer la réception de la lettre : mission {}", "reports:register_receipt"
    ),
    "reports.register_demand_receipt": Act(
        "Enregistrer la réception de la demande : mission {}", "reports:register_demand_receipt"
    ),
    "reports.record_hearing": Act(
        "Recevoir le titulaire, à sa demande : mission {}", "reports:record_hearing"
    ),
    "reports.decide_disowned": Act(
        "Annuler ou garder ce que le titulaire conteste : mission {}", "reports:demand"
    ),
    "reports.send_prior_letter": Act("Envoyer la lettre préalable : mission {}", "reports:send_prior_letter"),
    "reports.decide_extension": Act("Répondre à la demande de délai : mission {}", "reports:grant_more_time"),
    "reports.hand_over": Act("Transmettre à l’ordonnateur la demande : mission {}", "reports:demand"),
    "reports.decide_delivered": Act(
        "Maintenir la demande ou y renoncer, le rapport est venu : mission {}", "reports:demand"
    ),
    "reports.answer_contestation": Act("Répondre à la contestation : mission {}", "reports:demand"),
    "reports.record_contestation_answer": Act(
        "Enregistrer la réponse faite à la contestation : mission {}", "reports:demand"
    ),
    "reports.close_more": Act(
        "Fixer une autre date, ou accepter sans le complément : mission {}", "reports:report"
    ),
    "reports.give_back": Act("Faire restituer ce qui a été payé en trop : mission {}", "reports:demand"),
    "reports.issue": Act("Émettre la demande de remboursement : mission {}", "reports:issue"),
}
