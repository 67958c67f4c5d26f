"""Stage 1: who opens what."""

from datetime import time, timedelta

from django.test import override_settings

from expect.accounts.enums import Role
from expect.documents.models import StoredFile
from labels import (
    admission,
    appeals,
    court_cases,
    decisions,
    evidence,
    minister_answers,
    minutes,
    rectifications,
    recusals,
    served,
)
from labels.enums import Outcome, Side
from labels.models import Appeal, CommitteeSession, Diploma, LabelApplication, Recusal
from tests import factories as anybody
from tests.access.world import Row, World
from tests.documents.samples import pdf, upload
from tests.labels import factories
from tests.moments import AT, TODAY

LOGIN = 302
PUBLIC = {"*": 200}
DAECT_LIST = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 403}
DAECT_OBJECT = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 404}
NOT_IN_STATE = DAECT_OBJECT | {"officer": 302, "head": 302}
"""An act that does not start from there: who has the right is led to the file."""
HOLDER_LIST = {"anonymous": LOGIN, "editor": 200, "signatory": 200, "other_editor": 200, "*": 403}
OWN_OBJECT = {"anonymous": LOGIN, "editor": 200, "signatory": 200, "*": 404}
OWN_OR_DAECT = OWN_OBJECT | {"officer": 200, "head": 200}
MEMBER_OBJECT = {"anonymous": LOGIN, "committee_member": 200, "*": 404}


def rows(world: World) -> list[Row]:
    """The world's body has a draft and files in the states that open a page, made by their acts."""
    return [
        *public(world),
        *lodged(world),
        *committee(world),
        *experts(world),
        *exchange(world),
        *settings(),
        *draft(world),
    ]


def to_verify(world: World) -> Recusal:
    """A file whose body's name is that of a member's employer; another member of its session is set aside."""
    officer = world.people["officer"]
    doubtful, aside = (
        anybody.member(Role.COMMITTEE_MEMBER, employer=employer) for employer in (world.organisation.name, "")
    )
    application = lodged_by(world)
    session = factories.session(doubtful, aside, held_on=TODAY, by=officer)
    admission.admit(application=application, session=session, by=officer, at=AT)
    return recusals.set_aside(application=application, member=aside, reasons="Lien.", by=officer, at=AT)


def lodged_by(world: World) -> LabelApplication:
    """One more file of the world's body, lodged by its signatory."""
    signatory = world.people["signatory"]
    return factories.lodge(factories.fill(factories.draft(world.organisation, signatory), signatory))


def in_session(world: World, *, held: bool = False) -> LabelApplication:
    """One more file, in a session of its own where the world's member sits."""
    session = factories.session(world.people["committee_member"], held_on=TODAY, by=world.people["officer"])
    application = lodged_by(world)
    admission.admit(application=application, session=session, by=world.people["officer"], at=AT)
    if held:  # at the hour of the world: a session of the same day sits in the evening
        CommitteeSession.objects.filter(pk=session.pk).update(starts_at=time(9), ends_at=time(11))
        session.refresh_from_db()
        factories.held(session, AT)
        application.refresh_from_db()
    return application


