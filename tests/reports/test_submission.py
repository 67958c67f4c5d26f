"""The report: written by the holder, validated by its signatory, delivered, accepted (spec R2, R3)."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from expect.accounts.enums import Role
from expect.audit.models import Entry
from expect.kernel.days import ImplausibleDay
from expect.kernel.errors import DraftConflict, NotAllowed, Refusal, StateChanged
from expect.notifications.models import Message
from missions import amendments, endings, returns
from missions.enums import Course, Direction, MissionState
from missions.models import Mission, MissionLeg, Participant
from missions.selectors import turns
from missions.terms import text
from missions.terms.values import Leg, Person
from reports import reminders, rules, selectors, submission
from reports.enums import ReportState
from reports.models import MissionReport, ReportVersion
from reports.versions import differences
from reports.views.following import return_said
from tests import factories
from tests.labels.factories import upload
from tests.missions import factories as missions_made
from tests.moments import AT, TODAY
from tests.reports import factories as made

pytestmark = pytest.mark.django_db

MAYOR = [{"name": "", "function": "Maire", "institution": "Commune de Thiès"}]


# ---------------------------------------------------------------- beginning


def test_r3_the_report_is_prefilled_from_the_terms():
    mission = made.carried_out(results=("Former douze agents", "Rédiger un guide"))
    report = made.draft(mission)
    assert (report.left_on, report.returned_on) == (date(2025, 12, 27), date(2025, 12, 30))
    asked = report.outcomes.order_by("result__rank").values_list("result__text", "reached")
    assert list(asked) == [("Former douze agents", ""), ("Rédiger un guide", "")]


def test_r3_the_return_that_was_confirmed_comes_first():
    mission = made.carried_out(returned_on=date(2025, 12, 30), return_confirmed_on=date(2025, 12, 31))
    assert made.draft(mission).returned_on == date(2025, 12, 31)


def test_r3_back_before_the_day_agreed_their_departure_is_to_be_said():
    """The mission's page asks for the return first; the report is begun and written all the same."""
    born, back = made.RETURNED_ON, made.RETURNED_ON + timedelta(days=2)
    agreed = {"departs_on": born + timedelta(days=9), "returns_on": born + timedelta(days=12)}
    report = made.draft(made.carried_out(return_confirmed_on=back, **agreed))
    assert (report.left_on, report.returned_on) == (None, back)
    signatory = made.holder(report.mission)
    made.complete(report, signatory)
    assert list(rules.missing(report)) == ["returned_on"]
    made.complete(report, signatory, left_on=born)
    assert submission.hand_in(report=report, by=signatory, at=AT).state == ReportState.AWAITING_SIGNATORY


def test_r2_one_report_per_mission_whoever_begins_again():
    mission = made.carried_out()
    first, second = made.draft(mission), made.draft(mission)
    assert first == second
    assert MissionReport.objects.count() == 1
    assert Entry.objects.filter(action="start_report").count() == 1


@pytest.mark.parametrize(
    ("state", "returned_on", "allowed"),
    [
        (MissionState.COMPLETED, made.RETURNED_ON, True),
        (MissionState.VALIDATED, TODAY - timedelta(days=1), True),
        (MissionState.VALIDATED, TODAY, False),
        (MissionState.CANCELLED, made.RETURNED_ON, False),
        (MissionState.REFUSED, made.RETURNED_ON, False),
        (MissionState.DRAFT, made.RETURNED_ON, False),
    ],
)
def test_r1_the_report_is_written_once_the_mission_is_over(state, returned_on, allowed):
    mission = made.carried_out(state=state, returned_on=returned_on)
    editor = made.holder(mission, Role.EDITOR)
    assert bool(rules.may_start(editor, mission, TODAY)) is allowed
    if not allowed:
        with pytest.raises(NotAllowed, match="une fois la mission terminée"):
            submission.start_report(mission=mission, by=editor, at=AT)


# ---------------------------------------------------------------- who writes


def sends(mission, *names: str) -> Mission:
    """The mission, which sends these people."""
    leg = MissionLeg.objects.create(
        mission=mission,
        direction=Direction.SENDING,
        starts_on=mission.departs_on,
        ends_on=mission.returns_on,
        place="Thiès",
    )
    for slot, name in enumerate(names, start=1):
        first, last = name.split()
        said = {"first_name": first, "last_name": last, "function": "ingénieure"}
        Participant.objects.create(
            leg=leg, slot=slot, expert=missions_made.expert(mission.organisation, **said)
        )
    return mission


