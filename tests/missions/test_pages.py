"""The pages of the three sides, by the browser's own requests (spec M1–M8)."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from missions import endings, preparation, requests, validation
from missions.enums import Course, MissionState, RequestState, SolicitationState
from missions.models import ExpertiseRequest, Mission, ParticipantDay, Solicitation
from tests import factories
from tests.labels.factories import upload
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.missions.test_legs import AFTER as HOSTING
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long]


@pytest.fixture
def visit(client):
    """Open or post a page as somebody; gives the answer, its text in `response.text`."""

    def go(who, name, *args, data=None, follow=True, query=None):
        client.force_login(who)
        url = reverse(f"missions:{name}", args=[getattr(arg, "public_id", arg) for arg in args])
        if data is None:
            response = client.get(url, query or {}, follow=follow)
        else:
            response = client.post(url, data, follow=follow)
        response.words = words(response)
        return response

    return go


def words(response) -> str:
    """What a person reads of a page, plain spaces for no-break ones."""
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return ""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", bare)


def need_form(**fields):
    return {
        "country": factories.country().pk,
        "authority": "Ville de Thiès",
        "subject": "Réseau d’eau",
        "description": "Réduire les fuites.",
        "themes": [made.theme().pk],
        "wished_from": "2026-04-01",
        "wished_until": "2026-06-30",
        "languages": "français",
    } | fields


def terms_form(cast, mission, **fields):
    return {
        "revision": mission.revision,
        "subject": "Réseau d’eau potable",
        "nature": "request",
        "course": "sending",
        "objectives": "Trouver les fuites.",
        "sending_starts_on": DEPARTURE.isoformat(),
        "sending_ends_on": RETURN.isoformat(),
        "sending_place": "Thiès",
        "sending_people": [cast.experts[0].pk],
        "host_institution": "Ville de Thiès",
        "host_committed_on": "2026-02-20",
        "expected_results": "Un plan\r\n\r\nDix agents formés",
        "goals": ["6"],
    } | fields


# ---------------------------------------------------------------- the road, page by page


def test_the_whole_road_by_its_pages(cast, visit, clock):
    page = visit(cast.agent, "request_relay", data=need_form())
    need = ExpertiseRequest.objects.get()
    assert "Le besoin B-2026-0001 est enregistré" in page.words
    assert "La DAECT cherche un titulaire" in page.words

    page = visit(cast.officer, "request", need)
    assert "Thème commun : Eau et assainissement" in page.words
    page = visit(
        cast.officer, "request_solicit", need, cast.label, data={"answer_by": "2026-03-12", "message": ""}
    )
    assert f"La sollicitation est envoyée : {cast.organisation} répond" in page.words

    solicitation = Solicitation.objects.get()
    assert "C’est à vous de répondre" in visit(cast.editor, "solicitation", solicitation).words
    page = visit(cast.editor, "solicitation_accept", solicitation, data={"reason": ""})
    assert "Votre accord est transmis" in page.words
    page = visit(cast.officer, "solicitation_choose", solicitation, data={"reason": "Disponible."})
    assert "La mission M-2026-0001 est à préparer" in page.words

    mission = Mission.objects.get()
    assert "il manque encore : les objectifs" in visit(cast.editor, "mission", mission).words
    page = visit(cast.editor, "mission_prepare", mission, data=terms_form(cast, mission))
    assert "Les termes sont enregistrés" in page.words
    page = visit(cast.editor, "mission_hand_terms", mission, data={})
    assert "Les termes sont remis au signataire" in page.words
    page = visit(cast.signatory, "mission_accept_terms", mission)
    assert "Remettre le rapport de la mission dans les deux mois" in page.words
    page = visit(cast.signatory, "mission_accept_terms", mission, data={"revision": 1, "accepted": "on"})
    assert "La version 1 des termes est acceptée" in page.words

    page = visit(cast.officer, "mission", mission)
    assert "Enregistrez d’abord le coût estimé" in page.words
    cost = {
        "kind": "air",
        "stage": "estimated",
        "amount": "1 234,56",
        "label": "Billets",
        "buyer": "ministry",
    }
    page = visit(cast.officer, "mission_record_cost", mission, data=cost)
    assert "Total estimé 1 234,56 €" in page.words
    page = visit(cast.officer, "mission_send_to_embassy", mission, data={"version_number": 1})
    assert f"est soumise : {cast.post}" in page.words

    assert "Valider la mission" in visit(cast.agent, "mission", mission).words
    page = visit(cast.agent, "mission_validate", mission, data={"version_number": 1})
    assert "La mission M-2026-0001 est validée" in page.words
    assert "Rapport attendu au plus tard le 7 juillet 2026" in page.words

    clock.move_to(AT + (RETURN - TODAY) + timedelta(days=1))
    typed = {"returned_on": TODAY.isoformat(), "apercu": ""}
    page = visit(cast.editor, "mission_confirm_return", mission, data=typed)
    assert "Personne n’est parti avant le 1er avril 2026" in page.words
    page = visit(cast.editor, "mission_confirm_return", mission, data={"returned_on": RETURN.isoformat()})
    assert "Le retour est confirmé" in page.words
    mission.refresh_from_db()
    assert mission.state == MissionState.COMPLETED


def test_the_embassy_reads_the_draft_then_the_accepted_version(cast, visit):
    mission = made.prepared(cast)
    page = visit(cast.agent, "mission", mission)
    assert "Projet de termes" in page.words
    assert "Trouver les fuites" in page.words
    made.accept(cast, mission)
    page = visit(cast.agent, "mission", mission)
    assert "Termes acceptés" in page.words
    assert "Trouver les fuites" in page.words


def test_the_embassy_sees_what_changed_since_its_remarks(cast, visit):
    mission = made.awaiting(cast)
    visit(cast.agent, "mission_return", mission, data={"version_number": 1, "remarks": "Plus tard, en mai."})
    mission.refresh_from_db()
    form = terms_form(cast, mission, sending_starts_on="2026-05-11", sending_ends_on="2026-05-15")
    visit(cast.editor, "mission_prepare", mission, data=form)
    mission.refresh_from_db()
    visit(
        cast.signatory, "mission_accept_terms", mission, data={"revision": mission.revision, "accepted": "on"}
    )
    page = visit(cast.agent, "mission", mission)
    assert "du 1er au 7 mai 2026 (7 jours) du 11 au 15 mai 2026 (5 jours)" in page.words
    assert "renvoi avec remarques" in page.words
    assert "Plus tard, en mai." in page.words


def test_refusing_and_cancelling_by_their_pages(cast, visit):
    refused, cancelled = made.awaiting(cast), made.validated(cast, departs_on=DEPARTURE + timedelta(days=30))
    page = visit(cast.agent, "mission_refuse", refused, data={"version_number": 1, "reasons": "Zone rouge."})
    assert f"La mission {refused.number} est refusée" in page.words
    page = visit(cast.signatory, "mission_cancel", cancelled, data={"reason": "Élections."})
    assert f"La mission {cancelled.number} est annulée" in page.words
    assert "Élections." in page.words


def test_withdrawing_declining_revising_by_their_pages(cast, visit):
    need, solicitation, mission = made.need(cast), made.solicitation(cast), made.agreed(cast)
    assert "est retiré" in visit(cast.agent, "request_withdraw", need, data={}).words
    page = visit(cast.signatory, "solicitation_decline", solicitation, data={"reason": "Élections."})
    assert "Votre réponse est transmise" in page.words
    assert "Les termes sont rouverts" in visit(cast.editor, "mission_revise_terms", mission, data={}).words


def test_correcting_a_cost_and_reading_its_proof(cast, visit):
    line = made.cost(cast, made.draft(cast), amount="1500.00", proof=upload("Facture.pdf"))
    page = visit(cast.officer, "cost_correct", line, data={"reason": "Devis", "amount": "980,5"})
    assert "Correction de « Billets Paris–Dakar » : Devis" in page.words
    assert "Total payé 980,50 €" in page.words
    response = visit(cast.officer, "cost_proof", line)
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert Entry.objects.filter(action="read_file", subject_id=line.mission.public_id).count() == 1


def test_m7_a_paid_line_without_its_proof_says_so_and_takes_it(cast, visit):
    line = made.cost(cast, made.draft(cast))
    page = visit(cast.officer, "mission", line.mission)
    assert "Sans justificatif : le joindre" in page.words
    page = visit(cast.officer, "cost_join_proof", line, data={"proof": upload("Facture.pdf")})
    assert "Le justificatif est joint." in page.words
    assert "Sans justificatif" not in page.words


def test_m14_the_return_comes_first_once_interrupted(cast, client, clock):
    """To the signatory too, whose other acts stay beside (spec M13)."""
    mission = made.validated(cast, course=Course.FOLLOWED, hosting=HOSTING)
    day = AT + (DEPARTURE - TODAY) + timedelta(days=1)
    clock.move_to(day)
    endings.interrupt(mission=mission, interrupted_on=DEPARTURE, reason="Troubles.", by=cast.agent, at=day)
    client.force_login(cast.signatory)
    head = client.get(mission.get_absolute_url()).context["head"]
    assert head.primary.label == "Confirmer le retour"
    assert "Reporter la mission" in [act.label for act in head.others]


def test_m7_what_is_accepted_says_who_pays_what(cast, visit):
    mission = made.prepared(cast)
    said = "le ministère, le transport international ; l’institution accueillante, le séjour"
    assert said in visit(cast.signatory, "mission_accept_terms", mission).words
    assert said in visit(cast.officer, "mission_record_acceptance", mission).words
    made.accept(cast, mission)
    made.estimate(cast, mission)
    assert said in visit(cast.officer, "mission_send_to_embassy", mission).words


def test_the_letter_is_previewed_then_issued(cast, visit):
    mission, head = made.validated(cast), factories.head()
    page = visit(head, "mission_issue_letter", mission)
    assert "PROJET" in page.words
    assert "Trouver les fuites." in page.words
    page = visit(head, "mission_issue_letter", mission, data={"version_number": 1})
    assert "Lettre de mission (PDF)" in page.words
    page = visit(cast.editor, "mission_letter", mission)
    assert "se prépare" in page.words


def test_m11_a_letter_overtaken_is_said_so_and_replaced(cast, visit):
    mission, head = made.validated(cast), factories.head()
    visit(head, "mission_issue_letter", mission, data={"version_number": 1})
    assert "Remplacer la lettre" not in visit(head, "mission", mission).words
    mission.refresh_from_db()
    made.amended(cast, mission, objectives="Autre.")
    for reader in (cast.editor, cast.agent, cast.officer):
        page = visit(reader, "mission", mission)
        assert "elle ne dit pas ce qui change depuis la version 2" in page.words
        assert "Remplacer la lettre" not in page.words
    assert "Remplacer la lettre de mission" in visit(head, "mission", mission).words
    assert "Elle remplace celle du 2 mars 2026" in visit(head, "mission_issue_letter", mission).words
    page = visit(head, "mission_issue_letter", mission, data={"version_number": 2})
    assert "elle ne dit pas ce qui change" not in page.words
    assert "Lettre de mission qui ne vaut plus (PDF)" in page.words


# ---------------------------------------------------------------- refused by the form


def test_m4_three_people_refused_by_the_form(cast, visit):
    mission = made.draft(cast)
    people = [expert.pk for expert in (*cast.experts, made.expert(cast.organisation))]
    page = visit(
        cast.editor, "mission_prepare", mission, data=terms_form(cast, mission, sending_people=people)
    )
    assert "3 personnes : une mission en compte une ou deux." in page.words
    page = visit(
        cast.editor,
        "mission_prepare",
        mission,
        data=terms_form(
            cast,
            mission,
            course="hosting",
            sending_starts_on="",
            sending_ends_on="",
            sending_place="",
            sending_people=[],
            hosting_starts_on="2026-05-01",
            hosting_ends_on="2026-05-02",
            hosting_place="Rennes",
            hosting_people="Awa Diop, maire\nModou Fall\nFatou Sow",
        ),
    )
    assert "3 personnes : une mission en compte une ou deux." in page.words
    assert not mission.legs.exists()


def test_m4_eight_days_refused_by_the_form(cast, visit):
    mission = made.draft(cast)
    form = terms_form(cast, mission, sending_ends_on=(RETURN + timedelta(days=1)).isoformat())
    page = visit(cast.editor, "mission_prepare", mission, data=form)
    assert "Ce volet dure 8 jours, départ et retour compris ; il en compte 7 au plus." in page.words
    assert "Trouver les fuites." in page.content.decode(), "nothing typed is lost"


def test_m6_overlapping_days_refused_by_the_form(cast, visit):
    first, mission = made.prepared(cast), made.draft(cast)
    page = visit(cast.editor, "mission_prepare", mission, data=terms_form(cast, mission))
    assert f"{cast.experts[0]} est déjà en mission le 1er mai 2026 ({first.number})" in page.words
    assert ParticipantDay.objects.count() == 7


def test_m6_an_expert_of_another_body_is_not_offered(cast, visit):
    mission, stranger = made.draft(cast), made.expert(factories.organisation())
    form = terms_form(cast, mission, sending_people=[stranger.pk])
    page = visit(cast.editor, "mission_prepare", mission, data=form)
    assert page.context["form"].errors["sending_people"]
    assert str(stranger) not in page.words


def test_m3_a_label_that_ended_refused_by_the_form(cast, visit):
    mission = made.draft(cast)
    form = terms_form(cast, mission, sending_starts_on="2029-05-01", sending_ends_on="2029-05-02")
    page = visit(cast.editor, "mission_prepare", mission, data=form)
    assert f"Le label {cast.label.number} ne vaut pas le 1er mai 2029" in page.words


def test_m10_a_late_report_is_said_before_soliciting(cast, visit):
    mission, need, late = made.awaiting(cast), made.need(cast), made.gone(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    for data, status in ((None, 200), ({"answer_by": "2026-03-12"}, 409)):
        page = visit(cast.officer, "request_solicit", need, cast.label, data=data)
        assert page.status_code == status
        assert f"n’a pas remis le rapport de la mission {late.number}, attendu le 1er mars 2026" in page.words
    page = visit(cast.agent, "mission_validate", mission, data={"version_number": 1})
    assert page.status_code == 409
    assert late.number in page.words


def test_m10_the_head_grants_an_exception_by_the_pages_and_the_acts_say_so(cast, visit):
    head, need, late = factories.head(), made.need(cast), made.gone(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    assert "Accorder une exception" not in visit(cast.officer, "request", need).words
    assert "Accorder une exception" in visit(head, "request", need).words
    assert late.number in visit(head, "request_exception", need, cast.label).words
    refused = visit(head, "request_exception", need, cast.label, data={"kind": "late_report", "reasons": ""})
    assert "Écrivez quelques lignes" in refused.words
    data = {"kind": "late_report", "reasons": "Rapport <b>attendu</b> demain."}
    page = visit(head, "request_exception", need, cast.label, data=data)
    assert f"L’exception est accordée : {cast.organisation}." in page.words
    page = visit(cast.officer, "request_solicit", need, cast.label)
    assert "Exception accordée le 2 mars 2026" in page.words
    assert "Rapport <b>attendu</b> demain." in page.words


def test_m10_the_head_finds_the_exception_on_the_mission_that_it_keeps_from_validation(cast, visit):
    mission, late, head = made.awaiting(cast), made.gone(cast), factories.head()
    assert "Accorder une exception" not in visit(head, "mission", mission).words
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    assert "Accorder une exception" in visit(head, "mission", mission).words
    assert "Accorder une exception" not in visit(cast.officer, "mission", mission).words
    data = {"kind": "late_report", "reasons": "Signature en cours."}
    visit(head, "request_exception", mission.solicitation.request, cast.label, data=data)
    page = visit(cast.agent, "mission_validate", mission)
    assert (page.status_code, "Signature en cours." in page.words) == (200, True)
    assert "Signature en cours." in visit(cast.editor, "mission", mission).words


def test_m3_a_holder_asked_already_is_said_before_soliciting(cast, visit):
    solicitation = made.solicitation(cast)
    page = visit(cast.officer, "request_solicit", solicitation.request, cast.label)
    assert page.redirect_chain
    assert "est déjà sollicité pour ce besoin depuis le 2 mars 2026 (réponse : envoyée)." in page.words


def test_m3_who_receives_the_solicitation_is_named(cast, visit):
    page = visit(cast.officer, "request_solicit", made.need(cast), cast.label)
    assert f"par courriel à {cast.editor}, {cast.signatory}, pour {cast.organisation}." in page.words
    alone = made.label()
    page = visit(cast.officer, "request_solicit", made.need(cast), alone)
    assert f"Personne n’a de compte pour {alone.organisation}" in page.words
    type(alone.organisation).objects.filter(pk=alone.organisation.pk).update(
        legal_email="mairie@exemple.test"
    )
    page = visit(cast.officer, "request_solicit", made.need(cast), alone)
    assert "par courriel à mairie@exemple.test" in page.words, "its legal address (spec X14)"


def test_m3_an_ended_label_is_said_before_soliciting(cast, visit):
    label = made.label(ends_on=TODAY - timedelta(days=1))
    page = visit(cast.officer, "request_solicit", made.need(cast), label)
    assert page.redirect_chain
    assert "prend fin le 1er mars 2026" in page.words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"wished_from": "2026-02-30"}, "février 2026 compte 28 jours"),
        ({"wished_from": "2026-02-01"}, "commence dans le passé"),
        ({"wished_until": "2026-03-31"}, "précède son début"),
        ({"themes": []}, "Cochez au moins une réponse"),
        ({"subject": "x" * 201}, "200 caractères"),
        ({"country": "0"}, "Ce choix n’est pas, ou n’est plus, dans la liste"),
    ],
)
def test_m1_what_is_wrong_in_a_need_is_said(cast, visit, fields, said):
    page = visit(cast.agent, "request_relay", data=need_form(**fields))
    assert said in page.words
    assert not ExpertiseRequest.objects.exists()
    assert "Réduire les fuites." in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"sending_starts_on": ""}, "sending_starts_on"),
        ({"sending_ends_on": "", "sending_starts_on": ""}, "sending_ends_on"),
        ({"sending_starts_on": "31/02/2026"}, "sending_starts_on"),
        ({"hosting_starts_on": "2026-05-01", "hosting_ends_on": "2026-05-02"}, "course"),
        ({"expected_results": "\n".join("abcdefg")}, "expected_results"),
        ({"expected_results": "x" * 301}, "expected_results"),
        ({"subject": "x" * 300}, "subject"),
        ({"goals": ["18"]}, "goals"),
        ({"course": "ailleurs"}, "course"),
    ],
)
def test_m5_what_is_wrong_in_the_terms_is_said_at_its_field(cast, visit, fields, field):
    mission = made.draft(cast)
    page = visit(cast.editor, "mission_prepare", mission, data=terms_form(cast, mission, **fields))
    assert list(page.context["form"].errors) == [field] or field in page.context["form"].errors
    mission.refresh_from_db()
    assert mission.revision == 0


@pytest.mark.parametrize(
    ("hosted", "said"),
    [
        (", maire", "Commencez chaque ligne par le nom"),
        ("x" * 161, "160 caractères"),
        ("Awa, " + "x" * 151, "une fonction en 150"),
    ],
)
def test_m4_names_that_do_not_fit_are_said(cast, visit, hosted, said):
    mission = made.draft(cast)
    form = terms_form(
        cast,
        mission,
        course="followed",
        hosting_starts_on="2026-06-01",
        hosting_ends_on="2026-06-02",
        hosting_people=hosted,
    )
    assert said in visit(cast.editor, "mission_prepare", mission, data=form).words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "1 234,567"}, "deux chiffres au plus après la virgule"),
        ({"amount": "-5"}, "ne peut pas être négatif"),
        ({"amount": "0"}, "supérieur à zéro"),
        ({"amount": "mille"}, "en chiffres"),
        ({"stage": "paid"}, "référence comptable"),
    ],
)
def test_m7_what_is_wrong_in_a_cost_is_said(cast, visit, fields, said):
    mission = made.draft(cast)
    cost = {"kind": "air", "stage": "estimated", "amount": "10", "label": "Billets", "buyer": "ministry"}
    page = visit(cast.officer, "mission_record_cost", mission, data=cost | fields)
    assert said in page.words
    assert not mission.costs.exists()


def test_m7_a_payment_already_entered_is_said_and_what_was_typed_is_kept(cast, visit):
    mission = made.draft(cast)
    made.cost(cast, mission, reference="EJ-2026-001")
    again = {"kind": "air", "stage": "paid", "amount": "1000", "label": "Vols", "buyer": "ministry"}
    page = visit(cast.officer, "mission_record_cost", mission, data=again | {"reference": "EJ-2026-001"})
    assert "Ce montant est déjà saisi" in page.words
    assert page.context["form"]["label"].value() == "Vols"
    assert 'value="EJ-2026-001"' in page.content.decode()
    assert mission.costs.count() == 1


def test_x6_a_false_proof_is_said(cast, visit):
    mission = made.draft(cast)
    cost = {"kind": "air", "stage": "estimated", "amount": "10", "label": "Billets", "buyer": "ministry"}
    file = upload()
    file.file.seek(0)
    false = type(file)("facture.pdf", b"<html><script>1</script></html>", "application/pdf")
    page = visit(cast.officer, "mission_record_cost", mission, data=cost | {"proof": false})
    assert page.context["form"].errors["proof"]
    assert not mission.costs.exists()


# ---------------------------------------------------------------- hostile or clumsy


HOSTILE = "<script>alert(1)</script> 🙂 " + "é" * 150


def test_html_in_every_field_is_shown_as_text(cast, visit):
    need = made.need(
        cast, subject=HOSTILE[:200], authority=HOSTILE[:200], description=HOSTILE, languages=HOSTILE[:200]
    )
    solicitation = requests.solicit(
        request=need,
        label=cast.label,
        answer_by=TODAY + timedelta(days=7),
        message=HOSTILE,
        by=cast.officer,
        at=AT,
    )
    requests.accept_solicitation(solicitation=solicitation, reason=HOSTILE, by=cast.editor, at=AT)
    mission = requests.choose(solicitation=solicitation, reason=HOSTILE, by=cast.officer, at=AT)
    terms = made.terms(
        cast,
        subject=HOSTILE[:200],
        objectives=HOSTILE,
        expected_results=(HOSTILE,),
        follow_ups=HOSTILE,
        host_institution=HOSTILE[:200],
    )
    preparation.save_terms(mission=mission, terms=terms, revision=0, by=cast.editor, at=AT)
    made.accept(cast, mission)
    made.cost(cast, mission, label=HOSTILE[:200], stage="estimated")
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    validation.return_mission(mission=mission, version_number=1, remarks=HOSTILE, by=cast.agent, at=AT)
    pages = [
        visit(cast.officer, "requests"),
        visit(cast.officer, "request", need),
        visit(cast.agent, "request", need),
        visit(cast.editor, "solicitation", solicitation),
        visit(cast.officer, "missions"),
        visit(cast.officer, "mission", mission),
        visit(cast.editor, "mission", mission),
        visit(cast.agent, "mission", mission),
        visit(cast.editor, "mission_prepare", mission),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; 🙂" in text


def test_a_double_click_does_nothing_twice(cast, visit):
    solicitation = made.accepted(cast)
    visit(cast.officer, "solicitation_choose", solicitation, data={"reason": "Disponible."})
    page = visit(cast.officer, "solicitation_choose", solicitation, data={"reason": "Disponible."})
    assert page.status_code == 409
    assert "Disponible.</textarea>" in page.content.decode()
    assert "Ce n’est pas possible à ce stade" in page.words
    assert Mission.objects.count() == 1


def test_l7_two_tabs_of_the_terms_lose_nothing(cast, visit):
    mission = made.draft(cast)
    visit(cast.editor, "mission_prepare", mission, data=terms_form(cast, mission, objectives="Premier"))
    page = visit(
        cast.signatory, "mission_prepare", mission, data=terms_form(cast, mission, objectives="Second")
    )
    assert "Les termes ont été modifiés depuis que vous avez ouvert cette page (" in page.words
    assert "Premier" in page.words, "what the other wrote, the very first time as well"
    assert "Second" in page.content.decode()
    mission.refresh_from_db()
    assert mission.objectives == "Premier"


def test_m8_a_stale_tab_does_not_validate_another_version(cast, visit):
    mission = made.awaiting(cast)
    validation.return_mission(mission=mission, version_number=1, remarks="Trop tôt.", by=cast.agent, at=AT)
    made.accept(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    page = visit(cast.agent, "mission_validate", mission, data={"version_number": 1})
    assert "Les termes ont changé depuis que vous les avez lus" in page.words
    mission.refresh_from_db()
    assert mission.state == MissionState.AWAITING_EMBASSY


# ---------------------------------------------------------------- who sees what


def test_x1_another_countrys_agent_gets_404_and_the_attempt_is_traced(cast, visit):
    stranger = factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))
    mission = made.awaiting(cast)
    for name in ("mission", "mission_validate"):
        assert visit(stranger, name, mission).status_code == 404
    posted = visit(stranger, "mission_validate", mission, data={"version_number": 1})
    assert posted.status_code == 404
    lines = Entry.objects.filter(action="refused_reading", subject_id=mission.public_id)
    assert [line.actor for line in lines] == [stranger.public_id] * 3
    mission.refresh_from_db()
    assert mission.state == MissionState.AWAITING_EMBASSY


def test_x1_a_former_agent_sees_nothing(cast, visit):
    former = factories.member(Role.POST_AGENT, cast.post, ends_on=TODAY - timedelta(days=1))
    assert visit(former, "mission", made.awaiting(cast)).status_code == 404
    assert visit(former, "missions").status_code == 403


def test_x1_who_stands_on_two_sides_sees_both(cast, visit, client):
    own = made.Cast(country=factories.country("MG", "Madagascar"))
    both = factories.member(Role.OFFICER, person=own.editor)
    mine, theirs = made.draft(own), made.draft(cast)
    assert "Préparer les termes" in visit(both, "mission", mine).words, "as the holder, the first role held"
    page = visit(both, "mission", theirs)
    assert page.status_code == 200
    assert "Ajouter une dépense" in page.words


def test_m8_the_right_reason_is_given_to_an_insider(cast, visit):
    page = visit(cast.editor, "mission_validate", made.awaiting(cast))
    assert page.status_code == 403
    assert f"relève du poste « {cast.post} »" in page.words


# ---------------------------------------------------------------- lists


def test_x5_missions_are_filtered_sorted_and_exported(cast, visit):
    draft, sent = made.draft(cast), made.awaiting(cast)
    page = visit(cast.officer, "missions", query={"state": "awaiting_embassy"})
    assert sent.number in page.words
    assert draft.number not in page.words
    assert draft.number in visit(cast.officer, "missions", query={"q": "senegal"}).words
    assert draft.number not in visit(cast.officer, "missions", query={"q": "madagascar"}).words
    assert draft.number in visit(cast.officer, "missions", query={"q": cast.organisation.name.upper()}).words
    response = visit(cast.officer, "missions", query={"export": "csv", "state": "awaiting_embassy"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert (
        lines[0].lstrip("\ufeff")
        == "Mission;Objet;Pays;Titulaire;Départ;Retour;État;À qui d’agir;Depuis;Rapport attendu;À faire"
    )
    assert lines[1:] == [
        f"{sent.number};Réseau d’eau potable;Sénégal;{cast.organisation};01/05/2026;07/05/2026;"
        "Soumise à l’ambassade;Ambassade;02/03/2026;;non"
    ]


def test_r1_late_missions_are_found(cast, visit):
    late, other = made.gone(cast), made.draft(cast)
    Mission.objects.filter(pk=late.pk).update(report_due_on=TODAY - timedelta(days=1))
    page = visit(cast.officer, "missions", query={"late": "True"})
    assert late.number in page.words
    assert other.number not in page.words
    assert "Rapport en retard" in page.words


def test_x5_needs_are_filtered_and_exported(cast, visit):
    open_need, met = made.need(cast, subject="=cmd()"), made.accepted(cast).request
    requests.choose(solicitation=met.solicitations.get(), reason="Seul.", by=cast.officer, at=AT)
    page = visit(cast.agent, "requests", query={"state": RequestState.OPEN, "theme": made.theme().pk})
    assert open_need.number in page.words
    assert met.number not in page.words
    response = visit(cast.agent, "requests", query={"export": "csv", "tri": "number"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].startswith("B-2026-0001;'=cmd();Sénégal;Ville de Thiès;")
    assert lines[2].endswith(";Pourvu")


def test_the_holder_finds_what_waits_above_its_missions(cast, visit):
    solicitation = made.solicitation(cast)
    page = visit(cast.editor, "missions")
    assert "répondre au plus tard le 9 mars 2026 (dans 7 jours)" in page.words
    assert "Vous n’avez encore aucune mission" in page.words
    made.accepted(cast)
    assert "vous avez accepté, la DAECT choisit" in visit(cast.editor, "missions").words
    requests.decline_solicitation(solicitation=solicitation, reason="Non.", by=cast.editor, at=AT)
    assert "répondre au plus tard" not in visit(cast.editor, "missions").words
    assert solicitation.state == SolicitationState.DECLINED


# ---------------------------------------------------------------- whose turn, where it is


TURNS = [
    (made.draft, "editor", "C’est à vous de préparer les termes"),
    (made.draft, "officer", "C’est au titulaire de préparer les termes"),
    (made.agreed, "officer", "C’est à vous de soumettre la mission à l’ambassade"),
    (made.agreed, "editor", "C’est à la DAECT de soumettre la mission à l’ambassade"),
    (made.awaiting, "agent", "C’est à vous de répondre"),
    (made.awaiting, "signatory", "C’est à l’ambassade de répondre"),
    (made.gone, "signatory", "C’est à vous de remettre le rapport"),
    (made.gone, "agent", "C’est au titulaire de remettre le rapport"),
]


@pytest.mark.parametrize(("make", "who", "said"), TURNS)
def test_m13_whose_turn_it_is_is_said_to_the_reader(cast, visit, make, who, said):
    assert said in visit(getattr(cast, who), "mission", make(cast)).words


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("signatory", "C’est à vous d’accepter les termes"),
        ("editor", "C’est à votre signataire d’accepter les termes"),
        ("officer", "C’est au signataire du titulaire d’accepter les termes"),
    ],
)
def test_m13_terms_handed_over_wait_for_the_signatory(cast, visit, who, said):
    mission = made.prepared(cast)
    preparation.hand_terms(mission=mission, by=cast.editor, at=AT)
    assert said in visit(getattr(cast, who), "mission", mission).words


def test_m13_the_holder_reads_whose_turn_it_is_on_a_solicitation(cast, visit):
    assert "C’est à vous de répondre" in visit(cast.editor, "solicitation", made.solicitation(cast)).words
    accepted = made.accepted(cast)
    assert "C’est à la DAECT de choisir" in visit(cast.editor, "solicitation", accepted).words


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (DEPARTURE - timedelta(days=1), "à venir"),
        (DEPARTURE, "en cours"),
        (RETURN, "en cours"),
        (RETURN + timedelta(days=1), "revenue"),
    ],
)
def test_a_validated_mission_is_where_its_dates_say(cast, visit, clock, day, word):
    mission = made.validated(cast)
    clock.move_to(AT + (day - TODAY))
    page = visit(cast.officer, "mission", mission)
    assert [(step.label, step.word) for step in page.context["steps"] if step.state == "current"] == [
        ("Mission", word)
    ]
    assert f"Mission {word}" in page.words


def test_x1_the_filters_of_an_embassy_name_its_countries_alone(cast, visit):
    elsewhere = made.Cast(country=factories.country("MG", "Madagascar"))
    made.draft(elsewhere)
    mission = made.draft(cast)
    for name, query in (("requests", {}), ("missions", {"country": mission.country_id})):
        page = visit(cast.agent, name, query=query)
        assert "Sénégal" in page.words
        assert "Madagascar" not in page.words
        assert "Madagascar" in visit(cast.officer, name).words


# ---------------------------------------------------------------- changes once the embassy has the terms


def postpone_form(mission, seen=""):
    days = (DEPARTURE + timedelta(days=10), RETURN + timedelta(days=10))
    return {
        "revision": mission.revision,
        "sending_starts_on": days[0].isoformat(),
        "sending_ends_on": days[1].isoformat(),
        "reason": "Grève des vols.",
        "accepted": "on",
        "vu": seen,
    }


def test_m14_what_postponing_entails_is_read_before_it_is_done(cast, visit):
    mission = made.validated(cast)
    page = visit(cast.signatory, "mission", mission)
    assert all(act in page.words for act in ("Reporter la mission", "Remplacer des personnes"))
    page = visit(cast.signatory, "mission_postpone", mission, data=postpone_form(mission))
    assert "La validation de l’ambassade tombe, parce que les dates changent" in page.words
    assert "La limite du rapport, le 7 juillet 2026" in page.words
    assert "du 11 au 17 mai 2026 (7 jours)" in page.words
    assert f"{cast.post} ({cast.agent})" in page.words
    mission.refresh_from_db()
    assert mission.state == MissionState.VALIDATED, "nothing is done yet"
    seen = re.search(r'name="vu" value="([0-9a-f]{64})"', page.content.decode())[1]
    page = visit(cast.signatory, "mission_postpone", mission, data=postpone_form(mission, seen))
    assert "La version 2 des termes est acceptée. La DAECT la soumet à l’ambassade." in page.words
    assert "Changée par" in page.words
    assert "Grève des vols." in page.words
    page = visit(cast.agent, "mission_compare", mission)
    assert "Envoi d’experts : dates [retiré : du 1er au 7 mai 2026" in page.words


def test_m14_an_outcome_read_on_other_terms_is_shown_again(cast, visit):
    mission = made.validated(cast)
    page = visit(cast.signatory, "mission_postpone", mission, data=postpone_form(mission, "0" * 64))
    assert "Ce que ce changement entraîne" in page.words
    mission.refresh_from_db()
    assert mission.state == MissionState.VALIDATED


def test_m14_eight_days_are_refused_in_the_form_and_nothing_typed_is_lost(cast, visit):
    mission = made.validated(cast)
    eight = postpone_form(mission) | {"sending_ends_on": (RETURN + timedelta(days=11)).isoformat()}
    page = visit(cast.signatory, "mission_postpone", mission, data=eight)
    assert "Ce volet dure 8 jours, départ et retour compris" in page.words
    assert "Grève des vols." in page.words


def test_m14_people_replaced_by_the_page(cast, visit):
    mission = made.validated(cast)
    data = {
        "revision": mission.revision,
        "sending_people": [cast.experts[1].pk],
        "reason": "Malade.",
        "accepted": "on",
    }
    page = visit(cast.signatory, "mission_replace_people", mission, data=data)
    assert "parce que les personnes changent" in page.words
    seen = re.search(r'name="vu" value="([0-9a-f]{64})"', page.content.decode())[1]
    visit(cast.signatory, "mission_replace_people", mission, data=data | {"vu": seen})
    mission.refresh_from_db()
    assert mission.state == MissionState.ACCEPTED


def test_m8_another_line_leaves_the_validation(cast, visit):
    mission = made.validated(cast)
    data = terms_form(cast, mission, objectives="Trouver et réparer.", reason="Précision.", accepted="on")
    page = visit(cast.signatory, "mission_amend", mission, data=data)
    assert "La validation de l’ambassade tient" in page.words
    assert visit(cast.signatory, "mission_amend", mission).status_code == 200


def test_m14_interrupted_then_back(cast, visit, clock):
    mission = made.validated(cast)
    clock.move_to(AT + (DEPARTURE - TODAY) + timedelta(days=1))
    page = visit(cast.agent, "mission_interrupt", mission)
    assert "Les frais enregistrés restent au dossier" in page.words
    data = {"interrupted_on": DEPARTURE.isoformat(), "reason": "Troubles."}
    page = visit(cast.agent, "mission_interrupt", mission, data=data)
    assert "Interrompue le 1er mai 2026 Troubles." in page.words
    page = visit(cast.editor, "mission", mission)
    assert "C’est à vous de confirmer le retour" in page.words


def test_m14_nobody_left(cast, visit, clock):
    mission = made.validated(cast)
    made.cost(cast, mission)
    clock.move_to(AT + (DEPARTURE - TODAY) + timedelta(days=1))
    page = visit(cast.officer, "mission_record_no_departure", mission)
    assert "1 000,00 € payés, à récupérer" in page.words.replace("\u202f", " ")
    page = visit(cast.officer, "mission_record_no_departure", mission, data={"reason": "Vol annulé."})
    assert "personne n’est parti." in page.words


def test_m8_the_embassy_reads_what_changed_since_its_answer(cast, visit):
    mission = made.validated(cast)
    made.postponed(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    page = visit(cast.agent, "mission_validate", mission)
    assert "Ce qui a changé depuis la version 1, à laquelle l’ambassade a répondu" in page.words
