"""The conflicts of interest found between a member of the committee and a file (spec L8)."""

import pytest
from django.urls import reverse

from expect.accounts import memberships
from expect.accounts.enums import Role
from labels import admission, invitations, rules
from labels.enums import ExpertCategory, PartnerKind, RecusalGround
from labels.recusals import find_recusals
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
    assert len(find_recusals(session, at=AT)) == 1
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
