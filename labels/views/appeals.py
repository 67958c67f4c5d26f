"""Appeals: lodged by the body, registered and answered by DAECT (spec L9)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse_lazy

from expect.accounts import rules as accounts
from expect.accounts import service
from expect.accounts.enums import SignedAct
from expect.accounts.models import User
from expect.accounts.signing import find_authority
from expect.accounts.views.access import ForDaect
from expect.documents.preview import preview_html
from expect.kernel.clock import paris_day
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Act, Head
from expect.web.lists import ListPage
from expect.web.views import ActView, DetailPage
from expect.web.visible import visible_or_404
from labels import appeal_letters, appeals, letters, rules, selectors
from labels.enums import ANSWERS, AppealOutcome
from labels.filters import AppealFilters
from labels.forms import AnswerAppealForm, AppealForm, PaperAppealForm
from labels.models import AnswerScan, Appeal, LabelApplication
from labels.unproved import to_send
from labels.views import appeal_words
from labels.views.instruction import LodgedFile, file_url
from labels.views.own import OwnFile, own_url

APPEALS = ("Recours", reverse_lazy("labels:appeals"))
BOTH = (
    "Le délai pour saisir le tribunal s’interrompt ; si vous formez, à temps, un recours gracieux et un recours "
    "hiérarchique, il ne repart qu’une fois l’un et l’autre rejetés."
)
ONE = "Un {}{} interrompt le délai pour saisir le tribunal\N{NO-BREAK SPACE}; un {} ne l’interrompt plus.{}"
NONE = "Ce recours n’interrompt plus le délai pour saisir le tribunal{}."
ANSWER_LEAVES = "La lettre, signée de vous, est notifiée à l’organisme ; un courriel l’annonce."


class AppealList(ForDaect, ListPage):
    """Every appeal, those that wait first."""

    title = "Recours"
    keeps_views = True
    search_label = "Numéro, expertise ou organisme"
    default_sort = "silence_on"
    filterset_class = AppealFilters
    empty_sentence = "Aucun recours n’a été formé."
    columns = (
        Column("number", "Recours", sort="number"),
        Column(
            "organisation",
            "Organisme",
            value=lambda row: row.application.organisation,
            sort="application__organisation__sort_name",
            wide=True,
        ),
        Column("file", "Dossier", value=lambda row: row.application.number, sort="application__number"),
        Column("kind", "Nature", value=Appeal.get_kind_display, sort="kind"),
        Column("received_on", "Reçu le", sort="received_on"),
        Column("late", "Hors délai", on_screen=False),
        Column("silence_on", "Rejet implicite le", sort=("is_answered", "silence_on")),
        Column("state", "Réponse", value=appeal_words.badge, sort="outcome"),
        Column(
            "answered_on",
            "Répondu le",
            value=lambda row: row.answered_by_id and (row.signed_on or paris_day(row.answered_at)),
            on_screen=False,
        ),
    )

    def queryset(self) -> QuerySet[Appeal]:
        return selectors.visible_appeals(self.request.user, self.today)

    def search(self, rows: QuerySet[Appeal], text: str) -> QuerySet[Appeal]:
        return selectors.find_appeals(rows, text)


class OneAppeal:
    """An appeal, for DAECT."""

    def get_object(self) -> Appeal:
        if not accounts.is_daect(self.request.user, self.today):
            raise PermissionDenied(accounts.is_daect(self.request.user, self.today).reason)
        found = selectors.visible_appeals(self.request.user, self.today)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPEALS]


def answer_act(user: User, appeal: Appeal, on: date, label: str = "Répondre au recours") -> Act:
    """To answer; to record what the minister answered, where the appeal is theirs to answer."""
    page = appeal.get_absolute_url()
    if appeal.to_minister:
        verdict = rules.may_record_minister_answer(user, appeal, on)
        return Act(verdict, f"{page}reponse-du-ministre/", "Enregistrer la réponse du ministre")
    return Act(rules.may_answer_appeal(user, appeal, on), f"{page}repondre/", label)


class AppealPage(OneAppeal, DetailPage):
    """What is contested, the time left, the answer."""

    template_name = "labels/appeals/appeal.html"

    @cached_property
    def scan(self) -> AnswerScan | None:
        """The scan of the minister's letter that the antivirus holds back."""
        last = selectors.last_scan(self.object) if self.object.signed_on else None
        return last if last and last.file.held else None

    def get_title(self) -> str:
        return f"Recours {self.object.number}"

    def head(self, obj: Appeal) -> Head:
        answer = answer_act(self.request.user, obj, self.today)
        awaited = rules.waits(obj, self.today)
        replace = Act(
            rules.may_replace_answer_scan(self.request.user, obj, self.today),
            f"{obj.get_absolute_url()}remplacer-la-lettre/",
            "Remplacer la lettre numérisée",
        )
        received = Act(
            rules.may_register_service(self.request.user, obj, self.today),
            f"{obj.get_absolute_url()}reception/",
            "Enregistrer la réception de la réponse",
        )
        acts = [*([replace] if self.scan else []), received] if obj.letter else [answer]
        wanted = [received] if obj.letter and to_send(Appeal, self.today).filter(pk=obj.pk).exists() else []
        primary = next((act for act in (answer, replace, *wanted) if act.verdict), None)
        organisation = obj.application.organisation
        return Head(
            number=obj.number,
            badge=appeal_words.badge(obj),
            subtitle=f"{organisation}, {organisation.description()}",
            turn=appeal_words.turn(obj) if awaited else "",
            since=obj.received_on if awaited else None,
            primary=primary,
            others=[] if answer.verdict else [act for act in acts if act is not primary],
        )

    def wants_proof(self, obj: Appeal) -> bool:
        """Whether the receipt of its answer is to be shown: only that of a rejection is."""
        return obj.letter is None or rules.wanting_proof(Appeal).filter(pk=obj.pk).exists()

    def context(self, obj: Appeal) -> Mapping[str, Any]:
        return {
            "file_url": file_url(obj.application),
            "scan": self.scan,
            "proofs": service.proofs(obj.letter) if obj.letter else (),
            "no_post": "" if self.wants_proof(obj) else appeal_words.no_post(None),
            "agreement": service.agreement(obj.application.organisation_id),
            "contest_until": rules.rejection_until(obj, self.today),
        }


