"""What is typed at the table, and a member's opinion, is there when one comes back (spec L7)."""

import re

import pytest
from django.urls import reverse

from expect.accounts.enums import Role
from expect.web.models import UnfinishedForm
from labels import committee, recusals
from labels.enums import Outcome, View
from labels.models import Decision, Opinion
from tests import factories
from tests.labels import factories as labels
from tests.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REASONS = "Le dossier ne montre pas l’expérience du public visé."
TYPED = {"outcome": "refused", "reasons": REASONS, "skills": "", "themes": []}


def words(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ").replace("&nbsp;", " ")


def keep(client, url, data, page):
    """What `draft.js` sends while one types."""
    sent = data | {"revision": page.context["revision"]}
    return client.post(url, sent, headers={"Accept": "application/json"})


@pytest.fixture
def table(client, clock):
    """The page of a file of an open meeting of three, and an officer at it."""
    members = [factories.member(Role.COMMITTEE_MEMBER) for _ in range(3)]
    session = labels.session(*members)
    application, _ = labels.admitted(to=session), labels.admitted(to=session)
    labels.held(session)
    application.refresh_from_db()
    clock.move_to(application.examined_at)
    client.force_login(factories.member(Role.OFFICER))
    url = reverse("labels:session_conduct_file", args=[session.public_id, application.public_id])
    return application, url


def test_l7_a_decision_begun_is_there_after_a_recusal_at_the_table(client, table):
    application, url = table
    answer = keep(client, url, TYPED, client.get(url))
    assert (answer.status_code, bool(answer.json()["saved_at"])) == (200, True)
    member = application.session.members.first().user
    aside = reverse("labels:application_set_aside", args=[application.public_id])
    back = client.post(aside, {"member": member.pk, "reasons": "Son frère y travaille."}, follow=True)
    assert back.redirect_chain[-1][0] == url
    form = back.context["form"]
    assert (form["outcome"].value(), form["reasons"].value()) == ("refused", REASONS)
    assert "Voici votre saisie du" in words(back)
    sent = TYPED | {"seen": form["seen"].value(), "revision": back.context["revision"]}
    assert client.post(url, sent).status_code == 302
    assert Decision.objects.get().reasons == REASONS
    assert not UnfinishedForm.objects.exists()


def test_l7_a_decision_begun_is_there_when_one_comes_back_from_another_file(client, table):
    _, url = table
    page = client.get(url)
    keep(client, url, TYPED, page)
    other = reverse(
        "labels:session_conduct_file",
        args=[
            page.context["session"].public_id,
            (page.context["next"] or page.context["previous"]).public_id,
        ],
    )
    assert REASONS not in words(client.get(other))
    assert REASONS in words(client.get(url))


def test_l7_as_one_types_on_each_keeping_follows_the_former(client, table):
    _, url = table
    page = client.get(url)
    first = keep(client, url, TYPED | {"reasons": "Le"}, page)
    sent = TYPED | {"revision": first.json()["revision"]}
    again = client.post(url, sent, headers={"Accept": "application/json"})
    assert again.status_code == 200
    assert client.get(url).context["form"]["reasons"].value() == REASONS


def test_l7_what_was_typed_in_another_tab_is_not_overwritten(client, table):
    _, url = table
    page = client.get(url)
    keep(client, url, TYPED, page)
    late = keep(client, url, TYPED | {"reasons": "Autre texte."}, page)
    assert (late.status_code, "Rien n’a été écrasé" in late.json()["message"]) == (409, True)
    seen = page.context["form"]["seen"].value()
    shown = client.post(
        url, TYPED | {"reasons": "Autre.", "revision": page.context["revision"], "seen": seen}
    )
    (clash,) = shown.context["clashes"]
    assert (clash.name, clash.field.value()) == ("reasons", "Autre.")
    assert "".join(word for _, word in clash.stored) == REASONS
    assert not Decision.objects.exists()


def test_l9_who_chooses_between_two_texts_is_told_what_changed_meanwhile(client, table):
    application, url = table
    page = client.get(url)
    keep(client, url, TYPED, page)
    mine = TYPED | {"reasons": "Autre.", "seen": page.context["form"]["seen"].value()}
    shown = client.post(url, mine | {"revision": page.context["revision"]})
    (carried,) = re.findall(r'<input type="hidden" name="seen" value="([^"]+)"', shown.content.decode())
    assert carried == mine["seen"]
    member = application.session.members.first().user
    officer = factories.member(Role.OFFICER)
    recusals.set_aside(application=application, member=member, reasons="Lien.", by=officer, at=AT)
    chosen = TYPED | {"reasons": "Autre.", "conflit": "reasons", "choix_reasons": "saisie", "seen": carried}
    refused = client.post(url, chosen | {"revision": shown.context["revision"]})
    assert "Le dossier compte maintenant 1 déport." in words(refused)
    assert not Decision.objects.exists()
    now = {"seen": refused.context["form"]["seen"].value(), "revision": refused.context["revision"]}
    assert client.post(url, chosen | now).status_code == 302
    assert Decision.objects.get().reasons == "Autre."


@pytest.mark.parametrize("elsewhere", [False, True])
def test_l7_the_themes_that_one_did_not_touch_stay_as_they_are_stored(client, table, elsewhere):
    application, url = table
    themes = list(application.lodged_themes.values_list("pk", flat=True))
    granted = TYPED | {"outcome": "granted", "skills": "Diagnostic.", "themes": themes}
    if elsewhere:
        keep(client, url, granted, client.get(url))
    page = client.get(url)
    sent = granted | {"themes": [], "conflit": "themes", "choix_themes": "enregistre"}
    now = {"seen": page.context["form"]["seen"].value(), "revision": page.context["revision"]}
    assert client.post(url, sent | now).status_code == 302
    assert set(Decision.objects.get().themes.values_list("pk", flat=True)) == set(themes)


def test_l7_control_what_nobody_typed_is_the_demand(client, table):
    _, url = table
    form = client.get(url).context["form"]
    assert form["skills"].value() == "Diagnostic et restauration des centres anciens."
    assert not form["outcome"].value()


def test_l9_once_a_colleague_has_decided_nothing_is_kept_and_the_file_is_still_read(client, table):
    application, url = table
    page = client.get(url)
    labels.decided(application, Outcome.DEFERRED)
    late = keep(client, url, TYPED, page)
    assert (late.status_code, "déjà enregistrée" in late.json()["message"]) == (403, True)
    assert "<strong>Ajournement</strong>" in words(client.get(url))


# ---------------------------------------------------------------- a member's opinion


@pytest.fixture
def reader(client):
    """A member before a file, its page and where their opinion goes."""
    member = factories.member(Role.COMMITTEE_MEMBER)
    application = labels.admitted(to=labels.session(member))
    client.force_login(member)
    urls = [reverse(f"labels:{page}", args=[application.public_id]) for page in ("reading", "opinion_give")]
    return application, member, *urls


def test_l7_an_opinion_begun_is_there_when_one_comes_back_to_the_file(client, reader):
    _, member, page, give = reader
    assert keep(client, give, {"view": "", "reasons": REASONS}, client.get(page)).status_code == 200
    back = client.get(page)
    assert back.context["form"]["reasons"].value() == REASONS
    assert "Voici votre saisie du" in words(back)
    sent = {"view": View.RESERVED, "reasons": REASONS, "revision": back.context["revision"]}
    client.post(give, sent)
    assert Opinion.objects.get(member=member).reasons == REASONS
    assert not UnfinishedForm.objects.exists()


def test_l7_an_opinion_begun_is_its_author_s_alone(client, reader):
    application, _, page, give = reader
    keep(client, give, {"view": "", "reasons": REASONS}, client.get(page))
    other = factories.member(Role.COMMITTEE_MEMBER)
    application.session.members.create(user=other)
    client.force_login(other)
    assert REASONS not in words(client.get(page))


def test_l8_an_opinion_is_not_kept_once_one_has_stepped_aside(client, reader):
    application, member, page, give = reader
    shown = client.get(page)
    recusals.step_aside(application=application, reasons="Ancien employeur.", by=member, at=AT)
    assert keep(client, give, {"view": "", "reasons": REASONS}, shown).status_code == 403
    assert not UnfinishedForm.objects.exists()


def test_l8_a_refused_opinion_says_again_that_it_is_definitive(client, reader):
    _, _, _, give = reader
    refused = client.post(give, {"view": "", "reasons": REASONS})
    assert REASONS in words(refused)
    assert "Votre avis est définitif." in words(refused)


def test_l7_control_an_opinion_given_once_leaves_nothing_to_keep(client, reader):
    application, member, page, give = reader
    shown = client.get(page)
    committee.give_opinion(application=application, view=View.RESERVED, reasons="Peu.", by=member, at=AT)
    assert keep(client, give, {"view": "", "reasons": REASONS}, shown).status_code == 403
