"""What experts wrote of their availability is read beside the ranking, and never weighed (spec M2)."""

import pytest

from missions import matching
from tests.missions import factories as made
from tests.missions.test_pages import words
from tests.moments import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_m2_availability_is_shown_and_changes_no_rank(cast, client):
    need, other = made.need(cast), made.label()
    before = [(one.label.pk, one.rank) for one in matching.suggestions(need, TODAY)]
    made.expert(other.organisation, last_name="Zola", availability="Hors vacances scolaires")
    made.expert(other.organisation, last_name="Muet")
    made.expert(other.organisation, last_name="Parti", availability="Jamais", active=False)
    found = matching.suggestions(need, TODAY)
    assert [one.label.pk for one in found if one.label.pk == cast.label.pk] == [cast.label.pk]
    said = matching.availabilities(found)
    assert said[other.organisation_id] == ["Alix Zola\N{NO-BREAK SPACE}: Hors vacances scolaires"]
    made.expert(cast.organisation, availability="Toujours")
    made.expert(cast.organisation, availability="")
    after = [(one.label.pk, one.rank) for one in matching.suggestions(need, TODAY)]
    assert len(before) == len(after)
    client.force_login(cast.officer)
    page = words(client.get(need.get_absolute_url()))
    assert "Alix Zola : Hors vacances scolaires" in page
    assert "Jamais" not in page.split("Disponibilités dites")[1].split("Solliciter")[0]
