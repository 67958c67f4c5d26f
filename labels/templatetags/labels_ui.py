"""The journal of a file, in words."""

from django import template

from expect.audit.models import Entry

register = template.Library()

ACTS = {
    "start_draft": "dossier ouvert",
    "hand_over": "dossier transmis au signataire",
    "submit": "candidature déposée",
    "assign": "dossier confié",
    "check": "dossier vérifié",
    "request_changes": "corrections demandées",
    "submit_again": "candidature corrigée et déposée de nouveau",
    "close": "candidature classée sans suite",
    "admit": "candidature déclarée recevable et inscrite à une séance",
    "release": "dossier à inscrire à une autre séance",
    "declare_inadmissible": "candidature déclarée irrecevable",
    "withdraw": "candidature retirée",
    "give_opinion": "avis donné",
    "set_aside": "déport enregistré par la DAECT",
    "step_aside": "membre déporté",
    "examine": "dossier examiné en séance",
    "record_decision": "décision enregistrée",
    "correct_decision": "décision corrigée avant sa notification",
    "mark_letter_read": "lettre de décision relue",
    "notify_grant": "attribution notifiée",
    "notify_refusal": "refus notifié",
    "notify_deferral": "ajournement notifié",
    "write_message": "message envoyé",
    "settle_message": "message classé sans réponse",
    "add_note": "note interne ajoutée",
    "lodge_appeal": "recours enregistré",
    "answer_appeal": "réponse au recours",
    "leave_appeal": "recours contre le silence devenu sans objet",
    "uphold": "recours accueilli, dossier rouvert",
    "widen_label": "label élargi",
    "record_court_case": "recours contentieux inscrit",
    "correct_court_case": "numéro de requête corrigé",
    "record_judgment": "issue du recours contentieux inscrite",
    "rectify": "décision rectifiée",
    "replace_diploma": "diplôme remplacé par une nouvelle version",
    "refused_reading": "tentative de lecture refusée",
}


@register.filter
def act_name(entry: Entry) -> str:
    """What was done, as DAECT reads it."""
    return ACTS.get(entry.action, entry.action)