def test_r2_the_report_names_the_missionaries_and_who_wrote_it():
    report = made.delivered(sends(made.carried_out(), "Awa Roy", "Zoé Petit"))
    content = report.versions.get().content
    assert content["sent"] == ["Awa Roy, ingénieure", "Zoé Petit, ingénieure"]
    assert (content["hosted"], content["written_by"]) == ([], "Awa Roy, ingénieure")


@pytest.mark.parametrize(
    ("written_by", "reason", "lacking"),
    [
        ("", "", "written_by"),
        (" ", "Malade", "written_by"),
        ("Éléonore Dùpré, DGS", "", "writer_reason"),
        ("Éléonore Dùpré, DGS", "Les deux missionnaires ont quitté la commune.", None),
        ("zoe petit et AWA ROY", "", None),
        ("Awa Roy", "", None),
    ],
)
def test_r2_either_missionary_writes_or_another_and_why(written_by, reason, lacking):
    report = made.draft(sends(made.carried_out(), "Awa Roy", "Zoé Petit"))
    signatory = made.holder(report.mission)
    made.complete(report, signatory, written_by=written_by, writer_reason=reason)
    assert list(rules.missing(report)) == ([lacking] if lacking else [])
    if lacking:
        with pytest.raises(submission.ReportIncomplete, match="le rapport"):
            submission.hand_in(report=report, by=signatory, at=AT)


def test_r2_of_a_hosting_alone_the_rapporteur_writes_and_explains_nothing():
    mission = made.hosted(claims=False)
    Participant.objects.create(leg=mission.legs.get(), slot=1, name="Moussa Sy", function="maire adjoint")
    report = made.delivered(mission)
    content = report.versions.get().content
    assert (content["sent"], content["hosted"]) == ([], ["Moussa Sy, maire adjoint"])


# ---------------------------------------------------------------- writing


def test_what_is_saved_is_kept_whole_or_in_part():
    report = made.draft()
    editor = made.holder(report.mission, Role.EDITOR)
    submission.save_report(report=report, data={"account": "Un début"}, revision=0, by=editor, at=AT)
    submission.save_report(report=report, data={"people_met": MAYOR}, revision=1, by=editor, at=AT)
    report.refresh_from_db()
    assert (report.account, report.people_met, report.revision) == ("Un début", MAYOR, 2)


def test_l7_two_tabs_the_second_is_told_and_overwrites_nothing():
    report = made.draft()
    editor = made.holder(report.mission, Role.EDITOR)
    other_tab = MissionReport.objects.get(pk=report.pk)
    submission.save_report(report=report, data={"account": "Le premier"}, revision=0, by=editor, at=AT)
    with pytest.raises(DraftConflict, match="Rien n’a été écrasé"):
        submission.save_report(report=other_tab, data={"account": "Le second"}, revision=0, by=editor, at=AT)
    report.refresh_from_db()
    assert report.account == "Le premier"


def test_the_outcomes_of_another_report_are_out_of_reach():
    own, other = made.draft(), made.draft()
    editor = made.holder(own.mission, Role.EDITOR)
    foreign = other.outcomes.first()
    submission.save_report(
        report=own, data={"outcomes": {foreign.pk: {"reached": "yes"}}}, revision=0, by=editor, at=AT
    )
    foreign.refresh_from_db()
    assert foreign.reached == ""


@pytest.mark.parametrize(
    ("left_on", "returned_on", "sentence"),
    [
        (date(2025, 12, 30), date(2025, 12, 29), "précède le départ"),
        (date(2026, 3, 1), TODAY + timedelta(days=1), "pas encore venu"),
        (date(2019, 5, 3), date(2025, 12, 30), "Personne n’est parti avant le 27 décembre 2025"),
    ],
)
def test_impossible_dates_are_refused_by_the_act(left_on, returned_on, sentence):
    report = made.draft()
    dates = {"left_on": left_on, "returned_on": returned_on}
    with pytest.raises(submission.ImpossibleDate, match=sentence):
        submission.save_report(
            report=report, data=dates, revision=0, by=made.holder(report.mission, Role.EDITOR), at=AT
        )


def test_dates_in_disorder_are_refused_by_the_database():
    report = made.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        MissionReport.objects.filter(pk=report.pk).update(
            left_on=date(2026, 1, 2), returned_on=date(2026, 1, 1)
        )


