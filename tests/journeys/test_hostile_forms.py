"""Whatever people send by any form of any role: a sentence or a page, never a fault, nothing lost, nothing twice."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils.html import escape

from expect.accounts.models import User
from tests.access.test_matrix import PACKAGES
from tests.documents.samples import pdf
from tests.journeys.forms import HtmlForm
from tests.journeys.walk import NONSENSE, WORDS, answers, fault, plain, posted
from tests.labels.factories import upload

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.usefixtures("clock"), pytest.mark.walk]

Trial = Callable[[Client, HtmlForm], Iterator[tuple]]

AMOUNTS = {
    "1.234,56": "Écrivez le montant en chiffres, par exemple 1 234,56.",
    "abc": "Écrivez le montant en chiffres, par exemple 1 234,56.",
    "12,345": "Un montant a deux chiffres au plus après la virgule",
    "-5": "Le montant ne peut pas être négatif",
    "9" * 30: "Ce montant est trop grand",
}
NO_SUCH_DAY = {
    "2026-02-30": "février 2026 compte 28 jours.",
    "30/02/2026": "février 2026 compte 28 jours.",
    "0000-00-00": "Cette date n’existe pas",
    "demain": "Écrivez la date sous la forme jj/mm/aaaa",
}
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
FILES = {
    "a page named .pdf": ("piece.pdf", PAGE, "mais n’est pas un document PDF"),
    "nothing": ("vide.pdf", b"", "Ce fichier est vide"),
    "a PDF cut short": ("coupe.pdf", pdf()[:120], "abîmé"),
}
"""One of each reason; `tests/documents` has them all."""
NAME = f"../{WORDS['HTML']}\u202e{'é' * 300}.pdf"
KEPT = "Gardé & <tel> quel"
UNCOUNTED = {"audit", "sessions", "admin", "auth", "contenttypes"}
SUITED = {
    "account_change_password": {"oldpassword": "motdepasse-de-test"},
    "accounts:enter_body": {"signatory_email": "signataire@exemple.test"},
    "accounts:request_opening": {"signatory_email": "signataire@exemple.test"},
    "missions:mission_prepare": {
        "sending_starts_on": "2026-06-15",
        "sending_ends_on": "2026-06-19",
        "hosting_place": "",
        "hosting_people": "",
    },
    "missions:request_record": {"holder_text": ""},
    "reports:request_more": {"due_on": "2026-04-01"},
    "reports:hand_over": {"siret": "214 202 186 00018"},
    "labels:decision_rectify": {"passage": "", "passage_becomes": ""},
}
"""What an act wants beside its required fields."""


def texts(form: HtmlForm, text: str) -> dict[str, str]:
    """That text wherever people write, cut to what the field takes."""
    return {name: text[: one.longest or 300] for name, one in form.fields.items() if one.is_text}


def all_with(form: HtmlForm, text: str) -> dict[str, object]:
    """The form filled rightly, with that text wherever people write."""
    return form.filled(**texts(form, text) | SUITED.get(resolve(form.action).view_name, {}))


CHECKED = {"programme:change_text": "body"}
"""Per view, a field that takes no words of every kind: the words of a letter (tests/programme/test_fields.py)."""


ONCE = {"missions:review_link"}
"""What serves once: pressed again, it says that one has answered (spec M8)."""


def uploads(form: HtmlForm) -> list[str]:
    """The fields that take a file."""
    return [name for name, one in form.fields.items() if one.kind == "file"]


def rows() -> dict[str, int]:
    """How many rows of each kind there are, but for the traces and the sessions."""
    counted = [model._meta for model in apps.get_models() if model._meta.app_label not in UNCOUNTED]
    counts = (f"SELECT '{one.label}', count(*) FROM \"{one.db_table}\"" for one in counted)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


# ---------------------------------------------------------------- what each form goes through


def words_of_every_kind_are_taken_and_stay_words(client: Client, form: HtmlForm) -> Iterator[tuple]:
    """HTML, emoji, 300 characters or as many as the field takes."""
    for kind, text in WORDS.items() if texts(form, "") else ():
        first, *then = answers(client, form.action, all_with(form, text))
        yield from ((kind, bad) for answer in (first, *then) if (bad := fault(answer)))
        if not then and "form" in first.context:
            checked = CHECKED.get(resolve(form.action).view_name)
            refused = first.context["form"].errors.keys() & texts(form, "").keys() - {checked}
            yield from ((kind, "refused", name) for name in refused)


def nonsense_in_every_field_is_no_fault(client: Client, form: HtmlForm) -> Iterator[tuple]:
    """In all the fields at once, then in each of those that hold a code."""
    tried = [(value, dict.fromkeys(form.fields, value)) for value in NONSENSE]
    coded = (one.name for one in form.fields.values() if one.options or one.kind == "hidden")
    tried += [(value, form.filled(**{name: value})) for name in coded for value in NONSENSE[:2]]
    for value, data in tried:
        yield from ((value[:30], bad) for bad in map(fault, answers(client, form.action, data)) if bad)
        if form.autosave:
            saved = answers(client, form.autosave, data, accept="application/json")
            yield from (("autosave", value[:30], bad) for bad in map(fault, saved) if bad)


def a_day_or_a_sum_that_is_none_is_said_to_be_so_and_nothing_typed_is_lost(
    client: Client, form: HtmlForm
) -> Iterator[tuple]:
    """30 February, letters for an amount."""
    for name, one in form.fields.items():
        tried = NO_SUCH_DAY if one.kind == "date" else AMOUNTS if one.mode == "decimal" else {}
        for value, sentence in tried.items():
            (answer,) = answers(client, form.action, all_with(form, KEPT) | {name: value})
            if answer.status_code != 200 or sentence not in plain(answer):
                yield name, value, answer.status_code
            typed = (value, *texts(form, KEPT).values())
            yield from ((name, "lost", text) for text in typed if escape(text) not in answer.text)


def an_amount_with_a_comma_is_taken(client: Client, form: HtmlForm) -> Iterator[tuple]:
    """As the French write it, or with a dot and its sign: it is read, whatever the act then says of the sum."""
    for name in (one.name for one in form.fields.values() if one.mode == "decimal"):
        for value in ("12,50", "1 234,5", "1234.56 €"):
            first, *_ = answers(client, form.action, all_with(form, "Train") | {name: value})
            if first.status_code != 302 and any(said in plain(first) for said in AMOUNTS.values()):
                yield name, value, first.status_code


def a_file_that_is_not_what_it_says_is_refused_with_its_reason(
    client: Client, form: HtmlForm
) -> Iterator[tuple]:
    """A false extension; nothing; a name that nobody would choose."""
    for name in uploads(form):
        for kind, (title, content, sentence) in FILES.items():
            file = SimpleUploadedFile(title, content, "application/pdf")
            (answer,) = answers(client, form.action, form.filled(**{name: file}))
            if answer.status_code != 200 or sentence not in plain(answer):
                yield kind, answer.status_code
        good = upload()
        good.name = NAME
        taken = answers(client, form.action, form.filled(**{name: good}))
        yield from (("name", bad) for bad in map(fault, taken) if bad)


def after_its_session_a_form_gives_back_what_was_typed_and_does_nothing(
    client: Client, form: HtmlForm
) -> Iterator[tuple]:
    """Sent by somebody who is signed in no more (spec L7); a page of the public has no session to lose."""
    before = rows()
    answer, *_ = answers(Client(), form.action, all_with(form, KEPT), sec_fetch_site="same-origin")
    if answer.status_code == 401:
        yield from (
            ("lost", name) for name, text in texts(form, KEPT).items() if escape(text) not in answer.text
        )
        yield from [("done",)] if rows() != before else ()
    elif getattr(resolve(form.action).func, "login_required", True):
        yield answer.status_code, "taken from nobody"


def a_double_click_has_one_effect(client: Client, form: HtmlForm) -> Iterator[tuple]:
    """The second leads where the first did."""
    data = all_with(form, KEPT) | {"csrfmiddlewaretoken": form.token}
    with transaction.atomic():
        first, once = client.post(form.action, data), rows()
        second = client.post(form.action, data | {name: upload() for name in uploads(form)})
        answers_alike = landed(second) == landed(first) or resolve(form.action).view_name in ONCE
        if fault(second) or (form.is_ours and not answers_alike):
            yield landed(first), landed(second)
        if form.is_ours:
            yield from ((name, n - once[name]) for name, n in rows().items() if n != once[name])
        transaction.set_rollback(True)


def what_another_person_typed_is_done_under_no_other_name(client: Client, form: HtmlForm) -> Iterator[tuple]:
    """The form says who opened its page (spec X1); a page of the public is nobody's."""
    if not (getattr(resolve(form.action).func, "login_required", True) and "_auth_user_id" in client.session):
        return
    if form.person != User.objects.get(pk=client.session["_auth_user_id"]).public_id:
        yield ("unsigned",)
    before = rows()
    answer, *_ = answers(client, form.action, all_with(form, KEPT) | {"page_person": other_than(form.person)})
    if answer.status_code != 412 or rows() != before:
        yield answer.status_code, "done under another name"


def other_than(person: str) -> str:
    """Whose page it was not."""
    return User.objects.exclude(public_id=person).values_list("public_id", flat=True)[0]


def landed(response: HttpResponse) -> tuple[int, str]:
    """The status, and where the browser goes from there."""
    return response.status_code, response.get("Location", "")


TRIALS: tuple[Trial, ...] = (
    words_of_every_kind_are_taken_and_stay_words,
    nonsense_in_every_field_is_no_fault,
    a_day_or_a_sum_that_is_none_is_said_to_be_so_and_nothing_typed_is_lost,
    an_amount_with_a_comma_is_taken,
    a_file_that_is_not_what_it_says_is_refused_with_its_reason,
    after_its_session_a_form_gives_back_what_was_typed_and_does_nothing,
    a_double_click_has_one_effect,
    what_another_person_typed_is_done_under_no_other_name,
)
"""All at once: finding the forms takes as long as sending them."""


@pytest.mark.parametrize("package", PACKAGES)
def test_every_form_stands_every_trial(package):
    wrong = [
        (trial.__name__, form.action, *fault_found)
        for client, form in posted(package)
        for trial in TRIALS
        for fault_found in trial(client, form)
    ]
    assert wrong == [], "\n".join(map(str, wrong))
