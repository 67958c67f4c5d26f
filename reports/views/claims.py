"""DAECT's demand for reimbursement: look, write, hear, issue, or give up (spec R4, R5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse_lazy

from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import User
from expect.accounts.selectors import holds_role
from expect.accounts.signing import find_authority
from expect.documents.preview import preview_html
from expect.web.components import Head, Section
from expect.web.views import DetailPage
from missions.views.sides import Found
from reports import letters, rules, selectors
from reports.enums import DemandState, RecoveryStep
from reports.models import RecoveryEntry, ReimbursementDemand
from reports.views import changes, standing
from reports.views.offered import Offered

DEMANDS = ("Remboursements", reverse_lazy("reports:demands"))


class OneDemand(Found):
    """A demand among those that the person may see: DAECT's."""

    seen = staticmethod(selectors.visible_demands)


class DemandPage(OneDemand, DetailPage):
    """What is claimed, why, and how far the procedure has gone."""

    template_name = "reports/daect/demand.html"

    def get_title(self) -> str:
        obj = self.object
        return f"Demande {obj.number}" if obj.number else f"Remboursement de la mission {obj.mission.number}"

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [DEMANDS]

    def head(self, obj: ReimbursementDemand) -> Head:
        primary, *others = Offered(obj, self.request.user, self.today).acts()
        return Head(
            number=obj.number or obj.mission.number,
            badge=standing.demand_badge(obj),
            subtitle=f"{obj.mission.organisation} ({obj.mission.organisation.description()})",
            turn=standing.demand_turn(
                obj, self.today, head=holds_role(self.request.user, self.today, Role.HEAD)
            ),
            since=standing.demand_since(obj),
            primary=primary,
            others=others,
        )

    def context(self, obj: ReimbursementDemand) -> Mapping[str, Any]:
        account = selectors.claim_lines([obj.mission_id]).get(obj.mission_id, [])
        lines = account if obj.state == DemandState.DRAFT else selectors.announced(obj)
        letter, texts = getattr(obj, "prior_letter", None), list(selectors.texts(obj))
        return {
            "mission": obj.mission,
            "sections": sections(obj),
            "lines": lines,
            "total": selectors.total(lines),
            "letter": letter,
            **(standing.service_of(letter) if letter else {}),
            "may_cancel": obj.state == DemandState.ANSWERING,
            **recovery_of(obj, account),
            "texts": texts,
            "preview": prior_letter_html(
                obj, lines, self.request.user, self.today, texts[0].text if texts else ""
            )
            if obj.state == DemandState.DRAFT
            else "",
        }


def sections(demand: ReimbursementDemand) -> list[Section]:
    """The parts of the page, at that stage."""
    shown = [Section("sommes", "Sommes"), Section("lettre", "Lettre préalable")]
    if hasattr(demand, "prior_letter"):
        shown.append(Section("observations", "Observations"))
    if demand.reasoning:
        shown.append(Section("demande", "Motifs"))
    if demand.issued_at:
        shown.append(Section("recouvrement", "Recouvrement"))
    return shown


def recovery_of(demand: ReimbursementDemand, account: Sequence[selectors.ClaimLine]) -> Mapping[str, Any]:
    """The register of an issued demand, and what changed under one that is open."""
    entries = list(selectors.entries(demand)) if demand.issued_at else []
    return {
        "entries": entries,
        "cancellable": cancellable(demand, entries) if demand.state in rules.CONTESTABLE else (),
        "changes": changes.changed_since(demand, account),
        "late_to_contest": changes.late_to_contest(demand) if demand.contested_on else "",
        **changes.debtor_of(demand),
    }


def cancellable(demand: ReimbursementDemand, entries: Sequence[RecoveryEntry]) -> set[int]:
    """The lines that another may cancel today, the last things first: as `rules.may_cancel_entry` says of each."""
    standing = [e for e in entries if e.step in rules.CANCELLABLE and not getattr(e, "cancelled_by", None)]
    said = [e.pk for e in standing if e.step in (RecoveryStep.CONTESTED, RecoveryStep.ANSWERED)]
    untouched = demand.state == DemandState.HANDED_OVER and demand.outstanding() == demand.amount_handed_over
    sent = [] if untouched else [e.pk for e in standing if e.step == RecoveryStep.HANDED_OVER]
    return {e.pk for e in standing} - {*said[:-1], *sent}


def prior_letter_html(
    demand: ReimbursementDemand,
    lines: Sequence[selectors.ClaimLine],
    user: User,
    on: date,
    facts: str = "",
) -> str:
    """The prior letter as it would leave now, marked PROJET; empty where nothing can be claimed any more."""
    if not lines:
        return ""
    authority = find_authority(user, SignedAct.DEMAND, on)
    context = letters.prior_letter(demand, lines, authority, on, facts=facts)
    return preview_html(letters.PRIOR_LETTER, context)
