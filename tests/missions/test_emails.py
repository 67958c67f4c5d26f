# ruff: noqa: E501 mails are compared line for line, as they leave
"""Exactly who is told what, word for word (spec X3)."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from expect.accounts.enums import Role
from expect.notifications.models import Message, Notice
from missions import amendments, endings, exceptions, on_behalf, preparation, requests, returns, validation
from missions.models import Mission
from missions.terms import text
from missions.terms.values import Leg, Person
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
PERSONAL_LINK = "(le lien de la personne)"


@pytest.fixture
def cast(cast):
    """With people who must never be told: of another body, of another post, gone, or closed."""
    factories.member(Role.SIGNATORY, factories.organisation())
    factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))
    factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY - timedelta(days=1))
    factories.member(Role.EDITOR, cast.organisation, person=factories.user(is_active=False))
    cast.head = factories.head()
    return cast


def told(event: str, *people, title: str, body: str, subject) -> None:
    """These people, and they alone, got that mail and that notice; plain spaces stand for no-break ones."""
    mails = Message.objects.filter(event=f"missions/{event}")
    assert sorted(mail.to for mail in mails) == sorted(person.email for person in people)
    link = settings.BASE_URL + subject.get_absolute_url()
    for mail in mails:
        assert plain(mail.title) == title
        assert plain(mail.body) == body.strip().format(link=link) + "\n"
    titles = Notice.objects.filter(key__startswith=f"missions/{event}:").values_list("title", flat=True)
    assert [plain(one) for one in titles] == [title] * len(people)


def plain(text: str) -> str:
    return re.sub(
        f"{settings.BASE_URL}/avis/[\\w-]{{43}}/", PERSONAL_LINK, re.sub("[\u00a0\u202f]", " ", text)
    )


def test_a_need_relayed(cast):
    need = made.need(cast, urgent=True)
    told(
        "need_to_match",
        cast.officer,
        cast.head,
        subject=need,
        title="Trouver un titulaire pour le besoin B-2026-0001 (Sénégal)",
        body="""
Un besoin attend un titulaire du label : Ville de Thiès (Sénégal) souhaite une mission entre le 1er avril 2026 et le 30 juin 2026.

Objet : Réseau d’eau potable
Le poste le signale comme urgent.

Voir les titulaires proposés : {link}
""",
    )
    assert not Message.objects.filter(event="missions/need_recorded").exists(), "its author knows"


def test_a_need_entered_by_daect(cast):
    need = made.need(cast, by=cast.officer)
    told(
        "need_recorded",
        cast.agent,
        subject=need,
        title="Besoin B-2026-0001 enregistré (Sénégal)",
        body="""
Le besoin B-2026-0001 (Sénégal) est enregistré ; la DAECT cherche un titulaire du label, vous n’avez rien à faire.

Objet : Réseau d’eau potable
Demandé par : Ville de Thiès

Suivre le besoin : {link}
""",
    )
    assert [mail.recipient for mail in Message.objects.filter(event="missions/need_to_match")] == [cast.head]


def test_m1_an_urgent_need_says_who_says_so(cast):
    made.need(cast, urgent=True)
    made.need(cast, by=cast.officer, urgent=True)
    mails = Message.objects.filter(event="missions/need_to_match", to=cast.head.email).order_by("pk")
    said = [re.search("(.*) le signale comme urgent", mail.body)[1] for mail in mails]
    assert said == ["Le poste", "La DAECT"]


def test_a_need_withdrawn(cast):
    need = made.need(cast)
    solicitation = made.solicitation(cast, need)
    requests.withdraw_request(request=need, by=cast.agent, at=AT)
    told(
        "need_withdrawn",
        cast.officer,
        cast.head,
        subject=need,
        title="Besoin B-2026-0001 retiré",
        body="""
Le besoin B-2026-0001 est retiré ; vous n’avez rien à faire.

Objet : Réseau d’eau potable
Pays : Sénégal

Voir le besoin : {link}
""",
    )
    told(
        "solicitation_cancelled",
        cast.editor,
        cast.signatory,
        subject=solicitation,
        title="Besoin B-2026-0001 : votre réponse n’est plus attendue",
        body="""
La sollicitation est annulée : votre réponse n’est plus attendue.

