from django.urls import path

from expect.programme.views import parameters, texts

app_name = "programme"

urlpatterns = [
    path("reglages/parametres/", parameters.ParametersPage.as_view(), name="parameters"),
    path("reglages/parametres/<slug:key>/changer/", parameters.ChangePage.as_view(), name="change_parameter"),
    path("reglages/courriers/", texts.TextsPage.as_view(), name="texts"),
    path("reglages/courriers/<str:key>/", texts.TextPage.as_view(), name="text"),
    path("reglages/courriers/<str:key>/modifier/", texts.ChangePage.as_view(), name="change_text"),
]
