"""A decision taken to court, and how it ended there, as DAECT was told (spec L9)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from expect.accounts.models import User
from expect.audit import journal
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal, StateChanged
from expect.web import french
from labels import rules
from labels.models import CourtCase, CourtCaseCorrection, LabelApplication

CORRECTED_SINCE = "Ce numéro vient d’être corrigé : relisez celui qui est inscrit."
TWICE = "Cette requête est déjà inscrite : vérifiez son numéro."


class ImpossibleCase(Refusal):
    """A case has its court, its number and a day that has come; its judgment, a day after that one."""


@transaction.atomic
def record_court_case(
    *, application: LabelApplication, court: str, number: str, filed_on: date, by: User, at: datetime
) -> CourtCase:
    """Write down that a court was seized: a mark on the file, on which no act depends.

    Raises NotAllowed, ImpossibleCase.
    """
    membership = rules.may_record_court_case(by, application, paris_day(at)).require()
    if filed_on > paris_day(at):
        raise ImpossibleCase(
            "Ce jour est à venir\N{NO-BREAK SPACE}: indiquez celui où la requête a été déposée.",
            field="filed_on",
        )
    if filed_on < paris_day(application.submitted_at):
        lodged = french.day(paris_day(application.submitted_at))
        raise ImpossibleCase(
            "La candidature n’était pas encore déposée ce jour-là\N{NO-BREAK SPACE}: indiquez un jour à partir "
            f"du {lodged}.",
            field="filed_on",
        )
    case = CourtCase(
        application=application,
        court=" ".join(court.split()),
        number=" ".join(number.split()),
        filed_on=filed_on,
        recorded_at=at,
        recorded_by=by,
    )
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as twice:
        raise ImpossibleCase(TWICE, field="number") from twice
    journal.record(
        action="record_court_case",
        subject=application,
        by=by,
        membership=membership,
        at=at,
        details={"case": case.public_id},
    )
    return case


@transaction.atomic
def correct_number(
    *, case: CourtCase, seen: str, number: str, reason: str, by: User, at: datetime
) -> CourtCase:
    """Put a mistyped number right, and say why; the former one, as its author has `seen` it, is kept.

    Raises NotAllowed, ImpossibleCase, StateChanged.
    """
    membership = rules.may_correct_court_case(by, case, paris_day(at)).require()
    number = " ".join(number.split())
    if seen != case.number:
        raise StateChanged(CORRECTED_SINCE)
    if not number or number == seen:
        raise ImpossibleCase("C’est le numéro déjà inscrit : écrivez le bon.", field="number")
    if not reason.strip():
        raise ImpossibleCase("Dites ce que vous corrigez : l’historique le garde.", field="reason")
    try:
        with transaction.atomic():
            made = CourtCaseCorrection.objects.create(
                case=case, former=seen, reason=reason.strip(), corrected_at=at, corrected_by=by
            )
            same = CourtCase.objects.filter(pk=case.pk, number=seen)
            if not same.update(number=number, correction=made):
                raise StateChanged(CORRECTED_SINCE)
    except IntegrityError as twice:
        raise ImpossibleCase(TWICE, field="number") from twice
    case.number, case.correction = number, made
    journal.record(
        action="correct_court_case",
        subject=case.application,
        by=by,
        membership=membership,
        at=at,
        details={"case": case.public_id},
    )
    return case


@transaction.atomic
def record_judgment(*, case: CourtCase, judgment: str, judged_on: date, by: User, at: datetime) -> CourtCase:
    """Write down how it ended, once: what follows from it is done by the acts of the file, by a person.

    Raises NotAllowed, ImpossibleCase, StateChanged.
    """
    membership = rules.may_record_judgment(by, case, paris_day(at)).require()
    if not case.filed_on <= judged_on <= paris_day(at):
        raise ImpossibleCase(
            "La décision de justice est rendue après la requête, et pas dans l’avenir.", field="judged_on"
        )
    facts = {
        "judgment": judgment,
        "judged_on": judged_on,
        "judgment_recorded_at": at,
        "judgment_recorded_by": by,
    }
    if not CourtCase.objects.filter(pk=case.pk, judged_on=None).update(**facts):
        raise StateChanged("L’issue de cette requête vient d’être inscrite. Rechargez la page.")
    case.refresh_from_db()
    journal.record(
        action="record_judgment",
        subject=case.application,
        by=by,
        membership=membership,
        at=at,
        details={"case": case.public_id, "judgment": judgment},
    )
    return case