def test_files_are_joined_and_taken_off():
    report = made.draft()
    editor = made.holder(report.mission, Role.EDITOR)
    attachment = submission.attach_file(report=report, file=upload("Photo d’équipe.pdf"), by=editor, at=AT)
    assert attachment.file.name == "Photo d’équipe.pdf"
    submission.remove_file(attachment=attachment, by=editor, at=AT)
    assert not report.attachments.exists()


def test_no_more_files_than_the_limit(monkeypatch):
    monkeypatch.setattr(submission, "MOST_ATTACHMENTS", 1)
    report = made.draft()
    editor = made.holder(report.mission, Role.EDITOR)
    submission.attach_file(report=report, file=upload(), by=editor, at=AT)
    with pytest.raises(submission.TooManyAttachments, match="1 pièces jointes au plus"):
        submission.attach_file(report=report, file=upload(), by=editor, at=AT)


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"returned_on": None}, "returned_on"),
        ({"people_met": []}, "people_met"),
        ({"account": ""}, "account"),
        ({"can_be_completed": None}, "can_be_completed"),
        ({"can_be_completed": True, "completion": ""}, "completion"),
        ({"can_last": None}, "can_last"),
        ({"can_last": True, "cooperation": " "}, "cooperation"),
        ({"can_last": False, "cooperation": "Un jumelage."}, "cooperation"),
    ],
)
def test_r3_an_incomplete_report_does_not_reach_the_signatory(data, field):
    report = made.draft()
    signatory = made.holder(report.mission)
    made.complete(report, signatory, **data)
    assert list(rules.missing(report)) == [field]
    with pytest.raises(submission.ReportIncomplete, match="n’est pas complet"):
        submission.hand_in(report=report, by=signatory, at=AT)


def test_r3_each_expected_result_is_answered():
    report = made.draft()
    signatory = made.holder(report.mission)
    first, *_ = report.outcomes.all()
    made.complete(report, signatory, outcomes={first.pk: {"reached": "partly"}})
    assert list(rules.missing(report)) == ["outcomes"]


def test_r3_a_complete_report_lacks_nothing():
    report = made.draft()
    made.complete(report, made.holder(report.mission))
    assert rules.missing(report) == {}


def test_r2_without_signatory_the_report_goes_nowhere():
    report = made.draft()
    editor = made.holder(report.mission, Role.EDITOR)
    made.complete(report, editor)
    with pytest.raises(submission.NoSignatory, match="pas de signataire"):
        submission.hand_in(report=report, by=editor, at=AT)


# ---------------------------------------------------------------- the signatory


def test_r2_only_the_signatory_delivers():
    report, _ = made.handed_in()
    with pytest.raises(NotAllowed, match="Signataire"):
        submission.deliver(report=report, by=made.holder(report.mission, Role.EDITOR), at=AT)
    report.mission.refresh_from_db()
    assert report.mission.report_delivered_at is None


def test_r2_handed_in_before_who_wrote_was_asked_it_is_not_delivered_without():
    report, signatory = made.handed_in()
    MissionReport.objects.filter(pk=report.pk).update(written_by="")
    report.refresh_from_db()
    with pytest.raises(submission.ReportIncomplete, match="dites qui a écrit le rapport"):
        submission.deliver(report=report, by=signatory, at=AT)
    submission.send_back(report=report, reason="Qui a écrit ?", by=signatory, at=AT)
    made.complete(report, signatory)
    submission.hand_in(report=report, by=signatory, at=AT)
    assert submission.deliver(report=report, by=signatory, at=AT).delivered_at == AT


def test_r2_what_awaits_the_signatory_does_not_change():
    report, signatory = made.handed_in()
    with pytest.raises(NotAllowed, match="À valider par le signataire"):
        submission.save_report(
            report=report, data={"account": "Autre"}, revision=report.revision, by=signatory, at=AT
        )


def test_r2_sent_back_it_is_written_again():
    report, signatory = made.handed_in()
    submission.send_back(report=report, reason="Nommez les experts.", by=signatory, at=AT)
    report.refresh_from_db()
    assert (report.state, report.sent_back_reason) == (ReportState.DRAFT, "Nommez les experts.")


