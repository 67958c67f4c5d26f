"""The applicant's pages: steps, autosave, conflicts, lodging, hostile input (spec L3–L7)."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.notifications.models import Message
from expect.web import french
from labels import admission, applications, decisions, evidence, theme_changes
from labels.enums import ApplicationState, Basis, Outcome
from labels.filters import OwnFilters
from labels.models import ApplicationVersion, EvidenceItem, Expert, LabelApplication
from labels.views import standing
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HTML = "<script>alert('x')</script><b>é</b> 👩🏽‍🚒"
LONG = "Communauté " * 27 + "XY"


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def signatory(body, client):
    person = factories.member(Role.SIGNATORY, body)
    client.force_login(person)
    return person


def url(page, *args, **kwargs):
    return reverse(f"labels:{page}", args=[getattr(arg, "public_id", arg) for arg in args], kwargs=kwargs)


def mark(response):
    """The `revision` that the page carries."""
    return response.context["revision"]


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def save(client, draft, part, **typed):
    """The step as the page shows it, with what is `typed` over it."""
    step = url(f"application_{part}", draft)
    shown = client.get(step)
    values = {field.html_name: field.value() for field in shown.context["form"]}
    return client.post(step, values | {"revision": mark(shown)} | typed)


# ---------------------------------------------------------------- beginning


def test_l3_a_draft_keeps_its_theme_that_daect_no_longer_offers(client, body, signatory):
    """`retire_theme`: drafts keep it; the form says that it is no longer offered, and offers it to no other file."""
    draft = labels.fill(labels.draft(body, signatory), signatory)
    heritage, other = labels.themes("heritage", "planning")
    for theme in (heritage, other):
        theme_changes.retire_theme(theme=theme, by=factories.member(Role.OFFICER), at=AT)
    shown = words(client.get(url("application_expertise", draft)))
    assert f"{heritage} (n’est plus proposé)" in shown
    assert str(other) not in shown
    assert save(client, draft, "expertise", title="Les halles").status_code == 302
    draft.refresh_from_db()
    assert (draft.title, list(draft.themes.all())) == ("Les halles", [heritage])


def test_l7_begin_then_be_offered_the_draft(client, body, signatory):
    start = url("application_start", body)
    response = client.post(start)
    draft = LabelApplication.objects.get()
    assert response.url == url("application_expertise", draft)
    assert client.get(start).url == url("own_application", draft)
    assert client.post(start).url == url("application_expertise", draft)
    assert LabelApplication.objects.count() == 1
    assert client.get(url("own_applications")).context["primary_act"] == (
        "Reprendre le brouillon",
        url("own_application", draft),
    )


def test_l1_own_regime_reads_whom_to_write_to(client, body, signatory):
    type(body).objects.update(own_regime=True)
    response = client.get(url("application_start", body))
    assert response.status_code == 200
    assert "relève d’un régime propre" in words(response)
    assert "secretariat.dgm-aect@diplomatie.gouv.fr" in words(response)


# ---------------------------------------------------------------- steps


def test_l7_a_step_saves_what_there_is_and_goes_on(client, body, signatory):
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    shown = mark(client.get(step))
    response = client.post(step, {"revision": shown, "title": "Eau potable", "skills": "", "prospect": ""})
    assert response.url == url("application_evidence", draft)
    draft.refresh_from_db()
    assert (draft.title, draft.skills) == ("Eau potable", "")


def test_x7_a_step_does_not_contradict_itself(client, body, signatory):
    draft = labels.draft(body, signatory)
    for step in ("expertise", "evidence", "experts", "mobilisation"):
        page = words(client.get(url(f"application_{step}", draft)))
        assert "Rien n’est obligatoire pour enregistrer" in page
        assert "obligatoires." not in page
        assert "Ce champ est obligatoire" not in page


def test_x7_what_is_added_comes_before_the_button_that_goes_on(client, body, signatory):
    draft = labels.draft(body, signatory)
    for step, added in (("evidence", "Ajouter un élément"), ("experts", "Ajouter un expert")):
        page = words(client.get(url(f"application_{step}", draft)))
        assert page.index(added) < page.index("Enregistrer et continuer")


def test_l7_too_long_a_text_comes_back_whole(client, body, signatory):
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    skills = "x" * 6001
    response = client.post(step, {"revision": mark(client.get(step)), "title": "Eau", "skills": skills})
    assert response.status_code == 200
    assert skills in words(response)
    assert "6 000 caractères au plus, ce texte en compte 6 001 (1 de trop)." in words(response)
    draft.refresh_from_db()
    assert draft.title == ""


def test_l7_two_tabs_both_versions_are_shown_and_nothing_is_overwritten(client, body, signatory):
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    seen = mark(client.get(step))
    client.post(step, {"revision": seen, "title": "Première version"})
    response = client.post(step, {"revision": seen, "title": "Seconde version"})
    assert response.status_code == 200
    page = words(response)
    assert "Rien n’a été écrasé" in page
    assert "Garder ce qui est enregistré" in page
    assert "Première version" in page  # what is stored
    assert 'value="Seconde version"' in page  # what was typed
    draft.refresh_from_db()
    assert draft.title == "Première version"
    choices = {"revision": mark(response), "conflit": "title", "title": "Seconde version"}
    unsaid = client.post(step, choices)
    assert "Choisissez ce que vous gardez" in words(unsaid)
    assert 'value="Seconde version"' in words(unsaid)
    draft.refresh_from_db()
    assert draft.title == "Première version"
    client.post(step, choices | {"revision": mark(unsaid), "choix_title": "saisie"})
    draft.refresh_from_db()
    assert draft.title == "Seconde version"


def test_l7_one_choice_per_field_keeps_each_text_that_was_chosen(client, body, signatory):
    """What stays as stored is not written; what is typed in it is still on the page until all is chosen."""
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    seen = mark(client.get(step))
    client.post(
        step, {"revision": seen, "title": "Titre A", "skills": "Eau potable et crues", "prospect": "Même"}
    )
    typed = {"title": "Titre B", "skills": "Eau potable et sécheresse", "prospect": "Même"}
    answer = client.post(step, {"revision": seen} | typed)
    assert [clash.name for clash in answer.context["clashes"]] == ["title", "skills"]
    skills = answer.context["clashes"][1]
    assert skills.stored == [("kept", "Eau potable et "), ("removed", "crues")]
    assert skills.typed == [("kept", "Eau potable et "), ("added", "sécheresse")]
    choices = {"revision": mark(answer), "conflit": ["title", "skills"], "choix_title": "enregistre"} | typed
    half = client.post(step, choices)
    assert 'value="Titre B"' in words(half)
    assert client.post(step, choices | {"choix_skills": "saisie"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.skills) == ("Titre A", "Eau potable et sécheresse")


def test_l7_choices_on_a_text_that_changed_again_are_asked_again(client, body, signatory):
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    seen = mark(client.get(step))
    client.post(step, {"revision": seen, "title": "Un"})
    answer = client.post(step, {"revision": seen, "title": "Deux"})
    client.post(step, {"revision": mark(answer), "title": "Trois"})
    late = {"revision": mark(answer), "title": "Deux", "conflit": "title", "choix_title": "saisie"}
    again = client.post(step, late)
    assert "Rien n’a été écrasé" in words(again)
    assert ("removed", "Trois") in again.context["clashes"][0].stored
    draft.refresh_from_db()
    assert draft.title == "Trois"


def test_l7_boxes_and_experts_are_compared_in_words(client, body, signatory):
    draft = labels.draft(body, signatory)
    heritage, planning = labels.themes("heritage", "planning")
    step = url("application_expertise", draft)
    seen = mark(client.get(step))
    client.post(step, {"revision": seen, "title": "Eau", "themes": [heritage.pk]})
    answer = client.post(step, {"revision": seen, "title": "Eau", "themes": [planning.pk]})
    (clash,) = answer.context["clashes"]
    assert ("removed", str(heritage)) in clash.stored or heritage.name in "".join(w for _, w in clash.stored)
    for forged in (["9" * 40], ["<b>"], ["-1"]):
        data = {"revision": mark(answer), "title": "Eau", "conflit": "themes", "themes": forged}
        assert client.post(step, data).status_code == 200


def test_l7_an_autosave_whose_answer_was_lost_is_no_conflict_with_oneself(client, body, signatory):
    draft = labels.draft(body, signatory)
    seen = mark(client.get(url("application_expertise", draft)))
    save = url("application_autosave", draft, "expertise")
    assert client.post(save, {"revision": seen, "title": "Eau"}).status_code == 200  # the answer never comes
    later = {"revision": seen, "title": "Eau potable"}
    assert client.post(save, later | {"unheard": ["title=Feu", "title=Autre"]}).status_code == 409
    assert client.post(save, later | {"unheard": ["title=Eaux", "title=Eau"]}).status_code == 200
    draft.refresh_from_db()
    assert draft.title == "Eau potable"


def test_l7_the_autosave_waits_for_the_choices(client, body, signatory):
    draft = labels.draft(body, signatory)
    step, save = url("application_expertise", draft), url("application_autosave", draft, "expertise")
    seen = mark(client.get(step))
    client.post(step, {"revision": seen, "title": "Un"})
    answer = client.post(step, {"revision": seen, "title": "Deux"})
    sent = {"revision": mark(answer), "title": "Deux", "conflit": "title"}
    assert client.post(save, sent).status_code == 422
    assert client.post(save, sent | {"choix_title": "enregistre"}).status_code == 200
    draft.refresh_from_db()
    assert draft.title == "Un"


def test_l7_two_people_on_two_steps_do_not_hinder_one_another(client, body, signatory):
    draft = labels.draft(body, signatory)
    here, there = url("application_expertise", draft), url("application_mobilisation", draft)
    first, second = mark(client.get(here)), mark(client.get(there))
    client.post(here, {"revision": first, "title": "Eau"})
    assert client.post(there, {"revision": second, "conditions": "Une semaine."}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.conditions) == ("Eau", "Une semaine.")


def test_l7_the_autosave_answers_as_draft_js_expects(client, body, signatory):
    draft = labels.draft(body, signatory)
    seen = mark(client.get(url("application_expertise", draft)))
    save = url("application_autosave", draft, "expertise")

    def post(**data):
        response = client.post(save, data, headers={"accept": "application/json"})
        return response.status_code, json.loads(response.content)

    status, answer = post(revision=seen, title="Eau")
    assert (status, answer["saved_at"]) == (200, "2026-03-02T09:00:00+00:00")
    assert post(revision=answer["revision"], title="Eau potable")[0] == 200
    status, conflict = post(revision=seen, title="Feu")
    assert status == 409
    assert "Rien n’a été écrasé" in conflict["message"]
    draft.refresh_from_db()
    assert draft.title == "Eau potable"


def test_l7_the_autosave_keeps_what_is_valid_and_says_what_is_not(client, body, signatory):
    draft = labels.draft(body, signatory)
    seen = mark(client.get(url("application_expertise", draft)))
    save = url("application_autosave", draft, "expertise")
    response = client.post(save, {"revision": seen, "title": "Eau", "skills": "x" * 6001})
    assert response.status_code == 422
    answer = response.json()
    assert "Compétences et savoir-faire" in answer["message"]
    draft.refresh_from_db()
    assert (draft.title, draft.skills) == ("Eau", "")
    assert (
        client.post(save, {"revision": answer["revision"], "title": "Eau", "skills": "x"}).status_code == 200
    )


def test_l7_the_autosave_of_a_lodged_file_is_refused(client, body, signatory):
    draft = labels.fill(labels.draft(body, signatory), signatory)
    labels.lodge(draft)
    response = client.post(url("application_autosave", draft, "expertise"), {"title": "Autre"})
    assert response.status_code == 403
    assert "ne peut plus être modifié" in response.json()["message"]


def test_l7_a_session_that_expired_keeps_what_was_typed(client, body, signatory):
    draft = labels.draft(body, signatory)
    client.logout()
    response = client.post(url("application_expertise", draft), {"title": "Saisie longue à garder"})
    assert response.status_code == 401
    assert "Saisie longue à garder" in words(response)


def test_the_autosave_of_another_body_s_file_is_not_found(client, signatory):
    draft = labels.draft()
    response = client.post(url("application_autosave", draft, "expertise"), {"title": "Volé"})
    assert response.status_code == 404
    assert Entry.objects.filter(action="refused_reading", subject_id=draft.public_id).exists()


# ---------------------------------------------------------------- evidence, files, experts


def test_l4_l5_items_files_and_experts_are_added_from_their_steps(client, body, signatory):
    draft = labels.draft(body, signatory)
    item = {"basis": Basis.TERRITORY, "title": "Halles", "description": "Cent immeubles."}
    assert client.post(url("evidence_add", draft), item).url == url("application_evidence", draft)
    stored = EvidenceItem.objects.get()
    client.post(url("attachment_add", draft), {"file": labels.upload(), "item": stored.pk})
    assert draft.attachments.get().item == stored
    client.post(url("application_expert_add", draft), labels.expert_data())
    assert draft.experts.get() == Expert.objects.get(organisation=body)
    named = draft.experts.get()
    entry = reverse("labels:application_expert_edit", args=[draft.public_id, named.public_id])
    assert entry in client.get(url("application_experts", draft)).content.decode()
    put_right = labels.expert_data() | {
        "function": "Urbaniste",
        "active": "on",
        "revision": mark(client.get(entry)),
    }
    assert client.post(entry, put_right).url == url("application_experts", draft)
    assert draft.experts.get().function == "Urbaniste"
    edit = url("evidence_edit", stored)
    seen = mark(client.get(edit))
    client.post(edit, item | {"title": "Grandes halles", "revision": seen})
    response = client.post(edit, item | {"title": "Petites halles", "revision": seen})
    assert "Rien n’a été écrasé" in words(response)
    stored.refresh_from_db()
    assert stored.title == "Grandes halles"
    client.post(url("attachment_remove", draft.attachments.get()))
    client.post(url("evidence_remove", stored))
    assert not EvidenceItem.objects.exists()
    assert not draft.attachments.exists()


def test_x6_a_false_extension_is_refused_with_a_sentence(client, body, signatory):
    draft = labels.draft(body, signatory)
    false = SimpleUploadedFile("bilan.pdf", b"MZ\x90\x00" + b"\x00" * 200, "application/pdf")
    response = client.post(url("attachment_add", draft), {"file": false})
    assert "n’est pas un document PDF" in words(response)
    assert not draft.attachments.exists()


def test_another_body_s_item_is_no_choice_for_a_file(client, body, signatory):
    draft = labels.draft(body, signatory)
    other = labels.draft()
    item = evidence.add_item(
        application=other,
        data={"basis": Basis.TERRITORY, "title": "Ailleurs", "description": "…"},
        by=other.created_by,
        at=AT,
    )
    response = client.post(url("attachment_add", draft), {"file": labels.upload(), "item": item.pk})
    assert response.status_code == 200
    assert not draft.attachments.exists()


def test_another_body_s_expert_can_not_be_ticked(client, body, signatory):
    draft = labels.draft(body, signatory)
    other = factories.organisation()
    expert = labels.expert(other, labels.editor(other))
    step = url("application_experts", draft)
    response = client.post(step, {"revision": mark(client.get(step)), "experts": [expert.pk]})
    assert response.status_code == 200
    assert not draft.experts.exists()


def test_l5_a_partner_s_expert_without_partner_comes_back_on_the_field(client, body, signatory):
    data = labels.expert_data(category="partner")
    response = client.post(url("expert_add", body), data)
    assert "partner_kind" in response.context["form"].errors
    assert data["qualifications"] in words(response)


def test_l5_a_partner_that_is_not_named_is_said_with_all_the_rest(client, body, signatory):
    response = client.post(url("expert_add", body), {"category": "partner"})
    errors = response.context["form"].errors
    assert {"first_name", "last_name", "partner_kind", "partner_name", "qualifications"} <= errors.keys()


def test_l5_an_expert_is_brought_up_to_date_and_set_aside(client, body, signatory):
    expert = labels.expert(body, signatory)
    edit = url("expert_edit", expert)
    data = labels.expert_data(function="Directeur") | {"revision": mark(client.get(edit))}
    assert client.post(edit, data).status_code == 302
    expert.refresh_from_db()
    assert (expert.function, expert.active) == ("Directeur", False)


# ---------------------------------------------------------------- lodging


def submission(client, draft, **changed):
    form = client.get(url("application_submit", draft)).context["form"]
    return (
        {name: form.initial[name] for name in ("commitments_version", "revision", "capacity")}
        | {"accepted": "on"}
        | changed
    )


def test_l6_the_signatory_lodges_with_the_commitments(client, body, signatory):
    draft = labels.fill(labels.draft(body, signatory), signatory)
    assert "rapport de chaque mission" in words(client.get(url("application_submit", draft)))
    data = submission(client, draft)
    refused = client.post(url("application_submit", draft), {**data, "accepted": ""})
    assert "suppose d’accepter les engagements" in words(refused)
    response = client.post(url("application_submit", draft), data, follow=True)
    assert "déposée sous le numéro C-2026-0001" in words(response)
    assert ApplicationVersion.objects.get().capacity == "Maire"


def test_l7_the_second_click_is_led_to_the_file(client, body, signatory):
    draft = labels.fill(labels.draft(body, signatory), signatory)
    data = submission(client, draft)
    client.post(url("application_submit", draft), data)
    response = client.post(url("application_submit", draft), data, follow=True)
    assert response.redirect_chain == [(url("own_application", draft), 302)]
    assert "déjà déposée, sous le numéro C-2026-0001" in words(response)
    assert ApplicationVersion.objects.count() == 1
    assert Message.objects.filter(event="labels/application_lodged").count() == 1


def test_l7_a_file_changed_meanwhile_is_read_again(client, body, signatory):
    draft = labels.fill(labels.draft(body, signatory), signatory)
    data = submission(client, draft)
    read = client.get(url("application_submit", draft)).context["form"]["read"].value()
    other = labels.editor(body)
    applications.save_part(
        application=draft,
        part="mobilisation",
        data={"conditions": "Un seul expert."},
        revision=draft.revision,
        by=other,
        at=AT + timedelta(minutes=5),
    )
    refused = client.post(url("application_submit", draft), data | {"read": read})
    shown = words(refused)
    assert (
        f"{other} a modifié ce dossier pendant votre lecture, le 2 mars 2026 à 10 h 05 : Mobilisation."
        in shown
    )
    assert "Ce qui a changé depuis votre lecture" in shown
    assert "Deux experts, une semaine, hors été." in shown
    assert "Un seul expert." in shown
    assert not ApplicationVersion.objects.exists()
    now = {name: refused.context["form"][name].value() for name in ("revision", "read")}
    assert client.post(url("application_submit", draft), data | now).status_code == 302
    assert ApplicationVersion.objects.get().content["conditions"] == "Un seul expert."


def test_l7_an_expert_described_otherwise_meanwhile_is_read_again(client, body, signatory):
    draft = labels.fill(labels.draft(body, signatory), signatory)
    data = submission(client, draft)
    read = client.get(url("application_submit", draft)).context["form"]["read"].value()
    Expert.objects.update(qualifications="Dix ans de chantiers.")
    shown = words(client.post(url("application_submit", draft), data | {"read": read}))
    assert "Ce dossier a changé pendant votre lecture : Experts." in shown


@pytest.mark.parametrize("garbage", ["x", "<script>", "a:b:c", "." * 5000])
def test_l7_what_was_read_is_signed(client, body, signatory, garbage):
    draft = labels.fill(labels.draft(body, signatory), signatory)
    data = submission(client, draft, revision=draft.revision - 1)
    shown = words(client.post(url("application_submit", draft), data | {"read": garbage}))
    assert "modifié ce dossier pendant votre lecture" in shown
    assert "Ce qui a changé depuis votre lecture" not in shown


def test_l6_an_incomplete_file_says_what_it_lacks(client, body, signatory):
    draft = labels.draft(body, signatory)
    response = client.get(url("application_submit", draft), follow=True)
    assert response.redirect_chain == [(url("own_application", draft), 302)]
    assert "Le dossier n’est pas complet." in words(response)
    assert "Désignez au moins un expert." in words(client.get(url("application_review", draft)))


def test_l9_the_applicant_sees_nothing_of_a_recorded_decision(client, body, signatory):
    application = labels.lodge(labels.fill(labels.draft(body, signatory), signatory))
    session = labels.session()

    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    labels.held(session)
    application.refresh_from_db()
    decision = labels.decided(application, "refused", reasons="Motif très secret.")
    page = words(client.get(url("own_application", application)))
    assert "Décision à venir" in page
    assert "C’est à la DAECT de vous notifier la décision" in page
    assert "La décision sur ce dossier est enregistrée : il ne peut plus être retiré." in page
    for leak in ("Motif très secret", "Refus", "Examinée", "decision"):
        assert leak not in page
    assert client.get(url("decision_letter", decision)).status_code == 404
    assert client.get(url("application", application)).status_code == 404


def test_l9_two_decisions_of_a_file_are_told_apart_by_their_day(client):
    head, application = factories.head(), labels.examined()
    days = []
    for outcome in (Outcome.DEFERRED, Outcome.REFUSED):
        labels.decided(application, outcome)
        at = application.examined_at
        decisions.notify_session(session=application.session, by=head, at=at)
        days.append(french.day(at.date()))
        application.refresh_from_db()
        if outcome == Outcome.DEFERRED:
            later = labels.session(held_on=at.date() + timedelta(days=30), at=at)
            admission.admit(application=application, session=later, by=head, at=at)
            labels.held(later)
        application.refresh_from_db()
    client.force_login(labels.signatory_of(application))
    page = words(client.get(url("own_application", application)))
    assert days[0] != days[1]
    assert all(f"Lettre de décision du {day}" in page for day in days)


def test_a_draft_is_given_up(client, body, signatory):
    draft = labels.draft(body, signatory)
    assert "Abandonner le brouillon" in words(client.get(url("own_application", draft)))
    client.post(url("application_withdraw", draft))
    draft.refresh_from_db()
    assert draft.state == ApplicationState.WITHDRAWN
    assert client.get(url("own_application", draft)).status_code == 200


def test_l6_who_is_told_of_a_withdrawal_is_named_before_it(client, body, signatory):
    colleague = factories.member(Role.EDITOR, body)
    application = labels.lodge(labels.fill(labels.draft(body, signatory), signatory))
    page = words(client.get(url("application_withdraw", application)))
    assert "la DAECT en est prévenue" in page
    assert f"Un courriel le dit aussi à : {colleague}." in page
    client.post(url("application_withdraw", application))
    told = Message.objects.filter(event="labels/application_taken_back").values_list("recipient", flat=True)
    assert set(told) == {signatory.pk, colleague.pk}


# ---------------------------------------------------------------- hostile input


def test_html_and_emoji_are_shown_as_they_were_typed(client, signatory, body):
    type(body).objects.filter(pk=body.pk).update(name=HTML)
    draft = labels.draft(body, signatory)
    expert = labels.expert(
        body,
        signatory,
        **dict.fromkeys(("first_name", "function", "qualifications", "languages", "availability"), HTML),
    )
    labels.fill(
        draft,
        signatory,
        expertise={"title": HTML, "skills": HTML, "prospect": HTML},
        experts={"experts": [expert]},
        mobilisation={"conditions": HTML},
    )
    evidence.add_item(
        application=draft,
        data={"basis": Basis.TERRITORY, "title": HTML, "description": HTML, "partner": HTML, "period": HTML},
        by=signatory,
        at=AT,
    )
    pages = [
        "own_application",
        "application_review",
        "application_evidence",
        "application_experts",
        "application_submit",
    ]
    for page in pages:
        content = client.get(url(page, draft)).content.decode()
        assert "<script>alert" not in content, page
        assert "&lt;script&gt;alert" in content, page
    labels.lodge(draft)
    content = client.get(url("own_application", draft)).content.decode()
    assert "<script>alert" not in content
    assert "👩🏽‍🚒" in content


def test_a_body_with_a_name_of_300_characters_is_shown(client, signatory, body):
    assert len(LONG) == 299
    type(body).objects.filter(pk=body.pk).update(name=LONG)
    application = labels.lodge(labels.fill(labels.draft(body, signatory), signatory))
    assert LONG in words(client.get(url("own_application", application)))
    assert application.versions.get().content["organisation"]["name"] == LONG


@pytest.mark.parametrize("revision", ["", "-1", "²", "9" * 5000, "<b>"])
def test_a_revision_that_nobody_gave_is_a_conflict_not_an_error(client, body, signatory, revision):
    draft = labels.draft(body, signatory)
    response = client.post(url("application_expertise", draft), {"revision": revision, "title": "Eau"})
    assert "Rien n’a été écrasé" in words(response)


def test_a_line_field_refuses_control_characters(client, body, signatory):
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    response = client.post(step, {"revision": mark(client.get(step)), "title": "Eau\x00potable"})
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.title == ""


def test_x7_a_direction_mark_turns_nothing_over(client, body, signatory):
    draft = labels.draft(body, signatory)
    item = {"basis": Basis.TERRITORY, "title": "Halles\u202e2012", "description": "Cent immeubles."}
    answer = client.post(url("evidence_add", draft), item, follow=True)
    assert EvidenceItem.objects.get().title == "Halles2012"
    assert "\u202e" not in answer.content.decode()


def test_x7_the_limit_counts_characters_as_the_counter_does(client, body, signatory):
    """An emoji counts for one, a line end for one, the spaces around for none."""
    draft = labels.draft(body, signatory)
    step = url("application_expertise", draft)
    skills = "😀" * 5000 + "\r\n" * 1000
    exactly = skills[:-2] + "!"
    assert (
        client.post(step, {"revision": mark(client.get(step)), "skills": f"  {exactly}  \r\n"}).status_code
        == 302
    )
    answer = client.post(step, {"revision": mark(client.get(step)), "skills": exactly + "é"})
    assert "ce texte en compte 6 001" in words(answer)


def test_x5_a_body_filters_by_the_words_that_its_badges_use(client):
    for application in (labels.lodged(), labels.admitted(), labels.examined()):
        client.force_login(labels.signatory_of(application))
        page = client.get(url("own_applications"), {"state": application.state})
        offered = dict(OwnFilters.base_filters["state"].extra["choices"])
        assert page.context["count"] == 1
        assert offered[application.state] == standing.holder_badge(application).label


def test_x5_a_body_searches_filters_and_exports_its_files(client):
    older = labels.lodged()
    person = labels.signatory_of(older)
    client.force_login(person)
    page = client.get(url("own_applications"), {"q": "patrimoine", "state": "draft"})
    assert page.context["count"] == 0
    page = client.get(url("own_applications"), {"q": older.number.lower(), "state": "submitted"})
    assert page.context["count"] == 1
    named = LabelApplication.objects.get(pk=older.pk)
    named.title = "Déchets de l’Œuvre"
    named.save()
    for typed in ("dechets", "DÉCHETS", f"oeuvre {older.number}", older.organisation.name.upper()):
        assert client.get(url("own_applications"), {"q": typed}).context["count"] == 1, typed
    assert client.get(url("own_applications"), {"q": "dechets eau"}).context["count"] == 0
    exported = client.get(url("own_applications"), {"state": "submitted", "export": "csv"})
    rows = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert older.number in rows[1]
