"""① The draft, the lodging, DAECT's first answer (spec L1–L8, X10)."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings

from expect.accounts.enums import OrganisationKind, Role
from expect.audit.models import Entry
from expect.kernel.canonical import digest
from expect.kernel.clock import PARIS
from expect.kernel.errors import DraftConflict, NotAllowed, Refusal, StateChanged
from labels import admission, applications, committee, inadmissibility, rules, selectors
from labels.admission import SessionClosed
from labels.applications import CommitmentsNotAccepted, NoSignatory
from labels.enums import ApplicationState, RecusalGround
from labels.models import ApplicationVersion, CommitmentText, LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = AT + timedelta(days=1)


# ---------------------------------------------------------------- the draft


def test_l1_a_stranger_opens_no_file_for_a_body():
    with pytest.raises(NotAllowed, match=r"Rédactrice ou rédacteur.*Signataire"):
        applications.start_draft(organisation=factories.organisation(), by=labels.editor(), at=AT)


def test_l1_own_regime_is_admitted_by_hand_with_a_reason_that_is_kept():
    body = factories.organisation(kind=OrganisationKind.OVERSEAS, own_regime=True)
    application, officer = labels.lodged(body), factories.member(Role.OFFICER)
    act = {"application": application, "by": officer, "at": AT}
    with pytest.raises(Refusal, match="régime propre") as refusal:
        admission.admit(session=labels.session(), reason="  ", **act)
    assert refusal.value.field == "reason"
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    admission.admit(session=labels.session(), reason="Convention de 2024.", **act)
    application.refresh_from_db()
    assert application.admission_reason == "Convention de 2024."
    assert Entry.objects.filter(action="admit", subject_id=application.public_id).exists()
    committee.cancel_session(session=application.session, reason="Report.", by=officer, at=AT)
    application.refresh_from_db()
    admission.admit(session=labels.session(), **act)
    application.refresh_from_db()
    assert application.admission_reason == "Convention de 2024."


def test_l8_a_file_on_an_agenda_is_not_put_on_another():
    application = labels.admitted()
    with pytest.raises(NotAllowed, match="déjà inscrit à une séance"):
        admission.admit(
            application=application, session=labels.session(), by=factories.member(Role.OFFICER), at=AT
        )


@pytest.mark.parametrize("kind", OrganisationKind.values)
def test_l1_every_kind_of_the_reference_list_may_apply(kind):
    body = factories.organisation(kind=kind)
    assert rules.may_start(labels.editor(body), body, TODAY)


def test_l7_an_existing_draft_is_given_back():
    body = factories.organisation()
    first, second = labels.editor(body), labels.editor(body)
    draft = applications.start_draft(organisation=body, by=first, at=AT)
    assert applications.start_draft(organisation=body, by=second, at=TOMORROW) == draft
    assert LabelApplication.objects.get().created_by == first


def test_l7_a_part_is_saved_incomplete():
    draft = labels.draft()
    applications.save_part(
        application=draft, part="expertise", data={"title": "Eau"}, revision=0, by=draft.created_by, at=AT
    )
    draft.refresh_from_db()
    assert (draft.title, draft.skills, draft.revision) == ("Eau", "", 1)
    assert draft.search_text == "", "only what is lodged is searched"


def test_l7_the_second_tab_overwrites_nothing():
    draft = labels.draft()
    by = draft.created_by
    other_tab = LabelApplication.objects.get(pk=draft.pk)
    applications.save_part(
        application=draft, part="expertise", data={"title": "Eau"}, revision=0, by=by, at=AT
    )
    with pytest.raises(DraftConflict, match="Rien n’a été écrasé"):
        applications.save_part(
            application=other_tab, part="expertise", data={"title": "Feu"}, revision=0, by=by, at=TOMORROW
        )
    assert LabelApplication.objects.get().title == "Eau"
    assert other_tab.title == "Eau"  # the page can show what is stored


def test_l7_saving_what_is_stored_is_no_conflict():
    draft = labels.draft()
    applications.save_part(
        application=draft, part="expertise", data={"title": "Eau"}, revision=0, by=draft.created_by, at=AT
    )
    applications.save_part(
        application=draft, part="expertise", data={"title": "Eau"}, revision=0, by=draft.created_by, at=AT
    )
    assert LabelApplication.objects.get().revision == 1


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"expertise": {"title": ""}}, "intitulé"),
        ({"expertise": {"themes": []}}, "au moins un thème"),
        ({"expertise": {"skills": ""}}, "compétences et savoir-faire"),
        ({"expertise": {"prospect": ""}}, "perspective internationale"),
        ({"evidence": {"on_territory": False}}, "ce qui fonde votre expertise"),
        ({"evidence": {"on_cooperation": True}}, "vos actions de coopération décentralisée"),
        ({"experts": {"experts": []}}, "au moins un expert"),
        ({"mobilisation": {"conditions": ""}}, "conditions dans lesquelles"),
    ],
)
def test_l3_l4_l5_what_is_missing_is_said_and_stops_the_lodging(parts, sentence):
    draft = labels.complete_draft(**parts)
    (point,) = rules.missing(draft)
    assert sentence in point.sentence
    with pytest.raises(NotAllowed, match=sentence):
        labels.lodge(draft)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_l4_a_basis_is_backed_by_an_item_of_its_own_nature():
    draft = labels.complete_draft(evidence={"on_cooperation": True, "on_territory": False})
    assert [point.step for point in rules.missing(draft)] == ["evidence"]


# ---------------------------------------------------------------- handing over


def test_l6_an_editor_hands_over_and_does_not_lodge():
    draft = labels.complete_draft()
    by = labels.editor(draft.organisation)
    with pytest.raises(NotAllowed, match=r"le rôle.*Signataire"):
        applications.submit(
            application=draft, commitments_version=labels.commitments().version, accepted=True, by=by, at=AT
        )
    applications.hand_over(application=draft, by=by, at=AT)
    assert LabelApplication.objects.get().handed_over_at == AT


def test_l6_without_signatory_nobody_to_hand_over_to():
    draft = labels.draft()
    labels.fill(draft, draft.created_by)
    with pytest.raises(NoSignatory, match="demandez à la DAECT"):
        applications.hand_over(application=draft, by=draft.created_by, at=AT)


# ---------------------------------------------------------------- lodging


def test_l6_the_version_keeps_who_accepted_what_in_which_capacity():
    draft = labels.complete_draft()
    signatory = labels.signatory_of(draft)
    version = applications.submit(
        application=draft,
        commitments_version=labels.commitments().version,
        accepted=True,
        capacity="Première adjointe",
        by=signatory,
        at=AT,
    )
    assert (version.submitted_by, version.submitted_at, version.capacity) == (
        signatory,
        AT,
        "Première adjointe",
    )
    assert version.commitments == CommitmentText.objects.get(version=1)
    assert version.content["title"] == draft.title
    assert version.content["experts"][0]["qualifications"] == "Quinze ans de restauration du bâti ancien."
    assert version.sha256 == digest(version.content)


def test_l6_the_capacity_is_by_default_that_of_the_membership():
    assert labels.lodged().versions.get().capacity == "Maire"


def test_l6_the_commitments_are_accepted_in_their_wording_of_the_day():
    draft = labels.complete_draft()
    by, current = labels.signatory_of(draft), labels.commitments()
    CommitmentText.objects.create(version=2, body="Autre texte", in_force_from=TODAY)
    with pytest.raises(CommitmentsNotAccepted, match="a changé"):
        applications.submit(
            application=draft, commitments_version=current.version, accepted=True, by=by, at=AT
        )
    with pytest.raises(CommitmentsNotAccepted, match="suppose d’accepter"):
        applications.submit(application=draft, commitments_version=2, accepted=False, by=by, at=AT)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.DRAFT


def test_l7_a_file_changed_while_it_was_read_is_not_lodged():
    draft = labels.complete_draft()
    with pytest.raises(DraftConflict, match="Relisez-le"):
        applications.submit(
            application=draft,
            commitments_version=labels.commitments().version,
            accepted=True,
            revision=draft.revision - 1,
            by=labels.signatory_of(draft),
            at=AT,
        )


def test_l7_a_double_click_lodges_once():
    draft = labels.complete_draft()
    again = LabelApplication.objects.get(pk=draft.pk)
    labels.lodge(draft)
    with pytest.raises(StateChanged):
        labels.lodge(again)
    assert ApplicationVersion.objects.count() == 1
    assert Entry.objects.filter(action="submit").count() == 1


def test_l7_a_lodged_file_is_frozen():
    application = labels.lodged()
    with pytest.raises(NotAllowed, match="ne peut plus être modifié"):
        applications.save_part(
            application=application,
            part="expertise",
            data={"title": "Autre"},
            revision=application.revision,
            by=labels.signatory_of(application),
            at=AT,
        )


def test_numbers_follow_one_another_each_year():
    numbers = [labels.lodged().number, labels.lodged().number]
    next_year = labels.lodged(at=AT + timedelta(days=365)).number
    assert [*numbers, next_year] == ["C-2026-0001", "C-2026-0002", "C-2027-0001"]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 1, 1, 0, 0, tzinfo=PARIS),
        datetime(2028, 2, 29, 12, 0, tzinfo=PARIS),
        datetime(2026, 8, 15, 3, 0, tzinfo=PARIS),  # a holiday, a Saturday, at night
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=PARIS),
    ],
)
def test_l2_a_file_is_lodged_any_day_at_any_hour_whatever_the_sessions(moment):
    closed = labels.session()
    labels.admitted(to=closed)
    committee.close_session(session=closed, by=factories.member(Role.OFFICER), at=AT)
    application = labels.lodged(at=moment, check=False)
    assert (application.state, application.submitted_at) == (ApplicationState.SUBMITTED, moment)
    assert application.number.startswith(f"C-{moment.year}-")


def test_x10_silence_means_refusal_two_months_later():
    application = labels.lodged()
    assert application.silence_on == date(2026, 5, 2)
    context = application.versions.get().receipt.context
    assert context["receipt"]["silence"].startswith("Sans réponse de notre part le 2 mai 2026")
    assert context["receipt"]["lodged_on"] == "2 mars 2026 à 10\u00a0h\u00a000"
    assert context["receipt"]["number"] == application.number
    for contact in (settings.SERVICE_ADDRESS, settings.SERVICE_PHONE, settings.SERVICE_EMAIL):
        assert contact in context["receipt"]["contact"]
    assert context["receipt"]["lodged_by"] == f"{labels.signatory_of(application)}, Maire"
    assert "tribunal administratif" in context["letter"]["appeal_lines"][0]


@pytest.mark.parametrize(
    ("lodged", "due"),
    [
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 4, 30), date(2026, 6, 30)),
    ],
)
def test_x10_silence_falls_on_the_last_day_of_shorter_months(lodged, due):
    assert rules.silence_on(lodged) == due


# ---------------------------------------------------------------- withdrawal, admission


def test_a_draft_given_up_leaves_room_for_another():
    draft = labels.draft()
    applications.withdraw(application=draft, by=draft.created_by, at=AT)
    fresh = applications.start_draft(organisation=draft.organisation, by=draft.created_by, at=AT)
    assert fresh != draft


def test_l6_what_a_signatory_lodged_a_signatory_withdraws(client):
    """Who fills in gives up a draft; the file lodged, they read why they do not take it back."""
    application = labels.complete_draft()
    editor = labels.editor(application.organisation)
    assert rules.may_withdraw(editor, application, TODAY)
    labels.lodge(application)
    with pytest.raises(NotAllowed, match="seul un signataire en décide"):
        applications.withdraw(application=application, by=editor, at=AT)
    client.force_login(editor)
    assert "seul un signataire en décide" in client.get(f"/candidature/{application.public_id}/").text
    left = client.post(f"/candidature/{application.public_id}/retirer/")
    assert left.status_code == 403
    assert "seul un signataire en décide" in left.text
    application.refresh_from_db()
    assert application.state == "submitted"
    applications.withdraw(application=application, by=labels.signatory_of(application), at=AT)
    assert application.state == "withdrawn"


def test_a_file_is_withdrawn_until_a_decision_is_recorded():
    application = labels.examined()
    signatory = labels.signatory_of(application)
    assert rules.may_withdraw(signatory, application, TODAY)
    labels.decided(application)
    with pytest.raises(NotAllowed, match="ne peut plus être retiré"):
        applications.withdraw(application=application, by=signatory, at=AT)


def test_inadmissible_wants_a_reason():
    application, head = labels.lodged(), factories.head()
    with pytest.raises(Refusal, match="Donnez le motif"):
        inadmissibility.declare_inadmissible(application=application, reason="  ", by=head, at=AT)
    inadmissibility.declare_inadmissible(application=application, reason="Hors champ.", by=head, at=AT)
    application.refresh_from_db()
    assert (application.state, application.dismissal.reason) == ("inadmissible", "Hors champ.")


@pytest.mark.parametrize(("days", "admitted"), [(-1, True), (0, True), (1, False)])
def test_l8_admitted_until_the_cut_off_included(days, admitted):
    application, session = labels.lodged(), labels.session()
    at = AT + timedelta(days=(session.cut_off_on - TODAY).days + days)
    act = {"application": application, "session": session, "by": factories.member(Role.OFFICER), "at": at}
    if admitted:
        assert admission.admit(**act).session == session
    else:
        with pytest.raises(SessionClosed, match="date limite"):
            admission.admit(**act)


def test_l8_a_closed_session_takes_no_more_files():
    officer, session = factories.member(Role.OFFICER), labels.session()
    labels.admitted(to=session)
    committee.close_session(session=session, by=officer, at=AT)
    with pytest.raises(SessionClosed, match="closes"):
        admission.admit(application=labels.lodged(), session=session, by=officer, at=AT)


def test_l8_members_in_conflict_are_set_aside_on_admission():
    body = factories.organisation()
    own = factories.member(Role.COMMITTEE_MEMBER, person=labels.editor(body))
    named = factories.member(
        Role.COMMITTEE_MEMBER, person=factories.user(first_name="ALIX", last_name="Rénaud")
    )
    mailed = factories.member(Role.COMMITTEE_MEMBER, person=factories.user(email="citee@exemple.test"))
    free = factories.member(Role.COMMITTEE_MEMBER)
    editor = labels.editor(body)
    people = [
        labels.expert(body, editor, first_name="Alix", last_name="Renaud", email=""),
        labels.expert(body, editor, email="CITEE@exemple.test"),
    ]
    application = labels.lodged(body, experts={"experts": people})
    session = labels.session(own, named, mailed, free)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    assert dict(application.recusals.values_list("member", "ground")) == {
        own.pk: RecusalGround.OWN_BODY,
        mailed.pk: RecusalGround.NAMED_EXPERT,
    }
    assert [doubt.member for doubt in selectors.doubts_on(application, TODAY)] == [named]
