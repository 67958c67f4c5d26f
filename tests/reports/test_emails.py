"""Who is told, and the whole of what they read (spec X3, R2, R4, R5)."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from expect.accounts import service
from expect.accounts.enums import Role
from expect.notifications.models import Message, Notice
from missions import returns
from missions.enums import CostStage
from missions.models import Mission
from reports import hearing, observations, overdue, reimbursement, served, submission
from reports.models import ExtensionRequest
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made
from tests.reports.conftest import words

pytestmark = pytest.mark.django_db

SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})
ROOT = "http://localhost:8000"
BODY = ["agent@saint-lo.test", "maire@saint-lo.test"]
DAECT = ["delegue@daect.test", "mission@daect.test"]


@pytest.fixture
def people():
    """A holder with its editor and signatory, DAECT, the post of the country; and people whom nothing here concerns."""
    body = factories.organisation(name="Saint-Lô")
    country = factories.country()
    post = factories.post(country)
    head = factories.head()
    head.email = "delegue@daect.test"
    head.save()
    found = {
        "body": body,
        "country": country,
        "head": head,
        "editor": factories.member(Role.EDITOR, body, person=named("agent@saint-lo.test")),
        "signatory": factories.member(Role.SIGNATORY, body, person=named("maire@saint-lo.test")),
        "officer": factories.member(Role.OFFICER, person=named("mission@daect.test")),
        "agent": factories.member(Role.POST_AGENT, post, person=named("poste@dakar.test")),
    }
    factories.member(Role.POST_AGENT, factories.post(factories.country("MG", "Madagascar")))
    for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.COMMITTEE_MEMBER):
        factories.member(role)
    return found


def named(email: str):
    return factories.user(email=email, first_name="Alix", last_name="Roy")


@pytest.fixture
def mission(people) -> Mission:
    """Back on 30 December: the report was due on 28 February, two days ago."""
    return made.carried_out(
        people["body"], country=people["country"], paid=("850.00", "384.56"), number="M-2025-0042"
    )


@pytest.fixture
def to_sign(mission, people):
    """A report handed in by the editor."""
    report = submission.start_report(mission=mission, by=people["editor"], at=AT)
    made.complete(report, people["editor"])
    return submission.hand_in(report=report, by=people["editor"], at=AT)


@pytest.fixture
def demand(mission):
    return made.drafted(mission)


def mails(event: str) -> list[str]:
    """The addresses told of that event."""
    return sorted(Message.objects.filter(event=f"reports/{event}").values_list("to", flat=True))


def letter_to(event: str) -> tuple[str, str]:
    """Title and body of that event, the same for all, with plain spaces."""
    found = Message.objects.filter(event=f"reports/{event}").values_list("title", "body")
    (title, body), *others = set(found)
    assert not others
    return title.translate(SPACES), body.translate(SPACES)


def link(subject, *rest: str, page: str) -> str:
    """The last words of a mail: the address of the subject's page, or of an act on it."""
    return "/".join([ROOT, page, subject.public_id, *rest]) + "/\n"


# ---------------------------------------------------------------- the report


def test_r2_handed_in_the_signatory_is_asked(to_sign):
    assert mails("report_handed_in") == ["maire@saint-lo.test"]
    assert letter_to("report_handed_in") == (
        "Rapport à valider : mission M-2025-0042",
        "Lisez le rapport de la mission M-2025-0042, puis validez-le ou renvoyez-le ; il est attendu au plus tard le "
        "28 février 2026.\n\n"
        "Mission : Eau potable à Dakar\n"
        "Transmis par : Alix Roy\n\n"
        f"Lire et valider : {link(to_sign, 'valider', page='rapports')}",
    )


def test_r2_sent_back_the_writers_are_told(to_sign, people):
    submission.send_back(
        report=to_sign, reason="Nommez les <experts> & dates.", by=people["signatory"], at=AT
    )
    assert mails("report_sent_back") == ["agent@saint-lo.test"]
    assert letter_to("report_sent_back") == (
        "Rapport à reprendre : mission M-2025-0042",
        "Alix Roy vous demande de reprendre le rapport de la mission M-2025-0042, attendu au plus tard le 28 février "
        "2026.\n\n"
        "À reprendre :\nNommez les <experts> & dates.\n\n"
        f"Reprendre le rapport : {link(to_sign, page='rapports')}",
    )


