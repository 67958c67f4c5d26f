"""What the database itself refuses, met by raw SQL (spec L1, L6–L11)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from labels import applications, committee, decisions, evidence, minutes, recusals
from labels.enums import Outcome
from labels.models import AttendanceCorrection, Theme
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = pytest.mark.django_db


def refuses(sql, *parameters, saying=""):
    """Raw SQL is refused, by a constraint or by a trigger."""
    with (
        pytest.raises(IntegrityError, match=saying or None),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)


@pytest.fixture
def granted():
    return labels.label()


@pytest.mark.parametrize(
    "change",
    [
        "labels_applicationversion SET sha256 = 'x'",
        "labels_applicationversion SET capacity = 'x'",
        "labels_commitmenttext SET body = 'x'",
        "labels_decision SET outcome = 'refused', reasons = 'x'",
        "labels_decision SET letter_id = NULL",
        "labels_decision SET replaced_at = '2026-05-02'",
        "labels_label SET number = 'x'",
        "labels_label SET skills = 'x'",
        "labels_diploma SET code = 'x'",
        "labels_decision SET public_id = 'x'",
        "labels_label SET ends_on = '2099-01-01'",
        "labels_decision_themes SET theme_id = theme_id + 1",
        "labels_label_themes SET theme_id = theme_id + 1",
    ],
)
def test_what_was_granted_never_changes(granted, change):
    refuses(f"UPDATE {change}")


@pytest.mark.parametrize(
    "table",
    [
        "labels_applicationversion",
        "labels_commitmenttext",
        "labels_decision_themes",
        "labels_label_themes",
        "labels_diploma",
    ],
)
def test_what_was_granted_is_never_deleted(granted, table):
    refuses(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "column",
    ["application_id", "number", "content", "sha256", "submitted_at", "submitted_by_id", "capacity"]
    + ["commitments_id", "receipt_id"],
)
def test_l7_nothing_of_a_lodged_version_changes(column):
    others = {"content": "'{}'", "submitted_at": "'2020-01-01 00:00:00+00'"}
    value = others.get(column) or ("'x'" if column in ("sha256", "capacity") else f"{column} + 1")
    labels.lodged()
    refuses(f"UPDATE labels_applicationversion SET {column} = {value}", saying="does not change")


def test_l7_a_lodged_version_is_not_replaced_by_another_row():
    """SQLite's REPLACE deletes first; PostgreSQL has no such word."""
    labels.lodged()
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    refuses(f"{verb} INTO labels_applicationversion SELECT * FROM labels_applicationversion")


def test_l9_no_theme_is_added_to_a_decision_once_notified(granted):
    other = labels.themes()[-1]
    refuses(
        "INSERT INTO labels_decision_themes (decision_id, theme_id) VALUES (%s, %s)",
        granted.decision_id,
        other.pk,
        saying="does not change",
    )


@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM labels_sessionmember",
        "UPDATE labels_sessionmember SET present = NOT present",
        "INSERT INTO labels_sessionmember (session_id, user_id, answer, answer_reason, present) "
        "SELECT session_id, user_id + 1, '', '', present FROM labels_sessionmember",
    ],
)
def test_l8_who_came_stays_written_once_the_session_is_held(act):
    labels.examined()
    refuses(act, saying="does not change")


def absent(application, *, present=False):
    """A member was not there, contrary to what was recorded; nothing follows yet."""
    member = application.session.members.get()
    facts = {"reason": "Partie.", "corrected_at": AT, "corrected_by": member.user}
    AttendanceCorrection.objects.create(member=member, present=present, **facts)
    return application


def test_l8_who_came_follows_its_correction_and_nothing_else_changes_with_it():
    member = absent(labels.examined()).session.members
    for more in (
        "answer = 'coming', answered_at = CURRENT_TIMESTAMP",
        "user_id = user_id + 1",
        "seated = NULL",
    ):
        refuses(f"UPDATE labels_sessionmember SET present = NOT present, {more}", saying="does not change")
    refuses("UPDATE labels_sessionmember SET answer_reason = 'x'", saying="does not change")
    member.update(present=False)
    refuses("UPDATE labels_sessionmember SET present = NOT present", saying="does not change")
    assert not member.get().present


