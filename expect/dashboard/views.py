"""The first pages: of the public, and of each person at work."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from expect.accounts.enums import Role
from expect.accounts.middleware import SESSION_KEY
from expect.accounts.rules import holds, is_daect
from expect.accounts.views.access import Reserved
from expect.dashboard import work
from expect.dashboard.navigation import MENUS, SETTINGS, work_list_label
from expect.dashboard.notices import mark_read, notices_of
from expect.dashboard.settings import coming, purposes
from expect.documents.templatetags.documents import picture
from expect.kernel.verdict import Verdict
from expect.notifications.models import Notice
from expect.web.columns import Column
from expect.web.lists import ListPage
from expect.web.views import PageMixin, PublicPage
from labels.selectors import themes


class Home(PublicPage):
    """What the label is and how to get it; a signed-in person goes to work."""

    template_name = "pages/home.html"
    title = "Le label"
    breadcrumb = None

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("dashboard:work_list")
        return self.page({"themes": [(theme.name, picture(theme.pictogram)) for theme in themes()]})


class Apply(PublicPage):
    """Who may apply, with what, and what happens next."""

    template_name = "pages/apply.html"
    title = "Candidater"


class SettingsPage(Reserved, PageMixin, View):
    """What each setting is for, and what is about to change."""

    template_name = "dashboard/settings.html"
    title = SETTINGS

    def access(self) -> Verdict:
        return is_daect(self.request.user, self.today)

    def get(self, request: HttpRequest) -> HttpResponse:
        role = Role.HEAD if holds(request.user, self.today, Role.HEAD) else Role.OFFICER
        return self.page({"purposes": purposes(MENUS[role]), "coming": coming(self.today)})


class WorkList(PageMixin, View):
    """What waits for me, oldest deadline first (spec X4); who has no role yet finds their body."""

    template_name = "dashboard/work_list.html"
    breadcrumb = None

    def get_title(self) -> str:
        return work_list_label(self.request.membership)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.memberships:
            return redirect("accounts:find_body")
        found, total = work.listed(request.user, self.today)
        return self.page(
            {"groups": list(work.groups(found, self.today)), "total": total, "shown": len(found)}
        )


class SwitchMembership(View):
    """Work under another of one's roles."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("membership")
        held = next((m for m in request.memberships if m.public_id == chosen), None)
        if held is None:
            messages.error(request, "Vous n’exercez pas, ou plus, ce rôle.")
        else:
            request.session[SESSION_KEY] = held.public_id
            messages.success(request, f"Vous travaillez maintenant en tant que : {held.label()}.")
        return redirect("dashboard:work_list")


class Notices(ListPage):
    """What I was told."""

    title = "Notifications"
    exportable = False
    template_name = "dashboard/notices.html"
    empty_sentence = "Vous n’avez reçu aucune notification."
    columns = (
        Column("title", "Notification"),
        Column("created_at", "Reçue le", template="dashboard/cells/received.html"),
    )

    def queryset(self) -> QuerySet[Notice]:
        return notices_of(self.request.user)

    def row_url(self, row: Notice) -> str:
        return reverse("dashboard:open_notice", args=[row.pk])

    def context(self) -> Mapping[str, Any]:
        return {"unread": self.queryset().filter(read_at=None).exists()}


class OpenNotice(PageMixin, View):
    """Go where a notice leads; it is read from then on."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(notices_of(request.user), pk=pk)
        mark_read(notices_of(request.user).filter(pk=pk), self.at)
        return redirect(notice.path)


class ReadNotices(PageMixin, View):
    """All of them are read."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        mark_read(notices_of(request.user), self.at)
        messages.success(request, "Toutes les notifications sont marquées comme lues.")
        return redirect("dashboard:notices")
