"""The stay: its terms, its legs, its people (spec M4–M6)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from expect.database.fields import NormalisedField, PublicIdField
from expect.database.functions import DaysBetween
from missions.enums import Course, Direction, MissionState, Nature
from missions.models.limits import held


class MissionQuerySet(models.QuerySet):
    """Missions on a day: lateness is read from the date (spec R1)."""

    def overdue_on(self, day: date) -> "MissionQuerySet":
        """Missions whose report is missing and late on that Paris day: the limit itself is still in time."""
        return self.filter(report_due_on__lt=day, report_delivered_at=None)


@held(but=("state",))
class Mission(models.Model):
    """A mission, born of a chosen solicitation (spec §3).

    `departs_on` and `returns_on` are the days of departure and return of the people sent; where nobody is sent, the
    first and the last hosted day (spec R1). `leaves_by` is the last day on which the label lets it leave, as the terms
    were written: empty where the label has no end, or where the head lifted the rule (spec M3). `terms_ready_at` tells
    when the terms were handed to the signatory, `draft_since` since when the holder is to write or mend them (created,
    reopened, returned, or changed once handed). `turn_reminded_at` and `turn_told_at` are of the last turn that was
    silent (`missions.turns`). `report_due_on`, `report_delivered_at` and `overdue_flagged_at` belong to the return
    (`missions.returns`), with `report_asked_again_at`, set while DAECT waits for more, and `report_redelivered_at`,
    when it came; stage 3 changes them only through its acts. `revision` counts the saves of the terms.
    `claims_hosting` says, of a mission that only hosts, that its costs are claimed where the report is missing.
    """

    public_id = PublicIdField()
    number = models.CharField("numéro", max_length=20, unique=True)
    solicitation = models.OneToOneField("missions.Solicitation", models.PROTECT, related_name="mission")
    label = models.ForeignKey("labels.Label", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+", verbose_name="pays")
    post = models.ForeignKey(
        "territory.DiplomaticPost", models.PROTECT, related_name="+", verbose_name="poste"
    )
    state = models.CharField("état", max_length=20, choices=MissionState, default=MissionState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("créée le")
    subject = models.CharField("objet", max_length=200)
    nature = models.CharField("nature", max_length=20, choices=Nature, default=Nature.REQUEST)
    course = models.CharField("déroulement", max_length=20, choices=Course, default=Course.ALONE)
    objectives = models.TextField("objectifs", max_length=4000, blank=True)
    follow_ups = models.TextField("suites envisagées", max_length=2000, blank=True)
    goals = models.JSONField("objectifs de développement durable", default=list, blank=True)
    host_institution = models.CharField("institution accueillante", max_length=200, blank=True)
    host_committed_on = models.DateField(
        "engagement écrit de l’institution accueillante", null=True, blank=True
    )
    claims_hosting = models.BooleanField("frais d’un accueil seul réclamés sans rapport", default=False)
    departs_on = models.DateField("départ", null=True, blank=True)
    returns_on = models.DateField("retour", null=True, blank=True)
    leaves_by = models.DateField("départ au plus tard le", null=True, blank=True)

    draft_since = models.DateTimeField("à préparer depuis le", null=True, blank=True)
    terms_ready_at = models.DateTimeField("termes remis au signataire le", null=True, blank=True)
    turn_reminded_at = models.DateTimeField("tour rappelé le", null=True, blank=True)
    turn_told_at = models.DateTimeField("silence signalé le", null=True, blank=True)
    accepted_at = models.DateTimeField("termes acceptés le", null=True, blank=True)
    sent_to_embassy_at = models.DateTimeField("soumise à l’ambassade le", null=True, blank=True)
    reviewed_at = models.DateTimeField("avis de l’ambassade le", null=True, blank=True)
    validated_at = models.DateTimeField("validée le", null=True, blank=True)
    completed_at = models.DateTimeField("achevée le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)
    cancel_reason = models.TextField("motif d’annulation", max_length=2000, blank=True)
    interrupted_at = models.DateTimeField("interruption enregistrée le", null=True, blank=True)
    interrupted_on = models.DateField("interrompue le", null=True, blank=True)
    interrupt_reason = models.TextField("motif d’interruption", max_length=2000, blank=True)

    letter = models.OneToOneField(
        "documents.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_confirmed_on = models.DateField("retour constaté le", null=True, blank=True)
    report_due_on = models.DateField("rapport attendu le", null=True, blank=True)
    report_delivered_at = models.DateTimeField("rapport remis le", null=True, blank=True)
    report_asked_again_at = models.DateTimeField("complément du rapport demandé le", null=True, blank=True)
    report_redelivered_at = models.DateTimeField("rapport complété le", null=True, blank=True)
    overdue_flagged_at = models.DateTimeField("retard constaté le", null=True, blank=True)
    search_text = NormalisedField(sources=("number", "subject"))

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = "mission"
        verbose_name_plural = "missions"
        constraints = [
            models.CheckConstraint(name="mission_state_known", condition=Q(state__in=MissionState.values)),
            models.CheckConstraint(
                name="mission_drafted_since",
                condition=~Q(state__in=[MissionState.DRAFT, MissionState.RETURNED])
                | Q(draft_since__isnull=False),
            ),
            models.CheckConstraint(
                name="mission_dates",
                condition=Q(departs_on=None, returns_on=None) | Q(returns_on__gte=F("departs_on")),
            ),
            models.CheckConstraint(
                name="mission_seven_days",
                condition=Q(departs_on=None) | LessThanOrEqual(DaysBetween("returns_on", "departs_on"), 6),
            ),
            models.CheckConstraint(
                name="mission_leaves_under_its_label",
                condition=Q(departs_on=None) | Q(leaves_by=None) | Q(departs_on__lte=F("leaves_by")),
            ),
            models.CheckConstraint(
                name="mission_accepted",
                condition=~Q(
                    state__in=[MissionState.ACCEPTED, MissionState.AWAITING_EMBASSY, MissionState.VALIDATED]
                )
                | Q(accepted_at__isnull=False, departs_on__isnull=False),
            ),
            models.CheckConstraint(
                name="mission_validated",
                condition=~Q(
                    state__in=[
                        MissionState.VALIDATED,
                        MissionState.INTERRUPTED,
                        MissionState.COMPLETED,
                        MissionState.CLOSED,
                    ]
                )
                | Q(validated_at__isnull=False, report_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="mission_cancelled",
                condition=~Q(state=MissionState.CANCELLED)
                | Q(cancelled_at__isnull=False, report_due_on=None) & ~Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="mission_interrupted",
                condition=Q(interrupted_on=None, interrupted_at=None) & ~Q(state=MissionState.INTERRUPTED)
                | Q(interrupted_at__isnull=False, interrupted_on__range=(F("departs_on"), F("returns_on")))
                & ~Q(interrupt_reason=""),
            ),
            models.CheckConstraint(
                name="mission_report_completed_once_delivered",
                condition=Q(report_asked_again_at=None, report_redelivered_at=None)
                | Q(report_delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mission_report_due_after_return",
                condition=Q(report_due_on=None) | Q(report_due_on__gt=F("returns_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "departs_on"], name="mission_by_state"),
            models.Index(fields=["departs_on"], name="mission_by_departure"),
            models.Index(fields=["report_due_on"], name="mission_by_limit"),
            models.Index(fields=["organisation", "state"], name="mission_of_body"),
            models.Index(fields=["country", "state"], name="mission_of_country"),
            models.Index(
                fields=["report_due_on"],
                name="mission_report_missing",
                condition=Q(report_delivered_at=None, overdue_flagged_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.number} — {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("missions:mission", args=[self.public_id])

    def overdue_on(self, day: date) -> bool:
        """Whether its report is missing and late on that Paris day; the same rule as the queryset's."""
        return (
            self.report_due_on is not None and self.report_delivered_at is None and self.report_due_on < day
        )