Objet : Réseau d’eau potable (Sénégal)

Voir la sollicitation : {link}
""",
    )


def test_a_holder_solicited(cast):
    solicitation = made.solicitation(cast)
    told(
        "solicited",
        cast.editor,
        cast.signatory,
        subject=solicitation,
        title="Répondre au plus tard le 9 mars 2026 : Réseau d’eau potable (Sénégal)",
        body="""
La DAECT vous sollicite pour une mission d’expertise : répondez au plus tard le 9 mars 2026.

Pays : Sénégal
Demandé par : Ville de Thiès
Objet : Réseau d’eau potable

Message de la DAECT :
Seriez-vous disponibles ?

Lire le besoin et répondre : {link}
""",
    )


def test_an_agreement(cast):
    solicitation = made.solicitation(cast)
    requests.accept_solicitation(solicitation=solicitation, reason="En mai.", by=cast.editor, at=AT)
    told(
        "solicitation_accepted",
        cast.officer,
        cast.head,
        subject=solicitation.request,
        title=f"Choisir pour le besoin B-2026-0001 : {cast.organisation} accepte",
        body=f"""
{cast.organisation} accepte la sollicitation : vous pouvez retenir ce titulaire ou attendre d’autres réponses.

Besoin : B-2026-0001, Réseau d’eau potable

Précision du titulaire :
En mai.

Comparer les réponses et choisir : {{link}}
""",
    )


def test_a_holder_declines(cast):
    solicitation = made.solicitation(cast)
    requests.decline_solicitation(solicitation=solicitation, reason="Élections.", by=cast.editor, at=AT)
    told(
        "solicitation_declined",
        cast.officer,
        cast.head,
        subject=solicitation.request,
        title=f"Besoin B-2026-0001 : {cast.organisation} décline",
        body=f"""
{cast.organisation} décline la sollicitation : cherchez un autre titulaire si personne d’autre n’est sollicité.

Besoin : B-2026-0001, Réseau d’eau potable

Motif :
Élections.

Voir le besoin : {{link}}
""",
    )


def test_the_choice(cast):
    need = made.need(cast)
    first, other = made.accepted(cast, need), made.label()
    loser = factories.member(Role.EDITOR, other.organisation)
    second = requests.accept_solicitation(
        solicitation=made.solicitation(cast, need, of=other), by=loser, at=AT
    )
    mission = requests.choose(solicitation=first, reason="Disponible.", by=cast.officer, at=AT)
    told(
        "solicitation_not_chosen",
        loser,
        subject=second,
        title="Besoin B-2026-0001 : un autre titulaire est retenu",
        body="""
Votre réponse n’a pas donné suite ; vous n’avez rien à faire.

Vous aviez accepté d’intervenir : Réseau d’eau potable (Sénégal). La DAECT vous remercie de votre disponibilité.

Voir la sollicitation : {link}
""",
    )
    told(
        "mission_to_prepare",
        cast.editor,
        cast.signatory,
        subject=mission,
        title="Préparer la mission M-2026-0001 (Sénégal)",
        body="""
Vous êtes retenu pour la mission M-2026-0001 : proposez ses dates, ses lieux et la ou les personnes envoyées ou accueillies.

Pays : Sénégal
Objet : Réseau d’eau potable
Période souhaitée : entre le 1er avril 2026 et le 30 juin 2026

Préparer la mission : {link}
""",
    )
    told(
        "need_met",
        cast.agent,
        subject=mission,
        title="Un titulaire est retenu : mission M-2026-0001 (Sénégal)",
        body=f"""
{cast.organisation} prépare la mission M-2026-0001 ; vous n’avez rien à faire avant de recevoir ses termes.

Objet : Réseau d’eau potable

Suivre la mission : {{link}}
""",
    )


def test_terms_handed_then_accepted_then_sent(cast):
    mission = made.prepared(cast)
    preparation.hand_terms(mission=mission, by=cast.editor, at=AT)
    told(
        "terms_ready",
        cast.signatory,
        subject=mission,
        title="Accepter les termes de la mission M-2026-0001",
        body=f"""
{cast.editor} a préparé les termes de la mission M-2026-0001 : relisez-les et acceptez-les avant le départ, prévu le 1er mai 2026.

