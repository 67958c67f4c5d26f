"""A role that ends while a page is open: the act is refused with its sentence, nothing is written (spec X1).

The same form sent once the role is back is the control: it does the act.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.accounts.models import User
from expect.web.bulk import SEEN
from labels import committee
from labels.enums import Outcome
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY
from tests.written import written

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MEETING = datetime.combine(TODAY + timedelta(days=30), AT.timetz())
REASONS = "Le dossier ne montre pas assez l’expérience <acquise>."
KEPT = {"labels", "documents", "notifications"}
"""The apps whose rows an act writes."""


@dataclass
class Page:
    """Where `person` acts at an instant: the page's address, what they type there."""

    person: User
    name: str
    arguments: tuple
    typed: dict = field(default_factory=dict)
    at: datetime = AT
    chosen: tuple = ()

    @property
    def url(self) -> str:
        rows = "&".join(f"choix={subject.public_id}" for subject in self.chosen)
        return (
            reverse(f"labels:{self.name}", args=[subject.public_id for subject in self.arguments])
            + f"?{rows}"
        )

    def sent(self) -> dict:
        """What they type; a file is read once, and comes anew each time."""
        return {name: value() if callable(value) else value for name, value in self.typed.items()}


def to_decide():
    application, typed = labels.examined(), {"outcome": Outcome.REFUSED, "reasons": REASONS}
    return Page(factories.member(Role.OFFICER), "application_decide", (application,), typed, MEETING)


def to_record_at_the_session():
    application, typed = labels.examined(), {"outcome": Outcome.REFUSED, "reasons": REASONS}
    pair = (application.session, application)
    return Page(factories.member(Role.OFFICER), "session_conduct_file", pair, typed, MEETING)


def to_notify():
    decision = labels.decided(labels.examined())
    return Page(factories.head(), "session_notify", (decision.session,), at=MEETING)


def to_give_an_opinion():
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    return Page(member, "opinion_give", (application,), {"view": "reserved", "reasons": REASONS})


def to_admit():
    application, session = labels.lodged(), labels.session()
    return Page(factories.member(Role.OFFICER), "application_admit", (application,), {"session": session.pk})


def to_send_back():
    typed = {"expertise": REASONS, "answer_by": "2026-03-22"}
    return Page(factories.member(Role.OFFICER), "application_request_changes", (labels.lodged(),), typed)


def to_declare_inadmissible():
    return Page(factories.head(), "application_declare_inadmissible", (labels.lodged(),), {"reason": REASONS})


def to_assign():
    application, other = labels.lodged(), factories.member(Role.OFFICER)
    return Page(factories.head(), "application_assign", (application,), {"officer": other.pk})


def to_lodge():
    application = labels.complete_draft()
    labels.commitments()
    signatory, typed = labels.signatory_of(application), {"accepted": "on", "capacity": "Maire"}
    return Page(signatory, "application_submit", (application,), typed)


def to_appeal():
    application = labels.refused()
    typed = {"kind": "to_author", "grounds": REASONS}
    return Page(labels.signatory_of(application), "application_appeal", (application,), typed, MEETING)


def to_answer_an_appeal():
    appeal = labels.appealed(at=MEETING)
    typed = {"outcome": "rejected", "answer": REASONS}
    return Page(factories.head(), "appeal_answer_act", (appeal,), typed, MEETING)


def to_withdraw():
    application = labels.lodged()
    return Page(labels.signatory_of(application), "application_withdraw", (application,))


def to_hand_over():
    application = labels.complete_draft()
    return Page(labels.editor(application.organisation), "application_hand_over", (application,))


def to_upload():
    application = labels.complete_draft()
    return Page(labels.signatory_of(application), "attachment_add", (application,), {"file": labels.upload})


def to_take_off():
    return Page(
        factories.member(Role.OFFICER), "application_take_off", (labels.admitted(),), {"reason": REASONS}
    )


def to_entrust_several():
    files, other = (labels.lodged(), labels.lodged()), factories.member(Role.OFFICER)
    return Page(factories.head(), "applications_assign", (), {"officer": other.pk}, chosen=files)


def to_hold():
    session, officer = labels.admitted().session, factories.member(Role.OFFICER)
    committee.close_session(session=session, by=officer, at=MEETING)
    typed = {"present": [member.user_id for member in session.members.all()]}
    return Page(officer, "session_hold", (session,), typed, MEETING)


def to_cancel():
    return Page(factories.member(Role.OFFICER), "session_cancel", (labels.session(),), {"reason": REASONS})


def to_rectify():
    typed = {"place": "Nantes", "reason": REASONS, "same_sense": "on"}
    return Page(factories.head(), "decision_rectify", (labels.label().decision,), typed, MEETING)


def to_register_a_receipt():
    decision = labels.refused().decisions.get()
    typed = {"received_on": MEETING.date().isoformat(), "scan": labels.upload}
    return Page(factories.member(Role.OFFICER), "decision_register_service", (decision,), typed, MEETING)


def to_add_a_theme():
    return Page(factories.member(Role.OFFICER), "theme_add", (), {"name": "Eau et assainissement"})


ACTS = (
    to_decide,
    to_record_at_the_session,
    to_notify,
    to_give_an_opinion,
    to_admit,
    to_send_back,
    to_declare_inadmissible,
    to_assign,
    to_lodge,
    to_appeal,
    to_answer_an_appeal,
    to_withdraw,
    to_hand_over,
    to_upload,
    to_take_off,
    to_entrust_several,
    to_hold,
    to_cancel,
    to_rectify,
    to_register_a_receipt,
    to_add_a_theme,
)


def opened(client, page: Page) -> dict:
    """What the page sends back of itself, before anything is typed in it."""
    context = client.get(page.url).context
    held = {one.html_name: one.value() for one in context["form"] if one.value() not in (None, False)}
    return held | ({SEEN: context["seen"]} if page.chosen else {})


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_x1_an_act_by_someone_whose_role_ended_meanwhile_is_refused_and_nothing_is_written(
    client, clock, act
):
    page = act()
    clock.move_to(page.at)
    client.force_login(page.person)
    shown = opened(client, page)
    before, roles = written(KEPT), page.person.memberships.all()
    roles.update(ends_on=page.at.date() - timedelta(days=1), ended_at=page.at - timedelta(days=1))
    late = client.post(page.url, shown | page.sent())
    said = late.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
    assert late.status_code == 403
    assert "a pris fin le" in said
    assert "rien n’a été enregistré" in said
    if REASONS in page.typed.values():
        assert "l’expérience &lt;acquise&gt;." in said
    assert written(KEPT) == before
    roles.update(ends_on=None, ended_at=None)
    done = client.post(page.url, shown | page.sent())
    assert done.status_code == 302, done.context["form"].errors
    assert written(KEPT) != before
