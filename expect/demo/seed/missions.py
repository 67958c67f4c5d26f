"""⑤ ⑥ ⑦ Needs come from abroad, holders are asked, missions are prepared and validated, some leave."""

from datetime import timedelta
from decimal import Decimal

from expect.demo.seed.people import Cast
from expect.demo.seed.stories import STORIES, Story
from expect.demo.seed.trips import TRIPS, Trip
from expect.kernel.clock import paris_midnight
from expect.territory.models import Country
from labels.models import Expert, Label, Theme
from missions import budget, costs, endings, preparation, requests, returns, validation
from missions.enums import CostKind, CostStage
from missions.models import ExpertiseRequest, Mission
from missions.selectors import accepted_version
from missions.terms.values import Leg, Terms

COUNTRIES = ["SN", "MG", "BJ", "MA", "CI", "TN", "VN", "KH", "LB", "CM", "CO"]


def play(cast: Cast, labels: dict[Story, Label]) -> dict[str, Mission]:
    """Every need of the demonstration, as far as it went; the missions, by the name of their trip."""
    missions = {}
    for key, trip in sorted(TRIPS.items(), key=lambda pair: pair[1].starts):
        if mission := _Road(cast, trip, labels.get(STORIES[trip.story])).walk():
            missions[key] = mission
    _complete(cast)
    today = cast.calendar.day(0)
    budget.set_envelope(
        year=today.year,
        amount=Decimal("25000.00"),
        reason="Notification des crédits de l’année",
        by=cast.head,
        at=cast.calendar.at(0),
    )
    for key, mission in missions.items():
        trip = TRIPS[key]
        back = trip.departs + trip.days - 1
        if trip.until == "left" and back < 0:
            mission.refresh_from_db()
            returns.confirm_return(
                mission=mission,
                returned_on=cast.calendar.day(back),
                by=cast.editor(STORIES[trip.story]),
                at=cast.calendar.at(back + 1),
            )
    return missions


def _complete(cast: Cast) -> None:
    """The night after each return, the daily job."""
    nights = {trip.departs + trip.days for trip in TRIPS.values() if trip.departs + trip.days <= 0}
    for night in sorted(nights):
        midnight = paris_midnight(cast.calendar.day(night))
        returns.complete_missions(on=cast.calendar.day(night), at=midnight + timedelta(minutes=10))


