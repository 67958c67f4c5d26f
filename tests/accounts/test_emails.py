"""What accounts writes to people, word for word (spec X3)."""

import re

import pytest

from expect.accounts import invitations, memberships, openings
from expect.accounts.enums import Role
from expect.accounts.models import Organisation
from expect.notifications.models import Message
from expect.territory.models import Department, Region
from tests import factories
from tests.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    region = Region.objects.create(code="52", name="Pays de la Loire")
    department = Department.objects.create(code="44", name="Loire-Atlantique", region=region)
    return factories.organisation(name="L’Haÿ & Cie <b>", department=department)


@pytest.fixture
def person():
    return factories.user(first_name="Zoé", last_name="D’Arc", email="zoe@mairie.test")


@pytest.fixture
def opening(body, person):
    factories.member(Role.OFFICER, person=factories.user(email="officier@daect.test"))
    return openings.request_opening(
        organisation=body,
        by=person,
        at=AT,
        function="Directrice",
        role=Role.EDITOR,
        signatory_capacity="Maire",
        signatory_first_name="Paul",
        signatory_last_name="Roy",
        signatory_email="paul@mairie.test",
    )


def mail(event: str) -> tuple[str, str, str]:
    """Recipient, title and body of the one mail of that event; no-break spaces read as spaces."""
    message = Message.objects.get(event=f"accounts/{event}")
    return message.to, *(text.replace("\u00a0", " ") for text in (message.title, message.body))


@pytest.mark.parametrize(
    ("name", "said"), [("Angers", "d’Angers"), ("Le Havre", "du Havre"), ("Lyon", "de Lyon")]
)
def test_a_name_after_de_is_said_as_one_says_it(body, opening, name, said):
    Organisation.objects.filter(pk=body.pk).update(name=name)
    opening.refresh_from_db()
    openings.refuse_opening(opening=opening, reason="Doublon.", by=factories.head(), at=AT)
    _, title, words = mail("opening_refused")
    assert title == f"Compte {said} : demande refusée"
    assert words.startswith(f"La DAECT n’a pas ouvert le compte {said}.")


def test_the_receipt(opening):
    assert mail("opening_received") == (
        "zoe@mairie.test",
        "Compte de L’Haÿ & Cie <b> : demande reçue",
        """\
Nous avons bien reçu votre demande ; vous n’avez rien d’autre à faire. La DAECT vous répondra par courriel.

Organisme : L’Haÿ & Cie <b> (Commune, Loire-Atlantique)
Votre fonction : Directrice
Signataire : Paul Roy, Maire

Suivre votre demande : http://localhost:8000/ouvrir-un-compte/
""",
    )


def test_what_daect_reads(opening):
    assert mail("opening_to_decide") == (
        "officier@daect.test",
        "Compte à ouvrir : L’Haÿ & Cie <b>",
        f"""\
Zoé D’Arc demande l’ouverture du compte de L’Haÿ & Cie <b> : acceptez ou refusez la demande.

Organisme : L’Haÿ & Cie <b> (Commune, Loire-Atlantique)
Demandeur : Zoé D’Arc, Directrice
Signataire : Paul Roy, Maire

Ouvrir la demande : http://localhost:8000/comptes-a-ouvrir/{opening.public_id}/
""",
    )


def test_the_account_is_open(opening, body):
    openings.approve_opening(opening=opening, by=factories.member(Role.OFFICER), at=AT)
    assert mail("opening_approved") == (
        "zoe@mairie.test",
        "Compte de L’Haÿ & Cie <b> : ouvert",
        f"""\
Le compte de L’Haÿ & Cie <b> est ouvert : vous pouvez préparer votre candidature et inviter vos collègues.

Paul Roy, qui signera pour votre organisme, reçoit une invitation à l’adresse paul@mairie.test.

Ouvrir le compte : http://localhost:8000/organismes/{body.public_id}/
""",
    )


