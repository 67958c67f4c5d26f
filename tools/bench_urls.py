"""The product's addresses, and the bare lists that the bench compares with."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views.generic import ListView

from expect.urls import urlpatterns as product
from labels.models import LabelApplication
from missions.models import Mission

PER_PAGE = 25


class BareList(ListView):
    """What Django gives for nothing: the same rows, as many on a page, in the same order."""

    paginate_by = PER_PAGE
    columns: tuple[str, ...]

    @classmethod
    def as_view(cls, **kwargs):
        cells = "".join(f"<td>{{{{ row.{column} }}}}</td>" for column in cls.columns)
        rows = f"<table>{{% for row in object_list %}}<tr>{cells}</tr>{{% endfor %}}</table>"
        cls.page = engines["django"].from_string(f"{rows}<p>{{{{ paginator.count }}}}</p>")
        return super().as_view(**kwargs)

    def render_to_response(self, context, **kwargs):
        return HttpResponse(self.page.render(context, self.request))


class BareApplications(BareList):
    queryset = LabelApplication.objects.select_related("organisation").order_by("-submitted_at")
    columns = ("number", "organisation", "title", "get_state_display", "submitted_at|date")


class BareMissions(BareList):
    queryset = Mission.objects.select_related("organisation", "country").order_by("-created_at")
    columns = ("number", "organisation", "country", "get_state_display", "departs_on|date")


class AdminList(ModelAdmin):
    """Django's admin on the same rows: same columns, same number on a page, one filter and the search."""

    list_display = ("number", "organisation", "title", "state", "submitted_at", "silence_on", "session")
    list_select_related = ("organisation", "session")
    list_filter = ("state",)
    list_per_page = PER_PAGE
    search_fields = ("search_text",)
    ordering = ("-submitted_at",)


admin = AdminSite(name="bench_admin")
admin.register(LabelApplication, AdminList)

urlpatterns = [
    path("bare/", BareApplications.as_view(), name="bare_list"),
    path("bare-missions/", BareMissions.as_view(), name="bare_missions"),
    path("bench-admin/", admin.urls),
    *product,
]
