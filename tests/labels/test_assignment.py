"""Each file has its agent in charge; several files are entrusted, or admitted, at once (spec X4, X5)."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from expect.accounts import memberships
from expect.accounts.enums import Role
from expect.accounts.models import Membership
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from expect.web.bulk import SEEN
from labels import admission, applications, assignment
from labels.enums import ApplicationState
from labels.work import work_items
from tests import factories
from tests.labels import factories as labels
from tests.labels.bulk import send
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER, person=factories.user(first_name="Nadia", last_name="Benali"))


@pytest.fixture
def head():
    return factories.head()


def entrusted(application, officer, by):
    return assignment.assign(application=application, officer=officer, by=by, at=AT)


def checks(user, on=TODAY) -> list[str]:
    """The files to check on that person's list."""
    rows = [row for queryset in work_items(user, on) for row in queryset]
    return [public_id for kind, public_id, *_ in rows if kind == "labels.check"]


def chosen(page: str, *files) -> str:
    return f"{reverse(page)}?{'&'.join(f'choix={file.public_id}' for file in files)}"


def test_a_file_is_entrusted_traced_and_told_once(officer, head):
    application = labels.lodged()
    for _ in range(2):
        entrusted(application, officer, head)
    application.refresh_from_db()
    assert application.officer == officer
    assert Entry.objects.get(action="assign").details == {"officer": officer.public_id}
    mail = Message.objects.get(event="labels/application_assigned")
    assert mail.to == officer.email
    assert mail.title == "C-2026-0001 : ce dossier vous est confié"
    assert f"{head} vous confie la candidature C-2026-0001" in mail.body
    assert "Sans réponse, elle serait refusée le : 2 mai 2026" in mail.body


def test_who_takes_a_file_is_not_written_to(officer):
    entrusted(labels.lodged(), officer, officer)
    assert not Message.objects.filter(event="labels/application_assigned").exists()


def test_a_file_goes_to_and_fro_and_each_is_told(officer, head):
    application = labels.lodged()
    for person in (officer, head, officer):
        assignment.assign(
            application=application,
            officer=person,
            by=factories.member(Role.OFFICER),
            at=AT + timedelta(minutes=Message.objects.count()),
        )
    told = Message.objects.filter(event="labels/application_assigned").order_by("pk")
    assert [mail.to for mail in told] == [officer.email, head.email, officer.email]


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR, Role.POST_AGENT])
def test_x1_only_daect_entrusts_and_is_entrusted(role, officer):
    application, outsider = labels.lodged(), factories.member(role)
    with pytest.raises(NotAllowed):
        entrusted(application, officer, outsider)
    with pytest.raises(assignment.NotOfDaect):
        entrusted(application, outsider, officer)
    with pytest.raises(NotAllowed):
        entrusted(application, officer, labels.signatory_of(application))


def test_a_file_that_is_over_is_entrusted_to_nobody(officer):
    application = labels.lodged()
    applications.withdraw(application=application, by=labels.signatory_of(application), at=AT)
    with pytest.raises(NotAllowed, match="retirée"):
        entrusted(application, officer, officer)


def test_a_draft_is_entrusted_to_nobody(officer):
    with pytest.raises(NotAllowed, match="brouillon"):
        entrusted(labels.draft(), officer, officer)


def test_x4_an_entrusted_file_waits_for_one_person_until_silence_is_near(officer, head):
    application = labels.lodged()
    assert checks(officer) == checks(head) == [application.public_id]
    entrusted(application, officer, head)
    assert checks(officer) == [application.public_id]
    assert checks(head) == []
    near = application.silence_on - timedelta(days=15)
    assert checks(head, near - timedelta(days=1)) == []
    assert checks(head, near) == checks(head, application.silence_on) == [application.public_id]
    assert checks(head, application.silence_on + timedelta(days=1)) == []


def test_x4_the_file_of_somebody_who_left_waits_for_all(officer, head):
    application = labels.lodged()
    entrusted(application, officer, head)
    administrator = factories.member(Role.ADMINISTRATOR)
    memberships.end(membership=Membership.objects.get(user=officer), by=administrator, at=AT)
    vars(officer).pop("_all_memberships", None)
    assert checks(head) == [application.public_id]


def test_x5_the_list_is_filtered_by_the_person_in_charge(client, clock, officer, head):
    own, free = labels.lodged(), labels.lodged()
    entrusted(own, officer, head)
    client.force_login(head)
    page = reverse("labels:applications")
    for asked, found in (
        ({}, {own, free}),
        ({"officer": officer.pk}, {own}),
        ({"officer": "personne"}, {free}),
    ):
        assert set(client.get(page, asked).context["page"]) == found
    assert "Nadia Benali" in client.get(page).content.decode()
    assert client.get(page, {"officer": "99999999999999999999"}).status_code == 200


