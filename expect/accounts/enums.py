"""The words of accounts: English codes, French labels."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """The kinds of body that the programme knows (spec L1)."""

    COMMUNE = "commune", "Commune"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    SPECIAL_STATUS = "special_status", "Collectivité à statut particulier"
    OVERSEAS = "overseas", "Collectivité d’outre-mer"
    EPCI = "epci", "Établissement public de coopération intercommunale"
    SYNDICAT = "syndicat", "Syndicat"
    ASSOCIATION_OF_OFFICIALS = "association_of_officials", "Association d’élus"
    ASSOCIATION_OF_AUTHORITIES = "association_of_authorities", "Association de collectivités"


class Role(TextChoices):
    """What a membership lets a person do (spec §1)."""

    EDITOR = "editor", "Rédactrice ou rédacteur"
    SIGNATORY = "signatory", "Signataire"
    OFFICER = "officer", "Chargée ou chargé de mission DAECT"
    HEAD = "head", "Déléguée ou délégué DAECT"
    COMMITTEE_MEMBER = "committee_member", "Membre du comité de sélection"
    POST_AGENT = "post_agent", "Agente ou agent d’ambassade"
    ADMINISTRATOR = "administrator", "Administratrice ou administrateur"

    @property
    def place(self) -> str:
        """« DAECT », « ambassade »: what follows the name of a person who has told no capacity, woman or man."""
        return PLACES[self]


PLACES = {
    Role.EDITOR: "rédaction",
    Role.SIGNATORY: "signataire",
    Role.OFFICER: "DAECT",
    Role.HEAD: "DAECT",
    Role.COMMITTEE_MEMBER: "comité de sélection",
    Role.POST_AGENT: "ambassade",
    Role.ADMINISTRATOR: "administration",
}

HOLDER_ROLES = (Role.EDITOR, Role.SIGNATORY)
DAECT_ROLES = (Role.OFFICER, Role.HEAD)
GENERAL_ROLES = (*DAECT_ROLES, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR)
"""Roles whose scope is the programme: neither a body nor a post."""


class SignedAct(TextChoices):
    """The acts that need a signing authority (spec X12)."""

    DECISION = "decision", "Décisions d’attribution ou de refus du label"
    DIPLOMA = "diploma", "Diplômes"
    MISSION_LETTER = "mission_letter", "Lettres de mission"
    DEMAND = "demand", "Demandes de remboursement"


class OpeningState(TextChoices):
    """Where the request to open a body's account stands."""

    PENDING = "pending", "En attente"
    APPROVED = "approved", "Acceptée"
    REFUSED = "refused", "Refusée"


class ServiceWay(TextChoices):
    """How a legal act reached the body (spec X11)."""

    OPENED = "opened", "Ouverture en ligne"
    REGISTERED = "registered", "Lettre recommandée"
