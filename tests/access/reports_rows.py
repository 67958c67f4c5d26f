"""Stage 3: who opens what."""

from datetime import timedelta

from expect.accounts.enums import Role
from missions.models import Mission
from reports import extensions, hearing, observations, submission
from reports.models import MissionReport, PriorLetter
from tests.access.world import Row, World
from tests.labels.factories import upload
from tests.moments import AT, TODAY
from tests.reports import factories as made

LOGIN = 302
DAECT_LIST = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 403}
DAECT_OBJECT = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 404}
HEAD_ACT = DAECT_OBJECT | {"officer": 403}
OWN = {"anonymous": LOGIN, "editor": 200, "signatory": 200, "*": 404}
OWN_OR_DAECT = OWN | {"officer": 200, "head": 200}
OWN_ACT = OWN | {"officer": 403, "head": 403}
SIGNATORY_DRAFT = OWN | {"editor": 403}
SIGNATORY_ACT = OWN_ACT | {"editor": 403}
LISTS = ("editor", "signatory", "other_editor", "officer", "head", "post_agent", "other_post_agent")


def rows(world: World) -> list[Row]:
    """The world's body has reports and demands in the states that open a page, made by their acts."""
    lists = {"anonymous": LOGIN, **dict.fromkeys(LISTS, 200), "*": 403}
    return [
        Row("reports:reports", lists),
        Row("reports:demands", DAECT_LIST),
        Row("reports:punctuality_holders", DAECT_LIST),
        Row("reports:punctuality_countries", DAECT_LIST),
        *draft(world),
        *awaiting(world),
        *delivered(world),
        *limits(world),
        *claims(world),
        *letters(world),
    ]


def mission(world: World) -> Mission:
    """A mission of the world's body in the country of its post, late, with something paid."""
    return made.carried_out(world.organisation, country=world.country, paid=("850.00",))


def draft(world: World) -> list[Row]:
    editor = world.people["editor"]
    report = made.draft(mission(world), editor)
    attachment = submission.attach_file(report=report, file=upload(), by=editor, at=AT)
    one = {"public_id": report.public_id}
    file = one | {"attachment_id": attachment.public_id}
    insiders = OWN_ACT | {"post_agent": 403}
    return [
        Row("reports:write", insiders, {"public_id": mission(world).public_id}),
        Row("reports:report", OWN, one),
        Row("reports:edit", OWN, one),
        Row("reports:step", OWN, one | {"step": "suites"}),
        Row(
            "reports:step",
            {"anonymous": LOGIN, "*": 404},
            one | {"step": "autre"},
        ),
        Row("reports:autosave", OWN | {"editor": 405, "signatory": 405}, one | {"step": "suites"}),
        Row("reports:attach", OWN, one),
        Row("reports:attachment", OWN, file),
        Row("reports:remove_file", OWN, file),
        Row("reports:hand_in", OWN, one),
    ]


def awaiting(world: World) -> list[Row]:
    report, _ = made.handed_in(mission(world))
    one = {"public_id": report.public_id}
    return [
        Row("reports:deliver", SIGNATORY_DRAFT, one),
        Row("reports:send_back", SIGNATORY_DRAFT, one),
        Row("reports:hand_in", OWN | {"editor": 302, "signatory": 302}, one),
    ]


def delivered(world: World) -> list[Row]:
    report = made.draft(mission(world))
    attachment = submission.attach_file(
        report=report, file=upload(), by=made.holder(report.mission, Role.EDITOR), at=AT
    )
    made.complete(report, made.holder(report.mission))
    submission.hand_in(report=report, by=made.holder(report.mission), at=AT)
    submission.deliver(report=report, by=made.holder(report.mission), at=AT)
    one = {"public_id": report.public_id}
    readers = OWN_OR_DAECT | {"post_agent": 200}
    following = {
        role: 200 if role in ("officer", "head") else 403
        for role in ("officer", "head", "editor", "signatory")
    }
    act = {"anonymous": LOGIN, "*": 404, "post_agent": 403, **following}
    return [
        Row("reports:report", readers, one),
        Row("reports:attachment", OWN, one | {"attachment_id": attachment.public_id}),
        Row("reports:version_file", readers, one | {"number": 1, "file_id": attachment.file.public_id}),
        Row("reports:version_paper", readers, one | {"number": 1}),
        Row("reports:version_paper", {"anonymous": LOGIN, "*": 404}, one | {"number": 2}),
        Row("reports:compare_versions", readers, {"public_id": delivered_twice(world).public_id}),
        Row("reports:compare_versions", {"anonymous": LOGIN, "*": 404}, one),
        Row(
            "reports:version_file",
            {"anonymous": LOGIN, "*": 404},
            one | {"number": 2, "file_id": attachment.file.public_id},
        ),
        Row("reports:accept_report", act, one),
        Row("reports:request_more", act, one),
        Row("reports:move_more", act, to_complete(world)),
        Row("reports:accept_as_is", DAECT_OBJECT, to_complete(world)),
        Row(
            "reports:accept_as_is",
            {"anonymous": LOGIN, "*": 404},
            {"public_id": made.draft(mission(world)).public_id},
        ),
    ]


def to_complete(world: World) -> dict[str, str]:
    report = made.delivered(mission(world))
    asked = {"reason": "Le guide", "due_on": TODAY + timedelta(days=9)}
    submission.request_more(report=report, by=world.people["officer"], at=AT, **asked)
    return {"public_id": report.public_id}