def test_r2_sending_back_says_why():
    report, signatory = made.handed_in()
    with pytest.raises(Refusal, match="à reprendre"):
        submission.send_back(report=report, reason=" ", by=signatory, at=AT)


def test_r2_delivered_it_is_frozen_as_it_was():
    report = made.delivered()
    version = ReportVersion.objects.get()
    assert (version.number, version.report, version.delivered_at) == (1, report, AT)
    assert version.content["account"] == "Quatre jours d’atelier."
    assert version.content["outcomes"][0] == {
        "result": "Former douze agents",
        "reached": "yes",
        "comment": "Fait",
    }
    assert version.content["capacity"] == "Maire"
    report.mission.refresh_from_db()
    assert report.mission.report_delivered_at == AT


@pytest.mark.parametrize(
    "statement", ["UPDATE reports_reportversion SET number = 9", "DELETE FROM reports_reportversion"]
)
def test_r2_the_database_keeps_a_delivered_version(statement):
    made.delivered()
    with pytest.raises(IntegrityError, match="expect:"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_signatory_validates_what_they_read():
    report, signatory = made.handed_in()
    read = report.revision
    submission.send_back(report=report, reason="À reprendre", by=signatory, at=AT)
    made.complete(report, signatory, account="Autre chose")
    submission.hand_in(report=report, by=signatory, at=AT)
    with pytest.raises(DraftConflict, match="repris pendant votre lecture"):
        submission.deliver(report=report, by=signatory, at=AT, revision=read)
    assert not ReportVersion.objects.exists()


def test_a_double_click_delivers_once():
    report, signatory = made.handed_in()
    again = MissionReport.objects.get(pk=report.pk)
    submission.deliver(report=report, by=signatory, at=AT)
    with pytest.raises(StateChanged):
        submission.deliver(report=again, by=signatory, at=AT)
    assert ReportVersion.objects.count() == 1


@pytest.mark.parametrize("act", [submission.deliver, submission.send_back])
def test_r1_nobody_left_no_report_is_delivered(act):
    mission = made.carried_out(confirmed=False)
    report, signatory = made.handed_in(mission)
    endings.record_no_departure(mission=mission, reason="Visas refusés", by=factories.head(), at=AT)
    report.mission.refresh_from_db()
    said = {"reason": "Encore"} if act is submission.send_back else {}
    with pytest.raises(NotAllowed, match="aucun rapport n’est attendu"):
        act(report=report, by=signatory, at=AT, **said)


def test_r1_the_word_that_nobody_left_and_a_delivery_do_not_both_stand():
    """The delivery read the mission before the other said so: the mission's row, held, has the last word."""
    mission = made.carried_out(confirmed=False)
    report, signatory = made.handed_in(mission)
    report = MissionReport.objects.select_related("mission").get(pk=report.pk)
    endings.record_no_departure(
        mission=Mission.objects.get(pk=mission.pk), reason="Visas", by=factories.head(), at=AT
    )
    with pytest.raises(StateChanged):
        submission.deliver(report=report, by=signatory, at=AT)
    mission.refresh_from_db()
    assert (mission.state, mission.report_delivered_at) == (MissionState.CANCELLED, None)


# ---------------------------------------------------------------- DAECT


def test_r2_more_is_asked_by_a_second_limit_and_given():
    report, officer = made.delivered(), factories.member(Role.OFFICER)
    later = AT + timedelta(days=10)
    submission.request_more(
        report=report, reason="Joignez le guide.", due_on=TODAY + timedelta(days=20), by=officer, at=AT
    )
    signatory = made.holder(report.mission)
    made.complete(report, signatory, later, account="Avec le guide.")
    submission.hand_in(report=report, by=signatory, at=later)
    submission.deliver(report=report, by=signatory, at=later)
    assert list(ReportVersion.objects.order_by("number").values_list("content__account", flat=True)) == [
        "Quatre jours d’atelier.",
        "Avec le guide.",
    ]
    report.mission.refresh_from_db()
    assert report.mission.report_delivered_at == AT, "the first delivery is the one that counts"


def test_r2_the_second_limit_leaves_time():
    with pytest.raises(submission.ImpossibleDate, match="date à venir"):
        submission.request_more(
            report=made.delivered(), reason="Le guide", due_on=TODAY, by=factories.member(Role.OFFICER), at=AT
        )


@pytest.mark.parametrize("state", [MissionState.COMPLETED, MissionState.VALIDATED])
def test_r2_an_accepted_report_closes_the_mission(state):
    report = made.delivered(made.carried_out(state=state, confirmed=state == MissionState.COMPLETED))
    submission.accept_report(report=report, by=factories.member(Role.OFFICER), at=AT)
    report.refresh_from_db()
    assert (report.state, report.accepted_at) == (ReportState.ACCEPTED, AT)
    assert (report.mission.state, report.mission.closed_at) == (MissionState.CLOSED, AT)


def test_two_officers_at_once_one_is_told():
    report, officer = made.delivered(), factories.member(Role.OFFICER)
    again = MissionReport.objects.select_related("mission").get(pk=report.pk)
    submission.accept_report(report=report, by=officer, at=AT)
    with pytest.raises(StateChanged):
        submission.request_more(report=again, reason="Plus", due_on=date(2026, 5, 1), by=officer, at=AT)


def test_r2_two_results_that_say_the_same_keep_their_own_answers():
    report = made.draft(made.carried_out(results=("Former douze agents", "Former douze agents")))
    signatory = made.holder(report.mission)
    first, second = report.outcomes.order_by("result__rank")
    answers = {
        first.pk: {"reached": "yes", "comment": "À Thiès"},
        second.pk: {"reached": "no", "comment": "À Dakar"},
    }
    made.complete(report, signatory, outcomes=answers)
    submission.hand_in(report=report, by=signatory, at=AT)
    submission.deliver(report=report, by=signatory, at=AT)
    read = selectors.as_delivered(selectors.with_content(MissionReport.objects).get(pk=report.pk))
    assert [(one.reached, one.comment) for one in read.outcomes.all()] == [
        ("yes", "À Thiès"),
        ("no", "À Dakar"),
    ]
    labels = [
        change.label
        for change in differences(
            {**read.versions.all()[0].content, "outcomes": []}, read.versions.all()[0].content
        )
    ]
    assert labels == ["Résultat 1\u00a0: Former douze agents", "Résultat 2\u00a0: Former douze agents"]


def test_r2_no_second_limit_in_a_year_that_nobody_means():
    with pytest.raises(ImplausibleDay):
        submission.request_more(
            report=made.delivered(),
            reason="Plus",
            due_on=date(2226, 3, 9),
            by=factories.member(Role.OFFICER),
            at=AT,
        )


# ---------------------------------------------------------------- whose turn it is


def turn_on(report: MissionReport) -> tuple:
    mission = Mission.objects.get(pk=report.mission_id)
    return turns.turn(mission), turns.since(mission)


def test_m13_the_turn_follows_the_report_asked_again_then_completed():
    """The mission page, its lists and the work list of stage 3 say the same (spec R2, X4)."""
    report = made.delivered()
    assert turn_on(report) == (turns.DELIVERED_TURN, AT)
    facts = {"reason": "Joignez le guide.", "due_on": TODAY + timedelta(days=9)}
    asked = AT + timedelta(days=1)
    submission.request_more(report=report, by=factories.member(Role.OFFICER), at=asked, **facts)
    assert turn_on(report) == (turns.MORE_TURN, asked)
    signatory = made.holder(report.mission)
    report.refresh_from_db()
    made.complete(report, signatory, asked)
    submission.hand_in(report=report, by=signatory, at=asked)
    assert turn_on(report) == (turns.MORE_TURN, asked)
    again = AT + timedelta(days=3)
    submission.deliver(report=report, by=signatory, at=again)
    assert turn_on(report) == (turns.DELIVERED_TURN, again)
    assert Mission.objects.get(pk=report.mission_id).report_delivered_at == AT


def test_m13_the_reports_asked_again_before_the_turn_was_kept_are_found_again():
    """The migration, played on rows of before (spec M13)."""
    asked, again, once = made.delivered(), made.delivered(), made.delivered()
    facts = {"reason": "Joignez le guide.", "due_on": TODAY + timedelta(days=9)}
    submission.request_more(report=asked, by=factories.member(Role.OFFICER), at=AT, **facts)
    made.delivered_again(again, AT + timedelta(days=2))
    Mission.objects.update(report_asked_again_at=None, report_redelivered_at=None)
    import_module("reports.migrations.0016_whose_turn_it_is").tell_the_missions(apps, None)
    assert [turn_on(report) for report in (asked, again, once)] == [
        (turns.MORE_TURN, AT),
        (turns.DELIVERED_TURN, AT + timedelta(days=2)),
        (turns.DELIVERED_TURN, AT),
    ]


# ---------------------------------------------------------------- the hosting that follows


@pytest.mark.parametrize("change", ["dates", "people"])
def test_m14_the_hosting_that_follows_changes_while_the_report_is_being_written(change):
    """The report answers each expected result: those rows stay, since none of them changes (decision 0073)."""
    cast = missions_made.Cast()
    hosting = Leg(TODAY + timedelta(days=30), TODAY + timedelta(days=34), "Rennes", (Person("Awa Diop"),))
    mission = missions_made.gone(cast, course=Course.FOLLOWED, hosting=hosting)
    report = made.draft(mission, by=cast.editor)
    changed = {"dates": {"ends_on": TODAY + timedelta(days=35)}, "people": {"people": (Person("Omar Sy"),)}}
    amendments.amend_terms(
        mission=mission,
        terms=replace(text.terms_of(mission), hosting=replace(hosting, **changed[change])),
        reason="Visas en retard.",
        accepted=True,
        revision=mission.revision,
        by=cast.signatory,
        at=AT,
    )
    assert mission.versions.count() == 2
    assert list(report.outcomes.values_list("result__text", flat=True).order_by("result__rank")) == [
        "Un plan de réparation",
        "Dix agents formés",
    ]


# ---------------------------------------------------------------- a complement that does not come


def more_asked(due_on: date = TODAY + timedelta(days=9)) -> MissionReport:
    asked = {"reason": "Joignez le guide.", "due_on": due_on}
    return submission.request_more(report=made.delivered(), by=factories.member(Role.OFFICER), at=AT, **asked)


def test_r2_daect_gives_another_second_limit_and_its_ladder_begins_anew():
    report, officer = more_asked(), factories.member(Role.OFFICER)
    editor = made.holder(report.mission, Role.EDITOR)
    assert reminders.remind(on=TODAY, at=AT) == 1
    submission.move_more(report=report, due_on=TODAY + timedelta(days=6), by=officer, at=AT)
    report.refresh_from_db()
    assert (report.more_due_on, report.state) == (TODAY + timedelta(days=6), ReportState.MORE_REQUESTED)
    assert reminders.remind(on=TODAY, at=AT) == 1, "of the other limit"
    said = Message.objects.get(event="reports/more_moved", to=editor.email)
    assert "au plus tard le 8 mars 2026\u00a0: la DAECT a fixé une autre date" in said.body
    entry = Entry.objects.get(action="move_more")
    assert entry.details == {"former": "2026-03-11", "due_on": "2026-03-08"}


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, "choisissez une date à venir"), (-1, "à venir"), (9, "déjà la date")]
)
def test_r2_another_second_limit_is_another_and_to_come(days, sentence):
    with pytest.raises(submission.ImpossibleDate, match=sentence):
        submission.move_more(
            report=more_asked(), due_on=TODAY + timedelta(days=days), by=factories.head(), at=AT
        )


