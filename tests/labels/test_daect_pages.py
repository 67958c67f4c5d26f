"""DAECT's pages: the list, the file, the sessions, the notification (spec L8, L9, X5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import OrganisationKind, Role
from expect.audit.models import Entry
from expect.territory.models import Region
from labels import admission, committee
from labels.enums import Outcome, View
from labels.models import CommitteeSession, Decision, Label
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HTML = "<script>alert('x')</script> 👩🏽‍🚒"


@pytest.fixture
def head(client):
    person = factories.head()
    client.force_login(person)
    return person


def url(page, *args):
    return reverse(f"labels:{page}", args=[getattr(arg, "public_id", arg) for arg in args])


def words(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def numbers(response):
    return [row.number for row in response.context["page"]]


def test_x5_the_list_filters_searches_sorts_and_exports_the_same_rows(client, head):
    nantes = factories.organisation(name="Nantes", kind=OrganisationKind.COMMUNE)
    bretagne = factories.organisation(name="Bretagne", kind=OrganisationKind.REGION)
    labels.draft()
    first = labels.lodged(nantes, expertise={"themes": labels.themes("planning")})
    second = labels.lodged(bretagne, at=AT + timedelta(hours=1))
    admitted = labels.admitted(nantes, at=AT + timedelta(minutes=30))
    page = url("applications")
    assert numbers(client.get(page)) == [second.number, admitted.number, first.number]
    assert numbers(client.get(page, {"q": "NÂNTES"})) == [admitted.number, first.number]
    assert numbers(client.get(page, {"q": "c-2026-0002"})) == [second.number]
    assert numbers(client.get(page, {"state": "admissible"})) == [admitted.number]
    assert numbers(client.get(page, {"kind": "region"})) == [second.number]
    assert numbers(client.get(page, {"theme": labels.themes("planning")[0].pk})) == [first.number]
    theme = second.themes.get()
    assert numbers(client.get(page, {"theme": theme.pk})) == [second.number, admitted.number]
    bretagne.region = Region.objects.get_or_create(code="53", defaults={"name": "Bretagne"})[0]
    bretagne.save(update_fields=["region"])
    assert numbers(client.get(page, {"region": bretagne.region_id})) == [second.number]
    assert numbers(client.get(page, {"session": admitted.session.pk})) == [admitted.number]
    assert numbers(client.get(page, {"tri": "organisation"}))[0] == second.number
    exported = words(client.get(page, {"q": "nantes", "export": "csv"}))
    assert exported.count("\n") == 3
    assert "Bretagne" not in exported
    assert Entry.objects.get(action="export").details == {"list": "labels:applications", "format": "csv"}


def test_l8_admit_then_decline(client, head):
    application, session = labels.lodged(), labels.session()
    response = client.post(url("application_admit", application), {"session": session.pk}, follow=True)
    assert f"inscrite à la séance du {session.name}" in words(response)
    refused = client.get(url("application_declare_inadmissible", application), follow=True)
    assert refused.redirect_chain == [(url("application", application), 302)]
    assert "pas encore déclaré recevable" in words(refused)


def test_a_greyed_act_says_why(client, head):
    page = words(client.get(url("application", labels.admitted())))
    assert "Une décision s’enregistre sur un dossier que le comité a examiné en séance." in page


def test_inadmissible_without_reason_comes_back(client, head):
    application = labels.lodged()
    response = client.post(url("application_declare_inadmissible", application), {"reason": "   "})
    assert "reason" in response.context["form"].errors
    response = client.post(
        url("application_declare_inadmissible", application), {"reason": HTML}, follow=True
    )
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("held_on", "cut_off_on", "sentence"),
    [
        ("30/02/2026", "01/02/2026", "février 2026 compte 28 jours"),
        ("2026-02-01", "2026-02-01", "ne peut pas être dans le passé"),
        ("2036-04-01", "2026-03-25", "Vérifiez l’année : une séance se prévoit jusqu’au 2 mars 2028"),
        ("2026-04-01", "2026-04-02", "se place entre aujourd’hui et le jour de la séance"),
    ],
)
def test_l8_impossible_dates_are_refused_with_a_sentence(client, head, held_on, cut_off_on, sentence):
    member = factories.member(Role.COMMITTEE_MEMBER)
    data = {"held_on": held_on, "cut_off_on": cut_off_on, "place": "Lyon", "members": [member.pk]}
    response = client.post(url("session_plan"), data)
    assert sentence in words(response)
    assert 'value="Lyon"' in words(response)
    assert not CommitteeSession.objects.exists()


def test_l8_l9_the_session_from_its_planning_to_the_notification(client, head, clock):
    members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(3)]
    data = {
        "held_on": "2026-04-01",
        "cut_off_on": "2026-03-25",
        "place": "Paris",
        "members": [member.pk for member in members[:2]],
    }
    client.post(url("session_plan"), data)
    session = CommitteeSession.objects.get()
    client.post(url("session_invite", session), {"members": [members[2].pk]})
    assert session.members.count() == 3
    granted, refused = labels.admitted(to=session), labels.admitted(to=session)
    committee.give_opinion(application=granted, view=View.FAVOURABLE, reasons="Solide.", by=members[0], at=AT)
    before = words(client.get(url("session", session)))
    assert "1 avis sur 3" in before
    assert "plus de 50 % des membres non déportés. Personne n’a encore annoncé sa venue." in before
    client.post(url("session_close", session))
    clock.move_to(AT + timedelta(days=30))
    client.force_login(head)
    short = client.post(url("session_hold", session), {"present": [members[0].pk]})
    assert "Le quorum n’est pas atteint" in words(short)
    client.post(url("session_hold", session), {"present": [member.pk for member in members[:2]]})
    decision = client.post(
        url("application_decide", granted),
        {"outcome": "granted", "skills": HTML, "themes": [theme.pk for theme in granted.themes.all()]},
        follow=True,
    )
    assert "PROJET" in words(decision)
    assert "<script>alert" not in decision.content.decode()
    early = client.get(url("session_notify", session), follow=True)
    assert f"Il manque la décision sur le dossier {refused.number}" in words(early)
    unfounded = client.post(url("application_decide", refused), {"outcome": "refused"})
    assert "reasons" in unfounded.context["form"].errors
    client.post(url("application_decide", refused), {"outcome": "refused", "reasons": "Trop court."})
    confirm = words(client.get(url("session_notify", session)))
    assert "Notifier les 2 décisions" in confirm
    for application in (granted, refused):
        assert str(labels.signatory_of(application)) in confirm
    done = words(client.post(url("session_notify", session), follow=True))
    assert "2 décisions sont notifiées." in done
    assert Label.objects.get().application == granted
    again = client.post(url("session_notify", session))
    assert again.status_code == 409
    assert "déjà notifiées" in words(again)


def test_x12_without_delegation_the_page_says_what_to_do(client):
    head = factories.head(signs=False)
    client.force_login(head)
    application = labels.examined()
    decision = labels.decided(application, Outcome.REFUSED)
    assert "personne n’a de délégation en vigueur" in words(client.get(url("decision", decision)))
    response = client.post(url("session_notify", application.session))
    assert "n’a pas de délégation de signature en vigueur" in words(response)
    assert Decision.objects.get().notified_at is None


def test_l9_a_second_officer_reads_that_the_decision_is_recorded(client, head):
    application = labels.examined()
    labels.decided(application, Outcome.REFUSED)
    response = client.post(url("application_decide", application), {"outcome": "granted", "skills": "x"})
    assert response.status_code == 409
    assert "déjà enregistrée" in words(response)
    assert "x</textarea>" in response.content.decode()


def test_the_labels_list_tells_the_valid_from_the_expired(client, head, clock):
    label = labels.label()
    clock.move_to(AT + timedelta(days=60))
    client.force_login(head)
    assert numbers(client.get(url("labels"), {"is_valid": "True"})) == [label.number]
    clock.move_to(AT + timedelta(days=1300))
    client.force_login(head)
    assert numbers(client.get(url("labels"), {"is_valid": "True"})) == []
    assert numbers(client.get(url("labels"), {"is_valid": "False", "q": "batî"})) == [label.number]


def test_a_moved_file_stays_on_the_agenda_where_it_was_deferred(client, head):
    from labels import decisions

    application = labels.examined()
    first = application.session
    labels.decided(application, Outcome.DEFERRED)
    decisions.notify_session(session=first, by=head, at=application.examined_at)
    application.refresh_from_db()
    later = labels.session(held_on=TODAY + timedelta(days=90), at=application.notified_at)
    admission.admit(application=application, session=later, by=head, at=application.notified_at)
    page = words(client.get(url("session", first)))
    assert application.number in page
    assert "renvoyé à une autre séance" in page


def test_l9_a_decision_is_corrected_until_its_notification(client, head):
    application = labels.examined()
    decision = labels.decided(application)
    assert url("decision_correct", decision) in words(client.get(url("decision", decision)))
    form = client.get(url("decision_correct", decision))
    assert form.context["form"]["skills"].value() == decision.skills
    data = {"outcome": "refused", "reasons": "Trop court."}
    missing = client.post(url("decision_correct", decision), data)
    assert "correction_reason" in missing.context["form"].errors
    done = client.post(url("decision_correct", decision), data | {"correction_reason": HTML}, follow=True)
    assert "est corrigée : relisez sa lettre" in words(done)
    assert "Trop court." in words(done)
    assert "<script>alert" not in done.content.decode()
    former = words(client.get(url("decision", decision)))
    assert "elle ne sera pas notifiée" in former
    assert "PROJET" not in former
    agenda = words(client.get(url("session", application.session)))
    assert agenda.count("/candidatures/decisions/") == 1
    file = words(client.get(url("application", application)))
    assert "décision corrigée avant sa notification" in file
    again = client.post(url("decision_correct", decision), data)
    assert again.status_code == 409
    assert "a déjà été corrigée" in words(again)


def test_l8_a_session_is_cancelled_with_a_reason_and_says_so(client, head):
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    session = application.session
    confirm = words(client.get(url("session_cancel", session)))
    assert application.number in confirm
    assert str(member) in confirm
    assert client.post(url("session_cancel", session), {"reason": " "}).context["form"].errors
    page = words(client.post(url("session_cancel", session), {"reason": "Grève."}, follow=True))
    assert "Grève." in page
    assert "restent recevables, à inscrire à une autre séance" in page
    file = words(client.get(url("application", application)))
    assert "inscrire le dossier à une autre séance" in file
    client.force_login(labels.signatory_of(application))
    assert "n’est inscrit à aucune séance pour l’instant" in words(
        client.get(url("own_application", application))
    )
    client.force_login(member)
    assert "Grève." in words(client.get(url("own_session", session)))


def test_l1_own_regime_is_said_and_its_admission_asks_why(client, head):
    application = labels.lodged(factories.organisation(own_regime=True))
    session = labels.session()
    assert "relève d’un régime propre" in words(client.get(url("application", application)))
    bare = client.post(url("application_admit", application), {"session": session.pk})
    assert "reason" in bare.context["form"].errors
    data = {"session": session.pk, "reason": "Accord du ministère."}
    assert "Accord du ministère." in words(
        client.post(url("application_admit", application), data, follow=True)
    )
    ordinary = client.get(url("application_admit", labels.lodged()))
    assert "reason" not in ordinary.context["form"].fields


def test_x5_every_date_of_the_export_is_written_alike(client, head):
    application = labels.admitted()
    exported = words(client.get(url("applications"), {"export": "csv"}))
    assert f"{application.session.held_on:%d/%m/%Y}" in exported
    assert application.session.name not in exported


def test_x5_a_filter_that_is_none_exports_nothing_and_says_so(client, head):
    labels.lodged()
    answer = client.get(url("applications"), {"export": "csv", "state": "zzz"})
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Ce choix n’est pas, ou n’est plus, dans la liste" in words(answer)
    assert not Entry.objects.filter(action="export").exists()


def test_x7_filters_agree_with_what_they_filter_and_regions_are_in_french_order(client, head):
    for name in ("Normandie", "Île-de-France", "Bretagne"):
        Region.objects.create(name=name, code=name[:3])
    page = words(client.get(url("labels")))
    form = page.split('role="search"')[1].split("</form>")[0]
    assert (form.count(">Toutes<"), form.count(">Tous<")) == (2, 2)  # région, nature; thème, label
    assert page.index("Bretagne") < page.index("Île-de-France") < page.index("Normandie")


def test_l8_a_member_whose_role_ended_is_not_offered(client, head, clock):
    here, gone = (factories.member(Role.COMMITTEE_MEMBER) for _ in range(2))
    session = labels.session(here, gone)
    labels.admitted(to=session)
    gone.memberships.update(ends_on=TODAY)
    committee.close_session(session=session, by=head, at=AT)
    clock.move_to(AT + timedelta(days=30))
    client.force_login(head)
    form = client.get(url("session_hold", session)).context["form"]
    assert list(form.fields["present"].queryset) == [here]
    assert "n’est plus membre du comité à cette date" in words(client.get(url("session", session)))


def test_x14_who_is_written_to_is_named_before_the_act(client, head):
    application = labels.lodged()
    body = application.organisation
    body.memberships.update(ends_on=TODAY - timedelta(days=1))
    page = url("application_declare_inadmissible", application)
    assert "ni compte actif, ni adresse légale" in words(client.get(page))
    type(body).objects.filter(pk=body.pk).update(legal_email="mairie@exemple.test")
    assert "mairie@exemple.test" in words(client.get(page))
