# ruff: noqa: E501 mails are compared line for line, as they leave
"""Exactly who is told of a need that is declared, merged, expired, and of a silence (spec X3)."""

from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.notifications.models import Message
from missions import closing, offers, requests, silence
from tests import factories
from tests.missions import factories as made
from tests.missions.test_emails import cast as cast  # noqa: PLC0414 the fixture, with those who must never be told
from tests.missions.test_emails import told
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def test_a_need_declared_by_a_holder(cast):
    need = made.declared(cast, urgent=True)
    told(
        "need_declared",
        cast.officer,
        cast.head,
        subject=need,
        title="Un titulaire déclare une sollicitation : besoin B-2026-0001 (Sénégal)",
        body=f"""
{cast.organisation} vous informe d’une demande reçue directement : cherchez qui peut y répondre, ce titulaire compris.

Demandé par : Ville de Thiès (Sénégal)
Objet : Réseau d’eau potable
Période souhaitée : du 1er avril 2026 au 30 juin 2026
Le titulaire la signale comme urgente.

Voir les titulaires proposés : {{link}}
""",
    )
    assert not Message.objects.filter(event="missions/need_to_match").exists()
    assert [mail.recipient for mail in Message.objects.filter(event="missions/need_recorded")] == [cast.agent]


def test_a_need_merged(cast):
    first = made.need(cast)
    twice = made.declared(cast)
    closing.merge_request(request=twice, into=first, by=cast.officer, at=AT)
    told(
        "need_merged",
        cast.head,
        cast.agent,
        cast.editor,
        cast.signatory,
        subject=twice,
        title="Besoin B-2026-0002 réuni au besoin B-2026-0001",
        body="""
Le besoin B-2026-0002 est réuni au besoin B-2026-0001, qui demande la même chose ; vous n’avez rien à faire, la recherche d’un titulaire continue sous ce numéro.

Objet : Réseau d’eau potable
Réuni à : Réseau d’eau potable (Ville de Thiès)

Voir le besoin : {link}
""",
    )


def test_an_offer_follows_the_need_that_is_merged(cast):
    first, twice = made.need(cast), made.need(cast)
    offers.offer(request=twice, label=cast.label, message="En juin.", by=cast.editor, at=AT)
    closing.merge_request(request=twice, into=first, by=cast.officer, at=AT)
    told(
        "offer_carried",
        cast.editor,
        cast.signatory,
        subject=first,
        title="Besoin B-2026-0001 : votre proposition y est reprise",
        body="""
Le besoin B-2026-0002, pour lequel vous vous étiez proposé, est réuni au besoin B-2026-0001, qui demande la même chose : votre proposition y est reprise, vous n’avez rien à faire.

Objet : Réseau d’eau potable (Sénégal)
Période souhaitée : du 1er avril 2026 au 30 juin 2026

La relire, ou la reprendre si elle ne convient plus : {link}
""",
    )
    assert not Message.objects.filter(event="missions/offer_closed").exists()


def test_a_need_expired(cast):
    need = made.need(cast)
    closing.expire_requests(on=TODAY + timedelta(days=121), at=AT)
    told(
        "need_expired",
        cast.officer,
        cast.head,
        cast.agent,
        subject=need,
        title="Besoin B-2026-0001 expiré (Sénégal)",
        body="""
La période souhaitée a pris fin le 30 juin 2026 sans qu’un titulaire soit retenu : le besoin B-2026-0001 est clos. S’il existe toujours, enregistrez-le de nouveau avec une autre période.

Objet : Réseau d’eau potable
Demandé par : Ville de Thiès

Voir le besoin : {link}
""",
    )


def test_an_offer_then_taken_back(cast):
    need = made.need(cast)
    offer = offers.offer(request=need, label=cast.label, message="En mai.", by=cast.editor, at=AT)
    told(
        "offer_made",
        cast.officer,
        cast.head,
        subject=need,
        title=f"{cast.organisation} se propose pour le besoin B-2026-0001",
        body=f"""
{cast.organisation} dit pouvoir répondre à un besoin ouvert : sollicitez ce titulaire si sa proposition convient.

Besoin : B-2026-0001, Réseau d’eau potable (Sénégal)

Son message :
En mai.

Comparer les titulaires : {{link}}
""",
    )
    offers.take_back(offer=offer, by=cast.editor, at=AT)
    told(
        "offer_taken_back",
        cast.officer,
        cast.head,
        subject=need,
        title=f"Besoin B-2026-0001 : {cast.organisation} ne se propose plus",
        body=f"""
{cast.organisation} reprend sa proposition : ne comptez plus sur ce titulaire sans l’avoir interrogé.

Besoin : B-2026-0001, Réseau d’eau potable (Sénégal)

Voir le besoin : {{link}}
""",
    )


