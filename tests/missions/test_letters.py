"""The mission letter, once, signed, as validated (spec M11, X12)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from expect.accounts.enums import Role
from expect.accounts.signing import NoSigningAuthority
from expect.kernel.errors import NotAllowed
from expect.programme.text_changes import change_text
from missions import letters, texts, validation
from missions.enums import Course
from missions.models import Mission
from missions.terms.values import Leg, Person
from tests import factories
from tests.documents.papers import fonts_of, pages_of, rendered, text_of
from tests.missions import factories as made
from tests.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def test_m11_the_letter_says_the_words_of_its_day(cast):
    mission, head = made.validated(cast), factories.head()
    for each in (texts.LETTER_SUBJECT, texts.OPENING, texts.COSTS, texts.CLOSING):
        body = f"({each.key}) " + " / ".join(map(str, each.fields))
        day = TODAY + timedelta(days=1)
        change_text(key=each.key, body=body, starts_on=day, reason="Essai.", by=head, at=AT)
    before, after = (
        letters.letter_context(mission, authority=None, on=TODAY + timedelta(days=days)) for days in (0, 1)
    )
    assert "(mission" not in str(before)
    facts = f"{mission.number} / {mission.subject} / {mission.country} / {mission.post} / "
    assert after["letter"]["subject"].startswith(f"(mission.letter.subject) {facts}")
    for place in ("opening", "costs", "closing"):
        assert after["mission"][place].startswith(f"(mission.letter.{place}) {facts}")


def test_m11_the_letter_says_the_terms_validated(cast):
    mission, head = made.validated(cast), factories.head()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    letter = Mission.objects.get(pk=mission.pk).letter
    said = letter.context["mission"]
    lines = {line["label"]: line["text"] for line in said["lines"]}
    assert (letter.kind, letter.title) == ("mission_letter", "Lettre de mission M-2026-0001")
    assert letter.context["letter"]["signature"]["name"] == str(head)
    assert letter.context["letter"]["signature"]["delegation"] == "Décret d’essai du 1er janvier 2025"
    assert f"le 2 mars 2026 par le poste en charge du pays ({cast.post})" in said["opening"]
    assert said["closing"] == "Votre rapport de mission est attendu au plus tard le 7 juillet 2026."
    assert lines["Objectifs"] == "Trouver les fuites."
    assert len(said["commitments"]) == 5


def test_m11_as_a_pdf_what_people_typed_stays_text(cast, tmp_path):
    mission = made.validated(cast, objectives="<b>Trouver</b> les fuites & former.")
    validation.issue_mission_letter(mission=mission, by=factories.head(), at=AT)
    letter = Mission.objects.get().letter
    content = rendered(letter.template, letter.context)
    said = text_of(content)
    assert "<b>Trouver</b> les fuites & former." in said
    assert "votre rapport de mission est attendu au plus tard le 7 juillet 2026" in said.lower()
    assert pages_of(content) == 2
    assert fonts_of(content, tmp_path) == {"Marianne": True, "Marianne-Bold": True}


def test_x12_without_delegation_nobody_signs(cast):
    mission = made.validated(cast)
    with pytest.raises(NoSigningAuthority):
        validation.issue_mission_letter(mission=mission, by=factories.head(signs=False), at=AT)
    mission.refresh_from_db()
    assert mission.letter is None


def test_m11_after_the_validation_and_once(cast):
    head = factories.head()
    with pytest.raises(NotAllowed, match="suit la validation"):
        validation.issue_mission_letter(mission=made.awaiting(cast), by=head, at=AT)
    mission = Mission.objects.get()
    validation.validate(mission=mission, version_number=1, by=cast.agent, at=AT)
    other_tab = Mission.objects.get()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    with pytest.raises(NotAllowed, match="déjà émise"):
        validation.issue_mission_letter(mission=mission, by=head, at=AT)
    with pytest.raises(NotAllowed, match="déjà émise"):
        validation.issue_mission_letter(mission=other_tab, by=head, at=AT)


def test_m11_the_version_validated_is_named_what_was_specified_since_is_said_apart(cast):
    """The embassy saw version 1; the holder specified the objectives later, in version 2 (spec M8)."""
    mission = made.validated(cast)
    made.amended(cast, mission, AT + timedelta(days=1), objectives="Trouver et réparer.", follow_ups="")
    validation.issue_mission_letter(mission=mission, by=factories.head(), at=AT + timedelta(days=2))
    letter = Mission.objects.get().letter
    said = letter.context["mission"]
    lines = {line["label"]: line["text"] for line in said["lines"]}
    assert said["opening"].startswith(
        "Les termes de votre mission (version 1) ont été validés le 2 mars 2026"
    )
    assert lines["Objectifs"] == "Trouver les fuites."
    assert said["since"] == {
        "number": 2,
        "accepted_on": "3 mars 2026",
        "lines": [
            {"label": "Objectifs", "text": "Trouver et réparer."},
            {"label": "Suites envisagées", "text": "rien n’est plus indiqué"},
        ],
    }
    assert "précisés (version 2, acceptée le 3 mars 2026)" in " ".join(
        text_of(rendered(letter.template, letter.context)).split()
    )


def test_m11_nothing_is_said_apart_where_the_version_is_the_one_validated(cast):
    assert letters.letter_context(made.validated(cast), authority=None, on=TODAY)["mission"]["since"] == {}


def test_m11_once_the_terms_have_changed_a_letter_replaces_the_former_which_is_kept(cast):
    """What the people carry says what was agreed since, and which letter it replaces (spec M5, M8)."""
    mission, head, later = made.validated(cast), factories.head(), AT + timedelta(days=1)
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    former = mission.letter
    assert former.context["mission"]["replaces"] == ""
    change = made.amended(cast, mission, objectives="Trouver et réparer.")
    assert (Mission.objects.get().letter, change.letter) == (former, former), "it holds until it is replaced"
    other_tab = Mission.objects.get()
    validation.issue_mission_letter(mission=mission, by=head, at=later)
    letter = Mission.objects.get().letter
    assert letter != former
    said = " ".join(text_of(rendered(letter.template, letter.context)).split())
    assert "Cette lettre remplace celle du 2 mars 2026, qui ne vaut plus." in said
    assert "précisés (version 2, acceptée le 2 mars 2026)" in said
    with pytest.raises(NotAllowed, match="déjà émise"):
        validation.issue_mission_letter(mission=other_tab, by=head, at=later)


def test_m11_one_letter_says_all_that_changed_since_the_former(cast):
    mission, head = made.validated(cast), factories.head()
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    former = mission.letter
    changes = [made.amended(cast, mission, objectives=words) for words in ("Un.", "Deux.")]
    assert [change.letter for change in changes] == [former, None]
    validation.issue_mission_letter(mission=mission, by=head, at=AT)
    latter = mission.letter
    assert latter.context["mission"]["since"]["number"] == 3
    made.amended(cast, mission, objectives="Trois.")
    made.postponed(cast, mission)
    kept = [change.letter for change in mission.amendments.order_by("pk")]
    assert (Mission.objects.get().letter, kept) == (None, [former, None, latter, None])


def test_m11_the_hosting_that_moves_after_the_stay_has_its_letter(cast):
    """The validation stands, the letter would say days that are no more (decision 0073)."""
    day = timedelta(days=1)
    hosting = Leg(made.RETURN + 30 * day, made.RETURN + 34 * day, "Rennes", (Person("Awa Diop"),))
    mission, head = made.completed(cast, course=Course.FOLLOWED, hosting=hosting), factories.head()
    at = AT + (made.RETURN + 2 * day - TODAY)
    validation.issue_mission_letter(mission=mission, by=head, at=at)
    moved = replace(hosting, starts_on=hosting.starts_on + day, ends_on=hosting.ends_on + day)
    made.amended(cast, mission, at=at, hosting=moved)
    validation.issue_mission_letter(mission=mission, by=head, at=at)
    [line] = Mission.objects.get().letter.context["mission"]["since"]["lines"]
    assert line["text"].startswith("du 7 au 11 juin 2026")


def test_x12_the_head_alone_signs(cast):
    with pytest.raises(NotAllowed):
        validation.issue_mission_letter(
            mission=made.validated(cast), by=factories.member(Role.OFFICER), at=AT
        )
