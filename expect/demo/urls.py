"""The addresses that exist only in the demonstration and in tests."""

from django.urls import path

from expect.demo import mail, signin

app_name = "demo"

urlpatterns = [
    path("demo/connexion/", signin.SignIn.as_view(), name="sign_in"),
    path("demo/courrier/", mail.MailList.as_view(), name="mail_list"),
    path("demo/courrier/<int:pk>/", mail.MailDetail.as_view(), name="mail_detail"),
]
