"""The conflicts of interest found between a member of the committee and a file (spec L8)."""

import pytest
from django.urls import reverse

from expect.accounts import memberships
from expect.accounts.enums import DAECT_ROLES, Role
from expect.accounts.selectors import people
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed, Refusal, StateChanged
from expect.notifications.models import Message
from labels import admission, agenda, committee, invitations, rules, selectors
from labels.enums import ExpertCategory, PartnerKind, RecusalGround
from labels.models import Recusal
from labels.recusals import clear_doubt, find_recusals, lift, set_aside, step_aside
from labels.work import work_items
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
PARTNER = "Université de Saint-Étienne"
APPLICANT = "Ville de L’Haÿ-les-Roses"
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


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


def certain(user, application, on=TODAY):
    experts = rules.with_addresses(rules.experts_lodged([application]))
    return rules.conflict_of(user, application, on, experts[application.pk])


def doubts(user, application, on=TODAY):
    """(ground, whether the whole name is the same) of what is to be verified."""
    found = rules.pending_doubts([user], [application], on)
    return [(doubt.ground, doubt.whole) for doubt in found.get((application.pk, user.pk), ())]


@pytest.mark.parametrize(
    ("employer", "person", "found"),
    [
        ("", {}, []),
        ("Université de Saint-Denis", {}, []),
        ("Saint-Étienne", {}, []),
        (PARTNER, {}, [(RecusalGround.EXPERT_BODY, True)]),
        ("UNIVERSITE DE SAINT ETIENNE", {}, [(RecusalGround.EXPERT_BODY, True)]),
        (APPLICANT, {}, [(RecusalGround.OWN_BODY, True)]),
        ("VILLE DE L'HAY LES ROSES", {}, [(RecusalGround.OWN_BODY, True)]),
        (
            PARTNER,
            {"first_name": "ALIX", "last_name": "Rénaud"},
            [(RecusalGround.EXPERT_BODY, True), (RecusalGround.NAMED_EXPERT, True)],
        ),
        ("Métropole de L’Hay les Roses", {}, [(RecusalGround.OWN_BODY, False)]),
    ],
)
def test_l8_a_name_alone_is_to_be_verified_and_binds_nobody(employer, person, found):
    one, application = member(employer, **person), lodged()
    assert certain(one, application) == ""
    assert doubts(one, application) == found


def test_l8_the_address_of_an_expert_is_a_certain_tie():
    one, application = member(APPLICANT, email="ALIX@exemple.test"), lodged()
    assert certain(one, application) == RecusalGround.NAMED_EXPERT
    assert doubts(one, application) == []


def test_l8_a_body_for_which_one_acts_is_compared_with_those_of_the_experts():
    body = factories.organisation(name="UNIVERSITÉ de Saint Etienne")
    one = member()
    application = lodged()
    assert doubts(one, application) == []
    factories.member(Role.SIGNATORY, body, person=one)
    assert doubts(one, application) == [(RecusalGround.EXPERT_BODY, True)]


def test_l8_a_body_of_the_same_name_as_the_applicant_is_another_one():
    one = factories.member(Role.EDITOR, factories.organisation(name=APPLICANT), person=member())
    application = lodged()
    assert (certain(one, application), doubts(one, application)) == ("", [])


@pytest.mark.parametrize("name", ["", "…", "—"])
def test_l8_an_empty_employer_matches_no_empty_name(name):
    assert doubts(member(name), lodged(partner="!", name="?")) == []


def test_l8_an_employer_counts_as_long_as_the_role():
    one = factories.member(Role.COMMITTEE_MEMBER, employer=PARTNER, ends_on=TODAY)
    application = lodged()
    assert doubts(one, application) == [(RecusalGround.EXPERT_BODY, True)]
    assert doubts(one, application, TODAY.replace(day=TODAY.day + 1)) == []


def test_l7_the_experts_are_those_of_the_version_lodged_whatever_the_body_has_written_since():
    one, other = member(PARTNER), member("Institut de Brest")
    application = lodged()
    body, editor = application.organisation, labels.editor(application.organisation)
    labels.sent_back(application, experts="Précisez.")
    added = labels.expert(
        body,
        editor,
        category=ExpertCategory.PARTNER,
        partner_kind=PartnerKind.UNIVERSITY,
        partner_name="Institut de Brest",
    )
    application.experts.set([added])
    assert (doubts(one, application), doubts(other, application)) == ([(RecusalGround.EXPERT_BODY, True)], [])