def test_r2_delivered_the_holder_daect_and_the_post_are_told(to_sign, people):
    submission.deliver(report=to_sign, by=people["signatory"], at=AT)
    page = link(to_sign, page="rapports")
    assert mails("report_receipt") == BODY
    assert letter_to("report_receipt") == (
        "Rapport remis : mission M-2025-0042",
        "Le rapport de la mission M-2025-0042 est remis ; vous n’avez rien à faire. La DAECT l’acceptera ou vous "
        "demandera un complément.\n\n"
        "Mission : Eau potable à Dakar\n"
        "Remis le 2 mars 2026 à 10 h 00, par Alix Roy\n"
        "Version : 1\n\n"
        f"Voir le rapport : {page}",
    )
    assert mails("report_delivered") == DAECT
    assert letter_to("report_delivered") == (
        "Rapport à accepter : mission M-2025-0042",
        "Lisez le rapport de la mission M-2025-0042, puis acceptez-le ou demandez un complément.\n\n"
        "Organisme : Saint-Lô\n"
        "Mission : Eau potable à Dakar (Sénégal)\n"
        "Remis le 2 mars 2026 à 10 h 00 ; attendu le 28 février 2026\n"
        "Version : 1\n\n"
        f"Lire le rapport : {page}",
    )
    assert mails("report_to_read") == ["poste@dakar.test"]
    assert letter_to("report_to_read") == (
        "Rapport de la mission M-2025-0042 (Sénégal)",
        "Le rapport de la mission M-2025-0042 est à votre disposition ; vous n’avez rien à faire.\n\n"
        "Organisme : Saint-Lô\n"
        "Mission : Eau potable à Dakar (Sénégal)\n\n"
        f"Lire le rapport : {page}",
    )


def test_r5_daect_reads_that_the_draft_demand_is_dropped(demand, to_sign, people):
    submission.deliver(report=to_sign, by=people["signatory"], at=AT)
    assert (
        "La demande de remboursement préparée pour cette mission est abandonnée."
        in letter_to("report_delivered")[1]
    )
    assert mails("demand_dropped") == [], "the holder never heard of it"


def test_r2_more_is_asked_of_the_holder(to_sign, people):
    report = submission.deliver(report=to_sign, by=people["signatory"], at=AT)
    submission.request_more(
        report=report,
        reason="Joignez le guide.",
        due_on=TODAY + timedelta(days=20),
        by=people["officer"],
        at=AT,
    )
    assert mails("more_requested") == BODY
    assert letter_to("more_requested") == (
        "Rapport de la mission M-2025-0042 : complément attendu le 22 mars 2026",
        "Complétez le rapport de la mission M-2025-0042 au plus tard le 22 mars 2026.\n\n"
        "Ce qui est attendu :\nJoignez le guide.\n\n"
        "Le rapport a bien été remis : aucune somme ne vous sera demandée.\n\n"
        f"Compléter le rapport : {link(report, page='rapports')}",
    )


def test_r2_accepted_the_holder_is_told(to_sign, people):
    report = submission.deliver(report=to_sign, by=people["signatory"], at=AT)
    submission.accept_report(report=report, by=people["officer"], at=AT)
    assert mails("report_accepted") == BODY
    assert letter_to("report_accepted") == (
        "Rapport accepté : mission M-2025-0042",
        "La DAECT a accepté le rapport de la mission M-2025-0042 ; vous n’avez rien à faire. La mission est close.\n\n"
        "Mission : Eau potable à Dakar\n\n"
        f"Voir le rapport : {link(report, page='rapports')}",
    )


def test_r1_nobody_reads_that_a_report_delivered_is_awaited(people, client, clock):
    """Accepting confirms the return that the report says; DAECT corrects that of another before accepting."""
    unsaid, said = (
        made.delivered(made.carried_out(people["body"], confirmed=known)) for known in (False, True)
    )
    submission.accept_report(report=unsaid, by=people["officer"], at=AT)
    address = reverse("missions:mission_confirm_return", args=[said.mission.public_id])
    client.force_login(people["officer"])
    before, after = client.get(address), client.post(address, {"returned_on": "2025-12-28"})
    pages = words(before), *map(str, get_messages(after.wsgi_request))
    told = Message.objects.filter(event="missions/return_confirmed")
    assert {mail.subject_id for mail in told} == {one.mission.public_id for one in (unsaid, said)}
    for text in (*pages, *(f"{mail.title}\n{mail.body}" for mail in told)):
        assert "déjà remis" in text
        assert "attendu" not in text
        assert "en retard" not in text


