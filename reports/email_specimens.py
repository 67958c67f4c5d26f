"""The e-mails of stage 3 on a specimen, where DAECT reads a rewriting before deciding it (decision 0047)."""

from expect.programme.texts import declare
from expect.territory.models import Country
from missions.models import Mission
from reports.email_texts import TOLD
from reports.texts import COUNTRY, MISSION, SUBJECT

STAY = Mission(number=MISSION.sample, subject=SUBJECT.sample, country=Country(name=COUNTRY.sample))

declare(*(told.letter(3, {"subject": STAY, "claimed": True, "unclaimed": ""}) for told in TOLD))
