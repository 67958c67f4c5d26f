from django.urls import path

from expect.web import health, pages, saved_view_pages

app_name = "web"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("mentions-legales/", pages.LegalNotice.as_view(), name="legal_notice"),
    path("donnees-personnelles/", pages.PersonalData.as_view(), name="personal_data"),
    path("accessibilite/", pages.Accessibility.as_view(), name="accessibility"),
    path("cookies/", pages.Cookies.as_view(), name="cookies"),
    path("vues/enregistrer/", saved_view_pages.KeepView.as_view(), name="saved_view_keep"),
    path("vues/<str:public_id>/supprimer/", saved_view_pages.ForgetView.as_view(), name="saved_view_forget"),
    path("plan-du-site/", pages.SiteMap.as_view(), name="site_map"),
]
