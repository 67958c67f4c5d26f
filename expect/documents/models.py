"""Files kept under a neutral name, and documents issued once."""

from django.conf import settings
from django.db import models

from expect.database.fields import PublicIdField


class StoredFileQuerySet(models.QuerySet):
    """Stored files."""

    def awaiting_scan(self) -> "StoredFileQuerySet":
        """Those that the antivirus has still to see."""
        return self.filter(scan_wanted=True, scanned_at=None)

    def infected(self) -> "StoredFileQuerySet":
        """Those in which the antivirus found something."""
        return self.filter(infection__gt="")


class StoredFile(models.Model):
    """A file under `FILES_ROOT`, at `path` (`ab/<uuid>`), with its SHA-256; rows never change (spec X6).

    What a person brought while an antivirus is configured wants a scan: `scanned_at` says when, `infection` what was
    found.
    """

    public_id = PublicIdField()
    path = models.CharField(max_length=60, unique=True)
    name = models.CharField("nom d’origine", max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    scan_wanted = models.BooleanField(default=False)
    scanned_at = models.DateTimeField(null=True)
    infection = models.CharField(max_length=120, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier"
        verbose_name_plural = "fichiers"
        constraints = [
            models.CheckConstraint(
                name="file_infection_seen",
                condition=models.Q(infection="") | models.Q(scanned_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="file_unscanned",
                condition=models.Q(scan_wanted=True, scanned_at=None),
            ),
            models.Index(fields=["id"], name="file_infected", condition=models.Q(infection__gt="")),
        ]

    def __str__(self):
        return self.name

    @property
    def awaits_scan(self) -> bool:
        """Whether the antivirus has still to see it: `awaiting_scan`, for a file in hand."""
        return self.scan_wanted and self.scanned_at is None

    @property
    def held(self) -> str:
        """Why nobody downloads it: « infected », « awaits_scan », or empty."""
        return "infected" if self.infection else "awaits_scan" if self.awaits_scan else ""


class IssuedDocument(models.Model):
    """A document of the ministry, frozen at issue: `template` and `context` say all that it shows.

    The worker renders it once to PDF (`documents.rendering`) and sets `file`; triggers forbid any later change.
    A letter made elsewhere has no `template`: its `file` is a scan. `next_attempt_at` is also the lease of the worker
    that renders it.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=250)
    template = models.CharField(max_length=120)
    context = models.JSONField()
    issued_at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "document émis"
        verbose_name_plural = "documents émis"
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="document_unrendered", condition=models.Q(file=None)
            )
        ]

    def __str__(self):
        return self.title