def public(world: World) -> list[Row]:
    granted = in_session(world, held=True)
    decision = factories.decided(granted)
    decisions.notify_session(session=granted.session, by=world.people["head"], at=AT)
    papers = minutes.establish_minutes(session=granted.session, by=world.people["officer"], at=AT)
    diploma = Diploma.objects.get(label__application=granted)
    decision.refresh_from_db()
    rectification = rectifications.rectify(
        decision=decision,
        number=1,
        becomes={"place": "Nantes"},
        reason="Mal recopié.",
        same_sense=True,
        by=world.people["head"],
        at=AT,
    )
    live = Diploma.objects.get(label__application=granted, revoked_at=None)
    proof = served.register_service(
        act=decision, received_on=TODAY, scan=upload(pdf()), by=world.people["officer"], at=AT
    )
    return [
        Row("labels:holders", PUBLIC),
        Row("labels:verify", PUBLIC),
        Row("labels:blank_form", PUBLIC),
        Row("labels:verification", PUBLIC, {"reference": diploma.code}),
        Row("labels:verification", {"*": 404}, {"reference": "ABCDE-FGHJK"}),
        Row("labels:decision_register_service", DAECT_OBJECT, {"public_id": decision.public_id}),
        Row("labels:service_scan", OWN_OR_DAECT, {"public_id": proof.public_id}),
        Row("labels:session_sending", DAECT_OBJECT, {"public_id": granted.session.public_id}),
        Row("labels:session_announcement", DAECT_OBJECT, {"public_id": granted.session.public_id}),
        Row("labels:session_announcement_file", DAECT_OBJECT, {"public_id": granted.session.public_id}),
        Row("labels:minutes", DAECT_OBJECT, {"public_id": papers.public_id}),
        Row("labels:diploma", OWN_OR_DAECT, {"public_id": diploma.public_id}),
        Row("labels:diploma", OWN_OR_DAECT, {"public_id": live.public_id}),
        Row("labels:diploma_replace", DAECT_OBJECT | {"officer": 403}, {"public_id": live.public_id}),
        Row("labels:diploma_replace", NOT_IN_STATE | {"officer": 403}, {"public_id": diploma.public_id}),
        Row("labels:decision_rectify", DAECT_OBJECT | {"officer": 403}, {"public_id": decision.public_id}),
        Row("labels:rectification", OWN_OR_DAECT, {"public_id": rectification.public_id}),
        Row("labels:rectification_register_service", DAECT_OBJECT, {"public_id": rectification.public_id}),
        Row("labels:decision_letter", OWN_OR_DAECT, {"public_id": decision.public_id}),
        Row("labels:own_labels", HOLDER_LIST),
        Row("labels:labels", DAECT_LIST),
    ]


def draft(world: World) -> list[Row]:
    signatory = world.people["signatory"]
    application = factories.fill(factories.draft(world.organisation, signatory), signatory)
    item = application.evidence.get()
    attachment = evidence.attach_file(application=application, file=factories.upload(), by=signatory, at=AT)
    picture = evidence.attach_file(application=application, file=factories.picture(), by=signatory, at=AT)
    one = {"public_id": application.public_id}
    insiders = {"officer": 403, "head": 403, "administrator": 403}
    pages = (
        "own_application application_expertise application_evidence application_experts application_mobilisation "
        "application_review evidence_add attachment_add application_expert_add application_hand_over "
        "application_withdraw"
    )
    return [
        Row("labels:own_applications", HOLDER_LIST),
        Row(
            "labels:application_start",
            OWN_OBJECT | {"editor": 302, "signatory": 302} | insiders,
            {"body": world.organisation.public_id},
        ),
        *(Row(f"labels:{page}", OWN_OBJECT, one) for page in pages.split()),
        Row(
            "labels:application_expert_edit",
            OWN_OBJECT,
            one | {"expert": application.experts.get().public_id},
        ),
        Row("labels:application_submit", OWN_OBJECT | {"editor": 403}, one),
        Row(
            "labels:application_autosave",
            {"anonymous": LOGIN, "*": 405},
            one | {"part": "expertise"},
            posts=OWN_OBJECT,
        ),
        Row("labels:evidence_edit", OWN_OBJECT, {"public_id": item.public_id}),
        Row("labels:evidence_remove", OWN_OBJECT, {"public_id": item.public_id}),
        Row("labels:attachment_remove", OWN_OBJECT, {"public_id": attachment.public_id}),
        Row("labels:attachment_send", {"anonymous": LOGIN, "*": 405}, one, posts=OWN_OBJECT),
        Row("labels:attachment_thumbnail", OWN_OBJECT, {"public_id": picture.public_id}),
        Row("labels:attachment", OWN_OBJECT, {"public_id": attachment.public_id}),
    ]


