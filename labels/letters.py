"""What stage 1 puts in writing: receipt, dismissal, diploma; contexts frozen at issue (spec L9–L11, X10)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from expect.accounts.models import Organisation, SigningAuthority
from expect.documents.issuing import issue
from expect.documents.models import IssuedDocument
from expect.kernel.clock import paris_day
from expect.programme.letterhead import contact_lines, letter, signature
from expect.programme.texts import Text, Wordings, in_force
from expect.web import french
from labels import subjects, texts
from labels.enums import DismissalKind, Mention
from labels.models import Appeal, ApplicationVersion, Decision, Diploma, Label, LabelApplication
from labels.rules import appeals, months_to_contest

RECEIPT_TEMPLATE = "labels/letters/receipt.html"
DECISION_TEMPLATE = "labels/letters/decision.html"
DIPLOMA_TEMPLATE = "labels/diploma.html"

DISMISSAL_TEXTS: Mapping[str, tuple[Text, ...]] = {
    DismissalKind.INADMISSIBLE: (texts.INADMISSIBILITY, texts.AFTER_INADMISSIBILITY),
    DismissalKind.CLOSED: (texts.CLOSING, texts.AFTER_CLOSING),
}
DISMISSAL_DOCUMENTS: Mapping[str, str] = {
    DismissalKind.INADMISSIBLE: "label_inadmissibility",
    DismissalKind.CLOSED: "label_closing",
}
ON_DIPLOMA = {
    Mention.HOLDER: "holder_name",
    Mention.SKILLS: "skills",
    Mention.SESSION_DATE: "session_date",
    Mention.PLACE: "place",
}
"""Where the diploma has what a rectification may mend."""


def issue_receipt(
    application: LabelApplication, content: dict[str, Any], *, capacity: str, at: datetime
) -> IssuedDocument:
    """The receipt of a lodging: date, by whom and in what capacity, service, contact, what silence means and when,
    ways of appeal (spec L6, X10).
    """
    wordings = in_force(paris_day(at))
    values = file_values(application) | {"date limite": french.day(application.silence_on)}
    receipt = {
        "number": application.number,
        "organisation": _described(application.organisation),
        "lodged_on": french.moment(at),
        "lodged_by": ", ".join(filter(None, (str(application.submitted_by), capacity))),
        "attachments": [attachment["name"] for attachment in content["attachments"]],
    }
    head = letter(
        application.organisation,
        paris_day(at),
        reference=application.number,
        subject=wordings[subjects.RECEIPT].filled(values),
        appeal=appeals.against_silence(wordings, months_to_contest(application.organisation)),
        wordings=wordings,
    )
    return issue(
        kind="application_receipt",
        template=RECEIPT_TEMPLATE,
        context={"letter": head, "receipt": receipt | receipt_words(wordings, values)},
        title=f"Accusé de réception {application.number}",
        at=at,
    )


def receipt_words(wordings: Wordings, values: Mapping[str, str]) -> dict[str, str]:
    """What the receipt says beside its table, and whom to ask."""
    return {
        "opening": wordings[texts.RECEIPT].filled(values),
        "silence": wordings[texts.SILENCE].filled(values),
        "service": settings.SERVICE_NAME,
        "contact": " — ".join(contact_lines(wordings)),
    }


def appeal_values(appeal: Appeal) -> dict[str, str]:
    """What every text may take from an appeal."""
    return {
        "recours": appeal.number,
        "numéro": appeal.application.number,
        "intitulé": appeal.application.lodged_title,
        "organisme": appeal.application.organisation.name,
        "date du recours": french.day(appeal.received_on),
        "date de la décision contestée": _contested_on(appeal),
        "date limite": french.day(appeal.silence_on),
    }


def _contested_on(appeal: Appeal) -> str:
    """The day of what is contested, in words."""
    if appeal.implicit_on:
        return f"{french.day(appeal.implicit_on)} (refus implicite)"
    return french.day(appeal.dismissal.decided_at if appeal.dismissal else appeal.decision.letter.issued_at)


def dismissal_context(
    version: ApplicationVersion, kind: str, *, reason: str, authority: SigningAuthority | None, on: date
) -> dict[str, Any]:
    """The letter by which a file is not examined; `authority` is None in a preview when nobody can sign yet."""
    application, wordings = version.application, in_force(on)
    values = file_values(application) | {"motifs": reason}
    return {
        "letter": letter(
            application.organisation,
            on,
            reference=application.number,
            subject=wordings[subjects.DISMISSALS[kind]].filled(values),
            authority=authority,
            appeal=appeals.against_decision(wordings, months_to_contest(application.organisation)),
            wordings=wordings,
        ),
        "paragraphs": [wordings[text].filled(values) for text in DISMISSAL_TEXTS[kind]],
    }


def issue_dismissal(
    version: ApplicationVersion, kind: str, *, reason: str, authority: SigningAuthority, at: datetime
) -> IssuedDocument:
    """The signed letter by which a file is not examined."""
    return issue(
        kind=DISMISSAL_DOCUMENTS[kind],
        template=DECISION_TEMPLATE,
        context=dismissal_context(version, kind, reason=reason, authority=authority, on=paris_day(at)),
        title=f"{DismissalKind(kind).label} {version.application.number}",
        at=at,
    )


def issue_diploma(
    label: Label, *, code: str, version: int, authority: SigningAuthority, at: datetime
) -> IssuedDocument:
    """The diploma: one page, made for framing (spec L11)."""
    context = {
        "number": label.number,
        "holder_name": label.organisation.name,
        "holder_kind": label.organisation.description(),
        **on_diploma(label.decision),
        "granted_on": french.day(label.granted_on),
        "ends_on": french.day(label.ends_on) if label.ends_on else None,
        "signatory": signature(authority),
        "verification_url": _verification_url(code),
        "code": shown_code(code),
        "version": version,
    }
    return issue(
        kind="diploma", template=DIPLOMA_TEMPLATE, context=context, title=f"Diplôme {label.number}", at=at
    )


def on_diploma(decision: Decision) -> dict[str, Any]:
    """What the diploma has from a decision: what is recognised, and the session that led to it."""
    themes = decision.themes.order_by("rank", "pk")
    return {
        "skills": decision.skills,
        "themes": [{"name": theme.name, "pictogram": theme.pictogram} for theme in themes],
        "session_date": french.day(decision.session.held_on),
        "place": decision.session.place,
    }


def reissue_diploma(
    former: Diploma, *, code: str, changes: Mapping[str, Any], authority: SigningAuthority, at: datetime
) -> IssuedDocument:
    """The next version: what the former said, but for `changes`, and who signs it (spec L11)."""
    version = former.version + 1
    context = former.document.context | {
        **changes,
        "signatory": signature(authority),
        "verification_url": _verification_url(code),
        "code": shown_code(code),
        "version": version,
    }
    title = f"Diplôme {former.label.number}, version {version}"
    return issue(kind="diploma", template=DIPLOMA_TEMPLATE, context=context, title=title, at=at)


def _verification_url(code: str) -> str:
    return settings.BASE_URL + reverse("labels:verification", args=[code])


def shown_code(code: str) -> str:
    """A verification code as people read it: two groups of five (spec L11)."""
    return f"{code[:5]}-{code[5:]}"


def file_values(application: LabelApplication) -> dict[str, str]:
    """What every text may take from a file."""
    return {
        "numéro": application.number,
        "intitulé": application.lodged_title,
        "organisme": application.organisation.name,
        "date du dépôt": french.day(application.submitted_at),
    }


def _described(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.description()})"
