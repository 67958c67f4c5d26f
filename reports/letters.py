"""What the report, the prior letter and the demand say, in plain values: frozen at issue (spec R3–R5, X12)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from expect.accounts.models import SigningAuthority
from expect.kernel.clock import paris_day
from expect.programme.letterhead import letter, ways_values
from expect.programme.texts import Text, Wordings, in_force
from expect.web import french
from missions.enums import Party
from missions.models import TermsAcceptance
from reports import rules, texts
from reports.amounts import cardinal, in_words
from reports.enums import HearingOutcome, Reached
from reports.models import MissionReport, PersonMet, PriorLetter, ReimbursementDemand
from reports.selectors import ClaimLine, came, people_in, total, was_heard

PRIOR_LETTER = "reports/letters/prior_letter.html"
DEMAND = "reports/letters/demand.html"
REPORT = "reports/letters/report.html"

QUESTIONS = (
    ("can_be_completed", "completion", "La mission peut-elle être complétée par une autre action ?"),
    ("can_last", "cooperation", "Les contacts noués peuvent-ils mener à une coopération plus longue ?"),
)
"""The field of each answer, that of its detail, the question as it is read."""

HEARINGS = {
    HearingOutcome.HELD: "L’entretien que vous aviez demandé s’est tenu le {}.",
    HearingOutcome.DECLINED: "Vous avez renoncé à l’entretien que vous aviez demandé.",
    HearingOutcome.ABSENT: "Personne ne s’est présenté à l’entretien que vous aviez demandé, fixé au {}.",
}
"""What the demand says of the oral hearing, by its outcome (spec R5)."""


def prior_letter(
    demand: ReimbursementDemand,
    lines: Sequence[ClaimLine],
    authority: SigningAuthority | None,
    on: date,
    *,
    facts: str = "",
) -> dict[str, Any]:
    """The letter that opens the right to answer: facts, rule, lines, time to answer (spec R5).

    `facts` are what was written of this case, in the place of those that every letter begins with.
    """
    wordings = in_force(on)
    values = _facts(demand) | {"délai de réponse": f"{cardinal(rules.answer_days(on))} jours"}
    return {
        "letter": letter(
            demand.mission.organisation,
            on,
            reference=demand.mission.number,
            subject=wordings[texts.PRIOR_SUBJECT].filled(values),
            authority=authority,
            wordings=wordings,
        ),
        "siren": demand.mission.organisation.siren,
        **_account(lines),
        **prior_words(wordings, values),
        **({"facts": facts} if facts else {}),
    }


def prior_words(wordings: Wordings, values: Mapping[str, str]) -> dict[str, str]:
    """What the prior letter says around its table, in its final words."""
    said = {
        "facts": texts.PRIOR_FACTS,
        "intention": texts.INTENTION,
        "observations": texts.OBSERVATIONS,
        "closing": texts.PRIOR_END,
    }
    return {"rule": _rule(wordings, texts.PRIOR_RULE, values)} | _filled(wordings, said, values)


def demand(
    demand: ReimbursementDemand,
    lines: Sequence[ClaimLine],
    authority: SigningAuthority | None,
    on: date,
    *,
    number: str,
    reasoning: str,
) -> dict[str, Any]:
    """The demand itself: reasoned, answering the observations, with the ways of appeal (spec R5)."""
    wordings, account = in_force(on), _account(lines)
    values = _facts(demand) | _hearing(demand.prior_letter)
    values |= {"numéro": number, "total": account["total"], "total en lettres": account["total_in_words"]}
    return {
        "letter": letter(
            demand.mission.organisation,
            on,
            reference=number,
            subject=wordings[texts.DEMAND_SUBJECT].filled(values),
            authority=authority,
            appeal=ways_of_appeal(wordings),
            wordings=wordings,
        ),
        **account,
        **demand_words(wordings, values),
        "reasoning": [paragraph for paragraph in reasoning.splitlines() if paragraph.strip()],
    }


def demand_words(wordings: Wordings, values: Mapping[str, str]) -> dict[str, str]:
    """What the demand says around its reasons and its table, in its final words."""
    said = {
        "facts": texts.DEMAND_FACTS,
        "procedure": _procedure(values),
        "paid": texts.PAID,
        "claim": texts.CLAIM,
        "closing": texts.DEMAND_END,
    }
    return {"rule": _rule(wordings, texts.DEMAND_RULE, values)} | _filled(wordings, said, values)


def _procedure(values: Mapping[str, str]) -> Text:
    """What the demand says of how the holder was heard: in writing, at a hearing alone, not at all (spec R5)."""
    if values.get("date des observations"):
        return texts.ANSWERED
    return texts.NOT_IN_WRITING if values.get("entretien") else texts.UNANSWERED


def ways_of_appeal(wordings: Wordings) -> list[str]:
    """How the demand is contested, line by line."""
    values = texts.AGAINST_DEMAND.samples() | ways_values(wordings)
    return wordings[texts.AGAINST_DEMAND].filled(values).splitlines()


def first_facts(demand: ReimbursementDemand, on: date) -> str:
    """The words with which the prior letter says its facts, for DAECT to go on with (spec R5)."""
    return in_force(on)[texts.PRIOR_FACTS].filled(_facts(demand)).strip()


def first_reasoning(letter: PriorLetter) -> str:
    """The words with which the reasons begin, for the head to go on with (spec R5)."""
    limit = french.day(letter.demand.due_on)
    facts = f"Le rapport de la mission devait être remis au plus tard le {limit}. Il ne l’a pas été."
    if not was_heard(letter):
        return f"{facts} Vous n’avez pas présenté d’observations."
    return f"{facts}\n\nÀ vos observations, nous répondons ce qui suit : "


def _filled(wordings: Wordings, said: Mapping[str, Text], values: Mapping[str, str]) -> dict[str, str]:
    return {place: wordings[text].filled(values).strip() for place, text in said.items()}


def _rule(wordings: Wordings, rule: Text, values: Mapping[str, str]) -> str:
    """The rule, and that the holder accepted it, where the terms were."""
    said = (rule, texts.ACCEPTED) if values["date d’acceptation"] else (rule,)
    return " ".join(wordings[text].filled(values) for text in said)


def _facts(demand: ReimbursementDemand) -> dict[str, str]:
    """Which mission, when, and what the holder had accepted: what every text may take."""
    mission = demand.mission
    accepted = (
        TermsAcceptance.objects.filter(version__mission=mission, party=Party.HOLDER)
        .order_by("-accepted_at")
        .first()
    )
    return {
        "mission": mission.number,
        "objet": mission.subject,
        "pays": str(mission.country),
        "label": mission.label.number,
        "période": _stay(mission.departs_on, mission.return_confirmed_on or mission.returns_on),
        "date limite": french.day(demand.due_on),
        "date d’acceptation": french.day(accepted.accepted_at) if accepted else "",
    }


def _stay(departs_on: date, returned_on: date) -> str:
    """The days of the mission; of people back before the day agreed for their departure, only the last is known."""
    if returned_on < departs_on:
        return f"jusqu’au {french.day(returned_on)}"
    return french.period(departs_on, returned_on)


def _account(lines: Sequence[ClaimLine]) -> dict[str, Any]:
    """Each line with its accounting reference; the total in figures and in words (spec R4)."""
    return {
        "lines": [
            {
                "label": line.cost.label,
                "kind": f"{line.cost.get_kind_display()}{', somme récupérée' if line.amount < 0 else ''}",
                "reference": line.cost.reference,
                "amount": french.euros(line.amount),
            }
            for line in lines
        ],
        "total": french.euros(total(lines)),
        "total_in_words": in_words(total(lines)),
    }


def _hearing(letter: PriorLetter) -> dict[str, str]:
    """How the holder was heard, in dates (spec R5)."""
    received, last_day, observations = letter.received_on, letter.answer_by, came(letter)
    hearing = letter.hearing()
    return {
        "date de la lettre": french.day(letter.sent_at),
        "réception": f", reçue le {french.day(received)}" if received else "",
        "fin du délai": french.day(last_day) if last_day else "",
        "date des observations": " et le ".join(french.day(day) for _, day in observations),
        "voie": ", puis ".join(channel.lower() for channel, _ in observations),
        "entretien": HEARINGS[hearing.outcome].format(
            french.day(hearing.heard_on) if hearing.heard_on else ""
        )
        if hearing
        else "",
    }


# ---------------------------------------------------------------- the report, as its holder delivers it


def report(report: MissionReport, content: Mapping[str, Any], number: int, at: datetime) -> dict[str, Any]:
    """A version delivered, from its frozen content (spec R2)."""
    mission = report.mission
    stay = (date.fromisoformat(content[name]) for name in ("left_on", "returned_on"))
    return {
        "report": {
            "mission": mission.number,
            "subject": mission.subject,
            "organisation": str(mission.organisation),
            "description": mission.organisation.description(),
            "country": str(mission.country),
            "period": french.period(*stay),
            "version": number,
            "delivered_on": french.day(paris_day(at)),
            "signed_by": content["signed_by"],
            "capacity": content["capacity"],
            "sent": content["sent"],
            "hosted": content["hosted"],
            "written_by": content["written_by"],
            "writer_reason": content["writer_reason"],
            "people": [person_met(person) for person in people_in(content)],
            "account": content["account"],
            "outcomes": [
                said | {"reached": str(Reached(said["reached"]).label)} for said in content["outcomes"]
            ],
            "questions": questions(content),
            "attachments": [file["name"] for file in content["attachments"]],
        }
    }


def questions(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """The two questions of every report, each with its answer [000 §III.3]."""
    return [
        {"asked": words, "answer": "Oui." if content[answer] else "Non.", "detail": content[detail]}
        for answer, detail, words in QUESTIONS
    ]


def person_met(person: PersonMet) -> str:
    """« Awa Diop, maire, commune de Thiès »: what is known of them."""
    return ", ".join(filter(None, (person["name"], person["function"], person["institution"])))
