"""Filters that read what people type in French."""

import django_filters

from expect.web.fields import DateField


class DateFilter(django_filters.DateFilter):
    """A day chosen in the browser's calendar, or typed jj/mm/aaaa."""

    field_class = DateField
