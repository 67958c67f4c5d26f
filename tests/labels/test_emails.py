"""Who is told, and the whole of what they read (spec X3, L9)."""

from datetime import time

import pytest
from django.conf import settings
from django.urls import reverse

from expect.accounts.enums import Role
from expect.notifications.models import Message
from labels import admission, applications, committee, decisions, inadmissibility, recusals
from labels.enums import Outcome, View
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


@pytest.fixture
def people():
    """A body with its editor and its signatory; DAECT; people whom nothing here concerns."""
    body = factories.organisation(name="Saint-Lô")
    made = {
        "body": body,
        "signatory": factories.member(
            Role.SIGNATORY, body, person=factories.user(email="maire@saint-lo.test")
        ),
        "editor": factories.member(Role.EDITOR, body, person=factories.user(email="agent@saint-lo.test")),
        "officer": factories.member(Role.OFFICER, person=factories.user(email="officier@daect.test")),
        "head": factories.head(),
        "member": factories.member(Role.COMMITTEE_MEMBER, person=factories.user(email="membre@comite.test")),
    }
    for role in (Role.POST_AGENT, Role.ADMINISTRATOR, Role.EDITOR):
        factories.member(role)
    factories.user()
    return made


def mails(event):
    """(address, title, body) of each e-mail of that event, with plain spaces."""
    found = Message.objects.filter(event=f"labels/{event}").order_by("to")
    return [(mail.to, mail.title.translate(SPACES), mail.body.translate(SPACES)) for mail in found]


def link(page, subject):
    return f"http://localhost:8000/{page}/{subject.public_id}/"


def test_handed_over_the_signatory_alone_is_told(people):
    draft = labels.fill(labels.draft(people["body"], people["editor"]), people["editor"])
    applications.hand_over(application=draft, by=people["editor"], at=AT)
    assert mails("application_to_sign") == [
        (
            "maire@saint-lo.test",
            "Candidature de Saint-Lô : à relire et à déposer",
            "Le dossier de candidature de Saint-Lô au label EXPE-CT est prêt : relisez-le et déposez-le. "
            "Il n’y a pas de date limite, mais il n’est examiné qu’une fois déposé.\n\n"
            "Expertise : Restaurer le bâti ancien\n"
            f"Transmis par : {people['editor']}\n\n"
            "Le dépôt vous revient : il engage votre organisme.\n\n"
            f"Relire et déposer : {link('candidature', draft)}deposer/\n",
        )
    ]


def lodged(people):
    return labels.lodge(labels.fill(labels.draft(people["body"], people["signatory"]), people["signatory"]))


def test_lodged_the_body_has_its_receipt_and_daect_a_file_to_check(people):
    application = lodged(people)
    receipt = (
        "Candidature C-2026-0001 : déposée",
        "La candidature de Saint-Lô au label EXPE-CT est déposée ; vous n’avez rien d’autre à faire pour "
        "l’instant.\n\n"
        "Numéro : C-2026-0001\n"
        "Expertise : Restaurer le bâti ancien\n"
        "Déposée le : 2 mars 2026 à 10 h 00\n"
        f"Par : {people['signatory']}\n\n"
        "Sans réponse le 2 mai 2026, votre demande sera réputée refusée. L’accusé de réception, à télécharger "
        "depuis la page du dossier, dit ce que vous pouvez faire alors.\n\n"
        f"Suivre le dossier : {link('candidature', application)}\n",
    )
    assert mails("application_lodged") == [
        ("agent@saint-lo.test", *receipt),
        ("maire@saint-lo.test", *receipt),
    ]
    check = (
        "Candidature C-2026-0001 : à vérifier avant le 2 mai 2026",
        "Saint-Lô a déposé une candidature : vérifiez-la et inscrivez-la à une séance avant le 2 mai 2026, jour "
        "où le silence vaudrait refus.\n\n"
        "Numéro : C-2026-0001\n"
        "Organisme : Saint-Lô (Commune)\n"
        "Expertise : Restaurer le bâti ancien\n\n"
        f"Ouvrir le dossier : {link('candidatures', application)}\n",
    )
    assert mails("application_to_check") == sorted(
        [("officier@daect.test", *check), (people["head"].email, *check)]
    )