# ---------------------------------------------------------------- what is late


def test_r4_late_the_holder_is_told_and_daect_has_a_demand_to_check(demand, mission):
    assert mails("report_late") == BODY
    assert letter_to("report_late") == (
        "Rapport en retard : mission M-2025-0042",
        "Remettez dès que possible le rapport de la mission M-2025-0042 : il était attendu au plus tard le 28 février "
        "2026.\n\n"
        "Mission : Eau potable à Dakar (Sénégal)\n\n"
        "Sans ce rapport, le ministère demande le remboursement de ce qu’il a payé pour la mission, et aucune nouvelle "
        "mission ne peut vous être proposée. Le rapport compte comme remis quand le signataire de votre organisme l’a "
        "validé.\n\n"
        f"Écrire le rapport : {link(mission, page='rapports/mission')}",
    )
    assert mails("demand_drafted") == DAECT
    assert letter_to("demand_drafted") == (
        "Demande de remboursement à vérifier : mission M-2025-0042, 1 234,56 €",
        "Le rapport de la mission M-2025-0042 manque depuis le 28 février 2026 : vérifiez la demande de remboursement "
        "préparée, puis envoyez la lettre préalable ou abandonnez la demande.\n\n"
        "Organisme : Saint-Lô\n"
        "Mission : Eau potable à Dakar (Sénégal)\n"
        "Somme payée et non récupérée : 1 234,56 €\n\n"
        f"Voir la demande : {link(demand, page='remboursements')}",
    )
    assert mails("report_missing") == []


def test_r4_at_zero_daect_is_told_that_nothing_is_paid(people):
    mission = made.carried_out(people["body"], country=people["country"], number="M-2025-0043")
    overdue.flag_overdue_reports(on=TODAY, at=AT)
    assert mails("report_missing") == DAECT
    assert letter_to("report_missing") == (
        "Rapport manquant : mission M-2025-0043",
        "Le rapport de la mission M-2025-0043 manque depuis le 28 février 2026 ; aucune somme payée n’est enregistrée, "
        "aucune demande n’est donc préparée. Elle le sera dès qu’un paiement sera enregistré.\n\n"
        "Organisme : Saint-Lô\n"
        "Mission : Eau potable à Dakar (Sénégal)\n\n"
        f"Voir la mission : {link(mission, page='missions')}",
    )
    assert mails("demand_drafted") == []


def more_time_asked(mission):
    ExtensionRequest.objects.create(
        mission=mission,
        due_on=made.DUE_ON,
        asked_until=TODAY,
        reason="Un décès.",
        asked_at=AT,
        asked_by=factories.user(),
    )
    return mission


def moved_under_an_issued_demand():
    mission = made.issued().mission
    Message.objects.all().delete()
    returns.set_limit(mission=mission, due_on=TODAY - timedelta(days=1), reason="Délai", by=None, at=AT)
    return mission


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: made.hosted(claims=False, paid=("850.00",)), "les termes de cet accueil ne prévoient aucun"),
        (lambda: more_time_asked(made.carried_out(paid=("850.00",))), "le titulaire a demandé un délai"),
        (moved_under_an_issued_demand, "une demande a déjà été émise ou préparée"),
    ],
)
def test_r4_daect_is_told_why_no_demand_is_drafted(people, make, said):
    mission = make()
    overdue.flag_overdue_reports(on=TODAY, at=AT + timedelta(hours=1))
    body = letter_to("report_missing")[1]
    assert said in body
    assert mission.number in body
    assert "aucune somme payée" not in body


def test_r1_a_hosting_that_is_not_claimed_is_not_threatened_with_it(people):
    made.hosted(claims=False, organisation=people["body"], country=people["country"])
    overdue.flag_overdue_reports(on=TODAY, at=AT)
    assert (
        "Sans ce rapport, aucune nouvelle mission ne peut vous être proposée." in letter_to("report_late")[1]
    )