@held()
class ExpectedResult(models.Model):
    """One result expected of the mission; the report says whether it was reached (spec M5, R3)."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="expected_results")
    rank = models.PositiveSmallIntegerField("ordre")
    text = models.CharField("résultat attendu", max_length=300)

    class Meta:
        verbose_name = "résultat attendu"
        verbose_name_plural = "résultats attendus"
        constraints = [
            models.UniqueConstraint(name="expected_result_rank", fields=["mission", "rank"]),
            models.CheckConstraint(name="expected_result_six", condition=Q(rank__range=(1, 6))),
        ]

    def __str__(self):
        return self.text


@held(but=("direction",))
class MissionLeg(models.Model):
    """One way of the mission: seven days at most, both ends counted (spec M4)."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="legs")
    direction = models.CharField("sens", max_length=20, choices=Direction)
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    place = models.CharField("lieu", max_length=200, blank=True)

    class Meta:
        verbose_name = "volet"
        verbose_name_plural = "volets"
        constraints = [
            models.CheckConstraint(name="leg_direction_known", condition=Q(direction__in=Direction.values)),
            models.CheckConstraint(name="leg_dates", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="leg_seven_days", condition=LessThanOrEqual(DaysBetween("ends_on", "starts_on"), 6)
            ),
            models.UniqueConstraint(name="leg_once_each_way", fields=["mission", "direction"]),
        ]

    def __str__(self):
        return f"{self.get_direction_display()}, {self.starts_on} – {self.ends_on}"


@held()
class Participant(models.Model):
    """One of the one or two people of a leg: an expert sent, or a representative hosted (spec M4, M6)."""

    leg = models.ForeignKey(MissionLeg, models.CASCADE, related_name="participants")
    slot = models.PositiveSmallIntegerField("place")
    expert = models.ForeignKey("labels.Expert", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("nom", max_length=160, blank=True)
    function = models.CharField("fonction", max_length=150, blank=True)

    class Meta:
        verbose_name = "missionnaire"
        verbose_name_plural = "missionnaires"
        constraints = [
            models.CheckConstraint(name="participant_one_or_two", condition=Q(slot__in=[1, 2])),
            models.UniqueConstraint(name="participant_slot_once", fields=["leg", "slot"]),
            models.UniqueConstraint(name="participant_expert_once", fields=["leg", "expert"]),
            models.CheckConstraint(
                name="participant_expert_or_name",
                condition=Q(expert__isnull=False, name="") | Q(expert=None) & ~Q(name=""),
            ),
        ]

    def __str__(self):
        return str(self.expert or self.name)


class ParticipantDay(models.Model):
    """A day taken in an expert's calendar: never two missions the same day (spec M6)."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="days")
    expert = models.ForeignKey("labels.Expert", models.PROTECT, related_name="+")
    day = models.DateField("jour")

    class Meta:
        verbose_name = "jour de mission"
        verbose_name_plural = "jours de mission"
        constraints = [models.UniqueConstraint(name="expert_one_mission_a_day", fields=["expert", "day"])]

    def __str__(self):
        return f"{self.expert} — {self.day}"
