"""The public's first pages, what waits for me, the notices."""

from django.urls import path

from expect.dashboard import views

app_name = "dashboard"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("candidater/", views.Apply.as_view(), name="apply"),
    path("a-faire/", views.WorkList.as_view(), name="work_list"),
    path("reglages/", views.SettingsPage.as_view(), name="settings"),
    path("role/", views.SwitchMembership.as_view(), name="switch_membership"),
    path("notifications/", views.Notices.as_view(), name="notices"),
    path("notifications/lues/", views.ReadNotices.as_view(), name="read_notices"),
    path("notifications/<int:pk>/", views.OpenNotice.as_view(), name="open_notice"),
]