def test_r4_late_with_a_request_pending_the_holder_is_not_threatened(mission):
    more_time_asked(mission)
    overdue.flag_overdue_reports(on=TODAY, at=AT)
    body = letter_to("report_late")[1]
    assert "Vous avez demandé un délai : d’ici à la réponse, aucune demande de remboursement" in body
    assert "le ministère demande" not in body


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (reimbursement.waive, "Une demande de remboursement a déjà été faite pour cette mission"),
        (reimbursement.drop, ""),
    ],
)
def test_r4_late_again_by_another_limit_the_holder_is_told_what_may_follow(mission, end, sentence):
    demand = made.drafted(mission)
    demand = made.issued(demand) if end is reimbursement.waive else demand
    end(demand=demand, reason="Motif", by=factories.head(), at=AT)
    Message.objects.all().delete()
    returns.set_limit(mission=mission, due_on=TODAY + timedelta(days=3), reason="Délai", by=None, at=AT)
    late = AT + timedelta(days=4)
    overdue.flag_overdue_reports(on=late.date(), at=late)
    body = letter_to("report_late")[1]
    assert sentence in body
    assert ("le ministère demande" in body) is not bool(sentence)


def test_x3_each_mail_has_its_line_in_the_list(demand):
    keys = Message.objects.values_list("key", flat=True)
    assert sorted(Notice.objects.values_list("key", flat=True)) == sorted(keys)


# ---------------------------------------------------------------- the money back


@pytest.fixture
def letter(demand, people):
    return reimbursement.send_prior_letter(demand=demand, by=people["head"], at=AT)


def test_r5_the_prior_letter_is_told_to_the_holder(letter):
    assert mails("prior_letter_sent") == BODY
    assert letter_to("prior_letter_sent") == (
        "Mission M-2025-0042 : lettre préalable à une demande de remboursement",
        "Lisez la lettre préalable ; vous pourrez présenter vos observations dans les quinze jours qui suivront sa "
        "réception, ou remettre sans attendre le rapport de la mission M-2025-0042.\n\n"
        "Mission : Eau potable à Dakar (Sénégal)\n"
        "Somme envisagée : 1 234,56 €\n\n"
        "La lettre vous est aussi envoyée en recommandé : le délai court de sa réception. Si le rapport est remis "
        "avant l’émission de la demande, la procédure prend fin d’elle-même.\n\n"
        f"Lire la lettre et répondre : {link(letter, page='lettres-prealables')}",
    )


def test_x11_a_body_that_agreed_receives_no_registered_letter(mission, people):
    service.agree(organisation=people["body"], by=people["signatory"], at=AT)
    letter = made.received_by_opening(made.letter_sent(made.drafted(mission)), people["signatory"])
    assert (
        "Votre organisme accepte la notification électronique : ouvrir la lettre ici vaut réception."
        in letter_to("prior_letter_sent")[1]
    )
    late = AT + timedelta(days=16)
    reimbursement.issue(demand=letter.demand, reasoning="Motif", by=people["head"], at=late)
    body = letter_to("demand_issued")[1]
    assert "La demande dit ses motifs et indique les voies et délais de recours." in body, "nobody answered"
    assert "l’ouvrir ici vaut réception" in body


def test_r5_the_holder_knows_until_when(letter, people):
    made.received(letter, by=people["officer"])
    assert mails("receipt_recorded") == BODY
    assert letter_to("receipt_recorded") == (
        "Mission M-2025-0042 : vos observations jusqu’au 17 mars 2026",
        "Vous pouvez présenter vos observations sur la lettre préalable jusqu’au 17 mars 2026 inclus.\n\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Lettre reçue le 2 mars 2026\n\n"
        f"Répondre : {link(letter, page='lettres-prealables')}",
    )


