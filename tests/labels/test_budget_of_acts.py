"""The pages on which one acts ask the database the same few questions, with 1 row and with 3."""

import tracemalloc
from collections import deque
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from expect.accounts.enums import Role
from expect.documents.models import StoredFile
from expect.web.lists import EXPORT_CHUNK
from labels import committee, evidence, selectors, theme_changes
from labels.commitments import word_commitments
from labels.enums import ApplicationState, Outcome, Side
from labels.models import Decision, Label, LabelApplication, Theme
from tests import factories
from tests.labels import factories as labels
from tests.labels.test_budget import MANY, NEXT, Stage, ten_thousand
from tests.moments import AT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.long, pytest.mark.walk]
MOST = 26
ON_AGENDA = 150
OF_A_PART = 3
"""Queries for each thousand rows exported."""
DAY = timedelta(days=1)


def written(stage):
    """A file with as many messages of each side as the stage is large, an attachment to each."""
    application = labels.lodged(stage.body)
    for _ in range(stage.size):
        for side, by in ((Side.BODY, stage.signatory), (Side.DAECT, stage.head)):
            labels.message(application, by=by, side=side, files=[labels.upload()])
    return application


def threads_of_daect(stage):
    return stage.head, [("application_messages", written(stage))]


def threads_of_the_body(stage):
    application = written(stage)
    return stage.signatory, [("own_messages", application), ("own_application", application)]


def versions(stage):
    """A file lodged once more than the stage is large, its last lodging to check."""
    application = labels.lodge(stage.draft())
    for _ in range(stage.size):
        labels.sent_back(application, by=stage.head, evidence="Précisez.", mobilisation="Précisez.")
        application.refresh_from_db()
        labels.lodge(application, check=False)
        application.refresh_from_db()
    return application


def versions_of_daect(stage):
    application = versions(stage)
    pages = ("application", "application_compare", "application_version", "application_check")
    return stage.head, [
        (page, application, *([1] if page == "application_version" else [])) for page in pages
    ]


def versions_of_the_body(stage):
    application = versions(stage)
    return stage.signatory, [("own_compare", application), ("own_version", application, 1)]


def sessions_of_daect(stage):
    (file, *_) = stage.admitted()
    session = file.session
    committee.close_session(session=session, by=stage.head, at=AT)
    return stage.head, [(page, session) for page in ("session", "session_hold", "session_change")]


def decisions_to_record(stage):
    """As many files decided as the stage is large, and one that is not."""
    decided = stage.admitted()
    file = stage.admit(decided[0].session)
    session = labels.held(file.session)
    for one in decided:
        one.refresh_from_db()
        labels.decided(one)
    pages = [(page, file) for page in ("application_decide", "application")]
    return stage.head, [*pages, ("session", session), ("session_conduct_file", session, file)]


def minutes_to_establish(stage):
    (file, *_) = stage.decided()
    return stage.head, [(page, file.session) for page in ("session_establish_minutes", "session_notify")]


def chosen_together(stage):
    for _ in range(stage.size):
        labels.lodged()
    labels.session(by=stage.head)
    return stage.head, [("applications_assign",), ("applications_admit",), ("applications_mark",)]


def settings_of_daect(stage):
    for number in range(Theme.objects.count(), Theme.objects.count() + stage.size):
        theme_changes.add_theme(name=f"Thème {number}", pictogram="", by=stage.head, at=AT)
        word_commitments(
            body=f"Nous nous engageons, {number}.",
            in_force_from=TODAY + (number + 1) * DAY,
            reason="Plus clair.",
            by=stage.head,
            at=AT,
        )
    return stage.head, [("themes",), ("commitments",), ("commitments_word",)]


def forms_of_the_body(stage):
    draft = stage.draft()
    pages = ("application_mobilisation", "application_hand_over", "application_withdraw", "evidence_add")
    return stage.signatory, [(page, draft) for page in pages]


STAGES = (
    threads_of_daect,
    threads_of_the_body,
    versions_of_daect,
    versions_of_the_body,
    sessions_of_daect,
    decisions_to_record,
    minutes_to_establish,
    chosen_together,
    settings_of_daect,
    forms_of_the_body,
)


