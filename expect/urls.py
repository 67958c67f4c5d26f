"""Every address of the service, at the root: each package names its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from expect.accounts.views import administration

urlpatterns = [
    path("", include("labels.urls")),
    path("", include("missions.urls")),
    path("", include("reports.urls")),
    path("connexion/", include("expect.accounts.signin_urls")),
    path("", include("expect.accounts.urls")),
    path("", include("expect.programme.urls")),
    path("", include("expect.dashboard.urls")),
    path("", include("expect.web.urls")),
    path("administration/login/", administration.door, name="administration_door"),
    path("administration/", admin.site.urls),
]

if settings.DEMO:
    from expect.demo import signin

    urlpatterns = [
        path("connexion/", signin.LoginPage.as_view(), name="account_login"),
        path("", include("expect.demo.urls")),
        *urlpatterns,
    ]