def test_x11_the_holder_knows_until_when_it_may_contest(letter, people):
    observations.answer(letter=letter, answer="Voici.", by=people["signatory"], at=AT)
    demand = reimbursement.issue(demand=letter.demand, reasoning="Motif", by=people["head"], at=AT)
    served.register_service(act=demand, received_on=TODAY, scan=upload(), by=people["officer"], at=AT)
    assert mails("demand_received") == BODY
    assert letter_to("demand_received") == (
        "Demande de remboursement DR-2026-0001 : contestable jusqu’au 4 mai 2026",
        "Vous pouvez contester la demande de remboursement jusqu’au 4 mai 2026 inclus, comme elle l’indique.\n\n"
        "Demande : DR-2026-0001\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Demande reçue le 2 mars 2026\n\n"
        f"Lire la demande : {link(letter, page='lettres-prealables')}",
    )


def test_r5_daect_is_told_of_the_observations(letter, people):
    observations.answer(letter=letter, answer="Voici.", by=people["signatory"], at=AT)
    assert mails("letter_answered") == DAECT
    assert letter_to("letter_answered") == (
        "Observations reçues : mission M-2025-0042",
        "Lisez les observations de Saint-Lô, puis émettez la demande en y répondant, ou abandonnez-la.\n\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Observations reçues : En ligne\n\n"
        f"Voir la demande : {link(letter.demand, page='remboursements')}",
    )


@pytest.fixture
def recorded(letter, people):
    """A letter of the holder, recorded by the officer."""
    Message.objects.filter(event__startswith="reports/observations").delete()
    return made.recorded(letter, by=people["officer"], hearing_asked=True)


def test_x13_the_holder_is_told_what_was_recorded_in_its_name(recorded, letter):
    assert mails("letter_answered") == DAECT
    assert mails("observations_recorded") == BODY
    assert letter_to("observations_recorded") == (
        "Mission M-2025-0042 : observations enregistrées en votre nom",
        "Vérifiez les observations que la DAECT a enregistrées en votre nom ; si ce ne sont pas les vôtres, "
        "contestez-les.\n\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Reçues : Par lettre, le 2 mars 2026\n"
        "De la part de : Awa Roy, maire\n\n"
        "Vous y demandez à être entendu : la DAECT vous recevra avant toute décision.\n\n"
        "Vous pouvez aussi répondre en ligne, tant que le délai court.\n\n"
        f"Lire et contester : {link(letter, page='lettres-prealables')}",
    )


def test_x13_daect_is_told_that_they_are_contested(recorded, people, letter):
    observations.contest(recorded=recorded, reason="Ce n’est pas nous.", by=people["editor"], at=AT)
    assert mails("observations_contested") == DAECT
    assert letter_to("observations_contested") == (
        "Mission M-2025-0042 : observations contestées",
        "Le titulaire dit que les observations enregistrées en son nom ne sont pas les siennes : prenez contact avec "
        "lui, puis annulez l’enregistrement ou gardez-le.\n\n"
        "Organisme : Saint-Lô\n"
        "Reçues : Par lettre, le 2 mars 2026\n"
        "Contestées par : Alix Roy\n"
        "Motif : Ce n’est pas nous.\n\n"
        f"Voir la demande : {link(letter.demand, page='remboursements')}",
    )


@pytest.mark.parametrize("end", ["issue", "drop"])
def test_x13_contested_once_the_procedure_is_over_daect_is_not_told_to_cancel(letter, people, end):
    asked = {"answer": "Voici.", "hearing_asked": True}
    letter = observations.answer(letter=letter, by=people["signatory"], at=AT, **asked)
    held = hearing.record_hearing(letter=letter, outcome="declined", by=people["officer"], at=AT)
    closed = {"demand": letter.demand, "by": people["head"], "at": AT}
    if end == "issue":
        reimbursement.issue(reasoning="Motif", **closed)
    else:
        reimbursement.drop(reason="Motif", **closed)
    hearing.contest(hearing=held, reason="Non.", by=people["editor"], at=AT)
    body = letter_to("hearing_contested")[1]
    assert "répondez-lui que l’enregistrement ne s’annule plus" in body
    assert ("la demande émise se conteste" in body) is (end == "issue")
    assert "annulez" not in body


def test_x13_the_holder_is_told_that_they_no_longer_count(recorded, people, letter):
    observations.cancel(recorded=recorded, reason="Autre mission.", by=people["officer"], at=AT)
    assert mails("observations_cancelled") == BODY
    assert letter_to("observations_cancelled") == (
        "Mission M-2025-0042 : observations retirées du dossier",
        "Les observations enregistrées en votre nom le 2 mars 2026 ne comptent plus ; votre signataire peut répondre "
        "en ligne.\n\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Motif : Autre mission.\n\n"
        f"Voir la procédure : {link(letter, page='lettres-prealables')}",
    )


