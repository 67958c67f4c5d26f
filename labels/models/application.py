"""The file: what the body offers, what shows it, who can go (spec L3–L7)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from expect.database.fields import NormalisedField, PublicIdField
from labels.enums import ApplicationState, Basis, DismissalKind


class LabelApplication(models.Model):
    """The request for a label: skills, evidence, conditions of mobilisation (spec L3).

    A body has one draft at a time, which is offered again (spec L7). `revision` counts the saves of the draft, so
    that two tabs never overwrite one another; `updated_by` saved it last. Each state has its fact: who, when.
    `handed_over_at` is when the file was sent to the signatory, `submitted_at` its last lodging (each is kept with its
    version), `silence_on` the day on which silence means refusal (spec X10), `officer` the person of DAECT in charge,
    `admission_reason` why a body under its own regime was admitted, by hand (spec L1). An admissible file without
    `session` waits for one since `released_at`: it left its own, or an appeal was upheld. `implicit_on` is the day on
    which silence had refused what DAECT then sent back: that refusal stands, on the file corrected, until an express
    answer replaces it (decision 0056). `lodged_title` and `lodged_themes` are those of the last version: DAECT and the
    committee read them in lists, searches and letters (decision 0060); `title` and `themes` are what the body writes.
    `dismissal` is what has ended the file without the committee, and still does.
    """

    public_id = PublicIdField()
    number = models.CharField("numéro", max_length=20, blank=True)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    state = models.CharField("état", max_length=20, choices=ApplicationState, default=ApplicationState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("créée le")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("modifiée le")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    title = models.CharField("intitulé de l’expertise", max_length=200, blank=True)
    themes = models.ManyToManyField("labels.Theme", related_name="+", verbose_name="thèmes", blank=True)
    skills = models.TextField("compétences et savoir-faire proposés", max_length=6000, blank=True)
    prospect = models.TextField("perspective internationale", max_length=4000, blank=True)
    on_cooperation = models.BooleanField("par des actions de coopération décentralisée", default=False)
    on_territory = models.BooleanField("par l’expérience sur son territoire", default=False)
    conditions = models.TextField("conditions de mobilisation", max_length=4000, blank=True)
    experts = models.ManyToManyField("labels.Expert", related_name="+", verbose_name="experts", blank=True)

    handed_over_at = models.DateTimeField("transmise au signataire le", null=True, blank=True)
    submitted_at = models.DateTimeField("déposée le", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    silence_on = models.DateField("décision implicite le", null=True, blank=True)
    implicit_on = models.DateField("refus implicite du", null=True, blank=True)
    lodged_title = models.CharField("intitulé déposé", max_length=200, blank=True)
    lodged_themes = models.ManyToManyField(
        "labels.Theme", related_name="+", verbose_name="thèmes déposés", blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suivie par",
    )
    admitted_at = models.DateTimeField("déclarée recevable le", null=True, blank=True)
    admission_reason = models.TextField("motif de recevabilité", max_length=3000, blank=True)
    session = models.ForeignKey(
        "labels.CommitteeSession", models.PROTECT, null=True, blank=True, related_name="applications"
    )
    released_at = models.DateTimeField("sans séance depuis le", null=True, blank=True)
    dismissal = models.OneToOneField(
        "labels.Dismissal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décision sans examen",
    )
    examined_at = models.DateTimeField("examinée le", null=True, blank=True)
    notified_at = models.DateTimeField("notifiée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    search_text = NormalisedField(sources=("number", "lodged_title"))

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        constraints = [
            models.CheckConstraint(
                name="application_state_known", condition=Q(state__in=ApplicationState.values)
            ),
            models.CheckConstraint(
                name="application_submitted",
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, silence_on__isnull=False)
                & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="application_lodged_title",
                condition=Q(submitted_at=None, lodged_title="")
                | Q(submitted_at__isnull=False) & ~Q(lodged_title=""),
            ),
            models.CheckConstraint(
                name="application_admitted",
                condition=~Q(state__in=[ApplicationState.ADMISSIBLE, ApplicationState.EXAMINED])
                | Q(admitted_at__isnull=False)
                & (Q(state=ApplicationState.ADMISSIBLE) | Q(session__isnull=False)),
            ),
            models.CheckConstraint(
                name="application_released",
                condition=Q(state=ApplicationState.ADMISSIBLE, session=None, released_at__isnull=False)
                | (~Q(state=ApplicationState.ADMISSIBLE) | Q(session__isnull=False)) & Q(released_at=None),
            ),
            models.CheckConstraint(
                name="application_dismissed",
                condition=Q(state__in=DismissalKind.values, dismissal__isnull=False)
                | ~Q(state__in=DismissalKind.values) & Q(dismissal=None),
            ),
            models.CheckConstraint(
                name="application_notified",
                condition=~Q(state__in=[ApplicationState.GRANTED, ApplicationState.REFUSED])
                | Q(examined_at__isnull=False, notified_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_withdrawn",
                condition=~Q(state=ApplicationState.WITHDRAWN) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_refusal_replaced",
                condition=Q(implicit_on=None)
                | Q(
                    state__in=[
                        ApplicationState.SUBMITTED,
                        ApplicationState.CHANGES_REQUESTED,
                        ApplicationState.ADMISSIBLE,
                        ApplicationState.EXAMINED,
                        ApplicationState.DEFERRED,
                    ]
                ),
            ),
            models.CheckConstraint(
                name="application_dates_in_order",
                condition=Q(submitted_at=None) | Q(submitted_at__gte=F("created_at")),
            ),
            models.UniqueConstraint(
                name="application_number_unique", fields=["number"], condition=~Q(number="")
            ),
            models.UniqueConstraint(
                name="application_one_draft",
                fields=["organisation"],
                condition=Q(state=ApplicationState.DRAFT),
            ),
        ]
        indexes = [
            models.Index(fields=["-submitted_at", "id"], name="application_last_lodged"),
            models.Index(fields=["state", "submitted_at"], name="application_by_state"),
            models.Index(fields=["organisation", "state"], name="application_of_body"),
        ]

    def __str__(self):
        return self.number or self.title or "Candidature en préparation"


class EvidenceItem(models.Model):
    """One described action or experience, behind a basis claimed (spec L4)."""

    public_id = PublicIdField()
    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="evidence")
    basis = models.CharField("nature", max_length=20, choices=Basis)
    title = models.CharField("intitulé", max_length=200)
    description = models.TextField("description", max_length=4000)
    partner = models.CharField("partenaire et pays", max_length=200, blank=True)
    period = models.CharField("période", max_length=80, blank=True)

    class Meta:
        verbose_name = "élément de preuve"
        verbose_name_plural = "éléments de preuve"
        constraints = [
            models.CheckConstraint(name="evidence_basis_known", condition=Q(basis__in=Basis.values))
        ]

    def __str__(self):
        return self.title


class EvidenceAttachment(models.Model):
    """A file behind the application, optionally tied to one item (spec L4, X6).

    DAECT and the committee read those that were lodged. One of these is taken out without being erased: the version
    that shows it still opens it (spec L7).
    """

    public_id = PublicIdField()
    application = models.ForeignKey(LabelApplication, models.CASCADE, related_name="attachments")
    item = models.ForeignKey(EvidenceItem, models.SET_NULL, null=True, blank=True, related_name="attachments")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField("déposée le", null=True, blank=True)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"

    def __str__(self):
        return str(self.file)


class CommitmentText(models.Model):
    """The wording of the commitments accepted on lodging; rows are versions and never change (spec L6).

    The first is the programme's own; the others have their author and their reason.
    """

    version = models.PositiveIntegerField(unique=True)
    body = models.TextField("texte")
    in_force_from = models.DateField("en vigueur depuis le")
    reason = models.TextField("motif", max_length=2000, blank=True)
    worded_at = models.DateTimeField("écrit le", null=True)
    worded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "texte des engagements"
        verbose_name_plural = "textes des engagements"

    def __str__(self):
        return f"Engagements, version {self.version}"

    @property
    def public_id(self) -> str:
        """How the journal names it."""
        return f"v{self.version}"


class ApplicationVersion(models.Model):
    """What was lodged, as it was: the committee reads this (spec L6, L7).

    `content` is the whole file as plain JSON, `sha256` its digest; triggers forbid any change or deletion.
    """

    application = models.ForeignKey(LabelApplication, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField("en qualité de", max_length=150)
    commitments = models.ForeignKey(CommitmentText, models.PROTECT, related_name="+")
    receipt = models.OneToOneField("documents.IssuedDocument", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "version déposée"
        verbose_name_plural = "versions déposées"
        constraints = [
            models.UniqueConstraint(name="application_version_once", fields=["application", "number"])
        ]

    def __str__(self):
        return f"{self.application}, version {self.number}"
