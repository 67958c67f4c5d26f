"""Plain builders of stage 1, each made by its act; a body, its people and DAECT come with them."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from expect.accounts.enums import Role
from expect.accounts.models import Organisation, User
from expect.kernel.clock import paris_day
from labels import (
    admission,
    appeals,
    applications,
    committee,
    corrections,
    decisions,
    evidence,
    experts,
    inadmissibility,
    messages,
)
from labels.enums import AppealKind, Basis, Criterion, ExpertCategory, Finding, Outcome, Side
from labels.models import (
    AdmissibilityCheck,
    Appeal,
    CommitmentText,
    CommitteeSession,
    Decision,
    Expert,
    FileMessage,
    Label,
    LabelApplication,
    Theme,
)
from labels.themes import COMMITMENTS, THEMES
from tests import factories
from tests.labels import uploads
from tests.moments import AT, TODAY
from tests.worlds import built_once

_next = count(1).__next__
picture, upload = uploads.picture, uploads.upload


@built_once
def themes(*codes: str) -> list[Theme]:
    """The themes of these codes; heritage by default."""
    for rank, (code, name, pictogram) in enumerate(THEMES, start=1):
        Theme.objects.get_or_create(code=code, defaults={"name": name, "pictogram": pictogram, "rank": rank})
    return list(Theme.objects.filter(code__in=codes or ["heritage"]).order_by("rank"))


def commitments() -> CommitmentText:
    """The commitments in force."""
    return CommitmentText.objects.get_or_create(
        version=1, defaults={"body": COMMITMENTS, "in_force_from": date(2020, 7, 7)}
    )[0]


@built_once
def editor(organisation: Organisation | None = None) -> User:
    """A person who fills in for a body."""
    return factories.member(Role.EDITOR, organisation)


def expert_data(**fields) -> dict:
    """What an expert's form holds."""
    n = _next()
    return {
        "first_name": "Alix",
        "last_name": f"Renaud{n}",
        "email": f"expert{n}@exemple.test",
        "function": "Directrice du patrimoine",
        "qualifications": "Quinze ans de restauration du bâti ancien.",
        "category": ExpertCategory.AGENT,
        "languages": "français, anglais",
        "availability": "deux semaines par an",
    } | fields


def expert(organisation: Organisation, by: User, **fields) -> Expert:
    """A person on the body's list."""
    return experts.add_expert(organisation=organisation, data=expert_data(**fields), by=by, at=AT)


@built_once
def draft(
    organisation: Organisation | None = None, by: User | None = None, at: datetime = AT
) -> LabelApplication:
    """A file just opened, empty."""
    organisation = organisation or factories.organisation()
    by = by or editor(organisation)
    return applications.start_draft(organisation=organisation, by=by, at=at)


def fill(application: LabelApplication, by: User, at: datetime = AT, **parts) -> LabelApplication:
    """Give the draft all that it must hold; `parts` changes what a part saves."""
    organisation = application.organisation
    person = expert(organisation, by) if "experts" not in parts else None
    contents = {
        "expertise": {
            "title": "Restaurer le bâti ancien",
            "themes": themes(),
            "skills": "Diagnostic et restauration des centres anciens.",
            "prospect": "Aider une ville d’Afrique de l’Ouest à protéger son centre.",
        },
        "evidence": {"on_cooperation": False, "on_territory": True},
        "experts": {"experts": [person]},
        "mobilisation": {"conditions": "Deux experts, une semaine, hors été."},
    }
    for part, data in contents.items():
        applications.save_part(
            application=application,
            part=part,
            data=data | parts.get(part, {}),
            revision=application.revision,
            by=by,
            at=at,
        )
    evidence.add_item(
        application=application,
        data={
            "basis": Basis.TERRITORY,
            "title": "Restauration du quartier des halles",
            "description": "Cent immeubles restaurés en dix ans.",
            "period": "2012-2022",
        },
        by=by,
        at=at,
    )
    return application


@built_once
def complete_draft(organisation: Organisation | None = None, at: datetime = AT, **parts) -> LabelApplication:
    """A draft that lacks nothing, with its signatory."""
    organisation = organisation or factories.organisation()
    signatory = factories.member(Role.SIGNATORY, organisation)
    return fill(draft(organisation, signatory, at), signatory, at, **parts)


def signatory_of(application: LabelApplication) -> User:
    """Who signs for the body of a file."""
    return User.objects.filter(
        memberships__organisation=application.organisation, memberships__role=Role.SIGNATORY
    ).first()


def checked(application: LabelApplication, at: datetime = AT) -> LabelApplication:
    """The file with every point found right, as rows: the act would want one more person of DAECT, who gets mail."""
    version = application.versions.latest("number")
    found = {"finding": Finding.MET, "checked_by": version.submitted_by, "checked_at": at}
    AdmissibilityCheck.objects.bulk_create(
        AdmissibilityCheck(application=application, version=version, criterion=criterion, **found)
        for criterion in Criterion
    )
    return application


def lodge(application: LabelApplication, at: datetime = AT, *, check: bool = True) -> LabelApplication:
    """Lodge a complete draft, and check it unless told not to: it may then be admitted."""
    applications.submit(
        application=application,
        commitments_version=commitments().version,
        accepted=True,
        by=signatory_of(application),
        at=at,
    )
    return checked(application, at) if check else application


