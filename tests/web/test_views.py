"""One page, one act: what is refused, what comes back, what moves on."""

import pytest
from django.contrib.messages import get_messages

from tests import factories

pytestmark = pytest.mark.django_db
ACT = "/dossiers/d1/refuser/"
TYPED = "Un motif que l’on ne veut pas perdre <b>"


@pytest.fixture
def person(client, gallery, clock):
    client.force_login(factories.user())
    return client


def html(response) -> str:
    return response.content.decode()


def test_an_act_says_what_will_happen_and_to_whom(person):
    page = html(person.get(ACT))
    assert "Ce qui va se passer" in page
    assert "Camille Martin, maire" in page
    assert "À l’attention de Ville de Nantes" in page
    assert page.count("Refuser la candidature</button>") == 1
    assert 'href="/dossiers/d1/"' in page


def test_x1_an_outsider_meets_404_an_insider_403_with_the_reason(person):
    assert person.get("/dossiers/absent/refuser/").status_code == 404
    for answer in (
        person.get("/dossiers/closed/refuser/"),
        person.post("/dossiers/closed/refuser/", {"reason": "x"}),
    ):
        assert answer.status_code == 403
        assert "Seule la personne qui dirige la DAECT peut le faire." in html(answer)
        assert 'href="/dossiers/closed/"' in html(answer)


def test_an_act_too_late_leads_to_the_file_or_keeps_what_was_typed(person):
    opened = person.get("/dossiers/done/refuser/")
    assert (opened.status_code, opened.url) == (302, "/dossiers/done/")
    assert [str(m) for m in get_messages(opened.wsgi_request)] == ["La candidature est déjà refusée."]
    sent = person.post("/dossiers/done/refuser/", {"reason": TYPED})
    assert sent.status_code == 409
    assert "La candidature est déjà refusée." in html(sent)
    assert "Un motif que l’on ne veut pas perdre &lt;b&gt;</textarea>" in html(sent)
    assert 'href="/dossiers/done/"' in html(sent)


def test_an_act_done_says_so_and_moves_on(person):
    answer = person.post(ACT, {"reason": "Règle L4"})
    assert (answer.status_code, answer.url) == (302, "/dossiers/d1/")
    assert [str(m) for m in get_messages(answer.wsgi_request)] == [
        "La candidature d1 est refusée ; la lettre est partie."
    ]
    page = html(person.get(answer.url))
    assert 'role="status"' in page
    assert "la lettre est partie" in page


def test_a_faulty_form_comes_back_with_its_summary(person):
    answer = person.post(ACT, {"reason": "x" * 501})
    assert answer.status_code == 200
    assert "1 point à corriger" in html(answer)
    assert "<title>Erreur – Refuser la candidature – EXPE-CT</title>" in html(answer)
    assert "x" * 501 in html(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("refused", "Le motif ne suffit pas : citez la règle."),
        ("elsewhere", "La séance est complète : choisissez-en une autre."),
        ("not allowed", "Votre rôle s’est terminé hier."),
        ("late", "Quelqu’un d’autre a déjà enregistré une décision."),
    ],
)
def test_a_refused_act_comes_back_on_the_form_with_all_that_was_typed(person, typed, sentence):
    answer = person.post(ACT, {"reason": typed})
    assert answer.status_code == 200
    assert sentence in html(answer)
    assert f"{typed}</textarea>" in html(answer)
    assert ("Voir ce qu’il en est maintenant" in html(answer)) is (typed == "late")


def test_a_refusal_on_a_field_is_said_at_that_field(person):
    page = html(person.post(ACT, {"reason": "refused"}))
    assert '<a href="#id_reason">Motif</a>' in page
    assert "Cela n’a pas pu être fait" not in page
    assert "Cela n’a pas pu être fait" in html(person.post(ACT, {"reason": "late"}))


def test_x9_one_instant_per_request(person, clock):
    from tests.moments import AT, TODAY

    context = person.get(ACT).context
    assert (context["at"], context["today"]) == (AT, TODAY)


def test_a_file_page_shows_its_head_its_road_and_closed_acts(person):
    page = html(person.get("/dossiers/d1/"))
    assert page.count("<h1") == 1
    assert "À instruire" in page
    assert "depuis le 20 février 2026" in page
    assert 'aria-current="step"' in page
    assert "18 mai 2026 (dans 77\N{NO-BREAK SPACE}jours)" in page
    assert "du 12 au 18 mai 2026 (7\N{NO-BREAK SPACE}jours)" in page
    assert 'aria-disabled="true"' in page
    assert "Le rapport de la mission précédente est en retard." in page
    assert "seul un recours peut la remplacer" in page


def test_a_step_says_where_one_is(person):
    page = html(person.get("/dossiers/d1/etape/"))
    assert "Étape 2 sur 4" in page
    assert "Étape suivante" in page
    assert 'href="/x/"' in page
    assert 'data-autosave-url="/enregistrement.json"' in page


def test_typed_html_is_text(person):
    page = html(person.post(ACT, {"reason": TYPED * 20}))
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
