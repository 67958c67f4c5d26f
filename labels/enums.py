"""The words of stage 1: English codes, French labels."""

from django.db.models import TextChoices


class ApplicationState(TextChoices):
    """Where a file stands (spec §6)."""

    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "Déposée"
    CHANGES_REQUESTED = "changes_requested", "À corriger"
    INADMISSIBLE = "inadmissible", "Irrecevable"
    ADMISSIBLE = "admissible", "Recevable"
    EXAMINED = "examined", "Examinée"
    DEFERRED = "deferred", "Ajournée"
    GRANTED = "granted", "Label attribué"
    REFUSED = "refused", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"
    CLOSED = "closed", "Classée sans suite"


HOLDER_WORDS = {
    ApplicationState.ADMISSIBLE: "En cours d’examen",
    ApplicationState.EXAMINED: "Décision à venir",
}
"""What the body reads instead of the state's own word: nothing of a decision shows before it is notified (spec L9)."""


class Part(TextChoices):
    """The parts of a file, one step of the form each (spec L3, L5)."""

    EXPERTISE = "expertise", "Expertise et thèmes"
    EVIDENCE = "evidence", "Preuves"
    EXPERTS = "experts", "Experts"
    MOBILISATION = "mobilisation", "Mobilisation"


class Turn(TextChoices):
    """Whose turn it is on a lodged file."""

    DAECT = "daect", "DAECT"
    BODY = "organisme", "Organisme"
    COMMITTEE = "comite", "Comité"


class Criterion(TextChoices):
    """What the admissibility of a file rests on (spec L1–L6), in the order in which it is read."""

    BODY = "body", "L’organisme est de ceux qui peuvent candidater"
    DESCRIPTION = "description", "Compétences, thèmes et perspective sont décrits"
    PRECISION = "precision", "L’expertise est assez précise pour être examinée"
    EVIDENCE = "evidence", "Chaque fondement est appuyé par un élément décrit"
    ATTACHMENTS = "attachments", "Les pièces jointes s’ouvrent et se rapportent au dossier"
    EXPERTS = "experts", "Au moins un expert, avec sa fonction et ses qualifications"
    MOBILISATION = "mobilisation", "Les conditions de mobilisation permettent une mission"
    CAPACITY = "capacity", "Le signataire engage l’organisme"


class Finding(TextChoices):
    """What was found of a criterion."""

    MET = "met", "Conforme"
    TO_CORRECT = "to_correct", "À corriger"
    NOT_APPLICABLE = "not_applicable", "Sans objet"


class Side(TextChoices):
    """Who writes in a file: its body, or DAECT."""

    BODY = "body", "Organisme"
    DAECT = "daect", "DAECT"


class SessionState(TextChoices):
    """Where a committee session stands (spec §6; cancelled: decision 0005)."""

    PLANNED = "planned", "Prévue"
    CLOSED = "closed", "Inscriptions closes"
    HELD = "held", "Tenue"
    NOTIFIED = "notified", "Notifiée"
    CANCELLED = "cancelled", "Annulée"


class LabelState(TextChoices):
    """What was done to a label; its expiry is read from the date (spec §6)."""

    VALID = "valid", "Valide"


class Basis(TextChoices):
    """What shows the expertise (spec L4)."""

    COOPERATION = "cooperation", "Action de coopération décentralisée"
    TERRITORY = "territory", "Expérience sur son territoire"


class ExpertCategory(TextChoices):
    """Who an expert is to the body (spec L5)."""

    ELECTED = "elected", "Élu"
    AGENT = "agent", "Agent territorial"
    PARTNER = "partner", "Personnel d’un partenaire territorial"


class PartnerKind(TextChoices):
    """Kinds of territorial partner (spec L5)."""

    HOSPITAL = "hospital", "Hôpital"
    UNIVERSITY = "university", "Université"
    WATER_AGENCY = "water_agency", "Agence de l’eau"
    CLUSTER = "cluster", "Pôle de compétitivité"
    ASSOCIATION = "association", "Association"
    OTHER = "other", "Autre partenaire"


class View(TextChoices):
    """What a member thinks of a file, or that they decline to say (spec L8)."""

    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"
    ABSTAINED = "abstained", "Ne se prononce pas"


class Answer(TextChoices):
    """What a member answers to an invitation (spec L8)."""

    COMING = "coming", "Vient"
    DECLINED = "declined", "Ne vient pas"


class RecusalGround(TextChoices):
    """Why a member steps aside (spec L8)."""

    DECLARED = "declared", "Conflit d’intérêts déclaré"
    RECORDED = "recorded", "Conflit d’intérêts retenu par la DAECT"
    OWN_BODY = "own_body", "Appartient à l’organisme candidat"
    NAMED_EXPERT = "named_expert", "Cité comme expert du dossier"
    EXPERT_BODY = "expert_body", "Appartient à l’organisme d’un expert du dossier"


class DismissalKind(TextChoices):
    """How a file ends without the committee: the state in which it leaves it."""

    INADMISSIBLE = "inadmissible", "Irrecevabilité"
    CLOSED = "closed", "Classement sans suite"


class Outcome(TextChoices):
    """What is decided on a file (spec L9)."""

    GRANTED = "granted", "Attribution"
    REFUSED = "refused", "Refus"
    DEFERRED = "deferred", "Ajournement"


class Mention(TextChoices):
    """What a notified decision says, and a clerical correction mends (spec L9)."""

    HOLDER = "holder", "Nom de l’organisme"
    SKILLS = "skills", "Compétences reconnues"
    SESSION_DATE = "session_date", "Date de la séance"
    PLACE = "place", "Lieu de la séance"
    PASSAGE = "passage", "Passage de la lettre"


class ThemeAct(TextChoices):
    """What DAECT does to its list of themes (spec L3)."""

    ADDED = "added", "ajouté"
    RENAMED = "renamed", "renommé"
    DRAWN = "drawn", "pictogramme changé"
    MOVED = "moved", "déplacé"
    RETIRED = "retired", "retiré de la liste"
    RESTORED = "restored", "proposé de nouveau"


class AppealKind(TextChoices):
    """To whom an appeal is addressed (spec L9)."""

    TO_AUTHOR = "to_author", "Recours gracieux"
    TO_MINISTER = "to_minister", "Recours hiérarchique"


class Judgment(TextChoices):
    """How a case ended before the court."""

    ANNULLED = "annulled", "Annulation"
    PARTLY = "partly", "Annulation partielle"
    REJECTED = "rejected", "Rejet"
    DROPPED = "dropped", "Désistement"
    MOOT = "moot", "Non-lieu à statuer"


class AppealOutcome(TextChoices):
    """What an appeal is answered."""

    UPHELD = "upheld", "Accueilli"
    REJECTED = "rejected", "Rejeté"
    INADMISSIBLE = "inadmissible", "Irrecevable"
    MOOT = "moot", "Sans objet"


ANSWERS = (AppealOutcome.UPHELD, AppealOutcome.REJECTED, AppealOutcome.INADMISSIBLE)
"""What a person answers, by a letter; an appeal has no object any more once what it contests is replaced."""
