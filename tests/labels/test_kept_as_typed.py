"""The forms of an item of evidence and of an expert keep what is typed, until it is added (spec L7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.web import french, unfinished
from expect.web.models import UnfinishedForm
from labels import evidence, rules
from labels.enums import Basis
from labels.models import EvidenceItem, Expert
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ITEM = {
    "basis": Basis.TERRITORY,
    "title": "Halles",
    "description": "Cent immeubles.",
    "partner": "",
    "period": "",
}


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def signatory(client, body):
    person = factories.member(Role.SIGNATORY, body)
    client.force_login(person)
    return person


@pytest.fixture
def draft(body, signatory):
    return labels.draft(body, signatory)


def added(draft):
    return reverse("labels:evidence_add", args=[draft.public_id])


def edited(draft):
    item = evidence.add_item(application=draft, data=ITEM, by=draft.created_by, at=AT)
    return item, reverse("labels:evidence_edit", args=[item.public_id])


def words(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def shown(client, url):
    """(revision, what the fields hold) of a page."""
    response = client.get(url)
    form = response.context["form"]
    return response.context["revision"], {name: form[name].value() for name in form.fields}


def typed(client, url, revision, **fields):
    """What `draft.js` sends."""
    data = {"revision": revision, **fields}
    return client.post(url, data, headers={"Accept": "application/json"})


def everywhere(draft, body, signatory):
    expert = labels.expert(body, signatory)
    return (
        added(draft),
        edited(draft)[1],
        reverse("labels:application_expert_add", args=[draft.public_id]),
        reverse("labels:expert_add", args=[body.public_id]),
        reverse("labels:expert_edit", args=[expert.public_id]),
    )


def test_l7_each_form_keeps_half_a_text_and_shows_it_again(client, draft, body, signatory):
    for url in everywhere(draft, body, signatory):
        revision, fields = shown(client, url)
        name = "title" if "title" in fields else "first_name"
        answer = typed(client, url, revision, **{name: "À peine"})
        assert answer.status_code == 200, url
        assert answer.json()["saved_at"]
        again, fields = shown(client, url)
        assert (again, fields[name]) == (answer.json()["revision"], "À peine")
        assert "Elle n’est pas terminée" in words(client.get(url))
    assert not EvidenceItem.objects.filter(title="À peine").exists()
    assert not Expert.objects.filter(first_name="À peine").exists()


def test_l7_what_is_added_is_kept_no_longer(client, draft):
    url = added(draft)
    revision, _ = shown(client, url)
    revision = typed(client, url, revision, **ITEM).json()["revision"]
    assert client.post(url, ITEM | {"revision": revision}).status_code == 302
    assert EvidenceItem.objects.get().title == "Halles"
    assert not UnfinishedForm.objects.exists()
    assert not shown(client, url)[1]["title"]


def test_l7_what_is_kept_is_for_its_author_alone(client, draft, body):
    typed(client, added(draft), shown(client, added(draft))[0], title="Secret")
    client.force_login(labels.editor(body))
    assert "Secret" not in words(client.get(added(draft)))


def test_l7_two_tabs_that_add_overwrite_nothing_and_are_compared(client, draft):
    url = added(draft)
    revision, _ = shown(client, url)
    typed(client, url, revision, **ITEM)
    second = ITEM | {"title": "Remparts", "description": "Deux kilomètres."}
    refused = typed(client, url, revision, **second)
    assert (refused.status_code, "Rien n’a été écrasé" in refused.json()["message"]) == (409, True)
    compared = client.post(url, second | {"revision": revision})
    assert "Deux textes à départager" in words(compared)
    assert not EvidenceItem.objects.exists()
    chosen = {
        "conflit": ["title", "description"],
        "choix_title": "enregistre",
        "choix_description": "saisie",
        "revision": compared.context["revision"],
    }
    assert client.post(url, second | chosen).status_code == 302
    item = EvidenceItem.objects.get()
    assert (item.title, item.description) == ("Halles", "Deux kilomètres.")


def test_l7_an_item_changed_meanwhile_is_shown_beside_what_was_typed(client, draft):
    item, url = edited(draft)
    typed(client, url, shown(client, url)[0], **ITEM | {"title": "Les halles"})
    draft.refresh_from_db()
    evidence.edit_item(
        item=item, data={"title": "Marchés"}, revision=draft.revision, by=draft.created_by, at=AT
    )
    page = client.get(url)
    assert "Deux textes à départager" in words(page)
    assert "Marchés" in words(page)
    chosen = {"conflit": "title", "choix_title": "saisie", "revision": page.context["revision"]}
    assert client.post(url, ITEM | {"title": "Les halles"} | chosen).status_code == 302
    item.refresh_from_db()
    assert item.title == "Les halles"


# ---------------------------------------------------------------- an item that a colleague removed


@pytest.fixture
def colleague(body):
    return labels.editor(body)


def removed(item, by):
    evidence.remove_item(item=item, by=by, at=AT)
    return f"Élément de preuve retiré le 2 mars 2026 à 10 h 00 par {by}"


def said(response):
    return words(response).replace("\u202f", " ")


def test_l7_what_is_typed_on_an_item_removed_meanwhile_is_kept_and_added_as_a_new_one(
    client, draft, colleague
):
    item, url = edited(draft)
    revision, _ = shown(client, url)
    gone = removed(item, colleague)
    answer = typed(client, url, revision, **ITEM | {"title": "Les halles"})
    assert answer.status_code == 409
    assert gone in answer.json()["message"].replace("\u202f", " ").replace("\xa0", " ")
    assert UnfinishedForm.objects.get().content["title"] == "Les halles"
    later = ITEM | {"title": "Les halles neuves", "revision": answer.json()["revision"]}
    page = client.post(url, later, follow=True)
    assert gone in said(page)
    assert "Ajouter comme nouvel élément" in said(page)
    assert page.context["form"]["title"].value() == "Les halles neuves"
    assert not draft.evidence.exists()
    address, _ = page.redirect_chain[-1]
    step = reverse("labels:application_evidence", args=[draft.public_id])
    assert client.post(address, ITEM | {"revision": page.context["revision"]}).url == step
    assert draft.evidence.get().title == "Halles"
    assert not UnfinishedForm.objects.exists()


def test_l7_what_was_kept_before_the_removal_is_found_again_and_said_before_one_lodges(
    client, draft, colleague
):
    item, url = edited(draft)
    typed(client, url, shown(client, url)[0], **ITEM | {"title": "Les halles"})
    gone = removed(item, colleague)
    step = client.get(reverse("labels:application_evidence", args=[draft.public_id]))
    assert "Modification d’un élément retiré depuis" in words(step)
    assert url in words(step)
    page = client.get(url, follow=True)
    assert gone in said(page)
    assert page.context["form"]["title"].value() == "Les halles"
    address, _ = page.redirect_chain[-1]
    saved = typed(client, address, page.context["revision"], **ITEM | {"title": "Marchés"})
    assert saved.json()["saved_at"]
    assert client.post(address, {"ecarter": "oui"}).status_code == 302
    assert not UnfinishedForm.objects.exists()


def test_l7_two_tabs_on_an_item_removed_overwrite_nothing(client, draft, colleague):
    item, url = edited(draft)
    revision, _ = shown(client, url)
    removed(item, colleague)
    typed(client, url, revision, **ITEM | {"title": "Premier onglet"})
    second = ITEM | {"title": "Second onglet", "revision": revision}
    assert "Rien n’a été écrasé" in typed(client, url, **second).json()["message"]
    assert "Deux textes à départager" in words(client.post(url, second))
    assert UnfinishedForm.objects.get().content["title"] == "Premier onglet"


def test_l7_with_nothing_typed_one_reads_who_removed_the_item(client, draft, colleague):
    item, url = edited(draft)
    gone = removed(item, colleague)
    page = client.get(url, follow=True)
    assert page.redirect_chain[-1][0] == reverse("labels:application_evidence", args=[draft.public_id])
    assert gone in said(page)


def test_x1_another_body_reads_nothing_of_an_item_removed(client, draft, colleague):
    item, url = edited(draft)
    removed(item, colleague)
    client.force_login(labels.editor())
    assert client.get(url).status_code == 404
    assert client.post(url, ITEM).status_code == 404


def test_l7_an_expert_changed_meanwhile_is_not_overwritten(client, body, signatory):
    expert = labels.expert(body, signatory)
    url = reverse("labels:expert_edit", args=[expert.public_id])
    revision, fields = shown(client, url)
    Expert.objects.filter(pk=expert.pk).update(function="Maire adjointe")
    answer = client.post(url, fields | {"function": "Directrice", "revision": revision})
    assert "Deux textes à départager" in words(answer)
    expert.refresh_from_db()
    assert expert.function == "Maire adjointe"


def test_l7_one_s_own_save_without_an_answer_is_no_conflict(client, draft):
    url = added(draft)
    revision, _ = shown(client, url)
    typed(client, url, revision, title="Arrivé")
    sent = "title=Arriv%C3%A9&description=&partner=&period="
    assert typed(client, url, revision, title="Arrivé, puis", unheard=sent).status_code == 200
    assert shown(client, url)[1]["title"] == "Arrivé, puis"


def test_l7_an_ended_session_is_told_to_the_page(client, draft):
    client.logout()
    assert typed(client, added(draft), "", title="Tard").status_code == 401


def test_l7_what_was_typed_is_set_aside_on_purpose(client, draft):
    url = added(draft)
    typed(client, url, shown(client, url)[0], title="Brouillon")
    assert client.post(url, {"ecarter": "oui"}).status_code == 302
    assert not UnfinishedForm.objects.exists()


def test_l7_what_is_begun_is_said_before_one_lodges_without_it(client, draft, body, signatory):
    typed(client, added(draft), shown(client, added(draft))[0], title="Halles")
    item, url = edited(draft)
    typed(client, url, shown(client, url)[0], title="Moitié")
    expert = reverse("labels:application_expert_add", args=[draft.public_id])
    typed(client, expert, shown(client, expert)[0], first_name="Alix")
    named = labels.expert(body, signatory)
    draft.experts.add(named)
    entry = reverse("labels:application_expert_edit", args=[draft.public_id, named.public_id])
    typed(client, entry, shown(client, entry)[0], function="Urbaniste")
    people = {"Expert à ajouter", f"Fiche {french.of(str(named))}"}
    both = {"Élément de preuve à ajouter", f"Modification de « {item} »"}
    for step, said in (
        ("evidence", both),
        ("experts", people),
        ("review", both | people),
        ("mobilisation", set()),
    ):
        page = words(client.get(reverse(f"labels:application_{step}", args=[draft.public_id])))
        assert ("Saisie inachevée" in page) == bool(said)
        for sentence in said:
            assert f"{sentence}, par {signatory}" in page, step
    client.force_login(labels.editor(body))
    page = words(client.get(reverse("labels:application_evidence", args=[draft.public_id])))
    assert f"Élément de preuve à ajouter, par {signatory}" in page
    assert "la terminer" not in page  # it is its author's


def test_l4_what_is_begun_proves_nothing(client, draft):
    wanted = [point.sentence for point in rules.missing(draft)]
    typed(client, added(draft), shown(client, added(draft))[0], **ITEM)
    draft.refresh_from_db()
    assert [point.sentence for point in rules.missing(draft)] == wanted
    assert not draft.evidence.exists()


def test_x8_what_nobody_came_back_to_is_forgotten(client, draft):
    typed(client, added(draft), shown(client, added(draft))[0], title="Oublié")
    kept = UnfinishedForm.objects.get()
    limit = kept.kept_at + timedelta(days=unfinished.KEPT_DAYS)
    assert unfinished.forget(at=limit) == 0
    assert unfinished.forget(at=limit + timedelta(seconds=1)) == 1
    assert unfinished.forget(at=limit + timedelta(seconds=1)) == 0


def test_x7_nothing_is_wanted_to_leave_and_the_form_says_so_once(client, draft):
    page = words(client.get(added(draft)))
    assert "même incomplète" in page
    assert "obligatoires" not in page
