"""DAECT's pages, and the embassy's: lists, reports to accept, demands (spec R2, R4, R5, X5)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from expect.accounts import service
from expect.accounts.enums import Role
from expect.documents import rendering, uploads
from missions import costs
from missions.enums import CostStage, MissionState
from reports import hearing, observations, reimbursement, submission
from reports.enums import DemandState
from reports.letters import person_met
from reports.models import ReimbursementDemand
from reports.selectors import people_in
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long]


@pytest.fixture
def officer():
    return factories.member(Role.OFFICER)


@pytest.fixture
def head():
    return factories.head()


# ---------------------------------------------------------------- the list of reports


@pytest.fixture
def missions():
    """One mission whose report is late and not begun, one delivered late, one in time, one to come, one abroad."""
    made.carried_out(
        number="M-1", returned_on=made.RETURNED_ON, country=factories.country("MG", "Madagascar")
    )
    made.delivered(made.carried_out(number="M-2"))
    made.delivered(made.carried_out(number="M-3", returned_on=TODAY - timedelta(days=20)))
    made.draft(made.carried_out(number="M-4", returned_on=TODAY - timedelta(days=20)))
    made.carried_out(number="M-5", state=MissionState.VALIDATED, returned_on=TODAY + timedelta(days=3))


def numbers(page) -> set[str]:
    return {number for number in ("M-1", "M-2", "M-3", "M-4", "M-5") if f"{number} —" in page.words}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"M-1", "M-2", "M-3", "M-4"}),
        ({"etat": "not_begun"}, {"M-1"}),
        ({"etat": "delivered"}, {"M-2", "M-3"}),
        ({"etat": "draft"}, {"M-4"}),
        ({"retard": "missing"}, {"M-1"}),
        ({"retard": "delivered"}, {"M-2"}),
        ({"q": "madag"}, {"M-1"}),
        ({"q": "m 3"}, {"M-3"}),
    ],
)
def test_x5_reports_are_filtered_and_searched(visit, officer, missions, query, found):
    assert numbers(visit(officer, "reports", query=query)) == found


def test_x5_reports_by_country(visit, officer, missions):
    country = factories.country("MG")
    page = visit(officer, "reports", query={"pays": country.pk})
    assert numbers(page) == {"M-1"}
    assert "Pays : Madagascar" in page.words


def test_delivered_late_by_how_much(visit, officer, missions):
    page = visit(officer, "reports", query={"retard": "delivered"})
    assert "2 mars 2026 2 jours de retard" in page.words


@pytest.mark.parametrize("sort", ["mission", "organisation", "country", "due", "delivered", "state"])
@pytest.mark.parametrize("direction", ["", "-"])
def test_x5_every_header_sorts(visit, officer, missions, sort, direction):
    assert numbers(visit(officer, "reports", query={"tri": f"{direction}{sort}"})) == {
        "M-1",
        "M-2",
        "M-3",
        "M-4",
    }


def test_x5_what_is_filtered_is_exported(visit, officer, missions):
    lines = (
        visit(officer, "reports", query={"retard": "missing", "export": "csv"}).getvalue().decode("utf-8-sig")
    )
    header, row = lines.splitlines()
    assert header == "Mission;Organisme;Pays;Retour;Attendu le;Remis le;État"
    assert row.startswith("M-1 — Eau potable à Dakar;")
    assert row.endswith(";Madagascar;30/12/2025;28/02/2026;;À commencer")


# ---------------------------------------------------------------- a report


def test_r2_accepted_the_mission_is_closed(visit, officer):
    report = made.delivered()
    page = visit(officer, "accept_report", report)
    assert f"La mission {report.mission.number} est close." in page.words
    page = visit(officer, "accept_report", report, data={})
    assert "Le rapport est accepté" in page.words
    report.mission.refresh_from_db()
    assert report.mission.state == MissionState.CLOSED


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": "", "due_on": "2026-03-20"}, "Écrivez quelques lignes"),
        ({"reason": "Le guide", "due_on": "2026-02-30"}, "compte 28 jours"),
        ({"reason": "Le guide", "due_on": "2026-03-02"}, "choisissez une date à venir"),
    ],
)
def test_r2_asking_for_more_wants_a_reason_and_a_day_to_come(visit, officer, data, sentence):
    page = visit(officer, "request_more", made.delivered(), data=data)
    assert sentence in page.words
    assert page.context["form"].data["reason"] == data["reason"]


def test_two_officers_the_second_is_told(visit, officer):
    report = made.delivered()
    submission.accept_report(report=report, by=factories.member(Role.OFFICER), at=AT)
    page = visit(officer, "request_more", report, data={"reason": "Le guide", "due_on": "2026-03-20"})
    assert (page.status_code, "l’état est « Accepté »" in page.words) == (409, True)
    assert "Le guide</textarea>" in page.content.decode()


def test_r2_daect_gives_another_date_or_accepts_without_the_complement(visit, officer):
    report = made.delivered()
    typed = {"reason": "Le guide", "due_on": "2026-03-20"}
    visit(officer, "request_more", report, data=typed)
    page = visit(officer, "report", report)
    assert "Fixer une autre date" in page.words
    page = visit(officer, "move_more", report, data={"due_on": "2026-03-25"})
    assert "désormais attendu le 25 mars 2026" in page.words
    assert "Quatre jours d’atelier." in visit(officer, "accept_as_is", report).words
    assert "est close" in visit(officer, "accept_as_is", report, data={}).words


@pytest.mark.parametrize(
    ("written", "said"), [(False, "rien n’est envoyé"), (True, "est envoyé au titulaire")]
)
def test_r5_dropping_says_whether_anybody_reads_why(visit, written, said):
    demand = made.drafted()
    if written:
        made.letter_sent(demand)
    assert said in visit(factories.head(), "drop", demand).words


def test_m8_the_post_reads_the_delivered_reports_of_its_countries(visit):
    country, elsewhere = factories.country(), factories.country("MG", "Madagascar")
    agent = factories.member(Role.POST_AGENT, factories.post(country))
    read, foreign = (
        made.delivered(made.carried_out(country=country)),
        made.delivered(made.carried_out(country=elsewhere)),
    )
    unfinished = made.draft(made.carried_out(country=country))
    page = visit(agent, "reports")
    assert page.words.count("Eau potable à Dakar") == 1
    assert "Quatre jours d’atelier." in visit(agent, "report", read).words
    assert [visit(agent, "report", report).status_code for report in (foreign, unfinished)] == [404, 404]


# ---------------------------------------------------------------- demands


def test_x5_demands_are_filtered_and_searched(visit, officer):
    small = made.drafted(made.carried_out(number="M-1", paid=("90.00",)))
    made.issued(made.drafted(made.carried_out(number="M-2", paid=("2500.50",))))
    for query, found in (
        ({}, {"M-1", "M-2"}),
        ({"etat": "draft"}, {"M-1"}),
        ({"montant": "1 000,50"}, {"M-2"}),
        ({"avant": "2026-03-01"}, set()),
        ({"avant": "2026-03-02"}, {"M-1", "M-2"}),
        ({"q": "DR-2026-0001"}, {"M-2"}),
        ({"pays": small.mission.country_id, "etat": "issued"}, {"M-2"}),
    ):
        assert numbers(visit(officer, "demands", query=query)) == found, query


@pytest.mark.parametrize("query", [{"montant": "beaucoup"}, {"avant": "2026-02-30"}, {"etat": "inconnu"}])
def test_x5_a_filter_that_makes_no_sense_breaks_nothing(visit, officer, query):
    made.drafted()
    assert visit(officer, "demands", query=query).status_code == 200


@pytest.mark.parametrize("sort", "mission organisation country due_on drafted state number total".split())
def test_x5_every_header_of_the_demands_sorts(visit, officer, sort):
    made.drafted()
    assert "1 234,56 €" in visit(officer, "demands", query={"tri": f"-{sort}"}).words


def test_r4_the_draft_shows_its_lines_and_the_letter_marked_projet(visit, officer):
    demand = made.drafted()
    page = visit(officer, "demand", demand)
    for words in (
        "850,00 €",
        "384,56 €",
        "1 234,56 €",
        "PROJET",
        "quinze jours",
        "mille deux cent trente-quatre euros",
    ):
        assert words in page.words
    assert "Il faut pour cela le rôle « Déléguée ou délégué DAECT »." in page.words


@pytest.mark.parametrize("announced", [False, True])
@pytest.mark.parametrize("proof", ["Devis.pdf", None])
def test_r4_each_line_opens_the_proof_of_what_is_written_of_it_today(visit, officer, announced, proof):
    """Corrected twice, with another proof: that of the wrong line shows another sum, or nothing."""
    mission, act = made.carried_out(), {"by": officer, "at": AT}
    proof = proof and uploads.store(upload(proof), **act)
    lines = [made.cost(mission, "500.00", proof=proof)]
    demand = made.issued(made.drafted(mission)) if announced else None
    for amount in ("490.00", "480.00"):
        right = {"amount": Decimal(amount), "proof": upload("Facture.pdf")}
        costs.correct_cost(cost=lines[-1], reason="Facture", **right, **act)
        lines.append(lines[-1].replacement)
    *wrong, right = [reverse("missions:cost_proof", args=[line.public_id]) for line in lines]
    for name in ["demand", "hand_over"] if announced else ["demand"]:
        page = visit(officer, name, demand or made.drafted(mission)).content.decode()
        assert right in page
        assert not any(url in page for url in wrong)
        assert "sans justificatif" not in page


def test_r4_the_draft_follows_what_is_recovered_since(visit, officer):
    demand = made.drafted()
    made.cost(demand.mission, "1234.56", CostStage.RECOVERED)
    assert "il n’y a plus rien à demander" in visit(officer, "demand", demand).words


def test_r5_the_whole_procedure_by_its_pages(visit, officer, head, clock):
    demand = made.drafted()
    page = visit(head, "send_prior_letter", demand)
    assert "PROJET" in page.words
    assert "Décret d’essai du 1er janvier 2025" in page.words
    stale = visit(head, "send_prior_letter", demand, data={"read": "autre"})
    assert "Les frais ou le texte de la lettre ont changé pendant votre lecture" in stale.words
    read = {"read": page.context["form"].initial["read"]}
    assert "La lettre préalable est envoyée." in visit(head, "send_prior_letter", demand, data=read).words
    letter = ReimbursementDemand.objects.get().prior_letter
    data = {"received_on": "2026-03-09", "scan": upload("Accusé.pdf")}
    page = visit(officer, "register_receipt", letter, data=data)
    assert "Cette date est à venir" in page.words
    data = {"received_on": "2026-03-02", "scan": upload("Accusé.pdf")}
    page = visit(officer, "register_receipt", letter, data=data)
    assert "Lettre reçue le 2 mars 2026 : c’est enregistré." in page.words
    page = visit(head, "demand", demand)
    assert "Le titulaire peut répondre jusqu’au 17 mars 2026 inclus." in page.words
    answer = {"channel": "oral", "author": "Awa Roy, maire", "answer": "Entendus le 2 mars."}
    answer |= {"received_on": "2026-03-02", "scan": upload("Compte rendu.pdf")}
    assert "Les observations sont enregistrées." in visit(officer, "record_answer", letter, data=answer).words
    page = visit(head, "demand", demand)
    assert "Oralement, reçues le 2 mars 2026 de Awa Roy, maire" in page.words
    assert "Le titulaire peut répondre jusqu’au 17 mars 2026 inclus." in page.words, (
        "its own answer stays open"
    )
    signatory = made.holder(letter.demand.mission)
    assert "Contester" in visit(signatory, "letter", letter).words
    page = visit(signatory, "answer", letter, data={"answer": "Nous persistons."})
    assert "Vos observations sont envoyées." in page.words
    page = visit(head, "issue", demand)
    assert "Entendus le 2 mars." in page.words
    assert "À vos observations, nous répondons" in page.words
    page = visit(head, "issue", demand, data={"reasoning": "Nous <maintenons>.", "apercu": "1"})
    assert page.words.count("Nous <maintenons>.") == 2, "typed, and in the letter beside"
    assert ReimbursementDemand.objects.get().state == DemandState.ANSWERING
    read = {"read": page.context["form"].data["read"]}
    page = visit(head, "issue", demand, data=read | {"reasoning": "Nous <maintenons>."})
    assert "La demande DR-2026-0001 est émise." in page.words
    page = visit(head, "waive", demand, data={"reason": "Rapport venu."})
    assert "Le ministère renonce à la demande DR-2026-0001." in page.words


def test_r1_the_return_is_to_be_confirmed_before_any_demand(visit, head):
    letter = made.answered(made.drafted(made.carried_out(paid=("850.00",), confirmed=False)))
    page = visit(head, "issue", letter.demand, follow=True)
    assert "Le retour de la mission n’a pas été constaté" in page.words
    assert page.redirect_chain


def test_x13_who_issues_reads_that_what_was_recorded_is_contested(visit, head):
    recorded = made.recorded(made.answered())
    demand = recorded.letter.demand
    editor, said = (
        made.holder(demand.mission, Role.EDITOR),
        "Le titulaire conteste ce que la DAECT a enregistré",
    )
    assert said not in visit(head, "issue", demand).words
    assert "la DAECT prend contact avec vous" in visit(editor, "contest_observations", recorded).words
    observations.contest(recorded=recorded, reason="Non.", by=editor, at=AT)
    assert said in visit(head, "issue", demand).words
    other = made.recorded(recorded.letter)
    reimbursement.issue(demand=demand, reasoning="Motif", by=head, at=AT)
    assert "c’est elle qui se conteste" in visit(editor, "contest_observations", other).words


def test_a_double_click_issues_one_demand(visit, head):
    letter = made.answered()
    read = visit(head, "issue", letter.demand).context["form"].initial["read"]
    data = {"read": read, "reasoning": "Motif"}
    visit(head, "issue", letter.demand, data=data)
    assert visit(head, "issue", letter.demand, data=data).status_code == 409
    assert ReimbursementDemand.objects.get().number == "DR-2026-0001"


def test_r5_dropped_with_a_reason(visit, head):
    demand = made.drafted()
    assert "Écrivez quelques lignes" in visit(head, "drop", demand, data={"reason": ""}).words
    page = visit(head, "drop", demand, data={"reason": "<i>Force majeure</i>"})
    assert "La demande est abandonnée." in page.words
    assert "<i>Force majeure</i>" in page.words


def test_x12_a_head_without_delegation_reads_why(visit):
    page = visit(factories.head(signs=False), "send_prior_letter", made.drafted())
    assert (page.status_code, "n’a pas de délégation de signature" in page.words) == (403, True)


def test_r5_a_report_come_after_issue_is_shown_to_who_decides(visit, head):
    demand = made.issued()
    made.delivered(demand.mission)
    assert "Le rapport a été remis après l’émission" in visit(head, "demand", demand).words


def test_r5_documents_are_downloaded_once_made(visit, officer):
    demand = made.issued()
    rendering.render_pending(at=AT)
    for name in ("letter_document", "demand_document"):
        answer = visit(officer, name, demand.prior_letter)
        assert answer.getvalue().startswith(b"%PDF")
    assert (
        reverse("reports:demand_document", args=[demand.prior_letter.public_id])
        in visit(officer, "demand", demand).content.decode()
    )


def test_r2_daect_reads_only_what_the_signatory_validated(client, clock):
    """A draft is the holder's own; while a delivered report is completed, its last version is what others read."""
    officer = factories.member(Role.OFFICER)
    client.force_login(officer)
    assert client.get(made.draft().get_absolute_url()).status_code == 404

    report = made.delivered()
    submission.request_more(
        report=report, reason="Précisez.", due_on=TODAY + timedelta(days=20), by=officer, at=AT
    )
    before = report.account
    editor = made.holder(report.mission)
    submission.save_report(
        report=report, data={"account": "Phrase non validée."}, revision=report.revision, by=editor, at=AT
    )
    page = client.get(report.get_absolute_url()).content.decode()
    assert before[:40] in page
    assert "Phrase non validée." not in page
    client.force_login(editor)
    assert "Phrase non validée." in client.get(report.get_absolute_url()).content.decode()


