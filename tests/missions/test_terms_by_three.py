"""Holder, DAECT and embassy write the terms together; each accepts a version that it read (spec M4, M5)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from expect.notifications.models import Message
from missions import preparation, validation
from missions.enums import MissionState, Party
from missions.models import TermsDraft
from missions.preparation import SavedMeanwhile
from missions.terms import text
from missions.terms.limits import NotTheirs
from missions.terms.versions import StaleVersion, changed_since
from tests import factories
from tests.missions import factories as made
from tests.missions.test_emails import cast as cast  # noqa: PLC0414 the fixture, with those who must never be told
from tests.missions.test_emails import told
from tests.missions.test_pages import visit as visit  # noqa: PLC0414 the fixture
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PARTIES = {"editor": Party.HOLDER, "signatory": Party.HOLDER, "officer": Party.DAECT, "agent": Party.EMBASSY}


def write(mission, by, *, revision=None, **changed):
    """One of the three writes over what is there."""
    return preparation.save_terms(
        mission=mission,
        terms=replace(text.terms_of(mission), **changed),
        revision=mission.revision if revision is None else revision,
        by=by,
        at=AT,
    )


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("who", PARTIES)
def test_m4_each_party_writes_in_the_draft_and_what_it_wrote_is_kept(cast, who):
    mission = made.prepared(cast)
    write(mission, getattr(cast, who), objectives="Trouver les fuites, puis former.")
    mission.refresh_from_db()
    draft = mission.drafts.get(number=2)
    assert (mission.objectives, mission.revision) == ("Trouver les fuites, puis former.", 2)
    assert (draft.party, draft.saved_by, draft.saved_at) == (PARTIES[who], getattr(cast, who), AT)
    before = mission.drafts.get(number=1)
    assert [change.label for change in text.changes(before.content, draft.content)] == ["Objectifs"]
    line = Entry.objects.get(action="save_terms", details__revision=2)
    assert line.details["party"] == PARTIES[who]


def test_m4_of_another_country_or_body_nobody_writes(cast):
    mission = made.prepared(cast)
    elsewhere = factories.post(factories.country("ML", "Mali"))
    gone = TODAY - timedelta(days=1)
    for person in (
        factories.member(Role.POST_AGENT, elsewhere),
        factories.member(Role.POST_AGENT, cast.post, ends_on=gone),
        factories.member(Role.EDITOR),
        factories.member(Role.COMMITTEE_MEMBER),
        factories.user(),
    ):
        with pytest.raises(NotAllowed, match="s’écrivent à trois"):
            write(mission, person, objectives="Autre chose.")


@pytest.mark.parametrize("who", PARTIES)
def test_m5_accepted_terms_are_written_by_nobody(cast, who):
    mission = made.agreed(cast)
    with pytest.raises(NotAllowed, match="Termes acceptés"):
        write(mission, getattr(cast, who), objectives="Autre chose.")


def test_m6_the_embassy_does_not_choose_whom_the_holder_sends(cast):
    mission = made.prepared(cast)
    sending = text.terms_of(mission).sending
    with pytest.raises(NotTheirs) as refused:
        write(mission, cast.agent, sending=replace(sending, people=(cast.experts[1],)))
    assert refused.value.field == "sending_people"
    with pytest.raises(NotTheirs):
        write(mission, cast.agent, sending=None)
    write(mission, cast.agent, sending=replace(sending, place="Dakar"))
    write(mission, cast.officer, sending=replace(sending, people=(cast.experts[1],)))
    assert str(text.terms_of(loaded(mission)).sending.people[0]) == str(cast.experts[1])


def loaded(mission):
    return type(mission).objects.get(pk=mission.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE missions_termsdraft SET party = 'holder'",
        "UPDATE missions_termsdraft SET content = '{}'",
        "DELETE FROM missions_termsdraft",
    ],
)
def test_m5_what_a_party_wrote_never_changes(cast, statement):
    write(made.prepared(cast), cast.agent, objectives="Autre chose.")
    with pytest.raises(IntegrityError, match="expect: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# ---------------------------------------------------------------- accepting what was read


def test_l7_who_writes_over_terms_unread_reads_what_changed(cast):
    mission = made.prepared(cast)
    other = loaded(mission)
    write(other, cast.agent, objectives="Autre chose.")
    with pytest.raises(SavedMeanwhile, match=r"cette page \(Objectifs\)"):
        write(mission, cast.editor, follow_ups="Un stage.")
    assert [change.after for change in changed_since(loaded(mission), 1)] == ["Autre chose."]


def test_m5_the_signatory_does_not_accept_terms_that_somebody_changed(cast):
    mission = made.prepared(cast)
    write(loaded(mission), cast.officer, objectives="Autre chose.")
    with pytest.raises(SavedMeanwhile, match="Objectifs"):
        made.accept(cast, mission)
    assert not mission.versions.exists()


def test_m5_each_party_accepts_a_version(cast):
    mission = made.validated(cast)
    accepted = mission.versions.get().acceptances.order_by("pk")
    assert [(one.party, one.accepted_by) for one in accepted] == [
        (Party.HOLDER, cast.signatory),
        (Party.DAECT, cast.officer),
        (Party.EMBASSY, cast.agent),
    ]


def second_version(cast):
    """The holder takes version 1 back and accepts another, while somebody reads the first."""
    mission = made.agreed(cast)
    made.estimate(cast, mission)
    again = preparation.revise_terms(mission=loaded(mission), by=cast.editor, at=AT)
    write(again, cast.editor, objectives="Autre chose.")
    made.accept(cast, again)
    return mission


def test_m5_daect_does_not_send_a_version_that_another_replaced(cast):
    mission = second_version(cast)
    with pytest.raises(StaleVersion, match=r"lus \(Objectifs\)"):
        preparation.send_to_embassy(mission=mission, version_number=1, by=cast.officer, at=AT)
    assert loaded(mission).state == MissionState.ACCEPTED
    preparation.send_to_embassy(mission=mission, version_number=2, by=cast.officer, at=AT)
    assert mission.versions.get(number=2).acceptances.filter(party=Party.DAECT).exists()


def test_m5_the_embassy_reads_what_changed_in_the_version_it_answers(cast):
    mission = second_version(cast)
    preparation.send_to_embassy(mission=mission, version_number=2, by=cast.officer, at=AT)
    with pytest.raises(StaleVersion, match=r"lus \(Objectifs\)"):
        validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)


# ---------------------------------------------------------------- told, and shown


@pytest.mark.parametrize(("who", "others"), [("officer", 2), ("agent", 4), ("editor", 0)])
def test_x3_the_holder_is_told_of_what_the_others_write_and_daect_of_the_embassy(cast, who, others):
    write(made.prepared(cast), getattr(cast, who), objectives="Autre chose.")
    assert Message.objects.filter(event="missions/terms_drafted").count() == others


def test_x3_what_the_embassy_wrote_is_told(cast):
    mission = write(made.prepared(cast), cast.agent, objectives="Autre chose.")
    told(
        "terms_drafted",
        cast.editor,
        cast.signatory,
        cast.officer,
        cast.head,
        subject=mission,
        title=f"Mission M-2026-0001 : {cast.agent} a écrit dans les termes",
        body=f"""
{cast.agent} (Ambassade) a écrit dans les termes de la mission M-2026-0001 : relisez-les avant de les accepter.

