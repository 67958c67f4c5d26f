"""Where administrators edit countries and posts."""

from django.contrib import admin

from expect.territory.models import Country, DiplomaticPost, PostCountry


class PostCountryInline(admin.TabularInline):
    model = PostCountry
    extra = 0
    autocomplete_fields = ["country"]


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "iso3"]
    search_fields = ["name", "code", "iso3"]
    ordering = ["sort_name"]


@admin.register(DiplomaticPost)
class DiplomaticPostAdmin(admin.ModelAdmin):
    list_display = ["name", "city", "time_zone", "email"]
    search_fields = ["name", "city"]
    ordering = ["name"]
    inlines = [PostCountryInline]