def test_an_offer_that_nobody_took_up(cast):
    need = made.need(cast)
    other = made.label()
    editor = factories.member(Role.EDITOR, other.organisation)
    offers.offer(request=need, label=other, message="En mai.", by=editor, at=AT)
    offers.offer(request=need, label=cast.label, message="En juin.", by=cast.editor, at=AT)
    requests.choose(solicitation=made.accepted(cast, need), reason="Prêt.", by=cast.officer, at=AT)
    told(
        "offer_closed",
        editor,
        subject=need,
        title="Besoin B-2026-0001 : votre proposition n’a pas eu de suite",
        body="""
Le besoin pour lequel vous vous étiez proposé n’est plus ouvert ; vous n’avez rien à faire.

Objet : Réseau d’eau potable (Sénégal)

La DAECT vous remercie de votre disponibilité. Voir le besoin : {link}
""",
    )


def test_m3_one_that_was_asked_by_mistake_and_offered_itself_since_is_told_too(cast):
    need = made.need(cast)
    asked = made.solicitation(cast, need)
    silence.cancel_solicitation(solicitation=asked, reason="Par erreur.", by=cast.officer, at=AT)
    offers.offer(request=need, label=cast.label, message="En mai.", by=cast.editor, at=AT)
    requests.withdraw_request(request=need, by=cast.officer, at=AT)
    told_of = [mail.recipient for mail in Message.objects.filter(event="missions/offer_closed")]
    assert sorted(map(str, told_of)) == sorted(map(str, (cast.editor, cast.signatory)))


def test_a_reminder_then_a_silence_then_its_end(cast):
    solicitation = made.solicitation(cast)
    silence.follow_silence(on=TODAY + timedelta(days=7), at=AT + timedelta(days=7))
    told(
        "solicitation_reminded",
        cast.editor,
        cast.signatory,
        subject=solicitation,
        title="Rappel, répondre au plus tard le 9 mars 2026 : Réseau d’eau potable (Sénégal)",
        body="""
La DAECT attend votre réponse au plus tard le 9 mars 2026 : acceptez ou déclinez, un refus motivé lui permet de chercher ailleurs.

Pays : Sénégal
Demandé par : Ville de Thiès
Objet : Réseau d’eau potable

Lire le besoin et répondre : {link}
""",
    )
    after = AT + timedelta(days=8)
    silence.follow_silence(on=TODAY + timedelta(days=8), at=after)
    told(
        "solicitation_silent",
        cast.officer,
        cast.head,
        subject=solicitation.request,
        title=f"Sans réponse pour le besoin B-2026-0001 : {cast.organisation}",
        body=f"""
{cast.organisation} devait répondre au plus tard le 9 mars 2026 et ne l’a pas fait : appelez ce titulaire, ou sollicitez le suivant.

Besoin : B-2026-0001, Réseau d’eau potable (Sénégal)

Voir le besoin : {{link}}
""",
    )
    silence.lapse_solicitation(solicitation=solicitation, by=cast.officer, at=after)
    told(
        "solicitation_lapsed",
        cast.editor,
        cast.signatory,
        subject=solicitation,
        title="Besoin B-2026-0001 : sollicitation close sans réponse",
        body="""
Vous n’avez pas répondu à la sollicitation, attendue le 9 mars 2026 : la DAECT cherche un autre titulaire et votre réponse n’est plus attendue.

Objet : Réseau d’eau potable (Sénégal)

Voir la sollicitation : {link}
""",
    )


def test_a_solicitation_called_back(cast):
    solicitation = made.solicitation(cast)
    silence.cancel_solicitation(
        solicitation=solicitation, reason="Envoyée par erreur.", by=cast.officer, at=AT
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

Motif :
Envoyée par erreur.

Voir la sollicitation : {link}
""",
    )