Objet : Réseau d’eau potable (Sénégal)

Voir ce qui change : {{link}}
""",
    )


@pytest.mark.long
@pytest.mark.parametrize("who", PARTIES)
def test_m5_who_wrote_what_is_on_the_page_of_each_party(cast, visit, who):
    mission = write(made.prepared(cast), cast.agent, objectives="Autre chose.")
    page = visit(getattr(cast, who), "mission", mission)
    assert "Projet 2 : Ambassade" in page.words
    assert "Trouver les fuites. Autre chose." in page.words


@pytest.mark.long
def test_m6_the_embassys_form_shows_only_the_people_chosen(cast, visit):
    mission = made.prepared(cast)
    page = visit(cast.agent, "mission_prepare", mission)
    assert str(cast.experts[0]) in page.words
    assert str(cast.experts[1]) not in page.words
    assert "Le titulaire choisit les personnes" in page.words


def as_typed(page, **changed):
    """What the form of the page holds, sent as it is but for `changed`."""
    form = page.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in typed.items() if value is not None} | changed


@pytest.mark.long
def test_m6_the_embassy_writes_by_its_form_and_the_people_stay(cast, visit):
    mission = made.prepared(cast)
    typed = as_typed(visit(cast.agent, "mission_prepare", mission), objectives="Autre chose.")
    page = visit(
        cast.agent, "mission_prepare", mission, data=typed | {"sending_people": [cast.experts[1].pk]}
    )
    assert "Les termes sont enregistrés." in page.words
    assert [str(one) for one in text.terms_of(loaded(mission)).sending.people] == [str(cast.experts[0])]


@pytest.mark.long
def test_l7_a_page_of_terms_changed_since_shows_both_and_is_sent_knowingly(cast, visit):
    mission = made.prepared(cast)
    typed = as_typed(visit(cast.editor, "mission_prepare", mission), follow_ups="Un stage.")
    write(loaded(mission), cast.agent, objectives="Autre chose.")
    page = visit(cast.editor, "mission_prepare", mission, data=typed)
    assert f"{cast.agent} (Ambassade) a enregistré le projet 2" in page.words
    assert "ajouté : Autre chose" in page.words
    assert page.context["form"]["follow_ups"].value() == "Un stage."
    again = as_typed(page)
    assert again["revision"] == 2
    assert "Les termes sont enregistrés." in visit(cast.editor, "mission_prepare", mission, data=again).words


@pytest.mark.long
def test_m5_a_signatory_who_read_older_terms_reads_the_change_and_ticks_again(cast, visit):
    mission = made.prepared(cast)
    typed = {"revision": 1, "accepted": "on"}
    write(loaded(mission), cast.officer, objectives="Autre chose.")
    page = visit(cast.signatory, "mission_accept_terms", mission, data=typed)
    assert "(DAECT) a enregistré le projet 2" in page.words
    assert (page.context["form"]["revision"].value(), page.context["form"]["accepted"].value()) == (2, False)


@pytest.mark.long
def test_m5_an_officer_who_read_an_older_version_reads_the_change(cast, visit):
    mission = second_version(cast)
    page = visit(cast.officer, "mission_send_to_embassy", mission, data={"version_number": 1})
    assert "Ce qui a changé depuis la version 1, que vous aviez lue" in page.words
    assert page.context["form"]["version_number"].value() == 2
    page = visit(cast.officer, "mission_send_to_embassy", mission, data={"version_number": 2})
    assert "est soumise" in page.words


def test_m4_a_draft_counts_once_for_a_revision(cast):
    mission = made.prepared(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsDraft.objects.create(
            mission=mission, number=1, content={}, party=Party.DAECT, saved_at=AT, saved_by=cast.officer
        )


@pytest.mark.long
def test_m4_the_budget_of_a_draft_written_by_three(cast, client, django_assert_max_num_queries):
    mission = made.prepared(cast)
    for who in ("agent", "officer", "editor"):
        write(mission, getattr(cast, who), objectives=f"Par {who}.")
    for who in PARTIES:
        client.force_login(getattr(cast, who))
        with django_assert_max_num_queries(16):
            client.get(reverse("missions:mission", args=[mission.public_id]))