def test_x11_the_receipt_and_its_scan_then_another_day_by_their_pages(visit, officer, clock):
    letter = made.letter_sent()
    data = {"received_on": "2026-03-02", "scan": upload("Accusé.pdf")}
    assert "15 jours à compter de cette date" in visit(officer, "register_receipt", letter).words
    assert "c’est enregistré" in visit(officer, "register_receipt", letter, data=data).words
    assert "Corriger la réception" in visit(officer, "register_receipt", letter).words
    clock.move_to(AT + timedelta(days=2))
    data = {"received_on": "2026-03-03", "reason": "Date <b>de l’envoi</b>", "scan": upload("Accusé.pdf")}
    page = visit(officer, "register_receipt", letter, data=data)
    assert "Corrigé le 4 mars 2026 : Date <b>de l’envoi</b>" in page.words
    assert "Auparavant, le 2 mars 2026" in page.words
    holder = visit(made.holder(letter.demand.mission), "letter", letter)
    assert "Avis de réception du 3 mars 2026" in holder.words


def test_x11_the_receipt_of_the_demand_by_its_page(visit, officer):
    demand = made.issued()
    assert "pas encore de preuve" in visit(officer, "demand", demand).words
    data = {"received_on": "2026-03-02", "scan": upload("Accusé.pdf")}
    page = visit(officer, "register_demand_receipt", demand, data=data)
    assert "Lettre reçue le 2 mars 2026" in page.words
    assert "Contestable jusqu’au 4 mai 2026" in page.words
    holder = visit(made.holder(demand.mission), "letter", demand.prior_letter)
    assert "Contestable jusqu’au 4 mai 2026" in holder.words


