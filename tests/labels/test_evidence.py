"""Items of evidence, files, experts (spec L4, L5, X6)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from expect.documents.checks import UploadRefused
from expect.kernel.errors import DraftConflict, NotAllowed, StateChanged
from labels import evidence, experts
from labels.enums import Basis, ExpertCategory, PartnerKind
from labels.evidence import MOST_FILES, MOST_ITEMS, TooMany
from labels.experts import PartnerMissing
from labels.models import EvidenceItem, LabelApplication
from labels.selectors import experts_of
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = pytest.mark.django_db
ITEM = {
    "basis": Basis.COOPERATION,
    "title": "Jumelage",
    "description": "Dix ans.",
    "partner": "Dakar, Sénégal",
}


def test_l4_items_are_added_changed_and_removed():
    draft = labels.draft()
    item = evidence.add_item(application=draft, data=ITEM, by=draft.created_by, at=AT)
    evidence.edit_item(
        item=item, data={"title": "Coopération"}, revision=draft.revision, by=draft.created_by, at=AT
    )
    assert EvidenceItem.objects.get().title == "Coopération"
    attachment = evidence.attach_file(
        application=draft, file=labels.upload(), item=item, by=draft.created_by, at=AT
    )
    evidence.remove_item(item=item, by=draft.created_by, at=AT)
    attachment.refresh_from_db()
    assert attachment.item is None
    assert LabelApplication.objects.get().revision == 4


def test_l7_an_item_changed_in_another_tab_is_not_overwritten():
    draft = labels.draft()
    item = evidence.add_item(application=draft, data=ITEM, by=draft.created_by, at=AT)
    seen = draft.revision
    evidence.edit_item(item=item, data={"title": "Un"}, revision=seen, by=draft.created_by, at=AT)
    with pytest.raises(DraftConflict):
        evidence.edit_item(item=item, data={"title": "Deux"}, revision=seen, by=draft.created_by, at=AT)
    assert EvidenceItem.objects.get().title == "Un"


def test_l7_a_lodged_file_takes_nothing_more():
    draft = labels.complete_draft()
    stale = LabelApplication.objects.get(pk=draft.pk)
    labels.lodge(draft)
    by = labels.signatory_of(draft)
    with pytest.raises(NotAllowed):
        evidence.add_item(application=draft, data=ITEM, by=by, at=AT)
    with pytest.raises(StateChanged):
        evidence.add_item(application=stale, data=ITEM, by=by, at=AT)
    with pytest.raises(NotAllowed):
        evidence.remove_item(item=draft.evidence.get(), by=by, at=AT)


@pytest.mark.long
def test_a_file_holds_a_limited_number_of_items_and_attachments():
    draft = labels.draft()
    by = draft.created_by
    EvidenceItem.objects.bulk_create(EvidenceItem(application=draft, **ITEM) for _ in range(MOST_ITEMS))
    with pytest.raises(TooMany, match=str(MOST_ITEMS)):
        evidence.add_item(application=draft, data=ITEM, by=by, at=AT)
    for number in range(MOST_FILES):
        evidence.attach_file(application=draft, file=labels.upload(pages=number + 1), by=by, at=AT)
    with pytest.raises(TooMany, match=str(MOST_FILES)):
        evidence.attach_file(application=draft, file=labels.upload(pages=MOST_FILES + 1), by=by, at=AT)


def test_x6_a_file_that_lies_is_refused_by_the_act():
    draft = labels.draft()
    false = SimpleUploadedFile("bilan.pdf", b"MZ\x90\x00" + b"\x00" * 200, "application/pdf")
    with pytest.raises(UploadRefused, match="extension"):
        evidence.attach_file(application=draft, file=false, by=draft.created_by, at=AT)
    assert not draft.attachments.exists()


def test_l4_the_version_names_each_file_with_its_digest():
    draft = labels.complete_draft()
    attachment = evidence.attach_file(
        application=draft, file=labels.upload(), by=labels.signatory_of(draft), at=AT
    )
    (frozen,) = labels.lodge(draft).versions.get().content["attachments"]
    assert frozen == {
        "id": attachment.public_id,
        "item": "",
        "name": "Délibération.pdf",
        "size": attachment.file.size,
        "sha256": attachment.file.sha256,
    }


def test_l5_a_partner_s_expert_names_the_partner():
    body = factories.organisation()
    by = labels.editor(body)
    with pytest.raises(PartnerMissing) as refusal:
        labels.expert(body, by, category=ExpertCategory.PARTNER, partner_kind=PartnerKind.HOSPITAL)
    assert refusal.value.field == "partner_name"
    expert = labels.expert(
        body, by, category=ExpertCategory.PARTNER, partner_kind=PartnerKind.HOSPITAL, partner_name="CHU"
    )
    assert expert.partner_name == "CHU"


def test_l5_a_territorial_agent_has_no_partner_left():
    body = factories.organisation()
    by = labels.editor(body)
    expert = labels.expert(
        body, by, category=ExpertCategory.PARTNER, partner_kind=PartnerKind.OTHER, partner_name="Régie"
    )
    experts.edit_expert(
        expert=expert,
        data=labels.expert_data(category=ExpertCategory.AGENT, partner_name="Régie"),
        by=by,
        at=AT,
    )
    expert.refresh_from_db()
    assert (expert.partner_kind, expert.partner_name) == ("", "")


def test_l5_an_expert_set_aside_stays_in_what_was_lodged():
    application = labels.lodged()
    (expert,) = application.experts.all()
    name = str(expert)
    experts.edit_expert(
        expert=expert,
        data=labels.expert_data(first_name="Autre"),
        active=False,
        by=labels.signatory_of(application),
        at=AT,
    )
    assert application.versions.get().content["experts"][0]["name"] == name
    assert not experts_of(application.organisation).exists()


def test_l5_another_body_s_experts_are_out_of_reach():
    expert = labels.expert(body := factories.organisation(), labels.editor(body))
    with pytest.raises(NotAllowed):
        experts.edit_expert(expert=expert, data=labels.expert_data(), by=labels.editor(), at=AT)