def test_r5_who_asks_to_be_heard_is_to_be_received(letter, people):
    observations.answer(letter=letter, answer="Voici.", hearing_asked=True, by=people["signatory"], at=AT)
    assert mails("letter_answered") == DAECT
    assert letter_to("letter_answered")[1] == (
        "Recevez le titulaire, qui demande à être entendu : la demande ne peut être émise qu’après.\n\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Observations reçues : En ligne\n"
        "Organisme : Saint-Lô\n\n"
        f"Voir la demande : {link(letter.demand, page='remboursements')}"
    )


def test_r5_the_holder_reads_what_is_kept_of_the_hearing(letter, people):
    letter = observations.answer(
        letter=letter, answer="Voici.", hearing_asked=True, by=people["signatory"], at=AT
    )
    hearing.record_hearing(
        letter=letter,
        outcome="held",
        heard_on=TODAY,
        people="Le maire",
        said="Rien.",
        by=people["officer"],
        at=AT,
    )
    assert mails("hearing_recorded") == BODY
    assert letter_to("hearing_recorded") == (
        "Entretien enregistré : mission M-2025-0042",
        "L’entretien que vous aviez demandé est enregistré ; si ce n’est pas ce qui s’est passé, contestez-le. La "
        "DAECT décide maintenant d’émettre la demande ou de l’abandonner.\n\n"
        "Mission : M-2025-0042, Eau potable à Dakar\n"
        "Suites : L’entretien a eu lieu (2 mars 2026)\n\n"
        f"Lire ce qui en est gardé : {link(letter, page='lettres-prealables')}",
    )


def test_r4_a_limit_that_moved_is_told_to_daect_and_to_the_holder_written_to(letter, demand):
    later = TODAY + timedelta(days=8)
    returns.set_limit(mission=demand.mission, due_on=later, reason="Délai", by=None, at=AT)
    overdue.flag_overdue_reports(on=TODAY, at=AT)
    assert mails("demand_let_go") == DAECT
    assert letter_to("demand_let_go") == (
        "Mission M-2025-0042 : demande abandonnée, la limite a changé",
        "La demande préparée pour la mission M-2025-0042 est abandonnée : la limite du 28 février 2026 a changé ; vous "
        "n’avez rien à faire.\n\n"
        "Organisme : Saint-Lô\n"
        "Rapport désormais attendu au plus tard le 10 mars 2026. Une autre demande sera préparée si cette date passe "
        "sans rapport.\n\n"
        f"Voir la demande : {link(demand, page='remboursements')}",
    )
    assert mails("demand_dropped") == BODY
    assert letter_to("demand_dropped")[1] == (
        "Aucune somme ne vous est plus demandée pour la mission M-2025-0042 ; vous n’avez rien à faire.\n\n"
        "La limite de remise du rapport a changé : il est attendu au plus tard le 10 mars 2026. La procédure annoncée "
        "par la lettre préalable prend fin.\n\n"
        f"Voir la procédure : {link(letter, page='lettres-prealables')}"
    )


def test_r4_what_was_recovered_is_told_to_daect_and_to_the_holder_written_to(letter, demand):
    made.cost(demand.mission, "1234.56", CostStage.RECOVERED)
    overdue.flag_overdue_reports(on=TODAY, at=AT)
    assert mails("demand_let_go") == DAECT
    assert letter_to("demand_let_go") == (
        "Mission M-2025-0042 : demande abandonnée, plus rien à rembourser",
        "La demande préparée pour la mission M-2025-0042 est abandonnée : tout ce qu’elle portait a été récupéré ; "
        "vous n’avez rien à faire.\n\n"
        "Organisme : Saint-Lô\n"
        "Une autre demande sera préparée si une somme reste à la charge du ministère.\n\n"
        f"Voir la demande : {link(demand, page='remboursements')}",
    )
    assert mails("demand_dropped") == BODY
    assert letter_to("demand_dropped")[1] == (
        "Aucune somme ne vous est plus demandée pour la mission M-2025-0042 ; vous n’avez rien à faire.\n\n"
        "Tout ce qui vous était demandé a été récupéré. La procédure annoncée par la lettre "
        "préalable prend fin.\n\n"
        f"Voir la procédure : {link(letter, page='lettres-prealables')}"
    )