def test_l8_a_correction_that_says_what_is_recorded_is_refused():
    with pytest.raises(IntegrityError, match="expect: "), transaction.atomic():
        absent(labels.examined(), present=True)


@pytest.mark.parametrize("end", ["minutes", "notification"])
def test_l8_who_came_no_longer_changes_after_the_minutes_or_the_notification(end):
    application = absent(labels.examined())
    decision = labels.decided(application, Outcome.DEFERRED)
    done = {"session": application.session, "by": factories.head(), "at": decision.recorded_at}
    minutes.establish_minutes(**done) if end == "minutes" else decisions.notify_session(**done)
    refuses("UPDATE labels_sessionmember SET present = NOT present", saying="does not change")
    refuses(
        "INSERT INTO labels_attendancecorrection (member_id, present, reason, corrected_at, corrected_by_id) "
        "SELECT id, NOT present, 'x', '2026-04-01 12:00:00+00', user_id FROM labels_sessionmember",
        saying="expect: ",
    )


def test_l8_a_correction_of_who_came_stays():
    absent(labels.examined())
    refuses("DELETE FROM labels_attendancecorrection", saying="are kept")
    refuses("UPDATE labels_attendancecorrection SET reason = 'x'", saying="does not change")


@pytest.mark.parametrize(
    "change",
    [
        "held_at = NULL, state = 'planned'",
        "state = 'planned'",
        "state = 'cancelled', cancelled_at = held_at, cancellation_reason = 'x'",
        "held_at = '2026-01-01 00:00:00+00'",
        "notified_at = held_at",
        "held_on = '2026-04-02'",
        "place = 'Lyon'",
        "public_id = 'x'",
    ],
)
def test_l8_a_session_that_met_stays_so(change):
    labels.examined()
    refuses(f"UPDATE labels_committeesession SET {change}")


@pytest.mark.parametrize(
    "change", ["state = 'planned'", "state = 'planned', closed_at = NULL", "closed_at = NULL"]
)
def test_l8_a_session_that_was_closed_is_not_planned_again(change):
    session = labels.admitted().session
    committee.close_session(session=session, by=factories.member("officer"), at=AT)
    refuses(f"UPDATE labels_committeesession SET {change}")


def test_l8_a_session_is_never_deleted():
    labels.session()
    refuses("DELETE FROM labels_committeesession", saying="are kept")


def test_l7_what_daect_reads_of_a_lodged_file_changes_with_a_lodging_alone():
    application = labels.lodged()
    other = next(theme for theme in Theme.objects.all() if theme not in application.lodged_themes.all())
    rows = "labels_labelapplication_lodged_themes"
    refuses("UPDATE labels_labelapplication SET lodged_title = 'x'", saying="does not change by itself")
    refuses(
        f"INSERT INTO {rows} (labelapplication_id, theme_id) VALUES (%s, %s)",
        application.pk,
        other.pk,
        saying="is written with what it follows from",
    )
    refuses(f"DELETE FROM {rows}", saying="is written with what it follows from")
    refuses(f"UPDATE {rows} SET theme_id = %s", other.pk, saying="does not change")


@pytest.mark.parametrize("at", ["'2099-01-01 00:00:00+00'", "'2020-01-01 00:00:00+00'", "NULL"])
@pytest.mark.parametrize("state", ["state", "'submitted'", "'changes_requested'"])
def test_l7_no_lodging_is_made_up(at, state):
    """With its title, and so that its themes would no longer be those of a version."""
    labels.lodged()
    change = f"UPDATE labels_labelapplication SET lodged_title = 'x', submitted_at = {at}, state = {state}"
    refuses(change, saying="expect: a row of labels_labelapplication ")