def test_l8_who_acts_for_the_body_of_a_file_is_set_aside_on_admission_and_on_invitation():
    application, officer = lodged(), factories.member(Role.OFFICER)
    own, late = (
        factories.member(Role.COMMITTEE_MEMBER, person=labels.editor(application.organisation))
        for _ in range(2)
    )
    session = labels.session(own, member(APPLICANT), member("Autre"))
    admission.admit(application=application, session=session, by=officer, at=AT)
    assert dict(application.recusals.values_list("member", "ground")) == {own.pk: RecusalGround.OWN_BODY}
    invitations.invite_members(session=session, members=[late], by=officer, at=AT)
    assert set(application.recusals.values_list("member", flat=True)) == {own.pk, late.pk}


EVERY = (
    rules.may_read_as_member,
    rules.may_read_attachments,
    rules.may_give_opinion,
    rules.may_read_opinions,
)


@pytest.mark.parametrize("employer", [APPLICANT, PARTNER])
def test_l8_before_it_is_verified_the_file_is_closed_and_nothing_is_recorded(employer):
    one = member()
    application = lodged()
    session = labels.session(one, member())
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    assert rules.may_read_as_member(one, application, TODAY)
    administrator = factories.member(Role.ADMINISTRATOR)
    given = {"membership": one.memberships.get(), "by": administrator, "at": AT}
    memberships.set_employer(employer=employer, **given)
    now = type(one).objects.get(pk=one.pk)
    assert all("À confirmer" in rule(now, application, TODAY).reason for rule in EVERY)
    assert rules.may_step_aside(now, application, TODAY)
    assert find_recusals(session, at=AT) == []
    assert not Recusal.objects.exists()
    with pytest.raises(committee.Unverified, match=str(one)):
        labels.held(session)
    memberships.set_employer(employer="Autre", **given)  # put right: no trace is left
    assert rules.may_read_as_member(type(one).objects.get(pk=one.pk), application, TODAY)


@pytest.fixture
def doubtful():
    """A file on an agenda, and a member whose employer it names; a second member, whom nothing binds."""
    one, officer = member(APPLICANT), factories.member(Role.OFFICER)
    application = lodged()
    session = labels.session(one, member("Autre"), by=officer)
    admission.admit(application=application, session=session, by=officer, at=AT)
    return application, one, officer


def test_l8_a_tie_that_is_set_aside_opens_the_file_for_good_and_says_why(doubtful):
    application, one, officer = doubtful
    given = {"application": application, "member": one, "by": officer, "at": AT}
    with pytest.raises(Refusal, match="en une phrase"):
        clear_doubt(reasons=" ", **given)
    (cleared,) = clear_doubt(reasons="L’autre ville de ce nom.", **given)
    assert (cleared.own, cleared.named, cleared.cleared_by) == (APPLICANT, APPLICANT, officer)
    assert rules.may_read_as_member(one, application, TODAY)
    with pytest.raises(Refusal, match="plus à confirmer"):
        clear_doubt(reasons="Encore.", **given)
    line = Entry.objects.get(action="clear_doubt")
    assert line.details == {"person": one.public_id, "grounds": ["own_body"]}
    (mail,) = Message.objects.filter(event="labels/doubt_cleared")
    assert mail.to == one.email
    assert "Motif :\nL’autre ville de ce nom." in mail.body.translate(SPACES)
    held = labels.held(application.session)
    assert selectors.tallies(held, [application])[application.pk].sitting == 2


def test_l8_nobody_but_daect_verifies_or_lifts(doubtful):
    application, one, officer = doubtful
    with pytest.raises(NotAllowed):
        clear_doubt(application=application, member=one, reasons="Non.", by=one, at=AT)
    recusal = set_aside(application=application, member=one, reasons="Son employeur.", by=officer, at=AT)
    with pytest.raises(NotAllowed):
        lift(recusal=recusal, reasons="Non.", by=one, at=AT)


