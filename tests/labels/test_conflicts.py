"""The conflicts of interest found between a member of the committee and a file (spec L8)."""

import pytest
from django.urls import reverse

from expect.accounts import memberships
from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.selectors import people
from expect.notifications.models import Message
from expect.web import french
from labels import admission, invitations, rules, selectors
from labels.enums import ExpertCategory, PartnerKind, RecusalGround
from labels.models import Recusal
from labels.recusals import find_recusals, set_aside
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
PARTNER = "Université de Saint-Étienne"
APPLICANT = "Ville de L’Haÿ-les-Roses"


def member(employer: str = "", **person):
    return factories.member(Role.COMMITTEE_MEMBER, person=factories.user(**person), employer=employer)


def lodged(partner: str = PARTNER, name: str = APPLICANT):
    """A file of that body, one of whose experts comes from that partner."""
    body = factories.organisation(name=name)
    editor = labels.editor(body)
    people = [
        labels.expert(body, editor, first_name="Alix", last_name="Renaud", email="alix@exemple.test"),
        labels.expert(
            body,
            editor,
            category=ExpertCategory.PARTNER,
            partner_kind=PartnerKind.UNIVERSITY,
            partner_name=partner,
        ),
    ]
    return labels.lodged(body, experts={"experts": people})


@pytest.mark.parametrize(
    ("employer", "person", "ground"),
    [
        ("", {}, ""),
        ("Université de Saint-Denis", {}, ""),
        ("Saint-Étienne", {}, ""),
        (PARTNER, {}, RecusalGround.EXPERT_BODY),
        ("UNIVERSITE DE SAINT ETIENNE", {}, RecusalGround.EXPERT_BODY),
        (APPLICANT, {}, RecusalGround.OWN_BODY),
        ("VILLE DE L'HAY LES ROSES", {}, RecusalGround.OWN_BODY),
        (APPLICANT, {"first_name": "Alix", "last_name": "Renaud"}, RecusalGround.OWN_BODY),
        (PARTNER, {"first_name": "ALIX", "last_name": "Rénaud"}, RecusalGround.NAMED_EXPERT),
        ("", {"email": "ALIX@exemple.test"}, RecusalGround.NAMED_EXPERT),
    ],
)
def test_l8_the_conflict_found(employer, person, ground):
    assert rules.conflict_of(member(employer, **person), lodged(), TODAY) == ground


def test_l8_a_body_for_which_one_acts_is_compared_with_those_of_the_experts():
    body = factories.organisation(name="UNIVERSITÉ de Saint Etienne")
    one = member()
    application = lodged()
    assert rules.conflict_of(one, application, TODAY) == ""
    factories.member(Role.SIGNATORY, body, person=one)
    assert rules.conflict_of(one, application, TODAY) == RecusalGround.EXPERT_BODY


def test_l8_a_body_of_the_same_name_as_the_applicant_is_another_one():
    one = factories.member(Role.EDITOR, factories.organisation(name=APPLICANT), person=member())
    assert rules.conflict_of(one, lodged(), TODAY) == ""


@pytest.mark.parametrize("name", ["", "…", "—"])
def test_l8_an_empty_employer_matches_no_empty_name(name):
    assert rules.conflict_of(member(name), lodged(partner="!", name="?"), TODAY) == ""


def test_l8_an_employer_counts_as_long_as_the_role():
    one = factories.member(Role.COMMITTEE_MEMBER, employer=PARTNER, ends_on=TODAY)
    application = lodged()
    assert rules.conflict_of(one, application, TODAY) == RecusalGround.EXPERT_BODY
    assert rules.conflict_of(one, application, TODAY.replace(day=TODAY.day + 1)) == ""


def test_l8_members_of_the_bodies_of_a_file_are_set_aside_on_admission_and_on_invitation():
    own, partner, free, late = member(APPLICANT), member(PARTNER), member("Autre"), member(PARTNER.upper())
    officer = factories.member(Role.OFFICER)
    application = lodged()
    admission.admit(application=application, session=labels.session(own, partner, free), by=officer, at=AT)
    found = {own.pk: RecusalGround.OWN_BODY, partner.pk: RecusalGround.EXPERT_BODY}
    assert dict(application.recusals.values_list("member", "ground")) == found
    invitations.invite_members(session=application.session, members=[late], by=officer, at=AT)
    found[late.pk] = RecusalGround.EXPERT_BODY
    assert dict(application.recusals.values_list("member", "ground")) == found


@pytest.mark.parametrize(
    ("employer", "words"),
    [
        (APPLICANT, "Appartient à l’organisme candidat"),
        (PARTNER, "Appartient à l’organisme d’un expert du dossier"),
    ],
)
def test_l8_whose_body_is_in_the_file_reads_neither_it_nor_the_opinions_and_is_told_why(employer, words):
    one = member()
    application = lodged()
    session = labels.session(one)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    assert rules.may_read_as_member(one, application, TODAY)
    administrator = factories.member(Role.ADMINISTRATOR)
    memberships.set_employer(membership=one.memberships.get(), employer=employer, by=administrator, at=AT)
    one = type(one).objects.get(pk=one.pk)
    every = (
        rules.may_read_as_member,
        rules.may_read_attachments,
        rules.may_give_opinion,
        rules.may_read_opinions,
    )
    assert all(words in rule(one, application, TODAY).reason for rule in every)
    assert find_recusals(session, at=AT) == []  # written with the employer
    assert all(words in rule(one, application, TODAY).reason for rule in every)