@pytest.mark.parametrize(
    "change",
    [
        "submitted_at = '2099-01-01 00:00:00+00'",
        "submitted_at = '2020-01-01 00:00:00+00', state = 'submitted'",
        "submitted_at = NULL, state = 'submitted'",
    ],
)
def test_l7_a_file_sent_back_is_lodged_again_later_and_by_its_lodging_alone(change):
    application = labels.sent_back()
    refuses(f"UPDATE labels_labelapplication SET {change}", saying="is written with what it follows from")
    labels.lodge(application, AT + timedelta(days=1), check=False)
    assert application.versions.latest("number").submitted_at == application.submitted_at


def test_l10_a_label_recognises_no_theme_that_no_decision_granted(granted):
    other = next(theme for theme in Theme.objects.all() if theme not in granted.themes.all())
    refuses(
        "INSERT INTO labels_label_themes (label_id, theme_id) VALUES (%s, %s)",
        granted.pk,
        other.pk,
        saying="is written with what it follows from",
    )


@pytest.fixture
def lifted():
    """A recusal lifted with its reason; a tie of names set aside."""
    one = factories.member("committee_member", employer="Ville de Brest")
    officer, body = factories.member("officer"), factories.organisation(name="Ville de Brest")
    application = labels.admitted(body, to=labels.session(one, factories.member("committee_member")))
    recusal = recusals.set_aside(
        application=application, member=one, reasons="Son employeur.", by=officer, at=AT
    )
    facts = {"reasons": "Une autre ville.", "by": officer, "at": AT}
    recusals.lift(recusal=recusal, **facts)
    recusals.clear_doubt(application=application, member=one, **facts)
    return recusal


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE labels_recusal SET lifted_at = NULL, lifted_by_id = NULL, lift_reasons = ''",
        "UPDATE labels_recusal SET lifted_at = '2026-01-01 00:00:00+00'",
        "UPDATE labels_recusal SET lift_reasons = 'x'",
        "UPDATE labels_recusal SET reasons = 'x'",
        "UPDATE labels_recusal SET public_id = 'x'",
        "DELETE FROM labels_recusal",
        "UPDATE labels_cleareddoubt SET reasons = 'x'",
        "UPDATE labels_cleareddoubt SET named = 'x'",
        "DELETE FROM labels_cleareddoubt",
    ],
)
def test_l8_a_recusal_lifted_and_a_tie_set_aside_stay_as_they_were_said(lifted, act):
    refuses(act, saying="expect: ")


STEPPED_ASIDE = """INSERT INTO labels_recusal (public_id, application_id, session_id, member_id, ground, reasons,
since, lift_reasons, lifted_at, lifted_by_id) SELECT 'r', application_id, session_id, {member}, ground, reasons,
since, {lifted} FROM labels_recusal"""
STANDS, LIFTED = "'', NULL, NULL", "'Erreur.', since, member_id"


@pytest.fixture
def sat():
    """A file just examined, from which one of its three members had stepped aside; another one."""
    one, two, three = (factories.member("committee_member") for _ in range(3))
    application = labels.admitted(to=labels.session(one, two, three))
    recusals.step_aside(application=application, reasons="Lien.", by=one, at=AT)
    labels.held(application.session)
    application.refresh_from_db()
    return application, two


def test_l8_a_recusal_of_a_session_that_met_is_not_lifted(sat):
    lifting = "UPDATE labels_recusal SET lifted_at = since, lifted_by_id = member_id, lift_reasons = 'x'"
    refuses(lifting, saying="is written with what it follows from")


def test_l8_once_the_committee_has_met_a_recusal_is_added_at_the_table_alone(sat):
    """By DAECT, until the file is decided: it is what its page offers."""
    application, two = sat
    lifted = STEPPED_ASIDE.format(member=two.pk, lifted=LIFTED)
    refuses(lifted, saying="is written with what it follows from")
    officer = factories.member("officer")
    recusals.set_aside(
        application=application, member=two, reasons="Lien.", by=officer, at=application.examined_at
    )