def test_l8_a_recusal_lifted_counts_no_more_here_nor_later_and_the_member_is_told(doubtful):
    application, one, officer = doubtful
    session = application.session
    recusal = set_aside(application=application, member=one, reasons="Son employeur.", by=officer, at=AT)
    assert not rules.may_read_as_member(one, application, TODAY)
    with pytest.raises(Refusal, match="en une phrase"):
        lift(recusal=recusal, reasons="", by=officer, at=AT)
    lift(recusal=recusal, reasons="Une autre ville.", by=officer, at=AT)
    assert "À confirmer" in rules.may_give_opinion(one, application, TODAY).reason
    clear_doubt(application=application, member=one, reasons="Une autre ville.", by=officer, at=AT)
    assert rules.may_give_opinion(one, application, TODAY)
    tally = selectors.tallies(session, [application])[application.pk]
    assert (tally.sitting, tally.recusals) == (2, ())
    (file,) = selectors.agenda_of_member(one, session)
    assert not file.is_aside
    assert Entry.objects.get(action="lift_recusal").details["recusal"] == recusal.public_id
    (mail,) = Message.objects.filter(event="labels/recusal_lifted")
    assert mail.to == one.email
    assert "votre déport est levé" in mail.title.translate(SPACES)
    assert "Motif :\nUne autre ville." in mail.body.translate(SPACES)
    assert "Elle vérifie encore un lien de nom" in mail.body
    agenda.take_off(application=application, reason="Trop tôt.", by=officer, at=AT)
    other = labels.session(one, member(), by=officer)
    admission.admit(application=application, session=other, by=officer, at=AT)
    assert not Recusal.objects.filter(session=other).exists()
    with pytest.raises(NotAllowed, match="déjà levé"):
        lift(recusal=Recusal.objects.get(), reasons="Encore.", by=officer, at=AT)
    again = set_aside(application=application, member=one, reasons="Son frère.", by=officer, at=AT)
    assert again != recusal


def test_l8_lifted_it_counts_no_more_in_a_session_to_which_the_file_comes_back(doubtful):
    application, one, officer = doubtful
    first, second = application.session, labels.session(one, member())
    set_aside(application=application, member=one, reasons="Son employeur.", by=officer, at=AT)
    for session in (second, first):
        agenda.take_off(application=application, reason="Trop tôt.", by=officer, at=AT)
        admission.admit(application=application, session=session, by=officer, at=AT)
        assert not rules.may_read_as_member(one, application, TODAY)
        if session == second:
            lift(recusal=Recusal.objects.get(session=second), reasons="Erreur.", by=officer, at=AT)
            clear_doubt(application=application, member=one, reasons="Erreur.", by=officer, at=AT)
            break
    assert rules.may_read_as_member(one, application, TODAY)
    agenda.take_off(application=application, reason="Trop tôt.", by=officer, at=AT)
    admission.admit(application=application, session=first, by=officer, at=AT)
    assert rules.may_read_as_member(one, application, TODAY)
    assert selectors.tallies(first, [application])[application.pk].sitting == 2


def test_l8_a_certain_tie_is_not_lifted_and_none_is_once_the_session_is_held():
    application, officer = lodged(), factories.member(Role.OFFICER)
    own = factories.member(Role.COMMITTEE_MEMBER, person=labels.editor(application.organisation))
    other = member()
    session = labels.session(own, other, member(), by=officer)
    admission.admit(application=application, session=session, by=officer, at=AT)
    with pytest.raises(NotAllowed, match="certain"):
        lift(recusal=Recusal.objects.get(member=own), reasons="Si.", by=officer, at=AT)
    recusal = set_aside(application=application, member=other, reasons="Son frère.", by=officer, at=AT)
    labels.held(session)
    with pytest.raises(NotAllowed, match="ne s’est pas tenue"):
        lift(recusal=Recusal.objects.get(pk=recusal.pk), reasons="Trop tard.", by=officer, at=AT)