def lodged(world: World) -> list[Row]:
    application, examined, decided = (
        lodged_by(world),
        in_session(world, held=True),
        in_session(world, held=True),
    )
    decision = factories.decided(decided, Outcome.REFUSED)
    planned = factories.session(world.people["committee_member"], by=world.people["officer"])
    anybody.member(Role.COMMITTEE_MEMBER)  # somebody left to invite
    admission.admit(application=lodged_by(world), session=planned, by=world.people["officer"], at=AT)
    declared, verified = factories.inadmissible(lodged_by(world)), to_verify(world)
    shut, dismissal = {"public_id": declared.public_id}, {"public_id": declared.dismissal.public_id}
    one, hers = {"public_id": application.public_id}, {"public_id": examined.public_id}
    session, open_session = {"public_id": decided.session.public_id}, {"public_id": planned.public_id}
    return [
        Row("labels:applications", DAECT_LIST),
        Row("labels:applications_assign", DAECT_LIST | {"officer": 302, "head": 302}),  # nothing is chosen
        Row("labels:applications_admit", DAECT_LIST | {"officer": 302, "head": 302}),
        Row("labels:applications_mark", DAECT_LIST | {"officer": 302, "head": 302}),
        Row("labels:applications_unmark", DAECT_LIST | {"officer": 302, "head": 302}),
        Row(
            "labels:application_star",
            {"anonymous": LOGIN, "officer": 405, "head": 405, "*": 403},
            posts=DAECT_LIST,
        ),
        Row("labels:application_mark", DAECT_OBJECT, one),
        Row("labels:application", DAECT_OBJECT, one),
        Row("labels:application_assign", DAECT_OBJECT, one),
        Row("labels:application_check", DAECT_OBJECT, one),
        Row("labels:application_check", NOT_IN_STATE, hers),
        Row("labels:application_admit", DAECT_OBJECT, one),
        Row("labels:application_take_off", NOT_IN_STATE, one),
        Row("labels:application_request_changes", DAECT_OBJECT, one),
        Row("labels:application_close", NOT_IN_STATE | {"officer": 403}, one),
        Row("labels:application_declare_inadmissible", DAECT_OBJECT | {"officer": 403}, one),
        Row("labels:dismissal_register_service", DAECT_OBJECT, dismissal),
        *contested(world, declared),
        Row("labels:dismissal_letter", OWN_OR_DAECT, dismissal),
        Row("labels:application_decide", DAECT_OBJECT, hers),
        Row("labels:application_decide", NOT_IN_STATE, one),
        Row("labels:decision", DAECT_OBJECT, {"public_id": decision.public_id}),
        Row("labels:decision_rectify", NOT_IN_STATE | {"officer": 403}, {"public_id": decision.public_id}),
        Row("labels:decision_register_service", NOT_IN_STATE, {"public_id": decision.public_id}),
        Row("labels:decision_correct", DAECT_OBJECT, {"public_id": decision.public_id}),
        Row("labels:decision_letter", {"anonymous": LOGIN, "*": 404}, {"public_id": decision.public_id}),
        Row("labels:receipt", OWN_OR_DAECT, one),
        Row("labels:sessions", DAECT_LIST),
        Row("labels:session_plan", DAECT_LIST),
        Row("labels:session", DAECT_OBJECT, session),
        Row("labels:session_conduct", DAECT_OBJECT | {"officer": 302, "head": 302}, session),
        Row("labels:session_conduct", NOT_IN_STATE, open_session),
        Row("labels:session_correct_attendance", DAECT_OBJECT, session),
        Row("labels:session_correct_attendance", NOT_IN_STATE, open_session),
        Row("labels:session_letter", DAECT_OBJECT, session | {"decision": decision.public_id}),
        Row("labels:session_establish_minutes", DAECT_OBJECT, session),
        Row("labels:session_establish_minutes", NOT_IN_STATE, open_session),
        Row("labels:session_announcement", NOT_IN_STATE, session),
        Row("labels:session_announcement_file", NOT_IN_STATE, session),
        Row("labels:session_conduct_file", DAECT_OBJECT, session | {"file": decided.public_id}),
        Row("labels:session_notify", DAECT_OBJECT | {"officer": 403}, session),
        Row("labels:session_invite", DAECT_OBJECT, open_session),
        Row("labels:application_set_aside", DAECT_OBJECT, hers),
        Row("labels:application_set_aside", NOT_IN_STATE, shut),
        Row("labels:application_clear_doubt", DAECT_OBJECT, {"public_id": verified.application.public_id}),
        Row("labels:application_clear_doubt", NOT_IN_STATE, shut),
        Row("labels:recusal_lift", DAECT_OBJECT, {"public_id": verified.public_id}),
        Row("labels:session_change", DAECT_OBJECT, open_session),
        Row("labels:session_agenda", DAECT_OBJECT, open_session),
        Row("labels:session_agenda_by_theme", DAECT_OBJECT, open_session),
        Row("labels:session_agenda", NOT_IN_STATE, session),
        Row("labels:session_calendar", DAECT_OBJECT, open_session),
        Row("labels:session_close", DAECT_OBJECT, open_session),
        Row("labels:session_cancel", DAECT_OBJECT, open_session),
        Row("labels:session_cancel", NOT_IN_STATE, session),
        Row("labels:session_hold", NOT_IN_STATE, open_session),
    ]