def counted(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


@pytest.mark.parametrize("pages", STAGES, ids=lambda pages: pages.__name__)
def test_the_same_few_queries_with_one_row_and_with_three(client, clock, pages):
    found = {}
    for size in (1, 3):
        person, addresses = pages(Stage(size))
        clock.move_to(NEXT)
        client.force_login(person)
        lodged = LabelApplication.objects.filter(number__gt="").order_by("-pk")[:size]
        chosen = "&".join(f"choix={file.public_id}" for file in lodged)
        for page, *arguments in addresses:
            args = [getattr(each, "public_id", each) for each in arguments]
            url = reverse(f"labels:{page}", args=args) + ("" if args else f"?{chosen}")
            found.setdefault(page, []).append(counted(client, url))
        clock.move_to(AT)
    uneven = {page: counts for page, counts in found.items() if len(set(counts)) > 1 or max(counts) > MOST}
    assert uneven == {}


def test_x6_files_to_correct_with_attachments_held_back_cost_one_list(client):
    """« Mes candidatures » and the applicant's pages, each file with an attachment that the antivirus holds back."""
    person, files, found = factories.member(Role.SIGNATORY), [], []
    for size in (1, 3):
        while len(files) < size:
            body = factories.organisation()
            factories.member(Role.SIGNATORY, body, person=person)
            draft = labels.complete_draft(body)
            evidence.attach_file(application=draft, file=labels.upload(), by=person, at=AT)
            files.append(labels.sent_back(labels.lodge(draft), evidence="Cette pièce est illisible."))
        StoredFile.objects.update(scanned_at=AT, infection="Essai.Marque")
        client.force_login(person)
        pages = ("own_application", "application_evidence", "application_review")
        urls = [reverse(f"labels:{page}", args=[files[0].public_id]) for page in pages]
        found.append([counted(client, url) for url in (reverse("labels:own_applications"), *urls)])
    assert "que l’antivirus retient" in client.get(urls[-1]).content.decode()
    assert found[0] == found[1]
    assert max(found[0]) <= MOST


# ---------------------------------------------------------------- ten thousand


def ten_thousand_decided(stage, session):
    """Ten thousand files: some more are on the agenda of the session, and decided there; half have a label."""
    ten_thousand(stage.body, stage.head)
    before = labels.session(by=stage.head)
    files = LabelApplication.objects.filter(number__startswith="C-2025-").only("pk", "session").order_by("pk")
    more = files.exclude(session=None)[:ON_AGENDA].values("pk")
    facts = {"session": session, "state": ApplicationState.EXAMINED, "examined_at": AT}
    LabelApplication.objects.filter(pk__in=list(more.values_list("pk", flat=True))).update(**facts)
    granted = {
        "outcome": Outcome.GRANTED,
        "skills": "Bâti ancien.",
        "recorded_at": AT,
        "recorded_by": stage.head,
    }
    decided = [*files.filter(session=session), *files.filter(session=None)]
    Decision.objects.bulk_create(
        (Decision(application=file, session=file.session or before, **granted) for file in decided),
        batch_size=500,
    )
    given = Decision.objects.filter(session=before).select_related("application").order_by("pk")
    Label.objects.bulk_create(
        (
            Label(
                number=f"EXPE-CT-2025-{n:05}",
                organisation=stage.body,
                application=decision.application,
                decision=decision,
                skills="Bâti ancien.",
                granted_on=TODAY,
            )
            for n, decision in enumerate(given)
        ),
        batch_size=500,
    )


def test_the_same_few_queries_with_ten_thousand_rows(client, clock):
    """A meeting, its agenda and its notification, the labels, and what is taken from the lists (spec X5)."""
    stage = Stage(1)
    (granted,) = stage.granted()
    (file,) = stage.decided()
    session, planned = file.session, labels.session(by=stage.head)
    clock.move_to(NEXT)
    client.force_login(stage.head)
    urls = [
        reverse("labels:session", args=[session.public_id]),
        reverse("labels:session_conduct_file", args=[session.public_id, file.public_id]),
        reverse("labels:session_notify", args=[session.public_id]),
        reverse("labels:session_agenda", args=[planned.public_id]),
        reverse("labels:labels") + "?q=bati&tri=organisation",
        reverse("labels:holders") + "?tri=-granted_on",
        reverse("labels:verification", args=[granted.label.number]),
        reverse("labels:sessions") + "?q=bati&tri=-file_count",
    ]
    before = [counted(client, url) for url in urls]
    few = [taken(client, page)[0] for page in ("applications", "labels")]
    ten_thousand_decided(stage, session)
    assert [counted(client, url) for url in urls] == before
    (files, lines), (of_labels, _) = (taken(client, page) for page in ("applications", "labels"))
    assert lines == MANY + 3  # the header, and the stage's own two
    assert (files - few[0], of_labels) == (OF_A_PART * (MANY // EXPORT_CHUNK), few[1])


def taken(client, page) -> tuple[int, int]:
    """The queries and the lines of a whole list taken as CSV."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse(f"labels:{page}"), {"export": "csv"})
        lines = sum(chunk.count(b"\n") for chunk in answer.streaming_content)
    return len(queries), lines


def peak(act) -> int:
    """The most bytes held at once."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.soak
def test_x5_an_export_never_holds_the_whole_list(client):
    """Beside it, the same rows read at once: what a list in memory costs."""
    officer = factories.member(Role.OFFICER)
    ten_thousand(factories.organisation(), officer)
    client.force_login(officer)
    taken(client, "sessions")
    whole = peak(lambda: list(selectors.lodged_applications(officer, TODAY)))
    for kind in ("csv", "ods"):
        answer = client.get(reverse("labels:applications"), {"export": kind, "turn": "comite"})
        assert peak(partial(deque, answer.streaming_content, 0)) * 1.5 < whole, kind
