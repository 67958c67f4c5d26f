"""Addresses of stage 1."""

app_name = "labels"
urlpatterns = []