def test_x5_several_files_are_entrusted_at_once_after_a_check(client, clock, officer, head):
    one, two = labels.lodged(), labels.lodged()
    over, ended = labels.lodged(), labels.inadmissible()
    applications.withdraw(application=over, by=labels.signatory_of(over), at=AT)
    client.force_login(head)
    page = chosen("labels:applications_assign", one, two, over, ended)
    shown = client.get(page).content.decode()
    assert "2&nbsp;dossiers concernés" in shown
    assert "2&nbsp;dossiers laissés de côté" in shown
    assert "Ce dossier est clos (retirée)." in shown
    assert "Ce dossier est clos (irrecevable)." in shown
    for _ in range(2):  # pressed twice
        answer = send(client, page, {"officer": officer.pk}, follow=True)
    assert "2\u00a0dossiers confiés." in answer.content.decode()
    for application in (one, two, over):
        application.refresh_from_db()
    assert (one.officer, two.officer, over.officer) == (officer, officer, None)
    assert Entry.objects.filter(action="assign").count() == 2


def test_x5_several_files_are_admitted_to_one_session(client, clock, head):
    one, two, draft = labels.lodged(), labels.lodged(), labels.draft()
    session = labels.session()
    client.force_login(head)
    page = chosen("labels:applications_admit", one, two, draft)
    assert draft.public_id not in client.get(page).content.decode()
    answer = send(client, page, {"session": session.pk}, follow=True)
    assert "2\u00a0dossiers inscrits." in answer.content.decode()
    one.refresh_from_db()
    draft.refresh_from_db()
    assert (one.state, one.session) == (ApplicationState.ADMISSIBLE, session)
    assert draft.state == ApplicationState.DRAFT


def test_x5_the_same_sending_twice_leads_back_to_the_list(client, clock, head):
    application, session = labels.lodged(), labels.session()
    client.force_login(head)
    page = chosen("labels:applications_admit", application)
    shown = client.get(page).context["seen"]
    typed = {"session": session.pk, "csrfmiddlewaretoken": "a" * 64, SEEN: shown}
    for _ in range(2):
        assert client.post(page, typed).headers["Location"] == reverse("labels:applications")


def test_x5_one_comes_back_to_the_list_as_it_was_left(client, clock, officer, head):
    application = labels.lodged()
    client.force_login(head)
    shown = client.get(reverse("labels:applications"), {"state": "submitted"}).content.decode()
    assert 'name="retour" value="state=submitted"' in shown
    page = f"{chosen('labels:applications_assign', application)}&retour=state%3Dsubmitted"
    answer = send(client, page, {"officer": officer.pk})
    assert answer.headers["Location"] == f"{reverse('labels:applications')}?state=submitted"


def test_x5_a_file_that_changed_meanwhile_is_left_aside_and_said(client, clock, head, monkeypatch):
    one, two, session = labels.lodged(), labels.lodged(), labels.session()
    client.force_login(head)
    admit = admission.admit

    def withdrawn_just_before(*, application, **words):
        if application.pk == one.pk:
            applications.withdraw(application=two, by=labels.signatory_of(two), at=AT)
        return admit(application=application, **words)

    monkeypatch.setattr(admission, "admit", withdrawn_just_before)
    page = chosen("labels:applications_admit", one, two)
    shown = send(client, page, {"session": session.pk}, follow=True).content.decode()
    assert "1\u00a0dossier inscrit." in shown
    assert two.number in shown
    two.refresh_from_db()
    assert two.state == ApplicationState.WITHDRAWN


def test_a_bulk_act_without_a_choice_says_what_to_do(client, clock, head):
    client.force_login(head)
    shown = client.get(reverse("labels:applications_assign"), follow=True).content.decode()
    assert "Cochez d’abord au moins un dossier." in shown
    labels.lodged()
    answer = send(client, chosen("labels:applications_admit", labels.lodged()), {"session": "x"})
    assert answer.status_code == 200
    assert "fr-error-text" in answer.content.decode() or "fr-message--error" in answer.content.decode()


def test_x1_what_one_may_not_see_cannot_be_chosen(client, clock):
    client.force_login(factories.member(Role.OFFICER))
    draft = labels.draft()
    assert client.get(chosen("labels:applications_admit", draft)).status_code == 404


def test_the_list_offers_boxes_that_name_their_row(client, clock, head):
    application = labels.lodged()
    client.force_login(head)
    shown = client.get(reverse("labels:applications")).content.decode()
    assert f'name="choix" value="{application.public_id}"' in shown
    assert f"Choisir {application.number}" in shown


HOSTILE = [
    "",
    "²",
    "-1",
    "9" * 40,
    "<b>x</b>",
    "\u202e",
    "\ud83d",
    "a" * 3000,
    "null",
    "1e9",
    "__all__",
    "%",
    "'",
]
FILTERS = "q state theme kind region session officer waiting since tri page par_page export choix retour avant apres"


@pytest.mark.long
@pytest.mark.walk
@pytest.mark.parametrize("page", ["applications", "sessions", "experts", "holders", "applications_admit"])
def test_x5_a_hostile_address_answers_a_page_or_a_clean_refusal(client, clock, head, page):
    """Whatever the filters hold: a French page, never a fault (spec X5, X7)."""
    labels.lodged()
    client.force_login(head)
    for name in FILTERS.split():
        for value in HOSTILE:
            address = f"{reverse(f'labels:{page}')}?{name}={quote(value, errors='surrogatepass')}"
            answer = client.get(address)
            assert answer.status_code in (200, 302, 404), (address, answer.status_code)
        answer = client.get(f"{reverse(f'labels:{page}')}?{name}=%00")
        assert answer.status_code == 400
        assert "Cette adresse ne se lit pas" in answer.content.decode()