@built_once
def lodged(
    organisation: Organisation | None = None, at: datetime = AT, *, check: bool = True, **parts
) -> LabelApplication:
    """A file just lodged."""
    return lodge(complete_draft(organisation, at, **parts), at, check=check)


@built_once
def sent_back(
    application: LabelApplication | None = None, *, by: User | None = None, days: int = 20, **remarks: str
) -> LabelApplication:
    """A lodged file of which some parts are to be corrected, within `days`."""
    application = application or lodged()
    corrections.request_changes(
        application=application,
        remarks=remarks or {"expertise": "Précisez le public visé."},
        answer_by=TODAY + timedelta(days=days),
        by=by or factories.member(Role.OFFICER),
        at=AT,
    )
    return application


@built_once
def inadmissible(application: LabelApplication | None = None, at: datetime = AT) -> LabelApplication:
    """A file that can't be examined, and the letter that says so."""
    application = application or lodged()
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors du champ.", by=factories.head(), at=at
    )
    return application


@built_once
def closed(at: datetime = AT + timedelta(days=30)) -> LabelApplication:
    """A file that nobody corrected in time, and the letter that says so."""
    application = sent_back()
    corrections.close(application=application, reason="Rien n’a été corrigé.", by=factories.head(), at=at)
    return application


def message(
    application: LabelApplication,
    *,
    by: User,
    side: str = Side.BODY,
    text: str = "Quel est le calendrier de la prochaine séance ?",
    awaits_answer: bool = True,
    files: Iterable[SimpleUploadedFile] = (),
    at: datetime = AT,
) -> FileMessage:
    """A message in the file, to which an answer is awaited."""
    return messages.write_message(
        application=application,
        side=side,
        text=text,
        awaits_answer=awaits_answer,
        files=files,
        by=by,
        at=at,
    )


@built_once
def session(
    *members: User, held_on: date = TODAY + timedelta(days=30), by: User | None = None, at: datetime = AT
) -> CommitteeSession:
    """A session planned a month ahead, in a room of its own; one of the same day sits in the evening."""
    taken = CommitteeSession.objects.filter(held_on=held_on).count()
    evening = {"starts_at": time(18), "ends_at": time(20)} if held_on == paris_day(at) else {}
    return committee.plan_session(
        held_on=held_on,
        cut_off_on=max(paris_day(at), held_on - timedelta(days=7)),
        place=f"Paris, salle {taken + 1}" if taken else "Paris",
        members=members or [factories.member(Role.COMMITTEE_MEMBER)],
        by=by or factories.member(Role.OFFICER),
        at=at,
        **evening,
    )


@built_once
def admitted(
    organisation: Organisation | None = None, *, to: CommitteeSession | None = None, at: datetime = AT
) -> LabelApplication:
    """A file on the agenda of a session."""
    application = lodged(organisation, at)
    return admission.admit(
        application=application, session=to or session(), by=factories.member(Role.OFFICER), at=at
    )


def held(session: CommitteeSession, at: datetime | None = None) -> CommitteeSession:
    """The session held, everybody present."""
    officer = factories.member(Role.OFFICER)
    at = at or datetime.combine(session.held_on, AT.timetz())
    committee.close_session(session=session, by=officer, at=at)
    present = [member.user for member in session.members.select_related("user")]
    return committee.hold_session(session=session, present=present, by=officer, at=at)


@built_once
def examined(
    organisation: Organisation | None = None, *, to: CommitteeSession | None = None
) -> LabelApplication:
    """A file whose session was held."""
    application = admitted(organisation, to=to)
    held(application.session)
    application.refresh_from_db()
    return application


def decided(application: LabelApplication, outcome: str = Outcome.GRANTED, **fields) -> Decision:
    """The decision recorded on an examined file."""
    facts = {"reasons": "" if outcome == Outcome.GRANTED else "Le dossier ne montre pas assez l’expérience."}
    if outcome == Outcome.GRANTED:
        facts |= {"skills": "Restauration du bâti ancien.", "themes": application.themes.all()}
    return decisions.record_decision(
        application=application,
        outcome=outcome,
        by=factories.member(Role.OFFICER),
        at=application.examined_at,
        **facts | fields,
    )


@built_once
def refused() -> LabelApplication:
    """A file refused, its session notified."""
    application = examined()
    decided(application, Outcome.REFUSED)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    application.refresh_from_db()
    return application


@built_once
def appealed(application: LabelApplication | None = None, at: datetime | None = None) -> Appeal:
    """An appeal that waits for its answer; by default, against a refusal, ten days after it was notified."""
    application = application or refused()
    return appeals.lodge_appeal(
        application=application,
        kind=AppealKind.TO_AUTHOR,
        grounds="L’expérience est décrite page 3.",
        by=signatory_of(application),
        at=at or application.notified_at + timedelta(days=10),
    )


@built_once
def label(organisation: Organisation | None = None) -> Label:
    """A label just granted, by the whole road."""
    application = examined(organisation)
    decided(application)
    decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    return Label.objects.get(application=application)
