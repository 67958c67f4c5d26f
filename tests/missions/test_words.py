"""What is written beyond its limits: each act says so (spec M1–M8), as the database in `test_every_constraint`."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps

from expect.kernel.errors import Refusal
from missions import (
    amendments,
    budget,
    costs,
    endings,
    exceptions,
    offers,
    on_behalf,
    posts,
    requests,
    silence,
    validation,
)
from missions.enums import Channel
from missions.models import Cost, limits
from missions.models.limits import OutOfLimits
from missions.on_behalf import RecordRefused
from missions.terms import text
from missions.terms.limits import TermsRefused, faults
from tests import factories
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db
LONG = "x" * 5000


@pytest.mark.parametrize("amount", ["0.001", "12.345", "99999999999.00", "0", "-1"])
def test_m7_a_sum_that_its_column_cannot_hold(cast, amount):
    with pytest.raises(OutOfLimits) as refused:
        made.cost(cast, made.draft(cast), amount=amount)
    assert refused.value.field == "amount"
    with pytest.raises(OutOfLimits):
        budget.set_envelope(year=TODAY.year, amount=Decimal(amount), reason="x", by=factories.head(), at=AT)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("stage", "autre", "Choisissez dans la liste"),
        ("kind", "autre", "Choisissez dans la liste"),
        ("buyer", "autre", "Choisissez dans la liste"),
        ("label", " ", "Indiquez ce qui manque"),
        ("label", LONG, "tient en 200 caractères"),
        ("reference", LONG, "tient en 60 caractères"),
    ],
)
def test_m7_a_line_that_says_nothing_known(cast, field, value, sentence):
    with pytest.raises(OutOfLimits, match=sentence) as refused:
        made.cost(cast, made.draft(cast), **{field: value})
    assert refused.value.field == field
    assert not Cost.objects.exists()


def test_m7_a_correction_has_its_words(cast):
    line = made.cost(cast, made.draft(cast))
    for reason in (LONG, " "):
        with pytest.raises(OutOfLimits) as refused:
            costs.correct_cost(cost=line, reason=reason, by=cast.officer, at=AT)
        assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": LONG}, "subject"),
        ({"nature": "autre"}, "nature"),
        ({"course": "autre"}, "course"),
        ({"objectives": LONG}, "objectives"),
        ({"follow_ups": LONG}, "follow_ups"),
        ({"host_institution": LONG}, "host_institution"),
        ({"goals": (99,)}, "goals"),
        ({"expected_results": ("Un plan", " ")}, "expected_results"),
    ],
)
def test_m5_terms_beyond_their_limits(cast, change, field):
    mission = made.draft(cast)
    found = [fault.field for fault in faults(made.terms(cast, **change), mission, TODAY)]
    assert field in found
    with pytest.raises(TermsRefused):
        made.prepared(cast, **change)


def test_m4_a_place_too_long(cast):
    terms = made.terms(cast)
    terms = replace(terms, sending=replace(terms.sending, place=LONG))
    assert [fault.field for fault in faults(terms, made.draft(cast), TODAY)] == ["sending_place"]


@pytest.mark.parametrize("field", ["authority", "subject", "description", "languages"])
@pytest.mark.parametrize("value", [LONG, "  "])
def test_m1_a_need_beyond_its_limits(cast, field, value):
    with pytest.raises(OutOfLimits) as refused:
        made.need(cast, **{field: value})
    assert refused.value.field == field


def test_x13_what_is_recorded_for_another_says_by_whom_and_how(cast):
    awaiting = made.awaiting(cast)
    asked = made.solicitation(cast)
    for wrong in ({"channel": "phone"}, {"channel": "pigeon"}):
        with pytest.raises(RecordRefused) as refused:
            made.recorded(cast, awaiting, **wrong)
        assert refused.value.field == "channel"
    with pytest.raises(RecordRefused, match="téléphone"):
        made.answered_elsewhere(cast, asked, channel=Channel.TELEGRAM)
    for author in ("", LONG):
        with pytest.raises(OutOfLimits):
            made.recorded(cast, awaiting, author=author)
        with pytest.raises(OutOfLimits):
            made.answered_elsewhere(cast, asked, author=author)


def acts(cast) -> dict:
    """Each act that takes words, with words too long."""
    head = factories.head()
    validated, asked = made.validated(cast), made.accepted(cast)
    recorded = made.recorded(cast, made.awaiting(cast, departs_on=made.DEPARTURE + timedelta(days=30)))
    another, sent, ended = made.need(cast), made.solicitation(cast), made.label(ends_on=TODAY)
    empty = factories.country("MG", "Madagascar")
    by = {"at": AT, "by": cast.officer}
    return {
        "cancel": lambda: endings.cancel(mission=validated, reason=LONG, **by),
        "amend": lambda: amendments.amend_terms(
            mission=validated,
            terms=text.terms_of(validated),
            reason=LONG,
            accepted=True,
            revision=validated.revision,
            by=cast.signatory,
            at=AT,
        ),
        "return": lambda: validation.return_mission(
            mission=made.awaiting(cast, departs_on=made.DEPARTURE + timedelta(days=60)),
            version_number=1,
            remarks=LONG,
            by=cast.agent,
            at=AT,
        ),
        "choose": lambda: requests.choose(solicitation=asked, reason=LONG, **by),
        "solicit": lambda: requests.solicit(
            request=another, label=cast.label, answer_by=TODAY + timedelta(days=7), message=LONG, **by
        ),
        "decline": lambda: requests.decline_solicitation(
            solicitation=sent, reason=LONG, by=cast.editor, at=AT
        ),
        "call back": lambda: silence.cancel_solicitation(solicitation=sent, reason=LONG, **by),
        "offer": lambda: offers.offer(request=another, label=cast.label, message=LONG, by=cast.editor, at=AT),
        "except": lambda: exceptions.grant_exception(
            request=another, label=ended, kind="label", reasons=LONG, by=head, at=AT
        ),
        "name": lambda: posts.name_post(country=empty, post=cast.post, reasons=LONG, by=head, at=AT),
        "contest": lambda: on_behalf.contest_review(review=recorded, reason=LONG, by=cast.agent, at=AT),
        "envelope": lambda: budget.set_envelope(
            year=TODAY.year, amount=Decimal(1), reason=LONG, by=head, at=AT
        ),
    }


def test_each_act_that_takes_words_says_that_they_are_too_long(cast):
    silent = []
    for name, act in acts(cast).items():
        with pytest.raises(Refusal) as refused:
            act()
        if "caractères" not in refused.value.sentence:
            silent.append((name, refused.value.sentence))
    assert silent == []


@pytest.mark.pure
def test_the_limits_are_those_of_the_columns():
    for model in apps.get_app_config("missions").get_models():
        for field in limits.written(model):
            if not field.choices:
                at_most, beyond = "x" * field.max_length, "x" * (field.max_length + 1)
                assert list(limits.faults(model, **{field.name: at_most})) == []
                [fault] = limits.faults(model, **{field.name: beyond})
                assert fault.field == field.name