def after_answer(appeal: Appeal, on: date) -> list[str]:
    """What an answer does to the file, according to what it is."""
    if appeal.implicit_on:
        other_on, own = rules.other_refusal(appeal, on), french.day(appeal.implicit_on)
        other = f"celui du {french.day(other_on)}" if other_on else ""
        goes = f", et {other} avec lui" if other_on and other_on < appeal.implicit_on else ""
        stays = f" Mais {other}, né depuis, demeure." if other and not goes else ""
        return [
            f"Accueilli, le recours retire le refus implicite du {own}{goes}\N{NO-BREAK SPACE}: l’examen se "
            f"poursuit, là où il en est.{stays}",
            "Rejeté, ce refus demeure\N{NO-BREAK SPACE}; une décision expresse peut encore le remplacer.",
        ]
    widens = "Le label reste valable jusque-là ; cette décision l’élargira, sans rien en retirer."
    return [
        "Accueilli, le recours rouvre le dossier : il est recevable, à inscrire à une séance ; la décision prise "
        "alors remplacera celle qui est contestée.",
        *([widens] if rules.widens(appeal) else []),
    ]


class AnswerAppeal(OneAppeal, ActView):
    """Answer, the letter read before."""

    template_name = "labels/daect/signed.html"
    preview_template = "labels/components/letter.html"
    refreshes_preview = True
    title = "Répondre au recours"
    verb = "Signer et notifier la réponse"
    form_class = AnswerAppealForm

    def get_breadcrumb(self) -> Sequence[tuple[str, str]]:
        return [APPEALS, (self.object.number, self.object.get_absolute_url())]

    def verdict(self, obj: Appeal) -> Verdict:
        return rules.may_answer_appeal(self.request.user, obj, self.today)

    def consequences(self, obj: Appeal) -> Sequence[str]:
        return [ANSWER_LEAVES, *after_answer(obj, self.today)]

    def preview(self, obj: Appeal) -> Mapping[str, Any]:
        typed = self.request.POST
        outcome = typed.get("outcome", "")
        words = appeal_letters.answer_context(
            obj,
            outcome=outcome if outcome in ANSWERS else AppealOutcome.REJECTED,
            answer=typed.get("answer") or "…",
            authority=find_authority(self.request.user, SignedAct.DECISION, self.today),
            on=self.today,
        )
        return {"preview": preview_html(letters.DECISION_TEMPLATE, words)}

    def perform(self, obj: Appeal, form: AnswerAppealForm) -> Appeal:
        return appeals.answer_appeal(appeal=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Appeal) -> str:
        return f"Recours {fact.number} : {fact.get_outcome_display().lower()}. La réponse est notifiée."