def delivered_twice(world: World) -> MissionReport:
    return made.delivered_again(made.delivered(mission(world)))


def limits(world: World) -> list[Row]:
    """A report to come, and the time asked for it."""
    coming = [
        made.carried_out(world.organisation, country=world.country, returned_on=TODAY) for _ in range(2)
    ]
    one = {"public_id": coming[0].public_id}
    request = extensions.ask_more_time(
        mission=coming[1],
        until=coming[1].report_due_on + timedelta(days=9),
        reason="Maladie",
        by=world.people["signatory"],
        at=AT,
    )
    decided = OWN_ACT | {"editor": 403, "signatory": 403, "head": 200}
    return [
        Row("reports:awaited", OWN_OR_DAECT, one),
        Row("reports:ask_more_time", OWN_ACT, one),
        Row("reports:grant_more_time", decided, {"public_id": request.public_id}),
        Row("reports:refuse_more_time", decided, {"public_id": request.public_id}),
    ]


def claims(world: World) -> list[Row]:
    drafted = {"public_id": made.drafted(mission(world)).public_id}
    answered = {"public_id": made.answered(made.drafted(mission(world))).demand.public_id}
    issued = {"public_id": made.issued(made.drafted(mission(world))).public_id}
    return [
        Row("reports:demand", DAECT_OBJECT, drafted),
        Row("reports:demand", DAECT_OBJECT, answered),
        Row("reports:demand", DAECT_OBJECT, issued),
        Row("reports:send_prior_letter", HEAD_ACT, drafted),
        Row("reports:write_letter", DAECT_OBJECT, drafted),
        Row("reports:issue", HEAD_ACT, answered),
        Row("reports:issue", DAECT_OBJECT | {"officer": 403, "head": 302}, drafted),
        Row("reports:drop", HEAD_ACT, drafted),
        Row("reports:waive", HEAD_ACT, issued),
        *register(world, issued),
    ]


def register(world: World, issued: dict) -> list[Row]:
    """After the issue: DAECT keeps the register, the head decides."""
    demand = made.handed_over(made.issued(made.drafted(mission(world))))
    entry = made.paid(demand, "100.00")
    one = {"public_id": demand.public_id}
    contested = made.handed_over(made.issued(made.drafted(mission(world))))
    made.contested(contested)
    late = made.handed_over(made.issued(made.drafted(mission(world))))
    made.delivered(late.mission)
    to_give_back = made.to_give_back(made.drafted(mission(world)))
    return [
        Row("reports:hand_over", DAECT_OBJECT, issued),
        Row("reports:register_demand_receipt", DAECT_OBJECT, issued),
        Row("reports:record_payment", DAECT_OBJECT, one),
        Row("reports:remit", HEAD_ACT, one),
        Row("reports:write_off", HEAD_ACT, one),
        Row("reports:contest", DAECT_OBJECT, one),
        Row("reports:give_back", DAECT_OBJECT, {"public_id": to_give_back.public_id}),
        Row("reports:answer_contestation", HEAD_ACT, {"public_id": contested.public_id}),
        Row("reports:maintain", HEAD_ACT, {"public_id": late.public_id}),
        Row("reports:cancel_entry", DAECT_OBJECT, one | {"entry_id": entry.public_id}),
    ]


def letters(world: World) -> list[Row]:
    sent = {"public_id": made.letter_sent(made.drafted(mission(world))).public_id}
    letter = PriorLetter.objects.get(demand=made.issued(made.drafted(mission(world))))
    closed = {"public_id": letter.public_id}
    recorded = OWN_ACT | {"editor": 403, "signatory": 403, "officer": 200, "head": 200}
    received, to_hear = letter_received(world), letter_to_hear(world)
    said = {"public_id": made.recorded(made.letter_sent(made.drafted(mission(world)))).public_id}
    contested = OWN_ACT | {"officer": 403, "head": 403}
    heard = hearing.record_hearing(
        letter=letter_to_hear(world), outcome="declined", by=world.people["officer"], at=AT
    )
    return [
        Row("reports:letter", OWN, sent),
        Row("reports:letter", OWN, closed),
        Row("reports:letter_document", OWN_OR_DAECT, sent),
        Row("reports:demand_document", OWN_OR_DAECT, closed),
        Row("reports:demand_document", {"anonymous": LOGIN, "*": 404}, sent),
        Row("reports:answer", SIGNATORY_ACT, sent),
        Row("reports:answer", SIGNATORY_ACT | {"signatory": 302}, closed),
        Row("reports:register_receipt", recorded, sent),
        Row("reports:register_receipt", recorded, {"public_id": received.public_id}),
        Row("reports:record_answer", recorded, sent),
        Row("reports:record_hearing", recorded, {"public_id": to_hear.public_id}),
        Row("reports:cancel_hearing", recorded, {"public_id": heard.public_id}),
        Row("reports:contest_hearing", contested, {"public_id": heard.public_id}),
        Row("reports:cancel_observations", recorded, said),
        Row("reports:contest_observations", contested, said),
        Row("reports:observations_proof", OWN_OR_DAECT, said),
    ]


def letter_received(world: World) -> PriorLetter:
    letter = made.letter_sent(made.drafted(mission(world)))
    officer = world.people["officer"]
    return made.received(letter, by=officer)


def letter_to_hear(world: World) -> PriorLetter:
    letter = made.letter_sent(made.drafted(mission(world)))
    signatory = world.people["signatory"]
    return observations.answer(letter=letter, answer="Non.", hearing_asked=True, by=signatory, at=AT)
