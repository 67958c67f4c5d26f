"""Signing in, up and out: by password, by e-mailed code; every mail leaves by the outbox (spec X3)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from expect.accounts.models import User
from expect.notifications.models import Message
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "motdepasse-de-test"
NEW_PASSWORD = "une phrase assez longue"


@pytest.fixture
def person():
    user = factories.user(email="camille@exemple.test")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code() -> str:
    """The code of the last mail."""
    return re.search(r"\d{4}-\d{4}", Message.objects.latest("id").body)[0]


def signed_in(client) -> str:
    return client.session.get("_auth_user_id", "")


def text(response) -> str:
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def test_by_password(client, person):
    response = client.post(reverse("account_login"), {"login": "Camille@Exemple.test", "password": PASSWORD})
    assert response.url == reverse("dashboard:work_list")
    assert signed_in(client) == str(person.pk)
    assert not Message.objects.exists()


def test_a_wrong_password_says_neither_whether_the_account_exists(client, person):
    answers = [
        text(client.post(reverse("account_login"), {"login": address, "password": "faux"}))
        for address in (person.email, "inconnu@exemple.test")
    ]
    sentence = "L’adresse ou le mot de passe ne convient pas."
    assert all(sentence in answer for answer in answers)
    assert not signed_in(client)


def test_after_five_wrong_passwords_even_the_right_one_waits(client, person):
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "faux"})
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "Trop d’essais." in text(response)
    assert not signed_in(client)


def test_by_code(client, person):
    response = client.post(reverse("account_request_login_code"), {"email": person.email})
    assert response.url == reverse("account_confirm_login_code")
    message = Message.objects.get()
    assert (message.to, message.title, message.secret) == (person.email, "Votre code de connexion", True)
    page = client.get(response.url)
    assert person.email in text(page)
    assert "fr-input" in text(page)
    response = client.post(reverse("account_confirm_login_code"), {"code": f" {code().replace('-', ' ')} "})
    assert response.url == reverse("dashboard:work_list")
    assert signed_in(client) == str(person.pk)


def test_a_wrong_code_three_times_starts_again(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    confirm = reverse("account_confirm_login_code")
    good = code()
    for _ in range(2):
        assert "Ce code ne convient pas." in text(client.post(confirm, {"code": "0000-0000"}))
    assert client.post(confirm, {"code": "0000-0000"}).url == reverse("account_request_login_code")
    client.post(confirm, {"code": good})
    assert not signed_in(client)


def test_a_new_code_replaces_the_first(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    first = code()
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    assert Message.objects.count() == 2
    assert code() != first
    client.post(reverse("account_confirm_login_code"), {"code": code()})
    assert signed_in(client) == str(person.pk)


def test_an_unknown_address_gets_a_mail_and_the_same_page(client):
    response = client.post(reverse("account_request_login_code"), {"email": "inconnu@exemple.test"})
    assert response.url == reverse("account_confirm_login_code")
    message = Message.objects.get()
    assert (message.to, message.title) == ("inconnu@exemple.test", "Aucun compte à cette adresse")
    assert "http://localhost:8000/connexion/inscription/" in message.body


SIGNUP = {
    "first_name": "Noël",
    "last_name": "Ünal",
    "email": "noel@exemple.test",
    "password1": NEW_PASSWORD,
    "password2": NEW_PASSWORD,
}


def test_signing_up_then_proving_the_address(client):
    response = client.post(reverse("account_signup"), SIGNUP)
    assert response.url == reverse("account_email_verification_sent")
    assert not signed_in(client)
    user = User.objects.get()
    assert (user.first_name, user.last_name, user.email) == ("Noël", "Ünal", "noel@exemple.test")
    assert "noel@exemple.test" in text(client.get(response.url))
    response = client.post(response.url, {"code": code()})
    assert response.url == reverse("dashboard:work_list")
    assert client.get(response.url).url == reverse("accounts:find_body")
    assert EmailAddress.objects.get().verified


def test_signing_up_with_the_address_of_an_account_tells_its_owner_alone(client, person):
    response = client.post(reverse("account_signup"), SIGNUP | {"email": person.email})
    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    message = Message.objects.get()
    assert (message.to, message.title) == (person.email, "Vous avez déjà un compte")
    assert "Vérifier votre adresse" in text(client.get(response.url))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password1": "court", "password2": "court"}, "12 caractères"),
        ({"password2": "autre chose encore"}, "même mot de passe"),
        ({"first_name": ""}, "obligatoire"),
        ({"first_name": "x" * 300}, "80 caractères"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"email": f"{'a' * 250}@exemple.test"}, "254"),
    ],
)
def test_signing_up_says_how_to_mend(client, fields, sentence):
    response = client.post(reverse("account_signup"), SIGNUP | fields)
    assert response.status_code == 200
    assert sentence in text(response)
    assert not User.objects.exists()


def test_html_and_emoji_in_names_are_kept_and_escaped(client):
    client.post(reverse("account_signup"), SIGNUP | {"first_name": "<b>Zoé</b>", "last_name": "😀"})
    client.post(reverse("account_email_verification_sent"), {"code": code()})
    page = text(client.get(reverse("accounts:profile")))
    assert "&lt;b&gt;Zoé&lt;/b&gt; 😀" in page
    assert "<b>Zoé</b>" not in page


def test_a_forgotten_password_is_replaced_by_code(client, person):
    response = client.post(reverse("account_reset_password"), {"email": person.email})
    assert response.url == reverse("account_confirm_password_reset_code")
    assert client.get(response.url).status_code == 200
    response = client.post(response.url, {"code": code()})
    assert response.url == reverse("account_complete_password_reset")
    assert client.get(response.url).status_code == 200
    response = client.post(response.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert response.url == reverse("account_password_reset_completed")
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert Message.objects.latest("id").title == "Votre mot de passe a changé"


def test_one_changes_ones_password(client, person):
    client.force_login(person)
    given = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    wrong = client.post(reverse("account_change_password"), given | {"oldpassword": "faux"})
    assert "Ce n’est pas votre mot de passe actuel." in text(wrong)
    response = client.post(reverse("account_change_password"), given)
    assert response.url == reverse("accounts:profile")
    assert signed_in(client)
    assert "Votre mot de passe est changé." in text(client.get(response.url))


def test_who_has_no_password_chooses_one(client, person):
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    response = client.get(reverse("account_change_password"))
    assert response.url == reverse("account_set_password")
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


def test_one_changes_ones_address_once_the_new_one_is_proved(client, person):
    client.force_login(person)
    response = client.post(reverse("account_email"), {"email": "nouvelle@exemple.test", "action_add": ""})
    assert response.url == reverse("account_email_verification_sent")
    person.refresh_from_db()
    assert person.email == "camille@exemple.test"
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"code": code()})
    person.refresh_from_db()
    assert person.email == "nouvelle@exemple.test"
    warning = Message.objects.latest("id")
    assert (warning.to, warning.title) == ("camille@exemple.test", "Votre adresse a changé")


def test_leaving_wants_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    response = client.post(reverse("account_logout"))
    assert response.url == "/"
    assert not signed_in(client)


def test_a_closed_account_does_not_sign_in(client, person):
    person.is_active = False
    person.save()
    response = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert not signed_in(client)
    assert response.status_code == 200 or response.url == reverse("account_inactive")


def test_the_next_page_is_kept_from_form_to_form(client, person):
    wanted = reverse("accounts:profile")
    page = client.get(wanted, follow=True)
    assert f'name="next" value="{wanted}"' in text(page)
    response = client.post(
        f"{reverse('account_login')}?next={wanted}", {"login": person.email, "password": PASSWORD}
    )
    assert response.url == wanted


def test_the_next_page_is_never_another_site(client, person):
    response = client.post(
        f"{reverse('account_login')}?next=https://ailleurs.test/",
        {"login": person.email, "password": PASSWORD},
    )
    assert response.url == reverse("dashboard:work_list")


def test_too_many_requests_get_a_page_of_ours(client):
    for _ in range(5):
        client.post(reverse("account_reset_password"), {"email": "camille@exemple.test"})
    response = client.post(reverse("account_reset_password"), {"email": "camille@exemple.test"})
    assert response.status_code == 429
    assert "Trop de demandes à la fois" in text(response)


def test_the_administration_has_no_door_of_its_own(client, person):
    assert client.get("/administration/").url == "/administration/login/?next=/administration/"
    door = client.get("/administration/login/?next=/administration/")
    assert door.url == "/connexion/?next=/administration/"
    client.force_login(person)
    assert client.get("/administration/login/").status_code == 403
    person.is_staff = True
    person.save()
    assert client.get("/administration/").status_code == 200
