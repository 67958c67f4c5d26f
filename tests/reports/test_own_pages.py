"""The holder's pages: the list, the report step by step, the signatory, the prior letter (spec R2, R3, R5)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from expect.accounts.enums import Role
from expect.audit.models import Entry
from reports import rules, selectors, submission
from reports.enums import ReportState
from reports.models import MissionReport, PriorLetter, ReportVersion
from reports.views.writing import STEPS
from tests import factories
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long]


@pytest.fixture
def report():
    return made.draft()


@pytest.fixture
def editor(report):
    return made.holder(report.mission, Role.EDITOR)


def step_page(visit, editor, report, step, **data):
    """Post a step as its page shows it, with `data` typed over."""
    shown = visit(editor, "step", report, step).context
    typed = {name: value for name, value in shown["form"].initial.items() if value not in (None, "")}
    return visit(editor, "step", report, step, data=typed | {"revision": shown["revision"]} | data)


# ---------------------------------------------------------------- the list, the beginning


def test_late_first_with_how_late_then_what_is_delivered(visit):
    late, delivered = made.carried_out(number="M-2025-9001"), made.carried_out(number="M-2025-9002")
    for mission in (delivered,):
        mission.organisation = late.organisation
        mission.save()
    coming = made.carried_out(late.organisation, returned_on=TODAY - timedelta(days=9), number="M-2026-9003")
    made.delivered(delivered)
    page = visit(made.holder(late, Role.EDITOR), "reports")
    order = [page.words.index(number) for number in ("M-2025-9001", "M-2026-9003", "M-2025-9002")]
    assert order == sorted(order)
    assert "2 jours de retard" in page.words
    assert page.words.count("À commencer") == 2
    assert coming.number in page.words


def test_r3_the_report_is_begun_from_the_mission(visit):
    mission = made.carried_out()
    editor = made.holder(mission, Role.EDITOR)
    assert "attendu au plus tard le 28 février 2026 (il y a 2 jours)" in visit(editor, "write", mission).words
    page = visit(editor, "write", mission, data={})
    report = MissionReport.objects.get()
    assert page.redirect_chain == [(reverse("reports:edit", args=[report.public_id]), 302)]
    assert "Étape 1 sur 6 Déroulement" in page.words
    assert visit(editor, "write", mission).url == report.get_absolute_url()


# ---------------------------------------------------------------- the steps


def test_the_report_is_written_step_by_step_then_delivered(visit, report, editor):
    first, second = report.outcomes.order_by("result__rank")
    stay = {"left_on": "2025-12-27", "returned_on": "2025-12-30"}
    step_page(visit, editor, report, "deroulement", **stay, written_by="Awa Roy, ingénieure")
    step_page(visit, editor, report, "personnes", name_1="Awa Diop")
    step_page(visit, editor, report, "compte-rendu", account="Quatre jours d’atelier.")
    step_page(
        visit, editor, report, "resultats", **{f"reached_{first.pk}": "yes", f"reached_{second.pk}": "no"}
    )
    page = step_page(
        visit, editor, report, "suites", can_be_completed="True", completion="Suite", can_last="False"
    )
    assert "Étape 6 sur 6 Pièces jointes" in page.words
    page = visit(editor, "attach", report, data={"file": upload("Guide.pdf")})
    assert "« Guide.pdf » est joint au rapport." in page.words
    signatory = made.holder(report.mission)
    page = visit(editor, "hand_in", report)
    assert f"({signatory})" in page.words
    assert "Quatre jours d’atelier." in page.words
    assert "Le rapport est transmis au signataire." in visit(editor, "hand_in", report, data={}).words
    page = visit(signatory, "deliver", report)
    for words in ("Quatre jours d’atelier.", "Rédigé par Awa Roy, ingénieure", "Guide.pdf"):
        assert words in page.words
    revision = page.context["form"].initial["revision"]
    assert "Le rapport est remis." in visit(signatory, "deliver", report, data={"revision": revision}).words
    content = ReportVersion.objects.get().content
    assert [outcome["reached"] for outcome in content["outcomes"]] == ["yes", "no"]
    assert [attachment["name"] for attachment in content["attachments"]] == ["Guide.pdf"]


def test_an_incomplete_report_says_where_to_go(visit, report, editor):
    made.holder(report.mission)
    page = visit(editor, "hand_in", report)
    assert "Il reste 6 points à compléter" in page.words
    assert reverse("reports:step", args=[report.public_id, "suites"]) in page.content.decode()
    page = visit(editor, "hand_in", report, data={})
    assert "Le rapport n’est pas complet" in page.words
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"returned_on": "2026-02-30"}, "compte 28 jours"),
        ({"left_on": "2026-01-05", "returned_on": "2026-01-01"}, "Le retour précède le départ"),
        ({"returned_on": "2026-03-03"}, "Ce jour n’est pas encore venu"),
        (
            {"left_on": "2019-05-03", "returned_on": "2025-12-30"},
            "Personne n’est parti avant le 27 décembre 2025",
        ),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(visit, report, editor, data, sentence):
    page = step_page(visit, editor, report, "deroulement", **data)
    assert sentence in page.words
    assert data["returned_on"] in page.content.decode()
    report.refresh_from_db()
    assert report.revision == 0


def test_l7_two_tabs_both_texts_are_shown_and_nothing_is_overwritten(visit, report, editor):
    stale = visit(editor, "step", report, "compte-rendu").context["revision"]
    step_page(visit, editor, report, "compte-rendu", account="Le premier texte")
    page = visit(
        editor, "step", report, "compte-rendu", data={"revision": stale, "account": "Le second texte"}
    )
    assert "Rien n’a été écrasé" in page.words
    (clash,) = page.context["clashes"]
    assert clash.stored == [("kept", "Le "), ("removed", "premier"), ("kept", " texte")]
    assert clash.typed == [("kept", "Le "), ("added", "second"), ("kept", " texte")]
    report.refresh_from_db()
    assert report.account == "Le premier texte"
    typed = {"revision": page.context["revision"], "conflit": "account", "account": "Le second texte, repris"}
    assert "Choisissez ce que vous gardez" in visit(editor, "step", report, "compte-rendu", data=typed).words
    visit(editor, "step", report, "compte-rendu", data=typed | {"choix_account": "saisie"})
    report.refresh_from_db()
    assert report.account == "Le second texte, repris"


@pytest.mark.parametrize(
    ("step", "name", "first", "second"),
    [
        ("deroulement", "left_on", "2025-12-28", "2025-12-29"),
        ("personnes", "name_1", "Awa Diop", "Awa Diouf"),
        ("suites", "can_last", "True", "False"),
    ],
)
def test_l7_days_people_and_answers_are_compared_in_words(
    visit, report, editor, *, step, name, first, second
):
    shown = visit(editor, "step", report, step).context
    typed = {name: value for name, value in shown["form"].initial.items() if value not in (None, "")}
    typed["revision"] = shown["revision"]
    visit(editor, "step", report, step, data=typed | {name: first})
    page = visit(editor, "step", report, step, data=typed | {name: second})
    assert [clash.name for clash in page.context["clashes"]] == [name]
    kept = {"revision": page.context["revision"], "conflit": name, f"choix_{name}": "enregistre"}
    assert "enregistré" in visit(editor, "step", report, step, data=typed | {name: second} | kept).words
    stored = visit(editor, "step", report, step).context["form"].initial
    assert str(stored[name]) == first


def test_l7_an_autosave_whose_answer_was_lost_is_no_conflict_with_oneself(visit, report, editor):
    mark = visit(editor, "step", report, "personnes").context["revision"]
    autosave(visit, editor, report, "personnes", revision=mark, name_1="Awa")  # the answer never comes
    later = {"revision": mark, "name_1": "Awa Diop"}
    assert autosave(visit, editor, report, "personnes", **later, unheard="name_1=Autre").status_code == 409
    assert autosave(visit, editor, report, "personnes", **later, unheard="name_1=Awa").status_code == 200
    report.refresh_from_db()
    assert [person["name"] for person in report.people_met] == ["Awa Diop"]


def test_r3_people_met_are_rows_and_an_emptied_row_goes(visit, report, editor):
    given = {"name_1": "Awa Diop", "function_1": "maire", "institution_2": "Régie des eaux", "name_4": "Ali"}
    page = step_page(visit, editor, report, "personnes", **given)
    report.refresh_from_db()
    assert report.people_met == [
        {"name": "Awa Diop", "function": "maire", "institution": ""},
        {"name": "", "function": "", "institution": "Régie des eaux"},
    ]
    page = visit(editor, "step", report, "personnes")
    assert len(page.context["form"].rows()) == 5
    step_page(visit, editor, report, "personnes", name_1="", function_1="")
    report.refresh_from_db()
    assert [person["institution"] for person in report.people_met] == ["Régie des eaux"]
    assert "Régie des eaux" in visit(editor, "report", report).words


def test_r3_no_more_than_forty_people(visit, report, editor):
    rows = {f"name_{rank}": f"Personne {rank}" for rank in range(1, 60)}
    step_page(visit, editor, report, "personnes", **rows)
    report.refresh_from_db()
    assert len(report.people_met) == 40
    assert len(visit(editor, "step", report, "personnes").context["form"].rows()) == 40


def test_two_people_on_two_steps_do_not_hinder_one_another(visit, report, editor):
    mark = visit(editor, "step", report, "suites").context["revision"]
    step_page(visit, editor, report, "compte-rendu", account="Pendant ce temps")
    visit(editor, "step", report, "suites", data={"revision": mark, "can_last": "False"})
    report.refresh_from_db()
    assert (report.account, report.can_last) == ("Pendant ce temps", False)


def test_an_unknown_step_is_no_page(visit, report, editor):
    assert visit(editor, "step", report, "inconnue").status_code == 404


@pytest.mark.parametrize("step", [step.slug for step in STEPS[1:]])
def test_html_typed_in_a_step_is_shown_as_typed(visit, report, editor, step):
    hostile = '<script>alert("x")</script> 🎉 ' + "é" * 60
    fields = [
        name
        for name, field in visit(editor, "step", report, step).context["form"].fields.items()
        if not name.endswith("_on") and not getattr(field, "choices", None)
    ]
    step_page(visit, editor, report, step, **dict.fromkeys(fields, hostile))
    for name in ("step", "report"):
        body = visit(editor, name, report, *([step] if name == "step" else [])).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; 🎉" in body


# ---------------------------------------------------------------- saved as one goes


def autosave(visit, editor, report, step, **data):
    return visit(editor, "autosave", report, step, data=data, headers={"accept": "application/json"})


def test_l7_what_is_typed_is_saved_as_one_goes(visit, report, editor):
    mark = visit(editor, "step", report, "compte-rendu").context["revision"]
    answer = autosave(visit, editor, report, "compte-rendu", revision=mark, account="En cours")
    assert answer.json()["saved_at"] == AT.isoformat()
    report.refresh_from_db()
    assert report.account == "En cours"
    again = autosave(
        visit, editor, report, "compte-rendu", revision=answer.json()["revision"], account="En cours, suite"
    )
    assert again.status_code == 200


def test_what_is_wrong_is_left_what_is_right_is_saved(visit, report, editor):
    mark = visit(editor, "step", report, "personnes").context["revision"]
    answer = autosave(
        visit, editor, report, "personnes", revision=mark, name_1="Awa Diop", function_1="é" * 151
    )
    assert (answer.status_code, "Fonction, personne 1" in answer.json()["message"]) == (422, True)
    report.refresh_from_db()
    assert [(one["name"], one["function"]) for one in report.people_met] == [("Awa Diop", "")]


def test_l7_saved_elsewhere_saving_stops_with_a_sentence(visit, report, editor):
    answer = autosave(visit, editor, report, "compte-rendu", revision="ancienne", account="Écrase")
    assert (answer.status_code, "Rien n’a été écrasé" in answer.json()["message"]) == (409, True)


def test_handed_in_saving_is_refused_with_a_sentence(visit):
    report, signatory = made.handed_in()
    answer = autosave(visit, signatory, report, "compte-rendu", revision="x", account="Trop tard")
    assert (answer.status_code, "Impossible à ce stade" in answer.json()["message"]) == (403, True)


# ---------------------------------------------------------------- files


def test_x6_a_lying_file_is_refused_and_said(visit, report, editor):
    page = visit(
        editor, "attach", report, data={"file": SimpleUploadedFile("Guide.pdf", b"MZ\x90\x00 programme")}
    )
    assert "n’est pas un document PDF" in page.words
    assert not report.attachments.exists()


def test_r3_a_photograph_loses_what_it_hides(visit, report, editor):
    """Its place, its device and its thumbnail are gone; the picture stays, upright (spec X6)."""
    hidden = Image.Exif()
    hidden[0x0112], hidden[0x010F] = 6, "Appareil de Awa"
    hidden.get_ifd(0x8825).update({1: "N", 2: (14.0, 41.0, 34.0)})
    photo = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(photo, "JPEG", exif=hidden)
    assert b"Appareil de Awa" in photo.getvalue()
    visit(editor, "attach", report, data={"file": SimpleUploadedFile("Chantier.jpg", photo.getvalue())})
    answer = visit(editor, "attachment", report, report.attachments.get())
    kept = answer.getvalue()
    with Image.open(BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif())) == ((20, 40), {})
    assert b"Appareil de Awa" not in kept
    assert b"Exif" not in kept


def test_a_file_is_taken_off(visit, report, editor):
    attachment = submission.attach_file(report=report, file=upload("Guide.pdf"), by=editor, at=AT)
    assert "« Guide.pdf » ne sera plus joint" in visit(editor, "remove_file", report, attachment).words
    assert "La pièce jointe est retirée." in visit(editor, "remove_file", report, attachment, data={}).words


def test_x2_reading_a_file_is_traced(visit, report, editor):
    attachment = submission.attach_file(report=report, file=upload("Guide.pdf"), by=editor, at=AT)
    answer = visit(editor, "attachment", report, attachment)
    assert answer.getvalue().startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    line = Entry.objects.get(action="read_file")
    assert (line.actor, line.subject_id) == (editor.public_id, report.public_id)


def test_x1_another_body_meets_404_and_is_traced(visit, report):
    stranger = factories.member(Role.SIGNATORY)
    for name in ("report", "edit", "hand_in", "deliver"):
        assert visit(stranger, name, report).status_code == 404
    assert Entry.objects.filter(action="refused_reading", actor=stranger.public_id).count() == 4


# ---------------------------------------------------------------- the signatory


def test_r2_a_report_taken_up_again_meanwhile_is_read_again(visit):
    report, signatory = made.handed_in()
    submission.send_back(report=report, reason="À reprendre", by=signatory, at=AT)
    made.complete(report, signatory, account="Autre chose")
    submission.hand_in(report=report, by=signatory, at=AT)
    page = visit(signatory, "deliver", report, data={"revision": report.revision - 1})
    assert "repris pendant votre lecture" in page.words
    assert not ReportVersion.objects.exists()


def test_r2_sent_back_with_the_reason(visit):
    report, signatory = made.handed_in()
    assert "Écrivez quelques lignes" in visit(signatory, "send_back", report, data={"reason": ""}).words
    page = visit(signatory, "send_back", report, data={"reason": "Nommez <b>qui</b>."})
    assert "Le rapport est renvoyé à la rédaction." in page.words
    assert "À reprendre, à la demande du signataire" in page.words
    assert "Nommez <b>qui</b>." in page.words


def test_r2_an_editor_reads_why_they_cannot_deliver(visit):
    report, _ = made.handed_in()
    page = visit(made.holder(report.mission, Role.EDITOR), "deliver", report)
    assert (page.status_code, "Il faut pour cela le rôle « Signataire »." in page.words) == (403, True)


def test_a_double_click_delivers_once(visit):
    report, signatory = made.handed_in()
    data = {"revision": report.revision}
    visit(signatory, "deliver", report, data=data)
    assert visit(signatory, "deliver", report, data=data).status_code == 409
    assert ReportVersion.objects.count() == 1


def test_r2_what_is_asked_besides_is_on_the_page_and_first_to_do(visit):
    report = made.delivered()
    submission.request_more(
        report=report, reason="Joignez le guide.", due_on=TODAY + timedelta(days=9),
        by=factories.member(Role.OFFICER), at=AT,
    )  # fmt: skip
    page = visit(made.holder(report.mission, Role.EDITOR), "report", report)
    assert "Joignez le guide." in page.words
    assert page.context["head"].primary.label == "Compléter le rapport"
    assert report.state == ReportState.MORE_REQUESTED


# ---------------------------------------------------------------- the prior letter


def test_r5_the_letter_waits_on_the_list_and_is_answered_online(visit):
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    assert "une lettre préalable attend vos observations" in visit(signatory, "reports").words
    page = visit(signatory, "letter", letter)
    assert "1 234,56 €" in page.words
    assert "la procédure prend fin d’elle-même" in page.words
    assert "ou demandez l’entretien" in visit(signatory, "answer", letter, data={"answer": " "}).words
    page = visit(signatory, "answer", letter, data={"answer": "<b>Nous</b> contestons."})
    assert "Vos observations sont envoyées." in page.words
    assert "<b>Nous</b> contestons." in page.words
    assert PriorLetter.objects.get().answer == "<b>Nous</b> contestons."


@pytest.mark.parametrize(("day", "status"), [(15, 200), (16, 302)])
def test_r5_the_answer_is_open_until_the_last_day(visit, clock, day, status):
    letter = made.letter_sent()
    made.received(letter)
    clock.move_to(AT + timedelta(days=day))
    assert visit(made.holder(letter.demand.mission), "answer", letter).status_code == status


def test_after_issue_the_holder_reads_a_sentence(visit):
    demand = made.issued()
    page = visit(made.holder(demand.mission), "answer", demand.prior_letter, follow=True)
    assert "La procédure est terminée : il n’y a plus d’observations à présenter." in page.words
    page = visit(made.holder(demand.mission), "letter", demand.prior_letter)
    assert "DR-2026-0001" in page.words


def test_x1_the_demand_page_is_not_the_holders(visit):
    demand = made.drafted()
    assert visit(made.holder(demand.mission), "demand", demand).status_code == 404
    assert visit(made.holder(demand.mission), "demands").status_code == 403


def test_r5_the_document_is_being_prepared_then_downloaded(visit):
    letter = made.letter_sent()
    signatory = made.holder(letter.demand.mission)
    assert "se prépare" in visit(signatory, "letter_document", letter).words
    assert visit(signatory, "demand_document", letter).status_code == 404


# ---------------------------------------------------------------- what DAECT awaits by the second limit


def asked_for_more() -> MissionReport:
    report = made.delivered()
    due_on = TODAY + timedelta(days=9)
    officer = factories.member(Role.OFFICER)
    submission.request_more(report=report, reason="Joignez le guide.", due_on=due_on, by=officer, at=AT)
    return report


def test_r2_the_writers_keep_the_remarks_until_the_report_is_delivered_again(visit, clock):
    report = asked_for_more()
    signatory = made.holder(report.mission)
    seen = ["Joignez le guide." in visit(signatory, "report", report).words]
    made.complete(report, signatory)
    submission.hand_in(report=report, by=signatory, at=AT)
    seen.append("Joignez le guide." in visit(signatory, "report", report).words)
    submission.send_back(report=report, reason="Relisez.", by=signatory, at=AT)
    page = visit(signatory, "report", report)
    seen.append("Joignez le guide." in page.words)
    assert "Complément attendu le" in page.words
    submission.hand_in(report=report, by=signatory, at=AT)
    submission.deliver(report=report, by=signatory, at=AT)
    page = visit(signatory, "report", report)
    seen.append("Joignez le guide." in page.words)
    assert seen == [True, True, True, False]
    assert "Complément attendu le" not in page.words


def test_r2_what_is_to_complete_the_rule_and_the_queryset_say_the_same():
    reports = [made.draft(), made.handed_in()[0], made.delivered(), asked_for_more()]
    found = set(MissionReport.objects.filter(selectors.to_complete()))
    assert found == {report for report in reports if rules.is_to_complete(report)} == {reports[3]}
