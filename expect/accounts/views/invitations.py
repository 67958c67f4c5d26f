"""Invitations: sent, taken by their addressee, called back (spec §1)."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from expect.accounts import invitations, rules
from expect.accounts.forms import JoinForm
from expect.accounts.invitation_forms import InviteToProgrammeForm
from expect.accounts.models import Invitation, User
from expect.accounts.selectors import visible_invitations
from expect.accounts.views.access import Reserved
from expect.kernel.errors import Refusal
from expect.kernel.verdict import Verdict
from expect.web import french
from expect.web.columns import Column
from expect.web.components import Badge
from expect.web.forms import Form
from expect.web.lists import ListPage
from expect.web.views import ActView, FormPage, PageMixin
from expect.web.visible import visible_or_404

INVITATIONS = ("Invitations", reverse_lazy("accounts:invitations"))


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("password")], name="dispatch")
class InvitationPage(PageMixin, View):
    """What the link opens: reading consumes nothing, the button takes the role, as the addressee."""

    title = "Invitation"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.invitation = invitations.find(kwargs["token"])

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.invitation is None:
            raise Http404
        if request.user.is_authenticated and self.invitation.accepted_by_id == request.user.pk:
            return redirect("dashboard:work_list")  # a second click, or the link opened again
        try:
            invitations.usable(self.invitation, self.at)
        except invitations.InvitationUnusable as refusal:
            return self.show("accounts/invitation_closed.html", refusal=refusal, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if request.user.is_authenticated:
            return self.show(
                "accounts/invitation_accept.html", addressee=request.user.email == self.invitation.email
            )
        if User.objects.filter(email=self.invitation.email).exists():
            return self.show("accounts/invitation_sign_in.html")
        names = {"first_name": self.invitation.first_name, "last_name": self.invitation.last_name}
        return self.show_join(JoinForm(initial=names, email=self.invitation.email))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.accept() if request.user.is_authenticated else self.join()

    def accept(self) -> HttpResponse:
        try:
            membership = invitations.accept(invitation=self.invitation, by=self.request.user, at=self.at)
        except Refusal as refusal:
            return self.show("accounts/invitation_closed.html", refusal=refusal, status=403)
        messages.success(self.request, f"C’est fait : vous avez le rôle « {membership.label()} ».")
        return redirect("dashboard:work_list")

    def join(self) -> HttpResponse:
        form = JoinForm(self.request.POST, email=self.invitation.email)
        if not form.is_valid():
            return self.show_join(form)
        given = form.cleaned_data | {"password": form.cleaned_data["password"] or None}
        try:
            user = invitations.join(invitation=self.invitation, at=self.at, **given)
        except (invitations.AccountExists, invitations.InvitationUnusable):
            return redirect(self.request.path)  # made meanwhile: the page says what to do now
        login(self.request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(self.request, "Votre compte est créé et l’invitation acceptée. Bienvenue !")
        return redirect("dashboard:work_list")

    def show_join(self, form: JoinForm) -> HttpResponse:
        return self.show("accounts/invitation_join.html", form=form)

    def show(self, template: str, *, status: int = 200, **context) -> HttpResponse:
        self.template_name = template
        return self.page({"invitation": self.invitation, **context}, status=status)


def state(invitation: Invitation, at) -> Badge:
    """Where an invitation stands at that instant."""
    if invitation.accepted_at:
        return Badge("Acceptée", "green")
    if invitation.revoked_at:
        return Badge("Annulée", "grey")
    return Badge("Expirée", "red") if invitation.expires_at <= at else Badge("En attente", "blue")


class InvitationList(Reserved, ListPage):
    """Every invitation, the latest first; a waiting one may be called back."""

    title = "Invitations"
    default_sort = "-created_at"
    empty_sentence = "Aucune invitation n’a été envoyée."

    @property
    def columns(self) -> Sequence[Column]:
        return (
            Column("email", "Adresse", sort="email"),
            Column("name", "Personne", value=Invitation.get_full_name, sort=("last_name", "first_name")),
            Column("role", "Rôle", value=Invitation.get_role_display, sort="role"),
            Column("scope", "Pour", value=Invitation.scope),
            Column("created_at", "Envoyée le", sort="created_at"),
            Column("state", "État", value=lambda row: state(row, self.at)),
        )

    def access(self) -> Verdict:
        return rules.may_administer(self.request.user, self.today)

    def queryset(self) -> QuerySet[Invitation]:
        return visible_invitations(self.request.user, self.today)

    def row_url(self, row: Invitation) -> str:
        verdict = rules.may_revoke_invitation(self.request.user, row, self.today)
        return reverse("accounts:revoke_invitation", args=[row.public_id]) if verdict else ""

    def primary_act(self) -> tuple[str, str]:
        return ("Inviter une personne", reverse("accounts:invite_person"))


class InvitePerson(FormPage):
    """The administrator offers a role of the programme."""

    template_name = "accounts/invite.html"
    title = "Inviter une personne"
    verb = "Envoyer l’invitation"
    form_class = InviteToProgrammeForm
    breadcrumb = [INVITATIONS]

    def get_object(self) -> None:
        return None

    def verdict(self, obj: None) -> Verdict:
        return rules.may_administer(self.request.user, self.today)

    def back_url(self, obj: None) -> str:
        return reverse("accounts:invitations")

    def perform(self, obj: None, form: InviteToProgrammeForm) -> Invitation:
        return invitations.invite(by=self.request.user, at=self.at, **form.cleaned_data)

    def success_message(self, fact: Invitation) -> str:
        return f"L’invitation est envoyée à {fact.email}. Elle est valable jusqu’au {french.day(fact.expires_at)}."

    def success_url(self, fact: Invitation) -> str:
        return reverse("accounts:invitations")


class RevokeInvitation(ActView):
    """Call an invitation back."""

    title = "Annuler une invitation"
    verb = "Annuler l’invitation"

    def get_object(self) -> Invitation:
        seen = visible_invitations(self.request.user, self.today)
        return visible_or_404(seen, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def verdict(self, obj: Invitation) -> Verdict:
        return rules.may_revoke_invitation(self.request.user, obj, self.today)

    def consequences(self, obj: Invitation) -> list[str]:
        return [f"Le lien envoyé à {obj.email} ne fonctionne plus. Personne n’en est averti."]

    def back_url(self, obj: Invitation) -> str:
        return obj.organisation.get_absolute_url() if obj.organisation else reverse("accounts:invitations")

    def perform(self, obj: Invitation, form: Form) -> Invitation:
        return invitations.revoke(invitation=obj, by=self.request.user, at=self.at)

    def success_message(self, fact: Invitation) -> str:
        return f"L’invitation de {fact.email} est annulée."

    def success_url(self, fact: Invitation) -> str:
        return self.back_url(fact)
