from expect.accounts.models.mandate import MandateStatement, Renewal
from expect.accounts.models.membership import Membership, SigningAuthority, held_on
from expect.accounts.models.onboarding import AccountOpening, Invitation
from expect.accounts.models.organisation import Organisation
from expect.accounts.models.service import ElectronicConsent, ProofOfService
from expect.accounts.models.user import User

__all__ = [
    "AccountOpening",
    "ElectronicConsent",
    "Invitation",
    "MandateStatement",
    "Membership",
    "Organisation",
    "ProofOfService",
    "Renewal",
    "SigningAuthority",
    "User",
    "held_on",
]