def test_x11_a_body_that_agreed_is_notified_by_opening_the_pdf(visit):
    letter = made.letter_sent()
    reader = made.holder(letter.demand.mission)
    service.agree(organisation=letter.demand.mission.organisation, by=reader, at=AT)
    rendering.render_pending(at=AT)
    assert visit(reader, "letter_document", letter).getvalue().startswith(b"%PDF")
    assert "Lettre reçue le 2 mars 2026 (ouverture en ligne" in visit(reader, "letter", letter).words


def test_r5_the_holder_asks_to_be_heard_and_is_by_the_pages(visit, officer, head):
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    assert "C’est à vous de présenter des observations" in visit(signatory, "letter", letter).words
    editor = made.holder(letter.demand.mission, Role.EDITOR)
    assert "C’est à votre signataire de présenter" in visit(editor, "letter", letter).words
    data = {"answer": "Nous contestons.", "hearing_asked": "on"}
    page = visit(signatory, "answer", letter, data=data)
    assert "C’est à la DAECT de vous recevoir" in page.words
    page = visit(head, "demand", letter.demand)
    assert "C’est à vous de recevoir le titulaire, à sa demande" in page.words
    assert page.context["head"].primary.label == "Enregistrer l’entretien"
    assert visit(head, "issue", letter.demand).status_code == 302
    page = visit(officer, "record_hearing", letter, data={"outcome": "held", "heard_on": "2026-03-02"})
    assert "Dites qui a été entendu." in page.words
    data = {"outcome": "held", "heard_on": "2026-03-02", "people": "Le maire", "said": "Un <i>retard</i>."}
    page = visit(officer, "record_hearing", letter, data=data)
    assert "L’entretien est enregistré." in page.words
    assert "Un <i>retard</i>." in page.words
    assert "C’est à la déléguée ou au délégué d’émettre la demande" in page.words
    assert "C’est à vous d’émettre la demande" in visit(head, "demand", letter.demand).words
    assert "Un <i>retard</i>." in visit(signatory, "letter", letter).words


