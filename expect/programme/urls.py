from django.urls import path

from expect.programme import views

app_name = "programme"

urlpatterns = [
    path("reglages/parametres/", views.ParametersPage.as_view(), name="parameters"),
    path("reglages/parametres/<slug:key>/changer/", views.ChangePage.as_view(), name="change_parameter"),
]