class _Road:
    """The way of one trip, each step some days after the one before."""

    def __init__(self, cast: Cast, trip: Trip, label: Label | None):
        self.cast, self.trip, self.label, self.story = cast, trip, label, STORIES[trip.story]
        self.country = Country.objects.get(code=trip.country)

    def at(self, after: int):
        """That many days after the need, today at the latest."""
        return self.cast.calendar.at(min(self.trip.starts + after, 0))

    def walk(self) -> Mission | None:
        """As far as the trip goes; the mission, if one was born."""
        until = self.trip.until
        request = self._need()
        if until == "withdrawn":
            requests.withdraw_request(request=request, by=self.cast.officer, at=self.at(9))
        if until in ("open", "withdrawn"):
            return None
        mission = self._choose(request)
        if mission is None or until == "draft":
            return mission
        self._prepare(mission)
        if until == "accepted":
            return mission
        self._send(mission)
        if until in ("returned", "refused"):
            return self._turn_down(mission)
        if until != "sent":
            self._validate(mission)
        if until == "cancelled":
            self._cancel(mission)
        return mission

    def _need(self) -> ExpertiseRequest:
        calendar, trip = self.cast.calendar, self.trip
        wished = calendar.day(trip.departs if trip.days else trip.starts + 60)
        return requests.relay_request(
            country=self.country,
            authority=trip.authority,
            subject=trip.subject,
            description=f"{trip.authority} souhaite bénéficier, pendant quelques jours, de l’expérience d’une "
            "collectivité française : échanges avec les équipes, visites de terrain et restitution aux élus.",
            themes=list(Theme.objects.filter(code__in=self.story.themes)),
            wished_from=wished - timedelta(days=7),
            wished_until=wished + timedelta(days=30),
            languages="Français",
            urgent=trip.starts % 5 == 0,
            by=self.cast.agent(self.country, trip.starts),
            at=self.at(0),
        )

    def _choose(self, request: ExpertiseRequest) -> Mission | None:
        asked = requests.solicit(
            request=request,
            label=self.label,
            answer_by=self.cast.calendar.day(
                max(self.trip.starts + 12, 6 if self.trip.until == "asked" else -999)
            ),
            message="Votre expérience répond à cette demande. Pouvez-vous mobiliser une ou deux personnes ?",
            by=self.cast.officer,
            at=self.at(3),
        )
        if self.trip.until == "asked":
            return None
        editor = self.cast.editor(self.story)
        if self.trip.until == "declined":
            requests.decline_solicitation(
                solicitation=asked, reason="Nos experts sont retenus jusqu’à l’été.", by=editor, at=self.at(8)
            )
            return None
        requests.accept_solicitation(solicitation=asked, by=editor, at=self.at(8))
        if self.trip.until == "answered":
            return None
        return requests.choose(
            solicitation=asked,
            reason="Le thème et l’expérience du pays correspondent ; les experts sont disponibles.",
            by=self.cast.officer,
            at=self.at(11),
        )

    def _prepare(self, mission: Mission) -> None:
        calendar, trip = self.cast.calendar, self.trip
        experts = tuple(
            Expert.objects.filter(organisation=mission.organisation).order_by("pk")[: 1 + trip.days % 2]
        )
        preparation.save_terms(
            mission=mission,
            terms=Terms(
                subject=trip.subject,
                objectives="Établir avec les équipes un diagnostic partagé, puis une feuille de route réaliste.",
                expected_results=(
                    "Un diagnostic partagé avec les services",
                    "Une feuille de route à douze mois",
                    "Deux agents formés en mesure de poursuivre",
                ),
                follow_ups="Un point à distance trois mois après le retour.",
                goals=(11, 17),
                host_institution=trip.authority,
                host_committed_on=self.at(13).date(),
                sending=Leg(
                    calendar.day(trip.departs),
                    calendar.day(trip.departs + trip.days - 1),
                    trip.place,
                    experts,
                ),
            ),
            revision=mission.revision,
            by=self.cast.editor(self.story),
            at=self.at(15),
        )
        preparation.accept_terms(
            mission=mission,
            accepted=True,
            revision=mission.revision,
            by=self.cast.signatory(self.story),
            at=self.at(18),
        )

    def _send(self, mission: Mission) -> None:
        estimate = Decimal(self.trip.paid or "900.00") + 50
        self._cost(mission, CostStage.ESTIMATED, estimate, 20)
        preparation.send_to_embassy(
            mission=mission,
            version_number=accepted_version(mission).number,
            by=self.cast.officer,
            at=self.at(21),
        )

    def _validate(self, mission: Mission) -> None:
        validation.validate(
            mission=mission,
            version_number=accepted_version(mission).number,
            by=self.cast.agent(self.country, min(self.trip.starts + 28, 0)),
            at=self.at(28),
        )
        if self.trip.paid:
            self._cost(mission, CostStage.COMMITTED, Decimal(self.trip.paid), 30)
            self._cost(mission, CostStage.PAID, Decimal(self.trip.paid), 40)

    def _cost(self, mission: Mission, stage: str, amount: Decimal, after: int) -> None:
        costs.record_cost(
            mission=mission,
            kind=CostKind.AIR,
            stage=stage,
            amount=amount,
            label=f"Billet d’avion Paris – {self.trip.place}",
            follows=mission.costs.order_by("pk").first(),
            reference=f"EJ-{mission.number[2:]}" if stage == CostStage.PAID else "",
            by=self.cast.officer,
            at=self.at(after),
        )

    def _turn_down(self, mission: Mission) -> Mission:
        facts = {
            "mission": mission,
            "version_number": accepted_version(mission).number,
            "by": self.cast.agent(self.country, min(self.trip.starts + 28, 0)),
            "at": self.at(28),
        }
        if self.trip.until == "refused":
            validation.refuse_mission(
                reasons="Un bailleur conduit déjà le même travail avec la ville : la mission ferait double emploi.",
                **facts,
            )
        else:
            validation.return_mission(
                remarks="La semaine retenue est celle d’une fête nationale : merci de décaler d’une semaine.",
                **facts,
            )
        return mission

    def _cancel(self, mission: Mission) -> None:
        endings.cancel(
            mission=mission,
            reason="La collectivité d’accueil a reporté son projet à l’année prochaine.",
            by=self.cast.officer,
            at=self.at(40),
        )