@pytest.mark.parametrize("notified", [False, True])
def test_l8_no_recusal_is_added_to_a_file_decided(sat, notified):
    application, two = sat
    labels.decided(application)
    if notified:
        decisions.notify_session(session=application.session, by=factories.head(), at=application.examined_at)
    refuses(STEPPED_ASIDE.format(member=two.pk, lifted=STANDS), saying="is written with what it follows from")


def test_l8_no_recusal_is_added_to_a_file_taken_back_once_examined(sat):
    application, two = sat
    by = labels.signatory_of(application)
    applications.withdraw(application=application, by=by, at=application.examined_at)
    refuses(STEPPED_ASIDE.format(member=two.pk, lifted=STANDS), saying="is written with what it follows from")


@pytest.mark.parametrize("reason", ["''", "'x'"])
def test_l8_a_recusal_is_lifted_by_somebody_with_a_reason(reason):
    member = factories.member("committee_member")
    application = labels.admitted(to=labels.session(member))
    recusals.step_aside(application=application, reasons="Lien.", by=member, at=AT)
    refuses(
        f"UPDATE labels_recusal SET lifted_at = '2026-03-03 00:00:00+00', lift_reasons = {reason}",
        saying="recusal_lifted",
    )


@pytest.mark.parametrize(
    ("table", "column", "check"),
    [
        ("labels_decision", "outcome", "decision_outcome_known"),
        ("labels_opinion", "view", "opinion_view_known"),
        ("labels_recusal", "ground", "recusal_ground_known"),
        ("labels_evidenceitem", "basis", "evidence_basis_known"),
        ("labels_appeal", "kind", "appeal_kind_known"),
    ],
)
def test_only_a_known_word_is_written(table, column, check):
    """Each row copied with a word of nobody's, through raw SQL."""
    first, second = factories.member("committee_member"), factories.member("committee_member")
    application = labels.admitted(to=labels.session(first, second))
    committee.give_opinion(application=application, view="favourable", reasons="Solide.", by=first, at=AT)
    recusals.step_aside(application=application, reasons="J’y ai travaillé.", by=second, at=AT)
    labels.appealed()
    with connection.cursor() as cursor:
        columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    columns.remove("id")
    copied = ", ".join("'banana'" if each == column else f'"{each}"' for each in columns)
    names = ", ".join(f'"{each}"' for each in columns)
    refuses(f"INSERT INTO {table} ({names}) SELECT {copied} FROM {table}", saying=check)


@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM labels_evidenceattachment",
        "UPDATE labels_evidenceattachment SET lodged_at = NULL",
        "UPDATE labels_evidenceattachment SET file_id = file_id + 1",
    ],
)
def test_l7_an_attachment_is_kept_once_lodged(act):
    draft = labels.complete_draft()
    evidence.attach_file(application=draft, file=labels.upload(), by=labels.signatory_of(draft), at=AT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE labels_evidenceattachment SET public_id = public_id")
    labels.lodge(draft)
    refuses(act, saying="expect: ")


@pytest.mark.parametrize("act", ["UPDATE labels_opinion SET view = 'reserved'", "DELETE FROM labels_opinion"])
def test_l8_an_opinion_stays_as_it_was_given(act):
    from labels import committee
    from tests.moments import AT

    member = factories.member("committee_member")
    application = labels.admitted(to=labels.session(member))
    committee.give_opinion(application=application, view="favourable", reasons="Solide.", by=member, at=AT)
    refuses(act)


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE labels_dismissal SET reason = 'x'",
        "UPDATE labels_dismissal SET letter_id = NULL, authority_id = NULL",
        "UPDATE labels_dismissal SET kind = 'closed'",
        "DELETE FROM labels_dismissal",
    ],
)
def test_l9_what_ended_a_file_stays_as_it_was_decided(act):
    labels.inadmissible()
    refuses(act, saying="expect: ")


