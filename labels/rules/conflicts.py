"""The ties between a member of the committee and a file: certain, or of names, which a person verifies (spec L8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Subquery

from expect.accounts.bodies import core_name
from expect.accounts.models import User
from expect.accounts.selectors import bodies_of, employers_of, organisations_of, read_memberships
from expect.database.text import normalise
from labels.enums import RecusalGround
from labels.models import ApplicationVersion, ClearedDoubt, Expert, LabelApplication


@dataclass(frozen=True)
class NamedExpert:
    """An expert as the last version names them, their partner in `body`; `email` where it was looked for."""

    public_id: str
    name: str
    body: str
    email: str = ""


@dataclass(frozen=True)
class Doubt:
    """A tie that names alone make: what is `own` to the member is `named` in the file (decision 0064).

    `whole`: the same but for capitals and accents. The file is closed to them meanwhile, nothing is decided. Otherwise
    the words that say of what kind a body is differ too, and nothing is closed.
    """

    member: User
    ground: str
    own: str
    named: str
    whole: bool

    def __str__(self) -> str:
        if self.ground == RecusalGround.NAMED_EXPERT:
            return f"porte le nom d’un expert du dossier, «\N{NO-BREAK SPACE}{self.named}\N{NO-BREAK SPACE}»"
        return (
            f"a pour organisme «\N{NO-BREAK SPACE}{self.own}\N{NO-BREAK SPACE}», ce dossier cite "
            f"«\N{NO-BREAK SPACE}{self.named}\N{NO-BREAK SPACE}»"
        )


Experts = Mapping[int, Sequence[NamedExpert]]
"""By the key of a file."""


def experts_lodged(applications: Iterable[LabelApplication]) -> Experts:
    """The experts of each file, as it was lodged last (spec L7); one query for all of them."""
    newest = ApplicationVersion.objects.filter(application=OuterRef("application")).order_by("-number")
    lodged = ApplicationVersion.objects.filter(
        application__in=[file.pk for file in applications], pk=Subquery(newest.values("pk")[:1])
    )
    return experts_in(lodged.values_list("application", "content__experts"))


def experts_in(named: Iterable[tuple[int, Sequence[Mapping[str, str]]]]) -> Experts:
    """The same, of what frozen contents say of them."""
    return {
        key: [NamedExpert(expert["id"], expert["name"], expert["partner"]) for expert in experts]
        for key, experts in named
    }


def with_addresses(experts: Experts) -> Experts:
    """The same with the address known of each, which no version holds; one query for all of them."""
    known = {expert.public_id for found in experts.values() for expert in found}
    emails = dict(Expert.objects.filter(public_id__in=known).values_list("public_id", "email"))
    return {
        key: [replace(expert, email=emails.get(expert.public_id, "")) for expert in found]
        for key, found in experts.items()
    }


def conflict_of(user: User, application: LabelApplication, on: date, experts: Iterable[NamedExpert]) -> str:
    """The ground of a certain tie, empty where there is none: they act for the body, or an expert has their address.

    Reads `organisation_id` alone; the experts come with their addresses.
    """
    if application.organisation_id in organisations_of(user, on):
        return RecusalGround.OWN_BODY
    if any(expert.email.lower() == user.email.lower() for expert in experts):
        return RecusalGround.NAMED_EXPERT
    return ""


def pending_doubts(
    members: Sequence[User],
    applications: Sequence[LabelApplication],
    on: date,
    experts: Experts | None = None,
) -> dict[tuple[int, int], list[Doubt]]:
    """What is to be verified between these members and these files, by the keys of a file and of a member (spec L8).

    None where the tie is certain; what a person has set aside is no longer there. `experts` are those of the files,
    where one has them. As many queries for one of each as for a hundred; reads `organisation`.
    """
    read_memberships(members)
    experts = experts_lodged(applications) if experts is None else experts
    found = {
        (file.pk, user.pk): (file, user, doubts)
        for file in applications
        for user in members
        if (doubts := _doubts(user, file, on, experts.get(file.pk, ())))
    }
    if not found:
        return {}
    files = {key for key, _ in found}
    known = with_addresses({key: experts.get(key, ()) for key in files})
    cleared = set(
        ClearedDoubt.objects.filter(application__in=files).values_list(
            "application", "member", "ground", "own", "named"
        )
    )
    left = {
        pair: [one for one in doubts if (*pair, one.ground, one.own, one.named) not in cleared]
        for pair, (file, user, doubts) in found.items()
        if not conflict_of(user, file, on, known[file.pk])
    }
    return {pair: doubts for pair, doubts in left.items() if doubts}


def _doubts(
    user: User, application: LabelApplication, on: date, experts: Sequence[NamedExpert]
) -> list[Doubt]:
    """All that is alike by name. Two bodies of our list, of one name, are two bodies."""
    named = [
        *((RecusalGround.OWN_BODY, own, application.organisation.name) for own in employers_of(user, on)),
        *((RecusalGround.EXPERT_BODY, own, expert.body) for own in bodies_of(user, on) for expert in experts),
    ]
    found = [
        Doubt(user, ground, own, body, whole=normalise(own) == normalise(body))
        for ground, own, body in named
        if _alike(own, body)
    ]
    person = user.get_full_name()
    found += [
        Doubt(user, RecusalGround.NAMED_EXPERT, person, expert.name, whole=True)
        for expert in experts
        if normalise(person) and normalise(person) == normalise(expert.name)
    ]
    return sorted(dict.fromkeys(found), key=lambda doubt: (doubt.ground, doubt.own, doubt.named))


def _alike(own: str, body: str) -> bool:
    """The same name, were it but for capitals, accents, and the words that say of what kind a body is."""
    if normalise(own) == normalise(body):
        return bool(normalise(body))
    return core_name(own) == core_name(body) != ""
