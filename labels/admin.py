"""The texts of stage 1 that administrators edit: themes, and new wordings of the commitments (spec L3, L6)."""

from django.contrib import admin

from labels.models import CommitmentText, Theme


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "pictogram", "rank", "active"]
    ordering = ["rank"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(CommitmentText)
class CommitmentTextAdmin(admin.ModelAdmin):
    """A wording is added, never changed: people have accepted it."""

    list_display = ["version", "in_force_from"]
    ordering = ["-version"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
