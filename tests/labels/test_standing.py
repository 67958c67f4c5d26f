"""Where a file stands, for the people of its body: a whole draft is not to be completed any more (spec X4)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from expect.accounts import mandates
from expect.accounts.enums import Role
from expect.web import french
from labels import admission, appeals, applications, committee, decisions, evidence, inadmissibility, rules
from labels.enums import Basis, Outcome
from labels.models import LabelApplication
from labels.selectors import complete
from tests import factories
from tests.labels import factories as labels
from tests.labels.test_work import waiting
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WANTED = [
    {"expertise": {"title": ""}},
    {"expertise": {"themes": []}},
    {"expertise": {"skills": ""}},
    {"expertise": {"prospect": ""}},
    {"evidence": {"on_territory": False}},
    {"evidence": {"on_cooperation": True}},
    {"experts": {"experts": []}},
    {"mobilisation": {"conditions": ""}},
]


def shown(client, page, draft, person):
    client.force_login(person)
    address = reverse(f"labels:{page}", args=[draft.public_id] if draft else [])
    return client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("parts", WANTED, ids=str)
def test_l3_l5_what_is_complete_is_the_same_of_one_file_and_of_many(parts):
    draft = labels.complete_draft(**parts)
    assert rules.missing(draft)
    assert not LabelApplication.objects.filter(complete()).exists()
    assert waiting(labels.signatory_of(draft)) == [("labels.complete_draft", draft.public_id, None)]


@pytest.mark.parametrize(("reopened", "whole"), [("", False), ("experts", False), ("expertise", True)])
def test_l5_one_expert_at_least_can_be_sent_unless_the_part_is_closed(reopened, whole):
    file = labels.complete_draft()
    if reopened:
        file = labels.sent_back(labels.lodge(file), **{reopened: "À revoir."})
    file.experts.update(active=False)
    file = LabelApplication.objects.get(pk=file.pk)
    assert (not rules.missing(file)) is whole
    assert LabelApplication.objects.filter(complete()).exists() is whole


def test_l4_both_bases_backed_are_complete():
    draft = labels.complete_draft(evidence={"on_cooperation": True})
    data = {"basis": Basis.COOPERATION, "title": "Halles", "description": "Restaurées."}
    evidence.add_item(application=draft, data=data, by=draft.created_by, at=AT)
    assert not rules.missing(draft)
    assert list(LabelApplication.objects.filter(complete())) == [draft]


def test_x4_a_whole_draft_waits_to_be_handed_over_or_lodged_by_each():
    draft = labels.complete_draft()
    editor, signatory = labels.editor(draft.organisation), labels.signatory_of(draft)
    assert waiting(editor) == [("labels.hand_over", draft.public_id, None)]
    assert waiting(signatory) == [("labels.sign", draft.public_id, None)]
    applications.hand_over(application=draft, by=editor, at=AT)
    assert waiting(editor) == []
    assert waiting(signatory) == [("labels.sign", draft.public_id, None)]


def test_x4_handed_over_then_emptied_it_waits_to_be_completed_again():
    draft = labels.complete_draft()
    editor, signatory = labels.editor(draft.organisation), labels.signatory_of(draft)
    applications.hand_over(application=draft, by=editor, at=AT)
    applications.save_part(
        application=draft,
        part="mobilisation",
        data={"conditions": ""},
        revision=draft.revision,
        by=editor,
        at=AT,
    )
    todo = [("labels.complete_draft", draft.public_id, None)]
    assert waiting(editor) == waiting(signatory) == todo


def test_the_page_of_a_whole_draft_names_the_act_of_who_reads_it(client):
    draft = labels.complete_draft()
    editor, signatory = labels.editor(draft.organisation), labels.signatory_of(draft)
    to_send = "Le dossier est complet : c’est à vous de le transmettre à votre signataire"
    to_lodge = "Le dossier est complet : c’est à vous de le déposer"
    for person, sentence, other in ((editor, to_send, to_lodge), (signatory, to_lodge, to_send)):
        for page in (
            shown(client, "own_application", draft, person),
            shown(client, "own_applications", None, person),
        ):
            assert sentence in page
            assert other not in page
            assert "de compléter le dossier" not in page
    applications.hand_over(application=draft, by=editor, at=AT)
    assert "C’est à votre signataire de relire" in shown(client, "own_application", draft, editor)
    assert "C’est à vous de relire et de déposer" in shown(client, "own_application", draft, signatory)


@pytest.fixture
def corrected(clock):
    """A file sent back on 2 March, corrected, handed over on the 12th."""
    application = labels.sent_back()
    clock.move_to(AT + timedelta(days=10))
    editor = labels.editor(application.organisation)
    applications.hand_over(application=application, by=editor, at=AT + timedelta(days=10))
    return application


def since(client, application):
    client.force_login(labels.signatory_of(application))
    page = client.get(reverse("labels:own_application", args=[application.public_id]))
    return page.context["head"].since


def test_x4_a_corrected_file_waits_for_its_signatory_since_it_was_handed_over(client, corrected):
    assert since(client, corrected) == TODAY + timedelta(days=10)


def test_x4_emptied_since_it_waits_for_its_body_since_the_day_it_was_asked(client, corrected):
    applications.save_part(
        application=corrected,
        part="expertise",
        data={"title": "", "skills": "", "prospect": ""},
        revision=corrected.revision,
        by=corrected.created_by,
        at=AT + timedelta(days=10),
    )
    assert rules.missing(corrected)
    assert since(client, corrected) == TODAY


def test_x4_control_before_the_hand_over_it_waits_since_the_day_it_was_asked(client):
    assert since(client, labels.sent_back()) == TODAY


def test_an_incomplete_draft_is_still_to_be_completed(client):
    draft = labels.complete_draft(mobilisation={"conditions": ""})
    page = shown(client, "own_application", draft, labels.signatory_of(draft))
    assert "C’est à vous de compléter le dossier" in page
    assert "Le dossier est complet" not in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SIGNATORY])
def test_the_review_puts_the_act_beside_the_sentence_that_asks_for_it(client, role):
    draft = labels.complete_draft()
    person = labels.editor(draft.organisation) if role == Role.EDITOR else labels.signatory_of(draft)
    page = shown(client, "application_review", draft, person)
    told = page[page.index("Le dossier est complet") : page.index('id="expertise"')]
    act = "hand_over" if role == Role.EDITOR else "submit"
    assert reverse(f"labels:application_{act}", args=[draft.public_id]) in told


def test_the_road_of_an_inadmissible_file_stops_where_it_ended(client):
    application = labels.lodged()
    inadmissibility.declare_inadmissible(
        application=application, reason="Hors sujet.", by=factories.head(), at=AT
    )
    for person, page in (
        (labels.signatory_of(application), "own_application"),
        (factories.member(Role.OFFICER), "application"),
    ):
        html = shown(client, page, application, person)
        road = html[html.index('class="road"') : html.index("</ol>", html.index('class="road"'))]
        assert "Irrecevable" in road
        assert "à venir" not in road
        assert "en cours" not in road


def test_one_link_leads_a_member_to_the_opinion(client):
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    page = shown(client, "reading", application, member)
    assert page.count("Donner mon avis") == 1
    committee.give_opinion(application=application, view="favourable", reasons="Solide.", by=member, at=AT)
    assert 'href="#avis">Lire les avis' in shown(client, "reading", application, member)


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "sera réputée refusée"), (0, "sera"), (1, "est réputée refusée")]
)
def test_x10_the_body_reads_what_silence_means_then_what_it_meant(client, clock, days, said):
    application = labels.lodged()
    clock.move_to(AT + timedelta(days=(application.silence_on - TODAY).days + days))
    page = shown(client, "own_application", application, labels.signatory_of(application))
    delay = page[page.index(">Délai<") :]
    assert said in delay[: delay.index("</section>")]


# ---------------------------------------------------------------- history


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Sans réponse le 11 juin 2026, il sera réputé rejeté"),
        (0, "il sera réputé rejeté"),
        (1, "est réputé rejeté depuis ce jour : vous pouvez saisir le tribunal jusqu’au 12 août 2026"),
        (90, "est réputé rejeté depuis ce jour. La DAECT peut encore vous répondre."),
    ],
)
def test_l9_x10_an_appeal_waits_for_daect_since_the_day_it_came(client, clock, days, said):
    appeal = labels.appealed()
    assert appeal.received_on == date(2026, 4, 11)
    clock.move_to(AT + (appeal.silence_on - TODAY) + timedelta(days=days))
    page = shown(client, "own_application", appeal.application, labels.signatory_of(appeal.application))
    assert ("C’est à la DAECT de répondre à votre recours" in page) is (days <= 0)
    assert "11 avril 2026" in page
    assert said in page[page.index("Et ensuite") :]


def test_l9_x10_daect_s_page_asks_for_the_answer_until_it_is_given(client, clock):
    appeal = labels.appealed()
    clock.move_to(appeal.registered_at + timedelta(days=3))
    head = factories.head()
    page = shown(client, "application", appeal.application, head)
    assert "C’est à la déléguée ou au délégué de répondre au recours" in page
    assert "11 avril 2026" in page
    assert f"/recours/{appeal.public_id}/repondre/" in page
    appeals.answer_appeal(appeal=appeal, outcome="rejected", answer="Non.", by=head, at=appeal.registered_at)
    assert "répondre au recours" not in shown(client, "application", appeal.application, head)
    own = shown(client, "own_application", appeal.application, labels.signatory_of(appeal.application))
    assert "C’est à la DAECT" not in own


def test_l9_the_body_s_list_says_that_daect_has_an_appeal_to_answer(client, clock):
    appeal = labels.appealed()
    clock.move_to(appeal.registered_at)
    person = labels.signatory_of(appeal.application)
    assert "C’est à la DAECT de répondre à votre recours" in shown(client, "own_applications", None, person)


def test_x2_daect_reads_who_did_what_and_in_which_capacity(client):
    application = labels.sent_back()
    officer, signatory = factories.member(Role.OFFICER), labels.signatory_of(application)
    page = shown(client, "application", application, officer)
    history = page[page.index("Historique") :]
    assert f"{signatory}, Maire" in history
    assert ", DAECT" in history


def test_x2_a_capacity_stated_since_does_not_change_that_of_the_day(client):
    application = labels.lodged()
    signatory = labels.signatory_of(application)
    mandates.state_mandate(
        membership=signatory.memberships.get(), capacity="Présidente", by=signatory, at=AT + timedelta(days=1)
    )
    page = shown(client, "application", application, factories.member(Role.OFFICER))
    history = page[page.index("Historique") :]
    assert f"{signatory}, Maire" in history
    assert "Présidente" not in history


def test_l7_the_body_reads_what_becomes_of_a_file_that_it_does_not_correct(client):
    application = labels.sent_back()
    page = shown(client, "own_application", application, labels.signatory_of(application))
    assert "Sans dépôt au jour demandé, la candidature pourra être classée sans suite" in page


def test_x4_a_correction_handed_over_then_unfinished_comes_back_to_who_fills_in():
    application = labels.sent_back(expertise="À revoir.", evidence="À revoir.")
    signatory = labels.signatory_of(application)
    editor = labels.editor(application.organisation)
    applications.hand_over(application=application, by=editor, at=AT)
    assert [kind for kind, *_ in waiting(editor)] == []
    assert [kind for kind, *_ in waiting(signatory)] == ["labels.sign"]
    LabelApplication.objects.update(skills="")
    for person in (editor, signatory):
        assert [kind for kind, *_ in waiting(person)] == ["labels.correct"]


def test_x1_the_body_reads_the_names_of_its_own_people_and_daect_for_the_rest(client):
    officer = factories.member(Role.OFFICER)
    application = labels.sent_back(by=officer)
    signatory = labels.signatory_of(application)
    page = shown(client, "own_application", application, signatory)
    history = page[page.index("Historique") : page.index("</ol>", page.index("Historique"))]
    assert f"{signatory}, Maire" in history
    assert "corrections demandées" in history
    assert str(officer) not in history
    assert ">DAECT<" in history


def test_l9_the_body_s_history_keeps_silent_on_what_is_not_notified(client):
    application = labels.examined()
    labels.decided(application, "refused")
    page = shown(client, "own_application", application, labels.signatory_of(application))
    history = page[page.index("Historique") : page.index("</ol>", page.index("Historique"))]
    assert "inscrite à une séance" in history
    for secret in ("décision", "examiné", "avis", "vérifié"):
        assert secret not in history, secret


# ---------------------------------------------------------------- examined again


def put_off(clock):
    """A file deferred by a first session, then put in another one."""
    application = labels.examined()
    labels.decided(application, Outcome.DEFERRED)
    at, officer = application.examined_at, factories.member(Role.OFFICER)
    decisions.notify_session(session=application.session, by=factories.head(), at=at)
    application.refresh_from_db()
    clock.move_to(at)
    again = labels.session(held_on=application.session.held_on + timedelta(days=40), at=at)
    admission.admit(application=application, session=again, by=officer, at=at)
    return application


def steps_done(client, application):
    page = client.get(reverse("labels:own_application", args=[application.public_id]))
    return [step.label for step in page.context["road"] if step.state == "done"]


def test_l9_deferred_then_put_in_another_session_it_is_to_be_examined_again(client, clock):
    application = put_off(clock)
    read = shown(client, "own_application", application, labels.signatory_of(application))
    assert "annulée" not in read
    assert (
        f"Le comité de sélection examine votre dossier le <strong>{french.day(application.session.held_on)}"
        in read
    )
    assert steps_done(client, application) == ["Préparation", "Dépôt", "Recevabilité"]


@pytest.mark.parametrize("meets", [False, True])
def test_l9_until_the_second_result_is_notified_the_first_is_not_the_decision(client, clock, meets):
    application = put_off(clock)
    if meets:
        labels.held(application.session)
        application.refresh_from_db()
    else:
        labels.sent_back(application)
    shown(client, "own_application", application, labels.signatory_of(application))
    assert steps_done(client, application)[2:] == (["Recevabilité", "Examen par le comité"] if meets else [])


def test_l9_its_second_session_cancelled_it_waits_for_a_third(client, clock):
    application = put_off(clock)
    committee.cancel_session(
        session=application.session,
        reason="Trop d’absents.",
        by=factories.member(Role.OFFICER),
        at=application.admitted_at,
    )
    read = shown(client, "own_application", application, labels.signatory_of(application))
    assert "Votre dossier est recevable, et n’est inscrit à aucune séance pour l’instant" in read