class RegisterAppeal(LodgedFile, ActView):
    """An appeal that came on paper (spec X13)."""

    title = "Enregistrer un recours reçu"
    verb = "Enregistrer le recours"
    form_class = PaperAppealForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_register_appeal(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {"kinds": rules.kinds_to_register(obj, self.today)}

    def consequences(self, obj: LabelApplication) -> Sequence[str]:
        return [
            "Le recours reçoit un numéro et un accusé de réception, qui dit ce que signifie le silence.",
            f"Un courriel en informe : {self.body_people(obj)}.",
        ]

    def perform(self, obj: LabelApplication, form: PaperAppealForm) -> Appeal:
        return appeals.register_appeal(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Appeal) -> str:
        return f"Le recours {fact.number} est enregistré."

    def success_url(self, fact: Appeal) -> str:
        return fact.get_absolute_url()


def court_time(application: LabelApplication, on: date) -> str:
    """Which of the kinds left to lodge still stop the time to go to court, until when, and until when it runs."""
    stopping = rules.kinds_that_count(application, on)
    others = [kind for kind in rules.kinds_to_lodge(application, on) if kind not in stopping]
    if not others:
        return BOTH
    until = rules.court_until(application, on)
    court = french.day(until) if until and until >= on else ""
    if not stopping:
        return NONE.format(f", qui peut être saisi jusqu’au {court}" if court else "")
    until = rules.appeal_until(application, on)
    first = f" formé au plus tard le {french.day(until)}" if until else ""
    then = f" Il peut être saisi jusqu’au {court}." if court else ""
    return ONE.format(stopping[0].label.lower(), first, others[0].label.lower(), then)


class LodgeAppeal(OwnFile, ActView):
    """The signatory contests."""

    title = "Former un recours"
    verb = "Déposer le recours"
    form_class = AppealForm

    def verdict(self, obj: LabelApplication) -> Verdict:
        return rules.may_appeal(self.request.user, obj, self.today)

    def form_kwargs(self, obj: LabelApplication) -> Mapping[str, Any]:
        return {
            "kinds": rules.kinds_to_lodge(obj, self.today),
            "stopping": rules.kinds_that_count(obj, self.today),
            "lodged": rules.appeals_waiting_by_kind(obj, self.today),
        }

    def consequences(self, obj: LabelApplication) -> Sequence[str]:
        late = rules.is_late(obj, self.today)
        answer = french.day(rules.rejected_on(self.today))
        said = "Le délai est passé : la DAECT peut déclarer ce recours irrecevable." if late else ""
        return [
            "La DAECT reçoit le recours, que vous ne pourrez plus modifier ; vous en avez l’accusé de réception.",
            "La déléguée ou le délégué répond à un recours gracieux ; la DAECT transmet un recours hiérarchique au "
            "ministre, qui y répond.",
            f"Sans réponse le {answer}, il sera réputé rejeté.",
            court_time(obj, self.today),
            *filter(None, [said]),
        ]

    def perform(self, obj: LabelApplication, form: AppealForm) -> Appeal:
        return appeals.lodge_appeal(application=obj, by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Appeal) -> str:
        return f"Votre recours est déposé sous le numéro {fact.number}."

    def success_url(self, fact: Appeal) -> str:
        return own_url(fact.application)