def contested(world: World, declared: LabelApplication) -> list[Row]:
    """An appeal answered, then one that waits, on an inadmissible file."""
    people, one = world.people, {"public_id": declared.public_id}
    signs = {"anonymous": LOGIN, "editor": 403, "signatory": 200, "*": 404}
    answered, waiting = (
        appeals.lodge_appeal(
            application=application,
            kind="to_author",
            grounds="Relisez.",
            paper=upload(pdf()),
            by=people["signatory"],
            at=AT,
        )
        for application in (
            declared,
            factories.inadmissible(lodged_by(world)),
        )
    )
    to_minister = appeals.lodge_appeal(
        application=waiting.application,
        kind="to_minister",
        grounds="Relisez.",
        by=people["signatory"],
        at=AT,
    )
    appeals.answer_appeal(
        appeal=answered, outcome="rejected", answer="Relu.", by=people["head"], at=AT + timedelta(hours=1)
    )
    case = court_cases.record_court_case(
        application=declared, court="Tribunal", number="1", filed_on=TODAY, by=people["head"], at=AT
    )
    first, second = {"public_id": answered.public_id}, {"public_id": waiting.public_id}
    daect = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 403}
    return [
        Row("labels:appeals", DAECT_LIST),
        Row("labels:appeal", daect, first),
        Row("labels:appeal_answer_act", daect | {"officer": 403}, second),
        Row("labels:appeal_record_answer", daect, {"public_id": to_minister.public_id}),
        Row("labels:appeal_record_answer", daect | {"officer": 302, "head": 302}, second),
        Row(
            "labels:appeal_replace_answer_scan",
            daect,
            {"public_id": infected_answer(declared, world).public_id},
        ),
        Row("labels:appeal_replace_answer_scan", daect | {"officer": 302, "head": 302}, second),
        Row("labels:appeal_register_service", daect, first),
        Row("labels:appeal_register_service", daect | {"officer": 302, "head": 302}, second),
        Row("labels:application_appeal", signs, one),
        Row("labels:application_register_appeal", DAECT_OBJECT, one),
        Row("labels:application_record_court_case", DAECT_OBJECT, one),
        Row("labels:court_case_correct", DAECT_OBJECT, {"public_id": case.public_id}),
        Row("labels:court_case_record_judgment", DAECT_OBJECT, {"public_id": case.public_id}),
        Row("labels:appeal_receipt", OWN_OR_DAECT, first),
        Row("labels:appeal_answer", OWN_OR_DAECT, first),
        Row("labels:appeal_answer", {"anonymous": LOGIN, "*": 404}, second),
        Row("labels:appeal_paper", OWN_OR_DAECT, first),
    ]


def infected_answer(application: LabelApplication, world: World) -> Appeal:
    """What the minister answered to an appeal on the file, its scan infected."""
    people = world.people
    appeal = appeals.lodge_appeal(
        application=application, kind="to_minister", grounds="Relisez.", by=people["signatory"], at=AT
    )
    with override_settings(ANTIVIRUS="127.0.0.1:3310"):
        minister_answers.record_minister_answer(
            appeal=appeal,
            outcome="rejected",
            answer="Relu.",
            signed_by="Le ministre",
            signed_on=TODAY,
            letter=upload(pdf()),
            by=people["officer"],
            at=AT + timedelta(hours=1),
        )
    scanned = {"scanned_at": AT + timedelta(hours=1), "infection": "Essai.Marque"}
    StoredFile.objects.awaiting_scan().update(**scanned)
    return appeal


