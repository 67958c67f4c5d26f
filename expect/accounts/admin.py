"""Bodies in the technical administration: a row corrected there, with its source, is no longer loaded over."""

from django.contrib import admin

from expect.accounts.models import Organisation
from expect.database.text import normalise


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "siren", "insee_code", "department", "source"]
    list_filter = ["kind", "own_regime"]
    list_select_related = ["department"]
    ordering = ["sort_name"]
    search_fields = ["search_text"]
    search_help_text = "Nom, SIREN, code Insee ou code postal"
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, normalise(search_term))

    def has_delete_permission(self, request, obj=None):
        return False
