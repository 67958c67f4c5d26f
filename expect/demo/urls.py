"""The addresses that exist only in the demonstration and in tests."""

from django.urls import path

from expect.demo import signin

app_name = "demo"

urlpatterns = [
    path("demo/connexion/", signin.SignIn.as_view(), name="sign_in"),
]
