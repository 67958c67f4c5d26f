"""DAECT asks for corrections on named parts; these alone reopen, and each lodging is a version (spec L7)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.kernel.clock import add_months
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from labels import (
    admission,
    agenda,
    applications,
    committee,
    corrections,
    evidence,
    experts,
    rules,
    selectors,
)
from labels.enums import ApplicationState as A
from labels.enums import Part
from labels.models import CorrectionPoint, CorrectionRequest, LabelApplication
from labels.versions import differences
from labels.work import work_items
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


def save(application: LabelApplication, part: str, at=LATER, **data) -> LabelApplication:
    return applications.save_part(
        application=application,
        part=part,
        data=data,
        revision=application.revision,
        by=labels.signatory_of(application),
        at=at,
    )


def lodge_again(application: LabelApplication, at=LATER):
    return applications.submit(
        application=application,
        commitments_version=labels.commitments().version,
        accepted=True,
        by=labels.signatory_of(application),
        at=at,
    )


def waiting(user, on=TODAY):
    rows = [row for queryset in work_items(user, on) for row in queryset]
    return [(kind, public_id, due_on) for kind, public_id, _, due_on, _ in rows]


def test_l7_only_the_parts_named_reopen(officer):
    application = labels.sent_back(by=officer, expertise="Précisez le public.")
    assert application.state == A.CHANGES_REQUESTED
    assert rules.reopened_parts(application) == {Part.EXPERTISE}
    save(application, "expertise", skills="Restaurer le bâti ancien, pour les écoles.")
    application.refresh_from_db()
    assert application.skills == "Restaurer le bâti ancien, pour les écoles."
    with pytest.raises(NotAllowed, match="ne demande pas de corriger cette partie"):
        save(application, "mobilisation", conditions="Autre chose.")
    signatory, item = labels.signatory_of(application), application.evidence.first()
    refused = {"by": signatory, "at": LATER}
    with pytest.raises(NotAllowed):
        evidence.add_item(application=application, data={"basis": "territory", "title": "x"}, **refused)
    with pytest.raises(NotAllowed):
        evidence.remove_item(item=item, **refused)
    with pytest.raises(NotAllowed):
        evidence.attach_file(application=application, file=labels.upload(), **refused)
    with pytest.raises(NotAllowed):
        experts.add_expert(
            organisation=application.organisation,
            application=application,
            data=labels.expert_data(),
            **refused,
        )


def test_l7_lodged_again_it_keeps_its_number_and_makes_a_version(officer):
    application = labels.lodged()
    number, silence = application.number, application.silence_on
    labels.sent_back(application, by=officer, expertise="Précisez.")
    save(application, "expertise", title="Restaurer les écoles")
    version = lodge_again(application)
    application.refresh_from_db()
    assert (application.state, application.number) == (A.SUBMITTED, number)
    assert version.number == 2
    assert application.silence_on == silence + timedelta(days=3)
    assert version.receipt != application.versions.get(number=1).receipt
    first, second = (application.versions.get(number=n).content for n in (1, 2))
    assert [(c.label, c.before, c.after) for c in differences(first, second)] == [
        ("Intitulé", "Restaurer le bâti ancien", "Restaurer les écoles")
    ]
    assert selectors.open_correction(application) is None
    told = Message.objects.filter(recipient=officer, event="labels/application_to_check").order_by("pk")
    assert ["corrigée" in message.title for message in told] == [False, True]
    (receipt,) = Message.objects.filter(
        recipient=application.created_by, event="labels/application_corrected"
    )
    assert "corrections déposées" in receipt.title


def test_l7_the_former_version_still_opens_a_file_taken_out(officer):
    draft = labels.complete_draft()
    signatory = labels.signatory_of(draft)
    attachment = evidence.attach_file(application=draft, file=labels.upload(), by=signatory, at=AT)
    application = labels.lodge(draft)
    labels.sent_back(application, by=officer, evidence="Cette pièce est illisible.")
    evidence.remove_file(attachment=attachment, by=signatory, at=LATER)
    version = lodge_again(application)
    assert version.content["attachments"] == []
    assert application.versions.get(number=1).content["attachments"][0]["id"] == attachment.public_id
    attachment.refresh_from_db()
    assert attachment.file.size


def test_l8_a_file_sent_back_leaves_its_session_and_its_members(officer):
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    assert waiting(member)
    labels.sent_back(application, by=officer)
    application.refresh_from_db()
    assert application.session is None
    assert [kind for kind, *_ in waiting(member)] == ["labels.answer_invitation"]
    lodge_again(application)
    assert rules.may_admit(officer, application, TODAY)


def test_l7_l8_a_second_round_is_told_and_read_anew(officer):
    """Handed over, lodged, admitted, read; sent back, handed over, lodged: everybody hears of it again."""
    member = factories.member(Role.COMMITTEE_MEMBER)
    session, other = labels.session(member), labels.session(member, held_on=TODAY + timedelta(days=60))
    draft = labels.complete_draft()
    editor = labels.editor(draft.organisation)
    applications.hand_over(application=draft, by=editor, at=AT)
    application = labels.lodge(draft)
    admission.admit(application=application, session=session, by=officer, at=AT)
    committee.give_opinion(application=application, view="favourable", reasons="Solide.", by=member, at=AT)
    labels.sent_back(application, by=officer)
    applications.hand_over(application=application, by=editor, at=LATER)
    lodge_again(application)
    with pytest.raises(admission.OpinionsGiven, match="une version antérieure"):
        admission.admit(application=application, session=session, by=officer, at=LATER)
    application.refresh_from_db()
    admission.admit(application=application, session=other, by=officer, at=LATER)
    assert ("labels.give_opinion", application.public_id, other.held_on) in waiting(member)
    to_sign = Message.objects.filter(event="labels/application_to_sign")
    assert to_sign.count() == 2 * to_sign.values("recipient").distinct().count()
    admitted = Message.objects.filter(event="labels/application_admitted", recipient=editor)
    assert admitted.count() == 2


def test_l8_taken_off_by_mistake_a_file_goes_back_to_the_members_who_read_it(officer):
    member = factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(member)
    application = labels.admitted(to=session)
    committee.give_opinion(application=application, view="favourable", reasons="Solide.", by=member, at=LATER)
    agenda.take_off(application=application, reason="Erreur de dossier.", by=officer, at=LATER)
    admission.admit(application=application, session=session, by=officer, at=LATER)
    assert (application.state, application.session) == (A.ADMISSIBLE, session)
    assert selectors.tallies(session, [application])[application.pk].given == 1


def test_x3_admitted_again_to_the_same_session_the_body_is_told_again(officer):
    session = labels.session()
    application = labels.admitted(to=session)
    labels.sent_back(application, by=officer)
    lodge_again(application)
    admission.admit(application=application, session=session, by=officer, at=LATER)
    told = Message.objects.filter(event="labels/application_admitted").values_list("recipient", flat=True)
    assert len(told) == 2 * len(set(told))


def test_l7_an_expert_changed_meanwhile_does_not_change_a_part_that_stayed_closed(officer):
    application = labels.lodged()
    labels.sent_back(application, by=officer, expertise="Précisez.")
    expert = application.experts.first()
    experts.edit_expert(
        expert=expert,
        data=labels.expert_data(function="Autre fonction"),
        by=labels.signatory_of(application),
        at=LATER,
    )
    version = lodge_again(application)
    assert version.content["experts"] == application.versions.get(number=1).content["experts"]
    labels.sent_back(application, by=officer, experts="Mettez à jour.")
    assert (
        lodge_again(application, at=LATER + timedelta(days=1)).content["experts"]
        != version.content["experts"]
    )


def test_x1_daect_reads_a_file_once_it_is_lodged(officer):
    application = labels.sent_back(by=officer, evidence="Joignez la convention.")
    signatory = labels.signatory_of(application)
    attachment = evidence.attach_file(application=application, file=labels.upload(), by=signatory, at=LATER)
    assert attachment not in selectors.visible_attachments(officer, TODAY)
    assert attachment in selectors.visible_attachments(signatory, TODAY)
    lodge_again(application)
    assert attachment in selectors.visible_attachments(officer, TODAY)


@pytest.mark.parametrize(
    ("remarks", "days", "error", "sentence"),
    [
        ({}, 20, corrections.NothingToCorrect, "Dites ce qui est à corriger"),
        ({"expertise": "  "}, 20, corrections.NothingToCorrect, "Dites ce qui est à corriger"),
        ({"expertise": "x"}, 0, corrections.DayNotAllowed, "un jour à venir"),
        ({"expertise": "x"}, 300, corrections.DayNotAllowed, "jusqu’au 2 septembre 2026"),
    ],
)
def test_a_request_that_cannot_be_is_refused(officer, remarks, days, error, sentence):
    application = labels.lodged()
    with pytest.raises(error, match=sentence):
        corrections.request_changes(
            application=application,
            remarks=remarks,
            answer_by=TODAY + timedelta(days=days),
            by=officer,
            at=AT,
        )
    application.refresh_from_db()
    assert application.state == A.SUBMITTED
    assert not CorrectionRequest.objects.exists()


def test_the_longest_time_to_answer_is_six_months(officer):
    application = labels.lodged()
    answer_by = add_months(TODAY, 6)
    words = {"application": application, "remarks": {"experts": "x"}, "by": officer, "at": AT}
    with pytest.raises(corrections.DayNotAllowed):
        corrections.request_changes(answer_by=answer_by + timedelta(days=1), **words)
    assert corrections.request_changes(answer_by=answer_by, **words).answer_by == answer_by


def test_an_unanswered_file_is_closed_by_the_head_after_the_day(officer):
    head = factories.head()
    application = labels.sent_back(by=officer, days=20)
    last, after = AT + timedelta(days=20), AT + timedelta(days=21)
    with pytest.raises(NotAllowed, match="a encore le temps de répondre"):
        corrections.close(application=application, reason="Rien.", by=head, at=last)
    to_close = ("labels.close", application.public_id, TODAY + timedelta(days=20))
    assert to_close in waiting(head, TODAY + timedelta(days=21))
    assert to_close not in waiting(officer, TODAY + timedelta(days=21))
    corrections.close(application=application, reason="Rien.", by=head, at=after)
    application.refresh_from_db()
    assert application.state == A.CLOSED
    mail = Message.objects.filter(event="labels/application_closed").first()
    assert mail.title == f"Candidature {application.number} : classée sans suite"
    assert applications.start_draft(
        organisation=application.organisation, by=labels.signatory_of(application), at=after
    )


def test_x4_the_body_then_its_signatory_have_the_file_on_their_list(officer):
    application = labels.sent_back(by=officer, days=20)
    editor, signatory = labels.editor(application.organisation), labels.signatory_of(application)
    todo = [("labels.correct", application.public_id, TODAY + timedelta(days=20))]
    assert waiting(editor) == waiting(signatory) == todo
    applications.hand_over(application=application, by=editor, at=LATER)
    assert waiting(editor) == []
    assert waiting(signatory) == [("labels.sign", application.public_id, None)]
    lodge_again(application)
    assert waiting(signatory) == []


def test_x3_the_body_reads_the_remarks(officer):
    application = labels.sent_back(by=officer, days=20, experts="Qui parle anglais ?", expertise="Précisez.")
    mail = Message.objects.get(event="labels/changes_requested")
    assert mail.title == f"Candidature {application.number} : à corriger au plus tard le 22 mars 2026"
    assert "Experts : Qui parle anglais ?" in mail.body
    assert "Expertise et thèmes : Précisez." in mail.body


@pytest.mark.parametrize("table", [CorrectionRequest, CorrectionPoint])
def test_what_was_asked_stays_as_it_was(officer, table):
    labels.sent_back(by=officer)
    name = table._meta.db_table
    column = "answer_by = '2030-01-01'" if table is CorrectionRequest else "remark = 'x'"
    for sql in (f"UPDATE {name} SET {column}", f"DELETE FROM {name}"):
        with pytest.raises(DatabaseError, match="expect:"), transaction.atomic(), connection.cursor() as raw:
            raw.execute(sql)


def test_withdrawn_or_lodged_again_the_request_is_settled(officer):
    one, two = labels.sent_back(by=officer), labels.sent_back(by=officer)
    applications.withdraw(application=one, by=labels.signatory_of(one), at=LATER)
    lodge_again(two)
    assert not CorrectionRequest.objects.filter(settled_at=None).exists()
    labels.sent_back(two, by=officer, days=30)
    assert CorrectionRequest.objects.filter(application=two).count() == 2


# ---------------------------------------------------------------- pages


def page(name: str, application: LabelApplication) -> str:
    return reverse(f"labels:{name}", args=[application.public_id])


def words(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def test_l7_daect_asks_and_the_body_corrects_the_part_with_the_remark_beside(client, clock, officer):
    application = labels.lodged()
    client.force_login(officer)
    typed = {"expertise": "Précisez le <b>public</b>.", "answer_by": "22/03/2026"}
    shown = words(client.post(page("application_request_changes", application), typed, follow=True))
    assert "Les corrections sont demandées pour le 22 mars 2026." in shown
    assert "Précisez le &lt;b&gt;public&lt;/b&gt;." in shown
    client.force_login(labels.signatory_of(application))
    shown = words(client.get(page("own_application", application)))
    assert "attendues pour le 22 mars 2026" in shown
    assert "Corriger le dossier" in shown
    step = client.get(page("application_expertise", application))
    assert "Ce que la DAECT demande de corriger" in words(step)
    assert "Précisez le &lt;b&gt;public&lt;/b&gt;." in words(step)
    assert "Rien n’a encore changé" in words(step)
    assert [other.label for other in step.context["steps"]] == ["Expertise et thèmes", "Relecture et dépôt"]
    closed = client.get(page("application_mobilisation", application), follow=True)
    assert closed.redirect_chain == [(page("own_application", application), 302)]
    assert "ne demande pas de corriger cette partie" in words(closed)
    application.refresh_from_db()
    save(application, "expertise", title="Restaurer les écoles")
    for name in ("application_expertise", "application_review", "application_submit"):
        answer = client.get(page(name, application))
        ((point, changes),) = answer.context["corrected"]
        assert point.remark == "Précisez le <b>public</b>."
        assert [(c.label, c.before, c.after) for c in changes] == [
            ("Intitulé", "Restaurer le bâti ancien", "Restaurer les écoles")
        ], name
        assert "Rien n’a encore changé" not in words(answer)
        assert words(answer).count("Restaurer le bâti ancien") == 1, name


def test_l7_each_part_sent_back_shows_its_own_changes(client, officer):
    application = labels.sent_back(by=officer, expertise="Précisez.", mobilisation="Dites quand.")
    save(application, "mobilisation", conditions="Au printemps.")
    client.force_login(labels.signatory_of(application))
    seen = {
        name: [
            (point.part, [change.label for change in changes])
            for point, changes in client.get(page(name, application)).context["corrected"]
        ]
        for name in ("application_expertise", "application_mobilisation", "application_submit")
    }
    mended = ("mobilisation", ["Conditions de mobilisation"])
    assert seen == {
        "application_expertise": [("expertise", [])],
        "application_mobilisation": [mended],
        "application_submit": [("expertise", []), mended],
    }


def test_l7_daect_reads_what_the_last_lodging_changed(client, clock, officer):
    application = labels.sent_back(by=officer, expertise="Précisez.")
    save(application, "expertise", title="Restaurer les écoles")
    lodge_again(application)
    client.force_login(officer)
    shown = words(client.get(page("application", application)))
    assert "Ce qui a changé depuis le dépôt précédent" in shown
    assert "Corrections demandées" not in shown


def test_a_request_without_a_remark_keeps_what_was_typed(client, clock, officer):
    application = labels.lodged()
    client.force_login(officer)
    shown = words(client.post(page("application_request_changes", application), {"answer_by": "22/03/2026"}))
    assert "Dites ce qui est à corriger, dans une partie au moins" in shown
    assert "22/03/2026" in shown or "2026-03-22" in shown


def test_the_head_closes_from_the_file_once_the_day_is_over(client, clock, officer):
    """The reason is filled in from the request; the officer, who signs nothing, reads who does."""
    application, head = (
        labels.sent_back(by=officer, days=1, evidence="Joignez la convention."),
        factories.head(),
    )
    client.force_login(head)
    early = client.get(page("application_close", application), follow=True)
    assert "L’organisme a encore le temps de répondre." in words(early)
    clock.move_to(AT + timedelta(days=2))
    client.force_login(officer)
    assert client.get(page("application_close", application)).status_code == 403
    client.force_login(head)
    form = client.get(page("application_close", application))
    assert "Preuves\N{NO-BREAK SPACE}: Joignez la convention." in form.context["form"]["reason"].value()
    assert "classée sans suite et ne sera pas examinée" in form.text
    given = {"reason": form.context["form"]["reason"].value(), "seen": form.context["form"]["seen"].value()}
    shown = words(client.post(page("application_close", application), given, follow=True))
    assert "est classée sans suite." in shown
    client.force_login(labels.signatory_of(application))
    assert "votre candidature est classée sans suite" in words(
        client.get(page("own_application", application))
    )