@pytest.mark.usefixtures("clock")
def test_l8_the_pages_verify_a_tie_then_lift_a_recusal(client, doubtful):
    application, one, officer = doubtful
    client.force_login(one)
    own = client.get(reverse("labels:own_session", args=[application.session.public_id])).content.decode()
    assert "À confirmer" in own
    assert f'{reverse("labels:reading", args=[application.public_id])}"' not in own
    assert reverse("labels:opinion_step_aside", args=[application.public_id]) in own
    client.force_login(officer)
    said = client.get(reverse("labels:session", args=[application.session.public_id])).content.decode()
    assert f"À confirmer&nbsp;: {one}" in said
    page = reverse("labels:application", args=[application.public_id])
    said = client.get(page).content.decode()
    aside, clear = (
        reverse(f"labels:{act}", args=[application.public_id]) + f"?membre={one.public_id}"
        for act in ("application_set_aside", "application_clear_doubt")
    )
    assert aside in said
    assert clear in said
    assert "ce dossier cite" in client.get(aside).content.decode()
    client.post(aside, {"member": one.pk, "reasons": "Son employeur."})
    lifting = reverse("labels:recusal_lift", args=[Recusal.objects.get().public_id])
    assert lifting in client.get(page).content.decode()
    client.post(lifting, {"reasons": "Une autre ville."})
    said = client.get(page).content.decode()
    assert "<strong>Levé</strong>" in said
    assert "Une autre ville." in said
    assert "À confirmer" in said  # the lifting verifies nothing


@pytest.mark.usefixtures("clock")
def test_l8_the_pages_refuse_it_in_words(client):
    one = member(PARTNER)
    application = lodged()
    admission.admit(
        application=application, session=labels.session(one), by=factories.member(Role.OFFICER), at=AT
    )
    client.force_login(one)
    for page in ("reading", "opinion_give"):
        refused = client.get(reverse(f"labels:{page}", args=[application.public_id]))
        assert refused.status_code == 403
        assert "À confirmer" in refused.content.decode()


def test_l8_conflicts_are_looked_for_in_as_many_questions_whatever_the_members(django_assert_num_queries):
    """The roles of all members are read at once; so are the files, their experts, the recusals."""
    officer = factories.member(Role.OFFICER)
    for size in (1, 3):
        session = labels.session(*(member("Autre") for _ in range(size)))
        for _ in range(size):
            admission.admit(application=lodged(name=f"Ville {size}"), session=session, by=officer, at=AT)
        with django_assert_num_queries(6):
            assert find_recusals(session, at=AT) == []


def test_l8_a_new_employer_is_told_once_with_every_file_to_verify_on_an_agenda_to_come():
    one, officer = member(), factories.member(Role.OFFICER)
    files = [lodged(name=name) for name in (APPLICANT, "Angers", "Brest")]
    held = labels.session(one, by=officer)
    for application, session in zip(files, (held, labels.session(one), held), strict=True):
        admission.admit(application=application, session=session, by=officer, at=AT)
    given = {"membership": one.memberships.get(), "by": factories.member(Role.ADMINISTRATOR), "at": AT}
    memberships.set_employer(employer="Autre", **given)
    assert not Message.objects.filter(event__startswith="labels/doubts").exists()
    memberships.set_employer(employer=PARTNER, **given)
    memberships.set_employer(employer=PARTNER, **given)
    assert not Recusal.objects.exists()
    told = Message.objects.filter(event__startswith="labels/doubts")
    assert list(told.filter(event="labels/doubts_found").values_list("to", flat=True)) == [one.email]
    daect = set(people(DAECT_ROLES, TODAY).values_list("email", flat=True))
    assert set(told.filter(event="labels/doubts_to_verify").values_list("to", flat=True)) == daect
    assert told.count() == 1 + len(daect)
    for mail in told:
        assert mail.title.translate(SPACES) in (
            "Votre organisme employeur : 3 liens à confirmer",
            f"Comité de sélection : 3 liens à confirmer pour {one}",
        )
        for file in files:
            line = f"– {file.number} ({file.organisation}), séance du 1er avril 2026 : « {PARTNER} »"
            assert line in mail.body.translate(SPACES)
        assert "dans des dossiers" in mail.body


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
def test_l8_a_name_that_resembles_is_proposed_and_closes_nothing(employer, like):
    one, application = member(employer), lodged()
    officer = factories.member(Role.OFFICER)
    admission.admit(application=application, session=labels.session(one), by=officer, at=AT)
    assert not application.recusals.exists()
    assert rules.may_read_as_member(one, application, TODAY)
    found = selectors.doubts_on(application, TODAY)
    assert [(doubt.member, doubt.named, doubt.whole) for doubt in found] == (
        [(one, like, False)] if like else []
    )
    labels.held(application.session)


