"""Each list and each detail page asks the database the same few questions, with 1 row and with 3."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.accounts.enums import Role
from labels import admission, agenda, committee, decisions, evidence
from labels.enums import Basis, Side, View
from labels.models import FileMessage, LabelApplication
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long, pytest.mark.walk]
MOST = 22
NEXT = datetime.combine(TODAY + timedelta(days=30), AT.timetz())


class Stage:
    """A body, DAECT and a committee, with `size` of everything that a page repeats."""

    def __init__(self, size: int):
        self.size = size
        self.body = factories.organisation()
        self.signatory = factories.member(Role.SIGNATORY, self.body)
        self.head = factories.head()
        self.members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(size)]

    def full(self, application: LabelApplication) -> LabelApplication:
        """The draft with `size` items, files, experts and themes."""
        people = [labels.expert(self.body, self.signatory) for _ in range(self.size)]
        themes = labels.themes("heritage", "planning", "capacity")[: self.size]
        labels.fill(application, self.signatory, experts={"experts": people}, expertise={"themes": themes})
        for _ in range(self.size - 1):
            item = {"basis": Basis.TERRITORY, "title": "Halles", "description": "Restaurées."}
            evidence.add_item(application=application, data=item, by=self.signatory, at=AT)
        for number in range(self.size):
            evidence.attach_file(
                application=application, file=labels.upload(pages=number + 1), by=self.signatory, at=AT
            )
        return application

    def draft(self):
        return self.full(labels.draft(self.body, self.signatory))

    def admitted(self):
        """`size` files in one session, each with an opinion of every member but the first."""
        session = labels.session(*self.members, by=self.head)
        factories.member(Role.COMMITTEE_MEMBER)  # somebody left to invite
        files = [self.admit(session) for _ in range(self.size)]
        for application in files:
            for member in self.members[1:]:
                committee.give_opinion(
                    application=application, view=View.FAVOURABLE, reasons="Solide.", by=member, at=AT
                )
        return files

    def admit(self, session):
        application = labels.lodge(self.draft())
        return admission.admit(application=application, session=session, by=self.head, at=AT)

    def decided(self):
        files = self.admitted()
        labels.held(files[0].session)
        for application in files:
            application.refresh_from_db()
            labels.decided(application)
        return files

    def granted(self):
        files = self.decided()
        decisions.notify_session(session=files[0].session, by=self.head, at=NEXT)
        return files


def lodged_pages(stage):
    (file, *_) = stage.admitted()
    return stage.head, {
        "applications": [],
        "application": [file],
        "sessions": [],
        "session": [file.session],
        "session_invite": [file.session],
        "session_close": [file.session],
        "session_agenda": [file.session],
        "experts": [],
    }


def member_pages(stage):
    (file, *_) = stage.admitted()
    return stage.members[0], {"own_sessions": [], "own_session": [file.session], "reading": [file]}


def drafting_pages(stage):
    draft = stage.draft()
    steps = (
        "own_application application_expertise application_evidence application_experts application_review"
    )
    return stage.signatory, {
        "own_applications": [],
        "own_experts": [],
        "application_submit": [draft],
        **{page: [draft] for page in steps.split()},
    }


def deciding_pages(stage):
    (file, *_) = stage.decided()
    session, decision = file.session, file.decisions.get()
    return stage.head, {
        "decision": [decision],
        "session_notify": [session],
        "session_letter": [session, decision],
        "session_conduct_file": [session, file],
    }


def result_pages(stage):
    (file, *_) = stage.granted()
    return stage.signatory, {"own_application": [file], "own_labels": [], "own_applications": []}


def label_pages(stage):
    (file, *_) = stage.granted()
    papers = {page: [file.session] for page in ("session_sending", "session_announcement")}
    return stage.head, {"labels": [], "holders": []} | papers


def public_pages(stage):
    (file, *_) = stage.granted()
    return None, {"holders": [], "verification": [file.label.number]}


PAGES = (lodged_pages, member_pages, drafting_pages, deciding_pages, result_pages, label_pages, public_pages)


@pytest.mark.parametrize("pages", PAGES, ids=lambda pages: pages.__name__)
def test_the_same_few_queries_with_one_row_and_with_three(client, clock, pages):
    counted = {}
    for size in (1, 3):
        person, addresses = pages(Stage(size))
        clock.move_to(NEXT)
        client.logout()
        if person:
            client.force_login(person)
        for page, arguments in addresses.items():
            url = reverse(f"labels:{page}", args=[getattr(each, "public_id", each) for each in arguments])
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200, page
            counted.setdefault(page, []).append(len(queries))
        clock.move_to(AT)
    assert {
        page: counts for page, counts in counted.items() if len(set(counts)) > 1 or max(counts) > MOST
    } == {}


MANY = 10_000
"""Files on the list: what a page asks does not grow with them."""


def ten_thousand(body, officer, session=None):
    """As many lodged files, half of them in one session, with a message each."""
    session = session or labels.session(by=officer)
    facts = {
        "organisation": body,
        "created_at": AT,
        "created_by": officer,
        "updated_at": AT,
        "submitted_at": AT,
        "submitted_by": officer,
        "silence_on": TODAY + timedelta(days=60),
        "lodged_title": "Restaurer le bâti ancien",
    }
    on_agenda = {"state": "admissible", "session": session, "admitted_at": AT}
    LabelApplication.objects.bulk_create(
        (
            LabelApplication(
                number=f"C-2025-{n:05}", **facts, **on_agenda if n % 2 else {"state": "submitted"}
            )
            for n in range(MANY)
        ),
        batch_size=500,
    )
    FileMessage.objects.bulk_create(
        (
            FileMessage(
                application=file, side=Side.BODY, author=officer, text="?", awaits_answer=True, written_at=AT
            )
            for file in LabelApplication.objects.filter(number__startswith="C-2025-").only("pk")
        ),
        batch_size=500,
    )
    return session


def counted(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


def test_the_same_few_queries_with_ten_thousand_files(client, clock):
    """The list, a file, the sessions, the work lists, for DAECT, the committee and the body: as with one file.

    Half of them are on the agenda of the session that DAECT and its member open, after the one that is read first.
    """
    stage = Stage(1)
    (file, *_) = stage.admitted()
    agenda.move_file(session=file.session, application=file, rank=1, by=stage.head, at=AT)
    one, session = [file.public_id], [file.session.public_id]
    everywhere = {
        stage.head: [
            reverse("labels:applications"),
            reverse("labels:applications") + "?tri=waiting&turn=daect&watch=a_repondre&q=halles",
            reverse("labels:application", args=one),
            reverse("labels:sessions"),
            reverse("labels:session", args=session),
        ],
        stage.members[0]: [
            reverse("labels:own_sessions"),
            reverse("labels:own_session", args=session),
            reverse("labels:reading", args=one),
        ],
        stage.signatory: [reverse("labels:own_applications"), reverse("labels:own_application", args=one)],
    }

    def asked():
        for person, urls in everywhere.items():
            client.force_login(person)
            yield [counted(client, url) for url in (*urls, reverse("dashboard:work_list"))]

    before = list(asked())
    ten_thousand(stage.body, stage.head, file.session)
    assert max(map(max, before)) <= MOST
    for (*pages, work), (*more_pages, more_work) in zip(before, asked(), strict=True):
        assert more_pages == pages
        assert more_work <= work + 1  # beyond what it shows, it counts the rest, by the same rows
