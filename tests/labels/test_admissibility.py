"""The points on which the admissibility of a file rests: read, kept, frozen (spec L1–L6)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.kernel.errors import NotAllowed, Refusal, StateChanged
from labels import admissibility, admission, applications, corrections, inadmissibility, rules
from labels.enums import Criterion, Finding, Part
from labels.models import AdmissibilityCheck, LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.labels.bulk import send
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
BY_EYE = {Criterion.PRECISION, Criterion.MOBILISATION}
MET = {criterion.value: (Finding.MET, "") for criterion in Criterion}


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


@pytest.fixture
def application():
    return labels.lodged(check=False)


def page(name, subject=None):
    return reverse(f"labels:{name}", args=[subject.public_id] if subject else [])


def words(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def check(application, by, version=1, **findings):
    return admissibility.check_file(
        application=application, version=version, findings=MET | findings, by=by, at=AT
    )


def findings_of(application):
    return {point.criterion: point.finding for point in rules.points_of(application)}


def lodge_again(application, **expertise):
    """The body corrects and lodges again; nothing is checked."""
    application = LabelApplication.objects.get(pk=application.pk)
    signatory = labels.signatory_of(application)
    applications.save_part(
        application=application,
        part="expertise",
        data=expertise,
        revision=application.revision,
        by=signatory,
        at=AT,
    )
    return labels.lodge(application, check=False)


def test_the_machine_proposes_what_it_can_tell_and_finds_nothing_by_itself(application):
    assert set(findings_of(application).values()) == {""}
    untold = {point.criterion for point in rules.points_of(application) if not point.proposed}
    assert untold - {Criterion.CAPACITY} == {*BY_EYE, Criterion.BODY}, "the body of the tests has no SIREN"
    proposed = {point.criterion: point.proposed for point in rules.points_of(application)}
    assert proposed[Criterion.ATTACHMENTS] == Finding.NOT_APPLICABLE


def test_l1_a_body_under_its_own_regime_is_looked_at_by_somebody():
    body = factories.organisation(own_regime=True)
    points = {point.criterion: point for point in rules.points_of(labels.lodged(body, check=False))}
    assert points[Criterion.BODY].proposed == ""
    assert "Régime propre" in points[Criterion.BODY].reading.words


def test_admitting_asks_that_everything_be_looked_at_and_nothing_be_to_correct(application, officer):
    session = labels.session()
    verdict = rules.may_admit(officer, application, TODAY)
    assert (bool(verdict), verdict.entitled) == (False, True)
    assert verdict.reason == "La vérification n’est pas terminée\u00a0: il reste 8\u00a0points à voir."
    check(application, officer, precision=(Finding.TO_CORRECT, "Trop vague."))
    with pytest.raises(NotAllowed, match="points à corriger"):
        admission.admit(application=application, session=session, by=officer, at=AT)
    check(application, officer)
    assert admission.admit(application=application, session=session, by=officer, at=AT).admitted_at == AT


def test_what_is_to_correct_says_what(application, officer):
    with pytest.raises(Refusal, match="Dites ce qui est à corriger") as refused:
        check(application, officer, experts=(Finding.TO_CORRECT, "  "))
    assert refused.value.field == "experts_remark"
    assert not AdmissibilityCheck.objects.exists()


def test_l7_lodged_again_asks_only_for_what_changed(officer, application):
    check(application, officer, precision=(Finding.TO_CORRECT, "Quel public ?"))
    corrections.request_changes(
        application=application,
        remarks={Part.EXPERTISE: "Quel public ?"},
        answer_by=TODAY.replace(day=30),
        by=officer,
        at=AT,
    )
    application = lodge_again(
        application, skills="Diagnostic, pour les villes de plus de dix mille habitants."
    )
    left = {criterion for criterion, finding in findings_of(application).items() if not finding}
    assert left == {Criterion.DESCRIPTION, Criterion.PRECISION}
    kept = {point.criterion for point in rules.points_of(application) if point.kept}
    assert kept == set(Criterion) - left
    with pytest.raises(StateChanged, match="de nouveau"):
        check(application, officer, version=1)
    admissibility.check_file(
        application=application,
        version=2,
        findings={name.value: (Finding.MET, "") for name in left},
        by=officer,
        at=AT,
    )
    assert rules.may_admit(officer, application, TODAY)


def test_l7_what_was_to_correct_and_comes_back_unchanged_is_asked_again(officer, application):
    check(application, officer, mobilisation=(Finding.TO_CORRECT, "Qui finance ?"))
    corrections.request_changes(
        application=application,
        remarks={Part.EXPERTISE: "Et le public ?"},
        answer_by=TODAY.replace(day=30),
        by=officer,
        at=AT,
    )
    application = lodge_again(application, skills="Autre chose.")
    assert findings_of(application)[Criterion.MOBILISATION] == ""


def test_only_daect_checks_and_no_longer_once_on_an_agenda(officer):
    application = labels.lodged(check=False)
    for person in (labels.signatory_of(application), factories.member(Role.COMMITTEE_MEMBER)):
        with pytest.raises(NotAllowed):
            check(application, person)
    admitted = labels.admitted()
    with pytest.raises(NotAllowed, match="jusqu’à son inscription"):
        check(admitted, officer)
    application = labels.draft()
    assert not rules.may_check(officer, application, TODAY)


@pytest.mark.parametrize(
    "column", ["finding = 'to_correct', remark = 'x'", "remark = 'x'", "frozen_at = NULL"]
)
def test_what_was_found_is_frozen_with_the_admission(officer, column):
    labels.admitted()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE labels_admissibilitycheck SET {column}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM labels_admissibilitycheck")


def test_what_was_found_is_frozen_by_whatever_is_decided_on_it(officer, application):
    check(application, officer, experts=(Finding.TO_CORRECT, "Sans fonction."))
    inadmissibility.declare_inadmissible(
        application=application, reason="Aucun expert.", by=factories.head(), at=AT
    )
    sent_back = labels.sent_back()
    for file in (application, sent_back):
        assert set(file.checks.values_list("frozen_at", flat=True)) == {AT}


def test_before_the_admission_a_finding_may_be_changed(application, officer):
    check(application, officer, experts=(Finding.TO_CORRECT, "Sans fonction."))
    check(application, officer)
    assert AdmissibilityCheck.objects.count() == len(Criterion)
    assert findings_of(application)[Criterion.EXPERTS] == Finding.MET


# ---------------------------------------------------------------- the pages


def test_one_page_prefilled_then_the_rest_in_one_tick(client, clock, application, officer):
    client.force_login(officer)
    file = words(client.get(page("application", application)))
    assert "Vérifier le dossier" in file
    assert "À voir" in file
    opened = client.get(page("application_check", application))
    assert opened.context["form"]["evidence"].value() == Finding.MET
    assert not opened.context["form"]["precision"].value()
    data = {"version": "1", "rest": "on", "precision_remark": "Très clair."}
    done = words(client.post(page("application_check", application), data, follow=True))
    assert "le dossier peut être inscrit à une séance" in done
    assert "Très clair." in done
    assert set(findings_of(application).values()) == {Finding.MET}


def test_a_point_to_correct_without_words_comes_back_on_its_field(client, clock, application, officer):
    client.force_login(officer)
    data = {"version": "1", "experts": "to_correct", "evidence_remark": "À garder."}
    answer = client.post(page("application_check", application), data)
    assert "experts_remark" in answer.context["form"].errors
    assert '<a href="#id_experts_remark">Remarque</a>' in words(answer)
    assert "À garder." in words(answer)


def test_what_is_to_correct_is_offered_where_it_is_asked(client, clock, application, officer):
    check(
        application,
        officer,
        precision=(Finding.TO_CORRECT, "Quel <b>public</b> ?"),
        description=(Finding.TO_CORRECT, "Quels thèmes ?"),
        capacity=(Finding.TO_CORRECT, "Sans délégation."),
    )
    client.force_login(officer)
    asked = client.get(page("application_request_changes", application)).context["form"]
    assert asked["expertise"].value() == "Quels thèmes ?\nQuel <b>public</b> ?"
    assert not asked["experts"].value()
    client.force_login(factories.head())
    declared = client.get(page("application_declare_inadmissible", application)).context["form"]
    assert declared["reason"].value() == "Quels thèmes ?\nQuel <b>public</b> ?\nSans délégation."
    assert (
        client.get(page("application", application)).context["head"].primary.label
        == "Demander des corrections"
    )


def test_x5_files_not_checked_are_left_aside_with_the_reason(client, clock, officer, application):
    ready, session = labels.lodged(), labels.session()
    client.force_login(officer)
    url = f"{page('applications_admit')}?choix={ready.public_id}&choix={application.public_id}"
    assert "il reste 8 points à voir" in words(client.get(url))
    send(client, url, {"session": session.pk})
    application.refresh_from_db()
    ready.refresh_from_db()
    assert (ready.session, application.session) == (session, None)


def test_a_finding_said_again_as_it_was_keeps_its_author(application, officer):
    first = factories.head()
    check(application, first, precision=(Finding.MET, ""))
    check(application, officer, precision=(Finding.MET, ""))
    assert application.checks.get(criterion="precision").checked_by == first


def test_a_finding_made_meanwhile_is_not_overwritten(client, clock, application, officer):
    client.force_login(officer)
    form = client.get(page("application_check", application)).context["form"]
    other = factories.head()
    check(application, other, precision=(Finding.TO_CORRECT, "Il manque le public."))
    typed = {"version": 1, "seen": form["seen"].value(), "precision": "met", "precision_remark": ""}
    refused = client.post(page("application_check", application), typed)
    assert f"{other} a vérifié des points pendant votre lecture" in refused.text
    assert application.checks.get(criterion="precision").remark == "Il manque le public."
    client.post(
        page("application_check", application), typed | {"seen": refused.context["form"]["seen"].value()}
    )
    assert application.checks.get(criterion="precision").finding == Finding.MET


# ---------------------------------------------------------------- the check after a correction


def sent_back_and_lodged_again(officer, **expertise):
    """A file of which two points were to be corrected, and one part asked for; lodged again so."""
    application = labels.lodged(check=False)
    check(
        application,
        officer,
        precision=(Finding.TO_CORRECT, "Précisez le type de déchets."),
        capacity=(Finding.TO_CORRECT, "Joignez la délégation."),
    )
    labels.sent_back(application, by=officer, expertise="Le type de déchets est à préciser.")
    lodge_again(application, **expertise)
    return LabelApplication.objects.get(pk=application.pk)


def test_l7_the_second_check_remembers_the_first(officer, client):
    application = sent_back_and_lodged_again(officer, skills="Tri des biodéchets.")
    client.force_login(officer)
    for name in ("application_check", "application"):
        read = words(client.get(page(name, application)))
        assert "<strong>à corriger</strong> — Précisez le type de déchets." in read
        assert "Correction demandée : Le type de déchets est à préciser." in read
        assert "Ce que dit le dossier sur ce point a changé depuis." in read
        assert "<strong>à corriger</strong> — Joignez la délégation." in read
        assert "Ce que dit le dossier sur ce point n’a pas changé depuis." in read


def test_l7_what_did_not_change_is_proposed_as_before_and_what_did_is_not(officer, client):
    application = sent_back_and_lodged_again(officer, skills="Tri des biodéchets.")
    client.force_login(officer)
    fields = client.get(page("application_check", application)).context["form"].fields
    assert (fields["capacity"].initial, fields["capacity_remark"].initial) == (
        Finding.TO_CORRECT,
        "Joignez la délégation.",
    )
    assert (fields["precision"].initial, fields["precision_remark"].initial) == ("", "")
    assert findings_of(application)[Criterion.CAPACITY] == "", "the person decides"


def test_l7_once_checked_again_the_first_check_is_still_read_beside(officer, client):
    application = sent_back_and_lodged_again(officer, skills="Tri des biodéchets.")
    check(application, officer, version=2)
    client.force_login(officer)
    read = words(client.get(page("application", application)))
    assert "<strong>à corriger</strong> — Précisez le type de déchets." in read
    point = next(p for p in rules.points_of(application) if p.criterion == Criterion.PRECISION)
    assert (point.proposed, point.proposed_remark) == (Finding.MET, "")