def test_r2_accepted_as_it_was_delivered_the_mission_closes_and_everybody_reads_that_version():
    report = more_asked()
    signatory = made.holder(report.mission)
    made.complete(report, signatory, account="Une reprise inachevée.")
    submission.accept_as_is(report=report, by=factories.member(Role.OFFICER), at=AT)
    assert Mission.objects.get(pk=report.mission_id).state == MissionState.CLOSED
    report.refresh_from_db()
    assert (report.state, report.account) == (ReportState.ACCEPTED, "Une reprise inachevée.")
    read = selectors.with_content(selectors.own_reports(signatory, TODAY)).get(pk=report.pk)
    assert selectors.as_delivered(read).account == "Quatre jours d’atelier."
    assert reminders.remind(on=TODAY + timedelta(days=9), at=AT) == 0


def test_r2_a_delivery_at_the_same_instant_is_not_accepted_unread():
    """DAECT gives up on the complement on a page opened before it came."""
    report = more_asked()
    stale = MissionReport.objects.get(pk=report.pk)
    signatory = made.holder(report.mission)
    submission.hand_in(report=report, by=signatory, at=AT)
    submission.deliver(report=report, by=signatory, at=AT)
    with pytest.raises(StateChanged):
        submission.accept_as_is(report=stale, by=factories.head(), at=AT)