def committee(world: World) -> list[Row]:
    application = in_session(world)
    one = {"public_id": application.public_id}
    return [
        Row("labels:own_sessions", {"anonymous": LOGIN, "committee_member": 200, "*": 403}),
        Row("labels:own_session", MEMBER_OBJECT, {"public_id": application.session.public_id}),
        Row("labels:own_session_calendar", MEMBER_OBJECT, {"public_id": application.session.public_id}),
        Row("labels:invitation_answer", MEMBER_OBJECT, {"public_id": application.session.public_id}),
        Row("labels:reading", MEMBER_OBJECT, one),
        Row("labels:opinion_give", MEMBER_OBJECT, one),
        Row("labels:opinion_step_aside", MEMBER_OBJECT, one),
    ]


def exchange(world: World) -> list[Row]:
    application, people = lodged_by(world), world.people
    asked = factories.message(application, by=people["editor"], files=[factories.upload()])
    answered = factories.message(application, by=people["officer"], side=Side.DAECT, awaits_answer=True)
    waiting = factories.message(application, by=people["editor"])
    draft = factories.draft()
    written = factories.draft()
    factories.message(written, by=factories.editor(written.organisation))
    one = {"public_id": application.public_id}
    again = lodged_by(world)
    factories.sent_back(again, by=people["officer"])
    again.refresh_from_db()
    twice = {"public_id": factories.lodge(again).public_id}
    return [
        Row("labels:application_version", DAECT_OBJECT, twice | {"number": 1}),
        Row("labels:application_version", {"anonymous": LOGIN, "*": 404}, twice | {"number": 3}),
        Row("labels:application_compare", DAECT_OBJECT, twice),
        Row("labels:application_compare", {"anonymous": LOGIN, "*": 404}, one),
        Row("labels:own_version", OWN_OBJECT, twice | {"number": 2}),
        Row("labels:own_compare", OWN_OBJECT, twice),
        Row("labels:own_messages", OWN_OBJECT, one),
        Row("labels:application_messages", DAECT_OBJECT, one),
        Row("labels:application_messages", {"anonymous": LOGIN, "*": 404}, {"public_id": draft.public_id}),
        Row("labels:application_messages", DAECT_OBJECT, {"public_id": written.public_id}),
        Row("labels:application", {"anonymous": LOGIN, "*": 404}, {"public_id": written.public_id}),
        Row("labels:application_note", DAECT_OBJECT, one),
        Row("labels:message_settle", DAECT_OBJECT, {"public_id": waiting.public_id}),
        Row(
            "labels:message_settle",
            OWN_OBJECT | {"editor": 302, "signatory": 302},
            {"public_id": answered.public_id},
        ),
        Row("labels:message_attachment", OWN_OR_DAECT, {"public_id": asked.attachments.get().public_id}),
    ]


def settings() -> list[Row]:
    offered = {"code": "heritage"}
    return [
        Row("labels:themes", DAECT_LIST),
        Row("labels:theme_add", DAECT_LIST),
        Row("labels:theme_change", DAECT_LIST, offered),
        Row("labels:theme_move", DAECT_LIST | {"officer": 405, "head": 405}, offered, posts=DAECT_LIST),
        Row("labels:theme_retire", DAECT_LIST, offered),
        Row("labels:theme_restore", DAECT_LIST | {"officer": 302, "head": 302}, offered),
        Row("labels:commitments", DAECT_LIST),
        Row("labels:commitments_word", DAECT_LIST | {"officer": 403}),
    ]


def experts(world: World) -> list[Row]:
    expert = factories.expert(world.organisation, world.people["editor"])
    insiders = {"officer": 403, "head": 403}
    return [
        Row("labels:own_experts", HOLDER_LIST),
        Row("labels:experts", DAECT_LIST),
        Row(
            "labels:expert_add",
            OWN_OBJECT | insiders | {"administrator": 403},
            {"body": world.organisation.public_id},
        ),
        Row("labels:expert_edit", OWN_OBJECT | insiders, {"public_id": expert.public_id}),
    ]
