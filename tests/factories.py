"""Plain, clock-free builders of what tests need; each call makes a new row unless it is given one."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from expect.accounts.enums import HOLDER_ROLES, OrganisationKind, Role, SignedAct
from expect.accounts.models import Membership, Organisation, SigningAuthority, User
from expect.territory.models import Country, DiplomaticPost, PostCountry
from tests.moments import TODAY
from tests.worlds import built_once

_next = count(1).__next__


@built_once
def user(**fields) -> User:
    """A person without any role, whose password is « motdepasse-de-test »."""
    n = _next()
    fields = {
        "email": f"personne{n}@exemple.test",
        "first_name": "Camille",
        "last_name": f"Martin{n}",
    } | fields
    return User.objects.create_user(password="motdepasse-de-test", **fields)


@built_once
def organisation(**fields) -> Organisation:
    """A commune."""
    n = _next()
    return Organisation.objects.create(
        **{"kind": OrganisationKind.COMMUNE, "name": f"Commune d’essai {n}"} | fields
    )


@built_once
def country(code: str = "SN", name: str = "Sénégal") -> Country:
    """A country, the same for the same code."""
    return Country.objects.get_or_create(code=code, defaults={"iso3": f"{code}X", "name": name})[0]


@built_once
def post(*countries: Country, **fields) -> DiplomaticPost:
    """An embassy in charge of these countries."""
    n = _next()
    made = DiplomaticPost.objects.create(
        **{"name": f"Ambassade d’essai {n}", "city": "Dakar", "time_zone": "Africa/Dakar"} | fields
    )
    for covered in countries:
        PostCountry.objects.create(post=made, country=covered)
    return made


@built_once
def member(
    role: str, scope=None, *, person: User | None = None, since: date = TODAY - timedelta(days=365), **fields
) -> User:
    """A person who holds `role` in `scope` (an organisation or a post; made where the role wants one)."""
    person = person or user()
    if role in HOLDER_ROLES:
        fields["organisation"] = scope or organisation()
    if role == Role.POST_AGENT:
        fields["post"] = scope or post(country())
    if role == Role.SIGNATORY:
        fields.setdefault("capacity", "Maire")
    Membership.objects.create(user=person, role=role, starts_on=since, **fields)
    vars(person).pop("_all_memberships", None)
    return person


@built_once
def head(*, signs: bool = True) -> User:
    """DAECT's head, with the authority to sign every kind of act."""
    person = member(Role.HEAD)
    for act in SignedAct if signs else ():
        SigningAuthority.objects.create(
            user=person,
            scope=act,
            capacity="Délégué pour l’action extérieure des collectivités territoriales",
            text_reference="Décret d’essai du 1er janvier 2025",
            starts_on=TODAY - timedelta(days=365),
        )
    return person


def rounds(number: int) -> Iterator[int]:
    """The rounds of a race, from 1; who came in one has left by the next: else each notice goes to more and more."""
    before = User.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    for done in range(1, number + 1):
        yield done
        User.objects.filter(pk__gt=before).update(is_active=False)