def test_withdrawn_daect_is_told_if_it_had_the_file(people):
    draft = labels.draft(people["body"], people["editor"])
    applications.withdraw(application=draft, by=people["editor"], at=AT)
    assert mails("application_withdrawn") == mails("application_taken_back") == []
    application = lodged(people)
    applications.withdraw(application=application, by=people["signatory"], at=AT)
    told = (
        "Candidature C-2026-0001 : retirée",
        "Saint-Lô a retiré sa candidature C-2026-0001 : vous n’avez plus rien à faire sur ce dossier.\n\n"
        f"Ouvrir le dossier : {link('candidatures', application)}\n",
    )
    assert mails("application_withdrawn") == sorted(
        [("officier@daect.test", *told), (people["head"].email, *told)]
    )


def test_x3_withdrawn_the_people_of_the_body_know_who_took_it_back(people):
    application = lodged(people)
    applications.withdraw(application=application, by=people["signatory"], at=AT)
    told = (
        "Candidature C-2026-0001 : retirée",
        "La candidature de Saint-Lô au label EXPE-CT est retirée : elle ne sera pas examinée. Vous pouvez déposer "
        "une autre candidature à tout moment.\n\n"
        f"Retirée par : {people['signatory']}\n"
        "Candidature : C-2026-0001\n"
        "Expertise : Restaurer le bâti ancien\n\n"
        f"Ouvrir le dossier : {link('candidature', application)}\n",
    )
    assert mails("application_taken_back") == [
        ("agent@saint-lo.test", *told),
        ("maire@saint-lo.test", *told),
    ]


def test_inadmissible_the_body_is_led_to_the_letter(people):
    application = lodged(people)
    inadmissibility.declare_inadmissible(
        application=application, reason="L’expertise n’est pas décrite.", by=factories.head(), at=AT
    )
    told = (
        "Candidature C-2026-0001 : irrecevable",
        "La candidature de Saint-Lô au label EXPE-CT ne peut pas être examinée. La lettre, sur la page du dossier, en "
        "donne les motifs et dit comment contester cette décision.\n\n"
        "Vous avez deux mois, à compter de la réception de la lettre, pour contester cette décision.\n\n"
        f"Candidature : C-2026-0001\nExpertise : {application.title}\n\n"
        f"Lire la lettre : {link('candidature', application)}\n",
    )
    assert mails("application_inadmissible") == [
        ("agent@saint-lo.test", *told),
        ("maire@saint-lo.test", *told),
    ]


def test_a_session_tells_its_members_and_the_bodies_it_examines(people):
    session = labels.session(people["member"], by=people["officer"])
    assert mails("member_invited") == [
        (
            "membre@comite.test",
            "Comité de sélection du 1er avril 2026 : vos avis",
            "Vous siégez au comité de sélection du label EXPE-CT le 1er avril 2026 de "
            "9 h 30 à 12 h 30 (Paris) : "
            "dites si vous venez, et donnez vos avis sur les dossiers avant cette date.\n\n"
            "Les inscriptions closent le 25 mars 2026 ; des dossiers peuvent s’ajouter jusque-là. Si l’un d’eux "
            "vous met en situation de conflit d’intérêts, déportez-vous depuis sa page.\n\n"
            f"Ouvrir la séance : {link('mes-seances', session)}\n",
        )
    ]
    committee.change_session(
        session=session, place="Nantes", starts_at=time(14), ends_at=time(17), by=people["officer"], at=AT
    )
    assert mails("session_changed") == [
        (
            "membre@comite.test",
            "Comité de sélection du 1er avril 2026 : lieu ou heures changés",
            "La séance du comité de sélection se tient désormais le 1er avril 2026 de 14 h à "
            "17 h (Nantes).\n\nLe fichier de calendrier, sur la page de la séance, met à jour votre "
            "agenda. Si vous ne pouvez plus venir, dites-le depuis cette page.\n\n"
            f"Ouvrir la séance : {link('mes-seances', session)}\n",
        )
    ]
    application = admission.admit(application=lodged(people), session=session, by=people["officer"], at=AT)
    told = (
        "Candidature C-2026-0001 : sera examinée le 1er avril 2026",
        "La candidature de Saint-Lô est recevable : le comité de sélection l’examinera le 1er avril 2026. Vous "
        "n’avez rien à faire d’ici là.\n\n"
        "Le résultat vous sera notifié après la séance, dans tous les cas.\n\n"
        f"Suivre le dossier : {link('candidature', application)}\n",
    )
    assert mails("application_admitted") == [("agent@saint-lo.test", *told), ("maire@saint-lo.test", *told)]


