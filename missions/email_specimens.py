"""The e-mails of stage 2 on a specimen, where DAECT reads a rewriting before deciding it (decision 0047)."""

from expect.programme.texts import declare
from expect.territory.models import Country
from missions.email_texts import EMAILS
from missions.models import ExpertiseRequest, Mission, Solicitation
from missions.texts import COUNTRY, MISSION, SUBJECT

PLACE = Country(name=COUNTRY.sample)
NEED = Solicitation(
    request=ExpertiseRequest(country=PLACE, authority="Ville de Spécimen", subject=SUBJECT.sample), message=""
)
STAY = Mission(number=MISSION.sample, subject=SUBJECT.sample, country=PLACE)

declare(
    EMAILS["missions/solicited"].letter(2, {"subject": NEED}),
    EMAILS["missions/solicitation_reminded"].letter(2, {"subject": NEED}),
    EMAILS["missions/turn_reminded"].letter(2, {"subject": STAY, "personal_link": ""}),
)
