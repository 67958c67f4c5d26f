"""The product's addresses, and the bare list that the bench compares with."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views.generic import ListView

from expect.urls import urlpatterns as product
from labels.models import LabelApplication

PER_PAGE = 25
TEMPLATE = """<table>{% for row in object_list %}<tr><td>{{ row.number }}</td><td>{{ row.organisation }}</td>
<td>{{ row.title }}</td><td>{{ row.get_state_display }}</td><td>{{ row.submitted_at|date }}</td></tr>
{% endfor %}</table>
<p>{{ paginator.count }}</p>"""


BARE = engines["django"].from_string(TEMPLATE)


class BareList(ListView):
    """What Django gives for nothing: the same rows, as many on a page, in the same order."""

    queryset = LabelApplication.objects.select_related("organisation").order_by("-submitted_at")
    paginate_by = PER_PAGE

    def render_to_response(self, context, **kwargs):
        return HttpResponse(BARE.render(context, self.request))


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
    path("bare/", BareList.as_view(), name="bare_list"),
    path("bench-admin/", admin.urls),
    *product,
]