@pytest.mark.usefixtures("clock")
def test_l8_the_pages_refuse_it_in_words(client):
    one = member(PARTNER)
    application = lodged()
    admission.admit(
        application=application, session=labels.session(one), by=factories.member(Role.OFFICER), at=AT
    )
    client.force_login(one)
    for page in ("reading", "opinion_give", "opinion_step_aside"):
        refused = client.get(reverse(f"labels:{page}", args=[application.public_id]))
        assert refused.status_code == 403
        assert "Appartient à l’organisme d’un expert du dossier" in refused.content.decode()


def test_l8_conflicts_are_looked_for_in_as_many_questions_whatever_the_members(django_assert_num_queries):
    """The roles of all members are read at once; so are the files, their experts, the recusals."""
    officer = factories.member(Role.OFFICER)
    for size in (1, 3):
        session = labels.session(*(member("Autre") for _ in range(size)))
        for _ in range(size):
            admission.admit(application=lodged(name=f"Ville {size}"), session=session, by=officer, at=AT)
        with django_assert_num_queries(5):
            assert find_recusals(session, at=AT) == []


def test_l8_a_new_employer_is_recorded_on_every_agenda_to_come_and_told_once():
    one, officer = member(), factories.member(Role.OFFICER)
    files = [lodged(name=name) for name in (APPLICANT, "Angers", "Brest")]
    held = labels.session(one, by=officer)
    for application, session in zip(files, (held, labels.session(one), held), strict=True):
        admission.admit(application=application, session=session, by=officer, at=AT)
    given = {"membership": one.memberships.get(), "by": factories.member(Role.ADMINISTRATOR), "at": AT}
    memberships.set_employer(employer="Autre", **given)
    assert not Recusal.objects.exists()
    assert not Message.objects.filter(event__startswith="labels/conflicts").exists()
    memberships.set_employer(employer=PARTNER, **given)
    memberships.set_employer(employer=PARTNER, **given)
    assert {recusal.application for recusal in Recusal.objects.filter(member=one)} == set(files)
    told = Message.objects.filter(event__startswith="labels/conflicts")
    assert list(told.filter(event="labels/conflicts_found").values_list("to", flat=True)) == [one.email]
    daect = set(people(DAECT_ROLES, TODAY).values_list("email", flat=True))
    assert set(told.filter(event="labels/conflicts_to_know").values_list("to", flat=True)) == daect
    assert told.count() == 1 + len(daect)
    for mail in told:
        assert mail.title in (
            "Votre organisme employeur : 3 déports enregistrés",
            f"Comité de sélection : 3 déports {french.of(str(one))}",
        )
        for application in files:
            assert (
                f"– {application.number} ({application.organisation}), séance du 1er avril 2026" in mail.body
            )
        assert "appartient à l’organisme d’un expert du dossier" in mail.body


@pytest.mark.parametrize(
    ("employer", "like"),
    [
        ("L’Haÿ-les-Roses", APPLICANT),
        ("Métropole de L’Hay les Roses", APPLICANT),
        ("Mairie d’Angers", ""),
        ("Saint-Étienne", ""),
        ("Ville", ""),
    ],
)
def test_l8_a_name_that_resembles_is_proposed_and_decides_nothing(employer, like):
    one, application = member(employer), lodged()
    officer = factories.member(Role.OFFICER)
    admission.admit(application=application, session=labels.session(one), by=officer, at=AT)
    assert not application.recusals.exists()
    assert rules.may_read_as_member(one, application, TODAY)
    doubts = selectors.doubtful_conflicts(application, TODAY)
    assert [(doubt.member, doubt.body) for doubt in doubts] == ([(one, like)] if like else [])


@pytest.mark.usefixtures("clock")
def test_l8_daect_reads_what_to_verify_and_records_a_recusal_where_the_rule_allows_it(client):
    one, officer = member("Commune de L’Haÿ-les-Roses"), factories.member(Role.OFFICER)
    application = lodged()
    client.force_login(officer)
    page = reverse("labels:application", args=[application.public_id])
    act = reverse("labels:application_set_aside", args=[application.public_id])
    assert act not in client.get(page).content.decode()
    admission.admit(application=application, session=labels.session(one), by=officer, at=AT)
    said = client.get(page).content.decode()
    assert act in said
    assert f"À vérifier&nbsp;:</strong> {one} a pour employeur" in said
    set_aside(application=application, member=one, reasons="Son employeur.", by=officer, at=AT)
    said = client.get(page).content.decode()
    assert act not in said
    assert "À vérifier" not in said