@pytest.mark.parametrize(
    ("asked", "besides", "sentence"),
    [
        (False, "", ""),
        (True, "", "la demande ne l’attend plus"),
        (True, "online", "la demande attend toujours l’entretien"),
        (True, "heard", "Ce qui est enregistré de l’entretien compte toujours"),
    ],
)
def test_r5_before_taking_back_observations_daect_reads_what_becomes_of_the_hearing(
    visit, officer, asked, besides, sentence
):
    letter = made.letter_sent()
    recorded = made.recorded(letter, hearing_asked=asked)
    if besides == "online":
        signatory = made.holder(letter.demand.mission)
        observations.answer(letter=letter, answer="Non.", hearing_asked=True, by=signatory, at=AT)
    if besides == "heard":
        hearing.record_hearing(letter=letter, outcome="declined", by=officer, at=AT)
    said = visit(officer, "cancel_observations", recorded).context["consequences"]
    assert len(said) == (3 if sentence else 2)
    assert sentence in " ".join(said)


def test_r2_a_file_taken_off_since_still_opens_from_the_version_delivered(visit, officer):
    report = made.draft()
    signatory = made.holder(report.mission)
    attachment = submission.attach_file(report=report, file=upload("Guide.pdf"), by=signatory, at=AT)
    made.complete(report, signatory)
    submission.hand_in(report=report, by=signatory, at=AT)
    submission.deliver(report=report, by=signatory, at=AT)
    submission.request_more(
        report=report, reason="Plus.", due_on=TODAY + timedelta(days=20), by=officer, at=AT
    )
    submission.remove_file(attachment=attachment, by=signatory, at=AT)
    key = attachment.file.public_id
    for reader in (officer, signatory):
        assert "Guide.pdf" in visit(reader, "report", report).words
        assert visit(reader, "version_file", report, 1, key).getvalue().startswith(b"%PDF")
    submission.hand_in(report=report, by=signatory, at=AT)
    submission.deliver(report=report, by=signatory, at=AT)
    assert visit(officer, "version_file", report, 1, key).getvalue().startswith(b"%PDF")
    assert visit(officer, "version_file", report, 2, key).status_code == 404
    assert visit(factories.member(Role.SIGNATORY), "version_file", report, 1, key).status_code == 404


