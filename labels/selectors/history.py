"""What was done on a file, and by whom: the journal with its names (spec X2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from expect.accounts.enums import HOLDER_ROLES, Role
from expect.accounts.models import MandateStatement, Membership, User
from expect.audit.models import Entry
from labels.models import LabelApplication

TOLD_TO_BODY = (
    "start_draft",
    "hand_over",
    "abandon",
    "submit",
    "request_changes",
    "submit_again",
    "close",
    "admit",
    "release",
    "declare_inadmissible",
    "withdraw",
    "notify_grant",
    "notify_refusal",
    "notify_deferral",
    "write_message",
    "lodge_appeal",
    "answer_appeal",
    "leave_appeal",
    "uphold",
    "rectify",
    "replace_diploma",
    "widen_label",
)
"""What the body reads of it: what it did, and what it was told; never what DAECT prepares (spec L9)."""
OUTSIDE = "DAECT"
ACTS = {
    "start_draft": "dossier ouvert",
    "hand_over": "dossier transmis au signataire",
    "abandon": "brouillon abandonné",
    "remove_item": "élément de preuve retiré",
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
    "lift_recusal": "déport levé",
    "clear_doubt": "lien écarté par la DAECT",
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
    "replace_answer_scan": "lettre du ministre numérisée de nouveau",
    "leave_appeal": "recours devenu sans objet",
    "uphold": "recours accueilli, dossier rouvert",
    "widen_label": "label élargi",
    "record_court_case": "recours contentieux inscrit",
    "correct_court_case": "numéro de requête corrigé",
    "record_judgment": "issue du recours contentieux inscrite",
    "rectify": "décision rectifiée",
    "replace_diploma": "diplôme remplacé par une nouvelle version",
    "refused_reading": "tentative de lecture refusée",
}
"""Each act of the journal, as DAECT reads it."""
UNHEEDED = ("remove_item", "add_note", "settle_message", "mark_letter_read", "refused_reading")
"""What changes nothing for whoever has the file open."""


@dataclass(frozen=True)
class Done:
    """One line of a file's history: what (a code), when, by whom; « DAECT » where the reader is told no name."""

    entry: Entry
    who: str


def history_of(application: LabelApplication) -> list[Done]:
    """Oldest first, without the readings nor the attempts, each with the name and the capacity; for DAECT."""
    found = _entries(application).exclude(action__startswith="read_").exclude(action="refused_reading")
    return [Done(entry, _who(entry)) for entry in found]


def history_for_body(application: LabelApplication) -> list[Done]:
    """What the body did, by the names of its people, and what it was told, by « DAECT » (spec X1)."""
    found = _entries(application).filter(action__in=TOLD_TO_BODY)
    return [Done(entry, _who(entry) if entry.role in HOLDER_ROLES else OUTSIDE) for entry in found]


def last_line(application: LabelApplication) -> int:
    """The last line of the file's journal that counts for whoever has it open; 0 where there is none."""
    return last_lines([application]).get(application.public_id, 0)


def last_lines(applications: Sequence[LabelApplication]) -> dict[str, int]:
    """The same of several files, by their public ids; a file that has none is not there."""
    names = [application.public_id for application in applications]
    lines = _lines().filter(subject_id__in=names).values("subject_id").annotate(last=Max("id"))
    return dict(lines.values_list("subject_id", "last"))


def done_since(application: LabelApplication, line: int) -> list[Done]:
    """What was done on the file after that line of its journal, oldest first; for DAECT."""
    return [Done(entry, _who(entry)) for entry in _heeded(_entries(application)).filter(id__gt=line)]


def last_move(application: LabelApplication) -> Done | None:
    """What led the file to the state in which it is; for DAECT."""
    entry = _entries(application).filter(to_state=application.state).last()
    return Done(entry, _who(entry)) if entry else None


def removed_items(application: LabelApplication) -> dict[str, Done]:
    """Who removed which items of evidence from a file of theirs, by the public ids of the items."""
    found = _entries(application).filter(action="remove_item")
    return {entry.details["item"]: Done(entry, _who(entry)) for entry in found}


def find_removed_item(
    applications: QuerySet[LabelApplication], public_id: str
) -> tuple[LabelApplication, Done] | None:
    """The file, among these, from which that item was removed, and who did it."""
    lines = Entry.objects.filter(subject_type=LabelApplication._meta.label, action="remove_item")
    named = lines.filter(subject_id__in=applications.values("public_id"), details__item=public_id)
    application = applications.filter(public_id__in=named.values("subject_id")).first()
    return (application, removed_items(application)[public_id]) if application else None


def _lines() -> QuerySet[Entry]:
    """The lines of all files that count for whoever has one open, in no order."""
    found = Entry.objects.filter(subject_type=LabelApplication._meta.label).order_by()
    return _heeded(found)


def _heeded(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.exclude(action__startswith="read_").exclude(action__in=UNHEEDED)


def _entries(application: LabelApplication) -> QuerySet[Entry]:
    """With the names, which the journal does not hold: a person who is anonymised is so here too (spec X8)."""
    person = User.objects.filter(public_id=OuterRef("actor"))
    membership = Membership.objects.filter(public_id=OuterRef("membership"))
    stated = MandateStatement.objects.filter(
        membership__public_id=OuterRef("membership"), stated_at__lte=OuterRef("at")
    )
    lodged = application.versions.filter(
        submitted_at=OuterRef("at"), submitted_by__public_id=OuterRef("actor")
    )
    here = Entry.objects.filter(subject_type=application._meta.label, subject_id=application.public_id)
    return here.order_by("id").annotate(
        first_name=Subquery(person.values("first_name")),
        last_name=Subquery(person.values("last_name")),
        email=Subquery(person.values("email")),
        capacity=Coalesce(
            Subquery(lodged.order_by("-number").values("capacity")[:1]),
            Subquery(membership.filter(statements=None).values("capacity")),
            Subquery(stated.order_by("-stated_at").values("capacity")[:1]),
        ),
    )


def _who(entry: Entry) -> str:
    """« Nadia Benali, cheffe de projet »: the capacity of that day, or else where they act."""
    if entry.email is None:
        return "le service" if entry.role == "system" else ""
    person = User(first_name=entry.first_name, last_name=entry.last_name, email=entry.email)
    role = Role(entry.role).place if entry.role in Role.values else ""
    return ", ".join(filter(None, (str(person), entry.capacity or role)))
