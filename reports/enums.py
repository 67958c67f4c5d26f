"""The words of stage 3: English codes, French labels."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    """Where a report stands (spec §6)."""

    DRAFT = "draft", "En rédaction"
    AWAITING_SIGNATORY = "awaiting_signatory", "À valider par le signataire"
    DELIVERED = "delivered", "Remis"
    MORE_REQUESTED = "more_requested", "Complément demandé"
    ACCEPTED = "accepted", "Accepté"


class Reached(TextChoices):
    """What became of an expected result (spec R3)."""

    YES = "yes", "Atteint"
    PARTLY = "partly", "Partiellement atteint"
    NO = "no", "Non atteint"


class DemandState(TextChoices):
    """Where a reimbursement demand stands (spec §6)."""

    DRAFT = "draft", "À vérifier"
    ANSWERING = "answering", "Lettre préalable envoyée"
    ISSUED = "issued", "Émise"
    DROPPED = "dropped", "Abandonnée"
    WAIVED = "waived", "Remise accordée"


class DropCause(TextChoices):
    """Why a demand was dropped (spec R5)."""

    DELIVERED = "delivered", "Rapport remis"
    PERSON = "person", "Décision de la DAECT"
    LIMIT_MOVED = "limit_moved", "Limite de remise modifiée"


class AnswerChannel(TextChoices):
    """How the holder's observations came (spec R5)."""

    ONLINE = "online", "En ligne"
    WRITTEN = "written", "Par écrit"
    ORAL = "oral", "Oralement"


class HearingOutcome(TextChoices):
    """What became of the oral hearing that the holder asked for (spec R5)."""

    HELD = "held", "L’entretien a eu lieu"
    DECLINED = "declined", "Le titulaire y a renoncé"
    ABSENT = "absent", "Le titulaire ne s’est pas présenté"