# ---------------------------------------------------------------- versions


def test_r2_two_versions_are_compared_point_by_point(visit):
    report = made.delivered()
    officer = factories.member(Role.OFFICER)
    assert "Comparer deux versions" not in visit(officer, "report", report).words
    assert visit(officer, "compare_versions", report).status_code == 404
    first, _ = report.outcomes.order_by("result__rank")
    made.delivered_again(
        report,
        account="Cinq jours d’atelier.",
        people_met=[{"name": "Ali Sow", "function": "", "institution": ""}],
        outcomes={first.pk: {"reached": "partly", "comment": ""}},
    )
    assert "Comparer deux versions" in visit(officer, "report", report).words
    page = visit(officer, "compare_versions", report)
    *said, signed = [(change.label, change.before, change.after) for change in page.context["changes"]]
    assert said == [
        ("Personnes rencontrées", "Awa Diop, maire, Commune de Thiès", "Ali Sow"),
        ("Compte rendu", "Quatre jours d’atelier.", "Cinq jours d’atelier."),
        ("Résultat 1\N{NO-BREAK SPACE}: Former douze agents", "Atteint\nFait", "Partiellement atteint"),
    ]
    assert signed[0] == "Validé par"
    page = visit(officer, "compare_versions", report, query={"avant": "1", "apres": "1"})
    assert "disent la même chose" in page.words
    assert "changes" not in visit(officer, "compare_versions", report, query={"avant": "9"}).context


def test_r2_the_paper_of_a_version_says_that_it_is_being_made(visit):
    report = made.delivered()
    assert "se prépare" in visit(factories.member(Role.OFFICER), "version_paper", report, 1).words


def test_r3_people_of_the_first_versions_are_read_line_by_line():
    met = people_in({"people_met": "Le maire\n\n Awa Diop, préfète "})
    assert [person_met(person) for person in met] == ["Le maire", "Awa Diop, préfète"]
