"""The words of stage 2: English codes, French labels."""

from django.db.models import IntegerChoices, TextChoices


class RequestState(TextChoices):
    """Where a need stands (spec §6)."""

    OPEN = "open", "Ouvert"
    MATCHED = "matched", "Pourvu"
    WITHDRAWN = "withdrawn", "Retiré"
    EXPIRED = "expired", "Expiré"
    MERGED = "merged", "Réuni à un autre"


class RequestOrigin(TextChoices):
    """Who entered the need (spec M1)."""

    POST = "post", "Relayé par l’ambassade"
    DAECT = "daect", "Saisi par la DAECT"
    HOLDER = "holder", "Déclaré par un titulaire"


class SolicitationState(TextChoices):
    """Where a solicitation stands (spec §6)."""

    SENT = "sent", "Envoyée"
    ACCEPTED = "accepted", "Acceptée"
    DECLINED = "declined", "Déclinée"
    CHOSEN = "chosen", "Retenue"
    NOT_CHOSEN = "not_chosen", "Non retenue"
    LAPSED = "lapsed", "Restée sans réponse"
    CANCELLED = "cancelled", "Annulée"


class MissionState(TextChoices):
    """Where a mission stands; *under way* and *overdue* are read from dates (spec §6)."""

    DRAFT = "draft", "En préparation"
    ACCEPTED = "accepted", "Termes acceptés"
    AWAITING_EMBASSY = "awaiting_embassy", "Soumise à l’ambassade"
    RETURNED = "returned", "Renvoyée par l’ambassade"
    REFUSED = "refused", "Refusée par l’ambassade"
    VALIDATED = "validated", "Validée"
    INTERRUPTED = "interrupted", "Interrompue"
    COMPLETED = "completed", "Achevée"
    CLOSED = "closed", "Close"
    CANCELLED = "cancelled", "Annulée"


class ExceptionKind(TextChoices):
    """The rule from which the head may depart, with reasons (spec M3, M10)."""

    LABEL = "label", "Label qui ne vaut pas à la date de la mission"
    LATE_REPORT = "late_report", "Rapport d’une autre mission en retard"


class Nature(TextChoices):
    """What kind of mission it is (spec M5)."""

    REQUEST = "request", "Réponse à une demande d’expertise"
    SEMINAR = "seminar", "Participation à un séminaire"
    OTHER = "other", "Autre"


class Course(TextChoices):
    """How the mission goes (spec M5)."""

    ALONE = "alone", "Mission seule"
    PRECEDED = "preceded", "Précédée de l’accueil d’une délégation"
    FOLLOWED = "followed", "Suivie de l’accueil d’une délégation"


class Direction(TextChoices):
    """Which way a leg goes (spec M4)."""

    SENDING = "sending", "Envoi d’experts"
    HOSTING = "hosting", "Accueil d’une délégation"


class Party(TextChoices):
    """Who writes in the terms, and accepts a version of them (spec M5)."""

    HOLDER = "holder", "Titulaire du label"
    DAECT = "daect", "DAECT"
    EMBASSY = "embassy", "Ambassade"


class Substance(TextChoices):
    """What a mission is, so that changing it voids the embassy's validation (spec M8)."""

    COUNTRY = "country", "le pays"
    DATES = "dates", "les dates"
    PEOPLE = "people", "les personnes"


class ReviewOutcome(TextChoices):
    """What the embassy answers (spec M8)."""

    VALIDATED = "validated", "Validation"
    RETURNED = "returned", "Renvoi avec remarques"
    REFUSED = "refused", "Refus"


class Channel(TextChoices):
    """How an act reached DAECT, which records it on somebody's behalf (spec X13)."""

    TELEGRAM = "telegram", "Télégramme diplomatique"
    EMAIL = "email", "Courriel"
    PAPER = "paper", "Courrier"
    PHONE = "phone", "Téléphone"


WRITTEN = (Channel.TELEGRAM, Channel.EMAIL, Channel.PAPER)
"""By which an embassy answers; of them, a body accepts terms by the last two: what commits it is written."""
ANSWERED = (Channel.PHONE, Channel.EMAIL, Channel.PAPER)
"""By which a body answers what commits it to nothing yet."""


class CostKind(TextChoices):
    """What the money is spent on (spec M7)."""

    AIR = "air", "Transport aérien"
    RAIL = "rail", "Transport ferroviaire"
    OTHER_TRANSPORT = "other_transport", "Autre transport international"
    VISA = "visa", "Visa"


class CostStage(TextChoices):
    """How far the spending is (spec M7)."""

    ESTIMATED = "estimated", "Estimé"
    COMMITTED = "committed", "Engagé"
    PAID = "paid", "Payé"
    RECOVERED = "recovered", "Récupéré"


class Buyer(TextChoices):
    """Who buys the ticket (spec M7)."""

    MINISTRY = "ministry", "Le ministère"
    HOLDER = "holder", "Le titulaire, remboursé par le ministère"


class Goal(IntegerChoices):
    """The seventeen sustainable-development goals of the United Nations (spec M5)."""

    POVERTY = 1, "Pas de pauvreté"
    HUNGER = 2, "Faim « zéro »"
    HEALTH = 3, "Bonne santé et bien-être"
    EDUCATION = 4, "Éducation de qualité"
    EQUALITY = 5, "Égalité entre les sexes"
    WATER = 6, "Eau propre et assainissement"
    ENERGY = 7, "Énergie propre et d’un coût abordable"
    WORK = 8, "Travail décent et croissance économique"
    INDUSTRY = 9, "Industrie, innovation et infrastructure"
    INEQUALITIES = 10, "Inégalités réduites"
    CITIES = 11, "Villes et communautés durables"
    CONSUMPTION = 12, "Consommation et production responsables"
    CLIMATE = 13, "Mesures relatives à la lutte contre les changements climatiques"
    OCEANS = 14, "Vie aquatique"
    LAND = 15, "Vie terrestre"
    PEACE = 16, "Paix, justice et institutions efficaces"
    PARTNERSHIPS = 17, "Partenariats pour la réalisation des objectifs"