# ---------------------------------------------------------------- the return that the report says


def test_r1_accepting_confirms_the_return_that_the_report_says():
    """Once closed, nobody could confirm it, nor free the days of the experts."""
    report = made.delivered(made.carried_out(confirmed=False))
    submission.accept_report(report=report, by=factories.member(Role.OFFICER), at=AT)
    mission = Mission.objects.get(pk=report.mission_id)
    assert (mission.return_confirmed_on, mission.state) == (made.RETURNED_ON, MissionState.CLOSED)
    assert Entry.objects.filter(action="confirm_return").count() == 1


def test_r1_what_a_report_may_say_of_the_return_can_be_accepted():
    """Gone and back before the days agreed, no postponement told; nobody confirmed the return."""
    born, back = made.RETURNED_ON, made.RETURNED_ON + timedelta(days=2)
    agreed = {"departs_on": born + timedelta(days=9), "returns_on": born + timedelta(days=12)}
    mission = made.carried_out(confirmed=False, **agreed)
    report, signatory = made.draft(mission), made.holder(mission)
    made.complete(report, signatory, left_on=born, returned_on=back)
    submission.hand_in(report=report, by=signatory, at=AT)
    report = submission.deliver(report=report, by=signatory, at=AT)
    submission.accept_report(report=report, by=factories.member(Role.OFFICER), at=AT)
    assert Mission.objects.get(pk=mission.pk).return_confirmed_on == back


