"""The accounts of the demonstration: one per role, invented people at `.test` addresses."""

from dataclasses import dataclass

from expect.accounts.enums import Role
from expect.accounts.models import User

DOMAIN = "demo.test"


@dataclass(frozen=True)
class DemoAccount:
    """`label` says on the sign-in page whom one becomes; `capacity` goes with the role."""

    key: str
    first_name: str
    last_name: str
    role: Role
    label: str
    capacity: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    def user(self) -> User | None:
        """The person, once the demonstration is loaded."""
        return User.objects.filter(email=self.email, is_active=True).first()


DEMO_ACCOUNTS = (
    DemoAccount(
        "redactrice",
        "Inès",
        "Lambert",
        Role.EDITOR,
        "Rédactrice d’une collectivité",
        "Responsable de l’international",
    ),
    DemoAccount("maire", "Paul", "Girard", Role.SIGNATORY, "Signataire de la même collectivité", "Maire"),
    DemoAccount(
        "chargee-de-mission",
        "Nadia",
        "Benali",
        Role.OFFICER,
        "Chargée de mission de la DAECT",
        "Chargée de mission",
    ),
    DemoAccount("delegue", "Hugo", "Lefèvre", Role.HEAD, "Délégué, chef de la DAECT", "Délégué"),
    DemoAccount(
        "comite-1",
        "Lucie",
        "Morel",
        Role.COMMITTEE_MEMBER,
        "Membre du comité de sélection",
        "Personnalité qualifiée",
    ),
    DemoAccount(
        "comite-2",
        "Marc",
        "Dupuis",
        Role.COMMITTEE_MEMBER,
        "Second membre du comité",
        "Représentant d’association",
    ),
    DemoAccount(
        "ambassade",
        "Claire",
        "Fontaine",
        Role.POST_AGENT,
        "Agente d’une ambassade",
        "Conseillère de coopération",
    ),
    DemoAccount(
        "administrateur", "Yann", "Riou", Role.ADMINISTRATOR, "Administrateur", "Administrateur du service"
    ),
)


def account(key: str) -> DemoAccount | None:
    """The account of that key, if there is one."""
    return next((found for found in DEMO_ACCOUNTS if found.key == key), None)
