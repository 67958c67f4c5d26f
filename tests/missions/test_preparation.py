"""⑥ Dates, places, people; the signatory accepts a version (spec M4–M6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.canonical import digest
from expect.kernel.errors import NotAllowed
from missions import preparation, validation
from missions.enums import Course, Direction, MissionState, Party
from missions.models import Mission, ParticipantDay
from missions.preparation import CommitmentsNotAccepted, SavedMeanwhile
from missions.terms import text
from missions.terms.limits import DayTaken, LabelEnds, NotOnTheList, TermsRefused, TooLong, TooManyPeople
from missions.terms.values import Leg, Person
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE, RETURN
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def save(cast, mission, terms, revision=None):
    revision = mission.revision if revision is None else revision
    return preparation.save_terms(mission=mission, terms=terms, revision=revision, by=cast.editor, at=AT)


HOSTED = (Person("Awa Diop", "maire adjointe"),)


def hosting(first=DEPARTURE, days=5, people=HOSTED):
    return Leg(first, first + timedelta(days=days - 1), "Rennes", people)


# ---------------------------------------------------------------- what is written


def test_m5_the_terms_are_written(cast):
    mission = made.draft(cast)
    save(cast, mission, made.terms(cast))
    mission.refresh_from_db()
    leg = mission.legs.get()
    assert (mission.objectives, mission.goals, mission.revision) == ("Trouver les fuites.", [6, 11], 1)
    assert (mission.departs_on, mission.returns_on) == (DEPARTURE, RETURN)
    assert (leg.direction, leg.place) == (Direction.SENDING, "Thiès")
    assert [result.text for result in mission.expected_results.order_by("rank")] == [
        "Un plan de réparation",
        "Dix agents formés",
    ]
    days = ParticipantDay.objects.filter(expert=cast.experts[0]).order_by("day")
    assert [one.day for one in days] == [DEPARTURE + timedelta(days=n) for n in range(7)]


def test_m5_written_again_nothing_is_doubled(cast):
    mission = made.draft(cast)
    for _ in range(2):
        save(cast, mission, made.terms(cast))
    assert (mission.legs.count(), mission.expected_results.count(), mission.revision) == (1, 2, 2)
    assert ParticipantDay.objects.count() == 7


def test_m4_a_draft_may_wait_for_its_dates(cast):
    mission = made.draft(cast)
    save(cast, mission, made.terms(cast, sending=None))
    assert (mission.departs_on, mission.legs.count()) == (None, 0)


@pytest.mark.parametrize("claims", [False, True])
def test_r1_the_terms_of_a_hosting_say_whether_its_costs_are_claimed(cast, claims):
    mission = made.draft(cast)
    save(cast, mission, made.terms(cast, sending=None, hosting=hosting(), claims_hosting=claims))
    version = preparation.accept_terms(
        mission=mission, accepted=True, revision=mission.revision, by=cast.signatory, at=AT
    )
    said = {line.label: line.text for line in text.lines(version.content)}
    assert said["Frais réclamés si le rapport manque"] == ("oui" if claims else "non")
    assert (preparation.PAYING_BACK in version.content["commitments"]) == claims


def test_r1_where_people_are_sent_the_costs_are_always_claimed(cast):
    mission = made.draft(cast)
    save(cast, mission, made.terms(cast))
    version = preparation.accept_terms(
        mission=mission, accepted=True, revision=mission.revision, by=cast.signatory, at=AT
    )
    assert preparation.PAYING_BACK in version.content["commitments"]
    assert "Frais réclamés si le rapport manque" not in {line.label for line in text.lines(version.content)}


def test_m4_hosting_alone_has_its_own_days(cast):
    mission = made.draft(cast)
    save(cast, mission, made.terms(cast, sending=None, hosting=hosting()))
    assert (mission.departs_on, mission.returns_on) == (DEPARTURE, DEPARTURE + timedelta(days=4))
    person = mission.legs.get().participants.get()
    assert (person.name, person.function, person.expert) == ("Awa Diop", "maire adjointe", None)
    assert not ParticipantDay.objects.exists()


@pytest.mark.parametrize(
    ("course", "first", "refused"),
    [
        (Course.PRECEDED, DEPARTURE - timedelta(days=10), None),
        (Course.PRECEDED, DEPARTURE - timedelta(days=3), "hosting_ends_on"),
        (Course.FOLLOWED, RETURN + timedelta(days=10), None),
        (Course.FOLLOWED, RETURN - timedelta(days=1), "hosting_starts_on"),
        (Course.ALONE, RETURN + timedelta(days=10), "course"),
    ],
)
def test_m4_each_leg_in_its_place(cast, course, first, refused):
    mission, terms = made.draft(cast), made.terms(cast, course=course, hosting=hosting(first))
    if refused:
        with pytest.raises(TermsRefused) as fault:
            save(cast, mission, terms)
        assert fault.value.field == refused
    else:
        save(cast, mission, terms)
        assert (mission.departs_on, mission.returns_on) == (DEPARTURE, RETURN), "those of the people sent"


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(("days", "allowed"), [(1, True), (7, True), (8, False)])
@pytest.mark.parametrize("direction", Direction)
def test_m4_seven_days_at_most(cast, direction, days, allowed):
    leg = Leg(DEPARTURE, DEPARTURE + timedelta(days=days - 1), "Thiès")
    legs = {"sending": None, direction: leg}
    mission = made.draft(cast)
    if allowed:
        assert save(cast, mission, made.terms(cast, **legs)).legs.count() == 1
    else:
        with pytest.raises(TooLong, match="8 jours") as refused:
            save(cast, mission, made.terms(cast, **legs))
        assert refused.value.field == f"{direction}_ends_on"


def test_m4_three_people_refused(cast):
    three = (*cast.experts, made.expert(cast.organisation))
    mission = made.draft(cast)
    with pytest.raises(TooManyPeople, match="une ou deux"):
        save(cast, mission, made.terms(cast, sending=Leg(DEPARTURE, RETURN, "Thiès", three)))
    people = tuple(Person(f"Personne {n}") for n in range(3))
    with pytest.raises(TooManyPeople):
        save(cast, mission, made.terms(cast, sending=None, hosting=hosting(people=people)))
    assert mission.legs.count() == 0


def test_m4_a_leg_goes_forward(cast):
    with pytest.raises(TermsRefused, match="précède"):
        save(cast, made.draft(cast), made.terms(cast, sending=Leg(RETURN, DEPARTURE, "Thiès")))


def test_m6_only_available_experts_of_the_list(cast):
    mission = made.draft(cast)
    for stranger in (made.expert(factories.organisation()), made.expert(cast.organisation, active=False)):
        with pytest.raises(NotOnTheList, match=str(stranger)):
            save(cast, mission, made.terms(cast, sending=Leg(DEPARTURE, RETURN, "Thiès", (stranger,))))


def test_m6_the_same_person_twice_refused(cast):
    twice = (cast.experts[0], cast.experts[0])
    with pytest.raises(TermsRefused, match="deux fois"):
        save(cast, made.draft(cast), made.terms(cast, sending=Leg(DEPARTURE, RETURN, "Thiès", twice)))


@pytest.mark.parametrize(("shift", "free"), [(-7, True), (-6, False), (0, False), (6, False), (7, True)])
def test_m6_never_on_two_missions_the_same_day(cast, shift, free):
    first = made.prepared(cast)
    mission, terms = made.draft(cast), made.terms(cast, departs_on=DEPARTURE + timedelta(days=shift))
    if free:
        assert save(cast, mission, terms).legs.count() == 1
    else:
        day = max(DEPARTURE, DEPARTURE + timedelta(days=shift))
        with pytest.raises(DayTaken, match=f"{cast.experts[0]}.*{day.day}.*{first.number}"):
            save(cast, mission, terms)


def test_m6_the_unique_constraint_has_the_last_word(cast, monkeypatch):
    first = made.prepared(cast)
    monkeypatch.setattr("missions.preparation.faults", lambda *_: ())
    mission = made.draft(cast)
    with pytest.raises(DayTaken, match=f"{cast.experts[0]}.*{first.number}"):
        save(cast, mission, made.terms(cast))
    assert not mission.legs.exists()
    monkeypatch.setattr("missions.preparation.day_taken", lambda *_: None)
    with pytest.raises(IntegrityError):
        save(cast, Mission.objects.get(pk=mission.pk), made.terms(cast))


def test_m6_ones_own_days_are_not_taken(cast):
    mission = made.prepared(cast)
    save(cast, mission, made.terms(cast, departs_on=DEPARTURE + DAY))
    assert ParticipantDay.objects.count() == 7


@pytest.mark.parametrize(("shift", "allowed"), [(-1, False), (0, True), (1, True)])
def test_m3_the_label_must_hold_at_departure(cast, shift, allowed):
    mission = made.draft(cast)
    mission.label.ends_on = DEPARTURE + timedelta(days=shift)
    if allowed:
        assert save(cast, mission, made.terms(cast)).departs_on == DEPARTURE
    else:
        with pytest.raises(LabelEnds) as refused:
            save(cast, mission, made.terms(cast))
        assert refused.value.field == "sending_starts_on"


def test_m5_one_to_six_results(cast):
    mission = made.draft(cast)
    with pytest.raises(TermsRefused, match="7 résultats"):
        save(cast, mission, made.terms(cast, expected_results=tuple("abcdefg")))
    with pytest.raises(TermsRefused, match="300 caractères"):
        save(cast, mission, made.terms(cast, expected_results=("é" * 301,)))


def test_m7_a_commitment_to_come_is_no_commitment(cast):
    with pytest.raises(TermsRefused) as refused:
        save(cast, made.draft(cast), made.terms(cast, host_committed_on=TODAY + DAY))
    assert refused.value.field == "host_committed_on"


# ---------------------------------------------------------------- two tabs, wrong hands


def test_l7_two_tabs_the_second_overwrites_nothing(cast):
    mission = made.draft(cast)
    other_tab = Mission.objects.get(pk=mission.pk)
    save(cast, mission, made.terms(cast, objectives="Premier onglet"))
    with pytest.raises(SavedMeanwhile, match="Rien n’est remplacé"):
        save(cast, other_tab, made.terms(cast, objectives="Second onglet"), revision=0)
    mission.refresh_from_db()
    assert mission.objectives == "Premier onglet"


def test_m5_accepted_terms_do_not_change(cast):
    with pytest.raises(NotAllowed, match="Termes acceptés"):
        save(cast, made.agreed(cast), made.terms(cast))


# ---------------------------------------------------------------- accepting


def test_m5_the_signatory_accepts_a_frozen_version(cast):
    mission = made.prepared(cast)
    version = made.accept(cast, mission)
    acceptance = version.acceptances.get()
    assert (mission.state, mission.accepted_at) == (MissionState.ACCEPTED, AT)
    assert (version.number, version.sha256) == (1, digest(version.content))
    assert version.content["legs"][0]["people"][0]["name"] == str(cast.experts[0])
    assert len(version.content["commitments"]) == 5
    assert preparation.WHO_PAYS in version.content["commitments"]
    assert (acceptance.party, acceptance.accepted_by, acceptance.capacity) == (
        Party.HOLDER,
        cast.signatory,
        "Maire",
    )
    line = Entry.objects.get(action="accept_terms")
    assert line.details == {"version": 1, "sha256": version.sha256}


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("sending_starts_on", {"departs_on": date(9998, 1, 1)}),
        ("host_committed_on", {"host_committed_on": date(1, 1, 1)}),
    ],
)
def test_m5_a_slip_in_the_year_is_refused_by_the_act(cast, field, changed):
    cast.label = made.label(cast.organisation, ends_on=None)
    mission = made.draft(cast)
    with pytest.raises(TermsRefused, match="Vérifiez l’année") as refused:
        save(cast, mission, made.terms(cast, **changed))
    assert refused.value.field == field


def test_m5_the_commitments_name_the_limit_of_the_report(cast):
    mission = made.prepared(cast)
    assert "7 juillet 2026" in preparation.commitments(mission)[2]


def test_m5_without_the_commitments_nothing_is_accepted(cast):
    mission = made.prepared(cast)
    with pytest.raises(CommitmentsNotAccepted):
        preparation.accept_terms(mission=mission, accepted=False, revision=1, by=cast.signatory, at=AT)
    assert not mission.versions.exists()


def test_m5_what_was_read_is_what_is_accepted(cast):
    mission = made.prepared(cast)
    save(cast, Mission.objects.get(pk=mission.pk), made.terms(cast, objectives="Autre chose."))
    with pytest.raises(SavedMeanwhile):
        preparation.accept_terms(mission=mission, accepted=True, revision=1, by=cast.signatory, at=AT)


@pytest.mark.parametrize("who", ["editor", "agent", "officer"])
def test_m5_only_the_signatory_accepts(cast, who):
    mission = made.prepared(cast)
    with pytest.raises(NotAllowed):
        preparation.accept_terms(mission=mission, accepted=True, revision=1, by=getattr(cast, who), at=AT)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"objectives": ""}, "les objectifs"),
        ({"expected_results": ()}, "les résultats attendus"),
        ({"host_institution": ""}, "l’institution accueillante"),
        ({"host_committed_on": None}, "la date de son engagement écrit"),
        ({"sending": None}, "les dates et le lieu"),
        ({"sending": Leg(DEPARTURE, RETURN, "Thiès")}, "la ou les personnes envoyées"),
        ({"sending": None, "hosting": Leg(DEPARTURE, RETURN, "Rennes")}, "la ou les personnes accueillies"),
        ({"course": Course.FOLLOWED}, "les dates et le lieu de l’accueil"),
    ],
)
def test_m5_incomplete_terms_are_not_accepted(cast, lacking, said):
    mission = made.prepared(cast, **lacking)
    with pytest.raises(NotAllowed, match=said):
        made.accept(cast, mission)
    with pytest.raises(NotAllowed, match=said):
        preparation.hand_terms(mission=mission, by=cast.editor, at=AT)


def test_m5_a_leg_has_a_place(cast):
    mission = made.prepared(cast, sending=Leg(DEPARTURE, RETURN, "", (cast.experts[0],)))
    with pytest.raises(NotAllowed, match="le lieu"):
        made.accept(cast, mission)


def test_m5_dates_that_are_past_are_not_accepted(cast):
    mission = made.prepared(cast)
    with pytest.raises(NotAllowed, match="dates sont passées"):
        made.accept(cast, mission, at=AT + timedelta(days=61))


def test_m5_the_next_version_says_what_changes(cast):
    mission = made.awaiting(cast)
    validation.return_mission(mission=mission, version_number=1, remarks="Trop tôt.", by=cast.agent, at=AT)
    save(cast, mission, replace(made.terms(cast, departs_on=DEPARTURE + DAY), objectives="Former."))
    second = made.accept(cast, mission)
    first = mission.versions.get(number=1)
    changes = {
        change.label: (change.before, change.after) for change in text.changes(first.content, second.content)
    }
    assert second.number == 2
    assert changes["Objectifs"] == ("Trouver les fuites.", "Former.")
    assert set(changes) == {"Objectifs", "Envoi d’experts\u00a0: dates"}


def test_m5_handed_terms_wait_for_the_signatory_until_they_change(cast):
    mission = made.prepared(cast)
    preparation.hand_terms(mission=mission, by=cast.editor, at=AT)
    assert mission.terms_ready_at == AT
    with pytest.raises(NotAllowed, match="déjà remis"):
        preparation.hand_terms(mission=mission, by=cast.editor, at=AT)
    save(cast, mission, made.terms(cast))
    mission.refresh_from_db()
    assert mission.terms_ready_at is None


def test_m5_the_holder_takes_accepted_terms_back(cast):
    mission = made.agreed(cast)
    preparation.revise_terms(mission=mission, by=cast.editor, at=AT)
    assert mission.state == MissionState.DRAFT
    assert mission.versions.count() == 1


# ---------------------------------------------------------------- sending


def test_m7_the_transport_is_estimated_before_the_embassy_is_asked(cast):
    mission = made.agreed(cast)
    with pytest.raises(NotAllowed, match="coût estimé"):
        preparation.send_to_embassy(
            mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
        )
    made.estimate(cast, mission)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    assert (mission.state, mission.sent_to_embassy_at) == (MissionState.AWAITING_EMBASSY, AT)


def test_m8_it_goes_to_the_post_now_in_charge(cast):
    mission = made.agreed(cast)
    made.estimate(cast, mission)
    cast.post.charges.update(ends_on=TODAY - DAY)
    with pytest.raises(NotAllowed, match="Aucun poste"):
        preparation.send_to_embassy(
            mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
        )
    now_in_charge = factories.post(cast.country)
    preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    mission.refresh_from_db()
    assert mission.post == now_in_charge


def test_a_signatory_who_is_also_officer_of_another_body_cannot_accept(cast):
    other = factories.member(Role.SIGNATORY, factories.organisation())
    with pytest.raises(NotAllowed):
        preparation.accept_terms(mission=made.prepared(cast), accepted=True, revision=1, by=other, at=AT)