def test_r1_no_report_says_a_return_before_the_interruption():
    report = made.draft(made.carried_out(confirmed=False, state=MissionState.INTERRUPTED))
    dates = {"returned_on": made.RETURNED_ON - timedelta(days=1)}
    with pytest.raises(submission.ImpossibleDate, match="précéder l’interruption, le 30 décembre 2025") as no:
        submission.save_report(report=report, data=dates, revision=0, by=made.holder(report.mission), at=AT)
    assert no.value.field == "returned_on"


def test_r3_a_draft_whose_days_cannot_be_is_not_handed_in():
    """Those of drafts begun before the rule was written."""
    report = made.draft()
    signatory = made.holder(report.mission)
    made.complete(report, signatory)
    MissionReport.objects.filter(pk=report.pk).update(
        left_on=date(2025, 11, 3), returned_on=date(2025, 11, 6)
    )
    report.refresh_from_db()
    with pytest.raises(submission.ImpossibleDate, match="Personne n’est parti avant le 27 décembre 2025"):
        submission.hand_in(report=report, by=signatory, at=AT)


def test_r1_a_report_whose_return_cannot_be_is_accepted_once_daect_has_confirmed_the_day(monkeypatch):
    report = made.delivered(made.carried_out(confirmed=False, state=MissionState.INTERRUPTED))
    said, officer = made.RETURNED_ON - timedelta(days=1), factories.member(Role.OFFICER)
    monkeypatch.setattr(selectors, "returned_by", lambda report: said)
    [told] = return_said(report, TODAY)
    assert "précéder l’interruption, le 30 décembre 2025. Constatez d’abord le retour sur la page" in told
    with pytest.raises(returns.ImpossibleReturn, match="précéder l’interruption"):
        submission.accept_report(report=report, by=officer, at=AT)
    returns.confirm_return(mission=report.mission, returned_on=made.RETURNED_ON, by=officer, at=AT)
    submission.accept_report(report=report, by=officer, at=AT)
    assert Mission.objects.get(pk=report.mission_id).state == MissionState.CLOSED


@pytest.mark.parametrize(
    ("confirmed", "said", "sentence"),
    [
        (True, made.RETURNED_ON, ""),
        (False, made.RETURNED_ON, "Le retour, que personne n’a constaté, l’est au 30 décembre 2025"),
        (True, made.RETURNED_ON - timedelta(days=1), "la fin de la mission le 29 décembre 2025, elle a été"),
    ],
)
def test_r3_daect_reads_what_the_report_says_of_the_return_before_accepting(confirmed, said, sentence):
    report, signatory = made.handed_in(made.carried_out(confirmed=confirmed))
    submission.send_back(report=report, reason="Dates", by=signatory, at=AT)
    made.complete(report, signatory, returned_on=said)
    submission.hand_in(report=report, by=signatory, at=AT)
    report = submission.deliver(report=report, by=signatory, at=AT)
    told = return_said(report, TODAY)
    assert bool(told) is bool(sentence)
    assert sentence in " ".join(told)