def test_the_account_is_refused(opening):
    openings.refuse_opening(
        opening=opening, reason="Adresse <privée>.", by=factories.member(Role.OFFICER), at=AT
    )
    assert mail("opening_refused") == (
        "zoe@mairie.test",
        "Compte de L’Haÿ & Cie <b> : demande refusée",
        """\
La DAECT n’a pas ouvert le compte de L’Haÿ & Cie <b>.

Motif : Adresse <privée>.

Vous pouvez faire une nouvelle demande : http://localhost:8000/ouvrir-un-compte/
""",
    )


def test_the_invitation_and_its_answer(body, person):
    signatory = factories.member(
        Role.SIGNATORY,
        body,
        person=factories.user(first_name="Paul", last_name="Roy", email="paul@mairie.test"),
    )
    invitation = invitations.invite(
        email=person.email,
        first_name="Zoé",
        last_name="D’Arc",
        role=Role.EDITOR,
        organisation=body,
        by=signatory,
        at=AT,
    )
    to, title, text = mail("invitation")
    assert (to, title) == ("zoe@mairie.test", "Paul Roy vous invite sur EXPE-CT")
    assert (
        re.sub(r"/invitation/[\w-]{43}/", "/invitation/LIEN/", text)
        == """\
Paul Roy vous invite à rejoindre EXPE-CT ; l’invitation est valable jusqu’au 16 mars 2026.

Rôle proposé : Rédactrice ou rédacteur
Pour : L’Haÿ & Cie <b>

EXPE-CT est le service du ministère de l’Europe et des affaires étrangères qui suit le label et les missions \
d’expertise des collectivités territoriales.

Accepter l’invitation : http://localhost:8000/invitation/LIEN/

Si ce message ne vous dit rien, ne faites rien : aucun compte n’est créé sans votre accord.
"""
    )
    invitations.accept(invitation=invitation, by=person, at=AT)
    assert mail("invitation_accepted") == (
        "paul@mairie.test",
        "Zoé D’Arc a accepté votre invitation",
        f"""\
Zoé D’Arc a accepté votre invitation ; vous n’avez rien à faire.

Rôle : Rédactrice ou rédacteur
Pour : L’Haÿ & Cie <b>

Voir les personnes : http://localhost:8000/organismes/{body.public_id}/
""",
    )


def test_a_colleague_asks(body, person):
    factories.member(Role.EDITOR, body, person=factories.user(email="collegue@mairie.test"))
    openings.ask_colleagues(organisation=body, function="Juriste", by=person, at=AT)
    assert mail("colleague_asks") == (
        "collegue@mairie.test",
        "Zoé D’Arc demande à rejoindre le compte de L’Haÿ & Cie <b>",
        f"""\
Zoé D’Arc (zoe@mairie.test), qui indique la fonction « Juriste », demande à rejoindre le compte de L’Haÿ & Cie <b>.

Si vous connaissez cette personne, invitez-la ; sinon, ne faites rien.

Inviter : http://localhost:8000/organismes/{body.public_id}/inviter/
""",
    )


def test_a_role_has_ended(body, person):
    factories.member(Role.EDITOR, body, person=person)
    signatory = factories.member(
        Role.SIGNATORY, body, person=factories.user(first_name="Paul", last_name="Roy")
    )
    memberships.end(membership=person.memberships.get(), by=signatory, at=AT)
    assert mail("membership_ended") == (
        "zoe@mairie.test",
        "Votre rôle « Rédactrice ou rédacteur — L’Haÿ & Cie <b> » a pris fin",
        """\
Votre rôle « Rédactrice ou rédacteur — L’Haÿ & Cie <b> » a pris fin le 2 mars 2026, à l’initiative de Paul Roy. \
Vous n’avez plus accès à ce qu’il ouvrait.

Si c’est une erreur, répondez à cette personne.

Vos rôles : http://localhost:8000/profil/
""",
    )