def test_x3_the_agenda_closed_its_members_are_told_what_to_read_once(people):
    gone = factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(people["member"], gone, by=people["officer"])
    gone.memberships.update(ends_on=TODAY, ended_at=AT)
    admission.admit(application=lodged(people), session=session, by=people["officer"], at=AT)
    assert mails("agenda_closed") == []
    committee.close_session(session=session, by=people["officer"], at=AT)
    assert mails("agenda_closed") == [
        (
            "membre@comite.test",
            "Comité de sélection du 1er avril 2026 : les dossiers à lire",
            "L’ordre du jour de la séance du 1er avril 2026 de 9 h 30 à 12 h 30 (Paris) est connu : donnez vos avis "
            "sur ses dossiers au plus tard le 1er avril 2026.\n\n"
            "Dossiers qui attendent votre avis :\n"
            "- C-2026-0001, Saint-Lô : Restaurer le bâti ancien\n\n"
            f"Ouvrir la séance : {link('mes-seances', session)}\n",
        )
    ]


def test_x3_who_left_a_file_or_gave_an_opinion_is_not_asked_to_read_it(client, clock, people):
    aside, done = factories.member(Role.COMMITTEE_MEMBER), factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(people["member"], aside, done, by=people["officer"])
    file = admission.admit(application=lodged(people), session=session, by=people["officer"], at=AT)
    recusals.step_aside(application=file, reasons="Lien.", by=aside, at=AT)
    committee.give_opinion(application=file, view=View.FAVOURABLE, reasons="Solide.", by=done, at=AT)
    client.force_login(people["officer"])
    told = client.get(reverse("labels:session_close", args=[session.public_id])).context["consequences"][-1]
    assert "à ceux de ces membres qui ont encore un avis à donner" in told
    assert all(str(person) in told for person in (people["member"], aside, done))
    committee.close_session(session=session, by=people["officer"], at=AT)
    assert [to for to, *_ in mails("agenda_closed")] == ["membre@comite.test"]