def test_l9_a_file_that_was_ended_names_what_ended_it():
    application = labels.inadmissible()
    refuses("UPDATE labels_labelapplication SET dismissal_id = NULL WHERE id = %s", application.pk)
    refuses("UPDATE labels_labelapplication SET state = 'admissible' WHERE id = %s", application.pk)


def test_l7_one_draft_per_body():
    draft = labels.draft()
    refuses(
        "INSERT INTO labels_labelapplication (public_id, number, organisation_id, state, revision, created_at, "
        "created_by_id, updated_at, title, skills, prospect, on_cooperation, on_territory, conditions, "
        "admission_reason, search_text) "
        "SELECT 'autre', number, organisation_id, state, revision, created_at, "
        "created_by_id, updated_at, title, skills, prospect, on_cooperation, on_territory, conditions, "
        "admission_reason, search_text FROM labels_labelapplication WHERE id = %s",
        draft.pk,
    )


@pytest.mark.parametrize(
    "change",
    [
        "state = 'submitted'",
        "state = 'admissible'",
        "state = 'inadmissible'",
        "state = 'closed'",
        "state = 'granted'",
        "state = 'withdrawn'",
        "state = 'unknown'",
    ],
)
def test_a_state_wants_its_fact(change):
    draft = labels.draft()
    refuses(f"UPDATE labels_labelapplication SET {change} WHERE id = %s", draft.pk)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'closed'",
        "state = 'held'",
        "state = 'notified'",
        "state = 'cancelled'",
        "cut_off_on = '2099-01-01'",
    ],
)
def test_a_session_s_state_wants_its_fact(change):
    session = labels.session()
    refuses(f"UPDATE labels_committeesession SET {change} WHERE id = %s", session.pk)


@pytest.fixture
def corrected():
    application = labels.examined()
    return decisions.correct_decision(
        decision=labels.decided(application),
        correction_reason="Erreur de saisie.",
        outcome=Outcome.REFUSED,
        reasons="Trop court.",
        by=factories.member("officer"),
        at=application.examined_at,
    )


@pytest.mark.parametrize(
    "change",
    [
        "replaced_at = NULL WHERE replaced_at IS NOT NULL",
        "correction_reason = 'x' WHERE replaces_id IS NOT NULL",
        "replaces_id = NULL WHERE replaces_id IS NOT NULL",
        "reasons = 'x'",
    ],
)
def test_l9_a_corrected_decision_and_its_correction_stay(corrected, change):
    refuses(f"UPDATE labels_decision SET {change}")
    refuses("DELETE FROM labels_decision")


def test_l9_one_decision_stands(corrected):
    refuses(
        "INSERT INTO labels_decision (public_id, application_id, session_id, outcome, reasons, skills, narrowed, "
        "correction_reason, recorded_at, recorded_by_id) SELECT 'd', application_id, session_id, outcome, reasons, "
        "skills, narrowed, '', recorded_at, recorded_by_id FROM labels_decision WHERE id = %s",
        corrected.pk,
    )


def test_l9_a_refusal_without_reasons_is_refused():
    application = labels.examined()
    officer = factories.member("officer")
    for outcome in (Outcome.REFUSED, Outcome.DEFERRED, Outcome.GRANTED):
        refuses(
            "INSERT INTO labels_decision (public_id, application_id, session_id, outcome, reasons, skills, narrowed, "
            "correction_reason, recorded_at, recorded_by_id) "
            "VALUES ('d', %s, %s, %s, '', '', %s, '', '2026-03-02', %s)",
            application.pk,
            application.session_id,
            outcome,
            False,
            officer.pk,
        )


def test_l5_a_partner_s_expert_names_the_partner():
    draft = labels.complete_draft()
    refuses("UPDATE labels_expert SET category = 'partner' WHERE organisation_id = %s", draft.organisation_id)