Pays : Sénégal
Objet : Réseau d’eau potable

Lire et accepter : {{link}}
""",
    )
    made.accept(cast, mission)
    told(
        "terms_accepted",
        cast.officer,
        cast.head,
        subject=mission,
        title="Soumettre à l’ambassade la mission M-2026-0001 (Sénégal)",
        body=f"""
{cast.organisation} a accepté les termes (version 1) : estimez le transport, puis soumettez-les à l’ambassade avant le départ, prévu le 1er mai 2026.

Objet : Réseau d’eau potable

Voir la mission : {{link}}
""",
    )
    made.estimate(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    told(
        "to_review",
        cast.agent,
        subject=mission,
        title="Valider la mission M-2026-0001 (Sénégal), départ le 1er mai 2026",
        body=f"""
Votre avis est attendu avant le 1er mai 2026 : validez la mission, renvoyez-la avec vos remarques ou refusez-la.

Titulaire : {cast.organisation}
Objet : Réseau d’eau potable
Version des termes : 1

Lire tout le dossier et répondre : {{link}}

Répondre sans vous connecter, par ce lien personnel valable jusqu’au 16 mars 2026 : {PERSONAL_LINK}
""",
    )
    assert Message.objects.get(event="missions/to_review").secret, "blanked once sent: it holds the link"


def test_the_embassy_validates(cast):
    mission = made.validated(cast)
    told(
        "mission_validated",
        cast.editor,
        cast.signatory,
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 validée par l’ambassade",
        body=f"""
L’ambassade a validé la mission M-2026-0001 : départ le 1er mai 2026, rapport attendu au plus tard le 7 juillet 2026.

Titulaire : {cast.organisation}
Pays : Sénégal
Objet : Réseau d’eau potable

Voir la mission : {{link}}
""",
    )


def test_the_embassy_returns_twice_and_twice_it_is_told(cast):
    mission = made.awaiting(cast)
    for number in (1, 2):
        validation.return_mission(
            mission=mission, version_number=number, remarks="Trop tôt.", by=cast.agent, at=AT
        )
        made.accept(cast, mission)
        preparation.send_to_embassy(
            mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
        )
    returned = Message.objects.filter(event="missions/mission_returned")
    assert returned.count() == 2 * len({cast.editor, cast.signatory, cast.officer, cast.head})
    assert plain(returned.first().body) == (
        "L’ambassade renvoie la mission M-2026-0001 : le titulaire corrige les termes, puis son signataire les accepte "
        "de nouveau.\n\nRemarques de l’ambassade :\nTrop tôt.\n\n"
        f"Voir la mission : {settings.BASE_URL}{mission.get_absolute_url()}\n"
    )
    assert Message.objects.filter(event="missions/to_review").count() == 3


def test_the_embassy_refuses(cast):
    mission = made.awaiting(cast)
    validation.refuse_mission(mission=mission, version_number=1, reasons="Zone rouge.", by=cast.agent, at=AT)
    told(
        "mission_refused",
        cast.editor,
        cast.signatory,
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 refusée par l’ambassade",
        body="""
L’ambassade refuse la mission M-2026-0001, qui n’aura pas lieu.

Motifs de l’ambassade :
Zone rouge.

Le besoin B-2026-0001 n’est plus pourvu : s’il existe toujours, la DAECT ou l’ambassade l’enregistre de nouveau.

Voir la mission : {link}
""",
    )


def test_a_mission_cancelled(cast):
    mission = made.validated(cast)
    endings.cancel(mission=mission, reason="Élections.", by=cast.signatory, at=AT)
    told(
        "mission_cancelled",
        cast.editor,
        cast.officer,
        cast.head,
        cast.agent,
        subject=mission,
        title="Mission M-2026-0001 annulée",
        body=f"""
La mission M-2026-0001 est annulée ; aucun rapport n’est attendu.

Titulaire : {cast.organisation}
Pays : Sénégal

Motif :
Élections.

Le besoin B-2026-0001 n’est plus pourvu : s’il existe toujours, la DAECT ou l’ambassade l’enregistre de nouveau.

