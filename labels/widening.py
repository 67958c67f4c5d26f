"""A label granted narrower than asked is widened by the decision that follows an upheld appeal (spec L9–L11)."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.web import french
from labels import decision_emails
from labels.diploma import supersede
from labels.letters import on_diploma
from labels.models import Decision, Diploma, Label


@transaction.atomic
def widen_label(
    *, label: Label, decision: Decision, by: User, membership: Membership, at: datetime
) -> Diploma:
    """The label recognises what the new decision does; a new version of its diploma revokes the former.

    A step of the notification, which asked its own rule. Number, holder, first and last days stay; the former decision
    and its diploma are kept as they left. Raises NoSigningAuthority, StateChanged.
    """
    label.widened_by, label.skills = decision, decision.skills
    label.save(update_fields=["widened_by", "skills", "search_text"])
    label.themes.set(decision.themes.all())
    live = label.diplomas.select_related("document", "label__application").get(revoked_at=None)
    made = supersede(
        diploma=live,
        changes={**on_diploma(decision), "granted_on": french.day(at)},
        reason=f"Le label est élargi par la décision du {french.day(at)}, prise après un recours.",
        by=by,
        membership=membership,
        at=at,
    )
    journal.record(
        action="widen_label",
        subject=label.application,
        by=by,
        membership=membership,
        at=at,
        details={"label": label.public_id, "decision": decision.public_id},
    )
    decision_emails.label_widened(made, at=at)
    return made
