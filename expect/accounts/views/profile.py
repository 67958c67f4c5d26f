"""One's own page."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from expect.accounts import profile
from expect.accounts.forms import ProfileForm
from expect.accounts.models import User
from expect.accounts.selectors import all_memberships
from expect.kernel.verdict import Verdict, allow
from expect.web.views import FormPage


class Profile(FormPage):
    """Names and telephone, one's roles with their dates, how one signs in."""

    template_name = "accounts/profile.html"
    title = "Mon profil"
    form_class = ProfileForm

    def get_object(self) -> User:
        return self.request.user

    def verdict(self, obj: User) -> Verdict:
        return allow()

    def initial(self, obj: User) -> Mapping[str, Any]:
        return {name: getattr(obj, name) for name in ("first_name", "last_name", "phone")}

    def back_url(self, obj: User) -> str:
        return reverse("dashboard:work_list")

    def context(self, obj: User) -> Mapping[str, Any]:
        return {"roles": [(role, role.holds_on(self.today)) for role in all_memberships(obj)]}

    def perform(self, obj: User, form: ProfileForm) -> User:
        return profile.update_profile(user=obj, at=self.at, **form.cleaned_data)

    def success_message(self, fact: User) -> str:
        return "Votre profil est enregistré."

    def success_url(self, fact: User) -> str:
        return reverse("accounts:profile")
