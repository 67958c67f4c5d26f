"""The words of stage 3: English codes, French labels."""

from django.db.models import IntegerChoices, TextChoices


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


class ReminderStep(IntegerChoices):
    """The ladder: days before the limit; below zero, after it (spec R6)."""

    MONTH = 30, "Trente jours avant"
    FORTNIGHT = 15, "Quinze jours avant"
    WEEK = 7, "Sept jours avant"
    EVE = 1, "La veille"
    LATE = -1, "Premier jour de retard"


class DemandState(TextChoices):
    """Where a reimbursement demand stands (spec §6)."""

    DRAFT = "draft", "À vérifier"
    ANSWERING = "answering", "Lettre préalable envoyée"
    ISSUED = "issued", "Émise"
    HANDED_OVER = "handed_over", "Transmise à l’ordonnateur"
    SETTLED = "settled", "Soldée"
    DROPPED = "dropped", "Abandonnée"
    WAIVED = "waived", "Renonciation"


class DropCause(TextChoices):
    """Why a demand was dropped (spec R5)."""

    DELIVERED = "delivered", "Rapport remis"
    PERSON = "person", "Décision de la DAECT"
    LIMIT_MOVED = "limit_moved", "Limite de remise modifiée"
    RECOVERED = "recovered", "Plus rien à rembourser"


class Undrafted(TextChoices):
    """Why no demand is drafted for a report that is missing, and what follows (spec R4)."""

    NOT_IN_THE_TERMS = (
        "not_in_the_terms",
        "les termes de cet accueil ne prévoient aucun remboursement, aucune demande ne sera préparée.",
    )
    MORE_TIME = (
        "more_time",
        "le titulaire a demandé un délai, aucune demande n’est préparée avant la réponse de la déléguée ou du délégué.",
    )
    CLAIMED = "claimed", "une demande a déjà été émise ou préparée pour cette mission, aucune autre ne l’est."
    DROPPED = "dropped", "la demande a été abandonnée pour cette limite, aucune autre n’est préparée."
    UNPAID = (
        "unpaid",
        "aucune somme payée n’est enregistrée, aucune demande n’est donc préparée. Elle le sera dès qu’un paiement "
        "sera enregistré.",
    )


class RecoveryStep(TextChoices):
    """What may become of an issued demand (spec R5)."""

    HANDED_OVER = "handed_over", "Transmission à l’ordonnateur"
    PAID = "paid", "Paiement"
    REMITTED = "remitted", "Remise gracieuse"
    WRITTEN_OFF = "written_off", "Admission en non-valeur"
    CONTESTED = "contested", "Contestation"
    ANSWERED = "answered", "Réponse à la contestation"
    GIVEN_BACK = "given_back", "Restitution au titulaire"
    MAINTAINED = "maintained", "Maintien après la remise du rapport"
    CANCELLED = "cancelled", "Annulation d’une écriture"


class Contestation(TextChoices):
    """Before whom the holder contests a demand, or its collection (spec R5)."""

    AUTHOR = "author", "Recours gracieux"
    MINISTER = "minister", "Recours hiérarchique, devant le ministre"
    COURT = "court", "Recours devant le tribunal administratif"
    ACCOUNTANT = "accountant", "Opposition devant le comptable"


class DebtorKind(TextChoices):
    """What the titre de perception asks of the debtor (spec R5)."""

    PUBLIC = "public", "personne publique"
    PRIVATE = "private", "personne privée"


class LetterKind(TextChoices):
    """Which letter a text was written for (spec R5)."""

    PRIOR = "prior", "Lettre préalable"
    DEMAND = "demand", "Demande de remboursement"


class AnswerChannel(TextChoices):
    """How observations that DAECT records came (spec R5, X13)."""

    WRITTEN = "written", "Par lettre"
    EMAIL = "email", "Par courriel"
    ORAL = "oral", "Oralement"


class HearingOutcome(TextChoices):
    """What became of the oral hearing that the holder asked for (spec R5)."""

    HELD = "held", "L’entretien a eu lieu"
    DECLINED = "declined", "Le titulaire y a renoncé"
    ABSENT = "absent", "Le titulaire ne s’est pas présenté"
