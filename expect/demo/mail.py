"""The e-mails of the demonstration, which go nowhere: anybody may read them; routed only there (`expect.demo.urls`)."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator

from expect.notifications.models import Message
from expect.web.columns import Column
from expect.web.lists import ListPage
from expect.web.views import DetailPage


@method_decorator(login_not_required, name="dispatch")
class MailList(ListPage):
    """Every e-mail of the outbox, the latest first."""

    title = "Courrier de la démonstration"
    template_name = "demo/mail_list.html"
    search_label = "Destinataire ou objet"
    exportable = False
    empty_sentence = "Aucun courriel n’a encore été écrit."
    columns = (
        Column("title", "Objet"),
        Column("to", "À", sort="to"),
        Column("created_at", "Écrit le", sort=("created_at", "id"), template="demo/mail_date.html"),
    )
    default_sort = "-created_at"

    def queryset(self) -> QuerySet[Message]:
        return Message.objects.all()

    def search(self, rows: QuerySet[Message], text: str) -> QuerySet[Message]:
        return rows.filter(Q(to__icontains=text) | Q(title__icontains=text))

    def row_url(self, row: Message) -> str:
        return reverse("demo:mail_detail", args=[row.pk])


@method_decorator(login_not_required, name="dispatch")
class MailDetail(DetailPage):
    """One e-mail, as its reader gets it."""

    template_name = "demo/mail_detail.html"

    def get_object(self) -> Message:
        return get_object_or_404(Message, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return self.object.title

    def get_breadcrumb(self) -> list[tuple[str, str]]:
        return [(MailList.title, reverse("demo:mail_list"))]

    def context(self, obj: Message) -> Mapping[str, Any]:
        return {"message": obj}
