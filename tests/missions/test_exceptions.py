"""The head lifts a rule, with reasons, for one holder on one need (spec M3, M10)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from expect.audit.models import Entry
from expect.kernel.errors import NotAllowed
from missions import exceptions, matching, requests, validation
from missions.enums import ExceptionKind, MissionState
from missions.models import GrantedException, Mission
from missions.terms.limits import LabelEnds
from tests import factories
from tests.missions import factories as made
from tests.missions.factories import DEPARTURE
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db

LABEL, LATE = ExceptionKind.LABEL, ExceptionKind.LATE_REPORT


def late(cast) -> Mission:
    """A mission of the holder whose report is late."""
    mission = made.gone(cast)
    Mission.objects.filter(pk=mission.pk).update(report_due_on=TODAY - timedelta(days=1))
    return mission


def grant(request, label, kind=LATE, by=None, **fields) -> GrantedException:
    words = {"reasons": "Le rapport est en cours de signature."}
    return exceptions.grant_exception(
        request=request, label=label, kind=kind, by=by or factories.head(), at=AT, **words | fields
    )


def test_m10_the_head_lets_a_late_holder_be_solicited_for_that_need_alone(cast):
    late(cast)
    need, other = made.need(cast), made.need(cast)
    with pytest.raises(NotAllowed, match="n’a pas remis le rapport"):
        made.solicitation(cast, need)
    grant(need, cast.label)
    assert made.solicitation(cast, need).pk
    with pytest.raises(NotAllowed, match="n’a pas remis le rapport"):
        made.solicitation(cast, other)


def test_m10_the_same_exception_opens_the_validation(cast):
    mission = made.awaiting(cast)
    late(cast)
    with pytest.raises(NotAllowed, match="n’a pas remis le rapport"):
        validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    grant(mission.solicitation.request, cast.label)
    validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    assert mission.state == MissionState.VALIDATED


def test_m3_the_head_lets_a_label_that_ends_before_departure_go_to_the_end(cast):
    cast.label = made.label(cast.organisation, ends_on=TODAY + timedelta(days=20))
    need = made.need(cast)
    with pytest.raises(NotAllowed, match="avant la période souhaitée"):
        made.solicitation(cast, need)
    grant(need, cast.label, LABEL, reasons="Le renouvellement est à la signature.")
    solicitation = made.accepted(cast, need)
    mission = requests.choose(solicitation=solicitation, reason="Seul.", by=cast.officer, at=AT)
    terms = made.terms(cast)
    mission = made.preparation.save_terms(mission=mission, terms=terms, revision=0, by=cast.editor, at=AT)
    made.accept(cast, mission)
    made.estimate(cast, mission)
    made.preparation.send_to_embassy(
        mission=mission, version_number=mission.versions.count(), by=cast.officer, at=AT
    )
    validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    assert (mission.state, mission.departs_on) == (MissionState.VALIDATED, DEPARTURE)


def test_m3_without_it_the_terms_refuse_that_day(cast):
    mission = made.draft(cast)
    made.ends_on(mission.label, TODAY + timedelta(days=20))
    with pytest.raises(LabelEnds):
        made.preparation.save_terms(
            mission=mission, terms=made.terms(cast), revision=0, by=cast.editor, at=AT
        )
    grant(mission.solicitation.request, mission.label, LABEL)
    made.preparation.save_terms(mission=mission, terms=made.terms(cast), revision=0, by=cast.editor, at=AT)


def test_the_suggestions_follow(cast):
    late(cast)
    need = made.need(cast)
    assert "n’a pas remis le rapport" in matching.suggestions(need, TODAY)[0].blocked
    grant(need, cast.label)
    assert matching.suggestions(need, TODAY)[0].blocked == ""


# ---------------------------------------------------------------- who, when, what


@pytest.mark.parametrize("who", ["officer", "agent", "editor", "signatory"])
def test_m10_only_the_head_grants(cast, who):
    late(cast)
    with pytest.raises(NotAllowed, match="Déléguée ou délégué DAECT"):
        grant(made.need(cast), cast.label, by=getattr(cast, who))


def test_m10_nothing_to_lift_is_refused(cast):
    with pytest.raises(NotAllowed, match="Aucune règle n’empêche"):
        grant(made.need(cast), cast.label)


def test_m10_neither_once_withdrawn_nor_once_the_mission_has_left(cast):
    gone = late(cast)
    need = made.need(cast)
    requests.withdraw_request(request=need, by=cast.officer, at=AT)
    with pytest.raises(NotAllowed, match="retiré"):
        grant(need, cast.label)
    with pytest.raises(NotAllowed, match="n’attend plus d’accord"):
        grant(gone.solicitation.request, cast.label)


def test_m10_with_reasons_for_the_rule_that_stands_in_the_way_and_once(cast):
    late(cast)
    need, head = made.need(cast), factories.head()
    with pytest.raises(exceptions.ExceptionRefused) as refused:
        grant(need, cast.label, LABEL, by=head)
    assert refused.value.field == "kind"
    with pytest.raises(exceptions.ExceptionRefused, match="Donnez les motifs"):
        grant(need, cast.label, by=head, reasons=" ")
    grant(need, cast.label, by=head)
    with pytest.raises(NotAllowed, match="Aucune règle n’empêche"):
        grant(need, cast.label, by=head)


def test_m10_it_is_traced_without_its_words(cast):
    late(cast)
    need = made.need(cast)
    grant(need, cast.label)
    line = Entry.objects.get(action="grant_exception")
    assert (line.subject_id, line.role) == (need.public_id, "head")
    assert line.details == {"kind": "late_report", "label": cast.label.public_id}


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM missions_grantedexception", "UPDATE missions_grantedexception SET reasons = 'autres'"],
)
def test_m10_the_database_keeps_it(cast, statement):
    late(cast)
    grant(made.need(cast), cast.label)
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
