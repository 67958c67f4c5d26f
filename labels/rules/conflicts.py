"""The conflicts of interest that are found between a member of the committee and a file (spec L8)."""

from datetime import date

from expect.accounts.bodies import core_name
from expect.accounts.models import User
from expect.accounts.selectors import bodies_of, employers_of, organisations_of
from expect.database.text import normalise
from labels.enums import RecusalGround
from labels.models import Expert, LabelApplication


def conflict_of(user: User, application: LabelApplication, on: date) -> str:
    """The ground found, empty where there is none: own body, named as an expert, body of an expert (spec L8).

    Names are compared without capitals nor accents. Reads `organisation`, and `experts` in one query if not prefetched.
    """
    applicant = application.organisation
    if applicant.pk in organisations_of(user, on) or normalise(applicant.name) in employers_of(user, on):
        return RecusalGround.OWN_BODY
    experts = application.experts.all()
    if any(_is(user, expert) for expert in experts):
        return RecusalGround.NAMED_EXPERT
    bodies = bodies_of(user, on)
    shared = any(normalise(expert.partner_name) in bodies for expert in experts)
    return RecusalGround.EXPERT_BODY if shared else ""


def body_like(employer: str, application: LabelApplication) -> str:
    """The body of a file named as that employer is, but for the words that say its kind: to be verified (spec L8).

    « Ville de Nantes » and « Nantes Métropole » are not one body, perhaps: nothing is decided. Empty where no name is
    like it. Reads `organisation` and `experts`.
    """
    names = [application.organisation.name, *(expert.partner_name for expert in application.experts.all())]
    core = core_name(employer)
    return next((name for name in names if core and core == core_name(name)), "")


def _is(user: User, expert: Expert) -> bool:
    """Whether an expert has the person's name or address."""
    return expert.email.lower() == user.email.lower() or expert.name_key == normalise(user.get_full_name())
