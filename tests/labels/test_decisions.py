"""③ and ④: the decision, its notification, the label, the diploma (spec L9–L11, X12)."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from expect.accounts.enums import Role
from expect.accounts.models import SigningAuthority
from expect.accounts.signing import NoSigningAuthority
from expect.audit.models import Entry
from expect.documents.models import IssuedDocument
from expect.kernel.errors import NotAllowed, Refusal
from labels import admission, applications, decisions, letters, rules
from labels.decisions import UnfoundedDecision
from labels.diploma import ALPHABET, new_code
from labels.enums import ApplicationState, Outcome, SessionState
from labels.models import Decision, Diploma, Label
from labels.selectors import visible_decisions
from labels.verification import diploma_of, shown_reference
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def record(application, **fields):
    facts = {
        "outcome": Outcome.GRANTED,
        "skills": "Restauration du bâti ancien.",
        "themes": application.themes.all(),
        "by": factories.member(Role.OFFICER),
        "at": AT,
    } | fields
    return decisions.record_decision(application=application, **facts)


def notify(application, by=None):
    return decisions.notify_session(
        session=application.session, by=by or factories.head(), at=application.examined_at
    )


def two_themes(**parts):
    body = factories.organisation()
    draft = labels.complete_draft(
        body, expertise={"themes": labels.themes("heritage", "environment")}, **parts
    )
    application = labels.lodge(draft)
    session = labels.session()
    admission.admit(application=application, session=session, by=factories.member(Role.OFFICER), at=AT)
    labels.held(session)
    application.refresh_from_db()
    return application


def test_l9_recorded_the_decision_shows_nothing_outside():
    application = labels.examined()
    labels.decided(application)
    application.refresh_from_db()
    assert application.state == ApplicationState.EXAMINED
    assert not visible_decisions(labels.signatory_of(application), TODAY).exists()
    assert visible_decisions(factories.member(Role.OFFICER), TODAY).exists()
    assert not Label.objects.exists()


def test_l9_a_decision_is_recorded_once():
    application = labels.examined()
    record(application)
    with pytest.raises(NotAllowed, match="déjà enregistrée"):
        record(application, outcome=Outcome.REFUSED, reasons="Non.")
    assert Decision.objects.get().outcome == Outcome.GRANTED


def test_l9_only_an_examined_file_is_decided():
    with pytest.raises(NotAllowed, match="examiné en séance"):
        record(labels.admitted())


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": Outcome.REFUSED}, "reasons"),
        ({"outcome": Outcome.DEFERRED, "reasons": "  "}, "reasons"),
        ({"skills": ""}, "skills"),
        ({"skills": "é" * 601}, "skills"),
        ({"themes": []}, "themes"),
        ({"narrowed": True}, "reasons"),
    ],
)
def test_l9_each_outcome_wants_its_grounds(fields, field):
    application = labels.examined()
    with pytest.raises(UnfoundedDecision) as refusal:
        record(application, **fields)
    assert refusal.value.field == field
    assert not Decision.objects.exists()


def test_l10_fewer_themes_than_asked_narrow_the_grant():
    application = two_themes()
    heritage = labels.themes("heritage")
    with pytest.raises(UnfoundedDecision, match="plus étroite"):
        record(application, themes=heritage)
    decision = record(application, themes=heritage, reasons="L’environnement n’est pas montré.")
    assert decision.narrowed


def test_l10_a_theme_that_was_not_asked_is_not_granted():
    with pytest.raises(UnfoundedDecision, match="Seuls les thèmes demandés"):
        record(labels.examined(), themes=labels.themes("heritage", "planning"))


# ---------------------------------------------------------------- correction


def correct(decision, **fields):
    facts = {
        "correction_reason": "Mauvais dossier.",
        "outcome": Outcome.REFUSED,
        "reasons": "Trop court.",
        "by": factories.member(Role.OFFICER),
        "at": AT,
    } | fields
    return decisions.correct_decision(decision=decision, **facts)


def test_l9_until_its_notification_a_decision_is_corrected_and_the_former_kept():
    application = labels.examined()
    former = record(application)
    officer = factories.member(Role.OFFICER)
    corrected = correct(former, by=officer)
    former.refresh_from_db()
    assert (former.outcome, former.replaced_at, former.notified_at) == (Outcome.GRANTED, AT, None)
    assert (corrected.replaces, corrected.correction_reason) == (former, "Mauvais dossier.")
    assert list(Decision.objects.live()) == [corrected]
    line = Entry.objects.get(action="correct_decision")
    assert line.subject_id == application.public_id
    assert line.details == {"decision": corrected.public_id, "replaces": former.public_id}
    assert "Trop court." in str(decisions.preview_letter(corrected, authority=None, on=TODAY))
    assert notify(application) == [corrected]
    application.refresh_from_db()
    assert application.state == ApplicationState.REFUSED
    assert not Label.objects.exists()


def test_l9_a_correction_is_itself_corrected_but_not_a_former_decision():
    former = record(labels.examined())
    last = correct(correct(former), outcome=Outcome.DEFERRED)
    assert list(Decision.objects.live()) == [last]
    with pytest.raises(NotAllowed, match="déjà été corrigée"):
        correct(former)


def test_l9_notified_a_decision_is_not_corrected():
    application = labels.examined()
    decision = record(application)
    notify(application)
    with pytest.raises(Refusal):
        correct(decision)
    decision.refresh_from_db()
    verdict = rules.may_correct_decision(factories.member(Role.OFFICER), decision, TODAY)
    assert "ne se corrige plus" in verdict.reason
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"), [({"correction_reason": " "}, "correction_reason"), ({"reasons": ""}, "reasons")]
)
def test_l9_a_correction_wants_its_reason_and_its_grounds(fields, field):
    decision = record(labels.examined())
    with pytest.raises(UnfoundedDecision) as refusal:
        correct(decision, **fields)
    assert refusal.value.field == field
    decision.refresh_from_db()
    assert decision.replaced_at is None


def test_l9_daect_alone_corrects():
    decision = record(labels.examined())
    with pytest.raises(NotAllowed):
        correct(decision, by=labels.signatory_of(decision.application))


# ---------------------------------------------------------------- notification


def test_l9_the_results_of_a_session_leave_together():
    session = labels.session()
    granted, refused, deferred = (labels.admitted(to=session) for _ in range(3))
    labels.held(session)
    for application, outcome in (
        (granted, Outcome.GRANTED),
        (refused, Outcome.REFUSED),
        (deferred, Outcome.DEFERRED),
    ):
        application.refresh_from_db()
        labels.decided(application, outcome)
    notified = decisions.notify_session(session=session, by=factories.head(), at=granted.examined_at)
    assert [decision.outcome for decision in notified] == ["granted", "refused", "deferred"]
    states = []
    for application in (granted, refused, deferred):
        application.refresh_from_db()
        states.append(application.state)
        assert application.decisions.get().letter.template == letters.DECISION_TEMPLATE
    session.refresh_from_db()
    assert [*states, session.state] == ["granted", "refused", "deferred", SessionState.NOTIFIED]
    assert Label.objects.get().application == granted


def test_l9_a_file_without_decision_holds_the_notification():
    session = labels.session()
    done, open_one, other = (labels.admitted(to=session) for _ in range(3))
    labels.held(session)
    done.refresh_from_db()
    labels.decided(done)
    with pytest.raises(NotAllowed, match=f"les dossiers {open_one.number}, {other.number}"):
        decisions.notify_session(session=session, by=factories.head(), at=done.examined_at)


def test_l9_a_session_whose_files_were_all_withdrawn_is_closed_without_decision():
    application = labels.examined()
    applications.withdraw(application=application, by=labels.signatory_of(application), at=AT)
    assert notify(application) == []
    application.session.refresh_from_db()
    assert application.session.state == SessionState.NOTIFIED


def test_l9_the_head_alone_notifies():
    application = labels.examined()
    labels.decided(application)
    with pytest.raises(NotAllowed, match="Déléguée ou délégué DAECT"):
        notify(application, by=factories.member(Role.OFFICER))


@pytest.mark.parametrize("scope", ["decision", "diploma"])
def test_x12_without_a_valid_delegation_nothing_leaves(scope):
    application = labels.examined()
    labels.decided(application)
    head = factories.head()
    SigningAuthority.objects.filter(user=head, scope=scope).update(ends_on=TODAY)
    with pytest.raises(NoSigningAuthority):
        notify(application, by=head)
    application.refresh_from_db()
    assert application.state == ApplicationState.EXAMINED
    assert not Label.objects.exists()
    assert not IssuedDocument.objects.exclude(kind="application_receipt").exists()


def test_x12_the_letter_names_who_signs_and_by_which_text():
    application = labels.examined()
    labels.decided(application)
    head = factories.head()
    (decision,) = notify(application, by=head)
    assert decision.authority.user == head
    assert decision.letter.context["letter"]["signature"] == {
        "name": str(head),
        "capacity": "Délégué pour l’action extérieure des collectivités territoriales",
        "delegation": "Décret d’essai du 1er janvier 2025",
    }


@pytest.mark.parametrize(
    ("outcome", "contestable"), [(Outcome.GRANTED, False), (Outcome.REFUSED, True), (Outcome.DEFERRED, False)]
)
def test_l9_a_refusal_says_how_to_contest_it(outcome, contestable):
    application = labels.examined()
    decision = labels.decided(application, outcome)
    context = decisions.preview_letter(decision, authority=None, on=TODAY)
    assert bool(context["letter"]["appeal_lines"]) is contestable


def test_l9_a_narrower_grant_says_why_and_how_to_contest_it():
    application = two_themes()
    decision = record(application, themes=labels.themes("heritage"), reasons="Le climat n’est pas montré.")
    context = decisions.preview_letter(decision, authority=None, on=TODAY)
    letter = render_to_string(
        letters.DECISION_TEMPLATE,
        context | {"layout": "documents/layouts/screen.html", "medium": "screen", "specimen": False},
    )
    assert "plus étroite que votre demande" in letter
    assert "Le climat n’est pas montré." in letter
    assert "tribunal administratif de Paris" in letter
    assert "Environnement" not in letter


def test_l9_a_deferred_file_goes_to_another_session():
    application = labels.examined()
    labels.decided(application, Outcome.DEFERRED)
    notify(application)
    application.refresh_from_db()
    at = application.notified_at
    next_session = labels.session(held_on=TODAY + timedelta(days=90), at=at)
    admission.admit(application=application, session=next_session, by=factories.member(Role.OFFICER), at=at)
    labels.held(next_session)
    application.refresh_from_db()
    record(application, at=application.examined_at)
    notify(application)
    assert Label.objects.get().decision.session == next_session
    assert application.decisions.count() == 2


# ---------------------------------------------------------------- label and diploma


def test_l10_a_label_runs_three_years_last_day_included():
    label = labels.label()
    assert (label.number, label.granted_on, label.ends_on) == (
        "EXPE-CT-2026-0001",
        date(2026, 4, 1),
        date(2029, 3, 31),
    )


@pytest.mark.parametrize(
    ("days", "valid"), [(-1, False), (0, True), (1, True), (1094, True), (1095, True), (1096, False)]
)
def test_l12_valid_from_the_grant_to_the_last_day(days, valid):
    label = labels.label()
    day = label.granted_on + timedelta(days=days)
    assert label.valid_on(day) is valid
    assert Label.objects.valid_on(day).exists() is valid
    assert valid == (label.granted_on <= day <= label.ends_on)


def test_l10_a_label_of_29_february_ends_on_27_february():
    assert rules.last_day(date(2028, 2, 29)) == date(2031, 2, 27)


def test_l11_the_diploma_says_what_was_granted():
    label = labels.label()
    diploma = label.diplomas.get()
    context = diploma.document.context
    assert context == {
        "specimen": True,
        "number": label.number,
        "holder_name": label.organisation.name,
        "holder_kind": "Commune",
        "skills": "Restauration du bâti ancien.",
        "themes": [{"name": "Patrimoine", "pictogram": label.themes.get().pictogram}],
        "session_date": "1er avril 2026",
        "place": "Paris",
        "granted_on": "1er avril 2026",
        "ends_on": "31 mars 2029",
        "signatory": context["signatory"],
        "verification_url": f"http://localhost:8000/verifier/{diploma.code}/",
        "code": f"{diploma.code[:5]}-{diploma.code[5:]}",
        "version": 1,
    }
    assert context["signatory"]["delegation"] == "Décret d’essai du 1er janvier 2025"


@pytest.mark.pure
def test_l11_codes_are_read_without_mistake():
    assert not set(ALPHABET) & set("01ILO")
    assert len(new_code()) == 10
    assert set(new_code()) <= set(ALPHABET)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("k7m2p-9qrtx", "K7M2P9QRTX"),
        (" K7M2P 9QRTX ", "K7M2P9QRTX"),
        ("expe-ct 2026 0042", "EXPE-CT-2026-0042"),
        ("EXPECT20260042", "EXPE-CT-2026-0042"),
        ("n° EXPE-CT-2026-0042", "EXPE-CT-2026-0042"),
        ("…", ""),
        ("\x00", ""),
    ],
)
def test_l11_typed_references_are_read_whatever_the_case_and_the_spaces(typed, shown):
    assert shown_reference(typed) == shown


def test_l11_code_and_number_lead_to_the_same_diploma():
    diploma = labels.label().diplomas.get()
    assert diploma_of(diploma.code.lower()) == diploma_of("expe-ct-2026-0001") == diploma
    assert diploma_of("EXPE-CT-2026-0002") is None


def test_numbers_of_labels_have_no_gap_when_a_notification_fails():
    application = labels.examined()
    labels.decided(application)
    with pytest.raises(NoSigningAuthority):
        notify(application, by=factories.head(signs=False))
    notify(application)
    assert Diploma.objects.get().label.number == "EXPE-CT-2026-0001"