@pytest.fixture
def issued(letter, people):
    observations.answer(letter=letter, answer="Voici.", by=people["signatory"], at=AT)
    return reimbursement.issue(demand=letter.demand, reasoning="Motif", by=people["head"], at=AT)


def test_r5_the_demand_is_told_to_the_holder_and_daect_hands_it_over(issued, letter, people):
    assert mails("demand_issued") == BODY
    assert letter_to("demand_issued") == (
        "Demande de remboursement DR-2026-0001 : mission M-2025-0042",
        "Le ministère vous demande le remboursement de 1 234,56 € ; attendez le titre de perception pour payer.\n\n"
        "Demande : DR-2026-0001\n"
        "Mission : M-2025-0042, Eau potable à Dakar (Sénégal)\n\n"
        "La demande dit ses motifs, répond à vos observations et indique les voies et délais de recours. Elle vous est "
        "aussi envoyée en recommandé.\n\n"
        f"Lire la demande : {link(letter, page='lettres-prealables')}",
    )
    assert mails("demand_gone") == DAECT
    assert letter_to("demand_gone") == (
        "Demande DR-2026-0001 émise : mission M-2025-0042",
        "La demande DR-2026-0001 est émise : transmettez-la à l’ordonnateur, avec ses pièces.\n\n"
        "Organisme : Saint-Lô\n"
        "Montant : 1 234,56 €\n"
        f"Signée par : {people['head']}\n\n"
        f"Voir la demande : {link(issued, page='remboursements')}",
    )


def test_r5_a_report_after_issue_is_told_to_daect(issued, to_sign, people):
    submission.deliver(report=to_sign, by=people["signatory"], at=AT)
    assert mails("delivered_after_demand") == DAECT
    assert letter_to("delivered_after_demand") == (
        "Demande DR-2026-0001 : le rapport vient d’être remis",
        "Le rapport de la mission M-2025-0042 a été remis après l’émission de la demande DR-2026-0001 : décidez de "
        "maintenir la demande ou d’y renoncer.\n\n"
        "Organisme : Saint-Lô\n\n"
        f"Voir la demande : {link(issued, page='remboursements')}",
    )


def test_r5_given_up_the_holder_reads_why(letter, people):
    reimbursement.drop(demand=letter.demand, reason="Force majeure.", by=people["head"], at=AT)
    assert mails("demand_dropped") == BODY
    assert letter_to("demand_dropped") == (
        "Mission M-2025-0042 : demande de remboursement abandonnée",
        "Aucune somme ne vous est plus demandée pour la mission M-2025-0042 ; vous n’avez rien à faire.\n\n"
        "Motif : Force majeure.\n\n"
        f"Voir la procédure : {link(letter, page='lettres-prealables')}",
    )


def test_r5_the_report_came_the_holder_is_told_that_it_is_over(letter, to_sign, people):
    submission.deliver(report=to_sign, by=people["signatory"], at=AT)
    assert mails("demand_dropped") == BODY
    assert letter_to("demand_dropped")[1] == (
        "Aucune somme ne vous est plus demandée pour la mission M-2025-0042 ; vous n’avez rien à faire.\n\n"
        "Le rapport de la mission a été remis : la procédure annoncée par la lettre préalable prend fin.\n\n"
        f"Voir la procédure : {link(letter, page='lettres-prealables')}"
    )


def test_r5_waived_the_holder_is_told(issued, letter, people):
    reimbursement.waive(demand=issued, reason="Rapport venu.", by=people["head"], at=AT)
    assert mails("demand_waived") == BODY
    assert letter_to("demand_waived") == (
        "Demande DR-2026-0001 : le ministère y renonce",
        "Le ministère renonce au remboursement de 1 234,56 € qu’il vous avait demandé ; vous n’avez rien à faire.\n\n"
        "Demande : DR-2026-0001\n"
        "Motif : Rapport venu.\n\n"
        f"Voir la procédure : {link(letter, page='lettres-prealables')}",
    )