Voir la mission : {{link}}
""",
    )


def test_a_mission_completed_then_its_return_confirmed(cast):
    mission = made.completed(cast)
    told(
        "mission_completed",
        cast.editor,
        cast.signatory,
        subject=mission,
        title="Mission M-2026-0001 achevée : rapport attendu le 7 juillet 2026",
        body="""
La mission M-2026-0001 est achevée : confirmez la date du retour et remettez le rapport au plus tard le 7 juillet 2026.

Pays : Sénégal
Objet : Réseau d’eau potable

Passé cette date, le ministère réclame les sommes qu’il a payées.

Confirmer le retour : {link}
""",
    )
    at = AT + timedelta(days=80)
    returns.confirm_return(
        mission=mission, returned_on=mission.returns_on + timedelta(days=1), by=cast.editor, at=at
    )
    told(
        "return_confirmed",
        cast.signatory,
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 : retour le 8 mai 2026, rapport attendu le 8 juillet 2026",
        body=f"""
Le retour de la mission M-2026-0001 est confirmé : son rapport est attendu au plus tard le 8 juillet 2026.

Titulaire : {cast.organisation}
Pays : Sénégal
Retour : 8 mai 2026

Voir la mission : {{link}}
""",
    )


@pytest.mark.parametrize(("claims", "threatened"), [(False, False), (True, True)])
def test_r1_a_hosting_is_threatened_with_a_claim_only_if_its_terms_say_so(cast, claims, threatened):
    """As decision 0079 says of the demand (spec R1)."""
    hosting = Leg(made.DEPARTURE, made.RETURN, "Rennes", (Person("Awa Diop"),))
    made.completed(cast, sending=None, hosting=hosting, claims_hosting=claims)
    mails = Message.objects.filter(event="missions/mission_completed")
    assert [("réclame" in mail.body, "\n\n\n" in mail.body) for mail in mails] == [(threatened, False)] * 2


def test_the_letter_issued(cast):
    mission = made.validated(cast)
    validation.issue_mission_letter(mission=mission, by=cast.head, at=AT)
    told(
        "letter_issued",
        cast.editor,
        cast.signatory,
        cast.agent,
        subject=mission,
        title="Lettre de mission M-2026-0001 (Sénégal)",
        body=f"""
La lettre de la mission M-2026-0001 est émise ; vous la trouvez sur la page de la mission, départ le 1er mai 2026.

Titulaire : {cast.organisation}
Objet : Réseau d’eau potable

Voir la mission : {{link}}
""",
    )


def test_a_mail_is_plain_text(cast):
    need = made.need(cast, subject='<b>Eau & "feu"</b>', authority="L'« Union » <script>")
    mail = Message.objects.filter(subject_id=need.public_id).first()
    assert '<b>Eau & "feu"</b>' in mail.body
    assert "L'« Union » <script>" in mail.body


def test_an_act_refused_tells_nobody(cast):
    mission = made.awaiting(cast)
    before = Message.objects.count()
    with pytest.raises(endings.ReasonMissing):
        validation.return_mission(mission=mission, version_number=1, remarks="", by=cast.agent, at=AT)
    assert Message.objects.count() == before
    assert Mission.objects.get(pk=mission.pk).state == "awaiting_embassy"


def test_m10_an_exception_is_told_to_daect(cast):
    late, need = made.gone(cast), made.need(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    exceptions.grant_exception(
        request=need, label=cast.label, kind="late_report", reasons="Signature en cours.", by=cast.head, at=AT
    )
    told(
        "exception_granted",
        cast.officer,
        subject=need,
        title=f"Exception accordée pour {cast.organisation} : besoin {need.number}",
        body=f"""
{cast.head} accorde une exception pour {cast.organisation} : ce titulaire peut être retenu pour le besoin {need.number}.

Règle levée : Rapport d’une autre mission en retard
Motifs :
Signature en cours.

Voir le besoin : {{link}}
""",
    )


def test_the_terms_changed_in_substance(cast):
    mission = made.validated(cast)
    made.postponed(cast, mission)
    told(
        "terms_amended",
        cast.editor,
        cast.officer,
        cast.head,
        cast.agent,
        subject=mission,
        title="Mission M-2026-0001 : les dates changent, l’ambassade répondra de nouveau",
        body=f"""
La mission M-2026-0001 change : l’accord de l’ambassade ne vaut plus pour les dates. La DAECT lui soumet la version 2.