def test_l8_what_a_member_declared_is_theirs_to_take_back():
    application, officer, one = lodged(), factories.member(Role.OFFICER), member()
    session = labels.session(one, member(), by=officer)
    admission.admit(application=application, session=session, by=officer, at=AT)
    recusal = step_aside(application=application, reasons="Mon frère y travaille.", by=one, at=AT)
    with pytest.raises(NotAllowed, match="lui seul peut y revenir"):
        lift(recusal=recusal, reasons="Non.", by=officer, at=AT)
    (file,) = selectors.agenda_of_member(one, session)
    assert file.declared_id == recusal.public_id
    lift(recusal=recusal, reasons="Il en est parti.", by=one, at=AT)
    assert rules.may_give_opinion(one, application, TODAY)
    assert not Message.objects.filter(event="labels/recusal_lifted").exists()
    (file,) = selectors.agenda_of_member(one, session)
    assert file.declared_id is None


@pytest.mark.usefixtures("clock")
def test_l8_a_member_comes_back_on_their_own_from_their_page(client):
    application, one, other = lodged(), member(), member()
    session = labels.session(one, other)
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    recusal = step_aside(application=application, reasons="Mon frère.", by=one, at=AT)
    page = reverse("labels:recusal_lift", args=[recusal.public_id])
    client.force_login(other)
    assert client.get(page).status_code == 404
    client.force_login(one)
    own = reverse("labels:own_session", args=[session.public_id])
    assert page in client.get(own).content.decode()
    assert "s’ouvrent de nouveau à vous" in client.get(page).content.decode()
    assert client.post(page, {"reasons": "Il en est parti."}).url == own
    assert page not in client.get(own).content.decode()
    (line,) = [done for done in selectors.history_of(application) if done.entry.action == "lift_recusal"]
    assert (selectors.ACTS["lift_recusal"], line.who) == ("déport levé", f"{one}, comité de sélection")


def test_l8_a_tie_to_verify_is_a_task_of_daect_and_none_of_the_member(doubtful):
    application, one, officer = doubtful
    verify = ("labels.verify_tie", application.public_id)
    assert verify in kinds(officer)
    assert "labels.give_opinion" not in [kind for kind, _ in kinds(one)]
    other = application.session.members.exclude(user=one).get().user
    assert "labels.give_opinion" in [kind for kind, _ in kinds(other)]
    clear_doubt(application=application, member=one, reasons="Une autre ville.", by=officer, at=AT)
    assert verify not in kinds(officer)
    assert ("labels.give_opinion", application.public_id) in kinds(one)


def kinds(user):
    return [row[:2] for found in work_items(user, TODAY) for row in found]


def test_l8_what_was_not_shown_is_not_set_aside_unread(doubtful):
    application, one, officer = doubtful
    seen = selectors.sight_of_doubts(selectors.doubts_on(application, TODAY))
    memberships.set_employer(
        membership=one.memberships.get(), employer=PARTNER, by=factories.member(Role.ADMINISTRATOR), at=AT
    )
    facts = {"application": application, "member": one, "reasons": "Non.", "by": officer, "at": AT}
    with pytest.raises(StateChanged, match="ont changé"):
        clear_doubt(**facts, seen=seen)
    seen = selectors.sight_of_doubts(selectors.doubts_on(application, TODAY))
    assert clear_doubt(**facts, seen=seen)


def test_l8_once_the_committee_met_a_new_employer_closes_nothing(doubtful):
    application, one, officer = doubtful
    clear_doubt(application=application, member=one, reasons="Une autre ville.", by=officer, at=AT)
    labels.held(application.session)
    memberships.set_employer(
        membership=one.memberships.get(), employer=PARTNER, by=factories.member(Role.ADMINISTRATOR), at=AT
    )
    application.refresh_from_db()
    assert rules.may_read_as_member(one, application, TODAY)


def test_l8_the_holding_names_the_ties_left(doubtful):
    application, one, _ = doubtful
    left = committee.ties_to_verify(application.session, [application], TODAY)
    assert left == f"{one} ({application.number})"
