"""What may be done of a demand at each stage, the thing expected first (spec R5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.urls import reverse

from expect.accounts.models import User
from expect.kernel.verdict import Verdict
from expect.web.components import Act
from reports import rules
from reports.enums import DemandState
from reports.models import ReimbursementDemand


@dataclass(frozen=True)
class Offered:
    """The acts on one demand, as one person is offered them on that day."""

    demand: ReimbursementDemand
    user: User
    on: date

    def acts(self) -> list[Act | None]:
        """The primary act, then the others; none where nothing is expected any more."""
        stages = {
            DemandState.DRAFT: self.to_announce,
            DemandState.ANSWERING: self.to_issue,
            DemandState.ISSUED: self.to_hand_over,
            DemandState.HANDED_OVER: self.to_collect,
            DemandState.SETTLED: self.settled,
        }
        stage = stages.get(DemandState(self.demand.state))
        return [*stage()] if stage else [None]

    def act(self, rule: Callable[..., Verdict], page: str, label: str, subject: Model | None = None) -> Act:
        subject = subject or self.demand
        return Act(
            rule(self.user, subject, self.on), reverse(f"reports:{page}", args=[subject.public_id]), label
        )

    def write(self) -> Act:
        return self.act(rules.may_write_letter, "write_letter", "Écrire le texte de la lettre")

    def drop(self) -> Act:
        return self.act(rules.may_drop, "drop", "Abandonner la demande")

    def to_announce(self) -> list[Act]:
        send = self.act(rules.may_send_prior_letter, "send_prior_letter", "Envoyer la lettre préalable")
        return [send, self.write(), self.drop()]

    def to_issue(self) -> list[Act]:
        """The receipt of the letter, the answer, the hearing if it was asked for; then the demand."""
        letter = self.demand.prior_letter
        said = "Corriger" if letter.received_on else "Enregistrer"
        receipt = self.act(
            rules.may_register_service, "register_receipt", f"{said} la réception de la lettre", letter
        )
        heard = self.act(rules.may_record_answer, "record_answer", "Enregistrer les observations", letter)
        issue = self.act(rules.may_issue, "issue", "Émettre la demande")
        if letter.hearing_awaited():
            hear = self.act(rules.may_record_hearing, "record_hearing", "Enregistrer l’entretien", letter)
            return [hear, issue, self.write(), receipt, heard, self.drop()]
        if letter.received_on is None and letter.answered_at is None:
            return [receipt, heard, issue, self.write(), self.drop()]
        return [issue, self.write(), receipt, heard, self.drop()]

    def to_hand_over(self) -> list[Act]:
        follow = self.act(rules.may_hand_over, "hand_over", "Transmettre à l’ordonnateur")
        return self.once_issued(follow, self.act(rules.may_waive, "waive", "Renoncer à la demande"))

    def to_collect(self) -> list[Act]:
        give_up = (
            self.act(rules.may_give_up, "remit", "Enregistrer une remise gracieuse"),
            self.act(rules.may_give_up, "write_off", "Enregistrer une admission en non-valeur"),
        )
        back = (self.give_back(),) if self.demand.to_give_back else ()
        follow = self.act(rules.may_record_payment, "record_payment", "Enregistrer un paiement")
        return self.once_issued(follow, *back, *give_up)

    def settled(self) -> list[Act]:
        first = (self.give_back(), self.contest())
        return [*(first if self.demand.to_give_back else reversed(first)), self.received()]

    def once_issued(self, follow: Act, *giving_up: Act) -> list[Act]:
        """What is expected of an issued demand, then what may happen to it."""
        if rules.awaits_decision(self.demand):
            maintain = self.act(rules.may_maintain, "maintain", "Maintenir la demande")
            return [maintain, *giving_up, follow, self.contest(), self.received()]
        if self.demand.contested_on:
            return [self.contest(), follow, *giving_up, self.received()]
        return [follow, self.contest(), *giving_up, self.received()]

    def contest(self) -> Act:
        """The answer to the contestation under way, or another to record."""
        if self.demand.contested_on:
            rule, page, label = (
                rules.may_answer_contestation,
                "answer_contestation",
                "Répondre à la contestation",
            )
        else:
            rule, page, label = rules.may_record_contestation, "contest", "Enregistrer une contestation"
        return self.act(rule, page, label)

    def give_back(self) -> Act:
        return self.act(rules.may_give_back, "give_back", "Enregistrer une restitution")

    def received(self) -> Act:
        label = "Enregistrer la réception de la demande"
        return self.act(rules.may_register_service, "register_demand_receipt", label)