Titulaire : {cast.organisation}
Pays : Sénégal
Dates : du 11 au 17 mai 2026 (7 jours)

Motif :
Grève des vols.

Voir ce qui change : {{link}}
""",
    )


@pytest.mark.parametrize("issued", [False, True])
def test_the_terms_made_more_precise(cast, issued):
    mission = made.validated(cast)
    letter = ""
    if issued:
        validation.issue_mission_letter(mission=mission, by=cast.head, at=AT)
        letter = (
            "\nLa lettre de mission, déjà émise, ne dit pas ce changement : la DAECT peut la remplacer.\n"
        )
    amendments.amend_terms(
        mission=mission,
        terms=replace(text.terms_of(mission), objectives="Autre."),
        reason="Plus précis.",
        accepted=True,
        revision=mission.revision,
        by=cast.signatory,
        at=AT,
    )
    told(
        "terms_detailed",
        cast.editor,
        cast.officer,
        cast.head,
        cast.agent,
        subject=mission,
        title="Mission M-2026-0001 : termes précisés (version 2)",
        body=f"""
Le titulaire précise les termes de la mission M-2026-0001 : ni le pays, ni les dates, ni les personnes ne changent.
{letter}
Titulaire : {cast.organisation}
Pays : Sénégal

Motif :
Plus précis.

Voir ce qui change : {{link}}
""",
    )


def test_interrupted_abroad(cast):
    mission = made.validated(cast)
    at = AT + (made.DEPARTURE - TODAY)
    endings.interrupt(
        mission=mission, interrupted_on=made.DEPARTURE, reason="Troubles.", by=cast.agent, at=at
    )
    told(
        "mission_interrupted",
        cast.editor,
        cast.signatory,
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 interrompue le 1er mai 2026",
        body=f"""
La mission M-2026-0001 est interrompue depuis le 1er mai 2026 : le titulaire confirme le jour du retour, d’où court le délai du rapport.

Titulaire : {cast.organisation}
Pays : Sénégal

Motif :
Troubles.

Voir la mission : {{link}}
""",
    )


def test_nobody_left(cast):
    mission = made.validated(cast)
    at = AT + (made.DEPARTURE - TODAY)
    endings.record_no_departure(mission=mission, reason="Vol annulé.", by=cast.officer, at=at)
    told(
        "mission_never_left",
        cast.editor,
        cast.signatory,
        cast.head,
        cast.agent,
        subject=mission,
        title="Mission M-2026-0001 : personne n’est parti",
        body=f"""
Personne n’est parti : la mission M-2026-0001 est annulée, aucun rapport n’est attendu et rien n’est réclamé.

Titulaire : {cast.organisation}
Pays : Sénégal

Motif :
Vol annulé.

Le besoin B-2026-0001 n’est plus pourvu : s’il existe toujours, la DAECT ou l’ambassade l’enregistre de nouveau.

Voir la mission : {{link}}
""",
    )


def test_an_answer_recorded_for_the_embassy_then_contested(cast):
    mission = made.awaiting(cast)
    review = made.recorded(cast, mission)
    told(
        "review_recorded",
        cast.agent,
        subject=mission,
        title="Mission M-2026-0001 : votre avis est enregistré par la DAECT (validation)",
        body="""
La DAECT a enregistré au nom de votre poste l’avis reçu le 2 mars 2026 (télégramme diplomatique, signé Marie Sow, conseillère) : si ce n’est pas votre avis, contestez-le.

Avis : validation
Version des termes : 1

Voir l’avis enregistré, le contester : {link}
""",
    )
    assert Message.objects.filter(event="missions/mission_validated").count() == 4, "as any answer"
    on_behalf.contest_review(review=review, reason="Pas de nous.", by=cast.agent, at=AT)
    told(
        "review_contested",
        cast.editor,
        cast.signatory,
        cast.officer,
        cast.head,
        subject=mission,
        title="Mission M-2026-0001 : l’ambassade conteste l’avis enregistré en son nom",
        body="""
L’ambassade conteste l’avis enregistré en son nom : la DAECT prend contact avec elle et dit ce qui suit.

Avis contesté : validation, version 1 des termes

Motif :
Pas de nous.

Voir la mission : {link}
""",
    )