def test_a_cancelled_session_tells_its_members_and_the_bodies_of_its_files(people):
    gone = factories.member(Role.COMMITTEE_MEMBER)
    session = labels.session(people["member"], gone, by=people["officer"])
    gone.memberships.update(ends_on=TODAY, ended_at=AT)
    application = admission.admit(application=lodged(people), session=session, by=people["officer"], at=AT)
    committee.cancel_session(session=session, reason="Salle fermée.", by=people["officer"], at=AT)
    assert mails("session_cancelled") == [
        (
            "membre@comite.test",
            "Comité de sélection du 1er avril 2026 : séance annulée",
            "La séance du comité de sélection du 1er avril 2026 de 9 h 30 à 12 h 30 (Paris) est annulée : elle "
            "n’attend plus rien de vous. Vos autres séances ne changent pas.\n\nMotif :\nSalle fermée.\n\n"
            "S’il reste des dossiers à examiner, ils le seront à une autre séance.\n\n"
            f"Ouvrir la séance : {link('mes-seances', session)}\n",
        )
    ]
    told = (
        "Candidature C-2026-0001 : séance annulée, examen reporté",
        "La séance du comité de sélection du 1er avril 2026, qui devait examiner votre candidature, est annulée. "
        "Votre dossier reste recevable : un courriel vous dira à quelle séance il est inscrit.\n\n"
        "Sans décision notifiée le 2 mai 2026, votre demande sera réputée refusée ; vous pourrez alors contester ce "
        "refus depuis la page du dossier, et l’examen se poursuivra.\n\nMotif :\nSalle fermée.\n\n"
        "Candidature : C-2026-0001\nExpertise : Restaurer le bâti ancien\n\n"
        f"Suivre le dossier : {link('candidature', application)}\n",
    )
    assert mails("application_released") == [("agent@saint-lo.test", *told), ("maire@saint-lo.test", *told)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Angers", "candidature d’Angers au label"),
        ("Le Havre", "candidature du Havre au label"),
        ("Nantes", "candidature de Nantes au label"),
    ],
)
def test_x7_a_body_s_name_is_elided_and_contracted(people, name, words):
    people["body"].name = name
    people["body"].save()
    lodged(people)
    assert words in mails("application_lodged")[0][2]


RESULTS = {
    Outcome.GRANTED: (
        "Candidature C-2026-0001 : le label EXPE-CT vous est attribué",
        "Saint-Lô obtient le label EXPE-CT. La lettre et le diplôme vous attendent sur la page du "
        "dossier.\n\n"
        "Candidature : C-2026-0001\nExpertise : Restaurer le bâti ancien\n\n"
        "Lire la décision et télécharger le diplôme : {link}\n",
    ),
    Outcome.REFUSED: (
        "Candidature C-2026-0001 : décision",
        "La candidature de Saint-Lô au label EXPE-CT n’a pas été retenue. La lettre, sur la page du dossier, en "
        "donne les motifs et dit comment contester cette décision.\n\n"
        "Candidature : C-2026-0001\nExpertise : Restaurer le bâti ancien\n\n"
        "Lire la décision : {link}\n",
    ),
    Outcome.DEFERRED: (
        "Candidature C-2026-0001 : examen reporté",
        "Le comité de sélection a reporté l’examen de la candidature de Saint-Lô. La lettre, sur la page du "
        "dossier, dit pourquoi ; la DAECT vous dira à quelle séance elle sera réexaminée.\n\n"
        "Candidature : C-2026-0001\nExpertise : Restaurer le bâti ancien\n\n"
        "Lire la décision : {link}\n",
    ),
}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_l9_the_result_is_notified_in_every_case_and_not_before(people, outcome):
    session = labels.session(people["member"], by=people["officer"])
    application = admission.admit(application=lodged(people), session=session, by=people["officer"], at=AT)
    labels.held(session)
    application.refresh_from_db()
    labels.decided(application, outcome)
    assert mails(f"application_{outcome}") == []
    decisions.notify_session(session=session, by=people["head"], at=application.examined_at)
    title, body = RESULTS[outcome]
    told = (title, body.format(link=link("candidature", application)))
    assert mails(f"application_{outcome}") == [("agent@saint-lo.test", *told), ("maire@saint-lo.test", *told)]


def test_l8_a_member_set_aside_by_daect_reads_why_and_how_to_object(people):
    session = labels.session(people["member"], by=people["officer"])
    application = labels.admitted(people["body"], to=session)
    recusals.set_aside(
        application=application,
        member=people["member"],
        reasons="A conseillé le projet.",
        by=people["officer"],
        at=AT,
    )
    ((to, title, body),) = mails("member_set_aside")
    assert (to, title) == (
        "membre@comite.test",
        f"Candidature {application.number} : votre déport est enregistré",
    )
    assert f"votre déport sur la candidature {application.number} (Saint-Lô)" in body
    assert "Motif :\nA conseillé le projet." in body
    assert f"répondez à la DAECT sans attendre : {settings.SERVICE_EMAIL}" in body
    assert link("mes-seances", session) in body
