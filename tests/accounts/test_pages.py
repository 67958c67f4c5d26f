"""The pages of accounts, opened and filled in as people do."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from expect.accounts import invitations, openings
from expect.accounts.enums import OpeningState, OrganisationKind, Role, SignedAct
from expect.accounts.models import AccountOpening, Invitation, Organisation, SigningAuthority, User
from expect.audit.models import Entry
from expect.notifications.models import Message
from tests import factories
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LONG = "É" * 300
HOSTILE = '<script>alert("x")</script> 😀'
OPENING = {
    "function": "Responsable de l’international",
    "role": "editor",
    "signatory_capacity": "Maire",
    "signatory_first_name": "Paule",
    "signatory_last_name": "Marchand",
    "signatory_email": "paule@mairie.test",
}


@pytest.fixture
def body():
    return factories.organisation(name="Ville de Test", siren="214401093")


@pytest.fixture
def stranger(client):
    person = factories.user()
    client.force_login(person)
    return person


@pytest.fixture
def signatory(client, body):
    person = factories.member(Role.SIGNATORY, body)
    client.force_login(person)
    return person


def text(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def opening_of(person, body, **fields) -> AccountOpening:
    return openings.request_opening(organisation=body, by=person, at=AT, **OPENING | fields)


def token_of(invitation: Invitation) -> str:
    message = Message.objects.get(event="accounts/invitation", subject_id=invitation.public_id)
    return re.search(r"/invitation/([\w-]+)/", message.body)[1]


# ---------------------------------------------------------------- arriving


def test_without_role_one_is_led_to_ones_body(client, stranger, body):
    response = client.get(reverse("dashboard:work_list"))
    assert response.url == reverse("accounts:find_body")
    page = text(client.get(response.url))
    assert "Ouvrir le compte de votre organisme" in page
    assert f'data-url="{reverse("accounts:body_search")}"' in page


def test_without_javascript_the_page_shows_what_was_found(client, stranger, body):
    page = text(client.get(reverse("accounts:find_body"), {"organisme_text": "vïlle de TEST"}))
    assert reverse("accounts:request_opening", args=[body.public_id]) in page
    page = text(client.get(reverse("accounts:find_body"), {"organisme_text": HOSTILE}))
    assert "Aucun organisme ne correspond" in page
    assert "<script>alert" not in page


def test_with_javascript_the_chosen_body_leads_to_its_form(client, stranger, body):
    found = client.get(reverse("accounts:body_search"), {"q": "ville de test"}).json()
    assert found == [{"value": body.public_id, "label": "Ville de Test", "detail": "Commune"}]
    response = client.get(reverse("accounts:find_body"), {"organisme_text": "x", "organisme": body.public_id})
    assert response.url == reverse("accounts:request_opening", args=[body.public_id])


def test_asking_for_an_account_then_twice(client, stranger, body):
    url = reverse("accounts:request_opening", args=[body.public_id])
    response = client.post(url, OPENING)
    assert response.url == reverse("accounts:find_body")
    page = text(client.get(response.url))
    assert "Votre demande pour « Ville de Test » est envoyée." in page
    assert "Vos demandes" in page
    again = client.post(url, OPENING)
    assert "Vous avez déjà demandé l’ouverture du compte" in text(again)
    assert AccountOpening.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"function": LONG}, "150 caractères"),
        ({"function": ""}, "obligatoire"),
        ({"function": "a\nb"}, "une seule ligne"),
        ({"role": "head"}, "Ce choix n’est pas, ou n’est plus, dans la liste"),
        ({"signatory_email": ""}, "Dites qui signera"),
        ({"signatory_email": "pas une adresse"}, "adresse"),
        ({"signatory_last_name": LONG}, "80 caractères"),
    ],
)
def test_a_wrong_request_says_how_to_mend_and_loses_nothing(client, stranger, body, fields, sentence):
    response = client.post(reverse("accounts:request_opening", args=[body.public_id]), OPENING | fields)
    page = text(response)
    assert response.status_code == 200
    assert sentence in page
    assert 'value="Paule"' in page
    assert not AccountOpening.objects.exists()


def test_hostile_text_is_kept_and_escaped(client, stranger, body):
    client.post(reverse("accounts:request_opening", args=[body.public_id]), OPENING | {"function": HOSTILE})
    opening = AccountOpening.objects.get()
    assert opening.function == HOSTILE
    client.force_login(factories.member(Role.OFFICER))
    page = text(client.get(opening.get_absolute_url()))
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_where_there_is_an_account_its_people_are_asked(client, stranger, body):
    colleague = factories.member(Role.EDITOR, body)
    response = client.get(reverse("accounts:request_opening", args=[body.public_id]))
    assert response.url == reverse("accounts:ask_colleagues", args=[body.public_id])
    page = text(client.get(response.url))
    assert colleague.email not in page
    client.post(response.url, {"function": "Juriste"})
    assert Message.objects.get().to == colleague.email


def test_whose_body_it_is_already_goes_to_its_page(client, signatory, body):
    response = client.get(reverse("accounts:request_opening", args=[body.public_id]))
    assert response.url == body.get_absolute_url()


BY_HAND = {
    "kind": OrganisationKind.SYNDICAT,
    "name": "Syndicat des eaux",
    "siren": "200 054 781",
    "department": "",
}


def test_l1_a_body_is_entered_by_hand_with_a_checked_siren(client, stranger):
    client.post(reverse("accounts:enter_body"), BY_HAND | OPENING)
    assert AccountOpening.objects.get().organisation.siren == "200054781"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"siren": "200 054 782"}, "Ce SIREN n’existe pas"),
        ({"siren": "20005478100014"}, "SIRET"),
        ({"siren": "214 401 093"}, "figure dans la liste"),
        ({"name": "x" * 301}, "300 caractères"),
        ({"kind": "empire"}, "Ce choix n’est pas, ou n’est plus, dans la liste"),
    ],
)
def test_l1_a_wrong_body_says_how_to_mend(client, stranger, body, fields, sentence):
    page = text(client.post(reverse("accounts:enter_body"), BY_HAND | OPENING | fields))
    assert sentence in page
    assert not AccountOpening.objects.exists()
    assert Organisation.objects.count() == 1


def test_a_name_of_300_characters_is_shown_everywhere(client, stranger):
    client.post(reverse("accounts:enter_body"), BY_HAND | OPENING | {"name": LONG})
    opening = AccountOpening.objects.get()
    assert opening.organisation.name == LONG
    client.force_login(factories.member(Role.OFFICER))
    for name in ("accounts:openings", "dashboard:work_list", "dashboard:notices"):
        assert client.get(reverse(name)).status_code == 200
    response = client.post(reverse("accounts:approve_opening", args=[opening.public_id]))
    assert response.url == opening.get_absolute_url()
    assert all(len(message.title) <= 250 for message in Message.objects.all())


# ---------------------------------------------------------------- DAECT answers


def test_daect_opens_the_account(client, body):
    opening = opening_of(factories.user(), body)
    client.force_login(factories.member(Role.OFFICER))
    assert "Ville de Test" in text(
        client.get(reverse("accounts:openings"), {"q": "ville", "state": "pending"})
    )
    assert "En attente de la DAECT" in text(client.get(opening.get_absolute_url()))
    approve = reverse("accounts:approve_opening", args=[opening.public_id])
    assert "reçoit à paule@mairie.test une invitation" in text(client.get(approve))
    said = text(client.get(approve)).replace("\u00a0", " ")
    assert "reçoit le rôle « Rédactrice ou rédacteur » de" in said
    page = text(client.post(approve, follow=True))
    assert "Le compte de « Ville de Test » est ouvert." in page
    assert "Cette demande est déjà acceptée." in page
    assert client.post(approve).status_code == 409


def test_daect_refuses_with_a_reason(client, body):
    opening = opening_of(factories.user(), body)
    client.force_login(factories.member(Role.OFFICER))
    refuse = reverse("accounts:refuse_opening", args=[opening.public_id])
    assert "Écrivez quelques lignes." in text(client.post(refuse, {"reason": "  "}))
    page = text(client.post(refuse, {"reason": "Adresse privée."}, follow=True))
    assert "Motif du refus" in page
    opening.refresh_from_db()
    assert opening.state == OpeningState.REFUSED
    client.force_login(opening.requested_by)
    assert "Adresse privée." in text(client.get(reverse("accounts:find_body")))


def test_a_request_answered_meanwhile_says_so(client, body):
    officer = factories.member(Role.OFFICER)
    opening = opening_of(factories.user(), body)
    client.force_login(officer)
    openings.refuse_opening(opening=opening, reason="Non.", by=officer, at=AT)
    response = client.post(reverse("accounts:approve_opening", args=[opening.public_id]))
    assert response.status_code == 409
    assert "Cette demande est déjà refusée." in text(response)


# ---------------------------------------------------------------- one's body


GUEST = {
    "first_name": "Léa",
    "last_name": "Petit",
    "email": "Lea@mairie.test",
    "role": "editor",
    "capacity": "",
}


def test_the_body_shows_its_people_and_who_is_expected(client, signatory, body):
    colleague = factories.member(Role.EDITOR, body)
    stranger = factories.member(Role.EDITOR)
    client.post(reverse("accounts:invite_colleague", args=[body.public_id]), GUEST)
    page = text(client.get(body.get_absolute_url()))
    assert colleague.email in page
    assert "lea@mairie.test" in page
    assert stranger.email not in page


def test_a_colleague_is_not_invited_as_signatory(client, signatory, body):
    response = client.post(
        reverse("accounts:invite_colleague", args=[body.public_id]), GUEST | {"role": "signatory"}
    )
    assert "Ce choix n’est pas, ou n’est plus, dans la liste" in text(response)
    assert not Invitation.objects.exists()


def test_daect_invites_a_signatory(client, body):
    client.force_login(factories.member(Role.OFFICER))
    client.post(reverse("accounts:invite_colleague", args=[body.public_id]), GUEST | {"role": "signatory"})
    assert Invitation.objects.get().role == Role.SIGNATORY


def test_the_same_invitation_twice_is_one(client, signatory, body):
    url = reverse("accounts:invite_colleague", args=[body.public_id])
    client.post(url, GUEST)
    assert "Une invitation attend déjà lea@mairie.test" in text(client.post(url, GUEST))
    assert Message.objects.filter(event="accounts/invitation").count() == 1


def test_an_invitation_is_called_back(client, signatory, body):
    client.post(reverse("accounts:invite_colleague", args=[body.public_id]), GUEST)
    invitation = Invitation.objects.get()
    page = text(client.get(body.get_absolute_url()))
    assert "(lea@mairie.test), rédaction" in page, "one person, not both genders (spec X7)"
    client.post(reverse("accounts:revoke_invitation", args=[invitation.public_id]))
    client.logout()
    response = client.get(reverse("accounts:invitation", args=[token_of(invitation)]))
    assert response.status_code == 410
    assert "Cette invitation a été annulée." in text(response)


def test_a_role_is_ended_and_the_next_request_goes_without_it(client, signatory, body):
    colleague = factories.member(Role.EDITOR, body)
    role = colleague.memberships.get()
    end = reverse("accounts:end_membership", args=[role.public_id])
    assert "perd aussitôt le rôle" in text(client.get(end))
    assert client.post(end).url == body.get_absolute_url()
    client.force_login(User.objects.get(pk=colleague.pk))
    assert client.get(body.get_absolute_url()).status_code == 404


# ---------------------------------------------------------------- taking an invitation


def test_x1_anothers_body_role_and_request_are_not_found_and_the_attempts_are_traced(client, body):
    role = factories.member(Role.EDITOR, body).memberships.get()
    opening = opening_of(factories.user(), factories.organisation())
    person = factories.member(Role.SIGNATORY, factories.organisation())
    client.force_login(person)
    end = reverse("accounts:end_membership", args=[role.public_id])
    for address in (body.get_absolute_url(), end, opening.get_absolute_url()):
        assert client.get(address).status_code == 404
    refused = Entry.objects.filter(action="refused_reading", actor=person.public_id)
    assert list(refused.order_by("id").values_list("subject_id", flat=True)) == [
        body.public_id,
        role.public_id,
        opening.public_id,
    ]


@pytest.fixture
def invitation(body):
    by = factories.member(Role.SIGNATORY, body)
    return invitations.invite(
        by=by, at=AT, organisation=body, **GUEST | {"email": "lea@mairie.test", "role": Role.EDITOR}
    )


def test_opening_the_link_changes_nothing(client, invitation):
    url = reverse("accounts:invitation", args=[token_of(invitation)])
    for _ in range(3):
        assert client.get(url).status_code == 200
    assert client.head(url).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email="lea@mairie.test").exists()


def test_somebody_new_gets_an_account_and_the_role_in_one_page(client, invitation):
    url = reverse("accounts:invitation", args=[token_of(invitation)])
    page = text(client.get(url))
    assert 'value="Léa"' in page
    short = client.post(url, {"first_name": "Léa", "last_name": "Petit", "password": "court"})
    assert "12 caractères" in text(short)
    response = client.post(url, {"first_name": "Léa", "last_name": "Petit", "password": ""})
    assert response.url == reverse("dashboard:work_list")
    page = text(client.get(response.url))
    assert "Bienvenue" in page
    assert "Rédactrice ou rédacteur — Ville de Test" in page


def test_who_has_an_account_signs_in_then_accepts(client, invitation):
    person = factories.user(email="lea@mairie.test")
    url = reverse("accounts:invitation", args=[token_of(invitation)])
    page = text(client.get(url))
    assert f"{reverse('account_login')}?next=/invitation/" in page
    refused = client.post(url, {"first_name": "x", "last_name": "y", "password": ""})
    assert refused.url == url
    client.force_login(person)
    assert "Accepter l’invitation" in text(client.get(url))
    page = text(client.post(url, follow=True))
    assert "vous avez le rôle « Rédactrice ou rédacteur — Ville de Test »" in page
    assert client.get(url).url == reverse("dashboard:work_list")


def test_a_double_click_on_the_invitation_arrives_at_work(client, invitation):
    """The second answer is the one that the browser shows."""
    url = reverse("accounts:invitation", args=[token_of(invitation)])
    given = {"first_name": "Léa", "last_name": "Petit", "password": ""}
    client.post(url, given)
    assert client.post(url, given).url == reverse("dashboard:work_list")
    late = Client().post(url, given)
    assert late.status_code == 410
    assert "déjà servi : connectez-vous" in text(late)
    assert User.objects.filter(email="lea@mairie.test").count() == 1


@pytest.mark.parametrize(
    "weak", ["azertyuiop12", "Motdepasse2026!", "123456789012", "lea@mairie.test", "aaaaaaaaaaaaa"]
)
def test_a_password_that_is_guessed_first_is_refused_with_a_way_out(client, invitation, weak):
    url = reverse("accounts:invitation", args=[token_of(invitation)])
    page = text(client.post(url, {"first_name": "Léa", "last_name": "Petit", "password": weak}))
    assert "Une phrase de quatre ou cinq mots convient bien." in page.split("fr-message--error")[1]
    assert not User.objects.filter(email="lea@mairie.test").exists()


def test_somebody_else_cannot_take_it(client, invitation):
    thief = factories.user()
    client.force_login(thief)
    url = reverse("accounts:invitation", args=[token_of(invitation)])
    page = text(client.get(url))
    assert "adressée à une autre" in page
    assert "lea@mairie.test" not in page
    assert client.post(url).status_code == 403
    assert not thief.memberships.exists()


def test_too_late_is_said(client, invitation, clock):
    clock.move_to(AT + timedelta(days=15))
    response = client.get(reverse("accounts:invitation", args=[token_of(invitation)]))
    assert response.status_code == 410
    assert "Cette invitation a expiré." in text(response)


# ---------------------------------------------------------------- profile, settings


def test_one_keeps_ones_names_and_sees_ones_roles(client, signatory):
    url = reverse("accounts:profile")
    page = text(client.get(url))
    assert "Signataire — Ville de Test" in page
    assert "depuis le 2 mars 2025" in page
    client.post(url, {"first_name": " Zoé ", "last_name": "Ünal", "phone": "01 23 45 67 89"})
    signatory.refresh_from_db()
    assert (signatory.first_name, signatory.last_name, signatory.phone) == ("Zoé", "Ünal", "01 23 45 67 89")
    assert "80 caractères" in text(client.post(url, {"first_name": LONG, "last_name": "x", "phone": ""}))


@pytest.fixture
def administrator(client):
    person = factories.member(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def test_the_administrator_finds_people(client, administrator, signatory, body):
    client.force_login(administrator)
    page = text(client.get(reverse("accounts:people"), {"q": signatory.email, "role": "signatory"}))
    assert signatory.email in page
    assert administrator.email not in page.split("<table>")[1]
    exported = (
        client.get(reverse("accounts:people"), {"role": "signatory", "export": "csv"}).getvalue().decode()
    )
    assert signatory.email in exported
    assert administrator.email not in exported


def test_the_administrator_invites_an_agent_to_their_post(client, administrator):
    post = factories.post()
    given = GUEST | {"role": "post_agent", "post": ""}
    url = reverse("accounts:invite_person")
    assert "Choisissez le poste de cet agent." in text(client.post(url, given))
    assert "Ce rôle ne dépend d’aucun poste" in text(
        client.post(url, given | {"role": "head", "post": post.pk})
    )
    client.post(url, given | {"post": post.pk})
    assert Invitation.objects.get().post == post
    assert "lea@mairie.test" in text(client.get(reverse("accounts:invitations")))


def test_the_posts_with_their_countries_and_agents(client, administrator):
    post = factories.post(factories.country("SN", "Sénégal"), factories.country("GM", "Gambie"))
    factories.member(Role.POST_AGENT, post)
    page = text(client.get(reverse("accounts:posts")))
    assert "Gambie, Sénégal" in page
    assert re.search(r'data-label="Agents"[^>]*>\s*1\s*<', page)


def test_x12_a_delegation_is_recorded_then_ended(client):
    head = factories.head(signs=False)
    client.force_login(head)
    given = {
        "user": head.pk,
        "scope": SignedAct.DECISION,
        "capacity": "Délégué",
        "text_reference": "Décret du 1er janvier 2026",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-01",
    }
    url = reverse("accounts:grant_signature")
    assert "Le dernier jour précède le premier" in text(client.post(url, given))
    absurd = text(client.post(url, given | {"starts_on": "0001-01-01", "ends_on": ""}))
    assert "indiquez une date de 2000 à 2046" in absurd
    assert "0001-01-01" in absurd
    client.post(url, given | {"ends_on": ""})
    authority = SigningAuthority.objects.get()
    again = text(client.post(url, given | {"starts_on": "2026-03-05", "ends_on": "", "capacity": "Adjointe"}))
    assert f"{head} a déjà une délégation pour ces actes, à partir du 2 mars 2026, sans terme" in again
    assert "mettez-y fin d’abord" in again
    assert "Adjointe" in again
    past = given | {"starts_on": "2025-01-01", "ends_on": "2025-12-31"}
    assert "a pu signer jusqu’au 31 décembre 2025" in text(client.post(url, past, follow=True))
    to_come = given | {"scope": SignedAct.DIPLOMA, "starts_on": "2026-04-01", "ends_on": ""}
    assert "pourra signer à partir du 1er avril 2026" in text(client.post(url, to_come, follow=True))
    assert SigningAuthority.objects.exclude(pk=authority.pk).count() == 2
    assert authority.ends_on is None
    assert "Décret du 1er janvier 2026" in text(client.get(reverse("accounts:signatures")))
    client.post(reverse("accounts:end_signature", args=[authority.public_id]), {"ends_on": "2026-03-02"})
    authority.refresh_from_db()
    assert authority.ends_on == TODAY


def test_whose_last_role_has_ended_is_told_so_and_whom_to_write_to(client, stranger, body):
    assert "a pris fin" not in text(client.get(reverse("accounts:find_body")))
    factories.member(Role.EDITOR, body, person=stranger, ends_on=TODAY - timedelta(days=3))
    page = text(client.get(reverse("dashboard:work_list"), follow=True))
    assert "Votre rôle « Rédactrice ou rédacteur — Ville de Test » a pris fin le 27 février 2026" in page
    assert "mailto:" in page.split("a pris fin")[1]
    factories.member(Role.OFFICER, person=stranger)
    assert "a pris fin" not in text(client.get(reverse("accounts:find_body")))


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.OFFICER])
def test_x12_only_the_head_may_be_given_a_signature(client, administrator, role):
    outsider = factories.member(role)
    response = client.post(reverse("accounts:grant_signature"), {"user": outsider.pk})
    assert "Ce choix n’est pas, ou n’est plus, dans la liste" in text(response)


def test_the_staff_corrects_bodies_and_deletes_none(client, body):
    person = factories.user(is_staff=True, is_superuser=True)
    client.force_login(person)
    assert "Ville de Test" in text(client.get("/administration/accounts/organisation/", {"q": "VÎLLE test"}))
    assert client.get(f"/administration/accounts/organisation/{body.pk}/change/").status_code == 200
    assert client.get(f"/administration/accounts/organisation/{body.pk}/delete/").status_code == 403


# ---------------------------------------------------------------- a role that ended


@pytest.mark.parametrize("days", [0, 1])
def test_x1_a_form_sent_after_the_role_ended_says_so_and_keeps_the_text(client, clock, body, days):
    officer = factories.member(Role.OFFICER)
    opening = opening_of(factories.user(), body)
    client.force_login(officer)
    page = reverse("accounts:refuse_opening", args=[opening.public_id])
    assert client.get(page).status_code == 200
    role = officer.memberships.get()
    role.ends_on, role.ended_at = TODAY - timedelta(days=days), None if days else AT
    role.save()
    typed = "Un motif <b>long</b>, que personne ne veut retaper."
    answer = client.post(page, {"reason": typed})
    assert answer.status_code == 403
    assert "Votre rôle « Chargée ou chargé de mission DAECT » a pris fin le" in text(answer)
    assert "Un motif &lt;b&gt;long&lt;/b&gt;, que personne ne veut retaper." in answer.content.decode()
    opening.refresh_from_db()
    assert opening.state == OpeningState.PENDING


def test_x1_a_role_ended_for_long_is_an_ordinary_404(client, clock, body):
    former = factories.member(Role.OFFICER, ends_on=TODAY - timedelta(days=2))
    opening = opening_of(factories.user(), body)
    client.force_login(former)
    page = reverse("accounts:refuse_opening", args=[opening.public_id])
    assert client.post(page, {"reason": "Un motif assez long."}).status_code == 404
